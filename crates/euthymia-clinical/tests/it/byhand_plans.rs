//! Courses laid out in a calendar, with dates counted by hand. 30 November 2026 is a Monday.

use euthymia_clinical::protocol::bundled;
use euthymia_clinical::protocol::plan::{Choices, Plan, PlanError, plan};
use jiff::civil::{Date, Weekday, date};

/// A Monday.
pub(crate) const START: Date = date(2026, 11, 30);

pub(crate) fn december(day: i8) -> Date {
    date(2026, 12, day)
}

pub(crate) fn january(day: i8) -> Date {
    date(2027, 1, day)
}

pub(crate) fn laid_out(id: &str, choices: &Choices) -> Plan {
    plan(&[bundled(id).unwrap()], choices).unwrap()
}

pub(crate) fn days(plan: &Plan, phase: &str) -> Vec<Date> {
    let own = plan.visits.iter().filter(|visit| visit.phase == phase);
    own.map(|visit| visit.date).collect()
}

pub(crate) fn says(plan: &Plan, words: &str) -> bool {
    plan.notes.iter().any(|note| note.contains(words))
}

#[test]
fn five_days_without_a_break_move_as_a_whole() {
    // From a Wednesday: the next Monday has five open days from it on.
    let wednesday = laid_out("tms_saint", &Choices::from(date(2026, 11, 25)));
    let week = [START, december(1), december(2), december(3), december(4)];
    assert_eq!(days(&wednesday, "Course"), week);
    assert!(says(&wednesday, "move from 2026-11-25 to 2026-11-30"));
    assert_eq!(wednesday.visits[0].moved_from, Some(date(2026, 11, 25)));
    // Christmas and New Year's Day are Fridays; the week after them is the first whole one.
    let mut choices = Choices::from(december(23));
    choices.calendar.holidays = [december(25), january(1)].into();
    let holidays = laid_out("tms_saint", &choices);
    assert_eq!(days(&holidays, "Course"), [4, 5, 6, 7, 8].map(january));
    choices.calendar.weekdays = vec![Weekday::Monday, Weekday::Wednesday];
    let error = plan(&[bundled("tms_saint").unwrap()], &choices).unwrap_err();
    assert!(matches!(error, PlanError::NoRun { days: 5, .. }), "{error}");
}

#[test]
fn a_taper_keeps_to_whole_weeks() {
    let mut choices = Choices::from(START);
    choices.calendar.holidays = [december(25), january(1)].into();
    let course = laid_out("tms_10hz_left", &choices);
    let acute = days(&course, "Acute course");
    // Two Fridays are made up on the first two days of the seventh week.
    assert_eq!(acute[28..], [january(11), january(12)]);
    assert_eq!(acute.len(), 30);
    // Monday, Wednesday, Friday; Monday, Thursday; Monday.
    let taper = [
        january(18),
        january(20),
        january(22),
        january(25),
        january(28),
        date(2027, 2, 1),
    ];
    assert_eq!(days(&course, "Taper"), taper);
    assert!(says(&course, "2 visits had no day left in their week"));
}

#[test]
fn infusions_that_are_made_up_keep_their_distance() {
    // A week of holidays: its three infusions are on Monday, Wednesday and Friday of the next but one.
    let mut choices = Choices::from(START);
    choices.calendar.holidays = (7..=11).map(december).collect();
    let course = laid_out("ketamine_iv_60min_six", &choices);
    let expected = [
        START,
        december(2),
        december(4),
        december(14),
        december(16),
        december(18),
    ];
    assert_eq!(days(&course, "Acute course"), expected);
    // From a Wednesday: Wednesday, Friday, Monday, and no two days in a row.
    let later = laid_out("ketamine_iv_60min_six", &Choices::from(december(9)));
    assert_eq!(
        days(&later, "Acute course"),
        [9, 11, 14, 16, 18, 21].map(december)
    );
}

#[test]
fn therapy_visits_follow_the_doses_that_the_source_names() {
    let course = laid_out("ketamine_psychotherapy_field_trip", &Choices::from(START));
    let doses = [
        START,
        december(7),
        december(14),
        december(21),
        december(28),
        january(4),
    ];
    assert_eq!(days(&course, "Sessions with ketamine"), doses);
    // The days after doses 1, 2, 4 and 6.
    let therapy = [december(1), december(8), december(22), january(5)];
    assert_eq!(days(&course, "Therapy visits"), therapy);
    let sorted = course.visits.is_sorted_by_key(|visit| visit.date);
    assert!(sorted && course.visits.len() == 10);
    // Open on Mondays only: a talk on the next Monday, after the dose of that day.
    let mut mondays = Choices::from(START);
    mondays.calendar.weekdays = vec![Weekday::Monday];
    let course = laid_out("ketamine_psychotherapy_field_trip", &mondays);
    assert_eq!(
        days(&course, "Therapy visits"),
        [december(7), december(14), december(28), january(11)]
    );
    let on_the_7th: Vec<_> = course
        .visits
        .iter()
        .filter(|visit| visit.date == december(7))
        .map(|visit| (visit.phase.as_str(), visit.start() / 3600.0))
        .collect();
    // Nobody published how long a dose takes: an hour is set aside.
    assert_eq!(
        on_the_7th,
        [("Sessions with ketamine", 9.0), ("Therapy visits", 10.0)]
    );
}

