//! Did a trial fail? Each definition has its own rule.

use super::{Effect, Improvement, StopReason, Trial};
use crate::answer::Answer;
use crate::decimal;
use crate::finding::Finding;
use serde::Deserialize;

/// The rule by which a trial counts as failed.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum FailureRule {
    /// Improvement of less than so many percent.
    ImprovementBelow {
        /// Percent of baseline.
        percent: f64,
    },
    /// Improvement of at most so many percent.
    ImprovementAtMost {
        /// Percent of baseline.
        percent: f64,
    },
    /// Improvement from one percentage to below another.
    ImprovementBetween {
        /// At least this, percent of baseline.
        from: f64,
        /// Less than this.
        below: f64,
    },
    /// A final HAM-D17 total of at least so many points.
    FinalHamdAtLeast {
        /// Points on the HAM-D17.
        points: f64,
    },
    /// A final HAM-D17 total above so many points.
    FinalHamdAbove {
        /// Points on the HAM-D17.
        points: f64,
    },
    /// Ended for lack of response, or improvement of less than so many percent.
    NoResponse {
        /// Percent of baseline.
        percent: f64,
    },
    /// The definition has no number: what the record says counts.
    AsRecorded,
}

/// Whether a trial failed by a rule.
///
/// Improvement is compared exactly for the decimals as recorded. Words stand for ranges: "partial"
/// is from 25 % to less than 50 %, which answers whether it was below 50 % and not whether it was
/// below 30 %.
#[must_use]
pub fn failed(trial: &Trial, rule: FailureRule) -> Finding {
    match rule {
        FailureRule::ImprovementBelow { percent } => {
            improvement(trial, "below", percent, |effect| below(effect, percent))
        }
        FailureRule::ImprovementAtMost { percent } => {
            improvement(trial, "at most", percent, |effect| at_most(effect, percent))
        }
        FailureRule::ImprovementBetween { from, below: upper } => {
            let finding = improvement(trial, "below", upper, |effect| {
                let (high, low) = (below(effect, upper)?, below(effect, from)?);
                Some(high && !low)
            });
            Finding {
                statement: format!("{}, at least {from} % wanted", finding.statement),
                ..finding
            }
        }
        FailureRule::FinalHamdAtLeast { points } => {
            final_hamd(trial, |end| end >= points, &format!("≥ {points}"))
        }
        FailureRule::FinalHamdAbove { points } => {
            final_hamd(trial, |end| end > points, &format!("> {points}"))
        }
        FailureRule::NoResponse { percent } => match below(&trial.effect, percent) {
            None if trial.stop_reason == Some(StopReason::NoResponse) => stopped_for_no_response(),
            _ => failed(trial, FailureRule::ImprovementBelow { percent }),
        },
        FailureRule::AsRecorded => as_recorded(trial),
    }
}

fn improvement(
    trial: &Trial,
    words: &str,
    percent: f64,
    judge: impl Fn(&Effect) -> Option<bool>,
) -> Finding {
    let wanted = format!("{words} {percent} % counts as failed");
    match judge(&trial.effect) {
        Some(failed) => Finding::new(
            Answer::of(failed),
            format!("improvement {}; {wanted}", described(&trial.effect)),
        ),
        None => Finding::unknown(
            match described(&trial.effect).as_str() {
                "not recorded" => format!("improvement not recorded; {wanted}"),
                known => format!("improvement {known} does not settle it; {wanted}"),
            },
            format!(
                "{}: improvement in percent, or scores before and at the end",
                trial.label
            ),
        ),
    }
}

/// The improvement in words for a report.
#[must_use]
pub fn described(effect: &Effect) -> String {
    if let Some((before, end)) = pair(effect) {
        let name = effect
            .scores
            .as_ref()
            .and_then(|scores| crate::instrument::bundled(&scores.instrument))
            .map_or("score", |pack| pack.name.as_str());
        return if before > 0.0 {
            // One decimal, so that 24.6 % is not shown as a quarter.
            let percent = (10.0 * (before - end) / before * 100.0).round() / 10.0;
            format!("{percent} % ({name} {before} to {end})")
        } else {
            format!("({name} {before} to {end})")
        };
    }
    match (effect.improvement_percent, effect.improvement) {
        (Some(percent), _) => format!("{percent} %"),
        (None, Some(words)) => words.to_string(),
        (None, None) => "not recorded".to_owned(),
    }
}

