//! Ranks under every model.

use super::models::abreast;
use super::ranks::CAUTION;
use crate::compared::analysis::Compared;
use euthymia_table::{TableView, Value, fmt};

/// P-scores or SUCRA with the expected rank and its interval, a few models in each table.
#[must_use]
pub fn model_ranks_views(compared: &Compared) -> Vec<TableView> {
    let mut views = abreast(
        compared,
        "ranks_by_model",
        "Ranks under every model",
        |result, place, _| {
            result.rank(place).map_or(Value::Missing, |rank| {
                Value::text(format!(
                    "{} ({}–{})",
                    fmt::number(rank.score, 2),
                    rank.interval.0,
                    rank.interval.1
                ))
            })
        },
    );
    if let Some(last) = views.last_mut() {
        last.notes = vec![
            CAUTION.to_owned(),
            "P-scores, of posteriors SUCRA, with intervals of ranks in parentheses, among the treatments \
             that the model has."
                .to_owned(),
        ];
    }
    views
}