#[test]
fn assessments_move_off_closed_days_and_stay_behind_their_anchor() {
    let mut choices = Choices::from(START);
    choices.calendar.holidays = [january(1)].into();
    let saint = laid_out("tms_saint", &choices);
    // 28 days after Friday 4 December; the day before is the nearest open one.
    let last = saint.ratings.last().unwrap();
    assert_eq!(
        (last.date, last.moved_from),
        (december(31), Some(january(1)))
    );
    assert_eq!(last.when, "28 days after the last session");
    let mut choices = Choices::from(december(3));
    choices.calendar.weekdays = vec![Weekday::Thursday, Weekday::Friday];
    let raison = laid_out("psilocybin_raison", &choices);
    assert_eq!(days(&raison, "Dosing day"), [december(18)]);
    let rated: Vec<_> = raison
        .ratings
        .iter()
        .map(|one| (one.date, one.moved_from))
        .collect();
    // The day after the dose is a Saturday, and the dose is no day for it: the next Thursday.
    let expected = [
        (december(18), None),
        (december(24), Some(december(19))),
        (december(25), None),
        (january(1), None),
        (january(15), None),
        (january(29), None),
    ];
    assert_eq!(rated, expected);
    assert_eq!(raison.ratings[1].when, "1 day after the first session");
}

#[test]
fn what_goes_on_after_the_last_day_is_said() {
    let mut choices = Choices::from(START);
    choices.until = Some(december(5));
    let six = laid_out("ketamine_iv_60min_six", &choices);
    assert_eq!(six.visits.len(), 6);
    assert!(says(
        &six,
        "goes on after 2026-12-05: 3 visits, the last on 2026-12-11"
    ));
    choices.until = Some(december(10));
    let spray = laid_out("esketamine_adult", &choices);
    // 14, 17, 21, 24 December, then four Mondays to 18 January.
    assert!(says(
        &spray,
        "goes on after 2026-12-10: 8 visits, the last on 2027-01-18"
    ));
    assert!(says(
        &spray,
        "From week 9: left out: it would begin on 2027-01-25"
    ));
    choices.until = Some(december(11));
    let six = laid_out("ketamine_iv_60min_six", &choices);
    assert!(!says(&six, "goes on after"));
}

#[test]
fn another_published_schedule_can_be_chosen() {
    let mut choices = Choices::from(START);
    choices.until = Some(date(2027, 2, 28));
    for (word, expected) in [("weekly", 5), ("2", 5), ("every_two_weeks", 3), ("1", 3)] {
        choices.schedules = vec![word.to_owned()];
        let course = laid_out("esketamine_adult", &choices);
        // From 25 January: five Mondays, or every second of them.
        assert_eq!(days(&course, "From week 9").len(), expected, "{word}");
    }
    choices.until = None;
    choices.schedules = vec!["twice_a_day".to_owned()];
    let twice = laid_out("tms_10hz_modirrousta", &choices);
    assert_eq!(twice.totals().sessions, 60);
    choices.schedules.clear();
    let once = laid_out("tms_10hz_modirrousta", &choices);
    assert_eq!(once.totals().sessions, 30);
    assert!(says(
        &once,
        "1 once_a_day is laid out, the other is 2 twice_a_day (60 sessions of 30 min)"
    ));
}

#[test]
fn a_schedule_that_there_is_not_is_refused_with_those_there_are() {
    let of = |id: &str, words: &[&str]| {
        let mut choices = Choices::from(START);
        choices.schedules = words.iter().map(|word| (*word).to_owned()).collect();
        plan(&[bundled(id).unwrap()], &choices).unwrap_err()
    };
    let error = of("esketamine_adult", &["weakly"]).to_string();
    assert!(error.contains("1 every_two_weeks or 2 weekly"), "{error}");
    let error = of("esketamine_adult", &["3"]).to_string();
    assert!(error.contains("2 weekly"), "{error}");
    let error = of("tms_saint", &["1"]).to_string();
    assert!(error.contains("nothing here has more than one"), "{error}");
    let error = of("esketamine_adult", &["1", "weekly"]);
    assert!(matches!(error, PlanError::TwoSchedules { .. }), "{error}");
}

#[test]
fn the_first_visit_has_the_dose_that_is_printed_for_it() {
    for (id, first) in [("esketamine_adult", "56 mg"), ("esketamine_older", "28 mg")] {
        let course = laid_out(id, &Choices::from(START));
        assert_eq!(course.visits[0].doses(), [first], "{id}");
        assert_ne!(course.visits[1].doses(), [first], "{id}");
    }
    let adult = laid_out("esketamine_adult", &Choices::from(START));
    assert_eq!(adult.visits[1].doses(), ["56 or 84 mg"]);
    let six = laid_out("ketamine_iv_60min_six", &Choices::from(START));
    assert_eq!(six.visits[0].doses(), ["0.5 mg/kg"]);
}

#[test]
fn a_course_of_more_rounds_than_anybody_means_is_refused() {
    let mut choices = Choices::from(date(1970, 1, 5));
    choices.until = Some(date(2200, 1, 1));
    let error = plan(&[bundled("esketamine_adult").unwrap()], &choices).unwrap_err();
    assert!(matches!(error, PlanError::TooLong { .. }), "{error}");
}
