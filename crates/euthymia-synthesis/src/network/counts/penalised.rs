//! Logistic regression with Firth's penalty: finite odds ratios also for a treatment without events.

use super::CountModel;
use super::common::{CountFit, held};
use super::data::{CountTrial, Counts, PATIENTS_MAX};
use super::error::CountError;
use super::level::level as trial_level;
use super::term::sizes;
use crate::glmm::arm::{Arm, Curve};
use crate::network::Estimates;
use crate::network::parts::parts_of;
use euthymia_numerics::Probability;
use euthymia_numerics::linear::{Cholesky, Matrix, Vector};
use euthymia_numerics::minimum::{Iteration, Outcome};

/// What is done with trials without an event, or with nothing but events.
///
/// The penalty gives them a finite level, so that they can be kept; they then pull odds ratios a little
/// towards 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SaysNothing {
    /// They are kept.
    Kept,
    /// They are left out.
    LeftOut,
}

const STEPS_MAX: usize = 1000;
/// No parameter moves further in one step.
const STEP_MAX: f64 = 2.0;
/// A step shorter than this is the last one.
const LAST_STEP: f64 = 1e-12;

/// Fits a common-effect network to counts by logistic regression with Firth's penalty.
///
/// # Model
/// logit p_ti = α_t + θ_i; ℓ(α, θ) + ½ ln|I(α, θ)| is maximised, with I the information of all levels and
/// log odds ratios, which takes the first-order bias from the estimates and keeps them finite. Modified
/// scores are Σ(x − np + h(½ − p)) with h the leverages. Covariances are the inverse of I at the
/// estimate; Wald intervals from them are rough where a treatment has no event at all. The
/// log-likelihood of the result has the penalty in it.
///
/// # Errors
/// [`CountError::NothingLeft`], [`CountError::NotCompared`], [`CountError::Disconnected`],
/// [`CountError::TooLarge`], [`CountError::OutOfRange`].
///
/// # References
/// Firth D. Biometrika 1993;80:27–38. Heinze G, Schemper M. Stat Med 2002;21:2409–2419. Evrenoglou T,
/// White IR, Afach S, Mavridis D, Chaimani A. Stat Med 2022;41:5203–5219 (networks).
///
/// # Example
/// ```
/// use euthymia_numerics::Probability;
/// use euthymia_synthesis::effect::proportion::Count;
/// use euthymia_synthesis::network::{Arm, Relative, counts::{Counts, SaysNothing, fit_penalised}};
/// let arm = |treatment: &str, events| Ok::<_, euthymia_synthesis::effect::EffectError>(Arm {
///     study: "1".into(), treatment: treatment.into(), result: Count::new(events, 10)? });
/// let counts = Counts::new(&[arm("A", 0)?, arm("B", 4)?])?;
/// let found = fit_penalised(&counts, SaysNothing::Kept, Probability::NINETY_FIVE)?;
/// // In a saturated model the penalty adds a half to every cell: (0.5/10.5)/(4.5/6.5).
/// let a_less_b = found.estimates.compare(0, 1).ok_or("no such treatment")?;
/// assert!((a_less_b.estimate - (0.5_f64 * 6.5 / (10.5 * 4.5)).ln()).abs() < 1e-9);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn fit_penalised(
    counts: &Counts,
    rule: SaysNothing,
    level: Probability,
) -> Result<CountFit, CountError> {
    super::checked(level)?;
    counts.sized(PATIENTS_MAX)?;
    let keep = |trial: &&CountTrial| rule == SaysNothing::Kept || !trial.says_nothing();
    let trials: Vec<&CountTrial> = counts.trials().iter().filter(keep).collect();
    joined(counts, &trials)?;
    let found = climb(counts, &trials).ok_or(CountError::OutOfRange)?;
    let inverse = found
        .state
        .factor
        .inverse()
        .insert_row(0, 0.0)
        .insert_column(0, 0.0);
    let labels = counts.treatments().to_vec();
    let left_out = if rule == SaysNothing::Kept {
        Vec::new()
    } else {
        counts.uninformative()
    };
    Ok(CountFit {
        model: CountModel::Penalised(rule),
        estimates: Estimates::new(labels, held(found.at.theta.as_slice()), inverse, level)?,
        log_likelihood: found.state.value,
        uninformative: left_out,
        outcome: found.outcome,
        trace: found.trace,
    })
}

