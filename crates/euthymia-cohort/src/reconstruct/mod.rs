//! Whole numbers behind a printed summary: is there any data set, how many, and what do they share?
//!
//! A paper prints means, standard deviations, a t and a few counts. Many different sets of whole
//! numbers can have that summary, or none. In this order:
//!
//! 1. [`Check`]s: necessary conditions in whole-number arithmetic. One that fails is a proof that
//!    no data fit, and its numbers are kept.
//! 2. One sample: all solutions are **counted**, and drawn so that each is as likely as any other
//!    (`exact`). None counted is a proof.
//! 3. Pairs: a seeded search (`search`). It can find, but not refute.
//!
//! What solutions disagree about ([`disagreement`]) is what the summary does not tell. No solution
//! is anybody's data.
//!
//! A printed value stands for the closed interval of half a unit around it; see [`Printed`].
//!
//! # References
//! Brown & Heathers 2017 (GRIM), Anaya 2016 and Allard 2018 (GRIMMER), Heathers & Brown 2019 (DEBIT),
//! Heathers, Anaya, van der Zee & Brown 2018 (SPRITE, PeerJ Preprints 6:e26968v1), Wilner, Wood &
//! Simons 2018 (CORVIDS, all solutions by Diophantine equations).

mod check;
mod energy;
mod error;
mod exact;
mod feature;
mod fit;
mod order;
mod pair_check;
mod printed;
mod rule;
mod search;
mod squares;
mod summary;
mod table;

pub use check::{About, Arithmetic, Check, Products};
pub use error::ReconstructError;
pub use exact::Count;
use exact::Exact;
pub use feature::{Feature, Seen, Solution, disagreement};
pub use printed::Printed;
pub use rule::{Condition, Counted, Rule, Threshold};
pub use squares::SquaresAt;
pub use summary::{Change, Frame, Moments, OneSample, PairedSamples};

/// How much is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Budget {
    /// Solutions of one sample that are drawn when there are more.
    pub draws: usize,
    /// Starts of a search.
    pub starts: u32,
    /// Moves of each start.
    pub steps: u64,
    /// Where random numbers begin.
    pub seed: u64,
}

/// How solutions were looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// Not at all: a check failed, so there is none.
    Refuted,
    /// All were counted.
    Counted(Count),
    /// By a search, which proves nothing when it finds nothing.
    Searched {
        /// Starts.
        starts: u32,
        /// Moves each start was allowed.
        steps: u64,
        /// Starts that ended with a solution.
        succeeded: u32,
    },
}

/// What became of the question whether data exist.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// At least one data set fits, and is shown.
    Found,
    /// Proven: no data set fits.
    NoneExists,
    /// None was found within the budget; one may exist.
    NotFound,
}

/// The answer to a printed summary.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// The necessary conditions.
    pub checks: Vec<Check>,
    /// How solutions were looked for.
    pub how: How,
    /// Different solutions that were seen.
    pub solutions: Vec<Solution>,
}

impl Answer {
    /// What became of the question.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        match self.how {
            How::Refuted => Verdict::NoneExists,
            _ if !self.solutions.is_empty() => Verdict::Found,
            How::Counted(count) if count.is_zero() => Verdict::NoneExists,
            How::Counted(_) | How::Searched { .. } => Verdict::NotFound,
        }
    }

    /// Whether every solution there is was seen.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        match self.how {
            How::Refuted => true,
            How::Counted(count) => count == Count::Exactly(self.solutions.len() as u128),
            How::Searched { .. } => false,
        }
    }
}

fn all_hold(checks: &[Check]) -> bool {
    checks.iter().all(|check| check.holds)
}

