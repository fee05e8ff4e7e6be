//! Exact tests of two proportions that do not take the number of events as given: Barnard and
//! Boschloo.
//!
//! Tables are put in order by a statistic; p is the largest probability, over the common chance π
//! that nobody knows, of a table at least as extreme as the one observed. More powerful than
//! Fisher's test in small groups.

use euthymia_numerics::binomial;
use euthymia_numerics::sum::compensated;

use crate::fisher::two_by_two::{no_more_likely, urn};
use crate::group_error::GroupError;
use crate::proportion::Proportion;

/// The most tables (n₁ + 1)(n₂ + 1) that are put in order.
const TABLES_MAX: f64 = 4e6;

/// Places of π at which the probability is looked at before the best are refined: sin² of equal
/// steps, closer together near 0 and 1.
const GRID: usize = 1000;

/// How many of the highest places are refined by golden sections.
const REFINED: usize = 6;

/// Tables whose statistics differ by less than this share count as equally extreme.
const SLACK: f64 = 1e-9;

/// What puts the tables in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// Barnard's test by the z statistic with pooled variance (Suissa & Shuster).
    PooledZ,
    /// Boschloo's test: by Fisher's p-value of the same side; two-sided it is twice the smaller
    /// one-sided p-value, as in SciPy.
    FisherDoubled,
    /// Boschloo's test: two-sided by Fisher's two-sided p-value (outcomes no more likely); one-sided
    /// as [`Self::FisherDoubled`].
    FisherTwoSided,
}

impl Order {
    /// The name of the test for people.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::PooledZ => "Barnard (pooled z, Suissa–Shuster)",
            Self::FisherDoubled => "Boschloo (one-sided Fisher p, doubled)",
            Self::FisherTwoSided => "Boschloo (two-sided Fisher p)",
        }
    }
}

/// Which tables speak against equality.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Events more frequent in the first group.
    FirstGreater,
    /// Events less frequent in the first group.
    FirstLess,
    /// Either.
    Both,
}

/// An unconditional exact test.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Unconditional {
    /// The observed value of what orders the tables: z, or Fisher's p-value.
    pub statistic: f64,
    /// The p-value.
    pub p: f64,
    /// The common chance at which it is reached.
    pub nuisance: f64,
    /// What ordered the tables.
    pub order: Order,
    /// Which side.
    pub side: Side,
}

/// Tests whether two proportions are equal.
///
/// The maximum over π is looked for at 1,000 places and refined around the six highest; a narrower
/// peak between two places would be missed.
///
/// # Errors
/// [`GroupError::TooLarge`] for more than four million tables.
///
/// # References
/// Barnard 1945, Nature 156, 177; Suissa & Shuster 1985, Journal of the Royal Statistical Society A
/// 148, 317–327; Boschloo 1970, Statistica Neerlandica 24, 1–9. SciPy: `barnard_exact`,
/// `boschloo_exact`.
///
/// # Example
/// ```
/// use euthymia_cohort::proportion::Proportion;
/// use euthymia_cohort::unconditional::{Order, Side, unconditional};
/// // 2 of 2 against 0 of 2: only this table and its mirror are as extreme, 2 π²(1 − π)² ≤ 1/8.
/// let (first, second) = (Proportion::new(2, 2)?, Proportion::new(0, 2)?);
/// let found = unconditional(first, second, Order::PooledZ, Side::Both)?;
/// assert!((found.p - 0.125).abs() < 1e-12);
/// assert!((found.nuisance - 0.5).abs() < 1e-5);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn unconditional(
    first: Proportion,
    second: Proportion,
    order: Order,
    side: Side,
) -> Result<Unconditional, GroupError> {
    let needed = (first.n() as f64 + 1.0) * (second.n() as f64 + 1.0);
    if needed > TABLES_MAX {
        return Err(GroupError::TooLarge {
            needed,
            limit: TABLES_MAX,
        });
    }
    if order == Order::FisherDoubled && side == Side::Both {
        let greater = unconditional(first, second, order, Side::FirstGreater)?;
        let less = unconditional(first, second, order, Side::FirstLess)?;
        let smaller = if greater.p <= less.p { greater } else { less };
        return Ok(Unconditional {
            p: (2.0 * smaller.p).min(1.0),
            side,
            ..smaller
        });
    }
    let distance = |x1: u64, x2: u64| -> Result<f64, GroupError> {
        let (one, two) = (
            Proportion::new(x1, first.n())?,
            Proportion::new(x2, second.n())?,
        );
        match order {
            Order::PooledZ => Ok(match side {
                Side::FirstGreater => pooled_z(one, two),
                Side::FirstLess => -pooled_z(one, two),
                Side::Both => pooled_z(one, two).abs(),
            }),
            // Smaller p-values are further away.
            Order::FisherDoubled | Order::FisherTwoSided => Ok(-fisher_p(one, two, side)?),
        }
    };
    let observed = distance(first.events(), second.events())?;
    let bound = observed - SLACK * observed.abs().max(f64::MIN_POSITIVE);
    let mut region = Region {
        n1: first.n(),
        n2: second.n(),
        runs: Vec::new(),
    };
    for x1 in 0..=first.n() {
        let mut extreme = Vec::new();
        for x2 in 0..=second.n() {
            extreme.push(distance(x1, x2)? >= bound);
        }
        region.runs.push(runs(&extreme));
    }
    let (nuisance, p) = region.largest();
    Ok(Unconditional {
        statistic: match (order, side) {
            (Order::PooledZ, _) => pooled_z(first, second),
            _ => -observed,
        },
        p: p.min(1.0),
        nuisance,
        order,
        side,
    })
}

