//! What relative effects mean for patients: risks and numbers needed at a baseline risk.

use super::network::part_cell;
use crate::compared::analysis::{Compared, Part};
use crate::compared::data::ArmResult;
use crate::compared::measure::NetworkMeasure;
use crate::compared::names::{Names, node_columns, part_column};
use crate::compared::nodes::NodeRows;
use crate::number_needed::{Event, number_needed};
use crate::words::{self, Shown};
use euthymia_synthesis::network::Better;
use euthymia_synthesis::pairwise::Bounds;
use euthymia_table::{ColumnSpec, TableView, Value, fmt};
use std::collections::BTreeSet;

/// The risk with the reference of a part.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum BaselineRisk {
    /// As stated.
    Stated(f64),
    /// Events among all patients of the reference arms of the part.
    ReferenceArms {
        /// Patients with the event.
        events: u64,
        /// All patients.
        n: u64,
    },
}

impl BaselineRisk {
    /// The risk; `None` outside (0, 1).
    #[must_use]
    pub fn risk(&self) -> Option<f64> {
        let risk = match *self {
            Self::Stated(risk) => risk,
            Self::ReferenceArms { events, n } => events as f64 / n as f64,
        };
        (risk > 0.0 && risk < 1.0).then_some(risk)
    }
}

/// The risk of one treatment at the baseline, under random effects.
#[derive(Clone, Debug, PartialEq)]
pub struct AbsoluteRow {
    /// Its part of the network, as a place in [`Compared::parts`].
    pub part: usize,
    /// The node.
    pub node: String,
    /// The risk; `None` where the effect makes no risk of the baseline.
    pub risk: Option<f64>,
    /// Its limits, each `None` where it is no risk.
    pub limits: (Option<f64>, Option<f64>),
    /// The risk less the baseline with its limits; `None` where one of the three is no risk.
    pub difference: Option<Shown>,
}

/// Why there are no absolute effects.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoAbsolute {
    /// The measure is not one of risks.
    #[error("no risk follows from a {0}")]
    Measure(&'static str),
    /// Nobody stated a baseline, and the trials do not report counts.
    #[error("no baseline risk was stated, and the trials do not report one")]
    NoBaseline,
    /// The baseline is no risk on which a ratio acts.
    #[error("a baseline risk above 0 and below 1 is needed")]
    Baseline,
}

/// The baseline of a part: what was stated, else the pooled arms of its reference.
///
/// # Errors
/// [`NoAbsolute`].
pub fn baseline(compared: &Compared, part: &Part) -> Result<BaselineRisk, NoAbsolute> {
    let found = match (compared.options.baseline, &compared.rows) {
        (Some(stated), _) => BaselineRisk::Stated(stated),
        (None, NodeRows::Contrasts(_)) => return Err(NoAbsolute::NoBaseline),
        (None, NodeRows::Arms(arms)) => {
            let trials = part.network().trials().iter();
            let trials: BTreeSet<&str> = trials.map(|trial| trial.label()).collect();
            let own = arms.iter().filter(|arm| {
                arm.node == part.reference_name() && trials.contains(arm.study.as_str())
            });
            let counts = own.filter_map(|arm| match arm.result {
                ArmResult::Count(count) => Some((count.events(), count.n())),
                _ => None,
            });
            let (events, n) = counts.fold((0_u64, 0_u64), |sum, own| {
                (sum.0.saturating_add(own.0), sum.1.saturating_add(own.1))
            });
            if n == 0 {
                return Err(NoAbsolute::NoBaseline);
            }
            BaselineRisk::ReferenceArms { events, n }
        }
    };
    found
        .risk()
        .map_or(Err(NoAbsolute::Baseline), |_| Ok(found))
}

/// The risk that an effect on the analysis scale makes of a baseline; `None` where it is no risk.
///
/// The odds ratio multiplies odds, the risk ratio the risk, and the risk difference is added; the effect
/// is taken to be the same at every baseline.
fn risk_at(measure: NetworkMeasure, baseline: f64, effect: f64) -> Option<f64> {
    let risk = match measure {
        NetworkMeasure::OddsRatio => {
            let odds = baseline / (1.0 - baseline) * effect.exp();
            if odds.is_infinite() {
                1.0
            } else {
                odds / (1.0 + odds)
            }
        }
        NetworkMeasure::RiskRatio => baseline * effect.exp(),
        NetworkMeasure::RiskDifference => baseline + effect,
        _ => return None,
    };
    (0.0..=1.0).contains(&risk).then_some(risk)
}

