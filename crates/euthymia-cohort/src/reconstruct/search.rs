//! A seeded search for pairs that fit a summary: hill climbing that keeps the sums.
//!
//! Each start chooses whole sums that the checks leave possible, fills in values, and then moves:
//! one point from a patient to another within a side, or two patients' values after exchanged. A
//! move that brings the data nearer is taken, one that does not is taken with a chance that falls
//! with time (simulated annealing). What is found fits; **what is not found may exist**.

use std::collections::BTreeSet;

use euthymia_numerics::random::Random;

use super::energy::{Aim, Totals};
use super::order::{Order, cases};
use super::pair_check::Known;
use super::squares::SquaresAt;
use super::{Budget, Frame, PairedSamples, Solution};

/// Chance of a costly move at the beginning and at the end, as a temperature in usual moves.
const TEMPERATURES: (f64, f64) = (1.0, 0.03);
/// Moves tried to learn what a usual move costs.
const TRIAL_MOVES: usize = 200;
/// Moves between two recomputations of the running sums.
const REFRESH: u64 = 1024;

/// What a search saw.
#[derive(Debug)]
pub(crate) struct Seen {
    /// Starts that ended with a solution.
    pub(crate) succeeded: u32,
    /// Different solutions, the patients in ascending order.
    pub(crate) distinct: Vec<Solution>,
}

/// What every start chooses from.
struct Choices<'a> {
    pairs: &'a PairedSamples,
    sums: Vec<(SquaresAt, SquaresAt, SquaresAt)>,
    orders: (Vec<Order>, Vec<Order>),
    /// Values after that are allowed; one value when only one sample is searched.
    after: Frame,
}

/// Searches pairs; with `is_single` the values after are all 0 and only those before move.
pub(crate) fn search(
    pairs: &PairedSamples,
    known: &Known,
    budget: &Budget,
    is_single: bool,
) -> Seen {
    let choices = Choices {
        pairs,
        sums: sums(known),
        orders: (cases(&pairs.side(true)), cases(&pairs.side(false))),
        after: if is_single {
            pairs.frame.nothing()
        } else {
            pairs.frame
        },
    };
    let starts = u64::from(budget.starts);
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let share = starts.div_ceil(threads as u64).max(1);
    let found: Vec<Option<Solution>> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..starts)
            .step_by(usize::try_from(share).unwrap_or(usize::MAX))
            .map(|first| {
                let choices = &choices;
                let own = first..(first + share).min(starts);
                scope.spawn(move || {
                    own.map(|start| choices.start(budget, start))
                        .collect::<Vec<_>>()
                })
            })
            .collect();
        let joined = workers
            .into_iter()
            .flat_map(std::thread::ScopedJoinHandle::join);
        joined.flatten().collect()
    });
    let mut distinct = BTreeSet::new();
    let mut in_order = Vec::new();
    for solution in found.iter().flatten() {
        if distinct.insert(solution.clone()) {
            in_order.push(solution.clone());
        }
    }
    Seen {
        succeeded: u32::try_from(found.iter().flatten().count()).unwrap_or(u32::MAX),
        distinct: in_order,
    }
}

fn sums(known: &Known) -> Vec<(SquaresAt, SquaresAt, SquaresAt)> {
    let mut found = Vec::new();
    for before in &known.before {
        for after in &known.after {
            let sum = before.sum - after.sum;
            let change = known.change.iter().find(|one| one.sum == sum);
            found.extend(change.map(|change| (*before, *after, *change)));
        }
    }
    found
}

