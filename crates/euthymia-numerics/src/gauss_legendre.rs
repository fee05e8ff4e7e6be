//! Gauss–Legendre quadrature on [0, 1], exact for polynomials.

/// Points and weights on [0, 1]: n points integrate a polynomial of degree 2n − 1 exactly.
///
/// Nodes are roots of the Legendre polynomial, found by Newton's method.
///
/// # References
/// Davis PJ, Rabinowitz P. Methods of numerical integration. 2nd ed. 1984, §2.7.
///
/// # Example
/// ```
/// use euthymia_numerics::gauss_legendre::unit_interval;
/// // ∫ x⁵ dx = 1/6 with three points.
/// let found: f64 = unit_interval(3).iter().map(|(x, w)| w * x.powi(5)).sum();
/// assert!((found - 1.0 / 6.0).abs() < 1e-15);
/// ```
#[must_use]
pub fn unit_interval(points: usize) -> Vec<(f64, f64)> {
    let n = points as f64;
    let node = |i: usize| {
        let mut x = (std::f64::consts::PI * (i as f64 + 0.75) / (n + 0.5)).cos();
        let mut slope = 1.0;
        for _ in 0..100 {
            let (value, before) = legendre(points, x);
            slope = n * (x * value - before) / (x * x - 1.0);
            let step = value / slope;
            x -= step;
            if step.abs() < 1e-15 {
                break;
            }
        }
        (0.5 + 0.5 * x, 1.0 / ((1.0 - x * x) * slope * slope))
    };
    (0..points).map(node).collect()
}

/// The Legendre polynomial of degree n, and the one before it.
fn legendre(n: usize, x: f64) -> (f64, f64) {
    let (mut value, mut before) = (1.0, 0.0);
    for k in 0..n {
        let k = k as f64;
        (value, before) = (
            ((2.0 * k + 1.0) * x * value - k * before) / (k + 1.0),
            value,
        );
    }
    (value, before)
}

#[cfg(test)]
mod tests {
    use super::unit_interval;

    #[test]
    fn powers_are_integrated_exactly() {
        for points in [1, 2, 5, 20, 64] {
            let rule = unit_interval(points);
            for power in 0..2 * points {
                let found: f64 = rule.iter().map(|(x, w)| w * x.powi(power as i32)).sum();
                let exact = 1.0 / (power as f64 + 1.0);
                assert!((found - exact).abs() < 1e-14, "{points} points, x^{power}");
            }
        }
        assert!(unit_interval(0).is_empty());
    }
}
