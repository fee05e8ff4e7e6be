//! What each column is, as a small file that can be edited and read again.

use super::moment::TimeUnit;
use crate::error::AppError;
use euthymia_table::{Diagnostic, cannot_read};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The layout of the settings.
pub const SCHEMA: &str = "euthymia.cohort.v1";

/// The choices for a case series.
#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// The layout, [`SCHEMA`].
    pub schema: String,
    /// What the series is called.
    pub name: Option<String>,
    /// What a reader must know about the rows.
    pub note: Option<String>,
    /// What counts.
    #[serde(default)]
    pub outcome: OutcomeSettings,
    /// What the spreadsheet cannot know and a report needs, by name: setting, recruitment, funding…
    #[serde(default)]
    pub report: BTreeMap<String, String>,
    /// What an arm of the evidence base needs besides, by name: treatment, country, design…
    #[serde(default)]
    pub evidence: BTreeMap<String, String>,
    /// Scales that the program does not know.
    #[serde(default)]
    pub scale: Vec<ScaleSettings>,
    /// The tables; a file can be named more than once, each time with other rows.
    pub table: Vec<TableSettings>,
}

/// What counts as an outcome.
#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct OutcomeSettings {
    /// The main scale; the first one otherwise.
    pub measure: Option<String>,
    /// Response; a decrease of at least 50 % otherwise.
    pub response: Option<String>,
    /// Remission; the first rule of the scale otherwise.
    pub remission: Option<String>,
    /// Whether a patient in remission without a decrease of at least half counts as a responder;
    /// not unless said.
    pub remitters_are_responders: Option<bool>,
    /// `before-treatment` or `first`.
    pub baseline: Option<String>,
    /// The visit that the main outcome is about, by its label; the last planned one otherwise.
    pub endpoint: Option<String>,
    /// Days that a visit may be off its plan; 3 otherwise.
    pub tolerance_days: Option<u32>,
    /// The planned visits, the baseline first; the times that occur otherwise.
    #[serde(default)]
    pub planned: Vec<PlannedSettings>,
    /// What two scores of a patient on a day mean: `error`, `first`, `last`.
    pub same_day: Option<String>,
    /// What a score out of the scale's range means: `error`, `missing`.
    pub impossible: Option<String>,
    /// Standard deviation of the scale at baseline, for reliable change; that of these patients
    /// otherwise.
    pub reliable_sd: Option<f64>,
    /// Reliability of the scale, from 0 to below 1: without it there is no reliable change.
    pub reliability: Option<f64>,
    /// Where the reliability comes from.
    pub reliability_source: Option<String>,
}

/// A planned visit.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct PlannedSettings {
    /// What it is called.
    pub label: String,
    /// Its day from day 0.
    pub day: i64,
}

/// A scale that the program does not know; higher is worse.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct ScaleSettings {
    /// Identifier, small letters, digits and underscores.
    pub id: String,
    /// Name in print.
    pub name: String,
    /// Smallest total.
    pub lowest: f64,
    /// Largest total.
    pub highest: Option<f64>,
}

/// What the rows of a table are.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum Rows {
    /// One row per patient; visits, if any, side by side.
    #[default]
    Patients,
    /// One row per visit, or per visit and scale.
    Visits,
    /// One row per session of treatment.
    Sessions,
    /// One row per adverse event.
    Events,
}

/// A table.
#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct TableSettings {
    /// The file, relative to the settings.
    pub file: PathBuf,
    /// The sheet of a workbook.
    pub sheet: Option<String>,
    /// What its rows are.
    pub rows: Rows,
    /// Texts that mean a missing value, besides an empty cell, `NA` and `.`.
    #[serde(default)]
    pub missing: Vec<String>,
    /// Only the rows that have these texts in these columns.
    #[serde(default)]
    pub only: BTreeMap<String, String>,
    /// What each column is.
    pub column: BTreeMap<String, ColumnSettings>,
}

/// What a column is.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// The patient's identifier.
    Patient,
    /// The group.
    Group,
    /// When a visit, session or event was.
    Time,
    /// Which scale a row's score is on.
    Scale,
    /// A total of a scale.
    Score,
    /// An answer to one item of a scale.
    Item,
    /// Something known of the patient at the start.
    Characteristic,
    /// Whether the treatment was completed.
    Completed,
    /// Why it was stopped.
    StopReason,
    /// How many sessions there were.
    SessionCount,
    /// Which treatment a session was.
    Treatment,
    /// The dose of a session.
    Dose,
    /// The unit of the dose.
    DoseUnit,
    /// What was not as planned in a session.
    Deviation,
    /// What happened.
    Term,
    /// How severe it was.
    Severity,
    /// Whether it was related to the treatment.
    Relatedness,
    /// Whether it was serious.
    Serious,
    /// Not used.
    #[default]
    Ignore,
}

