//! Which designs the inconsistency comes from.

use super::network::part_cell;
use crate::compared::analysis::{Compared, Part};
use crate::compared::names::{Names, node_columns, part_column};
use euthymia_numerics::linear::{Cholesky, Matrix};
use euthymia_synthesis::network::{Design, Estimates, FitError, NetHeat, Network, Trial, net_heat};
use euthymia_synthesis::pairwise::tau2::GivenTau2;
use euthymia_table::{ColumnSpec, TableView, Value};

/// The net heat of one part under the common-effect model.
#[derive(Clone, Debug, PartialEq)]
pub struct PartHeat {
    /// The part, as a place in [`Compared::parts`].
    pub part: usize,
    /// Q between designs, and what becomes of it without each design.
    pub heat: NetHeat,
    /// `shares[c][d]`: how much of the evidence for the comparisons of design c runs through trials of
    /// design d, 0 to 1; for trials of two arms the absolute entry of the hat matrix.
    pub shares: Vec<Vec<f64>>,
}

/// The net heat of the parts.
///
/// # Errors
/// [`FitError`].
pub fn part_heats(compared: &Compared) -> Result<Vec<PartHeat>, FitError> {
    let parts = compared.parts.iter().enumerate();
    parts.map(|(at, part)| part_heat(at, part)).collect()
}

/// The net heat of one part.
pub(in crate::compared) fn part_heat(at: usize, part: &Part) -> Result<PartHeat, FitError> {
    let common = GivenTau2::new(0.0).map_err(|_| FitError::OutOfRange)?;
    let heat = net_heat(part.network(), common)?;
    let designs: Vec<&Design> = heat.detached.iter().map(|own| &own.design).collect();
    let shares = shares(part, &designs).ok_or(FitError::OutOfRange)?;
    Ok(PartHeat {
        part: at,
        heat,
        shares,
    })
}

/// The evidence that runs through each design: half the sum of the absolute currents that its trials
/// take, a mean over the comparisons of the design that is asked about.
fn shares(part: &Part, designs: &[&Design]) -> Option<Vec<Vec<f64>>> {
    let estimates = Estimates::from(&part.common);
    let g = estimates.covariance();
    let network = part.network();
    let blocks: Vec<Matrix<f64>> = designs
        .iter()
        .map(|design| block(network, design))
        .collect::<Option<_>>()?;
    let through = |one: usize, other: usize| -> Option<Vec<f64>> {
        let potential = |at: usize| Some(*g.get((at, one))? - *g.get((at, other))?);
        let each = designs.iter().zip(&blocks).map(|(design, block)| {
            let own: Vec<f64> = design
                .treatments
                .iter()
                .map(|place| potential(*place))
                .collect::<Option<_>>()?;
            let currents = block.row_iter().map(|row| {
                let terms = row.iter().zip(&own).map(|(a, b)| a * b);
                euthymia_numerics::sum::compensated(terms).abs()
            });
            Some(euthymia_numerics::sum::compensated(currents) / 2.0)
        });
        each.collect()
    };
    let row = |design: &&Design| -> Option<Vec<f64>> {
        let places = &design.treatments;
        let mut sum = vec![0.0; designs.len()];
        let mut pairs = 0_usize;
        for (i, one) in places.iter().enumerate() {
            for other in places.iter().skip(i + 1) {
                pairs += 1;
                for (total, share) in sum.iter_mut().zip(through(*one, *other)?) {
                    *total += share;
                }
            }
        }
        Some(
            sum.iter()
                .map(|total| total / pairs.max(1) as f64)
                .collect(),
        )
    };
    designs.iter().map(row).collect()
}

/// The Laplacian of the trials of a design together.
fn block(network: &Network, design: &Design) -> Option<Matrix<f64>> {
    let n = design.treatments.len();
    let mut sum = Matrix::zeros(n, n);
    for at in &design.trials {
        let trial = network.trials().get(*at)?;
        let own = laplacian(trial)?;
        let place = |arm: &usize| design.treatments.binary_search(arm).ok();
        let places: Vec<usize> = trial.arms().iter().map(place).collect::<Option<_>>()?;
        for (i, row) in places.iter().enumerate() {
            for (j, column) in places.iter().enumerate() {
                *sum.get_mut((*row, *column))? += own.get((i, j))?;
            }
        }
    }
    Some(sum)
}

