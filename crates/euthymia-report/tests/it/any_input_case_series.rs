//! Any series is analysed without a panic, and what is counted adds up.

// Helper functions of a test file are tests too.
#![allow(clippy::unwrap_used, clippy::panic)]

use crate::case_series_example::{choices, eight, on, patient, series_of};
use euthymia_clinical::course::BaselineRule;
use euthymia_report::case_series::figures::figures;
use euthymia_report::case_series::outcomes::Share;
use euthymia_report::case_series::{
    AdverseEvent, Analysis, CaseSeries, Choices, Datum, Dose, Patient, Session, Status, TimeScale,
};
use euthymia_table::{Audience, Value};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

fn score() -> impl Strategy<Value = f64> {
    prop_oneof![
        (0..=60_u8).prop_map(f64::from),
        Just(0.0),
        Just(60.0),
        0.0..60.0
    ]
}

fn status() -> impl Strategy<Value = Status> {
    prop_oneof![
        Just(Status::Completed),
        Just(Status::Ongoing),
        Just(Status::NotRecorded),
        option::of("[a-z ]{0,8}").prop_map(|reason| Status::Stopped { reason }),
    ]
}

fn event() -> impl Strategy<Value = AdverseEvent> {
    let words = |list: &'static [&'static str]| option::of(prop::sample::select(list));
    (
        prop::sample::select(&["nausea", "Nausea ", "", "ache"][..]),
        option::of(-20..400_i64),
        words(&["mild", "severe", "grade 5", "odd"]),
        words(&["related", "unlikely", "odd"]),
        option::of(any::<bool>()),
    )
        .prop_map(|(term, day, severity, relatedness, serious)| AdverseEvent {
            term: term.to_owned(),
            date: day.map(on),
            severity: severity.map(str::to_owned),
            relatedness: relatedness.map(str::to_owned),
            serious,
        })
}

fn session() -> impl Strategy<Value = Session> {
    (
        -5..60_i64,
        option::of("[a-c]"),
        option::of((0.0..100.0, "mg|mg/kg")),
        option::of("[a-b]"),
    )
        .prop_map(|(day, treatment, dose, deviation)| Session {
            date: on(day),
            treatment,
            dose: dose.map(|(amount, unit)| Dose { amount, unit }),
            deviation,
        })
}

prop_compose! {
    fn any_patient()(
        scores in vec((-20..200_i64, option::weighted(0.9, score())), 0..7),
        sessions in vec(session(), 0..4),
        count in option::of(0..12_u32),
        group in option::of(0..3_usize),
        age in option::of(0.0..99.0),
        level in option::of(0..3_usize),
        status in status(),
        events in vec(event(), 0..3),
        flagged_sheets in 0..2_u32,
    ) -> Patient {
        let mut one = patient(1, &[]);
        let course = &mut one.courses[0];
        course.visits = scores
            .into_iter()
            .map(|(day, total)| euthymia_clinical::course::Visit { date: on(day), total })
            .collect();
        course.sessions = sessions.iter().map(|session| session.date).collect();
        one.sessions = sessions;
        one.session_count = count;
        one.group = group;
        one.values = vec![age.map(Datum::Number), level.map(Datum::Level)];
        one.status = status;
        one.events = events;
        one.flagged_sheets = flagged_sheets;
        one
    }
}

prop_compose! {
    fn any_series()(
        patients in vec(any_patient(), 0..7),
        groups in 0..4_usize,
        time in prop::sample::select(&[TimeScale::Dates, TimeScale::Days, TimeScale::Order][..]),
        baseline in prop::sample::select(
            vec![BaselineRule::BeforeTreatment, BaselineRule::First, BaselineRule::On(on(0))]
        ),
        tolerance in 0..40_i64,
        planned in 1..5_usize,
        endpoint in 0..4_usize,
        has_events in any::<bool>(),
        has_sessions in any::<bool>(),
    ) -> CaseSeries {
        let mut series = series_of(patients);
        series.groups = ["A", "B", "C"].iter().take(groups).map(ToString::to_string).collect();
        for patient in &mut series.patients {
            patient.group = patient.group.filter(|group| *group < groups);
        }
        series.time = time;
        series.baseline = baseline;
        series.tolerance_days = tolerance;
        series.planned.truncate(planned);
        series.endpoint = endpoint.min(series.planned.len() - 1);
        series.has_events = has_events;
        series.has_sessions = has_sessions;
        series
    }
}

