//! Direct evidence apart from indirect, comparison by comparison.

use super::data::Network;
use super::fit::Fit;
use euthymia_numerics::normal;
use std::collections::BTreeMap;

/// An estimate with its standard error.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Evidence {
    /// The estimate.
    pub estimate: f64,
    /// Its standard error.
    pub standard_error: f64,
}

/// One comparison, by what bears on it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Split {
    /// The treatments, the smaller place first; estimates are the first less the second.
    pub treatments: (usize, usize),
    /// Trials with both treatments.
    pub trials: usize,
    /// What the network says.
    pub network: Evidence,
    /// What trials with both treatments say; `None` where there is none.
    pub direct: Option<Evidence>,
    /// What the rest says; `None` where all evidence is direct.
    pub indirect: Option<Evidence>,
    /// The share of direct evidence: the variance of the network over that of the direct estimate, in
    /// [0, 1].
    pub proportion_direct: f64,
    /// Direct less indirect; `None` where either is missing.
    pub difference: Option<Difference>,
}

/// Direct less indirect.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Difference {
    /// The estimate.
    pub estimate: f64,
    /// Its standard error.
    pub standard_error: f64,
    /// Estimate over standard error.
    pub statistic: f64,
    /// Two-sided p-value for no difference, from the normal distribution.
    pub p_value: f64,
}

/// A share of indirect evidence below this is rounding.
const NO_INDIRECT: f64 = 1e-9;

/// Separates direct from indirect evidence by back-calculation, for every pair of treatments.
///
/// With τ² of the fit, the direct estimate of a comparison weights the trials that have both
/// treatments by 1/(v + τ²), a trial of several arms by its contrast alone. The network estimate is
/// their precision-weighted mean with an independent indirect estimate, which therefore has precision
/// 1/v_net − 1/v_dir. Also known as: SIDE, back-calculation method.
///
/// # References
/// König J, Krahn U, Binder H. Stat Med 2013;32:5414–5429 (share of direct evidence). Dias S et al.
/// Stat Med 2010;29:932–944 (§3.1).
///
/// # Example
/// ```
/// use euthymia_synthesis::network::{self, ADDS_UP_WITHIN, Contrast, Model, Network, Options};
/// let contrast = |study: &str, a: &str, b: &str, estimate| Contrast { study: study.into(),
///     treatment1: a.into(), treatment2: b.into(), estimate, standard_error: 1.0 };
/// let network = Network::from_contrasts(&[contrast("1", "A", "B", 1.0),
///     contrast("2", "B", "C", 1.0), contrast("3", "A", "C", 3.0)], ADDS_UP_WITHIN)?;
/// let fit = network::fit(&network, &Options { model: Model::CommonEffect, ..Options::default() })?;
/// let split = network::splits(&fit)[0];
/// // A − B is 1 directly and 3 − 1 = 2 by way of C.
/// let indirect = split.indirect.ok_or("a loop has indirect evidence")?;
/// assert!((indirect.estimate - 2.0).abs() < 1e-14);
/// assert!((split.proportion_direct - 2.0 / 3.0).abs() < 1e-14);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn splits(fit: &Fit) -> Vec<Split> {
    let direct = direct_estimates(&fit.network, fit.tau2_used());
    let pairs = fit.league().map(|(pair, comparison)| {
        let network = Evidence {
            estimate: comparison.estimate,
            standard_error: comparison.standard_error,
        };
        match direct.get(&pair) {
            Some(pooled) => both(pair, network, pooled),
            None => Split {
                treatments: pair,
                trials: 0,
                network,
                direct: None,
                indirect: Some(network),
                proportion_direct: 0.0,
                difference: None,
            },
        }
    });
    pairs.collect()
}

/// Trials with both treatments, pooled.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Pooled {
    trials: usize,
    weight: f64,
    weighted: f64,
}

impl Pooled {
    /// The weighted mean.
    pub(crate) fn estimate(&self) -> f64 {
        self.weighted / self.weight
    }
}

/// The direct estimates of all pairs that were compared, the smaller place first.
pub(crate) fn direct_estimates(network: &Network, tau2: f64) -> BTreeMap<(usize, usize), Pooled> {
    let mut pooled: BTreeMap<(usize, usize), Pooled> = BTreeMap::new();
    for trial in network.trials() {
        let arms = trial.arms();
        for i in 0..arms.len() {
            for j in i + 1..arms.len() {
                let (a, b) = if arms[i] < arms[j] { (i, j) } else { (j, i) };
                let weight = 1.0 / (trial.variance(a, b) + tau2);
                let own = pooled.entry((arms[a], arms[b])).or_default();
                own.trials += 1;
                own.weight += weight;
                own.weighted += weight * (trial.values()[a] - trial.values()[b]);
            }
        }
    }
    pooled
}

fn both(treatments: (usize, usize), network: Evidence, pooled: &Pooled) -> Split {
    let direct = Evidence {
        estimate: pooled.estimate(),
        standard_error: (1.0 / pooled.weight).sqrt(),
    };
    let precision = network.standard_error.powi(-2);
    let rest = precision - pooled.weight;
    let proportion = (pooled.weight / precision).min(1.0);
    let indirect = (1.0 - proportion > NO_INDIRECT).then(|| Evidence {
        estimate: (network.estimate * precision - pooled.weighted) / rest,
        standard_error: (1.0 / rest).sqrt(),
    });
    Split {
        treatments,
        trials: pooled.trials,
        network,
        direct: Some(direct),
        indirect,
        proportion_direct: proportion,
        difference: indirect.map(|indirect| difference(&direct, &indirect)),
    }
}

fn difference(direct: &Evidence, indirect: &Evidence) -> Difference {
    let estimate = direct.estimate - indirect.estimate;
    let standard_error = direct.standard_error.hypot(indirect.standard_error);
    let statistic = estimate / standard_error;
    Difference {
        estimate,
        standard_error,
        statistic,
        p_value: normal::two_sided_p(statistic),
    }
}
