//! From outcome rows to studies that can be pooled, with the source of every number.

use crate::pooled::{Candidate, Inputs, LeftOut};
use euthymia_clinical::definition::{Criterion, Definition};
use euthymia_clinical::outcome::OutcomeKind;
use euthymia_evidence::EvidenceBase;
use euthymia_evidence::arm::{Allocation, Arm, Role};
use euthymia_evidence::outcome_row::{OutcomeRow, TimePoint};
use euthymia_evidence::select::{Answer, Exclusion, Reason, Selection, select_arms};
use euthymia_evidence::study::{Stated, Study};
use euthymia_synthesis::effect::means::Group;
use euthymia_synthesis::effect::proportion::Count;
use euthymia_synthesis::effect::two_by_two::TwoByTwo;
use euthymia_table::fmt;
use std::collections::BTreeMap;

/// Studies ready to be pooled, and what was left out.
#[derive(Clone, Debug, Default)]
pub struct Gathered {
    /// One per study.
    pub candidates: Vec<Candidate>,
    /// Arms and rows left out, with reasons.
    pub left_out: Vec<LeftOut>,
}

/// Gathers single arms: events and patients of the arms that `wanted` picks, arms of one study
/// added up.
#[must_use]
pub fn single_arms(
    base: &EvidenceBase,
    selection: &Selection,
    wanted: impl Fn(&Arm) -> bool,
) -> Gathered {
    let selected = select_arms(base, selection, wanted);
    let mut gathered = Gathered {
        left_out: left_out(&selected.exclusions),
        ..Gathered::default()
    };
    for answers in by_study(&selected.answers) {
        let (together, apart) = alike(answers);
        gathered.left_out.extend(apart.iter().map(unlike));
        let Some(first) = together.first() else {
            continue;
        };
        match count(&together) {
            Ok(data) => gathered.candidates.push(Candidate {
                remark: remark(&together),
                provenance: together
                    .iter()
                    .map(|answer| provenance(base, answer))
                    .collect(),
                ..Candidate::new(first.study.label.as_str(), Inputs::OneProportion(data))
            }),
            Err(reason) => {
                gathered.left_out.push(LeftOut {
                    label: first.study.label.clone(),
                    reason,
                });
            }
        }
    }
    gathered
}

/// Gathers randomised comparisons: the arms that `wanted` picks against the control arms of their
/// own study, measured the same way on the same day. Arms on one side are added up (counts) or
/// combined as one group (means).
#[must_use]
pub fn controlled(
    base: &EvidenceBase,
    selection: &Selection,
    wanted: impl Fn(&Arm) -> bool,
) -> Gathered {
    // Both sides in one selection, so that overlapping studies are judged once.
    let has = |study: &str, side: &dyn Fn(&Arm) -> bool| base.arms_of(study).any(side);
    let is_control = |arm: &Arm| arm.role == Role::Control;
    let selected = select_arms(base, selection, |arm| {
        (wanted(arm) || is_control(arm))
            && has(&arm.study_id, &wanted)
            && has(&arm.study_id, &is_control)
    });
    let (controls, treated): (Vec<_>, Vec<_>) = selected
        .answers
        .iter()
        .copied()
        .partition(|answer| is_control(answer.arm));
    let mut gathered = Gathered {
        left_out: left_out(&selected.exclusions),
        ..Gathered::default()
    };
    for answers in by_study(&treated) {
        match comparison(base, answers, &controls) {
            Ok((candidate, apart)) => {
                gathered.candidates.push(candidate);
                gathered.left_out.extend(apart);
            }
            Err(refused) => gathered.left_out.push(refused),
        }
    }
    gathered
}

