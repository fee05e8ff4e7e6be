//! What holds in every bundled protocol and every plan.

use crate::files::{in_folder, toml};
use euthymia_clinical::answer::Answer;
use euthymia_clinical::date::days_between;
use euthymia_clinical::patient::{CheckState, Patient};
use euthymia_clinical::protocol::cautions::{Background, flags};
use euthymia_clinical::protocol::plan::{Choices, plan};
use euthymia_clinical::protocol::record_key::{conditions, medicines};
use euthymia_clinical::protocol::{Protocol, bundled_all};
use euthymia_clinical::source::Status;
use jiff::civil::{Date, date};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

fn all() -> impl Iterator<Item = &'static Protocol> {
    bundled_all().iter()
}

fn collect<'t>(value: &'t toml::Value, key: &str, found: &mut BTreeSet<&'t str>) {
    match value {
        toml::Value::Table(table) => {
            for (name, value) in table {
                match value.as_str() {
                    Some(text) if name == key => {
                        found.insert(text);
                    }
                    _ => collect(value, key, found),
                }
            }
        }
        toml::Value::Array(list) => list.iter().for_each(|one| collect(one, key, found)),
        _ => {}
    }
}

#[test]
fn every_source_is_used_and_general_knowledge_is_never_confirmed() {
    for file in in_folder("protocols", "toml") {
        let table = toml(&file);
        let mut used = BTreeSet::new();
        let whole = toml::Value::Table(table.clone());
        collect(&whole, "source", &mut used);
        let mut keys = BTreeSet::new();
        collect(&whole["source"], "key", &mut keys);
        assert_eq!(used, keys, "{file}");
    }
    for protocol in all() {
        let phases = || protocol.phases.iter();
        let schedules = phases()
            .flat_map(|one| &one.schedule)
            .map(|one| (&one.source, one.status));
        let sessions = phases().flat_map(|one| &one.sessions);
        let values = sessions
            .flat_map(|one| &one.values)
            .map(|one| (&one.source, one.status));
        let cautions = protocol
            .cautions
            .iter()
            .map(|one| (&one.source, one.status));
        for (source, status) in schedules.chain(values).chain(cautions) {
            let is_recalled = source == "general";
            assert_eq!(
                is_recalled,
                status == Status::Unverified,
                "{}: {source}",
                protocol.id
            );
        }
    }
}

#[test]
fn one_key_of_a_condition_has_one_name_in_a_file() {
    for protocol in all() {
        let mut names: BTreeMap<&str, &str> = BTreeMap::new();
        for caution in &protocol.cautions {
            let name = names.entry(&caution.condition).or_insert(&caution.name);
            assert_eq!(*name, caution.name, "{}", protocol.id);
        }
    }
}

fn nobody() -> Patient {
    Patient {
        id: "law".into(),
        assessed: date(2026, 11, 2),
        diagnosis: None,
        bipolar: None,
        episode_start: None,
        first_episode: None,
        severity: None,
        burden_despite_treatment: None,
        history_complete: None,
        trials: Vec::new(),
        procedures: Vec::new(),
        scores: Vec::new(),
        genes: BTreeMap::new(),
        checks: BTreeMap::new(),
    }
}

#[test]
fn an_empty_record_settles_nothing_and_a_full_one_everything() {
    let full = |state| Background {
        conditions: conditions()
            .iter()
            .map(|key| (key.id.clone(), state))
            .collect(),
        medicines: medicines()
            .iter()
            .map(|key| (key.id.clone(), state))
            .collect(),
    };
    for protocol in all() {
        for (background, answer) in [
            (Background::default(), Answer::CannotSay),
            (full(CheckState::Unknown), Answer::CannotSay),
            (full(CheckState::Present), Answer::Yes),
            (full(CheckState::Excluded), Answer::No),
        ] {
            for flag in flags(protocol, &nobody(), &background) {
                assert_eq!(flag.finding.answer, answer, "{}: {flag:?}", protocol.id);
                assert!(flag.finding.source.is_some());
                let has_key = !flag.finding.missing.is_empty();
                assert_eq!(has_key, answer == Answer::CannotSay, "{flag:?}");
                let status = flag.finding.source.as_ref().unwrap().status;
                let decides = answer == Answer::Yes && status == Status::Confirmed;
                assert_eq!(flag.decides(), decides, "{flag:?}");
            }
        }
    }
}

fn choices() -> impl Strategy<Value = Choices> {
    let day = (0_i64..3000)
        .prop_map(|days| euthymia_clinical::date::days_after(date(2024, 1, 1), days).unwrap());
    let holidays = prop::collection::btree_set(0_i64..200, 0..30);
    (day, holidays).prop_map(|(start, holidays)| {
        let mut choices = Choices::from(start);
        let dates = holidays
            .iter()
            .map(|days| euthymia_clinical::date::days_after(start, *days).unwrap());
        choices.calendar.holidays = dates.collect();
        choices
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn every_plan_keeps_its_visits_on_open_days(choices in choices(), at in 0_usize..30) {
        let protocol = &bundled_all()[at % bundled_all().len()];
        let planned = plan(&[protocol], &choices).unwrap();
        let mut taken: BTreeSet<(Date, &str)> = BTreeSet::new();
        for visit in &planned.visits {
            prop_assert!(choices.calendar.is_open(visit.date));
            prop_assert!(visit.date >= choices.start);
            prop_assert!(taken.insert((visit.date, &visit.phase)), "twice on {}", visit.date);
        }
        // Nothing is lost: without an end, one round is laid out.
        let expected: usize = protocol.phases.iter().map(|phase| {
            let schedule = &phase.schedule[0];
            schedule.days.len() + schedule.after_visits.len() + schedule.per_week.iter().map(|week| *week as usize).sum::<usize>()
        }).sum();
        prop_assert_eq!(planned.visits.len(), expected);
        for pair in planned.visits.windows(2) {
            prop_assert!(pair[0].date <= pair[1].date);
        }
    }

    #[test]
    fn days_between_doses_are_never_fewer_than_published(choices in choices()) {
        let protocol = euthymia_clinical::protocol::bundled("psilocybin_carhart_harris").unwrap();
        let planned = plan(&[protocol], &choices).unwrap();
        let doses: Vec<Date> = planned.visits.iter().filter(|one| one.is_treatment).map(|one| one.date).collect();
        prop_assert!(days_between(doses[0], doses[1]) >= 7);
    }
}
