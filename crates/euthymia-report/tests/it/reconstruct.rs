//! Reconstructed data as a person reads them: a proof is called one, a failed search is not.

// Helper functions of a test file are tests too.
#![allow(clippy::unwrap_used, clippy::panic)]

use euthymia_cohort::reconstruct::{
    Answer, Budget, Change, Frame, Moments, OneSample, PairedSamples, one_sample, paired_samples,
};
use euthymia_report::reconstruct::{
    answer_view, checks_view, range_view, solutions_view, verdict_in_words,
};
use euthymia_table::{Format, render};

const BUDGET: Budget = Budget {
    draws: 3,
    starts: 2,
    steps: 500,
    seed: 1,
};

fn sample(n: u32, highest: i64, mean: &str, sd: Option<&str>) -> Answer {
    let sample = OneSample {
        frame: Frame::new(n, 0, highest).unwrap(),
        moments: Moments {
            sd: sd.map(|sd| sd.parse().unwrap()),
            ..Moments::of_mean(mean.parse().unwrap())
        },
        rules: Vec::new(),
    };
    one_sample(&sample, &BUDGET).unwrap()
}

fn cell(answer: &Answer, row: usize, column: usize) -> String {
    checks_view(answer).rows[row][column].for_people()
}

#[test]
fn a_proof_is_called_a_proof_and_shows_its_arithmetic() {
    // S = 62, Q from 316.85 to 317.69, and 317 is odd.
    let answer = sample(18, 20, "3.44", Some("2.47"));
    assert!(verdict_in_words(&answer).contains("which is a proof"));
    assert_eq!(cell(&answer, 1, 1), "SD (GRIMMER)");
    assert_eq!(cell(&answer, 1, 2), "IMPOSSIBLE");
    let arithmetic = cell(&answer, 1, 3);
    for part in ["s = 2.465 to 2.475", "316.85 to 317.69", "no even Q"] {
        assert!(arithmetic.contains(part), "{part}: {arithmetic}");
    }
    // The mean alone: 10 × 3.445 to 3.455.
    let answer = sample(10, 7, "3.45", None);
    assert!(cell(&answer, 0, 3).contains("34.450 to 34.550: no whole S"));
}

#[test]
fn a_failed_search_is_called_no_proof() {
    let side = |mean: &str| Moments {
        sd: Some("0.50".parse().unwrap()),
        ..Moments::of_mean(mean.parse().unwrap())
    };
    let pairs = PairedSamples {
        frame: Frame::new(4, 0, 20).unwrap(),
        before: side("9.25"),
        after: side("8.25"),
        change: Change::default(),
        rules: vec!["decrease>=50pct: 3".parse().unwrap()],
    };
    let words = verdict_in_words(&paired_samples(&pairs, &BUDGET).unwrap());
    assert!(
        words.starts_with("None was found in 2 starts of 500 moves"),
        "{words}"
    );
    assert!(words.contains("That is no proof"), "{words}");
}

#[test]
fn counts_are_exact_or_drawn_and_say_which() {
    // 0 2 4, 0 3 3, 1 1 4, 1 2 3, 2 2 2 have sum 6; three of the five are drawn.
    let some = sample(3, 4, "2.00", None);
    let words = verdict_in_words(&some);
    assert_eq!(
        words,
        "Exactly 5 data sets have this summary; 3 of them were drawn, each as likely as any other."
    );
    assert!(range_view(&some, &[]).notes[0].contains("others may lie outside"));
    let one = sample(3, 4, "2.00", Some("0.00"));
    assert_eq!(
        verdict_in_words(&one),
        "Exactly 1 data set has this summary: all of them were seen."
    );
    assert!(range_view(&one, &[]).notes[0].contains("complete"));
    let json = render(&answer_view(&one), Format::Json).unwrap();
    for part in ["\"found\"", "\"counted\"", "\"1\""] {
        assert!(json.contains(part), "{part}: {json}");
    }
}

#[test]
fn solutions_are_rows_of_patients() {
    let one = sample(3, 9, "2.00", Some("1.00"));
    let csv = render(&solutions_view(&one.solutions, ["total", ""]), Format::Csv).unwrap();
    assert_eq!(csv, "patient_id,total\nR01,1\nR02,2\nR03,3\n");
    let several = sample(3, 4, "2.00", None);
    let csv = render(
        &solutions_view(&several.solutions, ["total", ""]),
        Format::Csv,
    )
    .unwrap();
    assert!(
        csv.starts_with("solution,patient_id,total\n1,R01,"),
        "{csv}"
    );
    assert_eq!(csv.lines().count(), 1 + 3 * 3);
}
