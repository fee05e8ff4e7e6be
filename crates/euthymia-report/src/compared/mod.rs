//! Several treatments compared at once, as it is presented: nodes, models, tables, figures.
//!
//! [`TrialData`] is what trials report, [`NodeChoice`] which treatments count as one, [`compared`]
//! fits the network under one choice. Every table and figure is made from a [`Compared`], one file
//! for each.

mod analysis;
mod baseline;
pub mod benefit_risk;
mod certainty;
mod choice;
mod component_model;
mod component_options;
mod data;
pub mod document;
pub mod dosing;
mod error;
pub mod figures;
mod measure;
mod models;
pub mod moderation;
mod names;
mod nodes;
mod options;
pub(crate) mod sentences;
mod survival;
pub mod tables;
mod usual;
mod view;
mod warnings;

pub use analysis::{Compared, Part, compared, reference};
pub use baseline::{BaselineFrom, BaselineRisk, NoAbsolute, reference_risk, risk_from};
pub use certainty::{CertaintyOptions, Choice, Judged, ReportingOf, certainty_of, judged_exist};
pub use choice::{CONTROL, Controls, Doses, Level, NodeChoice};
pub use component_model::{
    COMPONENTS_MOST, ComponentKind, ComponentModel, ComponentRow, NoComponents, component_model,
    components_asked,
};
pub use component_options::{ComponentOptions, Inactive};
pub use data::{ArmResult, ArmRow, Concern, ContrastRow, Rows, Treatment, TrialData, TrialFacts};
pub use error::CompareError;
pub use figures::{Figure, figures};
pub use measure::NetworkMeasure;
pub use models::{
    FurtherModel, ModelEffect, ModelName, ModelOptions, ModelOutcome, ModelRank, ModelResult,
    ModelTau, ModelTreatment, Prior, all_models,
};
pub use names::Names;
pub use nodes::{NodeArm, NodeContrast, NodeRows, nodes};
pub use options::CompareOptions;
pub use tables::{Which, tables};
pub use usual::usual_choices;
pub use view::{against_reference_view, shown};