/// The Laplacian of one trial: the inverse covariances of its differences from the first arm, bordered
/// so that rows and columns sum to zero.
fn laplacian(trial: &Trial) -> Option<Matrix<f64>> {
    let n = trial.arms().len();
    let others = n.checked_sub(1)?;
    let inverse = Cholesky::new(trial.covariance().clone()).ok()?.inverse();
    let mut whole = Matrix::zeros(n, n);
    for i in 0..others {
        for j in 0..others {
            let weight = *inverse.get((i, j))?;
            *whole.get_mut((i + 1, j + 1))? += weight;
            *whole.get_mut((0, j + 1))? -= weight;
            *whole.get_mut((i + 1, 0))? -= weight;
            *whole.get_mut((0, 0))? += weight;
        }
    }
    Some(whole)
}

/// Q between designs when one design after the other has effects of its own.
#[must_use]
pub fn net_heat_view(compared: &Compared) -> TableView {
    let names = Names::of(compared);
    let found = part_heats(compared);
    let most = found
        .iter()
        .flatten()
        .map(|own| own.heat.detached.len())
        .max()
        .unwrap_or(0);
    let mut columns = vec![part_column(compared)];
    columns.extend(node_columns("design", "Design"));
    columns.extend([
        ColumnSpec::number("trials", "Trials"),
        ColumnSpec::number("contribution", "Its part of Q between designs"),
        ColumnSpec::number("q_without", "Q without it"),
        ColumnSpec::number("df_without", "df"),
        ColumnSpec::number("p_value", "p"),
    ]);
    columns.extend((1..=most).map(|at| {
        let key = format!("change_{at}");
        ColumnSpec::number(&key, &key).for_machines()
    }));
    let mut rows = Vec::new();
    let seen = |own: &&PartHeat| own.heat.between.df > 0;
    for own in found.iter().flatten().filter(seen) {
        let nodes = |places: &[usize]| -> Vec<String> {
            let network = compared.parts.get(own.part).map(Part::network);
            let node = |place: &usize| network?.treatments().get(*place).cloned();
            places.iter().filter_map(node).collect()
        };
        for (detached, change) in own.heat.detached.iter().zip(&own.heat.change) {
            let nodes = nodes(&detached.design.treatments);
            let without = &detached.without;
            let mut row = vec![
                part_cell(own.part),
                Value::text(nodes.join(" : ")),
                Value::text(names.list(&nodes)),
                Value::Count(detached.design.trials.len() as u64),
                Value::number(detached.contribution, 2),
                Value::number((without.df > 0).then_some(without.q), 2),
                Value::Count(without.df as u64),
                without.p_value.map_or(Value::Missing, Value::PValue),
            ];
            row.extend((0..most).map(|at| Value::number(change.get(at).copied(), 4)));
            rows.push(row);
        }
    }
    TableView {
        schema: "euthymia.compared.net_heat.v1".to_owned(),
        title: "Where inconsistency comes from (net heat)".to_owned(),
        columns,
        rows,
        notes: notes(&found),
    }
}

fn notes(found: &Result<Vec<PartHeat>, FitError>) -> Vec<String> {
    let found = match found {
        Ok(found) => found,
        Err(error) => return vec![format!("There is no net heat: {error}.")],
    };
    let mut notes = vec![
        "Common-effect weights (Krahn et al. 2013). change_k: how much the contribution of the design \
         of this row falls when the k-th design of its part is detached."
            .to_owned(),
    ];
    if found.iter().all(|own| own.heat.between.df == 0) {
        notes.push(
            "There is no degree of freedom between designs: inconsistency cannot be seen."
                .to_owned(),
        );
    }
    notes
}
