//! What relative effects mean for patients: risks and numbers needed at a baseline risk.

use super::network::part_cell;
use crate::compared::analysis::{Compared, Part};
use crate::compared::data::ArmResult;
use crate::compared::measure::NetworkMeasure;
use crate::compared::names::{Names, node_columns, part_column};
use crate::compared::nodes::NodeRows;
use crate::number_needed::{Event, number_needed};
use crate::words::{self, Shown, counted};
use euthymia_numerics::Probability;
use euthymia_synthesis::effect::proportion::Count;
use euthymia_synthesis::effect::{Effect, EffectError};
use euthymia_synthesis::glmm::{self, GlmmError, fit_proportions};
use euthymia_synthesis::network::absolute::{
    AbsoluteError, AbsoluteRisk, Baseline, Reached, RiskFrom, RiskInterval, absolute_risk,
};
use euthymia_synthesis::network::{Better, Comparison};
use euthymia_synthesis::pairwise::Bounds;
use euthymia_table::{ColumnSpec, TableView, Value, fmt};
use std::collections::BTreeSet;

/// Where a baseline comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BaselineFrom {
    /// It was stated, and counts as known.
    Stated,
    /// The reference arms of the part, pooled with random effects on the log odds.
    ReferenceArms {
        /// How many arms.
        arms: usize,
        /// Their patients with the event.
        events: u64,
        /// All their patients.
        n: u64,
    },
}

/// The risk with the reference of a part.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PartBaseline {
    /// The risk, with its error where it was estimated.
    pub baseline: Baseline,
    /// Where it comes from.
    pub from: BaselineFrom,
}

/// What one treatment does at the baseline, under random effects.
#[derive(Clone, Debug, PartialEq)]
pub struct AbsoluteRow {
    /// Its part of the network, as a place in [`Compared::parts`].
    pub part: usize,
    /// The node.
    pub node: String,
    /// Its risk, or why it has none.
    pub found: Result<AbsoluteRisk, AbsoluteError>,
}

