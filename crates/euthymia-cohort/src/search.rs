//! Roots of increasing functions on the whole line, and edges of what is accepted.

use euthymia_numerics::root;

/// More than enough to halve a range of doubles down to neighbours, except around 0.
const HALVINGS_MAX: u32 = 200;

/// The root of an increasing function, by widening a bracket around `start`; `None` when the
/// function does not change sign within 2²⁰ of it or is not a number there.
pub(crate) fn increasing_root(f: &dyn Fn(f64) -> f64, start: f64) -> Option<f64> {
    let at_start = f(start);
    if at_start == 0.0 {
        return Some(start);
    }
    if at_start.is_nan() {
        return None;
    }
    let direction = if at_start < 0.0 { 1.0 } else { -1.0 };
    let (mut near, mut width) = (start, 0.5);
    while width < 1e6 {
        let far = start + direction * width;
        let value = f(far);
        if value.is_nan() {
            return None;
        }
        if value == 0.0 {
            return Some(far);
        }
        if (value > 0.0) != (at_start > 0.0) {
            let (low, high) = (near.min(far), near.max(far));
            let found = root::find(f, low, high, 0.0);
            return (found.outcome == root::Outcome::Converged).then_some(found.at);
        }
        near = far;
        width *= 2.0;
    }
    None
}

/// Where `accepted` begins, between a place outside and one inside, by halving. The places may come
/// in either order.
pub(crate) fn edge(outside: f64, inside: f64, accepted: impl Fn(f64) -> bool) -> f64 {
    let (mut outside, mut inside) = (outside, inside);
    for _ in 0..HALVINGS_MAX {
        let middle = outside + (inside - outside) / 2.0;
        if middle == outside || middle == inside {
            break;
        }
        if accepted(middle) {
            inside = middle;
        } else {
            outside = middle;
        }
    }
    inside
}
