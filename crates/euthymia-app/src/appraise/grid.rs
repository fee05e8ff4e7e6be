//! Judgements of one tool as studies in rows and domains in columns.

use super::{Drawn, Judged};
use crate::error::AppError;
use euthymia_appraisal::{Basis, Tool, bundled_all};
use euthymia_evidence::appraisal::{INDIRECTNESS, OVERALL};
use euthymia_report::words::capital;
use std::collections::BTreeMap;

/// What of many judgements is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// Only this tool; needed where there are several.
    pub tool: Option<String>,
    /// Only this outcome: its own judgements, and those of the whole study where it has none.
    pub outcome: Option<String>,
}

/// Judgements of one tool.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Grid {
    /// The tool's name, where it is known.
    pub tool: Option<String>,
    /// The columns.
    pub domains: Vec<GridDomain>,
    /// The rows, in the order in which studies were first met.
    pub rows: Vec<GridRow>,
}

/// A column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GridDomain {
    /// What rows of the file call it.
    pub id: String,
    /// A short name for it.
    pub code: String,
    /// Its name for people.
    pub name: String,
    /// Whether a line keeps it apart: overall, indirectness, the first concern about applicability.
    pub apart: bool,
}

/// A row.
#[derive(Clone, Debug, PartialEq)]
pub struct GridRow {
    /// The study, with the outcome where a study has several.
    pub label: String,
    /// Judgements by column.
    pub cells: Vec<Option<Drawn>>,
    /// Weight in an analysis.
    pub weight: Option<f64>,
}

impl Grid {
    /// Puts the judgements of one tool, and of one outcome if that is asked for, into a grid.
    ///
    /// A bundled tool gives its domains in their order, by identifier or name; other domains follow in
    /// the order in which they are met, `overall` and `indirectness` last.
    ///
    /// # Errors
    /// [`AppError::Usage`] where nothing is left, several tools are, or two rows judge one thing
    /// differently.
    pub fn of(judged: &[Judged], asked: &Asked) -> Result<Self, AppError> {
        let named = one_tool(judged, asked.tool.as_deref())?;
        let mut kept: Vec<&Judged> = judged
            .iter()
            .filter(|own| same(own.tool.as_deref(), named.as_deref()))
            .collect();
        if let Some(outcome) = &asked.outcome {
            kept = of_outcome(&kept, outcome);
        }
        if kept.is_empty() {
            return Err(AppError::Usage(
                "there is no such judgement: nothing to draw".to_owned(),
            ));
        }
        let tool = named.as_deref().and_then(known);
        let domains = domains(&kept, tool);
        let several = asked.outcome.is_none() && several_outcomes(&kept);
        let mut rows: Vec<GridRow> = Vec::new();
        for own in kept {
            let label = match (&own.outcome, several) {
                (Some(outcome), true) => format!("{}: {outcome}", own.study),
                _ => own.study.clone(),
            };
            let place = rows.iter().position(|row| row.label == label);
            let at = place.unwrap_or(rows.len());
            if place.is_none() {
                rows.push(GridRow {
                    label: label.clone(),
                    cells: vec![None; domains.len()],
                    weight: None,
                });
            }
            let column = domains.iter().position(|domain| domain.is(&own.domain));
            if let (Some(row), Some(column)) = (rows.get_mut(at), column) {
                row.take(column, own)?;
            }
        }
        let tool = tool.map(|tool| tool.name.clone()).or(named);
        Ok(Self {
            tool,
            domains,
            rows,
        })
    }
}

impl GridDomain {
    fn is(&self, text: &str) -> bool {
        let plain = |text: &str| text.trim().to_lowercase();
        plain(&self.id) == plain(text) || plain(&self.name) == plain(text)
    }
}

impl GridRow {
    fn take(&mut self, column: usize, own: &Judged) -> Result<(), AppError> {
        let Some(cell) = self.cells.get_mut(column) else {
            return Ok(());
        };
        if cell.is_some_and(|before| before != own.judgement) {
            return Err(AppError::Usage(format!(
                "{}: {} is judged in two ways; keep the judgement that was agreed",
                self.label, own.domain
            )));
        }
        *cell = Some(own.judgement);
        self.weight = self.weight.or(own.weight);
        Ok(())
    }
}

