//! Remitters among responders, where one definition implies the other.

use super::at;
use crate::base::EvidenceBase;
use crate::outcome_row::OutcomeRow;
use euthymia_table::{Diagnostic, Severity::Error, Severity::Note};

/// Compares remission with response rows of one arm, time, scale, analysis set and n.
///
/// Remission does not imply response in general, so that more remitters than responders is an error
/// only where the definitions nest, and otherwise a note.
pub(super) fn nesting(base: &EvidenceBase) -> Vec<Diagnostic> {
    let of = |id: &'static str| {
        base.outcomes
            .iter()
            .filter(move |row| row.outcome.id() == id)
    };
    let mut findings = Vec::new();
    for remission in of("remission") {
        for response in of("response").filter(|response| comparable(remission, response)) {
            let (Some(remitters), Some(responders)) = (remission.events, response.events) else {
                continue;
            };
            if remitters <= responders {
                continue;
            }
            let nested = match (&remission.definition, &response.definition) {
                (Some(remission), Some(response)) => remission.implies(response),
                _ => false,
            };
            let severity = if nested { Error } else { Note };
            let message = format!(
                "more remitters than the {responders} responders of row {}",
                response.line
            );
            let help = if nested {
                "By its definition every remitter is a responder: one of the counts is wrong."
            } else {
                "Possible, since the definitions do not nest: with a low baseline a patient can \
                 remit without a large decrease."
            };
            findings.push(
                at(
                    base,
                    severity,
                    "outcomes.csv",
                    remission.line,
                    "events",
                    message,
                )
                .with_found(remitters.to_string())
                .with_help(help),
            );
        }
    }
    findings
}

fn comparable(a: &OutcomeRow, b: &OutcomeRow) -> bool {
    a.study_id == b.study_id
        && a.arm_id == b.arm_id
        && a.time_days == b.time_days
        && a.time_point == b.time_point
        && a.analysis_set == b.analysis_set
        && a.instrument == b.instrument
        && a.n == b.n
}