/// (p₁ − p₂)/√(p̄(1 − p̄)(1/n₁ + 1/n₂)); 0 when nobody or everybody has the event.
fn pooled_z(first: Proportion, second: Proportion) -> f64 {
    let (n1, n2) = (first.n() as f64, second.n() as f64);
    let share = (first.events() as f64 + second.events() as f64) / (n1 + n2);
    let variance = share * (1.0 - share) * (1.0 / n1 + 1.0 / n2);
    if variance <= 0.0 {
        return 0.0;
    }
    (first.estimate() - second.estimate()) / variance.sqrt()
}

fn fisher_p(first: Proportion, second: Proportion, side: Side) -> Result<f64, GroupError> {
    let urn = urn(first, second)?;
    Ok(match side {
        Side::FirstGreater => urn.at_least(first.events()),
        Side::FirstLess => urn.at_most(first.events()),
        Side::Both => no_more_likely(urn, first.events()).min(1.0),
    })
}

/// The tables at least as extreme: for each x₁ the runs of x₂.
struct Region {
    n1: u64,
    n2: u64,
    runs: Vec<Vec<std::ops::Range<usize>>>,
}

/// Where a list is true, as ranges.
fn runs(extreme: &[bool]) -> Vec<std::ops::Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    for part in extreme.chunk_by(|a, b| a == b) {
        let end = start + part.len();
        if part.first() == Some(&true) {
            found.push(start..end);
        }
        start = end;
    }
    found
}

impl Region {
    /// The probability of the region at a common chance.
    fn probability(&self, chance: f64) -> f64 {
        let of = |n: u64| -> Vec<f64> { (0..=n).map(|x| binomial::pmf(x, n, chance)).collect() };
        let (first, second) = (of(self.n1), of(self.n2));
        // Sums from either end, so that a run that touches an end costs one look and no difference.
        let running = |terms: &mut dyn Iterator<Item = f64>| -> Vec<f64> {
            let mut sum = 0.0;
            std::iter::once(0.0)
                .chain(terms.map(|term| {
                    sum += term;
                    sum
                }))
                .collect()
        };
        let from_start = running(&mut second.iter().copied());
        let from_end = running(&mut second.iter().rev().copied());
        let of_run = |run: &std::ops::Range<usize>| {
            if run.start == 0 {
                from_start.get(run.end).copied().unwrap_or(0.0)
            } else if run.end == second.len() {
                from_end.get(run.len()).copied().unwrap_or(0.0)
            } else {
                second
                    .get(run.clone())
                    .map_or(0.0, |part| part.iter().sum())
            }
        };
        let rows = first.iter().zip(&self.runs);
        compensated(rows.map(|(p, runs)| p * runs.iter().map(of_run).sum::<f64>()))
    }

    /// The chance at which the region is most probable, and that probability.
    fn largest(&self) -> (f64, f64) {
        let chance = |step: f64| {
            (step / GRID as f64 * std::f64::consts::FRAC_PI_2)
                .sin()
                .powi(2)
        };
        let at = |step: f64| self.probability(chance(step));
        let mut places: Vec<(f64, f64)> = (0..=GRID).map(|i| (i as f64, at(i as f64))).collect();
        places.sort_by(|a, b| b.1.total_cmp(&a.1));
        let mut best = places.first().copied().unwrap_or((0.0, 0.0));
        for (place, _) in places.into_iter().take(REFINED) {
            let found = golden(at, (place - 1.0).max(0.0), (place + 1.0).min(GRID as f64));
            if found.1 > best.1 {
                best = found;
            }
        }
        (chance(best.0), best.1)
    }
}

/// The highest place of a range by golden sections, for a function with one peak there.
fn golden(f: impl Fn(f64) -> f64, low: f64, high: f64) -> (f64, f64) {
    let ratio = (5.0_f64.sqrt() - 1.0) / 2.0;
    let (mut low, mut high) = (low, high);
    let (mut left, mut right) = (high - ratio * (high - low), low + ratio * (high - low));
    let (mut at_left, mut at_right) = (f(left), f(right));
    for _ in 0..50 {
        if at_left >= at_right {
            high = right;
            (right, at_right) = (left, at_left);
            left = high - ratio * (high - low);
            at_left = f(left);
        } else {
            low = left;
            (left, at_left) = (right, at_right);
            right = low + ratio * (high - low);
            at_right = f(right);
        }
    }
    if at_left >= at_right {
        (left, at_left)
    } else {
        (right, at_right)
    }
}
