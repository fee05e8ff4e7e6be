//! Tail probabilities of sums of squares of normal variables: Σλⱼzⱼ² with every λⱼ ≥ 0.
//!
//! # Method
//! With K(s) = −½ Σ ln(1 − 2sλⱼ) the logarithm of the moment generating function,
//! P(Q > x) = (1/2πi) ∫ exp(K(s) − sx)/s ds along any path from below to above that crosses the real
//! axis between 0 and 1/(2 max λ); crossing it below 0 instead gives −P(Q ≤ x). All other
//! singularities lie to the right, on the real axis, and exp(−sx) falls to the right. The path is
//! therefore a parabola open to the right, s = c + iθ + γθ², through the saddle point c of the
//! integrand, where the trapezoidal rule converges geometrically: the step is halved until two sums
//! agree. The tail away from the mean is the one integrated, and it keeps its relative accuracy
//! down to the smallest doubles; the other tail is its complement.
//!
//! # References
//! Rice SO. SIAM J Sci Stat Comput 1980;1:438–448 (saddle point and trapezoidal rule). Weideman JAC,
//! Trefethen LN. Math Comput 2007;76:1341–1356 (parabolic paths). Imhof JP. Biometrika 1961;48:419–426
//! and Farebrother RW. J R Stat Soc C 1984;33:332–339 compute the same probabilities.

use crate::root;
use nalgebra::Complex;

/// The two tail probabilities at a point, summing to one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tails {
    /// P(Q ≤ x).
    pub lower: f64,
    /// P(Q > x).
    pub upper: f64,
    /// Relative difference of the smaller tail between the last two steps of the integration.
    pub difference: f64,
}

impl Tails {
    /// Differences above this mean that the integration did not settle.
    const SETTLED: f64 = 1e-10;

    /// False when the integration did not settle.
    #[must_use]
    pub fn settled(&self) -> bool {
        self.difference <= Self::SETTLED
    }
}

/// Returns the tails of Σλⱼzⱼ² at `x`, with z independent standard normal.
///
/// `None` when a λ is negative, infinite or not a number, when none is positive, when `x` is not a
/// number, and when the scales are too far apart for doubles.
///
/// # Example
/// ```
/// use euthymia_numerics::quadratic_form::weighted_sum;
/// // Two equal weights make an exponential variable of mean 2λ: P(Q > x) = exp(−x/2λ).
/// let tails = weighted_sum(40.0, &[2.0, 2.0]).unwrap();
/// assert!((tails.upper / (-10.0_f64).exp() - 1.0).abs() < 1e-12);
/// ```
#[must_use]
pub fn weighted_sum(x: f64, lambda: &[f64]) -> Option<Tails> {
    let largest = largest(lambda)?;
    let scaled: Vec<f64> = lambda.iter().map(|l| l / largest).collect();
    let form = Form {
        mean: scaled.iter().sum(),
        largest: 1.0,
        scales: &scaled,
        about: None,
    };
    tails(x / largest, &form)
}

/// Returns the tails at `x` of Σdⱼzⱼ² − (Σ√(pⱼdⱼ) zⱼ)², with shares p ≥ 0 that sum to one: a sum of
/// squares about a weighted mean.
///
/// Its determinant is Π(1 − 2sdⱼ) · Σpⱼ/(1 − 2sdⱼ), so that no eigenvalue but the largest is needed
/// and each step is linear in the number of terms.
///
/// `None` when d or p is negative, infinite or not a number, when they are not equally many, when
/// fewer than two of d are positive with a positive share, when `x` is not a number, and when the
/// scales are too far apart for doubles.
///
/// # Example
/// ```
/// use euthymia_numerics::{chi_squared, quadratic_form::about_weighted_mean};
/// // Equal scales: the sum of squares of three about their mean is chi-squared with 2.
/// let third = 1.0 / 3.0;
/// let tails = about_weighted_mean(5.0, &[1.0; 3], &[third; 3]).unwrap();
/// assert!((tails.upper / chi_squared::sf(5.0, 2.0) - 1.0).abs() < 1e-12);
/// ```
#[must_use]
pub fn about_weighted_mean(x: f64, d: &[f64], p: &[f64]) -> Option<Tails> {
    let largest = largest(d)?;
    let positive = d.iter().zip(p).filter(|(d, p)| **d > 0.0 && **p > 0.0);
    let shares_fit = p.iter().all(|p| *p >= 0.0 && p.is_finite());
    if d.len() != p.len() || !shares_fit || positive.count() < 2 {
        return None;
    }
    let scaled: Vec<f64> = d.iter().map(|d| d / largest).collect();
    let top = scaled.iter().position(|d| *d == 1.0)?;
    let about = About { shares: p, top };
    let others: f64 = (0..p.len()).filter(|j| *j != top).map(|j| p[j]).sum();
    let complement = |j: usize| if j == top { others } else { 1.0 - p[j] };
    let form = Form {
        mean: (0..p.len()).map(|j| scaled[j] * complement(j)).sum(),
        largest: about.largest_eigenvalue(&scaled),
        scales: &scaled,
        about: Some(about),
    };
    tails(x / largest, &form)
}

