//! Facts of a bundle, as the course that the measure of remission at twelve months counts.
//!
//! Which resources count, with which codes and in which status, follows the logic of
//! CMS159FHIRDepressionRemissionatTwelveMonths 0.3.000
//! (<https://build.fhir.org/ig/cqframework/ecqm-content-qicore-2025/Library-CMS159FHIRDepressionRemissionatTwelveMonths.html>).
//!
//! # Differences from the published logic
//! - A total that is not a whole number from 0 to 27 is reported and is no total; the measure would
//!   take 300 for a score above 9.
//! - A visit and a diagnosis overlap when they share a day; the measure compares minutes.
//! - An onset or abatement given as an age is reported and not used; the measure computes its date.
//! - Days are those written in the record; the measure shifts all of them to one time zone.

use crate::Problem;
use crate::bundle::{Coding, Details, Event, Facts, Measured};
use crate::moment::Moment;
use euthymia_clinical::twelve_months::{
    Assessment, Course, Days, Exclusion, ExclusionEvent, Visit,
};

/// Largest total of the PHQ-9 and the PHQ-9M, points: nine items of 0 to 3
/// (<https://loinc.org/44261-6>, <https://loinc.org/89204-2>).
pub const LARGEST_TOTAL: u8 = 27;

/// The codes that the measure looks for, one list for each value set or code that it names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CodeLists {
    /// Contacts and office visits at which an index assessment counts.
    pub visit: Vec<Coding>,
    /// Major depression, including in remission, and dysthymia.
    pub depression: Vec<Coding>,
    /// Totals of the PHQ-9 and PHQ-9M.
    pub phq9_total: Vec<Coding>,
    /// Bipolar disorder.
    pub bipolar: Vec<Coding>,
    /// Personality disorder, emotionally labile.
    pub labile_personality: Vec<Coding>,
    /// Schizophrenia or psychotic disorder.
    pub psychotic: Vec<Coding>,
    /// Pervasive developmental disorder.
    pub pervasive_developmental: Vec<Coding>,
    /// Stay in hospital.
    pub inpatient: Vec<Coding>,
    /// Discharge to hospice care.
    pub discharge_to_hospice: Vec<Coding>,
    /// Encounter of hospice care.
    pub hospice_encounter: Vec<Coding>,
    /// Question whether the patient is in hospice care.
    pub hospice_assessment: Vec<Coding>,
    /// The answer yes to it.
    pub yes: Vec<Coding>,
    /// Hospice care as an order or a procedure.
    pub hospice_service: Vec<Coding>,
    /// Diagnosis that says that the patient is in hospice care.
    pub hospice_diagnosis: Vec<Coding>,
    /// Questionnaire of palliative care.
    pub palliative_assessment: Vec<Coding>,
    /// Diagnosis that says that the patient is in palliative care.
    pub palliative_diagnosis: Vec<Coding>,
    /// Encounter of palliative care.
    pub palliative_encounter: Vec<Coding>,
    /// Procedure of palliative care.
    pub palliative_procedure: Vec<Coding>,
}

/// A course, and what could not be read or was not counted on the way to it.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// What the rule counts.
    pub course: Course,
    /// The problems of the bundle, then those found here.
    pub problems: Vec<Problem>,
}

const RESULT_STANDS: [&str; 3] = ["final", "amended", "corrected"];
const NOT_A_HOSPICE_ENCOUNTER: [&str; 3] = ["cancelled", "entered-in-error", "unknown"];
const NOT_A_PROCEDURE: [&str; 3] = ["not-done", "entered-in-error", "unknown"];
const ORDER_STANDS: [&str; 2] = ["active", "completed"];
const ORDER_INTENT: [&str; 5] = [
    "order",
    "original-order",
    "reflex-order",
    "filler-order",
    "instance-order",
];

/// The course of the patient of a bundle.
#[must_use]
pub fn course(facts: &Facts, codes: &CodeLists) -> Reading {
    let mut problems = facts.problems.clone();
    let depression = depression_days(facts, codes);
    let mut course = Course {
        birth: facts.birth,
        death: facts.death,
        ..Course::default()
    };
    let mut taken = Vec::new();
    for event in &facts.events {
        let mut report = |message: String| {
            problems.push(Problem {
                resource: event.name.clone(),
                message,
            });
        };
        taken.extend(assessment(event, codes, &mut report));
        course
            .visits
            .extend(visit(event, codes, &depression, &mut report));
        course
            .exclusions
            .extend(exclusions(event, codes, &mut report));
    }
    // Earlier ones first; stable, so that ties stay in the order of the bundle.
    taken.sort_by_key(|&(moment, _)| moment);
    course.assessments = taken
        .into_iter()
        .map(|(_, assessment)| assessment)
        .collect();
    Reading { course, problems }
}