impl Choices<'_> {
    /// One climb from one stream of the seed.
    fn start(&self, budget: &Budget, start: u64) -> Option<Solution> {
        let mut random = Random::new(budget.seed, start);
        let (before, after, change) = *choose(&mut random, &self.sums)?;
        let orders = (
            choose(&mut random, &self.orders.0)?,
            choose(&mut random, &self.orders.1)?,
        );
        let mut aim = Aim::new(self.pairs, (before, after), change, orders);
        let frame = self.pairs.frame;
        let is_percent =
            self.pairs.change.percent_mean.is_some() || self.pairs.change.percent_sd.is_some();
        // A percentage of 0 does not exist.
        let lowest = if is_percent {
            frame.lowest().max(1)
        } else {
            frame.lowest()
        };
        let mut climb = Climb {
            ranges: [
                (lowest, frame.highest()),
                (self.after.lowest(), self.after.highest()),
            ],
            values: [
                filled(&mut random, before, (lowest, frame.highest()), frame.n())?,
                filled(
                    &mut random,
                    after,
                    (self.after.lowest(), self.after.highest()),
                    frame.n(),
                )?,
            ],
            random,
        };
        climb.learn_costs(&mut aim);
        let costs = aim.all_costs();
        let found = climb.run(&aim, &costs, budget.steps);
        let solution = found.then(|| climb.solution(self.after.highest() > self.after.lowest()))?;
        let fits = if solution.after.is_empty() {
            self.pairs.side(true).fits(&solution.values)
        } else {
            self.pairs.fits(&solution.values, &solution.after)
        };
        fits.then_some(solution)
    }
}

fn choose<'a, T>(random: &mut Random, from: &'a [T]) -> Option<&'a T> {
    let at = random.below(from.len() as u64);
    from.get(usize::try_from(at).ok()?)
}

/// Values around the mean with about the wanted spread and exactly the wanted sum.
fn filled(
    random: &mut Random,
    wanted: SquaresAt,
    (lowest, highest): (i64, i64),
    n: u32,
) -> Option<Vec<i64>> {
    let mean = wanted.sum as f64 / f64::from(n);
    let squares = wanted.fitting.map_or(wanted.possible.0, |(least, _)| least) as f64;
    let sd = (squares / f64::from(n) - mean * mean).max(0.0).sqrt();
    let mut near = || {
        let units: f64 = (0..12).map(|_| random.unit()).sum();
        let value = (mean + sd * (units - 6.0)).round() as i64;
        value.clamp(lowest, highest)
    };
    let mut values: Vec<i64> = (0..n).map(|_| near()).collect();
    let mut left = wanted.sum - values.iter().sum::<i64>();
    let reachable = (i64::from(n) * lowest..=i64::from(n) * highest).contains(&wanted.sum);
    if !reachable {
        return None;
    }
    while left != 0 {
        let at = usize::try_from(random.below(u64::from(n))).ok()?;
        let value = values.get_mut(at)?;
        let moved = *value + left.signum();
        if (lowest..=highest).contains(&moved) {
            *value = moved;
            left -= left.signum();
        }
    }
    Some(values)
}

/// One climb under way.
struct Climb {
    random: Random,
    /// Lowest and highest value before and after.
    ranges: [(i64, i64); 2],
    /// Values before and after.
    values: [Vec<i64>; 2],
}

/// Two patients with new values: place, value before, value after.
type Move = [(usize, i64, i64); 2];

impl Climb {
    fn patient(&self, at: usize) -> (i64, i64) {
        let value = |side: &Vec<i64>| side.get(at).copied().unwrap_or(0);
        (value(&self.values[0]), value(&self.values[1]))
    }

    /// A move that keeps the sums; `None` when the one drawn leaves the range or changes nothing.
    fn propose(&mut self) -> Option<Move> {
        let n = self.values[0].len() as u64;
        let place = |random: &mut Random| usize::try_from(random.below(n)).unwrap_or(0);
        let (i, j) = (place(&mut self.random), place(&mut self.random));
        if i == j {
            return None;
        }
        let ((bi, ai), (bj, aj)) = (self.patient(i), self.patient(j));
        let inside = |side: usize, value: i64| {
            let (lowest, highest) = self.ranges[side];
            (lowest..=highest).contains(&value)
        };
        let by = 1 + i64::from(self.random.below(4) == 0);
        match self.random.below(3) {
            0 => (ai != aj).then_some([(i, bi, aj), (j, bj, ai)]),
            1 => (inside(0, bi + by) && inside(0, bj - by))
                .then_some([(i, bi + by, ai), (j, bj - by, aj)]),
            _ => (inside(1, ai + by) && inside(1, aj - by))
                .then_some([(i, bi, ai + by), (j, bj, aj - by)]),
        }
    }

