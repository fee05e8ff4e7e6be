//! Group means on other scales, by published tables. For groups, never for a person.

use super::data::CaseSeries;
use crate::cohort::Cohort;
use crate::rules::{scale_name, shortened};
use euthymia_clinical::crosswalk::chain::{Chain, chains};
use euthymia_clinical::crosswalk::convert::{ConvertError, convert};
use euthymia_clinical::crosswalk::defects::defects;
use euthymia_clinical::crosswalk::{Crosswalk, Quantity, TableKind, all};
use euthymia_clinical::source::Source;
use euthymia_cohort::CohortError;
use euthymia_table::{ColumnSpec, TableView, Value, fmt};

/// A mean on another scale: what the table gives for it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reading {
    /// Lowest value that the table gives.
    pub low: f64,
    /// Highest value that the table gives.
    pub high: f64,
    /// Standard error of the conversion, where the table prints one; of two rows the larger.
    pub se: Option<f64>,
    /// Whether the mean lies beyond an end of a table and was held there.
    pub is_held: bool,
}

/// What is converted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ConvertedMean {
    /// The means at baseline and at the endpoint; the change is their difference.
    Scores {
        /// At baseline.
        before: Reading,
        /// At the endpoint.
        after: Reading,
    },
    /// The mean change, by a table of changes.
    Change(Reading),
}

impl ConvertedMean {
    /// Lowest and highest mean change that the readings allow.
    #[must_use]
    pub fn change(&self) -> (f64, f64) {
        match self {
            Self::Scores { before, after } => (before.low - after.high, before.high - after.low),
            Self::Change(change) => (change.low, change.high),
        }
    }
}

/// A measure's means on another scale.
#[derive(Clone, Debug, PartialEq)]
pub struct OnAnotherScale {
    /// Name of the scale that is converted.
    pub from: String,
    /// Name of the scale it is converted to.
    pub to: String,
    /// Identifier of the table or of the way through several.
    pub table: String,
    /// How the table was made, and how it is read.
    pub method: String,
    /// The means; `Err` says why the table does not convert them.
    pub means: Result<ConvertedMean, ConvertError>,
    /// Whether the table is one of changes, not of scores.
    pub is_of_changes: bool,
    /// The means of those with both scores on that scale, where they were rated on it too.
    pub measured: Option<(f64, f64)>,
    /// What the check of order finds in the table as printed.
    pub defects: Vec<String>,
    /// Where the table comes from.
    pub source: Source,
}

/// The means of those with both scores, of every measure, on every scale to which a bundled table or
/// way leads: tables, tables of anchors read backwards, and ways through several tables.
#[must_use]
pub fn crosswalks(
    series: &CaseSeries,
    changes: &[Result<Cohort, CohortError>],
) -> Vec<OnAnotherScale> {
    let mut found = Vec::new();
    for (measure, change) in series.measures.iter().zip(changes) {
        let Ok(change) = change else {
            continue;
        };
        let from = measure.instrument.as_str();
        let forward = all().iter().filter(|one| one.from == from).cloned();
        let backward = all()
            .iter()
            .filter(|one| one.to == from && one.kind == TableKind::Anchors)
            .map(Crosswalk::backwards);
        for table in forward.chain(backward) {
            let mut one = by_table(&table, &measure.name, change.means);
            one.measured = measured(series, changes, &table.to);
            found.push(one);
        }
        for way in chains().iter().filter(|way| way.from() == Some(from)) {
            if let (Some(mut one), Some(to)) =
                (by_chain(way, &measure.name, change.means), way.to())
            {
                one.measured = measured(series, changes, to);
                found.push(one);
            }
        }
    }
    found
}

/// The means on a scale on which the patients were rated.
fn measured(
    series: &CaseSeries,
    changes: &[Result<Cohort, CohortError>],
    scale: &str,
) -> Option<(f64, f64)> {
    let mut rated = series.measures.iter().zip(changes);
    let (_, change) = rated.find(|(measure, _)| measure.instrument == scale)?;
    Some(change.as_ref().ok()?.means)
}

