//! The τ² at which an observed Q is what it should be: at its expectation, or at its median.

use super::q_form::q_weights;
use super::{Evaluation, Observer, QWeights, Search, Tau2, Tau2Method, outcome};
use crate::pairwise::mean::weighted;
use crate::pairwise::q_distribution::QDistribution;
use crate::pairwise::weighting::Weights;
use crate::studies::StudySet;
use euthymia_numerics::sum::compensated;
use euthymia_numerics::{Probability, chi_squared, root};

/// The τ² at which the generalised Q equals its expectation, k − 1; zero when Q is below it already.
///
/// Q falls strictly as τ² grows, hence there is one root, and it lies between 0 and the value at
/// which doubling has brought Q below k − 1. The standard error is √(2k²/(k − 1))/Σw.
///
/// Morris's iteration τ² ← τ² + (kQ(τ²)/(k − 1) − k)/Σw (empirical Bayes), Sidik and Jonkman's and
/// DerSimonian and Laird's steps repeated all come to rest at this root.
///
/// # References
/// Paule RC, Mandel J. J Res Natl Bur Stand 1982;87:377–385. Morris CN. J Am Stat Assoc
/// 1983;78:47–55. DerSimonian R, Kacker R. Contemp Clin Trials 2007;28:105–114 (their equality).
/// Viechtbauer W. J Educ Behav Stat 2005;30:261–293 (standard error).
pub fn paule_mandel(set: &StudySet) -> Tau2 {
    at_expectation(set, &mut |_| {})
}

/// The τ² at which the generalised Q equals the median of χ² with k − 1 degrees of freedom, instead
/// of its mean: under normality the estimate is too small as often as too large.
///
/// # References
/// Viechtbauer W. Median-unbiased estimators for the amount of heterogeneity in meta-analysis.
/// European Congress of Methodology, Valencia 2021.
pub fn median_paule_mandel(set: &StudySet) -> Tau2 {
    at_median(set, &mut |_| {})
}

pub(super) fn at_expectation(set: &StudySet, observe: Observer<'_>) -> Tau2 {
    at_target(set, Tau2Method::PauleMandel, (set.k() - 1) as f64, observe)
}

pub(super) fn at_median(set: &StudySet, observe: Observer<'_>) -> Tau2 {
    let half = Probability::ZERO.complement().half();
    let median = chi_squared::upper_quantile(half, (set.k() - 1) as f64);
    at_target(set, Tau2Method::MedianPauleMandel, median, observe)
}

fn at_target(set: &StudySet, method: Tau2Method, target: f64, observe: Observer<'_>) -> Tau2 {
    let (value, search) = q_root_observed(set, target, observe);
    let k = set.k() as f64;
    let spread = (2.0 * k * k / (k - 1.0)).sqrt() / weighted(set, value).weight_sum;
    Tau2 {
        value,
        method,
        raw: None,
        standard_error: Some(spread).filter(|se| se.is_finite()),
        search,
    }
}

/// The median-unbiased estimate from Q with fixed weights: the τ² at which Q as large as observed, or
/// larger, has probability one half; zero when it has more already at τ² = 0.
///
/// Q is a sum of χ² variables with weights that grow with τ², so that the probability rises strictly;
/// it is computed by [`euthymia_numerics::quadratic_form`]. The standard error is that of
/// [`super::generalised_q`] at this τ².
///
/// `None` when given weights are asked for and absent, or not one for each study.
///
/// # References
/// Jackson D. Res Synth Methods 2013;4:220–229 (the distribution). Viechtbauer W. European Congress of
/// Methodology, Valencia 2021 (the estimate).
pub fn generalised_q_median(
    set: &StudySet,
    weights: QWeights,
    given: Option<&Weights>,
) -> Option<Tau2> {
    let found = at_median_of_q(set, &q_weights(set, weights, given)?, &mut |_| {});
    Some(Tau2 {
        method: Tau2Method::GeneralisedQMedian(weights),
        ..found
    })
}

pub(super) fn at_median_of_q(set: &StudySet, weights: &[f64], observe: Observer<'_>) -> Tau2 {
    let distribution = QDistribution::new(set, weights);
    let (value, search) = rising_root(set, |tau2| {
        let value = distribution.tails(tau2).1 - 0.5;
        observe(Evaluation { tau2, value });
        value
    });
    let spread = distribution.form.variance(value).sqrt() / distribution.form.trace_p;
    Tau2 {
        value,
        method: Tau2Method::GeneralisedQMedian(QWeights::Given),
        raw: None,
        standard_error: Some(spread).filter(|se| se.is_finite()),
        search,
    }
}

/// Returns the τ² at which the generalised Q(τ²) equals `target` > 0, or zero when Q(0) is below it.
pub(crate) fn q_root(set: &StudySet, target: f64) -> (f64, Search) {
    q_root_observed(set, target, &mut |_| {})
}

fn q_root_observed(set: &StudySet, target: f64, observe: Observer<'_>) -> (f64, Search) {
    rising_root(set, |tau2| {
        let value = weighted(set, tau2).q - target;
        observe(Evaluation { tau2, value });
        -value
    })
}

/// Returns the root of a function that rises with τ², or zero when it is not negative there.
pub(crate) fn rising_root(set: &StudySet, mut f: impl FnMut(f64) -> f64) -> (f64, Search) {
    if f(0.0) >= 0.0 {
        return (0.0, Search::AtZero);
    }
    let typical = compensated(set.pairs().map(|(_, v)| v)) / set.k() as f64;
    let Some(high) = root::bracket_above(&mut f, 0.0, typical) else {
        return (0.0, Search::NotConverged { steps: 1000 });
    };
    let found = root::find(f, 0.0, high, 0.0);
    (found.at, outcome(found.outcome, found.evaluations))
}
