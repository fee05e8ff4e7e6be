//! One reported outcome of one arm at one time.

use crate::mark::{Provenance, Verification};
use crate::sheet::Row;
use euthymia_clinical::{definition::Definition, outcome::Outcome, vocabulary};

vocabulary! {
    /// When, where no day is given or where it needs a word.
    TimePoint, "time point":
    /// At the end of the course of treatment.
    EndOfCourse = "end_of_course", "end of course";
    /// At a follow-up visit.
    FollowUp = "follow_up", "follow-up";
    /// At any time up to the day given.
    AnyTime = "any_time", "at any time";
    /// After the course; the source does not say how long after.
    PostCourseUnstated = "post_course_unstated", "day not stated";
}

vocabulary! {
    /// Whose data were analysed, and how missing ones were handled.
    AnalysisSet, "analysis set":
    /// Everyone randomised.
    Randomised = "randomised", "randomised";
    /// Observed cases.
    Observed = "observed", "observed cases";
    /// Last observation carried forward.
    Locf = "locf", "LOCF";
    /// Mixed model for repeated measures.
    Mmrm = "mmrm", "MMRM";
    /// Per protocol.
    PerProtocol = "per_protocol", "per protocol";
    /// As treated; the safety set.
    AsTreated = "as_treated", "as treated";
    /// Estimated by a model.
    ModelBased = "model_based", "model-based";
    /// The source does not say.
    NotStated = "not_stated", "not stated";
}

/// A printed percentage with the number of decimals it was printed with.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PrintedPercent {
    /// The percentage, 0 to 100.
    pub value: f64,
    /// Digits after the decimal point as printed.
    pub decimals: usize,
}

/// One row of `outcomes.csv`: one reported outcome of one arm at one time.
#[derive(Clone, Debug)]
pub struct OutcomeRow {
    /// Line in `outcomes.csv`.
    pub line: usize,
    /// Study.
    pub study_id: String,
    /// Arm.
    pub arm_id: String,
    /// What was measured.
    pub outcome: Outcome,
    /// On which scale.
    pub instrument: Option<String>,
    /// Under which definition.
    pub definition: Option<Definition>,
    /// Days from the start of treatment.
    pub time_days: Option<f64>,
    /// When, in a word.
    pub time_point: Option<TimePoint>,
    /// True for the row that stands for the arm when several report the same outcome.
    pub main: bool,
    /// Whose data.
    pub analysis_set: AnalysisSet,
    /// Patients.
    pub n: Option<u64>,
    /// Patients with the event.
    pub events: Option<u64>,
    /// Mean.
    pub mean: Option<f64>,
    /// Standard deviation.
    pub sd: Option<f64>,
    /// Standard error of the mean.
    pub se: Option<f64>,
    /// Lower confidence limit.
    pub ci_low: Option<f64>,
    /// Upper confidence limit.
    pub ci_high: Option<f64>,
    /// Confidence level, percent.
    pub ci_level: Option<f64>,
    /// The percentage as printed.
    pub percent_reported: Option<PrintedPercent>,
    /// Where it was read.
    pub provenance: Provenance,
    /// Whether it was read.
    pub verification: Verification,
    /// Where in the source.
    pub locator: Option<String>,
    /// Key of the source in `references.bib`.
    pub source: String,
    /// Doubts and remarks.
    pub note: Option<String>,
}

/// Columns of `outcomes.csv`.
pub const COLUMNS: &[&str] = &[
    "study_id",
    "arm_id",
    "outcome",
    "instrument",
    "definition",
    "time_days",
    "time_point",
    "main",
    "analysis_set",
    "n",
    "events",
    "mean",
    "sd",
    "se",
    "ci_low",
    "ci_high",
    "ci_level",
    "percent_reported",
    "provenance",
    "verification",
    "locator",
    "source",
    "note",
];

pub(crate) fn read(row: &mut Row<'_, '_>) -> Option<OutcomeRow> {
    let decimals = row.decimals("percent_reported");
    Some(OutcomeRow {
        line: row.line(),
        study_id: row.id("study_id"),
        arm_id: row.id("arm_id"),
        outcome: row.word("outcome", Outcome::parse)?,
        instrument: row.text("instrument"),
        definition: row.optional_word("definition", Definition::parse),
        time_days: row.number("time_days"),
        time_point: row.optional_word("time_point", TimePoint::parse),
        main: row.word("main", yes_or_no)?,
        analysis_set: row.word("analysis_set", AnalysisSet::parse)?,
        n: row.count("n"),
        events: row.count("events"),
        mean: row.number("mean"),
        sd: row.number("sd"),
        se: row.number("se"),
        ci_low: row.number("ci_low"),
        ci_high: row.number("ci_high"),
        ci_level: row.number("ci_level"),
        percent_reported: row
            .number("percent_reported")
            .map(|value| PrintedPercent { value, decimals }),
        provenance: row.word("provenance", Provenance::parse)?,
        verification: row.word("verification", Verification::parse)?,
        locator: row.text("locator"),
        source: row.required("source"),
        note: row.text("note"),
    })
}

fn yes_or_no(text: &str) -> Result<bool, &'static str> {
    match text {
        "yes" => Ok(true),
        "no" => Ok(false),
        _ => Err("expected yes or no"),
    }
}
