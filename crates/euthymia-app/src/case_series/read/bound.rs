//! Columns with what they are.

use super::super::moment::{Moment, TimeUnit, read_label};
use super::super::scale;
use super::super::settings::{ColumnSettings, Role, Settings, TableSettings};
use crate::error::AppError;
use euthymia_clinical::instrument::bundled;
use euthymia_report::case_series::Measure;
use euthymia_table::{Column, Diagnostic, Problems, Table};

/// A column and what it is.
#[derive(Clone, Debug)]
pub(super) struct BoundColumn<'t> {
    pub(super) column: Column<'t>,
    pub(super) settings: &'t ColumnSettings,
    /// The scale of a score or item.
    pub(super) measure: Option<Measure>,
    /// When a score beside others was taken.
    pub(super) at: Option<Moment>,
    /// What a time counts.
    pub(super) unit: Option<TimeUnit>,
}

/// A table with what its columns are, in the order of the file.
pub(super) struct Bound<'t> {
    pub(super) table: &'t Table,
    pub(super) settings: &'t TableSettings,
    pub(super) all: &'t Settings,
    pub(super) columns: Vec<BoundColumn<'t>>,
    /// Rows that are not about this are passed over: column and text.
    pub(super) only: Vec<(Column<'t>, &'t str)>,
}

pub(super) fn bind<'t>(
    table: &'t Table,
    settings: &'t TableSettings,
    all: &'t Settings,
) -> Result<Bound<'t>, AppError> {
    let mut findings = Vec::new();
    let mut columns = Vec::new();
    let mut only = Vec::new();
    for (name, wanted) in &settings.only {
        match table.column(&[name]) {
            Ok(column) => only.push((column, wanted.trim())),
            Err(finding) => findings.push(finding),
        }
    }
    for (name, column_settings) in &settings.column {
        let found = table
            .column(&[name])
            .and_then(|column| bind_column(column, column_settings, all));
        match found {
            Ok(bound) => columns.push(bound),
            Err(finding) => findings.push(finding),
        }
    }
    columns.sort_by_key(|bound: &BoundColumn<'_>| bound.column.position());
    findings.extend(same_twice(&columns));
    if findings.is_empty() {
        Ok(Bound {
            table,
            settings,
            all,
            columns,
            only,
        })
    } else {
        Err(findings.into())
    }
}

fn bind_column<'t>(
    column: Column<'t>,
    settings: &'t ColumnSettings,
    all: &Settings,
) -> Result<BoundColumn<'t>, Diagnostic> {
    let measure = match &settings.instrument {
        Some(id) => Some(measure_of(id, all).ok_or_else(|| unknown_scale(column, id))?),
        None => None,
    };
    let at = match &settings.at {
        Some(text) => Some(read_label(text).ok_or_else(|| {
            column
                .error(format!("\"{text}\" says no time"))
                .with_help("Write baseline, day 7, week 4, month 3, visit 2 or end.")
        })?),
        None => None,
    };
    if settings.role == Role::Item {
        check_item(column, settings)?;
    }
    if let (Role::Characteristic, Some(kind)) = (settings.role, &settings.kind)
        && !["number", "category"].contains(&kind.as_str())
    {
        return Err(column
            .error(format!("\"{kind}\" is not a kind of column"))
            .with_help("Use number or category."));
    }
    let unit = match (settings.role, &settings.unit) {
        (Role::Time, Some(word)) => Some(TimeUnit::from_word(word).ok_or_else(|| {
            let words: Vec<&str> = TimeUnit::ALL.iter().map(|(_, word)| *word).collect();
            column
                .error(format!("\"{word}\" is not a unit of time"))
                .with_help(format!("Use one of: {}.", words.join(", ")))
        })?),
        (Role::Time, None) => {
            return Err(column.error("what this time counts is not said").with_help(
                "Save the guesses with --save-settings, write unit = \"days\" or \"weeks\" in the \
                     column's line, and use --settings.",
            ));
        }
        _ => None,
    };
    Ok(BoundColumn {
        column,
        settings,
        measure,
        at,
        unit,
    })
}

