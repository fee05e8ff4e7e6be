//! Fisher's non-central hypergeometric distribution: the events of one group given all margins.

use super::arm::{Curve, ln_choose};

/// A two-by-two table conditional on its margins.
///
/// P(a | ψ) = C(n₁, a) C(n₂, m − a) ψᵃ / Σⱼ C(n₁, j) C(n₂, m − j) ψʲ, with m the events of both
/// groups and ψ the odds ratio.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Hypergeometric {
    events: f64,
    lowest: f64,
    highest: f64,
    n1: f64,
    n2: f64,
    total: f64,
}

/// Terms below this share of the largest one are left out: they cannot reach the last digit.
const NEGLIGIBLE: f64 = 1e-22;

/// Counts further apart than this are compared by factorials, not step by step.
const FAR: f64 = 2000.0;

impl Hypergeometric {
    pub(crate) fn new(events1: u64, n1: u64, events2: u64, n2: u64) -> Self {
        let total = events1.saturating_add(events2);
        Self {
            events: events1 as f64,
            lowest: total.saturating_sub(n2) as f64,
            highest: total.min(n1) as f64,
            n1: n1 as f64,
            n2: n2 as f64,
            total: total as f64,
        }
    }

    pub(crate) fn ends(&self) -> (bool, bool) {
        (self.events == self.lowest, self.events == self.highest)
    }

    /// P(j + 1) / P(j) at ψ = 1.
    fn ratio(&self, j: f64) -> f64 {
        (self.n1 - j) / (j + 1.0) * ((self.total - j) / (self.n2 - self.total + j + 1.0))
    }

    /// The most likely count: the one at which the ratio of neighbours falls through 1/ψ.
    fn mode(&self, psi: f64) -> f64 {
        let (mut low, mut high) = (self.lowest, self.highest);
        while low < high {
            let middle = (0.5 * (low + high)).floor();
            if self.ratio(middle) * psi >= 1.0 {
                low = middle + 1.0;
            } else {
                high = middle;
            }
        }
        low
    }

    /// ln of P(to) / P(from) from one count to another, by the ratios of neighbours.
    fn ln_relative(&self, from: f64, to: f64, eta: f64) -> f64 {
        let (low, high) = (from.min(to), from.max(to));
        if high - low > FAR {
            // A long way down the tail the value is large, and so may be its rounding.
            let log = |j: f64| ln_choose(self.n1, j) + ln_choose(self.n2, self.total - j) + j * eta;
            return log(to) - log(from);
        }
        let (mut sum, mut product, mut j) = (0.0, 1.0_f64, low);
        while j < high {
            product *= self.ratio(j);
            if !(1e-150..=1e150).contains(&product) {
                sum += product.ln();
                product = 1.0;
            }
            j += 1.0;
        }
        let up = sum + product.ln() + (high - low) * eta;
        if to >= from { up } else { -up }
    }

    pub(crate) fn curve(&self, eta: f64) -> Curve {
        // Beyond 700 the odds ratio is no double; the likelihood is level or linear there.
        let psi = eta.clamp(-700.0, 700.0).exp();
        let mode = self.mode(psi);
        // Sums relative to the term of the mode, and moments about it.
        let (mut sum, mut first, mut second) = (1.0, 0.0, 0.0);
        let mut gather = |away: f64, term: f64| {
            sum += term;
            first += away * term;
            second += away * away * term;
        };
        let (mut j, mut term) = (mode, 1.0);
        while j < self.highest {
            term *= self.ratio(j) * psi;
            j += 1.0;
            gather(j - mode, term);
            if term < NEGLIGIBLE {
                break;
            }
        }
        (j, term) = (mode, 1.0);
        while j > self.lowest {
            j -= 1.0;
            term /= self.ratio(j) * psi;
            gather(j - mode, term);
            if term < NEGLIGIBLE {
                break;
            }
        }
        let mean = first / sum;
        Curve {
            value: self.ln_relative(mode, self.events, eta) - sum.ln(),
            slope: self.events - mode - mean,
            bend: (second / sum - mean * mean).max(0.0),
        }
    }

    /// The unconditional log odds ratio with ½ added to each cell.
    pub(crate) fn rough(&self) -> f64 {
        let (a, b) = (self.events, self.n1 - self.events);
        let (c, d) = (self.total - self.events, self.n2 - self.total + self.events);
        ((a + 0.5) * (d + 0.5) / ((b + 0.5) * (c + 0.5))).ln()
    }

    /// The conditional maximum likelihood estimate of the log odds ratio and its information.
    pub(crate) fn best(&self) -> Option<(f64, f64)> {
        if self.events == self.lowest || self.events == self.highest {
            return None;
        }
        // The slope falls in η; Newton steps, held to 2 on the log scale, from the unconditional one.
        let mut eta = self.rough();
        for _ in 0..200 {
            let curve = self.curve(eta);
            let step = (curve.slope / curve.bend).clamp(-2.0, 2.0);
            eta += step;
            if step.abs() <= 1e-14 * eta.abs().max(1.0) {
                break;
            }
        }
        Some((eta, self.curve(eta).bend))
    }

    pub(crate) fn saturated(&self) -> f64 {
        self.best().map_or(0.0, |(eta, _)| self.curve(eta).value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_of_two_against_one_of_two_has_chances_one_to_four_to_one() {
        // C(2,0)C(2,2), C(2,1)C(2,1), C(2,2)C(2,0) = 1, 4, 1.
        let curve = Hypergeometric::new(1, 2, 1, 2).curve(0.0);
        assert!((curve.value - (4.0_f64 / 6.0).ln()).abs() < 1e-15);
        assert!(curve.slope.abs() < 1e-15 && (curve.bend - 1.0 / 3.0).abs() < 1e-15);
        // With an odds ratio of 2: 1, 8, 4.
        let curve = Hypergeometric::new(2, 2, 0, 2).curve(2.0_f64.ln());
        assert!((curve.value - (4.0_f64 / 13.0).ln()).abs() < 1e-15);
        assert!((curve.slope - (2.0 - 16.0 / 13.0)).abs() < 1e-15);
    }

    #[test]
    fn chances_sum_to_one_wherever_the_mode_lies() {
        for eta in [-30.0, -3.0, 0.0, 0.4, 30.0] {
            let sum: f64 = (0..=80)
                .map(|a| {
                    Hypergeometric::new(a, 300, 80 - a, 150)
                        .curve(eta)
                        .value
                        .exp()
                })
                .sum();
            assert!((sum - 1.0).abs() < 1e-12, "{eta}: {sum}");
        }
    }

    #[test]
    fn a_table_with_one_possible_count_says_nothing() {
        let curve = Hypergeometric::new(0, 9, 0, 7).curve(1.3);
        assert_eq!((curve.value, curve.slope, curve.bend), (0.0, 0.0, 0.0));
    }
}
