//! Coordinates in which the weighted columns of the design are orthonormal.

use super::{Cluster, RobustError};
use crate::orthonormal::whitening;
use euthymia_numerics::linear::Matrix;

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
            let step = whitening(&gram(clusters, &inverse)?).ok_or(RobustError::Dependent)?;
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
