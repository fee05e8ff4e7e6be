//! Trials that report a time to an event in different ways, as one network of log hazard ratios.

use super::hazard::{MedianTime, log_cumulative_hazard, log_hazard_from_median};
use crate::effect::person_time::{PersonTime, Rate, log_rate};
use crate::effect::proportion::{Count, Split};
use crate::effect::reported::{log_hazard_ratio_from_log_rank, log_ratio_from_interval};
use crate::effect::zero_cells::ZeroCells;
use crate::effect::{Effect, EffectError};
use crate::network::data::{Contrast, Network, TrialEstimates, estimates_together};
use crate::network::error::NetworkError;
use euthymia_numerics::Probability;
use euthymia_numerics::linear::Matrix;

/// A printed hazard ratio with its limits.
#[derive(Clone, Debug, PartialEq)]
pub struct PrintedHazardRatio {
    /// The treatment whose hazard stands above the line.
    pub treatment1: String,
    /// The treatment whose hazard stands below it.
    pub treatment2: String,
    /// The ratio of hazards, positive.
    pub ratio: f64,
    /// Its lower limit, positive.
    pub lower: f64,
    /// Its upper limit.
    pub upper: f64,
    /// The level of the limits, in (0, 1).
    pub level: Probability,
}

/// What one trial reports, with the treatment of each arm.
#[derive(Clone, Debug, PartialEq)]
pub enum SurvivalReport {
    /// Events over person-time of each arm.
    PersonTime(Vec<(String, PersonTime)>),
    /// Patients with the event, of each arm, after a follow-up that all arms share.
    Counts(Vec<(String, Count)>),
    /// Hazard ratios; of a arms, all a(a − 1)/2.
    HazardRatios(Vec<PrintedHazardRatio>),
    /// A log-rank test of two arms.
    LogRank {
        /// The arm whose events were counted and expected.
        treatment1: String,
        /// The other arm.
        treatment2: String,
        /// Its observed less its expected events, O − E.
        observed_minus_expected: f64,
        /// The variance V of O − E, positive.
        variance: f64,
    },
    /// Median times of each arm.
    Medians(Vec<(String, MedianTime)>),
}

/// In which way a trial reported the times.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SurvivalKind {
    /// Events over person-time.
    PersonTime,
    /// Counts over equal follow-up.
    Counts,
    /// Hazard ratios with limits.
    HazardRatios,
    /// A log-rank test.
    LogRank,
    /// Median times.
    Medians,
}

impl SurvivalKind {
    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::PersonTime => "events over person-time",
            Self::Counts => "counts over equal follow-up (complementary log-log)",
            Self::HazardRatios => "hazard ratios with limits",
            Self::LogRank => "log-rank test (observed less expected)",
            Self::Medians => "median times",
        }
    }

    /// What has to be true, besides proportional hazards, for it to be a log hazard ratio.
    #[must_use]
    pub fn assumption(self) -> &'static str {
        match self {
            Self::PersonTime => "the hazard of each arm is constant",
            Self::Counts => {
                "all arms of the trial were followed equally long and nobody was lost to follow-up"
            }
            Self::HazardRatios => "the limits are symmetric about the ratio as logarithms",
            Self::LogRank => "the hazard ratio is not far from one",
            Self::Medians => "the hazard of each arm is constant, so that medians stand for it",
        }
    }
}

impl SurvivalReport {
    /// In which way it was reported.
    #[must_use]
    pub fn kind(&self) -> SurvivalKind {
        match self {
            Self::PersonTime(_) => SurvivalKind::PersonTime,
            Self::Counts(_) => SurvivalKind::Counts,
            Self::HazardRatios(_) => SurvivalKind::HazardRatios,
            Self::LogRank { .. } => SurvivalKind::LogRank,
            Self::Medians(_) => SurvivalKind::Medians,
        }
    }
}

/// A trial with what it reports.
#[derive(Clone, Debug, PartialEq)]
pub struct SurvivalTrial {
    /// The trial.
    pub study: String,
    /// Its report.
    pub report: SurvivalReport,
}

