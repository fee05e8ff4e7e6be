//! How evidence flows through a network: the rows of the hat matrix, as currents.

use super::block::Blocks;
use super::fit::Fit;
use std::collections::BTreeMap;

/// The direct comparisons of a fitted network with their weights.
#[derive(Clone, Debug, PartialEq)]
pub struct Flows<'a> {
    fit: &'a Fit,
    /// Compared pairs, the smaller place first, with the weights of the network in which every trial is
    /// replaced by independent comparisons of two arms.
    edges: Vec<((usize, usize), f64)>,
}

/// The evidence for one comparison as a flow from one treatment to the other.
#[derive(Clone, Debug, PartialEq)]
pub struct EvidenceFlow {
    /// The treatments compared.
    pub treatments: (usize, usize),
    /// What flows along each direct comparison, in the order of [`Flows::comparisons`]; positive from
    /// its first treatment to its second. The network estimate is the sum of the direct ones times
    /// these.
    pub along: Vec<f64>,
}

/// Why there is no flow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FlowError {
    /// A treatment is compared with itself or does not exist.
    #[error("treatments {0} and {1} are no pair of this network")]
    NoPair(usize, usize),
    /// The covariances of trials of several arms give a comparison a negative weight, so that its
    /// evidence runs in a circle.
    #[error(
        "the comparison of treatments {0} and {1} has a negative weight, so that evidence has no paths: \
         check the covariances of the trials with both"
    )]
    NegativeWeight(usize, usize),
    /// The weights are beyond what doubles can hold.
    #[error("the weights are beyond what numbers can hold: check units")]
    OutOfRange,
}

/// Prepares the flows of a fitted network.
///
/// # Errors
/// [`FlowError::NegativeWeight`], [`FlowError::OutOfRange`].
///
/// # References
/// Rücker G. Res Synth Methods 2012;3:312–324. König J, Krahn U, Binder H. Stat Med
/// 2013;32:5414–5429.
pub fn flows(fit: &Fit) -> Result<Flows<'_>, FlowError> {
    let blocks = Blocks::new(&fit.network, fit.tau2_used()).ok_or(FlowError::OutOfRange)?;
    let mut weights: BTreeMap<(usize, usize), f64> = BTreeMap::new();
    for (trial, block) in blocks.with(&fit.network) {
        let arms = trial.arms();
        for (i, a) in arms.iter().enumerate() {
            for (j, b) in arms.iter().enumerate().skip(i + 1) {
                let pair = (*a.min(b), *a.max(b));
                *weights.entry(pair).or_insert(0.0) -= block[i * arms.len() + j];
            }
        }
    }
    let largest = weights.values().fold(0.0_f64, |high, w| high.max(*w));
    for ((a, b), weight) in &mut weights {
        if *weight < -1e-9 * largest {
            return Err(FlowError::NegativeWeight(*a, *b));
        }
        *weight = weight.max(0.0);
    }
    Ok(Flows {
        fit,
        edges: weights.into_iter().collect(),
    })
}

/// Returns the flow for one comparison: [`Flows::between`] for a single use.
///
/// # Errors
/// [`FlowError`].
pub fn flow(fit: &Fit, one: usize, other: usize) -> Result<EvidenceFlow, FlowError> {
    flows(fit)?.between(one, other)
}

impl Flows<'_> {
    /// The direct comparisons, the smaller place first.
    pub fn comparisons(&self) -> impl ExactSizeIterator<Item = (usize, usize)> + '_ {
        self.edges.iter().map(|(pair, _)| *pair)
    }

    /// Number of treatments.
    pub(crate) fn treatments(&self) -> usize {
        self.fit.effects().len()
    }

    /// The flow for treatment `one` less treatment `other`.
    ///
    /// # Errors
    /// [`FlowError::NoPair`].
    ///
    /// # Example
    /// ```
    /// use euthymia_synthesis::network::{self, ADDS_UP_WITHIN, Contrast, Network, Options};
    /// let contrast = |study: &str, a: &str, b: &str| Contrast { study: study.into(),
    ///     treatment1: a.into(), treatment2: b.into(), estimate: 1.0, standard_error: 1.0 };
    /// let network = Network::from_contrasts(&[contrast("1", "A", "B"), contrast("2", "B", "C"),
    ///     contrast("3", "A", "C")], ADDS_UP_WITHIN)?;
    /// let options = Options { model: network::Model::CommonEffect, ..Options::default() };
    /// let flow = network::flow(&network::fit(&network, &options)?, 0, 1)?;
    /// // AB 2/3 directly; 1/3 by AC and CB.
    /// for (found, exact) in flow.along.iter().zip([2.0 / 3.0, 1.0 / 3.0, -1.0 / 3.0]) {
    ///     assert!((found - exact).abs() < 1e-15);
    /// }
    /// assert!((flow.mean_path_length() - 4.0 / 3.0).abs() < 1e-15);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn between(&self, one: usize, other: usize) -> Result<EvidenceFlow, FlowError> {
        let n = self.treatments();
        if one == other || one >= n || other >= n {
            return Err(FlowError::NoPair(one, other));
        }
        let g = self.fit.covariance();
        let potential = |at: usize| g[(at, one)] - g[(at, other)];
        let current = |((a, b), weight): &((usize, usize), f64)| {
            let current = weight * (potential(*a) - potential(*b));
            // A flow of rounding errors is none.
            if current.abs() < 1e-12 { 0.0 } else { current }
        };
        Ok(EvidenceFlow {
            treatments: (one, other),
            along: self.edges.iter().map(current).collect(),
        })
    }
}

impl EvidenceFlow {
    /// The mean number of comparisons that evidence runs through, 1 for direct evidence alone.
    #[must_use]
    pub fn mean_path_length(&self) -> f64 {
        euthymia_numerics::sum::compensated(self.along.iter().map(|x| x.abs()))
    }

    /// One over the largest flow: at least so many independent paths share the evidence.
    #[must_use]
    pub fn minimal_parallelism(&self) -> f64 {
        1.0 / self.along.iter().fold(0.0_f64, |high, x| high.max(x.abs()))
    }
}
