//! What people put in the place of a rule, each with a reason.

use super::concern::{Concern, Domain};
use super::error::CertaintyError;
use super::rating::Confidence;

/// A person's choice with its reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Manual<T> {
    /// What was chosen.
    pub value: T,
    /// Why; never empty.
    pub reason: String,
}

/// A judgement that a person puts in the place of the rule's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ManualJudgement {
    /// The treatments compared, in either order.
    pub treatments: (usize, usize),
    /// The domain.
    pub domain: Domain,
    /// The concern.
    pub concern: Concern,
    /// Why.
    pub reason: String,
}

/// An overall rating that a person puts in the place of the computed one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ManualRating {
    /// The treatments compared, in either order.
    pub treatments: (usize, usize),
    /// The rating.
    pub rating: Confidence,
    /// Why.
    pub reason: String,
}

/// The last choice for a pair, with its reason.
pub(super) fn last<T: Copy>(
    choices: impl DoubleEndedIterator<Item = (T, String)>,
) -> Option<Manual<T>> {
    let mut choices = choices.rev();
    choices
        .next()
        .map(|(value, reason)| Manual { value, reason })
}

/// A pair, the smaller place first.
pub(super) fn ordered((one, other): (usize, usize)) -> (usize, usize) {
    (one.min(other), one.max(other))
}

/// Checks that a choice is about an existing pair and has a reason.
pub(super) fn check(
    treatments: (usize, usize),
    reason: &str,
    n: usize,
) -> Result<(), CertaintyError> {
    check_pair(treatments, n)?;
    if reason.trim().is_empty() {
        return Err(CertaintyError::NoReason(treatments.0, treatments.1));
    }
    Ok(())
}

/// Checks that a pair exists.
pub(super) fn check_pair((one, other): (usize, usize), n: usize) -> Result<(), CertaintyError> {
    if one == other || one >= n || other >= n {
        return Err(CertaintyError::NoPair(one, other));
    }
    Ok(())
}
