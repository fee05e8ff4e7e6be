//! `euthymia against`: a clinic's count beside a rate, a count and the evidence base.

use crate::run::{Folder, Run};

fn run(arguments: &[&str]) -> Run {
    let mut all = vec!["against"];
    all.extend(arguments);
    Folder::new().run(&all)
}

/// The numbers of a quantity: value, low, high.
#[track_caller]
fn numbers(run: &Run, quantity: &str) -> [Option<f64>; 3] {
    let json = run.json();
    let table = json.get(0).unwrap_or(&json);
    let rows = table["rows"].as_array().expect("rows");
    let found = rows.iter().find(|row| row["quantity"] == quantity);
    let row = found.unwrap_or_else(|| panic!("no {quantity} in {table}"));
    ["value", "low", "high"].map(|name| row[name].as_f64())
}

#[test]
fn one_of_four_against_one_half_is_worked_out_by_hand() {
    // P(X ≤ 1) = 5/16 at one half: twice that is 0.625.
    let found = run(&[
        "--events",
        "1",
        "--n",
        "4",
        "--published",
        "50%",
        "--format",
        "json",
    ])
    .fine();
    let [p, ..] = numbers(&found, "p_fixed");
    assert!((p.expect("a p") - 0.625).abs() < 1e-14);
    assert_eq!(numbers(&found, "observed")[0], Some(0.25));
}

#[test]
fn a_rate_without_patients_makes_no_prior_and_says_so() {
    let found = run(&["--events", "1", "--n", "4", "--published", "50%"]).fine();
    assert!(
        found
            .out
            .replace('\n', " ")
            .contains("no prior can be made of it"),
        "{}",
        found.out
    );
    assert!(!found.out.contains("MAP"), "{}", found.out);
}

#[test]
fn with_all_weight_on_the_vague_prior_the_posterior_is_a_beta_distribution() {
    // Beta(5, 18): mean 5/23.
    let asked = [
        "--events",
        "4",
        "--n",
        "21",
        "--published",
        "30/60",
        "--vague",
        "1",
        "--format",
        "json",
    ];
    let [mean, ..] = numbers(&run(&asked).fine(), "posterior_mean");
    assert!((mean.expect("a mean") - 5.0 / 23.0).abs() < 1e-12);
}

#[test]
fn one_published_arm_is_said_to_leave_the_spread_to_the_prior() {
    let found = run(&["--events", "4", "--n", "21", "--published", "30/60"]).fine();
    assert!(
        found.out.contains("One published arm says nothing"),
        "{}",
        found.out
    );
    assert!(found.out.contains("Expectation:"), "{}", found.out);
}

#[test]
fn nobody_and_everybody_have_an_answer() {
    for events in ["0", "21"] {
        let found = run(&["--events", events, "--n", "21", "--published", "30/60"]).fine();
        assert!(
            found.out.replace('\n', " ").contains("are in conflict"),
            "{}",
            found.out
        );
    }
}

#[test]
fn the_evidence_base_answers_with_its_caution_and_what_was_left_out() {
    let asked = [
        "--events",
        "4",
        "--n",
        "21",
        "--treatment",
        "ketamine_iv",
        "--outcome",
        "response",
    ];
    let found = run(&asked).fine();
    for words in [
        "studies, pooled",
        "prediction interval",
        "Left out",
        "Caution:",
    ] {
        assert!(found.out.contains(words), "no {words} in\n{}", found.out);
    }
}

#[test]
fn regression_to_the_mean_is_worked_out_when_the_scale_is_known() {
    // At a threshold at the mean of 20 with a spread of 10: 10 √(2/π) = 7.979 above, half of it goes.
    let found = run(&[
        "--events",
        "4",
        "--n",
        "21",
        "--published",
        "50%",
        "--threshold",
        "20",
        "--population-mean",
        "20",
        "--population-sd",
        "10",
        "--reliability",
        "0.5",
    ])
    .fine();
    let text = found.out.replace('\n', " ");
    assert!(text.contains("from 28.0 to 24.0, by 4.0 points"), "{text}");
}

#[test]
fn the_figure_is_written() {
    let folder = Folder::new();
    let asked = [
        "against",
        "--events",
        "4",
        "--n",
        "21",
        "--published",
        "30/60",
        "--figure",
        "f.svg",
    ];
    folder.run(&asked).fine();
    let figure = folder.text("f.svg");
    assert!(figure.contains("4/21") && figure.contains("30/60"));
}

#[test]
fn impossible_requests_are_refused_with_what_to_do() {
    run(&["--events", "3", "--n", "0", "--published", "45%"]).refused(2, &["at least 1"]);
    run(&["--events", "5", "--n", "4", "--published", "45%"])
        .refused(2, &["more events than patients"]);
    run(&["--events", "3", "--n", "4"]).refused(2, &["--published 30/60"]);
    run(&["--events", "3", "--n", "4", "--published", "0.45"]).refused(2, &["neither a count"]);
    run(&["--events", "3", "--n", "4", "--published", "140%"]).refused(2, &["from 0 to 100"]);
    run(&["--events", "3", "--n", "4", "--published", "7/4"]).refused(2, &[]);
    run(&[
        "--events",
        "3",
        "--n",
        "4",
        "--published",
        "1/4",
        "--vague",
        "2",
    ])
    .refused(2, &["weight of the vague prior"]);
    run(&[
        "--events",
        "3",
        "--n",
        "4",
        "--published",
        "1/4",
        "--tau-scale",
        "0",
    ])
    .refused(2, &["scale of τ"]);
    let none = [
        "--events",
        "3",
        "--n",
        "4",
        "--treatment",
        "waitlist",
        "--outcome",
        "ae_dissociation",
    ];
    run(&none).refused(1, &["no study is left"]);
}
