//! JAGS 4.3.1 on arms: odds ratios (Hasselblad 1998), rate ratios and differences of means (invented),
//! differences of means (Welton 2009). Both sides are draws: they are compared in standard errors of their
//! difference.

use crate::component_cases::{WELTON, welton, with_errors};
use crate::network_bayes_cases::{compare_draws, known, smoking};
use crate::network_cases::strings;
use euthymia_synthesis::bayes::TauPrior;
use euthymia_synthesis::effect::person_time::PersonTime;
use euthymia_synthesis::network::bayes::{ArmData, SampleOptions, Sampled, sample};
use euthymia_synthesis::network::{Arm, Better};
use euthymia_testkit::reference::{self, Json};
use euthymia_testkit::{Comparison, assert_close};

/// Draws with the priors of the run.
fn drawn(json: &Json, at: &str, data: &ArmData) -> Sampled {
    let upper = json.number_if_any(&format!("{at}.upper"));
    let wide = json.number(&format!("{at}.wide")).value;
    let first = strings(json, "treatments").remove(0);
    let options = SampleOptions {
        effect_sd: wide,
        baseline_sd: wide,
        reference: data.treatment(&first).unwrap(),
        kept: 1500,
        acceptance: 0.995,
        ..SampleOptions::new(upper.map(|u| TauPrior::Uniform { upper: u.value }), 11)
    };
    let found = sample(data, &options).unwrap();
    assert!(found.settled(), "{:?}", found.quality);
    found
}

fn compare(all: &mut Comparison, json: &Json, at: &str, data: &ArmData) {
    let found = drawn(json, at, data);
    let labels = strings(json, "treatments");
    let place = |label: &str| data.treatment(label).unwrap();
    let mut fewest = f64::INFINITY;
    for k in 0..labels.len() * (labels.len() - 1) / 2 {
        let here = format!("{at}.comparisons.{k}");
        let label = |key: &str| {
            let text = json.get(&format!("{here}.{key}"));
            text.and_then(|x| x.as_str()).unwrap().to_owned()
        };
        let (one, other) = (place(&label("one")), place(&label("other")));
        let drawn = found.compare(one, other).unwrap();
        let theirs = known(json, &here);
        let context = format!("{at}: {} less {}", label("one"), label("other"));
        compare_draws(all, &drawn, &theirs, &context);
        let effective = 1.0 / (1.0 / drawn.worth.unwrap().bulk + 1.0 / theirs.effective);
        fewest = fewest.min(effective);
        let above = json.number(&format!("{here}.above_zero")).value;
        let share = found
            .probability_better(one, other, Better::Larger, 0.0)
            .unwrap();
        share_close(all, share, above, effective, &context);
    }
    if let Some(tau) = found.tau() {
        compare_draws(all, &tau, &known(json, &format!("{at}.tau")), "tau");
    }
    let ranks = found.rank(Better::Larger).rankograms();
    for (k, label) in labels.iter().enumerate() {
        for (rank, share) in ranks[place(label)].iter().enumerate() {
            let expected = json.number(&format!("{at}.rank_shares.{k}.{rank}")).value;
            share_close(all, *share, expected, fewest, label);
        }
    }
    deviances(all, json, at, &found);
}

/// A share of draws, with the standard error of a binomial one and at least one in a thousand.
fn share_close(all: &mut Comparison, found: f64, expected: f64, effective: f64, context: &str) {
    let error = (expected * (1.0 - expected) / effective).sqrt().max(1e-3);
    all.compare(
        "share",
        (found - expected) / error,
        0.0,
        "monte_carlo",
        context,
    );
}

/// The residual deviance, and how much less it is at the means of what is fitted.
fn deviances(all: &mut Comparison, json: &Json, at: &str, found: &Sampled) {
    let place = format!("{at}.total_deviance");
    compare_draws(all, &found.total_deviance(), &known(json, &place), at);
    let list = |key: &str| -> Vec<f64> {
        let numbers = json.numbers(&format!("{at}.{key}"));
        numbers.iter().map(|x| x.as_ref().unwrap().value).collect()
    };
    let (fitted, deviance) = (list("fitted"), list("deviance"));
    assert_eq!(found.deviance.arms.len(), fitted.len());
    let worth = found.total_deviance().worth.unwrap();
    let error = worth
        .mcse_mean
        .hypot(json.number(&format!("{place}.mcse_mean")).value);
    let residual = found.deviance.residual - deviance.iter().sum::<f64>();
    all.compare("residual", residual / error, 0.0, "monte_carlo", at);
    for (i, arm) in found.deviance.arms.iter().enumerate() {
        let away = (arm.deviance - deviance[i]) / error;
        all.compare("arm", away, 0.0, "monte_carlo", &arm.trial);
        // Of events or a mean: held to a fiftieth of itself, and a tenth.
        let scale = 0.02 * fitted[i].abs() + 0.1;
        let away = (arm.fitted - fitted[i]) / scale;
        all.require(away.abs() < 1.0, || format!("{} fitted {away}", arm.trial));
    }
}

#[test]
fn odds_ratios_of_smoking_cessation() {
    let json = reference::json("expected/jags/network_smoking.json");
    let data = ArmData::of_counts(&smoking()).unwrap();
    let mut all = Comparison::new("smoking cessation");
    compare(&mut all, &json, "random", &data);
    compare(&mut all, &json, "common", &data);
    all.finish(200);
}

fn invented<T>(json: &Json, result: impl Fn(f64, f64) -> T, keys: [&str; 2]) -> Vec<Arm<T>> {
    let (studies, treatments) = (strings(json, "arms.study"), strings(json, "arms.treatment"));
    let [first, second] = keys.map(|key| json.numbers(&format!("arms.{key}")));
    let value =
        |list: &[Option<euthymia_testkit::Expected>], i: usize| list[i].as_ref().unwrap().value;
    (0..studies.len())
        .map(|i| Arm {
            study: studies[i].clone(),
            treatment: treatments[i].clone(),
            result: result(value(&first, i), value(&second, i)),
        })
        .collect()
}

#[test]
fn rate_ratios() {
    let json = reference::json("expected/jags/network_rates.json");
    let rate = |events: f64, time: f64| PersonTime::new(events as u64, time).unwrap();
    let arms = invented(&json, rate, ["events", "time"]);
    let mut all = Comparison::new("rates");
    let data = ArmData::of_person_time(&arms).unwrap();
    compare(&mut all, &json, "random", &data);
    all.finish(60);
}

#[test]
fn differences_of_means() {
    let json = reference::json("expected/jags/network_means.json");
    let arms = invented(&json, |mean, se| (mean, se), ["mean", "se"]);
    let mut all = Comparison::new("means");
    compare(
        &mut all,
        &json,
        "random",
        &ArmData::of_means(&arms).unwrap(),
    );
    all.finish(60);
}

#[test]
fn differences_of_means_of_psychological_interventions() {
    let mut all = Comparison::new("Welton 2009");
    for (outcome, scale) in WELTON {
        let json = reference::json(&format!("expected/jags/welton_{outcome}.json"));
        assert_close!(json.number("random.upper").value, scale, "algebra", "prior");
        let data = ArmData::of_means(&with_errors(welton(outcome))).unwrap();
        compare(&mut all, &json, "random", &data);
    }
    all.finish(100);
}
