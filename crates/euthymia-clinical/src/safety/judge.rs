//! What the record says about one rule.

use super::check::{Judged, Verdict};
use super::quantity::Quantity;
use super::rules::{Bound, Demand, Intake, Rule, When};
use super::session::{Convention, Moment, Phase, Session};

/// What was found, when, and what follows.
type Found = (Option<f64>, String, Verdict);

/// The verdicts of a rule that decides.
pub(super) fn judge<'r>(
    session: &Session,
    rule: &'r Rule,
    convention: Option<Convention>,
) -> Vec<Judged<'r>> {
    let found = match &rule.demand {
        Demand::Limit {
            when,
            quantity,
            bound: Some(bound),
        } => limit(session, *when, *quantity, *bound),
        Demand::Measured {
            when,
            quantities,
            minute: None,
            ..
        } => vec![measured(session, *when, quantities)],
        Demand::Measured {
            quantities,
            minute: Some(minute),
            tolerance,
            ..
        } => vec![measured_about(session, quantities, *minute, *tolerance)],
        Demand::Every {
            when,
            quantities,
            minutes: Some(minutes),
        } => every(session, *when, quantities, *minutes),
        Demand::Observed {
            minutes: Some(minutes),
        } => vec![observed(session, *minutes, convention)],
        Demand::Abstained {
            from,
            minutes: Some(minutes),
        } => vec![abstained(session, *from, *minutes)],
        Demand::Apart {
            minutes: Some(minutes),
        } => apart(session, *minutes),
        Demand::Recorded { item } => vec![recorded(session, item)],
        _ => vec![(None, "no limit is set".to_owned(), Verdict::CannotSay)],
    };
    let of = |(minute, found, verdict)| Judged {
        minute,
        found,
        verdict,
        rule,
    };
    found.into_iter().map(of).collect()
}

/// What was measured where a rule decides nothing.
pub(super) fn shown<'r>(
    session: &Session,
    rule: &'r Rule,
    convention: Option<Convention>,
) -> Judged<'r> {
    let found = match &rule.demand {
        Demand::Limit { when, quantity, .. } => {
            let values = selected(session, *when, *quantity).values;
            let spread = values.iter().map(|(_, value)| *value);
            match (spread.clone().reduce(f64::min), spread.reduce(f64::max)) {
                (Some(low), Some(high)) if low == high => format!("{quantity} {low}"),
                (Some(low), Some(high)) => format!("{quantity} {low} to {high}"),
                _ => format!("{quantity} not measured {when}"),
            }
        }
        Demand::Observed { .. } => observation(session, convention).0,
        Demand::Recorded { item } => recorded(session, item).1,
        Demand::Every {
            when, quantities, ..
        } => {
            let times = moments(session, *when, quantities).0.len();
            let plural = if times == 1 { "time" } else { "times" };
            format!("measured {times} {plural} {when}")
        }
        Demand::Measured {
            when, quantities, ..
        } => measured(session, *when, quantities).1,
        Demand::Abstained { from, .. } => abstained(session, *from, 0.0).1,
        Demand::Apart { .. } => match session.devices.len() {
            1 => "one device".to_owned(),
            many => format!("{many} devices"),
        },
    };
    Judged {
        minute: None,
        found,
        verdict: Verdict::CannotSay,
        rule,
    }
}

/// Measurements of a part of the session, and those that may or may not belong to it because the end
/// of the dose is not recorded.
struct Selected {
    values: Vec<(Moment, f64)>,
    unplaced: Vec<(Moment, f64)>,
}

fn selected(session: &Session, when: When, quantity: Quantity) -> Selected {
    let all: Vec<(Moment, f64)> = session.measured(quantity).collect();
    let wanted = match when {
        When::Any => return whole(all),
        When::Discharge => {
            let stayed = |minute: f64| session.discharge.is_none_or(|left| minute <= left);
            let last = all
                .into_iter()
                .rfind(|(moment, _)| matches!(moment, Moment::At(minute) if stayed(*minute)));
            return whole(last.into_iter().collect());
        }
        When::Before => Phase::Before,
        When::During => Phase::During,
        When::After => Phase::After,
    };
    let mut found = whole(Vec::new());
    for one in all {
        match session.phase(one.0) {
            Some(phase) if phase == wanted => found.values.push(one),
            None if wanted != Phase::Before => found.unplaced.push(one),
            _ => {}
        }
    }
    found
}