fn by_table(table: &Crosswalk, from: &str, (before, after): (f64, f64)) -> OnAnotherScale {
    let means = match table.quantity {
        Quantity::Score => read(table, before).and_then(|before| {
            let after = read(table, after)?;
            Ok(ConvertedMean::Scores { before, after })
        }),
        Quantity::Change => read(table, before - after).map(ConvertedMean::Change),
    };
    OnAnotherScale {
        from: from.to_owned(),
        to: scale_name(&table.to),
        table: table.id.clone(),
        method: table.method.clone(),
        means,
        is_of_changes: table.quantity == Quantity::Change,
        measured: None,
        defects: defects(&table.rows)
            .iter()
            .map(ToString::to_string)
            .collect(),
        source: table.source(),
    }
}

/// A mean through a table: between two rows the line between their lower and between their upper ends.
fn read(table: &Crosswalk, mean: f64) -> Result<Reading, ConvertError> {
    let (below, above) = (convert(table, mean.floor()), convert(table, mean.ceil()));
    match (below, above) {
        (Ok(below), Ok(above)) if table.kind != TableKind::Anchors => {
            let line = |a: f64, b: f64| a + (mean - mean.floor()) * (b - a);
            Ok(Reading {
                low: line(below.low, above.low),
                high: line(below.high, above.high),
                se: below.se.into_iter().chain(above.se).reduce(f64::max),
                is_held: false,
            })
        }
        _ => convert(table, mean).map(|found| Reading {
            low: found.low,
            high: found.high,
            se: found.se,
            is_held: false,
        }),
    }
}

fn by_chain(way: &Chain, from: &str, (before, after): (f64, f64)) -> Option<OnAnotherScale> {
    let walk = |mean| {
        let steps = way.walk(mean)?;
        let value = steps.last()?.value;
        Some(Reading {
            low: value,
            high: value,
            se: None,
            is_held: steps.iter().any(|step| step.clamped),
        })
    };
    let tables = all().iter().filter(|table| way.steps.contains(&table.id));
    Some(OnAnotherScale {
        from: from.to_owned(),
        to: scale_name(way.to()?),
        table: way.id.clone(),
        method: format!("{} tables in a row, error not known", way.steps.len()),
        means: Ok(ConvertedMean::Scores {
            before: walk(before)?,
            after: walk(after)?,
        }),
        is_of_changes: false,
        measured: None,
        defects: tables
            .flat_map(|table| defects(&table.rows))
            .map(|defect| defect.to_string())
            .collect(),
        source: way.source(),
    })
}

/// The means on other scales as a table.
#[must_use]
pub fn crosswalk_view(series: &CaseSeries, found: &[OnAnotherScale]) -> TableView {
    let mut columns = vec![
        ColumnSpec::text("from", "From"),
        ColumnSpec::text("to", "To"),
        ColumnSpec::text("table", "table").for_machines(),
    ];
    for (key, header) in [
        ("before", "Baseline"),
        ("after", "End"),
        ("change", "Mean change"),
    ] {
        columns.push(ColumnSpec::number(key, header).for_people());
        columns.push(ColumnSpec::number(format!("{key}_low"), "low").for_machines());
        columns.push(ColumnSpec::number(format!("{key}_high"), "high").for_machines());
        if key != "change" {
            columns.push(ColumnSpec::number(format!("{key}_se"), "se").for_machines());
        }
    }
    columns.extend([
        ColumnSpec::text("measured", "Measured here").for_people(),
        ColumnSpec::number("measured_before", "measured_before").for_machines(),
        ColumnSpec::number("measured_after", "measured_after").for_machines(),
        ColumnSpec::text("method", "By"),
        ColumnSpec::text("defects", "defects").for_machines(),
        ColumnSpec::text("source", "source").for_machines(),
        ColumnSpec::text("status", "status").for_machines(),
    ]);
    TableView {
        schema: "euthymia.case_series.crosswalk.v1".to_owned(),
        title: format!(
            "Group means on other scales, by published tables: {}",
            series.name
        ),
        columns,
        rows: found.iter().map(row).collect(),
        notes: notes(found),
    }
}

