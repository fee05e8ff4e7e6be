//! A document of plain parts as a word-processor file, unpacked and read back as XML.

use euthymia_plot::{Element, Scene, Text};
use euthymia_report::document::{Document, Item, LinkedTable, Part, Section};
use euthymia_report::docx::{DocxError, docx};
use euthymia_table::{ColumnSpec, TableView, Value};
use proptest::prelude::*;
use roxmltree::{Document as Xml, Node};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};

const W: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const R: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const WP: &str = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing";
const ODD: &str = "<w:t>&amp; \"'\u{1}\u{b}\u{fffe} ]]> \u{1f9e0} שלום é\u{301} \u{202e}x\t\n";

pub(crate) fn table(text: &str, rows: usize) -> TableView {
    TableView {
        schema: "test.v1".to_owned(),
        title: text.to_owned(),
        columns: vec![
            ColumnSpec::text("a", text).in_unit(text),
            ColumnSpec::number("b", "B"),
            ColumnSpec::text("c", "machines").for_machines(),
        ],
        rows: (0..rows)
            .map(|_| vec![Value::text(text), Value::Count(7), Value::text("hidden")])
            .collect(),
        notes: vec![text.to_owned()],
    }
}

/// A document with every kind of part, the text everywhere.
pub(crate) fn everywhere(text: &str) -> Document {
    let mut scene = Scene::new(120.0, 60.0, text, text);
    scene.long_description.push(text.to_owned());
    scene
        .elements
        .push(Element::Text(Text::new(10.0, 25.0, text)));
    let mut section = Section::new("s", text);
    section.say(text);
    section.caution(text);
    section.heading("h", text);
    section.code(format!("{text}\n  second"));
    section.parts.push(Part::List(vec![Item {
        id: Some("item".to_owned()),
        text: text.to_owned(),
        below: vec![text.to_owned()],
    }]));
    let links = vec![Some("item".to_owned()), Some("nowhere".to_owned())];
    let view = table(text, 2);
    section.table(LinkedTable { view, links });
    section.figure("f", scene, text);
    Document {
        title: text.to_owned(),
        subtitle: text.to_owned(),
        sections: vec![section],
        colophon: text.to_owned(),
        numbered: true,
    }
}

/// The parts of a file by name.
pub(crate) fn parts(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a zip file");
    let mut parts = BTreeMap::new();
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).expect("a part");
        let mut content = Vec::new();
        file.read_to_end(&mut content)
            .expect("whole, with its checksum");
        assert_eq!(file.last_modified(), Some(zip::DateTime::default()));
        let name = file.name().expect("a name").into_owned();
        assert!(parts.insert(name, content).is_none(), "a name twice");
    }
    parts
}

/// One part as text.
pub(crate) fn text_of(parts: &BTreeMap<String, Vec<u8>>, name: &str) -> String {
    let bytes = parts.get(name).unwrap_or_else(|| panic!("no part {name}"));
    String::from_utf8(bytes.clone()).expect("UTF-8")
}

fn body(document: &Document) -> String {
    let bytes = docx(document).expect("a document that can be written");
    text_of(&parts(&bytes), "word/document.xml")
}

fn named<'a>(xml: &'a Xml<'a>, name: &'static str) -> Vec<Node<'a, 'a>> {
    let is_named = |node: &Node<'_, '_>| node.tag_name().name() == name;
    xml.descendants().filter(is_named).collect()
}

fn values<'a>(nodes: &[Node<'a, 'a>], space: &str, name: &str) -> Vec<&'a str> {
    nodes
        .iter()
        .filter_map(|node| node.attribute((space, name)))
        .collect()
}

/// Fails where a part is not well formed, has no type, or leads nowhere.
fn is_sound(bytes: &[u8]) {
    let parts = parts(bytes);
    let types = text_of(&parts, "[Content_Types].xml");
    for (name, content) in &parts {
        let ending = name.rsplit('.').next().unwrap_or_default();
        assert!(types.contains(&format!("Extension=\"{ending}\"")), "{name}");
        if ending != "png" {
            let text = std::str::from_utf8(content).expect("UTF-8");
            Xml::parse(text).unwrap_or_else(|error| panic!("{name}: {error}"));
        }
    }
    for (folder, file) in [
        ("", "_rels/.rels"),
        ("word/", "word/_rels/document.xml.rels"),
    ] {
        let text = text_of(&parts, file);
        let xml = Xml::parse(&text).expect("well formed");
        let targets = named(&xml, "Relationship");
        assert!(!targets.is_empty());
        for target in targets.iter().filter_map(|node| node.attribute("Target")) {
            assert!(parts.contains_key(&format!("{folder}{target}")), "{target}");
        }
    }
    references_resolve(&parts);
}

