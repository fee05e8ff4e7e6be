//! Numbers of captions.

use euthymia_plot::Scene;
use euthymia_report::document::{Document, Section};
use euthymia_report::numbering::{Kind, Label, Numbering, caption};
use euthymia_table::TableView;

fn document(numbered: bool) -> Document {
    let mut first = Section::new("a", "A");
    first.table(TableView::default());
    first.figure("f", Scene::new(10.0, 10.0, "", ""), "");
    let mut second = Section::new("b", "B");
    second.say("text");
    second.figure("g", Scene::new(10.0, 10.0, "", ""), "");
    second.table(TableView::default());
    Document {
        sections: vec![first, second],
        numbered,
        ..Document::default()
    }
}

#[test]
fn tables_and_figures_are_counted_apart_and_through_all_sections() {
    let numbering = Numbering::of(&document(true));
    let label = |section, part| {
        numbering
            .label(section, part)
            .map(|label| label.to_string())
    };
    assert_eq!(label(0, 0).as_deref(), Some("Table 1"));
    assert_eq!(label(0, 1).as_deref(), Some("Figure 1"));
    assert_eq!(label(1, 0), None, "a paragraph");
    assert_eq!(label(1, 1).as_deref(), Some("Figure 2"));
    assert_eq!(label(1, 2).as_deref(), Some("Table 2"));
    assert_eq!(label(2, 0), None, "no such section");
}

#[test]
fn a_document_that_is_not_numbered_has_no_labels() {
    let numbering = Numbering::of(&document(false));
    assert_eq!(numbering.label(0, 0), None);
}

#[test]
fn a_caption_is_its_label_and_its_text() {
    let label = Some(Label {
        kind: Kind::Figure,
        number: 3,
    });
    assert_eq!(caption(label, "Courses"), "Figure 3. Courses");
    assert_eq!(caption(label, ""), "Figure 3");
    assert_eq!(caption(None, "Courses"), "Courses");
}
