//! Who, which diagnosis, which scores.

use super::doc::Node;
use super::{BackgroundKey, Record};
use super::{order, trials};
use euthymia_clinical::checklist;
use euthymia_clinical::instrument::{Answers, Pack, bundled, bundled_ids, score};
use euthymia_clinical::patient::{
    CheckState, DatedScore, Diagnosis, Patient, Procedure, ProcedureKind, Severity,
};
use euthymia_clinical::protocol::cautions::Background;
use euthymia_table::Diagnostic;
use jiff::civil::Date;
use std::collections::BTreeMap;

pub(super) const SCHEMA: &str = "euthymia.patient.v1";

/// The record; `None` where something without which there is none is missing. Every finding is
/// reported to the document.
pub(super) fn record(root: Node<'_, '_>, today: Option<Date>) -> Option<Record> {
    match root.text("schema") {
        Some(SCHEMA) => {}
        Some(other) => root.report(
            root.error("schema", format!("expected \"{SCHEMA}\""))
                .with_found(other),
        ),
        None if !root.has("schema") => root.report(
            root.error("schema", "the file does not say what it is")
                .with_help(format!("Begin it with schema = \"{SCHEMA}\".")),
        ),
        None => {}
    }
    let head = root.table("patient");
    if head.is_none() && !root.has("patient") {
        root.report(
            root.error("patient", "there is no [patient]")
                .with_help("It names at least an id and the day of assessment."),
        );
    }
    let about = head.as_ref().map(about);
    let assessed = about
        .as_ref()
        .and_then(|patient| patient.as_ref().map(|p| p.assessed));
    let trials = trials::trials(&root, assessed);
    let procedures: Vec<Procedure> = root
        .tables("treatment")
        .into_iter()
        .filter_map(procedure)
        .collect();
    let scores: Vec<DatedScore> = root
        .tables("score")
        .into_iter()
        .filter_map(dated_score)
        .collect();
    let sessions = root.table("course").map_or_else(Vec::new, |node| {
        let days = node.dates("sessions");
        node.finish();
        days
    });
    let genes = root.table("genes").map_or_else(BTreeMap::new, genes);
    let checks = root
        .table("checklist")
        .map_or_else(BTreeMap::new, |node| checks(&node));
    let head_node = head;
    let mut patient = about.flatten()?;
    patient.trials = trials?;
    patient.procedures = procedures;
    patient.scores = scores;
    patient.scores.sort_by_key(|score| score.date);
    patient.genes = genes;
    patient.checks = checks;
    let mut keys = Vec::new();
    let background = Background {
        conditions: states(&root, "conditions", &mut keys),
        medicines: states(&root, "medicines", &mut keys),
    };
    let record = Record {
        patient,
        sessions,
        background,
        keys,
    };
    order::check(&root, head_node.as_ref(), &record, today);
    if let Some(head) = head_node {
        head.finish();
    }
    root.finish();
    Some(record)
}

fn about(node: &Node<'_, '_>) -> Option<Patient> {
    let id = node.text("id");
    let assessed = node.date("assessed");
    for (key, help) in [
        (
            "id",
            "Use the clinic's own identifier, not the patient's name.",
        ),
        (
            "assessed",
            "Write the day of assessment, such as assessed = 2026-11-02.",
        ),
    ] {
        if !node.has(key) {
            node.report(node.error(key, "this is missing").with_help(help));
        }
    }
    let patient = Patient {
        id: id.unwrap_or_default().to_owned(),
        assessed: assessed.unwrap_or(Date::MIN),
        diagnosis: node.word("diagnosis", Diagnosis::ALL, Diagnosis::id),
        bipolar: node.flag("bipolar"),
        episode_start: node.date("episode_start"),
        first_episode: node.flag("first_episode"),
        severity: node.word("severity", Severity::ALL, Severity::id),
        burden_despite_treatment: node.flag("burden_despite_treatment"),
        history_complete: node.flag("history_complete"),
        trials: Vec::new(),
        procedures: Vec::new(),
        scores: Vec::new(),
        genes: BTreeMap::new(),
        checks: BTreeMap::new(),
    };
    (id.is_some() && assessed.is_some()).then_some(patient)
}

fn procedure(node: Node<'_, '_>) -> Option<Procedure> {
    let kind = node.word("kind", ProcedureKind::ALL, ProcedureKind::id);
    if !node.has("kind") {
        node.report(
            node.error("kind", "the treatment is not named")
                .with_help("Write kind = \"ect\", \"rtms\", \"psychotherapy\" or \"other\"; medicines stand under [[trial]]."),
        );
    }
    let (start, stop, sessions) = (
        node.date("start"),
        node.date("stop"),
        node.count("sessions"),
    );
    if let (Some(start), Some(stop)) = (start, stop)
        && stop < start
    {
        node.report(node.error(
            "stop",
            format!("it ends {stop}, before it begins on {start}"),
        ));
    }
    node.finish();
    Some(Procedure {
        kind: kind?,
        start,
        stop,
        sessions,
    })
}

