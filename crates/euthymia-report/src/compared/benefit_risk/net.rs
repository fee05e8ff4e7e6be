//! Net benefit: what is gained less what is lost, at several prices of harm.

use super::sides::Decision;
use crate::words;
use euthymia_synthesis::network::benefit_risk::{
    BenefitRiskError, NetBenefit, NetBenefitLine, Turn, net_benefit,
};
use euthymia_table::{ColumnSpec, TableView, Value, fmt};

/// The net benefit of the first outcome against another at the prices asked for, or at others.
pub(super) fn net(
    decision: &Decision,
    harm: usize,
    lambdas: &[f64],
) -> Result<NetBenefit, BenefitRiskError> {
    let (level, draws) = decision.asked();
    let per = per(decision, harm);
    net_benefit(&decision.set, 0, harm, lambdas, per, level, &draws)
}

/// Per how many patients: 1,000 where both outcomes are risks.
fn per(decision: &Decision, harm: usize) -> f64 {
    match decision.is_risk(0) && decision.is_risk(harm) {
        true => 1000.0,
        false => 1.0,
    }
}

/// The unit of a net benefit.
pub(super) fn net_unit(decision: &Decision, harm: usize) -> &'static str {
    match per(decision, harm) > 1.0 {
        true => "per 1,000",
        false => "in the unit of the benefit",
    }
}

/// Net benefits of all treatments against one harm, a column for each price λ.
///
/// # Errors
/// [`BenefitRiskError`].
pub fn net_benefit_view(decision: &Decision, harm: usize) -> Result<TableView, BenefitRiskError> {
    let trade = &decision.options.trade;
    let mut found = net(decision, harm, trade)?;
    let at_one = |line: &NetBenefitLine| line.points.first().map_or(0.0, |point| point.estimate);
    found
        .lines
        .sort_by(|one, other| at_one(other).total_cmp(&at_one(one)));
    let (level, _) = decision.asked();
    let mut columns = vec![
        ColumnSpec::text("treatment", "treatment").for_machines(),
        ColumnSpec::text("treatment_name", "Treatment").for_people(),
        ColumnSpec::text("turn", "Positive for λ"),
    ];
    for lambda in trade {
        let at = fmt::machine(*lambda).unwrap_or_default();
        columns.push(ColumnSpec::number(format!("shown_{at}"), format!("λ = {at}")).for_people());
        for what in ["net", "low", "high", "probability"] {
            let key = format!("{what}_{at}");
            columns.push(ColumnSpec::number(key.clone(), key).for_machines());
        }
    }
    let decimals = match per(decision, harm) > 1.0 {
        true => 0,
        false => 2,
    };
    Ok(TableView {
        schema: "euthymia.compared.net_benefit.v1".to_owned(),
        title: format!(
            "Net benefit {}: {} less λ times {} [{} CI]",
            net_unit(decision, harm),
            decision.outcome(0),
            decision.outcome(harm),
            words::level(level)
        ),
        columns,
        rows: found
            .lines
            .iter()
            .map(|line| row(line, decision, decimals))
            .collect(),
        notes: vec![format!(
            "λ is how many of {} one of {} is worth; below or above the λ of the second column the \
             estimate is positive.",
            decision.outcome(0),
            decision.outcome(harm)
        )],
    })
}

fn row(line: &NetBenefitLine, decision: &Decision, decimals: u8) -> Vec<Value> {
    let mut row = vec![
        Value::text(&line.treatment),
        Value::text(decision.node(&line.treatment)),
        Value::text(turn(line.turn)),
    ];
    for point in &line.points {
        let (low, high) = (point.bounds.lower, point.bounds.upper);
        row.extend([
            Value::text(fmt::interval(point.estimate, low, high, decimals)),
            Value::number(point.estimate, 4),
            Value::number(low, 4),
            Value::number(high, 4),
            Value::number(point.probability, 3),
        ]);
    }
    row
}

/// For which λ a net benefit is above zero, in words.
fn turn(turn: Turn) -> String {
    match turn {
        Turn::PositiveThroughout => "all".to_owned(),
        Turn::NeverPositive => "none".to_owned(),
        Turn::PositiveBelow(lambda) => format!("below {}", fmt::number(lambda, 2)),
        Turn::PositiveAbove(lambda) => format!("above {}", fmt::number(lambda, 2)),
    }
}
