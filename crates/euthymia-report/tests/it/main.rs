//! Numbers into words, tables and documents: by hand, by law, and on the bundled evidence.

// What stops a test helper stops its test, with the line that did.
#![allow(clippy::expect_used, clippy::panic)]

mod against;
mod agrees_with_netmeta_compared;
mod any_input_case_series;
mod any_input_compared;
mod byhand_appraised;
mod byhand_benefit_risk;
mod byhand_case_series_outcomes;
mod byhand_case_series_tables;
mod byhand_compared;
mod byhand_compared_document;
mod byhand_compared_judged;
mod byhand_compared_models;
mod byhand_grade_of;
mod byhand_grade_rules;
mod byhand_moderators;
mod case_series_example;
mod checklist;
mod checklist_files;
mod claims;
mod compared_cases;
mod document_docx;
mod document_html;
mod document_in_both;
mod example_clarke2021;
mod laws_grade;
mod laws_moved;
mod laws_privacy;
mod nothing_dropped;
mod number_needed;
mod numbering;
mod pooled_by_hand;
mod pooled_exclusions;
mod pooled_views;
mod reconstruct;
mod strands;
mod trd_document;
mod trd_network;
mod words;

use euthymia_report::document::{Document, Part};
use euthymia_table::TableView;

/// The first table of a section.
fn first_table<'a>(document: &'a Document, id: &str) -> &'a TableView {
    let sections = document.sections.iter().filter(|section| section.id == id);
    sections
        .flat_map(|section| &section.parts)
        .find_map(|part| match part {
            Part::Table(table) => Some(&table.view),
            _ => None,
        })
        .unwrap_or_else(|| panic!("no table in {id}"))
}
