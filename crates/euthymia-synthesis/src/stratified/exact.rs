//! The common odds ratio by conditional maximum likelihood, with exact tests and intervals.

use super::{StratifiedError, Stratum, checked};
use crate::effect::two_by_two::{Cells, TwoByTwo};
use euthymia_numerics::sum::{Compensated, compensated};
use euthymia_numerics::{Probability, root};

/// How the probability of what was observed counts in a tail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tail {
    /// Whole: the interval covers at least as often as it says.
    Exact,
    /// By half: shorter, and covers as often as it says on average.
    ///
    /// Lancaster HO. J Am Stat Assoc 1961;56:223–234. Also known as: mid-p.
    MidP,
}

/// A common odds ratio by conditional maximum likelihood.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ExactOddsRatio {
    /// The conditional maximum-likelihood estimate, on the ratio scale; 0 when the treatment groups
    /// have as few events as their margins allow, `None` (beyond every number) when as many.
    pub estimate: Option<f64>,
    /// Lower limit; 0 when the estimate is 0.
    pub lower: f64,
    /// Upper limit; `None` when there is none.
    pub upper: Option<f64>,
    /// P(T ≥ t) without an effect, with the observed counted as [`Tail`] says.
    pub p_greater: f64,
    /// P(T ≤ t) without an effect, counted the same way.
    pub p_less: f64,
    /// Twice the smaller of the two, at most 1: agrees with the interval.
    pub p_central: f64,
    /// The probability, without an effect, of every total no more likely than the observed one: the
    /// two-sided p-value of base R. It need not agree with the interval.
    pub p_likelihood: f64,
    /// False when a search for the estimate or a limit did not settle; it must then be shown as such.
    pub converged: bool,
}

/// Multiplications that take about a second.
const OPERATIONS_MAX: f64 = 1e9;
/// Totals whose probabilities are equal to within rounding are equally likely, as in base R.
const EQUALLY_LIKELY: f64 = 1.0 + 1e-7;

/// Estimates the common odds ratio given the margins of every table.
///
/// Given its margins, the events in the treatment group of a stratum have a non-central
/// hypergeometric distribution, P(a) ∝ C(n₁, a) C(n₂, m − a) ψᵃ. Their total T over the strata
/// carries all there is to know about ψ: the estimate makes its mean the observed t, and the limits
/// are where a tail has probability α/2.
///
/// # Convergence
/// Mean and tails are monotone in ψ, so every search is for one bracketed root.
///
/// # Errors
/// [`StratifiedError::NoVariance`] when the margins leave one total alone;
/// [`StratifiedError::TooLarge`] when the distribution of the total would take too long.
///
/// # References
/// Cox DR. Analysis of Binary Data. 1970, ch. 4. Mehta CR, Patel NR, Gray R. J Am Stat Assoc
/// 1985;80:969–973. Breslow NE, Day NE. Statistical Methods in Cancer Research I. 1980, § 4.4.
///
/// # Checked against
/// by hand: `tests/it/byhand_stratified.rs` · exact integers and 50 digits:
/// `tests/it/agrees_with_mpmath_exact.rs`.
///
/// # Example
/// ```
/// use euthymia_numerics::Probability;
/// use euthymia_synthesis::effect::two_by_two::TwoByTwo;
/// use euthymia_synthesis::stratified::Stratum;
/// use euthymia_synthesis::stratified::exact::{Tail, odds_ratio};
/// // Totals 0, 1, 2 with weights 1, 4ψ, ψ² in a table with all margins 2: the mean is 1 at ψ = 1.
/// let strata = [Stratum::new("A", TwoByTwo::new(1, 2, 1, 2)?)];
/// let found = odds_ratio(&strata, Tail::Exact, Probability::NINETY_FIVE)?;
/// assert!((found.estimate.unwrap() - 1.0).abs() < 1e-12);
/// // P(T ≥ 1) = 5/6.
/// assert!((found.p_greater - 5.0 / 6.0).abs() < 1e-14);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn odds_ratio(
    strata: &[Stratum<TwoByTwo>],
    tail: Tail,
    level: Probability,
) -> Result<ExactOddsRatio, StratifiedError> {
    checked(level)?;
    if strata.is_empty() {
        return Err(StratifiedError::Empty);
    }
    let margins: Vec<Margins> = strata
        .iter()
        .map(|stratum| Margins::of(&stratum.table.cells()))
        .collect();
    let totals = margins.iter().map(|m| m.length() - 1.0).sum::<f64>() + 1.0;
    if totals < 2.0 {
        return Err(StratifiedError::NoVariance);
    }
    affordable(&margins)?;
    let observed = margins.iter().map(|m| m.a - m.lowest).sum::<f64>() as usize;
    let none = Totals::new(&margins, 1.0, observed);
    let near = Totals::new(&margins, starting_point(strata), observed);
    Ok(assemble(&none, &near, tail, level))
}

