//! Trains held against the table of the longest ones; the arithmetic stands beside each.

use crate::byhand_tms::{hertz, seconds, simple};
use euthymia_clinical::answer::Answer;
use euthymia_clinical::finding::Finding;
use euthymia_clinical::source::Status;
use euthymia_clinical::tms::quantity::PercentOfMotorThreshold;
use euthymia_clinical::tms::safety::pause::{check_pause, shortened};
use euthymia_clinical::tms::safety::table::facts;
use euthymia_clinical::tms::safety::train_limit::{TrainCheck, Verdict, check_train};
use euthymia_clinical::tms::safety::without_intensity;
use euthymia_clinical::tms::session::Session;
use euthymia_clinical::tms::train::{Pattern, ThetaBurst, Train};
use euthymia_testkit::assert_close;

fn percent(value: f64) -> PercentOfMotorThreshold {
    PercentOfMotorThreshold::new(value).unwrap()
}

fn judged(rate: f64, on: f64, intensity: f64) -> TrainCheck {
    check_train(&facts().train_limits, simple(rate, on), percent(intensity))
}

#[test]
fn the_sessions_of_the_sources() {
    let five_times = judged(20.0, 5.0, 120.0);
    assert_eq!(
        (five_times.verdict, five_times.factor()),
        (Verdict::Over, Some(5.0))
    );
    let inside = judged(10.0, 4.0, 120.0);
    assert_eq!(inside.verdict, Verdict::Inside);
    assert!(inside.linear.is_none() && inside.cells.len() == 1);
    // Between 4.2 s at 10 Hz and 1.0 s at 20 Hz: 4.2 − 0.8 · 3.2 = 1.64.
    let between = judged(18.0, 2.0, 120.0);
    assert_eq!(
        (between.verdict, between.factor()),
        (Verdict::Over, Some(2.0))
    );
    let linear = between.linear.unwrap();
    assert_close!(linear.seconds, 1.64, "algebra", "straight line");
    assert!(!linear.is_at_least);
    // 40 minutes are 2400 s, 48 times 50 s.
    let far = judged(1.0, 2400.0, 130.0);
    assert_eq!((far.verdict, far.factor()), (Verdict::Over, Some(48.0)));
}

#[test]
fn the_stricter_neighbour_decides_where_the_straight_line_would_not() {
    // 1.5 s lie between the strict cell, 1.0 s, and the straight line, 1.64 s.
    let train = judged(18.0, 1.5, 120.0);
    assert_eq!(train.verdict, Verdict::Over);
    assert!(train.linear_factor().unwrap() < 1.0);
    // Half way in both directions: (5 + 2.05 + 5 + 1.6) / 4, at least, because of the fives.
    let four = judged(15.0, 1.0, 105.0);
    assert_eq!((four.cells.len(), four.verdict), (4, Verdict::Inside));
    let linear = four.linear.unwrap();
    assert_close!(linear.seconds, 3.4125, "algebra", "mean of four cells");
    assert!(linear.is_at_least);
}

#[test]
fn longest_tested_is_not_a_limit() {
    assert_eq!(judged(10.0, 5.0, 110.0).verdict, Verdict::Inside);
    assert_eq!(judged(10.0, 5.5, 110.0).verdict, Verdict::BeyondTested);
    assert_eq!(judged(1.0, 1800.0, 90.0).verdict, Verdict::Inside);
    let beyond = judged(1.0, 1900.0, 90.0);
    assert_eq!(
        beyond.finding(&facts().train_limits).answer,
        Answer::CannotSay
    );
}

#[test]
fn what_the_table_does_not_speak_of_is_cannot_say() {
    // Inside at the edge says nothing of what lies beyond it.
    assert_eq!(judged(30.0, 0.1, 100.0).verdict, Verdict::OutsideTable);
    assert_eq!(judged(10.0, 1.0, 131.0).verdict, Verdict::OutsideTable);
    // Slower than 1 Hz no limit is shorter than the 360 s at 1 Hz; it may be longer.
    assert_eq!(judged(0.5, 60.0, 120.0).verdict, Verdict::Inside);
    assert_eq!(judged(0.5, 400.0, 120.0).verdict, Verdict::OutsideTable);
    let burst = ThetaBurst::new(3, hertz(50.0), hertz(5.0)).unwrap();
    let train = Train::new(Pattern::ThetaBurst(burst), seconds(2.0)).unwrap();
    let check = check_train(&facts().train_limits, train, percent(80.0));
    assert_eq!(check.verdict, Verdict::NotCovered);
    let finding = check.finding(&facts().train_limits);
    assert_eq!(finding.answer, Answer::CannotSay);
    assert_eq!(finding.source.unwrap().status, Status::Confirmed);
}

