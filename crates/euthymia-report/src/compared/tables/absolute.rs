//! What relative effects mean for patients: risks and numbers needed at a baseline risk.

use super::absolute_means::absolute_means_view;
use super::network::part_cell;
use crate::compared::analysis::{Compared, Part};
use crate::compared::baseline::{BaselineRisk, NoAbsolute, reference_risk, risk_from};
use crate::compared::measure::NetworkMeasure;
use crate::compared::names::{Names, node_columns, part_column};
use crate::number_needed::{Event, number_needed};
use crate::words::{self, Shown};
use euthymia_synthesis::effect::Effect;
use euthymia_synthesis::network::absolute::{
    AbsoluteError, AbsoluteRisk, Reached, ReachedLimits, RiskInterval, absolute_risk,
};
use euthymia_synthesis::network::{Better, Comparison};
use euthymia_synthesis::pairwise::Bounds;
use euthymia_table::{ColumnSpec, TableView, Value, fmt};

/// The risk of one treatment at the baseline, under random effects.
#[derive(Clone, Debug, PartialEq)]
pub struct AbsoluteRow {
    /// Its part of the network, as a place in [`Compared::parts`].
    pub part: usize,
    /// The node.
    pub node: String,
    /// The risk and its difference from the baseline, each possible or not; or why there is neither.
    pub found: Result<AbsoluteRisk, AbsoluteError>,
}

impl AbsoluteRow {
    /// The risk less the baseline with its limits; `None` where one of the three is no risk.
    #[must_use]
    pub fn difference(&self) -> Option<Shown> {
        let found = self.found.as_ref().ok()?;
        let ReachedLimits { lower, upper } = found.difference_limits;
        Some(Shown {
            estimate: found.difference.possible()?,
            bounds: Bounds {
                lower: lower.possible()?,
                upper: upper.possible()?,
            },
        })
    }
}

/// The risks of the treatments of one part at its baseline.
///
/// A stated baseline, and the reference arms added up, count as known: the limits are those of the
/// relative effect. With a pooled baseline they are those of the delta method; each result names them.
///
/// # Errors
/// [`NoAbsolute`].
pub fn absolute(compared: &Compared, at: usize) -> Result<Vec<AbsoluteRow>, NoAbsolute> {
    let measure = compared.options.measure;
    let from = risk_from(measure).ok_or(NoAbsolute::Measure(measure.name()))?;
    let part = compared.parts.get(at).ok_or(NoAbsolute::NoBaseline)?;
    let risk = reference_risk(compared, part)?;
    let (baseline, level) = (risk.baseline()?, compared.options.level);
    let interval = match risk {
        BaselineRisk::Pooled { .. } => RiskInterval::Delta,
        BaselineRisk::Stated(_) | BaselineRisk::ReferenceArms { .. } => RiskInterval::Endpoints,
    };
    let risk = |found: &Comparison| {
        let effect = Effect::new(found.estimate, found.standard_error.powi(2))?;
        absolute_risk(&effect, from, &baseline, interval, level)
    };
    let nodes = part.network().treatments().iter().enumerate();
    let rows = nodes.filter_map(|(place, node)| {
        let found = part.random.compare(place, part.reference)?;
        Some(AbsoluteRow {
            part: at,
            node: node.clone(),
            found: risk(&found),
        })
    });
    Ok(rows.collect())
}

/// Risks, risk differences and numbers needed at the baseline; means and their differences for
/// measures of means.
#[must_use]
pub fn absolute_view(compared: &Compared) -> TableView {
    if matches!(
        compared.options.measure,
        NetworkMeasure::MeanDifference | NetworkMeasure::StandardisedMeanDifference
    ) {
        return absolute_means_view(compared);
    }
    let names = Names::of(compared);
    let (mut rows, mut notes) = (Vec::new(), Vec::new());
    for (at, part) in compared.parts.iter().enumerate() {
        match absolute(compared, at) {
            Ok(found) => {
                let own = reference_risk(compared, part).ok();
                let risk = own.and_then(|own| own.risk());
                rows.extend(found.iter().map(|own| row(own, risk, compared, &names)));
                notes.extend(own.map(|own| baseline_note(&own, part, &names)));
                notes.extend(notes_of(&found, &names));
            }
            Err(error) => notes.push(format!(
                "No absolute effects with {} as reference: {error}.",
                names.name(part.reference_name())
            )),
        }
    }
    TableView {
        schema: "euthymia.compared.absolute.v1".to_owned(),
        title: "Absolute effects at the baseline risk".to_owned(),
        columns: columns(compared),
        rows,
        notes,
    }
}

