//! Networks that several tests share.

use euthymia_report::compared::{
    ArmResult, ArmRow, CompareOptions, Compared, ContrastRow, NetworkMeasure, NodeChoice, Rows,
    Treatment, TrialData, compared,
};
use euthymia_synthesis::effect::proportion::Count;
use euthymia_synthesis::network::{Better, Draws, Tau2Method};
use euthymia_synthesis::pairwise::tau2::GivenTau2;
use euthymia_table::{TableView, Value};
use std::collections::{BTreeMap, BTreeSet};

/// A treatment that is all it is named.
pub(crate) fn treatment(id: &str) -> Treatment {
    Treatment {
        id: id.to_owned(),
        ..Treatment::default()
    }
}

/// Trials as rows without anything known of them.
pub(crate) fn data(rows: Rows) -> TrialData {
    TrialData {
        rows,
        facts: BTreeMap::new(),
        left_out: Vec::new(),
    }
}

/// One contrast for each (trial, treatment 1, treatment 2, estimate), with a standard error of 1.
pub(crate) fn contrasts(rows: &[(&str, &str, &str, f64)]) -> TrialData {
    let row = |(study, one, other, estimate): &(&str, &str, &str, f64)| ContrastRow {
        study: (*study).to_owned(),
        treatment1: treatment(one),
        treatment2: treatment(other),
        estimate: *estimate,
        standard_error: 1.0,
        source: None,
    };
    data(Rows::Contrasts(rows.iter().map(row).collect()))
}

/// One arm for each (trial, treatment, events, patients).
pub(crate) fn arms(rows: &[(&str, &str, u64, u64)]) -> TrialData {
    let row = |(study, id, events, n): &(&str, &str, u64, u64)| ArmRow {
        study: (*study).to_owned(),
        treatment: treatment(id),
        result: ArmResult::Count(Count::new(*events, *n).expect("a count")),
        source: Some(format!("{study}, table 2")),
    };
    data(Rows::Arms(rows.iter().map(row).collect()))
}

/// Options with τ² = 0 and few draws.
pub(crate) fn options(measure: NetworkMeasure) -> CompareOptions {
    CompareOptions {
        tau2: Tau2Method::Given(GivenTau2::new(0.0).expect("a variance")),
        draws: Draws {
            count: 2000,
            seed: 1,
            threads: 1,
        },
        ..CompareOptions::of(measure, Better::Larger)
    }
}

/// AB 1, BC 1, AC 3, unit variances, τ² = 0.
pub(crate) fn triangle() -> Compared {
    let data = contrasts(&[
        ("1", "A", "B", 1.0),
        ("2", "B", "C", 1.0),
        ("3", "A", "C", 3.0),
    ]);
    whole(&data, &options(NetworkMeasure::Generic))
}

/// The network of all treatments as named.
pub(crate) fn whole(data: &TrialData, options: &CompareOptions) -> Compared {
    compared(data, &NodeChoice::named("as named"), options).expect("a network")
}

/// Checks that every row has a value for each column, that keys are unique, and that no text of a cell
/// or note shows a number that is none.
pub(crate) fn assert_sound(view: &TableView) {
    let keys: BTreeSet<&str> = view.columns.iter().map(|c| c.key.as_str()).collect();
    assert_eq!(keys.len(), view.columns.len(), "{}: keys", view.schema);
    assert!(view.schema.starts_with("euthymia.compared."));
    for row in &view.rows {
        assert_eq!(row.len(), view.columns.len(), "{}: {row:?}", view.schema);
    }
    let cells = view.rows.iter().flatten().map(Value::for_people);
    for text in cells.chain(view.notes.iter().cloned()) {
        let nan = text
            .split(|c: char| !c.is_alphanumeric())
            .any(|w| w == "NaN");
        assert!(!nan, "{}: {text}", view.schema);
    }
}

/// Checks a number that follows from a finite formula.
#[track_caller]
pub(crate) fn close(found: f64, exact: f64) {
    euthymia_testkit::assert_close!(found, exact, "algebra", "by hand");
}

/// The cell in the column with a key.
pub(crate) fn cell<'a>(view: &'a TableView, row: usize, key: &str) -> &'a Value {
    let column = view.columns.iter().position(|c| c.key == key);
    let column = column.unwrap_or_else(|| panic!("no column {key} in {}", view.schema));
    &view.rows[row][column]
}

/// The number in the column with a key.
pub(crate) fn number(view: &TableView, row: usize, key: &str) -> f64 {
    match cell(view, row, key) {
        Value::Number { value, .. } => *value,
        Value::Percent { proportion, .. } => *proportion,
        Value::PValue(p) => *p,
        Value::Count(count) => *count as f64,
        other => panic!("{key}: no number but {other:?}"),
    }
}

/// The row in which the columns have these texts.
pub(crate) fn row_of(view: &TableView, wanted: &[(&str, &str)]) -> usize {
    let found = (0..view.rows.len()).find(|row| {
        let is = |(key, text): &(&str, &str)| cell(view, *row, key).for_people() == *text;
        wanted.iter().all(is)
    });
    found.unwrap_or_else(|| panic!("no row {wanted:?} in {}", view.schema))
}
