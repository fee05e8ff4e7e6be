//! Protocols against numbers that a person can work out.

use euthymia_clinical::answer::Answer;
use euthymia_clinical::protocol::body::{
    Centimetres, Kilograms, Milligrams, MilligramsPerKilogram, Millilitres,
};
use euthymia_clinical::protocol::dosing::{
    Body, DosingError, Sex, WeightFormula, WeightRule, amount, bag_rate, dosing_weight, rate,
    weight_rules,
};
use euthymia_clinical::protocol::plan::{Choices, Order, PlanError, plan};
use euthymia_clinical::protocol::reading::Reading;
use euthymia_clinical::protocol::stimulation::sessions;
use euthymia_clinical::protocol::value::What;
use euthymia_clinical::protocol::{Protocol, bundled};
use euthymia_clinical::tms::quantity::{PercentOfMotorThreshold, Seconds};
use euthymia_clinical::tms::safety;
use euthymia_clinical::tms::session::{Convention, Session};
use jiff::civil::{Date, Weekday, date};

fn protocol(id: &str) -> &'static Protocol {
    bundled(id).unwrap_or_else(|| panic!("no protocol {id}"))
}

fn trains(id: &str) -> Session {
    let phase = protocol(id).treatment().unwrap();
    sessions(&Reading::all(&phase.sessions[0])[0]).unwrap()[0]
}

#[test]
fn pulses_and_lengths_are_those_of_the_facts() {
    for (id, pulses, lengths) in [
        ("tms_10hz_left", 3000, ["37:30", "37:04", "36:56.5"]),
        ("tms_10hz_left_fast", 3000, ["18:45", "18:34", "18:26.5"]),
        ("tms_20hz_b70", 3000, ["15:00", "14:35", "14:33.5"]),
        ("tms_18hz_h1", 1980, ["20:10", "19:50", "19:46.9"]),
    ] {
        let session = trains(id);
        assert_eq!(session.pulses().count(), pulses, "{id}");
        let found = Convention::ALL
            .iter()
            .map(|one| session.length(*one).clock());
        assert_eq!(found.collect::<Vec<_>>(), lengths, "{id}");
    }
    assert_eq!(trains("tms_itbs").pulses().count(), 600);
    assert_eq!(trains("tms_saint").pulses().count(), 1800);
    assert_eq!(trains("tms_ctbs_right").pulses().count(), 600);
    // 3000 pulses in trains of 50.
    assert_eq!(trains("tms_10hz_modirrousta").trains(), 60);
}

#[test]
fn sessions_of_a_course_add_up() {
    let count = |id: &str| -> Option<u64> {
        let phases = protocol(id).phases.iter();
        phases.map(|phase| phase.schedule[0].sessions()).sum()
    };
    assert_eq!(count("tms_10hz_left"), Some(36));
    assert_eq!(count("tms_18hz_h1"), Some(44));
    assert_eq!(count("tms_saint"), Some(50));
    assert_eq!(count("tms_dual_site"), Some(20));
    assert_eq!(count("esketamine_mdsi"), Some(8));
    assert_eq!(count("ketamine_iv_60min_six"), Some(6));
    assert_eq!(count("esketamine_adult"), None);
}

#[test]
fn two_reports_of_the_same_patients_are_read_apart() {
    let phase = protocol("tms_ketamine_ctk").treatment().unwrap();
    let readings = Reading::all(&phase.sessions[0]);
    let by_key = |key: &str| {
        *readings
            .iter()
            .find(|one| one.source() == Some(key))
            .unwrap()
    };
    // 1 Hz for 40 min; the table allows 50 s at 130 %.
    let report = sessions(&by_key("best2021")).unwrap();
    assert_eq!(report[0].pulses().count(), 2400);
    let intensity = PercentOfMotorThreshold::new(130.0).unwrap();
    let flag = &safety::check(&report[0], intensity)[0];
    assert_eq!(flag.answer, Answer::No);
    assert!(flag.statement.contains("48 times"), "{}", flag.statement);
    // The other report has a length and no rate: nothing is borrowed.
    assert_eq!(by_key("best2019").exact(What::Length), Some(1800.0));
    assert_eq!(sessions(&by_key("best2019")).unwrap(), []);
    let ketamine = Reading::all(&phase.sessions[1]);
    let minutes: Vec<_> = ketamine
        .iter()
        .map(|one| one.exact(What::Duration))
        .collect();
    assert_eq!(minutes, [Some(1800.0), Some(1200.0)]);
    assert_eq!(ketamine[1].entry(What::DoseByWeight), None);
}

#[test]
fn doses_and_rates() {
    let half = MilligramsPerKilogram::parse("0,5 mg/kg").unwrap();
    let dose = amount(half, 70.0);
    assert_eq!(dose, Milligrams::parse("35 mg").unwrap());
    let over = |text: &str| Seconds::parse(text).unwrap();
    assert_eq!(rate(dose, over("40 min")), Some(0.875));
    assert!((rate(dose, over("60 min")).unwrap() - 35.0 / 60.0).abs() < 1e-12);
    let bag = Millilitres::parse("50 mL").unwrap();
    assert_eq!(bag_rate(bag, over("40 min")), Some(75.0));
    assert_eq!(rate(dose, Seconds::ZERO), None);
}