fn references_resolve(parts: &BTreeMap<String, Vec<u8>>) {
    let text = text_of(parts, "word/document.xml");
    let xml = Xml::parse(&text).expect("well formed");
    let relations = text_of(parts, "word/_rels/document.xml.rels");
    for id in values(&named(&xml, "blip"), R, "embed") {
        assert!(relations.contains(&format!("Id=\"{id}\"")), "{id}");
    }
    let styles = text_of(parts, "word/styles.xml");
    for kind in ["pStyle", "rStyle", "tblStyle"] {
        for style in values(&named(&xml, kind), W, "val") {
            assert!(
                styles.contains(&format!("w:styleId=\"{style}\"")),
                "{style}"
            );
        }
    }
    let marks = named(&xml, "bookmarkStart");
    let names = values(&marks, W, "name");
    let distinct: BTreeSet<&str> = names.iter().copied().collect();
    assert_eq!(names.len(), distinct.len(), "a bookmark twice");
    assert!(
        names.iter().all(|name| name.chars().count() <= 40),
        "{names:?}"
    );
    assert_eq!(
        values(&marks, W, "id"),
        values(&named(&xml, "bookmarkEnd"), W, "id")
    );
    for anchor in values(&named(&xml, "hyperlink"), W, "anchor") {
        assert!(distinct.contains(anchor), "{anchor} is nowhere");
    }
}

#[test]
fn every_part_is_sound() {
    is_sound(&docx(&everywhere("x")).expect("written"));
    is_sound(&docx(&everywhere(ODD)).expect("written"));
    is_sound(&docx(&Document::default()).expect("written"));
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    let first = docx(&everywhere(ODD)).expect("written");
    assert_eq!(first, docx(&everywhere(ODD)).expect("written"));
    assert_ne!(first, docx(&everywhere("x")).expect("written"));
}

#[test]
fn headings_have_the_styles_that_navigation_reads() {
    let bytes = docx(&everywhere("x")).expect("written");
    let parts = parts(&bytes);
    let body = text_of(&parts, "word/document.xml");
    for style in ["Title", "Heading1", "Heading2", "Caption"] {
        assert!(
            body.contains(&format!("w:pStyle w:val=\"{style}\"")),
            "{style}"
        );
    }
    let styles = text_of(&parts, "word/styles.xml");
    assert!(styles.contains("<w:name w:val=\"heading 1\"/>"));
    assert!(styles.contains("<w:outlineLvl w:val=\"0\"/>"));
    assert!(styles.contains("w:lang w:val=\"en-GB\""));
}

#[test]
fn a_table_head_repeats_and_no_row_is_split() {
    let body = body(&everywhere("x"));
    let xml = Xml::parse(&body).expect("well formed");
    let rows = named(&xml, "tr");
    assert_eq!(rows.len(), 3, "a head and two rows");
    let has =
        |row: &Node<'_, '_>, name: &str| row.descendants().any(|n| n.tag_name().name() == name);
    let heads: Vec<bool> = rows.iter().map(|row| has(row, "tblHeader")).collect();
    assert_eq!(heads, [true, false, false]);
    assert!(rows.iter().all(|row| has(row, "cantSplit")));
}

#[test]
fn widths_of_columns_fill_no_more_than_the_page() {
    let long = "a sentence that is much longer than the others and must be broken ".repeat(4);
    for count in [1, 2, 9, 40] {
        let mut view = table(&long, 1);
        view.columns = (0..count)
            .map(|at| ColumnSpec::text(at.to_string(), &long))
            .collect();
        view.rows = vec![vec![Value::text(&long); count]];
        let mut section = Section::new("s", "S");
        section.table(view);
        let body = body(&Document {
            sections: vec![section],
            ..Document::default()
        });
        let xml = Xml::parse(&body).expect("well formed");
        let widths: Vec<u32> = values(&named(&xml, "gridCol"), W, "w")
            .iter()
            .map(|width| width.parse().expect("a number"))
            .collect();
        assert_eq!(widths.len(), count);
        assert!(widths.iter().all(|width| *width > 0));
        assert!(
            widths.iter().sum::<u32>() <= 11_906 - 2 * 1134,
            "{widths:?}"
        );
    }
}

