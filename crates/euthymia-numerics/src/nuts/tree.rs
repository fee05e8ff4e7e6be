//! A path of constant energy, doubled until it turns back.

use super::Density;
use crate::random::Random;
use std::rc::Rc;

/// A point with what is known of the density there.
#[derive(Clone, Debug)]
pub(super) struct Point {
    pub(super) position: Vec<f64>,
    gradient: Vec<f64>,
    log_density: f64,
}

impl Point {
    /// Evaluates a density; `None` where it is zero or no number.
    pub(super) fn new(density: &dyn Density, position: Vec<f64>) -> Option<Self> {
        let mut gradient = vec![0.0; position.len()];
        let log_density = density.log_density(&position, &mut gradient);
        let fine = log_density.is_finite() && gradient.iter().all(|g| g.is_finite());
        fine.then_some(Self {
            position,
            gradient,
            log_density,
        })
    }
}

/// A point in motion.
#[derive(Debug)]
struct Moving {
    point: Point,
    momentum: Vec<f64>,
    velocity: Vec<f64>,
}

/// A piece of a path, in the order of time.
#[derive(Debug)]
struct Piece {
    first: Rc<Moving>,
    last: Rc<Moving>,
    /// The sum of all momenta.
    momentum: Vec<f64>,
    /// ln Σ exp(H₀ − H).
    log_weight: f64,
    chosen: Rc<Moving>,
}

/// Where a chain went.
#[derive(Debug)]
pub(super) struct Moved {
    pub(super) to: Point,
    pub(super) energy: f64,
    pub(super) acceptance: f64,
    pub(super) steps: usize,
    pub(super) doublings: u32,
    pub(super) diverged: bool,
}

/// What is counted along the way.
#[derive(Debug, Default)]
struct Count {
    steps: usize,
    accepted: f64,
    diverged: bool,
}

/// How to move.
pub(super) struct Path<'a> {
    pub(super) density: &'a dyn Density,
    /// The diagonal of M⁻¹.
    pub(super) inverse_mass: Vec<f64>,
    pub(super) step: f64,
    pub(super) doublings_max: u32,
}

/// A loss of energy by which a step has diverged.
const DIVERGED: f64 = 1000.0;

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// ln(eᵃ + eᵇ).
fn log_sum(a: f64, b: f64) -> f64 {
    let (high, low) = if a > b { (a, b) } else { (b, a) };
    if low == f64::NEG_INFINITY {
        return high;
    }
    high + (low - high).exp().ln_1p()
}

/// True while both ends move away from each other, for momenta that sum to `a` + `b`.
fn opens(first: &Moving, last: &Moving, a: &[f64], b: &[f64]) -> bool {
    let along = |end: &Moving| dot(&end.velocity, a) + dot(&end.velocity, b);
    along(first) > 0.0 && along(last) > 0.0
}

/// True when a path of two pieces has not turned back, as a whole or where the pieces meet.
fn still_opens(earlier: &Piece, later: &Piece) -> bool {
    let (before, after) = (&earlier.momentum, &later.momentum);
    opens(&earlier.first, &later.last, before, after)
        && opens(&earlier.first, &later.first, before, &later.first.momentum)
        && opens(&earlier.last, &later.last, after, &earlier.last.momentum)
}

/// Two pieces in the order of time.
fn join(earlier: Piece, later: Piece, log_weight: f64, chosen: Rc<Moving>) -> Piece {
    let mut momentum = earlier.momentum;
    for (sum, p) in momentum.iter_mut().zip(&later.momentum) {
        *sum += p;
    }
    Piece {
        momentum,
        first: earlier.first,
        last: later.last,
        log_weight,
        chosen,
    }
}

