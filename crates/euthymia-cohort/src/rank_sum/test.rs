//! The test.

use euthymia_numerics::normal;

use super::distribution::Distribution;
use crate::group_error::{GroupError, check_group};
use crate::ranks::{Ranks, ranks};

/// How the p-value is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Over all ways to choose the first group, ties as they are; twice the smaller tail. Without
    /// ties R's `wilcox.test(exact = TRUE)`.
    ExactDoubled,
    /// The same; all rank sums at least as far from their mean. With ties it can differ from
    /// [`Self::ExactDoubled`]. R: `coin::wilcox_test(distribution = "exact")`.
    ExactByDistance,
    /// Normal approximation with the variance corrected for ties.
    Normal,
    /// The same with U moved by ½ towards its mean. R's default for large samples.
    NormalContinuity,
}

impl Method {
    /// The method's name for people.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::ExactDoubled => "exact, twice the smaller tail",
            Self::ExactByDistance => "exact, rank sums at least as far from the mean",
            Self::Normal => "normal approximation",
            Self::NormalContinuity => "normal approximation with continuity correction",
        }
    }
}

/// A rank-sum test.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RankSum {
    /// Values in the first group.
    pub n_first: usize,
    /// Values in the second group.
    pub n_second: usize,
    /// U of the first group, R's W.
    pub u: f64,
    /// U/(n₁n₂): the chance that a value of the first group is larger, ties by half.
    pub superiority: f64,
    /// The standardised statistic of a normal approximation.
    pub z: Option<f64>,
    /// Two-sided p-value.
    pub p_two_sided: f64,
    /// Whether any values were tied.
    pub has_ties: bool,
    /// How the p-value was found.
    pub method: Method,
}

/// Tests whether values of one group tend to be larger than those of the other.
///
/// The hypothesis is that both groups have the same distribution. Normal: mean n₁n₂/2, variance
/// n₁n₂/12 · ((N + 1) − Σ(t³ − t)/(N(N − 1))).
///
/// # Errors
/// [`GroupError::TooFewInGroup`] without values, [`GroupError::NotFinite`], [`GroupError::NoSpread`]
/// when all values are tied, [`GroupError::TooLarge`] for exact tests beyond about 200 values.
///
/// # References
/// Wilcoxon 1945, Biometrics Bulletin 1, 80–83; Mann & Whitney 1947, Annals of Mathematical
/// Statistics 18, 50–60; Lehmann 1975, Nonparametrics, ch. 1 (ties).
///
/// # Example
/// ```
/// use euthymia_cohort::rank_sum::test::{Method, rank_sum};
/// // Of 6 choices of two ranks one is as extreme on either side: 2/6.
/// let test = rank_sum(&[3.0, 4.0], &[1.0, 2.0], Method::ExactDoubled)?;
/// assert_eq!((test.u, test.superiority), (4.0, 1.0));
/// assert!((test.p_two_sided - 2.0 / 6.0).abs() < 1e-15);
/// # Ok::<(), euthymia_cohort::GroupError>(())
/// ```
pub fn rank_sum(first: &[f64], second: &[f64], method: Method) -> Result<RankSum, GroupError> {
    check_group(1, first, 1)?;
    check_group(2, second, 1)?;
    let Ranks { doubled, ties } = ranks(&[first, second]);
    let of_first = doubled.first().map_or(&[][..], Vec::as_slice);
    let (n1, n2) = (first.len() as f64, second.len() as f64);
    let total = n1 + n2;
    if ties == total * (total - 1.0) * (total + 1.0) {
        return Err(GroupError::NoSpread);
    }
    let sum: u64 = of_first.iter().sum();
    let lowest = (first.len() * (first.len() + 1)) as u64;
    let u = sum.saturating_sub(lowest) as f64 / 2.0;
    let (z, p_two_sided) = match method {
        Method::Normal | Method::NormalContinuity => {
            let away = u - n1 * n2 / 2.0;
            let correction = if method == Method::NormalContinuity {
                away.abs().min(0.5).copysign(away)
            } else {
                0.0
            };
            let variance = n1 * n2 / 12.0 * ((total + 1.0) - ties / (total * (total - 1.0)));
            let z = (away - correction) / variance.sqrt();
            (Some(z), normal::two_sided_p(z))
        }
        Method::ExactDoubled | Method::ExactByDistance => {
            let all: Vec<u64> = doubled.concat();
            (None, exact(&all, first.len(), sum, method)?)
        }
    };
    Ok(RankSum {
        n_first: first.len(),
        n_second: second.len(),
        u,
        superiority: u / (n1 * n2),
        z,
        p_two_sided,
        has_ties: ties > 0.0,
        method,
    })
}

fn exact(doubled: &[u64], chosen: usize, sum: u64, method: Method) -> Result<f64, GroupError> {
    // Of the smaller group, whose distribution is the same mirrored.
    let total: u64 = doubled.iter().sum();
    let (chosen, sum) = if 2 * chosen > doubled.len() {
        (doubled.len() - chosen, total - sum)
    } else {
        (chosen, sum)
    };
    let distribution = Distribution::new(doubled, chosen)?;
    let (below, above) = (distribution.at_most(sum), distribution.at_least(sum));
    if method == Method::ExactDoubled {
        return Ok((2.0 * below.min(above)).min(1.0));
    }
    // Twice the mean of the doubled sum is chosen (N + 1) · 2, a whole number.
    let twice_mean = 2 * chosen as u64 * (doubled.len() as u64 + 1);
    let mirrored = twice_mean.checked_sub(sum);
    let far = match 2 * sum {
        at if at == twice_mean => 1.0,
        at if at < twice_mean => below + mirrored.map_or(0.0, |m| distribution.at_least(m)),
        _ => above + mirrored.map_or(0.0, |m| distribution.at_most(m)),
    };
    Ok(far.min(1.0))
}
