//! The outcomes of a decision, each with its network, set side by side.

use crate::compared::analysis::{Compared, Part};
use crate::compared::baseline::{NoAbsolute, reference_risk, risk_from};
use crate::compared::names::Names;
use crate::compared::tables::{mean_from, reference_mean};
use euthymia_numerics::Probability;
use euthymia_synthesis::network::Estimates;
use euthymia_synthesis::network::benefit_risk::{
    BenefitRisk, BenefitRiskError, Correlation, Measured, Outcome, ValueScale, Weights,
};
use euthymia_synthesis::network::{Better, Draws};

/// One outcome with its network.
#[derive(Clone, Debug, PartialEq)]
pub struct Side {
    /// Its name, unique.
    pub name: String,
    /// Its network; which way is better, and the baseline, stand in its options.
    pub compared: Compared,
}

/// The weights that were asked for, by the names of outcomes.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum AskedWeights {
    /// Nothing is known.
    #[default]
    Unknown,
    /// What it is worth to go from the worst to the best level of each outcome.
    Swing(Vec<(String, f64)>),
    /// Outcomes by importance, the most important first.
    Ordered(Vec<String>),
}

/// What is asked beside the outcomes.
#[derive(Clone, Debug, PartialEq)]
pub struct DecisionOptions {
    /// How many of benefit one of harm is worth, for the net benefit.
    pub trade: Vec<f64>,
    /// The weights of the outcomes.
    pub weights: AskedWeights,
    /// The least gain asked of outcomes, by name, in their unit; negative for a loss that is borne.
    pub least: Vec<(String, f64)>,
    /// How the errors of different outcomes go together.
    pub correlation: Correlation,
}

impl Default for DecisionOptions {
    fn default() -> Self {
        Self {
            trade: vec![0.0, 0.5, 1.0, 2.0],
            weights: AskedWeights::Unknown,
            least: Vec::new(),
            correlation: Correlation::Independent,
        }
    }
}

/// Why outcomes cannot be set side by side.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum DecisionError {
    /// An outcome has no baseline.
    #[error("the outcome \"{outcome}\" has no level with {reference}: {source}")]
    Baseline {
        /// The outcome.
        outcome: String,
        /// The reference.
        reference: String,
        /// Why.
        source: NoAbsolute,
    },
    /// A weight or a least gain of an outcome that is not there, or none for one that is.
    #[error("{what}: each of the outcomes {outcomes} is to be named once, and no other")]
    Names {
        /// Weights or least gains.
        what: &'static str,
        /// The outcomes there are.
        outcomes: String,
    },
    /// The outcomes do not go together.
    #[error(transparent)]
    BenefitRisk(#[from] BenefitRiskError),
}

/// Outcomes set side by side.
#[derive(Clone, Debug, PartialEq)]
pub struct Decision {
    /// The outcomes as the models take them.
    pub set: BenefitRisk,
    /// The least gain asked of each outcome.
    pub least: Vec<f64>,
    /// What was asked.
    pub options: DecisionOptions,
    /// Why outcomes are not all together, and which have no decision.
    pub apart: Vec<String>,
    sides: Vec<Side>,
}

/// Sets outcomes side by side, the benefit first; all are compared with its reference.
///
/// # Errors
/// [`DecisionError`].
pub fn decision(sides: Vec<Side>, options: &DecisionOptions) -> Result<Decision, DecisionError> {
    let reference = sides
        .first()
        .and_then(|side| side.compared.parts.first())
        .map_or(String::new(), |part| part.reference_name().to_owned());
    let mut outcomes = Vec::with_capacity(sides.len());
    for side in &sides {
        let Some(part) = side.compared.parts.first() else {
            continue;
        };
        let measured =
            measured(&side.compared, part).map_err(|source| DecisionError::Baseline {
                outcome: side.name.clone(),
                reference: reference.clone(),
                source,
            })?;
        outcomes.push(Outcome {
            name: side.name.clone(),
            estimates: Estimates::from(&part.random),
            better: side.compared.options.better,
            measured,
        });
    }
    let found = Decision {
        set: BenefitRisk::new(outcomes, &reference, options.correlation)?,
        least: vec![0.0; sides.len()],
        options: options.clone(),
        apart: Vec::new(),
        sides,
    };
    found.named(options)
}

