//! Counts against base R. R finds conditional odds ratios by `uniroot` at its default tolerance, so
//! that they agree under a tolerance of their own and are held to their polynomials by hand.

use euthymia_cohort::binomial_test::binomial_test;
use euthymia_cohort::chi_squared_test::{Continuity, chi_squared_test};
use euthymia_cohort::contingency::Table;
use euthymia_cohort::difference_of_proportions::{Method, difference, ratio};
use euthymia_cohort::fisher::{table, two_by_two::fisher};
use euthymia_cohort::paired_proportions::{McNemarMethod, PairedCounts, mcnemar};
use euthymia_cohort::proportion::{self, Proportion};
use euthymia_cohort::two_sided::TwoSided;
use euthymia_numerics::Probability;
use euthymia_testkit::Comparison;
use euthymia_testkit::reference::{Json, json};

const FILE: &str = "expected/r/cohort_counts.json";

fn length(file: &Json, place: &str) -> usize {
    file.get(place).unwrap().as_array().unwrap().len()
}

fn count(file: &Json, place: &str) -> u64 {
    file.get(place).unwrap().as_u64().unwrap()
}

fn of(file: &Json, events: &str, n: &str) -> Proportion {
    Proportion::new(count(file, events), count(file, n)).unwrap()
}

/// An odds ratio or its reciprocal, the scale on which R searches.
fn below_one(odds_ratio: f64) -> f64 {
    odds_ratio.min(1.0 / odds_ratio)
}

#[test]
fn two_proportions() {
    let file = json(FILE);
    let mut all = Comparison::new("two proportions");
    for i in 0..length(&file, "two") {
        let at = |name: &str| format!("two.{i}.{name}");
        let first = of(&file, &at("x1"), &at("n1"));
        let second = of(&file, &at("x2"), &at("n2"));
        let context = format!("{first:?} {second:?}");
        let rules = [
            (TwoSided::NoMoreLikely, "p_two"),
            (TwoSided::Doubled, "p_doubled"),
            (TwoSided::MidP, "p_mid"),
        ];
        for (rule, name) in rules {
            let test = fisher(first, second, rule, Probability::NINETY_FIVE).unwrap();
            let p = file.number(&at(name));
            all.compare(name, test.p_two_sided, p, "algebra", &context);
            let less = file.number(&at("p_less"));
            all.compare("p_less", test.p_less, less, "algebra", &context);
            let greater = file.number(&at("p_greater"));
            all.compare("p_greater", test.p_greater, greater, "algebra", &context);
            if rule == TwoSided::Doubled
                && let Some(odds) = test.odds_ratio
            {
                let expected = [
                    file.number_if_any(&at("or")),
                    file.number_if_any(&at("or_ci.1")),
                ];
                for (found, expected) in [odds.estimate, odds.upper].into_iter().zip(expected) {
                    all.require(found.is_some() == expected.is_some(), || context.clone());
                    if let Some((found, expected)) = found.zip(expected) {
                        let expected = expected.map(below_one);
                        all.compare(
                            "odds ratio",
                            below_one(found),
                            expected,
                            "uniroot_default",
                            &context,
                        );
                    }
                }
                let lower = file.number(&at("or_ci.0"));
                let (found, lower) = (below_one(odds.lower), lower.map(below_one));
                all.compare("odds ratio", found, lower, "uniroot_default", &context);
            }
        }
        differences(&file, i, first, second, &mut all);
    }
    all.finish(300);
}

fn differences(file: &Json, i: usize, first: Proportion, second: Proportion, all: &mut Comparison) {
    let context = format!("{first:?} {second:?}");
    let methods = [
        (Method::Newcombe, "newcombe"),
        (Method::NewcombeContinuity, "newcombe_cc"),
        (Method::Wald, "wald"),
        (Method::AgrestiCaffo, "agresti_caffo"),
    ];
    for (method, name) in methods {
        let found = difference(first, second, method, Probability::NINETY_FIVE).unwrap();
        let lower = file.number(&format!("two.{i}.{name}.0"));
        let upper = file.number(&format!("two.{i}.{name}.1"));
        all.compare(name, found.interval.lower, lower, "algebra", &context);
        all.compare(name, found.interval.upper, upper, "algebra", &context);
    }
    let katz = ratio(first, second, Probability::NINETY_FIVE).unwrap();
    let expected = file.number_if_any(&format!("two.{i}.katz.0"));
    all.require(katz.is_some() == expected.is_some(), || context.clone());
    if let Some((found, expected)) = katz.zip(expected) {
        all.compare("katz", found.interval.lower, expected, "algebra", &context);
        let upper = file.number(&format!("two.{i}.katz.1"));
        all.compare("katz", found.interval.upper, upper, "algebra", &context);
    }
    let row = |p: Proportion| vec![p.events(), p.n() - p.events()];
    let Ok(cells) = Table::new(&[row(first), row(second)]) else {
        all.require(file.get(&format!("two.{i}.chisq")).is_none(), || context);
        return;
    };
    for (continuity, name) in [(Continuity::None, "chisq"), (Continuity::Yates, "yates")] {
        let found = chi_squared_test(&cells, continuity);
        let statistic = file.number(&format!("two.{i}.{name}"));
        all.compare(name, found.chi_squared, statistic, "algebra", &context);
        let p = file.number(&format!("two.{i}.{name}_p"));
        all.compare(name, found.p, p, "algebra", &context);
        let v = file.number(&format!("two.{i}.v"));
        all.compare("Cramér", found.cramers_v, v, "algebra", &context);
    }
}

