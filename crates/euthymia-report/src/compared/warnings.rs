//! What a reader of a network must know before its numbers.

use super::analysis::Part;
use super::data::ArmResult;
use super::measure::NetworkMeasure;
use super::nodes::NodeRows;
use super::options::CompareOptions;
use std::collections::BTreeMap;

/// Says what a reader must know: parts that nothing joins, nodes without an event, fits that did not
/// settle.
pub(super) fn warnings(rows: &NodeRows, parts: &[Part], options: &CompareOptions) -> Vec<String> {
    let mut all: Vec<String> = in_parts(parts).into_iter().collect();
    all.extend(without_events(rows));
    if let (NetworkMeasure::HazardRatio, NodeRows::Arms(arms)) = (options.measure, rows)
        && let Ok(made) = super::survival::survival(arms, options)
    {
        all.extend(super::survival::assumptions(&made.kinds));
    }
    all.extend(super::models::sparse_hint(rows, options));
    for part in parts {
        if !part.random.converged() {
            all.push(format!(
                "NOT CONVERGED: the search for τ² with {} as reference did not settle",
                part.reference_name()
            ));
        }
    }
    if options.important.is_none() {
        all.push(
            "No smallest important difference was stated: imprecision, heterogeneity and incoherence \
             are not judged against one."
                .to_owned(),
        );
    }
    all
}

fn in_parts(parts: &[Part]) -> Option<String> {
    if parts.len() < 2 {
        return None;
    }
    let list: Vec<String> = parts
        .iter()
        .enumerate()
        .map(|(i, part)| format!("({}) {}", i + 1, part.network().treatments().join(", ")))
        .collect();
    Some(format!(
        "The network falls into {} parts without a trial between them; nothing is said across parts: {}.",
        parts.len(),
        list.join("; ")
    ))
}

/// Nodes in which nobody had the event in any trial: their ratio rests on the correction alone.
fn without_events(rows: &NodeRows) -> Option<String> {
    let NodeRows::Arms(arms) = rows else {
        return None;
    };
    let mut events: BTreeMap<&str, u64> = BTreeMap::new();
    for arm in arms {
        let own = match arm.result {
            ArmResult::Count(count) => count.events(),
            ArmResult::PersonTime(rate) => rate.events(),
            ArmResult::Mean(_) => return None,
        };
        *events.entry(&arm.node).or_default() += own;
    }
    let empty: Vec<&str> = events
        .into_iter()
        .filter(|(_, events)| *events == 0)
        .map(|(node, _)| node)
        .collect();
    (!empty.is_empty()).then(|| {
        format!(
            "No event in any arm of {}: its estimates rest on the continuity correction alone.",
            empty.join(", ")
        )
    })
}
