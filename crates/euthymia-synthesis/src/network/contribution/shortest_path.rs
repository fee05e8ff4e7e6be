//! One path of a flow after the other, shortest first.
//!
//! Which of several paths of one length comes first changes the shares, and the paper leaves it open.
//! Here breadth decides: from each treatment in turn, those it flows to are reached in the order in
//! which the list of comparisons, each turned the way its evidence runs, first names them, and a
//! treatment keeps the way by which it was first reached. With treatments in the order of their labels
//! this is what netmeta does by way of its graph library.

use super::Directed;
use std::collections::VecDeque;

/// What is left of a flow below this is rounding.
const DONE: f64 = 1e-10;

pub(super) fn shares(mut flow: Directed) -> Vec<f64> {
    for out in &mut flow.leaving {
        out.sort_by_key(|(_, v, _)| flow.named[*v]);
    }
    let mut shares = vec![0.0; flow.comparisons];
    // Every path uses up at least one comparison.
    for _ in 0..flow.comparisons {
        let Some(path) = first_of_shortest(&flow) else {
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

/// The first path of fewest comparisons from source to sink. Each step is a treatment and the place of
/// the comparison by which it is left.
fn first_of_shortest(flow: &Directed) -> Option<Vec<(usize, usize)>> {
    let mut from: Vec<Option<(usize, usize)>> = vec![None; flow.treatments];
    let mut open = VecDeque::from([flow.source]);
    while let Some(u) = open.pop_front() {
        for (at, (_, v, along)) in flow.leaving[u].iter().enumerate() {
            if *along > DONE && *v != flow.source && from[*v].is_none() {
                from[*v] = Some((u, at));
                open.push_back(*v);
            }
        }
        if from[flow.sink].is_some() {
            break;
        }
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