fn pair(effect: &Effect) -> Option<(f64, f64)> {
    let scores = effect.scores.as_ref()?;
    Some((scores.before?, scores.end?))
}

fn below(effect: &Effect, percent: f64) -> Option<bool> {
    if let Some((before, end)) = pair(effect) {
        return (before > 0.0).then(|| !decimal::falls_by_at_least(before, end, percent));
    }
    if let Some(found) = effect.improvement_percent {
        return Some(found < percent);
    }
    range(effect.improvement?, |low, high| {
        if high <= percent {
            Some(true)
        } else if low >= percent {
            Some(false)
        } else {
            None
        }
    })
}

fn at_most(effect: &Effect, percent: f64) -> Option<bool> {
    if let Some((before, end)) = pair(effect) {
        // At most p % is: not more than p %; 100 (b − e) ≤ p b, in decimal.
        return (before > 0.0).then(|| decimal::falls_by_at_most(before, end, percent));
    }
    if let Some(found) = effect.improvement_percent {
        return Some(found <= percent);
    }
    range(effect.improvement?, |low, high| {
        if high <= percent {
            Some(true)
        } else if low > percent {
            Some(false)
        } else {
            None
        }
    })
}

/// The range [low, high) that a word stands for, handed to a judge.
fn range(words: Improvement, judge: impl Fn(f64, f64) -> Option<bool>) -> Option<bool> {
    match words {
        Improvement::Minimal => judge(f64::NEG_INFINITY, 25.0),
        Improvement::Partial => judge(25.0, 50.0),
        Improvement::Response => judge(50.0, f64::INFINITY),
    }
}

fn final_hamd(trial: &Trial, judge: impl Fn(f64) -> bool, wanted: &str) -> Finding {
    let scores = trial.effect.scores.as_ref();
    let on_scale = scores.filter(|scores| scores.instrument == "hamd17");
    match on_scale.and_then(|scores| scores.end) {
        Some(end) => Finding::new(
            Answer::of(judge(end)),
            format!("final HAM-D17 {end}; {wanted} counts as failed"),
        ),
        None => Finding::unknown(
            format!("final HAM-D17 not recorded; {wanted} counts as failed"),
            format!("{}: HAM-D17 at the end", trial.label),
        ),
    }
}

fn stopped_for_no_response() -> Finding {
    Finding::new(Answer::Yes, "recorded as stopped for lack of response")
}

/// Where a definition speaks of an unsatisfactory response without a number: stopped for lack of
/// response is failed; so is improvement below 25 %, which is below every threshold that a source
/// gives (25 %: Sforzini 2022, 10.1038/s41380-021-01381-x, and the esketamine trials; 50 %: panel
/// 2021, 10.1002/da.23135); at least 50 % is above them all, and is not; in between nobody can say.
fn as_recorded(trial: &Trial) -> Finding {
    let words = described(&trial.effect);
    if trial.stop_reason == Some(StopReason::NoResponse) {
        if below(&trial.effect, 50.0) == Some(false) {
            return Finding::unknown(
                format!("recorded as stopped for lack of response, with an improvement of {words}"),
                format!("{}: which of the two is right", trial.label),
            );
        }
        return stopped_for_no_response();
    }
    match (below(&trial.effect, 25.0), below(&trial.effect, 50.0)) {
        (Some(true), _) => Finding::new(
            Answer::Yes,
            format!("improvement {words}: below every sourced threshold (25 % and 50 %)"),
        ),
        (_, Some(false)) => Finding::new(Answer::No, format!("improvement {words}: at least half")),
        _ => Finding::unknown(
            format!("improvement {words}; the definition gives no number"),
            match words.as_str() {
                "not recorded" => format!("{}: stop reason, or improvement", trial.label),
                _ => format!(
                    "{}: whether that was unsatisfactory (stop_reason = \"no_response\" says so)",
                    trial.label
                ),
            },
        ),
    }
}
