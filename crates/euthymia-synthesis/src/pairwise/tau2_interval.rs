//! Confidence intervals for τ², and what they mean for I² and H².

use super::Bounds;
use super::heterogeneity::{shares, typical_variance};
use super::q_distribution::QDistribution;
use super::tau2::{Likelihood, QWeights, Search, q_root, q_weights, rising_root, search_range};
use super::weighting::Weights;
use crate::studies::StudySet;
use euthymia_numerics::{Probability, chi_squared, root};

/// Which interval for τ².
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tau2IntervalMethod {
    /// Where Q(τ²), with weights 1/(v + τ²), lies within the central part of χ² with k − 1.
    ///
    /// Viechtbauer W. Stat Med 2007;26:37–52. Exact when estimates are normal.
    QProfile,
    /// Where Q with fixed weights, as observed, lies within the central part of its distribution.
    ///
    /// Jackson D. Res Synth Methods 2013;4:220–229; with 1/v: Biggerstaff BJ, Jackson D. Stat Med
    /// 2008;27:6093–6110. Exact when estimates are normal.
    GeneralisedQ(QWeights),
    /// Where the log-likelihood is within half a χ² quantile (one degree of freedom) of its maximum.
    ///
    /// Hardy RJ, Thompson SG. Stat Med 1996;15:619–629.
    ProfileLikelihood,
    /// The same with the restricted log-likelihood; metafor's choice beside REML.
    RestrictedProfileLikelihood,
}

/// An interval for τ², with I² and H² at its ends.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tau2Interval {
    /// Which interval.
    pub method: Tau2IntervalMethod,
    /// Interval for τ²; both ends may be zero.
    pub tau2: Bounds,
    /// I² at those ends, in [0, 1].
    pub i2: Bounds,
    /// H² at those ends.
    pub h2: Bounds,
    /// True when no τ² ≥ 0 agrees with the data at this level: the studies lie closer together than
    /// their variances allow, and both ends are shown as zero.
    pub empty: bool,
    /// False when a search for an end did not settle; the end must then be shown as unknown.
    pub converged: bool,
}

/// Returns an interval for τ²; `None` for a single study, for a level of 0 or 1, and when given
/// weights are asked for and absent or not one for each study.
///
/// # Example
/// ```
/// use euthymia_numerics::Probability;
/// use euthymia_synthesis::{effect::Effect, studies::{Study, StudySet}};
/// use euthymia_synthesis::pairwise::tau2_interval::{tau2_interval, Tau2IntervalMethod};
/// let set = StudySet::new(vec![
///     Study::new("A", Effect::new(0.0, 1.0)?),
///     Study::new("B", Effect::new(10.0, 1.0)?),
/// ])?;
/// let level = Probability::new(0.9)?;
/// let found = tau2_interval(&set, Tau2IntervalMethod::QProfile, None, level).unwrap();
/// // Q(τ²) = 10²/(2 + 2τ²), and 3.8415 is the upper 5 % point of χ² with one degree of freedom.
/// assert!((found.tau2.lower - (50.0 / 3.841_458_820_694_124 - 1.0)).abs() < 1e-9);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn tau2_interval(
    set: &StudySet,
    method: Tau2IntervalMethod,
    given: Option<&Weights>,
    level: Probability,
) -> Option<Tau2Interval> {
    use Tau2IntervalMethod as M;
    if set.k() < 2 || !(level.get() > 0.0 && level.get() < 1.0) {
        return None;
    }
    let ends = match method {
        M::QProfile => q_profile(set, level),
        M::GeneralisedQ(weights) => generalised_q(set, &q_weights(set, weights, given)?, level),
        M::ProfileLikelihood => likelihood_profile(set, Likelihood::Full, level),
        M::RestrictedProfileLikelihood => likelihood_profile(set, Likelihood::Restricted, level),
    };
    let typical = typical_variance(set);
    let (low, high) = (shares(ends.lower, typical), shares(ends.upper, typical));
    Some(Tau2Interval {
        method,
        tau2: Bounds {
            lower: ends.lower,
            upper: ends.upper,
        },
        i2: Bounds {
            lower: low.0,
            upper: high.0,
        },
        h2: Bounds {
            lower: low.1,
            upper: high.1,
        },
        empty: ends.empty,
        converged: ends.searches.iter().all(|search| search.settled()),
    })
}

