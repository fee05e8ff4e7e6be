//! Whether draws can be used, and if not, why.

use super::data::ArmData;
use euthymia_numerics::chains::{Chains, Worth};
use euthymia_numerics::nuts::Chain;
use std::fmt;

/// R̂ above which chains disagree.
const R_HAT_MAX: f64 = 1.01;
/// Effective draws that are needed for each chain.
const EFFECTIVE_MIN: f64 = 100.0;
/// The smallest energy fraction.
const ENERGY_MIN: f64 = 0.3;

/// A reason for not using draws.
#[derive(Clone, Debug, PartialEq)]
pub enum Unsettled {
    /// Chains have not come together.
    Disagree {
        /// The number on which they disagree most.
        what: String,
        /// Its R̂.
        r_hat: f64,
    },
    /// The draws depend so much on each other that they are worth too few.
    FewEffective {
        /// The number for which they are worth least.
        what: String,
        /// How many, for its bulk or its tails, whichever is less.
        effective: f64,
        /// How many are needed.
        needed: f64,
    },
    /// A number never moved.
    Stuck {
        /// Which.
        what: String,
    },
    /// Steps lost their energy: a region of sharp bends may be missing from the draws.
    Diverged {
        /// Draws whose path ended so.
        draws: usize,
    },
    /// Paths were cut off before they turned: draws are right but few.
    LongestPaths {
        /// Draws whose path was cut off.
        draws: usize,
    },
    /// A chain moves too slowly between regions of different density.
    Energy {
        /// The smallest energy fraction of a chain.
        fraction: f64,
    },
}

impl fmt::Display for Unsettled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Disagree { what, r_hat } => write!(
                f,
                "the chains disagree about {what} (R-hat {r_hat:.3}, wanted below {R_HAT_MAX}): draw longer"
            ),
            Self::FewEffective {
                what,
                effective,
                needed,
            } => write!(
                f,
                "for {what} the draws are worth {effective:.0} independent ones, wanted {needed:.0}: draw longer"
            ),
            Self::Stuck { what } => write!(f, "{what} never moved: check the data and the priors"),
            Self::Diverged { draws } => write!(
                f,
                "{draws} draws ended in a divergence, so that a part of the posterior may be missing: \
                 raise the acceptance, such as to 0.99, or take a narrower prior"
            ),
            Self::LongestPaths { draws } => write!(
                f,
                "{draws} draws needed longer paths than are allowed: draw a longer warm-up"
            ),
            Self::Energy { fraction } => write!(
                f,
                "a chain explores the energies too slowly (fraction {fraction:.2}, wanted {ENERGY_MIN}): \
                 draw longer, or take narrower priors"
            ),
        }
    }
}

/// What the draws of all free numbers are worth.
#[derive(Clone, Debug, PartialEq)]
pub struct Quality {
    /// The largest R̂ of a free number.
    pub r_hat: f64,
    /// The smallest number of effective draws for the bulk of a free number.
    pub bulk: f64,
    /// The smallest number of effective draws for the tails of a free number.
    pub tail: f64,
    /// Draws whose path ended in a divergence.
    pub divergences: usize,
    /// Draws whose path was cut off.
    pub longest_paths: usize,
    /// The smallest energy fraction of a chain; `None` where energies never changed.
    pub energy_fraction: Option<f64>,
    /// Steps of the sampler after warm-up.
    pub steps: usize,
    /// Why the draws are not to be used; empty when they are.
    pub reasons: Vec<Unsettled>,
}

/// What is judged.
pub(crate) struct Judge<'a> {
    pub(crate) data: &'a ArmData,
    pub(crate) reference: usize,
    pub(crate) chains: &'a [Chain],
}

impl Judge<'_> {
    /// What a free number stands for, in words.
    fn name(&self, place: usize) -> String {
        let trials = self.data.network.trials();
        let treatments = self.data.treatments();
        if let Some(trial) = trials.get(place) {
            return format!("the first arm of \"{}\"", trial.label());
        }
        let effect = place - trials.len();
        let treatment = effect + usize::from(effect >= self.reference);
        if let Some(label) = treatments.get(treatment) {
            return format!("\"{label}\" against \"{}\"", treatments[self.reference]);
        }
        if treatment == treatments.len() {
            return "the heterogeneity".into();
        }
        let mut left = treatment - treatments.len() - 1;
        for trial in trials {
            let others = trial.arms().len() - 1;
            if left < others {
                return format!("the deviation of \"{}\"", trial.label());
            }
            left -= others;
        }
        "a free number".into()
    }

    fn worth(&self, place: usize) -> Option<Worth> {
        let each = |chain: &Chain| chain.draws.iter().map(|q| q[place]).collect();
        Chains::new(self.chains.iter().map(each).collect())?.worth()
    }
}

/// Judges chains.
pub(crate) fn judge(of: &Judge<'_>) -> Quality {
    let count = |part: fn(&Chain) -> usize| of.chains.iter().map(part).sum::<usize>();
    let first = of.chains.first().and_then(|chain| chain.draws.first());
    let needed = EFFECTIVE_MIN * of.chains.len() as f64;
    let fractions = of.chains.iter().filter_map(Chain::energy_fraction);
    let mut quality = Quality {
        r_hat: 1.0,
        bulk: f64::INFINITY,
        tail: f64::INFINITY,
        divergences: count(|c| c.divergences),
        longest_paths: count(|c| c.longest_paths),
        energy_fraction: fractions.min_by(f64::total_cmp),
        steps: count(|c| c.steps),
        reasons: Vec::new(),
    };
    let (mut worst, mut fewest) = (0, 0);
    for place in 0..first.map_or(0, Vec::len) {
        let Some(worth) = of.worth(place) else {
            let what = of.name(place);
            quality.reasons.push(Unsettled::Stuck { what });
            continue;
        };
        if worth.r_hat > quality.r_hat {
            (quality.r_hat, worst) = (worth.r_hat, place);
        }
        if worth.bulk.min(worth.tail) < quality.bulk.min(quality.tail) {
            fewest = place;
        }
        quality.bulk = quality.bulk.min(worth.bulk);
        quality.tail = quality.tail.min(worth.tail);
    }
    if quality.r_hat > R_HAT_MAX {
        let (what, r_hat) = (of.name(worst), quality.r_hat);
        quality.reasons.push(Unsettled::Disagree { what, r_hat });
    }
    let effective = quality.bulk.min(quality.tail);
    if effective < needed {
        let what = of.name(fewest);
        quality.reasons.push(Unsettled::FewEffective {
            what,
            effective,
            needed,
        });
    }
    quality.reasons.extend(of_paths(&quality));
    quality
}

/// What the paths of the sampler say.
fn of_paths(quality: &Quality) -> Vec<Unsettled> {
    let (draws, long) = (quality.divergences, quality.longest_paths);
    let slow = quality.energy_fraction.filter(|f| *f < ENERGY_MIN);
    let diverged = (draws > 0).then_some(Unsettled::Diverged { draws });
    let cut = (long > 0).then_some(Unsettled::LongestPaths { draws: long });
    let slow = slow.map(|fraction| Unsettled::Energy { fraction });
    [diverged, cut, slow].into_iter().flatten().collect()
}
