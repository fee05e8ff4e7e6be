//! Estimators of the between-study variance τ²: how much true effects differ from study to study.
//!
//! | estimator | also known as | when |
//! |---|---|---|
//! | [`reml`] | restricted maximum likelihood | the default: nearly unbiased for normal effects |
//! | [`dersimonian_laird`] | method of moments | closed form; biased low when k is small and τ² large |
//! | [`paule_mandel`] | empirical Bayes (Morris) | needs no normality; good with few or sparse trials |
//!
//! With two studies all three equal ((y₁ − y₂)² − v₁ − v₂)/2, and with equal variances v they equal
//! s² − v, both truncated at zero: `reference/byhand/two_study_tau2.md`, `equal_variance_tau2.md`.

use super::mean::{
    Centre, Trace, centre_and_trace, most_precise, trace, trace_of_square, weighted,
};
use crate::studies::StudySet;
use euthymia_numerics::{root, sum::compensated};

/// Which estimator of τ².
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tau2Method {
    /// See [`reml`].
    Reml,
    /// See [`dersimonian_laird`].
    DerSimonianLaird,
    /// See [`paule_mandel`].
    PauleMandel,
}

/// Why an iterative estimate stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Search {
    /// A closed form: nothing to search.
    ClosedForm,
    /// The search settled after this many steps.
    Converged {
        /// Steps or evaluations used.
        steps: u32,
    },
    /// The best value lies at the boundary, τ² = 0.
    AtZero,
    /// The bound on steps was reached: the value is the last one and must be shown as such.
    NotConverged {
        /// Steps or evaluations used.
        steps: u32,
    },
}

/// An estimate of τ² with how it was found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tau2 {
    /// τ̂² ≥ 0.
    pub value: f64,
    /// Which estimator.
    pub method: Tau2Method,
    /// What the moment equation gave before it was cut at zero; `None` where there is no such value.
    pub raw: Option<f64>,
    /// Large-sample standard error; `None` where none is implemented for the estimator.
    pub standard_error: Option<f64>,
    /// How the search ended.
    pub search: Search,
}

/// Estimates τ² by the named method. `None` for a single study, which has no between-study variance.
#[must_use]
pub fn tau2(set: &StudySet, method: Tau2Method) -> Option<Tau2> {
    if set.k() < 2 {
        return None;
    }
    Some(match method {
        Tau2Method::Reml => reml(set),
        Tau2Method::DerSimonianLaird => dersimonian_laird(set),
        Tau2Method::PauleMandel => paule_mandel(set),
    })
}

/// The moment estimate of DerSimonian and Laird, (Q − (k − 1)) / (Σw − Σw²/Σw) with w = 1/v, cut at
/// zero.
///
/// # References
/// DerSimonian R, Laird N. Control Clin Trials 1986;7:177–188, eq. 8.
pub fn dersimonian_laird(set: &StudySet) -> Tau2 {
    let Trace { smallest, relative } = trace(set, 0.0);
    let raw = (weighted(set, 0.0).q - (set.k() - 1) as f64) / relative * smallest;
    Tau2 {
        value: raw.max(0.0),
        method: Tau2Method::DerSimonianLaird,
        raw: Some(raw),
        standard_error: None,
        search: Search::ClosedForm,
    }
}

/// The τ² at which the generalised Q equals its expectation, k − 1; zero when Q is below it already.
///
/// Q falls strictly as τ² grows, hence there is one root, and it lies between 0 and the value at
/// which doubling has brought Q below k − 1.
///
/// # References
/// Paule RC, Mandel J. J Res Natl Bur Stand 1982;87:377–385. DerSimonian R, Kacker R. Contemp Clin
/// Trials 2007;28:105–114 (its equality with the empirical Bayes estimate).
pub fn paule_mandel(set: &StudySet) -> Tau2 {
    let (value, search) = q_root(set, (set.k() - 1) as f64);
    Tau2 {
        value,
        method: Tau2Method::PauleMandel,
        raw: None,
        standard_error: None,
        search,
    }
}

