//! R without draws: joint probabilities by integration, weights by cutting up the simplex, net benefit
//! in closed form.

use crate::benefit_risk_cases::{DRAWS, LEVEL, certain, outcome};
use euthymia_synthesis::network::Better;
use euthymia_synthesis::network::benefit_risk::{
    BenefitRisk, Correlation, Turn, ValueScale, Weights, acceptability, balance, net_benefit,
};
use euthymia_testkit::Comparison;
use euthymia_testkit::reference::{self, Json};

fn json() -> Json {
    reference::json("expected/network/benefit_risk.json")
}

fn numbers(json: &Json, place: &str) -> Vec<f64> {
    let list = json.numbers(place);
    list.iter().map(|n| n.as_ref().unwrap().value).collect()
}

fn two(json: &Json, correlation: Correlation) -> BenefitRisk {
    let of = |name: &str, better| {
        let (mean, v) = (
            numbers(json, &format!("{name}.mean")),
            numbers(json, &format!("{name}.v")),
        );
        outcome(name, &mean, &v, better)
    };
    let outcomes = vec![of("benefit", Better::Larger), of("harm", Better::Smaller)];
    BenefitRisk::new(outcomes, "A", correlation).unwrap()
}

#[test]
fn joint_probabilities() {
    let json = json();
    let least = numbers(&json, "least");
    let rho = Correlation::Exchangeable(json.number("rho").value);
    let mut all = Comparison::new("balance");
    for (correlation, name) in [
        (Correlation::Independent, "independent"),
        (rho, "correlated"),
    ] {
        let set = two(&json, correlation);
        let found = balance(&set, &least, LEVEL, &DRAWS).unwrap();
        for (t, row) in found.rows.iter().enumerate() {
            let number = |key: &str| json.number(&format!("rows.{t}.{key}"));
            let limits = row.gains[0].bounds;
            for (kind, value, key) in [
                ("benefit", row.gains[0].probability, "benefit"),
                ("harm", row.gains[1].probability, "harm"),
                ("joint", row.joint, name),
                ("limit", limits.lower, "limits_benefit.0"),
                ("limit", limits.upper, "limits_benefit.1"),
            ] {
                all.compare(kind, value, number(key), "seeded_draws", name);
            }
        }
    }
    let correlations = two(&json, rho).correlations(0, 1).unwrap();
    for (t, found) in correlations.into_iter().enumerate() {
        let expected = json.number(&format!("correlation.{t}"));
        all.compare("correlation", found, expected, "algebra", "of effects");
    }
    all.finish(22);
}

#[test]
fn net_benefit_over_a_range() {
    let json = json();
    let set = two(&json, Correlation::Exchangeable(json.number("rho").value));
    let lambdas = numbers(&json, "rows.0.net.lambda");
    let found = net_benefit(&set, 0, 1, &lambdas, 1.0, LEVEL, &DRAWS).unwrap();
    let mut all = Comparison::new("net benefit");
    for (t, line) in found.lines.iter().enumerate() {
        let number = |key: &str| json.number(&format!("rows.{t}.net.{key}"));
        for (i, point) in line.points.iter().enumerate() {
            let at = |key: &str| number(&format!("{key}.{i}"));
            let context = format!("{t} {i}");
            all.compare(
                "estimate",
                point.estimate,
                at("estimate"),
                "algebra",
                &context,
            );
            for (kind, value) in [
                ("lower", point.bounds.lower),
                ("upper", point.bounds.upper),
                ("probability", point.probability),
            ] {
                all.compare(kind, value, at(kind), "seeded_draws", &context);
            }
        }
        let Turn::PositiveBelow(lambda) = line.turn else {
            panic!("{:?}", line.turn);
        };
        all.compare("turn", lambda, number("turn"), "algebra", "λ");
    }
    all.finish(42);
}

#[test]
fn acceptability_is_the_area_of_the_simplex() {
    let json = json();
    let values: Vec<Vec<f64>> = (0..4)
        .map(|i| numbers(&json, &format!("values.{i}")))
        .collect();
    let of = |k: usize| {
        // Against the first treatment, whose own value the scale takes up.
        let effects: Vec<f64> = values[1..].iter().map(|v| v[k] - values[0][k]).collect();
        certain(&k.to_string(), &effects, Better::Larger)
    };
    let set = BenefitRisk::new((0..3).map(of).collect(), "A", Correlation::Independent).unwrap();
    let scale = |k: usize| ValueScale {
        worst: -values[0][k],
        best: 1.0 - values[0][k],
    };
    let scales: Vec<ValueScale> = (0..3).map(scale).collect();
    let order = numbers(&json, "order")
        .iter()
        .map(|k| *k as usize)
        .collect();
    let mut all = Comparison::new("acceptability");
    for (weights, name) in [
        (Weights::Unknown, "unknown"),
        (Weights::Ordered(order), "ordered"),
    ] {
        let found = acceptability(&set, &scales, &weights, LEVEL, &DRAWS).unwrap();
        for (i, share) in found.shares().iter().enumerate() {
            let number = |key: &str| json.number(&format!("{name}.{key}.{i}"));
            all.compare("first", share[0], number("first"), "seeded_draws", name);
            all.compare("second", share[1], number("second"), "seeded_draws", name);
            all.compare("mean", found.means[i], number("mean"), "seeded_draws", name);
            for k in 0..3 {
                let expected = json.number_if_any(&format!("{name}.centre.{i}.{k}"));
                let central = found.central[i].as_ref();
                assert_eq!(central.is_some(), expected.is_some(), "{name} {i}");
                if let (Some(central), Some(expected)) = (central, expected) {
                    all.compare("centre", central.weights[k], expected, "seeded_draws", name);
                }
            }
        }
    }
    all.finish(24 + 12 + 9);
}
