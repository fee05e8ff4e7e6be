//! netmeta 3.3.1 on published networks: Senn 2013 (diabetes), Linde 2015 and 2016 (depression in
//! primary care), Woods 2010 (four arms); metafor 5.1-12 (`rma.mv`) for REML.
//!
//! netmeta's own REML is not compared: on contrasts it leaves out the covariances of trials of several
//! arms.

use crate::network_cases::{fitted, pair, published, strings};
use euthymia_synthesis::network::component::{Components, additivity, fit_components};
use euthymia_synthesis::network::contribution::{ContributionMethod, contribution};
use euthymia_synthesis::network::{
    Better, Fit, Model, Network, Tau2Method, decompose, flows, net_heat, p_scores, splits,
};
use euthymia_synthesis::pairwise::GivenTau2;
use euthymia_testkit::assert_close;
use euthymia_testkit::reference::Json;

const CASES: [&str; 4] = [
    "senn2013",
    "linde2015_resp_OR",
    "woods2010_OR",
    "linde2016_resp_lnOR",
];
const DL: Model = Model::RandomEffects(Tau2Method::DerSimonianLaird);

/// Both fits of netmeta with the suffix of their numbers.
fn fits(network: &Network) -> [(&'static str, Fit); 2] {
    [
        ("common", fitted(network, Model::CommonEffect)),
        ("random", fitted(network, DL)),
    ]
}

fn treatments(json: &Json, network: &Network) -> Vec<usize> {
    let names = strings(json, "DL.trts");
    assert_eq!(names.len(), network.treatments().len());
    names
        .iter()
        .map(|name| network.treatment(name).unwrap())
        .collect()
}

#[test]
fn heterogeneity_agrees() {
    for name in CASES {
        let (json, network) = published(name);
        let fit = fitted(&network, DL);
        let found = fit.heterogeneity.unwrap();
        assert_close!(
            fit.tau2.unwrap().value,
            json.number("DL.tau2"),
            "estimate",
            "{name} tau2"
        );
        let limits = found.test_based.unwrap().i2;
        for (limit, key) in [(limits.lower, "I2_lower"), (limits.upper, "I2_upper")] {
            let expected = json.number(&format!("DL.{key}"));
            assert_close!(limit, expected, "estimate", "{name} {key}");
        }
        assert_close!(found.q, json.number("DL.Q"), "estimate", "{name} Q");
        assert_close!(
            found.df as f64,
            json.number("DL.df_Q"),
            "exact",
            "{name} df"
        );
        assert_close!(
            found.p_value,
            json.number("DL.pval_Q"),
            "estimate",
            "{name} p"
        );
        assert_close!(found.i2, json.number("DL.I2"), "estimate", "{name} I2");
    }
}

#[test]
fn every_pair_of_the_league_table_agrees() {
    for name in CASES {
        let (json, network) = published(name);
        let places = treatments(&json, &network);
        for (which, fit) in fits(&network) {
            for (i, one) in places.iter().enumerate() {
                for (j, other) in places.iter().enumerate().filter(|(j, _)| *j != i) {
                    let found = fit.compare(*one, *other).unwrap();
                    let check = |found: f64, key: &str| {
                        let expected = json.number(&format!("DL.{key}.{i}.{j}"));
                        assert_close!(found, expected, "estimate", "{name} {key} {i} {j}");
                    };
                    check(found.estimate, &format!("TE_{which}"));
                    check(found.standard_error, &format!("seTE_{which}"));
                    if which == "random" {
                        check(found.bounds.lower, "lower_random");
                        check(found.p_value, "pval_random");
                        check(found.prediction.unwrap().lower, "lower_predict");
                        check(found.prediction.unwrap().upper, "upper_predict");
                    }
                }
            }
        }
    }
}

#[test]
fn restricted_likelihood_agrees_with_rma_mv() {
    for name in CASES {
        let (json, network) = published(name);
        let fit = fitted(&network, Model::RandomEffects(Tau2Method::Reml));
        assert!(fit.converged(), "{name}");
        let found = fit.tau2.unwrap().value;
        assert_close!(
            found,
            json.number("rma_mv.tau2"),
            "from_optimum",
            "{name} tau2"
        );
        let common = fitted(&network, Model::CommonEffect);
        let base = json.get("rma_mv.reference").unwrap().as_str().unwrap();
        let base = network.treatment(base).unwrap();
        for (i, treatment) in strings(&json, "rma_mv.treatments").iter().enumerate() {
            let place = network.treatment(treatment).unwrap();
            let check = |fit: &Fit, suffix: &str, tolerance: &str| {
                let found = fit.compare(place, base).unwrap();
                let expected = |key: &str| json.number(&format!("rma_mv.{key}{suffix}.{i}"));
                assert_close!(
                    found.estimate,
                    expected("b"),
                    tolerance,
                    "{name} {treatment}"
                );
                assert_close!(
                    found.standard_error,
                    expected("se"),
                    tolerance,
                    "{name} {treatment}"
                );
            };
            check(&fit, "", "from_optimum");
            check(&common, "_common", "estimate");
        }
    }
}

#[test]
fn p_scores_agree() {
    for name in CASES {
        let (json, network) = published(name);
        let places = treatments(&json, &network);
        for (which, fit) in fits(&network) {
            // Blood sugar and mortality should fall, response should not.
            let better = if ["senn2013", "woods2010_OR"].contains(&name) {
                Better::Smaller
            } else {
                Better::Larger
            };
            let scores = p_scores(&fit, better, 0.0).unwrap();
            for (i, place) in places.iter().enumerate() {
                let expected = json.number(&format!("DL.pscore_{which}.{i}"));
                assert_close!(scores[*place], expected, "estimate", "{name} {which} {i}");
            }
        }
    }
}

#[test]
fn direct_and_indirect_evidence_agree() {
    for name in CASES {
        let (json, network) = published(name);
        let random = splits(&fitted(&network, DL));
        let names = strings(&json, "DL.split.comparison");
        assert_eq!(names.len(), random.len());
        for (i, label) in names.iter().enumerate() {
            let (one, other) = pair(&network, label);
            let at = |key: &str| json.number_if_any(&format!("DL.split.{key}.{i}"));
            let sign = if one < other { 1.0 } else { -1.0 };
            let wanted = (one.min(other), one.max(other));
            let found = *random
                .iter()
                .find(|split| split.treatments == wanted)
                .unwrap();
            let place = format!("{name} {label}");
            assert_close!(found.trials as f64, at("k").unwrap(), "exact", "{place}");
            // netmeta calls shares within 0.0005 of one direct evidence alone.
            assert_close!(
                found.proportion_direct,
                at("prop_random").unwrap(),
                "estimate",
                "{place}"
            );
            let check = |found: Option<f64>, key: &str| {
                let Some(expected) = at(key) else {
                    return;
                };
                assert_close!(found.unwrap(), expected, "estimate", "{place} {key}");
            };
            check(found.direct.map(|e| sign * e.estimate), "direct_random.TE");
            check(found.direct.map(|e| e.standard_error), "direct_random.seTE");
            check(
                found.indirect.map(|e| sign * e.estimate),
                "indirect_random.TE",
            );
            check(
                found.indirect.map(|e| e.standard_error),
                "indirect_random.seTE",
            );
            check(
                found.difference.map(|d| sign * d.estimate),
                "compare_random.TE",
            );
            check(
                found.difference.map(|d| d.standard_error),
                "compare_random.seTE",
            );
            check(
                found.difference.map(|d| sign * d.statistic),
                "compare_random.z",
            );
            check(found.difference.map(|d| d.p_value), "compare_random.p");
        }
    }
}

#[test]
fn q_within_and_between_designs_agree() {
    for name in CASES {
        let (json, network) = published(name);
        let found = decompose(&network).unwrap();
        let check = |value: f64, key: &str| {
            let expected = json.number(&format!("DL.{key}"));
            assert_close!(value, expected, "estimate", "{name} {key}");
        };
        check(found.within.q, "Q_het");
        check(found.within.df as f64, "df_Q_het");
        check(found.within.p_value.unwrap(), "p_Q_het");
        check(found.between.q, "Q_inc");
        check(found.between.df as f64, "df_Q_inc");
        check(found.between.p_value.unwrap(), "p_Q_inc");
        let random = found.between_random;
        check(random.between.q, "Q_inc_random.Q");
        check(random.between.p_value.unwrap(), "Q_inc_random.pval");
        check(random.tau2_within.sqrt(), "Q_inc_random.tau_within");
        let names = strings(&json, "DL.Q_het_design.design");
        assert_eq!(names.len(), found.designs.len());
        for (i, label) in names.iter().enumerate() {
            let wanted = design(&network, label);
            let own = found
                .designs
                .iter()
                .find(|d| d.design.treatments == wanted)
                .unwrap();
            check(own.within.q, &format!("Q_het_design.Q.{i}"));
            check(own.within.df as f64, &format!("Q_het_design.df.{i}"));
        }
    }
}

/// The treatments of a design named "one:::other:::third".
fn design(network: &Network, label: &str) -> Vec<usize> {
    let mut places: Vec<usize> = label
        .split(":::")
        .map(|name| network.treatment(name).unwrap())
        .collect();
    places.sort_unstable();
    places
}

#[test]
fn detached_designs_leave_the_same_inconsistency() {
    for name in ["senn2013", "linde2015_resp_OR", "linde2016_resp_lnOR"] {
        let (json, network) = published(name);
        let heat = net_heat(&network, GivenTau2::new(0.0).unwrap()).unwrap();
        for (i, label) in strings(&json, "DL.Q_inc_detach.design").iter().enumerate() {
            let wanted = design(&network, label);
            let found = heat
                .detached
                .iter()
                .find(|d| d.design.treatments == wanted)
                .unwrap();
            let expected = |key: &str| json.number(&format!("DL.Q_inc_detach.{key}.{i}"));
            assert_close!(found.without.q, expected("Q"), "estimate", "{name} {label}");
            assert_close!(
                found.without.df as f64,
                expected("df"),
                "exact",
                "{name} {label}"
            );
        }
    }
}

#[test]
fn contributions_agree_with_treatments_in_the_order_of_their_labels() {
    let mut rows = 0;
    for name in ["senn2013", "linde2015_resp_OR", "woods2010_OR"] {
        let (json, network) = published(name);
        let network = network.reordered(&treatments(&json, &network)).unwrap();
        let fit = fitted(&network, DL);
        let flows = flows(&fit).unwrap();
        let direct: Vec<_> = flows.comparisons().collect();
        let columns = strings(&json, "DL.contributions.cols");
        assert_eq!(columns.len(), direct.len());
        for (i, label) in strings(&json, "DL.contributions.rows").iter().enumerate() {
            let (one, other) = pair(&network, label);
            let shares =
                contribution(&flows, one, other, ContributionMethod::ShortestPath).unwrap();
            for (j, column) in columns.iter().enumerate() {
                let (a, b) = pair(&network, column);
                let wanted = (a.min(b), a.max(b));
                let at = direct.iter().position(|p| *p == wanted).unwrap();
                let expected = json.number(&format!("DL.contributions.value.{i}.{j}"));
                assert_close!(shares[at], expected, "estimate", "{name} {label} {column}");
            }
            rows += 1;
        }
    }
    assert_eq!(rows, 87);
}

#[test]
fn the_component_model_agrees() {
    let (json, network) = published("linde2016_resp_lnOR");
    let components = || Components::from_labels(&network, "+", None).unwrap();
    let level = euthymia_numerics::Probability::NINETY_FIVE;
    for (model, which) in [(Model::CommonEffect, "common"), (DL, "random")] {
        let fit = fit_components(&network, components(), model, level).unwrap();
        assert!(fit.aliases.is_empty());
        let effects = fit.effects();
        let names = strings(&json, "component.comps");
        assert_eq!(names.len(), effects.len());
        for (i, name) in names.iter().enumerate() {
            let at = fit
                .components
                .names()
                .iter()
                .position(|own| own == name)
                .unwrap();
            let found = effects[at].unwrap();
            let expected = |key: &str| json.number(&format!("component.{key}_{which}.{i}"));
            assert_close!(
                found.estimate,
                expected("Comp"),
                "estimate",
                "{which} {name}"
            );
            assert_close!(
                found.standard_error,
                expected("seComp"),
                "estimate",
                "{which} {name}"
            );
        }
        assert_close!(
            fit.q.q,
            json.number("component.Q_additive"),
            "estimate",
            "Q"
        );
        assert_close!(
            fit.q.df as f64,
            json.number("component.df_Q_additive"),
            "exact",
            "df"
        );
        if let Some(tau2) = fit.tau2 {
            assert_close!(
                tau2.value,
                json.number("component.tau2_cnma"),
                "estimate",
                "tau2"
            );
        }
        let test = additivity(&network, &fit).unwrap();
        assert_close!(test.q, json.number("component.Q_diff"), "estimate", "Q");
        assert_close!(
            test.df as f64,
            json.number("component.df_Q_diff"),
            "exact",
            "df"
        );
        let p = test.p_value.unwrap();
        assert_close!(p, json.number("component.p_Q_diff"), "estimate", "p");
    }
}
