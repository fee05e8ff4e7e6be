//! The weighted mean and the sums every model is made of.

use crate::studies::StudySet;
use euthymia_numerics::sum::{Compensated, compensated};

/// The inverse-variance weighted mean at one value of τ².
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WeightedMean {
    /// μ̂ = Σwy / Σw.
    pub mean: f64,
    /// Σw; its inverse is the variance of the mean when the weights are right.
    pub weight_sum: f64,
    /// Σw(y − μ̂)², the generalised Q at this τ².
    pub q: f64,
}

/// Returns the mean weighted by 1/(vᵢ + τ²), for τ² ≥ 0.
///
/// # Example
/// ```
/// use euthymia_synthesis::{effect::Effect, pairwise::mean, studies::{Study, StudySet}};
/// let set = StudySet::new(vec![
///     Study::new("A", Effect::new(0.0, 1.0)?),
///     Study::new("B", Effect::new(3.0, 0.5)?),
/// ])?;
/// // Weights 1 and 2: (0 + 6) / 3 = 2; Q = 4 + 2 = 6.
/// let at_zero = mean::weighted(&set, 0.0);
/// assert_eq!((at_zero.mean, at_zero.q), (2.0, 6.0));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn weighted(set: &StudySet, tau2: f64) -> WeightedMean {
    let centre = centre(set, tau2);
    let q = compensated(
        set.pairs()
            .map(|(y, v)| centre.deviation(y).powi(2) / (v + tau2)),
    );
    WeightedMean {
        mean: centre.origin + centre.offset,
        weight_sum: centre.weight_sum,
        q,
    }
}

/// The weighted mean in two parts and the sum of the weights.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Centre {
    /// The first study's estimate, so that a common large offset does not cost digits.
    origin: f64,
    /// What the mean lies above it.
    offset: f64,
    weight_sum: f64,
}

impl Centre {
    /// How far an estimate lies above the mean.
    pub(crate) fn deviation(&self, y: f64) -> f64 {
        y - self.origin - self.offset
    }
}

/// Returns the weighted mean without Q, in one pass.
pub(crate) fn centre(set: &StudySet, tau2: f64) -> Centre {
    let origin = set.studies()[0].effect.estimate;
    let (mut weight_sum, mut shifted) = (Compensated::default(), Compensated::default());
    for (y, v) in set.pairs() {
        let weight = 1.0 / (v + tau2);
        weight_sum.add(weight);
        shifted.add((y - origin) * weight);
    }
    let weight_sum = weight_sum.value();
    Centre {
        origin,
        offset: shifted.value() / weight_sum,
        weight_sum,
    }
}

/// Returns each study's share of the weight, summing to one, in the order of the set.
#[must_use]
pub fn weights(set: &StudySet, tau2: f64) -> Vec<f64> {
    let total = compensated(set.pairs().map(|(_, v)| 1.0 / (v + tau2)));
    set.pairs().map(|(_, v)| 1.0 / (v + tau2) / total).collect()
}

/// The trace of P = W − W11′W/Σw at one τ², as a multiple of the largest weight.
///
/// tr P = Σw − Σw²/Σw cancels to nothing when one study holds nearly all the weight. With that study
/// apart, R₁ and R₂ the sums of the other weights and of their squares over the largest one, and
/// W = 1 + R₁: tr P = R₁(1 + 1/W) − R₂/W, which keeps at least half of its first term.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Trace {
    /// The smallest vᵢ + τ², the inverse of the largest weight.
    pub(crate) smallest: f64,
    /// tr P times `smallest`, > 0.
    pub(crate) relative: f64,
    /// Σw times `smallest`.
    pub(crate) weight_sum: f64,
}

/// Returns the trace for a set of at least two studies.
pub(crate) fn trace(set: &StudySet, tau2: f64) -> Trace {
    centre_and_trace(set, most_precise(set), tau2).1
}

/// Returns the place of the study with the smallest variance, the largest weight at every τ².
pub(crate) fn most_precise(set: &StudySet) -> usize {
    let mut best = (0, f64::INFINITY);
    for (i, (_, v)) in set.pairs().enumerate() {
        if v < best.1 {
            best = (i, v);
        }
    }
    best.0
}

/// Returns what the score of τ² is made of in one pass, given the place of the most precise study.
pub(crate) fn centre_and_trace(set: &StudySet, most_precise: usize, tau2: f64) -> (Centre, Trace) {
    let origin = set.studies()[0].effect.estimate;
    let smallest = set.studies()[most_precise].effect.variance.get() + tau2;
    let [mut weight_sum, mut shifted, mut r1, mut r2] = [Compensated::default(); 4];
    for (i, (y, v)) in set.pairs().enumerate() {
        let weight = 1.0 / (v + tau2);
        weight_sum.add(weight);
        shifted.add((y - origin) * weight);
        if i != most_precise {
            let share = smallest * weight;
            r1.add(share);
            r2.add(share * share);
        }
    }
    let weight_sum = weight_sum.value();
    let centre = Centre {
        origin,
        offset: shifted.value() / weight_sum,
        weight_sum,
    };
    let (r1, r2) = (r1.value(), r2.value());
    let w = 1.0 + r1;
    let relative = r1 * (1.0 + 1.0 / w) - r2 / w;
    let trace = Trace {
        smallest,
        relative,
        weight_sum: w,
    };
    (centre, trace)
}

/// Sample variance of the estimates of at least two studies, ignoring their sampling variances.
pub(crate) fn unweighted_variance(set: &StudySet) -> f64 {
    let k = set.k() as f64;
    let origin = set.studies()[0].effect.estimate;
    let mean = compensated(set.pairs().map(|(y, _)| y - origin)) / k;
    compensated(set.pairs().map(|(y, _)| (y - origin - mean).powi(2))) / (k - 1.0)
}

/// Returns tr PP at one τ² as a multiple of the square of the largest weight, > 0, for a set of at
/// least two studies.
///
/// With R₃ the sum of the third powers, in the symbols of [`Trace`]:
/// tr PP = (R₁² + R₂)/W² + R₂(1 + (1 + R₂)/W²) − 2R₃/W, where nothing cancels either.
pub(crate) fn trace_of_square(set: &StudySet, tau2: f64) -> f64 {
    let most_precise = most_precise(set);
    let smallest = set.studies()[most_precise].effect.variance.get() + tau2;
    let shares = |power: i32| {
        let others = set.pairs().enumerate().filter(|(i, _)| *i != most_precise);
        compensated(others.map(|(_, (_, v))| (smallest / (v + tau2)).powi(power)))
    };
    let [r1, r2, r3] = [1, 2, 3].map(shares);
    let w = 1.0 + r1;
    (r1 * r1 + r2) / (w * w) + r2 * (1.0 + (1.0 + r2) / (w * w)) - 2.0 * r3 / w
}
