//! What one trial adds to a likelihood without random effects.

use super::Likelihood;
use super::ascent::Slope;
use super::conditional;
use super::data::CountTrial;
use super::level::level;
use crate::glmm::arm::Arm;
use euthymia_numerics::gamma::ln_gamma;
use euthymia_numerics::linear::Matrix;

/// The log-likelihood of a trial, its slope and its information by arm.
#[derive(Clone, Debug)]
pub(super) struct Term {
    pub(super) value: f64,
    pub(super) slope: Vec<f64>,
    pub(super) information: Matrix<f64>,
}

impl Term {
    /// Adds it to a sum over treatments.
    pub(super) fn add_to(&self, sum: &mut Slope, arms: &[usize]) {
        sum.value += self.value;
        for (i, a) in arms.iter().enumerate() {
            sum.gradient[*a] += self.slope[i];
            for (j, b) in arms.iter().enumerate() {
                sum.information[(*a, *b)] += self.information[(i, j)];
            }
        }
    }
}

/// The term of a trial that says something; `None` where it is beyond the range of doubles.
pub(super) fn term(trial: &CountTrial, theta: &[f64], likelihood: Likelihood) -> Option<Term> {
    let own: Vec<f64> = trial.arms().iter().map(|arm| theta[*arm]).collect();
    match likelihood {
        Likelihood::Conditional => conditional::term(trial, &own),
        Likelihood::ConditionalApproximate => Some(multinomial(trial, &own)),
        Likelihood::Binomial => binomial(trial, &own),
    }
}

/// Sizes of arms as numbers.
pub(super) fn sizes(trial: &CountTrial) -> Vec<f64> {
    trial
        .counts()
        .iter()
        .map(|count| count.n() as f64)
        .collect()
}

/// The binomial likelihood at the best level: slope x − np, information diag(v) − vv′/Σv with v = npq.
fn binomial(trial: &CountTrial, theta: &[f64]) -> Option<Term> {
    let alpha = level(theta, &sizes(trial), trial.events() as f64);
    let curve = |(count, t): (&crate::effect::proportion::Count, &f64)| {
        Arm::binomial(count.events(), count.n(), 0.0).curve(alpha + t)
    };
    let curves: Vec<_> = trial.counts().iter().zip(theta).map(curve).collect();
    let total: f64 = curves.iter().map(|curve| curve.bend).sum();
    let k = theta.len();
    let information = Matrix::from_fn(k, k, |i, j| {
        let (v, w) = (curves[i].bend, curves[j].bend);
        if i == j {
            v / total * (total - v)
        } else {
            -v / total * w
        }
    });
    (total > 0.0).then(|| Term {
        value: curves.iter().map(|curve| curve.value).sum(),
        slope: curves.iter().map(|curve| curve.slope).collect(),
        information,
    })
}

/// Events fall to arms as a multinomial with chances n_i e^θ_i / Σ: Breslow's approximation.
fn multinomial(trial: &CountTrial, theta: &[f64]) -> Term {
    let events = trial.events() as f64;
    let logs: Vec<f64> = sizes(trial)
        .iter()
        .zip(theta)
        .map(|(n, t)| n.ln() + t)
        .collect();
    let top = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let ln_total = top + logs.iter().map(|log| (log - top).exp()).sum::<f64>().ln();
    let chances: Vec<f64> = logs.iter().map(|log| (log - ln_total).exp()).collect();
    let counted: Vec<f64> = trial
        .counts()
        .iter()
        .map(|count| count.events() as f64)
        .collect();
    let each = counted
        .iter()
        .zip(&logs)
        .map(|(x, log)| x * (log - ln_total) - ln_gamma(x + 1.0));
    Term {
        value: ln_gamma(events + 1.0) + each.sum::<f64>(),
        slope: counted
            .iter()
            .zip(&chances)
            .map(|(x, p)| x - events * p)
            .collect(),
        information: Matrix::from_fn(theta.len(), theta.len(), |i, j| {
            let own = if i == j { chances[i] } else { 0.0 };
            events * (own - chances[i] * chances[j])
        }),
    }
}
