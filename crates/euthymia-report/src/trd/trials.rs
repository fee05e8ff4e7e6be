//! From outcome rows to the trials of a network, with the source of every number.

use super::covariates::{baseline_scale, covariates, one_baseline_scale};
use super::gather::{alike, by_study, left_out, provenance, unlike};
use crate::compared::{ArmResult, ArmRow, Concern, Rows, Treatment, TrialData, TrialFacts};
use crate::pooled::LeftOut;
use euthymia_clinical::outcome::OutcomeKind;
use euthymia_clinical::treatment::TreatmentClass;
use euthymia_evidence::EvidenceBase;
use euthymia_evidence::appraisal::{INDIRECTNESS, Judgement, OVERALL};
use euthymia_evidence::arm::{Allocation, Arm};
use euthymia_evidence::select::{Answer, Selection, select_arms};
use euthymia_synthesis::effect::means::Group;
use euthymia_synthesis::effect::proportion::Count;
use std::collections::BTreeMap;

/// Gathers the arms of randomised parallel trials that answer, those of one trial measured the same way
/// on the same day.
///
/// `wanted` picks trials: one with such an arm comes with all its arms, so that no comparison is lost.
#[must_use]
pub fn trials(
    base: &EvidenceBase,
    selection: &Selection,
    wanted: impl Fn(&Arm) -> bool,
) -> TrialData {
    let selected = select_arms(base, selection, |arm| {
        base.arms_of(&arm.study_id).count() > 1 && base.arms_of(&arm.study_id).any(&wanted)
    });
    let mut data = TrialData {
        rows: Rows::Arms(Vec::new()),
        facts: BTreeMap::new(),
        left_out: left_out(&selected.exclusions),
    };
    let (mut arms, mut scales) = (Vec::new(), BTreeMap::new());
    for answers in by_study(&selected.answers) {
        let (parallel, other): (Vec<_>, Vec<_>) = answers
            .into_iter()
            .partition(|answer| answer.arm.allocation == Allocation::RandomisedParallel);
        data.left_out.extend(other.iter().map(|answer| LeftOut {
            label: format!("{}, {}", answer.study.label, answer.arm.label),
            reason: format!(
                "not randomised between parallel groups: {}",
                answer.arm.allocation
            ),
        }));
        let (together, apart) = alike(parallel);
        data.left_out.extend(apart.iter().map(unlike));
        if let Some(first) = together.first() {
            let facts = facts(base, first, &together);
            data.facts.insert(first.study.label.clone(), facts);
            scales.insert(first.study.label.clone(), baseline_scale(&together));
        }
        for answer in together {
            match arm_row(base, &answer) {
                Ok(row) => arms.push(row),
                Err(reason) => data.left_out.push(LeftOut {
                    label: format!("{}, {}", answer.study.label, answer.arm.label),
                    reason,
                }),
            }
        }
    }
    data.rows = Rows::Arms(arms);
    one_baseline_scale(&mut data.facts, &scales);
    data
}

fn arm_row(base: &EvidenceBase, answer: &Answer<'_>) -> Result<ArmRow, String> {
    Ok(ArmRow {
        study: answer.study.label.clone(),
        treatment: treatment(base, answer.arm),
        result: result(answer)?,
        source: Some(provenance(base, answer)),
    })
}

fn result(answer: &Answer<'_>) -> Result<ArmResult, String> {
    let row = answer.row;
    let text = |error: euthymia_synthesis::effect::EffectError| error.to_string();
    match row.outcome.kind() {
        OutcomeKind::Event => {
            let (Some(events), Some(n)) = (row.events, row.n) else {
                return Err("a percentage without a count of patients".to_owned());
            };
            Count::new(events, n).map(ArmResult::Count).map_err(text)
        }
        OutcomeKind::Measurement => {
            let (Some(mean), Some(sd), Some(n)) = (row.mean, row.sd, row.n) else {
                let reason = "a mean, standard deviation or number of patients is missing";
                return Err(reason.to_owned());
            };
            Group::new(mean, sd, n).map(ArmResult::Mean).map_err(text)
        }
    }
}

/// What an arm was treated with, as a choice of nodes asks for it.
#[must_use]
pub fn treatment(base: &EvidenceBase, arm: &Arm) -> Treatment {
    let known = base.treatment(&arm.treatment);
    let amount = arm.dose_high.or(arm.dose_low);
    let dose = match (arm.dose_low, arm.dose_high, &arm.dose_unit) {
        (Some(low), Some(high), Some(unit)) if low < high => Some(format!("{low}–{high} {unit}")),
        (Some(dose), _, Some(unit)) | (_, Some(dose), Some(unit)) => Some(format!("{dose} {unit}")),
        _ => None,
    };
    Treatment {
        id: arm.treatment.clone(),
        name: known.map_or(String::new(), |known| known.short_name.clone()),
        group: Some(base.group_of(arm).id().to_owned()),
        class: Some(arm.class.id().to_owned()),
        control: known
            .and_then(|known| known.control_kind)
            .map(|kind| kind.to_string()),
        dose,
        amount: amount.filter(|_| arm.dose_low == arm.dose_high || arm.dose_high.is_none()),
        unit: arm.dose_unit.clone(),
        components: arm
            .components
            .iter()
            .filter(|name| !is_control(base, name))
            .cloned()
            .collect(),
    }
}

/// True for a component that is a control, such as a placebo.
fn is_control(base: &EvidenceBase, component: &str) -> bool {
    let known = base.treatment(component);
    known.is_some_and(|known| known.class == TreatmentClass::Control)
}

/// What is known of a trial.
fn facts(base: &EvidenceBase, first: &Answer<'_>, arms: &[Answer<'_>]) -> TrialFacts {
    let judged = |domain: &str| {
        let found = base.judgement(&first.study.id, &first.row.outcome, domain);
        found.map(|judgement| match judgement {
            Judgement::Low => Concern::Low,
            Judgement::SomeConcerns => Concern::Some,
            Judgement::High => Concern::High,
        })
    };
    TrialFacts {
        risk_of_bias: judged(OVERALL),
        indirectness: judged(INDIRECTNESS),
        covariates: covariates(first, arms),
        lacking: BTreeMap::new(),
        day: first.row.time_days,
    }
}