/// One trial's treated arms against its control arms, with the arms that could not join in.
fn comparison(
    base: &EvidenceBase,
    answers: Vec<Answer<'_>>,
    controls: &[Answer<'_>],
) -> Result<(Candidate, Vec<LeftOut>), LeftOut> {
    let label = answers
        .first()
        .map_or(String::new(), |a| a.study.label.clone());
    let refuse = |reason: &str| LeftOut {
        label: label.clone(),
        reason: reason.to_owned(),
    };
    if answers
        .iter()
        .any(|a| a.arm.allocation != Allocation::RandomisedParallel)
    {
        return Err(refuse("not randomised between parallel groups"));
    }
    let (treated, apart) = alike(answers);
    let lead = treated.first().ok_or_else(|| refuse("no arm"))?;
    let control: Vec<Answer<'_>> = controls
        .iter()
        .filter(|a| a.arm.study_id == lead.arm.study_id && measured_alike(a.row, lead.row))
        .copied()
        .collect();
    if control.is_empty() {
        return Err(refuse(
            "no control arm measured the same way on the same day",
        ));
    }
    let data = match lead.row.outcome.kind() {
        OutcomeKind::Event => two_by_two(&treated, &control),
        OutcomeKind::Measurement => means(&treated, &control),
    };
    let candidate = Candidate {
        remark: remark(&treated),
        provenance: treated
            .iter()
            .chain(&control)
            .map(|a| provenance(base, a))
            .collect(),
        ..Candidate::new(label.as_str(), data.map_err(|reason| refuse(&reason))?)
    };
    Ok((candidate, apart.iter().map(unlike).collect()))
}

/// An arm that was measured otherwise than the arms it would have joined.
pub(super) fn unlike(answer: &Answer<'_>) -> LeftOut {
    LeftOut {
        label: arm_label(answer.study, answer.arm),
        reason: "another day, scale or definition than the study's other arms".to_owned(),
    }
}

/// Answers grouped by study, in the order of the evidence base.
pub(super) fn by_study<'a>(answers: &[Answer<'a>]) -> Vec<Vec<Answer<'a>>> {
    let mut groups: BTreeMap<usize, Vec<Answer<'a>>> = BTreeMap::new();
    for answer in answers {
        groups.entry(answer.study.line).or_default().push(*answer);
    }
    groups.into_values().collect()
}

fn measured_alike(a: &OutcomeRow, b: &OutcomeRow) -> bool {
    a.instrument == b.instrument
        && a.definition == b.definition
        && a.time_days == b.time_days
        && a.time_point == b.time_point
}

/// Splits the answers of a study into the largest set measured alike and the rest.
pub(super) fn alike(answers: Vec<Answer<'_>>) -> (Vec<Answer<'_>>, Vec<Answer<'_>>) {
    let patients = |lead: &Answer<'_>| -> u64 {
        let same = answers.iter().filter(|a| measured_alike(a.row, lead.row));
        same.map(|a| a.row.n.unwrap_or(0)).sum()
    };
    // The first of equally large sets leads, so that the result does not depend on the iteration.
    let mut lead: Option<&Answer<'_>> = None;
    for answer in &answers {
        if lead.is_none_or(|best| patients(answer) > patients(best)) {
            lead = Some(answer);
        }
    }
    let Some(lead) = lead.copied() else {
        return (Vec::new(), Vec::new());
    };
    answers
        .into_iter()
        .partition(|answer| measured_alike(answer.row, lead.row))
}

