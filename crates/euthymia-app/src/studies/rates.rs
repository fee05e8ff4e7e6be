//! Events over person-time, and matched pairs.

use super::columns::{Names, Row};
use super::counts::EVENTS;
use euthymia_report::pooled::Inputs;
use euthymia_synthesis::effect::matched_pairs::Pairs;
use euthymia_synthesis::effect::person_time::PersonTime;

const TIME: Names = &["time", "ti", "person_time", "person_years"];
const EVENTS_1: Names = &["events_treatment", "x1i", "event_e", "events_e", "events1"];
const TIME_1: Names = &["time_treatment", "t1i", "time_e", "person_time_treatment"];
const EVENTS_2: Names = &["events_control", "x2i", "event_c", "events_c", "events2"];
const TIME_2: Names = &["time_control", "t2i", "time_c", "person_time_control"];

const BOTH: Names = &["both", "ai"];
const FIRST_ONLY: Names = &["first_only", "bi"];
const SECOND_ONLY: Names = &["second_only", "ci"];
const NEITHER: Names = &["neither", "di"];

pub(super) fn one(row: &mut Row<'_, '_>) -> Option<Inputs> {
    group(row, EVENTS, TIME).map(Inputs::OneRate)
}

pub(super) fn two(row: &mut Row<'_, '_>) -> Option<Inputs> {
    let treatment = group(row, EVENTS_1, TIME_1);
    let control = group(row, EVENTS_2, TIME_2);
    Some(Inputs::TwoRates([treatment?, control?]))
}

fn group(row: &mut Row<'_, '_>, events: Names, time: Names) -> Option<PersonTime> {
    let (count, length) = (row.required_count(events), row.required(time));
    row.formed(PersonTime::new(count?, length?), &[time])
}

pub(super) fn matched_pairs(row: &mut Row<'_, '_>) -> Option<Inputs> {
    let [a, b, c, d] =
        [BOTH, FIRST_ONLY, SECOND_ONLY, NEITHER].map(|names| row.required_count(names));
    let pairs = Pairs::new(a?, b?, c?, d?);
    row.formed(pairs, &[BOTH]).map(Inputs::MatchedPairs)
}
