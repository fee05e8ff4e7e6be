//! Signed ranks, signs and pseudomedians: base R, exactRankTests (exact with ties), coin (Pratt).

use euthymia_cohort::differences::Differences;
use euthymia_cohort::hodges_lehmann::hodges_lehmann;
use euthymia_cohort::sign_test::sign_test;
use euthymia_cohort::signed_rank::{Method, MethodRule, SignedRank, ZeroRule, signed_rank};
use euthymia_numerics::Probability;
use euthymia_testkit::reference::{Json, json};
use euthymia_testkit::{Comparison, Expected};

fn values(file: &Json, place: &str) -> Vec<f64> {
    let numbers = file.numbers(place);
    numbers.into_iter().map(|v| v.unwrap().value).collect()
}

fn cases(file: &Json) -> Vec<String> {
    let cases = file.get("cases").unwrap().as_object().unwrap();
    cases.keys().cloned().collect()
}

fn compare_tails(all: &mut Comparison, file: &Json, place: &str, found: (f64, f64, f64)) {
    let kind = place.rsplit('.').next().unwrap();
    for (side, p) in [
        ("two_sided", found.0),
        ("greater", found.1),
        ("less", found.2),
    ] {
        let expected: Expected = file.number(&format!("{place}.{side}"));
        all.compare(kind, p, expected, "algebra", place);
    }
}

fn p_values(test: &SignedRank) -> (f64, f64, f64) {
    (test.p_two_sided, test.p_greater, test.p_less)
}

#[test]
fn signed_ranks_under_every_rule() {
    let file = json("expected/r/cohort_ranks.json");
    let mut all = Comparison::new("signed ranks");
    let normal = |continuity| Method::Normal { continuity };
    let rules = [
        ("exact_drop", ZeroRule::Drop, Method::Exact),
        ("normal_corrected", ZeroRule::Drop, normal(true)),
        ("normal_plain", ZeroRule::Drop, normal(false)),
        ("pratt_exact", ZeroRule::Pratt, Method::Exact),
        ("pratt_normal", ZeroRule::Pratt, normal(false)),
        // With the zeros' ranks a constant on both sides, splitting them is Pratt's exact test.
        ("pratt_exact", ZeroRule::Split, Method::Exact),
    ];
    for case in cases(&file) {
        let falls =
            Differences::of_values(&values(&file, &format!("cases.{case}.values"))).unwrap();
        for (name, zeros, method) in rules {
            let test = signed_rank(&falls, zeros, MethodRule::Fixed(method)).unwrap();
            compare_tails(
                &mut all,
                &file,
                &format!("cases.{case}.{name}"),
                p_values(&test),
            );
            if zeros == ZeroRule::Drop {
                let v = file.number(&format!("cases.{case}.v"));
                all.compare("v", test.w_plus, v, "exact", &case);
            }
        }
        let test = sign_test(&falls, Probability::NINETY_FIVE).unwrap();
        let found = (test.p_two_sided, test.p_greater, test.p_less);
        compare_tails(&mut all, &file, &format!("cases.{case}.sign"), found);
    }
    all.finish(150);
}

#[test]
fn pseudomedians_with_exact_limits() {
    let file = json("expected/r/cohort_ranks.json");
    let mut all = Comparison::new("pseudomedians");
    for case in cases(&file) {
        for level in [80, 95] {
            let place = format!("cases.{case}.pseudomedian{level}");
            if file.get(&place).is_none() {
                continue;
            }
            let falls =
                Differences::of_values(&values(&file, &format!("cases.{case}.values"))).unwrap();
            let asked = Probability::new(f64::from(level) / 100.0).unwrap();
            let found = hodges_lehmann(&falls, asked).unwrap();
            let interval = found.interval.unwrap();
            for (name, value) in [
                ("estimate", found.estimate),
                ("lower", interval.lower),
                ("upper", interval.upper),
                ("achieved", interval.achieved),
            ] {
                let expected = file.number(&format!("{place}.{name}"));
                all.compare(name, value, expected, "algebra", &place);
            }
        }
    }
    all.finish(16);
}
