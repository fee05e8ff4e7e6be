//! The analysis without studies at risk of bias, and by judgement.

use super::{PoolAnswer, PoolRequest};
use crate::error::AppError;
use euthymia_report::appraised::{
    Respect, sensitivity, sensitivity_view, subgroups, subgroups_view,
};
use euthymia_table::{Format, TableView, render};
use serde_json::Value;

/// The analysis again without studies at risk of bias, and the studies pooled apart by judgement; no
/// table where appraisals were not asked for.
#[must_use]
pub fn without_views(answer: &PoolAnswer, request: &PoolRequest) -> Vec<TableView> {
    let Some(found) = &answer.risk else {
        return Vec::new();
    };
    let (main, appraised) = (&answer.pooled, &found.appraised);
    let again = |studies| request.again(studies);
    let rows = sensitivity(main, appraised, &again);
    let groups = subgroups(main, appraised, Respect::Overall, &again);
    let mut views = vec![sensitivity_view(main, appraised, &rows)];
    if groups.groups.len() > 1 {
        views.push(subgroups_view(main, appraised, &groups));
    }
    views
}

/// Tables as one JSON array.
///
/// # Errors
/// [`AppError::Analysis`] when a table contradicts itself, which a test of every table rules out.
pub fn json_tables(tables: &[TableView]) -> Result<Value, AppError> {
    let broken = |error: &dyn std::fmt::Display| AppError::Analysis(error.to_string());
    let one = |view: &TableView| {
        let text = render(view, Format::Json).map_err(|error| broken(&error))?;
        serde_json::from_str::<Value>(&text).map_err(|error| broken(&error))
    };
    let all: Result<Vec<Value>, AppError> = tables.iter().map(one).collect();
    all.map(Value::Array)
}
