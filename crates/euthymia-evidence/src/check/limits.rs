//! Confidence limits in order and with their level, ranges of claims in order, scales that exist.

use super::at;
use crate::base::EvidenceBase;
use euthymia_clinical::instrument;
use euthymia_table::{Diagnostic, Severity::Error};

/// File, line, lower limit, upper limit, level.
type Limits = (&'static str, usize, Option<f64>, Option<f64>, Option<f64>);

pub(super) fn limits(base: &EvidenceBase) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    let outcomes = (base.outcomes.iter()).map(|row| {
        (
            "outcomes.csv",
            row.line,
            row.ci_low,
            row.ci_high,
            row.ci_level,
        )
    });
    let contrasts = (base.contrasts.iter()).map(|row| {
        (
            "contrasts.csv",
            row.line,
            row.ci_low,
            row.ci_high,
            row.ci_level,
        )
    });
    for row in outcomes.chain(contrasts) {
        confidence(base, row, &mut findings);
    }
    for claim in &base.claims {
        let place = ("claims.csv", claim.line, "low");
        in_order(base, place, claim.low, claim.high, &mut findings);
    }
    scales(base, &mut findings);
    findings
}

fn confidence(base: &EvidenceBase, row: Limits, findings: &mut Vec<Diagnostic>) {
    let (file, line, low, high, level) = row;
    in_order(base, (file, line, "ci_low"), low, high, findings);
    match level {
        None if low.is_some() || high.is_some() => findings.push(
            at(
                base,
                Error,
                file,
                line,
                "ci_level",
                "limits without their confidence level",
            )
            .with_help("Write 95 for limits of 95 %."),
        ),
        Some(level) if !(level > 0.0 && level < 100.0) => findings.push(
            at(
                base,
                Error,
                file,
                line,
                "ci_level",
                "expected percent between 0 and 100",
            )
            .with_found(level.to_string())
            .with_help("Write 95 for limits of 95 %."),
        ),
        _ => {}
    }
}

fn in_order(
    base: &EvidenceBase,
    (file, line, column): (&str, usize, &str),
    low: Option<f64>,
    high: Option<f64>,
    findings: &mut Vec<Diagnostic>,
) {
    if let (Some(low), Some(high)) = (low, high)
        && low > high
    {
        let message = format!("above the upper limit {high}");
        findings.push(
            at(base, Error, file, line, column, message)
                .with_found(low.to_string())
                .with_help("Exchange the two, or compare them with the source."),
        );
    }
}

fn scales(base: &EvidenceBase, findings: &mut Vec<Diagnostic>) {
    let outcomes =
        (base.outcomes.iter()).map(|row| ("outcomes.csv", row.line, "instrument", &row.instrument));
    let contrasts = (base.contrasts.iter())
        .map(|row| ("contrasts.csv", row.line, "instrument", &row.instrument));
    let arms = (base.arms.iter()).map(|arm| {
        (
            "arms.csv",
            arm.line,
            "baseline_instrument",
            &arm.baseline_instrument,
        )
    });
    for (file, line, column, id) in outcomes.chain(contrasts).chain(arms) {
        if let Some(id) = id.as_deref()
            && instrument::find(id).is_none()
        {
            let ids: Vec<&str> = instrument::all().iter().map(|known| known.id).collect();
            findings.push(
                at(
                    base,
                    Error,
                    file,
                    line,
                    column,
                    "there is no such instrument",
                )
                .with_found(id)
                .with_help(format!("The instruments are {}.", ids.join(", "))),
            );
        }
    }
}
