//! Appraisals of the studies of an analysis: from a file, or of the evidence base.

use super::PoolAnswer;
use crate::appraise::{Asked, Drawn, Grid, GridRow, Judged, known_tool, read_judged};
use crate::error::AppError;
use crate::settings;
use euthymia_clinical::outcome::Outcome;
use euthymia_evidence::EvidenceBase;
use euthymia_evidence::appraisal::{INDIRECTNESS, Judgement};
use euthymia_report::appraised::{
    Appraised, JudgementRow, Kept, Respect, Wanted, exclude, weights,
};
use euthymia_report::pooled::{Candidate, LeftOut};
use euthymia_table::{Diagnostic, ReadOptions, nearest};
use std::path::{Path, PathBuf};

/// Which appraisals count, and whether studies at risk are left out of the main analysis.
#[derive(Clone, Debug, Default)]
pub struct RiskRequest {
    /// A CSV file in the form of `appraisals.csv`; without it those of the evidence base.
    pub file: Option<PathBuf>,
    /// How to read it.
    pub read: ReadOptions,
    /// Only this tool.
    pub tool: Option<String>,
    /// The outcome of a file of studies, which does not say.
    pub outcome: Option<String>,
    /// Which studies the main analysis keeps; `None` for all.
    pub keep: Option<Kept>,
}

/// What was judged of the studies of an analysis.
#[derive(Clone, Debug, Default)]
pub struct RiskFound {
    /// One judgement for each study and respect.
    pub appraised: Appraised,
    /// The rows that count, as a picture draws them.
    pub judged: Vec<Judged>,
    /// Appraised studies that are not in the analysis, or are called otherwise there.
    pub elsewhere: Vec<String>,
}

/// A row with the label of its study in the analysis.
struct Row {
    judged: Judged,
    of_outcome: bool,
}

/// Reads appraisals of a file of studies with these labels.
pub(super) fn of_file(
    request: &RiskRequest,
    labels: &[&str],
) -> Result<(RiskFound, Vec<Diagnostic>), AppError> {
    let Some(path) = &request.file else {
        return Err(AppError::Usage(
            "the studies of a file have no appraisals of their own: name a file with --appraisals"
                .to_owned(),
        ));
    };
    let all = read_judged(path, &request.read)?;
    let outcome = one_outcome(path, &all, request.outcome.as_deref())?;
    let about = |own: &Judged| match (&own.outcome, &outcome) {
        (None, _) => Ok(Some(false)),
        (Some(own), Some(wanted)) if own == wanted => Ok(Some(true)),
        (Some(_), _) => Ok(None),
    };
    let names: Vec<(&str, &str)> = labels.iter().map(|label| (*label, *label)).collect();
    found(request, path, all, &names, about)
}

/// Reads appraisals of studies of an evidence base, from a file or from the base itself.
pub(super) fn of_evidence(
    request: &RiskRequest,
    base: &EvidenceBase,
    outcome: &Outcome,
) -> Result<(RiskFound, Vec<Diagnostic>), AppError> {
    let studies = base.studies.iter();
    let names: Vec<(&str, &str)> = studies
        .flat_map(|s| [(&s.id, &s.label), (&s.label, &s.label)])
        .map(|(name, label)| (name.as_str(), label.as_str()))
        .collect();
    let about = |own: &Judged| {
        let Some(word) = &own.outcome else {
            return Ok(Some(false));
        };
        let own = settings::outcome(word)?;
        Ok((own == *outcome).then_some(true))
    };
    match &request.file {
        Some(path) => {
            let all = read_judged(path, &request.read)?;
            found(request, path, all, &names, about)
        }
        None => {
            let rows = base.appraisals.iter().filter_map(|own| {
                Some(Judged {
                    study: own.study_id.clone(),
                    outcome: own.outcome.as_ref().map(|outcome| outcome.id().to_owned()),
                    tool: Some(own.tool.clone()),
                    domain: own.domain.clone(),
                    judgement: Drawn::of(own.judgement.id())?,
                    weight: None,
                })
            });
            let place = PathBuf::from(&base.folder).join("appraisals.csv");
            found(request, &place, rows.collect(), &names, about)
        }
    }
}

