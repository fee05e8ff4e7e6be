//! Appraisals as rows of the evidence base, so that analyses use them.

use crate::review::session::Session;
use euthymia_appraisal::{Assessed, Tool, bundled};
use euthymia_evidence::appraisal::COLUMNS;
use euthymia_review::Entry;
use euthymia_review::appraise::{Appraisals, Case, Opinion, Standing};
use euthymia_table::{ColumnSpec, TableView, Value};

/// Rows of `appraisals.csv`.
#[derive(Clone, Debug)]
pub struct EvidenceRows {
    /// The rows, in its columns.
    pub view: TableView,
    /// What has no row, and why.
    pub left_out: Vec<String>,
}

/// Every judgement that counts as a row of `appraisals.csv`, whose judgements are low, some_concerns
/// and high. A judgement of a tool with more of them keeps its own word in the note: serious and
/// critical are high, moderate is some_concerns.
#[must_use]
pub fn evidence_rows(session: &Session) -> EvidenceRows {
    rows_of(session.folder.log().entries())
}

/// The same from entries of the log: all of them, or those up to a point.
pub(in crate::review) fn rows_of(entries: &[Entry]) -> EvidenceRows {
    let seen = Appraisals::of(entries, bundled);
    let Counted {
        opinions,
        mut left_out,
    } = Counted::of(&seen);
    let mut rows = Vec::new();
    for (tool, case, opinion) in opinions {
        for own in opinion.judgements() {
            match row(tool, case, opinion, own) {
                Ok(row) => rows.push(row),
                Err(why) => left_out.push(format!("{}, {}: {why}", name(case), own.id)),
            }
        }
    }
    let columns = COLUMNS.iter().map(|key| ColumnSpec::text(*key, *key));
    EvidenceRows {
        view: TableView {
            schema: "euthymia.evidence.appraisals.v1".to_owned(),
            title: "Appraisals for the evidence base".to_owned(),
            columns: columns.collect(),
            rows,
            notes: Vec::new(),
        },
        left_out,
    }
}

/// Opinions that count, and what has none.
pub(super) struct Counted<'c> {
    /// With the tool and the case.
    pub(super) opinions: Vec<(&'static Tool, &'c Case, &'c Opinion)>,
    /// What has none, and why.
    pub(super) left_out: Vec<String>,
}

impl<'c> Counted<'c> {
    pub(super) fn of(seen: &'c Appraisals) -> Self {
        let mut opinions = Vec::new();
        let mut left_out = Vec::new();
        for case in &seen.cases {
            match (bundled(&case.tool), case.standing().opinion()) {
                (None, _) => left_out.push(format!("{}: no tool of that name", name(case))),
                (_, None) => {
                    left_out.push(format!("{}: people differ and have not agreed", name(case)))
                }
                (Some(tool), Some(opinion)) => opinions.push((tool, case, opinion)),
            }
        }
        Self { opinions, left_out }
    }
}

/// The study, the outcome where one is judged, and the tool.
fn name(case: &Case) -> String {
    match &case.outcome {
        Some(outcome) => format!("{}, {outcome}, {}", case.study, case.tool),
        None => format!("{}, {}", case.study, case.tool),
    }
}

fn row(
    tool: &Tool,
    case: &Case,
    opinion: &Opinion,
    own: &Assessed,
) -> Result<Vec<Value>, &'static str> {
    let judgement = own.counts().ok_or("no judgement yet")?;
    let word = tool
        .judgement(judgement)
        .ok_or("a judgement of another tool")?;
    let counts_as = word
        .counts_as
        .as_deref()
        .ok_or("its judgement is neither low, some concerns nor high")?;
    let reason = opinion.appraised.judgements.get(&own.id);
    let reason = reason.and_then(|given| given.support.clone());
    let original = (counts_as != judgement).then(|| format!("{}: {}", tool.name, word.words));
    let note: Vec<String> = original.into_iter().chain(reason).collect();
    let outcome = case.outcome.clone();
    Ok(vec![
        Value::text(&case.study),
        outcome.map_or(Value::Missing, Value::text),
        Value::text(&tool.name),
        Value::text(&own.id),
        Value::text(counts_as),
        Value::text(appraisers(case)),
        Value::Missing,
        match note.is_empty() {
            true => Value::Missing,
            false => Value::text(note.join("; ")),
        },
    ])
}

/// Everybody whose judgement it is.
fn appraisers(case: &Case) -> String {
    let mut names: Vec<&str> = case
        .opinions
        .iter()
        .map(|own| own.author.as_str())
        .collect();
    if let Standing::Agreed(agreed) = case.standing()
        && !names.contains(&agreed.author.as_str())
    {
        names.push(&agreed.author);
    }
    names.join(" and ")
}
