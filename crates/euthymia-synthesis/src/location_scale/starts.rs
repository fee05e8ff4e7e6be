//! Where to start looking for the maximum.

use super::Link;
use super::model::Model;
use euthymia_numerics::linear::Vector;

/// Starts whose ln τ² differ by less in the root mean square lead to the same place.
const APART: f64 = 0.25;
/// How far ln τ² is tilted along a coordinate of unit mean square.
const TILT: f64 = 2.0;
/// No more starts from one τ² for all than this.
const PEAKS: usize = 3;

/// Places to start from: the likelihood may have several maxima, of one τ² for all studies and, more
/// often, in the slopes.
///
/// The best values of one τ²; two that are only plausible; the regression of ln(e² − v) on the scale
/// design (Harvey 1976); and from the best and from the plausible τ² up and down along each coordinate.
pub(super) fn starts(model: &Model) -> Vec<Vector<f64>> {
    let (spread, typical) = model.spread();
    let constant = |tau2: f64| project(model, model.left_over().map(|_| predictor(model, tau2)));
    let floor = 0.1 * typical;
    let plausible = (spread - typical).max(floor);
    let mut starts = peaks(model, constant);
    let best = starts.first().cloned();
    let centres = best.into_iter().chain([constant(plausible)]);
    let root = (model.k() as f64).sqrt();
    let tilt = match model.link {
        Link::Log => TILT * root,
        Link::Identity => 0.5 * plausible * root,
    };
    let tilted: Vec<Vector<f64>> = centres
        .flat_map(|centre| {
            (0..model.scale.width).flat_map(move |j| {
                let centre = centre.clone();
                [-tilt, tilt].map(move |by| {
                    let mut start = centre.clone();
                    start[j] += by;
                    start
                })
            })
        })
        .collect();
    starts.push(constant(plausible));
    starts.push(constant((10.0 * spread).max(typical)));
    let each = model.left_over().map(|(e, v)| (e * e - v).max(floor));
    starts.push(project(model, each.map(|tau2| predictor(model, tau2))));
    starts.extend(tilted);
    apart(model, starts)
}

/// The likeliest values of one τ² for all studies, the best first.
///
/// It is taken at steps of four from far below the smallest sampling variance to above the spread of the
/// estimates; a step that is more likely than its neighbours is a peak.
fn peaks(model: &Model, constant: impl Fn(f64) -> Vector<f64>) -> Vec<Vector<f64>> {
    let (spread, typical) = model.spread();
    let variances = model.left_over().map(|(_, v)| v);
    let mut tau2 = variances.fold(f64::INFINITY, f64::min) / 16.0;
    let highest = (4.0 * spread).max(4.0 * typical);
    let mut grid = Vec::new();
    while tau2 <= highest {
        let start = constant(tau2);
        grid.push((model.value(&start), start));
        tau2 *= 4.0;
    }
    let height = |i: usize| grid.get(i).map_or(f64::NEG_INFINITY, |(value, _)| *value);
    let peak = |i: &usize| {
        let below = i.checked_sub(1).map_or(f64::NEG_INFINITY, height);
        height(*i) > below && height(*i) >= height(i + 1)
    };
    let mut peaks: Vec<usize> = (0..grid.len()).filter(peak).collect();
    peaks.sort_by(|i, j| height(*j).total_cmp(&height(*i)));
    peaks.truncate(PEAKS);
    peaks.into_iter().map(|i| grid[i].1.clone()).collect()
}

/// The scale predictor of a τ².
fn predictor(model: &Model, tau2: f64) -> f64 {
    match model.link {
        Link::Log => tau2.ln(),
        Link::Identity => tau2,
    }
}

/// Least squares of the scale predictors on the orthonormal scale design.
fn project(model: &Model, predictors: impl Iterator<Item = f64>) -> Vector<f64> {
    let mut inner = Vector::zeros(model.scale.width);
    for (z, eta) in model.scale.rows().zip(predictors) {
        for (sum, z) in inner.iter_mut().zip(z) {
            *sum += eta * z;
        }
    }
    inner
}

/// Leaves out starts next to an earlier one; with the identity link, which has a unit, none.
fn apart(model: &Model, starts: Vec<Vector<f64>>) -> Vec<Vector<f64>> {
    let mut kept: Vec<Vector<f64>> = Vec::new();
    for start in starts {
        let near = |other: &Vector<f64>| distance(model, &start, other) < APART;
        if model.link == Link::Identity || !kept.iter().any(near) {
            kept.push(start);
        }
    }
    kept
}

/// The root mean square by which predictors differ, because the coordinates are orthonormal.
pub(super) fn distance(model: &Model, a: &Vector<f64>, b: &Vector<f64>) -> f64 {
    (a - b).norm() / (model.k() as f64).sqrt()
}