/// A network of log hazard ratios, with how each trial reported.
#[derive(Clone, Debug, PartialEq)]
pub struct FromSurvival {
    /// The network.
    pub network: Network,
    /// How each of its trials reported, in their order.
    pub kinds: Vec<SurvivalKind>,
    /// Trials in which nobody, or everybody, had the event, left out as the rule says.
    pub uninformative: Vec<String>,
}

/// Puts trials that report a time to an event into one network of log hazard ratios.
///
/// The zero-cell rule is for counts and for events over person-time; a correction is made to all arms of
/// a trial at once. `adds_up_within` is for printed hazard ratios of several arms, as in
/// [`Network::from_contrasts`].
///
/// # Errors
/// [`NetworkError`]; a study that comes twice, so also one that reports in two ways, is
/// [`NetworkError::DuplicateTrial`].
///
/// # References
/// As in the [module](self).
///
/// # Example
/// ```
/// use euthymia_synthesis::effect::{person_time::PersonTime, zero_cells::ZeroCells};
/// use euthymia_synthesis::network::ADDS_UP_WITHIN;
/// use euthymia_synthesis::network::survival::*;
/// let trials = [
///     SurvivalTrial { study: "1".into(), report: SurvivalReport::PersonTime(vec![
///         ("A".into(), PersonTime::new(4, 10.0)?), ("B".into(), PersonTime::new(8, 10.0)?)]) },
///     SurvivalTrial { study: "2".into(), report: SurvivalReport::Medians(vec![
///         ("A".into(), MedianTime::new(6.0, 4)?), ("B".into(), MedianTime::new(3.0, 8)?)]) },
/// ];
/// let made = from_survival(&trials, &ZeroCells::RATIO, ADDS_UP_WITHIN)?;
/// // Both say that the hazard of B is twice that of A.
/// for trial in made.network.trials() {
///     assert!((trial.values()[1] - 2.0_f64.ln()).abs() < 1e-15);
///     assert_eq!(trial.covariance()[(0, 0)], 0.375);
/// }
/// assert_eq!(made.kinds, [SurvivalKind::PersonTime, SurvivalKind::Medians]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn from_survival(
    trials: &[SurvivalTrial],
    rule: &ZeroCells,
    adds_up_within: f64,
) -> Result<FromSurvival, NetworkError> {
    if !(adds_up_within >= 0.0 && adds_up_within.is_finite()) {
        return Err(NetworkError::Tolerance(adds_up_within));
    }
    let set_has_zero = trials.iter().any(|trial| has_zero(&trial.report));
    let (mut given, mut kinds, mut uninformative) = (Vec::new(), Vec::new(), Vec::new());
    for SurvivalTrial { study, report } in trials {
        if says_nothing(report) && !rule.keep_uninformative {
            uninformative.push(study.clone());
            continue;
        }
        let any = has_zero(report);
        let added = rule.addition(any, any, set_has_zero);
        given.push(of_report(study, report, added, adds_up_within)?);
        kinds.push(report.kind());
    }
    Ok(FromSurvival {
        network: Network::from_trials(given)?,
        kinds,
        uninformative,
    })
}

/// True when an arm has no log hazard without a correction.
fn has_zero(report: &SurvivalReport) -> bool {
    match report {
        SurvivalReport::PersonTime(arms) => arms.iter().any(|(_, rate)| rate.events() == 0),
        SurvivalReport::Counts(arms) => arms
            .iter()
            .any(|(_, count)| count.events() == 0 || count.events() == count.n()),
        _ => false,
    }
}

/// True when nobody in any arm, or everybody in all of them, had the event.
fn says_nothing(report: &SurvivalReport) -> bool {
    match report {
        SurvivalReport::PersonTime(arms) => {
            arms.len() > 1 && arms.iter().all(|(_, rate)| rate.events() == 0)
        }
        SurvivalReport::Counts(arms) => {
            let nobody = arms.iter().all(|(_, count)| count.events() == 0);
            let everybody = arms.iter().all(|(_, count)| count.events() == count.n());
            arms.len() > 1 && (nobody || everybody)
        }
        _ => false,
    }
}

