//! What trials report of several treatments, before anything is merged into nodes.

use crate::pooled::LeftOut;
use euthymia_synthesis::effect::means::Group;
use euthymia_synthesis::effect::person_time::PersonTime;
use euthymia_synthesis::effect::proportion::Count;
use std::collections::BTreeMap;

/// What one arm, or one comparison of two arms, was treated with.
///
/// Only [`id`](Self::id) is always known; a choice of nodes uses what else there is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Treatment {
    /// The treatment as the data name it.
    pub id: String,
    /// The name in print; empty where the identifier is all there is.
    pub name: String,
    /// The group in which reports show it.
    pub group: Option<String>,
    /// Its broad class.
    pub class: Option<String>,
    /// What kind of control it is, such as `sham`; `None` for a treatment that is no control.
    pub control: Option<String>,
    /// The dose as it was given, such as `56 mg`.
    pub dose: Option<String>,
    /// The amount of the dose in [`unit`](Self::unit); `None` for a range of doses.
    pub amount: Option<f64>,
    /// The unit of the dose, such as `mg/kg`.
    pub unit: Option<String>,
    /// What it consists of.
    pub components: Vec<String>,
}

/// What one arm reports.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ArmResult {
    /// Patients with an event among all.
    Count(Count),
    /// Mean, standard deviation and number of patients.
    Mean(Group),
    /// Events in a time at risk.
    PersonTime(PersonTime),
}

/// One arm of one trial.
#[derive(Clone, Debug, PartialEq)]
pub struct ArmRow {
    /// The trial.
    pub study: String,
    /// What it was treated with.
    pub treatment: Treatment,
    /// What it reports.
    pub result: ArmResult,
    /// Where the numbers come from, in one line.
    pub source: Option<String>,
}

/// One printed comparison of two arms of one trial.
#[derive(Clone, Debug, PartialEq)]
pub struct ContrastRow {
    /// The trial.
    pub study: String,
    /// The treatment whose result stands first.
    pub treatment1: Treatment,
    /// The treatment that is subtracted.
    pub treatment2: Treatment,
    /// Treatment 1 less treatment 2 on the analysis scale (the logarithm for ratios).
    pub estimate: f64,
    /// Its standard error.
    pub standard_error: f64,
    /// Where the numbers come from, in one line.
    pub source: Option<String>,
}

/// How much a trial is to be doubted in one respect.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Concern {
    /// Low risk, or no concern.
    Low,
    /// Some or moderate.
    Some,
    /// High risk, or a major concern.
    High,
}

/// What is known of a trial beside its results.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TrialFacts {
    /// Risk of bias; `None` where nobody has appraised it.
    pub risk_of_bias: Option<Concern>,
    /// How far its patients, treatments and outcome are from the question; `None` where nobody has
    /// judged it.
    pub indirectness: Option<Concern>,
    /// Numbers that may explain differences, by name.
    pub covariates: BTreeMap<String, f64>,
    /// Why it lacks a covariate that other trials have, where more is to be said than that it is not
    /// stated.
    pub lacking: BTreeMap<String, String>,
    /// The day on which the outcome was taken.
    pub day: Option<f64>,
}

/// The results of the trials, of one kind.
#[derive(Clone, Debug, PartialEq)]
pub enum Rows {
    /// Arms.
    Arms(Vec<ArmRow>),
    /// Comparisons.
    Contrasts(Vec<ContrastRow>),
}

/// The results of the trials with what is known of them.
#[derive(Clone, Debug, PartialEq)]
pub struct TrialData {
    /// The results.
    pub rows: Rows,
    /// What is known of each trial, by its name.
    pub facts: BTreeMap<String, TrialFacts>,
    /// What was left out before, with reasons.
    pub left_out: Vec<LeftOut>,
}

impl Rows {
    /// All treatments of all rows, in their order.
    pub fn treatments(&self) -> Box<dyn Iterator<Item = &Treatment> + '_> {
        match self {
            Self::Arms(arms) => Box::new(arms.iter().map(|arm| &arm.treatment)),
            Self::Contrasts(rows) => Box::new(
                rows.iter()
                    .flat_map(|row| [&row.treatment1, &row.treatment2]),
            ),
        }
    }

    /// Where the numbers of a trial come from, a line for each arm or comparison that says so.
    #[must_use]
    pub fn sources(&self, study: &str) -> Vec<&str> {
        let all: Box<dyn Iterator<Item = (&String, &Option<String>)>> = match self {
            Self::Arms(arms) => Box::new(arms.iter().map(|arm| (&arm.study, &arm.source))),
            Self::Contrasts(rows) => Box::new(rows.iter().map(|row| (&row.study, &row.source))),
        };
        all.filter(|(own, _)| *own == study)
            .filter_map(|(_, source)| source.as_deref())
            .collect()
    }
}
