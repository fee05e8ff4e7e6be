//! The rule at its boundaries.

use super::*;
use jiff::civil::date;

/// The measurement period of the tests begins here.
const PERIOD: Date = date(2026, 1, 1);
/// The index assessment of the tests; a year later is the middle of the window.
const INDEX: Date = date(2025, 2, 25);
const YEAR_LATER: Date = date(2026, 2, 25);

fn score(date: Date, total: u8) -> Assessment {
    Assessment {
        date,
        total: Some(total),
    }
}

fn course(assessments: &[Assessment]) -> Course {
    Course {
        birth: Some(date(1980, 6, 1)),
        visits: vec![Visit {
            first: INDEX,
            last: INDEX,
            depression_diagnosed: true,
        }],
        assessments: assessments.to_vec(),
        ..Course::default()
    }
}

fn populations(course: &Course) -> Populations {
    CMS159.populations(PERIOD, course).unwrap()
}

fn later(days: i32) -> Date {
    YEAR_LATER.checked_add(Span::new().days(days)).unwrap()
}

fn excluded_by(kind: Exclusion, days: Days) -> bool {
    let mut course = course(&[score(INDEX, 10), score(YEAR_LATER, 3)]);
    course.exclusions = vec![ExclusionEvent { kind, days }];
    let found = populations(&course);
    assert!(found.denominator);
    assert_eq!(found.numerator, found.denominator_exclusions.is_empty());
    found.denominator_exclusions == [kind]
}

#[test]
fn an_index_is_above_nine() {
    assert!(!populations(&course(&[score(INDEX, 9)])).initial_population);
    assert!(populations(&course(&[score(INDEX, 10)])).initial_population);
}

#[test]
fn remission_is_below_five() {
    for (total, remission) in [(4, true), (5, false), (0, true)] {
        let found = populations(&course(&[score(INDEX, 10), score(YEAR_LATER, total)]));
        assert_eq!(found.numerator, remission, "{total}");
    }
}

#[test]
fn the_window_is_sixty_days_to_either_side() {
    for (day, inside) in [(-61, false), (-60, true), (60, true), (61, false)] {
        let found = populations(&course(&[score(INDEX, 10), score(later(day), 4)]));
        assert_eq!(found.numerator, inside, "{day}");
        assert_eq!(found.last_assessment.is_some(), inside, "{day}");
        assert!(found.denominator, "{day}");
    }
}

#[test]
fn a_year_after_a_leap_day_is_the_28th() {
    let window = CMS159.window(date(2024, 2, 29)).unwrap();
    assert_eq!(window, Days::between(date(2024, 12, 30), date(2025, 4, 29)));
}

#[test]
fn the_last_assessment_of_the_window_decides() {
    let better = [score(INDEX, 10), score(later(30), 4), score(later(-30), 12)];
    let found = populations(&course(&better));
    assert!(found.numerator);
    assert_eq!(found.last_assessment, Some(score(later(30), 4)));
    let worse = [score(INDEX, 10), score(later(-30), 4), score(later(30), 5)];
    assert!(!populations(&course(&worse)).numerator);
    let beyond = [score(INDEX, 10), score(later(30), 4), score(later(61), 20)];
    assert!(populations(&course(&beyond)).numerator);
}

#[test]
fn on_one_day_the_later_in_the_list_decides() {
    let same_day = [score(INDEX, 10), score(later(1), 8), score(later(1), 4)];
    assert!(populations(&course(&same_day)).numerator);
}

#[test]
fn a_last_assessment_without_a_total_hides_an_earlier_remission() {
    let unread = Assessment {
        date: later(5),
        total: None,
    };
    let found = populations(&course(&[score(INDEX, 10), score(later(1), 3), unread]));
    assert!(!found.numerator);
    assert_eq!(found.last_assessment, Some(unread));
}

#[test]
fn the_first_high_score_is_the_index() {
    let first = date(2025, 2, 20);
    let scores = [
        score(INDEX, 20),
        score(first, 11),
        score(date(2025, 2, 19), 9),
    ];
    assert_eq!(populations(&course(&scores)).index, Some(score(first, 11)));
}

#[test]
fn an_index_is_up_to_seven_days_before_the_visit_and_never_after() {
    for (day, counts) in [(17, false), (18, true), (25, true), (26, false)] {
        let found = populations(&course(&[score(date(2025, 2, day), 10)]));
        assert_eq!(found.initial_population, counts, "{day}");
    }
}

