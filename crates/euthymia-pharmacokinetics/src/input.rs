//! What goes into a system, and when.

/// An amount that goes into one compartment, at once or at a constant rate.
///
/// First-order absorption is a bolus into a compartment that empties into the next one.
///
/// # Example
/// ```
/// use euthymia_pharmacokinetics::Input;
/// let infusion = Input::infusion(0, 35.0, 0.0, 40.0 / 60.0)?;
/// assert_eq!(infusion.rate_mg_per_h(), Some(52.5));
/// assert!(Input::infusion(0, 35.0, 0.0, 0.0).is_err());
/// assert!(Input::bolus(0, -1.0, 0.0).is_err());
/// # Ok::<(), euthymia_pharmacokinetics::InputError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Input {
    into: usize,
    amount_mg: f64,
    start_h: f64,
    /// `None` for all at once.
    over_h: Option<f64>,
}

/// An input that cannot be.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum InputError {
    /// An amount that is not finite and above zero.
    #[error("an amount of {0} mg cannot go in; it is above zero")]
    Amount(f64),
    /// A start before the beginning.
    #[error("an input cannot start at {0} h; time begins at 0")]
    Start(f64),
    /// A length that is not finite and above zero.
    #[error("an infusion cannot last {0} h; its length is above zero, or it is a bolus")]
    Length(f64),
}

impl Input {
    /// An amount in milligrams into the compartment of this number, all of it at a time in hours.
    ///
    /// # Errors
    /// [`InputError`].
    pub fn bolus(into: usize, amount_mg: f64, start_h: f64) -> Result<Self, InputError> {
        if !(amount_mg.is_finite() && amount_mg > 0.0) {
            return Err(InputError::Amount(amount_mg));
        }
        if !(start_h.is_finite() && start_h >= 0.0) {
            return Err(InputError::Start(start_h));
        }
        Ok(Self {
            into,
            amount_mg,
            start_h,
            over_h: None,
        })
    }

    /// The same at a constant rate over a time in hours.
    ///
    /// # Errors
    /// [`InputError`].
    pub fn infusion(
        into: usize,
        amount_mg: f64,
        start_h: f64,
        over_h: f64,
    ) -> Result<Self, InputError> {
        let bolus = Self::bolus(into, amount_mg, start_h)?;
        let rate = amount_mg / over_h;
        // A length so short that the rate is no number is no length.
        if !(over_h.is_finite() && over_h > 0.0 && rate.is_finite() && start_h + over_h > start_h) {
            return Err(InputError::Length(over_h));
        }
        Ok(Self {
            over_h: Some(over_h),
            ..bolus
        })
    }

    /// The number of its compartment.
    #[must_use]
    pub fn into_compartment(&self) -> usize {
        self.into
    }

    /// The whole amount in milligrams.
    #[must_use]
    pub fn amount_mg(&self) -> f64 {
        self.amount_mg
    }

    /// When it starts, in hours.
    #[must_use]
    pub fn start_h(&self) -> f64 {
        self.start_h
    }

    /// When all of it is in, in hours.
    #[must_use]
    pub fn end_h(&self) -> f64 {
        self.start_h + self.over_h.unwrap_or(0.0)
    }

    /// The rate while it runs, in milligrams per hour; `None` for a bolus.
    #[must_use]
    pub fn rate_mg_per_h(&self) -> Option<f64> {
        self.over_h.map(|over| self.amount_mg / over)
    }

    /// The rate in an open stretch of time that no input begins or ends in.
    pub(crate) fn rate_within(&self, left_h: f64, right_h: f64) -> f64 {
        let runs = self.start_h <= left_h && right_h <= self.end_h();
        self.rate_mg_per_h().filter(|_| runs).unwrap_or(0.0)
    }
}
