//! A pooled analysis as it is presented: every study with its counts, the fit, what was left out.

mod forest;
mod summary;
mod view;

pub use forest::{ForestOptions, block, forest};
pub use summary::{Between, Disagreement, Summary, Test};
pub use view::{csv_view, notes, view};

use crate::words::Shown;
use euthymia_cohort::proportion as exact;
use euthymia_numerics::{Probability, normal};
use euthymia_synthesis::effect::means::{Group, hedges_g, mean_difference};
use euthymia_synthesis::effect::proportion::{
    self, Count, double_arcsine, from_double_arcsine, from_logit, harmonic_mean, logit, raw,
};
use euthymia_synthesis::effect::two_by_two::{
    self, Comparison, TwoByTwo, log_odds_ratio, log_risk_ratio, risk_difference,
};
use euthymia_synthesis::effect::zero_cells::ZeroCells;
use euthymia_synthesis::effect::{Effect, EffectError};
use euthymia_synthesis::measure::{Input, Measure, Scale};
use euthymia_synthesis::pairwise::{self, Bounds, Fit, FitError, Interval, Options};
use euthymia_synthesis::studies::{Study, StudySet, StudySetError};

/// What one study contributes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Data {
    /// Events and patients of one group.
    One(Count),
    /// Events and patients of two groups.
    Two(TwoByTwo),
    /// Means of two groups.
    Means {
        /// Treatment group.
        treatment: Group,
        /// Control group.
        control: Group,
    },
}

/// A study before pooling.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// Label, unique within an analysis.
    pub label: String,
    /// What it contributes.
    pub data: Data,
    /// A short remark for the table and figure: the day, the arms combined.
    pub remark: String,
    /// Where its numbers come from, a line each.
    pub provenance: Vec<String>,
}

