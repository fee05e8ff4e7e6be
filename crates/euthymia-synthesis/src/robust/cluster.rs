//! One cluster: its design rows, residuals, working covariance and weights.

use super::RobustError;
use euthymia_numerics::linear::{Cholesky, Matrix, Vector};

/// A symmetric matrix for the estimates of one cluster: a covariance or weights.
#[derive(Clone, Debug, PartialEq)]
pub enum Working {
    /// The diagonal; all else is zero.
    Diagonal(Vec<f64>),
    /// The whole matrix, of which only the lower triangle is read.
    Dense(Matrix<f64>),
}

impl Working {
    /// The size of a side that differs from `rows`, or `rows`.
    fn side(&self, rows: usize) -> usize {
        match self {
            Self::Diagonal(entries) => entries.len(),
            Self::Dense(matrix) if matrix.nrows() == rows => matrix.ncols(),
            Self::Dense(matrix) => matrix.nrows(),
        }
    }

    fn is_finite(&self) -> bool {
        match self {
            Self::Diagonal(entries) => entries.iter().all(|x| x.is_finite()),
            Self::Dense(matrix) => matrix.iter().all(|x| x.is_finite()),
        }
    }

    /// The lower triangle mirrored into the upper one.
    fn symmetric(mut self) -> Self {
        if let Self::Dense(matrix) = &mut self {
            matrix.fill_upper_triangle_with_lower_triangle();
        }
        self
    }

    /// Returns the matrix times `b`.
    pub(super) fn times(&self, b: &Matrix<f64>) -> Matrix<f64> {
        match self {
            Self::Diagonal(entries) => scale_rows(b, |i| entries[i]),
            Self::Dense(matrix) => matrix * b,
        }
    }
}

/// A positive definite working covariance.
#[derive(Clone, Debug)]
pub(super) enum Covariance {
    /// Variances of uncorrelated estimates.
    Diagonal(Vec<f64>),
    /// The matrix and its factor.
    Dense {
        /// Symmetric.
        matrix: Matrix<f64>,
        /// L with matrix = LL′.
        factor: Cholesky,
    },
}

impl Covariance {
    /// Returns Φb.
    pub(super) fn times(&self, b: &Matrix<f64>) -> Matrix<f64> {
        match self {
            Self::Diagonal(v) => scale_rows(b, |i| v[i]),
            Self::Dense { matrix, .. } => matrix * b,
        }
    }

    /// Returns Φ.
    pub(super) fn matrix(&self) -> Matrix<f64> {
        match self {
            Self::Diagonal(v) => Matrix::from_diagonal(&Vector::from_column_slice(v)),
            Self::Dense { matrix, .. } => matrix.clone(),
        }
    }

    /// Returns L with Φ = LL′.
    pub(super) fn lower(&self) -> Matrix<f64> {
        match self {
            Self::Diagonal(v) => {
                let roots = v.iter().map(|x| x.sqrt());
                Matrix::from_diagonal(&Vector::from_iterator(v.len(), roots))
            }
            Self::Dense { factor, .. } => factor.lower(),
        }
    }
}

/// Returns `b` with each row multiplied by a number of its own.
pub(super) fn scale_rows(b: &Matrix<f64>, factor: impl Fn(usize) -> f64) -> Matrix<f64> {
    Matrix::from_fn(b.nrows(), b.ncols(), |i, j| b[(i, j)] * factor(i))
}

/// The rows of one cluster, checked: sizes that fit, finite entries, a positive definite working
/// covariance.
///
/// # Example
/// ```
/// use euthymia_numerics::linear::{Matrix, Vector};
/// use euthymia_synthesis::robust::{Cluster, Working};
/// let ones = Matrix::repeat(2, 1, 1.0);
/// let covariance = Working::Dense(Matrix::from_row_slice(2, 2, &[1.0, 0.5, 0.5, 2.0]));
/// let cluster = Cluster::new(ones, Vector::from_vec(vec![0.3, -0.1]), covariance)?;
/// assert_eq!(cluster.rows(), 2);
/// # Ok::<(), euthymia_synthesis::robust::RobustError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Cluster {
    pub(super) design: Matrix<f64>,
    pub(super) residuals: Matrix<f64>,
    pub(super) covariance: Covariance,
    /// `None`: the inverse of the covariance.
    pub(super) weights: Option<Working>,
}