/// Sets outcomes side by side: all of them together, or, where no treatment but the reference has all
/// of them, the first with each of the others.
///
/// # Errors
/// As [`decision`].
pub fn decisions(
    sides: Vec<Side>,
    options: &DecisionOptions,
) -> Result<Vec<Decision>, DecisionError> {
    let all = decision(sides.clone(), options);
    let apart = matches!(
        &all,
        Err(DecisionError::BenefitRisk(BenefitRiskError::NothingShared(
            _
        )))
    );
    let Some((benefit, others)) = sides.split_first().filter(|(_, o)| apart && o.len() > 1) else {
        return all.map(|found| vec![found]);
    };
    let pairs = others.iter().map(|other| {
        let pair = vec![benefit.clone(), other.clone()];
        let named = |name: &String| pair.iter().any(|side| side.name == *name);
        let own = options.of(named);
        decision(pair.clone(), &own)
    });
    let (mut found, mut refused) = (Vec::new(), Vec::new());
    for (pair, other) in pairs.zip(others) {
        match pair {
            Ok(decision) => found.push(decision),
            Err(error) => refused.push((other.name.clone(), error)),
        }
    }
    let Some(first) = found.first_mut() else {
        return all.map(|found| vec![found]);
    };
    let lost = refused
        .iter()
        .map(|(name, error)| format!("Nothing is said of {name}: {error}."));
    first.apart.push(
        "No treatment but the reference has all outcomes: the benefit is set against each of the others \
         by itself."
            .to_owned(),
    );
    first.apart.extend(lost);
    Ok(found)
}

impl DecisionOptions {
    /// What is asked of some of the outcomes.
    fn of(&self, named: impl Fn(&String) -> bool) -> Self {
        let of_pairs = |all: &[(String, f64)]| -> Vec<(String, f64)> {
            all.iter()
                .filter(|(name, _)| named(name))
                .cloned()
                .collect()
        };
        Self {
            weights: match &self.weights {
                AskedWeights::Unknown => AskedWeights::Unknown,
                AskedWeights::Swing(given) => AskedWeights::Swing(of_pairs(given)),
                AskedWeights::Ordered(given) => AskedWeights::Ordered(
                    given.iter().filter(|name| named(name)).cloned().collect(),
                ),
            },
            least: of_pairs(&self.least),
            ..self.clone()
        }
    }
}

/// The way from effects to what patients see, at the baseline of the options.
fn measured(compared: &Compared, part: &Part) -> Result<Measured, NoAbsolute> {
    if let Some(from) = risk_from(compared.options.measure) {
        let baseline = reference_risk(compared, part)?.baseline()?;
        return Ok(Measured::Risk { from, baseline });
    }
    match mean_from(compared) {
        Ok(from) => Ok(match reference_mean(compared, part)? {
            Some(baseline) => Measured::Mean { from, baseline },
            None => Measured::Difference,
        }),
        Err(_) => Ok(Measured::Difference),
    }
}

impl Decision {
    /// The outcomes with their networks, the benefit first.
    #[must_use]
    pub fn sides(&self) -> &[Side] {
        &self.sides
    }

    /// Puts what was asked by name in the order of the outcomes.
    fn named(mut self, options: &DecisionOptions) -> Result<Self, DecisionError> {
        for (name, least) in &options.least {
            let place = self.place(name).ok_or_else(|| self.names("least gains"))?;
            if let Some(slot) = self.least.get_mut(place) {
                *slot = *least;
            }
        }
        self.weights()?;
        Ok(self)
    }

    fn place(&self, name: &str) -> Option<usize> {
        self.sides.iter().position(|side| side.name == name)
    }

    fn names(&self, what: &'static str) -> DecisionError {
        let all: Vec<&str> = self.sides.iter().map(|side| side.name.as_str()).collect();
        DecisionError::Names {
            what,
            outcomes: all.join(", "),
        }
    }

