//! Where the numbers of the networks come from, trial by trial.

use super::analysis::Map;
use crate::document::Item;
use crate::trd::Context;
use euthymia_evidence::EvidenceBase;

/// The identifier of the provenance of a trial in the network of an outcome.
pub(super) fn id(base: &EvidenceBase, map: &Map, trial: &str) -> Option<String> {
    let study = base.studies.iter().find(|study| study.label == trial)?;
    Some(format!("p-network-{}-{}", map.outcome.id(), study.id))
}

/// The provenance of every trial of every network: each line that any choice of nodes used, once.
pub(in crate::trd) fn items(context: &Context<'_>) -> Vec<Item> {
    let maps = context.networks.iter();
    maps.flat_map(|map| of_map(context.base, map)).collect()
}

fn of_map(base: &EvidenceBase, map: &Map) -> Vec<Item> {
    let mut items: Vec<Item> = Vec::new();
    let networks = map
        .choices
        .iter()
        .filter_map(|(_, found)| found.as_ref().ok());
    for compared in networks {
        for trial in compared.network.trials() {
            let Some(id) = id(base, map, trial.label()) else {
                continue;
            };
            let is = |item: &Item| item.id.as_deref() == Some(id.as_str());
            let at = items.iter().position(is).unwrap_or_else(|| {
                items.push(Item {
                    id: Some(id),
                    text: format!(
                        "{}: {}, in the network of treatments",
                        trial.label(),
                        map.outcome
                    ),
                    below: Vec::new(),
                });
                items.len() - 1
            });
            let Some(item) = items.get_mut(at) else {
                continue;
            };
            for line in compared.data.rows.sources(trial.label()) {
                if item.below.iter().all(|known| known != line) {
                    item.below.push(line.to_owned());
                }
            }
        }
    }
    items
}
