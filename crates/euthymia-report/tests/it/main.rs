//! Numbers into words, tables and documents: by hand, by law, and on the bundled evidence.

// What stops a test helper stops its test, with the line that did.
#![allow(clippy::expect_used, clippy::panic)]

mod claims;
mod document_html;
mod nothing_dropped;
mod number_needed;
mod pooled_by_hand;
mod pooled_exclusions;
mod pooled_views;
mod strands;
mod trd_document;
mod words;
