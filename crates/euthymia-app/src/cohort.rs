//! A cohort from a CSV of patients with a score before and after.

use crate::error::AppError;
use euthymia_clinical::definition::{Criterion, Definition};
use euthymia_clinical::instrument::{self, Instrument};
use euthymia_clinical::remission;
use euthymia_numerics::Probability;
use euthymia_report::cohort::{Cohort, RateRequest, Scores, cohort};
use euthymia_table::{Column, Problems, ReadOptions, Table, read, read_path};
use std::collections::HashMap;
use std::path::PathBuf;

/// What to compute.
#[derive(Clone, Debug)]
pub struct CohortRequest {
    /// The file.
    pub file: PathBuf,
    /// How to read it.
    pub read: ReadOptions,
    /// What the cohort is called; `None` for the file's name.
    pub name: Option<String>,
    /// What a reader must know about the rows.
    pub note: Option<String>,
    /// Column of the patient; `None` to look for `patient_id`, `patient`, `id`.
    pub id_column: Option<String>,
    /// Column of the score before; `None` to look for `<scale>_baseline` and the like.
    pub before_column: Option<String>,
    /// Column of the score after.
    pub after_column: Option<String>,
    /// The scale; `None` to tell from the columns' names.
    pub instrument: Option<String>,
    /// Response definition; `None` for a decrease of at least 50 %.
    pub response: Option<String>,
    /// Remission definition; `None` for the first rule of the scale (MADRS < 10).
    pub remission: Option<String>,
    /// Confidence level.
    pub level: Probability,
}

impl Default for CohortRequest {
    fn default() -> Self {
        Self {
            file: PathBuf::new(),
            read: ReadOptions::default(),
            name: None,
            note: None,
            id_column: None,
            before_column: None,
            after_column: None,
            instrument: None,
            response: None,
            remission: None,
            level: Probability::NINETY_FIVE,
        }
    }
}

/// Reads the file and computes the cohort.
///
/// # Errors
/// [`AppError::Input`] with file, row, column, what was found and what to do; [`AppError::Usage`]
/// for a definition that is none.
pub fn run(request: &CohortRequest) -> Result<Cohort, AppError> {
    run_table(&read_path(&request.file, &request.read)?, request)
}

/// The same from bytes that are already in memory.
///
/// # Errors
/// As [`run`].
pub fn run_bytes(bytes: &[u8], file: &str, request: &CohortRequest) -> Result<Cohort, AppError> {
    run_table(&read(bytes, file, &request.read)?, request)
}

const BEFORE: [&str; 5] = ["baseline", "before", "pre", "start", "t0"];
const AFTER: [&str; 7] = [
    "post", "after", "end", "endpoint", "final", "followup", "t1",
];

fn run_table(table: &Table, request: &CohortRequest) -> Result<Cohort, AppError> {
    let (before, scale) = score_column(table, request, request.before_column.as_deref(), &BEFORE)?;
    let (after, other) = score_column(table, request, request.after_column.as_deref(), &AFTER)?;
    if scale.id != other.id {
        return Err(before
            .error(format!(
                "the scores before and after are on different scales, {} and {}",
                scale.name, other.name
            ))
            .with_help("Name two columns of one scale.")
            .into());
    }
    let requests = definitions(scale, request)?;
    let scores = scores(table, request, before, after, scale)?;
    cohort(scores, requests, request.level)
        .map_err(|error| AppError::Input(vec![table.error(error.to_string())]))
}

