//! A document says the same as a page and as a word-processor file.

use crate::document_docx::{everywhere, parts, text_of};
use euthymia_evidence::EvidenceBase;
use euthymia_plot::Scene;
use euthymia_report::document::{Document, Part, column_heading};
use euthymia_report::docx::docx;
use euthymia_report::html::html;
use euthymia_report::numbering::{Numbering, caption};
use euthymia_report::trd::report;

/// Words with one blank between them.
fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What a page shows: each run of text between tags, one after another.
fn of_page(page: &str) -> String {
    let body = page.split_once("<body>").expect("a body").1;
    let pieces = body
        .split('<')
        .map(|piece| piece.split_once('>').map_or(piece, |(_, text)| text));
    let text: String = pieces.flat_map(|piece| ["\u{1}", piece]).collect();
    let text = text.replace("&lt;", "<").replace("&gt;", ">");
    let text = text.replace("&quot;", "\"").replace("&amp;", "&");
    plain(&text.replace('\u{1}', " "))
}

/// What the file shows: each paragraph between marks, so that a cell is found whole or not at all.
fn of_file(document: &Document) -> String {
    let bytes = docx(document).expect("written");
    let body = text_of(&parts(&bytes), "word/document.xml");
    let xml = roxmltree::Document::parse(&body).expect("well formed");
    let is = |name: &'static str| move |n: &roxmltree::Node<'_, '_>| n.tag_name().name() == name;
    let mut out = String::from("|");
    for paragraph in xml.descendants().filter(is("p")) {
        let words: String = paragraph
            .descendants()
            .filter(|n| ["t", "br"].contains(&n.tag_name().name()))
            .map(|n| n.text().unwrap_or("\n"))
            .collect();
        out.push_str(&plain(&words));
        out.push('|');
    }
    out
}

/// Every heading, paragraph, cell, caption and note.
fn texts(document: &Document) -> Vec<String> {
    let numbering = Numbering::of(document);
    let mut found = vec![document.title.clone(), document.subtitle.clone()];
    for (at, section) in document.sections.iter().enumerate() {
        found.push(section.heading.clone());
        for (position, part) in section.parts.iter().enumerate() {
            let label = numbering.label(at, position);
            match part {
                Part::Heading { text, .. } | Part::Paragraph(text) => found.push(text.clone()),
                Part::Caution(text) => found.push(format!("Caution. {text}")),
                Part::Code(text) => found.push(text.clone()),
                Part::List(items) => items.iter().for_each(|item| {
                    found.push(item.text.clone());
                    found.extend(item.below.clone());
                }),
                Part::Figure { caption: text, .. } => found.push(caption(label, text)),
                Part::Table(table) => {
                    found.push(caption(label, &table.view.title));
                    found.extend(table.view.notes.clone());
                    for column in table.shown() {
                        found.push(column_heading(&table.view.columns[column]));
                        found.extend((0..table.view.rows.len()).map(|row| table.cell(row, column)));
                    }
                }
            }
        }
    }
    found.push(document.colophon.clone());
    found
}

fn agree(document: &Document) -> usize {
    let (page, file) = (of_page(&html(document)), of_file(document));
    let texts = texts(document);
    for text in texts
        .iter()
        .map(|text| plain(text))
        .filter(|text| !text.is_empty())
    {
        assert!(page.contains(&text), "not on the page: {text}");
        assert!(
            file.contains(&format!("|{text}|")),
            "not in the file: {text}"
        );
    }
    texts.len()
}

#[test]
fn every_text_of_a_small_document_is_in_both() {
    let mut document = everywhere("one & <two> \"three\" 49.0 % [38.2, 52.0]");
    assert!(agree(&document) > 15);
    document.numbered = false;
    assert!(agree(&document) > 15);
}

#[test]
fn every_text_of_the_report_is_in_both() {
    let base = EvidenceBase::bundled().expect("the bundled evidence");
    let mut document = report(&base, None, "0").document;
    document.numbered = true;
    // Texts are compared here; the drawings themselves cost seconds.
    let parts = document
        .sections
        .iter_mut()
        .flat_map(|section| &mut section.parts);
    for part in parts {
        if let Part::Figure { scene, .. } = part {
            **scene = Scene::new(10.0, 10.0, "", "");
        }
    }
    assert!(agree(&document) > 1000);
}

#[test]
fn the_page_has_what_the_file_has_in_the_same_order() {
    let document = everywhere("x");
    let captions = |text: &str| {
        let at = |word: &str| text.find(word).unwrap_or_else(|| panic!("no {word}"));
        assert!(at("Table 1. x") < at("Figure 1. x"));
    };
    captions(&of_page(&html(&document)));
    captions(&of_file(&document));
}
