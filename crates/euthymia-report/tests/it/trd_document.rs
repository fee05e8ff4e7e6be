//! The report as a document: identifiers, links, tables that do not contradict themselves.

use crate::first_table;
use euthymia_evidence::EvidenceBase;
use euthymia_report::document::{Document, Part};
use euthymia_report::trd::{CAUTION, TrdReport, report};
use euthymia_table::{Format, render};
use std::collections::BTreeSet;
use std::sync::OnceLock;

fn made() -> &'static TrdReport {
    static MADE: OnceLock<TrdReport> = OnceLock::new();
    MADE.get_or_init(|| {
        report(
            &EvidenceBase::bundled().expect("the evidence"),
            None,
            "test",
        )
    })
}

/// Every identifier of a document, in order.
fn ids(document: &Document) -> Vec<&str> {
    let mut ids = Vec::new();
    for section in &document.sections {
        ids.push(section.id.as_str());
        for part in &section.parts {
            match part {
                Part::Heading { id, .. } | Part::Figure { id, .. } => ids.push(id),
                Part::List(items) => ids.extend(items.iter().filter_map(|item| item.id.as_deref())),
                _ => {}
            }
        }
    }
    ids
}

#[test]
fn identifiers_are_unique_and_fit_a_link() {
    let all = ids(&made().document);
    let unique: BTreeSet<&str> = all.iter().copied().collect();
    let twice: Vec<&&str> = unique
        .iter()
        .filter(|id| all.iter().filter(|other| other == id).count() > 1)
        .collect();
    assert!(twice.is_empty(), "{twice:?}");
    for id in all {
        let fits = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        assert!(!id.is_empty() && id.chars().all(fits), "\"{id}\"");
    }
}

#[test]
fn every_link_of_a_table_leads_to_an_identifier() {
    let document = &made().document;
    let all: BTreeSet<&str> = ids(document).into_iter().collect();
    let mut links = 0;
    for part in document.sections.iter().flat_map(|section| &section.parts) {
        if let Part::Table(table) = part {
            assert!(
                table.links.len() <= table.view.rows.len(),
                "{}",
                table.view.title
            );
            for link in table.links.iter().flatten() {
                links += 1;
                assert!(
                    all.contains(link.as_str()),
                    "{}: no #{link}",
                    table.view.title
                );
            }
        }
    }
    assert!(links > 30, "{links}");
}

#[test]
fn every_table_can_be_rendered_in_every_format() {
    let document = &made().document;
    let parts = document.sections.iter().flat_map(|section| &section.parts);
    let tables = parts.filter_map(|part| match part {
        Part::Table(table) => Some(&table.view),
        _ => None,
    });
    let terminal = Format::Terminal {
        width: 80,
        color: false,
    };
    let mut schemas = BTreeSet::new();
    for view in tables.chain([&made().overview]) {
        assert!(
            schemas.insert(&view.schema),
            "{} names two layouts",
            view.schema
        );
        for format in [terminal, Format::Csv, Format::Json, Format::Markdown] {
            let text = render(view, format);
            let text = text.unwrap_or_else(|error| panic!("{}: {error}", view.schema));
            assert!(!text.contains("NaN"), "{}", view.schema);
        }
    }
}

#[test]
fn without_a_cohort_nothing_is_said_about_one() {
    let document = &made().document;
    assert!(
        document
            .sections
            .iter()
            .all(|section| section.id != "cohort")
    );
    assert!(
        !made()
            .summary
            .iter()
            .any(|sentence| sentence.contains("of 21"))
    );
}

#[test]
fn the_caution_stands_beside_every_naive_table() {
    for id in ["summary", "rates"] {
        let section = made()
            .document
            .sections
            .iter()
            .find(|section| section.id == id);
        let parts = &section.expect(id).parts;
        let said = parts
            .iter()
            .any(|part| matches!(part, Part::Caution(text) if text == CAUTION));
        assert!(said, "no caution in {id}");
    }
}

#[test]
fn every_study_is_listed_as_included_or_not() {
    let base = EvidenceBase::bundled().expect("the evidence");
    let view = first_table(&made().document, "included");
    let rows = &view.rows;
    assert_eq!(rows.len(), base.studies.len());
    for (row, study) in rows.iter().zip(&base.studies) {
        assert_eq!(row[0].for_people(), study.label);
    }
}

#[test]
fn every_claim_is_held_against_the_evidence() {
    let base = EvidenceBase::bundled().expect("the evidence");
    let view = first_table(&made().document, "claims");
    assert_eq!(view.rows.len(), base.claims.len());
    let verdict = view
        .columns
        .iter()
        .position(|column| column.key == "verdict")
        .expect("a column");
    for row in &view.rows {
        assert!(row[verdict].for_people().len() > 3, "{row:?}");
    }
}

#[test]
fn sentences_are_sentences() {
    assert!(made().summary.len() > 10);
    for sentence in &made().summary {
        assert!(sentence.ends_with('.'), "{sentence}");
        assert!(
            !sentence.contains("  ") && !sentence.contains(".."),
            "{sentence}"
        );
        for word in ["NaN", " inf ", "None", "Some("] {
            assert!(!sentence.contains(word), "{sentence}");
        }
    }
}
