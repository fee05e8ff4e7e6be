//! Several courses of one patient in a calendar, with days and times counted by hand.

use crate::byhand_plans::{START, days, december, january, says};
use euthymia_clinical::protocol::bundled;
use euthymia_clinical::protocol::plan::{Choices, Order, Plan, PlanError, plan};
use jiff::civil::{Date, date};
use std::collections::BTreeSet;

fn together(ids: &[&str], choices: &Choices) -> Result<Plan, PlanError> {
    let protocols: Vec<_> = ids.iter().map(|id| bundled(id).unwrap()).collect();
    let mut choices = choices.clone();
    choices.order = Order::Concurrent;
    plan(&protocols, &choices)
}

fn of<'p>(plan: &'p Plan, id: &str) -> Vec<&'p euthymia_clinical::protocol::plan::Visit> {
    let own = plan.visits.iter().filter(|visit| visit.protocol == id);
    own.collect()
}

/// The starts of a course's visits in hours, each once.
fn starts(plan: &Plan, id: &str) -> Vec<f64> {
    let mut starts: Vec<f64> = of(plan, id)
        .iter()
        .map(|visit| visit.start() / 3600.0)
        .collect();
    starts.sort_by(f64::total_cmp);
    starts.dedup();
    starts
}

#[test]
fn on_one_day_courses_stand_one_after_the_other() {
    let choices = Choices::from(START);
    let ids = ["tms_10hz_left", "ketamine_iv_40min_six"];
    let both = together(&ids, &choices).unwrap();
    // 75 · 30 s = 37.5 min of stimulation first.
    assert_eq!(starts(&both, "tms_10hz_left"), [9.0]);
    assert_eq!(starts(&both, "ketamine_iv_40min_six"), [9.625]);
    assert!(says(
        &both,
        "would be at the same time as TMS 10 Hz left, 4 s on, 26 s off on 2026-11-30, 2026-12-02, 2026-12-04, 2026-12-07, 2026-12-09, 2026-12-11"
    ));
    // The other order: 40 min of infusion first, where there is one.
    let turned = together(&["ketamine_iv_40min_six", "tms_10hz_left"], &choices).unwrap();
    assert_eq!(starts(&turned, "ketamine_iv_40min_six"), [9.0]);
    assert_eq!(starts(&turned, "tms_10hz_left"), [9.0, 9.0 + 40.0 / 60.0]);
    // Presence counts the day once, from the first minute to the last: six days of 77.5 min, and the
    // other days of the 36 with stimulation alone.
    let presence = both.totals().presence.known;
    let expected = (6.0 * 77.5 + 30.0 * 37.5) / 60.0;
    assert!((presence - expected).abs() < 1e-9, "{presence}");
}

#[test]
fn the_same_course_twice_does_not_overlap() {
    let twice = together(&["tms_10hz_left", "tms_10hz_left"], &Choices::from(START)).unwrap();
    assert_eq!(twice.visits.len(), 72);
    assert_eq!(starts(&twice, "tms_10hz_left"), [9.0, 9.625]);
}

#[test]
fn no_other_course_has_a_visit_on_a_dosing_day() {
    let choices = Choices::from(START);
    for ids in [
        ["psilocybin_comp001", "tms_10hz_left"],
        ["tms_10hz_left", "psilocybin_comp001"],
    ] {
        let both = together(&ids, &choices).unwrap();
        // Preparation on three Mondays, the dose on the Tuesday after.
        assert_eq!(days(&both, "Dosing day"), [december(15)], "{ids:?}");
        let stimulated: BTreeSet<Date> = of(&both, "tms_10hz_left")
            .iter()
            .map(|visit| visit.date)
            .collect();
        assert!(!stimulated.contains(&december(15)), "{ids:?}");
        assert_eq!(stimulated.len(), 36);
        // The week has no other day: made up after the sixth week, the taper from the week after.
        let made_up: Vec<_> = of(&both, "tms_10hz_left")
            .into_iter()
            .filter(|visit| visit.moved_from == Some(december(15)))
            .map(|visit| visit.date)
            .collect();
        assert_eq!(made_up, [january(11)]);
        assert_eq!(
            days(&both, "Taper"),
            [
                january(18),
                january(20),
                january(22),
                january(25),
                january(28),
                date(2027, 2, 1)
            ]
        );
        assert!(says(
            &both,
            "1 visit cannot be on 2026-12-15, which Psilocybin 25 mg (COMP001) takes as a whole, and moves"
        ));
    }
    // On the first day, two hours of preparation come first.
    let both = together(&["psilocybin_comp001", "tms_10hz_left"], &choices).unwrap();
    assert_eq!(of(&both, "tms_10hz_left")[0].start(), 11.0 * 3600.0);
}

#[test]
fn two_courses_that_take_their_days_keep_off_each_other() {
    let both = together(
        &["tms_saint", "psilocybin_carhart_harris"],
        &Choices::from(START),
    )
    .unwrap();
    // SAINT has the first week; preparation is on the Monday after it, the doses on Tuesdays.
    assert_eq!(of(&both, "tms_saint").len(), 5);
    assert_eq!(days(&both, "Preparation"), [december(7)]);
    assert_eq!(days(&both, "First dose"), [december(8)]);
    assert_eq!(days(&both, "Second dose"), [december(15)]);
}

#[test]
fn what_does_not_fit_before_midnight_is_refused() {
    let mut choices = Choices::from(START);
    choices.starts_at = 23 * 60;
    let ids = ["tms_10hz_left", "ketamine_iv_40min_six"];
    let error = together(&ids, &choices).unwrap_err();
    assert!(matches!(error, PlanError::PastMidnight { .. }), "{error}");
}
