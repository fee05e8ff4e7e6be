//! How much each trial contributes to each network estimate.

use crate::network::block::Blocks;
use crate::network::contribution::{ContributionMethod, contribution};
use crate::network::fit::Fit;
use crate::network::flow::{FlowError, Flows, flows};
use std::collections::BTreeMap;

/// The trials of a fitted network with their parts in its direct comparisons.
#[derive(Clone, Debug, PartialEq)]
pub struct TrialShares<'a> {
    flows: Flows<'a>,
    method: ContributionMethod,
    /// For each direct comparison: trials with their shares of its weight.
    parts: Vec<Vec<(usize, f64)>>,
    trials: usize,
}

/// Prepares the contributions of trials: that of a direct comparison, divided among its trials by their
/// weights. A trial of several arms counts in each of its comparisons with the weight that it has there
/// when it is replaced by independent comparisons of two arms.
///
/// # Errors
/// [`FlowError`], also where one trial has a negative weight in a comparison.
///
/// # References
/// Papakonstantinou T et al. F1000Research 2018;7:610.
///
/// # Example
/// ```
/// use euthymia_synthesis::network::certainty::trial_shares;
/// use euthymia_synthesis::network::contribution::ContributionMethod;
/// use euthymia_synthesis::network::{self, ADDS_UP_WITHIN, Contrast, Network, Options};
/// let contrast = |study: &str, a: &str, b: &str, se| Contrast { study: study.into(),
///     treatment1: a.into(), treatment2: b.into(), estimate: 1.0, standard_error: se };
/// // Two trials of A − B with weights 1/2 each, one of B − C and one of A − C.
/// let network = Network::from_contrasts(&[contrast("1", "A", "B", 2.0_f64.sqrt()),
///     contrast("2", "A", "B", 2.0_f64.sqrt()), contrast("3", "B", "C", 1.0),
///     contrast("4", "A", "C", 1.0)], ADDS_UP_WITHIN)?;
/// let options = Options { model: network::Model::CommonEffect, ..Options::default() };
/// let fit = network::fit(&network, &options)?;
/// let shares = trial_shares(&fit, ContributionMethod::RandomWalk)?.of(0, 1)?;
/// // 2/3 directly, in equal parts, and 1/3 by way of C through two comparisons.
/// for (found, exact) in shares.iter().zip([1.0 / 3.0, 1.0 / 3.0, 1.0 / 6.0, 1.0 / 6.0]) {
///     assert!((found - exact).abs() < 1e-14);
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn trial_shares(fit: &Fit, method: ContributionMethod) -> Result<TrialShares<'_>, FlowError> {
    let flows = flows(fit)?;
    let blocks = Blocks::new(&fit.network, fit.tau2_used()).ok_or(FlowError::OutOfRange)?;
    let mut weights: BTreeMap<(usize, usize), Vec<(usize, f64)>> = BTreeMap::new();
    for (at, (trial, block)) in blocks.with(&fit.network).enumerate() {
        let arms = trial.arms();
        for (i, a) in arms.iter().enumerate() {
            for (j, b) in arms.iter().enumerate().skip(i + 1) {
                let pair = (*a.min(b), *a.max(b));
                let weight = -block[i * arms.len() + j];
                weights.entry(pair).or_default().push((at, weight));
            }
        }
    }
    let parts = flows
        .comparisons()
        .map(|pair| divided(pair, weights.remove(&pair).unwrap_or_default()))
        .collect::<Result<_, _>>()?;
    Ok(TrialShares {
        flows,
        method,
        parts,
        trials: fit.network.trials().len(),
    })
}

/// Weights as shares of their sum.
fn divided(
    (a, b): (usize, usize),
    mut weights: Vec<(usize, f64)>,
) -> Result<Vec<(usize, f64)>, FlowError> {
    let largest = weights
        .iter()
        .fold(0.0_f64, |high, (_, w)| high.max(w.abs()));
    for (_, weight) in &mut weights {
        if *weight < -1e-9 * largest {
            return Err(FlowError::NegativeWeight(a, b));
        }
        *weight = weight.max(0.0);
    }
    let total = euthymia_numerics::sum::compensated(weights.iter().map(|(_, w)| *w));
    if total > 0.0 {
        for (_, weight) in &mut weights {
            *weight /= total;
        }
    }
    Ok(weights)
}

impl TrialShares<'_> {
    /// How flows were taken apart.
    #[must_use]
    pub fn method(&self) -> ContributionMethod {
        self.method
    }

    /// The shares of all trials in the estimate of a pair; they sum to one.
    ///
    /// # Errors
    /// [`FlowError::NoPair`].
    pub fn of(&self, one: usize, other: usize) -> Result<Vec<f64>, FlowError> {
        let direct = contribution(&self.flows, one, other, self.method)?;
        let mut shares = vec![0.0; self.trials];
        for (share, parts) in direct.iter().zip(&self.parts) {
            for (trial, part) in parts {
                shares[*trial] += share * part;
            }
        }
        Ok(shares)
    }
}