impl Path<'_> {
    fn energy(&self, at: &Moving) -> f64 {
        0.5 * dot(&at.momentum, &at.velocity) - at.point.log_density
    }

    fn velocity(&self, momentum: &[f64]) -> Vec<f64> {
        let each = momentum.iter().zip(&self.inverse_mass);
        each.map(|(p, inverse)| p * inverse).collect()
    }

    /// Gives a point a random momentum.
    fn push(&self, point: Point, random: &mut Random) -> Moving {
        let n = self.inverse_mass.len();
        let pairs = (0..n.div_ceil(2)).flat_map(|_| random.normal_pair());
        let normal = pairs.zip(&self.inverse_mass);
        let momentum: Vec<f64> = normal.map(|(z, inverse)| z / inverse.sqrt()).collect();
        let velocity = self.velocity(&momentum);
        Moving {
            point,
            momentum,
            velocity,
        }
    }

    /// One leapfrog step; `None` where it leaves the density.
    fn leap(&self, from: &Moving, step: f64) -> Option<Moving> {
        let half = |momentum: &[f64], gradient: &[f64]| -> Vec<f64> {
            let each = momentum.iter().zip(gradient);
            each.map(|(p, g)| p + 0.5 * step * g).collect()
        };
        let momentum = half(&from.momentum, &from.point.gradient);
        let velocity = self.velocity(&momentum);
        let moved = from.point.position.iter().zip(&velocity);
        let point = Point::new(self.density, moved.map(|(q, v)| q + step * v).collect())?;
        let momentum = half(&momentum, &point.gradient);
        let velocity = self.velocity(&momentum);
        Some(Moving {
            point,
            momentum,
            velocity,
        })
    }

    /// A step length of the right order: halved or doubled until the first step is accepted about every
    /// second time.
    pub(super) fn first_step(&self, at: &Point, random: &mut Random) -> f64 {
        let from = self.push(at.clone(), random);
        let start = self.energy(&from);
        let gain = |step: f64| {
            let moved = self.leap(&from, step);
            moved.map_or(f64::NEG_INFINITY, |m| start - self.energy(&m))
        };
        let accepted = |step: f64| gain(step) > 0.8_f64.ln();
        let mut step = self.step.clamp(1e-10, 1e10);
        let grow = accepted(step);
        for _ in 0..60 {
            let next = if grow { 2.0 * step } else { 0.5 * step };
            if accepted(next) != grow {
                return if grow { step } else { next };
            }
            step = next;
        }
        step
    }

    /// Draws the next point.
    pub(super) fn walk(&self, from: Point, random: &mut Random) -> Moved {
        let start = Rc::new(self.push(from, random));
        let energy = self.energy(&start);
        let mut whole = Piece {
            first: Rc::clone(&start),
            last: Rc::clone(&start),
            momentum: start.momentum.clone(),
            log_weight: 0.0,
            chosen: start,
        };
        let (mut count, mut doublings) = (Count::default(), 0);
        while doublings < self.doublings_max {
            let forwards = random.unit() < 0.5;
            let end = if forwards { &whole.last } else { &whole.first };
            let end = Rc::clone(end);
            let Some(new) = self.piece(&end, forwards, doublings, energy, random, &mut count)
            else {
                break;
            };
            doublings += 1;
            // The new half is preferred, so that draws lie far apart.
            let moves = random.unit().ln() < new.log_weight - whole.log_weight;
            let chosen = Rc::clone(if moves { &new.chosen } else { &whole.chosen });
            let log_weight = log_sum(whole.log_weight, new.log_weight);
            let (earlier, later) = if forwards { (whole, new) } else { (new, whole) };
            let goes_on = still_opens(&earlier, &later);
            whole = join(earlier, later, log_weight, chosen);
            if !goes_on {
                break;
            }
        }
        Moved {
            energy: self.energy(&whole.chosen),
            to: whole.chosen.point.clone(),
            acceptance: count.accepted / count.steps.max(1) as f64,
            steps: count.steps,
            doublings,
            diverged: count.diverged,
        }
    }

    /// A piece of 2^`doublings` points from an end onwards; `None` when it turns back or diverges.
    fn piece(
        &self,
        end: &Moving,
        forwards: bool,
        doublings: u32,
        energy: f64,
        random: &mut Random,
        count: &mut Count,
    ) -> Option<Piece> {
        if doublings == 0 {
            return self.point(end, forwards, energy, count);
        }
        let inner = self.piece(end, forwards, doublings - 1, energy, random, count)?;
        let next = if forwards { &inner.last } else { &inner.first };
        let next = Rc::clone(next);
        let outer = self.piece(&next, forwards, doublings - 1, energy, random, count)?;
        let log_weight = log_sum(inner.log_weight, outer.log_weight);
        let outwards = random.unit().ln() < outer.log_weight - log_weight;
        let chosen = Rc::clone(if outwards {
            &outer.chosen
        } else {
            &inner.chosen
        });
        let (earlier, later) = if forwards {
            (inner, outer)
        } else {
            (outer, inner)
        };
        still_opens(&earlier, &later).then(|| join(earlier, later, log_weight, chosen))
    }

    /// One step as a piece.
    fn point(&self, end: &Moving, forwards: bool, energy: f64, count: &mut Count) -> Option<Piece> {
        let step = if forwards { self.step } else { -self.step };
        count.steps += 1;
        let moved = self.leap(end, step);
        let gain = moved.as_ref().map(|m| energy - self.energy(m));
        let (Some(moved), Some(gain)) = (moved, gain.filter(|gain| *gain > -DIVERGED)) else {
            count.diverged = true;
            return None;
        };
        count.accepted += gain.min(0.0).exp();
        let moved = Rc::new(moved);
        Some(Piece {
            first: Rc::clone(&moved),
            last: Rc::clone(&moved),
            momentum: moved.momentum.clone(),
            log_weight: gain,
            chosen: moved,
        })
    }
}
