//! The binomial likelihood of one trial, integrated over its random effects, at its best level.
//!
//! Arm i has logit p = α + θ_i + τ(Az)_i with z standard normal in one dimension less than there are arms.
//! With g(z) = Σℓ_i, the integral ∫φ(z)e^{g(z)}dz is computed by Gauss–Hermite quadrature in each direction,
//! placed on the mode of the integrand and scaled by its curvature. Derivatives by α, θ and τ are moments
//! under the density that is proportional to φe^g, from the same nodes.
//!
//! # References
//! Louis TA. J R Stat Soc B 1982;44:226–233. Pinheiro JC, Bates DM. J Comput Graph Stat 1995;4:12–35.

use super::Spread;
use super::ascent::Slope;
use super::data::CountTrial;
use super::level::level;
use super::term::sizes;
use crate::glmm::arm::{Arm, Curve};
use crate::network::system::LN_TWO_PI;
use euthymia_numerics::gauss_hermite::GaussHermite;
use euthymia_numerics::linear::{Cholesky, Matrix, Vector};

/// The nodes of a product rule with ln(w/φ).
pub(super) struct Nodes {
    places: Vec<Vector<f64>>,
    logs: Vec<f64>,
}

impl Nodes {
    /// All combinations of the points of a rule.
    pub(super) fn new(rule: &GaussHermite, dimensions: usize) -> Self {
        let mut nodes = vec![(Vec::new(), 0.0)];
        for _ in 0..dimensions {
            let longer = nodes.iter().flat_map(|(place, log): &(Vec<f64>, f64)| {
                let points = rule.nodes.iter().zip(&rule.log_ratios);
                points.map(move |(t, ratio)| ([place.as_slice(), &[*t]].concat(), log + ratio))
            });
            nodes = longer.collect();
        }
        let (places, logs): (Vec<Vec<f64>>, Vec<f64>) = nodes.into_iter().unzip();
        Self {
            places: places.into_iter().map(Vector::from_vec).collect(),
            logs,
        }
    }
}

/// One trial with how its random effects are made of independent ones.
pub(super) struct Marginal {
    arms: Vec<usize>,
    counts: Vec<Arm>,
    sizes: Vec<f64>,
    events: f64,
    directions: Matrix<f64>,
}

/// A log-likelihood with its derivatives by the arms' θ and τ, the second ones as they are.
struct Moments {
    value: f64,
    first: Vector<f64>,
    second: Matrix<f64>,
    bend: f64,
}

const STEPS_MAX: usize = 100;

impl Marginal {
    pub(super) fn new(trial: &CountTrial, spread: Spread) -> Self {
        let arm = |count: &crate::effect::proportion::Count| {
            Arm::binomial(count.events(), count.n(), 0.0)
        };
        Self {
            arms: trial.arms().to_vec(),
            counts: trial.counts().iter().map(arm).collect(),
            sizes: sizes(trial),
            events: trial.events() as f64,
            directions: directions(trial.arms().len(), spread),
        }
    }

    pub(super) fn dimensions(&self) -> usize {
        self.directions.ncols()
    }

    /// Adds the trial to a sum over treatments and, last, τ; `None` where it has no double.
    pub(super) fn add_to(
        &self,
        sum: &mut Slope,
        theta: &[f64],
        tau: f64,
        nodes: &Nodes,
    ) -> Option<()> {
        let own: Vec<f64> = self.arms.iter().map(|arm| theta[*arm]).collect();
        let at = self.at_best_level(&own, tau, nodes)?;
        let k = own.len();
        let by_level =
            Vector::from_fn(k + 1, |p, _| (0..k).map(|i| at.second[(p, i)]).sum::<f64>());
        let level: f64 = (0..k).map(|i| by_level[i]).sum();
        let place = |p: usize| if p == k { theta.len() } else { self.arms[p] };
        sum.value += at.value;
        for p in 0..=k {
            sum.gradient[place(p)] += at.first[p];
            for q in 0..=k {
                let second = at.second[(p, q)] - by_level[p] / level * by_level[q];
                sum.information[(place(p), place(q))] -= second;
            }
        }
        sum.value.is_finite().then_some(())
    }

    /// Newton steps for the level: the integral is log-concave in it.
    fn at_best_level(&self, theta: &[f64], tau: f64, nodes: &Nodes) -> Option<Moments> {
        let k = theta.len();
        let mut alpha = level(theta, &self.sizes, self.events);
        for _ in 0..STEPS_MAX {
            let at = self.at(alpha, theta, tau, nodes)?;
            let slope: f64 = (0..k).map(|i| at.first[i]).sum();
            let curvature: f64 = -(0..k)
                .flat_map(|i| (0..k).map(move |j| (i, j)))
                .map(|p| at.second[p])
                .sum::<f64>();
            // A coarse rule may miss the curvature; that of the integrand is larger.
            let bend = if curvature > 0.0 { curvature } else { at.bend };
            let step = (slope / bend).clamp(-2.0, 2.0);
            if !step.is_finite() {
                return None;
            }
            alpha += step;
            if step.abs() <= 1e-9 * alpha.abs().max(1.0) {
                break;
            }
        }
        self.at(alpha, theta, tau, nodes)
    }

