//! Wilcoxon's signed-rank test: are positive and negative differences of the same size and number?
//!
//! | symbol | meaning |
//! |---|---|
//! | dᵢ | difference of patient i, positive when the value fell |
//! | rᵢ | midrank of \|dᵢ\| |
//! | W⁺, W⁻ | sum of the ranks of positive and of negative differences |
//!
//! Under the null hypothesis the differences are symmetric about 0, so that every sign is a fair
//! coin. W⁺ then has mean Σrᵢ/2 and variance Σrᵢ²/4, sums over the ranks that have a sign; with
//! midranks this is the variance corrected for ties.

use euthymia_numerics::normal;
use euthymia_numerics::sum::compensated;

use crate::differences::Differences;
use crate::error::CohortError;
use crate::sign_distribution;

/// Largest number of signed ranks whose distribution is computed exactly.
///
/// The work grows with its third power, to some hundredths of a second here.
pub const EXACT_MAX: usize = 500;

/// What becomes of patients whose difference is zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ZeroRule {
    /// Left out before ranking (Wilcoxon 1945).
    Drop,
    /// Ranked with the others, then left out (Pratt 1959).
    Pratt,
    /// Ranked with the others, half of their ranks given to each side (SciPy's "zsplit").
    ///
    /// Exactly, this is Pratt's test, since what both sides receive is a constant. In the normal
    /// approximation SciPy counts the zeros in the variance as if they had signs, and so does this.
    Split,
}

impl ZeroRule {
    /// Its name for a table or a methods paragraph.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Drop => "zeros dropped before ranking (Wilcoxon)",
            Self::Pratt => "zeros ranked, then dropped (Pratt)",
            Self::Split => "zeros ranked, their ranks split between the signs (zsplit)",
        }
    }
}

/// How the p-value was computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// From the exact distribution over all signs, given the ranks and their ties.
    Exact,
    /// From the normal distribution with the tie-corrected variance.
    Normal {
        /// Whether W⁺ is moved by ½ towards its mean.
        continuity: bool,
    },
}

impl Method {
    /// Its name for a table or a methods paragraph.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Normal { continuity: true } => "normal approximation with continuity correction",
            Self::Normal { continuity: false } => {
                "normal approximation without continuity correction"
            }
        }
    }
}

/// How the method is chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MethodRule {
    /// Exact up to [`EXACT_MAX`] signed ranks, ties or not; beyond, normal with continuity
    /// correction.
    Automatic,
    /// The method named, whatever the number of patients.
    Fixed(Method),
}

/// A signed-rank test.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SignedRank {
    /// Number of patients.
    pub n: usize,
    /// Patients whose difference is zero.
    pub zeros: usize,
    /// Patients with a nonzero difference of the same size as another's.
    pub tied: usize,
    /// Sum of the ranks of positive differences (R: V).
    pub w_plus: f64,
    /// Sum of the ranks of negative differences.
    pub w_minus: f64,
    /// What became of zeros.
    pub zero_rule: ZeroRule,
    /// How the method was chosen.
    pub method_rule: MethodRule,
    /// The method used.
    pub method: Method,
    /// (W⁺ − mean) / SD without continuity correction, whatever the method.
    pub z: f64,
    /// Twice the smaller one-sided p, at most 1.
    pub p_two_sided: f64,
    /// P(W⁺ as large or larger): small when values fell.
    pub p_greater: f64,
    /// P(W⁺ as small or smaller): small when values rose.
    pub p_less: f64,
    /// Matched-pairs rank-biserial correlation (W⁺ − W⁻) / (W⁺ + W⁻), from −1 to 1.
    pub rank_biserial: f64,
}

/// Tests whether differences are symmetric about zero.
///
/// # Errors
/// [`CohortError::TooFew`] without patients, [`CohortError::AllZero`] when nothing has a sign,
/// [`CohortError::TooMany`] when [`Method::Exact`] is asked for more than [`EXACT_MAX`] signed ranks.
///
/// # References
/// Wilcoxon 1945, Biometrics Bulletin 1, 80–83; Pratt 1959, Journal of the American Statistical
/// Association 54, 655–667; Kerby 2014, Comprehensive Psychology 3, 11.IT.3.1 (correlation).
///
/// # Example
/// ```
/// use euthymia_cohort::differences::Differences;
/// use euthymia_cohort::signed_rank::{MethodRule, ZeroRule, signed_rank};
/// // Ranks 2, 3, 1, all positive: one of 2³ patterns is as extreme.
/// let falls = Differences::of_values(&[2.0, 3.0, 1.0])?;
/// let test = signed_rank(&falls, ZeroRule::Drop, MethodRule::Automatic)?;
/// assert_eq!((test.w_plus, test.w_minus), (6.0, 0.0));
/// assert_eq!((test.p_greater, test.p_two_sided), (0.125, 0.25));
/// assert_eq!(test.rank_biserial, 1.0);
/// # Ok::<(), euthymia_cohort::CohortError>(())
/// ```
pub fn signed_rank(
    differences: &Differences,
    zero_rule: ZeroRule,
    method_rule: MethodRule,
) -> Result<SignedRank, CohortError> {
    let n = differences.values().len();
    if n == 0 {
        return Err(CohortError::TooFew {
            needed: 1,
            found: 0,
        });
    }
    let ranks = Ranks::of(differences, zero_rule);
    if ranks.signed.is_empty() {
        return Err(CohortError::AllZero { n });
    }
    let method = match method_rule {
        MethodRule::Fixed(method) => method,
        MethodRule::Automatic if ranks.signed.len() <= EXACT_MAX => Method::Exact,
        MethodRule::Automatic => Method::Normal { continuity: true },
    };
    let (p_less, p_greater) = match method {
        Method::Exact => ranks.exact_tails()?,
        Method::Normal { continuity } => ranks.normal_tails(continuity),
    };
    let (w_plus, w_minus) = ranks.sums();
    Ok(SignedRank {
        n,
        zeros: ranks.zeros,
        tied: ranks.tied,
        w_plus,
        w_minus,
        zero_rule,
        method_rule,
        method,
        z: ranks.excess() / ranks.sd(),
        p_two_sided: (2.0 * p_less.min(p_greater)).min(1.0),
        p_greater,
        p_less,
        rank_biserial: (w_plus - w_minus) / (w_plus + w_minus),
    })
}

