//! One path of a flow after the other, shortest first.

use super::Directed;

/// What is left of a flow below this is rounding.
const DONE: f64 = 1e-10;

pub(super) fn shares(mut flow: Directed) -> Vec<f64> {
    let mut shares = vec![0.0; flow.comparisons];
    // Every path uses up at least one comparison.
    for _ in 0..flow.comparisons {
        let Some(path) = widest_of_shortest(&flow) else {
            break;
        };
        let width = path
            .iter()
            .map(|(u, at)| flow.leaving[*u][*at].2)
            .fold(f64::INFINITY, f64::min);
        for (u, at) in &path {
            let (comparison, _, left) = &mut flow.leaving[*u][*at];
            shares[*comparison] += width / path.len() as f64;
            *left -= width;
        }
    }
    shares
}

/// A path from source to sink of fewest comparisons; among these, one whose smallest flow is largest.
/// Each step is a treatment and the place of the comparison by which it is left.
fn widest_of_shortest(flow: &Directed) -> Option<Vec<(usize, usize)>> {
    let mut from: Vec<Option<(usize, usize)>> = vec![None; flow.treatments];
    let mut width = vec![0.0_f64; flow.treatments];
    let mut reached = vec![false; flow.treatments];
    width[flow.source] = f64::INFINITY;
    reached[flow.source] = true;
    let mut layer = vec![flow.source];
    while !layer.is_empty() && !reached[flow.sink] {
        let mut next = Vec::new();
        for u in &layer {
            for (at, (_, v, along)) in flow.leaving[*u].iter().enumerate() {
                let through = along.min(width[*u]);
                if *along <= DONE || reached[*v] || through <= width[*v] {
                    continue;
                }
                if from[*v].is_none() {
                    next.push(*v);
                }
                from[*v] = Some((*u, at));
                width[*v] = through;
            }
        }
        for v in &next {
            reached[*v] = true;
        }
        layer = next;
    }
    let mut path = Vec::new();
    let mut at = flow.sink;
    while at != flow.source {
        let step = from[at]?;
        path.push(step);
        at = step.0;
    }
    Some(path)
}
