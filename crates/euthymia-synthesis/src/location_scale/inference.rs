//! Tests, intervals, comparisons and predictions from a fitted location–scale model.

use super::fit::Fit;
use super::{Link, LocationScaleError, Method};
use crate::estimation::Criteria;
use crate::pairwise::Bounds;
use crate::pairwise::interval::Inference;
use crate::tails::f_above;
use euthymia_numerics::linear::{Cholesky, Matrix, Vector};
use euthymia_numerics::{Probability, chi_squared, normal, student_t};

/// Which reference distribution.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reference {
    /// The normal and χ².
    Normal,
    /// Student's t and F with k − p degrees of freedom for location, k − q for scale, which does not
    /// change the standard errors.
    StudentT,
    /// The same, with the covariance of β̂ multiplied by Q/(k − p), the generalised Q of the fit: Knapp
    /// and Hartung's adjustment for τ² being estimated. Scale coefficients are tested as under
    /// [`Reference::StudentT`].
    ///
    /// Knapp G, Hartung J. Stat Med 2003;22:2693–2710.
    KnappHartung,
}

/// A test of several coefficients at once.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Omnibus {
    /// χ² under [`Reference::Normal`], else F.
    pub statistic: f64,
    /// Number of coefficients tested.
    pub df_numerator: f64,
    /// Degrees of freedom of the denominator of F.
    pub df_denominator: Option<f64>,
    /// P(more extreme).
    pub p_value: f64,
}

/// A likelihood-ratio test.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ratio {
    /// Twice the difference of the log-likelihoods; never negative.
    pub statistic: f64,
    /// Coefficients of the larger model that the smaller one lacks.
    pub df: f64,
    /// P(χ² > statistic).
    pub p_value: f64,
}

/// What the model says of a study with given covariates.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Prediction {
    /// x′β̂.
    pub mean: f64,
    /// Its standard error.
    pub standard_error: f64,
    /// Confidence limits of the mean.
    pub bounds: Bounds,
    /// τ² for such studies.
    pub tau2: f64,
    /// Confidence limits of τ², the predictor's mapped by the link and cut at zero; `None` where α̂ has
    /// no standard errors.
    pub tau2_bounds: Option<Bounds>,
    /// Limits for the true effect of one such study: the mean with the variance se² + τ².
    pub prediction: Bounds,
}

impl Fit {
    fn covariance_under(&self, reference: Reference) -> Matrix<f64> {
        let factor = match reference {
            Reference::KnappHartung => self.generalised_q / (self.k - self.beta.len()) as f64,
            Reference::Normal | Reference::StudentT => 1.0,
        };
        &self.beta_covariance * factor
    }

    /// Tests every location coefficient against zero.
    ///
    /// # Errors
    /// [`LocationScaleError::Level`].
    pub fn location_tests(
        &self,
        reference: Reference,
        level: Probability,
    ) -> Result<Vec<Inference>, LocationScaleError> {
        let df = self.k - self.beta.len();
        let covariance = self.covariance_under(reference);
        tests(&self.beta, &covariance, df, reference, level)
    }

    /// Tests every scale coefficient against zero; `None` where they have no standard errors.
    ///
    /// # Errors
    /// [`LocationScaleError::Level`].
    pub fn scale_tests(
        &self,
        reference: Reference,
        level: Probability,
    ) -> Result<Option<Vec<Inference>>, LocationScaleError> {
        let Some(covariance) = &self.alpha_covariance else {
            return Ok(None);
        };
        let df = self.k - self.alpha.len();
        tests(&self.alpha, covariance, df, reference, level).map(Some)
    }

    /// Tests several location coefficients, by their places from 0, against zero (Q_M).
    ///
    /// `None` where no or an unknown coefficient is named, or two are the same.
    #[must_use]
    pub fn location_omnibus(&self, which: &[usize], reference: Reference) -> Option<Omnibus> {
        let df = self.k - self.beta.len();
        let covariance = self.covariance_under(reference);
        omnibus(&self.beta, &covariance, which, df, reference)
    }

    /// Tests several scale coefficients, by their places from 0, against zero (Q_S); `None` also where
    /// they have no standard errors.
    #[must_use]
    pub fn scale_omnibus(&self, which: &[usize], reference: Reference) -> Option<Omnibus> {
        let covariance = self.alpha_covariance.as_ref()?;
        let df = self.k - self.alpha.len();
        omnibus(&self.alpha, covariance, which, df, reference)
    }

    /// Compares with a smaller model of the same studies, such as one with a single τ².
    ///
    /// That the smaller model is nested in this one is for the caller to know.
    ///
    /// # Errors
    /// [`LocationScaleError::NotNested`].
    pub fn likelihood_ratio(&self, smaller: &Self) -> Result<Ratio, LocationScaleError> {
        let (ours, theirs) = (
            self.alpha.len() + self.beta.len(),
            smaller.alpha.len() + smaller.beta.len(),
        );
        let same_location = self.method == Method::Ml || self.location == smaller.location;
        let comparable = self.method == smaller.method && self.k == smaller.k && same_location;
        if !comparable || theirs >= ours {
            return Err(LocationScaleError::NotNested);
        }
        let statistic = (2.0 * (self.log_likelihood - smaller.log_likelihood)).max(0.0);
        let df = (ours - theirs) as f64;
        Ok(Ratio {
            statistic,
            df,
            p_value: chi_squared::sf(statistic, df),
        })
    }