#[test]
fn a_figure_has_its_text_alternative_and_300_dots_per_inch() {
    let bytes = docx(&everywhere("trajectories")).expect("written");
    let parts = parts(&bytes);
    let body = text_of(&parts, "word/document.xml");
    let xml = Xml::parse(&body).expect("well formed");
    let described = named(&xml, "docPr");
    let words = described.first().and_then(|node| node.attribute("descr"));
    assert_eq!(words, Some("trajectories trajectories trajectories"));
    // 120 × 60 scene pixels at 96 to the inch are 1.25 × 0.625 inches, 375 × 187.5 dots.
    let png = parts.get("word/media/image1.png").expect("a picture");
    assert_eq!(png[16..24], [0, 0, 1, 119, 0, 0, 0, 188]);
    let extents = named(&xml, "extent");
    assert_eq!(extents[0].tag_name().namespace(), Some(WP));
    assert_eq!(extents[0].attribute("cx"), Some("1143000"));
    assert_eq!(extents[0].attribute("cy"), Some("571500"));
}

#[test]
fn a_row_leads_to_the_item_it_names_and_a_dead_link_is_plain_text() {
    let body = body(&everywhere("x"));
    let xml = Xml::parse(&body).expect("well formed");
    let in_table = |node: &Node<'_, '_>| node.ancestors().any(|a| a.tag_name().name() == "tbl");
    let links = named(&xml, "hyperlink");
    let links: Vec<_> = links.into_iter().filter(in_table).collect();
    assert_eq!(links.len(), 1);
    assert!(
        links[0]
            .attribute((W, "anchor"))
            .expect("internal")
            .ends_with("_item")
    );
}

#[test]
fn neither_person_nor_clock_is_in_the_properties() {
    let bytes = docx(&everywhere("x")).expect("written");
    let core = text_of(&parts(&bytes), "docProps/core.xml");
    let xml = Xml::parse(&core).expect("well formed");
    let names: Vec<&str> = xml
        .root_element()
        .children()
        .map(|n| n.tag_name().name())
        .collect();
    assert_eq!(names, ["title", "subject", "language"]);
}

#[test]
fn what_machines_read_is_not_shown_to_people() {
    let body = body(&everywhere("x"));
    assert!(!body.contains("hidden") && !body.contains("machines"));
}

#[test]
fn one_identifier_in_two_places_is_one_bookmark() {
    let mut section = Section::new("same", "First");
    section.heading("same", "Second");
    section.heading("", "Third");
    let document = Document {
        sections: vec![section],
        ..Document::default()
    };
    is_sound(&docx(&document).expect("written"));
}

#[test]
fn what_cannot_be_written_says_which_part() {
    let mut section = Section::new("s", "S");
    section.figure("nothing", Scene::new(0.0, 10.0, "t", "d"), "c");
    let document = |section| Document {
        sections: vec![section],
        ..Document::default()
    };
    let refused = docx(&document(section));
    assert!(matches!(refused, Err(DocxError::Figure { id, .. }) if id == "nothing"));
    for (count, refused) in [(63, false), (64, true)] {
        let mut section = Section::new("s", "S");
        section.table(TableView {
            columns: (0..count)
                .map(|at| ColumnSpec::text(at.to_string(), "c"))
                .collect(),
            ..TableView::default()
        });
        let columns = docx(&document(section));
        assert_eq!(
            matches!(columns, Err(DocxError::Columns { found: 64, .. })),
            refused
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_input_gives_well_formed_parts(text in any::<String>(), id in any::<String>()) {
        let mut document = everywhere(&text);
        let mut section = Section::new(id.clone(), "Second");
        section.table(LinkedTable { view: table(&text, 1), links: vec![Some(id)] });
        document.sections.push(section);
        is_sound(&docx(&document).expect("written"));
    }

    #[test]
    fn any_input_of_odd_characters_gives_well_formed_parts(
        text in "[\u{0}-\u{1f}<>&\"'\u{7f}-\u{9f}\u{202a}-\u{202e}\u{fffe}\u{ffff}\u{1f600}א]{0,20}"
    ) {
        is_sound(&docx(&everywhere(&text)).expect("written"));
    }
}