/// Returns the τ² at which the generalised Q(τ²) equals `target` > 0, or zero when Q(0) is below it.
pub(crate) fn q_root(set: &StudySet, target: f64) -> (f64, Search) {
    let excess = |tau2: f64| weighted(set, tau2).q - target;
    if excess(0.0) <= 0.0 {
        return (0.0, Search::AtZero);
    }
    let typical = compensated(set.pairs().map(|(_, v)| v)) / set.k() as f64;
    let Some(high) = root::bracket_above(excess, 0.0, typical) else {
        return (0.0, Search::NotConverged { steps: 1000 });
    };
    let found = root::find(excess, 0.0, high, 0.0);
    (found.at, outcome(found.outcome, found.evaluations))
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
    let most_precise = most_precise(set);
    let slope = |tau2: f64| relative_score(set, tau2, &centre_and_trace(set, most_precise, tau2));
    let (lowest, highest) = search_range(set);
    let (mut left, mut right, mut rises, mut steps) = (0.0, lowest, slope(0.0) > 0.0, 1);
    let (mut value, mut search, mut likelihood) = if rises {
        (0.0, Search::NotConverged { steps }, f64::NEG_INFINITY)
    } else {
        (0.0, Search::AtZero, restricted_log_likelihood(set, 0.0))
    };
    while left < highest && right.is_finite() {
        let still_rises = slope(right) > 0.0;
        steps += 1;
        if rises && !still_rises {
            // A τ² known to 10⁻¹⁶ of the smallest v changes no weight.
            let found = root::find(slope, left, right, lowest * 1e-16);
            steps += found.evaluations;
            let here = restricted_log_likelihood(set, found.at);
            if here > likelihood {
                (value, likelihood) = (found.at, here);
                search = outcome(found.outcome, steps);
            }
        }
        (left, right, rises) = (right, right * 2.0, still_rises);
    }
    let smallest = trace(set, value).smallest;
    Tau2 {
        value,
        method: Tau2Method::Reml,
        raw: None,
        standard_error: Some((2.0 / trace_of_square(set, value)).sqrt() * smallest),
        search,
    }
}

fn outcome(outcome: root::Outcome, steps: u32) -> Search {
    match outcome {
        root::Outcome::Converged => Search::Converged { steps },
        _ => Search::NotConverged { steps },
    }
}

/// Returns the τ² below which the restricted likelihood is level and from which on it falls.
///
/// The score is negative where Σw²(y − μ̂)² < tr P. The left side is at most max(w) Q, Q at most
/// (k − 1)s²/τ² with s² the sample variance of the estimates, and tr P at least (k − 1) min(w),
/// because the eigenvalues of P lie between the weights. From max(v) on, max(w) is at most twice
/// min(w), which leaves τ² > 2s².
fn search_range(set: &StudySet) -> (f64, f64) {
    let smallest = set.pairs().fold(f64::INFINITY, |low, (_, v)| low.min(v));
    let largest = set.pairs().fold(0.0, |high: f64, (_, v)| high.max(v));
    let lowest = (smallest / 8.0).max(f64::MIN_POSITIVE);
    (lowest, largest.max(2.0 * unweighted_variance(set)))
}

/// Sample variance of the estimates, ignoring their sampling variances.
fn unweighted_variance(set: &StudySet) -> f64 {
    let k = set.k() as f64;
    let origin = set.studies()[0].effect.estimate;
    let mean = compensated(set.pairs().map(|(y, _)| y - origin)) / k;
    compensated(set.pairs().map(|(y, _)| (y - origin - mean).powi(2))) / (k - 1.0)
}

