//! Certainty as parts of a document.

use crate::document::{Document, Section};
use euthymia_plot::Scene;
use euthymia_table::TableView;

/// A section of tables on certainty, the summary of findings first.
#[must_use]
pub fn certainty_section(id: &str, heading: &str, tables: Vec<TableView>) -> Section {
    let mut section = Section::new(id, heading);
    section.say(
        "Certainty starts at the design of the studies; five domains lower it, three reasons raise it. \
         Each judgement is proposed by a rule from the numbers beside it, or made by a person with the \
         reason beside it. What nobody appraised, and what was not stated, is left open and named.",
    );
    for table in tables {
        section.table(table);
    }
    section
}

/// A document of one analysis: summary of findings, certainty, sensitivity, and its figures with their
/// captions.
#[must_use]
pub fn certainty_document(
    title: &str,
    tables: Vec<TableView>,
    figures: Vec<(String, Scene, String)>,
    version: &str,
) -> Document {
    let mut sections = vec![certainty_section(
        "certainty",
        "Summary of findings and certainty",
        tables,
    )];
    if !figures.is_empty() {
        let mut section = Section::new("figures", "Figures");
        for (id, scene, caption) in figures {
            section.figure(id, scene, caption);
        }
        sections.push(section);
    }
    Document {
        title: title.to_owned(),
        subtitle: "Pooled estimate, what it means for patients, and how certain it is (GRADE)."
            .to_owned(),
        sections,
        colophon: format!("Made with euthymia {version}."),
        numbered: true,
    }
}