fn any(codes: &[Coding], list: &[Coding]) -> bool {
    codes.iter().any(|code| list.contains(code))
}

/// Has a status that is none of these.
fn stands_unless(event: &Event, not_counted: &[&str]) -> bool {
    !event.status.is_empty() && !not_counted.contains(&event.status.as_str())
}

fn is_confirmed_and_active(event: &Event) -> bool {
    let wanted = Details::Condition {
        confirmed: true,
        active: true,
    };
    event.details == wanted
}

fn depression_days(facts: &Facts, codes: &CodeLists) -> Vec<Days> {
    let depression =
        |event: &&Event| is_confirmed_and_active(event) && any(&event.codes, &codes.depression);
    let found = facts.events.iter().filter(depression);
    found.filter_map(|event| event.days).collect()
}

/// A total of the PHQ-9 with its moment.
fn assessment(
    event: &Event,
    codes: &CodeLists,
    report: &mut impl FnMut(String),
) -> Option<(Moment, Assessment)> {
    let Details::Observation { value, taken } = &event.details else {
        return None;
    };
    if !any(&event.codes, &codes.phq9_total) {
        return None;
    }
    if !RESULT_STANDS.contains(&event.status.as_str()) {
        let status = &event.status;
        report(format!(
            "a PHQ-9 total with the status \"{status}\"; not counted"
        ));
        return None;
    }
    let Some(moment) = *taken else {
        report("a PHQ-9 total without a date that can be read; not counted".to_owned());
        return None;
    };
    let total = total(value);
    if let Err(found) = &total {
        report(format!(
            "{found} is not a PHQ-9 total (0 to {LARGEST_TOTAL}, whole); \
             it counts as an assessment whose total is not known"
        ));
    }
    let assessment = Assessment {
        date: moment.date,
        total: total.ok(),
    };
    Some((moment, assessment))
}

/// A whole number from 0 to 27; otherwise what was found, in words.
fn total(value: &Measured) -> Result<u8, String> {
    let number = match value {
        Measured::Number(number) => Some(*number),
        Measured::Text(text) => text.trim().parse().ok(),
        Measured::Concept(_) | Measured::Other(_) | Measured::Absent => None,
    };
    let whole = number.and_then(|number| (0..=LARGEST_TOTAL).find(|x| f64::from(*x) == number));
    whole.ok_or_else(|| match value {
        Measured::Number(number) => number.to_string(),
        Measured::Text(text) => format!("the text \"{text}\""),
        Measured::Concept(_) => "a coded value".to_owned(),
        Measured::Other(form) => form.clone(),
        Measured::Absent => "no value".to_owned(),
    })
}

fn visit(
    event: &Event,
    codes: &CodeLists,
    depression: &[Days],
    report: &mut impl FnMut(String),
) -> Option<Visit> {
    let is_encounter = matches!(event.details, Details::Encounter { .. });
    if !is_encounter || !any(&event.codes, &codes.visit) || event.status != "finished" {
        return None;
    }
    let days = event.days?;
    let (Some(first), Some(last)) = (days.first, days.last) else {
        report("a visit without a first or last day; not counted".to_owned());
        return None;
    };
    Some(Visit {
        first,
        last,
        depression_diagnosed: depression.iter().any(|other| other.overlaps(days)),
    })
}

/// What an event may exclude the patient for. One that would exclude but has no day at all is
/// reported, except a diagnosis, which then holds from an unknown beginning.
fn exclusions(
    event: &Event,
    codes: &CodeLists,
    report: &mut impl FnMut(String),
) -> Vec<ExclusionEvent> {
    let kinds = match &event.details {
        Details::Condition { .. } => of_condition(event, codes),
        Details::Encounter { discharge } => return of_encounter(event, discharge, codes, report),
        Details::Observation { value, .. } => of_observation(event, value, codes),
        Details::Procedure => of_procedure(event, codes),
        Details::Order {
            intent,
            do_not_perform,
        } => of_order(event, intent, *do_not_perform, codes),
    };
    let may_be_open = matches!(event.details, Details::Condition { .. });
    dated(kinds, event.days, may_be_open, report)
}

