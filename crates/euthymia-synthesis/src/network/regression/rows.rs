//! The rows of the design: what each contrast of each trial says about the coefficients.

use super::covariate::Complete;
use super::equations::Problem;
use super::identified::Identified;
use super::layout::{Layout, Row, Term};

/// One contrast of a trial with its row of the design.
#[derive(Clone, Debug, PartialEq)]
pub struct DesignRow {
    /// The trial, by name.
    pub trial: String,
    /// The treatment whose result stands first in the difference, by name.
    pub treatment: String,
    /// The trial's first treatment, which is subtracted.
    pub base: String,
    /// The difference.
    pub estimate: f64,
    /// Its sampling variance.
    pub variance: f64,
    /// The fixed coefficients that it bears on, with their multiples.
    pub terms: Vec<(Term, f64)>,
    /// What the model expects, with random slopes where there are any.
    pub fitted: f64,
}

/// The rows of all arms, in all columns.
pub(super) fn all_rows(complete: &Complete, layout: &Layout) -> Vec<Vec<Row>> {
    let trials = complete.network.trials().iter().zip(&complete.values);
    let rows = trials.map(|(trial, values)| {
        let arms = trial.arms().iter();
        arms.map(|arm| layout.row(*arm, values)).collect()
    });
    rows.collect()
}

/// A row in the columns that are solved for.
pub(super) fn reduced(row: &Row, layout: &Layout, identified: &Identified) -> Row {
    let fixed = layout.terms.len();
    let place = |column: usize| match column.checked_sub(fixed) {
        Some(random) => Some(identified.kept.len() + random),
        None => identified.kept.binary_search(&column).ok(),
    };
    let entries = row.iter().filter_map(|(at, x)| Some((place(*at)?, *x)));
    entries.collect()
}

/// One row less another, in columns of their own; an entry for each column that differs.
pub(super) fn difference(one: &Row, other: &Row) -> Row {
    let mut sums = std::collections::BTreeMap::new();
    for (at, x) in one {
        *sums.entry(*at).or_insert(0.0) += x;
    }
    for (at, x) in other {
        *sums.entry(*at).or_insert(0.0) -= x;
    }
    sums.into_iter().filter(|(_, x)| *x != 0.0).collect()
}

/// The rows of the design of contrasts from the first arm of each trial.
pub(super) fn design_rows(problem: &Problem, terms: &[Term], estimates: &[f64]) -> Vec<DesignRow> {
    let network = &problem.network;
    let name = |arm: Option<&usize>| {
        let label = arm.and_then(|arm| network.treatments().get(*arm));
        label.cloned().unwrap_or_default()
    };
    let mut found = Vec::with_capacity(network.contrasts());
    for (trial, rows) in network.trials().iter().zip(&problem.rows) {
        let Some((base, others)) = rows.split_first() else {
            continue;
        };
        for (i, row) in others.iter().enumerate() {
            let row = difference(row, base);
            let known = row
                .iter()
                .filter_map(|(at, x)| Some((terms.get(*at)?.clone(), *x)));
            let fitted = row
                .iter()
                .filter_map(|(at, x)| Some(estimates.get(*at)? * x));
            found.push(DesignRow {
                trial: trial.label().to_owned(),
                treatment: name(trial.arms().get(i + 1)),
                base: name(trial.arms().first()),
                estimate: trial.values().get(i + 1).copied().unwrap_or(0.0),
                variance: trial.variance(0, i + 1),
                terms: known.collect(),
                fitted: fitted.sum(),
            });
        }
    }
    found
}