struct Ends {
    lower: f64,
    upper: f64,
    empty: bool,
    searches: [Search; 2],
}

/// Q(τ²) falls strictly, so each end is one root; an end is zero when Q(0) is below its quantile.
fn q_profile(set: &StudySet, level: Probability) -> Ends {
    let df = (set.k() - 1) as f64;
    let tail = level.complement().half();
    let (lower, found_lower) = q_root(set, chi_squared::upper_quantile(tail, df));
    let (upper, found_upper) = q_root(set, chi_squared::upper_quantile(tail.complement(), df));
    Ends {
        lower,
        upper,
        empty: found_upper == Search::AtZero,
        searches: [found_lower, found_upper],
    }
}

/// The probability of a larger Q rises strictly with τ², so each end is one root.
fn generalised_q(set: &StudySet, weights: &[f64], level: Probability) -> Ends {
    let distribution = QDistribution::new(set, weights);
    let tail = level.complement().half().get();
    // Logarithms, so that a tail of many zeros still guides the search.
    let log = |p: f64| (p / tail).ln().max(-1e4);
    let (lower, found_lower) = rising_root(set, |tau2| log(distribution.tails(tau2).1));
    let (upper, found_upper) = rising_root(set, |tau2| -log(distribution.tails(tau2).0));
    Ends {
        lower,
        upper,
        empty: found_upper == Search::AtZero,
        searches: [found_lower, found_upper],
    }
}

/// The likelihood can have more than one maximum: the interval reaches from the lowest to the highest
/// τ² that is likely enough, as far as doublings of τ² tell them apart.
fn likelihood_profile(set: &StudySet, likelihood: Likelihood, level: Probability) -> Ends {
    let method = match likelihood {
        Likelihood::Full => super::Tau2Method::MaximumLikelihood,
        Likelihood::Restricted => super::Tau2Method::Reml,
    };
    let best = super::tau2::tau2(set, method).map_or(0.0, |t| t.value);
    let drop = 0.5 * chi_squared::upper_quantile(level.complement(), 1.0);
    let cut = likelihood.at(set, best) - drop;
    let excess = |tau2: f64| likelihood.at(set, tau2) - cut;
    let (lowest, highest) = search_range(set);
    let mut points = vec![0.0];
    let mut next = lowest;
    while next < highest && next.is_finite() {
        points.push(next);
        next *= 2.0;
    }
    points.extend([best, highest.max(best)]);
    points.sort_by(f64::total_cmp);
    let inside: Vec<bool> = points
        .iter()
        .map(|at| *at == best || excess(*at) >= 0.0)
        .collect();
    let first = inside.iter().position(|within| *within).unwrap_or(0);
    let last = inside.iter().rposition(|within| *within).unwrap_or(0);
    let (lower, found_lower) = match first.checked_sub(1) {
        None => (0.0, Search::AtZero),
        Some(before) => crossing(excess, points[before], points[first]),
    };
    let (upper, found_upper) = match points.get(last + 1) {
        Some(after) => crossing(excess, points[last], *after),
        // From the end of the range on the likelihood only falls.
        None => match root::bracket_above(excess, points[last], points[last] * 2.0 + lowest) {
            Some(beyond) => crossing(excess, points[last], beyond),
            None => (points[last], Search::NotConverged { steps: 1000 }),
        },
    };
    Ends {
        lower,
        upper,
        empty: false,
        searches: [found_lower, found_upper],
    }
}

fn crossing(excess: impl Fn(f64) -> f64, low: f64, high: f64) -> (f64, Search) {
    let found = root::find(excess, low, high, 0.0);
    let steps = found.evaluations;
    match found.outcome {
        root::Outcome::Converged => (found.at, Search::Converged { steps }),
        _ => (found.at, Search::NotConverged { steps }),
    }
}
