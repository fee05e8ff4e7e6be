//! What a unit of each outcome is worth.

use super::error::{BenefitRiskError, LARGEST, usable};
use euthymia_numerics::random::Random;

/// The value of an outcome: linear, 0 at the worst level and 1 at the best.
///
/// Levels beyond either are valued on the same line, and counted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ValueScale {
    /// The worst level considered, in the unit of the outcome.
    pub worst: f64,
    /// The best level considered; above the worst or below it.
    pub best: f64,
}

impl ValueScale {
    /// Refuses ends that are no numbers, or equal.
    pub(super) fn check(&self) -> Result<(), BenefitRiskError> {
        usable("a worst level", self.worst)?;
        usable("a best level", self.best)?;
        let width = self.best - self.worst;
        match width.abs() >= 1.0 / LARGEST {
            true => Ok(()),
            false => Err(BenefitRiskError::Value {
                what: "a best level",
                found: self.best,
                needed: "it must differ from the worst",
            }),
        }
    }

    /// The value of a level.
    #[must_use]
    pub fn value(&self, level: f64) -> f64 {
        (level - self.worst) / (self.best - self.worst)
    }
}

/// The weights of the outcomes; they sum to one.
#[derive(Clone, Debug, PartialEq)]
pub enum Weights {
    /// Swing weights: what it is worth to go from the worst to the best level of each outcome, in any
    /// unit; not negative, and not all zero.
    Swing(Vec<f64>),
    /// Nothing is known: all weights are equally likely.
    Unknown,
    /// Only an order is known, by the places of the outcomes, the most important first: all weights in
    /// this order are equally likely.
    Ordered(Vec<usize>),
}

impl Weights {
    /// In words.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Swing(_) => "swing weights as given",
            Self::Unknown => "all weights equally likely",
            Self::Ordered(_) => "all weights in the order given equally likely",
        }
    }

    /// Checks them for so many outcomes.
    pub(super) fn check(&self, outcomes: usize) -> Result<(), BenefitRiskError> {
        match self {
            Self::Unknown => Ok(()),
            Self::Ordered(order) => {
                let mut sorted = order.clone();
                sorted.sort_unstable();
                match sorted.into_iter().eq(0..outcomes) {
                    true => Ok(()),
                    false => Err(BenefitRiskError::Order(outcomes)),
                }
            }
            Self::Swing(swings) => {
                if swings.len() != outcomes {
                    return Err(BenefitRiskError::Number {
                        what: "weights",
                        found: swings.len(),
                        needed: outcomes,
                    });
                }
                let total: f64 = swings.iter().sum();
                let negative = swings.iter().find(|swing| swing.is_nan() || **swing < 0.0);
                match negative {
                    None if (1.0 / LARGEST..=LARGEST).contains(&total) => Ok(()),
                    wrong => Err(BenefitRiskError::Value {
                        what: "a weight",
                        found: wrong.copied().unwrap_or(total),
                        needed: "weights are finite, not negative, and not all zero",
                    }),
                }
            }
        }
    }

    /// Draws weights; those given are the same in every draw.
    ///
    /// Exponential numbers over their sum are even on the simplex; in descending order they are even on
    /// the part of it that has this order.
    pub(super) fn draw(&self, outcomes: usize, random: &mut Random) -> Vec<f64> {
        let mut numbers: Vec<f64> = match self {
            Self::Swing(swings) => swings.clone(),
            _ => (0..outcomes).map(|_| -(-random.unit()).ln_1p()).collect(),
        };
        let total: f64 = numbers.iter().sum();
        // All zero once in 2⁵³ to the power of their number.
        let total = if total > 0.0 { total } else { 1.0 };
        for number in &mut numbers {
            *number /= total;
        }
        if let Self::Ordered(order) = self {
            numbers.sort_unstable_by(|a, b| b.total_cmp(a));
            let mut placed = vec![0.0; outcomes];
            for (place, weight) in order.iter().zip(numbers) {
                if let Some(slot) = placed.get_mut(*place) {
                    *slot = weight;
                }
            }
            return placed;
        }
        numbers
    }
}