/// Checks that the trials join all treatments.
fn joined(counts: &Counts, trials: &[&CountTrial]) -> Result<(), CountError> {
    if trials.is_empty() {
        return Err(CountError::NothingLeft(counts.trials().len()));
    }
    let compared = |place: usize| trials.iter().any(|trial| trial.arms().contains(&place));
    let labels = counts.treatments();
    if let Some(place) = (0..labels.len()).find(|place| !compared(*place)) {
        return Err(CountError::NotCompared(labels[place].clone()));
    }
    let parts = parts_of(labels.len(), trials.iter().map(|trial| trial.arms()));
    match parts.as_slice() {
        [_, other, ..] => Err(CountError::Disconnected {
            parts: parts.len(),
            one: counts.labels(other),
        }),
        _ => Ok(()),
    }
}

/// Levels of trials, and log odds of treatments but for the first.
#[derive(Clone)]
struct Place {
    alpha: Vec<f64>,
    theta: Vector<f64>,
}

/// Everything at one place.
struct State {
    /// The penalised log-likelihood.
    value: f64,
    curves: Vec<Vec<Curve>>,
    /// Σv of each trial.
    totals: Vec<f64>,
    /// Of the information about θ when levels are eliminated.
    factor: Cholesky,
}

struct Found {
    at: Place,
    state: State,
    outcome: Outcome,
    trace: Vec<Iteration>,
}

fn climb(counts: &Counts, trials: &[&CountTrial]) -> Option<Found> {
    let free = counts.treatments().len() - 1;
    let start = |trial: &&CountTrial| {
        // A half more of events and of others, so that no level is infinite.
        let n = sizes(trial);
        let total: f64 = n.iter().sum();
        let events = (trial.events() as f64 + 0.5) * total / (total + 1.0);
        trial_level(&vec![0.0; n.len()], &n, events)
    };
    let mut at = Place {
        alpha: trials.iter().map(start).collect(),
        theta: Vector::zeros(free),
    };
    let mut state = look(trials, &at)?;
    let mut trace = Vec::new();
    let mut outcome = Outcome::TooManySteps;
    for _ in 0..STEPS_MAX {
        let (step, steepest) = scoring(trials, &state);
        trace.push(Iteration {
            at: at.theta.as_slice().to_vec(),
            value: state.value,
            slope: steepest,
        });
        let length = step
            .alpha
            .iter()
            .fold(step.theta.amax(), |most, s| most.max(s.abs()));
        let mut share = (STEP_MAX / length).min(1.0);
        let slack = 1e-12 * state.value.abs().max(1.0);
        let mut next = None;
        for _ in 0..50 {
            let place = Place {
                alpha: at
                    .alpha
                    .iter()
                    .zip(&step.alpha)
                    .map(|(a, s)| a + share * s)
                    .collect(),
                theta: &at.theta + share * &step.theta,
            };
            next = look(trials, &place)
                .filter(|there| there.value >= state.value - slack)
                .map(|there| (place, there));
            if next.is_some() {
                break;
            }
            share *= 0.5;
        }
        let Some((place, there)) = next else {
            outcome = Outcome::Stalled;
            break;
        };
        (at, state) = (place, there);
        if length <= LAST_STEP {
            outcome = Outcome::Converged;
            break;
        }
    }
    Some(Found {
        at,
        state,
        outcome,
        trace,
    })
}

