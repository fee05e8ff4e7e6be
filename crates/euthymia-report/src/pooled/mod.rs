//! A pooled analysis as it is presented: every study with its counts, the fit, what was left out.

mod effects;
mod forest;
mod inputs;
mod shown;
mod summary;
mod view;
mod warnings;

pub use forest::{ForestOptions, block, forest};
pub use summary::{Between, Disagreement, Summary, Test};
pub use view::{csv_view, notes, view};

pub use euthymia_synthesis::effect::Inputs;

use crate::words::Shown;
use euthymia_synthesis::effect::{Effect, EffectError, Note, Rules};
use euthymia_synthesis::measure::{Input, Measure};
use euthymia_synthesis::pairwise::{self, Bounds, Fit, FitError, Interval, Options};
use euthymia_synthesis::studies::{Study, StudySet, StudySetError};

/// A study before pooling.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// Label, unique within an analysis.
    pub label: String,
    /// What it contributes.
    pub data: Inputs,
    /// A short remark for the table and figure: the day, the arms combined.
    pub remark: String,
    /// Where its numbers come from, a line each.
    pub provenance: Vec<String>,
}

impl Candidate {
    /// A study with a label and data, nothing else.
    pub fn new(label: impl Into<String>, data: Inputs) -> Self {
        Self {
            label: label.into(),
            data,
            remark: String::new(),
            provenance: Vec::new(),
        }
    }
}

/// How studies are pooled.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PoolOptions {
    /// The effect measure.
    pub measure: Measure,
    /// Model, interval, prediction, level.
    pub fit: Options,
    /// The choices behind each study's effect size: zero cells, small-sample factor, variance.
    pub rules: Rules,
}

impl PoolOptions {
    /// The defaults for a measure: REML, Hartung–Knapp with floor, 95 %, and the measure's usual
    /// rules.
    #[must_use]
    pub fn of(measure: Measure) -> Self {
        Self {
            measure,
            fit: Options::default(),
            rules: Rules::of(measure),
        }
    }
}

/// A study in the analysis.
#[derive(Clone, Debug, PartialEq)]
pub struct PooledRow {
    /// The study.
    pub candidate: Candidate,
    /// Its estimate on the analysis scale.
    pub effect: Effect,
    /// What the zero-cell rule added to each cell.
    pub added: f64,
    /// What a reader should be told about its estimate.
    pub note: Option<Note>,
    /// Its share of the weight, 0 to 1.
    pub weight: f64,
    /// Its estimate on the scale people read, with its own interval: exact (Clopper–Pearson) for one
    /// proportion, Wald otherwise.
    pub shown: Shown,
}

/// A study left out, with the reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// The study, or the arm.
    pub label: String,
    /// Why.
    pub reason: String,
}

/// Says what was left out, a line per reason with everything it applies to.
///
/// # Example
/// ```
/// use euthymia_report::pooled::{by_reason, LeftOut};
/// let out = |label: &str, reason: &str| LeftOut { label: label.into(), reason: reason.into() };
/// let list = [out("A", "crossover"), out("B", "no day"), out("C", "crossover")];
/// assert_eq!(by_reason(&list), ["crossover: A; C", "no day: B"]);
/// ```
#[must_use]
pub fn by_reason(left_out: &[LeftOut]) -> Vec<String> {
    let mut groups: Vec<(&str, Vec<&str>)> = Vec::new();
    for left in left_out {
        match groups.iter_mut().find(|(reason, _)| *reason == left.reason) {
            Some((_, labels)) => labels.push(&left.label),
            None => groups.push((&left.reason, vec![&left.label])),
        }
    }
    groups
        .iter()
        .map(|(reason, labels)| format!("{reason}: {}", labels.join("; ")))
        .collect()
}

/// A pooled analysis.
#[derive(Clone, Debug, PartialEq)]
pub struct Pooled {
    /// How.
    pub options: PoolOptions,
    /// The studies in it.
    pub rows: Vec<PooledRow>,
    /// What the model says, on the analysis scale.
    pub summary: Summary,
    /// The fitted model itself.
    pub details: Details,
    /// The pooled estimate on the scale people read.
    pub shown: Shown,
    /// The prediction interval on that scale.
    pub prediction: Option<Bounds>,
    /// Studies left out, with reasons.
    pub left_out: Vec<LeftOut>,
    /// Warnings about the analysis itself.
    pub warnings: Vec<String>,
}

