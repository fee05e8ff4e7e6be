//! Brunner–Munzel and Boschloo against SciPy; Barnard against an order by fractions, because SciPy
//! compares z in doubles and misses exact ties; standardised differences against numpy.

use euthymia_cohort::brunner_munzel::{Method, brunner_munzel};
use euthymia_cohort::contingency::Table;
use euthymia_cohort::proportion::Proportion;
use euthymia_cohort::standardised_difference::categorical;
use euthymia_cohort::unconditional::{Order, Side, unconditional};
use euthymia_numerics::Probability;
use euthymia_testkit::Comparison;
use euthymia_testkit::reference::{Json, json};

const FILE: &str = "expected/scipy/cohort_groups.json";

fn values(file: &Json, place: &str) -> Vec<f64> {
    file.numbers(place)
        .into_iter()
        .map(|v| v.unwrap().value)
        .collect()
}

#[test]
fn relative_effects() {
    let file = json(FILE);
    let mut all = Comparison::new("Brunner–Munzel");
    for case in ["overlap", "untied", "unequal", "scores"] {
        let at = |what: &str| format!("brunner_munzel.{case}.{what}");
        let (first, second) = (values(&file, &at("first")), values(&file, &at("second")));
        let test =
            |method| brunner_munzel(&first, &second, method, Probability::NINETY_FIVE).unwrap();
        let t = test(Method::T);
        for (what, found) in [
            ("statistic", t.statistic),
            ("p_t", t.p_two_sided),
            ("p_normal", test(Method::Normal).p_two_sided),
            ("effect", Some(t.relative_effect)),
            ("se", Some(t.standard_error)),
        ] {
            all.compare(
                what,
                found.unwrap(),
                file.number(&at(what)),
                "algebra",
                case,
            );
        }
        if let Some(p) = file.number_if_any(&at("p_exact")) {
            let exact = test(Method::ExactPermutation).p_two_sided.unwrap();
            all.compare("p_exact", exact, p.clone(), "algebra", case);
            let random = test(Method::RandomPermutation {
                draws: 4000,
                seed: 3,
            });
            let apart = (random.p_two_sided.unwrap() - p.value).abs();
            // Four standard errors of 4,000 draws at one half.
            all.require(apart < 0.032, || format!("{case}: {apart}"));
        }
    }
    all.finish(24);
}

#[test]
fn unconditional_tests() {
    let file = json(FILE);
    let mut all = Comparison::new("unconditional");
    let count = file.get("unconditional").unwrap().as_array().unwrap().len();
    for i in 0..count {
        let at = |what: &str| format!("unconditional.{i}.{what}");
        let number = |what: &str| file.get(&at(what)).unwrap().as_u64().unwrap();
        let first = Proportion::new(number("x1"), number("n1")).unwrap();
        let second = Proportion::new(number("x2"), number("n2")).unwrap();
        let context = format!("{first:?} {second:?}");
        for (side, name) in [
            (Side::FirstGreater, "greater"),
            (Side::FirstLess, "less"),
            (Side::Both, "two-sided"),
        ] {
            for (order, test) in [
                (Order::PooledZ, "barnard"),
                (Order::FisherDoubled, "boschloo"),
            ] {
                let found = unconditional(first, second, order, side).unwrap();
                let expected = file.number(&at(&format!("{test}_{name}")));
                all.compare(
                    test,
                    found.p,
                    expected,
                    "optimum",
                    &format!("{context} {name}"),
                );
            }
        }
        let z = unconditional(first, second, Order::PooledZ, Side::Both)
            .unwrap()
            .statistic;
        all.compare("z", z, file.number(&at("z")), "algebra", &context);
    }
    all.finish(50);
}

#[test]
fn several_categories() {
    let file = json(FILE);
    let mut all = Comparison::new("categories");
    let count = file.get("categorical").unwrap().as_array().unwrap().len();
    for i in 0..count {
        let row = |r: usize| -> Vec<u64> {
            let cells = values(&file, &format!("categorical.{i}.rows.{r}"));
            cells.into_iter().map(|c| c as u64).collect()
        };
        let table = Table::new(&[row(0), row(1)]).unwrap();
        let found = categorical(&table).unwrap().unwrap();
        let expected = file.number(&format!("categorical.{i}.distance"));
        all.compare(
            "distance",
            found,
            expected,
            "algebra",
            &format!("{table:?}"),
        );
    }
    all.finish(4);
}
