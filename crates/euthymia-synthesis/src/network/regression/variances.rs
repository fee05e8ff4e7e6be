//! The variances τ² and σ²_β.

use super::equations::Problem;
use super::error::RegressionError;
use crate::estimation::Method;
use crate::network::error::FitError;
use crate::network::fit::Model;
use crate::network::tau2::{Height, Tau2, Tau2Method, given, maximum, moments};
use crate::pairwise::tau2::Search;
use euthymia_numerics::chi_squared;
use euthymia_numerics::minimum::{Minimum, Outcome, minimise};

/// An estimate of σ²_β, the variance of exchangeable interactions.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SlopeVariance {
    /// σ̂²_β ≥ 0, in squared units of the estimates per squared unit of the covariate.
    pub value: f64,
    /// Which likelihood was maximised, over τ² also unless that was given.
    pub method: Method,
    /// How the search ended.
    pub search: Search,
    /// The test of σ²_β = 0.
    pub test: SlopeVarianceTest,
}

/// The likelihood-ratio test of σ²_β = 0 against σ²_β > 0: with the same likelihood, τ² estimated anew.
///
/// Since the value tested is the smallest possible one, the p-value is that of an equal mixture of a χ²
/// with one degree of freedom and zero.
///
/// # References
/// Self SG, Liang KY. J Am Stat Assoc 1987;82:605–610 (case 5).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SlopeVarianceTest {
    /// Twice the difference of the log-likelihoods.
    pub statistic: f64,
    /// Half the upper tail of χ² with one degree of freedom; 1 for a statistic of 0.
    pub p_value: f64,
}

/// Both variances.
#[derive(Clone, Copy, Debug)]
pub(super) struct Variances {
    pub(super) tau2: Option<Tau2>,
    pub(super) slope: Option<SlopeVariance>,
}

impl Variances {
    pub(super) fn tau2_used(&self) -> f64 {
        self.tau2.map_or(0.0, |t| t.value)
    }

    pub(super) fn slope_used(&self) -> f64 {
        self.slope.map_or(0.0, |s| s.value)
    }
}

/// Estimates the variances.
pub(super) fn estimate(problem: &Problem, model: Model) -> Result<Variances, RegressionError> {
    if problem.random == 0 {
        let tau2 = match model {
            Model::CommonEffect => None,
            Model::RandomEffects(method) => one(problem, method, 0.0)?,
        };
        return Ok(Variances { tau2, slope: None });
    }
    match model {
        Model::CommonEffect => {
            let slope = slope_beside(problem, 0.0)?;
            Ok(Variances {
                tau2: None,
                slope: Some(slope),
            })
        }
        Model::RandomEffects(Tau2Method::Given(value)) => Ok(Variances {
            tau2: Some(given(value)),
            slope: Some(slope_beside(problem, value.get())?),
        }),
        Model::RandomEffects(Tau2Method::DerSimonianLaird) => Err(RegressionError::NoMoments),
        Model::RandomEffects(method @ Tau2Method::MaximumLikelihood) => {
            both(problem, method, Method::Ml)
        }
        Model::RandomEffects(method @ Tau2Method::Reml) => both(problem, method, Method::Reml),
    }
}

/// τ² at a fixed σ²_β; `None` without a degree of freedom.
pub(super) fn one(
    problem: &Problem,
    method: Tau2Method,
    slope_variance: f64,
) -> Result<Option<Tau2>, FitError> {
    let df = problem.df();
    if df == 0 && !matches!(method, Tau2Method::Given(_)) {
        return Ok(None);
    }
    let climb = |likelihood: Method| {
        maximum(&problem.network, method, |tau2| {
            let at = problem.at(tau2, slope_variance)?;
            Ok(Height {
                log_likelihood: at.likelihood(likelihood),
                score: at.slope(likelihood),
            })
        })
    };
    let found = match method {
        Tau2Method::Given(value) => given(value),
        Tau2Method::DerSimonianLaird => {
            let at = problem.at(0.0, slope_variance)?;
            moments(at.q, df, at.restricted_trace)?
        }
        Tau2Method::MaximumLikelihood => climb(Method::Ml)?,
        Tau2Method::Reml => climb(Method::Reml)?,
    };
    Ok(Some(found))
}

/// A place that a search ended at.
#[derive(Clone, Copy, Debug)]
struct Place {
    tau2: f64,
    slope: f64,
    height: f64,
    search: Search,
}

/// How far a height must be above another to be more than rounding.
const GAIN: f64 = 1e-10;

impl Place {
    /// True when another place is higher by more than rounding.
    fn below(&self, other: &Self) -> bool {
        other.height > self.height + GAIN * self.height.abs().max(1.0)
    }
}

/// Units in which both standard deviations are about one.
struct Units {
    tau: f64,
    slope: f64,
}

/// Starts of a search, in these units.
const STARTS: [f64; 3] = [0.2, 1.0, 5.0];

fn search(found: &Minimum) -> Search {
    let steps = found.evaluations;
    match found.outcome {
        Outcome::Converged => Search::Converged { steps },
        _ => Search::NotConverged { steps },
    }
}

