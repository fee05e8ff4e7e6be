//! `conv.fivenum`, `conv.wald` and `conv.2x2` of metafor 5.1-12, 15 digits.

use euthymia_numerics::Probability;
use euthymia_synthesis::conversion::five_numbers::{FiveNumbers, Known, log_normal, luo_wan_shi};
use euthymia_synthesis::conversion::margins::{Association, Margins, table};
use euthymia_synthesis::conversion::wald::{Scale, from_interval, from_p, from_statistic};
use euthymia_synthesis::conversion::{MeanSd, Reference, skewness};
use euthymia_synthesis::effect::Effect;
use euthymia_synthesis::effect::two_by_two::TwoByTwo;
use euthymia_testkit::reference::{Json, json};
use euthymia_testkit::{Comparison, Expected};

fn file() -> Json {
    json("expected/metafor-5.1-12-conversions/conversions.json")
}

fn input(call: &str, name: &str) -> f64 {
    file().number(&format!("inputs.{call}.{name}")).value
}

fn result(call: &str, name: &str) -> Expected {
    file().number(&format!("results.{call}.{name}"))
}

fn all_five() -> Known {
    let of = |name| input("fivenum_all", name);
    Known::All {
        minimum: of("min"),
        q1: of("q1"),
        median: of("median"),
        q3: of("q3"),
        maximum: of("max"),
    }
}

#[test]
fn five_number_summaries() {
    let of = |name| input("fivenum_iqr", name);
    let quartiles = Known::Quartiles {
        q1: of("q1"),
        median: of("median"),
        q3: of("q3"),
    };
    let five = FiveNumbers::new(all_five(), 60).unwrap();
    let three = FiveNumbers::new(quartiles, 60).unwrap();
    let mut all = Comparison::new("conv.fivenum");
    for (call, found) in [
        ("fivenum_all_norm", luo_wan_shi(&five)),
        ("fivenum_all_lnorm", log_normal(&five)),
        ("fivenum_iqr", luo_wan_shi(&three)),
    ] {
        let MeanSd { mean, sd } = found.unwrap().value;
        all.compare("mean", mean, result(call, "mean"), "algebra", call);
        all.compare("sd", sd, result(call, "sd"), "algebra", call);
    }
    all.finish(6);
}

/// metafor gives no result where its test for skewness is significant.
#[test]
fn the_range_is_skewed_and_the_others_are_not() {
    let Known::All {
        minimum,
        median,
        maximum,
        ..
    } = all_five()
    else {
        panic!("all five are known");
    };
    let range = Known::Range {
        minimum,
        median,
        maximum,
    };
    assert!(file().number_if_any("results.fivenum_range.mean").is_none());
    assert!(skewness::test(&FiveNumbers::new(range, 60).unwrap()).is_skewed());
    assert!(!skewness::test(&FiveNumbers::new(all_five(), 60).unwrap()).is_skewed());
}

#[test]
fn wald_type_results() {
    let p = Probability::new(input("wald_p", "pval")).unwrap();
    let ends = ["ci.lb", "ci.ub"].map(|name| {
        // The name itself holds a point.
        let inputs = file().get("inputs.wald_ci").unwrap().clone();
        inputs.get(name).and_then(|value| value.as_f64()).unwrap()
    });
    let interval = from_interval(
        Some(input("wald_ci", "out")),
        ends[0],
        ends[1],
        Probability::NINETY_FIVE,
        Scale::Log,
        Reference::Normal,
    );
    let by_p = from_p(
        input("wald_p", "out"),
        p,
        Scale::Identity,
        Reference::Normal,
    );
    let by_z = from_statistic(
        input("wald_z", "out"),
        input("wald_z", "zval"),
        Scale::Identity,
    );
    let mut all = Comparison::new("conv.wald");
    let found: [(&str, Effect); 3] = [
        ("wald_ci", interval.unwrap().value.effect),
        ("wald_p", by_p.unwrap().value),
        ("wald_z", by_z.unwrap().value),
    ];
    for (call, effect) in found {
        all.compare("yi", effect.estimate, result(call, "yi"), "algebra", call);
        all.compare(
            "vi",
            effect.variance.get(),
            result(call, "vi"),
            "algebra",
            call,
        );
    }
    all.finish(6);
}

#[test]
fn tables_from_margins() {
    let count = |call: &str, name: &str| {
        let value = file().get(&format!("inputs.{call}.{name}")).cloned();
        value.and_then(|value| value.as_u64()).unwrap()
    };
    let cell = |call: &str, name: &str| {
        let value = file().get(&format!("results.{call}.{name}")).cloned();
        value.and_then(|value| value.as_u64()).unwrap()
    };
    for (call, association) in [
        ("2x2_or", Association::OddsRatio(input("2x2_or", "ori"))),
        ("2x2_phi", Association::Phi(input("2x2_phi", "ri"))),
    ] {
        let [n, group, events] = ["ni", "n1i", "n2i"].map(|name| count(call, name));
        let [a, b, c, d] = ["ai", "bi", "ci", "di"].map(|name| cell(call, name));
        let margins = Margins::new(n, group, events).unwrap();
        let expected = TwoByTwo::new(a, a + b, c, c + d).unwrap();
        assert_eq!(
            table(&margins, association).unwrap().value,
            expected,
            "{call}"
        );
    }
}
