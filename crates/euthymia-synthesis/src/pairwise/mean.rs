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

/// The traces of P = W − W11′W/Σw and of PP at one τ², as multiples of the largest weight and of its
/// square.
///
/// tr P = Σw − Σw²/Σw cancels to nothing when one study holds nearly all the weight. With that study
/// apart and R₁, R₂, R₃ the sums of powers of the other weights, over the largest one:
/// tr P = R₁(1 + 1/W) − R₂/W and tr PP = (R₁² + R₂)/W² + R₂(1 + (1 + R₂)/W²) − 2R₃/W, W = 1 + R₁,
/// where each difference keeps at least a third of its first term.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Traces {
    /// The smallest vᵢ + τ², the inverse of the largest weight.
    pub(crate) smallest: f64,
    /// tr P times `smallest`, > 0.
    pub(crate) p: f64,
    /// tr PP times the square of `smallest`, > 0.
    pub(crate) pp: f64,
}

/// Returns the traces of a set of at least two studies.
pub(crate) fn traces(set: &StudySet, tau2: f64) -> Traces {
    let mut smallest = f64::INFINITY;
    let mut at = 0;
    for (i, (_, v)) in set.pairs().enumerate() {
        if v < smallest {
            (smallest, at) = (v, i);
        }
    }
    smallest += tau2;
    let [mut r1, mut r2, mut r3] = [Compensated::default(); 3];
    for (i, (_, v)) in set.pairs().enumerate() {
        if i != at {
            let share = smallest / (v + tau2);
            r1.add(share);
            r2.add(share * share);
            r3.add(share * share * share);
        }
    }
    let [r1, r2, r3] = [r1, r2, r3].map(Compensated::value);
    let w = 1.0 + r1;
    Traces {
        smallest,
        p: r1 * (1.0 + 1.0 / w) - r2 / w,
        pp: (r1 * r1 + r2) / (w * w) + r2 * (1.0 + (1.0 + r2) / (w * w)) - 2.0 * r3 / w,
    }
}
