//! The Mantel–Haenszel odds ratio, risk ratio and risk difference.

use super::pooled::{Analysed, Pooled, Sums, Used};
use super::{Options, StratifiedError, Stratum};
use crate::effect::two_by_two::{
    Cells, Comparison, TwoByTwo, corrected, log_odds_ratio, log_risk_ratio,
};
use crate::effect::zero_cells::ZeroCells;
use euthymia_numerics::sum::{Compensated, compensated};

/// Which variance of the Mantel–Haenszel risk difference.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DifferenceVariance {
    /// Consistent both with few large and with many sparse strata; what metafor uses.
    ///
    /// Sato T. On the variance estimator for the Mantel–Haenszel risk difference. Biometrics
    /// 1989;45:1323–1324.
    #[default]
    Sato,
    /// Consistent with few large strata; what the Cochrane Handbook and RevMan use.
    ///
    /// Greenland S, Robins JM. Biometrics 1985;41:55–68.
    GreenlandRobins,
}

/// Returns the Mantel–Haenszel odds ratio Σ(ad/N)/Σ(bc/N), on the log scale.
///
/// With R = ad/N, S = bc/N, P = (a + d)/N, Q = (b + c)/N in each stratum, the variance of its
/// logarithm is ½[ΣPR/(ΣR)² + Σ(PS + QR)/(ΣR ΣS) + ΣQS/(ΣS)²], good for few large and for many sparse
/// strata alike.
///
/// # Errors
/// [`StratifiedError::NoRatio`] when a sum is zero: all strata lack events in one group, say.
/// The others of [`StratifiedError`] as they say.
///
/// # References
/// Mantel N, Haenszel W. J Natl Cancer Inst 1959;22:719–748. Robins J, Breslow N, Greenland S.
/// Biometrics 1986;42:311–323 (variance).
///
/// # Checked against
/// by hand: `tests/it/byhand_stratified.rs` · metafor 3.8-1 and 5.1-12:
/// `tests/it/agrees_with_metafor_stratified.rs`.
///
/// # Example
/// ```
/// use euthymia_synthesis::effect::two_by_two::TwoByTwo;
/// use euthymia_synthesis::stratified::{Options, Stratum, mantel_haenszel};
/// // Odds ratios of exactly 4 in both strata, the first without any continuity correction.
/// let strata = [
///     Stratum::new("A", TwoByTwo::new(8, 16, 2, 10)?),
///     Stratum::new("B", TwoByTwo::new(4, 6, 2, 6)?),
/// ];
/// let pooled = mantel_haenszel::odds_ratio(&strata, &Options::default())?;
/// assert!((pooled.estimate - 4.0_f64.ln()).abs() < 1e-14);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn odds_ratio(
    strata: &[Stratum<TwoByTwo>],
    options: &Options,
) -> Result<Pooled, StratifiedError> {
    let used = used(strata, Comparison::OddsRatio, options);
    let sums = odds_ratio_sums(&used.summed()?)?;
    used.pooled(strata, sums, |cells| log_odds_ratio(cells).ok(), options)
}

/// Returns the Mantel–Haenszel risk ratio Σ(a n₂/N)/Σ(c n₁/N), on the log scale.
///
/// With R and S those two sums, the variance of its logarithm is Σ[(n₁n₂m − acN)/N²]/(RS).
///
/// # Errors
/// [`StratifiedError::NoRatio`] when no stratum has an event in one of the groups;
/// [`StratifiedError::NoVariance`] when everybody had the event.
///
/// # References
/// Greenland S, Robins JM. Estimation of a common effect parameter from sparse follow-up data.
/// Biometrics 1985;41:55–68. Also known as: Nurminen's, Tarone's risk ratio.
pub fn risk_ratio(
    strata: &[Stratum<TwoByTwo>],
    options: &Options,
) -> Result<Pooled, StratifiedError> {
    let used = used(strata, Comparison::RiskRatio, options);
    let sums = risk_ratio_sums(&used.summed()?)?;
    used.pooled(strata, sums, |cells| log_risk_ratio(cells).ok(), options)
}

/// Returns the Mantel–Haenszel risk difference θ = Σ(a n₂/N − c n₁/N)/Σ(n₁n₂/N).
///
/// With D = Σ(n₁n₂/N) the variance is, by [`DifferenceVariance`]:
/// - Sato: (θΣP + ΣQ)/D², P = [n₁²c − n₂²a + n₁n₂(n₂ − n₁)/2]/N², Q = [a(n₂ − c) + c(n₁ − a)]/(2N);
/// - Greenland and Robins: Σ[(ab n₂³ + cd n₁³)/(n₁n₂N²)]/D².
///
/// # Errors
/// [`StratifiedError::NoVariance`] when every group is all events or all others.
///
/// # Example
/// ```
/// use euthymia_synthesis::effect::two_by_two::TwoByTwo;
/// use euthymia_synthesis::stratified::mantel_haenszel::{DifferenceVariance, risk_difference};
/// use euthymia_synthesis::stratified::{Options, Stratum};
/// // A quarter in both strata: 3/4 − 1/2 and 1/2 − 1/4.
/// let strata = [
///     Stratum::new("A", TwoByTwo::new(9, 12, 3, 6)?),
///     Stratum::new("B", TwoByTwo::new(4, 8, 2, 8)?),
/// ];
/// let pooled = risk_difference(&strata, DifferenceVariance::Sato, &Options::default())?;
/// assert!((pooled.estimate - 0.25).abs() < 1e-15);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn risk_difference(
    strata: &[Stratum<TwoByTwo>],
    variance: DifferenceVariance,
    options: &Options,
) -> Result<Pooled, StratifiedError> {
    let used = used(strata, Comparison::RiskDifference, options);
    let sums = risk_difference_sums(&used.summed()?, variance);
    let effect = |cells: &Cells| crate::effect::two_by_two::risk_difference(cells).ok();
    used.pooled(strata, sums, effect, options)
}

