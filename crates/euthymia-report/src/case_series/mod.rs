//! A clinic's patients as a publishable case series: description, outcomes, tests, adverse events,
//! figures, document.
//!
//! Everything starts from one value, [`CaseSeries`], which the reader of files fills and which knows
//! no file any more. What could not be used is in it, counted and with its reason ([`LeftOut`]);
//! identifiers are replaced by numbers where it is shown.

pub mod adverse;
pub mod analysis;
pub mod by_group;
pub mod by_visit;
mod cautions;
pub mod change;
pub mod choices;
pub mod comparison;
pub mod crosswalk;
pub mod data;
mod definition_counts;
pub mod document;
pub mod estimates;
pub mod figures;
mod figures_courses;
pub mod flagged;
pub mod flow;
mod held;
pub mod intervals;
pub mod outcomes;
pub mod privacy;
pub mod result_row;
pub mod sessions;
pub mod small_cells;
pub mod streamed;
pub mod table_one;
pub mod time_to;
pub mod verdicts;
mod visits;

pub use analysis::Analysis;
pub use choices::{AnalysisSet, Choices};
pub use data::{
    AdverseEvent, CaseSeries, Characteristic, CharacteristicKind, DAY_ZERO, Datum, Dose,
    Identifier, LeftOut, Measure, Patient, PlannedVisit, Session, Status, TimeScale,
};
pub use flow::LeftOutCounts;
pub use visits::Scored;
