//! Curves over doses, one figure for each agent.

use super::moderators::response;
use super::observed::circle;
use super::{Figure, figure};
use crate::compared::analysis::Compared;
use crate::compared::dosing::{Responses, responses};
use crate::compared::names::Names;
use crate::words::{self, capital};
use euthymia_plot::{DoseArm, DoseCurve, DosePoint, DoseResponse, Threshold};

/// Points of a curve.
const POINTS: u32 = 60;

/// The curve of each agent that was tried at two doses or more; none where nobody asked for curves.
pub(super) fn dose_figures(compared: &Compared) -> Vec<Figure> {
    let Ok(found) = responses(compared) else {
        return Vec::new();
    };
    let agents = 0..found.fit.doses.agents().len();
    let drawn: Vec<DoseResponse> = agents
        .filter_map(|at| dose_figure(compared, &found, at))
        .collect();
    let count = drawn.len();
    let each = drawn.iter().enumerate();
    each.map(|(at, own)| figure("dose-response", at, count, own.to_scene()))
        .collect()
}

fn dose_figure(compared: &Compared, found: &Responses, at: usize) -> Option<DoseResponse> {
    let agent = found.fit.doses.agents().get(at)?;
    if agent.doses.len() < 2 {
        return None;
    }
    let name = Names::of(compared).name(&agent.name);
    let largest = *agent.doses.last()?;
    let measure = compared.options.measure;
    let point = |dose: f64| {
        let effect = found.fit.effect(at, dose)?;
        Some(DosePoint {
            dose,
            estimate: measure.back(effect.estimate),
            band: Some((
                measure.back(effect.bounds.lower),
                measure.back(effect.bounds.upper),
            )),
        })
    };
    let null = measure.null_value();
    let mut points = vec![DosePoint {
        dose: 0.0,
        estimate: null,
        band: Some((null, null)),
    }];
    let steps = (1..=POINTS).map(|step| largest * f64::from(step) / f64::from(POINTS));
    points.extend(steps.filter_map(point));
    let half = found.fit.target_dose(at, 0.5);
    let references = half.filter(|own| own.dose <= largest).map(|own| Threshold {
        value: own.dose,
        label: "half the largest effect".to_owned(),
    });
    let unit = found.units.get(&agent.name).map_or("", String::as_str);
    let level = words::level(compared.options.level);
    Some(DoseResponse {
        title: format!("{}: dose and response", capital(&name)),
        description: format!("Effects of doses of {name} against dose 0."),
        dose_label: match unit {
            "" => "Dose".to_owned(),
            unit => format!("Dose in {unit}"),
        },
        response: response(compared, "dose 0"),
        curves: vec![DoseCurve {
            label: format!("{name}, {}", found.fit.curves.of(&agent.name).name()),
            points,
            arms: observed(compared, found, at),
        }],
        references: references.into_iter().collect(),
        band_label: format!("{level} CI"),
        size_label: "precision".to_owned(),
        footnotes: vec![
            "A circle is an arm of a trial against its arm of dose 0; where it has none, against its \
             smallest dose, from the curve there."
                .to_owned(),
        ],
        ..DoseResponse::default()
    })
}

/// The arms of an agent against the lowest dose of their trial.
fn observed(compared: &Compared, found: &Responses, at: usize) -> Vec<DoseArm> {
    let doses = &found.fit.doses;
    let network = doses.network();
    let mut arms = Vec::new();
    for trial in network.trials() {
        // Place in the trial, with the dose, of dose 0 and of the doses of this agent.
        let dose = |place: &usize| {
            let label = network.treatments().get(*place)?;
            if doses.reference() == Some(label.as_str()) {
                return Some(0.0);
            }
            let agent = doses.agents().get(at)?;
            let own = agent.doses.iter().copied();
            own.into_iter()
                .find(|dose| found.label(&agent.name, *dose) == *label)
        };
        let places = trial.arms().iter().enumerate();
        let mut own: Vec<(usize, f64)> = places
            .filter_map(|(arm, place)| Some((arm, dose(place)?)))
            .collect();
        own.sort_by(|a, b| a.1.total_cmp(&b.1));
        let Some(((base, lowest), others)) = own.split_first() else {
            continue;
        };
        let above = found
            .fit
            .effect(at, *lowest)
            .map_or(0.0, |own| own.estimate);
        let measure = compared.options.measure;
        let each = others.iter();
        arms.extend(
            each.filter_map(|(arm, dose)| circle(trial, (*arm, *base), (*dose, above), measure)),
        );
    }
    arms
}
