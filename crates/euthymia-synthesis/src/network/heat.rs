//! Where inconsistency comes from: Q between designs when one design after the other is detached.

use super::block::{Blocks, times};
use super::data::Network;
use super::design::{Design, QTest, decompose, designs};
use super::error::FitError;
use super::fit::{Fit, Model, Options, without_profile};
use super::tau2::Tau2Method;
use crate::pairwise::tau2::GivenTau2;
use euthymia_numerics::linear::{Cholesky, Matrix, Vector, eigen};

/// Q between designs after one design has effects of its own.
#[derive(Clone, Debug, PartialEq)]
pub struct Detached {
    /// The design.
    pub design: Design,
    /// Its own contribution to Q between designs.
    pub contribution: f64,
    /// What is left of Q between designs without it. Its degrees of freedom are fewer by as many
    /// directions as the rest of the network says something about; by none for a design without
    /// which its treatments would not be joined.
    pub without: QTest,
}

/// The numbers of a net heat plot, by design.
#[derive(Clone, Debug, PartialEq)]
pub struct NetHeat {
    /// τ² that weights were formed with.
    pub tau2: f64,
    /// Q between designs at this τ².
    pub between: QTest,
    /// The designs.
    pub detached: Vec<Detached>,
    /// `change[c][d]`: how much the contribution of design c falls when design d is detached; negative
    /// where it rises. On the diagonal stands the contribution itself.
    pub change: Vec<Vec<f64>>,
}

/// The trials of one design taken together.
struct Summary {
    treatments: Vec<usize>,
    /// Their Laplacian.
    block: Vec<f64>,
    /// Pooled values of the arms, 0 for the first.
    values: Vec<f64>,
}

/// Detaches one design after the other from a connected network, with weights at a given τ²: 0 for the
/// common-effect model, or τ² within designs from [`decompose`].
///
/// A design of several arms is one row, the sum of the rows that Krahn and colleagues draw for its
/// contrasts.
///
/// # Errors
/// [`FitError`].
///
/// # References
/// Krahn U, Binder H, König J. BMC Med Res Methodol 2013;13:35.
///
/// # Example
/// ```
/// use euthymia_synthesis::network::{ADDS_UP_WITHIN, Contrast, Network, net_heat};
/// use euthymia_synthesis::pairwise::GivenTau2;
/// let contrast = |study: &str, a: &str, b: &str, estimate| Contrast { study: study.into(),
///     treatment1: a.into(), treatment2: b.into(), estimate, standard_error: 1.0 };
/// let network = Network::from_contrasts(&[contrast("1", "A", "B", 1.0),
///     contrast("2", "B", "C", 1.0), contrast("3", "A", "C", 3.0)], ADDS_UP_WITHIN)?;
/// let heat = net_heat(&network, GivenTau2::new(0.0)?)?;
/// // Each of three equal designs bears a third of Q = 1/3; without one of them nothing is left.
/// assert!((heat.detached[0].contribution - 1.0 / 9.0).abs() < 1e-14);
/// assert_eq!(heat.detached[0].without.df, 0);
/// assert!((heat.change[1][0] - 1.0 / 9.0).abs() < 1e-14);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn net_heat(network: &Network, tau2: GivenTau2) -> Result<NetHeat, FitError> {
    let options = Options {
        model: Model::RandomEffects(Tau2Method::Given(tau2)),
        ..Options::default()
    };
    let fit = without_profile(network, &options)?;
    let df = decompose(network)?.between.df;
    let designs = designs(network);
    let summaries = summaries(network, &designs, tau2.get()).ok_or(FitError::OutOfRange)?;
    let own: Vec<f64> = summaries
        .iter()
        .map(|s| s.contribution(fit.effects()))
        .collect();
    let total = euthymia_numerics::sum::compensated(own.iter().copied());
    let mut change = vec![vec![0.0; designs.len()]; designs.len()];
    let mut detached = Vec::with_capacity(designs.len());
    for (d, design) in designs.into_iter().enumerate() {
        let (effects, directions) = summaries[d].detach(&fit).ok_or(FitError::OutOfRange)?;
        let mut left = 0.0;
        for (c, other) in summaries.iter().enumerate() {
            let after = if c == d {
                0.0
            } else {
                other.contribution(&effects)
            };
            change[c][d] = own[c] - after;
            left += after;
        }
        let df = df.saturating_sub(directions);
        detached.push(Detached {
            design,
            contribution: own[d],
            without: QTest::new(if df > 0 { left } else { 0.0 }, df),
        });
    }
    Ok(NetHeat {
        tau2: tau2.get(),
        between: QTest::new(if df > 0 { total } else { 0.0 }, df),
        detached,
        change,
    })
}

