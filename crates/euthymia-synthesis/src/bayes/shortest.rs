//! The shortest interval that holds a given probability.

use super::Bounds;
use euthymia_numerics::{Probability, root};

/// What the search needs to know of a distribution.
pub(crate) trait Distribution {
    fn density(&self, x: f64) -> f64;
    fn quantile(&self, lower: Probability) -> f64;
    fn upper_quantile(&self, upper: Probability) -> f64;
}

/// Places tried before the search is narrowed.
const STEPS: u32 = 8;

/// Returns the shortest interval of probability `level`.
///
/// Of the probability α = 1 − level outside, a share p/α lies below. The length is tried at 9 shares
/// from 0 to 1; next to the best of them the share is solved for at which both ends have the same
/// density, the condition for a minimum inside. For a density that only falls, the best share is 0.
pub(crate) fn interval(of: &impl Distribution, level: Probability) -> Bounds {
    let outside = level.complement().get();
    let probability = |p: f64| Probability::new(p).unwrap_or(Probability::ZERO);
    let ends = |below: f64| Bounds {
        lower: of.quantile(probability(below)),
        upper: of.upper_quantile(probability(outside - below)),
    };
    let length = |bounds: &Bounds| bounds.upper - bounds.lower;
    let share = |i: u32| outside * f64::from(i) / f64::from(STEPS);
    let tried = (0..=STEPS).map(|i| (i, ends(share(i))));
    let shorter = |a: &(u32, Bounds), b: &(u32, Bounds)| length(&a.1).total_cmp(&length(&b.1));
    let Some((i, best)) = tried.min_by(shorter) else {
        return ends(0.5 * outside);
    };
    let difference = |below: f64| {
        let bounds = ends(below);
        let (lower, upper) = (of.density(bounds.lower), of.density(bounds.upper));
        // A logarithm, so that the ends of a wide interval weigh as much as those of a narrow one.
        (upper / lower).ln().clamp(-1e4, 1e4)
    };
    // The ends of (0, α) themselves may be infinite: a hair inside is enough for a root.
    let low = share(i.saturating_sub(1)).max(1e-12 * outside);
    let high = share((i + 1).min(STEPS)).min((1.0 - 1e-12) * outside);
    let found = root::find(difference, low, high, 1e-13 * outside);
    if found.outcome != root::Outcome::Converged {
        return best;
    }
    let inside = ends(found.at);
    if length(&inside) <= length(&best) {
        inside
    } else {
        best
    }
}
