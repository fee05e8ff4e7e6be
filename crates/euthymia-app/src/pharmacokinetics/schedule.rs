//! Doses in time, from words.

use super::request::{Request, option};
use crate::error::AppError;
use euthymia_pharmacokinetics::Administration;
use euthymia_pharmacokinetics::quantity::{Dose, Hours, Kilograms, Milligrams};

/// Doses that are given one after another.
#[derive(Clone, Debug, PartialEq)]
pub struct Schedule {
    /// In words.
    pub label: String,
    /// The doses.
    pub steps: Vec<Step>,
}

/// One dose.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step {
    /// When it begins.
    pub start: Hours,
    /// How much.
    pub dose: Dose,
    /// How long it runs; `None` for all at once.
    pub over: Option<Hours>,
    /// The wait between devices.
    pub between: Option<Hours>,
}

impl Schedule {
    /// When the last dose begins, in hours.
    pub(super) fn last_start_h(&self) -> f64 {
        self.steps
            .iter()
            .map(|step| step.start.value())
            .fold(0.0, f64::max)
    }

    /// The doses as amounts for a weight, of which a part is what a model follows.
    pub(super) fn given(
        &self,
        weight: Kilograms,
        part: f64,
    ) -> Result<Vec<Administration>, AppError> {
        let usage = |error: euthymia_pharmacokinetics::quantity::QuantityError| {
            AppError::Usage(format!("--dose: {error}"))
        };
        let zero = Hours::new(0.0).map_err(usage)?;
        let one = |step: &Step| {
            let whole = step.dose.at(weight).map_err(usage)?;
            Ok(Administration {
                dose: Milligrams::new(part * whole.value()).map_err(usage)?,
                start: step.start,
                over: step.over,
                between: step.between.unwrap_or(zero),
            })
        };
        self.steps.iter().map(one).collect()
    }
}

const BOLUS: &str = "bolus";

/// The schedules that are asked for: one from a list of doses, or one for each length of an infusion.
pub(super) fn schedules(
    request: &Request,
    dose: Option<Dose>,
    between: Option<Hours>,
    is_timed: bool,
) -> Result<Vec<Schedule>, AppError> {
    let ways = [
        request.schedule.is_some(),
        request.infuse.is_some(),
        !request.compare.is_empty(),
    ];
    if ways.iter().filter(|way| **way).count() > 1 {
        return Err(usage(
            "--schedule, --infuse and --compare are three ways to say one thing; use one",
        ));
    }
    if let Some(text) = &request.schedule {
        if dose.is_some() {
            return Err(usage("--schedule: it names its doses; leave --dose away"));
        }
        return Ok(vec![listed(text, between)?]);
    }
    let dose = dose.ok_or_else(|| usage("--dose: name the dose, such as 0.5mg/kg or 35mg"))?;
    let lengths: Vec<&String> = request.compare.iter().chain(&request.infuse).collect();
    let start = Hours::new(0.0).map_err(|error| usage(&error.to_string()))?;
    let step = |over| Step {
        start,
        dose,
        over,
        between,
    };
    if lengths.is_empty() {
        return match is_timed {
            true => Err(usage("--infuse: say how long, such as 40min, or bolus")),
            false => Ok(vec![Schedule {
                label: dose.to_string(),
                steps: vec![step(None)],
            }]),
        };
    }
    let mut schedules: Vec<Schedule> = Vec::new();
    for text in lengths {
        let over = length(text)?;
        let label = match over {
            Some(_) => format!("{dose} over {}", text.trim()),
            None => format!("{dose} at once"),
        };
        let schedule = Schedule {
            label,
            steps: vec![step(over)],
        };
        if schedules.iter().any(|own| own.steps == schedule.steps) {
            return Err(usage(&format!("--compare: {} is there twice", text.trim())));
        }
        schedules.push(schedule);
    }
    Ok(schedules)
}

fn usage(what: &str) -> AppError {
    AppError::Usage(what.to_owned())
}

/// The length of an infusion, `None` for a bolus.
fn length(text: &str) -> Result<Option<Hours>, AppError> {
    if text.trim().eq_ignore_ascii_case(BOLUS) {
        return Ok(None);
    }
    let over = option("--infuse", Some(text), Hours::parse)?;
    match over {
        Some(over) if over.value() > 0.0 => Ok(Some(over)),
        _ => Err(usage(
            "--infuse: an infusion takes longer than no time; write bolus for all at once",
        )),
    }
}

/// `0h 35mg over 40min, 48h 35mg over 40min`.
fn listed(text: &str, between: Option<Hours>) -> Result<Schedule, AppError> {
    let steps = text.split(',').map(|entry| step(entry.trim(), between));
    let steps: Vec<Step> = steps.collect::<Result<_, _>>()?;
    let first = steps.first().map(|step| step.dose.to_string());
    let label = match (steps.len(), first) {
        (1, _) | (_, None) => text.trim().to_owned(),
        (count, Some(_)) if steps.windows(2).any(|pair| !alike(pair)) => format!("{count} doses"),
        (count, Some(dose)) => format!("{count} × {dose}"),
    };
    Ok(Schedule { label, steps })
}

fn alike(pair: &[Step]) -> bool {
    match pair {
        [one, other] => one.dose == other.dose && one.over == other.over,
        _ => true,
    }
}

fn step(entry: &str, between: Option<Hours>) -> Result<Step, AppError> {
    let words: Vec<&str> = entry.split_whitespace().collect();
    let wrong = |what: &str| {
        usage(&format!(
            "--schedule: \"{entry}\": {what}; write a time and a dose without blanks inside, such as 48h 35mg over 40min"
        ))
    };
    let (start, dose, over) = match words.as_slice() {
        [start, dose] => (start, dose, None),
        [start, dose, "bolus"] => (start, dose, None),
        [start, dose, "over", over] => (start, dose, Some(over)),
        _ => return Err(wrong("it is no dose at a time")),
    };
    let over = over.map(|text| length(text)).transpose()?.flatten();
    Ok(Step {
        start: Hours::parse(start).map_err(|error| wrong(&error.to_string()))?,
        dose: Dose::parse(dose).map_err(|error| wrong(&error.to_string()))?,
        over,
        between,
    })
}
