//! What the tables of a network print, against netmeta 3.3.1 on Senn 2013 (diabetes): a value in the
//! wrong row, column or direction would show here.

use crate::compared_cases::{cell, number, row_of};
use euthymia_report::compared::tables::{
    NodeOrder, heterogeneity_view, league_pairs_view, net_heat_view, ranks_view, splits_view,
};
use euthymia_report::compared::{
    CompareOptions, Compared, ContrastRow, NetworkMeasure, NodeChoice, Rows, Treatment, TrialData,
    compared,
};
use euthymia_synthesis::network::{Better, Draws, Tau2Method};
use euthymia_table::{TableView, Value};
use euthymia_testkit::assert_close;
use euthymia_testkit::reference::{self, Json};

fn texts(json: &Json, place: &str) -> Vec<String> {
    let list = json.get(place).and_then(|v| v.as_array()).expect("a list");
    let texts = list.iter().map(|v| v.as_str().expect("a text").to_owned());
    texts.collect()
}

/// The network with the method of moments, smaller values better.
fn senn() -> (Json, Compared) {
    let json = reference::json("expected/netmeta/senn2013.json");
    let column = |key: &str| texts(&json, &format!("contrasts.{key}"));
    let (studies, ones, others) = (column("studlab"), column("treat1"), column("treat2"));
    let treatment = |id: &String| Treatment {
        id: id.clone(),
        ..Treatment::default()
    };
    let rows = (0..studies.len()).map(|at| ContrastRow {
        study: studies[at].clone(),
        treatment1: treatment(&ones[at]),
        treatment2: treatment(&others[at]),
        estimate: json.number(&format!("contrasts.TE.{at}")).value,
        standard_error: json.number(&format!("contrasts.seTE.{at}")).value,
        source: None,
    });
    let data = TrialData {
        rows: Rows::Contrasts(rows.collect()),
        facts: Default::default(),
        left_out: Vec::new(),
    };
    let options = CompareOptions {
        tau2: Tau2Method::DerSimonianLaird,
        draws: Draws {
            count: 20_000,
            seed: 1,
            threads: 1,
        },
        ..CompareOptions::of(NetworkMeasure::MeanDifference, Better::Smaller)
    };
    let found = compared(&data, &NodeChoice::named("senn"), &options).expect("a network");
    (json, found)
}

/// The row of a pair, and −1 where it stands the other way round.
fn pair(view: &TableView, one: &str, other: &str) -> (usize, f64) {
    let is = |row: usize, a: &str, b: &str| {
        cell(view, row, "treatment").for_people() == a
            && cell(view, row, "against").for_people() == b
    };
    let row = (0..view.rows.len()).find(|row| is(*row, one, other) || is(*row, other, one));
    let row = row.unwrap_or_else(|| panic!("no {one} against {other}"));
    (row, if is(row, one, other) { 1.0 } else { -1.0 })
}

#[test]
fn the_pairs_agree() {
    let (json, compared) = senn();
    let view = league_pairs_view(&compared, NodeOrder::ByScore);
    let names = texts(&json, "DL.trts");
    assert_eq!(view.rows.len(), names.len() * (names.len() - 1) / 2);
    for (i, one) in names.iter().enumerate() {
        for (j, other) in names.iter().enumerate().skip(i + 1) {
            let (row, sign) = pair(&view, one, other);
            let check = |found: f64, key: &str| {
                let expected = json.number(&format!("DL.{key}.{i}.{j}"));
                assert_close!(found, expected, "estimate", "{key} {one} {other}");
            };
            let of = |key: &str| number(&view, row, key);
            for model in ["random", "common"] {
                check(
                    sign * of(&format!("{model}_estimate")),
                    &format!("TE_{model}"),
                );
                check(
                    of(&format!("{model}_standard_error")),
                    &format!("seTE_{model}"),
                );
            }
            check(of("random_p_value"), "pval_random");
            let (low, high) = match sign > 0.0 {
                true => ("low", "high"),
                false => ("high", "low"),
            };
            check(sign * of(&format!("random_ci_{low}")), "lower_random");
            check(sign * of(&format!("random_ci_{high}")), "upper_random");
            check(sign * of(&format!("prediction_{low}")), "lower_predict");
            check(sign * of(&format!("prediction_{high}")), "upper_predict");
        }
    }
}

