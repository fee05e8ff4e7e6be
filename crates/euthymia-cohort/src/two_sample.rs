//! Two groups of different patients: means, their difference, the t tests.
//!
//! | symbol | meaning |
//! |---|---|
//! | n₁, m₁, s₁ | number, mean and standard deviation (divisor n − 1) of the first group |
//! | n₂, m₂, s₂ | the same of the second; the control of Glass's Δ |
//! | m₁ − m₂ | difference, in points |

use euthymia_numerics::{Probability, normal, student_t};

use crate::descriptive::mean_and_sd;
use crate::group_error::{GroupError, check_group};
use crate::interval::{Interval, tail};
use crate::standardised::hedges_correction;

/// What is assumed about the two variances.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Variances {
    /// Student: they are equal and are pooled; n₁ + n₂ − 2 degrees of freedom.
    Equal,
    /// Welch: they may differ; Satterthwaite's degrees of freedom.
    Unequal,
}

impl Variances {
    /// The name of the test for people.
    #[must_use]
    pub fn test_name(self) -> &'static str {
        match self {
            Self::Equal => "Student's t test",
            Self::Unequal => "Welch's t test",
        }
    }
}

/// One group.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GroupSummary {
    /// Number of patients, at least 2.
    pub n: usize,
    /// Mean.
    pub mean: f64,
    /// Standard deviation, divisor n − 1.
    pub sd: f64,
}

/// A t test of two groups.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TwoSampleT {
    /// The first group.
    pub first: GroupSummary,
    /// The second group.
    pub second: GroupSummary,
    /// m₁ − m₂, in points.
    pub difference: f64,
    /// Its standard error, in points.
    pub standard_error: f64,
    /// Degrees of freedom.
    pub df: f64,
    /// The statistic.
    pub t: f64,
    /// P(|T| ≥ |t|) when the means are equal.
    pub p_two_sided: f64,
    /// Interval of the difference, in points.
    pub interval: Interval,
    /// What was assumed about the variances.
    pub variances: Variances,
}

/// Tests and estimates the difference of two means.
///
/// Equal variances: s² = ((n₁ − 1)s₁² + (n₂ − 1)s₂²)/(n₁ + n₂ − 2), SE = s √(1/n₁ + 1/n₂). Unequal:
/// vᵢ = sᵢ²/nᵢ, SE = √(v₁ + v₂), df = (v₁ + v₂)² / (v₁²/(n₁ − 1) + v₂²/(n₂ − 1)).
///
/// # Errors
/// [`GroupError::TooFewInGroup`] below 2, [`GroupError::NotFinite`], [`GroupError::NoSpread`] when
/// both groups are constant, up to rounding; a level of 0 or 1.
///
/// # References
/// "Student" 1908, Biometrika 6, 1–25; Welch 1938, Biometrika 29, 350–362; Satterthwaite 1946,
/// Biometrics Bulletin 2, 110–114. R: `t.test`.
///
/// # Example
/// ```
/// use euthymia_cohort::two_sample::{Variances, two_sample_t};
/// use euthymia_numerics::Probability;
/// // Means 2 and 5, both variances 1: t = −3 / √(2/3), 4 degrees of freedom either way.
/// let test = two_sample_t(&[1.0, 2.0, 3.0], &[4.0, 5.0, 6.0], Variances::Unequal, Probability::NINETY_FIVE)?;
/// assert!((test.t + 3.0 * 1.5_f64.sqrt()).abs() < 1e-14);
/// assert!((test.df - 4.0).abs() < 1e-14);
/// # Ok::<(), euthymia_cohort::GroupError>(())
/// ```
pub fn two_sample_t(
    first: &[f64],
    second: &[f64],
    variances: Variances,
    level: Probability,
) -> Result<TwoSampleT, GroupError> {
    let tail = tail(level)?;
    let (one, two) = (summary(1, first)?, summary(2, second)?);
    let largest = first
        .iter()
        .chain(second)
        .fold(0.0_f64, |m, v| m.max(v.abs()));
    if one.sd.max(two.sd) <= 4.0 * f64::EPSILON * largest {
        return Err(GroupError::NoSpread);
    }
    let (v1, v2) = (
        one.sd * one.sd / one.n as f64,
        two.sd * two.sd / two.n as f64,
    );
    let (f1, f2) = (one.n as f64 - 1.0, two.n as f64 - 1.0);
    let (standard_error, df) = match variances {
        Variances::Equal => {
            let per_patient = 1.0 / one.n as f64 + 1.0 / two.n as f64;
            (pooled_sd(&one, &two) * per_patient.sqrt(), f1 + f2)
        }
        Variances::Unequal => {
            // By shares, so that squares of variances cannot leave the range of doubles.
            let share = v1 / (v1 + v2);
            let rest = v2 / (v1 + v2);
            (
                (v1 + v2).sqrt(),
                1.0 / (share * share / f1 + rest * rest / f2),
            )
        }
    };
    let difference = one.mean - two.mean;
    let t = difference / standard_error;
    let half_width = student_t::upper_quantile(tail, df) * standard_error;
    if !(t.is_finite() && half_width.is_finite()) {
        return Err(GroupError::NoSpread);
    }
    Ok(TwoSampleT {
        first: one,
        second: two,
        difference,
        standard_error,
        df,
        t,
        p_two_sided: student_t::two_sided_p(t, df),
        interval: Interval {
            lower: difference - half_width,
            upper: difference + half_width,
            level: level.get(),
        },
        variances,
    })
}