/// The cells that enter the sums under a rule, for the tests that go with an odds ratio.
///
/// # Errors
/// [`StratifiedError::Empty`], [`StratifiedError::NothingLeft`].
pub fn cells(
    strata: &[Stratum<TwoByTwo>],
    rule: &ZeroCells,
) -> Result<Vec<Cells>, StratifiedError> {
    let options = Options {
        pooling: *rule,
        ..Options::default()
    };
    used(strata, Comparison::OddsRatio, &options).summed()
}

/// Applies both rules.
pub(super) fn used(
    strata: &[Stratum<TwoByTwo>],
    comparison: Comparison,
    options: &Options,
) -> Used<Cells> {
    let tables: Vec<TwoByTwo> = strata.iter().map(|stratum| stratum.table).collect();
    Used {
        pooling: corrected(&tables, comparison, &options.pooling),
        single: corrected(&tables, comparison, &options.single),
    }
}

fn odds_ratio_sums(cells: &[Cells]) -> Result<Sums, StratifiedError> {
    let [mut r, mut s, mut pr, mut psqr, mut qs] = [Compensated::default(); 5];
    for Cells { a, b, c, d, .. } in cells {
        let n = a + b + c + d;
        let (ri, si) = (a / n * d, b / n * c);
        let (p, q) = ((a + d) / n, (b + c) / n);
        r.add(ri);
        s.add(si);
        pr.add(p * ri);
        psqr.add(p * si + q * ri);
        qs.add(q * si);
    }
    let (r, s) = (r.value(), s.value());
    if r <= 0.0 {
        return Err(StratifiedError::NoRatio(
            "no stratum has both an event in the treatment group and a non-event in the control group",
        ));
    }
    if s <= 0.0 {
        return Err(StratifiedError::NoRatio(
            "no stratum has both a non-event in the treatment group and an event in the control group",
        ));
    }
    let variance = 0.5 * (pr.value() / r / r + psqr.value() / r / s + qs.value() / s / s);
    Ok(Sums {
        estimate: (r / s).ln(),
        variance,
        analysed: Analysed::LogRatio,
    })
}

fn risk_ratio_sums(cells: &[Cells]) -> Result<Sums, StratifiedError> {
    let [mut r, mut s, mut v] = [Compensated::default(); 3];
    for Cells { a, b, c, d, .. } in cells {
        let (n1, n2) = (a + b, c + d);
        let n = n1 + n2;
        r.add(a * (n2 / n));
        s.add(c * (n1 / n));
        // n₁n₂m − acN without its cancellation: ad n₁ + bc n₂.
        v.add((a / n) * d * (n1 / n) + (b / n) * c * (n2 / n));
    }
    ratio(r.value(), s.value(), v.value())
}

/// A ratio of two sums whose logarithm has variance v/(rs).
pub(super) fn ratio(r: f64, s: f64, v: f64) -> Result<Sums, StratifiedError> {
    if r <= 0.0 {
        return Err(StratifiedError::NoRatio(
            "no stratum has an event in the treatment group",
        ));
    }
    if s <= 0.0 {
        return Err(StratifiedError::NoRatio(
            "no stratum has an event in the control group",
        ));
    }
    Ok(Sums {
        estimate: (r / s).ln(),
        variance: v / r / s,
        analysed: Analysed::LogRatio,
    })
}

fn risk_difference_sums(cells: &[Cells], variance: DifferenceVariance) -> Sums {
    let [mut difference, mut weight] = [Compensated::default(); 2];
    for Cells { a, b, c, d, .. } in cells {
        let (n1, n2) = (a + b, c + d);
        let n = n1 + n2;
        difference.add((a / n) * d - (b / n) * c);
        weight.add(n1 * (n2 / n));
    }
    let weight = weight.value();
    let estimate = difference.value() / weight;
    let terms = cells.iter().map(|cells| match variance {
        DifferenceVariance::Sato => sato_term(cells, estimate),
        DifferenceVariance::GreenlandRobins => greenland_robins_term(cells),
    });
    Sums {
        estimate,
        variance: compensated(terms) / weight / weight,
        analysed: Analysed::Difference,
    }
}

fn sato_term(cells: &Cells, difference: f64) -> f64 {
    let Cells { a, b, c, d, .. } = cells;
    let (n1, n2) = (a + b, c + d);
    let n = n1 + n2;
    let (share1, share2) = (n1 / n, n2 / n);
    let p = share1 * share1 * c - share2 * share2 * a + share1 * share2 * (n2 - n1) / 2.0;
    let q = (a / n * d + c / n * b) / 2.0;
    difference * p + q
}

fn greenland_robins_term(cells: &Cells) -> f64 {
    let Cells { a, b, c, d, .. } = cells;
    let (n1, n2) = (a + b, c + d);
    let n = n1 + n2;
    (a / n1) * b * (n2 / n).powi(2) + (c / n2) * d * (n1 / n).powi(2)
}
