//! What each treatment gains in each outcome, and how likely it gains enough in all of them.

use super::sides::Decision;
use crate::words;
use euthymia_synthesis::network::benefit_risk::{
    Balances, BenefitRiskError, Correlation, Lacking, Measured, balance,
};
use euthymia_synthesis::network::{Better, absolute::Baseline};
use euthymia_table::{ColumnSpec, TableView, Value, fmt};
use std::collections::BTreeMap;

/// Treatments in the order of their gain in the benefit, the largest first, as places in the rows.
fn order(found: &Balances) -> Vec<usize> {
    let gain = |place: &usize| {
        let row = found.rows.get(*place);
        row.and_then(|row| row.gains.first())
            .map_or(0.0, |own| own.gain)
    };
    let mut places: Vec<usize> = (0..found.rows.len()).collect();
    places.sort_by(|one, other| gain(other).total_cmp(&gain(one)));
    places
}

fn found(decision: &Decision) -> Result<Balances, BenefitRiskError> {
    let (level, draws) = decision.asked();
    balance(&decision.set, &decision.least, level, &draws)
}

/// The gain of each treatment in each outcome against the reference.
///
/// # Errors
/// [`BenefitRiskError`].
pub fn balance_view(decision: &Decision) -> Result<TableView, BenefitRiskError> {
    let found = found(decision)?;
    let levels = decision.set.levels();
    let (level, _) = decision.asked();
    let mut rows = Vec::new();
    for place in order(&found) {
        let Some(own) = found.rows.get(place) else {
            continue;
        };
        for (k, gain) in own.gains.iter().enumerate() {
            let (factor, decimals) = decision.print(k);
            let of = |place: usize| levels.get(k).and_then(|own| own.get(place)).copied();
            let shown = |value: f64| fmt::number(factor * value, decimals);
            rows.push(vec![
                Value::text(&own.treatment),
                Value::text(decision.node(&own.treatment)),
                Value::text(
                    decision
                        .sides()
                        .get(k)
                        .map_or("", |side| side.name.as_str()),
                ),
                Value::text(format!("{}, {}", decision.outcome(k), decision.unit(k))),
                of(0).map_or(Value::Missing, |v| Value::text(shown(v))),
                of(place + 1).map_or(Value::Missing, |v| Value::text(shown(v))),
                Value::text(fmt::interval(
                    factor * gain.gain,
                    factor * gain.bounds.lower,
                    factor * gain.bounds.upper,
                    decimals,
                )),
                Value::number(of(0), 4),
                Value::number(of(place + 1), 4),
                Value::number(gain.gain, 4),
                Value::number(gain.bounds.lower, 4),
                Value::number(gain.bounds.upper, 4),
                Value::number(gain.probability, 3),
            ]);
        }
    }
    Ok(TableView {
        schema: "euthymia.compared.balance.v1".to_owned(),
        title: format!(
            "Benefit and risk: what is gained against {}",
            decision.node(reference(decision))
        ),
        columns: columns(decision, &words::level(level)),
        rows,
        notes: notes(decision, &found),
    })
}

fn columns(decision: &Decision, level: &str) -> Vec<ColumnSpec> {
    let mut columns = vec![
        ColumnSpec::text("treatment", "treatment").for_machines(),
        ColumnSpec::text("treatment_name", "Treatment").for_people(),
        ColumnSpec::text("outcome", "outcome").for_machines(),
        ColumnSpec::text("outcome_name", "Outcome").for_people(),
        ColumnSpec::number("reference_shown", decision.node(reference(decision))).for_people(),
        ColumnSpec::number("level_shown", "With it").for_people(),
        ColumnSpec::number("gain_shown", format!("Gain [{level} CI]")).for_people(),
    ];
    for key in ["reference_level", "level", "gain", "gain_low", "gain_high"] {
        columns.push(ColumnSpec::number(key, key).for_machines());
    }
    columns.push(ColumnSpec::number("probability", "P(enough)"));
    columns
}

fn reference(decision: &Decision) -> &str {
    decision.set.treatments().first().map_or("", String::as_str)
}