#[test]
fn the_visit_ends_in_the_identification_period() {
    let period = CMS159.identification_period(PERIOD).unwrap();
    assert_eq!(period, Days::between(date(2024, 11, 1), date(2025, 10, 31)));
    let days = [
        (date(2024, 10, 31), false),
        (date(2024, 11, 1), true),
        (date(2025, 10, 31), true),
        (date(2025, 11, 1), false),
    ];
    for (day, counts) in days {
        let mut course = course(&[score(day, 10)]);
        course.visits[0].first = day;
        course.visits[0].last = day;
        assert_eq!(populations(&course).initial_population, counts, "{day}");
    }
}

#[test]
fn a_visit_without_the_diagnosis_does_not_count() {
    let mut course = course(&[score(INDEX, 10)]);
    course.visits[0].depression_diagnosed = false;
    assert_eq!(populations(&course), Populations::default());
}

#[test]
fn age_is_counted_on_the_day_of_the_index() {
    let group = |birth: Option<Date>| {
        let mut course = course(&[score(INDEX, 10)]);
        course.birth = birth;
        let found = populations(&course);
        assert_eq!(found.index, Some(score(INDEX, 10)));
        found.age_group
    };
    assert_eq!(group(Some(date(2013, 2, 26))), None);
    assert_eq!(group(Some(date(2013, 2, 25))), Some(AgeGroup::Adolescent));
    assert_eq!(group(Some(date(2007, 2, 26))), Some(AgeGroup::Adolescent));
    assert_eq!(group(Some(date(2007, 2, 25))), Some(AgeGroup::Adult));
    assert_eq!(group(None), None);
}

#[test]
fn death_excludes_until_the_last_day_of_the_window() {
    for (day, excluded) in [(60, true), (61, false)] {
        let mut course = course(&[score(INDEX, 10), score(YEAR_LATER, 3)]);
        course.death = Some(later(day));
        let found = populations(&course);
        assert_eq!(found.denominator_exclusions == [Exclusion::Died], excluded);
        assert_eq!(found.numerator, !excluded, "{day}");
    }
}

#[test]
fn other_disorders_exclude_when_begun_by_the_end_of_the_window() {
    let from = |first| Days { first, last: None };
    for kind in [
        Exclusion::BipolarDisorder,
        Exclusion::EmotionallyLabilePersonality,
        Exclusion::PsychoticDisorder,
        Exclusion::PervasiveDevelopmentalDisorder,
    ] {
        assert!(excluded_by(kind, from(Some(date(1990, 1, 1)))), "{kind:?}");
        assert!(excluded_by(kind, from(None)), "{kind:?}");
        assert!(excluded_by(kind, from(Some(later(60)))), "{kind:?}");
        assert!(!excluded_by(kind, from(Some(later(61)))), "{kind:?}");
    }
}

#[test]
fn hospice_and_palliative_care_exclude_within_the_period_only() {
    for kind in [Exclusion::HospiceCare, Exclusion::PalliativeCare] {
        assert!(!excluded_by(kind, Days::on(date(2024, 10, 31))), "{kind:?}");
        assert!(excluded_by(kind, Days::on(date(2024, 11, 1))), "{kind:?}");
        assert!(excluded_by(kind, Days::on(later(60))), "{kind:?}");
        assert!(!excluded_by(kind, Days::on(later(61))), "{kind:?}");
        let around = Days::between(date(2020, 1, 1), date(2030, 1, 1));
        assert!(excluded_by(kind, around), "{kind:?}");
    }
}

#[test]
fn every_reason_is_named_once() {
    let mut course = course(&[score(INDEX, 10)]);
    let event = |kind| ExclusionEvent {
        kind,
        days: Days::on(INDEX),
    };
    course.exclusions = vec![
        event(Exclusion::PalliativeCare),
        event(Exclusion::BipolarDisorder),
        event(Exclusion::PalliativeCare),
    ];
    assert_eq!(
        populations(&course).denominator_exclusions,
        [Exclusion::BipolarDisorder, Exclusion::PalliativeCare]
    );
}

#[test]
fn the_end_of_the_calendar_is_an_error() {
    let error = CMS159.window(Date::MAX).unwrap_err();
    assert_eq!(error, DateOutOfRange(Date::MAX));
    assert!(CMS159.identification_period(Date::MIN).is_err());
    let mut course = course(&[score(INDEX, 10)]);
    course.visits[0].first = Date::MIN;
    assert!(CMS159.populations(PERIOD, &course).is_err());
}
