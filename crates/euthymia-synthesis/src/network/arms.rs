//! From what each arm reports to a network: covariances follow from the arm that contrasts share.

use super::data::{Network, TrialEstimates};
use super::error::NetworkError;
use crate::effect::means::{Group, mean_difference, small_sample_factor};
use crate::effect::person_time::{PersonTime, Rate, log_rate_ratio};
use crate::effect::proportion::Count;
use crate::effect::two_by_two::{self, Cells};
use crate::effect::zero_cells::ZeroCells;
use crate::effect::{Effect, EffectError};
use euthymia_numerics::linear::Matrix;
use std::collections::HashMap;

/// What one arm of a trial reports.
#[derive(Clone, Debug, PartialEq)]
pub struct Arm<T> {
    /// The trial.
    pub study: String,
    /// The treatment.
    pub treatment: String,
    /// Its counts, means or rates.
    pub result: T,
}

/// On which scale counts are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CountMeasure {
    /// Log odds ratio.
    OddsRatio,
    /// Log risk ratio.
    RiskRatio,
    /// Risk difference.
    RiskDifference,
}

/// On which scale means are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MeanMeasure {
    /// Mean difference, in the unit of the means.
    Difference,
    /// Mean difference in pooled standard deviations of all arms of the trial, without small-sample
    /// bias.
    Standardised,
}

/// A network with the trials that could not be used, by name.
#[derive(Clone, Debug, PartialEq)]
pub struct FromArms {
    /// The network.
    pub network: Network,
    /// Trials in which nobody, or everybody, had the event, left out as the rule says.
    pub uninformative: Vec<String>,
}

/// Compares counts.
///
/// Every two arms are compared; from the variances of these contrasts follow their covariances, which
/// are the variance of the arm that they share. The correction for zero cells is made to all arms of a trial at once,
/// when the rule calls for it in one of them; [`Scope::Undefined`] where a contrast has no variance
/// without it. Arms of a trial may stand anywhere.
///
/// [`Scope::Undefined`]: crate::effect::zero_cells::Scope::Undefined
///
/// # Errors
/// [`NetworkError`].
///
/// # Example
/// ```
/// use euthymia_synthesis::effect::{proportion::Count, zero_cells::ZeroCells};
/// use euthymia_synthesis::network::{Arm, CountMeasure, from_counts};
/// let arm = |treatment: &str, events| Ok::<_, euthymia_synthesis::effect::EffectError>(Arm {
///     study: "1".into(), treatment: treatment.into(), result: Count::new(events, 20)? });
/// let arms = [arm("A", 10)?, arm("B", 4)?, arm("C", 5)?];
/// let made = from_counts(&arms, CountMeasure::OddsRatio, &ZeroCells::RATIO)?;
/// // The variance of the logit of arm A, 1/10 + 1/10, is shared.
/// assert!((made.network.trials()[0].covariance()[(0, 1)] - 0.2).abs() < 1e-15);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn from_counts(
    arms: &[Arm<Count>],
    measure: CountMeasure,
    rule: &ZeroCells,
) -> Result<FromArms, NetworkError> {
    let set_has_zero = arms.iter().any(|arm| extreme(&arm.result));
    let (mut given, mut uninformative) = (Vec::new(), Vec::new());
    for trial in grouped(arms) {
        let counts: Vec<&Count> = trial.iter().map(|arm| &arm.result).collect();
        if !rule.keep_uninformative && counts.len() > 1 && says_nothing(&counts) {
            uninformative.extend(trial.first().map(|arm| arm.study.clone()));
            continue;
        }
        let any = counts.iter().any(|count| extreme(count));
        let added = rule.addition(any, is_undefined(&counts, measure), set_has_zero);
        given.push(of_pairs(&trial, |one, other| {
            let cells = cells(one, other, added);
            match measure {
                CountMeasure::OddsRatio => two_by_two::log_odds_ratio(&cells),
                CountMeasure::RiskRatio => two_by_two::log_risk_ratio(&cells),
                CountMeasure::RiskDifference => two_by_two::risk_difference(&cells),
            }
        })?);
    }
    Ok(FromArms {
        network: Network::from_trials(given)?,
        uninformative,
    })
}