/// Returns 2(min v + τ²) dℓ/dτ²: the score without its unit.
fn relative_score(set: &StudySet, tau2: f64, (centre, trace): &(Centre, Trace)) -> f64 {
    let squares = compensated(set.pairs().map(|(y, v)| {
        let (deviation, weight) = (centre.deviation(y), 1.0 / (v + tau2));
        deviation * weight * (trace.smallest * weight) * deviation
    }));
    squares - trace.relative
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

/// Returns the score dℓ/dτ² = ½[Σw²(y−μ̂)² − tr P] and the expected information ½ tr(PP), where
/// P = W − W11′W/Σw.
#[must_use]
pub fn reml_score(set: &StudySet, tau2: f64) -> (f64, f64) {
    let at = centre_and_trace(set, most_precise(set), tau2);
    let smallest = at.1.smallest;
    let score = relative_score(set, tau2, &at) / smallest;
    let information = 0.5 * trace_of_square(set, tau2) / smallest.powi(2);
    (0.5 * score, information)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::effect::Effect;
    use crate::studies::Study;

    fn set(pairs: &[(f64, f64)]) -> StudySet {
        let studies = pairs
            .iter()
            .enumerate()
            .map(|(i, (y, v))| Study::new(format!("study {i}"), Effect::new(*y, *v).unwrap()));
        StudySet::new(studies.collect()).unwrap()
    }

    const ALL: [Tau2Method; 3] = [
        Tau2Method::Reml,
        Tau2Method::DerSimonianLaird,
        Tau2Method::PauleMandel,
    ];

    /// `reference/byhand/two_study_tau2.md`: ((2)² − 0.3 − 0.9)/2 = 1.4.
    #[test]
    fn two_studies_leave_one_contrast() {
        for method in ALL {
            let found = tau2(&set(&[(0.0, 0.3), (2.0, 0.9)]), method).unwrap();
            assert!((found.value - 1.4).abs() < 1e-12, "{found:?}");
        }
    }

    /// `reference/byhand/equal_variance_tau2.md`: s² of 0, 1, 4, 2.5 is 3.0625; less 0.5.
    #[test]
    fn equal_variances_leave_the_sample_variance() {
        let studies = set(&[(0.0, 0.5), (1.0, 0.5), (4.0, 0.5), (2.5, 0.5)]);
        for method in ALL {
            let found = tau2(&studies, method).unwrap();
            assert!((found.value - 2.5625).abs() < 1e-12, "{found:?}");
        }
    }

    #[test]
    fn equal_estimates_give_zero_and_say_what_was_cut() {
        let studies = set(&[(1.0, 0.5), (1.0, 0.25), (1.0, 1.0)]);
        for method in ALL {
            assert_eq!(tau2(&studies, method).unwrap().value, 0.0);
        }
        assert!(dersimonian_laird(&studies).raw.unwrap() < 0.0);
        assert_eq!(reml(&studies).search, Search::AtZero);
    }

    #[test]
    fn one_study_has_no_between_study_variance() {
        assert_eq!(tau2(&set(&[(1.0, 1.0)]), Tau2Method::Reml), None);
    }

    #[test]
    fn the_score_is_the_slope_of_the_likelihood() {
        let studies = set(&[(0.1, 0.2), (1.5, 0.4), (-0.7, 0.1), (0.9, 1.2)]);
        for at in [0.05, 0.4, 2.0] {
            let h = 1e-5;
            let slope = (restricted_log_likelihood(&studies, at + h)
                - restricted_log_likelihood(&studies, at - h))
                / (2.0 * h);
            let score = reml_score(&studies, at).0;
            assert!(
                (score - slope).abs() < 1e-6 * score.abs().max(1.0),
                "{score} {slope}"
            );
        }
    }

    #[test]
    fn variances_over_ten_orders_of_magnitude_converge() {
        let studies = set(&[
            (0.0, 1e-6),
            (1.0, 1e4),
            (0.5, 1.0),
            (-2.0, 1e-2),
            (3.0, 1e-5),
        ]);
        for method in ALL {
            let found = tau2(&studies, method).unwrap();
            assert!(
                !matches!(found.search, Search::NotConverged { .. }),
                "{found:?}"
            );
        }
        let best = reml(&studies).value;
        assert!(reml_score(&studies, best).0.abs() < 1e-9);
    }
}