/// The largest entry, if all are finite and not negative and one is positive.
fn largest(values: &[f64]) -> Option<f64> {
    let fit = values.iter().all(|l| *l >= 0.0 && l.is_finite());
    let largest = values.iter().copied().fold(0.0, f64::max);
    (fit && largest > 0.0).then_some(largest)
}

/// A form by its generating function.
struct Form<'a> {
    /// Weights of the squares.
    scales: &'a [f64],
    /// The weighted mean taken off, if any.
    about: Option<About<'a>>,
    /// The largest eigenvalue, or a little more.
    largest: f64,
    /// E Q.
    mean: f64,
}

/// Shares of a weighted mean, and the place of the largest scale.
struct About<'a> {
    shares: &'a [f64],
    top: usize,
}

impl About<'_> {
    /// p + (1 − 2sd) Σ′ pⱼ/(1 − 2sdⱼ) with the largest scale apart: analytic where 1 − 2sd = 0.
    fn factor(&self, scales: &[f64], s: Complex<f64>) -> Complex<f64> {
        let rest = scales.iter().zip(self.shares).enumerate();
        let rest: Complex<f64> = rest
            .filter(|(j, _)| *j != self.top)
            .map(|(_, (d, p))| Complex::from(*p) / (1.0 - s * (2.0 * d)))
            .sum();
        rest * (1.0 - s * (2.0 * scales[self.top])) + self.shares[self.top]
    }

    /// The eigenvalues lie between the scales; the largest between the two largest scales.
    fn largest_eigenvalue(&self, scales: &[f64]) -> f64 {
        let others = scales.iter().enumerate().filter(|(j, _)| *j != self.top);
        let second = others.fold(0.0, |high: f64, (_, d)| high.max(*d));
        let low = (second * (1.0 + 1e-12)).max(1e-280);
        if low >= 1.0 {
            return 1.0;
        }
        let sign = |l: f64| self.factor(scales, Complex::from(0.5 / l)).re;
        if sign(low) >= 0.0 {
            return low;
        }
        let found = root::find(sign, low, 1.0, 0.0);
        match found.outcome {
            root::Outcome::Converged => (found.at * (1.0 + 1e-12)).min(1.0),
            _ => 1.0,
        }
    }
}

impl Form<'_> {
    /// K(s), on the branch that is real between the singularities; for Im s ≥ 0.
    fn cumulant(&self, s: Complex<f64>) -> Complex<f64> {
        let mut product = LnProduct::default();
        let top = self.about.as_ref().map(|about| about.top);
        for (j, d) in self.scales.iter().enumerate() {
            if Some(j) != top {
                product.multiply(1.0 - s * (2.0 * d));
            }
        }
        if let Some(about) = &self.about {
            product.multiply(about.factor(self.scales, s));
        }
        product.value() * -0.5
    }
}

/// The logarithm of a product of factors whose arguments lie in (−π, 0].
struct LnProduct {
    product: Complex<f64>,
    logarithm: f64,
    turns: f64,
}

impl Default for LnProduct {
    fn default() -> Self {
        Self {
            product: Complex::from(1.0),
            logarithm: 0.0,
            turns: 0.0,
        }
    }
}

impl LnProduct {
    fn multiply(&mut self, factor: Complex<f64>) {
        let below = self.product.im < 0.0;
        self.product *= factor;
        // Turning clockwise by less than half a turn, only the way from below to above the real
        // axis passes the cut at −π.
        if below && self.product.im >= 0.0 {
            self.turns += 1.0;
        }
        let size = self.product.l1_norm();
        if !(1e-100..1e100).contains(&size) {
            self.logarithm += size.ln();
            self.product /= size;
        }
    }

