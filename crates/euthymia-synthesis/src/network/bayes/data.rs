//! What each arm reports, grouped into trials.

use super::super::arms::{Arm, grouped};
use super::super::data::{Network, TrialEstimates};
use super::super::error::FitError;
use super::error::NetworkBayesError;
use crate::effect::person_time::PersonTime;
use crate::effect::proportion::Count;
use euthymia_numerics::linear::Matrix;

/// What an arm reports, with the likelihood and the link that go with it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Report {
    /// Events among patients: binomial, logit; effects are log odds ratios. Zero cells need no
    /// correction.
    Count(Count),
    /// Events over person-time: Poisson, logarithm; effects are log rate ratios.
    PersonTime(PersonTime),
    /// A mean with a known standard error: normal, identity; effects are mean differences.
    Mean {
        /// The mean.
        mean: f64,
        /// Its standard error.
        standard_error: f64,
    },
}

/// Arms of a connected network, by trial.
#[derive(Clone, Debug, PartialEq)]
pub struct ArmData {
    pub(crate) network: Network,
    /// The arms of each trial, in the order of the network's.
    pub(crate) reports: Vec<Vec<Report>>,
}

impl ArmData {
    /// Checks and groups arms of events among patients.
    ///
    /// # Errors
    /// [`NetworkBayesError`].
    pub fn of_counts(arms: &[Arm<Count>]) -> Result<Self, NetworkBayesError> {
        Self::new(arms, |arm| Ok(Report::Count(arm.result)))
    }

    /// Checks and groups arms of events over person-time.
    ///
    /// # Errors
    /// [`NetworkBayesError`].
    pub fn of_person_time(arms: &[Arm<PersonTime>]) -> Result<Self, NetworkBayesError> {
        Self::new(arms, |arm| Ok(Report::PersonTime(arm.result)))
    }

    /// Checks and groups arms of means, each a mean and its standard error.
    ///
    /// # Errors
    /// [`NetworkBayesError`].
    ///
    /// # Example
    /// ```
    /// use euthymia_synthesis::network::{Arm, bayes::ArmData};
    /// let arm = |treatment: &str, mean| Arm { study: "1".into(), treatment: treatment.into(),
    ///     result: (mean, 0.5) };
    /// let data = ArmData::of_means(&[arm("A", 1.0), arm("B", 2.0)])?;
    /// assert_eq!(data.treatments(), ["A", "B"]);
    /// assert!(ArmData::of_means(&[arm("A", 1.0), arm("B", f64::NAN)]).is_err());
    /// # Ok::<(), euthymia_synthesis::network::bayes::NetworkBayesError>(())
    /// ```
    pub fn of_means(arms: &[Arm<(f64, f64)>]) -> Result<Self, NetworkBayesError> {
        Self::new(arms, |arm| {
            let (mean, standard_error) = arm.result;
            let positive = standard_error > 0.0 && standard_error.is_finite();
            if positive && mean.is_finite() {
                return Ok(Report::Mean {
                    mean,
                    standard_error,
                });
            }
            Err(NetworkBayesError::Mean {
                trial: arm.study.clone(),
                treatment: arm.treatment.clone(),
                mean,
                standard_error,
            })
        })
    }

    fn new<T>(
        arms: &[Arm<T>],
        report: impl Fn(&Arm<T>) -> Result<Report, NetworkBayesError>,
    ) -> Result<Self, NetworkBayesError> {
        let (mut given, mut reports) = (Vec::new(), Vec::new());
        for trial in grouped(arms) {
            let of_arms: Result<Vec<Report>, _> = trial.iter().map(|arm| report(arm)).collect();
            reports.push(of_arms?);
            let others = trial.len().saturating_sub(1);
            // Which trial has which arms is checked as for estimates; nothing else is used.
            given.push(TrialEstimates {
                study: trial
                    .first()
                    .map_or_else(String::new, |arm| arm.study.clone()),
                treatments: trial.iter().map(|arm| arm.treatment.clone()).collect(),
                estimates: vec![0.0; others],
                covariance: Matrix::identity(others, others),
            });
        }
        let network = Network::from_trials(given)?;
        let parts = network.parts().len();
        if parts != 1 {
            return Err(FitError::Disconnected { parts }.into());
        }
        Ok(Self { network, reports })
    }

    /// The treatments, in the order in which the data name them.
    #[must_use]
    pub fn treatments(&self) -> &[String] {
        self.network.treatments()
    }

    /// The place of a treatment.
    #[must_use]
    pub fn treatment(&self, label: &str) -> Option<usize> {
        self.network.treatment(label)
    }
}

impl Report {
    /// ln of the likelihood at a value η on the scale of the link, up to a constant, and its slope.
    pub(crate) fn log_likelihood(&self, eta: f64) -> (f64, f64) {
        match self {
            Self::Count(count) => {
                let (events, n) = (count.events() as f64, count.n() as f64);
                let (log_of_rest, share) = logistic(eta);
                (events * eta + n * log_of_rest, events - n * share)
            }
            Self::PersonTime(rate) => {
                let expected = rate.time() * eta.exp();
                let events = rate.events() as f64;
                (events * eta - expected, events - expected)
            }
            Self::Mean {
                mean,
                standard_error,
            } => {
                let z = (mean - eta) / standard_error;
                (-0.5 * z * z, z / standard_error)
            }
        }
    }

    /// What is expected at η: events, or a mean.
    pub(crate) fn fitted(&self, eta: f64) -> f64 {
        match self {
            Self::Count(count) => count.n() as f64 * logistic(eta).1,
            Self::PersonTime(rate) => rate.time() * eta.exp(),
            Self::Mean { .. } => eta,
        }
    }

    /// Twice the log-likelihood that is missing to a perfect fit, at an expected number of events or a
    /// mean.
    pub(crate) fn deviance(&self, fitted: f64) -> f64 {
        let missing = |found: f64, expected: f64| match found {
            0.0 => 0.0,
            _ => found * (found / expected).ln(),
        };
        match self {
            Self::Count(count) => {
                let (events, n) = (count.events() as f64, count.n() as f64);
                2.0 * (missing(events, fitted) + missing(n - events, n - fitted))
            }
            Self::PersonTime(rate) => {
                let events = rate.events() as f64;
                2.0 * (missing(events, fitted) - (events - fitted))
            }
            Self::Mean {
                mean,
                standard_error,
            } => ((mean - fitted) / standard_error).powi(2),
        }
    }

    /// A value of η that the arm by itself suggests, with its standard error: where a chain starts.
    pub(crate) fn guess(&self) -> (f64, f64) {
        match self {
            Self::Count(count) => {
                let (events, others) = (
                    count.events() as f64 + 0.5,
                    (count.n() - count.events()) as f64 + 0.5,
                );
                let error = (1.0 / events + 1.0 / others).sqrt();
                ((events / others).ln(), error)
            }
            Self::PersonTime(rate) => {
                let events = rate.events() as f64 + 0.5;
                ((events / rate.time()).ln(), 1.0 / events.sqrt())
            }
            Self::Mean {
                mean,
                standard_error,
            } => (*mean, *standard_error),
        }
    }
}

/// ln(1 − p) and p at a logit.
fn logistic(eta: f64) -> (f64, f64) {
    if eta > 0.0 {
        let small = (-eta).exp();
        (-eta - small.ln_1p(), 1.0 / (1.0 + small))
    } else {
        let small = eta.exp();
        (-small.ln_1p(), small / (1.0 + small))
    }
}
