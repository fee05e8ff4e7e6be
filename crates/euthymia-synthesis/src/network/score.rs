//! Ranking without draws: how certain it is that a treatment is better than the others.

use super::estimates::{Relative, pairs};
use euthymia_numerics::normal;

/// Which way is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Better {
    /// A smaller value, such as a score of complaints.
    Smaller,
    /// A larger value, such as the odds of response.
    Larger,
}

impl Better {
    /// By how much an estimate is better than zero.
    pub(crate) fn gain(self, estimate: f64) -> f64 {
        match self {
            Self::Smaller => -estimate,
            Self::Larger => estimate,
        }
    }
}

/// Returns the probability that treatment `one` is better than treatment `other` by more than
/// `threshold`, Φ((gain − threshold)/se): what confidence in that statement is worth, one-sided.
///
/// `None` for a treatment against itself, a place that does not exist, or a threshold that is not
/// finite. A negative threshold asks for being no worse than that.
///
/// # Example
/// ```
/// use euthymia_synthesis::network::{self, ADDS_UP_WITHIN, Better, Contrast, Network, Options};
/// let network = Network::from_contrasts(&[Contrast { study: "1".into(), treatment1: "A".into(),
///     treatment2: "B".into(), estimate: 1.0, standard_error: 0.5 }], ADDS_UP_WITHIN)?;
/// let fit = network::fit(&network, &Options::default())?;
/// assert_eq!(network::probability_better(&fit, 0, 1, Better::Larger, 1.0), Some(0.5));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn probability_better(
    fit: &(impl Relative + ?Sized),
    one: usize,
    other: usize,
    better: Better,
    threshold: f64,
) -> Option<f64> {
    let comparison = fit.compare(one, other)?;
    let above = better.gain(comparison.estimate) - threshold;
    let probability = normal::cdf(above / comparison.standard_error);
    (threshold.is_finite() && probability.is_finite()).then_some(probability)
}

/// Returns a P-score for each treatment: the mean over the others of the probability that it is better
/// by more than `important`, 0 for the usual score.
///
/// Without an important difference the scores have mean ½. With one they are lower, and their mean says
/// how much of the ranking is about differences that matter. `None` when `important` is negative or
/// not finite.
///
/// # References
/// Rücker G, Schwarzer G. BMC Med Res Methodol 2015;15:58. Mavridis D et al. Res Synth Methods
/// 2020;11:248–259 (important difference).
///
/// # Example
/// ```
/// use euthymia_synthesis::network::{self, ADDS_UP_WITHIN, Better, Contrast, Network, Options};
/// let network = Network::from_contrasts(&[Contrast { study: "1".into(), treatment1: "A".into(),
///     treatment2: "B".into(), estimate: 0.0, standard_error: 0.5 }], ADDS_UP_WITHIN)?;
/// let fit = network::fit(&network, &Options::default())?;
/// assert_eq!(network::p_scores(&fit, Better::Larger, 0.0), Some(vec![0.5, 0.5]));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn p_scores(
    fit: &(impl Relative + ?Sized),
    better: Better,
    important: f64,
) -> Option<Vec<f64>> {
    if !(important >= 0.0 && important.is_finite()) {
        return None;
    }
    let n = fit.size();
    let mut sums = vec![0.0; n];
    for ((i, j), comparison) in pairs(fit) {
        let gain = better.gain(comparison.estimate);
        sums[i] += normal::cdf((gain - important) / comparison.standard_error);
        sums[j] += normal::cdf((-gain - important) / comparison.standard_error);
    }
    let others = n.saturating_sub(1) as f64;
    Some(sums.iter().map(|sum| sum / others).collect())
}
