//! All paths of a flow at once.
//!
//! A path has the product of its transition probabilities, and each of its comparisons the length-th
//! part of that. With F_u(x) the sum over paths from the source to u of probability times x to the
//! power of the length, and B_v(x) the same from v to the sink, comparison u → v gets
//! p_uv ∫₀¹ F_u(x) B_v(x) dx, because 1/length = ∫ x^(length − 1) dx. These are polynomials, which
//! Gauss–Legendre quadrature integrates exactly, however many paths there are.

use super::Directed;
use euthymia_numerics::gauss_legendre::unit_interval;

pub(super) fn shares(flow: &Directed) -> Vec<f64> {
    let order = from_the_source(flow);
    let longest = longest(flow, &order);
    let mut shares = vec![0.0; flow.comparisons];
    let chance: Vec<f64> = flow
        .leaving
        .iter()
        .map(|out| out.iter().map(|(_, _, along)| along).sum())
        .collect();
    let (mut forward, mut backward) = (vec![0.0; flow.treatments], vec![0.0; flow.treatments]);
    for (x, weight) in unit_interval(longest.div_ceil(2).max(1)) {
        forward.fill(0.0);
        backward.fill(0.0);
        (forward[flow.source], backward[flow.sink]) = (1.0, 1.0);
        for u in &order {
            for (_, v, along) in &flow.leaving[*u] {
                forward[*v] += forward[*u] * along / chance[*u] * x;
            }
        }
        for u in order.iter().rev() {
            for (_, v, along) in &flow.leaving[*u] {
                backward[*u] += backward[*v] * along / chance[*u] * x;
            }
        }
        for u in &order {
            for (at, v, along) in &flow.leaving[*u] {
                shares[*at] += weight * forward[*u] * along / chance[*u] * backward[*v];
            }
        }
    }
    shares
}

/// The treatments that evidence reaches, each after those it comes from: potentials fall along every
/// flow, so that there is no circle.
fn from_the_source(flow: &Directed) -> Vec<usize> {
    let mut coming = vec![0_usize; flow.treatments];
    for (_, v, _) in flow.leaving.iter().flatten() {
        coming[*v] += 1;
    }
    let mut ready: Vec<usize> = (0..flow.treatments).filter(|u| coming[*u] == 0).collect();
    let mut order = Vec::with_capacity(flow.treatments);
    while let Some(u) = ready.pop() {
        order.push(u);
        for (_, v, _) in &flow.leaving[u] {
            coming[*v] -= 1;
            if coming[*v] == 0 {
                ready.push(*v);
            }
        }
    }
    order
}

/// The number of comparisons on the longest path.
fn longest(flow: &Directed, order: &[usize]) -> usize {
    let mut length = vec![0; flow.treatments];
    for u in order {
        for (_, v, _) in &flow.leaving[*u] {
            length[*v] = length[*v].max(length[*u] + 1);
        }
    }
    length.iter().copied().max().unwrap_or(0)
}