fn dated(
    kinds: Vec<Exclusion>,
    days: Option<Days>,
    may_be_open: bool,
    report: &mut impl FnMut(String),
) -> Vec<ExclusionEvent> {
    let Some(days) = days else {
        return Vec::new();
    };
    if !kinds.is_empty() && days == Days::default() && !may_be_open {
        report("would exclude the patient, but has no date; not counted".to_owned());
        return Vec::new();
    }
    let event = |kind| ExclusionEvent { kind, days };
    kinds.into_iter().map(event).collect()
}

/// The kinds whose condition holds.
fn those(pairs: &[(bool, Exclusion)]) -> Vec<Exclusion> {
    let held = pairs.iter().filter(|(holds, _)| *holds);
    held.map(|(_, kind)| *kind).collect()
}

fn of_condition(event: &Event, codes: &CodeLists) -> Vec<Exclusion> {
    if !is_confirmed_and_active(event) {
        return Vec::new();
    }
    let has = |list: &[Coding]| any(&event.codes, list);
    those(&[
        (has(&codes.bipolar), Exclusion::BipolarDisorder),
        (
            has(&codes.labile_personality),
            Exclusion::EmotionallyLabilePersonality,
        ),
        (has(&codes.psychotic), Exclusion::PsychoticDisorder),
        (
            has(&codes.pervasive_developmental),
            Exclusion::PervasiveDevelopmentalDisorder,
        ),
        (has(&codes.hospice_diagnosis), Exclusion::HospiceCare),
        (has(&codes.palliative_diagnosis), Exclusion::PalliativeCare),
    ])
}

/// A stay in hospital counts on the day of discharge to hospice, the others on all of their days.
fn of_encounter(
    event: &Event,
    discharge: &[Coding],
    codes: &CodeLists,
    report: &mut impl FnMut(String),
) -> Vec<ExclusionEvent> {
    let has = |list: &[Coding]| any(&event.codes, list);
    let finished = event.status == "finished";
    let in_hospice = stands_unless(event, &NOT_A_HOSPICE_ENCOUNTER);
    let kinds = those(&[
        (
            has(&codes.hospice_encounter) && in_hospice,
            Exclusion::HospiceCare,
        ),
        (
            has(&codes.palliative_encounter) && finished,
            Exclusion::PalliativeCare,
        ),
    ]);
    let mut found = dated(kinds, event.days, false, report);
    let to_hospice = any(discharge, &codes.discharge_to_hospice);
    if has(&codes.inpatient) && to_hospice && finished {
        let day = event.days.map(|days| Days {
            first: days.last,
            last: days.last,
        });
        found.extend(dated(vec![Exclusion::HospiceCare], day, false, report));
    }
    found
}

fn of_observation(event: &Event, value: &Measured, codes: &CodeLists) -> Vec<Exclusion> {
    if !RESULT_STANDS.contains(&event.status.as_str()) {
        return Vec::new();
    }
    let has = |list: &[Coding]| any(&event.codes, list);
    let yes = matches!(value, Measured::Concept(answer) if any(answer, &codes.yes));
    those(&[
        (
            has(&codes.hospice_assessment) && yes,
            Exclusion::HospiceCare,
        ),
        (has(&codes.palliative_assessment), Exclusion::PalliativeCare),
    ])
}

fn of_procedure(event: &Event, codes: &CodeLists) -> Vec<Exclusion> {
    if !stands_unless(event, &NOT_A_PROCEDURE) {
        return Vec::new();
    }
    let has = |list: &[Coding]| any(&event.codes, list);
    those(&[
        (has(&codes.hospice_service), Exclusion::HospiceCare),
        (has(&codes.palliative_procedure), Exclusion::PalliativeCare),
    ])
}

fn of_order(
    event: &Event,
    intent: &str,
    do_not_perform: bool,
    codes: &CodeLists,
) -> Vec<Exclusion> {
    let stands = ORDER_STANDS.contains(&event.status.as_str()) && ORDER_INTENT.contains(&intent);
    let hospice = any(&event.codes, &codes.hospice_service) && stands && !do_not_perform;
    those(&[(hospice, Exclusion::HospiceCare)])
}