    /// The weights in the order of the outcomes.
    ///
    /// # Errors
    /// [`DecisionError::Names`] unless each outcome is named once.
    pub fn weights(&self) -> Result<Weights, DecisionError> {
        let refused = || self.names("weights");
        match &self.options.weights {
            AskedWeights::Unknown => Ok(Weights::Unknown),
            AskedWeights::Swing(given) => {
                let of = |side: &Side| {
                    let mut own = given.iter().filter(|(name, _)| *name == side.name);
                    match (own.next(), own.next()) {
                        (Some((_, weight)), None) => Ok(*weight),
                        _ => Err(refused()),
                    }
                };
                let all: Vec<f64> = self.sides.iter().map(of).collect::<Result<_, _>>()?;
                match given.len() == all.len() {
                    true => Ok(Weights::Swing(all)),
                    false => Err(refused()),
                }
            }
            AskedWeights::Ordered(given) => {
                let places: Option<Vec<usize>> =
                    given.iter().map(|name| self.place(name)).collect();
                let places = places.ok_or_else(refused)?;
                let mut sorted = places.clone();
                sorted.sort_unstable();
                match sorted.into_iter().eq(0..self.sides.len()) {
                    true => Ok(Weights::Ordered(places)),
                    false => Err(refused()),
                }
            }
        }
    }

    /// True for an outcome that is seen as a risk, and printed per 1,000.
    #[must_use]
    pub fn is_risk(&self, outcome: usize) -> bool {
        let found = self.set.outcomes().get(outcome);
        found.is_some_and(|outcome| matches!(outcome.measured, Measured::Risk { .. }))
    }

    /// What numbers of an outcome are multiplied with in print, and their decimals.
    pub(super) fn print(&self, outcome: usize) -> (f64, u8) {
        match self.is_risk(outcome) {
            true => (1000.0, 0),
            false => (1.0, 2),
        }
    }

    /// The unit of an outcome in print.
    pub(super) fn unit(&self, outcome: usize) -> &'static str {
        match self.is_risk(outcome) {
            true => "per 1,000",
            false => "in its unit",
        }
    }

    /// The name of an outcome in print.
    pub(super) fn outcome(&self, outcome: usize) -> String {
        let side = self.sides.get(outcome);
        side.map_or(String::new(), |side| side.name.replace('_', " "))
    }

    /// The name of a node in print.
    pub(super) fn node(&self, node: &str) -> String {
        let has = |side: &&Side| side.compared.network.treatment(node).is_some();
        let side = self.sides.iter().find(has);
        side.map_or(node.to_owned(), |side| Names::of(&side.compared).name(node))
    }

    /// The level and the draws of the main outcome.
    pub(super) fn asked(&self) -> (Probability, Draws) {
        let first = self.sides.first().map(|side| &side.compared.options);
        first.map_or(
            (
                Probability::NINETY_FIVE,
                Draws {
                    count: 1000,
                    seed: 1,
                    threads: 1,
                },
            ),
            |own| (own.level, own.draws),
        )
    }

    /// A value scale for each outcome: 0 to 1 for risks, the range of the estimates for others.
    #[must_use]
    pub fn scales(&self) -> Vec<ValueScale> {
        let levels = self.set.levels();
        let of = |(place, levels): (usize, &Vec<f64>)| {
            let (mut low, mut high) = match self.is_risk(place) {
                true => (0.0, 1.0),
                false => levels
                    .iter()
                    .fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), x| {
                        (l.min(*x), h.max(*x))
                    }),
            };
            if low >= high {
                (low, high) = (low - 0.5, high + 0.5);
            }
            let better = self.set.outcomes().get(place).map(|outcome| outcome.better);
            match better {
                Some(Better::Smaller) => ValueScale {
                    worst: high,
                    best: low,
                },
                _ => ValueScale {
                    worst: low,
                    best: high,
                },
            }
        };
        levels.iter().enumerate().map(of).collect()
    }
}
