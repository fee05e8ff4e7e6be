//! Which treatment is no better than another in anything.

use super::error::BenefitRiskError;
use super::sampler::{added, check};
use super::set::BenefitRisk;
use crate::network::draws::in_blocks;
use crate::network::rank::Draws;

/// One treatment that is at least as good as another in every outcome, and better in one.
#[derive(Clone, Debug, PartialEq)]
pub struct Dominance {
    /// The treatment that dominates, as a place in [`BenefitRisk::treatments`].
    pub better: usize,
    /// The treatment that is dominated.
    pub worse: usize,
    /// The share of draws in which it is so.
    pub probability: f64,
}

/// Lists every pair of treatments of which, at the estimates, one dominates the other, with the share of
/// draws in which it does.
///
/// # Errors
/// [`BenefitRiskError::Draws`].
///
/// # Example
/// ```
/// use euthymia_numerics::{Probability, linear::Matrix};
/// use euthymia_synthesis::network::benefit_risk::*;
/// use euthymia_synthesis::network::{Better, Draws, Estimates};
/// let of = |name: &str, effect, better| Ok::<_, Box<dyn std::error::Error>>(Outcome {
///     name: name.into(), better, measured: Measured::Difference,
///     estimates: Estimates::new(vec!["A".into(), "B".into()], vec![0.0, effect],
///         Matrix::from_row_slice(2, 2, &[0.0, 0.0, 0.0, 1e-4]), Probability::NINETY_FIVE)? });
/// let set = BenefitRisk::new(vec![of("benefit", 1.0, Better::Larger)?,
///     of("harm", -1.0, Better::Smaller)?], "A", Correlation::Independent)?;
/// let found = dominance(&set, &Draws { count: 1000, seed: 1, threads: 1 })?;
/// assert_eq!(found, [Dominance { better: 1, worse: 0, probability: 1.0 }]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn dominance(set: &BenefitRisk, draws: &Draws) -> Result<Vec<Dominance>, BenefitRiskError> {
    check(draws, 1)?;
    let n = set.treatments().len();
    let at_estimates = set.levels().concat();
    let places = (0..n).flat_map(|i| (0..n).map(move |j| (i, j)));
    let pairs: Vec<(usize, usize)> = places
        .filter(|(better, worse)| dominates(set, &at_estimates, *better, *worse))
        .collect();
    let blocks = in_blocks(draws, |random, width| {
        let drawn = set.block(random, width);
        let times = |(better, worse): &(usize, usize)| {
            let so = |levels: &&[f64]| dominates(set, levels, *better, *worse);
            drawn.each(set).filter(so).count()
        };
        pairs.iter().map(times).collect::<Vec<_>>()
    });
    let none = vec![0; pairs.len()];
    let counts = blocks.iter().fold(none, |sum, more| added(sum, more));
    let of = |((better, worse), count): ((usize, usize), usize)| Dominance {
        better,
        worse,
        probability: count as f64 / draws.count as f64,
    };
    Ok(pairs.into_iter().zip(counts).map(of).collect())
}

/// True when one treatment is nowhere worse and somewhere better.
fn dominates(set: &BenefitRisk, levels: &[f64], better: usize, worse: usize) -> bool {
    let rows = levels.chunks(set.treatments().len());
    let gains = rows.zip(set.outcomes()).map(|(row, outcome)| {
        let at = |place: usize| row.get(place).copied().unwrap_or(0.0);
        outcome.better.gain(at(better) - at(worse))
    });
    let (mut nowhere_worse, mut somewhere_better) = (true, false);
    for gain in gains {
        nowhere_worse &= gain >= 0.0;
        somewhere_better |= gain > 0.0;
    }
    nowhere_worse && somewhere_better
}
