//! Every set of small whole numbers, tried one by one in Python with exact fractions
//! (`reference/generators/py/reconstruct.py`): counts, and whether there is none.

use euthymia_cohort::reconstruct::{
    Budget, Change, Count, Frame, How, Moments, OneSample, PairedSamples, Printed, Rule, Verdict,
    one_sample, paired_samples,
};
use serde_json::Value;

const BUDGET: Budget = Budget {
    draws: 100_000,
    starts: 60,
    steps: 4000,
    seed: 7,
};

fn reference() -> Value {
    let text = include_str!("../../../../reference/expected/python/reconstruct.json");
    serde_json::from_str(text).unwrap()
}

fn printed(value: &Value) -> Option<Printed> {
    value.as_str().map(|text| text.parse().unwrap())
}

fn frame(problem: &Value) -> Frame {
    let whole = |key: &str| problem[key].as_i64().unwrap();
    let n = u32::try_from(whole("n")).unwrap();
    Frame::new(n, whole("lowest"), whole("highest")).unwrap()
}

fn moments(side: &Value) -> Moments {
    Moments {
        sd: printed(&side["sd"]),
        median: printed(&side["median"]),
        minimum: side["minimum"].as_i64(),
        maximum: side["maximum"].as_i64(),
        ..Moments::of_mean(printed(&side["mean"]).unwrap())
    }
}

fn rule(text: &str) -> Rule {
    text.parse().unwrap()
}

fn sample(problem: &Value) -> OneSample {
    let below = problem["below"].as_array().cloned().unwrap_or_default();
    let rules = below
        .iter()
        .map(|pair| rule(&format!("<{}: {}", pair[0], pair[1])));
    OneSample {
        frame: frame(problem),
        moments: moments(problem),
        rules: rules.collect(),
    }
}

#[test]
fn the_sides_of_a_published_summary_are_counted_as_by_polynomials() {
    let reference = reference();
    for problem in reference["published"].as_array().unwrap() {
        let asked = sample(problem);
        let expected: u128 = problem["count"].to_string().parse().unwrap();
        assert!(expected > 1_000_000);
        let answer = one_sample(
            &asked,
            &Budget {
                draws: 50,
                ..BUDGET
            },
        )
        .unwrap();
        assert_eq!(answer.how, How::Counted(Count::Exactly(expected)));
        assert_eq!(answer.solutions.len(), 50);
        assert!(answer.solutions.iter().all(|s| asked.fits(&s.values)));
    }
}

#[test]
fn samples_are_counted_as_by_trying_them_all() {
    let reference = reference();
    let problems = reference["one_sample"].as_array().unwrap();
    assert!(problems.len() > 150);
    for problem in problems {
        let sample = sample(problem);
        let expected = u128::from(problem["count"].as_u64().unwrap());
        let answer = one_sample(&sample, &BUDGET).unwrap();
        let counted = match answer.how {
            How::Refuted => 0,
            How::Counted(Count::Exactly(count)) => count,
            other => panic!("{other:?}: {problem}"),
        };
        assert_eq!(counted, expected, "{problem}");
        // All of them were listed, each once, and each fits.
        let mut listed: Vec<_> = answer.solutions.iter().map(|s| s.values.clone()).collect();
        listed.sort();
        listed.dedup();
        assert_eq!(listed.len() as u128, expected, "{problem}");
        assert!(listed.iter().all(|values| sample.fits(values)), "{problem}");
    }
}

fn paired(problem: &Value) -> PairedSamples {
    let response = problem["response"].as_array().cloned().unwrap_or_default();
    let rules = ["decrease>=50pct", "decrease>=50pct & <2"];
    let counted = rules.iter().zip(&response);
    PairedSamples {
        frame: frame(problem),
        before: moments(&problem["before"]),
        after: moments(&problem["after"]),
        change: Change {
            sd: printed(&problem["sd_change"]),
            t: printed(&problem["t"]),
            percent_mean: printed(&problem["percent_mean"]),
            percent_sd: printed(&problem["percent_sd"]),
            ..Change::default()
        },
        rules: counted
            .map(|(name, count)| rule(&format!("{name}: {count}")))
            .collect(),
    }
}

#[test]
fn pairs_are_refuted_only_where_trying_them_all_finds_none() {
    let reference = reference();
    let problems = reference["paired"].as_array().unwrap();
    assert!(problems.len() >= 60);
    let mut refuted = 0;
    for problem in problems {
        let asked = paired(problem);
        let expected = problem["count"].as_u64().unwrap();
        let answer = paired_samples(&asked, &BUDGET).unwrap();
        let found = answer.solutions.len() as u64;
        assert!(found <= expected, "{found}: {problem}");
        match answer.verdict() {
            Verdict::Found => assert!(expected > 0, "{problem}"),
            Verdict::NoneExists => {
                assert_eq!(expected, 0, "{problem}");
                refuted += 1;
            }
            // Small problems are searched well enough to find what there is.
            Verdict::NotFound => assert_eq!(expected, 0, "{problem}"),
        }
    }
    assert!(refuted >= 5, "only {refuted} were refuted by a check");
}