fn any_choices() -> impl Strategy<Value = Choices> {
    (any::<bool>(), any::<bool>(), any::<bool>()).prop_map(|(remission, inside, reliable)| {
        let all = choices();
        Choices {
            remission: all.remission.clone().filter(|_| remission),
            remitters_are_responders: inside,
            reliable: all.reliable.clone().filter(|_| reliable),
            resamples: 20,
            ..all
        }
    })
}

fn holds(share: &Share, most: usize) -> Result<(), TestCaseError> {
    let (events, n) = (share.proportion.events(), share.proportion.n());
    prop_assert!(events <= n && n as usize + share.unknown <= most);
    for limits in [&share.exact, &share.wilson] {
        prop_assert!(0.0 <= limits.lower && limits.lower <= limits.upper && limits.upper <= 1.0);
    }
    Ok(())
}

fn adds_up(analysis: &Analysis) -> Result<(), TestCaseError> {
    let flow = &analysis.flow;
    prop_assert_eq!(flow.read, analysis.series.patients.len());
    prop_assert_eq!(flow.read, flow.started + flow.without_baseline);
    prop_assert_eq!(flow.started, flow.analysed + flow.missing_at_endpoint);
    prop_assert!(flow.analysed <= flow.with_any_later || analysis.series.endpoint == 0);
    if let (Some(completed), Some(stopped)) = (flow.completed, &flow.stopped) {
        let others = flow.ongoing.unwrap_or(0) + flow.end_not_recorded.unwrap_or(0);
        let stopped: usize = stopped.values().sum();
        prop_assert_eq!(completed + stopped + others, flow.started);
    }
    for one in &analysis.definitions {
        for share in one.shares.iter().chain([&one.over_visits]).flatten() {
            holds(share, flow.started)?;
        }
        if let [Some(observed), Some(all), _] = &one.shares {
            prop_assert!(observed.proportion.events() <= all.proportion.events());
            prop_assert_eq!(all.proportion.n() as usize + all.unknown, flow.started);
        }
    }
    for visit in analysis.visits.iter().flatten() {
        prop_assert!(visit.n <= visit.started && visit.started == flow.started);
        for share in visit.response.iter().chain(&visit.remission) {
            holds(share, visit.n)?;
        }
    }
    for one in &analysis.times {
        prop_assert!(one.curve.events <= one.curve.n && one.curve.n as usize <= flow.started);
    }
    if let Some(adverse) = &analysis.adverse {
        let rows = adverse.events.iter().map(|event| &event.patients);
        for share in rows.chain(&adverse.any).chain(&adverse.any_serious) {
            holds(share, flow.read)?;
        }
        for event in &adverse.events {
            let patients = event.patients.proportion.events() as usize;
            prop_assert_eq!(event.by_severity.values().sum::<usize>(), patients);
            prop_assert_eq!(event.by_relatedness.values().sum::<usize>(), patients);
            prop_assert!(event.occurrences >= patients && event.serious <= patients);
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_series_is_analysed_and_adds_up(series in any_series(), choices in any_choices()) {
        let analysis = Analysis::of(series, choices).unwrap();
        adds_up(&analysis)?;
        for audience in [Audience::People, Audience::Machines] {
            for (name, view) in analysis.tables(audience) {
                for row in &view.rows {
                    prop_assert_eq!(row.len(), view.columns.len(), "{}", name);
                    let finite = row.iter().all(|cell| match cell {
                        Value::Number { value, .. } => value.is_finite(),
                        Value::PValue(p) => (0.0..=1.0).contains(p),
                        Value::Percent { proportion, .. } => (0.0..=1.0).contains(proportion),
                        _ => true,
                    });
                    prop_assert!(finite, "{}: {:?}", name, row);
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn any_series_is_drawn(series in any_series(), choices in any_choices()) {
        let analysis = Analysis::of(series, choices).unwrap();
        let drawn = figures(&analysis);
        let mut ids: Vec<&str> = drawn.iter().map(|figure| figure.id).collect();
        ids.sort_unstable();
        ids.dedup();
        prop_assert_eq!(ids.len(), drawn.len());
    }
}

#[test]
fn no_patient_is_a_series_too() {
    let mut series = eight();
    series.patients.clear();
    let analysis = Analysis::of(series, choices()).unwrap();
    assert_eq!(analysis.flow.read, 0);
    assert!(!analysis.tables(Audience::People).is_empty());
}