fn sum(answers: &[Answer<'_>]) -> (u64, u64) {
    answers.iter().fold((0, 0), |(events, n), answer| {
        (
            events + answer.row.events.unwrap_or(0),
            n + answer.row.n.unwrap_or(0),
        )
    })
}

fn count(answers: &[Answer<'_>]) -> Result<Count, String> {
    if answers.iter().any(|answer| answer.row.events.is_none()) {
        return Err("a mean, not a count of patients".to_owned());
    }
    let (events, n) = sum(answers);
    Count::new(events, n).map_err(|error| error.to_string())
}

fn two_by_two(treated: &[Answer<'_>], control: &[Answer<'_>]) -> Result<Inputs, String> {
    let ((a, n1), (c, n2)) = (sum(treated), sum(control));
    TwoByTwo::new(a, n1, c, n2)
        .map(Inputs::TwoProportions)
        .map_err(|error| error.to_string())
}

fn means(treated: &[Answer<'_>], control: &[Answer<'_>]) -> Result<Inputs, String> {
    Ok(Inputs::TwoMeans([combined(treated)?, combined(control)?]))
}

fn combined(answers: &[Answer<'_>]) -> Result<Group, String> {
    let mut whole: Option<Group> = None;
    for answer in answers {
        let (Some(mean), Some(sd), Some(n)) = (answer.row.mean, answer.row.sd, answer.row.n) else {
            return Err("a mean, standard deviation or number of patients is missing".to_owned());
        };
        let group = Group::new(mean, sd, n).map_err(|error| error.to_string())?;
        whole = Some(match whole {
            None => group,
            Some(before) => before.combined(&group).map_err(|error| error.to_string())?,
        });
    }
    whole.ok_or_else(|| "no arm".to_owned())
}

/// When and by which rule, short enough for a table cell.
fn remark(answers: &[Answer<'_>]) -> String {
    let Some(first) = answers.first() else {
        return String::new();
    };
    // The population first: a narrow column cuts the end off.
    let mut parts: Vec<String> = population(first.study).into_iter().collect();
    parts.push(when(first.row));
    if let Some(definition) = &first.row.definition {
        parts.push(short(definition));
    } else if let Some(scale) = first.row.instrument.as_deref() {
        parts.push(
            euthymia_clinical::instrument::find(scale)
                .map_or(scale, |i| i.name)
                .to_owned(),
        );
    }
    if answers.len() > 1 {
        parts.push(format!("{} arms", answers.len()));
    }
    parts.retain(|part| !part.is_empty());
    parts.join("; ")
}

/// What a reader must know of a population that is not treatment-resistant by its own statement.
fn population(study: &Study) -> Option<String> {
    match study.trd {
        Stated::Yes => None,
        Stated::No => Some("not TRD".to_owned()),
        Stated::Mixed => Some("TRD mixed".to_owned()),
        Stated::NotControlled | Stated::NotStated => Some("TRD not stated".to_owned()),
    }
}

fn when(row: &OutcomeRow) -> String {
    match (row.time_days, row.time_point) {
        (Some(day), Some(TimePoint::AnyTime)) => {
            format!("any time to day {}", fmt::number(day, 0))
        }
        (Some(day), _) => format!("day {}", fmt::number(day, 0)),
        // Adverse events are counted over the whole course; saying so in each row would be noise.
        (None, Some(_)) if row.outcome.is_harm() => String::new(),
        (None, Some(point)) => point.to_string(),
        (None, None) => String::new(),
    }
}

/// A definition in a cell: the usual response rule, a decrease of at least 50 %, by its scale alone.
#[must_use]
pub(super) fn short(definition: &Definition) -> String {
    let name = |id: &str| euthymia_clinical::instrument::find(id).map_or("", |scale| scale.name);
    match definition {
        Definition::Criteria(criteria) => match criteria.as_slice() {
            [
                Criterion::Decrease {
                    instrument,
                    percent: 50.0,
                },
            ] => name(instrument).to_owned(),
            [
                Criterion::Decrease {
                    instrument,
                    percent,
                },
            ] => {
                format!("{} ≥{percent} %", name(instrument))
            }
            _ => definition
                .to_string()
                .replace(" ≤ ", " ≤")
                .replace(" < ", " <"),
        },
        Definition::Named(_) => definition.to_string(),
    }
}

/// Where the number of one arm comes from, in one line.
#[must_use]
pub(super) fn provenance(base: &EvidenceBase, answer: &Answer<'_>) -> String {
    let row = answer.row;
    let number = match (row.events, row.n, row.mean, row.sd) {
        (Some(events), Some(n), _, _) => format!("{events}/{n}"),
        (_, Some(n), Some(mean), Some(sd)) => {
            format!("{} (n = {n})", fmt::plus_minus(mean, sd, 2))
        }
        _ => "no usable number".to_owned(),
    };
    let mut parts = vec![number];
    match (&row.definition, row.instrument.as_deref()) {
        (Some(definition), _) => parts.push(definition.to_string()),
        (None, Some(id)) => parts.push(
            euthymia_clinical::instrument::find(id)
                .map_or(id, |scale| scale.name)
                .to_owned(),
        ),
        (None, None) => {}
    }
    parts.extend(Some(when(row)).filter(|text| !text.is_empty()));
    parts.push(format!("analysis set: {}", row.analysis_set));
    parts.push(format!("{}, {}", row.provenance, row.verification));
    parts.extend(row.locator.clone());
    let source = base
        .references
        .get(&row.source)
        .map_or(row.source.as_str(), |r| r.citation.as_str());
    parts.push(format!("{source} [{}]", row.source));
    format!(
        "{}: {}",
        arm_label(answer.study, answer.arm),
        parts.join("; ")
    )
}

fn arm_label(study: &Study, arm: &Arm) -> String {
    format!("{}, {}", study.label, arm.label)
}

/// Exclusions in words, an arm and reason once.
#[must_use]
pub(super) fn left_out(exclusions: &[Exclusion<'_>]) -> Vec<LeftOut> {
    let mut list: Vec<LeftOut> = Vec::new();
    for exclusion in exclusions.iter().filter(|e| e.reason != Reason::OtherRow) {
        let entry = LeftOut {
            label: arm_label(exclusion.study, exclusion.arm),
            reason: exclusion.reason.to_string(),
        };
        if !list.contains(&entry) {
            list.push(entry);
        }
    }
    list
}
