//! How much each direct comparison, and each trial, contributes to each estimate.

use super::network::part_cell;
use crate::compared::analysis::{Compared, Part};
use crate::compared::names::{Names, node_columns, part_column};
use euthymia_synthesis::network::contribution::{ContributionMethod, contribution};
use euthymia_synthesis::network::{FlowError, flows};
use euthymia_table::{ColumnSpec, TableView, Value, fmt};
use std::collections::BTreeMap;

/// With more pairs of treatments than this in a part, only those with the reference are shown.
pub const PAIRS_MOST: usize = 120;

/// How flows are taken apart.
pub const METHOD: ContributionMethod = ContributionMethod::RandomWalk;

/// What one network estimate is made of.
#[derive(Clone, Debug, PartialEq)]
pub struct Made {
    /// The treatments, as places in the network of the part.
    pub treatments: (usize, usize),
    /// The shares of the direct comparisons; they sum to 1.
    pub of_comparisons: Vec<f64>,
    /// The shares of the trials, in the order of the network; they sum to 1.
    pub of_trials: Vec<f64>,
}

/// What the estimates of one part are made of under random effects.
#[derive(Clone, Debug, PartialEq)]
pub struct PartContributions {
    /// The part, as a place in [`Compared::parts`].
    pub part: usize,
    /// The direct comparisons, as places in the network of the part, the smaller first.
    pub direct: Vec<(usize, usize)>,
    /// The estimates.
    pub estimates: Vec<Made>,
    /// True when only estimates against the reference are here, because there are too many pairs.
    pub only_reference: bool,
}

/// Returns what the estimates are made of, part by part.
///
/// The share of a direct comparison is divided among its trials by their weights 1/(v + τ²) in its direct
/// estimate.
///
/// # Errors
/// [`FlowError`].
pub fn contributions(compared: &Compared) -> Result<Vec<PartContributions>, FlowError> {
    let parts = compared.parts.iter().enumerate();
    parts.map(|(at, part)| contributions_of(at, part)).collect()
}

/// What the estimates of one part are made of.
pub(in crate::compared) fn contributions_of(
    at: usize,
    part: &Part,
) -> Result<PartContributions, FlowError> {
    let flows = flows(&part.random)?;
    let direct: Vec<(usize, usize)> = flows.comparisons().collect();
    let n = part.network().treatments().len();
    let only_reference = n * n.saturating_sub(1) / 2 > PAIRS_MOST;
    let pairs: Vec<(usize, usize)> = if only_reference {
        let others = (0..n).filter(|place| *place != part.reference);
        others.map(|place| (place, part.reference)).collect()
    } else {
        let all = (0..n).flat_map(|i| (i + 1..n).map(move |j| (i, j)));
        all.collect()
    };
    let weights = trial_weights(part);
    let mut estimates = Vec::with_capacity(pairs.len());
    for (one, other) in pairs {
        let of_comparisons = contribution(&flows, one, other, METHOD)?;
        let mut of_trials = vec![0.0; part.network().trials().len()];
        for (pair, share) in direct.iter().zip(&of_comparisons) {
            for (trial, weight) in weights.get(pair).into_iter().flatten() {
                if let Some(own) = of_trials.get_mut(*trial) {
                    *own += share * weight;
                }
            }
        }
        estimates.push(Made {
            treatments: (one, other),
            of_comparisons,
            of_trials,
        });
    }
    Ok(PartContributions {
        part: at,
        direct,
        estimates,
        only_reference,
    })
}

/// The trials of each direct comparison with their shares of its direct estimate.
fn trial_weights(part: &Part) -> BTreeMap<(usize, usize), Vec<(usize, f64)>> {
    let tau2 = part.random.tau2_used();
    let mut weights: BTreeMap<(usize, usize), Vec<(usize, f64)>> = BTreeMap::new();
    for (at, trial) in part.network().trials().iter().enumerate() {
        let covariance = trial.covariance();
        let entry = |i: usize, j: usize| match (i.checked_sub(1), j.checked_sub(1)) {
            (Some(i), Some(j)) => covariance.get((i, j)).copied().unwrap_or_default(),
            _ => 0.0,
        };
        for (i, one) in trial.arms().iter().enumerate() {
            for (j, other) in trial.arms().iter().enumerate().skip(i + 1) {
                let variance = entry(i, i) + entry(j, j) - 2.0 * entry(i, j);
                let pair = (*one.min(other), *one.max(other));
                let own = weights.entry(pair).or_default();
                own.push((at, 1.0 / (variance + tau2)));
            }
        }
    }
    for own in weights.values_mut() {
        let sum: f64 = own.iter().map(|(_, weight)| weight).sum();
        own.iter_mut().for_each(|(_, weight)| *weight /= sum);
    }
    weights
}