/// Compares means.
///
/// Differences have v = s²/n for each arm. Standardised differences are g = J(N − a)(m − m_b)/s with s
/// pooled over the a arms and N their patients; cov(g_i, g_j) = 1/n_b + g_i g_j/(2N), and 1/n_i is
/// added to the variance of g_i. With two arms that is
/// [`hedges_g`](crate::effect::means::hedges_g).
///
/// # Errors
/// [`NetworkError`].
///
/// # References
/// Crippa A, Orsini N. BMC Med Res Methodol 2016;16:91, appendix (one pooled standard deviation).
///
/// # Example
/// ```
/// use euthymia_synthesis::effect::means::Group;
/// use euthymia_synthesis::network::{Arm, MeanMeasure, from_means};
/// let arm = |treatment: &str, mean| Ok::<_, euthymia_synthesis::effect::EffectError>(Arm {
///     study: "1".into(), treatment: treatment.into(), result: Group::new(mean, 2.0, 16)? });
/// let made = from_means(&[arm("A", 5.0)?, arm("B", 3.0)?], MeanMeasure::Difference)?;
/// let trial = &made.network.trials()[0];
/// assert_eq!((trial.values()[1], trial.covariance()[(0, 0)]), (-2.0, 0.5));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn from_means(arms: &[Arm<Group>], measure: MeanMeasure) -> Result<FromArms, NetworkError> {
    let make = |trial: Vec<&Arm<Group>>| match measure {
        MeanMeasure::Difference => of_pairs(&trial, mean_difference),
        MeanMeasure::Standardised => standardised(&trial),
    };
    let given: Result<Vec<_>, _> = grouped(arms).into_iter().map(make).collect();
    Ok(FromArms {
        network: Network::from_trials(given?)?,
        uninformative: Vec::new(),
    })
}

/// Compares events over person-time, as log rate ratios.
///
/// The correction for no events is made to all arms of a trial at once, when the rule calls for it
/// in one of them.
///
/// # Errors
/// [`NetworkError`].
///
/// # Example
/// ```
/// use euthymia_synthesis::effect::{person_time::PersonTime, zero_cells::ZeroCells};
/// use euthymia_synthesis::network::{Arm, from_person_time};
/// let arm = |treatment: &str, events| Ok::<_, euthymia_synthesis::effect::EffectError>(Arm {
///     study: "1".into(), treatment: treatment.into(), result: PersonTime::new(events, 10.0)? });
/// let made = from_person_time(&[arm("A", 4)?, arm("B", 8)?], &ZeroCells::RATIO)?;
/// assert!((made.network.trials()[0].values()[1] - 2.0_f64.ln()).abs() < 1e-15);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn from_person_time(
    arms: &[Arm<PersonTime>],
    rule: &ZeroCells,
) -> Result<FromArms, NetworkError> {
    let set_has_zero = arms.iter().any(|arm| arm.result.events() == 0);
    let (mut given, mut uninformative) = (Vec::new(), Vec::new());
    for trial in grouped(arms) {
        let without = trial.iter().filter(|arm| arm.result.events() == 0).count();
        if without == trial.len() && trial.len() > 1 && !rule.keep_uninformative {
            uninformative.extend(trial.first().map(|arm| arm.study.clone()));
            continue;
        }
        let added = rule.addition(without > 0, without > 0, set_has_zero);
        given.push(of_pairs(&trial, |one, other| {
            let plus = |rate: &PersonTime| Rate {
                events: rate.events() as f64 + added,
                time: rate.time(),
                added,
            };
            log_rate_ratio(&[plus(one), plus(other)])
        })?);
    }
    Ok(FromArms {
        network: Network::from_trials(given)?,
        uninformative,
    })
}

/// Arms by trial, both in the order given.
pub(crate) fn grouped<T>(arms: &[Arm<T>]) -> Vec<Vec<&Arm<T>>> {
    let mut places: HashMap<&str, usize> = HashMap::new();
    let mut groups: Vec<Vec<&Arm<T>>> = Vec::new();
    for arm in arms {
        let at = *places.entry(&arm.study).or_insert_with(|| {
            groups.push(Vec::new());
            groups.len() - 1
        });
        groups[at].push(arm);
    }
    groups
}

/// True when all or none of an arm had the event.
fn extreme(count: &Count) -> bool {
    count.events() == 0 || count.events() == count.n()
}

