//! What each trial says beside the direct summary of its comparison: the points of a
//! comparison-adjusted funnel plot.

use super::fit::Fit;
use super::split::direct_estimates;

/// One contrast of a trial, turned the way the order says and centred at its comparison.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Adjusted {
    /// The trial, as a place in [`Network::trials`](super::Network::trials).
    pub trial: usize,
    /// The treatments: the first stands before the second in the order.
    pub treatments: (usize, usize),
    /// First less second.
    pub estimate: f64,
    /// Its standard error.
    pub standard_error: f64,
    /// The estimate less the direct estimate of the same comparison, with the weights of the fit.
    pub centred: f64,
}

/// Returns every contrast of every trial less the direct estimate of its comparison.
///
/// `order` lists all treatments, as places, from the one expected to be favoured by small trials (such
/// as the newest) to the one expected to lose; a funnel without a meaningful order means nothing.
/// `None` when `order` is not each treatment once.
///
/// # References
/// Chaimani A, Salanti G. Res Synth Methods 2012;3:161–176.
///
/// # Example
/// ```
/// use euthymia_synthesis::network::{self, ADDS_UP_WITHIN, Contrast, Model, Network, Options};
/// let contrast = |study: &str, estimate| Contrast { study: study.into(), treatment1: "A".into(),
///     treatment2: "B".into(), estimate, standard_error: 1.0 };
/// let network = Network::from_contrasts(&[contrast("1", 1.0), contrast("2", 3.0)], ADDS_UP_WITHIN)?;
/// let fit = network::fit(&network, &Options { model: Model::CommonEffect, ..Options::default() })?;
/// // B before A: the estimates are −1 and −3 about −2.
/// let points = network::comparison_adjusted(&fit, &[1, 0]).ok_or("an order of all")?;
/// assert_eq!([points[0].centred, points[1].centred], [1.0, -1.0]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn comparison_adjusted(fit: &Fit, order: &[usize]) -> Option<Vec<Adjusted>> {
    let n = fit.network.treatments().len();
    let mut places: Vec<Option<usize>> = vec![None; n];
    for (at, treatment) in order.iter().enumerate() {
        if places.get_mut(*treatment)?.replace(at).is_some() {
            return None;
        }
    }
    let places: Vec<usize> = places.into_iter().collect::<Option<_>>()?;
    let direct = direct_estimates(&fit.network, fit.tau2_used());
    let mut points = Vec::with_capacity(fit.network.contrasts());
    for (at, trial) in fit.network.trials().iter().enumerate() {
        let arms = trial.arms();
        for i in 0..arms.len() {
            for j in i + 1..arms.len() {
                let (a, b) = if places[arms[i]] < places[arms[j]] {
                    (i, j)
                } else {
                    (j, i)
                };
                let (one, other) = (arms[a], arms[b]);
                let pooled = direct.get(&(one.min(other), one.max(other)))?.estimate();
                let estimate = trial.values()[a] - trial.values()[b];
                points.push(Adjusted {
                    trial: at,
                    treatments: (one, other),
                    estimate,
                    standard_error: trial.variance(a, b).sqrt(),
                    centred: estimate - if one < other { pooled } else { -pooled },
                });
            }
        }
    }
    Some(points)
}