/// The method in words.
#[must_use]
pub fn method_word(method: ContributionMethod) -> &'static str {
    match method {
        ContributionMethod::RandomWalk => "random walk (Davies et al. 2022)",
        ContributionMethod::ShortestPath => "shortest paths first (Papakonstantinou et al. 2018)",
    }
}

/// A row for each estimate and each comparison or trial that gives something to it.
struct Long {
    of: fn(&Made) -> &[f64],
    schema: &'static str,
    title: &'static str,
    key: &'static str,
    header: &'static str,
    only_reference: bool,
    at_least: f64,
}

/// Smaller shares than this are for machines.
pub const SHARE_SHOWN: f64 = 0.01;

/// The shares of direct comparisons in each estimate, the largest first, those below `at_least` left out.
#[must_use]
pub fn contributions_view(compared: &Compared, at_least: f64) -> TableView {
    let names = Names::of(compared);
    let source = |part: &Part, at: usize, direct: &[(usize, usize)]| {
        let treatments = part.network().treatments();
        let (one, other) = direct.get(at)?;
        let (one, other) = (treatments.get(*one)?, treatments.get(*other)?);
        Some([
            Value::text(format!("{one} : {other}")),
            Value::text(names.pair(one, other)),
        ])
    };
    let long = Long {
        of: |made| &made.of_comparisons,
        schema: "euthymia.compared.contributions.v1",
        title: "What each estimate is made of: direct comparisons",
        key: "comparison",
        header: "Direct comparison",
        only_reference: false,
        at_least,
    };
    view(compared, &long, source)
}

/// The shares of trials in each estimate against the reference, the largest first, those below
/// `at_least` left out.
#[must_use]
pub fn trial_contributions_view(compared: &Compared, at_least: f64) -> TableView {
    let source = |part: &Part, at: usize, _: &[(usize, usize)]| {
        let label = part.network().trials().get(at)?.label();
        Some([Value::text(label), Value::text(label)])
    };
    let long = Long {
        of: |made| &made.of_trials,
        schema: "euthymia.compared.trial_contributions.v1",
        title: "What each estimate against the reference is made of: trials",
        key: "trial",
        header: "Trial",
        only_reference: true,
        at_least,
    };
    view(compared, &long, source)
}

fn view(
    compared: &Compared,
    long: &Long,
    source: impl Fn(&Part, usize, &[(usize, usize)]) -> Option<[Value; 2]>,
) -> TableView {
    let names = Names::of(compared);
    let mut columns = vec![part_column(compared)];
    columns.extend(node_columns("treatment", "Estimate of"));
    columns.extend(node_columns("against", "Against"));
    columns.extend(node_columns(long.key, long.header));
    columns.push(ColumnSpec::number("share", "Share"));
    let mut rows = Vec::new();
    let found = contributions(compared);
    for own in found.iter().flatten() {
        let Some(part) = compared.parts.get(own.part) else {
            continue;
        };
        let node = |place: usize| part.network().treatments().get(place).map_or("", |n| n);
        for made in &own.estimates {
            let (mut one, mut other) = made.treatments;
            if long.only_reference && one == part.reference {
                (one, other) = (other, one);
            }
            if long.only_reference && other != part.reference {
                continue;
            }
            let shares = (long.of)(made).iter().enumerate();
            let mut shares: Vec<(usize, f64)> = shares
                .map(|(at, share)| (at, *share))
                .filter(|(_, share)| *share > 0.0 && *share >= long.at_least)
                .collect();
            shares.sort_by(|a, b| b.1.total_cmp(&a.1));
            for (at, share) in shares {
                let Some(cells) = source(part, at, &own.direct) else {
                    continue;
                };
                let mut row = vec![part_cell(own.part)];
                row.extend(names.cells(node(one)));
                row.extend(names.cells(node(other)));
                row.extend(cells);
                row.push(Value::percent(share, 1));
                rows.push(row);
            }
        }
    }
    TableView {
        schema: long.schema.to_owned(),
        title: long.title.to_owned(),
        columns,
        rows,
        notes: notes(&found, long),
    }
}

fn notes(found: &Result<Vec<PartContributions>, FlowError>, long: &Long) -> Vec<String> {
    let found = match found {
        Ok(found) => found,
        Err(error) => return vec![format!("There are no contributions: {error}.")],
    };
    let mut notes = vec![format!(
        "Random effects; flows of evidence taken apart by {}; the shares of an estimate sum to 100 %.",
        method_word(METHOD)
    )];
    if long.at_least > 0.0 {
        notes.push(format!(
            "Shares below {} are not shown.",
            fmt::percent(long.at_least, 0)
        ));
    }
    if long.only_reference {
        notes.push(
            "The share of a comparison is divided among its trials by their weights in its direct \
             estimate."
                .to_owned(),
        );
    } else if found.iter().any(|own| own.only_reference) {
        notes.push(format!(
            "Only estimates against the reference are shown where there are more than {PAIRS_MOST} \
             pairs."
        ));
    }
    notes
}
