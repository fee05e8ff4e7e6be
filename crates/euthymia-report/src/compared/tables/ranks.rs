//! Ranks of treatments with their uncertainty.

use super::network::part_cell;
use crate::compared::analysis::{Compared, Part};
use crate::compared::names::{Names, node_columns, part_column};
use crate::words;
use euthymia_synthesis::network::{FitError, p_scores, probability_better, rank};
use euthymia_table::{ColumnSpec, TableView, Value, fmt};

/// The rank of one treatment under random effects.
#[derive(Clone, Debug, PartialEq)]
pub struct NodeRank {
    /// Its part of the network, as a place in [`Compared::parts`].
    pub part: usize,
    /// The node.
    pub node: String,
    /// The mean over the others of the probability that it is better.
    pub p_score: f64,
    /// The same for being better by more than the important difference; `None` where none was stated.
    pub p_score_important: Option<f64>,
    /// The surface under the cumulative ranking curve.
    pub sucra: f64,
    /// The expected rank, from 1 for the best.
    pub expected_rank: f64,
    /// The interval of ranks at the level of the analysis.
    pub rank_interval: (usize, usize),
    /// The probability of each rank, the best first.
    pub rankogram: Vec<f64>,
    /// The probability of being better than the reference; `None` for the reference.
    pub better: Option<f64>,
    /// The same for more than the important difference; `None` where none was stated.
    pub better_important: Option<f64>,
}

/// The ranks within each part, the largest P-score first.
///
/// # Errors
/// [`FitError`].
pub fn ranks(compared: &Compared) -> Result<Vec<NodeRank>, FitError> {
    let mut all = Vec::new();
    for (at, part) in compared.parts.iter().enumerate() {
        all.append(&mut ranks_of(compared, at, part)?);
    }
    Ok(all)
}

/// The important difference on the analysis scale; `None` where none that can be used was stated.
pub(in crate::compared) fn important(compared: &Compared) -> Option<f64> {
    let stated = compared
        .options
        .measure
        .forward(compared.options.important?)?;
    (stated > 0.0).then_some(stated)
}

/// The ranks within one part, the largest P-score first.
pub(in crate::compared) fn ranks_of(
    compared: &Compared,
    at: usize,
    part: &Part,
) -> Result<Vec<NodeRank>, FitError> {
    let options = &compared.options;
    let (fit, better) = (&part.random, options.better);
    let ranking = rank(fit, better, &options.draws)?;
    let important = important(compared);
    let scores = p_scores(fit, better, 0.0).unwrap_or_default();
    let beyond = important.and_then(|threshold| p_scores(fit, better, threshold));
    let (rankograms, sucra) = (ranking.rankograms(), ranking.sucra());
    let expected = ranking.expected_ranks();
    let intervals = ranking.rank_intervals(options.level.complement().half().get());
    let chance = |place: usize, threshold: f64| {
        probability_better(fit, place, part.reference, better, threshold)
    };
    let one = |(place, node): (usize, &String)| {
        Some(NodeRank {
            part: at,
            node: node.clone(),
            p_score: *scores.get(place)?,
            p_score_important: beyond.as_ref().and_then(|all| all.get(place).copied()),
            sucra: *sucra.get(place)?,
            expected_rank: *expected.get(place)?,
            rank_interval: *intervals.get(place)?,
            rankogram: rankograms.get(place)?.clone(),
            better: chance(place, 0.0),
            better_important: important.and_then(|threshold| chance(place, threshold)),
        })
    };
    let nodes = part.network().treatments().iter().enumerate();
    let mut ranks: Vec<NodeRank> = nodes.filter_map(one).collect();
    ranks.sort_by(|a, b| b.p_score.total_cmp(&a.p_score));
    Ok(ranks)
}

