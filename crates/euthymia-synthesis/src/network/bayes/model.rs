//! The posterior of a network of arms as a density of free numbers.
//!
//! The free numbers are, in this order: μ of each trial, d of each treatment but the reference, and, with
//! random effects, x (from which τ follows) and for each arm after the first of its trial a deviation z,
//! standard normal. Arms deviate by δ_i = d_i − d_1 + τ(Lz)_i with LL′ = (I + 11′)/2: the deviations do not
//! depend on τ, so that small τ are no narrower for the sampler than large ones.

use super::data::{ArmData, Report};
use super::options::SampleOptions;
use crate::bayes::TauPrior;
use euthymia_numerics::nuts::Density;
use euthymia_numerics::random::Random;

/// The model with its data.
#[derive(Clone, Debug)]
pub(crate) struct Model<'a> {
    pub(crate) data: &'a ArmData,
    pub(crate) options: SampleOptions,
    /// μ are counted from these, in these units, so that the sampler starts near the right scale.
    baselines: Vec<(f64, f64)>,
}

/// Largest |x| for which τ is a number whose square is one.
const X_MAX: f64 = 300.0;

/// τ with what a change of variables needs.
#[derive(Clone, Copy, Debug)]
struct Tau {
    tau: f64,
    /// dτ/dx.
    slope: f64,
    /// ln of the prior density of x, and its slope.
    log_prior: (f64, f64),
}

/// τ = eˣ, or u/(1 + e⁻ˣ) under a prior that ends at u.
fn tau_at(x: f64, prior: &TauPrior) -> Tau {
    // Of τ to (0, ∞): t = ln τ = x. To (0, u): t = ln u − ln(1 + e⁻ˣ), dt/dx = 1/(1 + eˣ).
    let (t, rise, log_rise, bend) = match prior.end() {
        None => (x, 1.0, 0.0, 0.0),
        Some(end) => {
            let rise = if x > 0.0 {
                (-x).exp() / (1.0 + (-x).exp())
            } else {
                1.0 / (1.0 + x.exp())
            };
            let softplus = |y: f64| y.max(0.0) + (-y.abs()).exp().ln_1p();
            (end.ln() - softplus(-x), rise, -softplus(x), rise - 1.0)
        }
    };
    let tau = t.exp();
    // The slope of the log-density of t is that of τ times τ, plus one.
    let in_t = prior.slope(tau) * tau + 1.0;
    Tau {
        tau,
        slope: tau * rise,
        log_prior: (prior.log_density_of_ln(t) + log_rise, in_t * rise + bend),
    }
}

/// (Lz)_k for arms 1 to a − 1, with L_kk = √((k + 1)/(2k)) and L_kj = √(1/(2j(j + 1))) for j < k.
fn correlate(z: &[f64], out: &mut [f64]) {
    let mut below = 0.0;
    for (k, (z, out)) in (1_u32..).zip(z.iter().zip(out)) {
        let k = f64::from(k);
        *out = below + ((k + 1.0) / (2.0 * k)).sqrt() * z;
        below += z / (2.0 * k * (k + 1.0)).sqrt();
    }
}

/// L′g added to `out`.
fn correlate_back(g: &[f64], factor: f64, out: &mut [f64]) {
    let mut above = 0.0;
    for (k, (g, out)) in g.iter().zip(out).enumerate().rev() {
        let k = k as f64 + 1.0;
        *out +=
            factor * (((k + 1.0) / (2.0 * k)).sqrt() * g + above / (2.0 * k * (k + 1.0)).sqrt());
        above += g;
    }
}

impl<'a> Model<'a> {
    pub(crate) fn new(data: &'a ArmData, options: &SampleOptions) -> Self {
        let first = |reports: &Vec<Report>| reports.first().map_or((0.0, 1.0), Report::guess);
        Self {
            data,
            options: *options,
            baselines: data.reports.iter().map(first).collect(),
        }
    }

    fn trials(&self) -> usize {
        self.baselines.len()
    }

    /// Number of basic effects.
    fn effects(&self) -> usize {
        self.data.treatments().len() - 1
    }

    /// The place of d of a treatment among the free numbers; none for the reference.
    fn place(&self, treatment: usize) -> Option<usize> {
        let reference = self.options.reference;
        match treatment.cmp(&reference) {
            std::cmp::Ordering::Less => Some(self.trials() + treatment),
            std::cmp::Ordering::Equal => None,
            std::cmp::Ordering::Greater => Some(self.trials() + treatment - 1),
        }
    }

