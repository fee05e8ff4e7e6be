//! What the reference does: the risk at which relative effects become absolute ones.

use super::analysis::{Compared, Part};
use super::data::ArmResult;
use super::measure::NetworkMeasure;
use super::nodes::{NodeArm, NodeRows};
use euthymia_numerics::Probability;
use euthymia_synthesis::effect::Effect;
use euthymia_synthesis::effect::proportion::{Count, from_logit};
use euthymia_synthesis::glmm::{self, GlmmError};
use euthymia_synthesis::network::absolute::{AbsoluteError, Baseline, RiskFrom};
use std::collections::BTreeSet;

/// Where the risk or mean with the reference comes from.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum BaselineFrom {
    /// The reference arms of a part pooled with random effects, with the error of the pooled value.
    #[default]
    Pooled,
    /// All reference arms of a part added up; taken as known.
    ReferenceArms,
    /// As stated; taken as known.
    Stated(f64),
}

/// The risk with the reference of a part.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum BaselineRisk {
    /// As stated.
    Stated(f64),
    /// Events among all patients of the reference arms of the part.
    ReferenceArms {
        /// Patients with the event.
        events: u64,
        /// All patients.
        n: u64,
    },
    /// The reference arms pooled by a binomial-normal model.
    Pooled {
        /// The pooled log odds.
        logit: f64,
        /// Its standard error.
        standard_error: f64,
        /// The standard deviation of the log odds between trials; `None` for a single arm.
        tau: Option<f64>,
        /// How many arms were pooled.
        arms: usize,
        /// Their patients with the event.
        events: u64,
        /// All their patients.
        n: u64,
    },
}

/// Why there are no absolute effects.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum NoAbsolute {
    /// The measure is not one of risks or means.
    #[error("no risk or mean follows from a {0}")]
    Measure(&'static str),
    /// Nobody stated a baseline, and the trials do not report counts.
    #[error("no baseline was stated, and the trials do not report one")]
    NoBaseline,
    /// The baseline is no risk on which a ratio acts.
    #[error("a baseline risk above 0 and below 1 is needed")]
    Baseline,
    /// A standardised difference without a standard deviation.
    #[error("the standard deviation of a scale is needed to state standardised differences on it")]
    NoSd,
    /// The pooled baseline did not settle.
    #[error("the model that pools the baseline did not settle")]
    NotSettled,
    /// The reference arms cannot be pooled.
    #[error("the reference arms cannot be pooled: {0}")]
    Pool(String),
    /// Effect and baseline do not go together.
    #[error(transparent)]
    Absolute(#[from] AbsoluteError),
}

impl From<GlmmError> for NoAbsolute {
    fn from(error: GlmmError) -> Self {
        Self::Pool(error.to_string())
    }
}

impl BaselineRisk {
    /// The risk; `None` outside (0, 1).
    #[must_use]
    pub fn risk(&self) -> Option<f64> {
        let risk = match *self {
            Self::Stated(risk) => risk,
            Self::ReferenceArms { events, n } => events as f64 / n as f64,
            Self::Pooled { logit, .. } => from_logit(logit),
        };
        (risk > 0.0 && risk < 1.0).then_some(risk)
    }

    /// The baseline as the models of absolute effects take it.
    ///
    /// # Errors
    /// [`NoAbsolute::Baseline`] for a risk that is not above 0 and below 1.
    pub fn baseline(&self) -> Result<Baseline, NoAbsolute> {
        let risk = self.risk().ok_or(NoAbsolute::Baseline)?;
        if let Self::Pooled {
            logit,
            standard_error,
            ..
        } = *self
        {
            let effect = Effect::new(logit, standard_error * standard_error);
            return Ok(Baseline::estimated(&effect.map_err(AbsoluteError::from)?)?);
        }
        let risk = Probability::new(risk).map_err(|_| NoAbsolute::Baseline)?;
        Ok(Baseline::known(risk)?)
    }
}

/// On which scale of risks a measure is; `None` for one that says nothing of risks.
///
/// A ratio of rates is taken as a ratio of hazards: the first event of a constant rate.
#[must_use]
pub fn risk_from(measure: NetworkMeasure) -> Option<RiskFrom> {
    match measure {
        NetworkMeasure::OddsRatio => Some(RiskFrom::OddsRatio),
        NetworkMeasure::RiskRatio => Some(RiskFrom::RiskRatio),
        NetworkMeasure::RiskDifference => Some(RiskFrom::RiskDifference),
        NetworkMeasure::HazardRatio | NetworkMeasure::RateRatio => Some(RiskFrom::HazardRatio),
        _ => None,
    }
}

/// The arms of the reference of a part.
pub(super) fn reference_arms<'a>(compared: &'a Compared, part: &'a Part) -> Vec<&'a NodeArm> {
    let NodeRows::Arms(arms) = &compared.rows else {
        return Vec::new();
    };
    let trials = part.network().trials().iter();
    let trials: BTreeSet<&str> = trials.map(|trial| trial.label()).collect();
    let own =
        |arm: &&NodeArm| arm.node == part.reference_name() && trials.contains(arm.study.as_str());
    arms.iter().filter(own).collect()
}

/// The risk with the reference of a part, as the options say.
///
/// # Errors
/// [`NoAbsolute`].
pub fn reference_risk(compared: &Compared, part: &Part) -> Result<BaselineRisk, NoAbsolute> {
    if let BaselineFrom::Stated(risk) = compared.options.baseline {
        return usable(BaselineRisk::Stated(risk));
    }
    let arms = reference_arms(compared, part);
    let counts: Vec<Count> = arms
        .iter()
        .filter_map(|arm| match arm.result {
            ArmResult::Count(count) => Some(count),
            _ => None,
        })
        .collect();
    if counts.is_empty() {
        return Err(NoAbsolute::NoBaseline);
    }
    if compared.options.baseline == BaselineFrom::Pooled {
        return pooled(&counts);
    }
    let (events, n) = sums(&counts);
    usable(BaselineRisk::ReferenceArms { events, n })
}

/// Patients with the event, and all.
fn sums(counts: &[Count]) -> (u64, u64) {
    let sum = |of: fn(&Count) -> u64| counts.iter().map(of).fold(0, u64::saturating_add);
    (sum(Count::events), sum(Count::n))
}

fn usable(found: BaselineRisk) -> Result<BaselineRisk, NoAbsolute> {
    found
        .risk()
        .map_or(Err(NoAbsolute::Baseline), |_| Ok(found))
}

/// The log odds of all arms pooled with random effects.
fn pooled(counts: &[Count]) -> Result<BaselineRisk, NoAbsolute> {
    let fit = glmm::fit_proportions(counts, &glmm::Options::default())?;
    if !fit.converged() {
        return Err(NoAbsolute::NotSettled);
    }
    let (events, n) = sums(counts);
    usable(BaselineRisk::Pooled {
        logit: fit.estimate,
        standard_error: fit.standard_error,
        tau: fit.tau2.map(|tau2| tau2.value.sqrt()),
        arms: counts.len(),
        events,
        n,
    })
}
