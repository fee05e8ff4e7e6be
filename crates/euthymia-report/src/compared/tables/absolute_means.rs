//! What differences of means are on a scale: means and their differences at a baseline mean.

use super::network::part_cell;
use crate::compared::analysis::{Compared, Part};
use crate::compared::baseline::{BaselineFrom, NoAbsolute, reference_arms};
use crate::compared::data::ArmResult;
use crate::compared::measure::NetworkMeasure;
use crate::compared::names::{Names, node_columns, part_column};
use crate::words;
use euthymia_synthesis::effect::Effect;
use euthymia_synthesis::effect::means::Group;
use euthymia_synthesis::effect::one_mean;
use euthymia_synthesis::network::Relative;
use euthymia_synthesis::network::absolute::{
    AbsoluteError, AbsoluteMean, BaselineMean, MeanFrom, absolute_mean,
};
use euthymia_synthesis::pairwise;
use euthymia_synthesis::studies::{Study, StudySet};
use euthymia_table::{ColumnSpec, TableView, Value, fmt};

/// The mean of one treatment at the baseline, under random effects.
#[derive(Clone, Debug, PartialEq)]
pub struct AbsoluteMeanRow {
    /// Its part of the network, as a place in [`Compared::parts`].
    pub part: usize,
    /// The node.
    pub node: String,
    /// The mean and its difference from the baseline.
    pub found: AbsoluteMean,
    /// False where no baseline is known: only the difference then means anything.
    pub has_baseline: bool,
}

/// On which scale the differences of the network are.
pub(in crate::compared) fn mean_from(compared: &Compared) -> Result<MeanFrom, NoAbsolute> {
    match (compared.options.measure, compared.options.baseline_sd) {
        (NetworkMeasure::MeanDifference, _) => Ok(MeanFrom::Difference),
        (NetworkMeasure::StandardisedMeanDifference, Some(sd)) => Ok(MeanFrom::Standardised { sd }),
        (NetworkMeasure::StandardisedMeanDifference, None) => Err(NoAbsolute::NoSd),
        (other, _) => Err(NoAbsolute::Measure(other.name())),
    }
}

/// The mean with the reference of a part; `None` where nobody stated one for standardised
/// differences, whose trials may be on different scales.
pub(in crate::compared) fn reference_mean(
    compared: &Compared,
    part: &Part,
) -> Result<Option<BaselineMean>, NoAbsolute> {
    let standardised = compared.options.measure == NetworkMeasure::StandardisedMeanDifference;
    match compared.options.baseline {
        BaselineFrom::Stated(mean) => return Ok(Some(BaselineMean::new(mean, None)?)),
        BaselineFrom::Pooled | BaselineFrom::ReferenceArms if standardised => return Ok(None),
        BaselineFrom::Pooled | BaselineFrom::ReferenceArms => {}
    }
    let groups: Vec<(&str, Group)> = reference_arms(compared, part)
        .into_iter()
        .filter_map(|arm| match arm.result {
            ArmResult::Mean(group) => Some((arm.study.as_str(), group)),
            _ => None,
        })
        .collect();
    if groups.is_empty() {
        return Ok(None);
    }
    if compared.options.baseline == BaselineFrom::Pooled {
        return pooled(&groups).map(Some);
    }
    let n: f64 = groups.iter().map(|(_, group)| group.n() as f64).sum();
    let sum: f64 = groups
        .iter()
        .map(|(_, group)| group.mean() * group.n() as f64)
        .sum();
    Ok(Some(BaselineMean::new(sum / n, None)?))
}

/// The means of the reference arms pooled with random effects by REML, with a Wald standard error.
fn pooled(groups: &[(&str, Group)]) -> Result<BaselineMean, NoAbsolute> {
    let text = |error: &dyn std::error::Error| NoAbsolute::Pool(error.to_string());
    let mut studies = Vec::with_capacity(groups.len());
    for (study, group) in groups {
        let effect = one_mean::mean(group).map_err(AbsoluteError::from)?;
        studies.push(Study::new(*study, effect));
    }
    let set = StudySet::new(studies).map_err(|error| text(&error))?;
    let options = pairwise::Options {
        interval: pairwise::Interval::Wald,
        ..pairwise::Options::default()
    };
    let fit = pairwise::fit(&set, &options).map_err(|error| text(&error))?;
    if !fit.converged() {
        return Err(NoAbsolute::NotSettled);
    }
    let standard_error = fit.inference.standard_error;
    Ok(BaselineMean::new(fit.estimate, Some(standard_error))?)
}

