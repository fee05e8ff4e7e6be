//! A pooled analysis as it is presented: every study with its counts, the fit, what was left out.

mod effects;
mod fitting;
pub(crate) mod forest;
mod inputs;
mod model;
mod priors;
pub(crate) mod shown;
mod summary;
mod view;
mod warnings;

pub use fitting::TableTests;
pub use forest::{ForestOptions, block, forest};
pub use model::Model;
pub use priors::priors_view;
pub use summary::{Between, Disagreement, Summary, Test};
pub use view::{csv_view, notes, view};

pub use euthymia_synthesis::effect::Inputs;

use crate::words::Shown;
use euthymia_synthesis::bayes::{BayesError, Posterior};
use euthymia_synthesis::beta_binomial::BetaBinomialFit;
use euthymia_synthesis::effect::{Effect, EffectError, Note, Rules};
use euthymia_synthesis::glmm::{self, GlmmError, GlmmFit, Quadrature};
use euthymia_synthesis::measure::{Input, Measure};
use euthymia_synthesis::pairwise::tau2_interval::Tau2IntervalMethod;
use euthymia_synthesis::pairwise::weighting::WeightsError;
use euthymia_synthesis::pairwise::{Bounds, Fit, FitError, Interval, Options};
use euthymia_synthesis::robust::{Kind, RobustError, RobustFit};
use euthymia_synthesis::stratified::{self, StratifiedError};
use euthymia_synthesis::studies::{StudySet, StudySetError};
use std::collections::BTreeMap;

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
    /// Its weight, where weights are given.
    pub weight: Option<f64>,
    /// The cluster it belongs to, where estimates may depend on each other.
    pub cluster: Option<String>,
    /// Its number of patients, where it is known beside an estimate.
    pub size: Option<f64>,
}

impl Candidate {
    /// A study with a label and data, nothing else.
    pub fn new(label: impl Into<String>, data: Inputs) -> Self {
        Self {
            label: label.into(),
            data,
            remark: String::new(),
            provenance: Vec::new(),
            weight: None,
            cluster: None,
            size: None,
        }
    }
}

/// How studies are pooled.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PoolOptions {
    /// The effect measure.
    pub measure: Measure,
    /// How studies become one value.
    pub model: Model,
    /// Common or random effects, interval, prediction, level.
    pub fit: Options,
    /// The weights of the inverse-variance model.
    pub weights: WeightRule,
    /// Which interval for τ² the inverse-variance model shows.
    pub tau2_interval: Tau2IntervalMethod,
    /// How finely a generalised linear mixed model integrates.
    pub quadrature: Quadrature,
    /// A variance that is robust to dependence within clusters.
    pub robust: Option<Kind>,
    /// The choices behind each study's effect size: zero cells, small-sample factor, variance.
    pub rules: Rules,
}

impl PoolOptions {
    /// The defaults for a measure: inverse variance, REML, Hartung–Knapp with floor, 95 %, and the
    /// measure's usual rules.
    #[must_use]
    pub fn of(measure: Measure) -> Self {
        Self {
            measure,
            model: Model::InverseVariance,
            fit: Options::default(),
            weights: WeightRule::InverseVariance,
            tau2_interval: Tau2IntervalMethod::QProfile,
            quadrature: Quadrature::Settled,
            robust: None,
            rules: Rules::of(measure),
        }
    }

    /// What the field recommends for a measure: for logits of proportions and log rates of one group
    /// the generalised linear mixed model, which needs no correction of zeros and takes no variance
    /// as known, with Student's t (k − 1); the defaults of [`PoolOptions::of`] otherwise.
    ///
    /// # References
    /// Stijnen T, Hamza TH, Özdemir P. Stat Med 2010;29:3046–3067. Schwarzer G, Chemaitelly H,
    /// Abu-Raddad LJ, Rücker G. Res Synth Methods 2019;10:476–483. Lin L, Chu H. Epidemiology
    /// 2020;31:713–717.
    #[must_use]
    pub fn recommended(measure: Measure) -> Self {
        let mut options = Self::of(measure);
        if matches!(measure, Measure::Logit | Measure::LogRate) {
            options.model = Model::GLMM;
            options.fit.interval = Interval::Student;
        }
        options
    }
}

/// Which weights the inverse-variance model uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WeightRule {
    /// The inverse of the variance, between-study variance included.
    InverseVariance,
    /// The same for every study.
    Equal,
    /// The ones that the studies come with.
    Given,
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
    /// Its share of the weight, 0 to 1, where the model has weights.
    pub weight: Option<f64>,
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

/// Says how many were left out for each reason, the commonest first.
///
/// # Example
/// ```
/// use euthymia_report::pooled::{counts_by_reason, LeftOut};
/// let out = |label: &str, reason: &str| LeftOut { label: label.into(), reason: reason.into() };
/// let list = [out("B", "no day"), out("A", "crossover"), out("C", "crossover")];
/// assert_eq!(counts_by_reason(&list), "2: crossover; 1: no day");
/// ```
#[must_use]
pub fn counts_by_reason(left_out: &[LeftOut]) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for left in left_out {
        *counts.entry(left.reason.as_str()).or_default() += 1;
    }
    let mut counts: Vec<(&str, usize)> = counts.into_iter().collect();
    counts.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    let lines: Vec<String> = counts
        .iter()
        .map(|(reason, n)| format!("{n}: {reason}"))
        .collect();
    lines.join("; ")
}

