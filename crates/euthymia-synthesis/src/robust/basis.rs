//! Coordinates in which the weighted columns of the design are orthonormal.

use super::{Cluster, RobustError};
use euthymia_numerics::linear::{Cholesky, Matrix};

/// A squared pivot of the scaled Gram matrix below this means dependent columns.
const DEPENDENT: f64 = 1e-13;

/// R⁻¹ with Z = XR⁻¹ and Z′WZ = I, so that M = R⁻¹R⁻¹′.
///
/// All sums are formed in Z, where nothing is ill-conditioned, however far from zero a covariate
/// such as a year lies.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Basis {
    pub(super) inverse: Matrix<f64>,
}

impl Basis {
    /// Factors X′WX twice (Cholesky QR with a second pass, which restores the lost digits).
    pub(super) fn new(clusters: &[Cluster], coefficients: usize) -> Result<Self, RobustError> {
        let mut inverse = Matrix::identity(coefficients, coefficients);
        for _ in 0..2 {
            let step = whitening(&gram(clusters, &inverse)?)?;
            inverse *= step;
        }
        Ok(Self { inverse })
    }
}

/// Returns Z′WZ for Z = X·`inverse`.
fn gram(clusters: &[Cluster], inverse: &Matrix<f64>) -> Result<Matrix<f64>, RobustError> {
    let p = inverse.ncols();
    let mut sum = Matrix::zeros(p, p);
    for cluster in clusters {
        let z = &cluster.design * inverse;
        sum += z.tr_mul(&cluster.weighted(&z));
    }
    if sum.iter().all(|x| x.is_finite()) {
        Ok(sum)
    } else {
        Err(RobustError::OutOfRange)
    }
}

/// Returns S with S′(gram)S = I, by the Cholesky factor of the matrix scaled to a unit diagonal.
fn whitening(gram: &Matrix<f64>) -> Result<Matrix<f64>, RobustError> {
    let p = gram.ncols();
    let scale: Vec<f64> = (0..p).map(|j| 1.0 / gram[(j, j)].sqrt()).collect();
    if scale.iter().any(|s| !(s.is_finite() && *s > 0.0)) {
        return Err(RobustError::Dependent);
    }
    let scaled = Matrix::from_fn(p, p, |i, j| gram[(i, j)] * scale[i] * scale[j]);
    let factor = Cholesky::new(scaled).map_err(|_| RobustError::Dependent)?;
    let pivots = factor.lower().diagonal();
    if pivots.iter().any(|pivot| pivot * pivot < DEPENDENT) {
        return Err(RobustError::Dependent);
    }
    let inverse = factor.whiten(&Matrix::identity(p, p));
    Ok(Matrix::from_fn(p, p, |i, j| inverse[(j, i)] * scale[i]))
}
