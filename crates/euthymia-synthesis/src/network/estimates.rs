//! Effects of treatments relative to each other, whatever model they come from.

use super::error::FitError;
use super::fit::{Comparison, Fit, around};
use euthymia_numerics::linear::Matrix;
use euthymia_numerics::{Probability, normal};

/// What has effects of treatments relative to each other: a league table can be made of it, and ranks.
pub trait Relative {
    /// How many treatments.
    fn size(&self) -> usize;

    /// Treatment `one` less treatment `other`, by their places; `None` for a treatment against itself,
    /// for a place that does not exist, and where the data do not determine the difference.
    fn compare(&self, one: usize, other: usize) -> Option<Comparison>;
}

impl Relative for Fit {
    fn size(&self) -> usize {
        self.effects().len()
    }

    fn compare(&self, one: usize, other: usize) -> Option<Comparison> {
        Self::compare(self, one, other)
    }
}

/// One value for each treatment, of which only differences mean anything, with their covariances.
///
/// Intervals and p-values are those of the normal distribution.
#[derive(Clone, Debug, PartialEq)]
pub struct Estimates {
    treatments: Vec<String>,
    values: Vec<f64>,
    covariance: Matrix<f64>,
    level: Probability,
}

impl Estimates {
    /// Checks and keeps values and covariances; a reference treatment has the value 0 and zeros as its
    /// row and column.
    ///
    /// # Errors
    /// [`FitError::Level`]; [`FitError::OutOfRange`] for numbers that are not finite, for a covariance
    /// matrix of another size than the treatments, and for a difference without a positive variance.
    ///
    /// # Example
    /// ```
    /// use euthymia_numerics::{Probability, linear::Matrix};
    /// use euthymia_synthesis::network::{Estimates, Relative};
    /// let covariance = Matrix::from_row_slice(2, 2, &[0.0, 0.0, 0.0, 0.25]);
    /// let estimates = Estimates::new(vec!["A".into(), "B".into()], vec![0.0, 1.0], covariance,
    ///     Probability::NINETY_FIVE)?;
    /// assert_eq!(estimates.compare(1, 0).map(|c| c.statistic), Some(2.0));
    /// # Ok::<(), euthymia_synthesis::network::FitError>(())
    /// ```
    pub fn new(
        treatments: Vec<String>,
        values: Vec<f64>,
        covariance: Matrix<f64>,
        level: Probability,
    ) -> Result<Self, FitError> {
        if !(level.get() > 0.0 && level.get() < 1.0) {
            return Err(FitError::Level(level.get()));
        }
        let n = treatments.len();
        let sized = values.len() == n && covariance.nrows() == n && covariance.ncols() == n;
        let finite = values
            .iter()
            .chain(covariance.iter())
            .all(|x| x.is_finite());
        let made = Self {
            treatments,
            values,
            covariance,
            level,
        };
        let varies = |i: usize| (0..i).all(|j| made.variance(i, j) > 0.0);
        match sized && finite && (0..n).all(varies) {
            true => Ok(made),
            false => Err(FitError::OutOfRange),
        }
    }

    /// The labels of the treatments.
    #[must_use]
    pub fn treatments(&self) -> &[String] {
        &self.treatments
    }

    /// One value for each treatment, of which only differences mean anything.
    #[must_use]
    pub fn values(&self) -> &[f64] {
        &self.values
    }

    /// The covariances of these values.
    #[must_use]
    pub fn covariance(&self) -> &Matrix<f64> {
        &self.covariance
    }

    /// All pairs of treatments, the smaller place first: the league table.
    pub fn league(&self) -> impl Iterator<Item = ((usize, usize), Comparison)> + '_ {
        pairs(self)
    }

    /// The variance of a difference of two existing treatments.
    fn variance(&self, one: usize, other: usize) -> f64 {
        let v = &self.covariance;
        v[(one, one)] + v[(other, other)] - 2.0 * v[(one, other)]
    }
}

impl Relative for Estimates {
    fn size(&self) -> usize {
        self.values.len()
    }

    fn compare(&self, one: usize, other: usize) -> Option<Comparison> {
        if one == other {
            return None;
        }
        let estimate = self.values.get(one)? - self.values.get(other)?;
        let standard_error = self.variance(one, other).sqrt();
        let statistic = estimate / standard_error;
        let z = normal::upper_quantile(self.level.complement().half());
        Some(Comparison {
            estimate,
            standard_error,
            statistic,
            p_value: normal::two_sided_p(statistic),
            bounds: around(estimate, z * standard_error),
            prediction: None,
        })
    }
}

impl From<&Fit> for Estimates {
    fn from(fit: &Fit) -> Self {
        Self {
            treatments: fit.network.treatments().to_vec(),
            values: fit.effects().to_vec(),
            covariance: fit.covariance().clone(),
            level: fit.options.level,
        }
    }
}

/// All pairs of treatments that can be compared, the smaller place first.
pub(crate) fn pairs<R: Relative + ?Sized>(
    of: &R,
) -> impl Iterator<Item = ((usize, usize), Comparison)> + '_ {
    let n = of.size();
    let places = (0..n).flat_map(move |i| (i + 1..n).map(move |j| (i, j)));
    places.filter_map(|(i, j)| Some(((i, j), of.compare(i, j)?)))
}
