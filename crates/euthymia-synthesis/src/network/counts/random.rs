//! Odds ratios that differ from trial to trial: the binomial–normal model of a network.

use super::ascent::{Ascent, Slope, ascend, covariance};
use super::common::{CountFit, fit, held};
use super::data::{Counts, PATIENTS_MAX};
use super::error::CountError;
use super::marginal::{Marginal, Nodes};
use super::{Likelihood, Spread};
use crate::network::Estimates;
use euthymia_numerics::Probability;
use euthymia_numerics::gauss_hermite::GaussHermite;
use euthymia_numerics::minimum::{Iteration, Outcome};

/// What to fit. [`RandomOptions::default`] is centred effects, 15 points in each direction, 95 %.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RandomOptions {
    /// How the random effects of a trial are shared between its arms.
    pub spread: Spread,
    /// Gauss–Hermite points in each direction; a trial of a arms has a − 1 directions.
    pub points: usize,
    /// Confidence level, in (0, 1).
    pub level: Probability,
}

impl Default for RandomOptions {
    fn default() -> Self {
        Self {
            spread: Spread::Centred,
            points: 15,
            level: Probability::NINETY_FIVE,
        }
    }
}

/// A binomial–normal network.
#[derive(Clone, Debug, PartialEq)]
pub struct RandomFit {
    /// What was asked.
    pub options: RandomOptions,
    /// Mean log odds by treatment, of which only differences mean anything; the first has 0.
    pub estimates: Estimates,
    /// τ̂ ≥ 0, the standard deviation of a log odds ratio between trials.
    pub tau: f64,
    /// Its standard error; `None` at 0.
    pub tau_standard_error: Option<f64>,
    /// The largest log-likelihood, with every constant.
    pub log_likelihood: f64,
    /// That of the common-effect model.
    pub log_likelihood_common: f64,
    /// By how much the log-likelihood at the estimate moves with four more points in each direction: how far
    /// the quadrature is to be trusted.
    pub quadrature_moves: f64,
    /// Trials without an event, or with nothing but events.
    pub uninformative: Vec<String>,
    /// Why the search ended.
    pub outcome: Outcome,
    /// Its steps: log odds of all treatments but the first, then τ.
    pub trace: Vec<Iteration>,
}

impl RandomFit {
    /// False when the search did not settle; the fit must then be shown as not converged.
    #[must_use]
    pub fn converged(&self) -> bool {
        self.outcome == Outcome::Converged
    }
}

/// Nodes of a product rule up to which one trial is integrated.
const NODES_MAX: usize = 200_000;
/// Where the search for τ starts.
const START: f64 = 0.4;

/// Fits a random-effects network to counts by maximum likelihood.
///
/// # Model
/// logit p_ti = α_t + θ_i + u_ti with a level α_t for each trial and u normal, such that every log odds ratio
/// has variance τ² between trials and two that share an arm a correlation of ½. Because levels are
/// parameters, it matters how u is shared between arms: [`Spread`] names the variant. Integrals are by
/// adaptive Gauss–Hermite quadrature; levels are maximised out trial by trial, so that time is linear in the
/// number of trials. Covariances are the inverse of the observed information of θ and τ together.
///
/// With two treatments and [`Spread::Centred`] this is [`crate::glmm::fit_odds_ratios`] with
/// `FixedStudies(Half)`. Maximum likelihood with a level for each trial underestimates τ where trials are
/// small (Jackson 2018).
///
/// # Errors
/// [`CountError`], as for [`fit()`]; [`CountError::Points`] when trials have too many arms for so many points.
///
/// # References
/// Simmonds MC, Higgins JPT. Stat Methods Med Res 2016;25:2858–2877. Jackson D et al. Stat Med
/// 2018;37:1059–1085 (coding).
///
/// # Example
/// ```
/// use euthymia_synthesis::effect::proportion::Count;
/// use euthymia_synthesis::network::{Arm, counts::{Counts, RandomOptions, fit_random}};
/// let arm = |study: &str, treatment: &str, events| Ok::<_, euthymia_synthesis::effect::EffectError>(Arm {
///     study: study.into(), treatment: treatment.into(), result: Count::new(events, 40)? });
/// let counts = Counts::new(&[arm("1", "A", 20)?, arm("1", "B", 5)?,
///     arm("2", "A", 10)?, arm("2", "B", 12)?])?;
/// let found = fit_random(&counts, &RandomOptions::default())?;
/// assert!(found.tau > 0.5 && found.log_likelihood > found.log_likelihood_common);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Checked against
/// by hand and pairwise models: `tests/it/laws_counts_random.rs` · lme4 and nested integrals in R:
/// `tests/it/agrees_with_r_counts.rs`.
pub fn fit_random(counts: &Counts, options: &RandomOptions) -> Result<RandomFit, CountError> {
    let common = fit(counts, Likelihood::Binomial, options.level)?;
    let model = Model::new(counts, options.spread, options.points)?;
    let mut start = common.estimates.values()[1..].to_vec();
    start.push(START);
    let found = ascend(|at| model.slope(at), &start).ok_or(CountError::OutOfRange)?;
    let tau = found.at.last().map_or(0.0, |tau| tau.abs());
    let gain = found.slope.value - common.log_likelihood;
    let noise = 1e-10 * common.log_likelihood.abs().max(1.0);
    let finer = Model::new(counts, options.spread, options.points + 4);
    let moves = |at: &[f64]| {
        let [one, other] =
            [Some(&model), finer.as_ref().ok()].map(|model| model.and_then(|m| m.slope(at)));
        one.zip(other).map_or(f64::INFINITY, |(one, other)| {
            (other.value - one.value).abs()
        })
    };
    if gain <= noise && (tau < 1e-3 || gain < -noise) {
        let mut at = common.estimates.values()[1..].to_vec();
        at.push(0.0);
        return Ok(at_zero(common, options, moves(&at)));
    }
    summary(counts, options, found, &common, moves)
}