/// Whose standard deviation a standardised difference is measured in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Denominator {
    /// The pooled one: Cohen's d, corrected Hedges's g.
    Pooled,
    /// That of the second group, the control: Glass's Δ.
    Second,
}

/// A standardised difference of two groups.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StandardisedT {
    /// (m₁ − m₂)/s, uncorrected: d or Δ.
    pub d: f64,
    /// d times Hedges's correction for the degrees of freedom of s; `None` when these are 1.
    pub g: Option<f64>,
    /// Interval of d in large samples: d ± z √(1/n₁ + 1/n₂ + d²/(2m)).
    pub interval_large_sample: Interval,
    /// The same around g, with g in the formula.
    pub interval_g_large_sample: Option<Interval>,
    /// Whose standard deviation.
    pub denominator: Denominator,
}

/// Standardises a difference; `None` when the standard deviation is 0.
///
/// m in the variance is n₁ + n₂ for the pooled and n₂ for the second group's standard deviation. The
/// interval is the large-sample one; it is too narrow for groups of a dozen.
///
/// # Errors
/// A level of 0 or 1.
///
/// # References
/// Hedges & Olkin 1985, Statistical Methods for Meta-Analysis, ch. 5; metafor's `escalc`, measures
/// SMD and SMD1 with `vtype = "LS"`, has the interval around g.
///
/// # Example
/// ```
/// use euthymia_cohort::two_sample::*;
/// use euthymia_numerics::Probability;
/// let level = Probability::NINETY_FIVE;
/// let test = two_sample_t(&[1.0, 2.0, 3.0], &[4.0, 5.0, 6.0], Variances::Equal, level)?;
/// let found = standardise(&test, Denominator::Pooled, level)?.unwrap();
/// assert!((found.d + 3.0).abs() < 1e-14);
/// // J(4) = Γ(2)/(√2 Γ(3/2)) = √(2/π).
/// assert!((found.g.unwrap() + 3.0 * (2.0 / std::f64::consts::PI).sqrt()).abs() < 1e-14);
/// # Ok::<(), euthymia_cohort::GroupError>(())
/// ```
pub fn standardise(
    test: &TwoSampleT,
    denominator: Denominator,
    level: Probability,
) -> Result<Option<StandardisedT>, GroupError> {
    let z = normal::upper_quantile(tail(level)?);
    let (n1, n2) = (test.first.n as f64, test.second.n as f64);
    let (sd, df, patients) = match denominator {
        Denominator::Pooled => (pooled_sd(&test.first, &test.second), n1 + n2 - 2.0, n1 + n2),
        Denominator::Second => (test.second.sd, n2 - 1.0, n2),
    };
    let d = test.difference / sd;
    if !d.is_finite() {
        return Ok(None);
    }
    let around = |value: f64| {
        let half_width = z * (1.0 / n1 + 1.0 / n2 + value * value / (2.0 * patients)).sqrt();
        Interval {
            lower: value - half_width,
            upper: value + half_width,
            level: level.get(),
        }
    };
    let g = hedges_correction(df).map(|correction| d * correction);
    Ok(Some(StandardisedT {
        d,
        g,
        interval_large_sample: around(d),
        interval_g_large_sample: g.map(around),
        denominator,
    }))
}

/// Number, mean and standard deviation of a group of at least two.
pub(crate) fn summary(group: usize, values: &[f64]) -> Result<GroupSummary, GroupError> {
    check_group(group, values, 2)?;
    let (mean, sd) = mean_and_sd(values)?;
    Ok(GroupSummary {
        n: values.len(),
        mean,
        sd,
    })
}

fn pooled_sd(one: &GroupSummary, two: &GroupSummary) -> f64 {
    let (f1, f2) = (one.n as f64 - 1.0, two.n as f64 - 1.0);
    // Weighted before squaring is undone, as a length, so that squares cannot overflow.
    let share = |f: f64| (f / (f1 + f2)).sqrt();
    (share(f1) * one.sd).hypot(share(f2) * two.sd)
}