    fn value(&self) -> Complex<f64> {
        let turned = Complex::new(self.logarithm, -std::f64::consts::TAU * self.turns);
        self.product.ln() + turned
    }
}

fn tails(x: f64, form: &Form<'_>) -> Option<Tails> {
    if x.is_nan() {
        return None;
    }
    if x <= 0.0 || x == f64::INFINITY {
        let lower = if x > 0.0 { 1.0 } else { 0.0 };
        return Some(Tails {
            lower,
            upper: 1.0 - lower,
            difference: 0.0,
        });
    }
    let above = x >= form.mean;
    let path = if above {
        upper_path(x, form)
    } else {
        lower_path(x, form)
    };
    let (tail, difference) = integrate(x, form, &path);
    // Scales very many orders of magnitude apart can leave nothing to integrate.
    if tail.is_nan() {
        return None;
    }
    let (lower, upper) = if above {
        (1.0 - tail, tail)
    } else {
        (tail, 1.0 - tail)
    };
    Some(Tails {
        lower,
        upper,
        difference,
    })
}

/// A parabola s = c + iθ + θ²/(2δ).
struct Path {
    crossing: f64,
    /// How far the first branch point lies to the right of the crossing.
    distance: f64,
}

/// Through the saddle point between 0 and the first singularity.
fn upper_path(x: f64, form: &Form<'_>) -> Path {
    let first = 0.5 / form.largest;
    let at = |t: f64| first / (1.0 + (-t).exp());
    let t = lowest(-30.0, 30.0, |t| height(x, form, at(t)));
    Path {
        crossing: at(t),
        distance: first / (1.0 + t.exp()),
    }
}

/// Through the saddle point below 0, where 1 ≤ |c|x ≤ (n + 2)/2 for n terms.
fn lower_path(x: f64, form: &Form<'_>) -> Path {
    let end = (form.scales.len() as f64 / 2.0 + 1.0).ln();
    let t = lowest(0.0, end, |t| height(x, form, -t.exp() / x));
    // Not the pole at 0 but the first branch point: a path bent around the pole would come close to
    // the cut beyond it, where many factors are small at once.
    Path {
        crossing: -t.exp() / x,
        distance: t.exp() / x + 0.5 / form.largest,
    }
}

/// The logarithm of the integrand on the real axis.
fn height(x: f64, form: &Form<'_>, s: f64) -> f64 {
    form.cumulant(Complex::from(s)).re - s * x - s.abs().ln()
}

/// The place of the minimum of a function with one, to within 0.05, by golden section.
fn lowest(low: f64, high: f64, f: impl Fn(f64) -> f64) -> f64 {
    const PART: f64 = 0.618_033_988_749_894_9;
    let (mut a, mut b) = (low, high);
    let (mut left, mut right) = (b - PART * (b - a), a + PART * (b - a));
    let (mut at_left, mut at_right) = (f(left), f(right));
    while b - a > 0.05 {
        if at_left < at_right {
            (b, right, at_right) = (right, left, at_left);
            left = b - PART * (b - a);
            at_left = f(left);
        } else {
            (a, left, at_left) = (left, right, at_right);
            right = a + PART * (b - a);
            at_right = f(right);
        }
    }
    0.5 * (a + b)
}

const HALVINGS_MAX: u32 = 12;
/// Within one sum; usual forms need a hundred or two.
const NODES_MAX: u32 = 1_000;

