//! The Mantel–Haenszel rate ratio and rate difference, for events over person-time.

use super::mantel_haenszel::ratio;
use super::pooled::{Analysed, Pooled, Sums, Used};
use super::{Options, StratifiedError, Stratum};
use crate::effect::Effect;
use crate::effect::zero_cells::ZeroCells;
use euthymia_numerics::sum::Compensated;

/// Events and person-time of two groups.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PersonTime {
    events_treatment: u64,
    time_treatment: f64,
    events_control: u64,
    time_control: f64,
}

/// Events after any correction, with the person-time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rates {
    /// Events in the treatment group.
    pub x1: f64,
    /// Its person-time.
    pub t1: f64,
    /// Events in the control group.
    pub x2: f64,
    /// Its person-time.
    pub t2: f64,
}

impl PersonTime {
    /// Checks that both groups were observed for a positive, finite time, in any one unit.
    ///
    /// # Errors
    /// [`StratifiedError::PersonTime`].
    pub fn new(
        events_treatment: u64,
        time_treatment: f64,
        events_control: u64,
        time_control: f64,
    ) -> Result<Self, StratifiedError> {
        for time in [time_treatment, time_control] {
            if !(time > 0.0 && time.is_finite()) {
                return Err(StratifiedError::PersonTime(time));
            }
        }
        Ok(Self {
            events_treatment,
            time_treatment,
            events_control,
            time_control,
        })
    }

    /// The rates as counted, with `added` to the events of each group.
    #[must_use]
    pub fn rates(&self, added: f64) -> Rates {
        Rates {
            x1: self.events_treatment as f64 + added,
            t1: self.time_treatment,
            x2: self.events_control as f64 + added,
            t2: self.time_control,
        }
    }

    fn has_zero(&self) -> bool {
        self.events_treatment == 0 || self.events_control == 0
    }

    /// True when there was no event: the ratio is then unknowable.
    fn is_uninformative(&self) -> bool {
        self.events_treatment == 0 && self.events_control == 0
    }
}

/// Applies a zero-cell rule: the rates of each stratum, or `None` where the rule leaves it out.
///
/// A correction is added to the events, never to the time. Under [`crate::effect::zero_cells::Scope`]
/// `Undefined` a stratum counts as undefined as soon as one group has no event.
#[must_use]
pub fn corrected(strata: &[Stratum<PersonTime>], rule: &ZeroCells) -> Vec<Option<Rates>> {
    let any_zero = strata.iter().any(|stratum| stratum.table.has_zero());
    strata
        .iter()
        .map(|Stratum { table, .. }| {
            if table.is_uninformative() && !rule.keep_uninformative {
                return None;
            }
            let zero = table.has_zero();
            Some(table.rates(rule.addition(zero, zero, any_zero)))
        })
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
/// use euthymia_synthesis::stratified::person_time::{PersonTime, rate_ratio};
/// use euthymia_synthesis::stratified::{Options, Stratum};
/// // Rates of 10 and 5 per 100 in one stratum, of 4 and 2 per 100 in the other.
/// let strata = [
///     Stratum::new("A", PersonTime::new(10, 100.0, 10, 200.0)?),
///     Stratum::new("B", PersonTime::new(4, 100.0, 1, 50.0)?),
/// ];
/// let pooled = rate_ratio(&strata, &Options::default())?;
/// assert!((pooled.estimate - 2.0_f64.ln()).abs() < 1e-15);
/// # Ok::<(), euthymia_synthesis::stratified::StratifiedError>(())
/// ```
pub fn rate_ratio(
    strata: &[Stratum<PersonTime>],
    options: &Options,
) -> Result<Pooled, StratifiedError> {
    let used = used(strata, options);
    let [mut r, mut s, mut v] = [Compensated::default(); 3];
    for Rates { x1, t1, x2, t2 } in used.summed()? {
        let total = t1 + t2;
        r.add(x1 * (t2 / total));
        s.add(x2 * (t1 / total));
        v.add((t1 / total) * (t2 / total) * (x1 + x2));
    }
    let sums = ratio(r.value(), s.value(), v.value())?;
    used.pooled(strata, sums, |rates| log_rate_ratio(rates).ok(), options)
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
    strata: &[Stratum<PersonTime>],
    options: &Options,
) -> Result<Pooled, StratifiedError> {
    let used = used(strata, options);
    let [mut difference, mut weight, mut v] = [Compensated::default(); 3];
    for Rates { x1, t1, x2, t2 } in used.summed()? {
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
        |rates| difference_of_rates(rates).ok(),
        options,
    )
}

fn used(strata: &[Stratum<PersonTime>], options: &Options) -> Used<Rates> {
    Used {
        pooling: corrected(strata, &options.pooling),
        single: corrected(strata, &options.single),
    }
}

/// ln[(x₁/t₁)/(x₂/t₂)] with variance 1/x₁ + 1/x₂.
fn log_rate_ratio(rates: &Rates) -> Result<Effect, crate::effect::EffectError> {
    let Rates { x1, t1, x2, t2 } = rates;
    Effect::new((x1 / t1).ln() - (x2 / t2).ln(), 1.0 / x1 + 1.0 / x2)
}

/// x₁/t₁ − x₂/t₂ with variance x₁/t₁² + x₂/t₂².
fn difference_of_rates(rates: &Rates) -> Result<Effect, crate::effect::EffectError> {
    let Rates { x1, t1, x2, t2 } = rates;
    Effect::new(x1 / t1 - x2 / t2, x1 / t1 / t1 + x2 / t2 / t2)
}