#[test]
fn larger_tables() {
    let file = json(FILE);
    let mut all = Comparison::new("larger tables");
    for name in ["job", "three", "wide", "equal"] {
        let at = |what: &str| format!("tables.{name}.{what}");
        let rows = file.get(&at("rows")).unwrap().as_array().unwrap();
        let row = |row: &serde_json::Value| {
            let cells = row.as_array().unwrap().iter();
            cells.map(|cell| cell.as_u64().unwrap()).collect()
        };
        let rows: Vec<Vec<u64>> = rows.iter().map(row).collect();
        let cells = Table::new(&rows).unwrap();
        let chi = chi_squared_test(&cells, Continuity::Yates);
        assert_eq!(chi.continuity, Continuity::None, "{name}");
        all.compare(
            "chisq",
            chi.chi_squared,
            file.number(&at("chisq")),
            "algebra",
            name,
        );
        all.compare("p", chi.p, file.number(&at("chisq_p")), "algebra", name);
        all.compare("df", chi.df, file.number(&at("df")), "exact", name);
        all.compare("v", chi.cramers_v, file.number(&at("v")), "algebra", name);
        if name != "job" {
            let exact = table::exact(&cells).unwrap();
            all.compare("exact", exact.p, file.number(&at("p")), "root", name);
        }
        let drawn = table::by_monte_carlo(&cells, 5000, 7).unwrap();
        let apart = (drawn.p - file.number(&at("p")).value).abs();
        let error = drawn.standard_error.unwrap();
        all.require(apart <= 4.5 * error, || format!("{name}: {apart} {error}"));
    }
    all.finish(20);
}

#[test]
fn one_rate() {
    let file = json(FILE);
    let mut all = Comparison::new("one rate");
    for i in 0..length(&file, "binomial") {
        let at = |name: &str| format!("binomial.{i}.{name}");
        let observed = of(&file, &at("x"), &at("n"));
        let published = Probability::new(file.number(&at("p")).value).unwrap();
        let rules = [
            (TwoSided::NoMoreLikely, "two"),
            (TwoSided::Doubled, "doubled"),
            (TwoSided::MidP, "mid"),
        ];
        for (rule, name) in rules {
            let test = binomial_test(observed, published, rule);
            let context = format!("{observed:?} {}", published.get());
            all.compare(
                name,
                test.p_two_sided,
                file.number(&at(name)),
                "algebra",
                &context,
            );
            all.compare(
                "less",
                test.p_less,
                file.number(&at("less")),
                "algebra",
                &context,
            );
            let greater = file.number(&at("greater"));
            all.compare("greater", test.p_greater, greater, "algebra", &context);
        }
    }
    all.finish(100);
}

#[test]
fn intervals_of_one_proportion() {
    let file = json(FILE);
    let mut all = Comparison::new("one proportion");
    for i in 0..length(&file, "one") {
        let at = |name: &str| format!("one.{i}.{name}");
        let observed = of(&file, &at("x"), &at("n"));
        let level = Probability::new(file.number(&at("level")).value).unwrap();
        let intervals = [
            ("mid", proportion::mid_p(observed, level).unwrap(), "root"),
            (
                "agresti_coull",
                proportion::agresti_coull(observed, level).unwrap(),
                "algebra",
            ),
            (
                "wilson_cc",
                proportion::wilson_continuity(observed, level).unwrap(),
                "algebra",
            ),
        ];
        for (name, found, tolerance) in intervals {
            let context = format!("{observed:?} {}", level.get());
            let lower = file.number(&at(&format!("{name}.0")));
            all.compare(name, found.lower, lower, tolerance, &context);
            let upper = file.number(&at(&format!("{name}.1")));
            all.compare(name, found.upper, upper, tolerance, &context);
        }
    }
    all.finish(160);
}

#[test]
fn the_same_patients_twice() {
    let file = json(FILE);
    let mut all = Comparison::new("paired counts");
    for i in 0..length(&file, "pairs") {
        let at = |name: &str| format!("pairs.{i}.{name}");
        let [a, b, c, d] = [0, 1, 2, 3].map(|k| count(&file, &at(&format!("counts.{k}"))));
        let counts = PairedCounts::new(a, b, c, d).unwrap();
        let methods = [
            (McNemarMethod::Exact, "exact", None),
            (McNemarMethod::MidP, "mid", None),
            (McNemarMethod::ChiSquared, "chisq_p", Some("chisq")),
            (McNemarMethod::ChiSquaredContinuity, "cc_p", Some("cc")),
        ];
        for (method, p, statistic) in methods {
            let found = mcnemar(counts, method);
            let context = format!("{counts:?}");
            if b == c && method == McNemarMethod::ChiSquaredContinuity {
                // R gives 1/(b + c): it does not stop the correction at 0.
                continue;
            }
            all.compare(p, found.p, file.number(&at(p)), "algebra", &context);
            if let Some((found, name)) = found.chi_squared.zip(statistic) {
                all.compare(name, found, file.number(&at(name)), "algebra", &context);
            }
        }
    }
    all.finish(30);
}
