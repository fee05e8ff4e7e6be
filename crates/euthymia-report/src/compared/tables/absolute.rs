//! What relative effects mean for patients: risks and numbers needed at a baseline risk.

use super::absolute_means::absolute_means_view;
use super::network::part_cell;
use crate::compared::analysis::{Compared, Part};
use crate::compared::baseline::{BaselineRisk, NoAbsolute, reference_risk, risk_from};
use crate::compared::measure::NetworkMeasure;
use crate::compared::names::{Names, node_columns, part_column};
use crate::number_needed::{Event, number_needed};
use crate::words::{self, Shown};
use euthymia_synthesis::network::Better;
use euthymia_synthesis::network::absolute::{
    AbsoluteRisk, Reached, ReachedLimits, RiskFrom, RiskInterval, absolute_risks,
};
use euthymia_synthesis::pairwise::Bounds;
use euthymia_table::{ColumnSpec, TableView, Value, fmt};

/// The risk of one treatment at the baseline, under random effects.
#[derive(Clone, Debug, PartialEq)]
pub struct AbsoluteRow {
    /// Its part of the network, as a place in [`Compared::parts`].
    pub part: usize,
    /// The node.
    pub node: String,
    /// The risk and its difference from the baseline, each possible or not.
    pub found: AbsoluteRisk,
}

impl AbsoluteRow {
    /// The risk less the baseline with its limits; `None` where one of the three is no risk.
    #[must_use]
    pub fn difference(&self) -> Option<Shown> {
        let ReachedLimits { lower, upper } = self.found.difference_limits;
        Some(Shown {
            estimate: self.found.difference.possible()?,
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
/// relative effect. With a pooled baseline they are quantiles of draws of effect and baseline.
///
/// # Errors
/// [`NoAbsolute`].
pub fn absolute(compared: &Compared, at: usize) -> Result<Vec<AbsoluteRow>, NoAbsolute> {
    let measure = compared.options.measure;
    let from = risk_from(measure).ok_or(NoAbsolute::Measure(measure.name()))?;
    let part = compared.parts.get(at).ok_or(NoAbsolute::NoBaseline)?;
    let risk = reference_risk(compared, part)?;
    let interval = interval(&risk, compared);
    let found = absolute_risks(
        &part.random,
        part.reference,
        from,
        &risk.baseline()?,
        interval,
        compared.options.level,
    )?;
    let nodes = part.network().treatments().iter();
    let row = |(node, found): (&String, Option<AbsoluteRisk>)| {
        Some(AbsoluteRow {
            part: at,
            node: node.clone(),
            found: found?,
        })
    };
    Ok(nodes.zip(found).filter_map(row).collect())
}

fn interval(risk: &BaselineRisk, compared: &Compared) -> RiskInterval {
    match risk {
        BaselineRisk::Pooled { .. } => RiskInterval::Draws(compared.options.draws),
        BaselineRisk::Stated(_) | BaselineRisk::ReferenceArms { .. } => RiskInterval::Endpoints,
    }
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
                rows.extend(found.iter().map(|own| row(own, compared, &names)));
                let own = reference_risk(compared, part).ok();
                notes.extend(own.map(|own| baseline_note(&own, part, &names)));
                notes.extend(impossible_note(&found, &names));
            }
            Err(error) => notes.push(format!(
                "No absolute effects with {} as reference: {error}.",
                names.name(part.reference_name())
            )),
        }
    }
    if !rows.is_empty() {
        notes.extend(risk_from(compared.options.measure).map(assumed));
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
        ColumnSpec::number("per_thousand", format!("Per 1,000 [{level} CI]")).for_people(),
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

fn row(own: &AbsoluteRow, compared: &Compared, names: &Names) -> Vec<Value> {
    let event = match compared.options.better {
        Better::Larger => Event::Benefit,
        Better::Smaller => Event::Harm,
    };
    let found = &own.found;
    let difference = own.difference();
    let number = |value: Reached| Value::number(value.possible(), 4);
    let mut row = vec![part_cell(own.part)];
    row.extend(names.cells(&own.node));
    row.extend([
        Value::text(per_thousand(found.risk, found.risk_limits)),
        Value::text(fmt::number(1000.0 * found.baseline, 0)),
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

/// What the effects of a measure are taken to do at the baseline.
fn assumed(from: RiskFrom) -> String {
    format!(
        "From the {} of the random-effects model; taken to be true: {}.",
        from.name(),
        from.assumption()
    )
}

fn impossible_note(found: &[AbsoluteRow], names: &Names) -> Option<String> {
    let is = |own: &&AbsoluteRow| own.difference().is_none();
    let all: Vec<String> = found
        .iter()
        .filter(is)
        .map(|own| names.name(&own.node))
        .collect();
    (!all.is_empty()).then(|| {
        format!(
            "Effect and baseline are impossible together for {}: what they would make is below 0 or \
             above 1,000 of 1,000.",
            all.join(", ")
        )
    })
}

fn baseline_note(own: &BaselineRisk, part: &Part, names: &Names) -> String {
    let reference = names.name(part.reference_name());
    let known = "It counts as known: intervals do not contain its error";
    match *own {
        BaselineRisk::Stated(risk) => format!(
            "Baseline: {} with {reference}, as stated. {known}.",
            fmt::percent(risk, 1)
        ),
        BaselineRisk::ReferenceArms { events, n } => format!(
            "No baseline risk was stated: that of all {reference} arms together, {events} of {n} \
             patients ({}), is used. {known}.",
            fmt::percent(events as f64 / n as f64, 1)
        ),
        BaselineRisk::Pooled {
            standard_error,
            tau,
            arms,
            ..
        } => format!(
            "Baseline: {} with {reference}, pooled from {} by a binomial-normal model (log odds, \
             standard error {}{}). Intervals contain its error: they are quantiles of draws.",
            own.risk()
                .map_or(String::new(), |risk| fmt::percent(risk, 1)),
            words::counted(arms, "arm", "arms"),
            fmt::number(standard_error, 3),
            tau.map_or(String::new(), |tau| format!(
                "; standard deviation between trials {}",
                fmt::number(tau, 2)
            ))
        ),
    }
}