/// The means of the treatments of one part at its baseline.
///
/// # Errors
/// [`NoAbsolute`].
pub fn absolute_means(compared: &Compared, at: usize) -> Result<Vec<AbsoluteMeanRow>, NoAbsolute> {
    let from = mean_from(compared)?;
    let part = compared.parts.get(at).ok_or(NoAbsolute::NoBaseline)?;
    let known = reference_mean(compared, part)?;
    let baseline = match known {
        Some(found) => found,
        None => BaselineMean::new(0.0, None)?,
    };
    let mut rows = Vec::new();
    for (place, node) in part.network().treatments().iter().enumerate() {
        let Some(own) = Relative::compare(&part.random, place, part.reference) else {
            continue;
        };
        let effect =
            Effect::new(own.estimate, own.standard_error.powi(2)).map_err(AbsoluteError::from)?;
        rows.push(AbsoluteMeanRow {
            part: at,
            node: node.clone(),
            found: absolute_mean(&effect, from, &baseline, compared.options.level)?,
            has_baseline: known.is_some(),
        });
    }
    Ok(rows)
}

/// Means and their differences at the baseline.
#[must_use]
pub fn absolute_means_view(compared: &Compared) -> TableView {
    let names = Names::of(compared);
    let level = words::level(compared.options.level);
    let mut columns = vec![part_column(compared)];
    columns.extend(node_columns("treatment", "Treatment"));
    columns.extend([
        ColumnSpec::number("shown", format!("Mean [{level} CI]")).for_people(),
        ColumnSpec::number("baseline", "Baseline"),
        ColumnSpec::number("difference_shown", format!("Difference [{level} CI]")).for_people(),
    ]);
    for key in [
        "mean",
        "mean_low",
        "mean_high",
        "difference",
        "difference_low",
        "difference_high",
    ] {
        columns.push(ColumnSpec::number(key, key).for_machines());
    }
    let (mut rows, mut notes) = (Vec::new(), Vec::new());
    for (at, part) in compared.parts.iter().enumerate() {
        match absolute_means(compared, at) {
            Ok(found) => {
                rows.extend(found.iter().map(|own| row(own, &names)));
                notes.push(baseline_note(compared, part, &names));
            }
            Err(error) => notes.push(format!(
                "No absolute effects with {} as reference: {error}.",
                names.name(part.reference_name())
            )),
        }
    }
    if let (false, Ok(from)) = (rows.is_empty(), mean_from(compared)) {
        let made = match from {
            MeanFrom::Difference => from.name().to_owned(),
            MeanFrom::Standardised { sd } => {
                format!("{} of {}", from.name(), fmt::number(sd, 2))
            }
        };
        notes.push(format!(
            "From the {made} (random effects); taken to be true: {}.",
            from.assumption()
        ));
    }
    TableView {
        schema: "euthymia.compared.absolute_means.v1".to_owned(),
        title: "Absolute effects at the baseline mean".to_owned(),
        columns,
        rows,
        notes,
    }
}

fn row(own: &AbsoluteMeanRow, names: &Names) -> Vec<Value> {
    let found = &own.found;
    let interval = |value: f64, bounds: pairwise::Bounds| {
        Value::text(fmt::interval(value, bounds.lower, bounds.upper, 2))
    };
    let with_baseline = |value: f64| Value::number(own.has_baseline.then_some(value), 4);
    let mut row = vec![part_cell(own.part)];
    row.extend(names.cells(&own.node));
    row.extend([
        match own.has_baseline {
            true => interval(found.mean, found.mean_bounds),
            false => Value::Missing,
        },
        Value::number(own.has_baseline.then_some(found.baseline), 2),
        interval(found.difference, found.difference_bounds),
        with_baseline(found.mean),
        with_baseline(found.mean_bounds.lower),
        with_baseline(found.mean_bounds.upper),
        Value::number(found.difference, 4),
        Value::number(found.difference_bounds.lower, 4),
        Value::number(found.difference_bounds.upper, 4),
    ]);
    row
}

fn baseline_note(compared: &Compared, part: &Part, names: &Names) -> String {
    let reference = names.name(part.reference_name());
    let Ok(Some(baseline)) = reference_mean(compared, part) else {
        return format!(
            "No baseline mean was stated for {reference}: differences are shown, and no means."
        );
    };
    let mean = fmt::number(baseline.mean(), 2);
    match (compared.options.baseline, baseline.standard_error()) {
        (BaselineFrom::Stated(_), _) => format!(
            "Baseline: {mean} with {reference}, as stated. It counts as known: intervals do not \
             contain its error."
        ),
        (_, Some(se)) => format!(
            "Baseline: {mean} with {reference}, its arms pooled with random effects by REML (standard \
             error {}). Intervals of the means contain its error.",
            fmt::number(se, 2)
        ),
        (_, None) => format!(
            "Baseline: {mean} with {reference}, all its arms together. It counts as known: intervals do \
             not contain its error."
        ),
    }
}
