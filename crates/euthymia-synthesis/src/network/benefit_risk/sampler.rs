//! Draws of all outcomes of all treatments at once.

use super::error::BenefitRiskError;
use super::set::BenefitRisk;
use crate::network::draws::{DRAWS_MAX, normals};
use crate::network::rank::Draws;
use euthymia_numerics::random::Random;

/// Numbers that may be kept at once.
const NUMBERS_MAX: usize = 5 * DRAWS_MAX;

/// Draws of one block.
#[derive(Debug)]
pub(super) struct Drawn {
    /// Levels by draw, then outcome, then treatment, the reference first.
    pub(super) levels: Vec<f64>,
    /// Draws with an impossible level, by outcome.
    pub(super) impossible: Vec<usize>,
}

impl Drawn {
    /// One draw after the other: levels by outcome, then treatment.
    pub(super) fn each<'a>(&'a self, set: &BenefitRisk) -> impl Iterator<Item = &'a [f64]> {
        let numbers = set.outcomes().len() * set.treatments().len();
        self.levels.chunks_exact(numbers.max(1))
    }
}

/// Checks the number of draws, given how many numbers each leaves behind.
pub(super) fn check(draws: &Draws, kept: usize) -> Result<(), BenefitRiskError> {
    let most = NUMBERS_MAX / kept.max(1);
    match (1..=most.min(DRAWS_MAX)).contains(&draws.count) {
        true => Ok(()),
        false => Err(BenefitRiskError::Draws(draws.count)),
    }
}

impl BenefitRisk {
    /// Draws the levels of a block.
    pub(super) fn block(&self, random: &mut Random, width: usize) -> Drawn {
        let outcomes = self.outcomes().len();
        let others = self.treatments().len() - 1;
        let wanted = outcomes * (others + 1);
        let standard = normals(random, wanted * width);
        let mut drawn = Drawn {
            levels: Vec::with_capacity(wanted * width),
            impossible: vec![0; outcomes],
        };
        let mut joint = vec![0.0; others];
        for numbers in standard.chunks_exact(wanted) {
            let (baselines, errors) = numbers.split_at(outcomes);
            for (k, (outcome, effects)) in self.outcomes().iter().zip(&self.effects).enumerate() {
                for (t, sum) in joint.iter_mut().enumerate() {
                    let rows = errors.chunks_exact(others).take(k + 1).enumerate();
                    let part = |(j, row): (usize, &[f64])| {
                        self.factor[(k, j)] * row.get(t).copied().unwrap_or(0.0)
                    };
                    *sum = rows.map(part).sum();
                }
                let error = baselines.get(k).copied().unwrap_or(0.0);
                let baseline = outcome.measured.baseline(error);
                drawn.levels.push(outcome.measured.reference(baseline));
                let mut impossible = false;
                for (t, mean) in effects.means.iter().enumerate() {
                    let row = joint.iter().enumerate();
                    let error: f64 = row.map(|(j, u)| effects.root[(t, j)] * u).sum();
                    let level = outcome.measured.level(mean + error, baseline);
                    impossible |= outcome.measured.is_impossible(level);
                    drawn.levels.push(level);
                }
                if let Some(count) = drawn.impossible.get_mut(k) {
                    *count += usize::from(impossible);
                }
            }
        }
        drawn
    }

    /// By how much each treatment is better than the reference in each outcome of one draw, by outcome,
    /// then treatment without the reference.
    pub(super) fn gains(&self, levels: &[f64]) -> impl Iterator<Item = f64> {
        let rows = levels.chunks_exact(self.treatments().len());
        rows.zip(self.outcomes()).flat_map(|(row, outcome)| {
            let reference = row.first().copied().unwrap_or(0.0);
            let gain = move |level: &f64| outcome.better.gain(level - reference);
            row.iter().skip(1).map(gain)
        })
    }
}

/// Adds up counts of the blocks, place by place.
pub(super) fn added(mut total: Vec<usize>, more: &[usize]) -> Vec<usize> {
    for (sum, count) in total.iter_mut().zip(more) {
        *sum += count;
    }
    total
}
