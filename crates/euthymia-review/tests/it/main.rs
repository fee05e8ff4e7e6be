//! Tests of the public face of the crate.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod agrees_with_elementtree;
mod any_input_structured;
mod byhand_csl_json;
mod byhand_endnote_xml;
mod byhand_pubmed_xml;
mod byhand_registries;
mod laws_csl_json;
mod laws_endnote_xml;
mod records;
mod spec_pieces;
