//! The fit and how it is put together.

use super::climb::covariance;
use super::data::Data;
use super::grid::GridSize;
use super::heterogeneity::{Heterogeneity, Settled, heterogeneity, typical_variance};
use super::layout::{ONE_GROUP, fixed_studies, random_studies};
use super::options::{Effects, GlmmError, Model, Options, Quadrature, Test};
use super::profile::{Profile, profile};
use super::search::{Found, Plan, SETTLED, search};
use crate::pairwise::Bounds;
use crate::pairwise::prediction::predict;
use euthymia_numerics::minimum::{Iteration, Outcome};
use euthymia_numerics::{normal, student_t};

/// The between-study variance and how it was found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tau2 {
    /// τ̂² ≥ 0.
    pub value: f64,
    /// From the observed information; `None` at the boundary.
    pub standard_error: Option<f64>,
    /// True when τ² = 0 is the best value.
    pub at_zero: bool,
}

/// The distribution of study levels, for a model with random studies.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Levels {
    /// Mean level, on the log scale, halfway between the groups.
    pub mean: f64,
    /// Variance of levels, σ².
    pub variance: f64,
    /// Correlation of levels and effects; `None` where it was not a parameter or τ² or σ² is zero.
    pub correlation: Option<f64>,
}

/// The most likely effect of one study under the model: between its own estimate and the mean.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StudyEffect {
    /// The mode of the effect given the counts and the estimated parameters.
    pub estimate: f64,
    /// Its standard deviation there; zero for a common effect. The uncertainty of the parameters is
    /// not in it.
    pub standard_deviation: f64,
}

/// A pooled estimate on its analysis scale (a logit, a log odds ratio, a log rate or a log rate ratio).
#[derive(Clone, Debug, PartialEq)]
pub struct GlmmFit {
    /// What was asked.
    pub options: Options,
    /// Number of studies fitted.
    pub k: usize,
    /// Studies without information, which were left out.
    pub left_out: usize,
    /// μ̂.
    pub estimate: f64,
    /// From the observed information of all parameters.
    pub standard_error: f64,
    /// Estimate over standard error.
    pub statistic: f64,
    /// Degrees of freedom of the t distribution; `None` for the normal.
    pub df: Option<f64>,
    /// Two-sided p-value for a true value of zero on the analysis scale.
    pub p_value: f64,
    /// Confidence limits.
    pub bounds: Bounds,
    /// `None` for a common effect or a single study.
    pub tau2: Option<Tau2>,
    /// Study levels, for a model with random studies.
    pub levels: Option<Levels>,
    /// The marginal log-likelihood, with all constants.
    pub log_likelihood: f64,
    /// Number of parameters, with one for each study where levels are fixed.
    pub parameters: usize,
    /// Akaike's criterion, −2ℓ + 2p.
    pub aic: f64,
    /// Schwarz's criterion, −2ℓ + p ln m, with m the number of groups (two for a study with two
    /// likelihoods).
    pub bic: f64,
    /// `None` for a single study.
    pub heterogeneity: Option<Heterogeneity>,
    /// Prediction interval; `None` for a common effect or too few studies for the variant.
    pub prediction: Option<Bounds>,
    /// Profile-likelihood intervals, where asked for.
    pub profile: Option<Profile>,
    /// One for each study given; `None` for one that was left out.
    pub study_effects: Vec<Option<StudyEffect>>,
    /// How the search ended.
    pub outcome: Outcome,
    /// Every accepted step of the search: parameters, log-likelihood and its steepest slope.
    pub trace: Vec<Iteration>,
    /// Names of the parameters in the trace.
    pub trace_names: &'static [&'static str],
    /// The rule of integration in use at the end.
    pub grid: GridSize,
    /// How far the log-likelihood moved when the step was last made finer; `None` for a fixed number of
    /// points.
    pub quadrature_change: Option<f64>,
}

impl GlmmFit {
    /// False when the search or the integrals did not settle; the fit must then be shown as such.
    #[must_use]
    pub fn converged(&self) -> bool {
        let size = self.log_likelihood.abs().max(1.0);
        let settled = self.quadrature_change.is_none_or(|c| c <= SETTLED * size);
        self.outcome == Outcome::Converged
            && settled
            && self.profile.is_none_or(|profile| profile.converged)
    }
}

/// What is the same for every layout once the maximum is known.
struct Core {
    estimate: f64,
    variance: f64,
    tau: f64,
    tau_variance: Option<f64>,
    levels: Option<Levels>,
    /// Mode and standard deviation of the random effect of each distinct study, in units of τ.
    effects: Vec<(f64, f64)>,
    profile: Option<Profile>,
    heterogeneity: Option<Heterogeneity>,
    names: &'static [&'static str],
}

