//! Tests of the figures as a reader of the files sees them.

mod drawing;
mod figures;
mod files;
mod laws;
mod metrics;
mod score_figures;
mod score_laws;
mod snapshots;
