//! A hint for networks in which cells are empty.

use super::further::FurtherModel;
use crate::compared::data::ArmResult;
use crate::compared::measure::NetworkMeasure;
use crate::compared::nodes::NodeRows;
use crate::compared::options::CompareOptions;

/// Names the models that need no continuity correction where arms have no event, or nothing but events,
/// and none of them was asked for.
pub(in crate::compared) fn sparse_hint(
    rows: &NodeRows,
    options: &CompareOptions,
) -> Option<String> {
    let NodeRows::Arms(arms) = rows else {
        return None;
    };
    let asked = options.further.models.iter();
    if options.measure != NetworkMeasure::OddsRatio || asked.clone().any(|m| m.needs_counts()) {
        return None;
    }
    let is_empty = |result: &ArmResult| match result {
        ArmResult::Count(count) => count.events() == 0 || count.events() == count.n(),
        _ => false,
    };
    let empty = arms.iter().filter(|arm| is_empty(&arm.result)).count();
    let word = |model: FurtherModel| model.word();
    (empty > 0).then(|| {
        format!(
            "{empty} of {} arms {} no event, or nothing but events: the continuity correction has a \
             say in their odds ratios. Models that need none: --model {},{},{} (common effect), {} or {} \
             (random effects).",
            arms.len(),
            if empty == 1 { "has" } else { "have" },
            word(FurtherModel::MantelHaenszel),
            word(FurtherModel::Conditional),
            word(FurtherModel::Penalised),
            word(FurtherModel::BinomialNormal),
            word(FurtherModel::BayesBinomial),
        )
    })
}