#[test]
fn the_heterogeneity_agrees() {
    let (json, compared) = senn();
    let view = heterogeneity_view(&compared);
    let check = |quantity: &str, key: &str, expected: &str| {
        let row = row_of(&view, &[("quantity", quantity)]);
        let expected = json.number(&format!("DL.{expected}"));
        assert_close!(
            number(&view, row, key),
            expected,
            "estimate",
            "{quantity} {key}"
        );
    };
    check("tau2", "value", "tau2");
    check("i2", "value", "I2");
    check("q_total", "value", "Q");
    check("q_total", "df", "df_Q");
    check("q_total", "p_value", "pval_Q");
    check("q_within", "value", "Q_het");
    check("q_within", "p_value", "p_Q_het");
    check("q_between", "value", "Q_inc");
    check("q_between", "df", "df_Q_inc");
    check("q_between", "p_value", "p_Q_inc");
    check("q_between_random", "value", "Q_inc_random.Q");
    check("q_between_random", "p_value", "Q_inc_random.pval");
}

#[test]
fn the_splits_agree() {
    let (json, compared) = senn();
    let view = splits_view(&compared);
    for (i, label) in texts(&json, "DL.split.comparison").iter().enumerate() {
        let (one, other) = label.split_once(":::").expect("a pair");
        let (row, sign) = pair(&view, one, other);
        let check = |key: &str, place: &str, sign: f64| {
            let Some(expected) = json.number_if_any(&format!("DL.split.{place}.{i}")) else {
                return;
            };
            let found = sign * number(&view, row, key);
            assert_close!(found, expected, "estimate", "{label} {key}");
        };
        check("trials", "k", 1.0);
        check("share_direct", "prop_random", 1.0);
        check("direct_estimate", "direct_random.TE", sign);
        check("direct_standard_error", "direct_random.seTE", 1.0);
        check("indirect_estimate", "indirect_random.TE", sign);
        check("indirect_standard_error", "indirect_random.seTE", 1.0);
        check("difference_estimate", "compare_random.TE", sign);
        check("difference_standard_error", "compare_random.seTE", 1.0);
        check("p_value", "compare_random.p", 1.0);
    }
}

#[test]
fn the_scores_agree_and_come_in_their_order() {
    let (json, compared) = senn();
    let view = ranks_view(&compared);
    for (i, name) in texts(&json, "DL.trts").iter().enumerate() {
        let row = row_of(&view, &[("treatment", name)]);
        let expected = json.number(&format!("DL.pscore_random.{i}"));
        assert_close!(
            number(&view, row, "p_score"),
            expected,
            "estimate",
            "{name}"
        );
    }
    let scores: Vec<f64> = (0..view.rows.len())
        .map(|row| number(&view, row, "p_score"))
        .collect();
    assert!(scores.windows(2).all(|pair| pair[0] >= pair[1]));
}

#[test]
fn what_is_left_of_the_inconsistency_agrees() {
    let (json, compared) = senn();
    let view = net_heat_view(&compared);
    for (i, label) in texts(&json, "DL.Q_inc_detach.design").iter().enumerate() {
        let mut wanted: Vec<&str> = label.split(":::").collect();
        wanted.sort_unstable();
        let row = (0..view.rows.len()).find(|row| {
            let design = cell(&view, *row, "design").for_people();
            let mut nodes: Vec<&str> = design.split(" : ").collect();
            nodes.sort_unstable();
            nodes == wanted
        });
        let row = row.unwrap_or_else(|| panic!("no design {label}"));
        let expected = |key: &str| json.number(&format!("DL.Q_inc_detach.{key}.{i}"));
        assert_close!(
            number(&view, row, "df_without"),
            expected("df"),
            "exact",
            "{label}"
        );
        if !matches!(cell(&view, row, "q_without"), Value::Missing) {
            assert_close!(
                number(&view, row, "q_without"),
                expected("Q"),
                "estimate",
                "{label}"
            );
        }
    }
}
