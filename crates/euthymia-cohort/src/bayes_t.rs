//! Bayes factors of t tests with a Cauchy prior on the standardised effect (JZS), and its posterior.
//!
//! | symbol | meaning |
//! |---|---|
//! | δ | standardised effect: mean over SD, of the differences or between two groups |
//! | t, ν | Student's t and its degrees of freedom |
//! | N | n for one sample, n₁ n₂/(n₁ + n₂) for two |
//! | r | scale of the prior: half of its mass lies within ±r |
//!
//! With Jeffreys' prior on the variance, the likelihood of δ is the density of a noncentral t with
//! noncentrality δ√N, and under H₀ that of Student's t. BF₁₀ is the mean of their ratio over the
//! prior δ ~ Cauchy(0, r), restricted to one side for a one-sided alternative. The integral is taken
//! over δ on a logarithmic scale, so that t = 30 neither under- nor overflows.

use euthymia_numerics::gauss_kronrod::{Integral, Panel, integrate, panel};
use euthymia_numerics::{Probability, noncentral_t, root};

use crate::error::CohortError;
use crate::interval::{Interval, tail};

/// The prior scale √2/2, "medium" in R's BayesFactor and the default of jamovi and JASP.
pub const MEDIUM_SCALE: f64 = std::f64::consts::FRAC_1_SQRT_2;

/// The prior scale 1 of Rouder et al. 2009.
pub const UNIT_SCALE: f64 = 1.0;

/// Which samples t comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Design {
    /// One sample, or differences within patients.
    OneSample {
        /// Number of patients, at least 2.
        n: usize,
    },
    /// Two independent samples with equal variances.
    TwoSamples {
        /// Patients in the first group, at least 1.
        first: usize,
        /// Patients in the second group, at least 1; three in all.
        second: usize,
    },
}

/// What is held against δ = 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Alternative {
    /// δ ≠ 0.
    TwoSided,
    /// δ > 0: values fell, or the first mean is larger.
    Greater,
    /// δ < 0.
    Less,
}

impl Alternative {
    /// Its name for a table or a methods paragraph.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::TwoSided => "two-sided (effect differs from 0)",
            Self::Greater => "one-sided (effect above 0)",
            Self::Less => "one-sided (effect below 0)",
        }
    }
}

/// A Bayesian t test.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BayesT {
    /// Student's t.
    pub t: f64,
    /// Degrees of freedom.
    pub df: f64,
    /// Which samples.
    pub design: Design,
    /// Prior scale r.
    pub scale: f64,
    /// What was held against δ = 0.
    pub alternative: Alternative,
    /// ln BF₁₀, positive when the data favour the alternative.
    pub ln_bf10: f64,
    /// Estimated relative error of BF₁₀ from the integration.
    pub relative_error: f64,
    /// The posterior of δ under the alternative.
    pub posterior: EffectPosterior,
}

impl BayesT {
    /// BF₁₀; infinite where it exceeds the largest double.
    #[must_use]
    pub fn bf10(&self) -> f64 {
        self.ln_bf10.exp()
    }

    /// BF₀₁ = 1/BF₁₀.
    #[must_use]
    pub fn bf01(&self) -> f64 {
        (-self.ln_bf10).exp()
    }
}

/// The posterior of the standardised effect.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct EffectPosterior {
    /// Median.
    pub median: f64,
    /// Mean.
    pub mean: f64,
    /// Equal-tailed credible interval.
    pub interval: Interval,
    /// Probability that δ > 0: 1 or 0 under a one-sided alternative.
    pub above_zero: f64,
}

/// Weighs δ = 0 against an alternative, and estimates δ.
///
/// `t`: the paired (mean difference over its standard error) or the equal-variance two-sample t.
/// `scale`: r above 0; no default is chosen here, [`MEDIUM_SCALE`] is the usual one. `level`: of the
/// credible interval.
///
/// # Errors
/// [`CohortError::TooFew`] for samples without degrees of freedom; [`CohortError::OutOfRange`] for t
/// that is not finite or beyond 10⁴ in size, or a scale outside 10⁻³ to 10³; [`CohortError::Level`];
/// [`CohortError::NotSettled`] when the integral cannot be vouched for.
///
/// # References
/// Rouder, Speckman, Sun, Morey & Iverson 2009, Psychonomic Bulletin & Review 16, 225–237; Gronau, Ly
/// & Wagenmakers 2020, The American Statistician 74, 137–143 (one-sided factors, posterior).
///
/// # Example
/// ```
/// use euthymia_cohort::bayes_t::{Alternative, Design, MEDIUM_SCALE, bayes_t};
/// use euthymia_numerics::Probability;
/// // A t of zero favours no effect.
/// let design = Design::OneSample { n: 21 };
/// let level = Probability::NINETY_FIVE;
/// let none = bayes_t(0.0, design, MEDIUM_SCALE, Alternative::TwoSided, level)?;
/// assert!(none.bf01() > 3.0 && none.posterior.median.abs() < 1e-9);
/// # Ok::<(), euthymia_cohort::CohortError>(())
/// ```
pub fn bayes_t(
    t: f64,
    design: Design,
    scale: f64,
    alternative: Alternative,
    level: Probability,
) -> Result<BayesT, CohortError> {
    let tail = tail(level)?;
    let problem = Problem::new(t, design, scale)?;
    let (low, high) = problem.support(alternative);
    let edges = problem.edges(low, high);
    // The largest value among the edges stands in for the peak: only the scale depends on it.
    let top = edges.iter().map(|delta| problem.ln_joint(*delta));
    let top = top.fold(f64::NEG_INFINITY, f64::max);
    let density = |delta: f64| (problem.ln_joint(delta) - top).exp();
    let integral = integrate(|delta| (density(delta), ()), &edges, 1e-12, 2000);
    if !integral.converged || !integral.value.is_finite() || integral.value <= 0.0 {
        return Err(CohortError::NotSettled {
            what: "Bayes factor",
        });
    }
    // Half of the prior lies on either side.
    let one_sided = if alternative == Alternative::TwoSided {
        0.0
    } else {
        std::f64::consts::LN_2
    };
    let null = noncentral_t::ln_density(t, problem.df, 0.0);
    Ok(BayesT {
        t,
        df: problem.df,
        design,
        scale,
        alternative,
        ln_bf10: top + integral.value.ln() + one_sided - null,
        relative_error: integral.error / integral.value,
        posterior: posterior(&integral, density, tail, level),
    })
}

