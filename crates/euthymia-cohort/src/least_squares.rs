//! Ordinary least squares with named columns, and standard errors that allow unequal variances.

use euthymia_numerics::linear::{Matrix, Vector};
use euthymia_numerics::sum::compensated;
use euthymia_numerics::{Probability, f, student_t};

use crate::error::check_finite;
use crate::group_error::GroupError;
use crate::interval::{Interval, tail};

/// A column whose part outside the columns before it is shorter than this share of it is collinear,
/// as in R's `lm`.
const COLLINEAR: f64 = 1e-7;

/// A column of a regression with its name.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// Name, for instance "baseline".
    pub name: String,
    /// One value per patient.
    pub values: Vec<f64>,
}

impl Column {
    /// Names values.
    #[must_use]
    pub fn new(name: impl Into<String>, values: Vec<f64>) -> Self {
        Self {
            name: name.into(),
            values,
        }
    }
}

/// What is assumed about the variances behind a standard error.
///
/// With e a residual and h a leverage, the variance of a patient is taken as:
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StandardErrors {
    /// Equal for all: σ² = Σe²/(n − p).
    Classical,
    /// e² (White).
    Hc0,
    /// e² n/(n − p).
    Hc1,
    /// e²/(1 − h).
    Hc2,
    /// e²/(1 − h)²; the choice recommended for small samples.
    Hc3,
    /// e²/(1 − h)^min(4, nh/p).
    Hc4,
}

impl StandardErrors {
    /// The name for people.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Classical => "classical",
            Self::Hc0 => "HC0",
            Self::Hc1 => "HC1",
            Self::Hc2 => "HC2",
            Self::Hc3 => "HC3",
            Self::Hc4 => "HC4",
        }
    }
}

/// A coefficient, or a sum of coefficients with weights, with its test against 0.
#[derive(Debug, Clone, PartialEq)]
pub struct Estimate {
    /// Name.
    pub name: String,
    /// Estimate.
    pub value: f64,
    /// Standard error.
    pub standard_error: f64,
    /// Estimate over standard error; `None` when the latter is 0.
    pub t: Option<f64>,
    /// Two-sided p-value with the residual degrees of freedom.
    pub p: Option<f64>,
    /// Interval.
    pub interval: Interval,
}

/// An F test that several sums of coefficients are 0 together (Wald).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WaldF {
    /// The statistic.
    pub f: f64,
    /// Number of sums.
    pub df1: f64,
    /// Residual degrees of freedom.
    pub df2: f64,
    /// P(F ≥ statistic).
    pub p: f64,
}

/// A fit.
#[derive(Debug, Clone)]
pub struct Fit {
    names: Vec<String>,
    design: Matrix<f64>,
    coefficients: Vector<f64>,
    /// (X′X)⁻¹.
    unscaled: Matrix<f64>,
    residuals: Vec<f64>,
    leverages: Vec<f64>,
}

/// Fits `outcome` by the columns, of which none is added: give the intercept as a column of ones.
///
/// By Householder reflections, so that a column that is nearly a combination of others costs its
/// digits once and not twice.
///
/// # Errors
/// [`GroupError::LengthMismatch`], [`GroupError::Cohort`] for a value that is not finite,
/// [`GroupError::TooManyColumns`], [`GroupError::Collinear`] with the column's name.
///
/// # References
/// MacKinnon & White 1985, Journal of Econometrics 29, 305–325 (HC1 to HC3); Cribari-Neto 2004,
/// Computational Statistics & Data Analysis 45, 215–233 (HC4); Long & Ervin 2000, The American
/// Statistician 54, 217–224. R: `lm`, `sandwich::vcovHC`.
///
/// # Example
/// ```
/// use euthymia_cohort::least_squares::{Column, StandardErrors, fit};
/// use euthymia_numerics::Probability;
/// // 0, 1, 2 at 0, 2, 1: slope ½, intercept ½, residuals −½, 1, −½.
/// let columns = [Column::new("one", vec![1.0; 3]), Column::new("x", vec![0.0, 1.0, 2.0])];
/// let fit = fit(&[0.0, 2.0, 1.0], &columns)?;
/// let found = fit.coefficients(StandardErrors::Classical, Probability::NINETY_FIVE)?;
/// assert!((found[1].value - 0.5).abs() < 1e-15);
/// // σ² = 3/2 on one degree of freedom, SE = √(3/2 / 2).
/// assert!((found[1].standard_error - 0.75_f64.sqrt()).abs() < 1e-15);
/// # Ok::<(), euthymia_cohort::GroupError>(())
/// ```
pub fn fit(outcome: &[f64], columns: &[Column]) -> Result<Fit, GroupError> {
    let n = outcome.len();
    check_finite(outcome)?;
    for column in columns {
        if column.values.len() != n {
            return Err(GroupError::LengthMismatch {
                what: column.name.clone(),
                expected: n,
                found: column.values.len(),
            });
        }
        check_finite(&column.values)?;
    }
    if columns.is_empty() || columns.len() >= n {
        return Err(GroupError::TooManyColumns {
            coefficients: columns.len(),
            patients: n,
        });
    }
    let all = columns.iter().flat_map(|c| c.values.iter().copied());
    let design = Matrix::from_iterator(n, columns.len(), all);
    let factors = design.clone().qr();
    let (q, r) = (factors.q(), factors.r());
    for (j, column) in columns.iter().enumerate() {
        if r[(j, j)].abs() <= COLLINEAR * design.column(j).norm() {
            return Err(GroupError::Collinear {
                column: column.name.clone(),
            });
        }
    }
    let y = Vector::from_column_slice(outcome);
    let collinear = || GroupError::Collinear {
        column: columns.last().map_or_else(String::new, |c| c.name.clone()),
    };
    let coefficients = r
        .solve_upper_triangular(&(q.transpose() * &y))
        .ok_or_else(collinear)?;
    let identity = Matrix::identity(columns.len(), columns.len());
    let inverse = r.solve_upper_triangular(&identity).ok_or_else(collinear)?;
    let fitted = &design * &coefficients;
    Ok(Fit {
        names: columns.iter().map(|c| c.name.clone()).collect(),
        unscaled: &inverse * inverse.transpose(),
        residuals: outcome
            .iter()
            .zip(fitted.iter())
            .map(|(y, f)| y - f)
            .collect(),
        leverages: q.row_iter().map(|row| row.norm_squared()).collect(),
        design,
        coefficients,
    })
}

