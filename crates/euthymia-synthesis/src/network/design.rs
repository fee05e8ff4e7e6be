//! Designs, and Q in its parts: within designs and between them.
//!
//! A design is the set of treatments that a trial compares. Trials of one design differ by
//! heterogeneity alone; designs differ also where direct and indirect evidence disagree.

use super::data::Network;
use super::error::FitError;
use super::system::System;
use super::tau2::moments;
use euthymia_numerics::chi_squared;
use euthymia_numerics::sum::compensated;
use std::collections::BTreeMap;

/// Trials that compare the same treatments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Design {
    /// The treatments, ascending, as places in [`Network::treatments`].
    pub treatments: Vec<usize>,
    /// The trials, as places in [`Network::trials`].
    pub trials: Vec<usize>,
}

/// A Q with its degrees of freedom.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct QTest {
    /// The statistic, ≥ 0.
    pub q: f64,
    /// Degrees of freedom.
    pub df: usize,
    /// p-value from the chi-squared survival function; `None` without a degree of freedom.
    pub p_value: Option<f64>,
}

/// Q within one design.
#[derive(Clone, Debug, PartialEq)]
pub struct DesignQ {
    /// The design.
    pub design: Design,
    /// How much its trials differ.
    pub within: QTest,
}

/// Inconsistency when trials of one design may differ: the design-by-treatment interaction.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BetweenRandom {
    /// τ² within designs, by the method of moments on the full interaction model.
    pub tau2_within: f64,
    /// Q between designs with weights at this τ².
    pub between: QTest,
}

/// Q in its parts.
#[derive(Clone, Debug, PartialEq)]
pub struct Decomposition {
    /// Q of the network.
    pub total: QTest,
    /// Heterogeneity: the sum over designs.
    pub within: QTest,
    /// Inconsistency: the rest.
    pub between: QTest,
    /// Inconsistency under random effects.
    pub between_random: BetweenRandom,
    /// Each design, in the order in which it first occurs.
    pub designs: Vec<DesignQ>,
}

impl QTest {
    /// Puts a statistic with its p-value.
    pub(crate) fn new(q: f64, df: usize) -> Self {
        Self {
            q,
            df,
            p_value: (df > 0).then(|| chi_squared::sf(q, df as f64)),
        }
    }
}

/// The designs of a network, in the order in which they first occur.
#[must_use]
pub fn designs(network: &Network) -> Vec<Design> {
    let mut known: BTreeMap<Vec<usize>, usize> = BTreeMap::new();
    let mut designs: Vec<Design> = Vec::new();
    for (at, trial) in network.trials().iter().enumerate() {
        let mut treatments = trial.arms().to_vec();
        treatments.sort_unstable();
        let place = *known.entry(treatments.clone()).or_insert_with(|| {
            designs.push(Design {
                treatments,
                trials: Vec::new(),
            });
            designs.len() - 1
        });
        designs[place].trials.push(at);
    }
    designs
}

/// Splits the Q of a connected network into Q within designs and Q between designs.
///
/// Q between designs compares the network with the full design-by-treatment interaction model, in which
/// every design has effects of its own. Under random effects τ² is estimated within designs by
/// moments, and Q between designs is Q(τ²) of the network less that of the designs.
///
/// # Errors
/// [`FitError`].
///
/// # References
/// Krahn U, Binder H, König J. BMC Med Res Methodol 2013;13:35. Higgins JPT et al. Res Synth Methods
/// 2012;3:98–110 (interaction model). Jackson D et al. Stat Med 2014;33:3639–3654.
///
/// # Example
/// ```
/// use euthymia_synthesis::network::{ADDS_UP_WITHIN, Contrast, Network, decompose};
/// let contrast = |study: &str, a: &str, b: &str, estimate| Contrast { study: study.into(),
///     treatment1: a.into(), treatment2: b.into(), estimate, standard_error: 1.0 };
/// let network = Network::from_contrasts(&[contrast("1", "A", "B", 1.0),
///     contrast("2", "B", "C", 1.0), contrast("3", "A", "C", 3.0)], ADDS_UP_WITHIN)?;
/// let parts = decompose(&network)?;
/// // One trial of each design: all of Q = 1/3 is between.
/// assert_eq!(parts.within.df, 0);
/// assert!((parts.between.q - 1.0 / 3.0).abs() < 1e-14);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn decompose(network: &Network) -> Result<Decomposition, FitError> {
    let system = System::new(network)?;
    let designs = designs(network);
    let parts: Vec<Network> = designs
        .iter()
        .filter_map(|design| network.of_trials(&design.trials))
        .collect();
    let systems: Vec<System<'_>> = parts.iter().map(System::new).collect::<Result<_, _>>()?;
    let total = QTest::new(system.at(0.0)?.q, system.df());
    let (mut within, mut traces) = (Vec::with_capacity(systems.len()), Vec::new());
    for (design, own) in designs.into_iter().zip(&systems) {
        let at = own.at(0.0)?;
        if own.df() > 0 {
            traces.push(at.restricted_trace());
        }
        // A single trial fits itself, but for rounding.
        let q = if own.df() > 0 { at.q } else { 0.0 };
        within.push(DesignQ {
            design,
            within: QTest::new(q, own.df()),
        });
    }
    let sum = compensated(within.iter().map(|d| d.within.q));
    let df_within: usize = within.iter().map(|d| d.within.df).sum();
    let df_between = total.df.saturating_sub(df_within);
    let tau2_within = if df_within > 0 {
        moments(sum, df_within, compensated(traces))?.value
    } else {
        0.0
    };
    let mut q_random = system.at(tau2_within)?.q;
    for own in systems.iter().filter(|own| own.df() > 0) {
        q_random -= own.at(tau2_within)?.q;
    }
    let between = |q: f64| QTest::new(if df_between > 0 { q.max(0.0) } else { 0.0 }, df_between);
    Ok(Decomposition {
        within: QTest::new(sum, df_within),
        between: between(total.q - sum),
        total,
        between_random: BetweenRandom {
            tau2_within,
            between: between(q_random),
        },
        designs: within,
    })
}
