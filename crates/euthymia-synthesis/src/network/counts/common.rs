//! One odds ratio for each pair of treatments, by maximum likelihood.

use super::ascent::{Slope, ascend, covariance};
use super::conditional;
use super::data::{Counts, PATIENTS_MAX};
use super::error::CountError;
use super::separation;
use super::term::term;
use super::{CountModel, Likelihood};
use crate::network::Estimates;
use euthymia_numerics::Probability;
use euthymia_numerics::minimum::{Iteration, Outcome};

/// Log odds ratios by maximum likelihood.
#[derive(Clone, Debug, PartialEq)]
pub struct CountFit {
    /// Which model.
    pub model: CountModel,
    /// Log odds by treatment, of which only differences mean anything; the first treatment has 0.
    pub estimates: Estimates,
    /// The largest log-likelihood, with every constant, and with the penalty where there is one.
    pub log_likelihood: f64,
    /// Trials left out because they have no event, or nothing but events.
    pub uninformative: Vec<String>,
    /// Why the search ended.
    pub outcome: Outcome,
    /// Its steps.
    pub trace: Vec<Iteration>,
}

impl CountFit {
    /// False when the search did not settle; the fit must then be shown as not converged.
    #[must_use]
    pub fn converged(&self) -> bool {
        self.outcome == Outcome::Converged
    }
}

/// Fits a common-effect network to counts.
///
/// # Model
/// logit p_ti = α_t + θ_i. [`Likelihood::Binomial`] maximises over the levels α_t, trial by trial, and is
/// logistic regression with trial and treatment as factors. [`Likelihood::Conditional`] takes each trial's
/// events as given, so that there are no levels: it is right also for many small trials.
/// [`Likelihood::ConditionalApproximate`] replaces its distribution by a multinomial, which is what
/// netmeta's `netmetabin(method = "NCH")` computes. Covariances are the inverse of the observed
/// information.
///
/// # Errors
/// [`CountError`]: a treatment without events; odds ratios that run to infinity, recognised before the
/// search; a network in parts; a trial of more than 10,000,000 patients, or 1,000,000 for the exact sum.
///
/// # References
/// Stijnen T, Hamza TH, Özdemir P. Stat Med 2010;29:3046–3067 (conditional). Breslow N. J Am Stat Assoc
/// 1981;76:587–588 (approximation).
///
/// # Example
/// ```
/// use euthymia_numerics::Probability;
/// use euthymia_synthesis::effect::proportion::Count;
/// use euthymia_synthesis::network::{Arm, Relative, counts::{Counts, Likelihood, fit}};
/// let arm = |treatment: &str, events| Ok::<_, euthymia_synthesis::effect::EffectError>(Arm {
///     study: "1".into(), treatment: treatment.into(), result: Count::new(events, 10)? });
/// let counts = Counts::new(&[arm("A", 8)?, arm("B", 2)?, arm("C", 5)?])?;
/// let found = fit(&counts, Likelihood::Binomial, Probability::NINETY_FIVE)?;
/// // One trial: odds of 4, 1/4 and 1.
/// let a_less_b = found.estimates.compare(0, 1).ok_or("no such treatment")?;
/// assert!((a_less_b.estimate - 16.0_f64.ln()).abs() < 1e-10);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Checked against
/// by hand: `tests/it/byhand_counts.rs` · R's `glm` and BiasedUrn: `tests/it/agrees_with_r_counts.rs`.
pub fn fit(
    counts: &Counts,
    likelihood: Likelihood,
    level: Probability,
) -> Result<CountFit, CountError> {
    super::checked(level)?;
    separation::check(counts, likelihood)?;
    counts.sized(most(likelihood))?;
    let start = vec![0.0; counts.treatments().len() - 1];
    let found = ascend(
        |at| total(counts, &held(at), likelihood).map(Slope::without_first),
        &start,
    )
    .ok_or(CountError::OutOfRange)?;
    let covariance = covariance(&found.slope.information).ok_or(CountError::OutOfRange)?;
    Ok(CountFit {
        model: CountModel::CommonEffect(likelihood),
        estimates: Estimates::new(
            counts.treatments().to_vec(),
            held(&found.at),
            covariance,
            level,
        )?,
        log_likelihood: found.slope.value,
        uninformative: counts.uninformative(),
        outcome: found.outcome,
        trace: found.trace,
    })
}

/// Returns the log-likelihood, with every constant, at given values of all treatments: the objective
/// apart from any search. Trial levels of the binomial likelihood are the best ones. Trials that say
/// nothing add 0.
///
/// # Errors
/// [`CountError::Values`], [`CountError::TooLarge`], [`CountError::OutOfRange`].
///
/// # Example
/// ```
/// use euthymia_synthesis::effect::proportion::Count;
/// use euthymia_synthesis::network::{Arm, counts::{Counts, Likelihood, log_likelihood}};
/// let arm = |treatment: &str, events| Ok::<_, euthymia_synthesis::effect::EffectError>(Arm {
///     study: "1".into(), treatment: treatment.into(), result: Count::new(events, 2)? });
/// let counts = Counts::new(&[arm("A", 1)?, arm("B", 1)?])?;
/// // C(2,1)C(2,1) of C(4,2) divisions.
/// let found = log_likelihood(&counts, Likelihood::Conditional, &[0.0, 0.0])?;
/// assert!((found - (4.0_f64 / 6.0).ln()).abs() < 1e-14);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn log_likelihood(
    counts: &Counts,
    likelihood: Likelihood,
    values: &[f64],
) -> Result<f64, CountError> {
    super::one_for_each(counts, values)?;
    counts.sized(most(likelihood))?;
    let found = total(counts, values, likelihood).map(|slope| slope.value);
    found
        .filter(|value| value.is_finite())
        .ok_or(CountError::OutOfRange)
}

/// All values, the first of which is held at 0.
pub(super) fn held(free: &[f64]) -> Vec<f64> {
    std::iter::once(0.0).chain(free.iter().copied()).collect()
}

/// Sums the terms of all trials that say something.
fn total(counts: &Counts, theta: &[f64], likelihood: Likelihood) -> Option<Slope> {
    let mut sum = Slope::zero(theta.len());
    for trial in counts.informative() {
        term(trial, theta, likelihood)?.add_to(&mut sum, trial.arms());
    }
    Some(sum)
}

/// Patients of a trial up to which a likelihood is computed.
fn most(likelihood: Likelihood) -> u64 {
    match likelihood {
        Likelihood::Conditional => conditional::PATIENTS_MAX,
        Likelihood::ConditionalApproximate | Likelihood::Binomial => PATIENTS_MAX,
    }
}
