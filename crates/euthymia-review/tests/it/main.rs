//! Tests of the public face of the crate.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout
)]

mod agrees_with_elementtree;
mod agrees_with_folder;
mod agrees_with_labels;
mod any_input_extract;
mod any_input_log;
mod any_input_structured;
mod any_input_tagged;
mod byhand_bibtex;
mod byhand_csl_json;
mod byhand_csv;
mod byhand_decisions;
mod byhand_dedupe;
mod byhand_digitise;
mod byhand_endnote_xml;
mod byhand_extraction;
mod byhand_forms;
mod byhand_nbib;
mod byhand_prisma;
mod byhand_pubmed_xml;
mod byhand_registries;
mod byhand_ris;
mod byhand_same_work;
mod byhand_screening;
mod byhand_tagged;
mod laws_across_formats;
mod laws_bibtex;
mod laws_csl_json;
mod laws_csv;
mod laws_dedupe;
mod laws_endnote_xml;
mod laws_log;
mod laws_prisma;
mod laws_real_files;
mod laws_screening;
mod laws_written_tagged;
mod records;
mod spec_appraise;
mod spec_bad_input;
mod spec_folder;
mod spec_interrupted;
mod spec_log;
mod spec_merge;
mod spec_nothing_dropped;
mod spec_pieces;
mod spec_protocol;
mod spec_status;
mod spec_writer;
mod tagged;
mod workplace;
