//! Several treatments compared at once, as it is presented: nodes, models, tables, figures.
//!
//! [`TrialData`] is what trials report, [`NodeChoice`] which treatments count as one, [`compared`]
//! fits the network under one choice. Every table and figure is made from a [`Compared`], one file
//! for each.

mod analysis;
mod baseline;
pub mod benefit_risk;
mod choice;
mod data;
mod error;
pub mod figures;
mod measure;
mod names;
mod nodes;
mod options;
pub mod tables;
mod view;
mod warnings;

pub use analysis::{Compared, Part, compared, reference};
pub use baseline::{BaselineFrom, BaselineRisk, NoAbsolute, reference_risk, risk_from};
pub use choice::{CONTROL, Controls, Doses, Level, NodeChoice};
pub use data::{ArmResult, ArmRow, Concern, ContrastRow, Rows, Treatment, TrialData, TrialFacts};
pub use error::CompareError;
pub use figures::{Figure, figures};
pub use measure::NetworkMeasure;
pub use names::Names;
pub use nodes::{NodeArm, NodeContrast, NodeRows, nodes};
pub use options::CompareOptions;
pub use tables::{Which, tables};
pub use view::{against_reference_view, shown};