fn whole(values: Vec<(Moment, f64)>) -> Selected {
    Selected {
        values,
        unplaced: Vec::new(),
    }
}

const END_UNKNOWN: &str = "when the dose ended is not recorded";

fn limit(session: &Session, when: When, quantity: Quantity, bound: Bound) -> Vec<Found> {
    let Selected { values, unplaced } = selected(session, when, quantity);
    let before = session.before(quantity);
    if matches!(bound, Bound::WithinPercentOfBefore(_)) && before.is_none() {
        let words = format!("{quantity}: no value before the dose to compare with");
        return vec![(None, words, Verdict::CannotSay)];
    }
    let inside = |value: f64| is_within(value, bound, before);
    let words = |(moment, value): &(Moment, f64)| {
        format!(
            "{quantity} {value} {}, {}; {}",
            quantity.unit(),
            moment.words(),
            bound_words(bound, before)
        )
    };
    let mut found: Vec<Found> = Vec::new();
    for one in values.iter().filter(|(_, value)| !inside(*value)) {
        found.push((one.0.minute(), words(one), Verdict::Breached));
    }
    for one in unplaced.iter().filter(|(_, value)| !inside(*value)) {
        let text = format!("{}; {END_UNKNOWN}", words(one));
        found.push((one.0.minute(), text, Verdict::CannotSay));
    }
    if !found.is_empty() {
        return found;
    }
    if values.is_empty() && !unplaced.is_empty() {
        // Inside the limit wherever they belong, but whether one belongs here is not known.
        let text = format!("{quantity} {when}: {END_UNKNOWN}");
        return vec![(None, text, Verdict::CannotSay)];
    }
    let furthest = values
        .iter()
        .max_by(|a, b| strain(a.1, bound, before).total_cmp(&strain(b.1, bound, before)));
    match furthest {
        None => vec![(
            None,
            format!("{quantity} not measured {when}"),
            Verdict::CannotSay,
        )],
        Some(one) => vec![(one.0.minute(), words(one), Verdict::Met)],
    }
}

/// How near a value comes to the limit: larger is nearer.
fn strain(value: f64, bound: Bound, before: Option<f64>) -> f64 {
    match bound {
        Bound::AtMost(_) => value,
        Bound::AtLeast(_) => -value,
        Bound::WithinPercentOfBefore(_) => before.map_or(0.0, |before| (value - before).abs()),
    }
}

fn is_within(value: f64, bound: Bound, before: Option<f64>) -> bool {
    match bound {
        Bound::AtMost(limit) => value <= limit,
        Bound::AtLeast(limit) => value >= limit,
        Bound::WithinPercentOfBefore(percent) => {
            before.is_some_and(|before| 100.0 * (value - before).abs() <= percent * before)
        }
    }
}

fn bound_words(bound: Bound, before: Option<f64>) -> String {
    match bound {
        Bound::AtMost(limit) => format!("at most {limit}"),
        Bound::AtLeast(limit) => format!("at least {limit}"),
        Bound::WithinPercentOfBefore(percent) => {
            let before = before.map_or(String::new(), |before| format!(", {before}"));
            format!("within {percent} % of the value before{before}")
        }
    }
}

/// Quantities joined: `systolic pressure and diastolic pressure`.
fn named(quantities: &[Quantity]) -> String {
    let names: Vec<String> = quantities.iter().map(ToString::to_string).collect();
    names.join(" and ")
}