/// An item's scale must be one whose items are known, and have that many.
fn check_item(column: Column<'_>, settings: &ColumnSettings) -> Result<(), Diagnostic> {
    let (Some(id), Some(item)) = (&settings.instrument, settings.item) else {
        return Err(column
            .error("an item needs its scale and its number")
            .with_help("Write { role = \"item\", instrument = \"phq9\", item = 1 }."));
    };
    let Some(pack) = bundled(id) else {
        return Err(column
            .error(format!("the items of \"{id}\" are not known"))
            .with_help(
                "Give its totals the role score; `euthymia instrument list` shows scales.",
            ));
    };
    match item {
        1.. if item <= pack.items.len() => Ok(()),
        _ => Err(column
            .error(format!(
                "there is no item {item}: the {} has {} items",
                pack.name,
                pack.items.len()
            ))
            .with_help("Items are numbered from 1.")),
    }
}

/// Columns that are named twice, and items of a sheet that are.
fn same_twice(columns: &[BoundColumn<'_>]) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for pair in columns.windows(2) {
        if let [one, other] = pair
            && one.column.position() == other.column.position()
        {
            let message = "the settings name this column twice, in different spelling";
            findings.push(other.column.error(message).with_help("Keep one of them."));
        }
    }
    let items: Vec<&BoundColumn<'_>> = columns
        .iter()
        .filter(|bound| bound.settings.role == Role::Item)
        .collect();
    for (at, bound) in items.iter().enumerate() {
        let key = |b: &BoundColumn<'_>| (b.settings.instrument.clone(), b.settings.item, b.at);
        let earlier = items.iter().take(at);
        if let Some(first) = earlier.into_iter().find(|one| key(one) == key(bound)) {
            let message = format!(
                "this is said to be the same item as \"{}\"",
                first.column.name()
            );
            findings.push(
                bound
                    .column
                    .error(message)
                    .with_help("Correct one of them."),
            );
        }
    }
    findings
}

/// A scale of the settings or of the program.
pub(super) fn measure_of(id: &str, all: &Settings) -> Option<Measure> {
    let own = all.scale.iter().find(|scale| scale.id == id);
    match own {
        Some(scale) => Some(Measure {
            instrument: scale.id.clone(),
            name: scale.name.clone(),
            range: (scale.lowest, scale.highest),
        }),
        None => scale::measure(id),
    }
}

fn unknown_scale(column: Column<'_>, id: &str) -> Diagnostic {
    column
        .error(format!("\"{id}\" is not a scale"))
        .with_help("`euthymia instrument list` shows them; add one of your own as [[scale]].")
}

impl<'t> Bound<'t> {
    pub(super) fn has(&self, role: Role) -> bool {
        self.of(role).next().is_some()
    }

    pub(super) fn of(&self, role: Role) -> impl Iterator<Item = &BoundColumn<'t>> {
        self.columns
            .iter()
            .filter(move |bound| bound.settings.role == role)
    }

    pub(super) fn first(&self, role: Role) -> Option<&BoundColumn<'t>> {
        self.of(role).next()
    }

    pub(super) fn require(&self, role: Role, problems: &mut Problems) {
        if self.has(role) {
            return;
        }
        let names: Vec<&str> = self.table.names().collect();
        let usual = match role {
            Role::Patient => "patient_id",
            Role::Time => "day",
            Role::Term => "event",
            other => other.word(),
        };
        problems.add(
            self.table
                .error(format!("no column is the {}", role.word()))
                .with_help(format!(
                    "Name it {usual}, or say which one it is in the settings. The columns are: {}.",
                    names.join(", ")
                )),
        );
    }

    /// Whether a row is among those that are asked for.
    pub(super) fn is_asked(&self, row: usize) -> bool {
        self.only
            .iter()
            .all(|(column, text)| column.cell(row).raw().trim() == *text)
    }
}
