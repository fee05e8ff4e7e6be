//! Net benefit over the price of harm, as lines.

use super::net::{net, net_unit};
use super::sides::Decision;
use crate::words;
use euthymia_plot::{Axis, DoseCurve, DosePoint, DoseResponse};
use euthymia_synthesis::network::benefit_risk::{BenefitRiskError, NetBenefitLine};

/// Steps from 0 to the largest price.
const STEPS: usize = 20;
/// Lines beyond this many cannot be told apart.
const LINES_MOST: usize = 6;

/// The net benefit of each treatment over λ with its band, the largest at λ = 0 first; at most six lines.
///
/// # Errors
/// [`BenefitRiskError`].
pub fn net_benefit_figure(
    decision: &Decision,
    harm: usize,
) -> Result<DoseResponse, BenefitRiskError> {
    let most = decision.options.trade.iter().copied().fold(0.0, f64::max);
    let most = if most > 0.0 { most } else { 1.0 };
    let lambdas: Vec<f64> = (0..=STEPS)
        .map(|step| most * step as f64 / STEPS as f64)
        .collect();
    let mut found = net(decision, harm, &lambdas)?;
    let at_zero = |line: &NetBenefitLine| line.points.first().map_or(0.0, |point| point.estimate);
    found
        .lines
        .sort_by(|one, other| at_zero(other).total_cmp(&at_zero(one)));
    let curve = |line: &NetBenefitLine| DoseCurve {
        label: decision.node(&line.treatment),
        points: line
            .points
            .iter()
            .map(|point| DosePoint {
                dose: point.lambda,
                estimate: point.estimate,
                band: Some((point.bounds.lower, point.bounds.upper)),
            })
            .collect(),
        arms: Vec::new(),
    };
    let hidden: Vec<String> = found
        .lines
        .iter()
        .skip(LINES_MOST)
        .map(|line| decision.node(&line.treatment))
        .collect();
    let (level, _) = decision.asked();
    let (benefit, risk) = (decision.outcome(0), decision.outcome(harm));
    let unit = net_unit(decision, harm);
    let reference = decision.set.treatments().first();
    let reference = reference.map_or(String::new(), |node| decision.node(node));
    let footnotes = match hidden.is_empty() {
        true => Vec::new(),
        false => vec![format!(
            "Only the {LINES_MOST} with the most {benefit} are drawn; the table has the others: {}.",
            hidden.join(", ")
        )],
    };
    Ok(DoseResponse {
        title: format!("Net benefit: {benefit} less λ times {risk}"),
        description: format!(
            "The net benefit of each treatment against {reference} over the price of {risk}."
        ),
        dose_label: format!("λ: how many of {benefit} one of {risk} is worth"),
        dose_limits: Some((0.0, most)),
        response: Axis {
            label: format!("Net benefit {unit}, against {reference}"),
            reference_line: Some(0.0),
            ..Axis::default()
        },
        curves: found.lines.iter().take(LINES_MOST).map(curve).collect(),
        band_label: format!("{} CI", words::level(level)),
        footnotes,
        ..DoseResponse::default()
    })
}
