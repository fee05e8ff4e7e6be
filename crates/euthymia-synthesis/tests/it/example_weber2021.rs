//! Eight placebo groups in ankylosing spondylitis: the worked example of the R package RBesT, whose
//! printed results come from Markov chains of a few thousand draws.
//!
//! Data: Baeten D, Baraliakos X, Braun J, et al. Lancet 2013;382:1705–1713, as printed in the package's
//! article "Getting started with RBesT (binary)" (version 1.11-0; read), the example of Weber S, et al. J
//! Stat Softw 2021;100(19):1–32. The article prints three decimals; the tolerances are those of two,
//! which is what its simulation is good for.

use euthymia_numerics::Probability;
use euthymia_synthesis::effect::proportion::Count;
use euthymia_synthesis::map_prior::{MapOptions, MapPrior};
use euthymia_testkit::assert_close;

pub(crate) fn spondylitis() -> Vec<Count> {
    let arms = [
        (23, 107),
        (12, 44),
        (19, 51),
        (9, 39),
        (39, 139),
        (6, 20),
        (9, 78),
        (10, 35),
    ];
    let count = |(events, n)| Count::new(events, n).unwrap();
    arms.map(count).to_vec()
}

fn prior(tau_scale: f64) -> MapPrior {
    let options = MapOptions {
        tau_scale,
        ..MapOptions::default()
    };
    MapPrior::new(&spondylitis(), &options).unwrap()
}

fn check(prior: &MapPrior, tau: [f64; 2], rate: [f64; 5]) {
    assert!(prior.converged());
    assert_close!(prior.tau_mean(), tau[0], "rbest_chains", "mean of τ");
    assert_close!(prior.tau_sd(), tau[1], "rbest_chains", "sd of τ");
    let interval = prior.rate().interval(Probability::NINETY_FIVE);
    assert_close!(prior.rate().mean(), rate[0], "rbest_chains", "mean");
    assert_close!(prior.rate().median(), rate[1], "rbest_chains", "median");
    assert_close!(prior.rate().sd(), rate[2], "rbest_chains", "sd");
    assert_close!(interval.lower, rate[3], "rbest_chains", "lower");
    assert_close!(interval.upper, rate[4], "rbest_chains", "upper");
}

#[test]
fn the_prior_of_the_next_placebo_rate() {
    let found = prior(1.0);
    check(&found, [0.387, 0.215], [0.255, 0.247, 0.0864, 0.106, 0.461]);
    // Of a mixture of beta distributions fitted to the draws: 38 by ELIR and 24 by moments.
    let elir = found.rate().effective_size_elir().unwrap();
    assert!((33.0..43.0).contains(&elir), "{elir}");
    let moments = found.rate().effective_size_moments();
    assert!((22.0..27.0).contains(&moments), "{moments}");
}

#[test]
fn less_heterogeneity_expected_gives_a_narrower_prior() {
    let found = prior(0.5);
    check(&found, [0.335, 0.172], [0.259, 0.250, 0.0776, 0.129, 0.442]);
}

#[test]
fn the_trial_of_24_against_6_patients() {
    // 14 of 24 under Beta(0.5, 1) against 1 of 6 under the robust prior: printed 0.9917.
    let found = prior(1.0);
    let update = found.update(Count::new(1, 6).unwrap()).unwrap();
    let placebo = update.robust(Probability::new(0.2).unwrap());
    let steps = 4000;
    let difference: f64 = (0..steps)
        .map(|i| {
            let upper = (f64::from(i) + 0.5) / f64::from(steps);
            let active =
                euthymia_numerics::beta::quantile(Probability::new(upper).unwrap(), 14.5, 11.0);
            placebo.cdf(active)
        })
        .sum();
    assert_close!(
        difference / f64::from(steps),
        0.9917197,
        "paper_2_digits",
        "P(active > placebo)"
    );
}