/// The tool that is meant.
fn one_tool(judged: &[Judged], asked: Option<&str>) -> Result<Option<String>, AppError> {
    if let Some(asked) = asked {
        return Ok(Some(asked.to_owned()));
    }
    let mut names: Vec<Option<&str>> = Vec::new();
    for own in judged {
        let name = own.tool.as_deref();
        if !names.iter().any(|before| same(*before, name)) {
            names.push(name);
        }
    }
    if names.len() > 1 {
        let names: Vec<&str> = names.iter().map(|name| name.unwrap_or("none")).collect();
        return Err(AppError::Usage(format!(
            "there are judgements of several tools ({}): name one with --tool",
            names.join(", ")
        )));
    }
    Ok(names.first().copied().flatten().map(str::to_owned))
}

/// Whether two names mean one tool.
fn same(a: Option<&str>, b: Option<&str>) -> bool {
    let id = |name: &str| known(name).map_or_else(|| name.to_lowercase(), |tool| tool.id.clone());
    a.map(id) == b.map(id)
}

/// A bundled tool by its identifier or name.
pub(crate) fn known(name: &str) -> Option<&'static Tool> {
    let plain = |text: &str| -> String {
        let letters = text.chars().filter(|c| c.is_alphanumeric());
        letters.flat_map(char::to_lowercase).collect()
    };
    bundled_all().find(|tool| plain(&tool.id) == plain(name) || plain(&tool.name) == plain(name))
}

/// Judgements of this outcome, and of whole studies where the outcome has none of its own.
fn of_outcome<'a>(judged: &[&'a Judged], outcome: &str) -> Vec<&'a Judged> {
    let own = |row: &&&Judged| row.outcome.as_deref() == Some(outcome);
    let judged_itself = |row: &Judged| {
        let same = |other: &&Judged| other.study == row.study && other.domain == row.domain;
        judged.iter().filter(own).any(same)
    };
    let general = |row: &&&Judged| row.outcome.is_none() && !judged_itself(row);
    let keep = |row: &&&'a Judged| own(row) || general(row);
    judged.iter().filter(keep).copied().collect()
}

/// Whether a study is judged for more than one outcome.
fn several_outcomes(judged: &[&Judged]) -> bool {
    let mut first: BTreeMap<&str, &str> = BTreeMap::new();
    judged.iter().any(|own| {
        let outcome = own.outcome.as_deref().unwrap_or_default();
        *first.entry(own.study.as_str()).or_insert(outcome) != outcome
    })
}

fn domains(judged: &[&Judged], tool: Option<&Tool>) -> Vec<GridDomain> {
    let mut found = tool.map(domains_of).unwrap_or_default();
    for own in judged {
        if !found.iter().any(|domain| domain.is(&own.domain)) {
            let code = match own.domain.chars().count() {
                0..=7 => capital(&own.domain),
                _ => format!("D{}", found.len() + 1),
            };
            found.push(GridDomain {
                id: own.domain.clone(),
                code,
                name: capital(&own.domain),
                apart: is_apart(&own.domain),
            });
        }
    }
    let place = |domain: &GridDomain| match domain.id.to_lowercase().as_str() {
        OVERALL => 1,
        INDIRECTNESS => 2,
        _ => 0,
    };
    found.sort_by_key(place);
    found
}

/// The domains of a tool; a checklist, whose domains are not judged, has its questions.
fn domains_of(tool: &Tool) -> Vec<GridDomain> {
    let mut found = Vec::new();
    let mut before = true;
    for domain in &tool.domains {
        if domain.basis == Basis::None {
            found.extend(domain.questions.iter().map(|question| GridDomain {
                id: question.id.clone(),
                code: numbered('Q', &question.id),
                name: question.text.clone(),
                apart: false,
            }));
            continue;
        }
        found.push(GridDomain {
            id: domain.id.clone(),
            code: numbered('D', &domain.id),
            name: domain.name.clone(),
            apart: before && !domain.counts,
        });
        before = domain.counts;
    }
    found
}

/// A number with a letter before it; anything else as it is.
fn numbered(letter: char, id: &str) -> String {
    match id.starts_with(|c: char| c.is_ascii_digit()) {
        true => format!("{letter}{id}"),
        false => id.to_owned(),
    }
}

fn is_apart(domain: &str) -> bool {
    [OVERALL, INDIRECTNESS].contains(&domain.to_lowercase().as_str())
}
