//! What a patient's record says of a condition without being asked: diagnosis, severity, treatments,
//! scales.

use super::cautions::Background;
use super::file::FromRecord;
use super::points::Window;
use crate::answer::Answer;
use crate::date::days_between;
use crate::instrument::{Answers, bundled};
use crate::patient::{
    CheckState, DatedScore, Diagnosis, Patient, Procedure, ProcedureKind, Severity,
};
use crate::suicidality::{Level, Triage, sign, triage};
use crate::trial::Time;
use jiff::civil::Date;

/// The longest time from a screener to the day of assessment for which its answers are taken as of
/// now: its questions are about the past month.
const MONTH_DAYS: i64 = 31;

const PSYCHOTIC: &str = "this episode is severe with psychosis";

/// Whether the lists of the record are complete.
pub(super) const COMPLETE: &str = "[patient] history_complete";

/// An answer of the record, in which words it gives it, and what would settle it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Told {
    pub(super) answer: Answer,
    pub(super) why: Option<String>,
    pub(super) missing: Vec<&'static str>,
}

impl Told {
    fn open(why: Option<String>, missing: &[&'static str]) -> Self {
        Self {
            answer: Answer::CannotSay,
            why,
            missing: missing.to_vec(),
        }
    }

    fn settled(yes: bool, why: impl Into<String>) -> Self {
        Self {
            answer: Answer::of(yes),
            why: Some(why.into()),
            missing: Vec::new(),
        }
    }
}

/// What the record says.
pub(super) fn told(
    from: FromRecord,
    window: Window,
    patient: &Patient,
    background: &Background,
) -> Told {
    match from {
        FromRecord::Bipolar => bipolar(patient),
        FromRecord::Psychosis => psychosis(patient),
        FromRecord::Mania => mania(patient),
        FromRecord::PsychosisOrMania if is_psychotic(patient) => psychosis(patient),
        FromRecord::PsychosisOrMania => mania(patient),
        FromRecord::Rtms => procedure(ProcedureKind::Rtms, window, patient),
        FromRecord::Ect => procedure(ProcedureKind::Ect, window, patient),
        FromRecord::SuicidalIntent => suicidality(patient, |triage| triage.highest_ideation >= 4),
        FromRecord::SuicideRisk => suicidality(patient, |triage| triage.at_least == Level::High),
        FromRecord::Medicines => medicines(patient, background),
    }
}

/// What a record says of psychosis, mania and suicidality, whatever a protocol asks about: so that it
/// is read beside every protocol.
///
/// # Example
/// A record without any of it has nothing to say, which is not a no.
/// ```
/// use euthymia_clinical::protocol::cautions::remarkable;
/// # use euthymia_clinical::patient::{Patient, Severity};
/// # use std::collections::BTreeMap;
/// # let mut patient = Patient {
/// #     id: "a".into(), assessed: jiff::civil::date(2026, 11, 2), diagnosis: None, bipolar: None,
/// #     episode_start: None, first_episode: None, severity: None, burden_despite_treatment: None,
/// #     history_complete: None, trials: vec![], procedures: vec![], scores: vec![],
/// #     genes: BTreeMap::new(), checks: BTreeMap::new(),
/// # };
/// assert!(remarkable(&patient).is_empty());
/// patient.severity = Some(Severity::SevereWithPsychosis);
/// assert_eq!(remarkable(&patient), ["this episode is severe with psychosis"]);
/// ```
#[must_use]
pub fn remarkable(patient: &Patient) -> Vec<String> {
    let mut found = Vec::new();
    if is_psychotic(patient) {
        found.push(PSYCHOTIC.to_owned());
    }
    if is_bipolar(patient) == Some(true) {
        found.push("bipolar disorder, or mania or hypomania before".to_owned());
    }
    found.extend(signs(patient));
    found
}

fn is_psychotic(patient: &Patient) -> bool {
    patient.severity == Some(Severity::SevereWithPsychosis)
}

fn is_bipolar(patient: &Patient) -> Option<bool> {
    match (patient.bipolar, patient.diagnosis) {
        (Some(true), _) | (_, Some(Diagnosis::BipolarDepression)) => Some(true),
        (known, _) => known,
    }
}

/// An episode without psychotic symptoms does not rule out a psychotic disorder.
fn psychosis(patient: &Patient) -> Told {
    if is_psychotic(patient) {
        Told::settled(true, PSYCHOTIC)
    } else {
        Told::open(None, &[])
    }
}

/// A bipolar disorder may be one without mania.
fn mania(patient: &Patient) -> Told {
    let why = "bipolar disorder is recorded, whether there was mania is not";
    Told::open(
        (is_bipolar(patient) == Some(true)).then(|| why.to_owned()),
        &[],
    )
}

fn bipolar(patient: &Patient) -> Told {
    match is_bipolar(patient) {
        Some(true) => Told::settled(true, "the record has it"),
        Some(false) => Told::settled(false, "the record says so"),
        None => Told::open(None, &["[patient] bipolar"]),
    }
}

/// Whether a kind of treatment was given in the time that counts.
fn procedure(kind: ProcedureKind, window: Window, patient: &Patient) -> Told {
    let given = patient.procedures.iter().filter(|one| one.kind == kind);
    let counted: Vec<Told> = given.map(|one| counts(one, window, patient)).collect();
    if let Some(yes) = counted.iter().find(|one| one.answer == Answer::Yes) {
        return yes.clone();
    }
    let is_complete = patient.history_complete == Some(true);
    if counted.is_empty() && is_complete {
        return Told::settled(
            false,
            "the list of treatments is complete and does not have it",
        );
    }
    let is_past = counted.iter().all(|one| one.answer == Answer::No);
    let words: Vec<String> = counted.iter().filter_map(|one| one.why.clone()).collect();
    let why = (!words.is_empty()).then(|| words.join("; "));
    if is_past && is_complete {
        return Told {
            why,
            ..Told::settled(false, "")
        };
    }
    let mut missing: Vec<&'static str> = Vec::new();
    for field in counted.iter().flat_map(|one| &one.missing) {
        if !missing.contains(field) {
            missing.push(field);
        }
    }
    if !is_complete {
        missing.push(COMPLETE);
    }
    Told::open(why, &missing)
}

/// Whether one treatment lies in the time that counts. It ended after it began, so a first day that
/// does settles it, too.
fn counts(one: &Procedure, window: Window, patient: &Patient) -> Told {
    let kind = one.kind;
    let from = match window {
        Window::Ever => return Told::settled(true, format!("the record has {kind}")),
        Window::Episode => match patient.episode_start {
            Some(begin) => begin,
            None => return Told::open(when(one), &["[patient] episode_start"]),
        },
        Window::Days(days) => match crate::date::days_after(patient.assessed, -i64::from(days)) {
            Some(day) => day,
            None => return Told::settled(true, format!("the record has {kind}")),
        },
    };
    let limit = match window {
        Window::Episode => format!("the episode began {from}"),
        _ => format!("counted from {from} on"),
    };
    let said = |day: Date, word: &str| format!("{kind} {word} {day}, {limit}");
    match (one.stop, one.start) {
        (Some(stop), _) => Told::settled(stop >= from, said(stop, "until")),
        (None, Some(start)) if start >= from => Told::settled(true, said(start, "from")),
        (None, Some(start)) => Told::open(
            Some(format!("{}, its end is not recorded", said(start, "from"))),
            &["[[treatment]] stop"],
        ),
        (None, None) => Told::open(
            Some(format!("{kind}, when is not recorded")),
            &["[[treatment]] stop"],
        ),
    }
}

fn when(one: &Procedure) -> Option<String> {
    let day = one.stop.or(one.start)?;
    let word = if one.stop.is_some() { "until" } else { "from" };
    Some(format!(
        "{} {word} {day}, the start of the episode is not recorded",
        one.kind
    ))
}

/// A screener of the past month that says it settles it; any other sign is told, and settles nothing.
fn suicidality(patient: &Patient, says: impl Fn(&Triage) -> bool) -> Told {
    let recent = patient.scores.iter().rev().find(|score| {
        let age = days_between(score.date, patient.assessed);
        let found = sheet(score).and_then(|answers| triage(&answers));
        (0..=MONTH_DAYS).contains(&age) && found.is_some_and(|found| says(&found))
    });
    match recent.and_then(signed) {
        Some((_, words)) => Told::settled(true, words),
        None => {
            let words = signs(patient);
            Told::open((!words.is_empty()).then(|| words.join("; ")), &[])
        }
    }
}

fn sheet(score: &DatedScore) -> Option<Answers<'static>> {
    Answers::new(bundled(&score.instrument)?, score.answers.clone()?).ok()
}