/// Returns the tail on the far side of the path, and how much the last halving of the step changed.
fn integrate(x: f64, form: &Form<'_>, path: &Path) -> (f64, f64) {
    let (c, bend) = (path.crossing, 0.5 / path.distance);
    let at_crossing = form.cumulant(Complex::from(c)).re;
    let base = at_crossing - c * x;
    // Chernoff's bound: the tail is at most exp(base), which is no double above zero.
    if base < -746.0 {
        return (0.0, 0.0);
    }
    let integrand = |theta: f64| {
        let from_crossing = Complex::new(bend * theta * theta, theta);
        let s = from_crossing + c;
        let direction = Complex::new(1.0, -2.0 * bend * theta);
        (form.cumulant(s) - from_crossing * x - at_crossing).exp() / s * direction
    };
    let sign = c.signum();
    // Nodes at h, 3h, 5h …: those that a halved step adds. `None` when they do not die away.
    let odd_nodes = |h: f64, stride: f64| {
        let (mut sum, mut largest, mut small) = (0.0, integrand(0.0).norm(), 0);
        for n in 0..NODES_MAX {
            let value = integrand(h * (1.0 + stride * f64::from(n)));
            sum += value.re;
            largest = value.norm().max(largest);
            small = if value.norm() < 1e-18 * largest {
                small + 1
            } else {
                0
            };
            if small == 3 {
                return Some(sum);
            }
        }
        None
    };
    let mut step = 0.5 * path.distance;
    let mut sum = match odd_nodes(step, 1.0) {
        Some(nodes) => 0.5 * integrand(0.0).re + nodes,
        None => return (f64::NAN, f64::INFINITY),
    };
    let mut difference = f64::INFINITY;
    // What the rounding of the product and of the exponent leaves.
    let exponent = at_crossing.abs() + (c * x).abs() + form.scales.len() as f64;
    let rounding = f64::EPSILON * (50.0 + 4.0 * exponent);
    for _ in 0..HALVINGS_MAX {
        let before = step * sum;
        step *= 0.5;
        let Some(nodes) = odd_nodes(step, 2.0) else {
            return (f64::NAN, f64::INFINITY);
        };
        sum += nodes;
        let now = step * sum;
        difference = ((now - before) / now).abs();
        if difference <= rounding {
            break;
        }
    }
    let tail = sign * step * sum / std::f64::consts::PI * base.exp();
    (tail.clamp(0.0, 1.0), difference)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{chi_squared, normal};

    #[test]
    fn equal_weights_are_chi_squared_in_both_tails() {
        for n in [1, 2, 3, 7, 40, 300] {
            let mean = n as f64;
            for x in [1e-3 * mean, 0.5 * mean, mean, 1.3 * mean, 4.0 * mean] {
                let found = weighted_sum(3.0 * x, &vec![3.0; n]).unwrap();
                let (lower, upper) = (chi_squared::cdf(x, mean), chi_squared::sf(x, mean));
                let near = |a: f64, b: f64| (a - b).abs() <= 1e-11 * b;
                assert!(near(found.upper, upper), "{n} {x} {found:?} {upper}");
                assert!(near(found.lower, lower), "{n} {x} {found:?} {lower}");
                assert!(found.settled());
            }
        }
    }

    /// Two terms about their mean are one contrast, of eigenvalue d₁(1 − p₁) + d₂(1 − p₂).
    #[test]
    fn two_terms_about_their_mean_are_one_square() {
        for p in [0.5, 1e-3, 1e-9, 1.0 - 1e-6] {
            let (d, shares) = ([1.0, 0.25], [p, 1.0 - p]);
            let lambda = d[0] * (1.0 - p) + d[1] * p;
            for z in [0.01_f64, 0.7, 1.0, 3.0, 9.0] {
                let found = about_weighted_mean(lambda * z * z, &d, &shares).unwrap();
                let upper = normal::two_sided_p(z);
                assert!(
                    (found.upper / upper - 1.0).abs() < 1e-9,
                    "{p} {z} {found:?} {upper}"
                );
            }
        }
    }

    /// A path that hugged the cut once gave nothing here, just below the mean of many terms.
    #[test]
    fn a_thousand_terms_just_below_their_mean() {
        let d: Vec<f64> = (0..1000)
            .map(|i| 100.0_f64.powf(f64::from(i) / 1000.0))
            .collect();
        let shares = vec![1e-3; 1000];
        let mean: f64 = d.iter().sum::<f64>() * 0.999;
        let mut before = 0.0;
        for place in [0.9, 0.95, 0.97, 0.99, 0.999, 1.001, 1.01] {
            let found = about_weighted_mean(place * mean, &d, &shares).unwrap();
            assert!(
                found.settled() && found.lower > before,
                "{place}: {found:?}"
            );
            before = found.lower;
        }
    }

    #[test]
    fn no_positive_weight_is_no_form() {
        assert_eq!(weighted_sum(1.0, &[0.0, 0.0]), None);
        assert_eq!(weighted_sum(1.0, &[-1.0, 2.0]), None);
        assert_eq!(about_weighted_mean(1.0, &[1.0, 2.0], &[1.0]), None);
        assert_eq!(about_weighted_mean(1.0, &[1.0, 2.0], &[1.0, 0.0]), None);
    }
}
