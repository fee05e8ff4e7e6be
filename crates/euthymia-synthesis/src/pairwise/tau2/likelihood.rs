//! Likelihoods of τ², their slopes, and the highest of their maxima.

use super::{Evaluation, Observer, Search, Tau2, Tau2Method, outcome};
use crate::pairwise::mean::{
    Centre, Trace, centre_and_trace, most_precise, trace, trace_of_square, unweighted_variance,
    weighted,
};
use crate::studies::StudySet;
use euthymia_numerics::{root, sum::compensated};

/// Which likelihood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Likelihood {
    /// Of the estimates, at the best mean: [`log_likelihood`].
    Full,
    /// Of the contrasts between the estimates: [`restricted_log_likelihood`].
    Restricted,
}

impl Likelihood {
    pub(crate) fn at(self, set: &StudySet, tau2: f64) -> f64 {
        match self {
            Self::Full => log_likelihood(set, tau2),
            Self::Restricted => restricted_log_likelihood(set, tau2),
        }
    }
}

/// The τ² that maximises the restricted log-likelihood.
///
/// # Convergence
/// The likelihood can have more than one maximum. From max(v, 2s²) on its slope is negative, with s²
/// the sample variance of the estimates, and far below min(v) it is constant; in between the sign of
/// the slope is taken at every doubling of τ². Each change from rising to falling is followed to the
/// last digit by bracketing ([`root::find`]), and the most likely of those maxima and of τ² = 0 is
/// returned. `steps` counts evaluations of the slope.
///
/// # References
/// Patterson HD, Thompson R. Biometrika 1971;58:545–554. Viechtbauer W. J Educ Behav Stat
/// 2005;30:261–293 (comparison of estimators, score, standard error).
pub fn reml(set: &StudySet) -> Tau2 {
    maximise(set, Likelihood::Restricted, &mut |_| {})
}

/// The τ² that maximises the log-likelihood; its standard error is √(2/Σw²).
///
/// Found as [`reml`] is, and like it not fooled by a second maximum.
///
/// # References
/// Hardy RJ, Thompson SG. Stat Med 1996;15:619–629. Viechtbauer W. J Educ Behav Stat 2005;30:261–293.
///
/// # Example
/// ```
/// use euthymia_synthesis::{effect::Effect, studies::{Study, StudySet}};
/// use euthymia_synthesis::pairwise::tau2::maximum_likelihood;
/// let set = StudySet::new(vec![
///     Study::new("A", Effect::new(0.0, 0.5)?),
///     Study::new("B", Effect::new(4.0, 0.5)?),
/// ])?;
/// // Equal variances: the mean square about the mean, 4, less 1/2.
/// assert!((maximum_likelihood(&set).value - 3.5).abs() < 1e-12);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn maximum_likelihood(set: &StudySet) -> Tau2 {
    maximise(set, Likelihood::Full, &mut |_| {})
}

/// Finds the highest maximum on τ² ≥ 0.
pub(super) fn maximise(set: &StudySet, likelihood: Likelihood, observe: Observer<'_>) -> Tau2 {
    let most_precise = most_precise(set);
    let mut slope = |tau2: f64| {
        let parts = centre_and_trace(set, most_precise, tau2);
        let value = relative_score(set, likelihood, tau2, &parts);
        observe(Evaluation { tau2, value });
        value
    };
    let (lowest, highest) = search_range(set);
    let (mut left, mut right, mut rises, mut steps) = (0.0, lowest, slope(0.0) > 0.0, 1);
    let (mut value, mut search, mut best) = if rises {
        (0.0, Search::NotConverged { steps }, f64::NEG_INFINITY)
    } else {
        (0.0, Search::AtZero, likelihood.at(set, 0.0))
    };
    while left < highest && right.is_finite() {
        let still_rises = slope(right) > 0.0;
        steps += 1;
        if rises && !still_rises {
            // A τ² known to 10⁻¹⁶ of the smallest v changes no weight.
            let found = root::find(&mut slope, left, right, lowest * 1e-16);
            steps += found.evaluations;
            let here = likelihood.at(set, found.at);
            if here > best {
                (value, best) = (found.at, here);
                search = outcome(found.outcome, steps);
            }
        }
        (left, right, rises) = (right, right * 2.0, still_rises);
    }
    let smallest = trace(set, value).smallest;
    let (method, information) = match likelihood {
        Likelihood::Full => (Tau2Method::MaximumLikelihood, shares_squared(set, value)),
        Likelihood::Restricted => (Tau2Method::Reml, trace_of_square(set, value)),
    };
    Tau2 {
        value,
        method,
        raw: None,
        standard_error: Some((2.0 / information).sqrt() * smallest),
        search,
    }
}