/// σ²_β by REML at a fixed τ².
fn slope_beside(problem: &Problem, tau2: f64) -> Result<SlopeVariance, FitError> {
    let zero = Place {
        tau2,
        slope: 0.0,
        height: problem.at(tau2, 0.0)?.likelihood(Method::Reml),
        search: Search::AtZero,
    };
    let best = along_slope(problem, &units(problem), Method::Reml, zero);
    Ok(finished(best, zero.height, Method::Reml))
}

/// The highest place on the line of one τ², `zero` where none is higher.
fn along_slope(problem: &Problem, units: &Units, method: Method, zero: Place) -> Place {
    let mut best = zero;
    for start in STARTS {
        let of = |x: f64| (x * units.slope).powi(2);
        let f = |x: &[f64]| {
            let slope = x.first().map_or(0.0, |x| of(*x));
            let at = problem.at(zero.tau2, slope);
            at.map_or(f64::NAN, |at| -at.likelihood(method))
        };
        let found = minimise(f, &[start]);
        let place = Place {
            tau2: zero.tau2,
            slope: found.at.first().map_or(0.0, |x| of(*x)),
            height: -found.value,
            search: search(&found),
        };
        if best.below(&place) {
            best = place;
        }
    }
    best
}

/// Both variances at the highest place, on the borders and between them.
fn both(
    problem: &Problem,
    named: Tau2Method,
    method: Method,
) -> Result<Variances, RegressionError> {
    let units = units(problem);
    let alone = one(problem, named, 0.0)?;
    let tau2 = alone.map_or(0.0, |t| t.value);
    let zero = Place {
        tau2,
        slope: 0.0,
        height: problem.at(tau2, 0.0)?.likelihood(method),
        search: alone.map_or(Search::AtZero, |t| t.search),
    };
    let origin = Place {
        tau2: 0.0,
        slope: 0.0,
        height: problem.at(0.0, 0.0)?.likelihood(method),
        search: Search::AtZero,
    };
    let mut best = zero;
    for place in [along_slope(problem, &units, method, origin)]
        .into_iter()
        .chain(between(problem, &units, method))
    {
        if best.below(&place) {
            best = place;
        }
    }
    let at_zero = |value: f64| {
        if value == 0.0 {
            Search::AtZero
        } else {
            best.search
        }
    };
    Ok(Variances {
        tau2: Some(Tau2 {
            value: best.tau2,
            method: named,
            raw: None,
            search: at_zero(best.tau2),
        }),
        slope: Some(finished(best, zero.height, method)),
    })
}

/// Local maxima with both variances free, from the two best places of a grid.
fn between(problem: &Problem, units: &Units, method: Method) -> Vec<Place> {
    let of = |x: &[f64]| {
        let square = |at: usize, unit: f64| x.get(at).map_or(0.0, |x| (x * unit).powi(2));
        (square(0, units.tau), square(1, units.slope))
    };
    let f = |x: &[f64]| {
        let (tau2, slope) = of(x);
        let at = problem.at(tau2, slope);
        at.map_or(f64::NAN, |at| -at.likelihood(method))
    };
    let grid = STARTS.iter().flat_map(|a| STARTS.iter().map(|b| [*a, *b]));
    let mut starts: Vec<(f64, [f64; 2])> = grid.map(|at| (f(&at), at)).collect();
    starts.sort_by(|a, b| a.0.total_cmp(&b.0));
    let climbed = starts.iter().take(2).map(|(_, start)| {
        let found = minimise(f, start);
        let (tau2, slope) = of(&found.at);
        Place {
            tau2,
            slope,
            height: -found.value,
            search: search(&found),
        }
    });
    climbed.collect()
}

fn finished(best: Place, without: f64, method: Method) -> SlopeVariance {
    let statistic = (2.0 * (best.height - without)).max(0.0);
    let is_zero = best.slope == 0.0;
    SlopeVariance {
        value: best.slope,
        method,
        search: if is_zero { Search::AtZero } else { best.search },
        test: SlopeVarianceTest {
            statistic: if is_zero { 0.0 } else { statistic },
            p_value: if is_zero {
                1.0
            } else {
                0.5 * chi_squared::sf(statistic, 1.0)
            },
        },
    }
}

/// The root of the mean sampling variance, and the same by unit of the covariate.
fn units(problem: &Problem) -> Units {
    let (mut variances, mut contrasts, mut squares, mut entries) = (0.0, 0.0, 0.0, 0.0);
    for (trial, rows) in problem.network.trials().iter().zip(&problem.rows) {
        let diagonal = trial.covariance().diagonal();
        variances += diagonal.sum();
        contrasts += diagonal.len() as f64;
        for (_, x) in rows.iter().flatten().filter(|(at, _)| *at >= problem.fixed) {
            squares += x * x;
            entries += 1.0;
        }
    }
    let tau = (variances / contrasts).sqrt();
    let spread = (squares / entries).sqrt();
    let usable = |x: f64| Some(x).filter(|x| *x > 0.0 && x.is_finite()).unwrap_or(1.0);
    Units {
        tau: usable(tau),
        slope: usable(tau / spread),
    }
}
