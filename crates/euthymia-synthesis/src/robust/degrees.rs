//! Moments of the robust variance under the working model, and the degrees of freedom they give.

use euthymia_numerics::linear::{Cholesky, Matrix};

/// What one cluster adds to the moments, in the coordinates of the basis.
///
/// With a_g = A_g′W_gZ_g, the influence vectors γ_g = (I−H)_g′a_g have products
/// γ_g′Φγ_h = δ_gh product_g − moves_g′ · middle · moves_h: a diagonal less a matrix of low rank, so
/// that no sum over pairs of clusters is ever formed.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Piece {
    /// a_g′Φ_ga_g.
    pub(super) product: Matrix<f64>,
    /// Z_g′a_g; below it, with weights of their own, Z_g′W_gΦ_ga_g.
    pub(super) moves: Matrix<f64>,
}

/// The pieces of all clusters.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Moments {
    pub(super) pieces: Vec<Piece>,
    pub(super) middle: Matrix<f64>,
}

impl Moments {
    /// Returns the degrees of freedom η = q(q+1) / Σ Var(d_st) of the robust variance of q contrasts,
    /// where d is that variance standardised to the expectation I. For q = 1 this is Satterthwaite's
    /// 2E²/Var.
    ///
    /// `contrasts` has a column for each contrast, in the coordinates of the basis. `None` where a
    /// contrast has no variance, or the contrasts are dependent.
    pub(super) fn degrees(&self, contrasts: &Matrix<f64>) -> Option<f64> {
        let q = contrasts.ncols() as f64;
        let expected = self.expectation(contrasts);
        let size = expected.diagonal().max();
        if !(size > 0.0 && size.is_finite()) {
            return None;
        }
        let factor = Cholesky::new(expected).ok()?;
        let standard = factor.whiten(&contrasts.transpose()).transpose();
        let total = self.total_variance(&standard);
        (total > 0.0 && total.is_finite()).then(|| q * (q + 1.0) / total)
    }

    /// E of the variance of the contrasts.
    pub(super) fn expectation(&self, contrasts: &Matrix<f64>) -> Matrix<f64> {
        let q = contrasts.ncols();
        let mut sum = Matrix::zeros(q, q);
        for piece in &self.pieces {
            let moves = &piece.moves * contrasts;
            sum += contrasts.tr_mul(&(&piece.product * contrasts));
            sum -= moves.tr_mul(&(&self.middle * &moves));
        }
        sum
    }

    /// Σ over s and t of Var(d_st) = Σ_gh (p_ss p_tt + p_st p_ts), with p_st = γ_sg′Φγ_th.
    fn total_variance(&self, contrasts: &Matrix<f64>) -> f64 {
        let q = contrasts.ncols();
        let m = self.middle.ncols();
        let mut shared = vec![Matrix::zeros(m, m); q * q];
        let mut within = 0.0;
        for piece in &self.pieces {
            let moves = &piece.moves * contrasts;
            let d = contrasts.tr_mul(&(&piece.product * contrasts));
            let k = moves.tr_mul(&(&self.middle * &moves));
            for s in 0..q {
                for t in 0..q {
                    within += d[(s, s)] * d[(t, t)] - d[(s, s)] * k[(t, t)] - k[(s, s)] * d[(t, t)];
                    within += d[(s, t)] * (d[(s, t)] - 2.0 * k[(s, t)]);
                    shared[s * q + t].ger(1.0, &moves.column(s), &moves.column(t), 1.0);
                }
            }
        }
        let mut between = 0.0;
        for s in 0..q {
            for t in 0..q {
                let (st, ts) = (&shared[s * q + t], &shared[t * q + s]);
                let (left, right) = (&self.middle * st, &self.middle * ts);
                between += (left * &right).trace() + (&right * &right).trace();
            }
        }
        within + between
    }
}
