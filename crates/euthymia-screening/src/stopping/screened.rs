//! What has been screened, in order.

/// What has been screened, in the order of screening, out of how many.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Screened {
    labels: Vec<bool>,
    total: u64,
}

/// The numbers do not fit together.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
pub enum NotScreened {
    /// More screened than there are.
    #[error("{screened} are screened out of {total}")]
    MoreThanAll {
        /// Screened.
        screened: u64,
        /// All.
        total: u64,
    },
    /// A target or a level of confidence that is none.
    #[error("{what} lies between 0 and 1; found {found}")]
    NotBetween {
        /// Which number.
        what: &'static str,
        /// What it was.
        found: f64,
    },
}

impl Screened {
    /// Takes whether each was relevant, in the order of screening, and how many there are with
    /// those not yet screened.
    ///
    /// # Errors
    /// [`NotScreened::MoreThanAll`].
    ///
    /// # Example
    /// ```
    /// use euthymia_screening::stopping::Screened;
    /// let so_far = Screened::new(vec![true, true, false, false, false], 20)?;
    /// assert_eq!((so_far.relevant(), so_far.rest(), so_far.run()), (2, 15, 3));
    /// # Ok::<(), euthymia_screening::stopping::NotScreened>(())
    /// ```
    pub fn new(labels: Vec<bool>, total: u64) -> Result<Self, NotScreened> {
        let screened = labels.len() as u64;
        match screened <= total {
            true => Ok(Self { labels, total }),
            false => Err(NotScreened::MoreThanAll { screened, total }),
        }
    }

    /// Whether each was relevant, in order.
    pub fn labels(&self) -> &[bool] {
        &self.labels
    }

    /// How many there are.
    pub fn total(&self) -> u64 {
        self.total
    }

    /// How many have been screened.
    pub fn seen(&self) -> u64 {
        self.labels.len() as u64
    }

    /// How many have not.
    pub fn rest(&self) -> u64 {
        self.total - self.seen()
    }

    /// How many were relevant.
    pub fn relevant(&self) -> u64 {
        self.labels.iter().filter(|own| **own).count() as u64
    }

    /// Irrelevant ones since the last relevant one.
    pub fn run(&self) -> u64 {
        self.labels.iter().rev().take_while(|own| !**own).count() as u64
    }
}

/// Checks that a number lies strictly between 0 and 1.
pub(super) fn between(what: &'static str, found: f64) -> Result<f64, NotScreened> {
    match found > 0.0 && found < 1.0 {
        true => Ok(found),
        false => Err(NotScreened::NotBetween { what, found }),
    }
}

/// The probability below which a hypothesis is ruled out at a confidence.
///
/// A hair less than 1 − confidence, which for 0.95 is above 0.05 in doubles: a probability of 1/20
/// is not below 1/20.
pub(super) fn doubt(confidence: f64) -> Result<f64, NotScreened> {
    Ok((1.0 - between("a confidence", confidence)?) * (1.0 - 1e-12))
}

/// The whole numbers of `of` that a share amounts to, rounded up.
pub(super) fn share_of(share: f64, of: u64) -> u64 {
    // A little less, so that 0.07 of 100, which is 7.000000000000001, stays 7.
    let exact = share.clamp(0.0, 1.0) * of as f64;
    ((exact * (1.0 - 1e-12)).ceil() as u64).min(of)
}
