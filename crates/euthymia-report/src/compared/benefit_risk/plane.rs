//! The plane of benefit and risk.

use super::sides::Decision;
use crate::words;
use euthymia_plot::{Axis, Estimate, RankPoint, RankScatter, Scale};
use euthymia_synthesis::network::Better;
use euthymia_synthesis::network::benefit_risk::{BenefitRiskError, Gain, balance};

/// Each treatment by what it changes in the first outcome and in another, with its intervals.
///
/// # Errors
/// [`BenefitRiskError`].
pub fn plane_figure(decision: &Decision, harm: usize) -> Result<RankScatter, BenefitRiskError> {
    let (level, draws) = decision.asked();
    let found = balance(&decision.set, &decision.least, level, &draws)?;
    let point = |row: &euthymia_synthesis::network::benefit_risk::Balance| {
        let at = |k: usize| {
            let gain = row.gains.get(k)?;
            Some(estimate(gain, better(decision, k)))
        };
        let label = decision.node(&row.treatment);
        Some(RankPoint::crossed(&label, at(harm)?, at(0)?))
    };
    let reference = decision.set.treatments().first();
    let reference = reference.map_or(String::new(), |node| decision.node(node));
    let (benefit, risk) = (decision.outcome(0), decision.outcome(harm));
    Ok(RankScatter {
        title: format!("{} against {risk}", words::capital(&benefit)),
        description: format!(
            "What each treatment changes in {benefit} and in {risk}, against {reference}."
        ),
        x: axis(decision, harm),
        y: axis(decision, 0),
        points: found.rows.iter().filter_map(point).collect(),
        quadrants: quadrants(better(decision, harm), better(decision, 0)),
        interval_label: format!("{} CI", words::level(level)),
        footnotes: vec![format!(
            "Against {reference}, which is where the dashed lines cross."
        )],
        ..RankScatter::default()
    })
}

fn better(decision: &Decision, k: usize) -> Better {
    let outcome = decision.set.outcomes().get(k);
    outcome.map_or(Better::Larger, |outcome| outcome.better)
}

/// The change that a gain is.
fn estimate(gain: &Gain, better: Better) -> Estimate {
    let change = |value: f64| match better {
        Better::Larger => value,
        Better::Smaller => -value,
    };
    let (one, other) = (change(gain.bounds.lower), change(gain.bounds.upper));
    Estimate::new(change(gain.gain), one.min(other), one.max(other))
}

fn axis(decision: &Decision, k: usize) -> Axis {
    let name = words::capital(&decision.outcome(k));
    let (scale, label) = match decision.is_risk(k) {
        true => (Scale::Percent, format!("{name}: risk difference")),
        false => (Scale::Linear, format!("{name}: difference")),
    };
    Axis {
        scale,
        label,
        reference_line: Some(0.0),
        ..Axis::default()
    }
}

/// Names of the quadrants: upper left, upper right, lower left, lower right.
fn quadrants(x: Better, y: Better) -> [String; 4] {
    let name = |right: bool, up: bool| {
        let harmless = right == (x == Better::Larger);
        let useful = up == (y == Better::Larger);
        match (useful, harmless) {
            (true, true) => "better in both",
            (true, false) => "benefit at a price",
            (false, true) => "safer, less benefit",
            (false, false) => "worse in both",
        }
        .to_owned()
    };
    [
        name(false, true),
        name(true, true),
        name(false, false),
        name(true, false),
    ]
}
