//! A document as one web page: no request to anywhere, readable on paper, on a phone, in the dark,
//! by keyboard and by a screen reader.

use crate::document::{Document, Item, LinkedTable, Part, Section, column_heading};
use crate::numbering::{Label, Numbering, caption};
use euthymia_plot::{Scene, SvgOptions, Theme, page_css};
use euthymia_table::Align;
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
    let numbering = Numbering::of(document);
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
                    @for (at, section) in document.sections.iter().enumerate() {
                        (self::section(section, |part| numbering.label(at, part)))
                    }
                }
                footer { p { (document.colophon) } }
            }
        }
    };
    page.into_string()
}

fn section(section: &Section, label: impl Fn(usize) -> Option<Label>) -> Markup {
    html! {
        section #(section.id) {
            h2 { (section.heading) }
            @for (at, part) in section.parts.iter().enumerate() { (self::part(part, label(at))) }
        }
    }
}

fn part(part: &Part, label: Option<Label>) -> Markup {
    match part {
        Part::Heading { id, text } => html! { h3 #(id) { (text) } },
        Part::Paragraph(text) => html! { p { (text) } },
        Part::Caution(text) => html! { p.caution role="note" { strong { "Caution. " } (text) } },
        Part::List(items) => list(items),
        Part::Table(linked) => table(linked, label),
        Part::Code(text) => html! { pre.code tabindex="0" { code { (text) } } },
        Part::Figure { id, scene, caption } => figure(id, scene, &self::caption(label, caption)),
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

fn table(linked: &LinkedTable, label: Option<Label>) -> Markup {
    let view = &linked.view;
    let shown = linked.shown();
    let title = caption(label, &view.title);
    let columns = shown.iter().filter_map(|at| view.columns.get(*at));
    html! {
        div.scroll tabindex="0" role="region" aria-label=(title) {
            table class=[(shown.len() > 7).then_some("wide")] {
                caption { (title) }
                thead {
                    tr {
                        @for column in columns {
                            th scope="col" class=[class(column.align)] { (column_heading(column)) }
                        }
                    }
                }
                tbody {
                    @for index in 0..view.rows.len() { (row(linked, index, &shown)) }
                }
            }
        }
        @for note in &view.notes { p.note { (note) } }
    }
}

fn class(align: Align) -> Option<&'static str> {
    (align == Align::Right).then_some("number")
}

fn row(linked: &LinkedTable, index: usize, shown: &[usize]) -> Markup {
    let class = |at: usize| {
        linked
            .view
            .columns
            .get(at)
            .and_then(|column| class(column.align))
    };
    html! {
        tr {
            @for (position, at) in shown.iter().enumerate() {
                @let text = linked.cell(index, *at);
                @if position == 0 {
                    th scope="row" class=[class(*at)] {
                        @match linked.link(index) {
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
