//! An answer sheet typed on one line, scored.

use crate::error::AppError;
use crate::score_file::ScoreFileSummary;
use euthymia_clinical::instrument::{Answers, wording::Wording};
use euthymia_clinical::instrument::{Pack, Plan};
use euthymia_clinical::instrument::{bundled, bundled_ids};
use euthymia_table::{ColumnSpec, Diagnostic, TableView, Value, cannot_read, nearest};
use std::path::Path;

/// Reads answers separated by commas, semicolons or spaces: numbers, `yes`/`no` (or `y`/`n`) as 1/0;
/// an empty place, `-` or `NA` is missing.
///
/// # Errors
/// Which answer is none of these, in words.
///
/// # Example
/// ```
/// use euthymia_app::score::answers;
/// assert_eq!(answers("1,,no,2.5").unwrap(), [Some(1.0), None, Some(0.0), Some(2.5)]);
/// assert!(answers("1,two").is_err());
/// ```
pub fn answers(text: &str) -> Result<Vec<Option<f64>>, String> {
    let text = text.trim();
    let separator = [',', ';'].into_iter().find(|mark| text.contains(*mark));
    let parts: Vec<&str> = match separator {
        Some(mark) => text.split(mark).collect(),
        None => text.split_whitespace().collect(),
    };
    let answer = |(at, part): (usize, &str)| {
        let part = part.trim();
        match part.to_lowercase().as_str() {
            "" | "-" | "na" | "." => Ok(None),
            "yes" | "y" => Ok(Some(1.0)),
            "no" | "n" => Ok(Some(0.0)),
            _ => match part.parse::<f64>() {
                Ok(number) if number.is_finite() => Ok(Some(number)),
                _ => Err(format!(
                    "answer {} is \"{part}\", not a number, yes or no",
                    at + 1
                )),
            },
        }
    };
    parts.into_iter().enumerate().map(answer).collect()
}

/// The pack of an instrument: a bundled one by identifier, or a site's own file.
///
/// # Errors
/// [`AppError::Usage`] for an unknown identifier with the nearest, [`AppError::Input`] for a file
/// that is no pack.
pub fn pack(id: &str, own: Option<&Path>) -> Result<Pack, AppError> {
    if let Some(path) = own {
        let name = path.display().to_string();
        let text = std::fs::read_to_string(path).map_err(|error| cannot_read(&name, &error))?;
        let pack = Pack::parse(&text, &name)
            .map_err(|error| Diagnostic::error(name.as_str(), error.problems.join("; ")))?;
        if pack.id != id {
            return Err(AppError::Usage(format!(
                "{name} describes \"{}\", not \"{id}\"",
                pack.id
            )));
        }
        return Ok(pack);
    }
    bundled(id).cloned().ok_or_else(|| unknown(id))
}

/// The error for an identifier that no pack has.
#[must_use]
pub fn unknown(id: &str) -> AppError {
    let ids: Vec<&str> = bundled_ids().collect();
    let near = nearest(&[id], &ids).map_or(String::new(), |near| format!(" Did you mean {near}?"));
    AppError::Usage(format!(
        "\"{id}\" is not an instrument.{near} euthymia instrument list shows them all"
    ))
}

/// A pack with a site's own wording.
///
/// # Errors
/// [`AppError::Input`] for a file that is no wording, or not for this pack.
pub fn with_wording(pack: &Pack, path: &Path) -> Result<Pack, AppError> {
    let name = path.display().to_string();
    let text = std::fs::read_to_string(path).map_err(|error| cannot_read(&name, &error))?;
    let worded = Wording::parse(&text, &name).and_then(|wording| wording.applied_to(pack));
    worded.map_err(|error| Diagnostic::error(name.as_str(), error.problems.join("; ")).into())
}

/// Whether missing answers of a pack can be prorated.
///
/// # Errors
/// [`AppError::Usage`] where fewer than half of the items would do, or where the items of every total
/// differ in range, so that their mean says nothing about a missing one.
pub fn can_prorate(pack: &Pack, answered_min: usize) -> Result<(), AppError> {
    let scored = pack.items.iter().filter(|item| item.scored).count();
    if answered_min * 2 < scored || answered_min > scored {
        return Err(AppError::Usage(format!(
            "--answered-min: {answered_min} is not from half of the {scored} items of the {} to all",
            pack.name
        )));
    }
    let plans = pack
        .totals
        .iter()
        .filter_map(|total| Plan::new(pack, total).ok());
    if plans.into_iter().any(|plan| plan.can_prorate()) {
        return Ok(());
    }
    Err(AppError::Usage(format!(
        "--answered-min: the items of the {} differ in range, so their mean cannot stand in for a \
         missing one",
        pack.name
    )))
}