impl Pooled {
    /// How the interval of [`Pooled::headline`] was formed, in words.
    #[must_use]
    pub fn interval_in_words(&self) -> &'static str {
        if self.summary.k == 1 && self.options.measure.input() == Input::OneProportion {
            return "exact (Clopper–Pearson)";
        }
        self.summary.interval
    }

    /// The estimate to print: for one proportion of a single study its own exact interval, otherwise
    /// the pooled one.
    #[must_use]
    pub fn headline(&self) -> Shown {
        match self.rows.as_slice() {
            [only] if self.options.measure.input() == Input::OneProportion => only.shown,
            _ => self.shown,
        }
    }

    /// Patients of all studies and groups together, as far as the data have them.
    #[must_use]
    pub fn patients(&self) -> u64 {
        let of_study = |row: &PooledRow| inputs::patients(&row.candidate.data);
        self.rows.iter().map(of_study).sum()
    }
}

/// The fitted model, for what only this kind of model has.
#[derive(Clone, Debug, PartialEq)]
pub enum Details {
    /// Studies weighted by the inverse of their variance.
    InverseVariance {
        /// The set that was fitted.
        set: StudySet,
        /// The fit.
        fit: Fit,
    },
}

/// Why nothing could be pooled.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum PoolError {
    /// No study is left.
    #[error("no study is left to pool{}", reasons(.0))]
    Nothing(Vec<LeftOut>),
    /// The studies do not make a set.
    #[error(transparent)]
    Set(#[from] StudySetError),
    /// The model could not be fitted.
    #[error(transparent)]
    Fit(#[from] FitError),
    /// The data are not what the measure is computed from, or a rule does not fit it.
    #[error("\"{label}\": {error}")]
    Effect {
        /// The study.
        label: String,
        /// What is wrong.
        error: EffectError,
    },
}

fn reasons(left_out: &[LeftOut]) -> String {
    let listed: Vec<String> = left_out
        .iter()
        .take(5)
        .map(|l| format!("{}: {}", l.label, l.reason))
        .collect();
    if listed.is_empty() {
        String::new()
    } else {
        format!(" ({})", listed.join("; "))
    }
}

/// Pools studies.
///
/// # Errors
/// [`PoolError`].
///
/// # Example
/// ```
/// use euthymia_report::pooled::{pool, Candidate, Inputs, PoolOptions};
/// use euthymia_synthesis::effect::proportion::Count;
/// use euthymia_synthesis::measure::Measure;
/// let studies = vec![
///     Candidate::new("A", Inputs::OneProportion(Count::new(10, 20)?)),
///     Candidate::new("B", Inputs::OneProportion(Count::new(15, 30)?)),
/// ];
/// let pooled = pool(studies, &PoolOptions::of(Measure::Logit))?;
/// assert!((pooled.shown.estimate - 0.5).abs() < 1e-12);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn pool(candidates: Vec<Candidate>, options: &PoolOptions) -> Result<Pooled, PoolError> {
    let (included, left_out) = effects::effects(candidates, options)?;
    if included.is_empty() {
        return Err(PoolError::Nothing(left_out));
    }
    let studies = included
        .iter()
        .map(|(candidate, computed)| Study::new(candidate.label.as_str(), computed.effect));
    let set = StudySet::new(studies.collect())?;
    let fit = pairwise::fit(&set, &options.fit)?;
    let level = options.fit.level;
    let size = shown::harmonic_size(&included);
    let back = |value: f64| options.measure.to_natural(value, size);
    let rows: Vec<PooledRow> = included
        .iter()
        .zip(&fit.weights)
        .map(|((candidate, computed), weight)| PooledRow {
            shown: shown::of_study(candidate, &computed.effect, options.measure, level),
            candidate: candidate.clone(),
            effect: computed.effect,
            added: computed.added,
            note: computed.note,
            weight: *weight,
        })
        .collect();
    let bounds = |b: Bounds| Bounds {
        lower: back(b.lower),
        upper: back(b.upper),
    };
    let shown = Shown {
        estimate: back(fit.estimate),
        bounds: bounds(fit.inference.bounds),
    };
    let warnings = warnings::warnings(&fit, options, size, shown.estimate);
    let prediction = fit.prediction.map(bounds);
    let summary = Summary::of_fit(&fit);
    Ok(Pooled {
        options: *options,
        rows,
        summary,
        details: Details::InverseVariance { set, fit },
        shown,
        prediction,
        left_out,
        warnings,
    })
}

/// Pools studies by the rule of the report for very few of them.
///
/// Two studies leave the Hartung–Knapp interval one degree of freedom, and it would run from next to
/// nothing to everything. Wald's is shown instead, marked as too narrow, and no prediction interval.
///
/// # Errors
/// As [`pool`].
pub fn pool_for_readers(
    candidates: Vec<Candidate>,
    options: &PoolOptions,
) -> Result<Pooled, PoolError> {
    let mut options = *options;
    if candidates.len() == 2 {
        options.fit.interval = Interval::Wald;
    }
    let mut pooled = pool(candidates, &options)?;
    if pooled.summary.k == 2 {
        pooled.prediction = None;
        pooled.warnings.push(
            "Two studies: Wald interval, too narrow; no prediction interval. Read them one by one."
                .to_owned(),
        );
    }
    Ok(pooled)
}