fn rule(id: WeightFormula) -> &'static WeightRule {
    weight_rules().iter().find(|rule| rule.id == id).unwrap()
}

#[test]
fn weight_rules_by_hand() {
    let body = |kg: &str, cm: &str, sex| Body {
        weight: Kilograms::parse(kg).unwrap(),
        height: Some(Centimetres::parse(cm).unwrap()),
        sex: Some(sex),
        cap: Some(Kilograms::parse("100 kg").unwrap()),
    };
    let kg = |id, body: &Body| dosing_weight(rule(id), body).unwrap().kg;
    let man = body("120 kg", "175 cm", Sex::Male);
    assert_eq!(kg(WeightFormula::Actual, &man), 120.0);
    assert_eq!(kg(WeightFormula::Capped, &man), 100.0);
    // 50 + 0.9055 · 22.6 = 70.4643.
    assert!((kg(WeightFormula::Ideal, &man) - 70.4643).abs() < 1e-9);
    // 70.4643 + 0.4 · 49.5357 = 90.27858.
    assert!((kg(WeightFormula::Adjusted, &man) - 90.27858).abs() < 1e-9);
    // 45.5 + 0.9055 · 7.6 = 52.3818; a body mass index of 25 leaves the actual weight.
    let woman = body("64 kg", "1.6 m", Sex::Female);
    assert!((kg(WeightFormula::Ideal, &woman) - 52.3818).abs() < 1e-9);
    assert_eq!(kg(WeightFormula::Adjusted, &woman), 64.0);
    let small = body("60 kg", "150 cm", Sex::Female);
    let error = dosing_weight(rule(WeightFormula::Ideal), &small).unwrap_err();
    assert!(matches!(error, DosingError::TooShort { .. }), "{error}");
    let unknown = Body {
        height: None,
        sex: None,
        cap: None,
        ..man
    };
    for id in [
        WeightFormula::Capped,
        WeightFormula::Ideal,
        WeightFormula::Adjusted,
    ] {
        let error = dosing_weight(rule(id), &unknown).unwrap_err();
        assert!(matches!(error, DosingError::Needs { .. }), "{error}");
    }
    let swapped = body("70 kg", "250 cm", Sex::Male);
    // 70 / 2.5² = 11.2 is thin, 30 / 2.5² = 4.8 is no body.
    assert!(dosing_weight(rule(WeightFormula::Actual), &swapped).is_ok());
    let thin = body("30 kg", "250 cm", Sex::Male);
    assert!(dosing_weight(rule(WeightFormula::Actual), &thin).is_err());
}

fn days(id: &str, choices: &Choices) -> Vec<Date> {
    let plan = plan(&[protocol(id)], choices).unwrap();
    plan.visits.iter().map(|visit| visit.date).collect()
}

/// Monday.
const START: Date = date(2026, 11, 30);

#[test]
fn three_a_week_lie_on_monday_wednesday_and_friday() {
    let mut choices = Choices::from(START);
    let december = |day| date(2026, 12, day);
    let as_meant = [
        START,
        december(2),
        december(4),
        december(7),
        december(9),
        december(11),
    ];
    assert_eq!(days("ketamine_iv_60min_six", &choices), as_meant);
    // On a holiday: the nearest day of the week that is free.
    choices.calendar.holidays.insert(december(4));
    let moved = [
        START,
        december(2),
        december(3),
        december(7),
        december(9),
        december(11),
    ];
    assert_eq!(days("ketamine_iv_60min_six", &choices), moved);
    // No other day is chosen: made up at the end.
    choices.calendar.weekdays = vec![Weekday::Monday, Weekday::Wednesday, Weekday::Friday];
    let made_up = [
        START,
        december(2),
        december(7),
        december(9),
        december(11),
        december(14),
    ];
    assert_eq!(days("ketamine_iv_60min_six", &choices), made_up);
    // From a Wednesday on.
    choices.start = december(9);
    choices.calendar.holidays.clear();
    let later = [9, 11, 14, 16, 18, 21].map(december);
    assert_eq!(days("ketamine_iv_60min_six", &choices), later);
}

#[test]
fn ten_sessions_of_saint_make_a_day() {
    let choices = Choices::from(START);
    let plan = plan(&[protocol("tms_saint")], &choices).unwrap();
    let first = &plan.visits[0];
    assert_eq!(first.parts.len(), 10);
    // Ten of 10 min with 50 min between, from nine: the last starts at 18:00.
    assert_eq!(first.parts[9].start, 18.0 * 3600.0);
    let totals = plan.totals();
    assert_eq!((totals.visits, totals.sessions), (5, 50));
}

