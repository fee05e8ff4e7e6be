//! Which outcome rows answer a question, and why every other one does not.

use crate::arm::{Allocation, Arm};
use crate::base::EvidenceBase;
use crate::mark::{Admitted, Verification};
use crate::outcome_row::{OutcomeRow, TimePoint};
use crate::study::{Design, FailedTrials, Study};
use euthymia_clinical::outcome::{Outcome, OutcomeKind};
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fmt;

/// A window of days after the start of treatment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TimeWindow {
    /// First day, inclusive.
    pub from: f64,
    /// Last day, inclusive.
    pub to: f64,
    /// Whether rows after a course of treatment whose day is not stated are admitted, and adverse
    /// events without a day.
    pub unstated: bool,
}

/// What is asked of the evidence base.
#[derive(Clone, Debug, PartialEq)]
pub struct Selection {
    /// Treatment identifiers, report groups or classes; empty means all.
    pub treatments: Vec<String>,
    /// The outcome.
    pub outcome: Outcome,
    /// When; `None` for any time.
    pub window: Option<TimeWindow>,
    /// On which scale; `None` for any.
    pub instrument: Option<String>,
    /// Under which definition, as printed in the data file; `None` for any.
    pub definition: Option<String>,
    /// Which verification marks.
    pub admitted: Admitted,
    /// Whether arms of crossover trials are admitted (as single arms; never as parallel groups).
    pub crossover: bool,
    /// Whether only populations that are treatment-resistant by the study's own statement count.
    pub trd_only: bool,
    /// Whether only studies count whose entry criterion admits so many failed trials.
    pub failures: Option<u64>,
}

impl Selection {
    /// Asks for an outcome of some treatments at any time, strictly verified, parallel arms only.
    #[must_use]
    pub fn of(outcome: Outcome, treatments: Vec<String>) -> Self {
        Self {
            treatments,
            outcome,
            window: None,
            instrument: None,
            definition: None,
            admitted: Admitted::default(),
            crossover: false,
            trd_only: false,
            failures: None,
        }
    }
}

/// A row that answers, with its arm and study.
#[derive(Clone, Copy, Debug)]
pub struct Answer<'a> {
    /// The study.
    pub study: &'a Study,
    /// The arm.
    pub arm: &'a Arm,
    /// The outcome row.
    pub row: &'a OutcomeRow,
}

/// An arm, or one of its rows, that was left out.
#[derive(Clone, Debug)]
pub struct Exclusion<'a> {
    /// The study.
    pub study: &'a Study,
    /// The arm.
    pub arm: &'a Arm,
    /// The row, when a row was there to exclude.
    pub row: Option<&'a OutcomeRow>,
    /// Why.
    pub reason: Reason,
}

/// Why something was left out.
#[derive(Clone, Debug, PartialEq)]
pub enum Reason {
    /// The arm reports no such outcome.
    NotReported,
    /// The mark is not admitted.
    Mark(Verification),
    /// The count was worked out from a rounded percentage that another count fits too.
    SeveralCountsFit,
    /// A percentage or mean without the numbers an analysis needs.
    Unusable(&'static str),
    /// Outside the window.
    Time(Option<f64>),
    /// Another instrument or definition was asked for.
    Definition,
    /// The arm shares its patients with the other arm of a crossover.
    Crossover,
    /// One patient, reported because of the outcome.
    CaseReport,
    /// Patients were selected for having responded.
    Withdrawal,
    /// The population is not, or not stated to be, treatment-resistant.
    NotTrd,
    /// The entry criterion admits another number of failed trials, or states none.
    Failures(Option<FailedTrials>),
    /// The union of arms that are in the analysis themselves.
    Union,
    /// Another row of the same arm was preferred.
    OtherRow,
    /// Patients overlap with a study that is in the analysis.
    Overlap(String),
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotReported => f.write_str("the arm does not report this outcome"),
            Self::Mark(Verification::Recalled) => {
                f.write_str("unverified: recalled, not read in a source")
            }
            Self::Mark(Verification::ComputedNNotSeen) => {
                f.write_str("the denominator was recalled or inferred, not read")
            }
            Self::Mark(mark) => write!(f, "mark not admitted: {mark}"),
            Self::SeveralCountsFit => f.write_str(
                "the count was worked out from a rounded percentage that another count fits too",
            ),
            Self::Unusable(what) => f.write_str(what),
            Self::Time(Some(day)) => write!(f, "day {day} is outside the time window"),
            Self::Time(None) => f.write_str("the day is not stated"),
            Self::Definition => f.write_str("another scale or definition was asked for"),
            Self::Crossover => f.write_str("crossover: its arms share patients"),
            Self::CaseReport => f.write_str("case report: told because of its outcome"),
            Self::Withdrawal => {
                f.write_str("randomised withdrawal: patients were selected for having responded")
            }
            Self::NotTrd => f.write_str("population not stated to be treatment-resistant"),
            Self::Failures(Some(stated)) => write!(f, "the entry criterion asks for {stated}"),
            Self::Failures(None) => {
                f.write_str("the entry criterion states no plain number of failed trials")
            }
            Self::Union => f.write_str("union of arms that are counted themselves"),
            Self::OtherRow => f.write_str("another row of the same arm is used"),
            Self::Overlap(other) => {
                write!(f, "patients overlap with {other}, which is used instead")
            }
        }
    }
}