impl Candidate {
    /// A study with a label and data, nothing else.
    pub fn new(label: impl Into<String>, data: Data) -> Self {
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
    /// What is done about zero cells.
    pub zero_cells: ZeroCells,
}

impl PoolOptions {
    /// The defaults for a measure: REML, Hartung–Knapp with floor, 95 %, and the measure's usual
    /// zero-cell rule.
    #[must_use]
    pub fn of(measure: Measure) -> Self {
        let zero_cells = match measure {
            Measure::RiskRatio | Measure::OddsRatio => ZeroCells::RATIO,
            Measure::RiskDifference => ZeroCells::DIFFERENCE,
            _ => ZeroCells::PROPORTION,
        };
        Self {
            measure,
            fit: Options::default(),
            zero_cells,
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

    /// Patients of all studies and groups together.
    #[must_use]
    pub fn patients(&self) -> u64 {
        self.rows
            .iter()
            .map(|row| match &row.candidate.data {
                Data::One(count) => count.n(),
                Data::Two(table) => {
                    let c = table.cells();
                    (c.a + c.b + c.c + c.d) as u64
                }
                Data::Means { treatment, control } => treatment.n() + control.n(),
            })
            .sum()
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
    /// The data are not what the measure is computed from.
    #[error("\"{0}\" does not have the data that the measure {1} is computed from")]
    Data(String, &'static str),
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
/// use euthymia_report::pooled::{pool, Candidate, Data, PoolOptions};
/// use euthymia_synthesis::effect::proportion::Count;
/// use euthymia_synthesis::measure::Measure;
/// let studies = vec![
///     Candidate::new("A", Data::One(Count::new(10, 20)?)),
///     Candidate::new("B", Data::One(Count::new(15, 30)?)),
/// ];
/// let pooled = pool(studies, &PoolOptions::of(Measure::Logit))?;
/// assert!((pooled.shown.estimate - 0.5).abs() < 1e-12);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn pool(candidates: Vec<Candidate>, options: &PoolOptions) -> Result<Pooled, PoolError> {
    let (included, left_out) = effects(candidates, options)?;
    if included.is_empty() {
        return Err(PoolError::Nothing(left_out));
    }
    let studies = included
        .iter()
        .map(|(c, effect, _)| Study::new(c.label.as_str(), *effect));
    let set = StudySet::new(studies.collect())?;
    let fit = pairwise::fit(&set, &options.fit)?;
    let level = options.fit.level;
    let size = harmonic_size(&included);
    let back = |value: f64| to_natural(options.measure, value, size);
    let rows: Vec<PooledRow> = included
        .iter()
        .zip(&fit.weights)
        .map(|((candidate, effect, added), weight)| PooledRow {
            shown: row_shown(candidate, effect, options.measure, level),
            candidate: candidate.clone(),
            effect: *effect,
            added: *added,
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
    let warnings = warnings(&fit, options, size, shown.estimate);
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

type Included = Vec<(Candidate, Effect, f64)>;

/// Computes each study's effect; studies without one are left out with the reason.
fn effects(
    candidates: Vec<Candidate>,
    options: &PoolOptions,
) -> Result<(Included, Vec<LeftOut>), PoolError> {
    let computed = match options.measure.input() {
        Input::OneProportion => one_proportion(&candidates, options)?,
        Input::TwoProportions => two_proportions(&candidates, options)?,
        Input::TwoMeans => two_means(&candidates, options)?,
    };
    let (mut included, mut left_out) = (Vec::new(), Vec::new());
    for (candidate, result) in candidates.into_iter().zip(computed) {
        match result {
            Some((Ok(effect), added)) => included.push((candidate, effect, added)),
            Some((Err(error), _)) => {
                left_out.push(LeftOut {
                    label: candidate.label,
                    reason: error.to_string(),
                });
            }
            None => left_out.push(LeftOut {
                label: candidate.label,
                reason: "no events in either group, or nothing but events: says nothing about a \
                         ratio"
                    .to_owned(),
            }),
        }
    }
    Ok((included, left_out))
}

type Computed = Vec<Option<(Result<Effect, EffectError>, f64)>>;

fn mismatch(candidate: &Candidate, options: &PoolOptions) -> PoolError {
    PoolError::Data(candidate.label.clone(), options.measure.code())
}

fn one_proportion(candidates: &[Candidate], options: &PoolOptions) -> Result<Computed, PoolError> {
    let counts: Vec<Count> = candidates
        .iter()
        .map(|c| match c.data {
            Data::One(count) => Ok(count),
            _ => Err(mismatch(c, options)),
        })
        .collect::<Result<_, _>>()?;
    if options.measure == Measure::DoubleArcsine {
        return Ok(counts
            .iter()
            .map(|count| Some((double_arcsine(count), 0.0)))
            .collect());
    }
    let splits = proportion::corrected(&counts, &options.zero_cells);
    let effect = if options.measure == Measure::RawProportion {
        raw
    } else {
        logit
    };
    Ok(splits
        .iter()
        .map(|split| Some((effect(split), split.added)))
        .collect())
}

fn two_proportions(candidates: &[Candidate], options: &PoolOptions) -> Result<Computed, PoolError> {
    let tables: Vec<TwoByTwo> = candidates
        .iter()
        .map(|c| match c.data {
            Data::Two(table) => Ok(table),
            _ => Err(mismatch(c, options)),
        })
        .collect::<Result<_, _>>()?;
    let (comparison, effect): (_, fn(&two_by_two::Cells) -> _) = match options.measure {
        Measure::RiskRatio => (Comparison::RiskRatio, log_risk_ratio),
        Measure::OddsRatio => (Comparison::OddsRatio, log_odds_ratio),
        _ => (Comparison::RiskDifference, risk_difference),
    };
    let cells = two_by_two::corrected(&tables, comparison, &options.zero_cells);
    Ok(cells
        .iter()
        .map(|c| c.map(|c| (effect(&c), c.added)))
        .collect())
}

fn two_means(candidates: &[Candidate], options: &PoolOptions) -> Result<Computed, PoolError> {
    let effect = if options.measure == Measure::HedgesG {
        hedges_g
    } else {
        mean_difference
    };
    candidates
        .iter()
        .map(|c| match &c.data {
            Data::Means { treatment, control } => Ok(Some((effect(treatment, control), 0.0))),
            _ => Err(mismatch(c, options)),
        })
        .collect()
}

fn harmonic_size(included: &Included) -> Option<f64> {
    let sizes: Vec<u64> = included
        .iter()
        .filter_map(|(c, _, _)| {
            if let Data::One(count) = c.data {
                Some(count.n())
            } else {
                None
            }
        })
        .collect();
    harmonic_mean(&sizes)
}

/// From the analysis scale to the one people read. `size` is the group size used to invert the
/// double arcsine.
fn to_natural(measure: Measure, value: f64, size: Option<f64>) -> f64 {
    match measure {
        Measure::Logit => from_logit(value),
        Measure::DoubleArcsine => {
            size.map_or(value.sin().powi(2), |n| from_double_arcsine(value, n))
        }
        Measure::RiskRatio | Measure::OddsRatio => value.exp(),
        Measure::RawProportion
        | Measure::RiskDifference
        | Measure::MeanDifference
        | Measure::HedgesG => value,
    }
}

fn row_shown(
    candidate: &Candidate,
    effect: &Effect,
    measure: Measure,
    level: Probability,
) -> Shown {
    if let Data::One(count) = candidate.data {
        let exact = exact::Proportion::new(count.events(), count.n()).and_then(|p| {
            exact::clopper_pearson(p, level).map(|interval| (p.estimate(), interval))
        });
        if let Ok((estimate, interval)) = exact {
            let bounds = Bounds {
                lower: interval.lower,
                upper: interval.upper,
            };
            return Shown { estimate, bounds };
        }
    }
    let width =
        normal::upper_quantile(level.complement().half()) * effect.variance.standard_error().get();
    let back = |value: f64| to_natural(measure, value, None);
    Shown {
        estimate: back(effect.estimate),
        bounds: Bounds {
            lower: back(effect.estimate - width),
            upper: back(effect.estimate + width),
        },
    }
}

fn warnings(fit: &Fit, options: &PoolOptions, size: Option<f64>, estimate: f64) -> Vec<String> {
    let mut warnings = Vec::new();
    if !fit.converged() {
        warnings.push("The search for τ² or its interval did not converge.".to_owned());
    }
    if fit.interval_used != options.fit.interval {
        let own = match options.measure.input() {
            Input::OneProportion => "exact (Clopper–Pearson)",
            Input::TwoProportions | Input::TwoMeans => "Wald",
        };
        warnings.push(format!(
            "One study: its own {own} interval is shown, nothing is pooled."
        ));
    }
    if fit.k == 2 && fit.interval_used != Interval::Wald {
        warnings.push(
            "Two studies leave Hartung–Knapp one degree of freedom: the interval is very wide."
                .to_owned(),
        );
    }
    if options.measure == Measure::DoubleArcsine && fit.k > 1 {
        let variance = fit.inference.standard_error.powi(2);
        let other = from_double_arcsine(fit.estimate, proportion::size_for_variance(variance));
        if (other - estimate).abs() > 0.01 {
            warnings.push(format!(
                "The double arcsine has no single way back for a pooled value: with the harmonic \
                 mean of the group sizes ({:.1}) it is {:.1} %, with the size that matches the \
                 pooled variance {:.1} %. Prefer the logit here.",
                size.unwrap_or(0.0),
                100.0 * estimate,
                100.0 * other
            ));
        }
    }
    if options.measure.scale() == Scale::Proportion && options.measure == Measure::RawProportion {
        let b = fit.inference.bounds;
        if b.lower < 0.0 || b.upper > 1.0 {
            warnings.push(
                "A limit of the raw proportion lies outside 0 to 100 %: use the logit.".to_owned(),
            );
        }
    }
    warnings
}