/// The ranks with their uncertainty.
#[must_use]
pub fn ranks_view(compared: &Compared) -> TableView {
    let names = Names::of(compared);
    let (found, failed) = match ranks(compared) {
        Ok(found) => (found, None),
        Err(error) => (Vec::new(), Some(format!("There are no ranks: {error}."))),
    };
    let most = found.iter().map(|r| r.rankogram.len()).max().unwrap_or(0);
    TableView {
        schema: "euthymia.compared.ranks.v1".to_owned(),
        title: "Ranks under random effects".to_owned(),
        columns: columns(compared, most),
        rows: found.iter().map(|rank| row(rank, &names, most)).collect(),
        notes: failed.into_iter().chain(notes(compared)).collect(),
    }
}

fn columns(compared: &Compared, most: usize) -> Vec<ColumnSpec> {
    let level = words::level(compared.options.level);
    let beyond = important(compared).and(compared.options.important);
    let by = beyond.map_or("stated".to_owned(), |value| difference(compared, value));
    let shown = |column: ColumnSpec| match beyond {
        Some(_) => column,
        None => column.for_machines(),
    };
    let mut columns = vec![part_column(compared)];
    columns.extend(node_columns("treatment", "Treatment"));
    columns.extend([
        ColumnSpec::number("p_score", "P-score"),
        ColumnSpec::number("sucra", "SUCRA"),
        ColumnSpec::number("rank", format!("Expected rank [{level} interval]")).for_people(),
        ColumnSpec::number("p_best", "P(best)"),
        ColumnSpec::number("p_better", "P(better than reference)"),
        shown(ColumnSpec::number(
            "p_better_important",
            format!("P(better by more than {by})"),
        )),
        shown(ColumnSpec::number(
            "p_score_important",
            format!("P-score for more than {by}"),
        )),
    ]);
    for key in ["expected_rank", "rank_low", "rank_high"] {
        columns.push(ColumnSpec::number(key, key).for_machines());
    }
    columns.extend((1..=most).map(|rank| {
        let key = format!("p_rank_{rank}");
        ColumnSpec::number(&key, &key).for_machines()
    }));
    columns
}

/// The important difference as printed.
fn difference(compared: &Compared, value: f64) -> String {
    match compared.options.measure {
        crate::compared::NetworkMeasure::RiskDifference => fmt::percent(value, 1),
        _ => fmt::number(value, 2),
    }
}

fn row(rank: &NodeRank, names: &Names, most: usize) -> Vec<Value> {
    let (low, high) = rank.rank_interval;
    let mut row = vec![part_cell(rank.part)];
    row.extend(names.cells(&rank.node));
    row.extend([
        Value::number(rank.p_score, 3),
        Value::number(rank.sucra, 3),
        Value::text(format!(
            "{} [{low}, {high}]",
            fmt::number(rank.expected_rank, 1)
        )),
        Value::percent(rank.rankogram.first().copied(), 0),
        Value::percent(rank.better, 0),
        Value::percent(rank.better_important, 0),
        Value::number(rank.p_score_important, 3),
        Value::number(rank.expected_rank, 3),
        Value::Count(low as u64),
        Value::Count(high as u64),
    ]);
    row.extend((0..most).map(|at| Value::number(rank.rankogram.get(at).copied(), 4)));
    row
}

fn notes(compared: &Compared) -> Vec<String> {
    let draws = compared.options.draws;
    let mut notes = vec![
        CAUTION.to_owned(),
        format!(
            "SUCRA, expected ranks and P(best) from {} draws of the joint distribution of the \
             estimates, seed {}; P-scores and other probabilities without draws.",
            draws.count, draws.seed
        ),
    ];
    let references: Vec<String> = compared
        .parts
        .iter()
        .map(|part| Names::of(compared).name(part.reference_name()))
        .collect();
    notes.push(format!("Reference: {}.", references.join("; ")));
    if compared.options.important.is_some() && important(compared).is_none() {
        notes.push(
            "The important difference that was stated cannot be used: it must be above 1 for \
             ratios, above 0 otherwise."
                .to_owned(),
        );
    }
    notes
}

/// What must stand beside every ranking.
pub(in crate::compared) const CAUTION: &str = "Ranks mislead without their uncertainty: a treatment can come first by a difference that does \
     not matter, or because little is known of it. Read the intervals of ranks and the effects first.";