/// Finds a column of scores and the scale it is on.
fn score_column<'t>(
    table: &'t Table,
    request: &CohortRequest,
    named: Option<&str>,
    suffixes: &[&str],
) -> Result<(Column<'t>, &'static Instrument), AppError> {
    let wanted = request
        .instrument
        .as_deref()
        .map(find_instrument)
        .transpose()?;
    if let Some(name) = named {
        let column = table.column(&[name])?;
        let scale = wanted
            .or_else(|| instrument_of(column.name()))
            .ok_or_else(|| {
                column
                    .error("the column's name does not tell the scale")
                    .with_help("Say which one it is: --instrument madrs.")
            })?;
        return Ok((column, scale));
    }
    let scales: Vec<&'static Instrument> =
        wanted.map_or_else(|| instrument::all().iter().collect(), |scale| vec![scale]);
    let mut found: Vec<(Column<'t>, &'static Instrument)> = Vec::new();
    for scale in &scales {
        let names: Vec<String> = suffixes
            .iter()
            .map(|s| format!("{}_{s}", scale.id))
            .collect();
        let accepted: Vec<&str> = names.iter().map(String::as_str).collect();
        found.extend(table.find_column(&accepted)?.map(|column| (column, *scale)));
    }
    if let Some(scale) = wanted.filter(|_| found.is_empty()) {
        found.extend(table.find_column(suffixes)?.map(|column| (column, scale)));
    }
    match found.as_slice() {
        [only] => Ok(*only),
        [] => {
            let example = format!("{}_{}", wanted.map_or("madrs", |s| s.id), suffixes[0]);
            let names: Vec<&str> = table.names().collect();
            Err(table
                .error(format!(
                    "there is no column of scores such as \"{example}\""
                ))
                .with_help(format!(
                    "Name the columns with --before and --after and the scale with --instrument. \
                     The columns are: {}.",
                    names.join(", ")
                ))
                .into())
        }
        several => {
            let names: Vec<&str> = several.iter().map(|(column, _)| column.name()).collect();
            Err(table
                .error(format!(
                    "several columns of scores fit: {}",
                    names.join(", ")
                ))
                .with_help("Choose the scale with --instrument, or name the columns.")
                .into())
        }
    }
}

/// The scale whose identifier starts a column's name, the longest one that fits.
fn instrument_of(name: &str) -> Option<&'static Instrument> {
    instrument::all()
        .iter()
        .filter(|scale| begins_with(name, scale.id))
        .max_by_key(|scale| scale.id.len())
}

/// Whether a column's name begins with a scale's identifier. `madrs_start` is not the MADRS-S: where
/// the identifier ends in a word of its own, the name must go on with another.
fn begins_with(name: &str, id: &str) -> bool {
    let name = name.to_lowercase();
    let Some(rest) = name.strip_prefix(id) else {
        return false;
    };
    let goes_on = rest.starts_with(|c: char| c.is_ascii_alphabetic());
    !(goes_on && id.contains('_') && id.ends_with(|c: char| c.is_ascii_alphabetic()))
}

pub(crate) fn find_instrument(id: &str) -> Result<&'static Instrument, AppError> {
    instrument::find(&id.to_lowercase()).ok_or_else(|| {
        let all: Vec<&str> = instrument::all().iter().map(|scale| scale.id).collect();
        AppError::Usage(format!(
            "\"{id}\" is not a scale; use one of: {}",
            all.join(", ")
        ))
    })
}

fn scores(
    table: &Table,
    request: &CohortRequest,
    before: Column<'_>,
    after: Column<'_>,
    scale: &Instrument,
) -> Result<Scores, AppError> {
    let id = match &request.id_column {
        Some(name) => Some(table.column(&[name])?),
        None => table.find_column(&["patient_id", "patient", "id", "record_id"])?,
    };
    let mut problems = Problems::new(request.read.problems_max);
    if let Some(id) = id {
        unique(id, &mut problems);
    }
    let pairs: Vec<(Option<f64>, Option<f64>)> = (0..table.row_count())
        .map(|row| {
            (
                score(before, row, scale, &mut problems),
                score(after, row, scale, &mut problems),
            )
        })
        .collect();
    let pairs = problems.into_result(pairs)?;
    let complete: Vec<(f64, f64)> = pairs
        .iter()
        .filter_map(|(b, a)| Some(((*b)?, (*a)?)))
        .collect();
    if complete.is_empty() {
        return Err(table
            .error("no patient has both scores")
            .with_help("At least one row needs a score before and after.")
            .into());
    }
    Ok(Scores {
        name: request
            .name
            .clone()
            .unwrap_or_else(|| file_stem(table.file())),
        file: table.file().to_owned(),
        note: request.note.clone(),
        instrument: scale.name.to_owned(),
        range: (f64::from(scale.minimum), scale.maximum.map(f64::from)),
        missing: pairs.len() - complete.len(),
        before: complete.iter().map(|(b, _)| *b).collect(),
        after: complete.iter().map(|(_, a)| *a).collect(),
    })
}

fn file_stem(file: &str) -> String {
    std::path::Path::new(file)
        .file_stem()
        .map_or(file.to_owned(), |stem| stem.to_string_lossy().into_owned())
}

