//! Tests of the public face of the crate.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod byhand_pubmed_xml;
mod laws_csl_json;
mod laws_endnote_xml;
mod records;
mod spec_pieces;
