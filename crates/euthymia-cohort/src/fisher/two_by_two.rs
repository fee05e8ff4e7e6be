//! Two groups, events or none: Fisher's exact test with the conditional odds ratio.
//!
//! | symbol | meaning |
//! |---|---|
//! | x of n₁, y of n₂ | events and patients in the first and second group |
//! | X | events in the first group when all margins are kept: hypergeometric |
//! | ψ | odds ratio, first group over second |

use euthymia_numerics::sum::Compensated;
use euthymia_numerics::{Probability, hypergeometric::Urn};

use crate::error::CohortError;
use crate::group_error::GroupError;
use crate::interval::tail;
use crate::proportion::Proportion;
use crate::search::increasing_root;
use crate::two_sided::{EQUALLY_LIKELY, TailsAt, TwoSided};

/// The longest distribution that is summed term by term.
const LENGTH_MAX: f64 = 1e7;

/// Fisher's exact test of two proportions.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fisher {
    /// P(X ≤ x): small when events are rarer in the first group.
    pub p_less: f64,
    /// P(X ≥ x): small when they are more frequent.
    pub p_greater: f64,
    /// The two-sided p-value under [`Self::rule`].
    pub p_two_sided: f64,
    /// The rule of the two-sided p-value.
    pub rule: TwoSided,
    /// The odds ratio; `None` when all patients or none had the event, so that no odds ratio is
    /// more likely than another.
    pub odds_ratio: Option<ConditionalOddsRatio>,
}

/// An odds ratio by conditional maximum likelihood: the ψ at which the mean of X is x.
///
/// It is closer to 1 than the cross product xd/(by).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ConditionalOddsRatio {
    /// The estimate; `None` stands for infinity, when x is as large as the margins allow.
    pub estimate: Option<f64>,
    /// Lower limit, 0 when x is as small as the margins allow.
    pub lower: f64,
    /// Upper limit; `None` stands for infinity.
    pub upper: Option<f64>,
    /// Confidence level.
    pub level: f64,
    /// Whether the limits are mid-p limits (rule [`TwoSided::MidP`]) in place of exact ones.
    pub is_mid_p: bool,
}

/// Tests whether two proportions are equal, given all margins, and estimates the odds ratio.
///
/// The limits are the ψ at which each tail has probability (1 − level)/2: those of Cornfield and of
/// R's `fisher.test`. They correspond to [`TwoSided::Doubled`], so that under
/// [`TwoSided::NoMoreLikely`] a p-value just below 0.05 can stand beside a 95% interval that
/// includes 1.
///
/// # Errors
/// [`GroupError::Cohort`] for a level of 0 or 1 and for totals beyond 2⁵³;
/// [`GroupError::TooLarge`] for more than ten million possible tables; [`GroupError::NotSettled`].
///
/// # References
/// Fisher RA. The Design of Experiments. 1935, ch. II. Cornfield J. Proc 3rd Berkeley Symp
/// 1956;4:135–148 (limits). R: `fisher.test`.
///
/// # Example
/// ```
/// use euthymia_cohort::fisher::two_by_two::fisher;
/// use euthymia_cohort::{proportion::Proportion, two_sided::TwoSided};
/// use euthymia_numerics::Probability;
/// // The lady tasting tea, 3 of 4 right: 17/70 above, 34/70 on both sides.
/// let (poured, other) = (Proportion::new(3, 4)?, Proportion::new(1, 4)?);
/// let test = fisher(poured, other, TwoSided::NoMoreLikely, Probability::NINETY_FIVE)?;
/// assert!((test.p_greater - 17.0 / 70.0).abs() < 1e-14);
/// assert!((test.p_two_sided - 34.0 / 70.0).abs() < 1e-14);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn fisher(
    first: Proportion,
    second: Proportion,
    rule: TwoSided,
    level: Probability,
) -> Result<Fisher, GroupError> {
    let wanted = tail(level)?.get();
    let urn = urn(first, second)?;
    let x = first.events();
    // First, because it refuses what would take too long.
    let noncentral = Noncentral::new(urn, x)?;
    let tails = TailsAt {
        at_most: urn.at_most(x),
        at: urn.pmf(x),
        at_least: urn.at_least(x),
    };
    let odds_ratio = if urn.lowest() == urn.highest() {
        None
    } else {
        let start = starting_point(first, second);
        Some(noncentral.odds_ratio(start, wanted, rule == TwoSided::MidP, level)?)
    };
    Ok(Fisher {
        p_less: tails.at_most,
        p_greater: tails.at_least,
        p_two_sided: tails.two_sided(rule, || no_more_likely(urn, x)),
        rule,
        odds_ratio,
    })
}

/// The distribution of the first group's events, given the margins.
pub(crate) fn urn(first: Proportion, second: Proportion) -> Result<Urn, GroupError> {
    let events = first.events().saturating_add(second.events());
    let urn = Urn::new(first.n(), second.n(), events);
    urn.ok_or(GroupError::Cohort(CohortError::EventsExceedPatients {
        events,
        n: first.n().saturating_add(second.n()),
    }))
}

