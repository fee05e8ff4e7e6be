//! Score intervals and conditional odds ratios against many digits.

use euthymia_cohort::difference_of_proportions::{Method, difference};
use euthymia_cohort::fisher::two_by_two::fisher;
use euthymia_cohort::paired_proportions::{self, PairedCounts};
use euthymia_cohort::proportion::Proportion;
use euthymia_cohort::two_sided::TwoSided;
use euthymia_numerics::Probability;
use euthymia_testkit::Comparison;
use euthymia_testkit::reference::{Row, csv};

fn proportion(row: &Row, events: &str, n: &str) -> Proportion {
    Proportion::new(row.parse(events), row.parse(n)).unwrap()
}

#[test]
fn miettinen_and_nurminen() {
    let table = csv("expected/mpmath/score_difference.csv");
    let mut all = Comparison::new("score intervals of a difference");
    for row in table.rows() {
        let (first, second) = (proportion(&row, "x1", "n1"), proportion(&row, "x2", "n2"));
        let level = Probability::NINETY_FIVE;
        let found = difference(first, second, Method::MiettinenNurminen, level).unwrap();
        let context = format!("{first:?} {second:?}");
        let (lower, upper) = (row.number("lower"), row.number("upper"));
        all.compare("lower", found.interval.lower, lower, "algebra", &context);
        all.compare("upper", found.interval.upper, upper, "algebra", &context);
    }
    all.finish(20);
}

#[test]
fn newcombe_for_the_same_patients() {
    let table = csv("expected/mpmath/paired_difference.csv");
    let mut all = Comparison::new("paired differences");
    for row in table.rows() {
        let cells = ["both", "first_only", "second_only", "neither"].map(|name| row.parse(name));
        let [both, first, second, neither] = cells;
        let counts = PairedCounts::new(both, first, second, neither).unwrap();
        let found = paired_proportions::difference(counts, Probability::NINETY_FIVE).unwrap();
        let context = format!("{counts:?}");
        all.compare("phi", found.phi, row.number("phi"), "algebra", &context);
        let (lower, upper) = (row.number("lower"), row.number("upper"));
        all.compare("lower", found.interval.lower, lower, "algebra", &context);
        all.compare("upper", found.interval.upper, upper, "algebra", &context);
    }
    all.finish(24);
}

#[test]
fn conditional_odds_ratios() {
    let table = csv("expected/mpmath/fisher_odds_ratio.csv");
    let mut all = Comparison::new("conditional odds ratios");
    for row in table.rows() {
        let (first, second) = (proportion(&row, "x1", "n1"), proportion(&row, "x2", "n2"));
        let context = format!("{first:?} {second:?}");
        for (rule, ends) in [
            (TwoSided::Doubled, ["lower", "upper"]),
            (TwoSided::MidP, ["mid_lower", "mid_upper"]),
        ] {
            let test = fisher(first, second, rule, Probability::NINETY_FIVE).unwrap();
            let odds = test.odds_ratio.unwrap();
            let estimate = odds.estimate.unwrap();
            all.compare(
                "estimate",
                estimate,
                row.number("estimate"),
                "root",
                &context,
            );
            all.compare("lower", odds.lower, row.number(ends[0]), "root", &context);
            all.compare(
                "upper",
                odds.upper.unwrap(),
                row.number(ends[1]),
                "root",
                &context,
            );
        }
    }
    all.finish(40);
}
