//! A standard deviation from a standard error, an interval, a test statistic or a p-value.
//!
//! # References
//! Cochrane Handbook for Systematic Reviews of Interventions, version 6.5, sections 6.5.2.2 (one
//! group) and 6.5.2.3 (two groups).

use super::{
    ConversionError, Converted, Method, Reference, ascending, between_zero_and_one, finite,
    positive, size,
};
use crate::variance::StandardError;
use euthymia_numerics::Probability;

const ONE_GROUP: &str = "Cochrane Handbook 6.5.2.2";
const TWO_GROUPS: &str = "Cochrane Handbook 6.5.2.3";

const FROM_STANDARD_ERROR: Method = Method {
    name: "SD from the standard error of a mean",
    assumption: None,
    source: ONE_GROUP,
};
const FROM_NORMAL_INTERVAL: Method = Method {
    name: "SD from the confidence interval of a mean",
    assumption: Some("the interval was made with the normal quantile"),
    source: ONE_GROUP,
};
const FROM_T_INTERVAL: Method = Method {
    name: "SD from the confidence interval of a mean",
    assumption: Some("the interval was made with the t quantile of n - 1 degrees of freedom"),
    source: ONE_GROUP,
};
const POOLED: Method = Method {
    name: "common SD from the standard error of a difference in means",
    assumption: Some("both groups have the same SD"),
    source: TWO_GROUPS,
};
const POOLED_NORMAL: Method = Method {
    name: "common SD from a comparison of two means",
    assumption: Some("both groups have the same SD; the comparison used the normal distribution"),
    source: TWO_GROUPS,
};
const POOLED_T: Method = Method {
    name: "common SD from a comparison of two means",
    assumption: Some(
        "both groups have the same SD; the comparison used t with n1 + n2 - 2 degrees of freedom",
    ),
    source: TWO_GROUPS,
};

/// Which quantile a printed comparison was made with; degrees of freedom follow from the sizes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantile {
    /// The normal quantile: 1.96 for 95 %. Usual in large groups.
    Normal,
    /// The quantile of Student's t: n - 1 degrees of freedom for one group, n1 + n2 - 2 for two.
    StudentT,
}

impl Quantile {
    fn reference(self, df: f64) -> Reference {
        match self {
            Self::Normal => Reference::Normal,
            Self::StudentT => Reference::StudentT(df),
        }
    }

    fn pooled(self) -> Method {
        match self {
            Self::Normal => POOLED_NORMAL,
            Self::StudentT => POOLED_T,
        }
    }
}

/// Returns the standard deviation SE √n of `n` ≥ 2 measurements whose mean has this standard error.
///
/// # Errors
/// [`ConversionError::Count`] for a group below 2, [`ConversionError::NotPositive`] on overflow.
///
/// # Example
/// ```
/// use euthymia_synthesis::conversion::spread::sd_from_standard_error;
/// use euthymia_synthesis::variance::StandardError;
/// let sd = sd_from_standard_error(StandardError::new(0.5)?, 16)?;
/// assert_eq!(sd.value, 2.0);
/// assert_eq!(sd.method.assumption, None);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn sd_from_standard_error(
    standard_error: StandardError,
    n: u64,
) -> Result<Converted<f64>, ConversionError> {
    let sd = standard_error.get() * size(n)?.sqrt();
    Ok(Converted::new(
        positive("the standard deviation", sd)?,
        FROM_STANDARD_ERROR,
    ))
}

/// Returns the standard deviation √n (upper − lower) / 2q behind a confidence interval of a mean,
/// where q is the quantile chosen.
///
/// # Errors
/// An end that is not finite, an interval without width, a level of 0 or 1, a group below 2.
///
/// # Example: Cochrane Handbook 6.5.2.2
/// ```
/// use euthymia_numerics::Probability;
/// use euthymia_synthesis::conversion::spread::{Quantile, sd_from_interval};
/// // 25 measured, 95 % interval 30.0 to 34.2, t with 24 degrees of freedom.
/// let sd = sd_from_interval(30.0, 34.2, Probability::NINETY_FIVE, 25, Quantile::StudentT)?;
/// assert!((sd.value - 5.09).abs() < 0.005);
/// # Ok::<(), euthymia_synthesis::conversion::ConversionError>(())
/// ```
pub fn sd_from_interval(
    lower: f64,
    upper: f64,
    level: Probability,
    n: u64,
    quantile: Quantile,
) -> Result<Converted<f64>, ConversionError> {
    let n = size(n)?;
    let se = standard_error_from_interval(lower, upper, level, quantile.reference(n - 1.0))?;
    let method = match quantile {
        Quantile::Normal => FROM_NORMAL_INTERVAL,
        Quantile::StudentT => FROM_T_INTERVAL,
    };
    let sd = positive("the standard deviation", se.get() * n.sqrt())?;
    Ok(Converted::new(sd, method))
}