/// The answers and everything that was left out.
#[derive(Clone, Debug, Default)]
pub struct Selected<'a> {
    /// One row per arm, in file order.
    pub answers: Vec<Answer<'a>>,
    /// Every arm of the treatments that gave no answer, and every row not used, with the reason.
    pub exclusions: Vec<Exclusion<'a>>,
}

/// Selects one row per arm of the treatments asked for.
///
/// Of several eligible rows of an arm the main one is used, else the latest. An arm that is the
/// union of others is used only when none of its parts answers. Of studies with overlapping
/// patients the one with most patients answers, of equally large ones the one whose identifier
/// comes first in the alphabet; a study is left out only for one that answers itself.
#[must_use]
pub fn select<'a>(base: &'a EvidenceBase, selection: &Selection) -> Selected<'a> {
    select_arms(base, selection, |arm| {
        asked_for(base, arm, &selection.treatments)
    })
}

/// Selects among the arms that `wanted` picks, whatever their treatment.
#[must_use]
pub fn select_arms<'a>(
    base: &'a EvidenceBase,
    selection: &Selection,
    wanted: impl Fn(&Arm) -> bool,
) -> Selected<'a> {
    let mut selected = Selected::default();
    for arm in base.arms.iter().filter(|arm| wanted(arm)) {
        if let Some(study) = base.study(&arm.study_id) {
            choose_row(base, study, arm, selection, &mut selected);
        }
    }
    drop_unions(&mut selected);
    drop_overlaps(&mut selected);
    selected
}

/// True when an arm's treatment, its report group or its class is among the words, or none is given.
#[must_use]
pub fn asked_for(base: &EvidenceBase, arm: &Arm, words: &[String]) -> bool {
    let group = base.group_of(arm).id();
    words.is_empty()
        || words
            .iter()
            .any(|word| *word == arm.treatment || word == group || word == arm.class.id())
}

fn choose_row<'a>(
    base: &'a EvidenceBase,
    study: &'a Study,
    arm: &'a Arm,
    selection: &Selection,
    selected: &mut Selected<'a>,
) {
    let mut eligible: Vec<&OutcomeRow> = Vec::new();
    let mut reported = false;
    for row in base
        .outcomes_of(arm)
        .filter(|row| row.outcome == selection.outcome)
    {
        reported = true;
        match obstacle(study, arm, row, selection) {
            None => eligible.push(row),
            Some(reason) => {
                selected.exclusions.push(Exclusion {
                    study,
                    arm,
                    row: Some(row),
                    reason,
                });
            }
        }
    }
    if !reported {
        let reason = Reason::NotReported;
        selected.exclusions.push(Exclusion {
            study,
            arm,
            row: None,
            reason,
        });
    }
    let rank = |row: &OutcomeRow| {
        (
            row.main,
            row.time_days.map_or(0, |days| (days * 24.0) as u64),
        )
    };
    let Some(best) = eligible.iter().copied().max_by_key(|row| rank(row)) else {
        return;
    };
    for row in eligible.into_iter().filter(|row| row.line != best.line) {
        selected.exclusions.push(Exclusion {
            study,
            arm,
            row: Some(row),
            reason: Reason::OtherRow,
        });
    }
    selected.answers.push(Answer {
        study,
        arm,
        row: best,
    });
}

