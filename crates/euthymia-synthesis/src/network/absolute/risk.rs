//! Risks and risk differences at a baseline, with intervals.

use super::baseline::Baseline;
use super::error::AbsoluteError;
use super::scale::{AtBaseline, RiskFrom};
use crate::conversion::number_needed::NumberNeeded;
use crate::effect::Effect;
use crate::effect::proportion::from_logit;
use crate::network::draws::{in_blocks, normals, quantile, too_many};
use crate::network::estimates::Relative;
use crate::network::rank::Draws;
use euthymia_numerics::{Probability, normal};

/// Where the limits come from. The variant is always named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RiskInterval {
    /// The limits of the relative effect, each turned into a risk: exact for a known baseline.
    Endpoints,
    /// The delta method: of the log odds of the risk, and of the risk difference as it is.
    Delta,
    /// Quantiles of draws of the relative effect and of the baseline.
    Draws(Draws),
}

impl RiskInterval {
    /// Its name.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Endpoints => "limits of the relative effect at a known baseline",
            Self::Delta => "delta method",
            Self::Draws(_) => "quantiles of draws",
        }
    }
}

/// A value that exists, or what would have to be one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Reached {
    /// A risk in [0, 1], or a difference in [−1, 1] that the baseline allows.
    Possible(f64),
    /// Effect and baseline are impossible together: what they would make.
    Impossible(f64),
}

impl Reached {
    fn within(value: f64, low: f64, high: f64) -> Self {
        // A rounding beyond the end is still the end.
        if (low - 1e-12..=high + 1e-12).contains(&value) {
            Self::Possible(value.clamp(low, high))
        } else {
            Self::Impossible(value)
        }
    }

    /// The value, where it exists.
    #[must_use]
    pub fn possible(self) -> Option<f64> {
        match self {
            Self::Possible(value) => Some(value),
            Self::Impossible(_) => None,
        }
    }
}

/// Limits, each possible or not.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ReachedLimits {
    /// The lower limit.
    pub lower: Reached,
    /// The upper limit.
    pub upper: Reached,
}

/// The risk under a treatment, and by how much it exceeds the baseline.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AbsoluteRisk {
    /// What it was made from.
    pub from: RiskFrom,
    /// Where the limits come from.
    pub interval: RiskInterval,
    /// The level of the limits.
    pub level: Probability,
    /// The baseline risk at its estimate.
    pub baseline: f64,
    /// The risk.
    pub risk: Reached,
    /// Its limits.
    pub risk_limits: ReachedLimits,
    /// The risk less the baseline.
    pub difference: Reached,
    /// Its limits.
    pub difference_limits: ReachedLimits,
    /// Draws in which effect and baseline were impossible together; they count with what they would
    /// make. `None` without draws.
    pub impossible_draws: Option<usize>,
}

impl AbsoluteRisk {
    /// The number needed, from the risk difference and its limits; `None` where one of them is
    /// impossible.
    #[must_use]
    pub fn number_needed(&self) -> Option<NumberNeeded> {
        let ReachedLimits { lower, upper } = self.difference_limits;
        let (lower, upper) = (lower.possible()?, upper.possible()?);
        NumberNeeded::from_differences(self.difference.possible()?, lower, upper).ok()
    }
}

/// Returns the risk that a relative effect makes of a baseline, and the risk difference.
///
/// `effect` is treatment less reference on the scale of `from`, with its variance; `level` in (0, 1).
/// Intervals are named in the result:
/// - [`RiskInterval::Endpoints`]: both are monotone in the effect, so that its limits are exact;
/// - [`RiskInterval::Delta`]: variances from the slopes in the effect and in the log odds of the
///   baseline; of an odds ratio that is exact for the risk;
/// - [`RiskInterval::Draws`]: normal effects and normal log odds of the baseline.
///
/// # Errors
/// [`AbsoluteError`].
///
/// # References
/// As in the [module](super). Delta method and draws: TSD 5.
///
/// # Example
/// ```
/// use euthymia_numerics::Probability;
/// use euthymia_synthesis::effect::Effect;
/// use euthymia_synthesis::network::absolute::*;
/// let effect = Effect::new(4.0_f64.ln(), 0.04)?;
/// let baseline = Baseline::known(Probability::new(0.2)?)?;
/// let found = absolute_risk(&effect, RiskFrom::OddsRatio, &baseline, RiskInterval::Endpoints,
///     Probability::NINETY_FIVE)?;
/// // Odds of 1/4, times four: even.
/// let difference = found.difference.possible().ok_or("no risk")?;
/// assert!((difference - 0.3).abs() < 1e-15);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn absolute_risk(
    effect: &Effect,
    from: RiskFrom,
    baseline: &Baseline,
    interval: RiskInterval,
    level: Probability,
) -> Result<AbsoluteRisk, AbsoluteError> {
    if !(level.get() > 0.0 && level.get() < 1.0) {
        return Err(AbsoluteError::Level(level.get()));
    }
    let question = Question {
        effect,
        from,
        baseline,
        tail: level.complement().half(),
    };
    let Raw {
        risk: [r1, r2],
        difference: [d1, d2],
        impossible_draws,
    } = match interval {
        RiskInterval::Endpoints => question.endpoints()?,
        RiskInterval::Delta => question.delta()?,
        RiskInterval::Draws(draws) => question.draws(&draws)?,
    };
    let (p0, at) = (baseline.risk(), question.at_estimate());
    // A known baseline bounds the difference; an estimated one may lie elsewhere.
    let (low, high) = match baseline.standard_error() {
        None => (-p0, 1.0 - p0),
        Some(_) => (-1.0, 1.0),
    };
    let risk = |value| Reached::within(value, 0.0, 1.0);
    let difference = |value| Reached::within(value, low, high);
    Ok(AbsoluteRisk {
        from,
        interval,
        level,
        baseline: p0,
        risk: risk(at.risk),
        risk_limits: ReachedLimits {
            lower: risk(r1),
            upper: risk(r2),
        },
        difference: Reached::within(at.risk - p0, -p0, 1.0 - p0),
        difference_limits: ReachedLimits {
            lower: difference(d1),
            upper: difference(d2),
        },
        impossible_draws,
    })
}

