//! The trials that compare two treatments directly.

use crate::network::data::Network;
use crate::network::split::Evidence;

/// What each trial with both treatments says about `one` less `other`, with its place in
/// [`Network::trials`].
#[must_use]
pub fn direct_trials(network: &Network, one: usize, other: usize) -> Vec<(usize, Evidence)> {
    let trials = network.trials().iter().enumerate();
    let found = trials.filter_map(|(at, trial)| {
        let place = |treatment: usize| trial.arms().iter().position(|arm| *arm == treatment);
        let (a, b) = (place(one)?, place(other)?);
        let evidence = Evidence {
            estimate: trial.values().get(a)? - trial.values().get(b)?,
            standard_error: trial.variance(a, b).sqrt(),
        };
        (a != b).then_some((at, evidence))
    });
    found.collect()
}