/// A pooled analysis.
#[derive(Clone, Debug)]
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
#[derive(Clone, Debug)]
pub enum Details {
    /// Studies weighted by the inverse of their variance.
    InverseVariance {
        /// The set that was fitted.
        set: StudySet,
        /// The fit.
        fit: Box<Fit>,
        /// The pooled value with its cluster-robust variance, where it was asked for.
        robust: Option<RobustFit>,
    },
    /// Mantel–Haenszel or Peto.
    Stratified {
        /// The studies with their own estimates.
        set: StudySet,
        /// The fit.
        pooled: stratified::Pooled,
        /// Tests of the tables, where there are tables.
        tests: Option<TableTests>,
    },
    /// A generalised linear mixed model.
    Glmm {
        /// The studies with their own estimates.
        set: StudySet,
        /// The kind, for two groups.
        kind: glmm::Model,
        /// The fit.
        fit: Box<GlmmFit>,
    },
    /// A beta-binomial model.
    BetaBinomial {
        /// The studies with their own estimates.
        set: StudySet,
        /// The fit.
        fit: Box<BetaBinomialFit>,
    },
    /// Counts added up, because no patient, or every patient, had the event.
    Summed {
        /// The studies with their own estimates.
        set: StudySet,
        /// Patients with the event.
        events: u64,
        /// Patients.
        n: u64,
    },
    /// A posterior.
    Bayes {
        /// The studies with their own estimates.
        set: StudySet,
        /// The posterior.
        posterior: Box<Posterior>,
    },
}

impl Details {
    /// The studies with their own estimates.
    #[must_use]
    pub fn set(&self) -> &StudySet {
        match self {
            Self::InverseVariance { set, .. }
            | Self::Stratified { set, .. }
            | Self::Glmm { set, .. }
            | Self::BetaBinomial { set, .. }
            | Self::Summed { set, .. }
            | Self::Bayes { set, .. } => set,
        }
    }
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
    /// The model does not pool this measure.
    #[error("the model {model} does not pool {measure}; it pools {measures}")]
    Unsupported {
        /// The model.
        model: &'static str,
        /// The measure asked for.
        measure: &'static str,
        /// Those it pools.
        measures: String,
    },
    /// The Hartung–Knapp interval belongs to the inverse-variance model.
    #[error(
        "a Hartung–Knapp interval is not defined for the model {0}: choose --test z or t, or \
         --model random"
    )]
    NoHartungKnapp(&'static str),
    /// Only a normal test is defined.
    #[error("the model {0} has a normal test only: choose --test z")]
    OnlyWald(&'static str),
    /// A robust variance of a mean with other weights is not implemented.
    #[error(
        "a cluster-robust variance goes with inverse-variance weights: leave out one of the two"
    )]
    RobustWeights,
    /// The robust variance does not exist.
    #[error("the pooled value has no cluster-robust variance: one cluster alone carries it")]
    NoRobustVariance,
    /// A study has no weight of its own.
    #[error("a study has no weight: every study needs one where weights are given")]
    MissingWeight,
    /// The weights are not weights.
    #[error(transparent)]
    Weights(#[from] WeightsError),
    /// The robust variance could not be formed.
    #[error(transparent)]
    Robust(#[from] RobustError),
    /// The tables could not be pooled.
    #[error(transparent)]
    Stratified(#[from] StratifiedError),
    /// The counts could not be modelled.
    #[error(transparent)]
    Glmm(#[from] GlmmError),
    /// There is no posterior.
    #[error(transparent)]
    Bayes(#[from] BayesError),
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
    let (included, mut left_out) = effects::effects(candidates, options)?;
    if included.is_empty() {
        return Err(PoolError::Nothing(left_out));
    }
    let fitted = fitting::fit(&included, options)?;
    left_out.extend(fitted.left_out);
    let size = shown::harmonic_size(&included);
    let back = |value: f64| options.measure.to_natural(value, size);
    let bounds = |b: Bounds| Bounds {
        lower: back(b.lower),
        upper: back(b.upper),
    };
    let summary = fitted.summary;
    let shown = Shown {
        estimate: back(summary.estimate),
        bounds: bounds(summary.bounds),
    };
    let mut warnings = fitted.warnings;
    warnings.extend(warnings::of_double_arcsine(
        &summary,
        options,
        size,
        shown.estimate,
    ));
    let weights = fitted.weights.unwrap_or_default();
    let rows = included.into_iter().enumerate();
    let rows = rows.map(|(i, (candidate, computed))| PooledRow {
        shown: shown::of_study(
            &candidate,
            &computed.effect,
            options.measure,
            options.fit.level,
        ),
        candidate,
        effect: computed.effect,
        added: computed.added,
        note: computed.note,
        weight: weights.get(i).copied(),
    });
    Ok(Pooled {
        options: *options,
        rows: rows.collect(),
        prediction: summary.prediction.map(|(b, _)| bounds(b)),
        summary,
        details: fitted.details,
        shown,
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
