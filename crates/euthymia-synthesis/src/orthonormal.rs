//! Coordinates in which the columns of a design are orthonormal.

use euthymia_numerics::linear::{Cholesky, Matrix};

/// A squared pivot of the scaled Gram matrix below this means dependent columns.
const DEPENDENT: f64 = 1e-13;

/// Returns S with S′(gram)S = I, by the Cholesky factor of the matrix scaled to a unit diagonal; `None`
/// where the columns are dependent.
///
/// One pass loses as many digits as the columns are alike; a second pass on the new columns restores
/// them (Cholesky QR2).
pub(crate) fn whitening(gram: &Matrix<f64>) -> Option<Matrix<f64>> {
    let p = gram.ncols();
    let scale: Vec<f64> = (0..p).map(|j| 1.0 / gram[(j, j)].sqrt()).collect();
    if scale.iter().any(|s| !(s.is_finite() && *s > 0.0)) {
        return None;
    }
    let scaled = Matrix::from_fn(p, p, |i, j| gram[(i, j)] * scale[i] * scale[j]);
    let factor = Cholesky::new(scaled).ok()?;
    let pivots = factor.lower().diagonal();
    if pivots.iter().any(|pivot| pivot * pivot < DEPENDENT) {
        return None;
    }
    let inverse = factor.whiten(&Matrix::identity(p, p));
    Some(Matrix::from_fn(p, p, |i, j| inverse[(j, i)] * scale[i]))
}

/// Returns S with (XS)′(XS) = I; `None` where the columns are dependent.
pub(crate) fn basis(x: &Matrix<f64>) -> Option<Matrix<f64>> {
    let first = whitening(&x.tr_mul(x))?;
    let z = x * &first;
    let second = whitening(&z.tr_mul(&z))?;
    Some(first * second)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_and_an_intercept_become_orthonormal() {
        let x = Matrix::from_fn(50, 2, |i, j| if j == 0 { 1.0 } else { 2000.0 + i as f64 });
        let z = &x * basis(&x).unwrap();
        assert!((z.tr_mul(&z) - Matrix::identity(2, 2)).amax() < 1e-12);
    }

    #[test]
    fn equal_columns_have_no_basis() {
        assert_eq!(basis(&Matrix::repeat(4, 2, 3.0)), None);
    }
}
