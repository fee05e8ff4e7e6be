//! Counts within n, percentages that fit, scores within their scale, a main row at most.

use super::at;
use crate::base::EvidenceBase;
use crate::mark::Verification;
use crate::outcome_row::{OutcomeRow, PrintedPercent};
use euthymia_clinical::instrument;
use euthymia_clinical::outcome::OutcomeKind;
use euthymia_table::{Diagnostic, Severity, Severity::Error, Severity::Warning};
use std::collections::HashSet;

pub(super) fn amounts(base: &EvidenceBase) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for row in &base.outcomes {
        let mut say = |severity: Severity, column: &str, found: String, message, help: &str| {
            let finding =
                at(base, severity, "outcomes.csv", row.line, column, message).with_help(help);
            findings.push(if found.is_empty() {
                finding
            } else {
                finding.with_found(found)
            });
        };
        counts(base, row, &mut say);
        percentage(row, &mut say);
        measurement(row, &mut say);
        shape(row, &mut say);
    }
    arms(base, &mut findings);
    main_rows(base, &mut findings);
    findings
}

/// Severity, column, what was found (empty for nothing), what is wrong, what to do.
type Say<'a> = &'a mut dyn FnMut(Severity, &str, String, String, &str);

fn counts(base: &EvidenceBase, row: &OutcomeRow, say: Say<'_>) {
    if let (Some(events), Some(n)) = (row.events, row.n)
        && events > n
    {
        let message = format!("more events than the {n} patients");
        let help = "Compare both with the source.";
        say(Error, "events", events.to_string(), message, help);
    }
    if row.events.is_some() && row.n.is_none() {
        let message = "events without a number of patients".to_owned();
        let help = "Fill n in, or leave events empty and give the printed percentage.";
        say(Error, "n", String::new(), message, help);
    }
    if row.n == Some(0) {
        let message = "a number of patients of zero".to_owned();
        let help = "Leave the cell empty if n is not known.";
        say(Error, "n", "0".to_owned(), message, help);
    }
    let randomised = base
        .arm(&row.study_id, &row.arm_id)
        .and_then(|arm| arm.n_randomised);
    if let (Some(n), Some(randomised)) = (row.n, randomised)
        && n > randomised
    {
        let message = format!("more patients than the {randomised} randomised to the arm");
        let help = "Compare both with the source, and say in the note why.";
        say(Warning, "n", n.to_string(), message, help);
    }
}

/// True when `events` of `n` round to the printed percentage at its own number of decimals.
///
/// Half a unit of the last printed digit is allowed on both sides, since printers round halves up,
/// down and to even.
#[must_use]
fn fits(events: u64, n: u64, printed: PrintedPercent) -> bool {
    let exact = 100.0 * events as f64 / n as f64;
    let half_unit = 0.5 * 10f64.powi(-i32::try_from(printed.decimals).unwrap_or(0));
    (exact - printed.value).abs() <= half_unit + 1e-9
}

fn percentage(row: &OutcomeRow, say: Say<'_>) {
    const COLUMN: &str = "percent_reported";
    let Some(printed) = row.percent_reported else {
        return;
    };
    let found = printed.value.to_string();
    if !(0.0..=100.0).contains(&printed.value) {
        let message = "expected a percentage from 0 to 100".to_owned();
        say(Error, COLUMN, found, message, "Write 50 for 50 %.");
        return;
    }
    let (Some(events), Some(n)) = (row.events, row.n) else {
        return;
    };
    if n > 0 && !fits(events, n, printed) {
        let exact = 100.0 * events as f64 / n as f64;
        let message =
            format!("the printed percentage is not {events} of {n}, which is {exact:.2} %");
        let help = if row.note.is_some() {
            "See the row's note."
        } else {
            "Compare all three with the source; if they are printed so, say it in the note."
        };
        say(Warning, COLUMN, found, message, help);
    } else if several_counts_fit(row) {
        let message = format!("{events} of {n} is not the only count that fits the percentage");
        let help = "The row is left out of strict analyses. Find the count in the source.";
        say(Warning, COLUMN, found, message, help);
    }
}

/// True for a count that was computed from a printed percentage which fits another count as well: a
/// percentage becomes a count only where exactly one fits.
#[must_use]
pub(crate) fn several_counts_fit(row: &OutcomeRow) -> bool {
    let (Some(events), Some(n), Some(printed)) = (row.events, row.n, row.percent_reported) else {
        return false;
    };
    row.verification == Verification::Computed
        && [events.checked_sub(1), events.checked_add(1)]
            .into_iter()
            .flatten()
            .any(|other| other <= n && fits(other, n, printed))
}