/// Midranks, doubled so that they are whole.
struct Ranks {
    /// Twice the midrank of each nonzero difference, and whether the difference is positive.
    signed: Vec<(usize, bool)>,
    /// Twice the midrank that each zero has; `None` where zeros have none or are not counted.
    split: Option<usize>,
    zeros: usize,
    tied: usize,
}

impl Ranks {
    fn of(differences: &Differences, rule: ZeroRule) -> Self {
        let mut sizes: Vec<(f64, bool)> = differences
            .values()
            .iter()
            .filter(|d| !differences.is_zero(**d))
            .map(|d| (d.abs(), *d > 0.0))
            .collect();
        sizes.sort_by(|a, b| a.0.total_cmp(&b.0));
        let zeros = differences.values().len() - sizes.len();
        // Ranked zeros come before everything else.
        let mut before = if rule == ZeroRule::Drop { 0 } else { zeros };
        let mut signed = Vec::with_capacity(sizes.len());
        let mut tied = 0;
        let same = |a: &(f64, bool), b: &(f64, bool)| b.0 - a.0 <= differences.resolution();
        for group in sizes.chunk_by(same) {
            let double = 2 * before + group.len() + 1;
            signed.extend(group.iter().map(|(_, positive)| (double, *positive)));
            before += group.len();
            tied += if group.len() > 1 { group.len() } else { 0 };
        }
        Self {
            signed,
            split: (rule == ZeroRule::Split).then_some(zeros + 1),
            zeros,
            tied,
        }
    }

    /// Half of the zeros' ranks where they are split.
    fn each_side_of_zero(&self) -> f64 {
        self.split
            .map_or(0.0, |double| (self.zeros * double) as f64 / 4.0)
    }

    fn sums(&self) -> (f64, f64) {
        let sum = |sign: bool| -> usize {
            let chosen = self.signed.iter().filter(|(_, positive)| *positive == sign);
            chosen.map(|(double, _)| double).sum()
        };
        let extra = self.each_side_of_zero();
        (
            sum(true) as f64 / 2.0 + extra,
            sum(false) as f64 / 2.0 + extra,
        )
    }

    /// W⁺ minus its mean.
    fn excess(&self) -> f64 {
        let (plus, minus) = self.sums();
        0.5 * (plus - minus)
    }

    fn sd(&self) -> f64 {
        let square = |double: usize| (double as f64 / 2.0).powi(2);
        let zeros = self.split.map_or(0.0, |d| self.zeros as f64 * square(d));
        let signed = compensated(self.signed.iter().map(|(double, _)| square(*double)));
        ((signed + zeros) / 4.0).sqrt()
    }

    /// P(W⁺ ≤ w) and P(W⁺ ≥ w).
    fn exact_tails(&self) -> Result<(f64, f64), CohortError> {
        if self.signed.len() > EXACT_MAX {
            return Err(CohortError::TooMany {
                most: EXACT_MAX,
                found: self.signed.len(),
            });
        }
        // Without ties all doubled ranks are even, and halving them quarters the work.
        let even = self.signed.iter().all(|(double, _)| double % 2 == 0);
        let unit = if even { 2 } else { 1 };
        let weights: Vec<usize> = self.signed.iter().map(|(d, _)| d / unit).collect();
        let positive = self.signed.iter().filter(|(_, positive)| *positive);
        Ok(sign_distribution::tails(
            &weights,
            positive.map(|(d, _)| d / unit).sum(),
        ))
    }

    fn normal_tails(&self, continuity: bool) -> (f64, f64) {
        let half = if continuity { 0.5 } else { 0.0 };
        let (excess, sd) = (self.excess(), self.sd());
        (
            normal::cdf((excess + half) / sd),
            normal::sf((excess - half) / sd),
        )
    }
}
