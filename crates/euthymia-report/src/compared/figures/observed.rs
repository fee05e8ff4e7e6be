//! What single trials observed, as circles beside a fitted curve.

use crate::compared::measure::NetworkMeasure;
use euthymia_plot::DoseArm;
use euthymia_synthesis::network::Trial;

/// The difference of two arms of a trial by their places in it, and its sampling variance.
fn difference(trial: &Trial, arm: usize, base: usize) -> Option<(f64, f64)> {
    let entry = |i: usize, j: usize| match (i.checked_sub(1), j.checked_sub(1)) {
        (Some(i), Some(j)) => trial.covariance().get((i, j)).copied(),
        _ => Some(0.0),
    };
    let variance = entry(arm, arm)? + entry(base, base)? - 2.0 * entry(arm, base)?;
    let estimate = trial.values().get(arm)? - trial.values().get(base)?;
    (variance > 0.0).then_some((estimate, variance))
}

/// The circle of one arm against another of its trial, whose own effect is `above` on the analysis scale;
/// its area is the precision of the difference.
pub(super) fn circle(
    trial: &Trial,
    (arm, base): (usize, usize),
    (at, above): (f64, f64),
    measure: NetworkMeasure,
) -> Option<DoseArm> {
    let (estimate, variance) = difference(trial, arm, base)?;
    Some(DoseArm {
        dose: at,
        response: measure.back(above + estimate),
        size: Some(1.0 / variance),
    })
}
