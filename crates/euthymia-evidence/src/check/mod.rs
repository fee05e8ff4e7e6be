//! What must hold between the rows of the evidence base.
//!
//! Types and columns are checked while loading. Here are the rules that need meaning: counts within
//! n, percentages that fit, remitters among responders where one definition implies the other,
//! overlaps named on both sides, dates and identifiers that can be, and a source for every number.
//!
//! Severity: an error makes the base unusable or a number wrong; a warning is something a reviewer
//! must look at, and stays visible when it has been; a note is worth knowing.

mod amounts;
mod failures;
mod identity;
mod keys;
mod limits;
mod nesting;
mod sequence;
mod source;

pub(crate) use amounts::several_counts_fit;
pub(crate) use keys::keys;

use crate::base::EvidenceBase;
use euthymia_table::{Diagnostic, Severity};

/// Runs every rule and returns all findings, errors first, then in file order.
///
/// # Example
/// ```
/// let base = euthymia_evidence::EvidenceBase::bundled()?;
/// let findings = euthymia_evidence::check::check(&base);
/// let errors = findings.iter().filter(|f| f.severity == euthymia_table::Severity::Error);
/// assert_eq!(errors.count(), 0);
/// # Ok::<(), euthymia_evidence::LoadError>(())
/// ```
#[must_use]
pub fn check(base: &EvidenceBase) -> Vec<Diagnostic> {
    let mut findings = keys(base);
    findings.extend(identity::identity(base));
    findings.extend(amounts::amounts(base));
    findings.extend(failures::failures(base));
    findings.extend(limits::limits(base));
    findings.extend(nesting::nesting(base));
    findings.extend(sequence::sequence(base));
    findings.extend(source::source(base));
    findings.sort_by_key(|finding| {
        (
            std::cmp::Reverse(finding.severity),
            finding.file.clone(),
            finding.row,
        )
    });
    findings
}

/// A finding about one cell.
fn at(
    base: &EvidenceBase,
    severity: Severity,
    file: &str,
    line: usize,
    column: &str,
    message: impl Into<String>,
) -> Diagnostic {
    Diagnostic::new(severity, format!("{}/{file}", base.folder), message)
        .at_row(line)
        .in_column(column)
}
