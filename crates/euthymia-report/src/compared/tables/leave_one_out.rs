//! The network without each of its trials.

use super::network::part_cell;
use crate::compared::analysis::{Compared, Part};
use crate::compared::names::{Names, node_columns, part_column};
use crate::compared::view::shown;
use crate::words;
use euthymia_synthesis::network::{Comparison, FitError, WithoutTrial, leave_one_out};
use euthymia_table::{ColumnSpec, TableView, Value};

/// A part without each of its trials, under random effects.
#[derive(Clone, Debug, PartialEq)]
pub struct PartWithout {
    /// The part, as a place in [`Compared::parts`].
    pub part: usize,
    /// With all trials: each treatment against the reference; `None` for the reference.
    pub whole: Vec<Option<Comparison>>,
    /// Without each trial, in the order of the network.
    pub without: Vec<WithoutTrial>,
}

/// The treatment that moves most against the reference when a trial is left out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shift {
    /// The treatment, as a place in the network of the part.
    pub treatment: usize,
    /// The estimate without the trial less that with it, on the analysis scale.
    pub change: f64,
}

/// A shift by less than this many standard errors is rounding.
const NO_SHIFT: f64 = 1e-6;

/// Fits every part without each of its trials.
///
/// # Errors
/// [`FitError`].
pub fn without_each(compared: &Compared) -> Result<Vec<PartWithout>, FitError> {
    let each = |(at, part): (usize, &Part)| {
        let n = part.network().treatments().len();
        let whole = (0..n).map(|place| part.random.compare(place, part.reference));
        let threads = compared.options.draws.threads;
        let options = &part.random.options;
        Ok(PartWithout {
            part: at,
            whole: whole.collect(),
            without: leave_one_out(part.network(), options, part.reference, threads)?,
        })
    };
    compared.parts.iter().enumerate().map(each).collect()
}

impl PartWithout {
    /// The treatment that moves most without a trial; `None` where nothing moves, or is left to.
    #[must_use]
    pub fn largest_shift(&self, without: &WithoutTrial) -> Option<Shift> {
        let pairs = self.whole.iter().zip(&without.against_reference);
        let shifts = pairs.enumerate().filter_map(|(treatment, (with, less))| {
            let (with, less) = (with.as_ref()?, less.as_ref()?);
            let change = less.estimate - with.estimate;
            let moves = change.abs() > NO_SHIFT * with.standard_error;
            moves.then_some(Shift { treatment, change })
        });
        shifts.max_by(|a, b| a.change.abs().total_cmp(&b.change.abs()))
    }

    /// How many treatments nothing joins to the reference without a trial.
    #[must_use]
    pub fn cut_off(&self, without: &WithoutTrial) -> usize {
        let pairs = self.whole.iter().zip(&without.against_reference);
        pairs
            .filter(|(with, less)| with.is_some() && less.is_none())
            .count()
    }
}

/// What becomes of τ², Q and the treatments without each trial; the largest shift is named.
#[must_use]
pub fn leave_one_out_view(compared: &Compared) -> TableView {
    let names = Names::of(compared);
    let found = without_each(compared);
    let mut columns = vec![
        part_column(compared),
        ColumnSpec::text("trial", "Without"),
        ColumnSpec::number("tau2", "τ²"),
        ColumnSpec::number("q", "Q"),
    ];
    columns.extend(node_columns("treatment", "Moves most"));
    columns.extend([
        ColumnSpec::text("shift", "From → to").for_people(),
        ColumnSpec::number("with", "with").for_machines(),
        ColumnSpec::number("without", "without").for_machines(),
        ColumnSpec::number("change", "change, analysis scale").for_machines(),
        ColumnSpec::number("cut_off", "Cut off"),
    ]);
    let mut rows = Vec::new();
    for own in found.iter().flatten() {
        let Some(part) = compared.parts.get(own.part) else {
            continue;
        };
        let each = own.without.iter();
        rows.extend(each.filter_map(|without| row(own, without, part, compared, &names)));
    }
    TableView {
        schema: "euthymia.compared.leave_one_out.v1".to_owned(),
        title: "Without each trial (random effects)".to_owned(),
        columns,
        rows,
        notes: notes(&found, compared, &names),
    }
}

