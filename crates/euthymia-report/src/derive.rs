//! Values made from what papers print, and the list of conversions, as tables.

use euthymia_synthesis::conversion::Method;
use euthymia_table::{ColumnSpec, TableView, Value};

/// What the numbers of one row became.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Derived {
    /// One line, or one for each possibility; each value with the name of its column.
    pub lines: Vec<Vec<(String, Value)>>,
    /// How the values were made.
    pub methods: Vec<Method>,
    /// What a reader should know.
    pub remarks: Vec<String>,
    /// Formula, numbers, result.
    pub explanation: String,
}

/// One row of input with what became of it.
#[derive(Clone, Debug, PartialEq)]
pub struct DerivedRow {
    /// What the study is called; `None` for numbers without a name.
    pub label: Option<String>,
    /// The other columns of the file, kept for machines.
    pub beside: Vec<(String, Value)>,
    /// The values, or why there are none.
    pub derived: Result<Derived, String>,
}

/// One conversion as it is listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Listed {
    /// The word that asks for it.
    pub what: &'static str,
    /// The word that chooses it among others.
    pub method: &'static str,
    /// The sets of names, any one of which is enough.
    pub needs: &'static [&'static [&'static str]],
    /// Names that may be given besides.
    pub takes: &'static [&'static str],
    /// The columns it makes.
    pub gives: &'static str,
    /// The formula.
    pub formula: &'static str,
    /// The paper or the page.
    pub source: &'static str,
}

/// A number with five digits for people: whole numbers as they are.
#[must_use]
pub fn shown(value: f64) -> Value {
    // A finite double has a logarithm between -324 and 309, and the sum is clamped.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let decimals = if value == value.trunc() && value.abs() < 1e15 {
        0
    } else {
        (4.0 - value.abs().log10().floor()).clamp(1.0, 12.0) as u8
    };
    Value::number(value, decimals)
}

/// The names of columns in the order in which they first appear.
fn keys<'r>(pairs: impl Iterator<Item = &'r (String, Value)>) -> Vec<&'r str> {
    let mut found: Vec<&str> = Vec::new();
    for (key, _) in pairs {
        if !found.contains(&key.as_str()) {
            found.push(key);
        }
    }
    found
}

fn value(pairs: &[(String, Value)], key: &str) -> Value {
    let found = pairs.iter().find(|(name, _)| name == key);
    found.map_or(Value::Missing, |(_, value)| value.clone())
}

/// The columns that people and machines see of values made.
const OURS: [&str; 4] = ["method", "assumption", "source", "note"];

/// The values: people see methods, assumptions and sources below the table, machines in columns.
#[must_use]
pub fn derived_view(rows: &[DerivedRow], title: &str) -> TableView {
    let done = || rows.iter().filter_map(|row| row.derived.as_ref().ok());
    let made = keys(done().flat_map(|derived| derived.lines.iter().flatten()));
    let has_labels = rows.iter().any(|row| row.label.is_some());
    let mut beside = keys(rows.iter().flat_map(|row| &row.beside));
    let taken = |key: &&str| made.contains(key) || OURS.contains(key);
    beside.retain(|key| !taken(key) && !["study", "remark"].contains(key));
    let mut columns = Vec::new();
    if has_labels {
        columns.push(ColumnSpec::text("study", "Study"));
    }
    columns.extend(
        beside
            .iter()
            .map(|key| ColumnSpec::text(*key, *key).for_machines()),
    );
    columns.extend(made.iter().map(|key| ColumnSpec::number(*key, *key)));
    let ours = OURS.map(|key| ColumnSpec::text(key, key).for_machines());
    columns.extend(ours);
    let has_notes = rows.len() > 1 && rows.iter().any(|row| !note(row).is_empty());
    if has_notes {
        columns.push(ColumnSpec::text("remark", "Note").for_people());
    }
    let cells = |row: &DerivedRow, line: &[(String, Value)]| {
        let label = row.label.as_ref().map_or(Value::Missing, Value::text);
        let mut cells: Vec<Value> = has_labels.then_some(label).into_iter().collect();
        cells.extend(beside.iter().map(|key| value(&row.beside, key)));
        cells.extend(made.iter().map(|key| value(line, key)));
        cells.extend(texts(row).map(Value::text));
        if has_notes {
            cells.push(Value::text(note(row)));
        }
        cells
    };
    let rows_of = |row: &DerivedRow| match &row.derived {
        Ok(derived) => derived.lines.iter().map(|line| cells(row, line)).collect(),
        Err(_) => vec![cells(row, &[])],
    };
    TableView {
        schema: "euthymia.derive.v1".to_owned(),
        title: title.to_owned(),
        columns,
        rows: rows.iter().flat_map(rows_of).collect(),
        notes: notes(rows),
    }
}