/// The outcome that a file of appraisals is read for; several need a choice.
fn one_outcome(
    path: &Path,
    all: &[Judged],
    asked: Option<&str>,
) -> Result<Option<String>, AppError> {
    let mut words: Vec<&str> = Vec::new();
    for word in all.iter().filter_map(|own| own.outcome.as_deref()) {
        if !words.contains(&word) {
            words.push(word);
        }
    }
    match (asked, words.as_slice()) {
        (Some(asked), []) => Ok(Some(asked.to_owned())),
        (Some(asked), some) if some.contains(&asked) => Ok(Some(asked.to_owned())),
        (Some(asked), some) => Err(AppError::Usage(format!(
            "{}: no judgement is about \"{asked}\"; there are {}",
            path.display(),
            some.join(", ")
        ))),
        (None, []) => Ok(None),
        (None, [only]) => Ok(Some((*only).to_owned())),
        (None, some) => Err(AppError::Usage(format!(
            "{}: there are judgements of several outcomes ({}): name that of the analysis with \
             --appraisal-outcome",
            path.display(),
            some.join(", ")
        ))),
    }
}

fn found(
    request: &RiskRequest,
    path: &Path,
    all: Vec<Judged>,
    names: &[(&str, &str)],
    about: impl Fn(&Judged) -> Result<Option<bool>, AppError>,
) -> Result<(RiskFound, Vec<Diagnostic>), AppError> {
    let mut rows = Vec::new();
    let mut found = RiskFound::default();
    for judged in all {
        let Some(of_outcome) = about(&judged)? else {
            continue;
        };
        match names.iter().find(|(name, _)| *name == judged.study) {
            Some((_, label)) => rows.push(Row {
                judged: Judged {
                    study: (*label).to_owned(),
                    ..judged
                },
                of_outcome,
            }),
            None if found.elsewhere.contains(&judged.study) => {}
            None => found.elsewhere.push(judged.study),
        }
    }
    let mut notes: Vec<Diagnostic> = elsewhere(path, &found.elsewhere, names)
        .into_iter()
        .collect();
    let (levels, unknown) = levels(&rows);
    notes.extend(unknown.map(|text| Diagnostic::warning(path.display().to_string(), text)));
    found.appraised = Appraised::gather(&levels, request.tool.as_deref())
        .map_err(|error| AppError::Usage(format!("{}: {error}", path.display())))?;
    for domain in &mut found.appraised.domains {
        let tool = domain.tool.as_deref().and_then(known_tool);
        if let Some(own) = tool.and_then(|tool| tool.domain(&domain.id)) {
            domain.name.clone_from(&own.name);
        }
    }
    found.judged = counted(rows, request.tool.as_deref());
    Ok((found, notes))
}

/// What is said of appraisals of studies that the analysis does not have.
fn elsewhere(path: &Path, others: &[String], names: &[(&str, &str)]) -> Option<Diagnostic> {
    let first = others.first()?;
    let known: Vec<&str> = names.iter().map(|(name, _)| *name).collect();
    let near = others.iter().find_map(|own| {
        let near = nearest(&[own.as_str()], &known)?;
        Some(format!("Is {own} what the studies call {near}?"))
    });
    let message = match others.len() {
        1 => format!("{first} is not among the studies"),
        n => format!("{n} appraised studies are not among the studies, such as {first}"),
    };
    let note = Diagnostic::warning(path.display().to_string(), message);
    Some(note.with_help(near.unwrap_or_default()))
}

/// Rows as low, some concerns or high, and what is said of those that are none of these.
fn levels(rows: &[Row]) -> (Vec<JudgementRow>, Option<String>) {
    let mut unknown: Vec<&str> = Vec::new();
    let mut levels = Vec::with_capacity(rows.len());
    for Row { judged, of_outcome } in rows {
        match level(judged) {
            Some(judgement) => levels.push(JudgementRow {
                study: judged.study.clone(),
                of_outcome: *of_outcome,
                tool: judged.tool.clone(),
                domain: judged.domain.clone(),
                judgement,
            }),
            None if unknown.contains(&judged.judgement.id()) => {}
            None => unknown.push(judged.judgement.id()),
        }
    }
    let text = (!unknown.is_empty()).then(|| {
        format!(
            "judgements that are neither low, some concerns nor high count as not appraised: {}",
            unknown.join(", ")
        )
    });
    (levels, text)
}