/// The risks of the treatments of one part at its baseline.
///
/// Limits are those of the relative effect at the baseline, which counts as known.
///
/// # Errors
/// [`NoAbsolute`].
///
/// # References
/// Cochrane Handbook for Systematic Reviews of Interventions 15.4.4.
pub fn absolute(compared: &Compared, at: usize) -> Result<Vec<AbsoluteRow>, NoAbsolute> {
    let measure = compared.options.measure;
    if !matches!(
        measure,
        NetworkMeasure::OddsRatio | NetworkMeasure::RiskRatio | NetworkMeasure::RiskDifference
    ) {
        return Err(NoAbsolute::Measure(measure.name()));
    }
    let part = compared.parts.get(at).ok_or(NoAbsolute::NoBaseline)?;
    let risk = baseline(compared, part)?
        .risk()
        .ok_or(NoAbsolute::Baseline)?;
    let nodes = part.network().treatments().iter().enumerate();
    let rows = nodes.filter_map(|(place, node)| {
        let found = part.random.compare(place, part.reference)?;
        let own = risk_at(measure, risk, found.estimate);
        let low = risk_at(measure, risk, found.bounds.lower);
        let high = risk_at(measure, risk, found.bounds.upper);
        let difference = || {
            Some(Shown {
                estimate: own? - risk,
                bounds: Bounds {
                    lower: low? - risk,
                    upper: high? - risk,
                },
            })
        };
        Some(AbsoluteRow {
            part: at,
            node: node.clone(),
            risk: own,
            limits: (low, high),
            difference: difference(),
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
        match absolute(compared, at) {
            Ok(found) => {
                let risk = baseline(compared, part).ok().and_then(|own| own.risk());
                rows.extend(found.iter().map(|own| row(own, risk, compared, &names)));
                let own = baseline(compared, part).ok();
                notes.extend(own.map(|own| baseline_note(&own, part, &names)));
            }
            Err(error) => notes.push(format!(
                "No absolute effects with {} as reference: {error}.",
                names.name(part.reference_name())
            )),
        }
    }
    if !rows.is_empty() {
        notes.push(
            "The relative effect of the random-effects model is taken to be the same at this \
             baseline, and the baseline to be known: intervals do not contain its error."
                .to_owned(),
        );
    }
    TableView {
        schema: "euthymia.compared.absolute.v1".to_owned(),
        title: "Absolute effects at the baseline risk".to_owned(),
        columns,
        rows,
        notes,
    }
}

fn row(own: &AbsoluteRow, baseline: Option<f64>, compared: &Compared, names: &Names) -> Vec<Value> {
    let event = match compared.options.better {
        Better::Larger => Event::Benefit,
        Better::Smaller => Event::Harm,
    };
    let end = |value: Option<f64>| value.map_or("no risk".to_owned(), |risk| fmt::percent(risk, 1));
    let shown = match (own.risk, own.limits) {
        (Some(risk), (Some(low), Some(high))) => fmt::percent_interval(risk, low, high, 1),
        (risk, (low, high)) => format!("{} [{}, {}]", end(risk), end(low), end(high)),
    };
    let difference = own.difference;
    let number = |value: Option<f64>| Value::number(value, 4);
    let mut row = vec![part_cell(own.part)];
    row.extend(names.cells(&own.node));
    row.extend([
        Value::text(shown),
        Value::percent(baseline, 1),
        difference.map_or(Value::Missing, |d| {
            Value::text(fmt::percent_interval(
                d.estimate,
                d.bounds.lower,
                d.bounds.upper,
                1,
            ))
        }),
        difference.map_or(Value::Missing, |d| Value::text(number_needed(&d, event))),
        number(own.risk),
        number(own.limits.0),
        number(own.limits.1),
        number(difference.map(|d| d.estimate)),
        number(difference.map(|d| d.bounds.lower)),
        number(difference.map(|d| d.bounds.upper)),
    ]);
    row
}

fn baseline_note(own: &BaselineRisk, part: &Part, names: &Names) -> String {
    let reference = names.name(part.reference_name());
    match *own {
        BaselineRisk::Stated(risk) => format!(
            "Baseline: {} with {reference}, as stated.",
            fmt::percent(risk, 1)
        ),
        BaselineRisk::ReferenceArms { events, n } => format!(
            "No baseline risk was stated: that of all {reference} arms together, {events} of {n} \
             patients ({}), is used.",
            fmt::percent(events as f64 / n as f64, 1)
        ),
    }
}
