//! Effects over a moderator.

use super::axis::scale;
use super::observed::circle;
use super::{Figure, figure, title};
use crate::compared::analysis::Compared;
use crate::compared::moderation::{PartModerated, moderated};
use crate::compared::names::Names;
use crate::words::{self, capital};
use euthymia_plot::{Axis, DoseArm, DoseCurve, DosePoint, DoseResponse};

/// Most treatments in one figure.
const CURVES_MOST: usize = 3;
/// Points of a curve.
const POINTS: u32 = 40;

/// The effect of each treatment against the reference over each moderator; none where nobody asked for
/// moderators.
pub(super) fn moderator_figures(compared: &Compared) -> Vec<Figure> {
    let mut all = Vec::new();
    for part in moderated(compared).unwrap_or_default() {
        for (at, moderator) in part.fit.moderators.iter().enumerate() {
            let name = &moderator.covariate.name;
            let drawn = moderator_figure(compared, &part, at);
            let file: String = name
                .chars()
                .map(|c| {
                    if c.is_alphanumeric() || c == '_' {
                        c
                    } else {
                        '-'
                    }
                })
                .collect();
            let id = format!("moderator-{file}");
            let parts = compared.parts.len();
            all.extend(drawn.map(|own| figure(&id, part.part, parts, own.to_scene())));
        }
    }
    all
}

/// The effects of the treatments in most trials over one moderator, the others at the first values at
/// which effects are stated.
fn moderator_figure(compared: &Compared, part: &PartModerated, at: usize) -> Option<DoseResponse> {
    let names = Names::of(compared);
    let name = &part.fit.moderators.get(at)?.covariate.name;
    let found = treatments(part);
    let drawn = found.iter().take(CURVES_MOST);
    let curves: Vec<DoseCurve> = drawn
        .filter_map(|place| curve(compared, part, at, *place, &names))
        .collect();
    let others = found.len().saturating_sub(curves.len());
    let level = words::level(compared.options.level);
    let reference = part.fit.network.treatments().get(part.fit.reference)?;
    let mut footnotes = vec![
        "A circle is what one trial observed against a control; the line is the model, which counts all \
         trials, over the values that the trials of the treatment have."
            .to_owned(),
    ];
    if others > 0 {
        let text = words::counted(others, "treatment", "treatments");
        footnotes.push(format!("Not drawn: {text} in fewer trials."));
    }
    (!curves.is_empty()).then(|| DoseResponse {
        title: title(compared, part.part, &format!("Effects over {name}")),
        description: format!("Effects against {} over {name}.", names.name(reference)),
        dose_label: capital(&name.replace('_', " ")),
        response: response(compared, &names.name(reference)),
        curves,
        band_label: format!("{level} CI"),
        size_label: "precision".to_owned(),
        arm_word: "trial".to_owned(),
        footnotes,
        ..DoseResponse::default()
    })
}

/// The axis of effects against the reference.
pub(super) fn response(compared: &Compared, reference: &str) -> Axis {
    let measure = compared.options.measure;
    Axis {
        scale: scale(measure),
        label: format!("{} against {reference}", capital(measure.name())),
        reference_line: Some(measure.null_value()),
        ..Axis::default()
    }
}

/// Treatments with an interaction, those in most trials with a control first.
fn treatments(part: &PartModerated) -> Vec<usize> {
    let network = &part.fit.network;
    let is_control = |place: &usize| {
        let node = network.treatments().get(*place);
        node.is_some_and(|node| part.controls.contains(node))
    };
    let trials = |place: usize| {
        let with = network.trials().iter();
        with.filter(|trial| trial.arms().contains(&place) && trial.arms().iter().any(is_control))
            .count()
    };
    let mut found: Vec<usize> = (0..network.treatments().len())
        .filter(|place| !is_control(place))
        .collect();
    found.sort_by_key(|place| std::cmp::Reverse(trials(*place)));
    found
}

fn curve(
    compared: &Compared,
    part: &PartModerated,
    at: usize,
    place: usize,
    names: &Names,
) -> Option<DoseCurve> {
    let measure = compared.options.measure;
    let fit = &part.fit;
    let (lower, upper) = tried(part, at, place)?;
    let setting = part.settings.first()?;
    let point = |step: u32| {
        let share = f64::from(step) / f64::from(POINTS);
        let value = lower + share * (upper - lower);
        let mut values = setting.clone();
        *values.get_mut(at)? = value;
        let found = fit.compare_at(place, fit.reference, &values)?;
        Some(DosePoint {
            dose: value,
            estimate: measure.back(found.estimate),
            band: Some((
                measure.back(found.bounds.lower),
                measure.back(found.bounds.upper),
            )),
        })
    };
    let points: Vec<DosePoint> = (0..=POINTS).filter_map(point).collect();
    (!points.is_empty()).then(|| DoseCurve {
        label: fit
            .network
            .treatments()
            .get(place)
            .map_or(String::new(), |node| names.name(node)),
        points,
        arms: observed(compared, part, at, place),
    })
}

/// The smallest and the largest value of a moderator in the trials of a treatment.
fn tried(part: &PartModerated, at: usize, place: usize) -> Option<(f64, f64)> {
    let trials = part.fit.network.trials().iter();
    let values = &part.fit.moderators.get(at)?.covariate.values;
    let own = trials
        .zip(values)
        .filter(|(trial, _)| trial.arms().contains(&place));
    let own: Vec<f64> = own.filter_map(|(_, value)| *value).collect();
    let lower = own.iter().copied().fold(f64::INFINITY, f64::min);
    let upper = own.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    (lower <= upper).then_some((lower, upper))
}

/// Each trial of a treatment with a control, at its value of the moderator.
fn observed(compared: &Compared, part: &PartModerated, at: usize, place: usize) -> Vec<DoseArm> {
    let network = &part.fit.network;
    let covariate = part.fit.moderators.get(at).map(|own| &own.covariate);
    let values = covariate.map_or(&[][..], |covariate| &covariate.values);
    let each = network.trials().iter().zip(values);
    each.filter_map(|(trial, value)| {
        let arm = trial.arms().iter().position(|own| *own == place)?;
        let base = trial.arms().iter().position(|own| {
            let node = network.treatments().get(*own);
            node.is_some_and(|node| part.controls.contains(node))
        })?;
        circle(
            trial,
            (arm, base),
            ((*value)?, 0.0),
            compared.options.measure,
        )
    })
    .collect()
}
