//! Reports that were found, as a table.

use super::reports::Reports;
use crate::error::AppError;
use euthymia_review::{Record, RecordId, Role, Scheme};
use euthymia_search::engine::{highlights, snippet};
use euthymia_search::query::{Expr, Field};
use euthymia_table::{ColumnSpec, TableView, Value};
use std::ops::Range;

/// How reports are listed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Listing {
    /// What stands before and behind a word that was looked for.
    pub(super) marks: Option<(String, String)>,
    /// Whether a piece of the abstract is shown.
    pub(super) has_snippets: bool,
}

/// Bytes of a piece of an abstract.
const SNIPPET: usize = 200;

/// One row for every report, in this order; `expr` is what is marked.
pub(super) fn listed(
    reports: &mut Reports<'_>,
    found: &[RecordId],
    expr: &Expr,
    listing: &Listing,
) -> Result<TableView, AppError> {
    let mut columns = vec![
        ColumnSpec::text("record", "Record"),
        ColumnSpec::number("year", "Year"),
        ColumnSpec::text("title", "Title"),
        ColumnSpec::text("first_author", "First author"),
        ColumnSpec::text("source", "Source"),
        ColumnSpec::text("doi", "DOI").for_machines(),
        ColumnSpec::text("pmid", "PMID").for_machines(),
    ];
    if listing.has_snippets {
        columns.push(ColumnSpec::text("snippet", "In the abstract"));
    }
    let mut rows = Vec::with_capacity(found.len());
    for id in found {
        let record = reports.report(*id)?;
        let sources = reports.sources(*id).join(", ");
        let mut row = cells(*id, &record, sources, expr, listing);
        if listing.has_snippets {
            let text = record.abstract_text.as_deref();
            row.push(text.map_or(Value::Missing, |text| piece(text, expr, listing)));
        }
        rows.push(row);
    }
    Ok(TableView {
        schema: "euthymia.review.search.v1".to_owned(),
        title: "Reports found".to_owned(),
        columns,
        rows,
        notes: Vec::new(),
    })
}

fn cells(
    id: RecordId,
    record: &Record,
    sources: String,
    expr: &Expr,
    listing: &Listing,
) -> Vec<Value> {
    let year = record.date.as_ref().and_then(|date| date.year);
    let title = record.title.as_deref().map_or(Value::Missing, |title| {
        let marks = highlights(expr, Field::Title, title);
        Value::Text(marked(title, &marks, listing))
    });
    let optional = |text: Option<String>| text.map_or(Value::Missing, Value::Text);
    let number = |wanted: Scheme| {
        let own = record.identifiers.iter().find(|own| own.scheme == wanted);
        own.map(|own| own.value.clone())
    };
    vec![
        Value::text(id.to_string()),
        year.map_or(Value::Missing, |year| Value::text(year.to_string())),
        title,
        optional(first_author(record)),
        Value::Text(sources),
        optional(number(Scheme::Doi)),
        optional(number(Scheme::Pmid)),
    ]
}

pub(in crate::review) fn first_author(record: &Record) -> Option<String> {
    let mut authors = record.contributors.iter();
    let first = authors.find(|own| own.role == Role::Author)?;
    Some(first.person.inverted())
}

fn piece(text: &str, expr: &Expr, listing: &Listing) -> Value {
    let marks = highlights(expr, Field::Abstract, text);
    let cut = snippet(text, &marks, SNIPPET);
    let inside: Vec<Range<usize>> = marks
        .iter()
        .filter(|mark| mark.start >= cut.start && mark.end <= cut.end)
        .map(|mark| mark.start - cut.start..mark.end - cut.start)
        .collect();
    let shown = text.get(cut.clone()).unwrap_or_default();
    let before = if cut.start > 0 { "… " } else { "" };
    let behind = if cut.end < text.len() { " …" } else { "" };
    let shown = marked(shown, &inside, listing).replace(['\n', '\t'], " ");
    Value::Text(format!("{before}{}{behind}", shown.trim()))
}

/// The text with every word of these ranges between marks, so that a line may end inside a range.
fn marked(text: &str, ranges: &[Range<usize>], listing: &Listing) -> String {
    let Some((open, close)) = &listing.marks else {
        return text.to_owned();
    };
    let mut out = String::with_capacity(text.len() + 16 * ranges.len());
    let mut at = 0;
    for range in ranges {
        out += text.get(at..range.start).unwrap_or_default();
        let inside = text.get(range.clone()).unwrap_or_default();
        for (number, word) in inside.split(' ').enumerate() {
            if number > 0 {
                out.push(' ');
            }
            out += &format!("{open}{word}{close}");
        }
        at = range.end;
    }
    out + text.get(at..).unwrap_or_default()
}
