//! A random sample of what was left: how much was missed at most, and how many must be drawn.

use super::recall::{Sampled, least_missed, too_few};
use super::screened::{between, doubt};
use super::{Assumption, NotScreened, Verdict};

/// What a random sample of the rest tells.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bound {
    /// Relevant ones that were found, with those of the sample.
    pub found: u64,
    /// An estimate of those that are still in the rest.
    pub missed: f64,
    /// So many are still in the rest at most, at the confidence asked for.
    pub missed_at_most: u64,
    /// Recall is at least this, at the same confidence; `None` where nothing relevant was found
    /// and none may be left.
    pub recall_at_least: Option<f64>,
    /// Whether to stop: recall is at least the target.
    pub verdict: Verdict,
}

const ASSUMES: &[Assumption] = &[Assumption::RandomSample, Assumption::DecisionsRight];

/// The exact one-sided bound: all numbers of relevant ones in the rest under which so few in the
/// sample have a probability of at least 1 − confidence. The rest is finite, so that it is an urn
/// without replacement; the interval of Clopper and Pearson would be wider.
///
/// # Errors
/// [`NotScreened`] when the numbers do not fit together.
///
/// # Example
/// ```
/// use euthymia_screening::stopping::recall::Sampled;
/// use euthymia_screening::stopping::sample::bound;
/// // None among 2 of 4. With 2 in the rest that has the chance 1/6, with 3 none at all.
/// let sample = Sampled { before: 8, rest: 4, drawn: 2, drawn_relevant: 0 };
/// let found = bound(sample, 0.95, 0.90)?;
/// assert_eq!((found.missed_at_most, found.recall_at_least), (2, Some(0.8)));
/// # Ok::<(), euthymia_screening::stopping::NotScreened>(())
/// ```
pub fn bound(sample: Sampled, target: f64, confidence: f64) -> Result<Bound, NotScreened> {
    let target = between("a target recall", target)?;
    let doubt = doubt(confidence)?;
    sample.check()?;
    let Sampled {
        before,
        rest,
        drawn,
        drawn_relevant,
    } = sample;
    let left = rest - drawn;
    let is_possible =
        |missed: u64| too_few(drawn_relevant + missed, rest, drawn, drawn_relevant) >= doubt;
    let missed_at_most = last_with(left, is_possible);
    let found = before.saturating_add(drawn_relevant);
    let most = found.saturating_add(missed_at_most);
    let missed = match drawn {
        0 => left as f64,
        _ => drawn_relevant as f64 / drawn as f64 * left as f64,
    };
    Ok(Bound {
        found,
        missed,
        missed_at_most,
        recall_at_least: (most > 0).then(|| found as f64 / most as f64),
        verdict: Verdict::when(most < least_missed(found, target), ASSUMES),
    })
}

/// How many of the `rest` must be drawn so that finding none of them relevant rules out a recall
/// below the target. All of them where nothing less does.
///
/// # Errors
/// [`NotScreened::NotBetween`].
///
/// # Example
/// ```
/// use euthymia_screening::stopping::sample::needed;
/// // 10 found: 11 in all would be 91 %. One among 90 escapes n draws with chance 1 − n/90.
/// assert_eq!(needed(10, 90, 0.95, 0.95)?, 86);
/// # Ok::<(), euthymia_screening::stopping::NotScreened>(())
/// ```
pub fn needed(before: u64, rest: u64, target: f64, confidence: f64) -> Result<u64, NotScreened> {
    let target = between("a target recall", target)?;
    let doubt = doubt(confidence)?;
    let missed = least_missed(before, target).saturating_sub(before);
    let is_too_few = |drawn: u64| too_few(missed, rest, drawn, 0) >= doubt;
    Ok(match is_too_few(0) {
        true => (last_with(rest, is_too_few) + 1).min(rest),
        false => 0,
    })
}

/// The last of 0, 1, … `most` for which something holds that holds up to some number; 0 where it
/// holds for none.
fn last_with(most: u64, holds: impl Fn(u64) -> bool) -> u64 {
    let (mut low, mut high) = (0, most);
    while low < high {
        let middle = low + (high - low).div_ceil(2);
        match holds(middle) {
            true => low = middle,
            false => high = middle - 1,
        }
    }
    low
}