fn joined(parts: impl Iterator<Item = &'static str>) -> String {
    let mut found: Vec<&str> = Vec::new();
    for part in parts {
        if !found.contains(&part) {
            found.push(part);
        }
    }
    found.join("; ")
}

fn texts(row: &DerivedRow) -> [String; 4] {
    let methods = row.derived.as_ref().map_or(&[][..], |d| &d.methods);
    [
        joined(methods.iter().map(|method| method.name)),
        joined(methods.iter().filter_map(|method| method.assumption)),
        joined(methods.iter().map(|method| method.source)),
        note(row),
    ]
}

fn note(row: &DerivedRow) -> String {
    match &row.derived {
        Ok(derived) => derived.remarks.join("; "),
        Err(reason) => reason.clone(),
    }
}

/// Methods with assumption and source, each once; the remarks of a single row.
fn notes(rows: &[DerivedRow]) -> Vec<String> {
    let mut notes: Vec<String> = Vec::new();
    let mut add = |text: String| {
        if !notes.contains(&text) {
            notes.push(text);
        }
    };
    for derived in rows.iter().filter_map(|row| row.derived.as_ref().ok()) {
        for method in &derived.methods {
            add(format!("Method: {}.", method.name));
            let assumption = method.assumption.unwrap_or("none, this is algebra");
            add(format!("Assumes: {assumption}."));
            add(format!("Source: {}.", method.source));
        }
        if rows.len() == 1 {
            derived
                .remarks
                .iter()
                .for_each(|remark| add(format!("Note: {remark}.")));
        }
    }
    notes
}

/// The conversions: what each needs and gives, its formula and source.
#[must_use]
pub fn conversions_view(listed: &[Listed]) -> TableView {
    let rows = listed.iter().map(|one| {
        let sets: Vec<String> = one.needs.iter().map(|set| set.join(", ")).collect();
        let mut needs = sets.join("; or ");
        if !one.takes.is_empty() {
            needs.push_str(&format!(" (and perhaps {})", one.takes.join(", ")));
        }
        let texts = [
            one.what,
            one.method,
            &needs,
            one.gives,
            one.formula,
            one.source,
        ];
        texts.map(Value::text).to_vec()
    });
    let columns = [
        ("what", "What"),
        ("method", "Method"),
        ("needs", "Needs"),
        ("gives", "Gives"),
        ("formula", "Formula"),
        ("source", "Source"),
    ];
    TableView {
        schema: "euthymia.derive.conversions.v1".to_owned(),
        title: "Conversions".to_owned(),
        columns: columns
            .map(|(key, header)| match key {
                // The word already says it, and the formula more exactly.
                "gives" => ColumnSpec::text(key, header).for_machines(),
                _ => ColumnSpec::text(key, header),
            })
            .to_vec(),
        rows: rows.collect(),
        notes: vec![
            "mean1, mean2, … stand for as many as there are. Conversions of one group also take \
             every name with _treatment and _control at its end, and give such names."
                .to_owned(),
        ],
    }
}