/// True when nobody in any arm, or everybody in all of them, had the event.
pub(crate) fn says_nothing(counts: &[&Count]) -> bool {
    let nobody = counts.iter().all(|count| count.events() == 0);
    nobody || counts.iter().all(|count| count.events() == count.n())
}

/// True when a contrast of these arms has no estimate or no variance without a correction.
fn is_undefined(counts: &[&Count], measure: CountMeasure) -> bool {
    let none = counts.iter().filter(|count| count.events() == 0).count();
    let all = counts
        .iter()
        .filter(|count| count.events() == count.n())
        .count();
    match measure {
        CountMeasure::OddsRatio => none + all > 0,
        CountMeasure::RiskRatio => none > 0 || all > 1,
        CountMeasure::RiskDifference => none + all > 1,
    }
}

/// The four cells of two arms.
fn cells(one: &Count, other: &Count, added: f64) -> Cells {
    let others = |count: &Count| (count.n() - count.events()) as f64 + added;
    Cells {
        a: one.events() as f64 + added,
        b: others(one),
        c: other.events() as f64 + added,
        d: others(other),
        added,
    }
}

/// Says which arm has no effect.
fn blame<T>(arm: &Arm<T>) -> impl Fn(EffectError) -> NetworkError {
    let (trial, treatment) = (arm.study.clone(), arm.treatment.clone());
    move |source| NetworkError::Arm {
        trial: trial.clone(),
        treatment: treatment.clone(),
        source,
    }
}

/// A trial under the labels of its arms.
fn labelled<T>(trial: &[&Arm<T>], estimates: Vec<f64>, covariance: Matrix<f64>) -> TrialEstimates {
    TrialEstimates {
        study: trial
            .first()
            .map_or_else(String::new, |arm| arm.study.clone()),
        treatments: trial.iter().map(|arm| arm.treatment.clone()).collect(),
        estimates,
        covariance,
    }
}

/// A trial from the contrasts of its arms by two, with the covariances that their variances imply.
fn of_pairs<T>(
    trial: &[&Arm<T>],
    contrast: impl Fn(&T, &T) -> Result<Effect, EffectError>,
) -> Result<TrialEstimates, NetworkError> {
    let Some((base, others)) = trial.split_first() else {
        return Err(NetworkError::Empty);
    };
    let against_base: Result<Vec<Effect>, NetworkError> = others
        .iter()
        .map(|arm| contrast(&arm.result, &base.result).map_err(blame(arm)))
        .collect();
    let against_base = against_base?;
    let mut covariance = Matrix::zeros(others.len(), others.len());
    for (i, arm) in others.iter().enumerate() {
        let own = against_base[i].variance.get();
        covariance[(i, i)] = own;
        for j in 0..i {
            let between = contrast(&arm.result, &others[j].result).map_err(blame(arm))?;
            let shared = 0.5 * (own + against_base[j].variance.get() - between.variance.get());
            covariance[(i, j)] = shared;
            covariance[(j, i)] = shared;
        }
    }
    let estimates = against_base.iter().map(|effect| effect.estimate).collect();
    Ok(labelled(trial, estimates, covariance))
}

/// A trial of standardised differences.
fn standardised(trial: &[&Arm<Group>]) -> Result<TrialEstimates, NetworkError> {
    let Some((base, others)) = trial.split_first() else {
        return Err(NetworkError::Empty);
    };
    let patients: f64 = trial.iter().map(|arm| arm.result.n() as f64).sum();
    let df = patients - trial.len() as f64;
    let part = |arm: &&Arm<Group>| (arm.result.n() as f64 - 1.0) * arm.result.sd().powi(2);
    let sd = (trial.iter().map(part).sum::<f64>() / df).sqrt();
    let factor = small_sample_factor(df) / sd;
    let g = |arm: &&Arm<Group>| factor * (arm.result.mean() - base.result.mean());
    let estimates: Vec<f64> = others.iter().map(g).collect();
    let covariance = Matrix::from_fn(others.len(), others.len(), |i, j| {
        let own = if i == j {
            1.0 / others[i].result.n() as f64
        } else {
            0.0
        };
        own + 1.0 / base.result.n() as f64 + estimates[i] * estimates[j] / (2.0 * patients)
    });
    Ok(labelled(trial, estimates, covariance))
}