/// Returns the τ² below which both likelihoods are level and from which on they fall.
///
/// The score is negative where Σw²(y − μ̂)² < tr P, or Σw for the full likelihood. The left side is at
/// most max(w) Q, Q at most (k − 1)s²/τ² with s² the sample variance of the estimates, and tr P at
/// least (k − 1) min(w), because the eigenvalues of P lie between the weights; Σw is larger. From
/// max(v) on, max(w) is at most twice min(w), which leaves τ² > 2s².
pub(crate) fn search_range(set: &StudySet) -> (f64, f64) {
    let smallest = set.pairs().fold(f64::INFINITY, |low, (_, v)| low.min(v));
    let largest = set.pairs().fold(0.0, |high: f64, (_, v)| high.max(v));
    let lowest = (smallest / 8.0).max(f64::MIN_POSITIVE);
    (lowest, largest.max(2.0 * unweighted_variance(set)))
}

/// Returns 2(min v + τ²) dℓ/dτ²: the score without its unit.
fn relative_score(
    set: &StudySet,
    likelihood: Likelihood,
    tau2: f64,
    (centre, trace): &(Centre, Trace),
) -> f64 {
    let squares = compensated(set.pairs().map(|(y, v)| {
        let (deviation, weight) = (centre.deviation(y), 1.0 / (v + tau2));
        deviation * weight * (trace.smallest * weight) * deviation
    }));
    squares
        - match likelihood {
            Likelihood::Full => trace.weight_sum,
            Likelihood::Restricted => trace.relative,
        }
}

/// Σw² over the square of the largest weight.
fn shares_squared(set: &StudySet, tau2: f64) -> f64 {
    let smallest = trace(set, tau2).smallest;
    compensated(set.pairs().map(|(_, v)| (smallest / (v + tau2)).powi(2)))
}

/// Returns the restricted log-likelihood of τ² ≥ 0,
/// −½[(k−1) ln 2π − ln k + Σ ln(vᵢ+τ²) + ln Σwᵢ + Q(τ²)].
///
/// The constant − ln k is ln|X′X|, as in metafor, so that values compare.
///
/// # Example
/// ```
/// use euthymia_synthesis::{effect::Effect, studies::{Study, StudySet}};
/// use euthymia_synthesis::pairwise::tau2::restricted_log_likelihood;
/// let set = StudySet::new(vec![
///     Study::new("A", Effect::new(0.0, 1.0)?),
///     Study::new("B", Effect::new(2.0, 1.0)?),
/// ])?;
/// // At τ² = 0 only the difference speaks: −½[ln 2π − ln 2 + ln 2 + 2].
/// let expected = -0.5 * ((2.0 * std::f64::consts::PI).ln() + 2.0);
/// assert!((restricted_log_likelihood(&set, 0.0) - expected).abs() < 1e-14);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn restricted_log_likelihood(set: &StudySet, tau2: f64) -> f64 {
    let k = set.k() as f64;
    let at = weighted(set, tau2);
    let logs = compensated(set.pairs().map(|(_, v)| (v + tau2).ln()));
    -0.5 * ((k - 1.0) * std::f64::consts::TAU.ln() - k.ln() + logs + at.weight_sum.ln() + at.q)
}

/// Returns the log-likelihood of τ² ≥ 0 at the mean that is best for it,
/// −½[k ln 2π + Σ ln(vᵢ+τ²) + Q(τ²)].
///
/// # Example
/// ```
/// use euthymia_synthesis::{effect::Effect, studies::{Study, StudySet}};
/// use euthymia_synthesis::pairwise::tau2::log_likelihood;
/// let set = StudySet::new(vec![
///     Study::new("A", Effect::new(0.0, 1.0)?),
///     Study::new("B", Effect::new(2.0, 1.0)?),
/// ])?;
/// // Two standard normals, each one from the mean: −½[2 ln 2π + 2].
/// let expected = -(2.0 * std::f64::consts::PI).ln() - 1.0;
/// assert!((log_likelihood(&set, 0.0) - expected).abs() < 1e-14);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn log_likelihood(set: &StudySet, tau2: f64) -> f64 {
    let logs = compensated(set.pairs().map(|(_, v)| (v + tau2).ln()));
    -0.5 * (set.k() as f64 * std::f64::consts::TAU.ln() + logs + weighted(set, tau2).q)
}

/// Returns the score dℓ/dτ² = ½[Σw²(y−μ̂)² − tr P] and the expected information ½ tr(PP), where
/// P = W − W11′W/Σw.
#[must_use]
pub fn reml_score(set: &StudySet, tau2: f64) -> (f64, f64) {
    score(set, Likelihood::Restricted, tau2)
}

/// Returns the score dℓ/dτ² = ½[Σw²(y−μ̂)² − Σw] and the expected information ½ Σw² of the full
/// likelihood.
#[must_use]
pub fn ml_score(set: &StudySet, tau2: f64) -> (f64, f64) {
    score(set, Likelihood::Full, tau2)
}

fn score(set: &StudySet, likelihood: Likelihood, tau2: f64) -> (f64, f64) {
    let at = centre_and_trace(set, most_precise(set), tau2);
    let smallest = at.1.smallest;
    let score = relative_score(set, likelihood, tau2, &at) / smallest;
    let information = match likelihood {
        Likelihood::Full => shares_squared(set, tau2),
        Likelihood::Restricted => trace_of_square(set, tau2),
    };
    (0.5 * score, 0.5 * information / smallest.powi(2))
}
