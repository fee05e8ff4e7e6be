//! A document of plain parts as a page.

use euthymia_report::document::{Document, Item, LinkedTable, Part, Section};
use euthymia_report::html::html;
use euthymia_table::{ColumnSpec, TableView, Value};
use proptest::prelude::*;

const HOSTILE: &str = "<script>alert(\"1\")</script> & ' ]]> <!--";

fn everywhere(text: &str) -> Document {
    let mut section = Section::new("s", text);
    section.say(text);
    section.caution(text);
    section.heading("h", text);
    section.list([text.to_owned()]);
    section.parts.push(Part::List(vec![Item {
        id: Some("item".to_owned()),
        text: text.to_owned(),
        below: vec![text.to_owned()],
    }]));
    section.table(LinkedTable {
        view: TableView {
            schema: "test.v1".to_owned(),
            title: text.to_owned(),
            columns: vec![
                ColumnSpec::text("a", text).in_unit(text),
                ColumnSpec::number("b", "B"),
                ColumnSpec::text("c", "machines").for_machines(),
            ],
            rows: vec![vec![
                Value::text(text),
                Value::text(text),
                Value::text("hidden"),
            ]],
            notes: vec![text.to_owned()],
        },
        links: vec![Some("item".to_owned())],
    });
    Document {
        title: text.to_owned(),
        subtitle: text.to_owned(),
        sections: vec![section],
        colophon: text.to_owned(),
        numbered: false,
    }
}

#[test]
fn text_stays_text_wherever_it_stands() {
    let page = html(&everywhere(HOSTILE));
    assert!(!page.contains("<script"), "{page}");
    assert!(!page.contains("<!--"), "{page}");
    assert!(page.matches("&lt;script&gt;").count() > 12, "{page}");
    // An attribute ends at its first quotation mark.
    assert!(!page.contains("alert(\"1\")"), "{page}");
}

#[test]
fn a_row_leads_to_the_item_it_names() {
    let page = html(&everywhere("x"));
    assert!(page.contains("<a href=\"#item\""), "{page}");
    assert!(page.contains("<li id=\"item\">"), "{page}");
}

#[test]
fn what_machines_read_is_not_shown_to_people() {
    let page = html(&everywhere("x"));
    assert!(
        !page.contains("hidden") && !page.contains("machines"),
        "{page}"
    );
}

#[test]
fn headers_have_a_scope_and_tables_a_caption() {
    let page = html(&everywhere("x"));
    assert!(page.contains("<caption>x</caption>"), "{page}");
    assert_eq!(page.matches("scope=\"col\"").count(), 2, "{page}");
    assert_eq!(page.matches("scope=\"row\"").count(), 1, "{page}");
}

#[test]
fn an_empty_document_is_a_page() {
    let page = html(&Document::default());
    assert!(
        page.starts_with("<!DOCTYPE html>") && page.ends_with("</html>"),
        "{page}"
    );
}

proptest! {
    #[test]
    fn no_text_opens_a_tag(text in any::<String>()) {
        let plain = html(&everywhere("x")).matches('<').count();
        prop_assert_eq!(html(&everywhere(&text)).matches('<').count(), plain);
    }
}