impl Role {
    /// The roles and their words.
    pub const ALL: [(Self, &'static str); 19] = [
        (Self::Patient, "patient"),
        (Self::Group, "group"),
        (Self::Time, "time"),
        (Self::Scale, "scale"),
        (Self::Score, "score"),
        (Self::Item, "item"),
        (Self::Characteristic, "characteristic"),
        (Self::Completed, "completed"),
        (Self::StopReason, "stop_reason"),
        (Self::SessionCount, "session_count"),
        (Self::Treatment, "treatment"),
        (Self::Dose, "dose"),
        (Self::DoseUnit, "dose_unit"),
        (Self::Deviation, "deviation"),
        (Self::Term, "term"),
        (Self::Severity, "severity"),
        (Self::Relatedness, "relatedness"),
        (Self::Serious, "serious"),
        (Self::Ignore, "ignore"),
    ];

    /// The word for settings.
    #[must_use]
    pub fn word(self) -> &'static str {
        let found = Self::ALL.iter().find(|(role, _)| *role == self);
        found.map_or("", |(_, word)| word)
    }
}

/// What a column is, with what its role needs.
#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct ColumnSettings {
    /// Its role.
    pub role: Role,
    /// Of a time: `date`, `days`, `weeks`, `months`, `order`, `label`. Of a number: its unit.
    pub unit: Option<String>,
    /// The scale of a score or item.
    pub instrument: Option<String>,
    /// The item's number.
    pub item: Option<usize>,
    /// When a score beside others was taken: `baseline`, `week 4`.
    pub at: Option<String>,
    /// What it is called in print.
    pub label: Option<String>,
    /// Of a characteristic: `number` or `category`.
    pub kind: Option<String>,
    /// What codes mean: of a category its levels, of a time label its day.
    #[serde(default)]
    pub codes: BTreeMap<String, String>,
}

impl ColumnSettings {
    /// A column of this role alone.
    #[must_use]
    pub fn of(role: Role) -> Self {
        Self {
            role,
            ..Self::default()
        }
    }

    /// The unit as one of time, where it is one.
    #[must_use]
    pub fn time_unit(&self) -> Option<TimeUnit> {
        TimeUnit::from_word(self.unit.as_deref()?)
    }
}

impl Settings {
    /// Checks what the layout alone does not.
    ///
    /// # Errors
    /// [`AppError::Usage`] with the key, what it says and what it may say.
    pub fn check(&self) -> Result<(), AppError> {
        let outcome = &self.outcome;
        let usage = |message: String| Err(AppError::Usage(message));
        for (key, value, words) in [
            (
                "same_day",
                &outcome.same_day,
                &["error", "first", "last"][..],
            ),
            ("impossible", &outcome.impossible, &["error", "missing"][..]),
        ] {
            if let Some(value) = value
                && !words.contains(&value.as_str())
            {
                let words = words.join(", ");
                return usage(format!("{key} = \"{value}\" is none; use one of: {words}"));
            }
        }
        if let Some(sd) = outcome.reliable_sd
            && !(sd > 0.0 && sd.is_finite())
        {
            return usage(format!("reliable_sd = {sd} is none: it is above 0"));
        }
        for (at, scale) in self.scale.iter().enumerate() {
            let id = &scale.id;
            let highest_fits = scale
                .highest
                .is_none_or(|highest| highest.is_finite() && highest > scale.lowest);
            if !scale.lowest.is_finite() || !highest_fits {
                return usage(format!("scale \"{id}\": lowest must be below highest"));
            }
            if self.scale.iter().take(at).any(|one| one.id == *id) {
                return usage(format!("two scales are called \"{id}\""));
            }
        }
        Ok(())
    }

    /// The settings for a file in `folder`: they name their tables from there. A table that is not
    /// below the folder is named by its whole path.
    #[must_use]
    pub fn seen_from(&self, folder: &Path) -> Self {
        let mut settings = self.clone();
        for table in &mut settings.table {
            table.file = crate::seen_from::seen_from(&table.file, folder);
        }
        settings
    }
}