/// The likelihood and the prior of δ.
struct Problem {
    t: f64,
    df: f64,
    root_n: f64,
    scale: f64,
}

impl Problem {
    fn new(t: f64, design: Design, scale: f64) -> Result<Self, CohortError> {
        let (found, needed, size) = match design {
            Design::OneSample { n } => (n, 2, n as f64),
            Design::TwoSamples { first, second } => {
                let (a, b) = (first as f64, second as f64);
                let both = first.min(second) >= 1;
                let found = if both {
                    first.saturating_add(second)
                } else {
                    0
                };
                (found, 3, a / (a + b) * b)
            }
        };
        if found < needed {
            return Err(CohortError::TooFew { needed, found });
        }
        if !(-1e4..=1e4).contains(&t) {
            return Err(CohortError::OutOfRange {
                what: "t statistic",
                value: t,
                permitted: "between −10,000 and 10,000",
            });
        }
        if !(1e-3..=1e3).contains(&scale) {
            return Err(CohortError::OutOfRange {
                what: "scale of the Cauchy prior",
                value: scale,
                permitted: "between 0.001 and 1,000",
            });
        }
        Ok(Self {
            t,
            df: (found - (needed - 1)) as f64,
            root_n: size.sqrt(),
            scale,
        })
    }

    /// ln of the likelihood times the two-sided prior.
    fn ln_joint(&self, delta: f64) -> f64 {
        let ratio = delta / self.scale;
        let prior = -(std::f64::consts::PI * self.scale).ln() - (ratio * ratio).ln_1p();
        noncentral_t::ln_density(self.t, self.df, delta * self.root_n) + prior
    }

    /// Width of the likelihood in δ: its tails are those of a normal no wider than this.
    fn width(&self) -> f64 {
        (1.0 + self.t * self.t / self.df).sqrt() / self.root_n
    }

    /// Where the joint density is not negligible, on the side of the alternative.
    fn support(&self, alternative: Alternative) -> (f64, f64) {
        let reach = self.t.abs() / self.root_n + 40.0 * self.width();
        match alternative {
            Alternative::TwoSided => (-reach, reach),
            Alternative::Greater => (0.0, reach),
            Alternative::Less => (-reach, 0.0),
        }
    }

    /// Panels as fine as the likelihood around its peak, and as its slope and the prior around zero.
    fn edges(&self, low: f64, high: f64) -> Vec<f64> {
        let center = self.t / self.root_n;
        let slope = 1.0 / ((1.0 + self.t.abs()) * self.root_n);
        let narrow = 1.0 / self.root_n;
        let doubled = |unit: f64, count: i32| (0..count).map(move |k| unit * 2.0_f64.powi(k));
        let around = |at: f64, unit: f64, count: i32| {
            doubled(unit, count).flat_map(move |step| [at - step, at + step])
        };
        let mut edges: Vec<f64> = [low, 0.0, center, high]
            .into_iter()
            .chain(around(center, narrow, 6))
            .chain(around(center, self.width(), 6))
            .chain(around(0.0, 4.0 * slope, 5))
            .chain(around(0.0, 0.25 * self.scale, 6))
            .filter(|edge| (low..=high).contains(edge))
            .collect();
        edges.sort_by(f64::total_cmp);
        edges.dedup();
        edges
    }
}

fn posterior(
    integral: &Integral<()>,
    density: impl Fn(f64) -> f64,
    tail: Probability,
    level: Probability,
) -> EffectPosterior {
    let total = integral.value;
    let moment = |panel: &Panel<()>| -> f64 {
        let samples = panel.samples.iter();
        samples.map(|s| s.weight * s.value * s.at).sum()
    };
    let mean = integral.panels.iter().map(moment).sum::<f64>() / total;
    let positive = integral.panels.iter().filter(|panel| panel.low >= 0.0);
    let above_zero = positive.map(|panel| panel.integral).sum::<f64>() / total;
    let quantile = |p: f64| quantile(integral, &density, p * total);
    EffectPosterior {
        median: quantile(0.5),
        mean,
        interval: Interval {
            lower: quantile(tail.get()),
            upper: quantile(tail.complement().get()),
            level: level.get(),
        },
        above_zero: above_zero.clamp(0.0, 1.0),
    }
}

/// Where the integral from below reaches `mass`.
fn quantile(integral: &Integral<()>, density: impl Fn(f64) -> f64, mass: f64) -> f64 {
    let mut below = 0.0;
    let mut at = 0.0;
    for part in &integral.panels {
        at = part.high;
        if below + part.integral >= mass {
            // The panel was found smooth, so that one rule integrates any part of it.
            let excess = |end: f64| below + panel(&density, part.low, end) - mass;
            return root::find(excess, part.low, part.high, 0.0).at;
        }
        below += part.integral;
    }
    at
}
