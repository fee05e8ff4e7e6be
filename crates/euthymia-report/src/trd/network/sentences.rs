//! What the networks say, in sentences for the summary of the report.

use crate::compared::sentences::{choice_decides, size};
use crate::trd::Context;

/// A sentence for the summary of the report about each outcome.
pub(in crate::trd) fn summary(context: &Context<'_>) -> Vec<String> {
    let maps = context.networks.iter();
    maps.filter_map(|map| {
        let main = map.main()?;
        Some(format!(
            "All treatments on one map, {}: {} {} Indirect differences between treatments are \
             questions, not answers: patients, blinding and expectancy differ.",
            map.outcome,
            size(main),
            choice_decides(&map.choices).first()?,
        ))
    })
    .collect()
}
