//! Sessions and hours of plans, multiplied out by hand.

use crate::byhand_plans::{START, laid_out, says};
use euthymia_clinical::protocol::plan::Choices;
use euthymia_clinical::tms::day::IntervalMeaning;

fn close(found: f64, expected: f64) {
    assert!((found - expected).abs() < 1e-9, "{found} {expected}");
}

#[test]
fn parts_of_a_session_at_one_time_count_once() {
    let mut choices = Choices::from(START);
    let report = laid_out("tms_ketamine_ctk", &choices);
    let totals = report.totals();
    // 30 sessions of 40 min with the 30 min of ketamine within them.
    assert_eq!((totals.visits, totals.sessions), (30, 30));
    close(totals.chair.known, 20.0);
    assert!(totals.chair.is_whole());
    assert_eq!(report.visits[0].end(), Some(9.0 * 3600.0 + 2400.0));
    assert_eq!(report.visits[0].what(), "Stimulation with Ketamine");
    assert!(says(&report, "2 report_2019 (30 sessions of 30 min)"));
    // The report of 2019: 30 min with 20 within.
    choices.schedules = vec!["report_2019".to_owned()];
    let other = laid_out("tms_ketamine_ctk", &choices);
    close(other.totals().chair.known, 15.0);
    // Its doses are not those of the other report.
    assert_eq!(other.visits[0].doses(), Vec::<&str>::new());
}

#[test]
fn parts_one_after_the_other_are_one_session() {
    for (id, sessions, visits) in [("tms_dual_site", 20, 5), ("tms_bilateral", 30, 30)] {
        let totals = laid_out(id, &Choices::from(START)).totals();
        assert_eq!((totals.sessions, totals.visits), (sessions, visits), "{id}");
    }
    // The right side is 600 pulses at 1 Hz, the length of the left was not published.
    let totals = laid_out("tms_bilateral", &Choices::from(START)).totals();
    close(totals.chair.known, 30.0 * 600.0 / 3600.0);
    assert_eq!(totals.chair.missing, 30);
}

#[test]
fn time_on_site_is_more_than_time_in_the_chair() {
    let mut choices = Choices::from(START);
    for (meaning, minutes) in [
        (IntervalMeaning::Gap, 550.0),
        (IntervalMeaning::OnsetToOnset, 460.0),
    ] {
        choices.meaning = meaning;
        let totals = laid_out("tms_saint", &choices).totals();
        // 50 sessions of 10 min; five days.
        close(totals.chair.known, 500.0 / 60.0);
        close(totals.presence.known, 5.0 * minutes / 60.0);
        assert!(totals.presence.is_whole());
        assert_eq!(totals.staff.published(), None);
        assert_eq!(totals.observation.published(), None);
    }
}

#[test]
fn what_was_not_published_is_not_nothing() {
    let spray = laid_out("esketamine_adult", &Choices::from(START)).totals();
    // 13 visits with 2 h of observation, none with a length.
    assert_eq!(spray.chair.published(), None);
    assert_eq!(spray.chair.missing, 13);
    assert_eq!(spray.observation.published(), Some(26.0));
    assert!(spray.observation.is_whole());
    assert_eq!(spray.presence.published(), Some(26.0));
    assert!(!spray.presence.is_whole());
    let infusions = laid_out("ketamine_iv_60min_six", &Choices::from(START)).totals();
    assert_eq!(infusions.chair.published(), Some(6.0));
    assert_eq!(
        (
            infusions.observation.published(),
            infusions.observation.missing
        ),
        (None, 6)
    );
    let mdma = laid_out("mdma_mapp2", &Choices::from(START)).totals();
    assert_eq!((mdma.sessions, mdma.chair.published()), (15, None));
    assert_eq!(mdma.presence.published(), None);
}

#[test]
fn two_monitors_stay_for_eight_hours() {
    let one = laid_out("psilocybin_comp001", &Choices::from(START)).totals();
    assert_eq!(one.staff.published(), Some(16.0));
    // Three talks before and two after: nobody said how many people.
    assert_eq!(one.staff.missing, 5);
    let two = laid_out("psilocybin_carhart_harris", &Choices::from(START)).totals();
    assert_eq!(two.staff.published(), Some(32.0));
}
