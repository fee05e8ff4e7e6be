//! Is there any effect? The stratified score tests of Cochran and of Mantel and Haenszel.

use crate::effect::person_time::Rate;
use crate::effect::two_by_two::Cells;
use euthymia_numerics::chi_squared;
use euthymia_numerics::sum::Compensated;

/// Which variance of the events in the treatment group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScoreVariance {
    /// With all margins of a table fixed (hypergeometric): n₁n₂m(N − m)/[N²(N − 1)].
    ///
    /// Mantel N, Haenszel W. J Natl Cancer Inst 1959;22:719–748.
    MantelHaenszel,
    /// With the groups alone fixed (binomial): n₁n₂m(N − m)/N³.
    ///
    /// Cochran WG. Biometrics 1954;10:417–451.
    Cochran,
}

/// A score test on one degree of freedom.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Association {
    /// Σ(observed − expected events) in the treatment group.
    pub excess: f64,
    /// Its variance when there is no effect.
    pub variance: f64,
    /// (|excess| − correction)²/variance, with the corrected excess not below zero.
    pub chi_squared: f64,
    /// Its p-value, from the chi-squared survival function.
    pub p_value: f64,
}

/// The continuity correction of a score test.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Continuity {
    /// ½ taken from the size of the excess, down to zero.
    Half,
    /// None.
    Without,
}

/// Tests whether the odds ratio is 1 in every stratum.
///
/// `None` when no stratum has both events and others in it: there is then nothing to test.
///
/// With an excess below ½ the corrected statistic is zero. Programs differ there: metafor squares the
/// negative remainder, base R then leaves the correction out.
///
/// # Checked against
/// by hand: `tests/it/byhand_stratified.rs` · metafor 3.8-1:
/// `tests/it/agrees_with_metafor_stratified.rs`.
///
/// # Example
/// ```
/// use euthymia_synthesis::effect::two_by_two::TwoByTwo;
/// use euthymia_synthesis::stratified::association::{Continuity, ScoreVariance, association};
/// // 3 of 4 against 1 of 4: excess 1, variance 4·4·4·4/(64·7) = 4/7.
/// let cells = [TwoByTwo::new(3, 4, 1, 4)?.cells()];
/// let test = association(&cells, ScoreVariance::MantelHaenszel, Continuity::Without).unwrap();
/// assert!((test.chi_squared - 7.0 / 4.0).abs() < 1e-15);
/// # Ok::<(), euthymia_synthesis::effect::EffectError>(())
/// ```
#[must_use]
pub fn association(
    cells: &[Cells],
    variance: ScoreVariance,
    continuity: Continuity,
) -> Option<Association> {
    let [mut excess, mut sum] = [Compensated::default(); 2];
    for cells in cells {
        let score = score(cells);
        excess.add(score.excess);
        sum.add(match variance {
            ScoreVariance::MantelHaenszel => score.variance,
            ScoreVariance::Cochran => score.variance * (score.n - 1.0) / score.n,
        });
    }
    test(excess.value(), sum.value(), continuity)
}

/// Tests whether the rate ratio is 1 in every stratum: Σ(x₁ − m t₁/T) with variance Σ m t₁t₂/T².
///
/// `None` when there was no event.
///
/// # References
/// Rothman KJ, Greenland S, Lash TL. Modern Epidemiology. 3rd ed. 2008, ch. 15.
#[must_use]
pub fn association_of_rates(rates: &[[Rate; 2]], continuity: Continuity) -> Option<Association> {
    let [mut excess, mut sum] = [Compensated::default(); 2];
    for [first, second] in rates {
        let ((x1, t1), (x2, t2)) = ((first.events, first.time), (second.events, second.time));
        let (share1, share2) = (t1 / (t1 + t2), t2 / (t1 + t2));
        excess.add(x1 * share2 - x2 * share1);
        sum.add((x1 + x2) * share1 * share2);
    }
    test(excess.value(), sum.value(), continuity)
}

/// The score of the log odds ratio at no effect in one table.
pub(super) struct Score {
    /// a − n₁m/N, observed less expected events.
    pub(super) excess: f64,
    /// Its hypergeometric variance.
    pub(super) variance: f64,
    n: f64,
}

pub(super) fn score(cells: &Cells) -> Score {
    let Cells { a, b, c, d, .. } = cells;
    let (n1, n2, events, others) = (a + b, c + d, a + c, b + d);
    let n = n1 + n2;
    // a − n₁m/N = (ad − bc)/N.
    Score {
        excess: a / n * d - b / n * c,
        variance: (n1 / n) * (n2 / n) * events * (others / (n - 1.0)),
        n,
    }
}

fn test(excess: f64, variance: f64, continuity: Continuity) -> Option<Association> {
    if !(variance > 0.0 && variance.is_finite() && excess.is_finite()) {
        return None;
    }
    let size = match continuity {
        Continuity::Half => (excess.abs() - 0.5).max(0.0),
        Continuity::Without => excess.abs(),
    };
    let chi_squared = size / variance * size;
    Some(Association {
        excess,
        variance,
        chi_squared,
        p_value: chi_squared::sf(chi_squared, 1.0),
    })
}
