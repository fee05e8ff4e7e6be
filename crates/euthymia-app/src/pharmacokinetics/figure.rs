//! What was computed, as a picture.

use super::LABEL;
use super::case::{Case, Cases, OutputCase};
use super::clock::{Axis, clock};
use super::grid::{self, after_each};
use euthymia_plot::{Concentration, ConcentrationCurve, ConcentrationPoint, Threshold};

/// Whether an output is drawn: all of a single case, else the first of each, and effect sites, which are
/// there only when they were asked for.
fn is_drawn(cases: &Cases, case: &Case, output: &OutputCase) -> bool {
    let is_first = case
        .outputs
        .first()
        .is_some_and(|first| first.place == output.place);
    cases.cases.len() == 1 || is_first || output.is_unverified
}

/// The curves: all outputs of a single case, else the first of each, with effect sites where they were
/// asked for.
#[must_use]
pub fn figure(cases: &Cases) -> Concentration {
    let is_single = cases.cases.len() == 1;
    let axis = Axis::until(cases.drawn_h);
    let pairs = cases.cases.iter().flat_map(|case| {
        let outputs = case.outputs.iter();
        let drawn = outputs.filter(|output| is_drawn(cases, case, output));
        drawn.map(move |output| (case, output))
    });
    let curves: Vec<ConcentrationCurve> = pairs
        .map(|(case, output)| curve(cases, case, output, axis))
        .collect();
    let banded = cases
        .cases
        .iter()
        .flat_map(|case| &case.outputs)
        .any(|output| output.simulated.is_some());
    let people = cases.population.filter(|_| banded);
    Concentration {
        title: match cases.cases.first().filter(|_| is_single) {
            Some(case) => format!("{} ({})", case.schedule, case.model.name),
            None => "Concentrations by published models".to_owned(),
        },
        description: "One curve for each schedule and model, a ring at its peak.".to_owned(),
        caution: Some(LABEL.to_owned()),
        time_label: format!("Time since the first dose ({})", axis.unit),
        value_label: "Concentration (ng/mL)".to_owned(),
        curves,
        levels: cases
            .above
            .map(|value| Threshold {
                value,
                label: format!("{value} ng/mL"),
            })
            .into_iter()
            .collect(),
        band_label: people.map_or_else(String::new, |(people, _)| match cases.measured {
            true => format!("where 90 of 100 measurements would lie ({people} people simulated)"),
            false => format!("the middle 90 of 100 people ({people} simulated)"),
        }),
        footnotes: footnotes(cases),
    }
}

/// The times of a curve: after each change of its inputs, where it turns, and those of its band.
fn times(cases: &Cases, case: &Case, output: &OutputCase) -> Vec<f64> {
    let changes: Vec<f64> = case.course.changes_h().collect();
    let mut times = after_each(&changes, cases.drawn_h, grid::FINE);
    times.extend(
        case.course
            .turns_h(output.place, cases.drawn_h)
            .unwrap_or_default(),
    );
    if output.simulated.is_some() {
        let own = cases.times_h.iter().filter(|time| **time <= cases.drawn_h);
        times.extend(own);
    }
    times.sort_by(f64::total_cmp);
    times.dedup();
    times
}

fn curve(cases: &Cases, case: &Case, output: &OutputCase, axis: Axis) -> ConcentrationCurve {
    let times = times(cases, case, output);
    let band = |time: f64| {
        let simulated = output.simulated.as_ref()?;
        let place = cases
            .times_h
            .binary_search_by(|own| own.total_cmp(&time))
            .ok()?;
        // Where no error of measurement is published, a curve has no band of measurements.
        let bands = match cases.measured {
            true => simulated.measured.as_ref()?,
            false => &simulated.bands,
        };
        bands.get(place).map(|band| (band.lower, band.upper))
    };
    let point = |time: f64| {
        let value = case.course.concentration(time, output.place)?;
        Some(ConcentrationPoint {
            time: time / axis.hours,
            value,
            band: band(time),
        })
    };
    let named: Vec<&str> = cases
        .cases
        .iter()
        .map(|own| own.model.id.as_str())
        .collect();
    let several_models = named.windows(2).any(|pair| pair.first() != pair.last());
    let mut label = match (cases.cases.len(), several_models) {
        (1, _) => output.name.clone(),
        (_, true) => format!("{}: {}, {}", case.model.name, case.schedule, output.name),
        (_, false) => format!("{}, {}", case.schedule, output.name),
    };
    if output.is_unverified {
        label.push_str(" [unverified]");
    }
    if output.is_rising {
        label.push_str(" (still rising at the end)");
    }
    let peak = Some(output.peak).filter(|peak| !output.is_rising && peak.at_h <= cases.drawn_h);
    // The doses of a case are drawn once, with its first curve.
    let is_first = case
        .outputs
        .first()
        .is_some_and(|first| first.place == output.place);
    let given = case
        .given_h
        .iter()
        .filter(|(from, _)| *from < cases.drawn_h);
    let given = given
        .map(|(from, to)| (from / axis.hours, to / axis.hours))
        .collect();
    ConcentrationCurve {
        label,
        points: times.into_iter().filter_map(point).collect(),
        peak: peak.map(|peak| (peak.at_h / axis.hours, peak.concentration)),
        given: if is_first { given } else { Vec::new() },
        is_aside: output.is_unverified,
    }
}

fn footnotes(cases: &Cases) -> Vec<String> {
    let mut notes = vec!["Bars above the plot: when a dose is given.".to_owned()];
    if cases.drawn_h < cases.until_h {
        notes.push(format!(
            "Drawn for {}; the numbers go to {}.",
            clock(cases.drawn_h),
            clock(cases.until_h)
        ));
    }
    let hidden = cases.cases.iter().any(|case| {
        let mut outputs = case.outputs.iter();
        outputs.any(|output| !is_drawn(cases, case, output))
    });
    if hidden {
        notes.push("Metabolites are in the table; they are drawn where one schedule of one model is asked for.".to_owned());
    }
    for case in &cases.cases {
        let told = cases.substance.told(case.model);
        if !notes.contains(&told) {
            notes.push(told);
        }
        let note = format!(
            "{}: {}. {}.",
            case.model.name, case.model.measured, case.model.identifier
        );
        if !notes.contains(&note) {
            notes.push(note);
        }
    }
    notes
}
