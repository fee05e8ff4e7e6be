//! Keys are unique and what they point to exists.

use super::at;
use crate::base::EvidenceBase;
use crate::treatment::SHORT;
use euthymia_clinical::treatment::TreatmentClass;
use euthymia_table::{Diagnostic, Severity::Error};
use std::collections::{HashMap, HashSet};

/// Reports duplicate keys and keys that lead nowhere.
pub(crate) fn keys(base: &EvidenceBase) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    studies(base, &mut findings);
    arms(base, &mut findings);
    rows(base, &mut findings);
    vocabulary_and_claims(base, &mut findings);
    control_kinds(base, &mut findings);
    short_names(base, &mut findings);
    appraisals(base, &mut findings);
    sources(base, &mut findings);
    findings
}

fn studies(base: &EvidenceBase, findings: &mut Vec<Diagnostic>) {
    let mut seen = HashSet::new();
    let mut labels = HashSet::new();
    for study in &base.studies {
        let mut say = |column: &str, found: &str, message: String, help: &str| {
            findings.push(
                at(base, Error, "studies.csv", study.line, column, message)
                    .with_found(found)
                    .with_help(help),
            );
        };
        if !seen.insert(&study.id) {
            let message = "this study is already there".to_owned();
            say("study_id", &study.id, message, "Keep one row per study.");
        }
        if !labels.insert(&study.label) {
            let message = "another study has this label".to_owned();
            let help =
                "Forest plots would show two rows under one name: add what tells them apart.";
            say("label", &study.label, message, help);
        }
        for other in &study.overlaps_with {
            let column = "overlaps_with";
            match base.study(other) {
                None => {
                    let message = "there is no such study".to_owned();
                    let help = "Write a study_id of studies.csv.";
                    say(column, other, message, help);
                }
                Some(them) if them.id == study.id => {
                    let message = "a study does not overlap with itself".to_owned();
                    say(column, other, message, "Name the other study.");
                }
                Some(them) if !them.overlaps_with.contains(&study.id) => {
                    let message = format!("{} does not name this study in turn", them.id);
                    say(column, other, message, "Write an overlap on both sides.");
                }
                Some(_) => {}
            }
        }
    }
}

fn arms(base: &EvidenceBase, findings: &mut Vec<Diagnostic>) {
    let mut seen = HashSet::new();
    for arm in &base.arms {
        let mut say = |column: &str, found: &str, message: String, help: &str| {
            findings.push(
                at(base, Error, "arms.csv", arm.line, column, message)
                    .with_found(found)
                    .with_help(help),
            );
        };
        if !seen.insert((&arm.study_id, &arm.id)) {
            let message = "this arm of the study is already there".to_owned();
            say("arm_id", &arm.id, message, "Keep one row per arm.");
        }
        if base.study(&arm.study_id).is_none() {
            let message = "there is no such study".to_owned();
            let help = "Write a study_id of studies.csv, or add the study there first.";
            say("study_id", &arm.study_id, message, help);
        }
        match base.treatment(&arm.treatment) {
            None => {
                let message = "there is no such treatment in treatments.csv".to_owned();
                let help = "Correct the word, or add the treatment there first.";
                say("treatment", &arm.treatment, message, help);
            }
            Some(treatment) if treatment.class != arm.class => {
                let (class, id) = (treatment.class.id(), &treatment.id);
                let message = format!("treatments.csv says {class} for {id}");
                let help = "Write the class of the treatment.";
                say("class", arm.class.id(), message, help);
            }
            Some(_) => {}
        }
        for part in &arm.combines_arms {
            let column = "combines_arms";
            if *part == arm.id {
                let message = "an arm is not a part of itself".to_owned();
                say(column, part, message, "Name the arms that it unites.");
            } else if base.arm(&arm.study_id, part).is_none() {
                let message = "the study has no such arm".to_owned();
                let help = "Write the arm_id of other rows of the same study.";
                say(column, part, message, help);
            }
        }
    }
}

fn rows(base: &EvidenceBase, findings: &mut Vec<Diagnostic>) {
    let places = base
        .outcomes
        .iter()
        .map(|row| {
            (
                "outcomes.csv",
                row.line,
                "arm_id",
                &row.study_id,
                &row.arm_id,
            )
        })
        .chain(base.contrasts.iter().flat_map(|c| {
            [
                ("contrasts.csv", c.line, "arm_id", &c.study_id, &c.arm_id),
                (
                    "contrasts.csv",
                    c.line,
                    "reference_arm_id",
                    &c.study_id,
                    &c.reference_arm_id,
                ),
            ]
        }));
    for (file, line, column, study, arm) in places {
        if base.arm(study, arm).is_none() {
            let message = format!("there is no arm \"{arm}\" of study \"{study}\" in arms.csv");
            findings.push(
                at(base, Error, file, line, column, message)
                    .with_help("Correct the study_id or the arm_id, or add the arm first."),
            );
        }
    }
}

