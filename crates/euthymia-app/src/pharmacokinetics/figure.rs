//! What was computed, as a picture.

use super::LABEL;
use super::case::{Case, Cases, OutputCase};
use euthymia_plot::{Concentration, ConcentrationCurve, ConcentrationPoint, Threshold};

/// The curves: all outputs of a single case, else the first of each.
#[must_use]
pub fn figure(cases: &Cases) -> Concentration {
    let is_single = cases.cases.len() == 1;
    let shown = if is_single { usize::MAX } else { 1 };
    let pairs = cases.cases.iter().flat_map(|case| {
        case.outputs
            .iter()
            .take(shown)
            .map(move |output| (case, output))
    });
    let curves: Vec<ConcentrationCurve> = pairs
        .map(|(case, output)| curve(cases, case, output))
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
        time_label: "Time since the first dose (h)".to_owned(),
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

fn curve(cases: &Cases, case: &Case, output: &OutputCase) -> ConcentrationCurve {
    let changes = case
        .course
        .changes_h()
        .filter(|time| *time <= cases.until_h);
    let mut times: Vec<f64> = cases.times_h.iter().copied().chain(changes).collect();
    times.sort_by(f64::total_cmp);
    times.dedup();
    let band = |time: f64| {
        let simulated = output.simulated.as_ref()?;
        let place = cases.times_h.iter().position(|own| *own == time)?;
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
            time,
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
    let label = match (cases.cases.len(), several_models) {
        (1, _) => output.name.clone(),
        (_, true) => format!("{}: {}, {}", case.model.name, case.schedule, output.name),
        (_, false) => format!("{}, {}", case.schedule, output.name),
    };
    // The doses of a case are drawn once, with its first curve.
    let is_first = case
        .outputs
        .first()
        .is_some_and(|first| first.place == output.place);
    ConcentrationCurve {
        label,
        points: times.into_iter().filter_map(point).collect(),
        peak: Some((output.peak.at_h, output.peak.concentration)),
        given: if is_first {
            case.given_h.clone()
        } else {
            Vec::new()
        },
    }
}

fn footnotes(cases: &Cases) -> Vec<String> {
    let mut notes = vec!["Bars above the plot: when a dose is given.".to_owned()];
    for case in &cases.cases {
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