/// Moments at which all the quantities were measured together, and how many cannot be placed.
fn moments(session: &Session, when: When, quantities: &[Quantity]) -> (Vec<Moment>, usize) {
    let Some(first) = quantities.first() else {
        return (Vec::new(), 0);
    };
    let together = |moment: &Moment| {
        let reading = session.readings.iter().find(|one| one.moment == *moment);
        reading.is_some_and(|reading| quantities.iter().all(|q| reading.of(*q).is_some()))
    };
    let Selected { values, unplaced } = selected(session, when, *first);
    let kept = |list: Vec<(Moment, f64)>| -> Vec<Moment> {
        let moments = list.into_iter().map(|(moment, _)| moment);
        moments.filter(together).collect()
    };
    (kept(values), kept(unplaced).len())
}

fn measured(session: &Session, when: When, quantities: &[Quantity]) -> Found {
    let (moments, unplaced) = moments(session, when, quantities);
    let names = named(quantities);
    match moments.first() {
        Some(moment) => {
            let words = format!("{names} measured, {}", moment.words());
            (moment.minute(), words, Verdict::Met)
        }
        None if unplaced > 0 => (
            None,
            format!("{names} {when}: {END_UNKNOWN}"),
            Verdict::CannotSay,
        ),
        None => (
            None,
            format!("{names} not measured {when}"),
            Verdict::CannotSay,
        ),
    }
}

fn measured_about(
    session: &Session,
    quantities: &[Quantity],
    minute: f64,
    tolerance: Option<f64>,
) -> Found {
    let names = named(quantities);
    let Some(end) = session.end_of_dose() else {
        let words = format!("{names} about {minute} min after the dose: {END_UNKNOWN}");
        return (None, words, Verdict::CannotSay);
    };
    let target = end + minute;
    let times = moments(session, When::Any, quantities).0;
    let times = times.iter().filter_map(|moment| match moment {
        Moment::At(at) => Some(*at),
        Moment::Before(_) => None,
    });
    let nearest = times.min_by(|a, b| (a - target).abs().total_cmp(&(b - target).abs()));
    let Some(nearest) = nearest else {
        let words = format!("{names} not measured after the dose");
        return (Some(target), words, Verdict::CannotSay);
    };
    let off = (nearest - target).abs();
    let words = format!("{names} measured at minute {nearest}, planned for about {target}");
    match tolerance {
        _ if off == 0.0 => (Some(nearest), words, Verdict::Met),
        Some(tolerance) if off <= tolerance => (Some(nearest), words, Verdict::Met),
        Some(tolerance) => {
            let words = format!("{words}; none within {tolerance} min");
            (Some(target), words, Verdict::CannotSay)
        }
        None => {
            let words = format!(
                "{words}; how far off \"about\" may be is nowhere said: a clinic sets tolerance_minutes"
            );
            (Some(nearest), words, Verdict::CannotSay)
        }
    }
}

fn every(session: &Session, when: When, quantities: &[Quantity], minutes: f64) -> Vec<Found> {
    let names = named(quantities);
    let cannot = |why: &str| vec![(None, format!("{names} {when}: {why}"), Verdict::CannotSay)];
    let Some(end) = session.end_of_dose() else {
        return cannot(END_UNKNOWN);
    };
    let times: Vec<f64> = moments(session, when, quantities)
        .0
        .iter()
        .filter_map(|moment| moment.minute())
        .collect();
    if times.is_empty() {
        return cannot("not measured");
    }
    let (from, until) = match when {
        When::During => (Some(0.0), Some(end)),
        When::After => (Some(end), session.discharge),
        When::Before | When::Any | When::Discharge => (None, None),
    };
    let stops: Vec<f64> = from.into_iter().chain(times).chain(until).collect();
    let gaps = stops.iter().zip(stops.iter().skip(1));
    let long = gaps.filter(|(a, b)| *b - *a > minutes).map(|(a, b)| {
        let words = format!("{names}: nothing from minute {a} to {b}, {} min", b - a);
        (Some(*b), words, Verdict::Breached)
    });
    let found: Vec<Found> = long.collect();
    if found.is_empty() {
        let words = format!("{names}: no gap above {minutes} min");
        return vec![(until, words, Verdict::Met)];
    }
    found
}