fn row(one: &OnAnotherScale) -> Vec<Value> {
    let means = one.means.as_ref().ok();
    let (before, after) = match means {
        Some(ConvertedMean::Scores { before, after }) => (Some(before), Some(after)),
        _ => (None, None),
    };
    let change = means.map(ConvertedMean::change);
    let mut row = vec![
        Value::text(&one.from),
        Value::text(match one.is_of_changes {
            true => format!("{}, by changes", one.to),
            false => one.to.clone(),
        }),
        Value::text(&one.table),
    ];
    for reading in [before, after] {
        row.extend([
            reading.map_or(Value::Missing, |reading| Value::text(shown(reading))),
            Value::number(reading.map(|reading| reading.low), 2),
            Value::number(reading.map(|reading| reading.high), 2),
            Value::number(reading.and_then(|reading| reading.se), 2),
        ]);
    }
    row.extend([
        change.map_or(Value::Missing, |(low, high)| Value::text(ends(low, high))),
        Value::number(change.map(|(low, _)| low), 2),
        Value::number(change.map(|(_, high)| high), 2),
        one.measured.map_or(Value::Missing, |(before, after)| {
            let shown = format!("{} → {}", fmt::number(before, 1), fmt::number(after, 1));
            Value::text(shown)
        }),
        Value::number(one.measured.map(|(before, _)| before), 2),
        Value::number(one.measured.map(|(_, after)| after), 2),
        Value::text(&one.method),
        Value::text(shortened(&one.defects)),
        Value::text(&one.source.text),
        Value::text(one.source.status.id()),
    ]);
    row
}

fn shown(reading: &Reading) -> String {
    let se = reading
        .se
        .map_or(String::new(), |se| format!(" (SE {})", fmt::number(se, 1)));
    let held = if reading.is_held { ", held" } else { "" };
    format!("{}{se}{held}", ends(reading.low, reading.high))
}

fn ends(low: f64, high: f64) -> String {
    let (low, high) = (fmt::number(low, 1), fmt::number(high, 1));
    match low == high {
        true => low,
        false => format!("{low} to {high}"),
    }
}

fn in_words(error: ConvertError) -> String {
    match error {
        ConvertError::Outside { score, first, last } => format!(
            "{} is outside the table, which runs from {first} to {last}",
            fmt::number(score, 1)
        ),
        ConvertError::NoRow { score } => {
            format!("the table has no row for {}", fmt::number(score, 1))
        }
    }
}

fn notes(found: &[OnAnotherScale]) -> Vec<String> {
    let mut notes = vec![
        "Crosswalks are for groups, never for a person: the same score of two people can stand for very \
         different scores on another scale, and no row here was measured."
            .to_owned(),
        "The means of those with both scores are converted, not the scores: a curved table gives a slightly \
         different mean of converted scores. A range is what the table gives, SE the standard error that it \
         prints for one converted score; neither contains the uncertainty of the mean itself. A change is the \
         difference of the converted means, unless the table is one of changes. Held: the mean lies beyond an \
         end of a table. Measured here: the means of those rated on that scale, who need not be the same \
         patients; where they differ from the converted ones, believe the measured."
            .to_owned(),
    ];
    for one in found {
        if let Err(error) = one.means {
            notes.push(format!(
                "{} to {} ({}): {}.",
                one.from,
                one.to,
                one.table,
                in_words(error)
            ));
        }
        if !one.defects.is_empty() {
            let listed = shortened(&one.defects);
            notes.push(format!(
                "The check of order finds in {} to {} ({}) as printed: {listed}.",
                one.from, one.to, one.table
            ));
        }
        let source = format!("{} to {}: {}.", one.from, one.to, one.source.text);
        if !notes.contains(&source) {
            notes.push(source);
        }
    }
    notes
}
