//! Covariates of trials, how they act, and which trials have them.

use super::error::RegressionError;
use crate::network::data::Network;
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// A property of trials.
#[derive(Clone, Debug, PartialEq)]
pub struct Covariate {
    /// What it is called.
    pub name: String,
    /// One value for each of [`Network::trials`]; `None` where it is not known. A property that a trial
    /// has or has not is 1 or 0.
    pub values: Vec<Option<f64>>,
    /// The value that effects of treatments refer to, in the unit of the covariate.
    pub centre: f64,
}

/// Which treatments share an interaction with a covariate. Controls have none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Interaction {
    /// One β for every treatment that is no control.
    Shared,
    /// A β for each treatment that is no control.
    Independent,
    /// A β for each treatment that is no control, drawn from N(B, σ²_β).
    Exchangeable,
    /// One β for each class: treatment and class by name.
    ByClass(BTreeMap<String, String>),
}

/// A covariate with its interactions.
#[derive(Clone, Debug, PartialEq)]
pub struct Moderator {
    /// The covariate.
    pub covariate: Covariate,
    /// How treatments share its interactions.
    pub interaction: Interaction,
}

/// A trial that lacks a covariate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// The trial, by name.
    pub trial: String,
    /// The covariates that it lacks.
    pub covariates: Vec<String>,
}

impl Interaction {
    /// The variant's name for people.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Shared => "shared",
            Self::Independent => "independent",
            Self::Exchangeable => "exchangeable",
            Self::ByClass(_) => "by class",
        }
    }
}

impl Covariate {
    /// The mean of the known values, a usual centre; `None` where there is none.
    ///
    /// # Example
    /// ```
    /// use euthymia_synthesis::network::regression::Covariate;
    /// let year = Covariate { name: "year".into(), values: vec![Some(2001.0), None, Some(2003.0)],
    ///     centre: 0.0 };
    /// assert_eq!(year.mean(), Some(2002.0));
    /// ```
    #[must_use]
    pub fn mean(&self) -> Option<f64> {
        let known: Vec<f64> = self.values.iter().flatten().copied().collect();
        let count = known.len() as f64;
        let mean = euthymia_numerics::sum::compensated(known) / count;
        mean.is_finite().then_some(mean)
    }

    /// How far a value lies from the centre; a difference that is rounding alone is none.
    pub(super) fn centred(&self, value: f64) -> f64 {
        let difference = value - self.centre;
        let rounding = 4.0 * f64::EPSILON * value.abs().max(self.centre.abs());
        if difference.abs() <= rounding {
            0.0
        } else {
            difference
        }
    }
}

/// The trials that have all covariates.
#[derive(Clone, Debug)]
pub(super) struct Complete {
    /// These trials.
    pub(super) network: Network,
    /// For each of them, each covariate as given.
    pub(super) values: Vec<Vec<f64>>,
    /// The others.
    pub(super) left_out: Vec<LeftOut>,
}

/// Checks the covariates and keeps the trials that have them all.
pub(super) fn complete(
    network: &Network,
    moderators: &[Moderator],
) -> Result<Complete, RegressionError> {
    check(network, moderators)?;
    let (mut values, mut left_out, mut used) = (Vec::new(), Vec::new(), BTreeSet::new());
    for (at, trial) in network.trials().iter().enumerate() {
        let own = |m: &Moderator| m.covariate.values.get(at).copied().flatten();
        let found: Option<Vec<f64>> = moderators.iter().map(own).collect();
        if let Some(found) = found {
            used.insert(at);
            values.push(found);
            continue;
        }
        let lacking = moderators.iter().filter(|m| own(m).is_none());
        left_out.push(LeftOut {
            trial: trial.label().to_owned(),
            covariates: lacking.map(|m| m.covariate.name.clone()).collect(),
        });
    }
    let places: Vec<usize> = used.into_iter().collect();
    let network = network.of_trials(&places).ok_or(RegressionError::NoTrial)?;
    for (at, moderator) in moderators.iter().enumerate() {
        let mut column = values.iter().filter_map(|row| row.get(at).copied());
        let Some(value) = column.next() else {
            continue;
        };
        if column.all(|x| x == value) {
            return Err(RegressionError::Constant {
                covariate: moderator.covariate.name.clone(),
                value,
            });
        }
    }
    Ok(Complete {
        network,
        values,
        left_out,
    })
}

fn check(network: &Network, moderators: &[Moderator]) -> Result<(), RegressionError> {
    if moderators.is_empty() {
        return Err(RegressionError::NoCovariate);
    }
    let exchangeable = |m: &&Moderator| m.interaction == Interaction::Exchangeable;
    if moderators.iter().filter(exchangeable).count() > 1 {
        return Err(RegressionError::ManyExchangeable);
    }
    let mut names = HashSet::new();
    let trials = network.trials();
    for Moderator { covariate, .. } in moderators {
        let name = || covariate.name.clone();
        if name().trim().is_empty() || !names.insert(name()) {
            return Err(RegressionError::Name(name()));
        }
        if covariate.values.len() != trials.len() {
            return Err(RegressionError::Length {
                covariate: name(),
                found: covariate.values.len(),
                trials: trials.len(),
            });
        }
        if !covariate.centre.is_finite() {
            return Err(RegressionError::Centre {
                covariate: name(),
                centre: covariate.centre,
            });
        }
        for (value, trial) in covariate.values.iter().zip(trials) {
            if let Some(value) = value.filter(|x| !x.is_finite()) {
                return Err(RegressionError::Value {
                    covariate: name(),
                    trial: trial.label().to_owned(),
                    value,
                });
            }
        }
    }
    Ok(())
}
