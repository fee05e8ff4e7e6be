//! The settings with which the tables read back.

use super::super::read::Loaded;
use super::super::settings::{
    ColumnSettings, PlannedSettings, Role, Rows, SCHEMA, ScaleSettings, Settings, TableSettings,
    write,
};
use super::day;
use super::described::Described;
use super::identifiers::Identifiers;
use super::tables::{has_completed, has_session_count, has_stop_reason};
use euthymia_clinical::course::BaselineRule;
use euthymia_report::case_series::CaseSeries;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// The settings as text. Name and note stay unless they hold an identifier; what the report says of the
/// clinic does not.
pub(super) fn settings(
    loaded: &Loaded,
    series: &CaseSeries,
    described: &Described,
    identifiers: &Identifiers,
) -> String {
    let given = &loaded.settings;
    let harmless = |text: &Option<String>| text.clone().filter(|text| !identifiers.stand_in(text));
    let mut outcome = given.outcome.clone();
    outcome.measure = series.main_measure().map(|scale| scale.instrument.clone());
    outcome.baseline = Some(
        match series.baseline {
            BaselineRule::First => "first",
            BaselineRule::BeforeTreatment
            | BaselineRule::BeforeTreatmentOr(_)
            | BaselineRule::On(_) => "before-treatment",
        }
        .to_owned(),
    );
    outcome.endpoint = series
        .planned
        .get(series.endpoint)
        .map(|visit| visit.label.clone());
    outcome.planned = series
        .planned
        .iter()
        .map(|visit| PlannedSettings {
            label: visit.label.clone(),
            day: visit.day,
        })
        .collect();
    outcome.tolerance_days = series.tolerance_days.try_into().ok();
    outcome.same_day = None;
    outcome.impossible = None;
    let mut table = vec![patients(series, described), visits(series)];
    if series.has_sessions {
        table.push(sessions());
    }
    if series.has_events {
        table.push(events());
    }
    let settings = Settings {
        schema: SCHEMA.to_owned(),
        name: harmless(&given.name).or_else(|| Some("De-identified case series".to_owned())),
        note: harmless(&given.note),
        outcome,
        scale: scales(loaded, series),
        table,
        ..Settings::default()
    };
    write(&settings, &[])
}

/// Scales of the site; those of the program need no words.
fn scales(loaded: &Loaded, series: &CaseSeries) -> Vec<ScaleSettings> {
    let is_used = |scale: &&ScaleSettings| {
        let mut used = series.measures.iter();
        used.any(|measure| measure.instrument == scale.id)
    };
    loaded
        .settings
        .scale
        .iter()
        .filter(is_used)
        .cloned()
        .collect()
}

fn table(file: &str, rows: Rows, columns: Vec<(&str, ColumnSettings)>) -> TableSettings {
    let named = columns
        .into_iter()
        .map(|(name, column)| (name.to_owned(), column));
    TableSettings {
        file: PathBuf::from(file),
        rows,
        column: named.collect::<BTreeMap<_, _>>(),
        ..TableSettings::default()
    }
}

fn patients(series: &CaseSeries, described: &Described) -> TableSettings {
    let mut columns = vec![("number", ColumnSettings::of(Role::Patient))];
    let optional = [
        ("group", Role::Group, !series.groups.is_empty()),
        ("completed", Role::Completed, has_completed(series)),
        ("stop_reason", Role::StopReason, has_stop_reason(series)),
        ("sessions", Role::SessionCount, has_session_count(series)),
    ];
    let there = optional.into_iter().filter(|(.., is_there)| *is_there);
    columns.extend(there.map(|(name, role, _)| (name, ColumnSettings::of(role))));
    for column in &described.columns {
        let mut settings = ColumnSettings::of(Role::Characteristic);
        settings.label = Some(column.label.clone());
        settings.unit.clone_from(&column.unit);
        let kind = if column.is_category() {
            "category"
        } else {
            "number"
        };
        settings.kind = Some(kind.to_owned());
        columns.push((column.header.as_str(), settings));
    }
    table("patients.csv", Rows::Patients, columns)
}

fn visits(series: &CaseSeries) -> TableSettings {
    let (name, unit) = day::column(series);
    let columns = vec![
        ("number", ColumnSettings::of(Role::Patient)),
        (name, time(unit)),
        ("scale", ColumnSettings::of(Role::Scale)),
        ("score", ColumnSettings::of(Role::Score)),
    ];
    table("visits.csv", Rows::Visits, columns)
}

fn time(unit: &str) -> ColumnSettings {
    let mut settings = ColumnSettings::of(Role::Time);
    settings.unit = Some(unit.to_owned());
    settings
}

fn sessions() -> TableSettings {
    let columns = vec![
        ("number", ColumnSettings::of(Role::Patient)),
        ("day", time("days")),
        ("treatment", ColumnSettings::of(Role::Treatment)),
        ("dose", ColumnSettings::of(Role::Dose)),
        ("dose_unit", ColumnSettings::of(Role::DoseUnit)),
        ("deviation", ColumnSettings::of(Role::Deviation)),
    ];
    table("sessions.csv", Rows::Sessions, columns)
}

fn events() -> TableSettings {
    let columns = vec![
        ("number", ColumnSettings::of(Role::Patient)),
        ("day", time("days")),
        ("event", ColumnSettings::of(Role::Term)),
        ("severity", ColumnSettings::of(Role::Severity)),
        ("relatedness", ColumnSettings::of(Role::Relatedness)),
        ("serious", ColumnSettings::of(Role::Serious)),
    ];
    table("events.csv", Rows::Events, columns)
}
