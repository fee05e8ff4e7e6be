//! The adjustment matrices A_g of one cluster.

use super::cluster::Cluster;
use super::{Kind, RobustError};
use euthymia_numerics::linear::{Eigen, Matrix, eigen};

/// A leverage within this of one, or an eigenvalue below this, counts as exactly one or zero: the
/// residuals have no variance in that direction.
const NOTHING: f64 = 1e-10;

/// A_g, in the form in which it is quickest to apply.
pub(super) enum Adjustment {
    /// I.
    None,
    /// I + left · middle · right′.
    LowRank {
        left: Matrix<f64>,
        middle: Matrix<f64>,
        right: Matrix<f64>,
    },
    /// A symmetric matrix.
    Dense(Matrix<f64>),
}

impl Adjustment {
    /// Forms A_g from Z_g, W_gZ_g and, where the weights are not the inverse of the working covariance,
    /// Ω = Z′WΦWZ of all clusters.
    pub(super) fn new(
        kind: Kind,
        cluster: &Cluster,
        z: &Matrix<f64>,
        wz: &Matrix<f64>,
        omega: &Matrix<f64>,
    ) -> Result<Self, RobustError> {
        match kind {
            Kind::Cr0 | Kind::Cr1 | Kind::Cr1p | Kind::Cr1S => Ok(Self::None),
            Kind::Cr3 => Ok(low_rank(z, wz, |rest| 1.0 / rest)),
            // 1/√(1−λ) = 1 + λ/(√(1−λ)(1 + √(1−λ))).
            Kind::Cr2 if cluster.is_spherical() => Ok(low_rank(z, wz, |rest| {
                let root = rest.sqrt();
                1.0 / (root * (1.0 + root))
            })),
            Kind::Cr2 => bell_mccaffrey(cluster, z, wz, omega).map(Self::Dense),
        }
    }

    /// Returns A b.
    pub(super) fn times(&self, b: &Matrix<f64>) -> Matrix<f64> {
        match self {
            Self::None => b.clone(),
            Self::LowRank {
                left,
                middle,
                right,
            } => b + left * (middle * right.tr_mul(b)),
            Self::Dense(a) => a * b,
        }
    }

    /// Returns A′ b.
    pub(super) fn transposed_times(&self, b: &Matrix<f64>) -> Matrix<f64> {
        match self {
            Self::None => b.clone(),
            Self::LowRank {
                left,
                middle,
                right,
            } => b + right * (middle * left.tr_mul(b)),
            Self::Dense(a) => a.tr_mul(b),
        }
    }
}

/// Returns I + Z f(H) (WZ)′ with f applied to one minus the eigenvalues λ of the leverage H = Z′WZ of
/// the cluster; where λ is one the direction is taken out (−1).
fn low_rank(z: &Matrix<f64>, wz: &Matrix<f64>, f: impl Fn(f64) -> f64) -> Adjustment {
    let Eigen { values, vectors } = eigen(z.tr_mul(wz));
    let mut scaled = vectors.clone();
    for (mut column, value) in scaled.column_iter_mut().zip(values) {
        let rest = 1.0 - value;
        column *= if rest > NOTHING { f(rest) } else { -1.0 };
    }
    Adjustment::LowRank {
        left: z.clone(),
        middle: scaled * vectors.transpose(),
        right: wz.clone(),
    }
}

/// Returns A = L(L′BL)^(−1/2)L′ with Φ = LL′ and B = (I−H)Φ(I−H)′ of the cluster, which does not
/// depend on which root of Φ is taken.
///
/// B loses rank where I − H does. The number of lost directions is counted on L⁻¹BL⁻¹′, whose
/// eigenvalues have no unit; as many of the smallest eigenvalues of L′BL are left out.
fn bell_mccaffrey(
    cluster: &Cluster,
    z: &Matrix<f64>,
    wz: &Matrix<f64>,
    omega: &Matrix<f64>,
) -> Result<Matrix<f64>, RobustError> {
    let phi = cluster.covariance.matrix();
    // A does not change when Φ and B are multiplied by a number: without a unit nothing overflows.
    let unit = phi.diagonal().max();
    let weighted = cluster.covariance.times(wz);
    let cross = &weighted * z.transpose();
    let b = (&phi - &cross - cross.transpose() + z * omega * z.transpose()) / unit;
    let lower = cluster.covariance.lower() / unit.sqrt();
    let lost = if cluster.weights.is_none() {
        let leverages = eigen(z.tr_mul(wz)).values;
        leverages.iter().filter(|h| 1.0 - **h <= NOTHING).count()
    } else {
        lost_directions(cluster, &b, unit)
    };
    let product = lower.tr_mul(&b) * &lower;
    if product.iter().any(|x| !x.is_finite()) {
        return Err(RobustError::OutOfRange);
    }
    let Eigen { values, vectors } = eigen(product);
    let floor = values.last().copied().unwrap_or(0.0) * f64::EPSILON;
    let mut half = lower * vectors;
    for (i, (mut column, value)) in half.column_iter_mut().zip(values).enumerate() {
        let kept = i >= lost && value > floor;
        column *= if kept { 1.0 / value.sqrt().sqrt() } else { 0.0 };
    }
    Ok(&half * half.transpose())
}

/// Counts the eigenvalues of L⁻¹BL⁻¹′ that are zero.
fn lost_directions(cluster: &Cluster, b: &Matrix<f64>, unit: f64) -> usize {
    let lower = cluster.covariance.lower() / unit.sqrt();
    let mut left = b.clone();
    if !lower.solve_lower_triangular_mut(&mut left) {
        return 0;
    }
    let mut both = left.transpose();
    if !lower.solve_lower_triangular_mut(&mut both) || both.iter().any(|x| !x.is_finite()) {
        return 0;
    }
    let values = eigen(both).values;
    values.iter().filter(|value| **value <= NOTHING).count()
}