/// What an answer sheet says of suicidality, in words with its day; nothing where it says no.
fn signed(score: &DatedScore) -> Option<(Answer, String)> {
    let found = sign(&sheet(score)?)?;
    let words = format!("{}: {}", score.date, found.words);
    (found.flagged != Answer::No).then_some((found.flagged, words))
}

/// The last sheet of each scale, and every one of the past month, where it says more than no.
fn signs(patient: &Patient) -> Vec<String> {
    let mut seen: Vec<&str> = Vec::new();
    let mut words = Vec::new();
    for score in patient.scores.iter().rev() {
        if sheet(score).and_then(|answers| sign(&answers)).is_none() {
            continue;
        }
        let is_last = !seen.contains(&score.instrument.as_str());
        let is_recent = days_between(score.date, patient.assessed) <= MONTH_DAYS;
        seen.push(&score.instrument);
        if is_last || is_recent {
            words.extend(signed(score).map(|(_, words)| words));
        }
    }
    words
}

/// Whether any medicine is taken now. That none is cannot be known: the lists are about depression.
fn medicines(patient: &Patient, background: &Background) -> Told {
    let is_taken = |time: &Time| matches!(time, Time::Since { .. });
    let ongoing = patient.trials.iter().filter(|one| is_taken(&one.time));
    let mut found: Vec<String> = ongoing.map(|one| one.label.clone()).collect();
    let present = background.medicines.iter();
    found.extend(
        present
            .filter(|(_, state)| **state == CheckState::Present)
            .map(|(key, _)| super::points::medicine_key(key)),
    );
    if found.is_empty() {
        Told::open(None, &[])
    } else {
        Told::settled(true, found.join(", "))
    }
}
