//! Outcomes that several tests share.

use euthymia_numerics::Probability;
use euthymia_numerics::linear::Matrix;
use euthymia_synthesis::network::benefit_risk::{Measured, Outcome};
use euthymia_synthesis::network::{Better, Draws, Estimates};

pub(crate) const LEVEL: Probability = Probability::NINETY_FIVE;

/// As many draws as the tolerance for seeded draws is meant for.
pub(crate) const DRAWS: Draws = Draws {
    count: 200_000,
    seed: 20,
    threads: 2,
};

/// An outcome whose effects are differences from the first treatment, A, with these covariances of the
/// others.
pub(crate) fn outcome(name: &str, effects: &[f64], v: &[f64], better: Better) -> Outcome {
    let n = effects.len();
    let covariance = Matrix::from_fn(n + 1, n + 1, |i, j| match (i, j) {
        (0, _) | (_, 0) => 0.0,
        _ => v[(i - 1) * n + j - 1],
    });
    let labels = "ABCDEFGH".chars().take(n + 1).map(String::from).collect();
    let values = std::iter::once(0.0)
        .chain(effects.iter().copied())
        .collect();
    Outcome {
        name: name.into(),
        estimates: Estimates::new(labels, values, covariance, LEVEL).unwrap(),
        better,
        measured: Measured::Difference,
    }
}

/// An outcome that is all but certain.
pub(crate) fn certain(name: &str, effects: &[f64], better: Better) -> Outcome {
    let n = effects.len();
    let v: Vec<f64> = (0..n * n)
        .map(|at| if at % (n + 1) == 0 { 1e-24 } else { 0.0 })
        .collect();
    outcome(name, effects, &v, better)
}
