//! What patients had had before: classes that exist, and whether it had failed beside them.

use super::at;
use crate::base::EvidenceBase;
use euthymia_clinical::treatment::TreatmentClass;
use euthymia_table::{Diagnostic, Severity::Error};

/// Reports words that are no treatment class, and failures of nothing.
pub(super) fn sequence(base: &EvidenceBase) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for study in &base.studies {
        let mut say = |column: &str, message: String, help: &str| {
            let finding = at(base, Error, "studies.csv", study.line, column, message);
            findings.push(finding.with_help(help));
        };
        for word in &study.after_treatment {
            if let Err(error) = TreatmentClass::parse(word) {
                say(
                    "after_treatment",
                    error.to_string(),
                    "Write classes of treatments.csv.",
                );
            }
        }
        if study.after_treatment.is_empty() != study.after_failure.is_none() {
            say(
                "after_failure",
                "a treatment before, and whether it failed, go together".to_owned(),
                "Fill both cells, or neither; not_stated where the study does not say.",
            );
        }
    }
    findings
}