/// The probability of all numbers that are no more likely than `x`.
pub(crate) fn no_more_likely(urn: Urn, x: u64) -> f64 {
    let bound = urn.pmf(x) * EQUALLY_LIKELY;
    let mode = urn.mode();
    let likely = |k: u64| urn.pmf(k) > bound;
    if !likely(mode) {
        return 1.0;
    }
    // Probabilities fall on both sides of the mode, so each edge is found by halving.
    let (mut low, mut high) = (mode, urn.highest() + 1);
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        if likely(middle) {
            low = middle
        } else {
            high = middle
        }
    }
    let above = urn.at_least(high);
    if !likely(urn.lowest()) {
        let (mut unlikely, mut most) = (urn.lowest(), mode);
        while most - unlikely > 1 {
            let middle = unlikely + (most - unlikely) / 2;
            if likely(middle) {
                most = middle
            } else {
                unlikely = middle
            }
        }
        return above + urn.at_most(unlikely);
    }
    above
}

/// The log odds ratio with half a patient added to each cell.
fn starting_point(first: Proportion, second: Proportion) -> f64 {
    let log_odds = |p: Proportion| {
        let (x, n) = (p.events() as f64, p.n() as f64);
        ((x + 0.5) / (n - x + 0.5)).ln()
    };
    log_odds(first) - log_odds(second)
}

/// The noncentral hypergeometric distribution: logarithms of its weights at ψ = 1.
struct Noncentral {
    logarithms: Vec<f64>,
    /// The place of the observed number.
    observed: usize,
}

/// Parts of the distribution at one odds ratio.
struct Tilted {
    mean: f64,
    below: f64,
    at: f64,
    above: f64,
}

impl Noncentral {
    fn new(urn: Urn, x: u64) -> Result<Self, GroupError> {
        let needed = (urn.highest() - urn.lowest() + 1) as f64;
        if needed > LENGTH_MAX {
            return Err(GroupError::TooLarge {
                needed,
                limit: LENGTH_MAX,
            });
        }
        // Outward from the mode by ratios, as logarithms: no weight is lost however small.
        let mut up = vec![0.0];
        let mut sum = Compensated::default();
        for k in urn.mode()..urn.highest() {
            sum.add(urn.step(k).ln());
            up.push(sum.value());
        }
        let mut down = Vec::new();
        sum = Compensated::default();
        for k in (urn.lowest()..urn.mode()).rev() {
            sum.add(-urn.step(k).ln());
            down.push(sum.value());
        }
        let logarithms = down.into_iter().rev().chain(up).collect();
        Ok(Self {
            logarithms,
            observed: (x - urn.lowest()) as usize,
        })
    }

    fn tilted(&self, log_odds_ratio: f64) -> Tilted {
        let exponent = |(i, log): (usize, &f64)| log + log_odds_ratio * i as f64;
        let each = || self.logarithms.iter().enumerate().map(exponent);
        let highest = each().fold(f64::NEG_INFINITY, f64::max);
        let [mut below, mut above, mut moment] = [Compensated::default(); 3];
        let mut at = 0.0;
        for (i, exponent) in each().enumerate() {
            let weight = (exponent - highest).exp();
            // The distance from what was observed, so that the mean is found without cancellation.
            moment.add(weight * (i as f64 - self.observed as f64));
            match i.cmp(&self.observed) {
                std::cmp::Ordering::Less => below.add(weight),
                std::cmp::Ordering::Equal => at = weight,
                std::cmp::Ordering::Greater => above.add(weight),
            }
        }
        let sum = below.value() + at + above.value();
        Tilted {
            mean: moment.value() / sum,
            below: below.value() / sum,
            at: at / sum,
            above: above.value() / sum,
        }
    }

    fn odds_ratio(
        &self,
        start: f64,
        wanted: f64,
        is_mid_p: bool,
        level: Probability,
    ) -> Result<ConditionalOddsRatio, GroupError> {
        let share = if is_mid_p { 0.5 } else { 1.0 };
        let at_lowest = self.observed == 0;
        let at_highest = self.observed + 1 == self.logarithms.len();
        let solve = |f: &dyn Fn(f64) -> f64, what: &'static str| {
            let root = increasing_root(f, start).ok_or(GroupError::NotSettled { what })?;
            Ok::<f64, GroupError>(root.exp())
        };
        let mean = |log: f64| self.tilted(log).mean;
        let greater = |log: f64| {
            let t = self.tilted(log);
            t.above + share * t.at - wanted
        };
        let less = |log: f64| {
            let t = self.tilted(log);
            wanted - t.below - share * t.at
        };
        Ok(ConditionalOddsRatio {
            estimate: match (at_lowest, at_highest) {
                (true, _) => Some(0.0),
                (_, true) => None,
                _ => Some(solve(&mean, "the odds ratio")?),
            },
            lower: if at_lowest {
                0.0
            } else {
                solve(&greater, "the lower limit of the odds ratio")?
            },
            upper: if at_highest {
                None
            } else {
                Some(solve(&less, "the upper limit of the odds ratio")?)
            },
            level: level.get(),
            is_mid_p,
        })
    }
}