impl Fit {
    /// Patients minus coefficients.
    #[must_use]
    pub fn df(&self) -> f64 {
        (self.residuals.len() - self.names.len()) as f64
    }

    /// The sum of squared residuals.
    #[must_use]
    pub fn residual_sum_of_squares(&self) -> f64 {
        compensated(self.residuals.iter().map(|e| e * e))
    }

    /// The residual standard deviation √(Σe²/(n − p)).
    #[must_use]
    pub fn sigma(&self) -> f64 {
        (self.residual_sum_of_squares() / self.df()).sqrt()
    }

    /// The variances and covariances of the coefficients.
    ///
    /// # Errors
    /// [`GroupError::Leverage`] for HC2 to HC4 where a patient has leverage 1.
    pub fn covariance(&self, kind: StandardErrors) -> Result<Matrix<f64>, GroupError> {
        if kind == StandardErrors::Classical {
            let sigma = self.sigma();
            return Ok(&self.unscaled * (sigma * sigma));
        }
        let (n, p) = (self.residuals.len() as f64, self.names.len() as f64);
        let mut scaled = self.design.clone();
        for (i, mut row) in scaled.row_iter_mut().enumerate() {
            let e = self.residuals.get(i).copied().unwrap_or(0.0);
            let h = self.leverages.get(i).copied().unwrap_or(0.0);
            let power = match kind {
                StandardErrors::Hc2 => 0.5,
                StandardErrors::Hc3 => 1.0,
                StandardErrors::Hc4 => 0.5 * (n * h / p).min(4.0),
                _ => 0.0,
            };
            if power > 0.0 && h > 1.0 - 1e-10 {
                return Err(GroupError::Leverage {
                    patient: i + 1,
                    name: kind.name(),
                });
            }
            row *= e * (1.0 - h).powf(-power);
        }
        let half = scaled * &self.unscaled;
        let factor = if kind == StandardErrors::Hc1 {
            n / (n - p)
        } else {
            1.0
        };
        Ok(half.transpose() * half * factor)
    }

    /// All coefficients, in the order of the columns, with t tests on n − p degrees of freedom.
    ///
    /// # Errors
    /// As [`Self::covariance`]; a level of 0 or 1.
    pub fn coefficients(
        &self,
        kind: StandardErrors,
        level: Probability,
    ) -> Result<Vec<Estimate>, GroupError> {
        let covariance = self.covariance(kind)?;
        let unit = |j: usize| {
            let mut weights = vec![0.0; self.names.len()];
            weights.iter_mut().skip(j).take(1).for_each(|w| *w = 1.0);
            weights
        };
        let each = self.names.iter().enumerate();
        each.map(|(j, name)| self.combination(name, &unit(j), &covariance, level))
            .collect()
    }

    /// A sum of coefficients with weights, one per column, under a covariance from
    /// [`Self::covariance`].
    ///
    /// # Errors
    /// [`GroupError::LengthMismatch`] for another number of weights or another covariance; a level
    /// of 0 or 1.
    pub fn combination(
        &self,
        name: &str,
        weights: &[f64],
        covariance: &Matrix<f64>,
        level: Probability,
    ) -> Result<Estimate, GroupError> {
        let outside = tail(level)?;
        let p = self.names.len();
        if weights.len() != p || covariance.shape() != (p, p) {
            return Err(GroupError::LengthMismatch {
                what: name.to_owned(),
                expected: p,
                found: weights.len(),
            });
        }
        let weights = Vector::from_column_slice(weights);
        let value = weights.dot(&self.coefficients);
        let standard_error = weights.dot(&(covariance * &weights)).max(0.0).sqrt();
        let t = (standard_error > 0.0).then(|| value / standard_error);
        let half_width = student_t::upper_quantile(outside, self.df()) * standard_error;
        Ok(Estimate {
            name: name.to_owned(),
            value,
            standard_error,
            t,
            p: t.map(|t| student_t::two_sided_p(t, self.df())),
            interval: Interval {
                lower: value - half_width,
                upper: value + half_width,
                level: level.get(),
            },
        })
    }

    /// Tests that the coefficients at these places are 0 together; `None` when none is named, one
    /// does not exist, or their covariance has no inverse (as with perfect predictions).
    #[must_use]
    pub fn wald(&self, places: &[usize], covariance: &Matrix<f64>) -> Option<WaldF> {
        let p = self.names.len();
        if places.is_empty() || places.iter().any(|j| *j >= p) || covariance.shape() != (p, p) {
            return None;
        }
        let part = covariance.select_rows(places).select_columns(places);
        let values = self.coefficients.select_rows(places);
        let factor = euthymia_numerics::linear::Cholesky::new(part).ok()?;
        let df1 = places.len() as f64;
        let statistic = factor.quadratic(&values) / df1;
        Some(WaldF {
            f: statistic,
            df1,
            df2: self.df(),
            p: f::sf(statistic, df1, self.df()),
        })
    }
}