/// The fit of a common effect, as one with τ = 0.
fn at_zero(common: CountFit, options: &RandomOptions, quadrature_moves: f64) -> RandomFit {
    RandomFit {
        options: *options,
        estimates: common.estimates,
        tau: 0.0,
        tau_standard_error: None,
        log_likelihood: common.log_likelihood,
        log_likelihood_common: common.log_likelihood,
        quadrature_moves,
        uninformative: common.uninformative,
        outcome: common.outcome,
        trace: common.trace,
    }
}

fn summary(
    counts: &Counts,
    options: &RandomOptions,
    found: Ascent,
    common: &CountFit,
    moves: impl Fn(&[f64]) -> f64,
) -> Result<RandomFit, CountError> {
    let n = counts.treatments().len();
    let joint = covariance(&found.slope.information).ok_or(CountError::OutOfRange)?;
    let variances = joint.view((0, 0), (n, n)).into_owned();
    let values = held(&found.at[..n - 1]);
    let labels = counts.treatments().to_vec();
    Ok(RandomFit {
        options: *options,
        estimates: Estimates::new(labels, values, variances, options.level)?,
        tau: found.at[n - 1].abs(),
        tau_standard_error: Some(joint[(n, n)].sqrt()),
        log_likelihood: found.slope.value,
        log_likelihood_common: common.log_likelihood,
        quadrature_moves: moves(&found.at),
        uninformative: counts.uninformative(),
        outcome: found.outcome,
        trace: found.trace,
    })
}

/// Returns the log-likelihood of the random-effects model, with every constant, at given values of all
/// treatments and a given τ, at the best levels: the objective apart from any search.
///
/// # Errors
/// [`CountError::Values`], [`CountError::Spread`], [`CountError::Points`], [`CountError::TooLarge`],
/// [`CountError::OutOfRange`].
///
/// # Example
/// ```
/// use euthymia_synthesis::effect::proportion::Count;
/// use euthymia_synthesis::network::{Arm, counts::{Counts, RandomOptions, random_log_likelihood}};
/// let arm = |treatment: &str, events| Ok::<_, euthymia_synthesis::effect::EffectError>(Arm {
///     study: "1".into(), treatment: treatment.into(), result: Count::new(events, 2)? });
/// let counts = Counts::new(&[arm("A", 1)?, arm("B", 1)?])?;
/// // Without spread one of two in each arm has a chance of ½ · ½.
/// let found = random_log_likelihood(&counts, &[0.0, 0.0], 0.0, &RandomOptions::default())?;
/// assert!((found - 0.25_f64.ln()).abs() < 1e-12);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn random_log_likelihood(
    counts: &Counts,
    values: &[f64],
    tau: f64,
    options: &RandomOptions,
) -> Result<f64, CountError> {
    super::one_for_each(counts, values)?;
    counts.sized(PATIENTS_MAX)?;
    if !(tau >= 0.0 && tau.is_finite()) {
        return Err(CountError::Spread(tau));
    }
    let model = Model::new(counts, options.spread, options.points)?;
    model
        .total(values, tau)
        .map(|slope| slope.value)
        .ok_or(CountError::OutOfRange)
}

/// The trials that say something, and the nodes of their integrals by number of directions.
struct Model {
    treatments: usize,
    trials: Vec<Marginal>,
    nodes: Vec<Nodes>,
}

impl Model {
    fn new(counts: &Counts, spread: Spread, points: usize) -> Result<Self, CountError> {
        let trials: Vec<Marginal> = counts
            .informative()
            .map(|trial| Marginal::new(trial, spread))
            .collect();
        let dimensions = trials.iter().map(Marginal::dimensions).max().unwrap_or(0);
        let size = u32::try_from(dimensions)
            .ok()
            .and_then(|d| points.checked_pow(d));
        if points == 0 || size.is_none_or(|size| size > NODES_MAX) {
            return Err(CountError::Points {
                points,
                dimensions,
                most: NODES_MAX,
            });
        }
        let rule = GaussHermite::new(points);
        // Only numbers of directions that occur.
        let occurs = |d: usize| trials.iter().any(|trial| trial.dimensions() == d);
        let nodes = (0..=dimensions).map(|d| Nodes::new(&rule, if occurs(d) { d } else { 0 }));
        Ok(Self {
            treatments: counts.treatments().len(),
            nodes: nodes.collect(),
            trials,
        })
    }

    /// The log-likelihood with its derivatives by all values and τ.
    fn total(&self, theta: &[f64], tau: f64) -> Option<Slope> {
        let mut sum = Slope::zero(self.treatments + 1);
        for trial in &self.trials {
            trial.add_to(&mut sum, theta, tau, &self.nodes[trial.dimensions()])?;
        }
        Some(sum)
    }

    /// The same at free parameters: all values but the first, then τ.
    fn slope(&self, at: &[f64]) -> Option<Slope> {
        let (tau, theta) = at.split_last()?;
        self.total(&held(theta), *tau).map(Slope::without_first)
    }
}
