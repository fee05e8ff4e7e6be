//! Doses in time, from words.

use super::request::{INTRAVENOUS, Request, option};
use crate::amount;
use crate::error::AppError;
use euthymia_clinical::tms::amount::split;
use euthymia_pharmacokinetics::Administration;
use euthymia_pharmacokinetics::quantity::{Dose, Hours, Kilograms, Milligrams};
use euthymia_table::fmt;

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
    /// How long the longest dose takes, in hours.
    pub(super) fn longest_h(&self) -> f64 {
        let lengths = self.steps.iter().map(Step::length_h);
        lengths.fold(0.0, f64::max)
    }

    /// A day after the last dose has begun, or as many days that half a day follows the end of every
    /// dose.
    pub(super) fn covered_until_h(&self) -> f64 {
        let end = |step: &Step| {
            step.start.value() + DAY_H * ((step.length_h() + DAY_H / 2.0) / DAY_H).ceil()
        };
        self.steps.iter().map(end).fold(0.0, f64::max)
    }

    /// How many doses begin at a time or later.
    pub(super) fn begun_after(&self, time_h: f64) -> usize {
        let after = self
            .steps
            .iter()
            .filter(|step| step.start.value() >= time_h);
        after.count()
    }

    /// What is odd about a dose into a vein: far from what protocols of depression give.
    pub(super) fn oddity(&self, weight: Kilograms, route: &str) -> Option<String> {
        let doses = self
            .steps
            .iter()
            .filter_map(|step| step.dose.at(weight).ok());
        let by_weight = doses.map(|dose| dose.value() / weight.value());
        let is_odd = |dose: &f64| *dose >= FAR * USUAL_MG_KG || *dose <= USUAL_MG_KG / FAR;
        let odd = by_weight.filter(|_| route == INTRAVENOUS).find(is_odd)?;
        Some(format!(
            "{}: {} mg/kg, {} times the {USUAL_MG_KG} mg/kg that protocols of depression infuse; check dose and unit.",
            self.label,
            two_digits(odd),
            two_digits(odd / USUAL_MG_KG)
        ))
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

/// A number with two digits that mean something, from a millionth on.
fn two_digits(value: f64) -> String {
    let decimals = (1..=6).find(|digits| value * 10f64.powi(*digits) >= 10.0);
    let decimals = if value >= 10.0 {
        0
    } else {
        decimals.unwrap_or(6)
    };
    fmt::number(value, u8::try_from(decimals).unwrap_or(0))
}

impl Step {
    fn length_h(&self) -> f64 {
        self.over.map_or(0.0, Hours::value)
    }
}

const DAY_H: f64 = 24.0;
const BOLUS: &str = "bolus";
/// What most trials infuse, and how far from it a dose is worth a remark.
const USUAL_MG_KG: f64 = 0.5;
const FAR: f64 = 4.0;
/// The longest infusion in hours, and the longest wait between devices of one dose.
const INFUSION_MAX_H: f64 = 168.0;
const BETWEEN_MAX_H: f64 = 1.0;

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
    if between.is_some_and(|wait| wait.value() > BETWEEN_MAX_H) {
        return Err(usage(
            "--between: devices of one dose follow each other within an hour; give later ones as doses of a --schedule",
        ));
    }
    if let Some(text) = &request.schedule {
        if dose.is_some() {
            return Err(usage("--schedule: it names its doses; leave --dose away"));
        }
        return Ok(vec![listed(text, between)?]);
    }
    let dose = dose.ok_or_else(|| usage("--dose: name the dose, such as 0.5mg/kg or 35mg"))?;
    let lengths = lengths(request);
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
    for (name, text) in lengths {
        let over = length(name, text)?;
        let label = match over {
            Some(_) => format!("{dose} over {}", spaced(text)),
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

/// The lengths of infusions that are asked for, each with the option that names it.
fn lengths(request: &Request) -> Vec<(&'static str, &str)> {
    let compared = request.compare.iter();
    let compared = compared.flat_map(|text| amount::entries(text));
    let infused = request.infuse.as_deref().into_iter();
    compared
        .map(|text| ("--compare", text))
        .chain(infused.map(|text| ("--infuse", text)))
        .collect()
}

fn usage(what: &str) -> AppError {
    AppError::Usage(what.to_owned())
}

/// A time as people read it: `40min` with a blank before its unit.
fn spaced(text: &str) -> String {
    split(text).map_or_else(
        |_| text.trim().to_owned(),
        |(value, unit)| format!("{value} {unit}"),
    )
}

/// The length of an infusion, `None` for a bolus.
fn length(name: &str, text: &str) -> Result<Option<Hours>, AppError> {
    if text.trim().eq_ignore_ascii_case(BOLUS) {
        return Ok(None);
    }
    let over = option(name, Some(text), Hours::parse)?;
    match over {
        Some(over) if over.value() > INFUSION_MAX_H => Err(usage(&format!(
            "{name}: an infusion of {} is longer than a week; check the unit",
            text.trim()
        ))),
        Some(over) if over.value() > 0.0 => Ok(Some(over)),
        _ => Err(usage(&format!(
            "{name}: an infusion takes longer than no time; write bolus for all at once"
        ))),
    }
}

/// `0h 35mg over 40min, 48h 35mg over 40min`.
fn listed(text: &str, between: Option<Hours>) -> Result<Schedule, AppError> {
    let entries = amount::entries(text).into_iter();
    let steps: Vec<Step> = entries
        .map(|entry| step(entry, between))
        .collect::<Result<_, _>>()?;
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
    let over = over.map(|text| length("--schedule", text)).transpose()?;
    let over = over.flatten();
    let [start, dose] = [start, dose].map(|text| amount::pointed("--schedule", text));
    Ok(Step {
        start: Hours::parse(&start?).map_err(|error| wrong(&error.to_string()))?,
        dose: Dose::parse(&dose?).map_err(|error| wrong(&error.to_string()))?,
        over,
        between,
    })
}
