//! How many relevant ones nobody found, from who found which: capture and recapture.

use euthymia_numerics::{Probability, normal};

use super::recall::least_missed;
use super::screened::between;
use super::{Assumption, NotScreened, Verdict};

/// What two reviewers found, of what turned out to be relevant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pair {
    /// Found by both.
    pub both: u64,
    /// Found by the first alone.
    pub only_first: u64,
    /// Found by the second alone.
    pub only_second: u64,
}

/// What several sources hold, of what turned out to be relevant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sources {
    /// Number of sources.
    pub sources: u64,
    /// Found in all.
    pub found: u64,
    /// Found in one source alone.
    pub in_one: u64,
    /// Found in two.
    pub in_two: u64,
}

/// An estimate of what nobody found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Missing {
    /// What was found.
    pub found: u64,
    /// What nobody found.
    pub missing: f64,
    /// Its standard error.
    pub standard_error: f64,
    /// Its limits, from the logarithm of what is missing, so that they are not below 0; `None`
    /// where nothing seems to be missing, which such counts cannot bound.
    pub limits: Option<(f64, f64)>,
    /// Whether recall reaches the target even at the upper limit.
    pub verdict: Verdict,
}

const ASSUMES_PAIR: &[Assumption] = &[
    Assumption::Independent,
    Assumption::EquallyEasy,
    Assumption::OnlyRelevant,
];
const ASSUMES_SOURCES: &[Assumption] = &[Assumption::Independent, Assumption::OnlyRelevant];

/// Chapman's estimate for two reviewers or two sources.
///
/// Missing: b·c/(a + 1) for a found by both, b and c by one alone.
///
/// # Errors
/// [`NotScreened::NotBetween`].
///
/// # References
/// Chapman 1951, University of California Publications in Statistics 1, 131–160; the variance:
/// Seber 1970, Biometrics 26, 313–318; the limits: Chao 1987, Biometrics 43, 783–791.
///
/// # Example
/// ```
/// use euthymia_screening::stopping::missing::{Pair, chapman};
/// let found = chapman(Pair { both: 9, only_first: 5, only_second: 2 }, 0.95, 0.95)?;
/// assert!((found.missing - 1.0).abs() < 1e-15);
/// # Ok::<(), euthymia_screening::stopping::NotScreened>(())
/// ```
pub fn chapman(pair: Pair, target: f64, confidence: f64) -> Result<Missing, NotScreened> {
    let (a, b, c) = (
        pair.both as f64,
        pair.only_first as f64,
        pair.only_second as f64,
    );
    let missing = b * c / (a + 1.0);
    let variance = (a + b + 1.0) * (a + c + 1.0) * b * c / ((a + 1.0) * (a + 1.0) * (a + 2.0));
    let found = pair
        .both
        .saturating_add(pair.only_first)
        .saturating_add(pair.only_second);
    Estimate {
        found,
        missing,
        variance,
        assumes: ASSUMES_PAIR,
    }
    .bounded(target, confidence)
}

/// Chao's estimate for several sources, bias-corrected: a lower bound of what is missing, because
/// what is hard to find anywhere is hardly seen in the counts.
///
/// # Errors
/// [`NotScreened::NotBetween`]; [`NotScreened::MoreThanAll`] when more were found in one or two
/// sources than in all.
///
/// # References
/// Chao 1987, Biometrics 43, 783–791; bias-corrected form and variance: Chao 2005, Encyclopedia of
/// Statistical Sciences 12, 7907–7916 (second hand, from the guide of EstimateS).
///
/// # Example
/// ```
/// use euthymia_screening::stopping::missing::{Sources, chao};
/// let counts = Sources { sources: 4, found: 20, in_one: 8, in_two: 6 };
/// // ¾ · 8 · 7 / (2 · 7) = 3.
/// assert!((chao(counts, 0.95, 0.95)?.missing - 3.0).abs() < 1e-15);
/// # Ok::<(), euthymia_screening::stopping::NotScreened>(())
/// ```
pub fn chao(counts: Sources, target: f64, confidence: f64) -> Result<Missing, NotScreened> {
    let in_few = counts.in_one.saturating_add(counts.in_two);
    if in_few > counts.found {
        return Err(NotScreened::MoreThanAll {
            screened: in_few,
            total: counts.found,
        });
    }
    let part = 1.0 - 1.0 / counts.sources.max(1) as f64;
    let (one, two) = (counts.in_one as f64, counts.in_two as f64 + 1.0);
    let less = (one - 1.0).max(0.0);
    let missing = part * one * less / (2.0 * two);
    let second = one * (2.0 * one - 1.0).powi(2) / (4.0 * two * two);
    let third = one * one * (two - 1.0) * less * less / (4.0 * two.powi(4));
    Estimate {
        found: counts.found,
        missing,
        variance: missing + part * part * (second + third),
        assumes: ASSUMES_SOURCES,
    }
    .bounded(target, confidence)
}

/// An estimate before its limits.
struct Estimate {
    found: u64,
    missing: f64,
    variance: f64,
    assumes: &'static [Assumption],
}

impl Estimate {
    fn bounded(self, target: f64, confidence: f64) -> Result<Missing, NotScreened> {
        let target = between("a target recall", target)?;
        let tail = (1.0 - between("a confidence", confidence)?) / 2.0;
        let z = Probability::new(tail).map_or(f64::INFINITY, normal::upper_quantile);
        let relative = self.variance / (self.missing * self.missing);
        let factor = (z * relative.ln_1p().sqrt()).exp();
        let limits = (self.missing > 0.0 && factor.is_finite())
            .then(|| (self.missing / factor, self.missing * factor));
        let verdict = match limits {
            Some((_, upper)) => {
                let room = least_missed(self.found, target) as f64 - self.found as f64;
                Verdict::when(upper < room, self.assumes)
            }
            None => Verdict::unknown(self.assumes),
        };
        Ok(Missing {
            found: self.found,
            missing: self.missing,
            standard_error: self.variance.sqrt(),
            limits,
            verdict,
        })
    }
}