fn assemble(none: &Totals, near: &Totals, tail: Tail, level: Probability) -> ExactOddsRatio {
    let wanted = level.complement().half().get();
    let at_lowest = near.observed == 0;
    let at_highest = near.observed + 1 == near.probabilities.len();
    let mut converged = true;
    let mut solve = |f: &dyn Fn(f64) -> f64| {
        let found = increasing_root(f, near.log_odds_ratio);
        converged &= found.is_some();
        found.map(f64::exp)
    };
    let mean = |log: f64| near.tilted(log).mean - near.observed as f64;
    let estimate = match (at_lowest, at_highest) {
        (true, _) => Some(0.0),
        (_, true) => None,
        _ => solve(&mean),
    };
    let lower = if at_lowest {
        0.0
    } else {
        solve(&|log| near.tilted(log).greater(tail) - wanted).unwrap_or(0.0)
    };
    let upper = if at_highest {
        None
    } else {
        solve(&|log| wanted - near.tilted(log).less(tail))
    };
    let at_none = none.tilted(0.0);
    let (p_greater, p_less) = (at_none.greater(tail), at_none.less(tail));
    ExactOddsRatio {
        estimate,
        lower,
        upper,
        p_greater,
        p_less,
        p_central: (2.0 * p_greater.min(p_less)).min(1.0),
        p_likelihood: none.no_more_likely(),
        converged,
    }
}

/// A table by its margins and the events that it may have in its treatment group.
struct Margins {
    n1: f64,
    n2: f64,
    events: f64,
    a: f64,
    lowest: f64,
    highest: f64,
}

impl Margins {
    fn of(cells: &Cells) -> Self {
        let Cells { a, b, c, d, .. } = cells;
        let (n1, n2, events) = (a + b, c + d, a + c);
        Self {
            n1,
            n2,
            events,
            a: *a,
            lowest: (events - n2).max(0.0),
            highest: n1.min(events),
        }
    }

    /// How many values the events may take.
    fn length(&self) -> f64 {
        self.highest - self.lowest + 1.0
    }

    /// The probability of each of them at an odds ratio, by their ratios outward from the most
    /// likely one.
    fn probabilities(&self, odds_ratio: f64) -> Vec<f64> {
        let Self { n1, n2, events, .. } = self;
        let ratio = |below: f64| {
            let (x, y) = (n1 - below, events - below);
            x / (below + 1.0) * (y / (n2 - y + 1.0)) * odds_ratio
        };
        let length = self.length() as usize;
        let at = |i: usize| self.lowest + i as f64;
        let mode = (0..length - 1)
            .find(|i| ratio(at(*i)) < 1.0)
            .unwrap_or(length - 1);
        let mut all = vec![1.0; length];
        let mut last = 1.0;
        for (i, p) in all.iter_mut().enumerate().skip(mode + 1) {
            last *= ratio(at(i - 1));
            *p = last;
        }
        last = 1.0;
        for (i, p) in all.iter_mut().enumerate().take(mode).rev() {
            last /= ratio(at(i));
            *p = last;
        }
        let sum = compensated(all.iter().copied());
        for p in &mut all {
            *p /= sum;
        }
        all
    }
}

/// Refuses what would take too long, before any memory is asked for.
fn affordable(margins: &[Margins]) -> Result<(), StratifiedError> {
    let (mut needed, mut length) = (0.0, 1.0);
    for stratum in margins {
        needed += length * stratum.length();
        length += stratum.length() - 1.0;
    }
    if needed <= OPERATIONS_MAX {
        return Ok(());
    }
    Err(StratifiedError::TooLarge {
        needed,
        limit: OPERATIONS_MAX,
    })
}