fn dated_score(node: Node<'_, '_>) -> Option<DatedScore> {
    let date = node.date("date");
    let instrument = node.text("instrument");
    for key in ["date", "instrument"] {
        if !node.has(key) {
            node.report(
                node.error(key, "this is missing")
                    .with_help("A score needs date, instrument and total (or answers)."),
            );
        }
    }
    let pack = instrument.and_then(|id| known_pack(&node, id));
    let total = node.number("total");
    let answers = node.text("answers");
    let scored = pack.and_then(|pack| match (total, answers) {
        (Some(_), Some(_)) => {
            node.report(
                node.error("total", "both a total and answers are given")
                    .with_help("Give the answers; the total follows from them."),
            );
            None
        }
        (Some(total), None) => Some((checked_total(&node, pack, total), None)),
        (None, Some(text)) => answered(&node, pack, text),
        // A visit without a score is a visit.
        (None, None) => Some((None, None)),
    });
    node.finish();
    let (total, answers) = scored?;
    Some(DatedScore {
        date: date?,
        instrument: pack?.id.clone(),
        total,
        answers,
    })
}

/// The pack of a scale that is named; one that is not known is reported with the nearest.
pub(super) fn known_pack(node: &Node<'_, '_>, id: &str) -> Option<&'static Pack> {
    let pack = bundled(id);
    if pack.is_none() {
        let known: Vec<&str> = bundled_ids().collect();
        node.report(node.unknown("instrument", id, &known));
    }
    pack
}

fn checked_total(node: &Node<'_, '_>, pack: &Pack, total: f64) -> Option<f64> {
    let Some(primary) = pack.primary_total() else {
        node.report(
            node.error("total", format!("the {} has no total", pack.name))
                .with_help("Give the answers, such as answers = \"1,0,0,0,0,0\"."),
        );
        return None;
    };
    if (primary.minimum..=primary.maximum).contains(&total) {
        return Some(total);
    }
    node.report(
        node.error(
            "total",
            format!(
                "expected a {} total from {} to {}",
                pack.name, primary.minimum, primary.maximum
            ),
        )
        .with_found(total.to_string())
        .with_help("Correct it, or leave it out where it is missing."),
    );
    None
}

type Scored = (Option<f64>, Option<Vec<Option<f64>>>);

fn answered(node: &Node<'_, '_>, pack: &Pack, text: &str) -> Option<Scored> {
    let values = match crate::score::answers(text) {
        Ok(values) => values,
        Err(message) => {
            node.report(node.error("answers", message).with_found(text));
            return None;
        }
    };
    if let Some(message) = crate::score::one_too_many(pack, values.len()) {
        node.report(node.error("answers", message).with_help("Leave it out."));
        return None;
    }
    match Answers::new(pack, values) {
        Ok(answers) => {
            let primary = score(&answers, None)
                .totals
                .into_iter()
                .find(|one| one.total.primary);
            let total = primary
                .and_then(|one| one.computed)
                .map(|computed| computed.value);
            Some((total, Some(answers.values().to_vec())))
        }
        Err(errors) => {
            for error in errors {
                node.report(node.error("answers", error.to_string()).with_help(
                    "One answer per item, separated by commas; leave a missing one empty.",
                ));
            }
            None
        }
    }
}

fn genes(node: Node<'_, '_>) -> BTreeMap<String, String> {
    let known: Vec<&str> = checklist::gene_drug_pairs()
        .iter()
        .flat_map(|pair| pair.genes.iter().map(String::as_str))
        .chain(
            checklist::genes_without_recommendation()
                .iter()
                .map(|one| one.gene.as_str()),
        )
        .collect();
    let mut genes = BTreeMap::new();
    for (gene, found) in node.entries() {
        if known.contains(&gene.as_str()) {
            genes.insert(gene, found);
            continue;
        }
        let mut listed = known.clone();
        listed.sort_unstable();
        listed.dedup();
        node.report(
            node.error_at(&gene, "no recommendation for this gene is known here")
                .with_help(format!("The genes are: {}.", listed.join(", "))),
        );
    }
    genes
}

/// What a table with free keys says: present, excluded or unknown.
fn states(
    root: &Node<'_, '_>,
    table: &'static str,
    keys: &mut Vec<BackgroundKey>,
) -> BTreeMap<String, CheckState> {
    let Some(node) = root.table(table) else {
        return BTreeMap::new();
    };
    let mut states = BTreeMap::new();
    for (key, word) in node.entries() {
        match state(&word) {
            Some(state) => {
                keys.push(BackgroundKey {
                    table,
                    name: key.clone(),
                    place: node.error_at(&key, ""),
                });
                states.insert(key, state);
            }
            None => node.report(not_a_state(&node, &key, &word)),
        }
    }
    states
}

fn state(word: &str) -> Option<CheckState> {
    CheckState::ALL.iter().copied().find(|one| one.id() == word)
}

fn not_a_state(node: &Node<'_, '_>, key: &str, word: &str) -> Diagnostic {
    node.error_at(key, "expected \"present\", \"excluded\" or \"unknown\"")
        .with_found(word)
}

fn checks(node: &Node<'_, '_>) -> BTreeMap<String, CheckState> {
    let mut checks = BTreeMap::new();
    for (point, state) in node.entries() {
        let known = checklist::points().iter().any(|one| one.id == point);
        match (known, self::state(&state)) {
            (true, Some(state)) => {
                checks.insert(point, state);
            }
            (false, _) => {
                let ids: Vec<&str> = checklist::points()
                    .iter()
                    .map(|one| one.id.as_str())
                    .collect();
                node.report(
                    node.error_at(&point, "the checklist has no such point")
                        .with_help(format!("Its points are: {}.", ids.join(", "))),
                );
            }
            (true, None) => node.report(not_a_state(node, &point, &state)),
        }
    }
    checks
}
