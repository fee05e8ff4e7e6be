//! Maximising the likelihood over the scale coefficients.

use super::edge::Edge;
use super::model::{Model, dot};
use super::starts::{distance, starts};
use super::{Link, LocationScaleError};
use euthymia_numerics::linear::{Cholesky, Vector};
use euthymia_numerics::minimum::minimise;

/// How the search ended.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// At a maximum: the last Newton step changed no predictor visibly, and the curvature is downward.
    Converged,
    /// τ² of some studies is zero. With the log link the likelihood rises, by ever less, while their τ²
    /// falls: it has no maximum at finite α, and the coefficients are where the search stopped. With
    /// the identity link the maximum lies at the edge of what is allowed, and the coefficients are its
    /// place. In both cases α̂ has no standard errors, while β̂ and τ̂² are at the limit.
    AtZero {
        /// The studies whose τ² is zero or next to nothing, counted from 0.
        vanishing: Vec<usize>,
    },
    /// At a maximum that is level in some direction, because there are more scale coefficients than the
    /// studies can tell apart: other coefficients are as likely.
    Level,
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
/// A step that was cut to its bound and gains a smaller share than this has nowhere to go.
const FAINT: f64 = 1e-8;
/// A step that large for an invisible gain runs away.
const RUNNING: f64 = 1e-2;
/// The predictor changes by no more than this in one step.
const STRIDE: f64 = 3.0;
/// A τ² above this share of the sampling variance has not vanished.
const VANISHED: f64 = 1e-3;
/// A search that near to a known maximum, in the same measure, would end there.
const ARRIVED: f64 = 0.02;
/// This many steps in a row without a visible gain are enough.
const IDLE_MAX: usize = 5;
/// With the identity link, a τ² below this share of the sampling variance is zero.
const ON_THE_EDGE: f64 = 1e-9;