#[test]
fn beyond_the_edge_what_is_over_at_the_edge_is_over_at_least_that() {
    // 5 s against 0.55 s at 20 Hz and 130 %.
    let (edge, stronger) = (judged(20.0, 5.0, 130.0), judged(20.0, 5.0, 131.0));
    assert_eq!((edge.verdict, edge.is_at_least), (Verdict::Over, false));
    assert_eq!(
        (stronger.verdict, stronger.is_at_least),
        (Verdict::Over, true)
    );
    assert_eq!(stronger.factor(), Some(5.0 / 0.55));
    let finding = stronger.finding(&facts().train_limits);
    assert_eq!(finding.answer, Answer::No);
    for words in ["at least 9.09 times", "131 %", "above the table"] {
        assert!(
            finding.statement.contains(words),
            "{words}: {}",
            finding.statement
        );
    }
    // 2 s against 0.4 s at 25 Hz and 120 %: five times, and not less at 26 Hz.
    let faster = judged(26.0, 2.0, 120.0);
    assert_eq!(
        (faster.verdict, faster.factor()),
        (Verdict::Over, Some(5.0))
    );
    // Beyond both edges the corner decides: 1.2 s are five times 0.24 s.
    let both = judged(50.0, 1.2, 150.0);
    assert_eq!((both.verdict, both.factor()), (Verdict::Over, Some(5.0)));
}

/// At 5 Hz the table has only what was tested, 10 s; at 1 Hz it has limits of 360 s (120 %) and 50 s
/// (130 %), which no faster train can exceed.
#[test]
fn a_limit_at_a_slower_rate_holds_where_only_tests_are_known() {
    let tested = judged(5.0, 100.0, 120.0);
    assert_eq!(tested.verdict, Verdict::BeyondTested);
    let over = judged(5.0, 400.0, 120.0);
    assert_eq!((over.verdict, over.is_at_least), (Verdict::Over, true));
    assert_eq!(over.factor(), Some(400.0 / 360.0));
    let stronger = judged(5.0, 100.0, 130.0);
    assert_eq!(
        (stronger.verdict, stronger.factor()),
        (Verdict::Over, Some(2.0))
    );
}

#[test]
fn theta_burst_is_not_covered_with_and_without_an_intensity() {
    let burst = ThetaBurst::new(3, hertz(50.0), hertz(5.0)).unwrap();
    let train = Train::new(Pattern::ThetaBurst(burst), seconds(2.0)).unwrap();
    let session = Session::new(train, seconds(8.0), 20).unwrap();
    let finding = without_intensity(&session).unwrap();
    assert_eq!(finding.answer, Answer::CannotSay);
    assert!(finding.statement.contains("theta burst is not covered"));
    let simple = Session::new(simple(10.0, 4.0), seconds(26.0), 75).unwrap();
    assert!(without_intensity(&simple).is_none());
}

fn pause(rate: f64, on: f64, off: f64, intensity: f64) -> Finding {
    let session = Session::new(simple(rate, on), seconds(off), 10).unwrap();
    check_pause(&facts().intervals, &session, percent(intensity)).unwrap()
}

#[test]
fn pauses_are_judged_only_where_they_were_tested() {
    assert_eq!(pause(20.0, 1.6, 5.0, 110.0).answer, Answer::Yes);
    assert_eq!(pause(20.0, 1.6, 1.0, 110.0).answer, Answer::No);
    assert_eq!(pause(20.0, 1.6, 1.0, 100.0).answer, Answer::CannotSay);
    assert_eq!(pause(20.0, 1.6, 2.0, 110.0).answer, Answer::CannotSay);
    assert_eq!(pause(10.0, 4.0, 26.0, 120.0).answer, Answer::CannotSay);
    let once = Session::continuous(simple(1.0, 600.0)).unwrap();
    assert!(check_pause(&facts().intervals, &once, percent(110.0)).is_none());
    assert_close!(
        shortened(&facts().intervals, 4.2),
        3.15,
        "algebra",
        "a quarter less"
    );
}

#[test]
fn printed_seizure_rates_are_their_counts() {
    for rate in &facts().seizure_rates {
        let (Some(events), Some(of)) = (rate.events, rate.of) else {
            continue;
        };
        let found = events as f64 / of as f64 * rate.per as f64;
        assert!((found - rate.rate).abs() < 0.0051, "{}: {found}", rate.id);
    }
}
