//! Gauss–Hermite quadrature: integrals against a normal density.

/// Nodes and weights of Gauss–Hermite quadrature for the standard normal density φ:
/// ∫ φ(t) f(t) dt ≈ Σ wⱼ f(tⱼ), exact for polynomials of degree up to 2n − 1.
///
/// Used adaptively, for an integrand h with its mode at m and a width of s:
/// ∫ h(z) dz ≈ s Σ h(m + s tⱼ) exp(`log_ratios`ⱼ), since w/φ is what remains when φ is not a factor
/// of h.
#[derive(Clone, Debug, PartialEq)]
pub struct GaussHermite {
    /// tⱼ, ascending and symmetric about zero.
    pub nodes: Vec<f64>,
    /// wⱼ, which sum to one.
    pub weights: Vec<f64>,
    /// ln(wⱼ / φ(tⱼ)).
    pub log_ratios: Vec<f64>,
}

/// The largest rule offered; its outermost weight is still a normal double.
pub const POINTS_MAX: usize = 200;

/// ½ ln 2π.
const HALF_LN_TWO_PI: f64 = crate::stirling::HALF_LN_TWO_PI;

impl GaussHermite {
    /// Returns the rule of `points` nodes, held to 1 … [`POINTS_MAX`].
    ///
    /// The nodes are the zeros of the Hermite polynomial Heₙ, each isolated by the sign changes of
    /// the sequence He₀, He₁, …, which count the zeros on one side, and finished by Newton steps.
    /// The weights are 1/(n p²) with p the normalised polynomial of degree n − 1.
    ///
    /// # References
    /// Golub GH, Welsch JH. Calculation of Gauss quadrature rules. Math Comp 1969;23:221–230.
    /// Liu Q, Pierce DA. A note on Gauss–Hermite quadrature. Biometrika 1994;81:624–629 (adaptive).
    ///
    /// # Example
    /// ```
    /// use euthymia_numerics::gauss_hermite::GaussHermite;
    /// let rule = GaussHermite::new(3);
    /// // The fourth moment of the standard normal distribution is 3.
    /// let moment: f64 = rule.nodes.iter().zip(&rule.weights).map(|(t, w)| w * t.powi(4)).sum();
    /// assert!((moment - 3.0).abs() < 1e-14);
    /// ```
    #[must_use]
    pub fn new(points: usize) -> Self {
        let n = points.clamp(1, POINTS_MAX);
        let half = n / 2;
        // The positive nodes, largest first.
        let positive: Vec<f64> = (0..half).map(|above| zero(n, above)).collect();
        let mut nodes: Vec<f64> = positive.iter().map(|t| -t).collect();
        if n % 2 == 1 {
            nodes.push(0.0);
        }
        nodes.extend(positive.iter().rev());
        let weights: Vec<f64> = nodes
            .iter()
            .map(|t| 1.0 / (n as f64 * normalised(n, *t).0.powi(2)))
            .collect();
        let log_ratios = nodes
            .iter()
            .zip(&weights)
            .map(|(t, w)| w.ln() + 0.5 * t * t + HALF_LN_TWO_PI)
            .collect();
        Self {
            nodes,
            weights,
            log_ratios,
        }
    }

    /// The number of nodes.
    #[must_use]
    pub fn points(&self) -> usize {
        self.nodes.len()
    }
}

/// Returns the normalised Hermite polynomials of degree n − 1 and n at `t`.
fn normalised(n: usize, t: f64) -> (f64, f64) {
    let (mut before, mut here) = (0.0, 1.0);
    for j in 0..n {
        let degree = j as f64;
        let next = (t * here - degree.sqrt() * before) / (degree + 1.0).sqrt();
        (before, here) = (here, next);
    }
    (before, here)
}

/// Returns how many zeros of Heₙ lie above `t`: the sign changes of He₀, …, Heₙ there.
fn zeros_above(n: usize, t: f64) -> usize {
    let (mut ratio, mut changes) = (t, usize::from(t < 0.0));
    for j in 1..n {
        // The ratio of neighbours obeys r → t − j/r; a zero is nudged off.
        let divisor = if ratio == 0.0 {
            f64::MIN_POSITIVE
        } else {
            ratio
        };
        ratio = t - j as f64 / divisor;
        changes += usize::from(ratio < 0.0);
    }
    changes
}

/// Returns the positive zero of Heₙ with `above` zeros above it.
fn zero(n: usize, above: usize) -> f64 {
    // All zeros lie within ±√(4n + 2).
    let (mut low, mut high) = (0.0, (4.0 * n as f64 + 2.0).sqrt());
    for _ in 0..30 {
        let middle = 0.5 * (low + high);
        if zeros_above(n, middle) > above {
            low = middle;
        } else {
            high = middle;
        }
    }
    let mut t = 0.5 * (low + high);
    for _ in 0..3 {
        let (before, here) = normalised(n, t);
        t -= here / ((n as f64).sqrt() * before);
    }
    t
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_two_and_three_points_have_closed_forms() {
        let one = GaussHermite::new(1);
        assert_eq!((one.nodes[0], one.weights[0]), (0.0, 1.0));
        let two = GaussHermite::new(2);
        assert!((two.nodes[1] - 1.0).abs() < 1e-15 && (two.weights[1] - 0.5).abs() < 1e-15);
        let three = GaussHermite::new(3);
        assert!((three.nodes[2] - 3.0_f64.sqrt()).abs() < 1e-15);
        assert!((three.weights[2] - 1.0 / 6.0).abs() < 1e-15);
        assert!((three.weights[1] - 2.0 / 3.0).abs() < 1e-15);
    }

    #[test]
    fn every_rule_has_the_moments_of_the_normal_distribution() {
        for n in 1..=POINTS_MAX {
            let rule = GaussHermite::new(n);
            assert!(rule.nodes.windows(2).all(|pair| pair[0] < pair[1]), "{n}");
            assert!(rule.log_ratios.iter().all(|r| r.is_finite()), "{n}");
            let moment = |power: i32| -> f64 {
                let terms = rule.nodes.iter().zip(&rule.weights);
                terms.map(|(t, w)| w * t.powi(power)).sum()
            };
            assert!((moment(0) - 1.0).abs() < 1e-13, "{n}");
            if n >= 3 {
                assert!((moment(2) - 1.0).abs() < 1e-12, "{n}");
                assert!((moment(4) - 3.0).abs() < 1e-11, "{n}");
            }
        }
    }

    #[test]
    fn a_request_out_of_range_is_held_to_it() {
        assert_eq!(GaussHermite::new(0).points(), 1);
        assert_eq!(GaussHermite::new(10_000).points(), POINTS_MAX);
    }
}