/// Reads settings; the files they name are made relative to the settings' folder.
///
/// # Errors
/// [`AppError::Input`] with the line and what is wrong there.
pub fn read_settings(path: &Path) -> Result<Settings, AppError> {
    let name = path.display().to_string();
    let text = std::fs::read_to_string(path).map_err(|error| cannot_read(&name, &error))?;
    let mut settings = parse(&text, &name)?;
    let folder = path.parent().unwrap_or_else(|| Path::new(""));
    for table in &mut settings.table {
        table.file = folder.join(&table.file);
    }
    Ok(settings)
}

/// Reads settings from text; `name` is what messages call it.
///
/// # Errors
/// As [`read_settings`].
///
/// # Example
/// ```
/// use euthymia_app::case_series::settings::{Role, parse};
/// let text = r#"
///     schema = "euthymia.cohort.v1"
///     [[table]]
///     file = "visits.csv"
///     rows = "visits"
///     [table.column]
///     week = { role = "time", unit = "weeks" }
/// "#;
/// let settings = parse(text, "cohort.toml")?;
/// assert_eq!(settings.table[0].column["week"].role, Role::Time);
/// # Ok::<(), euthymia_app::AppError>(())
/// ```
pub fn parse(text: &str, name: &str) -> Result<Settings, AppError> {
    let settings: Settings = crate::toml_text::parse(text, name)?;
    if settings.schema != SCHEMA {
        return Err(Diagnostic::error(name, format!("expected schema = \"{SCHEMA}\"")).into());
    }
    if settings.table.is_empty() {
        return Err(Diagnostic::error(name, "no table is named")
            .with_help("Add [[table]] with file, rows and [table.column].")
            .into());
    }
    Ok(settings)
}

/// The settings as text, with the reason of each guess as a comment.
#[must_use]
pub fn write(settings: &Settings, reasons: &[BTreeMap<String, String>]) -> String {
    let mut out = String::from(
        "# What each column is. Edit it and use it again: euthymia case-series --settings FILE\n",
    );
    let mut line = |key: &str, value: &str| out.push_str(&format!("{key} = {}\n", quoted(value)));
    line("schema", SCHEMA);
    for (key, value) in [("name", &settings.name), ("note", &settings.note)] {
        if let Some(value) = value {
            line(key, value);
        }
    }
    out.push_str(&outcome_text(&settings.outcome));
    for (section, texts) in [
        ("report", &settings.report),
        ("evidence", &settings.evidence),
    ] {
        if !texts.is_empty() {
            out.push_str(&format!("\n[{section}]\n"));
        }
        for (key, value) in texts {
            out.push_str(&format!("{} = {}\n", key_text(key), quoted(value)));
        }
    }
    for scale in &settings.scale {
        out.push_str(&format!(
            "\n[[scale]]\nid = {}\nname = {}\nlowest = {:?}\n",
            quoted(&scale.id),
            quoted(&scale.name),
            scale.lowest
        ));
        if let Some(highest) = scale.highest {
            out.push_str(&format!("highest = {highest:?}\n"));
        }
    }
    for (at, table) in settings.table.iter().enumerate() {
        out.push_str(&table_text(table, reasons.get(at)));
    }
    out
}

fn outcome_text(outcome: &OutcomeSettings) -> String {
    let mut out = String::from("\n[outcome]\n");
    let texts = [
        ("measure", &outcome.measure),
        ("response", &outcome.response),
        ("remission", &outcome.remission),
        ("baseline", &outcome.baseline),
        ("endpoint", &outcome.endpoint),
        ("same_day", &outcome.same_day),
        ("impossible", &outcome.impossible),
        ("reliability_source", &outcome.reliability_source),
    ];
    for (key, value) in texts {
        if let Some(value) = value {
            out.push_str(&format!("{key} = {}\n", quoted(value)));
        }
    }
    if let Some(days) = outcome.tolerance_days {
        out.push_str(&format!("tolerance_days = {days}\n"));
    }
    if let Some(value) = outcome.remitters_are_responders {
        out.push_str(&format!("remitters_are_responders = {value}\n"));
    }
    for (key, value) in [
        ("reliable_sd", outcome.reliable_sd),
        ("reliability", outcome.reliability),
    ] {
        if let Some(value) = value {
            out.push_str(&format!("{key} = {value:?}\n"));
        }
    }
    if !outcome.planned.is_empty() {
        out.push_str("planned = [\n");
        for visit in &outcome.planned {
            let label = quoted(&visit.label);
            out.push_str(&format!("  {{ label = {label}, day = {} }},\n", visit.day));
        }
        out.push_str("]\n");
    }
    out
}

