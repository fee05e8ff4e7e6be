//! Was a trial adequate? Dose, duration and adherence, each with what is known.

use super::{Adherence, DoseStep, StopReason, Time, Trial, days_inclusive};
use crate::answer::Answer;
use crate::date::{days_after, days_between};
use crate::dose::MgPerDay;
use crate::drug::{DoseTable, MinimumDose, Role};
use crate::finding::Finding;
use crate::source::Source;
use jiff::civil::Date;

/// The least duration of an adequate trial and who says so.
#[derive(Clone, Debug, PartialEq)]
pub struct MinimumWeeks {
    /// Consecutive weeks at an adequate dose.
    pub weeks: f64,
    /// Who says so.
    pub source: Source,
    /// True where clear evidence of non-response makes up for a short trial.
    pub unless_clear_non_response: bool,
}

/// A judgement of adequacy.
#[derive(Clone, Debug, PartialEq)]
pub struct Adequacy {
    /// Adequate (yes), inadequate (no) or unknown.
    pub verdict: Answer,
    /// What speaks against it.
    pub reasons: Vec<Shortfall>,
    /// Which fields are missing.
    pub missing: Vec<String>,
    /// Days at an adequate dose in a row, where known.
    pub days_at_dose: Option<i64>,
    /// The reasoning.
    pub finding: Finding,
}

crate::words! {
    /// Why a trial was inadequate.
    Shortfall {
        /// The dose stayed below the minimum.
        Dose = "dose", "dose too low";
        /// Too short at an adequate dose.
        Duration = "duration", "too short";
        /// Not taken as prescribed.
        Adherence = "adherence", "not taken as prescribed";
    }
}

/// Judges a trial: dose at least the minimum of the table, for at least so many weeks in a row,
/// adherence not refuted.
///
/// A trial is inadequate as soon as one of the three is known to fail, whatever else is missing;
/// it is unknown when nothing fails and dose or duration is not recorded; adherence that nobody
/// recorded does not refute. A trial that was stopped for intolerance before the minimum duration
/// is too short. A medicine without a line in the table is unknown, not adequate.
///
/// # Source
/// The rule as in the MGH-ATRQ and ATHF tradition; doses and weeks name their own source.
#[must_use]
pub fn adequacy(trial: &Trial, table: &DoseTable, minimum: &MinimumWeeks) -> Adequacy {
    let line = minimum_of(trial, table);
    let least = line.and_then(|line| MgPerDay::new(line.minimum_mg_per_day).ok());
    let dose = match (line, least) {
        (Some(line), Some(least)) => dose_finding(trial, least).by(table.source_of(line)),
        _ => Finding::unknown(
            format!(
                "no minimum dose of {}{} in {}",
                form_words(trial),
                if trial.augments.is_some() {
                    " as an addition"
                } else {
                    ""
                },
                table.name
            ),
            format!("a dose table with {}", form_words(trial)),
        ),
    };
    let days_at_dose = days_at(trial, least);
    let duration = duration_finding(trial, days_at_dose, dose.answer, minimum);
    let adherence = adherence_finding(trial);
    let mut reasons = Vec::new();
    for (finding, reason) in [
        (&dose, Shortfall::Dose),
        (&duration, Shortfall::Duration),
        (&adherence, Shortfall::Adherence),
    ] {
        if finding.answer == Answer::No {
            reasons.push(reason);
        }
    }
    let mut finding = Finding::all(
        format!("{} was adequate", trial.label),
        vec![dose, duration, adherence],
    );
    let running = matches!(trial.time, Time::Since { .. });
    finding.statement = format!(
        "{}: {}",
        trial.label,
        verdict_words(finding.answer, &reasons, running)
    );
    Adequacy {
        verdict: finding.answer,
        missing: finding
            .because
            .iter()
            .flat_map(Finding::missing_fields)
            .collect(),
        reasons,
        days_at_dose,
        finding,
    }
}

/// The medicine with its form, where that is not the plain oral one.
fn form_words(trial: &Trial) -> String {
    match trial.formulation {
        Some(form) => format!("{}, {form}", trial.drug.name),
        None => trial.drug.name.clone(),
    }
}

/// The table's line for a trial. An antidepressant that was added to another needs the dose it needs
/// alone, where the table has no line for it as an addition.
fn minimum_of<'t>(trial: &Trial, table: &'t DoseTable) -> Option<&'t MinimumDose> {
    let line = |adjunct| table.line(&trial.drug.id, trial.formulation, adjunct);
    match (trial.augments, trial.drug.role) {
        (None, _) => line(false),
        (Some(_), Role::Antidepressant) => line(true).or_else(|| line(false)),
        (Some(_), _) => line(true),
    }
}

/// A judgement in words; a trial that is still taken is too short so far.
#[must_use]
pub fn verdict_words(verdict: Answer, reasons: &[Shortfall], running: bool) -> String {
    match verdict {
        Answer::Yes => "adequate".to_owned(),
        Answer::CannotSay => "adequacy unknown".to_owned(),
        Answer::No => {
            let word = |reason: &Shortfall| match reason {
                Shortfall::Duration if running => "too short so far, still taken".to_owned(),
                other => other.to_string(),
            };
            let words: Vec<String> = reasons.iter().map(word).collect();
            format!("inadequate ({})", words.join(", "))
        }
    }
}

