//! A confidence interval from the permutation test of signs.

use super::signs::{arrangements, estimate_and_error, flipped};
use super::{Done, PermutationError, Plan};
use crate::pairwise::Options;
use crate::studies::StudySet;
use euthymia_numerics::root;

/// The values that the permutation test does not reject.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PermutationInterval {
    /// The pooled estimate of the model.
    pub estimate: f64,
    /// Lower limit; `None` when the test rejects no value below the estimate.
    pub lower: Option<f64>,
    /// Upper limit; `None` when the test rejects no value above it.
    pub upper: Option<f64>,
    /// Which arrangements were taken at every value tried.
    pub done: Done,
    /// Tests that the search took.
    pub tests: u32,
}

/// The ends are located to this share of the standard error.
const PRECISION: f64 = 1e-10;
/// Doublings of the distance from the estimate before an end counts as unlimited.
const DOUBLINGS_MAX: u32 = 40;

/// Finds where the one-sided permutation p-value of yᵢ − μ₀ rises above half of one minus the level
/// of `options`, below and above the estimate.
///
/// The p-value is a step function of μ₀ whose steps are as high as an arrangement is rare; an end is
/// the step at which the half is crossed. Each end takes some 40 tests, with the same arrangements at
/// every value tried: draw fewer, or choose a closed form for τ², where studies are many. `progress`
/// is told the number of tests done.
///
/// # Errors
/// [`PermutationError::TooFewArrangements`] when no p-value could be small enough; otherwise as
/// [`super::signs::test`].
///
/// # Checked against
/// metafor 3.8-1 `permutest(permci = TRUE)`: `tests/it/agrees_with_metafor_permutation.rs`.
///
/// # Example
/// ```
/// use euthymia_numerics::Probability;
/// use euthymia_synthesis::effect::Effect;
/// use euthymia_synthesis::pairwise::{Interval, Model, Options};
/// use euthymia_synthesis::permutation::{Plan, interval};
/// use euthymia_synthesis::studies::{Study, StudySet};
/// let study = |i: u32| -> Result<Study, Box<dyn std::error::Error>> {
///     Ok(Study::new(format!("study {i}"), Effect::new(f64::from(i), 1.0)?))
/// };
/// let set = StudySet::new((1..=5).map(study).collect::<Result<_, _>>()?)?;
/// let options = Options { model: Model::CommonEffect, interval: Interval::Wald,
///     level: Probability::new(0.9)?, ..Options::default() };
/// let found = interval::interval(&set, &options, &Plan::all(), |_tests| {})?;
/// // Above the first study one sign is wrong already, so that 2 of 32 sums are as large: 1/32 is
/// // below 0.05 and 2/32 is not. The limits are the smallest and the largest estimate.
/// assert!((found.lower.unwrap() - 1.0).abs() < 1e-8 && (found.upper.unwrap() - 5.0).abs() < 1e-8);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn interval(
    set: &StudySet,
    options: &Options,
    plan: &Plan,
    mut progress: impl FnMut(u32),
) -> Result<PermutationInterval, PermutationError> {
    let level = options.level.get();
    if !(level > 0.0 && level < 1.0) {
        return Err(PermutationError::Level(level));
    }
    let done = plan.decide(arrangements(set.k()))?;
    let tail = options.level.complement().half().get();
    let count = match done {
        Done::All { arrangements } => arrangements,
        Done::Sample { draws, .. } => draws.saturating_add(1),
    };
    if 1.0 / count as f64 > tail {
        return Err(PermutationError::TooFewArrangements {
            arrangements: count,
            level,
        });
    }
    let (estimate, error) = estimate_and_error(set, options)?;
    let mut tests = 0;
    let mut shifted: Vec<f64> = Vec::with_capacity(set.k());
    // How far the p-value at a distance from the estimate lies above the tail; a test that cannot be
    // made rejects nothing.
    let mut excess = |distance: f64, side: f64| {
        tests += 1;
        progress(tests);
        shifted.clear();
        shifted.extend(set.pairs().map(|(y, _)| y - (estimate + side * distance)));
        let test = flipped(set, &shifted, options, plan, |_, _| {});
        let p = test.map_or(1.0, |t| if side < 0.0 { t.p_greater } else { t.p_less });
        p - tail
    };
    let mut end = |side: f64| {
        let mut far = error;
        for _ in 0..DOUBLINGS_MAX {
            if excess(far, side) <= 0.0 {
                let found = root::find(|d| excess(d, side), 0.0, far, PRECISION * error);
                let settled = found.outcome == root::Outcome::Converged;
                return settled.then_some(estimate + side * found.at);
            }
            far *= 2.0;
        }
        None
    };
    let (lower, upper) = (end(-1.0), end(1.0));
    Ok(PermutationInterval {
        estimate,
        lower,
        upper,
        done,
        tests,
    })
}