fn measurement(row: &OutcomeRow, say: Say<'_>) {
    for (column, value) in [("sd", row.sd), ("se", row.se)] {
        if let Some(value) = value.filter(|value| *value <= 0.0) {
            let message = "expected a number above 0".to_owned();
            let help = "Leave the cell empty if it is not known.";
            say(Error, column, value.to_string(), message, help);
        }
    }
    if let (Some(sd), Some(se), Some(n)) = (row.sd, row.se, row.n) {
        let expected = sd / (n as f64).sqrt();
        if (se / expected - 1.0).abs() > 0.02 {
            let message = format!("the standard error does not follow from sd {sd} and n {n}");
            let help = "Compare all three with the source: an SE may stand for an SD.";
            say(Warning, "se", se.to_string(), message, help);
        }
    }
    let Some(scale) = row.instrument.as_deref().and_then(instrument::find) else {
        return;
    };
    let span = scale
        .maximum
        .map(|maximum| f64::from(maximum - scale.minimum));
    let help = "Compare it with the source, and the scale with the instrument.";
    match (row.outcome.id(), row.mean) {
        ("score", Some(mean)) if !scale.allows(mean) => {
            let message = format!("outside the range of the {}", scale.name);
            say(Error, "mean", mean.to_string(), message, help);
        }
        ("change", Some(mean)) if span.is_some_and(|span| mean.abs() > span) => {
            let message = format!("a change larger than the range of the {}", scale.name);
            say(Error, "mean", mean.to_string(), message, help);
        }
        _ => {}
    }
}

fn shape(row: &OutcomeRow, say: Say<'_>) {
    let has_event = row.events.is_some() || row.percent_reported.is_some();
    let mut wrong = |column: &str, message: &str, help: &str| {
        say(Error, column, String::new(), message.to_owned(), help);
    };
    let (kind, has_mean) = (row.outcome.kind(), row.mean.is_some());
    if kind == OutcomeKind::Event && has_mean {
        let message = "a mean for an outcome that is counted";
        wrong("mean", message, "Give events and n, or another outcome.");
    } else if kind == OutcomeKind::Event && !has_event {
        let message = "neither events nor a printed percentage";
        wrong("events", message, "Fill one of them in, or remove the row.");
    } else if kind == OutcomeKind::Measurement && has_event {
        let message = "events for an outcome on a scale";
        wrong("events", message, "Give a mean, or another outcome.");
    } else if kind == OutcomeKind::Measurement && !has_mean {
        wrong("mean", "no mean", "Fill it in, or remove the row.");
    }
    let needs_definition = ["response", "remission"].contains(&row.outcome.id());
    if needs_definition && row.definition.is_none() {
        let message = "response and remission need a definition";
        let help = "Write the rule, or trial_defined where the source does not spell it out.";
        wrong("definition", message, help);
    }
}

fn arms(base: &EvidenceBase, findings: &mut Vec<Diagnostic>) {
    for arm in &base.arms {
        let mut say = |severity, column: &str, found: String, message: String| {
            findings.push(
                at(base, severity, "arms.csv", arm.line, column, message)
                    .with_found(found)
                    .with_help("Compare it with the source."),
            );
        };
        if let Some(age) = arm.mean_age.filter(|age| !(0.0..=120.0).contains(age)) {
            let message = "expected years from 0 to 120".to_owned();
            say(Error, "mean_age", age.to_string(), message);
        }
        if let Some(women) = arm.pct_female.filter(|x| !(0.0..=100.0).contains(x)) {
            let message = "expected percent, 0 to 100".to_owned();
            say(Error, "pct_female", women.to_string(), message);
        }
        let scale = arm
            .baseline_instrument
            .as_deref()
            .and_then(instrument::find);
        if let (Some(scale), Some(mean)) = (scale, arm.baseline_mean)
            && !scale.allows(mean)
        {
            let message = format!("outside the range of the {}", scale.name);
            say(Error, "baseline_mean", mean.to_string(), message);
        }
        if let Some(sd) = arm.baseline_sd.filter(|sd| *sd <= 0.0) {
            let message = "expected a number above 0".to_owned();
            say(Error, "baseline_sd", sd.to_string(), message);
        }
        if let (Some(analysed), Some(randomised)) = (arm.n_analysed, arm.n_randomised)
            && analysed > randomised
        {
            let message = format!("more than the {randomised} randomised");
            say(Warning, "n_analysed", analysed.to_string(), message);
        }
    }
}

/// An arm has at most one main row for each outcome. It has none where only numbers beside the main
/// ones are known.
fn main_rows(base: &EvidenceBase, findings: &mut Vec<Diagnostic>) {
    let mut seen = HashSet::new();
    for row in base.outcomes.iter().filter(|row| row.main) {
        if !seen.insert((&row.study_id, &row.arm_id, &row.outcome)) {
            let message = "the arm has another main row for this outcome";
            findings.push(
                at(base, Error, "outcomes.csv", row.line, "main", message)
                    .with_found("yes")
                    .with_help("Keep yes on the row that stands for the arm, no on the others."),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::fits;
    use crate::outcome_row::PrintedPercent;

    #[test]
    fn nineteen_of_eighty_nine_is_not_twenty_one_point_four() {
        assert!(!fits(
            19,
            89,
            PrintedPercent {
                value: 21.4,
                decimals: 1
            }
        ));
        assert!(fits(
            19,
            89,
            PrintedPercent {
                value: 21.3,
                decimals: 1
            }
        ));
    }

    #[test]
    fn a_half_may_be_rounded_either_way() {
        for value in [12.0, 13.0] {
            assert!(fits(1, 8, PrintedPercent { value, decimals: 0 }));
        }
    }
}