/// Keys of the other files that stand once each.
fn vocabulary_and_claims(base: &EvidenceBase, findings: &mut Vec<Diagnostic>) {
    let treatments = (base.treatments.iter())
        .map(|row| ("treatments.csv", row.line, "treatment", row.id.as_str()));
    let claims = (base.claims.iter()).map(|row| ("claims.csv", row.line, "claim_id", &*row.id));
    let mut seen = HashSet::new();
    for (file, line, column, id) in treatments.chain(claims) {
        if !seen.insert((file, id)) {
            let message = "this key is already there";
            findings.push(
                at(base, Error, file, line, column, message)
                    .with_found(id)
                    .with_help("Keep one row, or give this one another key."),
            );
        }
    }
}

/// Reports judgements of studies that are not there, and two judgements of one thing.
fn appraisals(base: &EvidenceBase, findings: &mut Vec<Diagnostic>) {
    let mut seen = HashSet::new();
    for row in &base.appraisals {
        let mut say = |column: &str, found: &str, message: &str, help: &str| {
            findings.push(
                at(base, Error, "appraisals.csv", row.line, column, message)
                    .with_found(found)
                    .with_help(help),
            );
        };
        if base.study(&row.study_id).is_none() {
            let help = "Write a study_id of studies.csv.";
            say("study_id", &row.study_id, "there is no such study", help);
        }
        let key = (
            &row.study_id,
            row.outcome.as_ref().map(|o| o.id()),
            &row.domain,
        );
        if !seen.insert(key) {
            let help = "Keep the judgement that was agreed on.";
            say("domain", &row.domain, "this was judged already", help);
        }
        if let Some(source) = row
            .source
            .as_ref()
            .filter(|key| !base.references.contains_key(*key))
        {
            let help = "Add the source to references.bib, or leave the cell empty.";
            say("source", source, "there is no such source", help);
        }
    }
}

/// Reports short names that are long, or that two treatments share.
fn short_names(base: &EvidenceBase, findings: &mut Vec<Diagnostic>) {
    let mut seen: HashMap<&str, &str> = HashMap::new();
    for row in &base.treatments {
        let other = seen.insert(&row.short_name, &row.id);
        let message = match row.short_name.chars().count() {
            long if long > SHORT => "a short name is longer than 24 characters",
            _ if other.is_some_and(|id| id != row.id) => "another treatment has this short name",
            _ => continue,
        };
        findings.push(
            at(
                base,
                Error,
                "treatments.csv",
                row.line,
                "short_name",
                message,
            )
            .with_found(&*row.short_name)
            .with_help("Tables and figures show it: keep it short, and different."),
        );
    }
}

/// Reports controls that do not say of what kind they are, and kinds of what is no control.
fn control_kinds(base: &EvidenceBase, findings: &mut Vec<Diagnostic>) {
    for row in &base.treatments {
        let message = match (row.class, row.control_kind) {
            (TreatmentClass::Control, None) => "a control must say of what kind it is",
            (class, Some(_)) if class != TreatmentClass::Control => "only a control has a kind",
            _ => continue,
        };
        findings.push(
            at(
                base,
                Error,
                "treatments.csv",
                row.line,
                "control_kind",
                message,
            )
            .with_help("Networks merge controls by their kind: fill the cell, or empty it."),
        );
    }
}

fn sources(base: &EvidenceBase, findings: &mut Vec<Diagnostic>) {
    let places = (base
        .studies
        .iter()
        .map(|s| ("studies.csv", s.line, &s.source)))
    .chain(base.arms.iter().map(|a| ("arms.csv", a.line, &a.source)))
    .chain(
        base.outcomes
            .iter()
            .map(|o| ("outcomes.csv", o.line, &o.source)),
    )
    .chain(
        base.contrasts
            .iter()
            .map(|c| ("contrasts.csv", c.line, &c.source)),
    )
    .chain(
        base.claims
            .iter()
            .map(|c| ("claims.csv", c.line, &c.source)),
    );
    for (file, line, key) in places {
        if !base.references.contains_key(key) {
            findings.push(
                at(
                    base,
                    Error,
                    file,
                    line,
                    "source",
                    "there is no such key in references.bib",
                )
                .with_found(key.as_str())
                .with_help("Correct the key, or enter the source there first."),
            );
        }
    }
}
