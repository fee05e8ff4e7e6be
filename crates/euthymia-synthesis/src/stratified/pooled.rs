//! A pooled estimate with its test, its limits and the disagreement of the strata around it.

use super::{Options, StratifiedError, Stratum, checked};
use crate::effect::Effect;
use crate::pairwise::Bounds;
use crate::pairwise::interval::Inference;
use euthymia_numerics::sum::compensated;
use euthymia_numerics::{chi_squared, normal};

/// The scale on which an estimate was pooled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Analysed {
    /// The logarithm of a ratio.
    LogRatio,
    /// A difference, as it is.
    Difference,
}

/// A ratio with its limits, back from the logarithm.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ratio {
    /// The ratio; 1 for no difference.
    pub estimate: f64,
    /// Its confidence limits.
    pub bounds: Bounds,
}

/// How much the strata's own estimates disagree with the pooled one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Disagreement {
    /// Q = Σ(y − θ̂)²/v over the strata that have an estimate of their own.
    pub q: f64,
    /// Its degrees of freedom, one less than their number.
    pub df: f64,
    /// Its p-value, from the chi-squared survival function.
    pub p_value: f64,
    /// (Q − df)/Q, cut at zero.
    pub i2: f64,
    /// Q/df.
    pub h2: f64,
}

/// Which use of a table a rule left it out of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The sums of the pooled estimate.
    Pooling,
    /// Q: the table has no estimate of its own under the rule for single tables.
    Heterogeneity,
}

/// A stratum that was not used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// Its label.
    pub label: String,
    /// What it was left out of.
    pub part: Part,
}

/// A pooled estimate on its analysis scale: the logarithm of a ratio, or a difference.
#[derive(Clone, Debug, PartialEq)]
pub struct Pooled {
    /// Strata in the sums.
    pub k: usize,
    /// θ̂.
    pub estimate: f64,
    /// Standard error, z, p-value and limits.
    pub inference: Inference,
    /// The ratio itself; `None` for a difference.
    pub ratio: Option<Ratio>,
    /// Q, I², H²; `None` when fewer than two strata have an estimate of their own.
    pub heterogeneity: Option<Disagreement>,
    /// Strata that were not used, and in what.
    pub left_out: Vec<LeftOut>,
}

/// The sums of a method: an estimate and its variance.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sums {
    pub(super) estimate: f64,
    pub(super) variance: f64,
    pub(super) analysed: Analysed,
}

/// The tables of a set after both rules, in the order given.
pub(super) struct Used<T> {
    pub(super) pooling: Vec<Option<T>>,
    pub(super) single: Vec<Option<T>>,
}

impl<T: Copy> Used<T> {
    /// The tables that are summed.
    ///
    /// # Errors
    /// [`StratifiedError::Empty`], [`StratifiedError::NothingLeft`].
    pub(super) fn summed(&self) -> Result<Vec<T>, StratifiedError> {
        if self.pooling.is_empty() {
            return Err(StratifiedError::Empty);
        }
        let summed: Vec<T> = self.pooling.iter().copied().flatten().collect();
        if summed.is_empty() {
            return Err(StratifiedError::NothingLeft(self.pooling.len()));
        }
        Ok(summed)
    }

    /// Puts an estimate together with the test, the limits and Q.
    pub(super) fn pooled<S>(
        &self,
        strata: &[Stratum<S>],
        sums: Sums,
        effect: impl Fn(&T) -> Option<Effect>,
        options: &Options,
    ) -> Result<Pooled, StratifiedError> {
        checked(options.level)?;
        if !sums.estimate.is_finite() || !sums.variance.is_finite() {
            return Err(StratifiedError::OutOfRange);
        }
        if sums.variance <= 0.0 {
            return Err(StratifiedError::NoVariance);
        }
        let effects: Vec<Option<Effect>> = self
            .single
            .iter()
            .map(|table| table.as_ref().and_then(&effect))
            .collect();
        let inference = wald(&sums, options);
        let pooled = Pooled {
            k: self.pooling.iter().flatten().count(),
            estimate: sums.estimate,
            inference,
            ratio: (sums.analysed == Analysed::LogRatio).then(|| Ratio {
                estimate: sums.estimate.exp(),
                bounds: Bounds {
                    lower: inference.bounds.lower.exp(),
                    upper: inference.bounds.upper.exp(),
                },
            }),
            heterogeneity: disagreement(&effects, sums.estimate),
            left_out: left_out(strata, &self.pooling, &effects),
        };
        if is_finite(&pooled) {
            Ok(pooled)
        } else {
            Err(StratifiedError::OutOfRange)
        }
    }
}

fn wald(sums: &Sums, options: &Options) -> Inference {
    let standard_error = sums.variance.sqrt();
    let statistic = sums.estimate / standard_error;
    let width = normal::upper_quantile(options.level.complement().half()) * standard_error;
    Inference {
        standard_error,
        statistic,
        df: None,
        p_value: normal::two_sided_p(statistic),
        bounds: Bounds {
            lower: sums.estimate - width,
            upper: sums.estimate + width,
        },
        factor: None,
    }
}

/// Q around a given value, over the strata that have an estimate of their own.
fn disagreement(effects: &[Option<Effect>], around: f64) -> Option<Disagreement> {
    let given = || effects.iter().flatten();
    let k = given().count();
    if k < 2 {
        return None;
    }
    let df = (k - 1) as f64;
    let q = compensated(given().map(|e| (e.estimate - around).powi(2) / e.variance.get()));
    let i2 = if q > df { (q - df) / q } else { 0.0 };
    Some(Disagreement {
        q,
        df,
        p_value: chi_squared::sf(q, df),
        i2,
        h2: q / df,
    })
}

fn left_out<S, T>(
    strata: &[Stratum<S>],
    pooling: &[Option<T>],
    effects: &[Option<Effect>],
) -> Vec<LeftOut> {
    let parts = strata.iter().zip(pooling).zip(effects);
    parts
        .flat_map(|((stratum, pooled), effect)| {
            let missing = [
                (pooled.is_none(), Part::Pooling),
                (effect.is_none(), Part::Heterogeneity),
            ];
            let missing = missing.into_iter().filter(|(is_missing, _)| *is_missing);
            missing.map(|(_, part)| LeftOut {
                label: stratum.label.clone(),
                part,
            })
        })
        .collect()
}

/// True when no number is infinite or not a number.
fn is_finite(pooled: &Pooled) -> bool {
    let ends = |bounds: Bounds| bounds.lower.is_finite() && bounds.upper.is_finite();
    let inference = &pooled.inference;
    inference.standard_error > 0.0
        && [inference.statistic, inference.p_value]
            .iter()
            .all(|x| x.is_finite())
        && ends(inference.bounds)
        && pooled
            .ratio
            .is_none_or(|r| r.estimate.is_finite() && ends(r.bounds))
        && pooled
            .heterogeneity
            .is_none_or(|h| [h.q, h.p_value, h.i2, h.h2].iter().all(|x| x.is_finite()))
}