/// Pools the trials of each design.
fn summaries(network: &Network, designs: &[Design], tau2: f64) -> Option<Vec<Summary>> {
    let blocks = Blocks::new(network, tau2)?;
    let by_trial: Vec<_> = blocks.with(network).collect();
    let pool = |design: &Design| {
        let arms = design.treatments.len();
        let mut block = vec![0.0; arms * arms];
        let mut scores = vec![0.0; arms];
        for at in &design.trials {
            let (trial, own) = by_trial.get(*at)?;
            let place = |arm: &usize| design.treatments.binary_search(arm).ok();
            let places: Vec<usize> = trial.arms().iter().map(place).collect::<Option<_>>()?;
            for (i, score) in times(own, trial.values()).into_iter().enumerate() {
                scores[places[i]] += score;
                for (j, place) in places.iter().enumerate() {
                    block[places[i] * arms + place] += own[i * arms + j];
                }
            }
        }
        let factor = Cholesky::new(below_first(&block, arms)).ok()?;
        let pooled = factor.solve_vector(&Vector::from_column_slice(&scores[1..]));
        Some(Summary {
            treatments: design.treatments.clone(),
            block,
            values: std::iter::once(0.0).chain(pooled.iter().copied()).collect(),
        })
    };
    designs.iter().map(pool).collect()
}

/// The precision of the differences from the first arm.
fn below_first(block: &[f64], arms: usize) -> Matrix<f64> {
    Matrix::from_fn(arms - 1, arms - 1, |i, j| block[(i + 1) * arms + j + 1])
}

impl Summary {
    /// What the arms lie above the values of their treatments.
    fn residuals(&self, effects: &[f64]) -> Vec<f64> {
        let arms = self.treatments.iter().zip(&self.values);
        arms.map(|(treatment, value)| value - effects[*treatment])
            .collect()
    }

    fn contribution(&self, effects: &[f64]) -> f64 {
        let residuals = self.residuals(effects);
        let flows = times(&self.block, &residuals);
        flows
            .iter()
            .zip(&residuals)
            .map(|(f, r)| f * r)
            .sum::<f64>()
            .max(0.0)
    }

    /// The effects of the network without this design, and the number of directions in which it says
    /// something about the design.
    ///
    /// With W = KK′ the precision of the design, X its contrasts and H = K′XL⁺X′K, the effects are
    /// θ̂ − L⁺X′K(I − H)⁺K′e, e its residuals. H has eigenvalue 1 where all evidence is the design's.
    fn detach(&self, fit: &Fit) -> Option<(Vec<f64>, usize)> {
        let arms = self.treatments.len();
        let root = Cholesky::new(below_first(&self.block, arms)).ok()?.lower();
        let g = fit.covariance();
        let first = self.treatments[0];
        // Columns of L⁺X′.
        let columns = Matrix::from_fn(g.nrows(), arms - 1, |i, j| {
            g[(i, self.treatments[j + 1])] - g[(i, first)]
        });
        let spread = Matrix::from_fn(arms - 1, arms - 1, |i, j| {
            columns[(self.treatments[i + 1], j)] - columns[(first, j)]
        });
        let found = eigen(root.transpose() * spread * &root);
        let residuals = self.residuals(fit.effects());
        let e = Vector::from_fn(arms - 1, |i, _| residuals[i + 1] - residuals[0]);
        let turned = found.vectors.transpose() * (root.transpose() * e);
        let free = |value: f64| 1.0 - value > 1e-9;
        let scaled = Vector::from_fn(arms - 1, |i, _| {
            let value = found.values[i];
            if free(value) {
                turned[i] / (1.0 - value)
            } else {
                0.0
            }
        });
        let shift = columns * (root * (found.vectors * scaled));
        let effects = fit.effects().iter().zip(shift.iter()).map(|(x, s)| x - s);
        let directions = found.values.iter().filter(|value| free(**value)).count();
        Some((effects.collect(), directions))
    }
}
