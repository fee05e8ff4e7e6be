//! Likelihood-ratio tests of one model within another.

use super::{Method, MultilevelError, MultilevelFit};
use euthymia_numerics::chi_squared;

/// A likelihood-ratio test.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LikelihoodRatio {
    /// 2(ln L of the larger model − ln L of the smaller), at least 0.
    pub statistic: f64,
    /// How many parameters the larger model has more.
    pub df: f64,
    /// Upper tail of χ². Where the smaller model sets variances to zero, the edge of what is
    /// permitted, it is too large: the test errs on the side of the smaller model.
    pub p_value: f64,
}

/// Tests a smaller model within a larger one.
///
/// # Errors
/// [`MultilevelError::NotComparable`]: other estimates or another method, restricted likelihoods of
/// models with different coefficients, or no parameter more.
///
/// # References
/// Self SG, Liang KY. J Am Stat Assoc 1987;82:605–610 (variances of zero).
pub fn likelihood_ratio(
    larger: &MultilevelFit,
    smaller: &MultilevelFit,
) -> Result<LikelihoodRatio, MultilevelError> {
    if larger.rows != smaller.rows {
        return Err(MultilevelError::NotComparable(
            "they are fits to different numbers of estimates",
        ));
    }
    if larger.options.method != smaller.options.method {
        return Err(MultilevelError::NotComparable(
            "one is fitted by ML, the other by REML",
        ));
    }
    let names = |fit: &MultilevelFit| fit.coefficients.iter().map(|c| c.name.clone()).collect();
    let (ours, theirs): (Vec<String>, Vec<String>) = (names(larger), names(smaller));
    if larger.options.method == Method::Reml && ours != theirs {
        return Err(MultilevelError::NotComparable(
            "restricted likelihoods of models with different coefficients are of different data; \
             fit both by ML",
        ));
    }
    let (one, other) = (larger.statistics(), smaller.statistics());
    if one.parameters <= other.parameters {
        return Err(MultilevelError::NotComparable(
            "the first must have more parameters than the second",
        ));
    }
    let statistic = 2.0 * (one.log_likelihood - other.log_likelihood);
    let statistic = statistic.max(0.0);
    let df = (one.parameters - other.parameters) as f64;
    Ok(LikelihoodRatio {
        statistic,
        df,
        p_value: chi_squared::sf(statistic, df),
    })
}
