//! Welton NJ, Caldwell DM, Adamopoulos E, Vedhara K. Am J Epidemiol 2009;169:1158–1165: one effect of any
//! psychological intervention on blood pressure and total cholesterol in heart disease. The paper was not
//! read: the numbers are the summaries of JAGS that the R package gemtc keeps for its own tests, 20,000 draws
//! each, which its authors say they verified against the paper; with them our own run of JAGS.
//!
//! gemtc's priors: τ uniform below the largest difference within a trial, effects normal with 15 times that.

use crate::component_cases::{WELTON, welton, with_errors};
use crate::network_bayes_cases::{Known, compare_draws, compare_exact, known};
use euthymia_synthesis::bayes::TauPrior;
use euthymia_synthesis::network::bayes::{
    ArmData, EffectPrior, Options, Posterior, SampleOptions, integrate, sample,
};
use euthymia_synthesis::network::{Better, MeanMeasure, from_means};
use euthymia_testkit::reference;
use euthymia_testkit::{Comparison, assert_close};

/// Usual care less psychological, then τ: mean, standard deviation, 2.5 %, 50 % and 97.5 %, effective draws.
/// At the end the share of draws in which usual care has more.
const GEMTC: [(&str, [[f64; 6]; 2], f64); 3] = [
    (
        "systolic",
        [
            [1.220612, 1.600300, -2.206445, 1.325763, 4.130715, 10420.6],
            [3.602237, 1.555517, 1.061583, 3.389074, 7.295112, 3302.4],
        ],
        0.79795,
    ),
    (
        "diastolic",
        [
            [1.350928, 0.983957, -0.658053, 1.357357, 3.343129, 12655.6],
            [2.192259, 1.224224, 0.324654, 2.010241, 5.198662, 2373.0],
        ],
        0.92845,
    ),
    (
        "cholesterol",
        [
            [0.319104, 0.092373, 0.131052, 0.320083, 0.501610, 13928.2],
            [0.290416, 0.088512, 0.153612, 0.277436, 0.501928, 5435.9],
        ],
        0.9985,
    ),
];

/// The standard error of a standard deviation is sd/√N where the kurtosis is 5; 3 is normal.
fn printed([mean, sd, lower, median, upper, effective]: [f64; 6]) -> Known {
    Known {
        mean,
        sd,
        quantiles: [lower, median, upper],
        effective,
        sd_error: sd / effective.sqrt(),
    }
}

fn integrated(outcome: &str, scale: f64) -> (Posterior, usize, usize) {
    let network = from_means(&welton(outcome), MeanMeasure::Difference).unwrap();
    let network = network.network;
    let [usual, active] = ["usual care", "psychological"].map(|t| network.treatment(t).unwrap());
    let options = Options {
        effect_prior: EffectPrior::Normal {
            sd: 15.0 * scale,
            reference: active,
        },
        ..Options::new(TauPrior::Uniform { upper: scale })
    };
    let found = integrate(&network, &options).unwrap();
    assert!(found.converged());
    (found, usual, active)
}

#[test]
fn integrals_lie_within_the_error_of_both_runs_of_jags() {
    let mut all = Comparison::new("Welton 2009 by integration");
    for ((outcome, scale), (name, [effect, tau], share)) in WELTON.into_iter().zip(GEMTC) {
        assert_eq!(outcome, name);
        let (found, usual, active) = integrated(outcome, scale);
        let compared = found.compare(usual, active).unwrap().effect;
        compare_exact(&mut all, &compared, &printed(effect), outcome);
        compare_exact(&mut all, &found.tau, &printed(tau), outcome);
        let above = found.probability_better(usual, active, Better::Larger, 0.0);
        let error = (share * (1.0 - share) / effect[5]).sqrt();
        let away = (above.unwrap() - share) / error;
        all.compare("share", away, 0.0, "monte_carlo", outcome);
        let json = reference::json(&format!("expected/jags/welton_{outcome}.json"));
        let own = known(&json, "random.comparisons.0");
        compare_exact(&mut all, &compared, &own, outcome);
        let own = known(&json, "random.tau");
        compare_exact(&mut all, &found.tau, &own, outcome);
    }
    all.finish(3 * 21);
}

#[test]
fn draws_lie_within_the_error_of_both_runs() {
    let mut all = Comparison::new("Welton 2009 by sampling");
    for ((outcome, scale), (name, [effect, tau], _)) in WELTON.into_iter().zip(GEMTC) {
        assert_eq!(outcome, name);
        let data = ArmData::of_means(&with_errors(welton(outcome))).unwrap();
        let [usual, active] = ["usual care", "psychological"].map(|t| data.treatment(t).unwrap());
        let options = SampleOptions {
            effect_sd: 15.0 * scale,
            baseline_sd: 15.0 * scale,
            reference: active,
            kept: 1500,
            acceptance: 0.99,
            ..SampleOptions::new(Some(TauPrior::Uniform { upper: scale }), 2009)
        };
        let found = sample(&data, &options).unwrap();
        assert!(found.settled(), "{outcome}: {:?}", found.quality);
        let compared = found.compare(usual, active).unwrap();
        compare_draws(&mut all, &compared, &printed(effect), outcome);
        compare_draws(&mut all, &found.tau().unwrap(), &printed(tau), outcome);
    }
    all.finish(3 * 10);
}

/// A test of gemtc's earlier sampler names -1.362791 and 0.982033 as mean and standard deviation for
/// diastolic pressure, with no more than the citation of the paper.
#[test]
fn diastolic_pressure_as_an_earlier_program_had_it() {
    let (found, usual, active) = integrated("diastolic", 8.2);
    let effect = found.compare(active, usual).unwrap().effect;
    assert_close!(effect.mean.unwrap(), -1.362791, "printed_draws", "mean");
    assert_close!(effect.sd.unwrap(), 0.982033, "printed_draws", "sd");
}
