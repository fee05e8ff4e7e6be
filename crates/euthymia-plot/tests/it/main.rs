//! Tests of the figures as a reader of the files sees them.

mod appraisal_figures;
mod appraisal_laws;
mod course_figures;
mod drawing;
mod figures;
mod files;
mod head_figures;
mod head_laws;
mod laws;
mod laws_courses;
mod metrics;
mod network_figures;
mod network_laws;
mod score_figures;
mod score_laws;
mod snapshots;
