//! Payette et al. 2023, doi 10.1016/j.jad.2023.04.019: 21 patients before and after treatment.
//!
//! The rows are reconstructed whole numbers that match the printed summary, not the patients' data
//! (`examples/README.md`). Values the paper prints are held to half a unit of their last printed
//! digit. Values derived elsewhere from the printed, rounded summary (SD of differences 5.719,
//! r .768, `d_av` 1.176, `d_pre` 1.406) can differ from the rows' own values by what that rounding
//! allows; each tolerance says so, and the rows' own values are held by `agrees_with_r.rs`.

// Helper functions of a test file are tests too.
#![allow(clippy::unwrap_used)]
// Zeros, ones and small whole numbers are compared exactly on purpose.
#![allow(clippy::float_cmp)]

use euthymia_cohort::{paired, percent_change, proportion};
use euthymia_numerics::Probability;

fn rows() -> (Vec<f64>, Vec<f64>) {
    let text = include_str!("../../../examples/payette2023_reconstructed.csv");
    let number = |cell: Option<&str>| cell.unwrap().parse::<f64>().unwrap();
    let pair = |line: &str| {
        let mut cells = line.split(',').skip(1);
        (number(cells.next()), number(cells.next()))
    };
    text.lines().skip(1).map(pair).unzip()
}

#[track_caller]
fn printed(value: f64, expected: f64, half_unit: f64) {
    assert!(
        (value - expected).abs() <= half_unit,
        "{value} is not {expected} ± {half_unit}"
    );
}

#[test]
fn means_spreads_and_t_as_printed() {
    let (before, after) = rows();
    let test = paired::paired_t(&before, &after, Probability::NINETY_FIVE).unwrap();
    assert_eq!(test.summary.n, 21);
    assert_eq!(test.df, 20.0);
    printed(test.summary.mean_before, 27.6, 0.05);
    printed(test.summary.sd_before, 6.4, 0.05);
    printed(test.summary.mean_after, 18.6, 0.05);
    printed(test.summary.sd_after, 8.9, 0.05);
    printed(test.t, 7.212, 0.0005);
    assert!(test.p_two_sided < 0.001);
}

#[test]
fn derived_values_within_what_rounding_of_the_summary_allows() {
    let (before, after) = rows();
    let test = paired::paired_t(&before, &after, Probability::NINETY_FIVE).unwrap();
    // Mean difference 9.0 ± 0.1 over t = 7.212 moves the SD by up to 0.06.
    printed(test.summary.sd_difference, 5.719, 0.06);
    // Both SDs are known to ± 0.05 only.
    printed(test.summary.correlation.unwrap(), 0.768, 0.005);
    // In points with two digits; both ends scale with the mean difference.
    printed(test.interval.lower, 6.40, 0.005);
    printed(test.interval.upper, 11.60, 0.005);
    let d = test.standardised;
    // d_z = t / √n needs no rounded SD.
    printed(d.d_z.unwrap(), 1.574, 0.0005);
    // One SD of 6.4 ± 0.05 moves a d by up to 0.8%, two by as much.
    printed(d.d_av.unwrap(), 1.176, 0.01);
    printed(d.d_pre.unwrap(), 1.406, 0.012);
}

#[test]
fn percent_improvement_in_both_meanings() {
    let (before, after) = rows();
    let summary = percent_change::summarise(&before, &after).unwrap();
    printed(summary.mean_of_percentages.unwrap(), 34.5, 0.05);
    printed(summary.sd_of_percentages.unwrap(), 21.1, 0.05);
    // Not in the paper: 100 · 9/27.571.
    printed(summary.percentage_of_means.unwrap(), 32.6, 0.05);
    assert_eq!((summary.n, summary.undefined), (21, 0));
}

/// Events and percentage with the two intervals, each to half a unit of the last printed digit.
fn check(found: usize, events: u64, percent: [f64; 5]) {
    assert_eq!(found as u64, events);
    let share = proportion::Proportion::new(events, 21).unwrap();
    let exact = proportion::clopper_pearson(share, Probability::NINETY_FIVE).unwrap();
    let score = proportion::wilson(share, Probability::NINETY_FIVE).unwrap();
    let found = [
        share.estimate(),
        exact.lower,
        exact.upper,
        score.lower,
        score.upper,
    ];
    for (value, expected) in found.into_iter().zip(percent) {
        printed(100.0 * value, expected, 0.05);
    }
}

#[test]
fn response_and_remission_with_intervals() {
    let (before, after) = rows();
    // The scores are whole numbers: halved means 2 · after ≤ before, without a percentage.
    let scores = || {
        before
            .iter()
            .zip(&after)
            .map(|(b, a)| (*b as u32, *a as u32))
    };
    let responders = scores().filter(|(b, a)| 2 * a <= *b).count();
    check(responders, 4, [19.0, 5.4, 41.9, 7.7, 40.0]);
    let remitters = scores().filter(|(_, a)| *a < 10).count();
    check(remitters, 2, [9.5, 1.2, 30.4, 2.7, 28.9]);
}