/// Searches from several starts and returns the best end.
///
/// Each search is Newton's on the observed information, Fisher scoring where that is not positive
/// definite, with halving until the likelihood does not fall. If none settles, a quasi-Newton search
/// goes on from the best place and Newton's finishes it.
pub(super) fn maximise(model: &Model) -> Result<Climb, LocationScaleError> {
    let mut best: Option<Climb> = None;
    let mut known = Vec::new();
    for start in starts(model) {
        let Some(found) = climb(model, start, &known) else {
            continue;
        };
        if found.outcome == Outcome::Converged {
            known.push(found.inner.clone());
        }
        best = Some(match best {
            Some(best) => better(best, found),
            None => found,
        });
    }
    let best = best.ok_or(LocationScaleError::OutOfRange)?;
    if best.outcome != Outcome::NotConverged {
        return Ok(best);
    }
    let objective = |at: &[f64]| -model.value(&Vector::from_column_slice(at));
    let found = minimise(objective, best.inner.as_slice());
    let again = climb(model, Vector::from_vec(found.at), &[]);
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

/// Climbs from a start; `None` where it has no likelihood, or once it nears a maximum known already.
fn climb(model: &Model, start: Vector<f64>, known: &[Vector<f64>]) -> Option<Climb> {
    let value = model.value(&start);
    if !value.is_finite() {
        return None;
    }
    let mut walk = Walk {
        climb: Climb {
            inner: start,
            value,
            outcome: Outcome::NotConverged,
            trace: Vec::new(),
        },
        edge: Edge::default(),
        idle: 0,
    };
    while walk.climb.trace.len() < STEPS_MAX {
        let near = |maximum: &Vector<f64>| distance(model, &walk.climb.inner, maximum) < ARRIVED;
        if model.link == Link::Log && known.iter().any(near) {
            return None;
        }
        if walk.step(model).is_none() {
            break;
        }
    }
    Some(walk.climb)
}

/// A search on its way.
struct Walk {
    climb: Climb,
    edge: Edge,
    /// Steps in a row that gained nothing.
    idle: usize,
}

impl Walk {
    /// Takes one step; `None` when there is none to take, with the outcome noted.
    fn step(&mut self, model: &Model) -> Option<()> {
        let Newton {
            step,
            gain,
            score,
            fisher,
        } = newton(model, &self.climb.inner, &self.edge)?;
        let changes = Changes::of(model, &self.climb.inner, &step, &self.edge);
        let size = self.climb.value.abs().max(1.0);
        self.climb.trace.push(Step {
            alpha: model
                .scale
                .outward(&self.climb.inner)
                .iter()
                .copied()
                .collect(),
            log_likelihood: self.climb.value,
            change: changes.largest,
            fisher,
        });
        let invisible = gain <= INVISIBLE * size || self.idle >= IDLE_MAX;
        if invisible && changes.largest > RUNNING {
            self.climb.outcome = match changes.gone {
                vanishing if vanishing.is_empty() => Outcome::Level,
                vanishing => Outcome::AtZero { vanishing },
            };
            return None;
        }
        let settled = changes.largest <= SETTLED && !fisher;
        let first = (STRIDE / changes.largest).min(changes.room).min(1.0);
        let next = advance(model, &self.climb.inner, &step, first, self.climb.value);
        if let Some((next, higher, length)) = next {
            let least = if changes.largest > STRIDE {
                FAINT
            } else {
                INVISIBLE
            };
            let gained = higher - self.climb.value > least * size;
            self.idle = if gained { 0 } else { self.idle + 1 };
            (self.climb.inner, self.climb.value) = (next, higher);
            if length == changes.room {
                self.edge.studies.extend(changes.blocking);
            }
        } else if !settled {
            return None;
        }
        if !settled || self.edge.release(model, &score) {
            return Some(());
        }
        self.climb.outcome = match changes.gone {
            vanishing if self.edge.studies.is_empty() || vanishing.is_empty() => Outcome::Converged,
            vanishing => Outcome::AtZero { vanishing },
        };
        None
    }
}

struct Newton {
    step: Vector<f64>,
    /// What the step promises.
    gain: f64,
    score: Vector<f64>,
    fisher: bool,
}

/// `None` where neither information can be inverted.
fn newton(model: &Model, inner: &Vector<f64>, edge: &Edge) -> Option<Newton> {
    let tau2 = model.tau2s(inner)?;
    let slopes = model.slopes(&tau2, &model.locate(&tau2)?);
    let free = edge.free(model);
    if free.ncols() == 0 {
        return Some(Newton {
            step: Vector::zeros(inner.len()),
            gain: 0.0,
            score: slopes.score,
            fisher: false,
        });
    }
    let (factor, fisher) = match Cholesky::new(free.tr_mul(&slopes.observed) * &free) {
        Ok(factor) => (factor, false),
        Err(_) => {
            let expected = free.tr_mul(&slopes.expected) * &free;
            (Cholesky::new(expected).ok()?, true)
        }
    };
    let step = &free * factor.solve_vector(&free.tr_mul(&slopes.score));
    let gain = 0.5 * step.dot(&slopes.score);
    step.iter().all(|x| x.is_finite()).then_some(Newton {
        step,
        gain,
        score: slopes.score,
        fisher,
    })
}

/// What a step does to the predictors.
struct Changes {
    /// The largest change: of ln τ², or of τ² in units of the variance of the estimate.
    largest: f64,
    /// The share of the step after which a τ² would be negative; infinite with the log link.
    room: f64,
    /// The study that it would be negative for.
    blocking: Option<usize>,
    /// Studies whose τ² is next to nothing.
    gone: Vec<usize>,
}

impl Changes {
    fn of(model: &Model, inner: &Vector<f64>, step: &Vector<f64>, edge: &Edge) -> Self {
        let mut changes = Self {
            largest: 0.0,
            room: f64::INFINITY,
            blocking: None,
            gone: Vec::new(),
        };
        for (i, (z, (_, v))) in model.scale.rows().zip(model.left_over()).enumerate() {
            let change = dot(z, step.as_slice());
            let eta = dot(z, inner.as_slice());
            match model.link {
                Link::Log => {
                    changes.largest = changes.largest.max(change.abs());
                    if eta.exp() < VANISHED * v {
                        changes.gone.push(i);
                    }
                }
                Link::Identity => {
                    let tau2 = eta.max(0.0);
                    let share = change / (v + tau2);
                    changes.largest = changes.largest.max(share.abs());
                    if tau2 <= ON_THE_EDGE * v {
                        changes.gone.push(i);
                    }
                    let held = edge.studies.contains(&i) || share > -f64::EPSILON;
                    if !held && -tau2 / change < changes.room {
                        (changes.room, changes.blocking) = (-tau2 / change, Some(i));
                    }
                }
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
) -> Option<(Vector<f64>, f64, f64)> {
    let slack = 1e-14 * value.abs().max(1.0);
    let mut length = first;
    for _ in 0..50 {
        let next = inner + step * length;
        let higher = model.value(&next);
        if higher >= value - slack {
            return Some((next, higher, length));
        }
        length *= 0.5;
    }
    None
}
