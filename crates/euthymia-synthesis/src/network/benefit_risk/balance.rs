//! A table of what is gained and lost against the reference, with joint probabilities.

use super::error::{BenefitRiskError, usable};
use super::outcome::Correlation;
use super::sampler::{added, check};
use super::set::BenefitRisk;
use crate::network::draws::{in_blocks, quantile};
use crate::network::rank::Draws;
use crate::pairwise::Bounds;
use euthymia_numerics::Probability;

/// One outcome of one treatment against the reference.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gain {
    /// By how much it is better, at the estimates, in the unit of the outcome; negative for a loss.
    pub gain: f64,
    /// Its limits, from the quantiles of the draws.
    pub bounds: Bounds,
    /// The share of draws with at least the gain that was asked for.
    pub probability: f64,
}

/// One treatment against the reference.
#[derive(Clone, Debug, PartialEq)]
pub struct Balance {
    /// The treatment.
    pub treatment: String,
    /// Its outcomes, in their order.
    pub gains: Vec<Gain>,
    /// The share of draws in which every outcome had at least the gain that was asked for.
    pub joint: f64,
}

/// All treatments but the reference.
#[derive(Clone, Debug, PartialEq)]
pub struct Balances {
    /// The least gain asked of each outcome.
    pub least_gains: Vec<f64>,
    /// The treatments.
    pub rows: Vec<Balance>,
    /// How the errors of different outcomes go together.
    pub correlation: Correlation,
    /// Number of draws.
    pub draws: usize,
    /// Draws with a risk that is none, by outcome; they count with what they would be.
    pub impossible: Vec<usize>,
}

/// Returns what each treatment gains against the reference, and how likely it gains enough in all
/// outcomes together.
///
/// `least_gains` has one number for each outcome, in its unit: 0 for any gain, 0.1 for a risk that is
/// better by at least ten in a hundred, −0.05 for one that is worse by at most five.
///
/// # Errors
/// [`BenefitRiskError`].
///
/// # References
/// Lynd LD, O'Brien BJ. J Clin Epidemiol 2004;57:795–803.
///
/// # Example
/// ```
/// use euthymia_numerics::{Probability, linear::Matrix};
/// use euthymia_synthesis::network::benefit_risk::*;
/// use euthymia_synthesis::network::{Better, Draws, Estimates};
/// let of = |name: &str, effect, better| Ok::<_, Box<dyn std::error::Error>>(Outcome {
///     name: name.into(), better, measured: Measured::Difference,
///     estimates: Estimates::new(vec!["A".into(), "B".into()], vec![0.0, effect],
///         Matrix::from_row_slice(2, 2, &[0.0, 0.0, 0.0, 1.0]), Probability::NINETY_FIVE)? });
/// // One standard error of gain, none of harm: Φ(1)/2.
/// let set = BenefitRisk::new(vec![of("benefit", 1.0, Better::Larger)?,
///     of("harm", 0.0, Better::Smaller)?], "A", Correlation::Independent)?;
/// let draws = Draws { count: 100_000, seed: 1, threads: 2 };
/// let found = balance(&set, &[0.0, 0.0], Probability::NINETY_FIVE, &draws)?;
/// assert!((found.rows[0].joint - 0.5 * 0.8413).abs() < 0.01);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn balance(
    set: &BenefitRisk,
    least_gains: &[f64],
    level: Probability,
    draws: &Draws,
) -> Result<Balances, BenefitRiskError> {
    let (outcomes, others) = (set.outcomes().len(), set.treatments().len() - 1);
    if least_gains.len() != outcomes {
        return Err(BenefitRiskError::Number {
            what: "least gains",
            found: least_gains.len(),
            needed: outcomes,
        });
    }
    for least in least_gains {
        usable("a least gain", *least)?;
    }
    checked_level(level)?;
    check(draws, outcomes * others)?;
    let blocks = in_blocks(draws, |random, width| {
        let drawn = set.block(random, width);
        let gains: Vec<f64> = drawn.each(set).flat_map(|one| set.gains(one)).collect();
        (gains, drawn.impossible)
    });
    let impossible = blocks
        .iter()
        .fold(vec![0; outcomes], |sum, (_, more)| added(sum, more));
    let gains: Vec<f64> = blocks.into_iter().flat_map(|(gains, _)| gains).collect();
    let at_estimates: Vec<f64> = set.gains(&set.levels().concat()).collect();
    let share = |count: usize| count as f64 / draws.count as f64;
    let row = |t: usize| {
        let enough = |one: &[f64]| {
            let own = one.iter().skip(t).step_by(others);
            own.zip(least_gains).all(|(gain, least)| gain >= least)
        };
        let of = |(k, least): (usize, &f64)| {
            let at = k * others + t;
            let step = outcomes * others;
            let mut own: Vec<f64> = gains.iter().skip(at).step_by(step).copied().collect();
            own.sort_unstable_by(f64::total_cmp);
            Gain {
                gain: at_estimates.get(at).copied().unwrap_or(0.0),
                bounds: bounds(&own, level),
                probability: share(own.iter().filter(|gain| *gain >= least).count()),
            }
        };
        let all = gains.chunks_exact(outcomes * others);
        Balance {
            treatment: set.treatments().get(t + 1).cloned().unwrap_or_default(),
            gains: least_gains.iter().enumerate().map(of).collect(),
            joint: share(all.filter(|one| enough(one)).count()),
        }
    };
    Ok(Balances {
        least_gains: least_gains.to_vec(),
        rows: (0..others).map(row).collect(),
        correlation: set.correlation(),
        draws: draws.count,
        impossible,
    })
}

/// Refuses a level without an interval.
pub(super) fn checked_level(level: Probability) -> Result<(), BenefitRiskError> {
    match level.get() > 0.0 && level.get() < 1.0 {
        true => Ok(()),
        false => Err(BenefitRiskError::Value {
            what: "a confidence level",
            found: level.get(),
            needed: "choose one between 0 and 1, such as 0.95",
        }),
    }
}

/// Equal-tailed limits of sorted draws.
pub(super) fn bounds(sorted: &[f64], level: Probability) -> Bounds {
    let tail = level.complement().half().get();
    Bounds {
        lower: quantile(sorted, tail),
        upper: quantile(sorted, 1.0 - tail),
    }
}