/// Returns the risk under each treatment, by its place; `None` for the reference itself and where the
/// data do not determine its effect.
///
/// # Errors
/// [`AbsoluteError::NoTreatment`] when the reference does not exist, and as [`absolute_risk`].
pub fn absolute_risks(
    relative: &(impl Relative + ?Sized),
    reference: usize,
    from: RiskFrom,
    baseline: &Baseline,
    interval: RiskInterval,
    level: Probability,
) -> Result<Vec<Option<AbsoluteRisk>>, AbsoluteError> {
    if reference >= relative.size() {
        return Err(AbsoluteError::NoTreatment(reference));
    }
    let of = |treatment: usize| {
        let Some(found) = relative.compare(treatment, reference) else {
            return Ok(None);
        };
        let effect = Effect::new(found.estimate, found.standard_error.powi(2))?;
        absolute_risk(&effect, from, baseline, interval, level).map(Some)
    };
    (0..relative.size()).map(of).collect()
}

/// What is asked, with the tail on either side of the interval.
struct Question<'a> {
    effect: &'a Effect,
    from: RiskFrom,
    baseline: &'a Baseline,
    tail: Probability,
}

/// Limits before it is said which exist.
struct Raw {
    risk: [f64; 2],
    difference: [f64; 2],
    impossible_draws: Option<usize>,
}

impl Question<'_> {
    fn at_estimate(&self) -> AtBaseline {
        self.from.at(self.effect.estimate, self.baseline.logit())
    }

    fn z(&self) -> f64 {
        normal::upper_quantile(self.tail)
    }

    fn endpoints(&self) -> Result<Raw, AbsoluteError> {
        if self.baseline.standard_error().is_some() {
            return Err(AbsoluteError::BaselineUncertain);
        }
        let half = self.z() * self.effect.variance.standard_error().get();
        let at = |x: f64| self.from.at(x, self.baseline.logit()).risk;
        let (one, other) = (
            at(self.effect.estimate - half),
            at(self.effect.estimate + half),
        );
        let risk = [one.min(other), one.max(other)];
        let p0 = self.baseline.risk();
        Ok(Raw {
            risk,
            difference: risk.map(|p| p - p0),
            impossible_draws: None,
        })
    }

    fn delta(&self) -> Result<Raw, AbsoluteError> {
        let at = self.at_estimate();
        let (p, p0) = (at.risk, self.baseline.risk());
        if !(p > 0.0 && p < 1.0) {
            return Err(AbsoluteError::Impossible(p));
        }
        let logit = p.ln() - (-p).ln_1p();
        let own = self.effect.variance.standard_error().get();
        let others = self.baseline.standard_error().unwrap_or(0.0);
        let half =
            |by_effect: f64, by_logit: f64| self.z() * (by_effect * own).hypot(by_logit * others);
        // The slope of the log odds in the risk is 1/p(1 − p).
        let slope = p * (1.0 - p);
        let around_logit = half(at.by_effect / slope, at.by_logit / slope);
        let around = half(at.by_effect, at.by_logit - p0 * (1.0 - p0));
        Ok(Raw {
            risk: [logit - around_logit, logit + around_logit].map(from_logit),
            difference: [p - p0 - around, p - p0 + around],
            impossible_draws: None,
        })
    }

    fn draws(&self, draws: &Draws) -> Result<Raw, AbsoluteError> {
        if draws.count == 0 || too_many(draws) {
            return Err(AbsoluteError::Draws(draws.count));
        }
        let own = self.effect.variance.standard_error().get();
        let others = self.baseline.standard_error().unwrap_or(0.0);
        let blocks = in_blocks(draws, |random, width| {
            let pairs = normals(random, 2 * width);
            let pair = |pair: &[f64]| {
                let [one, other] = *pair else {
                    return (0.0, 0.0);
                };
                let logit = self.baseline.logit() + others * other;
                let risk = self.from.at(self.effect.estimate + own * one, logit).risk;
                (risk, risk - from_logit(logit))
            };
            pairs.chunks_exact(2).map(pair).collect::<Vec<_>>()
        });
        let (mut risks, mut differences): (Vec<f64>, Vec<f64>) =
            blocks.into_iter().flatten().unzip();
        let outside = risks.iter().filter(|p| !(0.0..=1.0).contains(*p)).count();
        let limits = |values: &mut Vec<f64>| {
            values.sort_unstable_by(f64::total_cmp);
            let tail = self.tail.get();
            [quantile(values, tail), quantile(values, 1.0 - tail)]
        };
        Ok(Raw {
            risk: limits(&mut risks),
            difference: limits(&mut differences),
            impossible_draws: Some(outside),
        })
    }
}
