//! Whether recall below a target can be ruled out, by drawing from an urn without replacement.
//!
//! If recall were below the target, at least [`least_missed`] relevant ones would be in the urn; how
//! likely is it then to have drawn as few as were drawn? Where that is unlikely, screening may stop.

use euthymia_numerics::hypergeometric::Urn;

use super::screened::{between, doubt};
use super::{Assumption, NotScreened, Screened, Verdict};

/// What the rule says.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Recall {
    /// How likely it would be to find as few or fewer, were recall below the target.
    pub p: f64,
    /// Relevant ones that have been found.
    pub relevant: u64,
    /// The number of relevant ones in all at which recall would just be below the target.
    pub hypothetical: u64,
    /// How many of the last that were screened are looked at as a random draw.
    pub drawn: u64,
    /// Relevant ones among them.
    pub drawn_relevant: u64,
    /// Whether to stop: p below 1 − confidence.
    pub verdict: Verdict,
}

pub(super) const ASSUMES_RANKED: &[Assumption] = &[
    Assumption::NoWorseThanRandom,
    Assumption::BestOfMany,
    Assumption::DecisionsRight,
];
pub(super) const ASSUMES_SAMPLE: &[Assumption] =
    &[Assumption::RandomSample, Assumption::DecisionsRight];

/// The smallest number of relevant ones in all for which `found` of them are less than the target.
///
/// # Example
/// ```
/// use euthymia_screening::stopping::recall::least_missed;
/// // 19 of 20 are 95 %, which is not less; 19 of 21 are.
/// assert_eq!(least_missed(19, 0.95), 21);
/// assert_eq!(least_missed(20, 0.95), 22);
/// ```
pub fn least_missed(found: u64, target: f64) -> u64 {
    // 19/0.95 is 20 on paper; in doubles it may fall just below, which the factor makes up for.
    let reached = found as f64 / target * (1.0 + 1e-12);
    (reached.floor() as u64).saturating_add(1)
}

/// The ranked order looked at backwards: each last stretch is taken for a random draw from what
/// was left before it, and the stretch that speaks most against the hypothesis counts.
///
/// A stretch that begins with an irrelevant one never speaks more against it than the longer one
/// that begins after the last relevant one before, so that only those are looked at.
///
/// # Errors
/// [`NotScreened::NotBetween`] for a target or confidence that is not between 0 and 1.
///
/// # References
/// Callaghan & Müller-Hansen 2020, Systematic Reviews 9, 273, "ranked quasi-sampling"; program:
/// buscarpy.
///
/// # Example
/// ```
/// use euthymia_screening::stopping::recall::ranked;
/// use euthymia_screening::stopping::{Says, Screened};
/// let mut labels = vec![true; 10];
/// labels.extend(vec![false; 85]);
/// let found = ranked(&Screened::new(labels, 100)?, 0.95, 0.95)?;
/// // One missed among 90, 85 of which were drawn: 5/90 that it was not drawn.
/// assert!((found.p - 5.0 / 90.0).abs() < 1e-15);
/// assert_eq!(found.verdict.says, Says::GoOn);
/// # Ok::<(), euthymia_screening::stopping::NotScreened>(())
/// ```
pub fn ranked(so_far: &Screened, target: f64, confidence: f64) -> Result<Recall, NotScreened> {
    let target = between("a target recall", target)?;
    let doubt = doubt(confidence)?;
    let seen = so_far.seen();
    let relevant = so_far.relevant();
    let hypothetical = least_missed(relevant, target);
    let mut best = Recall {
        p: 1.0,
        relevant,
        hypothetical,
        drawn: 0,
        drawn_relevant: 0,
        verdict: Verdict::when(so_far.rest() == 0, ASSUMES_RANKED),
    };
    for (start, before) in starts(so_far.labels()).zip(0..) {
        let drawn_relevant = relevant - before;
        let drawn = seen - start;
        let p = too_few(
            hypothetical.saturating_sub(before),
            so_far.total() - start,
            drawn,
            drawn_relevant,
        );
        if p < best.p {
            best = Recall {
                p,
                drawn,
                drawn_relevant,
                ..best
            };
        }
    }
    best.verdict = Verdict::when(so_far.rest() == 0 || best.p < doubt, ASSUMES_RANKED);
    Ok(best)
}

/// The beginning, and the place after each relevant one.
fn starts(labels: &[bool]) -> impl Iterator<Item = u64> {
    let after = labels.iter().enumerate().filter(|(_, own)| **own);
    std::iter::once(0).chain(after.map(|(at, _)| at as u64 + 1))
}

/// A random sample of what was left: `before` relevant ones were found before it was drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sampled {
    /// Relevant ones that were found before the draw.
    pub before: u64,
    /// How many were left when it was drawn.
    pub rest: u64,
    /// How many of them were drawn and decided.
    pub drawn: u64,
    /// How many of those were relevant.
    pub drawn_relevant: u64,
}

/// The same with a random sample of what was left, which needs no assumption on the order.
///
/// # Errors
/// [`NotScreened::NotBetween`]; [`NotScreened::MoreThanAll`] when more were drawn than were left,
/// or more were relevant than were drawn.
///
/// # References
/// Callaghan & Müller-Hansen 2020, "random sampling" of the remaining documents.
pub fn sampled(sample: Sampled, target: f64, confidence: f64) -> Result<Recall, NotScreened> {
    let target = between("a target recall", target)?;
    let doubt = doubt(confidence)?;
    let Sampled {
        before,
        rest,
        drawn,
        drawn_relevant,
    } = sample;
    sample.check()?;
    let relevant = before.saturating_add(drawn_relevant);
    let hypothetical = least_missed(relevant, target);
    let p = too_few(
        hypothetical.saturating_sub(before),
        rest,
        drawn,
        drawn_relevant,
    );
    Ok(Recall {
        p,
        relevant,
        hypothetical,
        drawn,
        drawn_relevant,
        verdict: Verdict::when(drawn == rest || p < doubt, ASSUMES_SAMPLE),
    })
}

impl Sampled {
    pub(super) fn check(&self) -> Result<(), NotScreened> {
        let too_many = |screened, total| Err(NotScreened::MoreThanAll { screened, total });
        match () {
            () if self.drawn > self.rest => too_many(self.drawn, self.rest),
            () if self.drawn_relevant > self.drawn => too_many(self.drawn_relevant, self.drawn),
            () => Ok(()),
        }
    }
}

/// P(X ≤ found) when `drawn` of `all` are drawn and `marked` of `all` are relevant; 0 when so many
/// relevant ones have no room, which rules the hypothesis out.
pub(super) fn too_few(marked: u64, all: u64, drawn: u64, found: u64) -> f64 {
    let urn = all
        .checked_sub(marked)
        .and_then(|unmarked| Urn::new(marked, unmarked, drawn));
    urn.map_or(0.0, |urn| urn.at_most(found))
}
