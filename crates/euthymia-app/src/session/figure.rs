//! The vitals of a session over time, with the rules as lines.

use super::Held;
use euthymia_clinical::safety::quantity::Quantity;
use euthymia_clinical::safety::rules::{Bound, Demand, Rule, When};
use euthymia_clinical::safety::session::{Moment, Session};
use euthymia_plot::{PanelLimit, PanelLine, Scene, Threshold, TimePanels, TimeSpan, ValuePanel};

/// Name, quantities and natural limits of a panel.
type Place = (&'static str, &'static [Quantity], Option<(f64, f64)>);

/// Which quantities share a panel, and its limits where the scale has natural ones.
const PANELS: [Place; 6] = [
    (
        "Blood pressure (mmHg)",
        &[Quantity::Systolic, Quantity::Diastolic],
        None,
    ),
    ("Pulse (/min)", &[Quantity::Pulse], None),
    ("Oxygen saturation (%)", &[Quantity::Spo2], None),
    (
        "Sedation, MOAA/S (5 is alert)",
        &[Quantity::Moaas],
        Some((0.0, 5.0)),
    ),
    ("Dissociation, CADSS", &[Quantity::Cadss], None),
    ("Temperature (°C)", &[Quantity::Temperature], None),
];

/// Where a measurement before the dose without a time of its own is drawn.
const BEFORE: f64 = -10.0;

/// The figure.
#[must_use]
pub fn figure(held: &Held) -> Scene {
    let session = &held.session;
    let panels = PANELS.iter().filter_map(|(label, quantities, limits)| {
        let lines: Vec<PanelLine> = quantities
            .iter()
            .filter_map(|quantity| line(session, *quantity))
            .collect();
        (!lines.is_empty()).then(|| ValuePanel {
            label: (*label).to_owned(),
            limits: limits.or_else(|| saturation(quantities, &lines)),
            lines,
            limits_over_time: rule_limits(held, quantities),
        })
    });
    let timeless = session
        .readings
        .iter()
        .any(|reading| reading.moment.minute().is_none());
    let mut footnotes = vec![
        "Dashed level lines are rules that decide, over the part of the session they hold for; what nobody has set has no line."
            .to_owned(),
    ];
    footnotes.extend(sources(held));
    footnotes.push("It informs; it never prescribes.".to_owned());
    if timeless {
        footnotes.push(format!(
            "Measurements before the dose without a time are drawn at minute {BEFORE}."
        ));
    }
    TimePanels {
        title: format!("Session: {}", held.rules.name),
        description: "Vital signs over a session with the rules that decide as dashed lines"
            .to_owned(),
        caution: held.alarm(),
        time_label: "Minutes from the start of the dose".to_owned(),
        panels: panels.collect(),
        spans: spans(session),
        moments: moments(session),
        footnotes,
    }
    .to_scene()
}

/// Where the level lines come from; `None` without one.
fn sources(held: &Held) -> Option<String> {
    let mut found: Vec<String> = Vec::new();
    for rule in held.rules.rules.iter().filter(|rule| rule.decides()) {
        let source = rule.source.to_string();
        if rule.limits().is_some() && !found.contains(&source) {
            found.push(source);
        }
    }
    (!found.is_empty()).then(|| format!("Level lines: {}.", found.join("; ")))
}

/// Saturation is shown from 90 % or lower, so that a fall of one per cent does not fill the panel.
fn saturation(quantities: &[Quantity], lines: &[PanelLine]) -> Option<(f64, f64)> {
    let points = lines.iter().flat_map(|line| &line.points);
    let lowest = points.map(|(_, value)| *value).fold(90.0, f64::min);
    quantities
        .contains(&Quantity::Spo2)
        .then(|| ((lowest / 10.0).floor() * 10.0, 100.0))
}

fn line(session: &Session, quantity: Quantity) -> Option<PanelLine> {
    let points: Vec<(f64, f64)> = session
        .measured(quantity)
        .map(|(moment, value)| (moment.minute().unwrap_or(BEFORE), value))
        .collect();
    (!points.is_empty()).then(|| PanelLine {
        label: quantity.to_string(),
        points,
    })
}

fn spans(session: &Session) -> Vec<TimeSpan> {
    let end = session.end_of_dose().filter(|end| *end > 0.0);
    let dose = end.map(|to| TimeSpan {
        from: 0.0,
        to,
        label: "dose".to_owned(),
    });
    dose.into_iter().collect()
}

fn moments(session: &Session) -> Vec<Threshold> {
    let left = session.discharge.map(|value| Threshold {
        value,
        label: format!("left, {value} min"),
    });
    let many = session.devices.len() > 1;
    let devices = session.devices.iter().enumerate().filter(|_| many);
    devices
        .map(|(index, minute)| Threshold {
            value: *minute,
            label: format!("device {}", index + 1),
        })
        .chain(left)
        .collect()
}

/// When a quantity was last measured after the start of the dose.
fn last_minute(session: &Session, quantity: Quantity) -> Option<f64> {
    let minutes = session
        .measured(quantity)
        .filter_map(|(moment, _)| match moment {
            Moment::At(minute) => Some(minute),
            Moment::Before(_) => None,
        });
    minutes.last().or(session.discharge)
}

/// The limits of a panel's quantities by rules that decide; equal ones once.
fn rule_limits(held: &Held, quantities: &[Quantity]) -> Vec<PanelLimit> {
    let several = quantities.len() > 1;
    let mut found: Vec<PanelLimit> = Vec::new();
    for rule in held.rules.rules.iter().filter(|rule| rule.decides()) {
        for one in limits_of(&held.session, rule, quantities, several) {
            if !found.contains(&one) {
                found.push(one);
            }
        }
    }
    found
}

fn limits_of(
    session: &Session,
    rule: &Rule,
    quantities: &[Quantity],
    several: bool,
) -> Vec<PanelLimit> {
    let Demand::Limit {
        when,
        quantity,
        bound: Some(bound),
    } = &rule.demand
    else {
        return Vec::new();
    };
    if !quantities.contains(quantity) {
        return Vec::new();
    }
    let name = match (several, quantity) {
        (true, Quantity::Systolic) => "systolic ",
        (true, _) => "diastolic ",
        _ => "",
    };
    let end = session.end_of_dose();
    let (when, from, to) = match when {
        When::Before => ("before", None, Some(0.0)),
        When::During => ("during", Some(0.0), end),
        When::After => ("after", end, None),
        When::Any => ("in the session", None, None),
        // The rule looks at one measurement, the last.
        When::Discharge => (
            "at discharge",
            last_minute(session, *quantity),
            session.discharge,
        ),
    };
    let limit = |value: f64, words: String| PanelLimit {
        value,
        label: format!("{name}{words} {when}"),
        from,
        to,
    };
    match bound {
        Bound::AtMost(most) => vec![limit(*most, format!("≤ {most}"))],
        Bound::AtLeast(least) => vec![limit(*least, format!("≥ {least}"))],
        Bound::WithinPercentOfBefore(percent) => {
            let Some(before) = session.before(*quantity) else {
                return Vec::new();
            };
            [(1.0, '+'), (-1.0, '−')]
                .map(|(sign, mark)| {
                    let value = before * (1.0 + sign * percent / 100.0);
                    limit(value, format!("{mark}{percent} %"))
                })
                .to_vec()
        }
    }
}