/// Fits one-group counts, or two-group counts under a model.
pub(crate) fn fit(
    data: &Data,
    model: Option<Model>,
    options: &Options,
) -> Result<GlmmFit, GlmmError> {
    let level = options.level.get();
    if !(level > 0.0 && level < 1.0) {
        return Err(GlmmError::Level(level));
    }
    let is_common = options.effects == Effects::Common || data.k() < 2;
    data.check(is_common)?;
    let quadrature = match options.quadrature {
        Quadrature::Points(n) => Quadrature::Points(n.max(1)),
        settled @ Quadrature::Settled => settled,
    };
    match model.filter(|_| data.two_groups) {
        Some(Model::FixedStudies(coding)) => {
            let plan = fixed_plan(data, coding.codes());
            let found = search(&data.items, &plan, quadrature, is_common);
            let core = one_effect(&plan, &found, data, options, [0, 1], &["μ", "τ", "γ"])?;
            finish(data, options, &found, core, data.k())
        }
        Some(Model::RandomStudies { coding, correlated }) => {
            let plan = random_plan(data, coding.codes(), correlated);
            let found = search(&data.items, &plan, quadrature, is_common);
            let core = two_effects(&plan, &found, data, options)?;
            finish(data, options, &found, core, 2)
        }
        _ => {
            let plan = one_group_plan(data);
            let found = search(&data.items, &plan, quadrature, is_common);
            let core = one_effect(&plan, &found, data, options, [0, 1], &["μ", "τ"])?;
            finish(data, options, &found, core, 0)
        }
    }
}

/// The inverse-variance mean, and a τ that is never zero to start from (DerSimonian and Laird's
/// where it is positive).
fn rough_start(data: &Data) -> (f64, f64) {
    let all = data.weighted_rough();
    let weight: f64 = all.clone().map(|(_, v, n)| n / v).sum();
    let mean = all.clone().map(|(y, v, n)| n * y / v).sum::<f64>() / weight;
    let q: f64 = all.map(|(y, v, n)| n * (y - mean).powi(2) / v).sum();
    let k = data.k() as f64;
    let excess = (q - (k - 1.0)) / (k - 1.0).max(1.0);
    let tau2 = typical_variance(data).map_or(0.25, |typical| excess * typical);
    (mean, tau2.clamp(0.01, 25.0).sqrt())
}

pub(crate) fn one_group_plan(data: &Data) -> Plan<2> {
    let (mean, tau) = rough_start(data);
    Plan {
        layout: ONE_GROUP,
        common: [true, false],
        random: [true, true],
        spread: 1,
        start: [mean, tau],
    }
}

pub(crate) fn fixed_plan(data: &Data, codes: [f64; 2]) -> Plan<3> {
    let (mean, tau) = rough_start(data);
    Plan {
        layout: fixed_studies(codes),
        common: [true, false, false],
        random: [true, true, false],
        spread: 1,
        start: [mean, tau, 0.0],
    }
}

pub(crate) fn random_plan(data: &Data, codes: [f64; 2], correlated: bool) -> Plan<5> {
    let (mean, tau) = rough_start(data);
    let levels = data.items.iter().map(|item| {
        let sum: f64 = item.arms().map(super::arm::Arm::rough).sum();
        (0.5 * sum, item.copies)
    });
    let k = data.k() as f64;
    let centre = levels.clone().map(|(y, n)| n * y).sum::<f64>() / k;
    let squares: f64 = levels.map(|(y, n)| n * (y - centre).powi(2)).sum();
    let spread = (squares / k).clamp(0.01, 25.0).sqrt();
    Plan {
        layout: random_studies(codes),
        common: [true, true, true, false, false],
        random: [true, true, true, true, correlated],
        spread: 3,
        start: [centre, mean, spread, tau, 0.0],
    }
}

fn one_effect<const P: usize>(
    plan: &Plan<P>,
    found: &Found<P>,
    data: &Data,
    options: &Options,
    [effect, spread]: [usize; 2],
    names: &'static [&'static str],
) -> Result<Core, GlmmError> {
    let covariance = covariance(&found.slope, &found.free).ok_or(GlmmError::OutOfRange)?;
    let free = found.free[spread];
    let effects = found
        .modes
        .iter()
        .map(|mode| (mode.z[0], mode.bend[0].powf(-0.5)));
    Ok(Core {
        estimate: found.at[effect],
        variance: covariance[effect][effect],
        tau: found.at[spread],
        tau_variance: free.then_some(covariance[spread][spread]),
        levels: None,
        effects: effects.collect(),
        profile: profile(&data.items, plan, found, effect, options),
        heterogeneity: heterogeneity(data, found.common, found.at[spread].powi(2), None),
        names,
    })
}