/// A positive odds ratio near the estimate: Mantel and Haenszel's with ½ added to both sums.
fn starting_point(strata: &[Stratum<TwoByTwo>]) -> f64 {
    let [mut r, mut s] = [Compensated::default(); 2];
    for stratum in strata {
        let Cells { a, b, c, d, .. } = stratum.table.cells();
        let n = a + b + c + d;
        r.add(a / n * d);
        s.add(b / n * c);
    }
    (r.value() + 0.5) / (s.value() + 0.5)
}

/// The distribution of the total at one odds ratio, from which it follows at every other.
struct Totals {
    probabilities: Vec<f64>,
    logarithms: Vec<f64>,
    log_odds_ratio: f64,
    /// The place of the observed total.
    observed: usize,
}

/// Parts of the distribution at another odds ratio.
struct Tilted {
    mean: f64,
    below: f64,
    at: f64,
    above: f64,
}

impl Tilted {
    fn greater(&self, tail: Tail) -> f64 {
        self.above + self.share(tail)
    }

    fn less(&self, tail: Tail) -> f64 {
        self.below + self.share(tail)
    }

    fn share(&self, tail: Tail) -> f64 {
        match tail {
            Tail::Exact => self.at,
            Tail::MidP => 0.5 * self.at,
        }
    }
}

impl Totals {
    /// Adds the strata's events up, one stratum after the other.
    fn new(margins: &[Margins], odds_ratio: f64, observed: usize) -> Self {
        let mut probabilities = vec![1.0];
        for stratum in margins.iter().filter(|m| m.length() > 1.0) {
            probabilities = sum_of(&probabilities, &stratum.probabilities(odds_ratio));
        }
        Self {
            logarithms: probabilities.iter().map(|p| p.ln()).collect(),
            probabilities,
            log_odds_ratio: odds_ratio.ln(),
            observed,
        }
    }

    /// The distribution at another log odds ratio.
    fn tilted(&self, log_odds_ratio: f64) -> Tilted {
        let change = log_odds_ratio - self.log_odds_ratio;
        let exponent = |(i, log): (usize, &f64)| log + change * (i as f64);
        let each = || self.logarithms.iter().enumerate().map(exponent);
        let highest = each().fold(f64::NEG_INFINITY, f64::max);
        let [mut below, mut above, mut moment] = [Compensated::default(); 3];
        let mut at = 0.0;
        for (i, exponent) in each().enumerate() {
            let weight = (exponent - highest).exp();
            moment.add(weight * i as f64);
            match i.cmp(&self.observed) {
                std::cmp::Ordering::Less => below.add(weight),
                std::cmp::Ordering::Equal => at = weight,
                std::cmp::Ordering::Greater => above.add(weight),
            }
        }
        let sum = below.value() + at + above.value();
        Tilted {
            mean: moment.value() / sum,
            below: below.value() / sum,
            at: at / sum,
            above: above.value() / sum,
        }
    }

    fn no_more_likely(&self) -> f64 {
        let observed = self.probabilities.get(self.observed).copied();
        let bound = observed.unwrap_or(0.0) * EQUALLY_LIKELY;
        let unlikely = self.probabilities.iter().copied().filter(|p| *p <= bound);
        compensated(unlikely).min(1.0)
    }
}

/// The distribution of the sum of two independent counts.
fn sum_of(one: &[f64], other: &[f64]) -> Vec<f64> {
    let mut sum = vec![0.0; one.len() + other.len() - 1];
    for (i, p) in one.iter().enumerate() {
        for (total, q) in sum.iter_mut().skip(i).zip(other) {
            *total += p * q;
        }
    }
    sum
}

/// Finds the root of an increasing function by widening around `start`; `None` when there is none
/// within reach.
fn increasing_root(f: &dyn Fn(f64) -> f64, start: f64) -> Option<f64> {
    let found = if f(start) < 0.0 {
        let high = root::bracket_above(f, start, start + 1.0)?;
        root::find(f, start, high, 0.0)
    } else {
        // Mirrored: the distance below the start.
        let mirrored = |distance: f64| f(start - distance);
        let far = root::bracket_above(mirrored, 0.0, 1.0)?;
        let mut found = root::find(mirrored, 0.0, far, 0.0);
        found.at = start - found.at;
        found
    };
    (found.outcome == root::Outcome::Converged).then_some(found.at)
}
