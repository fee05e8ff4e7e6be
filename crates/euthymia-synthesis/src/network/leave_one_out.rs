//! The network without each of its trials in turn.

use super::data::Network;
use super::error::FitError;
use super::fit::{Comparison, Fit, Options, without_profile};

/// What is left without one trial.
#[derive(Clone, Debug, PartialEq)]
pub struct WithoutTrial {
    /// The trial left out, as a place in [`Network::trials`].
    pub trial: usize,
    /// τ̂² without it; `None` for a common effect and where there is no degree of freedom.
    pub tau2: Option<f64>,
    /// Q without it; `None` where there is no degree of freedom.
    pub q: Option<f64>,
    /// Each treatment less the reference; `None` for the reference and for treatments that nothing
    /// joins to it without the trial.
    pub against_reference: Vec<Option<Comparison>>,
}

/// Fits the network again without each trial, on `threads` threads; the numbers do not depend on how
/// many.
///
/// Where the rest falls into parts, the part with the reference is fitted. τ² is estimated anew each
/// time.
///
/// # Errors
/// [`FitError`].
///
/// # Example
/// ```
/// use euthymia_synthesis::network::{self, ADDS_UP_WITHIN, Contrast, Model, Network, Options};
/// let contrast = |study: &str, a: &str, b: &str, estimate| Contrast { study: study.into(),
///     treatment1: a.into(), treatment2: b.into(), estimate, standard_error: 1.0 };
/// let network = Network::from_contrasts(&[contrast("1", "A", "B", 1.0),
///     contrast("2", "B", "C", 1.0), contrast("3", "A", "C", 3.0)], ADDS_UP_WITHIN)?;
/// let options = Options { model: Model::CommonEffect, ..Options::default() };
/// let without = network::leave_one_out(&network, &options, 0, 2)?;
/// // Without A − C itself it is B − C less B − A.
/// let c_less_a = without[2].against_reference[2].ok_or("still joined")?;
/// assert!((c_less_a.estimate + 2.0).abs() < 1e-14);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn leave_one_out(
    network: &Network,
    options: &Options,
    reference: usize,
    threads: usize,
) -> Result<Vec<WithoutTrial>, FitError> {
    let trials = network.trials().len();
    let threads = threads.clamp(1, 64).min(trials.max(1));
    let work = |first: usize| -> Vec<Result<WithoutTrial, FitError>> {
        let own = (first..trials).step_by(threads);
        own.map(|trial| without(network, options, reference, trial))
            .collect()
    };
    let mut found: Vec<Result<WithoutTrial, FitError>> = Vec::with_capacity(trials);
    std::thread::scope(|scope| {
        let others: Vec<_> = (1..threads)
            .map(|first| scope.spawn(move || work(first)))
            .collect();
        found.extend(work(0));
        for other in others {
            // A thread cannot fail: errors are values.
            found.extend(other.join().unwrap_or_default());
        }
    });
    let mut found: Vec<WithoutTrial> = found.into_iter().collect::<Result<_, _>>()?;
    found.sort_by_key(|without| without.trial);
    Ok(found)
}

fn without(
    network: &Network,
    options: &Options,
    reference: usize,
    trial: usize,
) -> Result<WithoutTrial, FitError> {
    let places: Vec<usize> = (0..network.trials().len())
        .filter(|at| *at != trial)
        .collect();
    let label = network
        .treatments()
        .get(reference)
        .map_or("", String::as_str);
    let rest = network.of_trials(&places);
    let part = rest.and_then(|rest| {
        let place = rest.treatment(label)?;
        let parts = rest.parts();
        let part = parts.iter().position(|part| part.contains(&place))?;
        if parts.len() == 1 {
            Some(rest)
        } else {
            rest.each_part().into_iter().nth(part)
        }
    });
    let fitted = part
        .map(|part| without_profile(&part, options))
        .transpose()?;
    let against = |name: &String| {
        let fitted: &Fit = fitted.as_ref()?;
        let place = |name: &str| fitted.network.treatment(name);
        fitted.compare(place(name)?, place(label)?)
    };
    Ok(WithoutTrial {
        trial,
        tau2: fitted.as_ref().and_then(|f| f.tau2).map(|t| t.value),
        q: fitted.as_ref().and_then(|f| f.heterogeneity).map(|h| h.q),
        against_reference: network.treatments().iter().map(against).collect(),
    })
}
