//! Limits that can be meant: a highest value that is no lowest one, and the other way round.

use super::quantity::Quantity;
use super::rules::Bound;

/// Where the highest and the lowest value that a clinic allows can lie; `None` where such a limit
/// makes no sense. Wide on purpose: what is outside is a slip, and would make a rule that never speaks.
struct Place {
    at_most: Option<(f64, f64)>,
    at_least: Option<(f64, f64)>,
}

fn place(quantity: Quantity) -> Place {
    let (at_most, at_least) = match quantity {
        Quantity::Systolic => (Some((110.0, 250.0)), Some((60.0, 110.0))),
        Quantity::Diastolic => (Some((70.0, 150.0)), Some((30.0, 70.0))),
        Quantity::Pulse => (Some((80.0, 220.0)), Some((30.0, 80.0))),
        Quantity::Spo2 => (None, Some((80.0, 100.0))),
        Quantity::Moaas => (None, Some((1.0, 5.0))),
        Quantity::Cadss => (Some((0.0, 91.0)), None),
        Quantity::Temperature => (Some((36.5, 42.0)), Some((33.0, 36.5))),
    };
    Place { at_most, at_least }
}

/// Whether a limit of a quantity can be meant.
///
/// # Errors
/// What is wrong, with the range.
pub(super) fn limit(quantity: Quantity, bound: Bound) -> Result<(), String> {
    let place = place(quantity);
    let (key, number, range, other) = match bound {
        Bound::AtMost(number) => ("at_most", number, place.at_most, "at_least"),
        Bound::AtLeast(number) => ("at_least", number, place.at_least, "at_most"),
        Bound::WithinPercentOfBefore(percent) => {
            return match (1.0..=100.0).contains(&percent) {
                true => Ok(()),
                false => Err(format!(
                    "within_percent_of_before = {percent}: use 1 to 100 per cent"
                )),
            };
        }
    };
    let unit = quantity.unit();
    match range {
        Some((low, high)) if (low..=high).contains(&number) => Ok(()),
        Some((low, high)) => Err(format!(
            "{key} = {number} cannot be meant for {quantity}: use {low} to {high} {unit}, or {other} \
             for a limit on the other side"
        )),
        None => Err(format!(
            "{quantity} has no limit of the kind {key}: use {other}"
        )),
    }
}

/// Whether a lowest and a highest value leave room between them.
///
/// # Errors
/// That they do not.
pub(super) fn pair(lowest: f64, highest: f64) -> Result<(), String> {
    match lowest < highest {
        true => Ok(()),
        false => Err(format!(
            "at_least = {lowest} is not below at_most = {highest}"
        )),
    }
}

/// Whether a time can be meant: a rule of no minutes would ask for nothing.
///
/// # Errors
/// That it cannot.
pub(super) fn length(minutes: f64) -> Result<(), String> {
    match minutes >= 1.0 {
        true => Ok(()),
        false => Err(format!(
            "minutes = {minutes} asks for nothing: use 1 to 1440"
        )),
    }
}

/// Whether "about" so many minutes may be off by so much: by no more than half of them.
///
/// # Errors
/// That it may not.
pub(super) fn tolerance(off: f64, minute: f64) -> Result<(), String> {
    let most = minute / 2.0;
    match off <= most {
        true => Ok(()),
        false => Err(format!(
            "tolerance_minutes = {off} is no longer about minute {minute}: use 0 to {most}"
        )),
    }
}