/// A judgement as low, some concerns or high: as its tool says, otherwise by its word.
fn level(judged: &Judged) -> Option<Judgement> {
    let id = judged.judgement.id();
    let tool = judged.tool.as_deref().and_then(known_tool);
    let counts_as = tool.and_then(|tool| tool.judgement(id)?.counts_as.as_deref());
    match counts_as.unwrap_or(id) {
        "low" => Some(Judgement::Low),
        "some_concerns" | "moderate" | "unclear" => Some(Judgement::SomeConcerns),
        "high" | "serious" | "critical" => Some(Judgement::High),
        _ => None,
    }
}

/// The rows that a picture draws: of the tool, and of the outcome where it has its own.
fn counted(rows: Vec<Row>, tool: Option<&str>) -> Vec<Judged> {
    let same =
        |a: &Judged, b: &Judged| a.study == b.study && a.domain == b.domain && a.tool == b.tool;
    let own: Vec<Judged> = rows
        .iter()
        .filter(|row| row.of_outcome)
        .map(|row| row.judged.clone())
        .collect();
    let kept = rows.into_iter().filter(|row| {
        let named = |own: &str| tool.is_none_or(|tool| own.eq_ignore_ascii_case(tool));
        let of_tool = row.judged.tool.as_deref().map_or(tool.is_none(), named);
        of_tool && (row.of_outcome || !own.iter().any(|own| same(own, &row.judged)))
    });
    kept.map(|row| Judged {
        outcome: None,
        ..row.judged
    })
    .collect()
}

impl RiskFound {
    /// Leaves studies out by their overall risk of bias.
    pub(super) fn kept(
        &self,
        candidates: Vec<Candidate>,
        keep: Option<Kept>,
    ) -> (Vec<Candidate>, Vec<LeftOut>) {
        match keep {
            None => (candidates, Vec::new()),
            Some(kept) => exclude(
                candidates,
                &self.appraised,
                Wanted {
                    respect: Respect::Overall,
                    kept,
                },
            ),
        }
    }
}

/// The judgements of the studies of an analysis with their weights in it, to be drawn; a study that
/// nobody appraised is an empty row.
///
/// # Errors
/// [`AppError::Usage`] where no study was appraised, and as [`Grid::of`].
pub fn risk_grid(answer: &PoolAnswer) -> Result<Grid, AppError> {
    let nothing = || {
        AppError::Usage(
            "no study of the analysis was appraised: there are no judgements to draw".to_owned(),
        )
    };
    let found = answer.risk.as_ref().ok_or_else(nothing)?;
    let weights = weights(&answer.pooled);
    let mut drawn: Vec<Judged> = Vec::new();
    for (row, weight) in answer.pooled.rows.iter().zip(&weights) {
        let label = &row.candidate.label;
        let own = found.judged.iter().filter(|own| own.study == *label);
        drawn.extend(own.map(|own| Judged {
            weight: Some(100.0 * weight),
            ..own.clone()
        }));
    }
    // Indirectness has a tool of its own, or none; it is drawn beside the only other one.
    let tools: Vec<&Option<String>> = drawn
        .iter()
        .filter(|own| !own.domain.eq_ignore_ascii_case(INDIRECTNESS))
        .map(|own| &own.tool)
        .collect();
    if let Some(tool) = tools.first().map(|own| (*own).clone()) {
        for own in &mut drawn {
            if own.domain.eq_ignore_ascii_case(INDIRECTNESS) {
                own.tool.clone_from(&tool);
            }
        }
    }
    if drawn.is_empty() {
        return Err(nothing());
    }
    let mut grid = Grid::of(&drawn, &Asked::default())?;
    for (row, weight) in answer.pooled.rows.iter().zip(weights) {
        let label = &row.candidate.label;
        if !grid.rows.iter().any(|own| own.label == *label) {
            grid.rows.push(GridRow {
                label: label.clone(),
                cells: vec![None; grid.domains.len()],
                weight: Some(100.0 * weight),
            });
        }
    }
    Ok(grid)
}

/// Reads which studies the main analysis leaves out: `high`, or `some_concerns` and with it high.
///
/// # Errors
/// [`AppError::Usage`] for another word.
pub fn excluded(word: &str) -> Result<Kept, AppError> {
    match word.trim().to_lowercase().replace([' ', '-'], "_").as_str() {
        "high" => Ok(Kept::WithoutHigh),
        "some_concerns" | "some" => Ok(Kept::LowOnly),
        _ => Err(AppError::Usage(format!(
            "--exclude-risk: \"{word}\" is neither high nor some_concerns (which leaves out high risk \
             too)"
        ))),
    }
}