    /// The effects of all treatments, 0 for the reference.
    pub(crate) fn effects_at(&self, q: &[f64]) -> Vec<f64> {
        let value = |treatment| self.place(treatment).map_or(0.0, |place| q[place]);
        (0..=self.effects()).map(value).collect()
    }

    /// τ; `None` for a common effect.
    pub(crate) fn tau_of(&self, q: &[f64]) -> Option<f64> {
        let prior = self.options.tau_prior.as_ref()?;
        Some(tau_at(q[self.trials() + self.effects()], prior).tau)
    }

    /// Calls `with` for every trial: its place, the value η of each arm, and where its deviations are.
    fn each_trial(&self, q: &[f64], tau: f64, mut with: impl FnMut(usize, &[f64], usize)) {
        let effects = self.effects_at(q);
        let mut next = self.trials() + self.effects() + 1;
        let mut eta = Vec::new();
        for (i, trial) in self.data.network.trials().iter().enumerate() {
            let arms = trial.arms();
            let (origin, unit) = self.baselines[i];
            eta.clear();
            eta.resize(arms.len(), 0.0);
            if self.options.tau_prior.is_some() {
                correlate(&q[next..next + arms.len() - 1], &mut eta[1..]);
            }
            let base = origin + unit * q[i] - effects[arms[0]];
            eta[0] = origin + unit * q[i];
            for (eta, arm) in eta.iter_mut().zip(arms).skip(1) {
                *eta = base + effects[*arm] + tau * *eta;
            }
            with(i, &eta, next);
            next += arms.len() - 1;
        }
    }

    /// The value η of each arm of each trial.
    pub(crate) fn linear(&self, q: &[f64]) -> Vec<Vec<f64>> {
        let tau = self.tau_of(q).unwrap_or(0.0);
        let mut all = Vec::with_capacity(self.trials());
        self.each_trial(q, tau, |_, eta, _| all.push(eta.to_vec()));
        all
    }

    /// Adds the normal prior of a number with mean 0, given in some unit from some origin.
    fn prior(sd: f64, (origin, unit): (f64, f64), q: f64, slope: &mut f64) -> f64 {
        let z = (origin + unit * q) / sd;
        *slope -= z * unit / sd;
        -0.5 * z * z
    }
}

