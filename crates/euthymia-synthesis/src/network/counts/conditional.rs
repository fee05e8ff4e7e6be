//! Fisher's multivariate non-central hypergeometric distribution: the events of each arm of a trial
//! given their sum.
//!
//! P(x | Σx = m) = Π C(n_i, x_i) e^{x_i θ_i} / D, with D the sum of such products over all ways to
//! divide m. With η_i = α + θ_i, for whatever α, D is the chance that independent binomial counts with
//! logits η_i sum to m, but for factors that cancel. It is a convolution of the arms' chances, one arm
//! after the other, along with their first and second moments. With the α at which m events are
//! expected each arm's chances need be known only near its mean, so that the work grows with the events
//! of a trial and not with their divisions.

use super::data::CountTrial;
use super::level::level;
use super::term::{Term, sizes};
use crate::glmm::arm::ln_choose;
use euthymia_numerics::linear::Matrix;

/// Chances below this share of the largest one are left out: they cannot reach the last digit.
const NEGLIGIBLE: f64 = 1e-22;
/// Patients of a trial up to which the sum is made.
pub(super) const PATIENTS_MAX: u64 = 1_000_000;

/// Numbers for a run of counts.
#[derive(Clone, Debug)]
struct Run {
    lowest: usize,
    terms: Vec<f64>,
}

impl Run {
    fn highest(&self) -> usize {
        self.lowest + self.terms.len() - 1
    }

    /// Each term times a power of how far its count lies from `centre`.
    fn moment(&self, centre: f64, power: i32) -> Self {
        let terms = self.terms.iter().enumerate();
        Self {
            lowest: self.lowest,
            terms: terms
                .map(|(at, term)| ((self.lowest + at) as f64 - centre).powi(power) * term)
                .collect(),
        }
    }

    /// The convolution at the counts from `from` to `to`.
    fn with(&self, other: &Self, from: usize, to: usize) -> Self {
        let at = |sum: usize| {
            let first = self.lowest.max(sum.saturating_sub(other.highest()));
            let last = self.highest().min(sum.saturating_sub(other.lowest));
            if sum < other.lowest || first > last {
                return 0.0;
            }
            let mine = &self.terms[first - self.lowest..=last - self.lowest];
            let others = &other.terms[sum - last - other.lowest..=sum - first - other.lowest];
            mine.iter()
                .zip(others.iter().rev())
                .map(|(x, y)| x * y)
                .sum()
        };
        Self {
            lowest: from,
            terms: (from..=to).map(at).collect(),
        }
    }
}

/// The chances of one arm relative to that of its most likely count, which is given with them.
fn chances(n: f64, eta: f64) -> (Run, f64) {
    // Beyond 700 the odds are no double; the chances are those of none or all.
    let odds = eta.clamp(-700.0, 700.0).exp();
    let mode = ((n + 1.0) * (odds / (1.0 + odds))).floor().clamp(0.0, n);
    let ratio = |x: f64| (n - x) / (x + 1.0) * odds;
    let (mut below, mut above) = (Vec::new(), Vec::new());
    let (mut x, mut term) = (mode, 1.0);
    while x > 0.0 && term >= NEGLIGIBLE {
        x -= 1.0;
        term /= ratio(x);
        below.push(term);
    }
    let lowest = x as usize;
    (x, term) = (mode, 1.0);
    while x < n && term >= NEGLIGIBLE {
        term *= ratio(x);
        x += 1.0;
        above.push(term);
    }
    let terms = below.into_iter().rev().chain([1.0]).chain(above).collect();
    (Run { lowest, terms }, mode)
}

/// Chances of sums with the moments of the arms so far: W, E[e_i], E[e_i e_j] for i ≤ j, each e an arm's
/// events less its mean.
struct Sums {
    weight: Run,
    first: Vec<Run>,
    second: Vec<Run>,
}

impl Sums {
    /// Joins one more arm and keeps sums from `from` to `to`.
    fn join(self, arm: &Run, centre: f64, from: usize, to: usize) -> Self {
        let [once, twice] = [1, 2].map(|power| arm.moment(centre, power));
        let with = |run: &Run, by: &Run| run.with(by, from, to);
        let mut first: Vec<Run> = self.first.iter().map(|run| with(run, arm)).collect();
        let mut second: Vec<Run> = self.second.iter().map(|run| with(run, arm)).collect();
        second.extend(self.first.iter().map(|run| with(run, &once)));
        second.push(with(&self.weight, &twice));
        first.push(with(&self.weight, &once));
        Self {
            weight: with(&self.weight, arm),
            first,
            second,
        }
    }
}

/// Returns ln P(x | Σx = m), x − E[x] and the covariances of x; `None` where they have no double.
pub(super) fn term(trial: &CountTrial, theta: &[f64]) -> Option<Term> {
    let (n, events) = (sizes(trial), trial.events());
    let alpha = level(theta, &n, events as f64);
    let arms: Vec<(Run, f64)> = n
        .iter()
        .zip(theta)
        .map(|(n, t)| chances(*n, alpha + t))
        .collect();
    let sum = usize::try_from(events).ok()?;
    // What the arms not yet joined can still add.
    let mut rest: usize = arms.iter().map(|(run, _)| run.highest()).sum();
    let mut sums = Sums {
        weight: Run {
            lowest: 0,
            terms: vec![1.0],
        },
        first: Vec::new(),
        second: Vec::new(),
    };
    for (at, (run, mode)) in arms.iter().enumerate() {
        rest -= run.highest();
        let last = at + 1 == arms.len();
        let (low, high) = (
            sums.weight.lowest + run.lowest,
            sums.weight.highest() + run.highest(),
        );
        let (from, to) = if last {
            (sum, sum)
        } else {
            (low.max(sum.saturating_sub(rest)), high.min(sum))
        };
        if from > to {
            return None;
        }
        sums = sums.join(run, *mode, from, to);
    }
    let weight = *sums.weight.terms.first()?;
    let mean = |run: &Run| run.terms.first().map_or(0.0, |term| term / weight);
    let away: Vec<f64> = sums.first.iter().map(mean).collect();
    let counted: Vec<f64> = trial
        .counts()
        .iter()
        .map(|count| count.events() as f64)
        .collect();
    let logs = (0..n.len()).map(|i| {
        let (mode, eta) = (arms[i].1, alpha + theta[i]);
        ln_choose(n[i], counted[i]) - ln_choose(n[i], mode) + (counted[i] - mode) * eta
    });
    let value = logs.sum::<f64>() - weight.ln();
    let second = |i: usize, j: usize| {
        let (i, j) = (i.min(j), i.max(j));
        sums.second.get(j * (j + 1) / 2 + i).map_or(0.0, mean)
    };
    (weight > 0.0 && value.is_finite()).then(|| Term {
        value,
        slope: (0..n.len())
            .map(|i| counted[i] - arms[i].1 - away[i])
            .collect(),
        information: Matrix::from_fn(n.len(), n.len(), |i, j| second(i, j) - away[i] * away[j]),
    })
}
