//! Strategies said on another platform, and looked over; without a review.

use super::{SearchText, Written, read_strategy};
use crate::error::AppError;
use euthymia_search::query::{self, HeadingMap, Platform, Translation, Vocabulary, Warning};
use euthymia_table::{ColumnSpec, Diagnostic, ReadOptions, TableView, Value, nearest, read_path};
use std::path::{Path, PathBuf};

/// What is to be said where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TranslateRequest {
    /// The file with the strategy.
    pub file: PathBuf,
    /// The platform that it is written for.
    pub from: Platform,
    /// The platform that it is to be run on.
    pub to: Platform,
    /// A table of headings that mean the same.
    pub headings: Option<PathBuf>,
}

/// A strategy on another platform.
#[derive(Clone, Debug, PartialEq)]
pub struct Translated {
    /// Its text.
    pub text: String,
    /// What was not understood, does not carry over, or must be checked.
    pub warnings: TableView,
}

/// Says a strategy on another platform.
///
/// # Errors
/// [`AppError::Input`] when a file cannot be read; [`AppError::Usage`] when there is no search in it.
pub fn translate_strategy(request: &TranslateRequest) -> Result<Translated, AppError> {
    let from = SearchText::File(request.file.clone());
    let written = read_strategy(&from, request.from)?;
    let headings = match &request.headings {
        Some(path) => heading_map(path)?,
        None => HeadingMap::default(),
    };
    let Translation { strategy, warnings } =
        query::translate(&written.strategy, request.to, &headings);
    let mut all = written.not_understood;
    all.extend(warnings);
    let title = format!(
        "To be checked, from {} to {}",
        request.from.name(),
        request.to.name()
    );
    Ok(Translated {
        text: strategy.text(),
        warnings: warnings_view(&title, &all),
    })
}

/// What a second searcher would ask about a strategy, after PRESS, and what was not understood.
///
/// # Errors
/// As for [`translate_strategy`].
pub fn check_strategy(file: &Path, platform: Platform) -> Result<TableView, AppError> {
    let Written {
        mut not_understood,
        to_check,
        ..
    } = read_strategy(&SearchText::File(file.to_owned()), platform)?;
    not_understood.extend(to_check);
    let title = format!("To be checked, as a strategy of {}", platform.name());
    Ok(warnings_view(&title, &not_understood))
}

fn warnings_view(title: &str, warnings: &[Warning]) -> TableView {
    let rows = warnings.iter().map(|one| {
        vec![
            Value::Count(one.line.into()),
            Value::text(one.found.replace('\n', " ")),
            Value::text(&one.why),
            Value::text(&one.advice),
        ]
    });
    let notes = match warnings {
        [] => vec!["Nothing was found that has to be checked.".to_owned()],
        _ => Vec::new(),
    };
    TableView {
        schema: "euthymia.review.warnings.v1".to_owned(),
        title: title.to_owned(),
        columns: vec![
            ColumnSpec::number("line", "Line"),
            ColumnSpec::text("found", "What"),
            ColumnSpec::text("why", "Why"),
            ColumnSpec::text("advice", "What to do"),
        ],
        rows: rows.collect(),
        notes,
    }
}

/// Words for thesauri.
const VOCABULARIES: [(&str, Vocabulary); 4] = [
    ("mesh", Vocabulary::Mesh),
    ("emtree", Vocabulary::Emtree),
    ("apa", Vocabulary::Apa),
    ("cinahl", Vocabulary::Cinahl),
];

/// Reads `from_vocabulary,from_name,to_vocabulary,to_name`.
fn heading_map(path: &Path) -> Result<HeadingMap, AppError> {
    let table = read_path(path, &ReadOptions::default())?;
    let mut columns = Vec::new();
    for name in ["from_vocabulary", "from_name", "to_vocabulary", "to_name"] {
        columns.push(table.column(&[name])?);
    }
    let [from_vocabulary, from, to_vocabulary, to] = columns.as_slice() else {
        return Err(AppError::Usage(
            "--headings: four columns are read".to_owned(),
        ));
    };
    let mut map = HeadingMap::default();
    let mut findings: Vec<Diagnostic> = Vec::new();
    for row in 0..table.row_count() {
        let read = || -> Result<_, Diagnostic> {
            let cell = from_vocabulary.cell(row);
            let one = vocabulary(cell.required_text()?).map_err(|why| cell.error(why))?;
            let cell = to_vocabulary.cell(row);
            let other = vocabulary(cell.required_text()?).map_err(|why| cell.error(why))?;
            let names = (from.cell(row), to.cell(row));
            Ok((
                (one, names.0.required_text()?),
                (other, names.1.required_text()?),
            ))
        };
        match read() {
            Ok((one, other)) => map.add(one, other),
            Err(finding) => findings.push(finding),
        }
    }
    match findings.is_empty() {
        true => Ok(map),
        false => Err(findings.into()),
    }
}

fn vocabulary(word: &str) -> Result<Vocabulary, String> {
    let words: Vec<&str> = VOCABULARIES.iter().map(|(word, _)| *word).collect();
    let wanted = word.to_lowercase();
    let known = VOCABULARIES.iter().find(|(word, _)| **word == wanted);
    known.map(|(_, vocabulary)| *vocabulary).ok_or_else(|| {
        let near = nearest(&[word], &words);
        let near = near.map_or(String::new(), |near| format!(", perhaps {near}"));
        format!("no thesaurus{near}; there are: {}", words.join(", "))
    })
}
