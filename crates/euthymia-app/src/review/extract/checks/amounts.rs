//! One amount against another: counts within n, percentages that fit, scores on their scale, dates.

use super::{Doubt, Held};
use euthymia_clinical::instrument;
use euthymia_synthesis::conversion::counts::{Candidates, events_from_percentage};

pub(super) fn at_most(item: &Held<'_>) -> Option<Doubt> {
    let (small, large) = (item.number(0)?, item.number(1)?);
    (small.value > large.value).then(|| {
        let why = format!("it is more than {}, which is {}", large.field(), large.text);
        item.doubt(
            "at_most",
            &small.place,
            why,
            "Compare both with the report.",
        )
    })
}

pub(super) fn percentage(item: &Held<'_>) -> Option<Doubt> {
    let (percent, n) = (item.number(0)?, item.number(2)?);
    let fits = events_from_percentage(percent.printed()?, n.count()?)
        .ok()?
        .value;
    let events = item
        .number(1)
        .and_then(|events| events.text.parse::<u64>().ok());
    let why = match (&fits, events) {
        (Candidates::None, _) => format!("no whole number of {} is printed as this", n.text),
        (Candidates::Unique(one), Some(events)) if *one != events => {
            format!(
                "of {} it is {one}, and {events} events were entered",
                n.text
            )
        }
        (Candidates::Several(range), Some(events)) if !range.contains(&events) => format!(
            "of {} it is {} to {}, and {events} events were entered",
            n.text,
            range.start(),
            range.end()
        ),
        _ => return None,
    };
    let help = "Compare all three with the report: the percentage may be of other people.";
    Some(item.doubt("percentage", &percent.place, why, help))
}

pub(super) fn on_scale(item: &Held<'_>) -> Option<Doubt> {
    let (place, id) = item.words(1)?;
    let Some(scale) = instrument::find(id) else {
        let ids: Vec<&str> = instrument::all().iter().map(|known| known.id).collect();
        let why = format!(
            "there is no scale of this name; there are {}",
            ids.join(", ")
        );
        return Some(item.doubt("on_scale", &place, why, "Write the word of the scale."));
    };
    let score = item.number(0)?;
    let span = f64::from(scale.maximum?.saturating_sub(scale.minimum));
    let is_on = match item.word("outcome") {
        Some("change") => score.value.abs() <= span,
        Some("percent_change") => score.value.abs() <= 100.0,
        _ => scale.allows(score.value),
    };
    (!is_on).then(|| {
        let why = format!(
            "it is outside of the {}, {} to {}",
            scale.name,
            scale.minimum,
            scale.minimum.saturating_add(span as u16)
        );
        let help = "Compare it with the report, and the scale with its version.";
        item.doubt("on_scale", &score.place, why, help)
    })
}

/// Dates are compared as far as both go: `2020` is not after `2020-05`.
pub(super) fn in_order(item: &Held<'_>) -> Option<Doubt> {
    let ((place, first), (_, second)) = (item.words(0)?, item.words(1)?);
    let parts = |text: &str| -> Option<Vec<u16>> {
        text.split('-').map(|part| part.parse().ok()).collect()
    };
    let (first, second_parts) = (parts(first)?, parts(second)?);
    let shared = first.len().min(second_parts.len());
    let is_after = first.get(..shared) > second_parts.get(..shared);
    is_after.then(|| {
        let why = format!("it is after {second}");
        item.doubt(
            "in_order",
            &place,
            why,
            "Exchange the two, or compare them with the report.",
        )
    })
}