/// Why there are no absolute effects.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum NoAbsolute {
    /// The measure is not one of risks.
    #[error("no risk follows from a {0}")]
    Measure(&'static str),
    /// Nobody stated a baseline, and the trials do not report counts.
    #[error("no baseline risk was stated, and the trials do not report one")]
    NoBaseline,
    /// The reference arms cannot be pooled.
    #[error("no baseline risk was stated, and the reference arms have none: {0}")]
    Pooled(#[from] GlmmError),
    /// The baseline is no risk.
    #[error(transparent)]
    Baseline(#[from] AbsoluteError),
    /// Numbers too large to compute with.
    #[error(transparent)]
    Effect(#[from] EffectError),
}

/// The baseline of a part: what was stated, else its reference arms pooled.
///
/// # Errors
/// [`NoAbsolute`].
pub fn baseline(compared: &Compared, part: &Part) -> Result<PartBaseline, NoAbsolute> {
    if let Some(stated) = compared.options.baseline {
        let risk = Probability::new(stated).map_err(|_| AbsoluteError::Baseline(stated))?;
        return Ok(PartBaseline {
            baseline: Baseline::known(risk)?,
            from: BaselineFrom::Stated,
        });
    }
    let counts = reference_counts(compared, part);
    if counts.is_empty() {
        return Err(NoAbsolute::NoBaseline);
    }
    let pooled = fit_proportions(&counts, &glmm::Options::default())?;
    let effect = Effect::new(pooled.estimate, pooled.standard_error.powi(2))?;
    let sum = |of: fn(&Count) -> u64| counts.iter().map(of).fold(0, u64::saturating_add);
    Ok(PartBaseline {
        baseline: Baseline::estimated(&effect)?,
        from: BaselineFrom::ReferenceArms {
            arms: counts.len(),
            events: sum(Count::events),
            n: sum(Count::n),
        },
    })
}

/// The counts of the reference arms of a part; empty where trials report something else.
fn reference_counts(compared: &Compared, part: &Part) -> Vec<Count> {
    let NodeRows::Arms(arms) = &compared.rows else {
        return Vec::new();
    };
    let trials = part.network().trials().iter();
    let trials: BTreeSet<&str> = trials.map(|trial| trial.label()).collect();
    let own = arms
        .iter()
        .filter(|arm| arm.node == part.reference_name() && trials.contains(arm.study.as_str()));
    let count = |result: ArmResult| match result {
        ArmResult::Count(count) => Some(count),
        _ => None,
    };
    own.filter_map(|arm| count(arm.result)).collect()
}

/// The risks of the treatments of one part at its baseline.
///
/// With a stated baseline limits are those of the relative effect, with a pooled one those of the delta
/// method; each result names them.
///
/// # Errors
/// [`NoAbsolute`].
///
/// # References
/// Cochrane Handbook for Systematic Reviews of Interventions 15.4.
pub fn absolute(compared: &Compared, at: usize) -> Result<Vec<AbsoluteRow>, NoAbsolute> {
    let measure = compared.options.measure;
    let from = match measure {
        NetworkMeasure::OddsRatio => RiskFrom::OddsRatio,
        NetworkMeasure::RiskRatio => RiskFrom::RiskRatio,
        NetworkMeasure::RiskDifference => RiskFrom::RiskDifference,
        NetworkMeasure::HazardRatio => RiskFrom::HazardRatio,
        _ => return Err(NoAbsolute::Measure(measure.name())),
    };
    let part = compared.parts.get(at).ok_or(NoAbsolute::NoBaseline)?;
    let own = baseline(compared, part)?;
    let interval = match own.from {
        BaselineFrom::Stated => RiskInterval::Endpoints,
        BaselineFrom::ReferenceArms { .. } => RiskInterval::Delta,
    };
    let level = compared.options.level;
    let risk = |found: &Comparison| {
        let effect = Effect::new(found.estimate, found.standard_error.powi(2))?;
        absolute_risk(&effect, from, &own.baseline, interval, level)
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

/// Risks, risk differences and numbers needed at the baseline.
#[must_use]
pub fn absolute_view(compared: &Compared) -> TableView {
    let names = Names::of(compared);
    let level = words::level(compared.options.level);
    let mut columns = vec![part_column(compared)];
    columns.extend(node_columns("treatment", "Treatment"));
    columns.extend([
        ColumnSpec::number("shown", format!("Patients with the event [{level} CI]")).for_people(),
        ColumnSpec::number("baseline", "Baseline"),
        ColumnSpec::number("difference", format!("Difference [{level} CI]")).for_people(),
        ColumnSpec::text("number_needed", "Number needed"),
    ]);
    for key in ["risk", "risk_low", "risk_high", "rd", "rd_low", "rd_high"] {
        columns.push(ColumnSpec::number(key, key).for_machines());
    }
    let (mut rows, mut notes) = (Vec::new(), Vec::new());
    for (at, part) in compared.parts.iter().enumerate() {
        let reference = names.name(part.reference_name());
        match (absolute(compared, at), baseline(compared, part)) {
            (Ok(found), Ok(own)) => {
                notes.push(baseline_note(&own, &reference));
                notes.extend(notes_of(&found, &names));
                rows.extend(found.iter().map(|row| cells(row, &own, compared, &names)));
            }
            (Err(error), _) | (_, Err(error)) => notes.push(format!(
                "No absolute effects with {reference} as reference: {error}."
            )),
        }
    }
    TableView {
        schema: "euthymia.compared.absolute.v1".to_owned(),
        title: "Absolute effects at the baseline risk".to_owned(),
        columns,
        rows,
        notes,
    }
}

/// An estimate with limits that all exist.
fn whole(estimate: Reached, lower: Reached, upper: Reached) -> Option<Shown> {
    Some(Shown {
        estimate: estimate.possible()?,
        bounds: Bounds {
            lower: lower.possible()?,
            upper: upper.possible()?,
        },
    })
}

fn cells(row: &AbsoluteRow, own: &PartBaseline, compared: &Compared, names: &Names) -> Vec<Value> {
    let event = match compared.options.better {
        Better::Larger => Event::Benefit,
        Better::Smaller => Event::Harm,
    };
    let mut cells = vec![part_cell(row.part)];
    cells.extend(names.cells(&row.node));
    let baseline = Value::percent(own.baseline.risk(), 1);
    let Ok(found) = &row.found else {
        cells.extend([Value::text("no risk"), baseline]);
        cells.extend(std::iter::repeat_n(Value::Missing, 8));
        return cells;
    };
    let (risk, limits) = (found.risk, found.risk_limits);
    let percents = |shown: &Shown| {
        let Bounds { lower, upper } = shown.bounds;
        fmt::percent_interval(shown.estimate, lower, upper, 1)
    };
    let end = |reached: Reached| {
        let possible = reached.possible();
        possible.map_or("no risk".to_owned(), |risk| fmt::percent(risk, 1))
    };
    let shown = whole(risk, limits.lower, limits.upper).map_or_else(
        || {
            format!(
                "{} [{}, {}]",
                end(risk),
                end(limits.lower),
                end(limits.upper)
            )
        },
        |shown| percents(&shown),
    );
    let limits_of = found.difference_limits;
    let difference = whole(found.difference, limits_of.lower, limits_of.upper);
    let text = |of: &dyn Fn(&Shown) -> String| {
        difference.map_or(Value::Missing, |shown| Value::text(of(&shown)))
    };
    cells.extend([
        Value::text(shown),
        baseline,
        text(&percents),
        text(&|shown| number_needed(shown, event)),
    ]);
    let numbers = [
        risk,
        limits.lower,
        limits.upper,
        found.difference,
        limits_of.lower,
        limits_of.upper,
    ];
    cells.extend(numbers.map(|reached| Value::number(reached.possible(), 4)));
    cells
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
    notes.extend(found.iter().filter_map(|row| {
        let error = row.found.as_ref().err()?;
        Some(format!("{}: {error}.", names.name(&row.node)))
    }));
    notes
}

fn baseline_note(own: &PartBaseline, reference: &str) -> String {
    let risk = fmt::percent(own.baseline.risk(), 1);
    match own.from {
        BaselineFrom::Stated => format!("Baseline: {risk} with {reference}, as stated."),
        BaselineFrom::ReferenceArms { arms, events, n } => format!(
            "No baseline risk was stated: {risk} is that of {} of {reference} pooled on the log odds \
             with random effects ({events} of {n} patients); intervals contain its error.",
            counted(arms, "arm", "arms")
        ),
    }
}