/// The first thing that keeps a row out, if any.
fn obstacle(study: &Study, arm: &Arm, row: &OutcomeRow, selection: &Selection) -> Option<Reason> {
    if !selection.admitted.admits(row.verification) {
        return Some(Reason::Mark(row.verification));
    }
    let usable = match row.outcome.kind() {
        OutcomeKind::Event if row.events.is_none() || row.n.is_none() => {
            Some("a percentage without a count of patients that could be weighted")
        }
        OutcomeKind::Measurement if row.n.is_none() => Some("a mean without a number of patients"),
        OutcomeKind::Measurement if row.sd.is_none() => Some("a mean without a standard deviation"),
        _ => None,
    };
    if let Some(what) = usable {
        return Some(Reason::Unusable(what));
    }
    if !selection.admitted.n_not_seen && crate::check::several_counts_fit(row) {
        return Some(Reason::SeveralCountsFit);
    }
    if arm.allocation == Allocation::RandomisedCrossover && !selection.crossover {
        return Some(Reason::Crossover);
    }
    if study.design == Some(Design::CaseReport) {
        return Some(Reason::CaseReport);
    }
    if arm.allocation == Allocation::RandomisedWithdrawal && selection.outcome.id() != "relapse" {
        return Some(Reason::Withdrawal);
    }
    if selection.trd_only && study.trd != crate::study::Stated::Yes {
        return Some(Reason::NotTrd);
    }
    if let Some(window) = selection.window
        && !in_window(row, window)
    {
        return Some(Reason::Time(row.time_days));
    }
    let other_scale = selection
        .instrument
        .as_ref()
        .is_some_and(|wanted| row.instrument.as_ref() != Some(wanted));
    let other_rule = selection.definition.as_ref().is_some_and(|wanted| {
        let wanted = euthymia_clinical::definition::Definition::parse(wanted).ok();
        wanted.is_none() || row.definition != wanted
    });
    if other_scale || other_rule {
        return Some(Reason::Definition);
    }
    // Last, so that this reason counts the studies that would answer but for it.
    let failed = study.failed_trials();
    let admits = |n| failed.is_some_and(|stated| stated.admits(n));
    (selection.failures.is_some_and(|n| !admits(n))).then_some(Reason::Failures(failed))
}

fn in_window(row: &OutcomeRow, window: TimeWindow) -> bool {
    match row.time_days {
        Some(day) => (window.from..=window.to).contains(&day),
        None => {
            let after_course = [
                Some(TimePoint::EndOfCourse),
                Some(TimePoint::PostCourseUnstated),
            ];
            // Adverse events are counted over the whole course and usually carry no day.
            window.unstated && (after_course.contains(&row.time_point) || row.outcome.is_harm())
        }
    }
}

fn drop_unions(selected: &mut Selected<'_>) {
    let counted: Vec<(String, String)> = selected
        .answers
        .iter()
        .map(|a| (a.arm.study_id.clone(), a.arm.id.clone()))
        .collect();
    let is_union = |answer: &Answer<'_>| {
        let parts = &answer.arm.combines_arms;
        parts
            .iter()
            .any(|part| counted.contains(&(answer.arm.study_id.clone(), part.clone())))
    };
    drop_where(selected, |answer| is_union(answer).then_some(Reason::Union));
}

fn drop_overlaps(selected: &mut Selected<'_>) {
    let mut sizes: BTreeMap<&str, u64> = BTreeMap::new();
    let mut overlaps: BTreeMap<&str, &[String]> = BTreeMap::new();
    for answer in &selected.answers {
        *sizes.entry(&answer.study.id).or_default() += answer.row.n.unwrap_or(0);
        overlaps.insert(&answer.study.id, &answer.study.overlaps_with);
    }
    let mut largest_first: Vec<(&str, u64)> = sizes.into_iter().collect();
    // The sort is stable, so that equally large studies stay in the order of their identifiers.
    largest_first.sort_by_key(|(_, size)| Reverse(*size));
    let mut kept: Vec<&str> = Vec::new();
    let mut dropped: BTreeMap<String, String> = BTreeMap::new();
    for (id, _) in largest_first {
        let others = overlaps.get(id).copied().unwrap_or_default();
        match others.iter().find(|other| kept.contains(&other.as_str())) {
            None => kept.push(id),
            Some(other) => {
                dropped.insert(id.to_owned(), other.clone());
            }
        }
    }
    drop_where(selected, |answer| {
        dropped
            .get(&answer.study.id)
            .map(|other| Reason::Overlap(other.clone()))
    });
}

fn drop_where<'a>(selected: &mut Selected<'a>, reason: impl Fn(&Answer<'a>) -> Option<Reason>) {
    let (mut kept, mut dropped) = (Vec::new(), Vec::new());
    for answer in selected.answers.drain(..) {
        match reason(&answer) {
            None => kept.push(answer),
            Some(reason) => dropped.push(Exclusion {
                study: answer.study,
                arm: answer.arm,
                row: Some(answer.row),
                reason,
            }),
        }
    }
    selected.answers = kept;
    selected.exclusions.extend(dropped);
}