/// How likely each treatment gains enough in all outcomes together.
///
/// # Errors
/// [`BenefitRiskError`].
pub fn joint_view(decision: &Decision) -> Result<TableView, BenefitRiskError> {
    let found = found(decision)?;
    let mut rows: Vec<_> = found.rows.iter().collect();
    rows.sort_by(|one, other| other.joint.total_cmp(&one.joint));
    let asked: Vec<String> = (0..decision.sides().len())
        .map(|k| asked_of(decision, k))
        .collect();
    Ok(TableView {
        schema: "euthymia.compared.balance_joint.v1".to_owned(),
        title: "How likely each treatment gains enough in all outcomes together".to_owned(),
        columns: vec![
            ColumnSpec::text("treatment", "treatment").for_machines(),
            ColumnSpec::text("treatment_name", "Treatment").for_people(),
            ColumnSpec::number("joint", "P(enough in all)"),
        ],
        rows: rows
            .into_iter()
            .map(|own| {
                vec![
                    Value::text(&own.treatment),
                    Value::text(decision.node(&own.treatment)),
                    Value::number(own.joint, 3),
                ]
            })
            .collect(),
        notes: vec![format!("Enough is: {}.", asked.join("; "))],
    })
}

/// The least gain asked of an outcome, in words.
fn asked_of(decision: &Decision, k: usize) -> String {
    let least = decision.least.get(k).copied().unwrap_or(0.0);
    let (factor, decimals) = decision.print(k);
    let size = fmt::number((factor * least).abs(), decimals);
    let (name, unit) = (decision.outcome(k), decision.unit(k));
    match least {
        least if least > 0.0 => format!("{name} better by at least {size} {unit}"),
        least if least < 0.0 => format!("{name} worse by at most {size} {unit}"),
        _ => format!("{name} no worse"),
    }
}

fn notes(decision: &Decision, found: &Balances) -> Vec<String> {
    let mut notes: Vec<String> = decision
        .set
        .outcomes()
        .iter()
        .enumerate()
        .map(|(k, outcome)| {
            let way = match outcome.better {
                Better::Larger => "more is better",
                Better::Smaller => "less is better",
            };
            let made = match &outcome.measured {
                Measured::Risk { from, baseline } => {
                    format!("from the {} at {}", from.name(), at(baseline))
                }
                Measured::Mean { from, baseline } => format!(
                    "from the {} at a baseline mean of {}",
                    from.name(),
                    fmt::number(baseline.mean(), 2)
                ),
                Measured::Difference => "differences on the analysis scale".to_owned(),
            };
            format!("{}: {way}; {made}.", words::capital(&decision.outcome(k)))
        })
        .collect();
    notes.push(match found.correlation {
        Correlation::Independent => {
            "The errors of different outcomes are taken to be independent: patients in whom both were \
             counted would say how they go together."
                .to_owned()
        }
        Correlation::Exchangeable(rho) => format!(
            "The errors of different outcomes are taken to have a correlation of {}, as stated.",
            fmt::number(rho, 2)
        ),
    });
    notes.extend(decision.apart.iter().cloned());
    notes.extend(lacking(decision));
    for (k, times) in found.impossible.iter().enumerate() {
        if *times > 0 {
            notes.push(format!(
                "{}: {times} of the numbers drawn are no risks; they count with what they would be.",
                words::capital(&decision.outcome(k))
            ));
        }
    }
    notes
}

fn at(baseline: &Baseline) -> String {
    let risk = fmt::percent(baseline.risk(), 1);
    match baseline.standard_error() {
        None => format!("a baseline of {risk}, taken as known"),
        Some(se) => format!(
            "a baseline of {risk} with its error (log odds, standard error {})",
            fmt::number(se, 2)
        ),
    }
}

/// The treatments that do not have all outcomes, by what they lack.
fn lacking(decision: &Decision) -> Vec<String> {
    let mut by: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for Lacking {
        treatment,
        outcomes,
    } in decision.set.lacking()
    {
        let named: Vec<String> = outcomes.iter().map(|name| name.replace('_', " ")).collect();
        by.entry(named.join(" and "))
            .or_default()
            .push(decision.node(treatment));
    }
    by.into_iter()
        .map(|(outcomes, treatments)| {
            format!(
                "Left out, for nothing that joins them to the reference reports {outcomes}: {}.",
                treatments.join("; ")
            )
        })
        .collect()
}
