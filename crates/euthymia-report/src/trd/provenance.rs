//! Where every pooled number comes from: arms, counts, marks, sources.

use super::Context;
use super::analysis::Analysis;
use super::{head_to_head, network};
use crate::document::{Item, Part, Section};
use crate::words;
use std::collections::BTreeSet;

pub(super) fn section(context: &Context<'_>) -> Option<Section> {
    let mut section = Section::new("provenance", "Where each number comes from");
    section.say(
        "A line for each arm behind each pooled number: its count or mean, the day and definition, \
         the analysis set, where it was read and how sure it is, the place in the source, the \
         source.",
    );
    let rates = context.strands.iter().flat_map(|a| {
        [
            &a.response,
            &a.remission,
            &a.response_rr,
            &a.remission_rr,
            &a.change_g,
            &a.score_g,
        ]
    });
    let adverse = context.adverse.iter().flat_map(|a| [&a.rate, &a.ratio]);
    let held = context.claims.iter().flatten();
    let mut items: Vec<Item> = rates.chain(adverse).chain(held).filter_map(item).collect();
    items.extend(head_to_head::items(context));
    items.extend(network::items(context));
    section.parts.push(Part::List(items));
    Some(section)
}

fn item(analysis: &Analysis) -> Option<Item> {
    let pooled = analysis.pooled.as_ref()?;
    let scale = pooled.options.measure.scale();
    let below = pooled
        .rows
        .iter()
        .flat_map(|row| row.candidate.provenance.iter().cloned())
        .collect();
    Some(Item {
        id: Some(format!("p-{}", analysis.id)),
        text: format!(
            "{}: {} ({})",
            analysis.title,
            words::shown(&pooled.headline(), scale),
            words::counted(pooled.summary.k, "study", "studies")
        ),
        below,
    })
}

/// The sources that any number or claim names.
pub(super) fn sources(context: &Context<'_>) -> Option<Section> {
    let base = context.base;
    let used: BTreeSet<&str> = base
        .outcomes
        .iter()
        .map(|row| row.source.as_str())
        .chain(base.arms.iter().map(|arm| arm.source.as_str()))
        .chain(base.contrasts.iter().map(|c| c.source.as_str()))
        .chain(base.claims.iter().map(|c| c.source.as_str()))
        .collect();
    let mut section = Section::new("sources", "Sources");
    section.list(
        used.into_iter()
            .filter_map(|key| base.references.get(key))
            .map(|reference| format!("[{}] {}", reference.key, reference.citation)),
    );
    Some(section)
}