fn table_text(table: &TableSettings, reasons: Option<&BTreeMap<String, String>>) -> String {
    let rows = match table.rows {
        Rows::Patients => "patients",
        Rows::Visits => "visits",
        Rows::Sessions => "sessions",
        Rows::Events => "events",
    };
    let file = table.file.display().to_string();
    let mut out = format!("\n[[table]]\nfile = {}\n", quoted(&file));
    if let Some(sheet) = &table.sheet {
        out.push_str(&format!("sheet = {}\n", quoted(sheet)));
    }
    out.push_str(&format!("rows = \"{rows}\"\n"));
    if !table.missing.is_empty() {
        let list: Vec<String> = table.missing.iter().map(|text| quoted(text)).collect();
        out.push_str(&format!("missing = [{}]\n", list.join(", ")));
    }
    if !table.only.is_empty() {
        out.push_str(&format!("only = {}\n", map_text(&table.only)));
    }
    out.push_str("\n[table.column]\n");
    for (name, column) in &table.column {
        let why = reasons
            .and_then(|reasons| reasons.get(name))
            .map_or(String::new(), |why| format!("  # {why}"));
        out.push_str(&format!(
            "{} = {}{why}\n",
            key_text(name),
            column_text(column)
        ));
    }
    out
}

fn column_text(column: &ColumnSettings) -> String {
    let mut parts = vec![format!("role = \"{}\"", column.role.word())];
    let texts = [
        ("unit", &column.unit),
        ("instrument", &column.instrument),
        ("at", &column.at),
        ("label", &column.label),
        ("kind", &column.kind),
    ];
    for (key, value) in texts {
        if let Some(value) = value {
            parts.push(format!("{key} = {}", quoted(value)));
        }
    }
    if let Some(item) = column.item {
        parts.push(format!("item = {item}"));
    }
    if !column.codes.is_empty() {
        parts.push(format!("codes = {}", map_text(&column.codes)));
    }
    format!("{{ {} }}", parts.join(", "))
}

fn map_text(map: &BTreeMap<String, String>) -> String {
    let pair = |(key, value): (&String, &String)| format!("{} = {}", key_text(key), quoted(value));
    format!(
        "{{ {} }}",
        map.iter().map(pair).collect::<Vec<_>>().join(", ")
    )
}

/// A text in quotation marks, as TOML has it.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            c if c.is_control() => out.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// A key, in quotation marks where it needs them.
fn key_text(key: &str) -> String {
    let is_bare = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    if !key.is_empty() && key.chars().all(is_bare) {
        key.to_owned()
    } else {
        quoted(key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_reads_back() {
        let mut settings = Settings {
            schema: SCHEMA.to_owned(),
            name: Some("A \"name\" with \\ and é\n".to_owned()),
            ..Settings::default()
        };
        settings.outcome.planned = vec![PlannedSettings {
            label: "week 4".to_owned(),
            day: 28,
        }];
        settings.outcome.reliability = Some(0.9);
        settings
            .report
            .insert("funding".to_owned(), "none".to_owned());
        settings
            .evidence
            .insert("country".to_owned(), "Canada".to_owned());
        settings.scale.push(ScaleSettings {
            id: "panss".to_owned(),
            name: "PANSS".to_owned(),
            lowest: 30.0,
            highest: None,
        });
        let mut table = TableSettings {
            file: PathBuf::from("a b.csv"),
            rows: Rows::Visits,
            missing: vec!["-9".to_owned()],
            ..TableSettings::default()
        };
        for (role, word) in Role::ALL {
            let mut column = ColumnSettings::of(role);
            column.unit = Some("weeks".to_owned());
            column.item = Some(3);
            column.codes.insert("0".to_owned(), "no".to_owned());
            table.column.insert(format!("col {word}.x"), column);
        }
        table.only.insert("kind".to_owned(), String::new());
        settings.table.push(table);
        let text = write(&settings, &[]);
        assert_eq!(parse(&text, "x").unwrap(), settings, "{text}");
    }

    #[test]
    fn a_mistake_is_named_with_its_line() {
        let error = parse("schema = \"euthymia.cohort.v1\"\nnmae = 3\n", "c.toml").unwrap_err();
        let text = error.to_string();
        assert!(text.contains("row 2") && text.contains("nmae"), "{text}");
    }
}
