//! An arm of a study: who received what.

use crate::mark::Verification;
use crate::sheet::Row;
use crate::study::Stated;
use euthymia_clinical::{treatment::TreatmentClass, vocabulary};

vocabulary! {
    /// What an arm is for in its study.
    Role, "role":
    /// The treatment under study.
    Experimental = "experimental", "experimental";
    /// Placebo, sham, active placebo, waiting list.
    Control = "control", "control";
    /// A real treatment to compare with.
    ActiveComparator = "active_comparator", "active comparator";
}

vocabulary! {
    /// How patients came into the arm.
    Allocation, "allocation":
    /// Randomised between parallel groups.
    RandomisedParallel = "randomised_parallel", "randomised, parallel";
    /// Randomised order of both treatments.
    RandomisedCrossover = "randomised_crossover", "randomised, crossover";
    /// Randomised after having responded.
    RandomisedWithdrawal = "randomised_withdrawal", "randomised withdrawal";
    /// A control group without randomisation.
    NonRandomised = "non_randomised", "not randomised";
    /// No control group.
    SingleArm = "single_arm", "single arm";
}

/// An arm of a study.
#[derive(Clone, Debug)]
pub struct Arm {
    /// Line in `arms.csv`.
    pub line: usize,
    /// The study it belongs to.
    pub study_id: String,
    /// Identifier within the study.
    pub id: String,
    /// In words.
    pub label: String,
    /// Treatment, a word of `treatments.csv`.
    pub treatment: String,
    /// What the treatment consists of.
    pub components: Vec<String>,
    /// Broad class.
    pub class: TreatmentClass,
    /// What it is for.
    pub role: Role,
    /// How patients came into it.
    pub allocation: Allocation,
    /// Arms of the same study that this one is the union of.
    pub combines_arms: Vec<String>,
    /// Dose as described.
    pub dose_text: Option<String>,
    /// Lowest dose.
    pub dose_low: Option<f64>,
    /// Highest dose.
    pub dose_high: Option<f64>,
    /// Unit of the doses.
    pub dose_unit: Option<String>,
    /// Route.
    pub route: Option<String>,
    /// Schedule in words.
    pub schedule: Option<String>,
    /// Number of sessions.
    pub sessions: Option<u64>,
    /// Length of a session in minutes.
    pub duration_min: Option<f64>,
    /// Whether psychotherapy was part of it.
    pub psychotherapy: Stated,
    /// Which.
    pub psychotherapy_note: Option<String>,
    /// Patients randomised.
    pub n_randomised: Option<u64>,
    /// Patients analysed for the main outcome.
    pub n_analysed: Option<u64>,
    /// Mean age in years.
    pub mean_age: Option<f64>,
    /// Women, percent.
    pub pct_female: Option<f64>,
    /// Scale of the baseline.
    pub baseline_instrument: Option<String>,
    /// Mean at baseline.
    pub baseline_mean: Option<f64>,
    /// Its standard deviation.
    pub baseline_sd: Option<f64>,
    /// The weakest mark among this row's numbers.
    pub verification: Verification,
    /// What nobody has read in a source.
    pub recalled_fields: Vec<String>,
    /// Key of the source in `references.bib`.
    pub source: String,
    /// Doubts and remarks.
    pub notes: Option<String>,
}

/// Columns of `arms.csv`.
pub const COLUMNS: &[&str] = &[
    "study_id",
    "arm_id",
    "label",
    "treatment",
    "components",
    "class",
    "role",
    "allocation",
    "combines_arms",
    "dose_text",
    "dose_low",
    "dose_high",
    "dose_unit",
    "route",
    "schedule",
    "sessions",
    "duration_min",
    "psychotherapy",
    "psychotherapy_note",
    "n_randomised",
    "n_analysed",
    "mean_age",
    "pct_female",
    "baseline_instrument",
    "baseline_mean",
    "baseline_sd",
    "verification",
    "recalled_fields",
    "source",
    "notes",
];

pub(crate) fn read(row: &mut Row<'_, '_>) -> Option<Arm> {
    Some(Arm {
        line: row.line(),
        study_id: row.id("study_id"),
        id: row.id("arm_id"),
        label: row.required("label"),
        treatment: row.id("treatment"),
        components: row.list("components", '+'),
        class: row.word("class", TreatmentClass::parse)?,
        role: row.word("role", Role::parse)?,
        allocation: row.word("allocation", Allocation::parse)?,
        combines_arms: row.list("combines_arms", ';'),
        dose_text: row.text("dose_text"),
        dose_low: row.number("dose_low"),
        dose_high: row.number("dose_high"),
        dose_unit: row.text("dose_unit"),
        route: row.text("route"),
        schedule: row.text("schedule"),
        sessions: row.count("sessions"),
        duration_min: row.number("duration_min"),
        psychotherapy: row.word("psychotherapy", Stated::parse)?,
        psychotherapy_note: row.text("psychotherapy_note"),
        n_randomised: row.count("n_randomised"),
        n_analysed: row.count("n_analysed"),
        mean_age: row.number("mean_age"),
        pct_female: row.number("pct_female"),
        baseline_instrument: row.text("baseline_instrument"),
        baseline_mean: row.number("baseline_mean"),
        baseline_sd: row.number("baseline_sd"),
        verification: row.word("verification", Verification::parse)?,
        recalled_fields: row.list("recalled_fields", ';'),
        source: row.required("source"),
        notes: row.text("notes"),
    })
}
