//! A source and a place in it for every number, and marks that agree with each other.

use super::at;
use crate::base::EvidenceBase;
use crate::mark::{Provenance, Verification};
use euthymia_table::{Diagnostic, Severity::Error, Severity::Warning};

pub(super) fn source(base: &EvidenceBase) -> Vec<Diagnostic> {
    let outcomes = base.outcomes.iter().map(|row| {
        (
            "outcomes.csv",
            row.line,
            row.provenance,
            row.verification,
            row.locator.is_some(),
        )
    });
    let contrasts = base.contrasts.iter().map(|row| {
        (
            "contrasts.csv",
            row.line,
            row.provenance,
            row.verification,
            row.locator.is_some(),
        )
    });
    let mut findings = Vec::new();
    for (file, line, provenance, verification, located) in outcomes.chain(contrasts) {
        let unverified = provenance == Provenance::Unverified;
        if unverified != (verification == Verification::Recalled) {
            let message = format!(
                "\"{}\" does not go with the verification mark \"{}\"",
                provenance.id(),
                verification.id()
            );
            findings.push(
                at(base, Error, file, line, "provenance", message)
                    .with_help("A recalled number is unverified, and no other number is."),
            );
        }
        if verification == Verification::Seen && !located {
            findings.push(
                at(
                    base,
                    Warning,
                    file,
                    line,
                    "locator",
                    "a number that was seen has no place",
                )
                .with_help("Name the table, figure or passage."),
            );
        }
    }
    findings
}
