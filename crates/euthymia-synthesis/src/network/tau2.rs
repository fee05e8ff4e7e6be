//! Estimators of the between-study variance τ² of a network, one for all comparisons.

use super::data::Network;
use super::error::FitError;
use super::system::{Solution, System};
use crate::pairwise::tau2::{GivenTau2, Search};
use euthymia_numerics::root;

/// Which estimator of τ².
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Tau2Method {
    /// Method of moments, (Q − df)/tr(PΣ₀), cut at zero; netmeta's default.
    ///
    /// Jackson D, White IR, Riley RD. Biom J 2013;55:231–245.
    DerSimonianLaird,
    /// Maximum likelihood.
    MaximumLikelihood,
    /// Restricted maximum likelihood, with the covariances of trials of several arms.
    Reml,
    /// A value chosen beforehand.
    Given(GivenTau2),
}

/// An estimate of τ² with how it was found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tau2 {
    /// τ̂² ≥ 0, in squared units of the estimates.
    pub value: f64,
    /// Which estimator.
    pub method: Tau2Method,
    /// What the moment equation gave before it was cut at zero; `None` for other methods.
    pub raw: Option<f64>,
    /// How the search ended.
    pub search: Search,
}

/// Estimates τ²; `None` without a degree of freedom, where nothing but a given value is possible.
pub(crate) fn estimate(system: &System<'_>, method: Tau2Method) -> Result<Option<Tau2>, FitError> {
    let df = system.df();
    if df == 0 && !matches!(method, Tau2Method::Given(_)) {
        return Ok(None);
    }
    let climb = |height: fn(Solution<'_>) -> Height| {
        maximum(system.network, method, |tau2| system.at(tau2).map(height))
    };
    let found = match method {
        Tau2Method::Given(value) => given(value),
        Tau2Method::DerSimonianLaird => {
            let at = system.at(0.0)?;
            moments(at.q, df, at.restricted_trace())?
        }
        Tau2Method::MaximumLikelihood => climb(|at| Height {
            log_likelihood: at.log_likelihood(),
            score: at.score(),
        })?,
        Tau2Method::Reml => climb(|at| Height {
            log_likelihood: at.restricted_log_likelihood(),
            score: at.restricted_score(),
        })?,
    };
    Ok(Some(found))
}

/// A value chosen beforehand.
pub(crate) fn given(value: GivenTau2) -> Tau2 {
    Tau2 {
        value: value.get(),
        method: Tau2Method::Given(value),
        raw: None,
        search: Search::ClosedForm,
    }
}

/// The value at which Q has its expectation, df + τ² trace.
pub(crate) fn moments(q: f64, df: usize, trace: f64) -> Result<Tau2, FitError> {
    let raw = (q - df as f64) / trace;
    if !raw.is_finite() {
        return Err(FitError::OutOfRange);
    }
    Ok(Tau2 {
        value: raw.max(0.0),
        method: Tau2Method::DerSimonianLaird,
        raw: Some(raw),
        search: Search::ClosedForm,
    })
}

/// The height and the slope of a likelihood at one τ².
#[derive(Clone, Copy, Debug)]
pub(crate) struct Height {
    pub(crate) log_likelihood: f64,
    /// Any positive multiple of dℓ/dτ².
    pub(crate) score: f64,
}

/// Finds the highest maximum: τ² is doubled from an eighth of the smallest variance to beyond every
/// possible maximum, and each place where the slope turns down is looked at.
pub(crate) fn maximum(
    network: &Network,
    method: Tau2Method,
    at: impl Fn(f64) -> Result<Height, FitError>,
) -> Result<Tau2, FitError> {
    let (lowest, highest) = range(network);
    let origin = at(0.0)?;
    let (mut left, mut right, mut rises, mut steps) = (0.0, lowest, origin.score > 0.0, 1);
    let (mut value, mut search, mut best) = if rises {
        (0.0, Search::NotConverged { steps }, f64::NEG_INFINITY)
    } else {
        (0.0, Search::AtZero, origin.log_likelihood)
    };
    while left < highest && right.is_finite() {
        let still_rises = at(right)?.score > 0.0;
        steps += 1;
        if rises && !still_rises {
            let slope = |tau2: f64| at(tau2).map_or(f64::NAN, |height| height.score);
            let found = root::find(slope, left, right, lowest * 1e-16);
            steps += found.evaluations;
            let here = at(found.at)?.log_likelihood;
            if here > best {
                (value, best) = (found.at, here);
                search = match found.outcome {
                    root::Outcome::Converged => Search::Converged { steps },
                    _ => Search::NotConverged { steps },
                };
            }
        }
        (left, right, rises) = (right, right * 2.0, still_rises);
    }
    Ok(Tau2 {
        value,
        method,
        raw: None,
        search,
    })
}

/// From an eighth of the smallest sampling variance to the larger of the largest and twice the sum of
/// squares of all differences, which no estimate exceeds.
fn range(network: &Network) -> (f64, f64) {
    let (mut smallest, mut largest, mut squares) = (f64::INFINITY, 0.0_f64, 0.0);
    for trial in network.trials() {
        let variances = trial.covariance().diagonal();
        for (variance, value) in variances.iter().zip(trial.values().iter().skip(1)) {
            smallest = smallest.min(*variance);
            largest = largest.max(*variance);
            squares += value * value;
        }
    }
    (
        (smallest / 8.0).max(f64::MIN_POSITIVE),
        largest.max(2.0 * squares),
    )
}