fn columns(compared: &Compared) -> Vec<ColumnSpec> {
    let level = words::level(compared.options.level);
    let mut columns = vec![part_column(compared)];
    columns.extend(node_columns("treatment", "Treatment"));
    columns.extend([
        ColumnSpec::number("shown", format!("Per 1,000 [{level} CI]")).for_people(),
        ColumnSpec::number("baseline_per_thousand", "Baseline").for_people(),
        ColumnSpec::number("difference", format!("More or fewer [{level} CI]")).for_people(),
        ColumnSpec::text("number_needed", "Number needed"),
    ]);
    for key in [
        "baseline",
        "risk",
        "risk_low",
        "risk_high",
        "rd",
        "rd_low",
        "rd_high",
    ] {
        columns.push(ColumnSpec::number(key, key).for_machines());
    }
    columns
}

fn row(own: &AbsoluteRow, baseline: Option<f64>, compared: &Compared, names: &Names) -> Vec<Value> {
    let event = match compared.options.better {
        Better::Larger => Event::Benefit,
        Better::Smaller => Event::Harm,
    };
    let mut row = vec![part_cell(own.part)];
    row.extend(names.cells(&own.node));
    let shown = baseline.map_or(Value::Missing, |risk| {
        Value::text(fmt::number(1000.0 * risk, 0))
    });
    let Ok(found) = &own.found else {
        row.extend([
            Value::text("no risk"),
            shown,
            Value::Missing,
            Value::Missing,
        ]);
        row.push(Value::number(baseline, 4));
        row.extend(std::iter::repeat_n(Value::Missing, 6));
        return row;
    };
    let difference = own.difference();
    let number = |value: Reached| Value::number(value.possible(), 4);
    row.extend([
        Value::text(per_thousand(found.risk, found.risk_limits)),
        shown,
        Value::text(per_thousand(found.difference, found.difference_limits)),
        difference.map_or(Value::Missing, |d| Value::text(number_needed(&d, event))),
        Value::number(found.baseline, 4),
        number(found.risk),
        number(found.risk_limits.lower),
        number(found.risk_limits.upper),
        number(found.difference),
        number(found.difference_limits.lower),
        number(found.difference_limits.upper),
    ]);
    row
}

/// A risk or difference per 1,000 with its limits, each `no risk` where it is none.
fn per_thousand(value: Reached, limits: ReachedLimits) -> String {
    let shown = |value: Reached| match value.possible() {
        Some(value) => fmt::number(1000.0 * value, 0),
        None => "no risk".to_owned(),
    };
    let (low, high) = (shown(limits.lower), shown(limits.upper));
    format!("{} [{low}, {high}]", shown(value))
}

/// What the numbers of one part rest on, and which treatments have none.
fn notes_of(found: &[AbsoluteRow], names: &Names) -> Vec<String> {
    let first = found.iter().find_map(|row| row.found.as_ref().ok());
    let mut notes: Vec<String> = first
        .map(|risk| {
            format!(
                "Random effects; it is assumed that {}. Limits: {}.",
                risk.from.assumption(),
                risk.interval.name()
            )
        })
        .into_iter()
        .collect();
    let beyond: Vec<String> = found
        .iter()
        .filter(|row| row.found.is_ok() && row.difference().is_none())
        .map(|row| names.name(&row.node))
        .collect();
    if !beyond.is_empty() {
        notes.push(format!(
            "Effect, or one of its limits, and baseline are impossible together for {}: what they would \
             make is below 0 or above 1,000 of 1,000.",
            beyond.join("; ")
        ));
    }
    notes.extend(found.iter().filter_map(|row| {
        let error = row.found.as_ref().err()?;
        Some(format!("{}: {error}.", names.name(&row.node)))
    }));
    notes
}

fn baseline_note(own: &BaselineRisk, part: &Part, names: &Names) -> String {
    let reference = names.name(part.reference_name());
    let known = "it counts as known: intervals do not contain its error";
    let percent = own
        .risk()
        .map_or(String::new(), |risk| fmt::percent(risk, 1));
    match *own {
        BaselineRisk::Stated(_) => {
            format!("Baseline: {percent} with {reference}, as stated; {known}.")
        }
        BaselineRisk::ReferenceArms { events, n } => format!(
            "Baseline: {percent} with {reference}, all its arms added up ({events} of {n} patients); \
             {known}."
        ),
        BaselineRisk::Pooled {
            tau,
            arms,
            events,
            n,
            ..
        } => format!(
            "No baseline risk was stated: {percent} is that of {} of {reference} pooled on the log odds \
             with random effects ({events} of {n} patients{}); intervals contain its error.",
            words::counted(arms, "arm", "arms"),
            tau.map_or(String::new(), |tau| format!(
                "; standard deviation between trials {}",
                fmt::number(tau, 2)
            ))
        ),
    }
}
