//! Tests of the figures as a reader of the files sees them.

mod drawing;
mod figures;
mod files;
mod laws;
mod metrics;
mod snapshots;
