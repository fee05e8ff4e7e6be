//! Identifiers, years and times that can be; studies that may be the same one twice.

use super::at;
use crate::base::EvidenceBase;
use crate::study::Study;
use euthymia_table::{Diagnostic, Severity::Error, Severity::Warning};
use std::collections::HashMap;

/// Electroconvulsive therapy began in 1938; nothing compared here is older.
const YEAR_MIN: u64 = 1938;
/// Ten years: no follow-up here is longer, so a larger number is a slip or a wrong unit.
const DAYS_MAX: f64 = 3660.0;

pub(super) fn identity(base: &EvidenceBase) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for study in &base.studies {
        let mut say = |column: &str, found: &str, message: &str| {
            findings.push(
                at(base, Error, "studies.csv", study.line, column, message).with_found(found),
            );
        };
        if let Some(year) = study.year.filter(|year| !(YEAR_MIN..=2100).contains(year)) {
            say(
                "year",
                &year.to_string(),
                "expected a year from 1938 to 2100",
            );
        }
        if let Some(doi) = study.doi.as_ref().filter(|doi| !looks_like_doi(doi)) {
            say(
                "doi",
                doi,
                "expected a DOI such as 10.1016/j.jad.2023.04.019",
            );
        }
        if let Some(pmid) = study
            .pmid
            .as_ref()
            .filter(|p| !p.bytes().all(|b| b.is_ascii_digit()))
        {
            say("pmid", pmid, "expected digits only");
        }
        if study.year.is_none() {
            findings.push(
                at(
                    base,
                    Warning,
                    "studies.csv",
                    study.line,
                    "year",
                    "the year of publication is missing",
                )
                .with_help("Look it up in the source."),
            );
        }
    }
    for (file, line, days) in times(base) {
        if !(0.0..=DAYS_MAX).contains(&days) {
            let message = "expected days from 0 to 3660";
            findings.push(
                at(base, Error, file, line, "time_days", message)
                    .with_found(days.to_string())
                    .with_help("Count days from the start of treatment."),
            );
        }
    }
    same_report(base, &mut findings);
    findings
}

fn times(base: &EvidenceBase) -> impl Iterator<Item = (&'static str, usize, f64)> + '_ {
    let outcomes = base
        .outcomes
        .iter()
        .filter_map(|r| r.time_days.map(|d| ("outcomes.csv", r.line, d)));
    let contrasts = base
        .contrasts
        .iter()
        .filter_map(|r| r.time_days.map(|d| ("contrasts.csv", r.line, d)));
    outcomes.chain(contrasts)
}

fn looks_like_doi(doi: &str) -> bool {
    doi.strip_prefix("10.")
        .and_then(|rest| rest.split_once('/'))
        .is_some_and(|(registrant, suffix)| {
            registrant.len() >= 4
                && registrant.bytes().all(|b| b.is_ascii_digit() || b == b'.')
                && !suffix.is_empty()
                && !doi.contains(char::is_whitespace)
        })
}

/// Two studies with one DOI, PubMed or registry number, and no overlap declared.
fn same_report(base: &EvidenceBase, findings: &mut Vec<Diagnostic>) {
    let mut seen: HashMap<(&str, String), Vec<&Study>> = HashMap::new();
    for study in &base.studies {
        let identifiers = (study.doi.iter().map(|id| ("doi", id)))
            .chain(study.pmid.iter().map(|id| ("pmid", id)))
            .chain(study.registry_ids.iter().map(|id| ("registry_id", id)));
        for (column, id) in identifiers {
            let others = seen.entry((column, id.to_lowercase())).or_default();
            let undeclared =
                |other: &&&Study| other.id != study.id && !study.overlaps_with.contains(&other.id);
            for other in others.iter().filter(undeclared) {
                let message = format!("study {} carries the same identifier", other.id);
                findings.push(
                    at(base, Warning, "studies.csv", study.line, column, message)
                        .with_found(id.as_str())
                        .with_help("If patients are shared, name the overlap on both sides."),
                );
            }
            others.push(study);
        }
    }
}
