//! Maximising the likelihood over the scale coefficients.

use super::model::{Model, dot};
use super::{Link, LocationScaleError};
use euthymia_numerics::linear::{Cholesky, Vector};
use euthymia_numerics::minimum::minimise;

/// How the search ended.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// At a maximum: the last Newton step changed no predictor visibly, and the curvature is downward.
    Converged,
    /// The likelihood rises, by ever less, while τ² of some studies falls to zero: it has no maximum at
    /// finite α (log link), or lies at the edge of what is allowed (identity link). The coefficients
    /// are where the search stopped; they have no standard error.
    AtZero {
        /// The studies whose τ² vanishes, counted from 0.
        vanishing: Vec<usize>,
    },
    /// The bound on steps was reached, or no step helped: the values are the last ones and must be
    /// shown as such.
    NotConverged,
}

/// One accepted step of the search.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// α before the step.
    pub alpha: Vec<f64>,
    /// The log-likelihood there.
    pub log_likelihood: f64,
    /// The largest change of a scale predictor that the full step asked for.
    pub change: f64,
    /// True where the expected information had to stand in for the observed one.
    pub fisher: bool,
}

pub(super) struct Climb {
    pub(super) inner: Vector<f64>,
    pub(super) value: f64,
    pub(super) outcome: Outcome,
    pub(super) trace: Vec<Step>,
}

const STEPS_MAX: usize = 200;
/// A Newton step that changes every predictor by less ends the search; the error after it is its square.
const SETTLED: f64 = 1e-9;
/// A gain of less than this share of the likelihood is invisible.
const INVISIBLE: f64 = 1e-11;
/// A step that large for an invisible gain runs away.
const RUNNING: f64 = 1e-2;
/// The predictor changes by no more than this in one step.
const STRIDE: f64 = 3.0;

/// Searches from several starts and returns the best end.
///
/// Each search is Newton's on the observed information, Fisher scoring where that is not positive
/// definite, with halving until the likelihood does not fall. If none settles, a quasi-Newton search
/// goes on from the best place and Newton's finishes it.
pub(super) fn maximise(model: &Model) -> Result<Climb, LocationScaleError> {
    let climbs = starts(model).into_iter();
    let climbs = climbs.filter_map(|start| climb(model, start));
    let best = climbs
        .reduce(better)
        .ok_or(LocationScaleError::OutOfRange)?;
    if best.outcome != Outcome::NotConverged {
        return Ok(best);
    }
    let objective = |at: &[f64]| -model.value(&Vector::from_column_slice(at));
    let found = minimise(objective, best.inner.as_slice());
    let again = climb(model, Vector::from_vec(found.at));
    Ok(match again {
        Some(again) => better(best, again),
        None => best,
    })
}

/// The one with the higher likelihood; where they agree, the one that settled.
fn better(a: Climb, b: Climb) -> Climb {
    let close = (a.value - b.value).abs() <= 1e-9 * a.value.abs().max(1.0);
    let settled = |climb: &Climb| climb.outcome == Outcome::Converged;
    if close && settled(&a) != settled(&b) {
        return if settled(&a) { a } else { b };
    }
    if b.value > a.value && !close { b } else { a }
}

/// One τ² for all studies, small and large, and the regression of ln(e² − v) on the scale design
/// (Harvey 1976).
fn starts(model: &Model) -> Vec<Vector<f64>> {
    let (spread, typical) = model.spread();
    let floor = 0.1 * typical;
    let level = (spread - typical).max(floor);
    let forward = |tau2: f64| match model.link {
        Link::Log => tau2.ln(),
        Link::Identity => tau2,
    };
    let mut starts: Vec<Vector<f64>> = [level, (10.0 * spread).max(typical)]
        .map(|tau2| project(model, model.left_over().map(|_| forward(tau2))))
        .to_vec();
    let each = model.left_over();
    starts.push(project(
        model,
        each.map(|(e, v)| forward((e * e - v).max(floor))),
    ));
    starts
}

/// Least squares of the scale predictors on the orthonormal scale design.
fn project(model: &Model, predictors: impl Iterator<Item = f64>) -> Vector<f64> {
    let mut inner = Vector::zeros(model.scale.width);
    for (z, eta) in model.scale.rows().zip(predictors) {
        for (sum, z) in inner.iter_mut().zip(z) {
            *sum += eta * z;
        }
    }
    inner
}

