//! The body: sections, paragraphs, lists, tables and figures in order.

use super::bookmarks::Bookmarks;
use super::picture::{self, Picture};
use super::xml::{self, Xml};
use super::{fields, table, widths};
use crate::document::{Document, Item, LinkedTable, Part, Section};
use crate::numbering::{Label, Numbering};
use euthymia_plot::Scene;

const SPACES: [(&str, &str); 5] = [
    (
        "xmlns:w",
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (
        "xmlns:r",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
    (
        "xmlns:wp",
        "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    ),
    (
        "xmlns:a",
        "http://schemas.openxmlformats.org/drawingml/2006/main",
    ),
    (
        "xmlns:pic",
        "http://schemas.openxmlformats.org/drawingml/2006/picture",
    ),
];

/// What has been used up so far.
struct State<'a> {
    bookmarks: Bookmarks,
    pictures: std::iter::Enumerate<std::slice::Iter<'a, Picture>>,
}

/// Writes `document.xml`; the pictures are those of the document's figures, in order.
pub(super) fn write(document: &Document, pictures: &[Picture]) -> String {
    let numbering = Numbering::of(document);
    let mut state = State {
        bookmarks: Bookmarks::of(document),
        pictures: pictures.iter().enumerate(),
    };
    xml::part("w:document", &SPACES, |x| {
        x.element("w:body", &[], |x| {
            line(x, "Title", &document.title);
            line(x, "Subtitle", &document.subtitle);
            contents(x, document, &state.bookmarks);
            for (at, section) in document.sections.iter().enumerate() {
                let label = |part| numbering.label(at, part);
                self::section(x, section, label, &mut state);
            }
            line(x, "Colophon", &document.colophon);
            page(x);
        });
    })
}

/// A paragraph in a style.
fn paragraph(x: &mut Xml, style: &str, inside: impl FnOnce(&mut Xml)) {
    x.element("w:p", &[], |x| {
        x.element("w:pPr", &[], |x| x.value("w:pStyle", style));
        inside(x);
    });
}

/// A paragraph of plain text; an empty one is left out.
fn line(x: &mut Xml, style: &str, text: &str) {
    if !text.is_empty() {
        paragraph(x, style, |x| fields::run(x, text));
    }
}

/// A paragraph that links lead to.
fn marked(x: &mut Xml, style: &str, id: &str, text: &str, state: &mut State<'_>) {
    let mark = state.bookmarks.set(id);
    paragraph(x, style, |x| {
        if let Some((number, name)) = &mark {
            x.empty("w:bookmarkStart", &[("w:id", number), ("w:name", name)]);
        }
        fields::run(x, text);
        if let Some((number, _)) = &mark {
            x.empty("w:bookmarkEnd", &[("w:id", number)]);
        }
    });
}

/// A table of contents that leads to the sections; a word processor can renew it.
fn contents(x: &mut Xml, document: &Document, bookmarks: &Bookmarks) {
    let Some(last) = document.sections.len().checked_sub(1) else {
        return;
    };
    line(x, "ContentsHeading", "Contents");
    for (at, section) in document.sections.iter().enumerate() {
        paragraph(x, "TOC1", |x| {
            if at == 0 {
                fields::begin(x, " TOC \\o \"1-1\" \\n \\h \\z \\u ");
            }
            match bookmarks.target(&section.id) {
                Some(bookmark) => fields::link(x, bookmark, &section.heading),
                None => fields::run(x, &section.heading),
            }
            if at == last {
                fields::end(x);
            }
        });
    }
}

fn section(
    x: &mut Xml,
    section: &Section,
    label: impl Fn(usize) -> Option<Label>,
    state: &mut State<'_>,
) {
    marked(x, "Heading1", &section.id, &section.heading, state);
    for (at, part) in section.parts.iter().enumerate() {
        self::part(x, part, label(at), state);
    }
}

fn part(x: &mut Xml, part: &Part, label: Option<Label>, state: &mut State<'_>) {
    match part {
        Part::Heading { id, text } => marked(x, "Heading2", id, text, state),
        Part::Paragraph(text) => paragraph(x, "BodyText", |x| fields::run(x, text)),
        Part::Caution(text) => paragraph(x, "Caution", |x| {
            fields::styled(x, Some("Strong"), "Caution. ");
            fields::run(x, text);
        }),
        Part::List(items) => items.iter().for_each(|item| self::item(x, item, state)),
        Part::Table(table) => self::table(x, table, label, &state.bookmarks),
        Part::Code(text) => paragraph(x, "Code", |x| fields::lines(x, text)),
        Part::Figure { id, scene, caption } => figure(x, (id, caption), scene, label, state),
    }
}

fn item(x: &mut Xml, item: &Item, state: &mut State<'_>) {
    let id = item.id.as_deref().unwrap_or_default();
    marked(x, "ListBullet", id, &item.text, state);
    for text in &item.below {
        paragraph(x, "ListBullet2", |x| fields::run(x, text));
    }
}

/// Caption, grid, notes; the last paragraph keeps two tables from growing together.
fn table(x: &mut Xml, table: &LinkedTable, label: Option<Label>, bookmarks: &Bookmarks) {
    paragraph(x, "Caption", |x| {
        fields::caption(x, label, &table.view.title);
    });
    table::write(x, table, bookmarks);
    for note in &table.view.notes {
        paragraph(x, "TableNote", |x| fields::run(x, note));
    }
    paragraph(x, "AfterTable", |_| {});
}

fn figure(
    x: &mut Xml,
    (id, caption): (&str, &str),
    scene: &Scene,
    label: Option<Label>,
    state: &mut State<'_>,
) {
    let mark = state.bookmarks.set(id);
    let drawn = state.pictures.next();
    paragraph(x, "Figure", |x| {
        if let Some((number, name)) = &mark {
            x.empty("w:bookmarkStart", &[("w:id", number), ("w:name", name)]);
            x.empty("w:bookmarkEnd", &[("w:id", number)]);
        }
        if let Some((at, picture)) = drawn {
            picture::show(x, at, picture, scene);
        }
    });
    paragraph(x, "FigureCaption", |x| fields::caption(x, label, caption));
}

/// A4 upright, margins of 2 cm, page numbers at the foot.
fn page(x: &mut Xml) {
    const MARGIN: &str = "1134";
    let width = (widths::PAGE_WIDTH + 2 * 1134).to_string();
    x.element("w:sectPr", &[], |x| {
        x.empty(
            "w:footerReference",
            &[("w:type", "default"), ("r:id", "rIdFooter")],
        );
        x.empty("w:pgSz", &[("w:w", &width), ("w:h", "16838")]);
        let margins = [
            ("w:top", MARGIN),
            ("w:right", MARGIN),
            ("w:bottom", MARGIN),
            ("w:left", MARGIN),
            ("w:header", "567"),
            ("w:footer", "567"),
            ("w:gutter", "0"),
        ];
        x.empty("w:pgMar", &margins);
    });
}
