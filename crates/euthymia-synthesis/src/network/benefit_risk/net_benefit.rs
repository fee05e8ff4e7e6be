//! Benefit less harm, when one event of harm is worth λ events of benefit.

use super::balance::{bounds, checked_level};
use super::error::{BenefitRiskError, usable};
use super::outcome::Correlation;
use super::sampler::check;
use super::set::BenefitRisk;
use crate::network::draws::in_blocks;
use crate::network::rank::Draws;
use crate::pairwise::Bounds;
use euthymia_numerics::Probability;

/// The net benefit at one λ.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NetBenefitPoint {
    /// How many of benefit one of harm is worth; ≥ 0.
    pub lambda: f64,
    /// The net benefit at the estimates.
    pub estimate: f64,
    /// Its limits, from the quantiles of the draws.
    pub bounds: Bounds,
    /// The share of draws in which it is above zero.
    pub probability: f64,
}

/// For which λ the net benefit is above zero, at the estimates.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Turn {
    /// For every λ: benefit without harm.
    PositiveThroughout,
    /// For none: harm, or nothing, without benefit.
    NeverPositive,
    /// Below this λ: benefit bought with harm.
    PositiveBelow(f64),
    /// Above this λ: benefit given up for less harm.
    PositiveAbove(f64),
}

impl Turn {
    fn of(benefit: f64, harm: f64) -> Self {
        match (benefit > 0.0, harm > 0.0) {
            (true, true) => Self::PositiveBelow(benefit / harm),
            (true, false) => Self::PositiveThroughout,
            (false, _) if harm < 0.0 => Self::PositiveAbove(benefit / harm),
            _ => Self::NeverPositive,
        }
    }
}

/// The net benefit of one treatment against the reference.
#[derive(Clone, Debug, PartialEq)]
pub struct NetBenefitLine {
    /// The treatment.
    pub treatment: String,
    /// One for each λ, in the order given.
    pub points: Vec<NetBenefitPoint>,
    /// Where its sign turns, at the estimates.
    pub turn: Turn,
}

/// Net benefits of all treatments but the reference.
#[derive(Clone, Debug, PartialEq)]
pub struct NetBenefit {
    /// The place of the outcome that is the benefit.
    pub benefit: usize,
    /// The place of the outcome that is the harm.
    pub harm: usize,
    /// Per how many patients, such as 1,000.
    pub per: f64,
    /// The treatments.
    pub lines: Vec<NetBenefitLine>,
    /// How the errors of the two go together.
    pub correlation: Correlation,
    /// Number of draws.
    pub draws: usize,
}

/// Returns per·(ΔB − λΔH) for a range of λ: what is gained in one outcome, ΔB, less λ times what is lost
/// in the other, ΔH, against the reference. Also known as: incremental net benefit.
///
/// `per` is 1,000 for events per 1,000 patients, where both outcomes are risks; λ ≥ 0.
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
///         Matrix::from_row_slice(2, 2, &[0.0, 0.0, 0.0, 1e-4]), Probability::NINETY_FIVE)? });
/// let set = BenefitRisk::new(vec![of("benefit", 0.5, Better::Larger)?,
///     of("harm", 0.25, Better::Smaller)?], "A", Correlation::Independent)?;
/// let draws = Draws { count: 1000, seed: 1, threads: 1 };
/// let found = net_benefit(&set, 0, 1, &[1.0], 1000.0, Probability::NINETY_FIVE, &draws)?;
/// assert_eq!(found.lines[0].points[0].estimate, 250.0);
/// assert_eq!(found.lines[0].turn, Turn::PositiveBelow(2.0));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn net_benefit(
    set: &BenefitRisk,
    benefit: usize,
    harm: usize,
    lambdas: &[f64],
    per: f64,
    level: Probability,
    draws: &Draws,
) -> Result<NetBenefit, BenefitRiskError> {
    let (outcomes, others) = (set.outcomes().len(), set.treatments().len() - 1);
    if benefit == harm || benefit.max(harm) >= outcomes {
        return Err(BenefitRiskError::Places {
            benefit,
            harm,
            outcomes,
        });
    }
    checked(lambdas, per)?;
    checked_level(level)?;
    check(draws, 2 * others)?;
    // Gained and lost by treatment, one pair after the other.
    let pairs = |levels: &[f64]| -> Vec<(f64, f64)> {
        let gains: Vec<f64> = set.gains(levels).collect();
        let at = |k: usize, t: usize| gains.get(k * others + t).copied().unwrap_or(0.0);
        (0..others)
            .map(|t| (at(benefit, t), -at(harm, t)))
            .collect()
    };
    let blocks = in_blocks(draws, |random, width| {
        let drawn = set.block(random, width);
        drawn.each(set).flat_map(pairs).collect::<Vec<_>>()
    });
    let all: Vec<(f64, f64)> = blocks.into_iter().flatten().collect();
    let at_estimates = pairs(&set.levels().concat());
    let line = |(t, (gained, lost)): (usize, &(f64, f64))| {
        let own: Vec<(f64, f64)> = all.iter().skip(t).step_by(others).copied().collect();
        let point = |lambda: &f64| {
            let net = |gained: f64, lost: f64| per * (gained - lambda * lost);
            let mut values: Vec<f64> = own.iter().map(|(g, l)| net(*g, *l)).collect();
            values.sort_unstable_by(f64::total_cmp);
            let above = values.iter().filter(|value| **value > 0.0).count();
            NetBenefitPoint {
                lambda: *lambda,
                estimate: net(*gained, *lost),
                bounds: bounds(&values, level),
                probability: above as f64 / draws.count as f64,
            }
        };
        NetBenefitLine {
            treatment: set.treatments().get(t + 1).cloned().unwrap_or_default(),
            points: lambdas.iter().map(point).collect(),
            turn: Turn::of(*gained, *lost),
        }
    };
    Ok(NetBenefit {
        benefit,
        harm,
        per,
        lines: at_estimates.iter().enumerate().map(line).collect(),
        correlation: set.correlation(),
        draws: draws.count,
    })
}

/// Refuses a λ or a number of patients that is none.
fn checked(lambdas: &[f64], per: f64) -> Result<(), BenefitRiskError> {
    for lambda in lambdas {
        if usable("a λ", *lambda)? < 0.0 {
            return Err(BenefitRiskError::Value {
                what: "a λ",
                found: *lambda,
                needed: "a number of at least zero is needed",
            });
        }
    }
    if usable("a number of patients", per)? <= 0.0 {
        return Err(BenefitRiskError::Value {
            what: "a number of patients",
            found: per,
            needed: "a positive number is needed",
        });
    }
    Ok(())
}