/// Evaluates at a place.
fn look(trials: &[&CountTrial], at: &Place) -> Option<State> {
    let theta = |arm: usize| if arm == 0 { 0.0 } else { at.theta[arm - 1] };
    let curves: Vec<Vec<Curve>> = trials
        .iter()
        .zip(&at.alpha)
        .map(|(trial, alpha)| {
            let curve = |(arm, count): (usize, &crate::effect::proportion::Count)| {
                Arm::binomial(count.events(), count.n(), 0.0).curve(alpha + theta(arm))
            };
            trial.each().map(curve).collect()
        })
        .collect();
    let totals: Vec<f64> = curves
        .iter()
        .map(|own| own.iter().map(|c| c.bend).sum())
        .collect();
    let mut information = Matrix::zeros(at.theta.len(), at.theta.len());
    for ((trial, own), total) in trials.iter().zip(&curves).zip(&totals) {
        for (i, a) in trial.arms().iter().enumerate().filter(|(_, a)| **a > 0) {
            information[(a - 1, a - 1)] += own[i].bend;
            for (j, b) in trial.arms().iter().enumerate().filter(|(_, b)| **b > 0) {
                information[(a - 1, b - 1)] -= own[i].bend / total * own[j].bend;
            }
        }
    }
    let factor = Cholesky::new(information).ok()?;
    let likelihood: f64 = curves.iter().flatten().map(|curve| curve.value).sum();
    let levels: f64 = totals.iter().map(|total| total.ln()).sum();
    let value = likelihood + 0.5 * (levels + factor.ln_determinant());
    value.is_finite().then_some(State {
        value,
        curves,
        totals,
        factor,
    })
}

/// A step of Fisher scoring with modified scores, and the largest of these.
fn scoring(trials: &[&CountTrial], state: &State) -> (Place, f64) {
    let inverse = state.factor.inverse();
    let free = inverse.nrows();
    let (mut by_theta, mut by_alpha) = (Vector::zeros(free), Vec::with_capacity(trials.len()));
    let mut steepest = 0.0_f64;
    let mut gradient = Vector::zeros(free);
    for ((trial, own), total) in trials.iter().zip(&state.curves).zip(&state.totals) {
        let scores = modified(trial, own, *total, &inverse);
        let sum: f64 = scores.iter().sum();
        by_alpha.push(sum);
        steepest = steepest.max(sum.abs());
        for (i, arm) in trial.arms().iter().enumerate().filter(|(_, arm)| **arm > 0) {
            gradient[arm - 1] += scores[i];
            by_theta[arm - 1] += scores[i] - own[i].bend / total * sum;
        }
    }
    let theta: Vector<f64> = &inverse * by_theta;
    let shift = |at: usize| {
        let arms = trials[at].arms().iter().zip(&state.curves[at]);
        let carried = arms
            .filter(|(arm, _)| **arm > 0)
            .map(|(arm, curve)| curve.bend * theta[arm - 1]);
        (by_alpha[at] - carried.sum::<f64>()) / state.totals[at]
    };
    let alpha = (0..trials.len()).map(shift).collect();
    (Place { alpha, theta }, steepest.max(gradient.amax()))
}

/// x − np + h(½ − p) for each arm of a trial, with h = v z′I⁻¹z.
fn modified(trial: &CountTrial, own: &[Curve], total: f64, inverse: &Matrix<f64>) -> Vec<f64> {
    let arms = trial.arms();
    let share: Vec<f64> = own.iter().map(|curve| curve.bend / total).collect();
    let entry = |i: usize, j: usize| match (arms[i], arms[j]) {
        (0, _) | (_, 0) => 0.0,
        (a, b) => inverse[(a - 1, b - 1)],
    };
    let all = 0..arms.len();
    let toward: Vec<f64> = all
        .clone()
        .map(|i| all.clone().map(|j| entry(i, j) * share[j]).sum())
        .collect();
    let centre: f64 = toward.iter().zip(&share).map(|(t, s)| t * s).sum();
    all.map(|i| {
        let leverage = own[i].bend * (1.0 / total + entry(i, i) - 2.0 * toward[i] + centre);
        let (events, n) = (
            trial.counts()[i].events() as f64,
            trial.counts()[i].n() as f64,
        );
        let p = (events - own[i].slope) / n;
        own[i].slope + leverage * (0.5 - p)
    })
    .collect()
}
