//! Tests and intervals of the coefficients.

use super::Data;
use crate::pairwise::Bounds;
use euthymia_numerics::linear::{Cholesky, Matrix, Vector};
use euthymia_numerics::{Probability, beta, chi_squared, normal, student_t};

/// Which distribution the tests of coefficients use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Test {
    /// Normal and χ². metafor: `test = "z"`.
    Normal,
    /// Student's t and F with n − p degrees of freedom. metafor: `test = "t"`.
    Residual,
    /// The same with l − p, where l is the smallest number of levels among the random effects within
    /// whose levels the column of the design does not change, and n − p where there is none. metafor:
    /// `dfs = "contain"`.
    Contained,
}

/// A coefficient's standard error with its test and limits.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WaldTest {
    /// Standard error.
    pub standard_error: f64,
    /// Estimate over standard error.
    pub statistic: f64,
    /// Degrees of freedom of the t distribution; `None` for the normal.
    pub df: Option<f64>,
    /// Two-sided p-value for a true value of zero; `None` where there are no degrees of freedom.
    pub p_value: Option<f64>,
    /// Confidence limits; `None` where there are no degrees of freedom.
    pub bounds: Option<Bounds>,
}

/// A test of several coefficients at once.
#[derive(Clone, Debug, PartialEq)]
pub struct Omnibus {
    /// The coefficients tested, by their places in the design.
    pub tested: Vec<usize>,
    /// b′C⁻¹b, for the normal; divided by their number, for F.
    pub statistic: f64,
    /// How many are tested.
    pub df: f64,
    /// Denominator degrees of freedom of F; `None` for χ².
    pub df_denominator: Option<f64>,
    /// Upper tail; `None` where there are no degrees of freedom.
    pub p_value: Option<f64>,
}

/// Degrees of freedom for each coefficient; `None` for the normal.
pub(super) fn degrees_of_freedom(data: &Data, test: Test) -> Vec<Option<f64>> {
    let (n, p) = (data.rows(), data.design().coefficients());
    let less = |levels: usize| levels as f64 - p as f64;
    let of_column = |column: usize| match test {
        Test::Normal => None,
        Test::Residual => Some(less(n)),
        Test::Contained => {
            let terms = data.terms().iter().map(|t| t.outer());
            let constant = terms.filter(|g| is_constant_within(data, column, g));
            Some(less(constant.map(|g| g.levels()).min().unwrap_or(n)))
        }
    };
    (0..p).map(of_column).collect()
}

/// True when a column of the design does not change within any level of a factor.
fn is_constant_within(data: &Data, column: usize, grouping: &super::Grouping) -> bool {
    let mut first: Vec<Option<f64>> = vec![None; grouping.levels()];
    let x = data.design().matrix();
    let rows = grouping.level_of_row().iter().enumerate();
    rows.into_iter().all(|(row, level)| {
        let value = x[(row, column)];
        *first[*level].get_or_insert(value) == value
    })
}

/// Forms test and interval from an estimate and its standard error.
pub(super) fn wald(
    estimate: f64,
    standard_error: f64,
    df: Option<f64>,
    level: Probability,
) -> WaldTest {
    let statistic = estimate / standard_error;
    let quantile = quantile(df, level);
    WaldTest {
        standard_error,
        statistic,
        df,
        p_value: match df {
            None => Some(normal::two_sided_p(statistic)),
            Some(df) => (df > 0.0).then(|| student_t::two_sided_p(statistic, df)),
        },
        bounds: quantile.map(|q| Bounds {
            lower: estimate - q * standard_error,
            upper: estimate + q * standard_error,
        }),
    }
}

/// The two-sided quantile of the normal or of t; `None` where there are no degrees of freedom.
pub(super) fn quantile(df: Option<f64>, level: Probability) -> Option<f64> {
    let tail = level.complement().half();
    match df {
        None => Some(normal::upper_quantile(tail)),
        Some(df) => (df > 0.0).then(|| student_t::upper_quantile(tail, df)),
    }
}

/// Tests all coefficients but an intercept; the intercept where it is alone. `None` where their
/// covariance matrix cannot be inverted.
pub(super) fn omnibus(
    data: &Data,
    estimates: &Vector<f64>,
    covariance: &Matrix<f64>,
    dfs: &[Option<f64>],
) -> Option<Omnibus> {
    let p = estimates.len();
    let x = data.design().matrix();
    let is_one = |column: &usize| x.column(*column).iter().all(|x| *x == 1.0);
    let tested: Vec<usize> = (0..p).filter(|c| p == 1 || !is_one(c)).collect();
    jointly(tested, estimates, covariance, dfs)
}

/// Tests some coefficients, by their places.
pub(super) fn jointly(
    tested: Vec<usize>,
    estimates: &Vector<f64>,
    covariance: &Matrix<f64>,
    dfs: &[Option<f64>],
) -> Option<Omnibus> {
    let m = tested.len() as f64;
    let part = covariance.select_rows(&tested).select_columns(&tested);
    let b = estimates.select_rows(&tested);
    let square = Cholesky::new(part).ok()?.quadratic(&b);
    let smallest = tested.iter().filter_map(|i| dfs[*i]).reduce(f64::min);
    Some(Omnibus {
        tested,
        statistic: if smallest.is_some() {
            square / m
        } else {
            square
        },
        df: m,
        df_denominator: smallest,
        p_value: match smallest {
            None => Some(chi_squared::sf(square, m)),
            // F is a beta variable: the upper tail is the lower tail of d/(d + mF).
            Some(d) => (d > 0.0).then(|| beta::cdf(d / (d + square), d / 2.0, m / 2.0)),
        },
    })
}
