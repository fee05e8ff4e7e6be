//! Signs that standard errors were entered in place of variances.
//!
//! Types keep the two apart inside the program, but a column of a file is what its author says it is.
//! Nothing is refused or changed here: a suspicion is evidence for a person to look at.

use super::mean::weighted;
use crate::studies::StudySet;
use euthymia_numerics::chi_squared;
use std::fmt;

/// Evidence that the variances may be standard errors.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Suspicion {
    /// The estimates lie closer together than chance allows, as they do when standard errors below 1
    /// are taken for variances.
    TooLittleScatter {
        /// Cochran's Q.
        q: f64,
        /// Its degrees of freedom.
        df: f64,
        /// Probability of a Q as small, or smaller, when all true effects are equal; more when they
        /// differ.
        probability: f64,
    },
    /// The variances fall with the square root of the number of people, as standard errors do, and
    /// not with the number itself.
    FallsWithRootOfSize {
        /// Slope of ln v on ln n: about −1 for variances, −1/2 for standard errors.
        slope: f64,
        /// Its standard error.
        standard_error: f64,
        /// Share of the variation of ln v that goes with ln n.
        r_squared: f64,
    },
}

/// A Q that small happens to one set in a thousand when true effects are equal.
const RARE: f64 = 0.001;

/// Returns what speaks for standard errors in place of variances, given the number of people of each
/// study where it is known.
///
/// Too little scatter: P(χ² ≤ Q) below 0.001 with most variances below 1, at least 2 studies. Root of
/// size: at least 5 studies whose ln n have a standard deviation of 0.5 or more, the slope of ln v on
/// ln n between −0.7 and −0.3 and more than three standard errors above −1, and R² at least 0.7.
///
/// # False alarms
/// By construction at most 1 in 1,000 for the scatter of normal estimates. Of the 28 published analyses
/// of `reference/expected/metafor-5.1-12/pairwise_*.json` none gives a false alarm, 24 of them with
/// numbers of people; with the roots of their variances 14 are found out
/// (`tests/it/laws_suspicion.rs`). Silence proves nothing.
///
/// # Example
/// ```
/// use euthymia_synthesis::{effect::Effect, studies::{Study, StudySet}};
/// use euthymia_synthesis::pairwise::suspicion::suspicions;
/// // Standard errors 2/√n of a standardised difference, entered as variances.
/// let sizes = [20.0, 40.0, 80.0, 160.0, 320.0, 640.0];
/// let studies: Vec<Study> = sizes.iter().enumerate().map(|(i, n)| {
///     let estimate = 0.3 + if i % 2 == 0 { 1.0 } else { -1.0 } / f64::sqrt(*n);
///     Ok(Study::new(format!("{n}"), Effect::new(estimate, 2.0 / f64::sqrt(*n))?))
/// }).collect::<Result<_, euthymia_synthesis::effect::EffectError>>()?;
/// let found = suspicions(&StudySet::new(studies)?, Some(&sizes));
/// assert!(found[0].to_string().contains("-0.50"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn suspicions(set: &StudySet, sizes: Option<&[f64]>) -> Vec<Suspicion> {
    let by_size = sizes.and_then(|sizes| falls_with_root_of_size(set, sizes));
    by_size.into_iter().chain(too_little_scatter(set)).collect()
}

fn too_little_scatter(set: &StudySet) -> Option<Suspicion> {
    let below_one = set.pairs().filter(|(_, v)| *v < 1.0).count();
    if set.k() < 2 || 2 * below_one < set.k() {
        return None;
    }
    let (q, df) = (weighted(set, 0.0).q, (set.k() - 1) as f64);
    let probability = chi_squared::cdf(q, df);
    // Equal estimates are another matter: rounded, copied, or made up.
    (q > 0.0 && probability < RARE).then_some(Suspicion::TooLittleScatter { q, df, probability })
}

fn falls_with_root_of_size(set: &StudySet, sizes: &[f64]) -> Option<Suspicion> {
    let usable = sizes.iter().all(|n| *n > 0.0 && n.is_finite());
    if set.k() < 5 || sizes.len() != set.k() || !usable {
        return None;
    }
    let k = sizes.len() as f64;
    let points = || {
        set.pairs()
            .map(|(_, v)| v.ln())
            .zip(sizes.iter().map(|n| n.ln()))
    };
    let mean_v = points().map(|p| p.0).sum::<f64>() / k;
    let mean_n = points().map(|p| p.1).sum::<f64>() / k;
    let nn: f64 = points().map(|p| (p.1 - mean_n).powi(2)).sum();
    let nv: f64 = points().map(|p| (p.1 - mean_n) * (p.0 - mean_v)).sum();
    let vv: f64 = points().map(|p| (p.0 - mean_v).powi(2)).sum();
    if (nn / k).sqrt() < 0.5 || vv == 0.0 {
        return None;
    }
    let slope = nv / nn;
    let standard_error = ((vv - slope * nv).max(0.0) / (k - 2.0) / nn).sqrt();
    let r_squared = slope * nv / vv;
    let like_errors = (-0.7..=-0.3).contains(&slope) && slope + 1.0 > 3.0 * standard_error;
    (like_errors && r_squared >= 0.7).then_some(Suspicion::FallsWithRootOfSize {
        slope,
        standard_error,
        r_squared,
    })
}

impl fmt::Display for Suspicion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLittleScatter { q, df, probability } => write!(
                f,
                "the estimates lie closer together than their variances allow (Q = {q:.3} with {df} \
                 degrees of freedom; so small a Q has probability {probability:.1e}): are the \
                 variances standard errors?"
            ),
            Self::FallsWithRootOfSize {
                slope,
                standard_error,
                ..
            } => write!(
                f,
                "the variances fall with the number of people to the power {slope:.2} (standard error \
                 {standard_error:.2}); variances fall with the power -1, standard errors with -0.5: \
                 are they standard errors?"
            ),
        }
    }
}
