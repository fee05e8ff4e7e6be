//! Dense linear algebra: the library's types under our names, and the few operations that the models
//! are made of.
//!
//! Only this crate names the library, so that replacing it stays a small change.

pub use nalgebra::{DMatrix as Matrix, DVector as Vector};

/// A matrix is not positive definite, so that it is no covariance matrix of independent quantities.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the matrix is not positive definite")]
pub struct NotPositiveDefinite;

/// The Cholesky factor L of a symmetric positive definite matrix A = LL′.
///
/// # Example
/// ```
/// use euthymia_numerics::linear::{Cholesky, Matrix, Vector};
/// let factor = Cholesky::new(Matrix::from_row_slice(2, 2, &[4.0, 2.0, 2.0, 3.0]))?;
/// assert!((factor.ln_determinant() - 8.0_f64.ln()).abs() < 1e-15);
/// // x′A⁻¹x for x = (2, 1): A⁻¹x = (1/2, 0).
/// assert!((factor.quadratic(&Vector::from_vec(vec![2.0, 1.0])) - 1.0).abs() < 1e-15);
/// # Ok::<(), euthymia_numerics::linear::NotPositiveDefinite>(())
/// ```
#[derive(Clone, Debug)]
pub struct Cholesky {
    factor: nalgebra::Cholesky<f64, nalgebra::Dyn>,
}

impl Cholesky {
    /// Factors `a`, of which only the lower triangle is read.
    ///
    /// # Errors
    /// [`NotPositiveDefinite`], also where an entry is not finite.
    pub fn new(a: Matrix<f64>) -> Result<Self, NotPositiveDefinite> {
        let factor = nalgebra::Cholesky::new(a).ok_or(NotPositiveDefinite)?;
        let fine = factor
            .l_dirty()
            .diagonal()
            .iter()
            .all(|d| d.is_finite() && *d > 0.0);
        fine.then_some(Self { factor }).ok_or(NotPositiveDefinite)
    }

    /// Returns ln |A|.
    #[must_use]
    pub fn ln_determinant(&self) -> f64 {
        let diagonal = self.factor.l_dirty().diagonal();
        2.0 * crate::sum::compensated(diagonal.iter().map(|d| d.ln()))
    }

    /// Returns the lower factor L.
    #[must_use]
    pub fn lower(&self) -> Matrix<f64> {
        self.factor.l()
    }

    /// Returns A⁻¹B.
    #[must_use]
    pub fn solve(&self, b: &Matrix<f64>) -> Matrix<f64> {
        self.factor.solve(b)
    }

    /// Returns A⁻¹b.
    #[must_use]
    pub fn solve_vector(&self, b: &Vector<f64>) -> Vector<f64> {
        self.factor.solve(b)
    }

    /// Returns L⁻¹B: columns whose ordinary products are products in A⁻¹.
    #[must_use]
    pub fn whiten(&self, b: &Matrix<f64>) -> Matrix<f64> {
        let mut whitened = b.clone();
        // The diagonal is positive, so that the triangular system always has a solution.
        let _ = self
            .factor
            .l_dirty()
            .solve_lower_triangular_mut(&mut whitened);
        whitened
    }

    /// Returns b′A⁻¹b, never negative.
    #[must_use]
    pub fn quadratic(&self, b: &Vector<f64>) -> f64 {
        let mut whitened = b.clone();
        let _ = self
            .factor
            .l_dirty()
            .solve_lower_triangular_mut(&mut whitened);
        crate::sum::compensated(whitened.iter().map(|x| x * x))
    }

    /// Returns A⁻¹.
    #[must_use]
    pub fn inverse(&self) -> Matrix<f64> {
        self.factor.inverse()
    }
}

/// The eigenvalues of a symmetric matrix, ascending, with their eigenvectors as columns.
#[derive(Clone, Debug)]
pub struct Eigen {
    /// Eigenvalues, ascending.
    pub values: Vec<f64>,
    /// Orthonormal eigenvectors, in the order of the values.
    pub vectors: Matrix<f64>,
}

/// Returns the eigen-decomposition of a symmetric matrix, of which only the lower triangle is read.
///
/// # Example
/// ```
/// use euthymia_numerics::linear::{Matrix, eigen};
/// let found = eigen(Matrix::from_row_slice(2, 2, &[2.0, 1.0, 1.0, 2.0]));
/// assert!((found.values[0] - 1.0).abs() < 1e-15 && (found.values[1] - 3.0).abs() < 1e-15);
/// ```
#[must_use]
pub fn eigen(a: Matrix<f64>) -> Eigen {
    if a.is_empty() {
        return Eigen {
            values: Vec::new(),
            vectors: a,
        };
    }
    let found = nalgebra::SymmetricEigen::new(a);
    let mut order: Vec<usize> = (0..found.eigenvalues.len()).collect();
    order.sort_by(|i, j| found.eigenvalues[*i].total_cmp(&found.eigenvalues[*j]));
    let vectors = found.eigenvectors.select_columns(&order);
    Eigen {
        values: order.iter().map(|i| found.eigenvalues[*i]).collect(),
        vectors,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_matrix_that_is_not_positive_definite_has_no_factor() {
        for entries in [
            [1.0, 2.0, 2.0, 1.0],
            [0.0, 0.0, 0.0, 1.0],
            [f64::NAN, 0.0, 0.0, 1.0],
            [f64::INFINITY, 0.0, 0.0, 1.0],
        ] {
            assert!(Cholesky::new(Matrix::from_row_slice(2, 2, &entries)).is_err());
        }
    }

    #[test]
    fn a_matrix_of_nothing_has_no_eigenvalue() {
        assert!(eigen(Matrix::zeros(0, 0)).values.is_empty());
    }

    #[test]
    fn whitening_turns_products_into_products_in_the_inverse() {
        let a = Matrix::from_row_slice(3, 3, &[4.0, 1.0, 0.5, 1.0, 3.0, 0.2, 0.5, 0.2, 2.0]);
        let b = Matrix::from_row_slice(3, 2, &[1.0, 2.0, -1.0, 0.5, 3.0, 1.0]);
        let factor = Cholesky::new(a).unwrap();
        let whitened = factor.whiten(&b);
        let direct = b.transpose() * factor.solve(&b);
        assert!((whitened.transpose() * whitened - direct).amax() < 1e-14);
    }
}
