//! A study.

use crate::sheet::Row;
use euthymia_clinical::vocabulary;
use std::fmt;

vocabulary! {
    /// How a study was designed.
    Design, "study design":
    /// Randomised, parallel groups.
    ParallelRct = "parallel_rct", "randomised, parallel groups";
    /// Randomised, each patient receives both.
    CrossoverRct = "crossover_rct", "randomised, crossover";
    /// Responders randomised to continue or stop.
    RandomisedWithdrawal = "randomised_withdrawal", "randomised withdrawal";
    /// With a control group, not randomised.
    NonRandomisedControlled = "non_randomised_controlled", "controlled, not randomised";
    /// Cohort or registry.
    Cohort = "cohort", "cohort";
    /// Case series.
    CaseSeries = "case_series", "case series";
    /// Prospective trial without a control.
    SingleArmTrial = "single_arm_trial", "single-arm trial";
    /// Report of one patient, or of very few.
    CaseReport = "case_report", "case report";
}

vocabulary! {
    /// Yes, no, partly, or nobody said.
    Stated, "statement":
    /// Yes.
    Yes = "yes", "yes";
    /// No.
    No = "no", "no";
    /// Some patients.
    Mixed = "mixed", "mixed";
    /// Neither, by design of the trial.
    NotControlled = "not_controlled", "not controlled";
    /// The source does not say.
    NotStated = "not_stated", "not stated";
}

/// A study of the evidence base.
#[derive(Clone, Debug)]
pub struct Study {
    /// Line in `studies.csv`.
    pub line: usize,
    /// Identifier.
    pub id: String,
    /// How a forest plot names it.
    pub label: String,
    /// Year of publication.
    pub year: Option<u64>,
    /// DOI.
    pub doi: Option<String>,
    /// PubMed identifier.
    pub pmid: Option<String>,
    /// Registry identifiers.
    pub registry_ids: Vec<String>,
    /// Anything else that identifies the report.
    pub other_id: Option<String>,
    /// Design.
    pub design: Option<Design>,
    /// Who was blinded.
    pub blinding: Option<String>,
    /// Population in words.
    pub population: Option<String>,
    /// Whether the population is treatment-resistant by the study's own statement.
    pub trd: Stated,
    /// How the study defined it.
    pub trd_definition: Option<String>,
    /// The smallest number of failed trials that its definition asks for, where it states one.
    pub failed_trials_min: Option<u64>,
    /// The largest number that it admits, where it states one.
    pub failed_trials_max: Option<u64>,
    /// Treatment classes that every patient had had before, one or the other, by the entry criterion.
    pub after_treatment: Vec<String>,
    /// Whether that treatment had failed; `None` where none is asked for.
    pub after_failure: Option<Stated>,
    /// Whether patients with bipolar disorder were included.
    pub bipolar_included: Stated,
    /// How many of them.
    pub bipolar_n: Option<u64>,
    /// Country.
    pub country: Option<String>,
    /// Studies whose patients overlap with this one's.
    pub overlaps_with: Vec<String>,
    /// Patients randomised in all, where arms are not known.
    pub n_randomised_total: Option<u64>,
    /// What nobody has read in a source.
    pub recalled_fields: Vec<String>,
    /// Key of the source in `references.bib`.
    pub source: String,
    /// Doubts and remarks.
    pub notes: Option<String>,
}

impl Study {
    /// The entry criterion as numbers of failed trials, where the study states them.
    #[must_use]
    pub fn failed_trials(&self) -> Option<FailedTrials> {
        self.failed_trials_min.map(|min| FailedTrials {
            min,
            max: self.failed_trials_max,
        })
    }
}

/// How many failed trials of antidepressants an entry criterion asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FailedTrials {
    /// At least so many.
    pub min: u64,
    /// At most so many; `None` where nothing is said, and any larger number is admitted.
    pub max: Option<u64>,
}

impl FailedTrials {
    /// True when a patient with `n` failed trials meets the criterion.
    ///
    /// # Example
    /// ```
    /// use euthymia_evidence::study::FailedTrials;
    /// let (open, closed) = (FailedTrials { min: 2, max: None }, FailedTrials { min: 2, max: Some(4) });
    /// assert!(!open.admits(1) && open.admits(2) && open.admits(6));
    /// assert!(closed.admits(4) && !closed.admits(5));
    /// ```
    #[must_use]
    pub fn admits(self, n: u64) -> bool {
        self.min <= n && self.max.is_none_or(|max| n <= max)
    }
}

impl fmt::Display for FailedTrials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let min = self.min;
        let trials = |n: u64| {
            if n == 1 {
                "failed trial"
            } else {
                "failed trials"
            }
        };
        match self.max {
            None => write!(f, "at least {min} {}", trials(min)),
            Some(max) if max == min => write!(f, "exactly {max} {}", trials(max)),
            Some(max) => write!(f, "{min} to {max} {}", trials(max)),
        }
    }
}

/// Columns of `studies.csv`.
pub const COLUMNS: &[&str] = &[
    "study_id",
    "label",
    "year",
    "doi",
    "pmid",
    "registry_id",
    "other_id",
    "design",
    "blinding",
    "population",
    "trd",
    "trd_definition",
    "failed_trials_min",
    "failed_trials_max",
    "after_treatment",
    "after_failure",
    "bipolar_included",
    "bipolar_n",
    "country",
    "overlaps_with",
    "n_randomised_total",
    "recalled_fields",
    "source",
    "notes",
];

pub(crate) fn read(row: &mut Row<'_, '_>) -> Option<Study> {
    Some(Study {
        line: row.line(),
        id: row.id("study_id"),
        label: row.required("label"),
        year: row.count("year"),
        doi: row.text("doi"),
        pmid: row.text("pmid"),
        registry_ids: row.list("registry_id", ';'),
        other_id: row.text("other_id"),
        design: row.optional_word("design", Design::parse),
        blinding: row.text("blinding"),
        population: row.text("population"),
        trd: row.word("trd", Stated::parse)?,
        trd_definition: row.text("trd_definition"),
        failed_trials_min: row.count("failed_trials_min"),
        failed_trials_max: row.count("failed_trials_max"),
        after_treatment: row.list("after_treatment", ';'),
        after_failure: row.optional_word("after_failure", Stated::parse),
        bipolar_included: row.word("bipolar_included", Stated::parse)?,
        bipolar_n: row.count("bipolar_n"),
        country: row.text("country"),
        overlaps_with: row.list("overlaps_with", ';'),
        n_randomised_total: row.count("n_randomised_total"),
        recalled_fields: row.list("recalled_fields", ';'),
        source: row.required("source"),
        notes: row.text("notes"),
    })
}
