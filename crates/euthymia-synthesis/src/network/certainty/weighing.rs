//! Levels of trials, weighed by what the trials contribute to an estimate.

use super::concern::{Concern, Judgement};

/// How a trial was appraised: its risk of bias, or how far it asks another question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Low.
    Low,
    /// In between. Also known as: moderate, unclear, some concerns.
    Moderate,
    /// High.
    High,
}

/// What share of an estimate comes from trials of each level; the four sum to 1.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct LevelShares {
    /// From trials at low level.
    pub low: f64,
    /// From trials at moderate level.
    pub moderate: f64,
    /// From trials at high level.
    pub high: f64,
    /// From trials that nobody appraised.
    pub unknown: f64,
}

/// How the levels of trials make one judgement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WeighingRule {
    /// The mean of 1, 2 and 3 for low, moderate and high, rounded, halves upwards.
    Average,
    /// The level with the largest share; of equal shares the worse.
    Majority,
    /// The worst level that contributes.
    Worst,
}

impl WeighingRule {
    /// For people.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Average => "average level, weighed by contributions",
            Self::Majority => "level with the largest contribution",
            Self::Worst => "worst level that contributes",
        }
    }
}

impl LevelShares {
    /// Adds up the shares of trials by level.
    #[must_use]
    pub fn of(shares: &[f64], levels: &[Option<Level>]) -> Self {
        let mut sum = Self::default();
        for (share, level) in shares.iter().zip(levels) {
            *sum.of_level(*level) += share;
        }
        sum
    }

    fn of_level(&mut self, level: Option<Level>) -> &mut f64 {
        match level {
            Some(Level::Low) => &mut self.low,
            Some(Level::Moderate) => &mut self.moderate,
            Some(Level::High) => &mut self.high,
            None => &mut self.unknown,
        }
    }

    /// The shares if everything unknown had one level.
    fn with_unknown_at(mut self, level: Level) -> Self {
        let unknown = std::mem::take(&mut self.unknown);
        *self.of_level(Some(level)) += unknown;
        self
    }
}

/// Shares that differ by less than this are equal but for rounding.
const EQUAL: f64 = 1e-9;

/// Judges shares by a rule. Unknown levels are tried at low, moderate and high: what all three agree on
/// is settled, the rest stays open; where everything is unknown, nothing is assessed.
///
/// # Example
/// ```
/// use euthymia_synthesis::network::certainty::{Concern, Judgement, LevelShares, WeighingRule, weigh};
/// let shares = LevelShares { low: 0.5, moderate: 0.25, high: 0.25, unknown: 0.0 };
/// // 0.5 × 1 + 0.25 × 2 + 0.25 × 3 = 1.75
/// assert_eq!(weigh(shares, WeighingRule::Average).0, Judgement::Settled(Concern::Some));
/// assert_eq!(weigh(shares, WeighingRule::Majority).0, Judgement::Settled(Concern::No));
/// assert_eq!(weigh(shares, WeighingRule::Worst).0, Judgement::Settled(Concern::Major));
/// ```
#[must_use]
pub fn weigh(shares: LevelShares, rule: WeighingRule) -> (Judgement, &'static str) {
    let known = shares.low + shares.moderate + shares.high;
    if known <= 0.0 {
        return (
            Judgement::NotAssessed,
            "no trial that contributes was appraised",
        );
    }
    let tried = [Level::Low, Level::Moderate, Level::High]
        .map(|level| settle(shares.with_unknown_at(level), rule));
    let (mut least, mut most) = (tried[0], tried[0]);
    for concern in tried {
        least = least.min(concern);
        most = most.max(concern);
    }
    let judgement = Judgement::between(least, most);
    let reason = match (judgement, rule) {
        (Judgement::Settled(_), WeighingRule::Average) => {
            "the mean level of the trials that contribute"
        }
        (Judgement::Settled(_), WeighingRule::Majority) => "the level that contributes most",
        (Judgement::Settled(_), WeighingRule::Worst) => "the worst level that contributes",
        _ => "trials that nobody appraised could decide it",
    };
    (judgement, reason)
}

/// Applies the rule to shares without an unknown.
fn settle(shares: LevelShares, rule: WeighingRule) -> Concern {
    let LevelShares {
        low,
        moderate,
        high,
        ..
    } = shares;
    match rule {
        WeighingRule::Average => {
            let mean = (moderate + 2.0 * high) / (low + moderate + high);
            if mean >= 1.5 - EQUAL {
                Concern::Major
            } else if mean >= 0.5 - EQUAL {
                Concern::Some
            } else {
                Concern::No
            }
        }
        WeighingRule::Majority => {
            if high >= low.max(moderate) - EQUAL {
                Concern::Major
            } else if moderate >= low - EQUAL {
                Concern::Some
            } else {
                Concern::No
            }
        }
        WeighingRule::Worst => {
            if high > 0.0 {
                Concern::Major
            } else if moderate > 0.0 {
                Concern::Some
            } else {
                Concern::No
            }
        }
    }
}