    /// The height of the integrand, −|z|²/2 + g(z), with the curves of the arms.
    fn height(&self, base: &[f64], tau: f64, z: &Vector<f64>) -> (f64, Vec<Curve>) {
        let shift = &self.directions * z;
        let curve = |(i, arm): (usize, &Arm)| arm.curve(base[i] + tau * shift[i]);
        let curves: Vec<Curve> = self.counts.iter().enumerate().map(curve).collect();
        let sum: f64 = curves.iter().map(|curve| curve.value).sum();
        (sum - 0.5 * z.norm_squared(), curves)
    }

    /// The mode of the integrand with its height and curvature: it is log-concave.
    fn mode(&self, base: &[f64], tau: f64) -> Option<(Vector<f64>, f64, Cholesky)> {
        let a = &self.directions;
        let mut z = Vector::zeros(a.ncols());
        let (mut here, mut curves) = self.height(base, tau, &z);
        for _ in 0..STEPS_MAX {
            let slopes = Vector::from_fn(curves.len(), |i, _| curves[i].slope);
            let bends = Matrix::from_fn(curves.len(), a.ncols(), |i, j| curves[i].bend * a[(i, j)]);
            let bend = Matrix::identity(a.ncols(), a.ncols()) + tau * tau * (a.transpose() * bends);
            let factor = Cholesky::new(bend).ok()?;
            let mut step = factor.solve_vector(&(tau * (a.transpose() * slopes) - &z));
            if step.amax() <= 1e-10 {
                return Some((z, here, factor));
            }
            for _ in 0..40 {
                let next = &z + &step;
                let (there, new) = self.height(base, tau, &next);
                if there >= here - 1e-13 * here.abs().max(1.0) {
                    (z, here, curves) = (next, there, new);
                    break;
                }
                step *= 0.5;
            }
        }
        None
    }

    /// The integral and its moments.
    fn at(&self, alpha: f64, theta: &[f64], tau: f64, nodes: &Nodes) -> Option<Moments> {
        let base: Vec<f64> = theta.iter().map(|t| alpha + t).collect();
        let (mode, top, factor) = self.mode(&base, tau)?;
        let (k, d) = (theta.len(), self.dimensions());
        let scale = factor.whiten(&Matrix::identity(d, d)).transpose();
        let (mut weight, mut bend) = (0.0, 0.0);
        let (mut first, mut second) = (Vector::zeros(k + 1), Matrix::zeros(k + 1, k + 1));
        for (place, log) in nodes.places.iter().zip(&nodes.logs) {
            let z = &mode + &scale * place;
            let (height, curves) = self.height(&base, tau, &z);
            let share = (height - top + log).exp();
            if share == 0.0 {
                continue;
            }
            let shift = &self.directions * &z;
            let slope = |i: usize| curves[i].slope;
            let along: f64 = (0..k).map(|i| slope(i) * shift[i]).sum();
            let score = Vector::from_fn(k + 1, |p, _| if p == k { along } else { slope(p) });
            weight += share;
            bend += share * curves.iter().map(|curve| curve.bend).sum::<f64>();
            first += share * &score;
            second += share * (&score * score.transpose());
            for (i, curve) in curves.iter().enumerate() {
                let v = share * curve.bend;
                second[(i, i)] -= v;
                second[(i, k)] -= v * shift[i];
                second[(k, i)] -= v * shift[i];
                second[(k, k)] -= v * shift[i] * shift[i];
            }
        }
        let first = first / weight;
        let second = second / weight - &first * first.transpose();
        let value = top + weight.ln() - 0.5 * factor.ln_determinant() - 0.5 * d as f64 * LN_TWO_PI;
        let finite = value.is_finite() && first.iter().chain(second.iter()).all(|x| x.is_finite());
        finite.then_some(Moments {
            value,
            first,
            second,
            bend: bend / weight,
        })
    }
}

/// A with AA′ such that contrasts of its rows have variance 1, and covariance ½ where they share one.
fn directions(arms: usize, spread: Spread) -> Matrix<f64> {
    match spread {
        Spread::Centred => Matrix::from_fn(arms, arms - 1, |i, j| {
            // Helmert's contrasts: orthonormal, and orthogonal to 1.
            let (at, scale) = ((j + 1) as f64, 0.5_f64.sqrt());
            let length = (at * (at + 1.0)).sqrt();
            match i {
                i if i <= j => scale / length,
                i if i == j + 1 => -scale * at / length,
                _ => 0.0,
            }
        }),
        Spread::FromFirst => Matrix::from_fn(arms, arms - 1, |i, j| {
            // The Cholesky factor of (I + 11′)/2 below a row of zeros.
            let at = j as f64;
            let diagonal = ((at + 2.0) / (2.0 * (at + 1.0))).sqrt();
            match i {
                i if i == j + 1 => diagonal,
                i if i > j + 1 => 0.5 / ((at + 1.0) * diagonal),
                _ => 0.0,
            }
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contrasts_have_variance_one_and_correlation_one_half() {
        for spread in [Spread::Centred, Spread::FromFirst] {
            for arms in 2..6 {
                let a = directions(arms, spread);
                let covariance = &a * a.transpose();
                let of = |i: usize, j: usize| {
                    covariance[(i, j)] - covariance[(i, 0)] - covariance[(0, j)]
                        + covariance[(0, 0)]
                };
                for i in 1..arms {
                    for j in 1..arms {
                        let expected = if i == j { 1.0 } else { 0.5 };
                        assert!(
                            (of(i, j) - expected).abs() < 1e-14,
                            "{spread:?} {arms} {i} {j}"
                        );
                    }
                }
            }
        }
    }
}