impl Cluster {
    /// Takes a cluster whose fit was weighted by the inverse of its working covariance.
    ///
    /// `design`: one row per estimate; `residuals`: estimate minus fitted value, in the unit of the
    /// estimate; `covariance`: in the squared unit.
    ///
    /// # Errors
    /// [`RobustError::Empty`], [`RobustError::Shape`], [`RobustError::NotFinite`],
    /// [`RobustError::NotPositiveDefinite`].
    pub fn new(
        design: Matrix<f64>,
        residuals: Vector<f64>,
        covariance: Working,
    ) -> Result<Self, RobustError> {
        let (rows, columns) = design.shape();
        if rows == 0 || columns == 0 {
            return Err(RobustError::Empty { rows, columns });
        }
        same("residuals", rows, residuals.len())?;
        same("a working covariance", rows, covariance.side(rows))?;
        finite(
            "design rows of a cluster",
            design.iter().all(|x| x.is_finite()),
        )?;
        finite(
            "residuals of a cluster",
            residuals.iter().all(|x| x.is_finite()),
        )?;
        finite("entries of a working covariance", covariance.is_finite())?;
        let covariance = match covariance.symmetric() {
            Working::Diagonal(entries) if entries.iter().all(|v| *v > 0.0) => {
                Covariance::Diagonal(entries)
            }
            Working::Diagonal(_) => return Err(RobustError::NotPositiveDefinite),
            Working::Dense(matrix) => {
                let factor = Cholesky::new(matrix.clone());
                let factor = factor.map_err(|_| RobustError::NotPositiveDefinite)?;
                Covariance::Dense { matrix, factor }
            }
        };
        Ok(Self {
            design,
            residuals: Matrix::from_column_slice(rows, 1, residuals.as_slice()),
            covariance,
            weights: None,
        })
    }

    /// Says that the fit was weighted otherwise, such as by the inverse variances of the estimates
    /// under a working covariance that also holds their correlations.
    ///
    /// # Errors
    /// [`RobustError::Shape`], [`RobustError::NotFinite`].
    pub fn with_weights(mut self, weights: Working) -> Result<Self, RobustError> {
        same("weights", self.rows(), weights.side(self.rows()))?;
        finite("weights of a cluster", weights.is_finite())?;
        self.weights = Some(weights.symmetric());
        Ok(self)
    }

    /// Number of rows, n_g ≥ 1.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.design.nrows()
    }

    /// Number of coefficients, p ≥ 1.
    #[must_use]
    pub fn coefficients(&self) -> usize {
        self.design.ncols()
    }

    /// Returns W_g b.
    pub(super) fn weighted(&self, b: &Matrix<f64>) -> Matrix<f64> {
        match (&self.weights, &self.covariance) {
            (Some(weights), _) => weights.times(b),
            (None, Covariance::Dense { factor, .. }) => factor.solve(b),
            (None, Covariance::Diagonal(v)) => scale_rows(b, |i| 1.0 / v[i]),
        }
    }

    /// True when all rows are uncorrelated, equally precise, and weighted by the inverse variance.
    pub(super) fn is_spherical(&self) -> bool {
        match &self.covariance {
            Covariance::Diagonal(v) => self.weights.is_none() && v.iter().all(|x| *x == v[0]),
            Covariance::Dense { .. } => false,
        }
    }
}

fn same(what: &'static str, rows: usize, found: usize) -> Result<(), RobustError> {
    if found == rows {
        Ok(())
    } else {
        Err(RobustError::Shape { what, rows, found })
    }
}

pub(super) fn finite(what: &'static str, holds: bool) -> Result<(), RobustError> {
    holds.then_some(()).ok_or(RobustError::NotFinite { what })
}
