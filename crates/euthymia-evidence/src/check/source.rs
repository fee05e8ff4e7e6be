//! A source and a place in it for every number, and marks that agree with each other and with whether
//! the study is published.

use super::at;
use crate::base::EvidenceBase;
use crate::mark::{Provenance, Verification};
use euthymia_table::{Diagnostic, Severity::Error, Severity::Warning};

pub(super) fn source(base: &EvidenceBase) -> Vec<Diagnostic> {
    let mut findings = marks(base);
    findings.extend(own_data(base));
    findings
}

/// Own data are counted, and are of a study that nobody has published.
fn own_data(base: &EvidenceBase) -> Vec<Diagnostic> {
    let rows = base.outcomes.iter();
    let own = rows.filter(|row| row.provenance == Provenance::OwnData);
    let mut findings = Vec::new();
    for row in own {
        let mut say = |column, message: &str, help: &str| {
            findings
                .push(at(base, Error, "outcomes.csv", row.line, column, message).with_help(help));
        };
        if row.verification != Verification::Computed {
            let message = "own data are counted from rows, not read";
            say("verification", message, "Write computed.");
        }
        let study = base.study(&row.study_id);
        if study.is_some_and(|study| study.doi.is_some() || study.pmid.is_some()) {
            let message = "own data of a study that is published";
            let help =
                "Give the printed numbers and where they were read, or another study for the rest.";
            say("provenance", message, help);
        }
    }
    findings
}

fn marks(base: &EvidenceBase) -> Vec<Diagnostic> {
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