#[test]
fn the_other_meaning_of_the_interval_ends_earlier() {
    let mut choices = Choices::from(START);
    choices.meaning = euthymia_clinical::tms::day::IntervalMeaning::OnsetToOnset;
    let plan = plan(&[protocol("tms_saint")], &choices).unwrap();
    // 9 · 50 min after nine.
    assert_eq!(plan.visits[0].parts[9].start, 16.5 * 3600.0);
}

#[test]
fn what_has_no_end_stops_where_it_is_told() {
    let mut choices = Choices::from(START);
    // Eight, four, and one round of two weeks with one visit.
    assert_eq!(days("esketamine_adult", &choices).len(), 13);
    choices.until = Some(date(2027, 2, 28));
    let found = days("esketamine_adult", &choices);
    // From week 9, 25 January, every two weeks.
    assert_eq!(found.len(), 15);
    assert_eq!(
        found[12..],
        [date(2027, 1, 25), date(2027, 2, 8), date(2027, 2, 22)]
    );
}

#[test]
fn doses_by_day_keep_their_distance() {
    let choices = Choices::from(START);
    let plan = plan(&[protocol("psilocybin_carhart_harris")], &choices).unwrap();
    let dosed: Vec<Date> = plan
        .visits
        .iter()
        .filter(|one| one.is_treatment)
        .map(|one| one.date)
        .collect();
    assert_eq!(dosed, [date(2026, 12, 1), date(2026, 12, 8)]);
    let monthly = self::plan_dates("mdma_mapp2", &choices);
    // Three weeks of preparation, then every 28 days.
    assert_eq!(
        monthly,
        [date(2026, 12, 21), date(2027, 1, 18), date(2027, 2, 15)]
    );
}

fn plan_dates(id: &str, choices: &Choices) -> Vec<Date> {
    let plan = plan(&[protocol(id)], choices).unwrap();
    let treated = plan.visits.iter().filter(|visit| visit.is_treatment);
    treated.map(|visit| visit.date).collect()
}

#[test]
fn ratings_are_where_the_paper_has_them() {
    let plan = plan(&[protocol("psilocybin_raison")], &Choices::from(START)).unwrap();
    let dosing = plan
        .visits
        .iter()
        .find(|visit| visit.is_treatment)
        .unwrap()
        .date;
    let after: Vec<i64> = plan
        .ratings
        .iter()
        .map(|one| euthymia_clinical::date::days_between(dosing, one.date))
        .collect();
    // Days 2, 8, 15, 29 and 43, the dosing day being day 1.
    assert_eq!(after, [0, 1, 7, 14, 28, 42]);
}

#[test]
fn courses_lie_one_after_the_other_or_together() {
    let both = [protocol("tms_18hz_h1"), protocol("ketamine_after_tms")];
    let mut choices = Choices::from(START);
    let last = |plan: &euthymia_clinical::protocol::plan::Plan, id: &str| {
        let of = plan.visits.iter().filter(|visit| visit.protocol == id);
        of.map(|visit| visit.date).max().unwrap()
    };
    let first = |plan: &euthymia_clinical::protocol::plan::Plan, id: &str| {
        let of = plan.visits.iter().filter(|visit| visit.protocol == id);
        of.map(|visit| visit.date).min().unwrap()
    };
    choices.gap_days = 14;
    let sequence = plan(&both, &choices).unwrap();
    let gap = euthymia_clinical::date::days_between(
        last(&sequence, "tms_18hz_h1"),
        first(&sequence, "ketamine_after_tms"),
    );
    // 14 days after a Thursday is a Thursday.
    assert_eq!(gap, 14);
    choices.order = Order::Concurrent;
    let together = plan(&both, &choices).unwrap();
    assert_eq!(first(&together, "ketamine_after_tms"), START);
    assert_eq!(together.visits.len(), 50);
}

#[test]
fn plans_that_cannot_be_are_refused() {
    let mut choices = Choices::from(START);
    choices.until = Some(date(2026, 11, 29));
    let of = |choices: &Choices| plan(&[protocol("ketamine_iv_60min_six")], choices).unwrap_err();
    assert!(matches!(of(&choices), PlanError::EndsBeforeStart { .. }));
    choices.until = None;
    choices.calendar.weekdays = vec![Weekday::Monday, Weekday::Wednesday];
    assert_eq!(
        of(&choices).to_string(),
        "3 visits a week do not fit on Monday, Wednesday"
    );
    choices.calendar.weekdays = vec![Weekday::Monday];
    for week in 0..80 {
        let monday = euthymia_clinical::date::days_after(START, 7 * week).unwrap();
        choices.calendar.holidays.insert(monday);
    }
    let shut = plan(&[protocol("ketamine_iv_40min")], &choices).unwrap_err();
    assert!(matches!(shut, PlanError::NoDay { .. }), "{shut}");
    let mut late = Choices::from(START);
    late.starts_at = 20 * 60;
    let late = plan(&[protocol("tms_saint")], &late).unwrap_err();
    assert!(matches!(late, PlanError::PastMidnight { .. }), "{late}");
}