/// `None` where the start has no likelihood.
fn climb(model: &Model, start: Vector<f64>) -> Option<Climb> {
    let mut value = model.value(&start);
    if !value.is_finite() {
        return None;
    }
    let mut inner = start;
    let mut trace = Vec::new();
    let mut outcome = Outcome::NotConverged;
    while trace.len() < STEPS_MAX {
        let Some(Newton { step, gain, fisher }) = newton(model, &inner) else {
            break;
        };
        let changes = Changes::of(model, &inner, &step);
        trace.push(Step {
            alpha: model.scale.outward(&inner).iter().copied().collect(),
            log_likelihood: value,
            change: changes.largest,
            fisher,
        });
        let size = value.abs().max(1.0);
        if changes.room <= 0.0 || (gain <= INVISIBLE * size && changes.largest > RUNNING) {
            outcome = Outcome::AtZero {
                vanishing: changes.falling,
            };
            break;
        }
        let settled = changes.largest <= SETTLED && !fisher;
        let first = (STRIDE / changes.largest).min(changes.room).min(1.0);
        match advance(model, &inner, &step, first, value) {
            Some((next, higher)) => (inner, value) = (next, higher),
            None if settled => {}
            None => break,
        }
        if settled {
            outcome = Outcome::Converged;
            break;
        }
    }
    Some(Climb {
        inner,
        value,
        outcome,
        trace,
    })
}

struct Newton {
    step: Vector<f64>,
    /// What the step promises.
    gain: f64,
    fisher: bool,
}

/// `None` where neither information can be inverted.
fn newton(model: &Model, inner: &Vector<f64>) -> Option<Newton> {
    let tau2 = model.tau2s(inner)?;
    let slopes = model.slopes(&tau2, &model.locate(&tau2)?);
    let (factor, fisher) = match Cholesky::new(slopes.observed) {
        Ok(factor) => (factor, false),
        Err(_) => (Cholesky::new(slopes.expected).ok()?, true),
    };
    let step = factor.solve_vector(&slopes.score);
    let gain = 0.5 * step.dot(&slopes.score);
    step.iter()
        .all(|x| x.is_finite())
        .then_some(Newton { step, gain, fisher })
}

/// What a step does to the predictors.
struct Changes {
    /// The largest change: of ln τ², or of τ² in units of the variance of the estimate.
    largest: f64,
    /// The share of the step after which a τ² would be negative; infinite with the log link.
    room: f64,
    /// Studies whose τ² the step takes towards zero.
    falling: Vec<usize>,
}

impl Changes {
    fn of(model: &Model, inner: &Vector<f64>, step: &Vector<f64>) -> Self {
        let mut changes = Self {
            largest: 0.0,
            room: f64::INFINITY,
            falling: Vec::new(),
        };
        for (i, (z, (_, v))) in model.scale.rows().zip(model.left_over()).enumerate() {
            let change = dot(z, step.as_slice());
            let (unit, fraction) = match model.link {
                Link::Log => (1.0, f64::INFINITY),
                Link::Identity => {
                    let eta = dot(z, inner.as_slice()).max(0.0);
                    (
                        v + eta,
                        if change < 0.0 {
                            -eta / change
                        } else {
                            f64::INFINITY
                        },
                    )
                }
            };
            changes.largest = changes.largest.max((change / unit).abs());
            changes.room = changes.room.min(fraction);
            let vanishes = match model.link {
                Link::Log => change < -RUNNING,
                Link::Identity => fraction <= 0.0,
            };
            if vanishes {
                changes.falling.push(i);
            }
        }
        changes
    }
}

/// Goes along a step, halving until the likelihood does not fall by more than its rounding.
fn advance(
    model: &Model,
    inner: &Vector<f64>,
    step: &Vector<f64>,
    first: f64,
    value: f64,
) -> Option<(Vector<f64>, f64)> {
    let slack = 1e-14 * value.abs().max(1.0);
    let mut length = first;
    for _ in 0..50 {
        let next = inner + step * length;
        let higher = model.value(&next);
        if higher >= value - slack {
            return Some((next, higher));
        }
        length *= 0.5;
    }
    None
}