/// Each patient once: a second row would count twice.
fn unique(id: Column<'_>, problems: &mut Problems) {
    let mut seen: HashMap<&str, usize> = HashMap::new();
    for cell in id.cells() {
        let Some(text) = cell.text() else {
            problems.add(
                cell.error("the patient is not named")
                    .with_help("Give every row an identifier."),
            );
            continue;
        };
        if let Some(first) = seen.insert(text, cell.line()) {
            problems.add(
                cell.error(format!("this patient is already in row {first}"))
                    .with_help("One row per patient: the score before and the score after."),
            );
        }
    }
}

fn score(
    column: Column<'_>,
    row: usize,
    scale: &Instrument,
    problems: &mut Problems,
) -> Option<f64> {
    let cell = column.cell(row);
    let value = problems.keep(cell.number()).flatten()?;
    if scale.allows(value) {
        return Some(value);
    }
    let range = match scale.maximum {
        Some(maximum) => format!("from {} to {maximum}", scale.minimum),
        None => format!("of at least {}", scale.minimum),
    };
    problems.add(
        cell.error(format!("expected a {} total {range}", scale.name))
            .with_help("Correct the score, or leave the cell empty if it is missing."),
    );
    None
}

/// The definitions to evaluate: the chosen ones first, then every other remission rule of the scale.
fn definitions(scale: &Instrument, request: &CohortRequest) -> Result<Vec<RateRequest>, AppError> {
    let response = request
        .response
        .clone()
        .unwrap_or_else(|| format!("{}_decrease>=50pct", scale.id));
    let mut list = vec![RateRequest {
        outcome: "response".to_owned(),
        definition: definition(&response, scale.id, scale.name)?,
        source: if request.response.is_none() {
            "usual rule".to_owned()
        } else {
            "as asked".to_owned()
        },
        chosen: true,
    }];
    let rules = remission::rules(scale.id);
    let chosen = match &request.remission {
        Some(text) => Some(definition(text, scale.id, scale.name)?),
        None => rules.first().map(|rule| rule.definition.clone()),
    };
    let mut known = false;
    let mut others = Vec::new();
    for rule in rules {
        let is_chosen = Some(&rule.definition) == chosen.as_ref();
        known |= is_chosen;
        others.push(RateRequest {
            outcome: "remission".to_owned(),
            definition: rule.definition,
            source: rule.source.to_owned(),
            chosen: is_chosen,
        });
    }
    others.sort_by_key(|request| !request.chosen);
    if let Some(definition) = chosen.filter(|_| !known) {
        list.push(RateRequest {
            outcome: "remission".to_owned(),
            definition,
            source: "as asked".to_owned(),
            chosen: true,
        });
    }
    list.extend(others);
    Ok(list)
}

fn usage(error: impl std::fmt::Display) -> AppError {
    AppError::Usage(error.to_string())
}

/// Reads a definition; `<10` and `<=12` alone are about the scale at hand, and `50` or `50pct` alone
/// is a decrease.
pub(crate) fn definition(text: &str, id: &str, name: &str) -> Result<Definition, AppError> {
    let number = text.trim();
    if number.parse::<f64>().is_ok() {
        return Err(AppError::Usage(format!(
            "\"{number}\" does not say whether the score must be below or at most {number}; write \
             '<{number}' or '<={number}'"
        )));
    }
    let text = text
        .trim()
        .replace('≤', "<=")
        .replace('≥', ">=")
        .replace(' ', "");
    let whole = if text.starts_with('<') {
        format!("{id}{text}")
    } else if text.starts_with(">=") {
        format!(
            "{id}_decrease{}",
            if text.ends_with("pct") {
                text.clone()
            } else {
                format!("{}pct", text.trim_end_matches('%'))
            }
        )
    } else {
        text
    };
    let parsed = Definition::parse(&whole).map_err(usage)?;
    let Definition::Criteria(criteria) = &parsed else {
        return Err(AppError::Usage(format!(
            "\"{whole}\" is a name, not a rule that scores can be held against; write \
             {id}_decrease>=50pct, {id}<10 or {id}<=10"
        )));
    };
    let foreign = criteria.iter().find_map(|criterion| match criterion {
        Criterion::Decrease { instrument, .. } | Criterion::Score { instrument, .. } => {
            (instrument != id).then_some(instrument)
        }
    });
    match foreign {
        None => Ok(parsed),
        Some(other) => Err(AppError::Usage(format!(
            "\"{whole}\" is a rule for {other}, but the scores are on the {name}"
        ))),
    }
}
