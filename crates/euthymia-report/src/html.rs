//! A document as one web page: no request to anywhere, readable on paper, on a phone, in the dark,
//! by keyboard and by a screen reader.

use crate::document::{Document, Item, LinkedTable, Part, Section};
use euthymia_plot::{Scene, SvgOptions, Theme, page_css};
use euthymia_table::{Align, Audience, Value};
use maud::{DOCTYPE, Markup, PreEscaped, html};

const STYLE: &str = include_str!("style.css");

/// Writes a document as one self-contained HTML page.
///
/// # Example
/// ```
/// use euthymia_report::document::{Document, Section};
/// let mut section = Section::new("s", "Limits");
/// section.say("A < B & C");
/// let document = Document { title: "Report".into(), sections: vec![section], ..Document::default() };
/// let page = euthymia_report::html::html(&document);
/// assert!(page.contains("<h2>Limits</h2>") && page.contains("A &lt; B &amp; C"));
/// ```
#[must_use]
pub fn html(document: &Document) -> String {
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (document.title) }
                style { (PreEscaped(STYLE)) (PreEscaped(page_css())) }
            }
            body {
                a.skip href="#main" { "Skip to the content" }
                header {
                    h1 { (document.title) }
                    p.subtitle { (document.subtitle) }
                    nav aria-label="Contents" {
                        ol {
                            @for section in &document.sections {
                                li { a href={ "#" (section.id) } { (section.heading) } }
                            }
                        }
                    }
                }
                main #main {
                    @for section in &document.sections { (self::section(section)) }
                }
                footer { p { (document.colophon) } }
            }
        }
    };
    page.into_string()
}

fn section(section: &Section) -> Markup {
    html! {
        section #(section.id) {
            h2 { (section.heading) }
            @for part in &section.parts { (self::part(part)) }
        }
    }
}

fn part(part: &Part) -> Markup {
    match part {
        Part::Heading { id, text } => html! { h3 #(id) { (text) } },
        Part::Paragraph(text) => html! { p { (text) } },
        Part::Caution(text) => html! { p.caution role="note" { strong { "Caution. " } (text) } },
        Part::List(items) => list(items),
        Part::Table(linked) => table(linked),
        Part::Figure { id, scene, caption } => figure(id, scene, caption),
    }
}

fn list(items: &[Item]) -> Markup {
    html! {
        ul class=[items.iter().any(|item| !item.below.is_empty()).then_some("fine")] {
            @for item in items {
                li id=[item.id.as_ref()] {
                    (item.text)
                    @if !item.below.is_empty() {
                        ul { @for line in &item.below { li { (line) } } }
                    }
                }
            }
        }
    }
}

fn table(linked: &LinkedTable) -> Markup {
    let view = &linked.view;
    let shown: Vec<usize> = (0..view.columns.len())
        .filter(|at| view.columns[*at].audience != Audience::Machines)
        .collect();
    let class = |at: usize| (view.columns[at].align == Align::Right).then_some("number");
    html! {
        div.scroll tabindex="0" role="region" aria-label=(view.title) {
            table class=[(shown.len() > 7).then_some("wide")] {
                caption { (view.title) }
                thead {
                    tr {
                        @for at in &shown {
                            th scope="col" class=[class(*at)] {
                                (view.columns[*at].header)
                                @if let Some(unit) = &view.columns[*at].unit { " (" (unit) ")" }
                            }
                        }
                    }
                }
                tbody {
                    @for (index, row) in view.rows.iter().enumerate() {
                        (self::row(row, &shown, linked.links.get(index).and_then(Option::as_ref), &class))
                    }
                }
            }
        }
        @for note in &view.notes { p.note { (note) } }
    }
}

fn row(
    row: &[Value],
    shown: &[usize],
    link: Option<&String>,
    class: &impl Fn(usize) -> Option<&'static str>,
) -> Markup {
    html! {
        tr {
            @for (position, at) in shown.iter().enumerate() {
                @let text = row.get(*at).map(|value| unbroken(&value.for_people())).unwrap_or_default();
                @if position == 0 {
                    th scope="row" class=[class(*at)] {
                        @match link {
                            Some(link) => a href={ "#" (link) } title="Where this comes from" { (text) },
                            None => (text),
                        }
                    }
                } @else {
                    td class=[class(*at)] { (text) }
                }
            }
        }
    }
}

/// A cell whose lines break between a number and its interval, never inside one.
fn unbroken(text: &str) -> String {
    let mut depth = 0_usize;
    let kept = text.chars().map(|c| {
        match c {
            '[' => depth += 1,
            ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if c == ' ' && depth > 0 { '\u{a0}' } else { c }
    });
    kept.collect::<String>().replace(" %", "\u{a0}%")
}

fn figure(id: &str, scene: &Scene, caption: &str) -> Markup {
    let options = SvgOptions {
        theme: Theme::Page,
        id_prefix: id.to_owned(),
        style_element: false,
    };
    html! {
        figure #(id) {
            div.euplot-scroll tabindex="0" role="region" aria-label=(caption) {
                (PreEscaped(scene.to_svg(&options)))
            }
            figcaption { (caption) }
            details {
                summary { "This figure in words" }
                pre.words { (scene.text_alternative()) }
            }
        }
    }
}