fn two_effects(
    plan: &Plan<5>,
    found: &Found<5>,
    data: &Data,
    options: &Options,
) -> Result<Core, GlmmError> {
    let covariance = covariance(&found.slope, &found.free).ok_or(GlmmError::OutOfRange)?;
    let [mean, estimate, sigma, b, a] = found.at;
    let tau = a.hypot(b);
    // The slope of τ = √(a² + b²) in its two parts.
    let [by_b, by_a] = if tau > 0.0 {
        [b / tau, a / tau]
    } else {
        [0.0; 2]
    };
    let tau_variance = by_b * by_b * covariance[3][3]
        + 2.0 * by_a * by_b * covariance[3][4]
        + by_a * by_a * covariance[4][4];
    let correlated = found.free[4] && tau > 0.0 && sigma != 0.0;
    let effects = found.modes.iter().map(|mode| {
        let [first, cross, second] = mode.bend;
        let determinant = first * second - cross * cross;
        let variance =
            (by_a * by_a * second - 2.0 * by_a * by_b * cross + by_b * by_b * first) / determinant;
        (
            by_a * mode.z[0] + by_b * mode.z[1],
            variance.max(0.0).sqrt(),
        )
    });
    // Both models of the tests need integrals that have settled, whatever the fit was asked for.
    let common = search(&data.items, plan, Quadrature::Settled, true);
    let level = Settled {
        mean: common.at[0] - 0.5 * common.at[1],
        sd: common.at[2].abs(),
        grid: &common.grid,
    };
    Ok(Core {
        estimate,
        variance: covariance[1][1],
        tau,
        tau_variance: found.free[3].then_some(tau_variance),
        levels: Some(Levels {
            mean,
            variance: sigma * sigma,
            correlation: correlated.then_some(a / tau * sigma.signum()),
        }),
        effects: effects.collect(),
        profile: profile(&data.items, plan, found, 1, options),
        heterogeneity: heterogeneity(data, common.slope.value, tau * tau, Some(level)),
        names: &["γ", "μ", "σ", "b", "a"],
    })
}

fn finish<const P: usize>(
    data: &Data,
    options: &Options,
    found: &Found<P>,
    core: Core,
    nuisance: usize,
) -> Result<GlmmFit, GlmmError> {
    let k = data.k();
    let is_random = options.effects == Effects::Random && k >= 2;
    let standard_error = core.variance.sqrt();
    let tau2 = core.tau * core.tau;
    let log_likelihood = found.slope.value;
    let finite = [log_likelihood, core.estimate, standard_error, tau2];
    if finite.iter().any(|x| !x.is_finite()) {
        return Err(GlmmError::OutOfRange);
    }
    let (statistic, df, p_value, quantile) = test(core.estimate / standard_error, k, options);
    let parameters = 1 + usize::from(is_random) + nuisance;
    let groups = if data.two_groups { 2 * k } else { k };
    let (p, m) = (parameters as f64, groups as f64);
    let variant = options.prediction;
    let predicted = || {
        predict(
            core.estimate,
            standard_error,
            tau2,
            k,
            variant,
            options.level,
        )
    };
    let se_tau2 = core.tau_variance.map(|v| 2.0 * core.tau * v.sqrt());
    Ok(GlmmFit {
        options: *options,
        k,
        left_out: data.places.len() - k,
        estimate: core.estimate,
        standard_error,
        statistic,
        df,
        p_value,
        bounds: Bounds {
            lower: core.estimate - quantile * standard_error,
            upper: core.estimate + quantile * standard_error,
        },
        tau2: is_random.then_some(Tau2 {
            value: tau2,
            standard_error: se_tau2.filter(|_| !found.at_zero),
            at_zero: found.at_zero,
        }),
        levels: core.levels,
        log_likelihood,
        parameters,
        aic: 2.0 * (p - log_likelihood),
        bic: p * m.ln() - 2.0 * log_likelihood,
        heterogeneity: core.heterogeneity,
        prediction: if is_random { predicted() } else { None },
        profile: core.profile,
        study_effects: study_effects(data, core.estimate, core.tau, &core.effects),
        outcome: found.outcome,
        trace: found.trace.clone(),
        trace_names: core.names,
        grid: found.grid.size(),
        quadrature_change: found.change,
    })
}

/// The test statistic with its degrees of freedom, its p-value, and the quantile of the interval.
fn test(statistic: f64, k: usize, options: &Options) -> (f64, Option<f64>, f64, f64) {
    let tail = options.level.complement().half();
    let df = (options.test == Test::StudentKMinus1 && k >= 2).then(|| (k - 1) as f64);
    let (quantile, p_value) = match df {
        Some(df) => (
            student_t::upper_quantile(tail, df),
            student_t::two_sided_p(statistic, df),
        ),
        None => (normal::upper_quantile(tail), normal::two_sided_p(statistic)),
    };
    (statistic, df, p_value, quantile)
}

fn study_effects(
    data: &Data,
    mean: f64,
    tau: f64,
    effects: &[(f64, f64)],
) -> Vec<Option<StudyEffect>> {
    let one = |place: &Option<usize>| {
        let (z, width) = effects.get((*place)?)?;
        Some(StudyEffect {
            estimate: mean + tau * z,
            standard_deviation: tau * width,
        })
    };
    data.places.iter().map(one).collect()
}