/// One trial's log hazard ratios.
fn of_report(
    study: &str,
    report: &SurvivalReport,
    added: f64,
    adds_up_within: f64,
) -> Result<TrialEstimates, NetworkError> {
    match report {
        SurvivalReport::PersonTime(arms) => of_arms(study, arms, |rate| {
            log_rate(&Rate {
                events: rate.events() as f64 + added,
                time: rate.time(),
                added,
            })
        }),
        SurvivalReport::Counts(arms) => of_arms(study, arms, |count| {
            log_cumulative_hazard(&Split {
                events: count.events() as f64 + added,
                others: (count.n() - count.events()) as f64 + added,
                added,
            })
        }),
        SurvivalReport::Medians(arms) => of_arms(study, arms, log_hazard_from_median),
        SurvivalReport::HazardRatios(ratios) => of_ratios(study, ratios, adds_up_within),
        SurvivalReport::LogRank {
            treatment1,
            treatment2,
            observed_minus_expected,
            variance,
        } => {
            let effect = log_hazard_ratio_from_log_rank(*observed_minus_expected, *variance)
                .map_err(blame(study, treatment1))?;
            Ok(TrialEstimates {
                study: study.to_owned(),
                treatments: vec![treatment2.clone(), treatment1.clone()],
                estimates: vec![effect.estimate],
                covariance: Matrix::from_element(1, 1, effect.variance.get()),
            })
        }
    }
}

/// Says which arm has no log hazard.
fn blame<'a>(study: &'a str, treatment: &'a str) -> impl Fn(EffectError) -> NetworkError + 'a {
    move |source| NetworkError::Arm {
        trial: study.to_owned(),
        treatment: treatment.to_owned(),
        source,
    }
}

/// A trial of independent arms: the variance of the first is shared by all its contrasts.
fn of_arms<T>(
    study: &str,
    arms: &[(String, T)],
    log_hazard: impl Fn(&T) -> Result<Effect, EffectError>,
) -> Result<TrialEstimates, NetworkError> {
    let hazards: Result<Vec<Effect>, NetworkError> = arms
        .iter()
        .map(|(treatment, arm)| log_hazard(arm).map_err(blame(study, treatment)))
        .collect();
    let hazards = hazards?;
    let Some((base, others)) = hazards.split_first() else {
        return Err(NetworkError::Empty);
    };
    let covariance = Matrix::from_fn(others.len(), others.len(), |i, j| {
        let own = others
            .get(i)
            .filter(|_| i == j)
            .map_or(0.0, |arm| arm.variance.get());
        own + base.variance.get()
    });
    Ok(TrialEstimates {
        study: study.to_owned(),
        treatments: arms
            .iter()
            .map(|(treatment, _)| treatment.clone())
            .collect(),
        estimates: others
            .iter()
            .map(|arm| arm.estimate - base.estimate)
            .collect(),
        covariance,
    })
}

/// A trial of printed hazard ratios.
fn of_ratios(
    study: &str,
    ratios: &[PrintedHazardRatio],
    adds_up_within: f64,
) -> Result<TrialEstimates, NetworkError> {
    let contrast = |printed: &PrintedHazardRatio| {
        let PrintedHazardRatio {
            ratio,
            lower,
            upper,
            level,
            ..
        } = *printed;
        let effect = log_ratio_from_interval(ratio, lower, upper, level)
            .map_err(blame(study, &printed.treatment1))?;
        Ok(Contrast {
            study: study.to_owned(),
            treatment1: printed.treatment1.clone(),
            treatment2: printed.treatment2.clone(),
            estimate: effect.estimate,
            standard_error: effect.variance.standard_error().get(),
        })
    };
    let contrasts: Result<Vec<Contrast>, NetworkError> = ratios.iter().map(contrast).collect();
    estimates_together(study, &contrasts?, adds_up_within)
}