fn dose_finding(trial: &Trial, least: MgPerDay) -> Finding {
    match trial.highest_dose() {
        Some(dose) => Finding::new(
            Answer::of(dose >= least),
            format!("highest dose {dose}, minimum {least}"),
        ),
        None => Finding::unknown(
            format!("dose not recorded, minimum {least}"),
            format!("{}: dose", trial.label),
        ),
    }
}

fn duration_finding(
    trial: &Trial,
    days: Option<i64>,
    dose: Answer,
    minimum: &MinimumWeeks,
) -> Finding {
    let wanted = format!("minimum {} weeks", minimum.weeks);
    let is_clear = minimum.unless_clear_non_response && trial.clear_non_response == Some(true);
    // A trial stopped for intolerance showed nothing about response.
    let may_be_clear = minimum.unless_clear_non_response
        && trial.clear_non_response.is_none()
        && trial.stop_reason != Some(StopReason::Intolerance);
    let finding = match days {
        None if is_clear => Finding::new(
            Answer::Yes,
            format!("duration not recorded, {wanted}; clear evidence of non-response is recorded"),
        ),
        None => Finding::unknown(
            format!("duration at an adequate dose not recorded, {wanted}"),
            format!("{}: duration", trial.label),
        ),
        Some(days) => {
            #[allow(clippy::cast_precision_loss)]
            let long_enough = days as f64 >= minimum.weeks * 7.0;
            let at_dose = match dose {
                Answer::Yes => " in a row at an adequate dose",
                Answer::No | Answer::CannotSay => "",
            };
            let mut statement = format!("{days} days{at_dose}, {wanted}");
            if !long_enough {
                statement.push_str(match (trial.stop_reason, &trial.time) {
                    (Some(StopReason::Intolerance), _) => "; stopped early for intolerance",
                    (_, Time::Since { .. }) => "; still taken",
                    _ => "",
                });
            }
            let excused = !long_enough && is_clear;
            if excused {
                statement.push_str("; clear evidence of non-response is recorded");
            }
            if !long_enough && may_be_clear {
                let field = format!("{}: clear_non_response", trial.label);
                return Finding::unknown(
                    format!("{statement}; whether non-response was clear is not recorded"),
                    field,
                )
                .by(minimum.source.clone());
            }
            Finding::new(Answer::of(long_enough || excused), statement)
        }
    };
    finding.by(minimum.source.clone())
}

fn adherence_finding(trial: &Trial) -> Finding {
    match trial.adherence {
        Some(Adherence::Adequate) => Finding::new(Answer::Yes, "taken as prescribed"),
        Some(Adherence::Inadequate) => Finding::new(Answer::No, "not taken as prescribed"),
        None => Finding::new(
            Answer::Yes,
            "adherence not recorded; nothing speaks against it",
        ),
    }
}

/// Days in a row at `least` or more; all days where no dose reaches it or no minimum is known, so
/// that the duration can still be judged; `None` where the record does not tell.
fn days_at(trial: &Trial, least: Option<MgPerDay>) -> Option<i64> {
    let (start, stop) = match trial.time {
        Time::Between { start, stop } => (start, stop),
        Time::Since { start, until } => (start, until),
        Time::Weeks { weeks, start } => return days_of_weeks(trial, least, weeks, start),
        Time::Unknown { .. } => return None,
    };
    let all = days_inclusive(start, stop);
    let least = match least {
        Some(least) if trial.highest_dose().is_some_and(|dose| dose >= least) => least,
        _ => return Some(all),
    };
    Some(longest_run(&trial.doses, least, start, stop))
}

/// The same for a trial of so many weeks. Where some of its doses are below the minimum, its first
/// day must be recorded for the days at the others to be known.
fn days_of_weeks(
    trial: &Trial,
    least: Option<MgPerDay>,
    weeks: f64,
    start: Option<Date>,
) -> Option<i64> {
    #[allow(clippy::cast_possible_truncation)]
    let all = (weeks * 7.0 + 1e-9).floor() as i64;
    let Some(least) = least else { return Some(all) };
    let reaches = |step: &DoseStep| step.dose >= least;
    if trial.doses.iter().all(reaches) || !trial.doses.iter().any(reaches) {
        return Some(all);
    }
    let start = start?;
    let stop = days_after(start, (all - 1).max(0))?;
    Some(longest_run(&trial.doses, least, start, stop))
}

/// The longest stretch of days in a row at `least` or more; doses after the last day are none.
fn longest_run(doses: &[DoseStep], least: MgPerDay, start: Date, stop: Date) -> i64 {
    let mut longest = 0;
    let mut run_start: Option<Date> = None;
    for step in doses {
        let from = step.from.unwrap_or(start).max(start);
        if from > stop {
            break;
        }
        if step.dose >= least {
            run_start.get_or_insert(from);
        } else if let Some(begun) = run_start.take() {
            longest = longest.max(days_between(begun, from));
        }
    }
    if let Some(begun) = run_start {
        longest = longest.max(days_inclusive(begun, stop));
    }
    longest.max(0)
}
