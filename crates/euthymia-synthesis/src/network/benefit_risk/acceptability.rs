//! Values of treatments by weighted outcomes, and for which weights each is best.

use super::balance::{bounds, checked_level};
use super::error::BenefitRiskError;
use super::outcome::Correlation;
use super::sampler::{added, check};
use super::set::BenefitRisk;
use super::weights::{ValueScale, Weights};
use crate::network::draws::in_blocks;
use crate::network::rank::Draws;
use crate::pairwise::Bounds;
use euthymia_numerics::Probability;

/// Whom a treatment suits.
#[derive(Clone, Debug, PartialEq)]
pub struct Central {
    /// The mean of the weights with which it was best, by outcome.
    pub weights: Vec<f64>,
    /// The share of draws in which it is best for somebody with these weights: its confidence factor.
    pub confidence: f64,
}

/// Values and ranks of all treatments.
#[derive(Clone, Debug, PartialEq)]
pub struct Acceptability {
    /// The treatments, the reference first.
    pub treatments: Vec<String>,
    /// The value scale of each outcome.
    pub scales: Vec<ValueScale>,
    /// The weights.
    pub weights: Weights,
    /// How the errors of different outcomes go together.
    pub correlation: Correlation,
    /// Number of draws.
    pub draws: usize,
    /// The mean value of each treatment over draws of effects and weights.
    pub means: Vec<f64>,
    /// Limits of the values, from the quantiles of the draws.
    pub bounds: Vec<Bounds>,
    /// Draws in which treatment i had rank r, at `counts[i][r − 1]`: rank 1 is the best.
    pub counts: Vec<Vec<usize>>,
    /// Central weights with their confidence factor; `None` for a treatment that was never best.
    pub central: Vec<Option<Central>>,
    /// Draws with a level beyond the worst or the best, by outcome; they are valued on the same line.
    pub beyond: Vec<usize>,
    /// Draws with a risk that is none, by outcome; they count with what they would be.
    pub impossible: Vec<usize>,
}

impl Acceptability {
    /// The share of draws with each rank, by treatment, the best rank first.
    #[must_use]
    pub fn shares(&self) -> Vec<Vec<f64>> {
        let share = |count: &usize| *count as f64 / self.draws.max(1) as f64;
        let row = |counts: &Vec<usize>| counts.iter().map(share).collect();
        self.counts.iter().map(row).collect()
    }
}

/// What a block adds.
struct Part {
    values: Vec<f64>,
    counts: Vec<usize>,
    weights: Vec<f64>,
    beyond: Vec<usize>,
    impossible: Vec<usize>,
}

/// Values each treatment by Σw_k v_k, v_k linear between the worst and the best level of outcome k, in
/// draws of the effects and of the weights.
///
/// With unknown or ordered weights this is stochastic multicriteria acceptability analysis: the share of
/// draws with each rank, the central weights of whom a treatment suits best, and the confidence factor,
/// how surely it is best for them. With given weights it is the linear additive model.
///
/// # Errors
/// [`BenefitRiskError`].
///
/// # References
/// Lahdelma R, Salminen P. Oper Res 2001;49:444–454. Tervonen T et al. Stat Med 2011;30:1419–1428.
/// Mt-Isa S et al. Pharmacoepidemiol Drug Saf 2014;23:667–678 (swing weights).
///
/// # Example
/// ```
/// use euthymia_numerics::{Probability, linear::Matrix};
/// use euthymia_synthesis::network::benefit_risk::*;
/// use euthymia_synthesis::network::{Better, Draws, Estimates};
/// let of = |name: &str, effect, better| Ok::<_, Box<dyn std::error::Error>>(Outcome {
///     name: name.into(), better, measured: Measured::Difference,
///     estimates: Estimates::new(vec!["A".into(), "B".into()], vec![0.0, effect],
///         Matrix::from_row_slice(2, 2, &[0.0, 0.0, 0.0, 1e-20]), Probability::NINETY_FIVE)? });
/// let set = BenefitRisk::new(vec![of("benefit", 1.0, Better::Larger)?,
///     of("harm", 1.0, Better::Smaller)?], "A", Correlation::Independent)?;
/// let scales = [ValueScale { worst: 0.0, best: 1.0 }, ValueScale { worst: 1.0, best: 0.0 }];
/// let draws = Draws { count: 40_000, seed: 1, threads: 2 };
/// let found = acceptability(&set, &scales, &Weights::Unknown, Probability::NINETY_FIVE, &draws)?;
/// // B is best for the half who weigh benefit above harm; their mean weight is ¾.
/// let b = found.central[1].as_ref().ok_or("never best")?;
/// assert!((found.shares()[1][0] - 0.5).abs() < 0.01 && (b.weights[0] - 0.75).abs() < 0.01);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn acceptability(
    set: &BenefitRisk,
    scales: &[ValueScale],
    weights: &Weights,
    level: Probability,
    draws: &Draws,
) -> Result<Acceptability, BenefitRiskError> {
    let (outcomes, treatments) = (set.outcomes().len(), set.treatments().len());
    if scales.len() != outcomes {
        return Err(BenefitRiskError::Number {
            what: "value scales",
            found: scales.len(),
            needed: outcomes,
        });
    }
    scales.iter().try_for_each(ValueScale::check)?;
    weights.check(outcomes)?;
    checked_level(level)?;
    check(draws, treatments)?;
    let parts = in_blocks(draws, |random, width| {
        let drawn = set.block(random, width);
        let mut part = Part {
            values: Vec::with_capacity(treatments * width),
            counts: vec![0; treatments * treatments],
            weights: vec![0.0; treatments * outcomes],
            beyond: vec![0; outcomes],
            impossible: drawn.impossible.clone(),
        };
        for levels in drawn.each(set) {
            part.add(levels, scales, &weights.draw(outcomes, random));
        }
        part
    });
    let sum = |counts: fn(&Part) -> &[usize]| {
        let first = parts.first().map_or(0, |part| counts(part).len());
        parts
            .iter()
            .fold(vec![0; first], |sum, part| added(sum, counts(part)))
    };
    let counts: Vec<Vec<usize>> = sum(|part| &part.counts)
        .chunks(treatments)
        .map(<[usize]>::to_vec)
        .collect();
    let (beyond, impossible) = (sum(|part| &part.beyond), sum(|part| &part.impossible));
    let (means, bounds) = summaries(&parts, treatments, level);
    let central = central(&parts, &counts, outcomes);
    Ok(Acceptability {
        treatments: set.treatments().to_vec(),
        scales: scales.to_vec(),
        weights: weights.clone(),
        correlation: set.correlation(),
        draws: draws.count,
        means,
        bounds,
        central: with_confidence(set, scales, &central, draws),
        counts,
        beyond,
        impossible,
    })
}