/// How long observed, in words, and the lengths that count: one where the convention is known or
/// makes no difference, two where it is not.
fn observation(session: &Session, convention: Option<Convention>) -> (String, Vec<f64>) {
    let Some(left) = session.discharge else {
        return (
            "when the patient left is not recorded".to_owned(),
            Vec::new(),
        );
    };
    let first = session.devices.iter().copied().reduce(f64::min);
    let last = session.devices.iter().copied().reduce(f64::max);
    match (first, last, convention) {
        (Some(first), Some(_), Some(Convention::FirstDevice)) => (
            format!(
                "observed {} min, counted from the first device",
                left - first
            ),
            vec![left - first],
        ),
        (Some(_), Some(last), Some(Convention::LastDevice)) => (
            format!("observed {} min, counted from the last device", left - last),
            vec![left - last],
        ),
        (Some(first), Some(last), None) if first != last => (
            format!(
                "observed {} min counted from the first device, {} from the last; which counts is not \
                 recorded (observation_from)",
                left - first,
                left - last
            ),
            vec![left - first, left - last],
        ),
        _ => match session.end_of_dose() {
            Some(end) => (
                format!("observed {} min from the end of the dose", left - end),
                vec![left - end],
            ),
            None => (END_UNKNOWN.to_owned(), Vec::new()),
        },
    }
}

fn observed(session: &Session, minutes: f64, convention: Option<Convention>) -> Found {
    let (words, lengths) = observation(session, convention);
    let words = format!("{words}; at least {minutes}");
    let enough = lengths.iter().filter(|length| **length >= minutes).count();
    let verdict = match enough {
        _ if lengths.is_empty() => Verdict::CannotSay,
        0 => Verdict::Breached,
        all if all == lengths.len() => Verdict::Met,
        _ => Verdict::CannotSay,
    };
    (session.discharge, words, verdict)
}

fn abstained(session: &Session, from: Intake, minutes: f64) -> Found {
    let taken = match from {
        Intake::Food => session.abstained.food,
        Intake::Liquid => session.abstained.liquid,
        Intake::NasalMedicine => session.abstained.nasal_medicine,
    };
    let Some(taken) = taken else {
        let words = format!("when {from} was last taken is not recorded");
        return (None, words, Verdict::CannotSay);
    };
    let verdict = if taken >= minutes {
        Verdict::Met
    } else {
        Verdict::Breached
    };
    let words = format!("{from} {taken} min before; at least {minutes}");
    (Some(-taken), words, verdict)
}

fn apart(session: &Session, minutes: f64) -> Vec<Found> {
    if session.devices.is_empty() {
        let words = "when devices were given is not recorded".to_owned();
        return vec![(None, words, Verdict::CannotSay)];
    }
    let pairs = session.devices.iter().zip(session.devices.iter().skip(1));
    let close = pairs.filter(|(a, b)| *b - *a < minutes).map(|(a, b)| {
        let words = format!("devices {} min apart; at least {minutes}", b - a);
        (Some(*b), words, Verdict::Breached)
    });
    let found: Vec<Found> = close.collect();
    if found.is_empty() {
        let words = match session.devices.len() {
            1 => "one device".to_owned(),
            many => format!("{many} devices, each at least {minutes} min after the one before"),
        };
        return vec![(session.devices.last().copied(), words, Verdict::Met)];
    }
    found
}

fn recorded(session: &Session, item: &str) -> Found {
    let found = session.checklist.iter().find(|(name, _)| name == item);
    let words = item.replace('_', " ");
    match found {
        Some((_, true)) => (session.discharge, format!("{words}: yes"), Verdict::Met),
        Some((_, false)) => (session.discharge, format!("{words}: no"), Verdict::Breached),
        None => (
            session.discharge,
            format!("{words}: not recorded"),
            Verdict::CannotSay,
        ),
    }
}
