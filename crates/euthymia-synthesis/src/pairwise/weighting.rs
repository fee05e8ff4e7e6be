//! Which weights the pooled mean has.

use super::mean;
use crate::studies::StudySet;
use euthymia_numerics::sum::compensated;

/// Weights chosen beforehand: finite, not negative, at least one of them positive, and at least two
/// where there are two studies.
///
/// # Example
/// ```
/// use euthymia_synthesis::pairwise::weighting::Weights;
/// assert!(Weights::new(vec![2.0, 1.0, 0.0]).is_ok());
/// let message = Weights::new(vec![2.0, -1.0]).unwrap_err().to_string();
/// assert!(message.contains("study 2"));
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Weights(Vec<f64>);

/// Why numbers are no weights.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum WeightsError {
    /// A weight is negative, infinite or not a number.
    #[error("the weight of study {position} is {found}: give a finite number of at least zero")]
    NotAWeight {
        /// Place in the list, counted from 1.
        position: usize,
        /// What was found.
        found: f64,
    },
    /// Nothing would be averaged.
    #[error(
        "{positive} of {given} weights are above zero: at least two are needed (one for a single study)"
    )]
    TooFewPositive {
        /// Weights above zero.
        positive: usize,
        /// Weights given.
        given: usize,
    },
}

impl Weights {
    /// Checks the weights.
    ///
    /// # Errors
    /// [`WeightsError`].
    pub fn new(values: Vec<f64>) -> Result<Self, WeightsError> {
        let bad = values.iter().position(|w| !(*w >= 0.0 && w.is_finite()));
        if let Some((at, found)) = bad.and_then(|at| Some((at, *values.get(at)?))) {
            return Err(WeightsError::NotAWeight {
                position: at + 1,
                found,
            });
        }
        let positive = values.iter().filter(|w| **w > 0.0).count();
        if positive < values.len().clamp(1, 2) {
            return Err(WeightsError::TooFewPositive {
                positive,
                given: values.len(),
            });
        }
        Ok(Self(values))
    }

    /// The weights in the order given.
    #[must_use]
    pub fn values(&self) -> &[f64] {
        &self.0
    }
}

/// How the studies are weighted in the pooled mean.
#[derive(Clone, Debug, PartialEq)]
pub enum Weighting {
    /// By 1/(vᵢ + τ̂²), the inverse of the variance of each estimate.
    InverseVariance,
    /// All alike: the mean of the estimates. Also known as: unweighted estimation.
    Equal,
    /// By weights chosen beforehand.
    Given(Weights),
}

/// A mean with any weights.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AnyMean {
    /// μ̂ = Σay / Σa.
    pub mean: f64,
    /// Its variance under the model, Σa²(v + τ²) / (Σa)².
    pub variance: f64,
}

/// Returns the mean with weights a, one for each study, and its variance at a value of τ².
///
/// # References
/// Henmi M, Copas JB. Stat Med 2010;29:2969–2983 (a mean whose weights are not those of the model).
///
/// # Example
/// ```
/// use euthymia_synthesis::{effect::Effect, pairwise::weighting, studies::{Study, StudySet}};
/// let set = StudySet::new(vec![
///     Study::new("A", Effect::new(0.0, 1.0)?),
///     Study::new("B", Effect::new(3.0, 2.0)?),
/// ])?;
/// // Weights 1 and 2: mean 6/3; variance at τ² = 1 (1·2 + 4·3)/9.
/// let found = weighting::mean_with(&set, &[1.0, 2.0], 1.0);
/// assert_eq!(found.mean, 2.0);
/// assert!((found.variance - 14.0 / 9.0).abs() < 1e-15);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn mean_with(set: &StudySet, weights: &[f64], tau2: f64) -> AnyMean {
    // Shares of the largest weight cannot overflow when squared.
    let largest = weights.iter().copied().fold(0.0, f64::max);
    let origin = set.pairs().next().map_or(0.0, |(y, _)| y);
    let shares = weights.iter().map(|a| a / largest);
    let total = compensated(shares.clone());
    let rows = set.pairs().zip(shares);
    let offset = compensated(rows.clone().map(|((y, _), a)| a * (y - origin))) / total;
    let variance = compensated(rows.map(|((_, v), a)| (a / total).powi(2) * (v + tau2)));
    AnyMean {
        mean: origin + offset,
        variance,
    }
}

impl Weighting {
    /// The weights, unless they are those of the model; `None` in it when given ones are not one for
    /// each study.
    pub(crate) fn fixed(&self, set: &StudySet) -> Option<Option<Vec<f64>>> {
        match self {
            Self::InverseVariance => Some(None),
            Self::Equal => Some(Some(vec![1.0; set.k()])),
            Self::Given(given) if given.values().len() == set.k() => {
                Some(Some(given.values().to_vec()))
            }
            Self::Given(_) => None,
        }
    }

    /// The weights given, if any.
    #[must_use]
    pub fn given(&self) -> Option<&Weights> {
        match self {
            Self::Given(given) => Some(given),
            _ => None,
        }
    }

    /// Each study's share of the weight, summing to one, in the order of the set.
    #[must_use]
    pub fn shares(&self, set: &StudySet, tau2: f64) -> Vec<f64> {
        match self.fixed(set).flatten() {
            None => mean::weights(set, tau2),
            Some(fixed) => {
                let largest = fixed.iter().copied().fold(0.0, f64::max);
                let total = compensated(fixed.iter().map(|a| a / largest));
                fixed.iter().map(|a| a / largest / total).collect()
            }
        }
    }
}
