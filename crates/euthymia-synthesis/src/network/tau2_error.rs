//! The standard error of τ̂².
//!
//! With P = W − WX(X′WX)⁻¹X′W and Σ₀ the covariance that τ² = 1 adds, the expected information about τ²
//! is ½tr(PΣ₀PΣ₀) for REML and ½tr(WΣ₀WΣ₀) for maximum likelihood; the variance of Q of normal
//! estimates is 2tr(PΣPΣ) with P at τ² = 0 and Σ = V + τ²Σ₀, from which that of the moment estimate
//! follows. Between arms Σ₀ is I/2.

use super::block::{square, times, trace, trace_with};
use super::system::Solution;
use super::tau2::{Tau2, Tau2Method};
use euthymia_numerics::linear::Matrix;
use euthymia_numerics::sum::{Compensated, compensated};

/// The large-sample standard error, from the solutions at τ̂² and at τ² = 0; `None` for a given τ².
///
/// Harville DA. J Am Stat Assoc 1977;72:320–338 (expected information). Biggerstaff BJ, Tweedie RL. Stat
/// Med 1997;16:753–768 (moments).
pub(crate) fn standard_error(
    tau2: &Tau2,
    fitted: &Solution<'_>,
    common: &Solution<'_>,
) -> Option<f64> {
    let found = match tau2.method {
        Tau2Method::Given(_) => return None,
        Tau2Method::MaximumLikelihood => (2.0 / full_information(fitted)).sqrt(),
        Tau2Method::Reml => (2.0 / restricted_information(fitted)).sqrt(),
        Tau2Method::DerSimonianLaird => {
            let rate = common.restricted_trace();
            let square = restricted_information(common);
            let t = tau2.value;
            let half = common.df() as f64 + 2.0 * t * rate + t * t * square;
            (2.0 * half).sqrt() / rate
        }
    };
    found.is_finite().then_some(found)
}

/// tr(WΣ₀WΣ₀) = ¼Σ tr L_t².
fn full_information(at: &Solution<'_>) -> f64 {
    let own = at.blocks().map(|(trial, block)| {
        let arms = trial.arms().len();
        trace(&square(block, arms), arms)
    });
    0.25 * compensated(own)
}

/// tr(PΣ₀PΣ₀) = ¼(Σ tr L_t² − 2Σ tr(GL_t³) + tr(GSGS)) with G the covariances and S = ΣL_t².
fn restricted_information(at: &Solution<'_>) -> f64 {
    let covariance = at.covariance();
    let variance =
        |a: usize, b: usize| covariance[(a, a)] + covariance[(b, b)] - 2.0 * covariance[(a, b)];
    let n = covariance.nrows();
    let mut product = Matrix::zeros(n, n);
    let mut sum = Compensated::default();
    for (trial, block) in at.blocks() {
        let arms = trial.arms();
        let squared = square(block, arms.len());
        let cubed: Vec<f64> = (0..arms.len())
            .flat_map(|i| times(block, &squared[i * arms.len()..(i + 1) * arms.len()]))
            .collect();
        sum.add(trace(&squared, arms.len()));
        sum.add(-2.0 * trace_with(trial, &cubed, variance));
        for (i, from) in arms.iter().enumerate() {
            for (j, to) in arms.iter().enumerate() {
                let weight = squared[i * arms.len() + j];
                product
                    .column_mut(*to)
                    .axpy(weight, &covariance.column(*from), 1.0);
            }
        }
    }
    let turned = product.transpose();
    sum.add(compensated(
        product.iter().zip(turned.iter()).map(|(a, b)| a * b),
    ));
    0.25 * sum.value()
}