impl Density for Model<'_> {
    fn dimensions(&self) -> usize {
        let random = usize::from(self.options.tau_prior.is_some());
        self.trials() + self.effects() + random * (1 + self.data.network.contrasts())
    }

    fn log_density(&self, q: &[f64], gradient: &mut [f64]) -> f64 {
        gradient.fill(0.0);
        let at_tau = self.trials() + self.effects();
        let tau = match &self.options.tau_prior {
            Some(prior) if q[at_tau].abs() < X_MAX => Some(tau_at(q[at_tau], prior)),
            Some(_) => return f64::NEG_INFINITY,
            None => None,
        };
        let mut log = 0.0;
        for (i, unit) in self.baselines.iter().enumerate() {
            log += Self::prior(self.options.baseline_sd, *unit, q[i], &mut gradient[i]);
        }
        for place in self.trials()..at_tau {
            let slope = &mut gradient[place];
            log += Self::prior(self.options.effect_sd, (0.0, 1.0), q[place], slope);
        }
        if let Some(tau) = tau {
            log += tau.log_prior.0;
            gradient[at_tau] += tau.log_prior.1;
            for (z, slope) in q.iter().zip(gradient.iter_mut()).skip(at_tau + 1) {
                log -= 0.5 * z * z;
                *slope -= z;
            }
        }
        let scale = tau.map_or(0.0, |t| t.tau);
        let (mut slopes, mut deviations) = (Vec::new(), Vec::new());
        self.each_trial(q, scale, |i, eta, next| {
            let arms = self.data.network.trials()[i].arms();
            slopes.clear();
            for (report, eta) in self.data.reports[i].iter().zip(eta) {
                let (value, slope) = report.log_likelihood(*eta);
                log += value;
                slopes.push(slope);
            }
            gradient[i] += self.baselines[i].1 * slopes.iter().sum::<f64>();
            for (arm, slope) in arms.iter().zip(&slopes).skip(1) {
                if let Some(place) = self.place(*arm) {
                    gradient[place] += slope;
                }
                if let Some(place) = self.place(arms[0]) {
                    gradient[place] -= slope;
                }
            }
            if let Some(tau) = tau {
                let others = arms.len() - 1;
                let z = next..next + others;
                deviations.clear();
                deviations.resize(others, 0.0);
                correlate(&q[z.clone()], &mut deviations);
                let steep: f64 = deviations
                    .iter()
                    .zip(&slopes[1..])
                    .map(|(a, b)| a * b)
                    .sum();
                gradient[at_tau] += tau.slope * steep;
                correlate_back(&slopes[1..], tau.tau, &mut gradient[z]);
            }
        });
        log
    }

    /// Baselines as the arms suggest them, effects near nothing, heterogeneity near its prior's body.
    fn start(&self, random: &mut Random) -> Vec<f64> {
        let n = self.dimensions();
        let normal = (0..n.div_ceil(2)).flat_map(|_| random.normal_pair());
        let mut q: Vec<f64> = normal.take(n).collect();
        let at_tau = self.trials() + self.effects();
        if let (Some(prior), Some(x)) = (&self.options.tau_prior, q.get_mut(at_tau)) {
            // Under a prior that ends x = 0 is its middle.
            let typical = prior.typical().unwrap_or(1.0).clamp(1e-3, 1.0).ln();
            *x += if prior.end().is_some() { -1.0 } else { typical };
        }
        q
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::arms::Arm;
    use super::*;
    use crate::effect::proportion::Count;

    fn data() -> ArmData {
        let rows = [
            ("1", "A", 3, 20),
            ("1", "B", 9, 25),
            ("1", "C", 0, 15),
            ("1", "D", 4, 15),
            ("2", "C", 5, 30),
            ("2", "B", 30, 30),
        ];
        let arm = |(study, treatment, events, n): (&str, &str, u64, u64)| Arm {
            study: study.into(),
            treatment: treatment.into(),
            result: Count::new(events, n).unwrap(),
        };
        ArmData::of_counts(&rows.map(arm)).unwrap()
    }

    #[test]
    fn the_gradient_is_the_slope_of_the_density() {
        let data = data();
        let priors = [
            Some(TauPrior::Uniform { upper: 2.0 }),
            Some(TauPrior::HalfCauchy { scale: 0.7 }),
            Some(TauPrior::LogNormalVariance {
                mean: -2.0,
                sd: 1.5,
            }),
            Some(TauPrior::UniformVariance { upper: 3.0 }),
            None,
        ];
        for (seed, prior) in priors.into_iter().enumerate() {
            let options = SampleOptions {
                reference: 1,
                ..SampleOptions::new(prior, 1)
            };
            let model = Model::new(&data, &options);
            let n = model.dimensions();
            assert_eq!(n, if prior.is_some() { 2 + 3 + 1 + 4 } else { 5 });
            let at = model.start(&mut Random::new(seed as u64, 0));
            let (mut slopes, mut unused) = (vec![0.0; n], vec![0.0; n]);
            model.log_density(&at, &mut slopes);
            for place in 0..n {
                let step = 1e-5;
                let mut moved = |by: f64| {
                    let mut q = at.clone();
                    q[place] += by;
                    model.log_density(&q, &mut unused)
                };
                let difference = (moved(step) - moved(-step)) / (2.0 * step);
                let scale = slopes[place].abs().max(1.0);
                assert!(
                    (difference - slopes[place]).abs() < 1e-6 * scale,
                    "{prior:?} {place}: {difference} {}",
                    slopes[place]
                );
            }
        }
    }

    #[test]
    fn deviations_of_a_trial_have_correlation_one_half() {
        // Columns of L, from unit vectors; LL′ = (I + 11′)/2.
        let column = |j: usize| {
            let (mut unit, mut out) = (vec![0.0; 4], vec![0.0; 4]);
            unit[j] = 1.0;
            correlate(&unit, &mut out);
            out
        };
        let columns: Vec<Vec<f64>> = (0..4).map(column).collect();
        for a in 0..4 {
            for b in 0..4 {
                let entry: f64 = columns.iter().map(|c| c[a] * c[b]).sum();
                let expected = if a == b { 1.0 } else { 0.5 };
                assert!((entry - expected).abs() < 1e-15, "{a} {b}: {entry}");
            }
        }
    }
}