fn row(
    own: &PartWithout,
    without: &WithoutTrial,
    part: &Part,
    compared: &Compared,
    names: &Names,
) -> Option<Vec<Value>> {
    let measure = compared.options.measure;
    let mut row = vec![
        part_cell(own.part),
        Value::text(part.network().trials().get(without.trial)?.label()),
        Value::number(without.tau2, 3),
        Value::number(without.q, 2),
    ];
    let moved = own.largest_shift(without).and_then(|shift| {
        let node = part.network().treatments().get(shift.treatment)?;
        let with = own.whole.get(shift.treatment)?.as_ref()?;
        let less = without.against_reference.get(shift.treatment)?.as_ref()?;
        Some((node, with, less, shift.change))
    });
    match moved {
        Some((node, with, less, change)) => {
            row.extend(names.cells(node));
            row.push(Value::text(format!(
                "{} → {}",
                shown(measure, with.estimate, with.bounds),
                shown(measure, less.estimate, less.bounds)
            )));
            row.push(Value::number(measure.back(with.estimate), 4));
            row.push(Value::number(measure.back(less.estimate), 4));
            row.push(Value::number(change, 4));
        }
        None => row.extend(std::iter::repeat_n(Value::Missing, 6)),
    }
    row.push(Value::Count(own.cut_off(without) as u64));
    Some(row)
}

fn notes(
    found: &Result<Vec<PartWithout>, FitError>,
    compared: &Compared,
    names: &Names,
) -> Vec<String> {
    let found = match found {
        Ok(found) => found,
        Err(error) => return vec![format!("The network cannot be fitted again: {error}.")],
    };
    let mut notes = Vec::new();
    for own in found {
        let shifts = own.without.iter();
        let largest = shifts
            .filter_map(|without| Some((without, own.largest_shift(without)?)))
            .max_by(|a, b| a.1.change.abs().total_cmp(&b.1.change.abs()));
        let network = compared.parts.get(own.part).map(Part::network);
        let said = largest.and_then(|(without, shift)| {
            let trial = network?.trials().get(without.trial)?.label();
            let node = names.name(network?.treatments().get(shift.treatment)?);
            Some(format!(
                "The largest shift against the reference: {node} without {trial}."
            ))
        });
        notes.extend(said);
    }
    notes.push(
        "Cut off: treatments that nothing joins to the reference without the trial.".to_owned(),
    );
    notes
}

/// Every treatment against the reference without every trial, a row for each, for machines.
#[must_use]
pub fn leave_one_out_effects_view(compared: &Compared) -> TableView {
    let names = Names::of(compared);
    let measure = compared.options.measure;
    let level = words::level(compared.options.level);
    let mut columns = vec![part_column(compared), ColumnSpec::text("trial", "Without")];
    columns.extend(node_columns("treatment", "Treatment"));
    columns.push(ColumnSpec::number("shown", format!("Estimate [{level} CI]")).for_people());
    for key in ["estimate", "ci_low", "ci_high", "standard_error"] {
        columns.push(ColumnSpec::number(key, key).for_machines());
    }
    let mut rows = Vec::new();
    for own in without_each(compared).iter().flatten() {
        let network = compared.parts.get(own.part).map(Part::network);
        for without in &own.without {
            let Some(trial) = network.and_then(|n| n.trials().get(without.trial)) else {
                continue;
            };
            for (place, comparison) in without.against_reference.iter().enumerate() {
                let node = network.and_then(|n| n.treatments().get(place));
                let (Some(node), Some(c)) = (node, comparison) else {
                    continue;
                };
                let mut row = vec![part_cell(own.part), Value::text(trial.label())];
                row.extend(names.cells(node));
                row.extend([
                    Value::text(shown(measure, c.estimate, c.bounds)),
                    Value::number(measure.back(c.estimate), 4),
                    Value::number(measure.back(c.bounds.lower), 4),
                    Value::number(measure.back(c.bounds.upper), 4),
                    Value::number(c.standard_error, 4),
                ]);
                rows.push(row);
            }
        }
    }
    TableView {
        schema: "euthymia.compared.leave_one_out_effects.v1".to_owned(),
        title: "Each treatment against the reference without each trial (random effects)"
            .to_owned(),
        columns,
        rows,
        notes: super::league::standard_errors_note(compared)
            .into_iter()
            .collect(),
    }
}