/// A pack as a FHIR R4 Questionnaire, JSON with a line end.
#[must_use]
pub fn questionnaire(pack: &Pack) -> String {
    format!("{:#}\n", euthymia_fhir::questionnaire::questionnaire(pack))
}

/// Checks answers against a pack.
///
/// # Errors
/// [`AppError::Input`] with every answer that does not fit.
pub fn sheet<'p>(pack: &'p Pack, text: &str) -> Result<Answers<'p>, AppError> {
    let finding = |message: String| Diagnostic::error("answers", message);
    let values = answers(text).map_err(|message| AppError::from(finding(message)))?;
    if let Some(message) = one_too_many(pack, values.len()) {
        return Err(finding(message).with_help("Leave it out.").into());
    }
    Answers::new(pack, values).map_err(|errors| {
        let help = "One answer per item in order, separated by commas; leave a missing one empty.";
        let list: Vec<Diagnostic> = errors
            .iter()
            .map(|error| finding(error.to_string()).with_help(help))
            .collect();
        AppError::Input(list)
    })
}

/// The message for a line with an answer more than the scale scores, where that answer could be
/// taken for a scored one: the tenth question of the PHQ-9 has the range of the other nine.
pub(crate) fn one_too_many(pack: &Pack, count: usize) -> Option<String> {
    let last = pack.items.get(count.checked_sub(1)?)?;
    let scored = pack.items.iter().rfind(|item| item.scored)?;
    let alike = (last.minimum, last.maximum) == (scored.minimum, scored.maximum);
    let numbered = last.id.parse::<u32>().is_ok();
    (!last.scored && alike && !numbered).then(|| {
        format!(
            "{count} answers, but the {} scores {}; the last one ({}) enters no total",
            pack.name,
            count - 1,
            last.label
        )
    })
}

/// What was found in a file of answer sheets: counts, then the severity bands under each source.
#[must_use]
pub fn file_views(pack: &Pack, summary: &ScoreFileSummary) -> Vec<TableView> {
    let mut views = vec![counts_view(pack, summary)];
    for bands in summary.primary.iter().flat_map(|primary| &primary.bands) {
        let rows = bands
            .counts
            .iter()
            .map(|band| vec![Value::text(band.name.clone()), Value::Count(band.rows)]);
        views.push(TableView {
            schema: "euthymia.score_file.bands.v1".to_owned(),
            title: format!(
                "{}: severity, bands \"{}\"",
                pack.name,
                bands.id.replace('_', " ")
            ),
            columns: vec![
                ColumnSpec::text("band", "band"),
                ColumnSpec::number("rows", "rows"),
            ],
            rows: rows.collect(),
            notes: vec![format!("Source: {}.", bands.source)],
        });
    }
    views
}

fn counts_view(pack: &Pack, summary: &ScoreFileSummary) -> TableView {
    let mut rows: Vec<Vec<Value>> = [
        ("rows", summary.rows),
        ("complete", summary.complete),
        ("prorated", summary.prorated),
        (
            "with answers missing, and so without a total",
            summary.without_total,
        ),
        ("suicide item or triage flagged", summary.flagged),
        (
            "suicide item or triage open, answers missing",
            summary.suicide_missing,
        ),
        (
            "contradicting answers, counted as they stand",
            summary.contradicting,
        ),
        (
            "rows without content, skipped",
            summary.rows_without_content,
        ),
    ]
    .into_iter()
    .map(|(what, count)| vec![Value::text(what), Value::Count(count)])
    .collect();
    if let Some(spread) = summary.primary.as_ref().and_then(|primary| primary.spread) {
        for (what, value) in [
            ("lowest", spread.min),
            ("mean", spread.mean),
            ("highest", spread.max),
        ] {
            rows.push(vec![
                Value::text(format!("{what} total")),
                Value::number(value, 2),
            ]);
        }
    }
    TableView {
        schema: "euthymia.score_file.v1".to_owned(),
        title: format!("{}: file scored", pack.name),
        columns: vec![
            ColumnSpec::text("what", "what"),
            ColumnSpec::number("count", "count"),
        ],
        rows,
        notes: vec![format!("Columns added: {}.", summary.columns.join(", "))],
    }
}
