//! Flipping the signs of the estimates of a pooled mean.

use super::blocks::{self, Block};
use super::tally::Tally;
use super::{Done, PermutationError, PermutationTest, Plan};
use crate::pairwise::mean::weighted;
use crate::pairwise::tau2::{Search, tau2};
use crate::pairwise::{self, FitError, Interval, Model, Options};
use crate::studies::StudySet;
use euthymia_numerics::random::Random;

/// Tests whether the pooled mean is zero by flipping the signs of the estimates.
///
/// The statistic is that of the model of `options`: estimate over standard error, with the
/// Hartung–Knapp factor where that interval is chosen. With k studies there are 2ᵏ arrangements; a
/// p-value of 0.05 needs at least 6 studies. `progress` is told how many arrangements of how many are
/// done.
///
/// # Errors
/// [`PermutationError`].
///
/// # References
/// Follmann DA, Proschan MA. Biometrics 1999;55:732–737.
///
/// # Checked against
/// by hand: `tests/it/byhand_permutation.rs` · metafor 3.8-1 `permutest`:
/// `tests/it/agrees_with_metafor_permutation.rs`.
///
/// # Example
/// ```
/// use euthymia_synthesis::effect::Effect;
/// use euthymia_synthesis::pairwise::Options;
/// use euthymia_synthesis::permutation::{Plan, signs};
/// use euthymia_synthesis::studies::{Study, StudySet};
/// let study = |i: u32| -> Result<Study, Box<dyn std::error::Error>> {
///     Ok(Study::new(format!("study {i}"), Effect::new(f64::from(i), 1.0)?))
/// };
/// let set = StudySet::new((1..=5).map(study).collect::<Result<_, _>>()?)?;
/// let test = signs::test(&set, &Options::default(), &Plan::all(), |_done, _total| {})?;
/// // All signs are plus already: only all plus and all minus are as extreme, 2 of 32.
/// assert_eq!(test.p_value, 2.0 / 32.0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn test(
    set: &StudySet,
    options: &Options,
    plan: &Plan,
    progress: impl FnMut(u64, u64),
) -> Result<PermutationTest, PermutationError> {
    pairwise::fit(set, options)?;
    let estimates: Vec<f64> = set.pairs().map(|(y, _)| y).collect();
    flipped(set, &estimates, options, plan, progress)
}

/// The test of a set whose estimates are replaced by others.
pub(super) fn flipped(
    set: &StudySet,
    estimates: &[f64],
    options: &Options,
    plan: &Plan,
    mut progress: impl FnMut(u64, u64),
) -> Result<PermutationTest, PermutationError> {
    let k = estimates.len();
    let done = plan.decide(arrangements(k))?;
    let mut shifted = set.clone();
    shifted.replace_estimates(estimates.iter().copied());
    let observed = statistic(&shifted, options).value;
    if observed.is_nan() {
        return Err(PermutationError::NoStatistic);
    }
    // With all of them, a fit stands for its mirror image, too: half the fits are enough.
    let total = match done {
        Done::All { arrangements } => arrangements / 2,
        Done::Sample { draws, .. } => draws,
    };
    let make = || {
        let mut set = shifted.clone();
        move |block: Block| one_block(&mut set, estimates, options, done, (block, observed))
    };
    let mut tally = Tally::new(observed);
    blocks::run(total, plan.threads, make, |part: Tally, so_far| {
        tally.absorb(&part);
        progress(so_far, total);
    });
    Ok(tally.outcome(done))
}

/// 2ᵏ, where a 64-bit number holds it.
pub(super) fn arrangements(k: usize) -> Option<u64> {
    1_u64.checked_shl(u32::try_from(k).ok()?)
}

fn one_block(
    set: &mut StudySet,
    estimates: &[f64],
    options: &Options,
    done: Done,
    (block, observed): (Block, f64),
) -> Tally {
    let mut tally = Tally::new(observed);
    let mut random = match done {
        Done::All { .. } => None,
        Done::Sample { seed, .. } => Some(Random::new(seed, block.index)),
    };
    for number in block.first..block.end {
        let mut bits = number;
        let signed = estimates.iter().enumerate().map(|(i, y)| {
            if let (Some(random), 0) = (&mut random, i % 64) {
                bits = random.bits();
            }
            let flip = bits & 1 == 1;
            bits >>= 1;
            if flip { -y } else { *y }
        });
        set.replace_estimates(signed);
        let found = statistic(set, options);
        tally.add(found.value, found.settled);
        if random.is_none() {
            tally.add(-found.value, found.settled);
        }
    }
    tally
}

/// What is compared: the statistic of a fit, without anything else of it.
#[derive(Clone, Copy, Debug)]
struct Statistic {
    /// Infinite when the estimates do not differ and the Hartung–Knapp factor is zero.
    value: f64,
    settled: bool,
}

fn statistic(set: &StudySet, options: &Options) -> Statistic {
    let between = match options.model {
        Model::CommonEffect => None,
        Model::RandomEffects(method) => tau2(set, method),
    };
    let settled = between.is_none_or(|t| !matches!(t.search, Search::NotConverged { .. }));
    let at = weighted(set, between.map_or(0.0, |t| t.value));
    let wald = at.mean * at.weight_sum.sqrt();
    let df = (set.k() - 1) as f64;
    let factor = match options.interval {
        _ if set.k() == 1 => 1.0,
        Interval::Wald | Interval::Student => 1.0,
        Interval::HartungKnapp => at.q / df,
        Interval::HartungKnappFloor => (at.q / df).max(1.0),
    };
    let value = if wald == 0.0 {
        0.0
    } else {
        wald / factor.sqrt()
    };
    Statistic { value, settled }
}

/// The standard error that belongs to the statistic of a set, for the scale of a search.
pub(super) fn estimate_and_error(
    set: &StudySet,
    options: &Options,
) -> Result<(f64, f64), FitError> {
    let fit = pairwise::fit(set, options)?;
    Ok((fit.estimate, fit.inference.standard_error))
}
