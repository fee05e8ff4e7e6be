//! Tests and intervals from a robust variance.

use super::cluster::finite;
use super::{RobustError, RobustVariance};
use crate::pairwise::Bounds;
use crate::tails::f_above;
use euthymia_numerics::linear::{Cholesky, Matrix, Vector};
use euthymia_numerics::{Probability, student_t};

/// Which reference distribution.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Degrees {
    /// Satterthwaite's for each coefficient, and Hotelling's T² with the degrees of freedom of
    /// Pustejovsky and Tipton ("HTZ") for several. The companion of CR2.
    Satterthwaite,
    /// G − p for every test, as metafor's `robust()` does with CR1p.
    ClustersLessCoefficients,
    /// G − 1 for every test ("naive t").
    ClustersLessOne,
}

/// The test and interval of one coefficient.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CoefficientTest {
    /// The estimate, as given.
    pub estimate: f64,
    /// Robust standard error.
    pub standard_error: f64,
    /// Estimate over standard error.
    pub statistic: f64,
    /// Degrees of freedom of the t distribution.
    pub df: f64,
    /// Two-sided p-value for a true value of zero.
    pub p_value: f64,
    /// Confidence limits.
    pub bounds: Bounds,
}

/// A test of several linear hypotheses at once.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WaldTest {
    /// F.
    pub statistic: f64,
    /// q, the number of hypotheses.
    pub df_numerator: f64,
    /// Degrees of freedom of the denominator.
    pub df_denominator: f64,
    /// P(F > statistic). `None` where the denominator's degrees of freedom are not positive.
    pub p_value: Option<f64>,
}

impl RobustVariance {
    /// Tests each coefficient against zero by Student's t; `None` for one that has no variance.
    ///
    /// # Errors
    /// [`RobustError::PerCoefficient`], [`RobustError::NotFinite`], [`RobustError::Level`].
    ///
    /// # Example
    /// ```
    /// use euthymia_numerics::{Probability, linear::{Matrix, Vector}};
    /// use euthymia_synthesis::robust::{Cluster, Degrees, Kind, Working, variance};
    /// let clusters: Result<Vec<_>, _> = [-1.0, 0.0, 1.0].into_iter().map(|e| {
    ///     Cluster::new(Matrix::repeat(1, 1, 1.0), Vector::from_vec(vec![e]), Working::Diagonal(vec![1.0]))
    /// }).collect();
    /// let found = variance(&clusters?, Kind::Cr2)?;
    /// let tests = found.tests(&[2.0], Degrees::Satterthwaite, Probability::NINETY_FIVE)?;
    /// // s² = 1, so that the standard error is 1/√3 with 2 degrees of freedom.
    /// let statistic = tests[0].map_or(0.0, |test| test.statistic);
    /// assert!((statistic - 2.0 * 3.0_f64.sqrt()).abs() < 1e-14);
    /// # Ok::<(), euthymia_synthesis::robust::RobustError>(())
    /// ```
    pub fn tests(
        &self,
        estimates: &[f64],
        degrees: Degrees,
        level: Probability,
    ) -> Result<Vec<Option<CoefficientTest>>, RobustError> {
        self.per_coefficient("estimates", estimates.len())?;
        finite("estimates", estimates.iter().all(|b| b.is_finite()))?;
        if !(level.get() > 0.0 && level.get() < 1.0) {
            return Err(RobustError::Level(level.get()));
        }
        let tail = level.complement().half();
        let errors = self.standard_errors();
        let each = estimates.iter().zip(errors).zip(&self.degrees);
        Ok(each
            .map(|((estimate, standard_error), satterthwaite)| {
                let df = self.denominator(degrees, *satterthwaite)?;
                test(*estimate, standard_error, df, tail)
            })
            .collect())
    }

    fn per_coefficient(&self, what: &'static str, found: usize) -> Result<(), RobustError> {
        let coefficients = self.covariance.ncols();
        if found == coefficients {
            return Ok(());
        }
        Err(RobustError::PerCoefficient {
            what,
            found,
            coefficients,
        })
    }

    fn denominator(&self, degrees: Degrees, satterthwaite: Option<f64>) -> Option<f64> {
        match degrees {
            Degrees::Satterthwaite => satterthwaite,
            Degrees::ClustersLessCoefficients => {
                Some((self.clusters - self.covariance.ncols()) as f64)
            }
            Degrees::ClustersLessOne => Some((self.clusters - 1) as f64),
        }
    }

    /// Tests Cβ = 0 for a matrix C with a row for each of q hypotheses.
    ///
    /// With Q = (Cβ̂)′(CVC′)⁻¹Cβ̂: under [`Degrees::Satterthwaite`] F = Q(η − q + 1)/(ηq) with q and
    /// η − q + 1 degrees of freedom, where η makes the total variance of the standardised robust
    /// variance that of a Wishart matrix; otherwise F = Q/q.
    ///
    /// # Errors
    /// [`RobustError::PerCoefficient`], [`RobustError::NotFinite`], and [`RobustError::NoTest`] where CVC′ is singular.
    ///
    /// # References
    /// Pustejovsky JE, Tipton E. J Bus Econ Stat 2018;36:672–683, section 3.2. Tipton E, Pustejovsky
    /// JE. J Educ Behav Stat 2015;40:604–634.
    pub fn wald(
        &self,
        estimates: &[f64],
        constraints: &Matrix<f64>,
        degrees: Degrees,
    ) -> Result<WaldTest, RobustError> {
        self.per_coefficient("estimates", estimates.len())?;
        finite("estimates", estimates.iter().all(|b| b.is_finite()))?;
        self.per_coefficient("columns of the constraints", constraints.ncols())?;
        let q = constraints.nrows() as f64;
        if q == 0.0 || constraints.iter().any(|x| !x.is_finite()) {
            return Err(RobustError::NoTest);
        }
        let middle = constraints * &self.covariance * constraints.transpose();
        let factor = Cholesky::new(middle).map_err(|_| RobustError::NoTest)?;
        let quadratic = factor.quadratic(&(constraints * Vector::from_column_slice(estimates)));
        let contrasts = (constraints * &self.basis.inverse).transpose();
        let eta = match degrees {
            Degrees::Satterthwaite => Some(
                self.moments
                    .degrees(&contrasts)
                    .ok_or(RobustError::NoTest)?,
            ),
            _ => None,
        };
        let (statistic, df_denominator) = match eta {
            Some(eta) => (quadratic * (eta - q + 1.0) / (eta * q), eta - q + 1.0),
            None => {
                let df = self.denominator(degrees, None).unwrap_or(0.0);
                (quadratic / q, df)
            }
        };
        Ok(WaldTest {
            statistic,
            df_numerator: q,
            df_denominator,
            p_value: f_above(statistic, q, df_denominator),
        })
    }
}

/// The t test of an estimate, `None` without a variance.
fn test(estimate: f64, standard_error: f64, df: f64, tail: Probability) -> Option<CoefficientTest> {
    if !(standard_error > 0.0 && df > 0.0) {
        return None;
    }
    let statistic = estimate / standard_error;
    let width = student_t::upper_quantile(tail, df) * standard_error;
    Some(CoefficientTest {
        estimate,
        standard_error,
        statistic,
        df,
        p_value: student_t::two_sided_p(statistic, df),
        bounds: Bounds {
            lower: estimate - width,
            upper: estimate + width,
        },
    })
}
