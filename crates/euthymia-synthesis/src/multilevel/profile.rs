//! Intervals of variances and correlations from the profile of the likelihood.
//!
//! The profile at a value is the log-likelihood with that parameter held there and all others at
//! their best. The interval is every value with 2(ln L̂ − profile) ≤ χ²₁.
//!
//! # References
//! Hardy RJ, Thompson SG. Stat Med 1996;15:619–629.

use super::likelihood::Likelihood;
use super::parameter::{Kind, Parameter};
use super::search::{Found, maximise};
use super::{Data, MultilevelError, MultilevelFit};
use euthymia_numerics::{chi_squared, root};
use std::cmp::Ordering;

/// The profile-likelihood interval of one parameter of the random part.
#[derive(Clone, Debug, PartialEq)]
pub struct ProfileInterval {
    /// Which parameter.
    pub parameter: Parameter,
    /// Its estimate.
    pub estimate: f64,
    /// Lower limit; the lowest permitted value where the profile is above the cut-off there.
    pub lower: f64,
    /// Upper limit; `None` where the profile stays above the cut-off without end.
    pub upper: Option<f64>,
    /// False when a search did not settle; the interval must then be shown as not converged.
    pub converged: bool,
}

/// A limit of an upward search: beyond this multiple of the scale a variance is called unbounded.
const FARTHEST: f64 = 1e10;

/// Returns the profile-likelihood interval of a parameter, by its place in [`Data::parameters`], at
/// the level of the fit.
///
/// # Errors
/// [`MultilevelError::NoSuchParameter`]; [`MultilevelError::OutOfRange`].
///
/// # Example
/// ```
/// use euthymia_synthesis::design::Design;
/// use euthymia_synthesis::multilevel::{self, Data, Grouping, KnownCovariance, Options, Term};
/// use euthymia_synthesis::variance::Variance;
/// let study = Grouping::new("study", &["A", "B", "C", "D"]);
/// let known = KnownCovariance::independent(&[Variance::new(0.1)?; 4]);
/// let data = Data::new(vec![0.0, 1.0, 2.0, 3.0], known, Design::intercept(4),
///     vec![Term::Intercept(study)])?;
/// let fit = multilevel::fit(&data, &Options::default())?;
/// let interval = multilevel::profile(&data, &fit, 0)?;
/// assert!(interval.lower < 1.0 && interval.upper.is_some_and(|upper| upper > 5.0));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn profile(
    data: &Data,
    fit: &MultilevelFit,
    parameter: usize,
) -> Result<ProfileInterval, MultilevelError> {
    let likelihood = Likelihood::new(data)?;
    let mut held = Held::new(&likelihood, fit, parameter)?;
    let component = &fit.components[parameter];
    let estimate = component.value;
    let cut_off = chi_squared::upper_quantile(fit.options.level.complement(), 1.0);
    let (lowest, highest) = component.parameter.kind.limits();
    // A range has no zero; below this one it is indistinguishable from none.
    let lowest = match component.parameter.kind {
        Kind::Range => estimate * 1e-5,
        _ => lowest,
    };
    let mut excess = |value: f64| held.drop_at(value) - cut_off;
    let lower = if estimate <= lowest || excess(lowest) <= 0.0 {
        (lowest, true)
    } else {
        find(&mut excess, lowest, estimate)
    };
    let upper = if highest.is_finite() {
        if estimate >= highest || excess(highest) <= 0.0 {
            (Some(highest), true)
        } else {
            let (at, converged) = find(&mut excess, estimate, highest);
            (Some(at), converged)
        }
    } else {
        upward(
            &mut excess,
            estimate,
            scale(data, estimate, component.parameter.kind),
        )
    };
    Ok(ProfileInterval {
        parameter: component.parameter.clone(),
        estimate,
        lower: lower.0,
        upper: upper.0,
        converged: lower.1 && upper.1 && held.converged && fit.converged(),
    })
}