/// Returns the standard error (upper − lower) / 2q of an estimate with this interval.
///
/// # Errors
/// An end that is not finite, an interval without width, a level of 0 or 1, degrees of freedom that
/// are not positive.
pub fn standard_error_from_interval(
    lower: f64,
    upper: f64,
    level: Probability,
    reference: Reference,
) -> Result<StandardError, ConversionError> {
    ascending("the ends of the interval", &[lower, upper])?;
    let width = positive("the width of the interval", upper - lower)?;
    Ok(StandardError::new(
        width / (2.0 * reference.half_width(level)?),
    )?)
}

/// Returns the common standard deviation SE / √(1/n₁ + 1/n₂) behind a difference in means.
///
/// # Errors
/// [`ConversionError::Count`] for a group below 2.
pub fn pooled_sd_from_standard_error(
    standard_error: StandardError,
    n1: u64,
    n2: u64,
) -> Result<Converted<f64>, ConversionError> {
    pooled(standard_error.get(), n1, n2, POOLED)
}

/// Returns the common standard deviation behind the confidence interval of a difference in means.
///
/// # Errors
/// As [`standard_error_from_interval`], and a group below 2.
pub fn pooled_sd_from_interval(
    lower: f64,
    upper: f64,
    level: Probability,
    sizes: [u64; 2],
    quantile: Quantile,
) -> Result<Converted<f64>, ConversionError> {
    let [n1, n2] = sizes;
    let reference = quantile.reference(size(n1)? + size(n2)? - 2.0);
    let se = standard_error_from_interval(lower, upper, level, reference)?;
    pooled(se.get(), n1, n2, quantile.pooled())
}

/// Returns the common standard deviation behind a difference in means and its t statistic:
/// SE = |difference / t|.
///
/// # Errors
/// A difference or a t of zero (nothing can be told from it), a group below 2.
pub fn pooled_sd_from_t(
    difference: f64,
    t: f64,
    n1: u64,
    n2: u64,
) -> Result<Converted<f64>, ConversionError> {
    let difference = positive(
        "the difference",
        finite("the difference", difference)?.abs(),
    )?;
    let t = positive("the t statistic", finite("the t statistic", t)?.abs())?;
    pooled(difference / t, n1, n2, POOLED)
}

/// Returns the common standard deviation behind a difference in means and the F statistic of a
/// one-way analysis of variance of the two groups, F = t².
///
/// Not for an F of three groups or of an analysis with covariates.
///
/// # Errors
/// As [`pooled_sd_from_t`].
pub fn pooled_sd_from_f(
    difference: f64,
    f: f64,
    n1: u64,
    n2: u64,
) -> Result<Converted<f64>, ConversionError> {
    pooled_sd_from_t(difference, positive("the F statistic", f)?.sqrt(), n1, n2)
}

/// Returns the common standard deviation behind a difference in means and its exact two-sided p.
///
/// A p printed as "< 0.05" is no exact p: with its limit the standard deviation comes out too large.
///
/// # Errors
/// A p of 0 or 1, a difference of zero, a group below 2.
///
/// # Example: Cochrane Handbook 6.5.2.3
/// ```
/// use euthymia_synthesis::conversion::spread::{Quantile, pooled_sd_from_p};
/// use euthymia_numerics::Probability;
/// let sd = pooled_sd_from_p(3.8, Probability::new(0.008)?, [25, 22], Quantile::StudentT)?;
/// // The Handbook rounds on the way to t = 2.78 and SE = 1.37.
/// assert!((sd.value - 4.69).abs() < 0.03);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn pooled_sd_from_p(
    difference: f64,
    p: Probability,
    sizes: [u64; 2],
    quantile: Quantile,
) -> Result<Converted<f64>, ConversionError> {
    let [n1, n2] = sizes;
    let reference = quantile.reference(size(n1)? + size(n2)? - 2.0);
    between_zero_and_one("the p-value", p.get())?;
    let statistic = reference.upper_quantile(p.half())?;
    let difference = positive(
        "the difference",
        finite("the difference", difference)?.abs(),
    )?;
    pooled(difference / statistic, n1, n2, quantile.pooled())
}

fn pooled(
    standard_error: f64,
    n1: u64,
    n2: u64,
    method: Method,
) -> Result<Converted<f64>, ConversionError> {
    let sd = standard_error / (1.0 / size(n1)? + 1.0 / size(n2)?).sqrt();
    Ok(Converted::new(
        positive("the standard deviation", sd)?,
        method,
    ))
}
