//! The dose of a session's record: an amount with its unit, in the range of the treatment.

use super::entry::Wrong;
use euthymia_clinical::safety::rules::{DoseRange, RuleSet};
use euthymia_pharmacokinetics::quantity::{Dose, Hours};

const HELP: &str =
    "Write the amount with its unit, such as \"35 mg\", \"0.5 mg/kg\" or \"35 mg over 40 min\".";

/// Most pulses of a session that are taken; SAINT gives 18,000 in a day.
const PULSES: u32 = 100_000;

fn wrong(message: impl Into<String>, help: &str) -> Wrong {
    Wrong::new("dose", message, help)
}

/// The dose in mg; `None` where it is one by body weight, or counted in pulses.
///
/// # Errors
/// No amount, no unit, another unit, or an amount that cannot be right.
pub(super) fn milligrams(text: &str, set: &RuleSet) -> Result<Option<f64>, Wrong> {
    let Some(range) = &set.dose else {
        return pulses(text);
    };
    let (amount, time) = match text.split_once(" over ") {
        Some((amount, time)) => (amount, Some(time)),
        None => (text, None),
    };
    let dose = Dose::parse(amount).map_err(|error| wrong(error.to_string(), HELP))?;
    if let Some(time) = time {
        let time = Hours::parse(time).map_err(|error| wrong(error.to_string(), HELP))?;
        if !(time.value() > 0.0 && time.value() <= 24.0) {
            return Err(wrong(
                "a dose is given over more than 0 and at most 24 h",
                HELP,
            ));
        }
    }
    match dose {
        Dose::Absolute(amount) => {
            inside(amount.value(), "mg", range.mg, set)?;
            whole_devices(amount.value(), range)?;
            Ok(Some(amount.value()))
        }
        Dose::PerWeight(amount) => match range.mg_per_kg {
            Some(limits) => inside(amount.value(), "mg/kg", limits, set).map(|()| None),
            None => Err(wrong(
                format!("{} is not dosed by body weight", set.name),
                "Write the amount in mg, such as \"56 mg\".",
            )),
        },
    }
}

fn inside(value: f64, unit: &str, [low, high]: [f64; 2], set: &RuleSet) -> Result<(), Wrong> {
    if (low..=high).contains(&value) {
        return Ok(());
    }
    let message = format!(
        "{value} {unit} cannot be right for {}; plausible are {low} to {high} {unit}",
        set.name
    );
    Err(wrong(message, HELP))
}

fn whole_devices(value: f64, range: &DoseRange) -> Result<(), Wrong> {
    match range.device_mg {
        Some(each) if value % each != 0.0 => Err(wrong(
            format!("{value} mg is no number of whole devices of {each} mg"),
            "Write what the devices gave together.",
        )),
        _ => Ok(()),
    }
}

fn pulses(text: &str) -> Result<Option<f64>, Wrong> {
    let count = text.trim().strip_suffix("pulses").map(str::trim);
    match count.and_then(|count| count.parse::<u32>().ok()) {
        Some(count) if (1..=PULSES).contains(&count) => Ok(None),
        _ => Err(wrong(
            format!("expected pulses from 1 to {PULSES}, such as \"3000 pulses\""),
            "This treatment has no dose in mg; the line may be left out.",
        )),
    }
}
