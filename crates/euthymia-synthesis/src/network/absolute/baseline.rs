//! What the reference does: a risk or a mean, known or estimated.

use super::error::AbsoluteError;
use crate::effect::Effect;
use crate::effect::proportion::from_logit;
use euthymia_numerics::Probability;

/// The risk under the reference treatment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Baseline {
    logit: f64,
    standard_error: Option<f64>,
}

impl Baseline {
    /// A risk that is taken as known, above 0 and below 1.
    ///
    /// # Errors
    /// [`AbsoluteError::Baseline`].
    pub fn known(risk: Probability) -> Result<Self, AbsoluteError> {
        let p = risk.get();
        if !(p > 0.0 && p < 1.0) {
            return Err(AbsoluteError::Baseline(p));
        }
        Ok(Self {
            logit: p.ln() - (-p).ln_1p(),
            standard_error: None,
        })
    }

    /// A risk that was estimated, such as that of pooled control groups: its log odds with their
    /// variance.
    ///
    /// # Errors
    /// [`AbsoluteError::Baseline`] when the risk is 0 or 1 as a number.
    pub fn estimated(logit: &Effect) -> Result<Self, AbsoluteError> {
        let p = from_logit(logit.estimate);
        if !(p > 0.0 && p < 1.0) {
            return Err(AbsoluteError::Baseline(p));
        }
        Ok(Self {
            logit: logit.estimate,
            standard_error: Some(logit.variance.standard_error().get()),
        })
    }

    /// The risk 1 − exp(−λt) of at least one event over a time t at a constant rate λ per unit of it.
    ///
    /// # Errors
    /// [`AbsoluteError::Rate`], and [`AbsoluteError::Baseline`] when the risk is 0 or 1 as a number.
    ///
    /// # Example
    /// ```
    /// use euthymia_synthesis::network::absolute::Baseline;
    /// // Half of them within one half-life.
    /// let baseline = Baseline::from_rate(0.1, 10.0 * std::f64::consts::LN_2)?;
    /// assert!((baseline.risk() - 0.5).abs() < 1e-15);
    /// # Ok::<(), euthymia_synthesis::network::absolute::AbsoluteError>(())
    /// ```
    pub fn from_rate(rate: f64, time: f64) -> Result<Self, AbsoluteError> {
        let fine = |x: f64| x > 0.0 && x.is_finite();
        if !(fine(rate) && fine(time)) {
            return Err(AbsoluteError::Rate { rate, time });
        }
        let risk = -(-rate * time).exp_m1();
        Self::known(Probability::new(risk).map_err(|_| AbsoluteError::Baseline(risk))?)
    }

    /// The risk.
    #[must_use]
    pub fn risk(&self) -> f64 {
        from_logit(self.logit)
    }

    /// Its log odds.
    #[must_use]
    pub fn logit(&self) -> f64 {
        self.logit
    }

    /// The standard error of the log odds; `None` when the risk is taken as known.
    #[must_use]
    pub fn standard_error(&self) -> Option<f64> {
        self.standard_error
    }
}

/// The mean under the reference treatment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BaselineMean {
    mean: f64,
    standard_error: Option<f64>,
}

impl BaselineMean {
    /// A mean in the unit of the scale, with its standard error unless it is taken as known.
    ///
    /// # Errors
    /// [`AbsoluteError::Mean`], [`AbsoluteError::StandardError`].
    pub fn new(mean: f64, standard_error: Option<f64>) -> Result<Self, AbsoluteError> {
        if !mean.is_finite() {
            return Err(AbsoluteError::Mean(mean));
        }
        if let Some(se) = standard_error.filter(|se| !(*se > 0.0 && se.is_finite())) {
            return Err(AbsoluteError::StandardError(se));
        }
        Ok(Self {
            mean,
            standard_error,
        })
    }

    /// The mean.
    #[must_use]
    pub fn mean(&self) -> f64 {
        self.mean
    }

    /// Its standard error; `None` when the mean is taken as known.
    #[must_use]
    pub fn standard_error(&self) -> Option<f64> {
        self.standard_error
    }
}
