//! What a network says, in sentences.

use super::analysis::{Compared, Part, controls};
use super::names::Names;
use super::tables::{Bearing, Outcome, node_splits, node_summaries};
use crate::words::{capital, counted};
use euthymia_synthesis::network::Better;
use std::collections::BTreeMap;

/// How large the network is, and whether it hangs together.
pub(crate) fn size(compared: &Compared) -> String {
    let nodes = node_summaries(compared);
    let patients: Option<u64> = nodes.iter().map(|node| node.patients).sum();
    let patients = patients.map_or(String::new(), |n| format!(" with {n} patients"));
    let parts = match compared.parts.len() {
        1 => "Comparisons join them all.".to_owned(),
        parts => {
            format!(
                "They fall into {parts} parts that no trial joins: nothing is said across them."
            )
        }
    };
    format!(
        "{}{patients} compare {}. {parts}",
        counted(compared.network.trials().len(), "trial", "trials"),
        counted(nodes.len(), "treatment", "treatments"),
    )
}

/// How much of the network rests on trials of the two treatments themselves.
pub(crate) fn directness(compared: &Compared) -> String {
    let splits = node_splits(compared);
    let count = |bearing: Bearing| splits.iter().filter(|own| own.bearing == bearing).count();
    let (both, direct, indirect) = (
        count(Bearing::Both),
        count(Bearing::OnlyDirect),
        count(Bearing::OnlyIndirect),
    );
    let head = format!(
        "Of {} of treatments, {} on trials of the two alone, {} only on what both were compared with, \
         and {} on both",
        counted(splits.len(), "pair", "pairs"),
        rest(direct),
        rest(indirect),
        rest(both),
    );
    let disagree = splits.iter().filter(|own| {
        own.split
            .difference
            .is_some_and(|difference| difference.p_value < 0.05)
    });
    match (both, disagree.count()) {
        (0, _) => format!("{head}: whether direct and indirect evidence agree cannot be checked."),
        (_, 0) => format!(
            "{head}; among the last, direct and indirect evidence nowhere differ by more than chance \
             (p < 0.05), which few trials could show."
        ),
        (_, n) => format!(
            "{head}; among the last, direct and indirect evidence differ in {n} (p < 0.05, without \
             correction for their number)."
        ),
    }
}

fn rest(count: usize) -> String {
    match count {
        0 => "none rests".to_owned(),
        1 => "1 rests".to_owned(),
        n => format!("{n} rest"),
    }
}

/// Whether a node is better or worse than the reference of its part under each choice that has it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Verdict {
    better: usize,
    worse: usize,
    choices: usize,
}

/// The verdicts on the nodes of the main choice that are no reference, by their names in print.
fn verdicts(choices: &[Outcome]) -> Vec<(String, Verdict)> {
    let Some((_, Ok(main))) = choices.first() else {
        return Vec::new();
    };
    let names = Names::of(main);
    let mut all: Vec<(&str, Verdict)> = Vec::new();
    for part in &main.parts {
        for (place, node) in part.network().treatments().iter().enumerate() {
            if place != part.reference {
                all.push((node, Verdict::default()));
            }
        }
    }
    for (_, found) in choices {
        let Ok(compared) = found else { continue };
        let sides = sides(main, compared);
        for (node, verdict) in &mut all {
            let Some(side) = sides.get(*node) else {
                continue;
            };
            verdict.choices += 1;
            verdict.better += usize::from(*side > 0);
            verdict.worse += usize::from(*side < 0);
        }
    }
    all.into_iter()
        .map(|(node, verdict)| (names.name(node), verdict))
        .collect()
}

/// On which side of no difference from the reference the interval of each node lies: 1 for the better,
/// −1 for the worse, 0 for both. Parts whose reference is neither a control nor a reference of the main
/// choice say something else, and are passed over.
fn sides<'a>(main: &Compared, compared: &'a Compared) -> BTreeMap<&'a str, i8> {
    let sign = match compared.options.better {
        Better::Larger => 1,
        Better::Smaller => -1,
    };
    let controls = controls(&compared.data, &compared.choice);
    let counts = |part: &&Part| {
        let own = part.reference_name();
        controls.contains(own) || main.parts.iter().any(|part| part.reference_name() == own)
    };
    let mut sides = BTreeMap::new();
    for part in compared.parts.iter().filter(counts) {
        for (place, node) in part.network().treatments().iter().enumerate() {
            let Some(found) = part.random.compare(place, part.reference) else {
                continue;
            };
            let side = i8::from(found.bounds.lower > 0.0) - i8::from(found.bounds.upper < 0.0);
            if place != part.reference {
                sides.insert(node.as_str(), sign * side);
            }
        }
    }
    sides
}

/// Which results the choice of nodes decides, the main choice first; nothing where that has no result.
///
/// "Better" is in the direction of the analysis: the interval of the random-effects model lies on the
/// better side of no difference.
pub(crate) fn choice_decides(choices: &[Outcome]) -> Vec<String> {
    let verdicts = verdicts(choices);
    let list = |wanted: fn(&Verdict) -> bool, count: bool| -> Vec<String> {
        let of = verdicts.iter().filter(|(_, verdict)| wanted(verdict));
        of.map(|(name, v)| match count {
            true => format!("{name} ({} of {})", v.better, v.choices),
            false => name.clone(),
        })
        .collect()
    };
    let always = list(|v| v.better > 0 && v.better == v.choices, false);
    let sometimes = list(|v| v.better > 0 && v.better < v.choices, true);
    let never = list(|v| v.better == 0 && v.worse == 0, false);
    let worse = list(|v| v.worse > 0, false);
    [
        (
            "Better than the reference under every choice of nodes and days that has them",
            always,
        ),
        (
            "Better under some choices and not under others (in how many of how many)",
            sometimes,
        ),
        ("Worse than the reference under some choice", worse),
        ("Not told apart from the reference under any choice", never),
    ]
    .into_iter()
    .filter(|(_, names)| !names.is_empty())
    .map(|(text, names)| format!("{text}: {}.", names.join("; ")))
    .collect()
}

/// What came of a choice of nodes that has no result.
pub(crate) fn failures(choices: &[Outcome]) -> Vec<String> {
    let failed = choices
        .iter()
        .filter_map(|(choice, found)| Some((choice, found.as_ref().err()?)));
    failed
        .map(|(choice, error)| format!("{}: {error}.", capital(&choice.name)))
        .collect()
}