/// Σw_k v_k of each treatment.
fn values<'a>(
    levels: &'a [f64],
    scales: &'a [ValueScale],
    weights: &'a [f64],
) -> impl Iterator<Item = f64> + 'a {
    let treatments = levels.len() / scales.len().max(1);
    let value = move |treatment: usize| {
        let own = levels.iter().skip(treatment).step_by(treatments.max(1));
        let terms = own.zip(scales).zip(weights);
        terms
            .map(|((level, scale), w)| w * scale.value(*level))
            .sum()
    };
    (0..treatments).map(value)
}

impl Part {
    fn add(&mut self, levels: &[f64], scales: &[ValueScale], weights: &[f64]) {
        let values: Vec<f64> = values(levels, scales, weights).collect();
        let n = values.len();
        let mut order: Vec<usize> = (0..n).collect();
        order.sort_by(|a, b| values[*b].total_cmp(&values[*a]));
        for (rank, treatment) in order.iter().enumerate() {
            self.counts[treatment * n + rank] += 1;
        }
        let best = order.first().copied().unwrap_or(0);
        let own = self.weights.chunks_mut(weights.len().max(1)).nth(best);
        for (sum, weight) in own.into_iter().flatten().zip(weights) {
            *sum += weight;
        }
        let rows = levels.chunks(n.max(1)).zip(scales);
        for (count, (row, scale)) in self.beyond.iter_mut().zip(rows) {
            let outside = |level: &f64| !(0.0..=1.0).contains(&scale.value(*level));
            *count += usize::from(row.iter().any(outside));
        }
        self.values.extend(values);
    }
}

/// Means and limits of the values of each treatment.
fn summaries(parts: &[Part], treatments: usize, level: Probability) -> (Vec<f64>, Vec<Bounds>) {
    let of = |treatment: usize| {
        let own = |part: &'_ Part| -> Vec<f64> {
            let values = part.values.iter().skip(treatment);
            values.step_by(treatments).copied().collect()
        };
        let mut all: Vec<f64> = parts.iter().flat_map(own).collect();
        all.sort_unstable_by(f64::total_cmp);
        let mean = euthymia_numerics::sum::compensated(all.iter().copied());
        (mean / all.len().max(1) as f64, bounds(&all, level))
    };
    (0..treatments).map(of).unzip()
}

/// Mean weights with which each treatment was best.
fn central(parts: &[Part], counts: &[Vec<usize>], outcomes: usize) -> Vec<Option<Vec<f64>>> {
    let of = |(treatment, ranks): (usize, &Vec<usize>)| {
        let times = *ranks.first()?;
        let mean = |k: usize| {
            let at = treatment * outcomes + k;
            let sums = parts
                .iter()
                .filter_map(|part| part.weights.get(at).copied());
            euthymia_numerics::sum::compensated(sums) / times as f64
        };
        (times > 0).then(|| (0..outcomes).map(mean).collect())
    };
    counts.iter().enumerate().map(of).collect()
}

/// How often each treatment is best with its own central weights, in the same draws.
fn with_confidence(
    set: &BenefitRisk,
    scales: &[ValueScale],
    central: &[Option<Vec<f64>>],
    draws: &Draws,
) -> Vec<Option<Central>> {
    let is_best = |levels: &[f64], treatment: usize, weights: &[f64]| {
        let values: Vec<f64> = values(levels, scales, weights).collect();
        let own = values.get(treatment).copied().unwrap_or(f64::NEG_INFINITY);
        values.iter().all(|value| *value <= own)
    };
    let blocks = in_blocks(draws, |random, width| {
        let drawn = set.block(random, width);
        let of = |(treatment, weights): (usize, &Option<Vec<f64>>)| {
            weights.as_ref().map_or(0, |weights| {
                let best = |levels: &&[f64]| is_best(levels, treatment, weights);
                drawn.each(set).filter(best).count()
            })
        };
        central.iter().enumerate().map(of).collect::<Vec<_>>()
    });
    let none = vec![0; central.len()];
    let counts = blocks.iter().fold(none, |sum, more| added(sum, more));
    let of = |(weights, count): (&Option<Vec<f64>>, usize)| {
        Some(Central {
            weights: weights.clone()?,
            confidence: count as f64 / draws.count as f64,
        })
    };
    central.iter().zip(counts).map(of).collect()
}