/// Finds the samples of whole numbers behind a printed mean, standard deviation and counts.
///
/// All of them are counted where the table fits into memory (n about 50 at a standard deviation of
/// 8); beyond that they are searched for.
///
/// # Errors
/// [`ReconstructError`] for a summary that is no question.
///
/// # Example
/// ```
/// use euthymia_cohort::reconstruct::{Budget, Count, Frame, How, Moments, OneSample, one_sample};
/// // Three numbers from 0 to 9 with mean 2 and SD 1: S = 6, Q = 14, and only 1, 2, 3 will do.
/// let sample = OneSample {
///     frame: Frame::new(3, 0, 9)?,
///     moments: Moments { sd: Some("1.00".parse()?), ..Moments::of_mean("2.00".parse()?) },
///     rules: Vec::new(),
/// };
/// let answer = one_sample(&sample, &Budget { draws: 10, starts: 0, steps: 0, seed: 1 })?;
/// assert_eq!(answer.how, How::Counted(Count::Exactly(1)));
/// assert_eq!(answer.solutions[0].values, [1, 2, 3]);
/// # Ok::<(), euthymia_cohort::reconstruct::ReconstructError>(())
/// ```
pub fn one_sample(sample: &OneSample, budget: &Budget) -> Result<Answer, ReconstructError> {
    sample.check()?;
    let mut checks = check::counts(sample.frame.n(), &sample.rules);
    let (own, exact) = check::sample(sample, About::Sample);
    checks.extend(own);
    let count = exact.as_ref().map(Exact::count);
    let (how, solutions) = match (count, exact) {
        _ if !all_hold(&checks) => (How::Refuted, Vec::new()),
        (Some(count @ Count::Exactly(_)), Some(exact)) => {
            let drawn = exact.draw(budget.draws, budget.seed).into_iter();
            let alone = |values| Solution {
                values,
                after: Vec::new(),
            };
            (How::Counted(count), drawn.map(alone).collect())
        }
        _ => searched(&as_pairs(sample), &single(sample), budget, true),
    };
    Ok(Answer {
        checks,
        how,
        solutions,
    })
}

fn searched(
    pairs: &PairedSamples,
    known: &pair_check::Known,
    budget: &Budget,
    is_single: bool,
) -> (How, Vec<Solution>) {
    let seen = search::search(pairs, known, budget, is_single);
    let how = How::Searched {
        starts: budget.starts,
        steps: budget.steps,
        succeeded: seen.succeeded,
    };
    (how, seen.distinct)
}

/// One sample as pairs whose second value is always 0, for the search.
fn as_pairs(sample: &OneSample) -> PairedSamples {
    let before = |rule: &Rule| Rule {
        conditions: (rule.conditions.iter())
            .map(|condition| match condition {
                Condition::Value(threshold) => Condition::Before(*threshold),
                other => *other,
            })
            .collect(),
        count: rule.count,
    };
    PairedSamples {
        frame: sample.frame,
        before: sample.moments,
        after: Moments::of_mean(Printed::ZERO),
        change: Change::default(),
        rules: sample.rules.iter().map(before).collect(),
    }
}

fn single(sample: &OneSample) -> pair_check::Known {
    let before: Vec<SquaresAt> = exact::moments(sample);
    let before: Vec<SquaresAt> = before
        .into_iter()
        .filter(|one| one.fitting.is_some())
        .collect();
    let nothing = SquaresAt {
        sum: 0,
        asked: (None, None),
        possible: (0, 0),
        fitting: Some((0, 0)),
    };
    // The differences are then the values themselves.
    pair_check::Known {
        change: before.clone(),
        before,
        after: vec![nothing],
    }
}

/// Finds pairs of whole numbers behind the printed summary of two measurements of the same patients.
///
/// Each side is counted exactly where its table fits into memory, so that a side that no numbers fit
/// is a proof; the pairs are searched for.
///
/// # Errors
/// [`ReconstructError`] for a summary that is no question.
///
/// # Example
/// ```
/// use euthymia_cohort::reconstruct::*;
/// // Means 5 and 3, every patient falls by 2 points: the standard deviation of change is 0.
/// let pairs = PairedSamples {
///     frame: Frame::new(4, 0, 9)?,
///     before: Moments { sd: Some("1.15".parse()?), ..Moments::of_mean("5.00".parse()?) },
///     after: Moments { sd: Some("1.15".parse()?), ..Moments::of_mean("3.00".parse()?) },
///     change: Change { sd: Some("0.00".parse()?), ..Change::default() },
///     rules: Vec::new(),
/// };
/// let answer = paired_samples(&pairs, &Budget { draws: 0, starts: 20, steps: 5000, seed: 1 })?;
/// assert_eq!(answer.verdict(), Verdict::Found);
/// for solution in &answer.solutions {
///     assert!(pairs.fits(&solution.values, &solution.after));
/// }
/// # Ok::<(), euthymia_cohort::reconstruct::ReconstructError>(())
/// ```
pub fn paired_samples(pairs: &PairedSamples, budget: &Budget) -> Result<Answer, ReconstructError> {
    pairs.check()?;
    let mut checks = check::counts(pairs.frame.n(), &pairs.rules);
    for (is_before, about) in [(true, About::Before), (false, About::After)] {
        checks.extend(check::sample(&pairs.side(is_before), about).0);
    }
    let (own, known) = pair_check::change(pairs);
    checks.extend(own);
    let (how, solutions) = if all_hold(&checks) {
        searched(pairs, &known, budget, false)
    } else {
        (How::Refuted, Vec::new())
    };
    Ok(Answer {
        checks,
        how,
        solutions,
    })
}