    fn totals(&self, aim: &Aim) -> Totals {
        let mut totals = aim.empty();
        for (before, after) in self.values[0].iter().zip(&self.values[1]) {
            aim.add(&mut totals, *before, *after, 1);
        }
        totals
    }

    fn moved(&self, aim: &Aim, totals: &Totals, step: &Move) -> Totals {
        let mut new = totals.clone();
        for (at, before, after) in step {
            let old = self.patient(*at);
            aim.add(&mut new, old.0, old.1, -1);
            aim.add(&mut new, *before, *after, 1);
        }
        new
    }

    fn apply(&mut self, step: &Move) {
        for (at, before, after) in step {
            for (side, value) in self.values.iter_mut().zip([before, after]) {
                if let Some(place) = side.get_mut(*at) {
                    *place = *value;
                }
            }
        }
    }

    /// Sets the cost of each distance to one over the usual change of it by a move.
    fn learn_costs(&mut self, aim: &mut Aim) {
        let totals = self.totals(aim);
        let (mut at, mut there) = (Vec::new(), Vec::new());
        aim.distances(&totals, &mut at);
        let mut changes = vec![(0.0, 0_u32); at.len()];
        for _ in 0..TRIAL_MOVES {
            let Some(step) = self.propose() else { continue };
            aim.distances(&self.moved(aim, &totals, &step), &mut there);
            for (change, (old, new)) in changes.iter_mut().zip(at.iter().zip(&there)) {
                let size = (new - old).abs();
                if size > 0.0 {
                    *change = (change.0 + size, change.1 + 1);
                }
            }
        }
        for (cost, (sum, times)) in aim.costs().into_iter().zip(changes) {
            *cost = if times > 0 {
                f64::from(times) / sum
            } else {
                1.0
            };
        }
    }

    /// Climbs until nothing is left to gain or the steps are used up; whether it arrived.
    fn run(&mut self, aim: &Aim, costs: &[f64], steps: u64) -> bool {
        let mut each = Vec::new();
        let mut energy_of = |totals: &Totals| {
            aim.distances(totals, &mut each);
            each.iter()
                .zip(costs)
                .map(|(d, cost)| d * cost)
                .sum::<f64>()
        };
        let mut totals = self.totals(aim);
        let mut energy = energy_of(&totals);
        let cooling = (TEMPERATURES.1 / TEMPERATURES.0).powf(1.0 / steps.max(1) as f64);
        let mut temperature = TEMPERATURES.0;
        for step in 0..steps {
            if energy <= 0.0 {
                return true;
            }
            temperature *= cooling;
            let Some(proposal) = self.propose() else {
                continue;
            };
            let new = self.moved(aim, &totals, &proposal);
            let new_energy = energy_of(&new);
            let worse = new_energy - energy;
            if worse <= 0.0 || self.random.unit() < (-worse / temperature).exp() {
                self.apply(&proposal);
                (totals, energy) = (new, new_energy);
            }
            if step % REFRESH == 0 {
                totals = self.totals(aim);
                energy = energy_of(&totals);
            }
        }
        energy <= 0.0
    }

    /// The patients in ascending order.
    fn solution(&self, is_paired: bool) -> Solution {
        let [before, after] = &self.values;
        let mut patients: Vec<(i64, i64)> =
            before.iter().copied().zip(after.iter().copied()).collect();
        patients.sort_unstable();
        let (values, after) = patients.into_iter().unzip();
        Solution {
            values,
            after: if is_paired { after } else { Vec::new() },
        }
    }
}