/// Returns the profile of the log-likelihood at a value of a parameter, for a picture of it.
///
/// # Errors
/// [`MultilevelError::NoSuchParameter`], [`MultilevelError::Parameter`],
/// [`MultilevelError::OutOfRange`].
pub fn profile_at(
    data: &Data,
    fit: &MultilevelFit,
    parameter: usize,
    value: f64,
) -> Result<f64, MultilevelError> {
    let likelihood = Likelihood::new(data)?;
    let held = Held::new(&likelihood, fit, parameter)?;
    fit.components[parameter].parameter.check(value)?;
    let found = held.search(value).ok_or(MultilevelError::OutOfRange)?;
    Ok(found.log_likelihood)
}

/// The likelihood with one parameter held.
struct Held<'a, 'b> {
    likelihood: &'b Likelihood<'a>,
    fit: &'b MultilevelFit,
    parameter: usize,
    best: f64,
    /// Where the fit is.
    theta: Vec<f64>,
    converged: bool,
}

impl<'a, 'b> Held<'a, 'b> {
    fn new(
        likelihood: &'b Likelihood<'a>,
        fit: &'b MultilevelFit,
        parameter: usize,
    ) -> Result<Self, MultilevelError> {
        let same = fit.components.len() == likelihood.data.parameters().len();
        match fit.components.get(parameter) {
            Some(component) if !component.fixed && same => Ok(Self {
                likelihood,
                fit,
                parameter,
                best: fit.statistics().log_likelihood,
                theta: fit.parameters(),
                converged: true,
            }),
            _ => Err(MultilevelError::NoSuchParameter(parameter)),
        }
    }

    /// The higher of the peaks that are found from the fit and from afresh: a likelihood may have
    /// several, and where a search begins must not depend on the one before.
    fn search(&self, value: f64) -> Option<Found> {
        let mut fixed = self.fit.options.fixed.clone();
        fixed.resize(self.theta.len(), None);
        fixed[self.parameter] = Some(value);
        let from = |start: Option<&[f64]>| {
            maximise(self.likelihood, self.fit.options.method, &fixed, start).ok()
        };
        match (from(Some(&self.theta)), from(None)) {
            (Some(near), Some(afresh)) => {
                let rank = |found: &Found| (found.search.converged(), found.log_likelihood);
                let is_near = rank(&near).partial_cmp(&rank(&afresh)) != Some(Ordering::Less);
                Some(if is_near { near } else { afresh })
            }
            (near, afresh) => near.or(afresh),
        }
    }

    /// 2(ln L̂ − profile); very large where there is no likelihood.
    fn drop_at(&mut self, value: f64) -> f64 {
        let Some(found) = self.search(value) else {
            return 1e6;
        };
        self.converged &= found.search.converged();
        let drop = 2.0 * (self.best - found.log_likelihood);
        drop.min(1e6)
    }
}

fn find(excess: &mut impl FnMut(f64) -> f64, low: f64, high: f64) -> (f64, bool) {
    let tolerance = 1e-11 * (high - low).abs();
    let found = root::find(excess, low, high, tolerance);
    (found.at, found.outcome == root::Outcome::Converged)
}

/// A step that is neither nothing nor everything.
fn scale(data: &Data, estimate: f64, kind: Kind) -> f64 {
    let typical = data.known().variances().iter().sum::<f64>() / data.rows() as f64;
    match kind {
        Kind::Variance => estimate.max(0.1 * typical),
        _ => estimate,
    }
}

fn upward(excess: &mut impl FnMut(f64) -> f64, estimate: f64, scale: f64) -> (Option<f64>, bool) {
    let (mut low, mut step) = (estimate, scale);
    while step < FARTHEST * scale {
        let high = estimate + step;
        if excess(high) > 0.0 {
            let (at, converged) = find(excess, low, high);
            return (Some(at), converged);
        }
        low = high;
        step *= 2.0;
    }
    (None, true)
}
