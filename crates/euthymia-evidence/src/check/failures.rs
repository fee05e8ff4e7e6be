//! Entry criteria as numbers of failed trials: in order, and stated by the study's own definition.

use super::at;
use crate::base::EvidenceBase;
use crate::study::Study;
use euthymia_table::{Diagnostic, Severity::Error};

const MIN: &str = "failed_trials_min";
const MAX: &str = "failed_trials_max";

pub(super) fn failures(base: &EvidenceBase) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for study in &base.studies {
        let cells = [
            (MIN, study.failed_trials_min),
            (MAX, study.failed_trials_max),
        ];
        for (column, number) in cells {
            let Some(number) = number else { continue };
            if let Some((message, help)) = fault(study, column, number) {
                findings.push(
                    at(base, Error, "studies.csv", study.line, column, message)
                        .with_found(number.to_string())
                        .with_help(help),
                );
            }
        }
    }
    findings
}

/// The first thing that is wrong with one number, and what to do.
fn fault(study: &Study, column: &str, number: u64) -> Option<(&'static str, &'static str)> {
    if number == 0 {
        return Some((
            "expected at least one failed trial",
            "Leave the cell empty where no failed trial is needed.",
        ));
    }
    let stated = study.trd_definition.as_deref().unwrap_or_default();
    if !says(stated, number) {
        return Some((
            "trd_definition does not state this number",
            "Enter only a number that the study's definition states, or mend the definition from the \
             source.",
        ));
    }
    if column == MIN {
        return None;
    }
    match study.failed_trials_min {
        None => Some((
            "the largest number of failed trials without the smallest",
            "Enter the smallest number too, or leave both cells empty.",
        )),
        Some(min) if min > number => Some((
            "below the smallest number of failed trials",
            "Exchange the two, or compare them with the source.",
        )),
        Some(_) => None,
    }
}

/// True when a text has this whole number among its numbers: 2 is in "2-4 trials", not in "2.5" or
/// "12".
fn says(text: &str, number: u64) -> bool {
    text.split(|c: char| !c.is_ascii_digit() && c != '.')
        .any(|word| word.trim_matches('.').parse() == Ok(number))
}
