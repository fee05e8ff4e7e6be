//! The Mantel–Haenszel rate ratio and rate difference, for events over person-time.

use super::mantel_haenszel::ratio;
use super::pooled::{Analysed, Pooled, Sums, Used};
use super::{Options, StratifiedError, Stratum};
use crate::effect::person_time::{self, PersonTime, Rate, RateComparison};
use crate::effect::zero_cells::ZeroCells;
use euthymia_numerics::sum::Compensated;

/// Applies a zero-cell rule: the rates of each stratum, or `None` where the rule leaves it out.
///
/// A correction is added to the events, never to the time. `comparison` decides what is undefined
/// without one.
#[must_use]
pub fn corrected(
    strata: &[Stratum<[PersonTime; 2]>],
    comparison: RateComparison,
    rule: &ZeroCells,
) -> Vec<Option<[Rate; 2]>> {
    let any_zero = strata
        .iter()
        .any(|stratum| stratum.table.iter().any(|group| group.events() == 0));
    strata
        .iter()
        .map(|Stratum { table, .. }| person_time::corrected(table, comparison, rule, any_zero))
        .collect()
}

/// Returns the Mantel–Haenszel rate ratio Σ(x₁t₂/T)/Σ(x₂t₁/T), on the log scale.
///
/// With R and S those two sums, the variance of its logarithm is Σ[t₁t₂(x₁ + x₂)/T²]/(RS).
///
/// # Errors
/// [`StratifiedError::NoRatio`] when no stratum has an event in one of the groups.
///
/// # References
/// Greenland S, Robins JM. Biometrics 1985;41:55–68. Rothman KJ, Greenland S, Lash TL. Modern
/// Epidemiology. 3rd ed. 2008, ch. 15. Also known as: incidence rate ratio, IRR.
///
/// # Checked against
/// by hand: `tests/it/byhand_stratified.rs` · metafor 3.8-1 and 5.1-12:
/// `tests/it/agrees_with_metafor_stratified.rs`.
///
/// # Example
/// ```
/// use euthymia_synthesis::effect::person_time::PersonTime;
/// use euthymia_synthesis::stratified::person_time::rate_ratio;
/// use euthymia_synthesis::stratified::{Options, Stratum};
/// // Rates of 10 and 5 per 100 in one stratum, of 4 and 2 per 100 in the other.
/// let strata = [
///     Stratum::new("A", [PersonTime::new(10, 100.0)?, PersonTime::new(10, 200.0)?]),
///     Stratum::new("B", [PersonTime::new(4, 100.0)?, PersonTime::new(1, 50.0)?]),
/// ];
/// let pooled = rate_ratio(&strata, &Options::default())?;
/// assert!((pooled.estimate - 2.0_f64.ln()).abs() < 1e-15);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn rate_ratio(
    strata: &[Stratum<[PersonTime; 2]>],
    options: &Options,
) -> Result<Pooled, StratifiedError> {
    let used = used(strata, RateComparison::Ratio, options);
    let [mut r, mut s, mut v] = [Compensated::default(); 3];
    for [first, second] in used.summed()? {
        let ((x1, t1), (x2, t2)) = ((first.events, first.time), (second.events, second.time));
        let total = t1 + t2;
        r.add(x1 * (t2 / total));
        s.add(x2 * (t1 / total));
        v.add((t1 / total) * (t2 / total) * (x1 + x2));
    }
    let sums = ratio(r.value(), s.value(), v.value())?;
    used.pooled(
        strata,
        sums,
        |rates| person_time::log_rate_ratio(rates).ok(),
        options,
    )
}

/// Returns the Mantel–Haenszel rate difference Σ[(x₁t₂ − x₂t₁)/T]/Σ(t₁t₂/T), per unit of time.
///
/// Its variance is Σ[(t₁t₂/T)²(x₁/t₁² + x₂/t₂²)]/(Σ t₁t₂/T)².
///
/// # Errors
/// [`StratifiedError::NoVariance`] when there was no event at all.
///
/// # References
/// As [`rate_ratio`]. Also known as: incidence rate difference, IRD.
pub fn rate_difference(
    strata: &[Stratum<[PersonTime; 2]>],
    options: &Options,
) -> Result<Pooled, StratifiedError> {
    let used = used(strata, RateComparison::Difference, options);
    let [mut difference, mut weight, mut v] = [Compensated::default(); 3];
    for [first, second] in used.summed()? {
        let ((x1, t1), (x2, t2)) = ((first.events, first.time), (second.events, second.time));
        let (share1, share2) = (t1 / (t1 + t2), t2 / (t1 + t2));
        difference.add(x1 * share2 - x2 * share1);
        weight.add(t1 * share2);
        v.add(share2 * share2 * x1 + share1 * share1 * x2);
    }
    let weight = weight.value();
    let sums = Sums {
        estimate: difference.value() / weight,
        variance: v.value() / weight / weight,
        analysed: Analysed::Difference,
    };
    used.pooled(
        strata,
        sums,
        |rates| person_time::rate_difference(rates).ok(),
        options,
    )
}

fn used(
    strata: &[Stratum<[PersonTime; 2]>],
    comparison: RateComparison,
    options: &Options,
) -> Used<[Rate; 2]> {
    Used {
        pooling: corrected(strata, comparison, &options.pooling),
        single: corrected(strata, comparison, &options.single),
    }
}