    /// Returns AIC, BIC and AICc, counting p + q parameters and k studies (ML) or k − p (REML).
    #[must_use]
    pub fn criteria(&self) -> Criteria {
        let parameters = self.beta.len() + self.alpha.len();
        let studies = match self.method {
            Method::Ml => self.k,
            Method::Reml => self.k - self.beta.len(),
        };
        Criteria::new(self.log_likelihood, parameters, studies)
    }

    /// Predicts for a study with location covariates `x` and scale covariates `z`, intercepts included.
    ///
    /// # Errors
    /// [`LocationScaleError::Coefficients`], [`LocationScaleError::Level`], and
    /// [`LocationScaleError::OutOfRange`] where the covariates lead out of the range of doubles.
    pub fn predict(
        &self,
        x: &[f64],
        z: &[f64],
        reference: Reference,
        level: Probability,
    ) -> Result<Prediction, LocationScaleError> {
        matching("location", x.len(), self.beta.len())?;
        matching("scale", z.len(), self.alpha.len())?;
        let (x, z) = (Vector::from_column_slice(x), Vector::from_column_slice(z));
        let mean = x.dot(&Vector::from_column_slice(&self.beta));
        let variance = (x.transpose() * self.covariance_under(reference) * &x)[(0, 0)].max(0.0);
        let quantile = quantile(reference, self.k - self.beta.len(), level)?;
        let eta = z.dot(&Vector::from_column_slice(&self.alpha));
        let back = |eta: f64| match self.link {
            Link::Log => eta.exp(),
            Link::Identity => eta.max(0.0),
        };
        let tau2 = back(eta);
        let tau2_bounds = match &self.alpha_covariance {
            None => None,
            Some(covariance) => {
                let se = (z.transpose() * covariance * &z)[(0, 0)].max(0.0).sqrt();
                let reach = quantile_of_scale(self, reference, level)? * se;
                Some(Bounds {
                    lower: back(eta - reach),
                    upper: back(eta + reach),
                })
            }
        };
        if !(mean.is_finite() && variance.is_finite() && tau2.is_finite()) {
            return Err(LocationScaleError::OutOfRange);
        }
        Ok(Prediction {
            mean,
            standard_error: variance.sqrt(),
            bounds: around(mean, quantile * variance.sqrt()),
            tau2,
            tau2_bounds,
            prediction: around(mean, quantile * (variance + tau2).sqrt()),
        })
    }
}

fn quantile_of_scale(
    fit: &Fit,
    reference: Reference,
    level: Probability,
) -> Result<f64, LocationScaleError> {
    quantile(reference, fit.k - fit.alpha.len(), level)
}

fn matching(
    design: &'static str,
    found: usize,
    coefficients: usize,
) -> Result<(), LocationScaleError> {
    if found == coefficients {
        return Ok(());
    }
    Err(LocationScaleError::Coefficients {
        design,
        found,
        coefficients,
    })
}

fn around(centre: f64, width: f64) -> Bounds {
    Bounds {
        lower: centre - width,
        upper: centre + width,
    }
}

/// The upper quantile of half the error; with no degrees of freedom left, the normal one.
fn quantile(
    reference: Reference,
    df: usize,
    level: Probability,
) -> Result<f64, LocationScaleError> {
    if !(level.get() > 0.0 && level.get() < 1.0) {
        return Err(LocationScaleError::Level(level.get()));
    }
    let tail = level.complement().half();
    Ok(match degrees(reference, df) {
        None => normal::upper_quantile(tail),
        Some(df) => student_t::upper_quantile(tail, df),
    })
}

fn degrees(reference: Reference, df: usize) -> Option<f64> {
    (reference != Reference::Normal && df > 0).then_some(df as f64)
}

fn tests(
    estimates: &[f64],
    covariance: &Matrix<f64>,
    df: usize,
    reference: Reference,
    level: Probability,
) -> Result<Vec<Inference>, LocationScaleError> {
    let quantile = quantile(reference, df, level)?;
    let df = degrees(reference, df);
    let diagonal = covariance.diagonal();
    let each = estimates.iter().zip(diagonal.iter());
    Ok(each
        .map(|(estimate, variance)| {
            let standard_error = variance.max(0.0).sqrt();
            let statistic = estimate / standard_error;
            Inference {
                standard_error,
                statistic,
                df,
                p_value: df.map_or_else(
                    || normal::two_sided_p(statistic),
                    |df| student_t::two_sided_p(statistic, df),
                ),
                bounds: around(*estimate, quantile * standard_error),
                factor: None,
            }
        })
        .collect())
}

fn omnibus(
    estimates: &[f64],
    covariance: &Matrix<f64>,
    which: &[usize],
    df: usize,
    reference: Reference,
) -> Option<Omnibus> {
    if which.is_empty() || which.iter().any(|i| *i >= estimates.len()) {
        return None;
    }
    let m = which.len();
    let chosen = Matrix::from_fn(m, m, |i, j| covariance[(which[i], which[j])]);
    let values = Vector::from_iterator(m, which.iter().map(|i| estimates[*i]));
    let quadratic = Cholesky::new(chosen).ok()?.quadratic(&values);
    let m = m as f64;
    Some(match degrees(reference, df) {
        None => Omnibus {
            statistic: quadratic,
            df_numerator: m,
            df_denominator: None,
            p_value: chi_squared::sf(quadratic, m),
        },
        Some(df) => Omnibus {
            statistic: quadratic / m,
            df_numerator: m,
            df_denominator: Some(df),
            p_value: f_above(quadratic / m, m, df)?,
        },
    })
}
