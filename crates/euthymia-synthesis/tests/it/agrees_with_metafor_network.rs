//! metafor 3.8-1 (`rma.mv`) on Dong 2013, from counts: likelihoods at fixed τ² first, then the optimum.

use crate::network_cases::{fitted, strings};
use euthymia_synthesis::effect::proportion::Count;
use euthymia_synthesis::effect::zero_cells::ZeroCells;
use euthymia_synthesis::estimation::Method;
use euthymia_synthesis::network::{
    Arm, CountMeasure, Fit, FromArms, Model, Tau2Method, from_counts, log_likelihood,
};
use euthymia_synthesis::pairwise::GivenTau2;
use euthymia_testkit::assert_close;
use euthymia_testkit::reference::{self, Json};

fn dong() -> (Json, FromArms) {
    let json = reference::json("expected/network/dong2013.json");
    let whole = |key: &str| -> Vec<u64> {
        let numbers = json.numbers(&format!("arms.{key}"));
        numbers
            .iter()
            .map(|n| n.as_ref().unwrap().value as u64)
            .collect()
    };
    let (events, sizes) = (whole("events"), whole("n"));
    let (studies, treatments) = (
        strings(&json, "arms.study"),
        strings(&json, "arms.treatment"),
    );
    let arms: Vec<Arm<Count>> = (0..events.len())
        .map(|i| Arm {
            study: studies[i].clone(),
            treatment: treatments[i].clone(),
            result: Count::new(events[i], sizes[i]).unwrap(),
        })
        .collect();
    let made = from_counts(&arms, CountMeasure::OddsRatio, &ZeroCells::RATIO).unwrap();
    (json, made)
}

fn compare(json: &Json, fit: &Fit, place: &str, tolerance: &str) {
    let base = fit.network.treatment("Placebo").unwrap();
    for (i, treatment) in strings(json, "treatments").iter().enumerate() {
        let found = fit
            .compare(fit.network.treatment(treatment).unwrap(), base)
            .unwrap();
        let expected = |key: &str| json.number(&format!("{place}.{key}.{i}"));
        assert_close!(
            found.estimate,
            expected("b"),
            tolerance,
            "{place} {treatment}"
        );
        assert_close!(
            found.standard_error,
            expected("se"),
            tolerance,
            "{place} {treatment}"
        );
    }
}

#[test]
fn trials_without_deaths_are_left_out_by_name() {
    let (json, made) = dong();
    assert_eq!(made.uninformative, strings(&json, "left_out"));
}

#[test]
fn likelihoods_at_fixed_values_agree() {
    let (json, made) = dong();
    for at in 0..3 {
        let place = format!("fixed.{at}");
        let tau2 = GivenTau2::new(json.number(&format!("{place}.tau2")).value).unwrap();
        for (method, key) in [(Method::Ml, "ml"), (Method::Reml, "reml")] {
            let found = log_likelihood(&made.network, method, tau2).unwrap();
            assert_close!(
                found,
                json.number(&format!("{place}.{key}")),
                "likelihood",
                "{key}"
            );
        }
        let fit = fitted(&made.network, Model::RandomEffects(Tau2Method::Given(tau2)));
        compare(&json, &fit, &place, "estimate");
        let heterogeneity = fit.heterogeneity.unwrap();
        assert_close!(
            heterogeneity.q,
            json.number(&format!("{place}.QE")),
            "estimate",
            "Q"
        );
        let df = json.number(&format!("{place}.df"));
        assert_close!(heterogeneity.df as f64, df, "exact", "df");
    }
}

#[test]
fn maxima_agree() {
    let (json, made) = dong();
    for (method, key) in [
        (Tau2Method::MaximumLikelihood, "best.ML"),
        (Tau2Method::Reml, "best.REML"),
    ] {
        let fit = fitted(&made.network, Model::RandomEffects(method));
        let expected = json.number(&format!("{key}.tau2"));
        assert_close!(fit.tau2.unwrap().value, expected, "from_optimum", "{key}");
        compare(&json, &fit, key, "from_optimum");
    }
}
