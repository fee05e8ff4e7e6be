//! A query or a strategy run on the library.

use super::super::library::Progress;
use super::super::session::Session;
use super::index::library_index;
use super::listed::{Listing, listed};
use super::reports::Reports;
use super::{Thesaurus, Written};
use crate::error::AppError;
use euthymia_report::words::counted;
use euthymia_search::engine::{Index, LineRun};
use euthymia_search::query::Expr;
use euthymia_table::{ColumnSpec, TableView, Value};

/// What is to be shown of a search.
#[derive(Clone, Debug, Default)]
pub struct Shown {
    /// Most reports; 0 for all. `None`: the usual number of a query, none of a strategy.
    pub most: Option<usize>,
    /// What stands before and behind a word that was looked for.
    pub marks: Option<(String, String)>,
    /// Whether a piece of the abstract is shown.
    pub has_snippets: bool,
}

/// What a search found.
#[derive(Clone, Debug)]
pub struct Searched {
    /// The lines of a strategy, the reports that were found.
    pub tables: Vec<TableView>,
    /// Whether every line was run.
    pub is_whole: bool,
}

/// Reports of a query that are shown unless more are asked for.
const MOST: usize = 20;

/// Runs a search on the library: of a query the reports, the best first; of a strategy the number
/// of reports that each line finds. The index is built, or brought up to date, when it must be.
///
/// # Errors
/// [`AppError::Usage`] for a query that cannot be run; [`AppError`] when a file of the review is
/// damaged or the index cannot be written.
pub fn search_library(
    session: &Session,
    written: &Written,
    thesaurus: Option<&Thesaurus>,
    shown: &Shown,
    progress: &mut dyn FnMut(Progress),
) -> Result<Searched, AppError> {
    let index = library_index(session, progress)?;
    let lines = written.lines();
    let runs = index.run(&lines, thesaurus.map(Thesaurus::mesh));
    let is_query = written.strategy.lines.len() == 1;
    let mut tables = Vec::new();
    let mut notes = Vec::new();
    match is_query {
        true => notes = said(&runs, false),
        false => tables.push(lines_view(written, &runs, index.len())),
    }
    let most = shown.most.or(is_query.then_some(MOST));
    if let (Some(most), Some((_, expr)), Some(run)) = (most, lines.last(), runs.last()) {
        match &run.found {
            Ok(_) => {
                let whole = with_lines(expr, &lines);
                let mut view = reports_view(session, &index, run, &whole, (most, shown))?;
                view.notes.extend(notes);
                tables.push(view);
            }
            Err(error) if is_query => return Err(error.clone().into()),
            Err(_) => {}
        }
    }
    let is_whole = runs.len() == written.strategy.lines.len();
    Ok(Searched {
        tables,
        is_whole: is_whole && runs.iter().all(|run| run.found.is_ok()),
    })
}

/// The last line with what stands in the lines that it refers to, for marks and order only.
fn with_lines(expr: &Expr, lines: &[(u32, Expr)]) -> Expr {
    if lines.len() < 2 {
        return expr.clone();
    }
    let texts = lines.iter().map(|(_, expr)| expr.clone()).collect();
    Expr::joined(euthymia_search::query::Bool::Or, texts)
}

fn reports_view(
    session: &Session,
    index: &Index,
    run: &LineRun,
    expr: &Expr,
    (most, shown): (usize, &Shown),
) -> Result<TableView, AppError> {
    let found = run.found.as_ref().map_err(Clone::clone)?;
    let count = found.hits.count();
    let most = if most == 0 { count } else { most };
    let best = index.ranked(&found.hits, expr, most)?;
    let best: Vec<_> = best.into_iter().map(|(id, _)| id).collect();
    let listing = Listing {
        marks: shown.marks.clone(),
        has_snippets: shown.has_snippets,
    };
    let mut view = listed(&mut Reports::of(session), &best, expr, &listing)?;
    view.notes.push(format!(
        "{} of {} found.",
        count,
        counted(index.len(), "report was", "reports were")
    ));
    if best.len() < count {
        let most = counted(most, "best report is", "best reports are");
        view.notes
            .push(format!("The {most} shown; --most 0 shows all."));
    }
    Ok(view)
}

/// What must be said of how lines were run.
pub(super) fn said(runs: &[LineRun], has_numbers: bool) -> Vec<String> {
    let mut notes = Vec::new();
    for run in runs {
        let place = match has_numbers {
            true => format!("Line {}: ", run.number),
            false => String::new(),
        };
        match &run.found {
            Ok(found) => notes.extend(found.notes.iter().map(|note| format!("{place}{note}."))),
            Err(error) => notes.push(format!("{place}not run: {error}.")),
        }
    }
    notes
}

/// The lines of a strategy with the reports that each finds.
fn lines_view(written: &Written, runs: &[LineRun], all: usize) -> TableView {
    let lines = &written.strategy.lines;
    let was_counted = lines.iter().any(|line| line.hits.is_some());
    let mut columns = vec![
        ColumnSpec::number("line", "Line"),
        ColumnSpec::text("search", "Search"),
        ColumnSpec::number("found", "Found here"),
    ];
    if was_counted {
        columns.push(ColumnSpec::number("reported", "Hits it came with"));
    }
    let rows = lines.iter().map(|line| {
        let run = runs.iter().find(|run| run.number == line.number);
        let found = run.and_then(|run| run.found.as_ref().ok());
        let found = found.map(|found| found.hits.count() as u64);
        let mut row = vec![
            Value::Count(line.number.into()),
            Value::text(line.text.replace('\n', " ")),
            found.map_or(Value::Missing, Value::Count),
        ];
        if was_counted {
            row.push(line.hits.map_or(Value::Missing, Value::Count));
        }
        row
    });
    let mut notes = vec![format!(
        "Run on the {} of the library, in the syntax of {}.",
        counted(all, "report", "reports"),
        written.strategy.platform.name()
    )];
    notes.extend(said(runs, true));
    TableView {
        schema: "euthymia.review.strategy.v1".to_owned(),
        title: "Reports found by each line".to_owned(),
        columns,
        rows: rows.collect(),
        notes,
    }
}
