//! Peto's odds ratio: observed less expected events.

use super::association::score;
use super::mantel_haenszel::used;
use super::pooled::{Analysed, Pooled, Sums, Used};
use super::{Options, StratifiedError, Stratum};
use crate::effect::association::peto_log_odds_ratio;
use crate::effect::two_by_two::{Comparison, TwoByTwo};
use euthymia_numerics::sum::Compensated;

/// Returns Peto's odds ratio exp(Σ(O − E)/ΣV), on the log scale, with variance 1/ΣV.
///
/// O − E = a − n₁m/N and V = n₁n₂m(N − m)/[N²(N − 1)] in each stratum. It needs no continuity
/// correction; it is biased where effects are large or the groups of very unequal size. Strata without
/// events, or with nothing but events, have V = 0 and say nothing. Q = Σ(O − E)²/V − (Σ(O − E))²/ΣV is
/// formed from the pooled tables with V > 0, so that [`Options::single`] has no part in it.
///
/// # Errors
/// [`StratifiedError::NoVariance`] when no stratum has both events and others.
///
/// # References
/// Yusuf S, Peto R, Lewis J, Collins R, Sleight P. Prog Cardiovasc Dis 1985;27:335–371.
/// Also known as: one-step odds ratio.
///
/// # Checked against
/// by hand: `tests/it/byhand_stratified.rs` · metafor 3.8-1 and 5.1-12:
/// `tests/it/agrees_with_metafor_stratified.rs`.
///
/// # Example
/// ```
/// use euthymia_synthesis::effect::two_by_two::TwoByTwo;
/// use euthymia_synthesis::stratified::{Options, Stratum, peto};
/// // 3 of 4 against 1 of 4: O − E = 1, V = 4/7.
/// let strata = [Stratum::new("A", TwoByTwo::new(3, 4, 1, 4)?)];
/// let pooled = peto::odds_ratio(&strata, &Options::default())?;
/// assert!((pooled.estimate - 7.0 / 4.0).abs() < 1e-15);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn odds_ratio(
    strata: &[Stratum<TwoByTwo>],
    options: &Options,
) -> Result<Pooled, StratifiedError> {
    let pooling = used(strata, Comparison::OddsRatio, options).pooling;
    let used = Used {
        single: pooling.clone(),
        pooling,
    };
    let [mut excess, mut variance] = [Compensated::default(); 2];
    for cells in used.summed()? {
        let score = score(&cells);
        excess.add(score.excess);
        variance.add(score.variance);
    }
    let variance = variance.value();
    if variance <= 0.0 {
        return Err(StratifiedError::NoVariance);
    }
    let sums = Sums {
        estimate: excess.value() / variance,
        variance: 1.0 / variance,
        analysed: Analysed::LogRatio,
    };
    used.pooled(
        strata,
        sums,
        |cells| peto_log_odds_ratio(cells).ok(),
        options,
    )
}
