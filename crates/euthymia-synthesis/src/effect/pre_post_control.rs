//! Two groups measured before and after: the difference of their standardised changes.

use super::paired::{Paired, standardised_by_before};
use super::{Effect, EffectError, SmallSample};

/// Two groups, each measured before and after.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TwoPaired {
    /// The group whose change is the minuend.
    pub first: Paired,
    /// The group whose change is subtracted.
    pub second: Paired,
}

impl TwoPaired {
    /// The standard deviation before, pooled over the groups.
    #[must_use]
    pub fn before_sd(&self) -> f64 {
        let [(df1, s1), (df2, s2)] =
            [self.first, self.second].map(|g| (g.n() as f64 - 1.0, g.before().sd()));
        ((df1 * s1 * s1 + df2 * s2 * s2) / (df1 + df2)).sqrt()
    }

    /// The correlation between the measurements, averaged over the groups by their degrees of
    /// freedom.
    #[must_use]
    pub fn correlation(&self) -> f64 {
        let [(df1, r1), (df2, r2)] =
            [self.first, self.second].map(|g| (g.n() as f64 - 1.0, g.correlation().value()));
        (df1 * r1 + df2 * r2) / (df1 + df2)
    }
}

/// Returns the difference of the two groups' standardised mean changes, each in units of its own
/// standard deviation before, with the sum of their variances.
///
/// # Errors
/// As [`standardised_by_before`].
///
/// # References
/// Becker BJ. Br J Math Stat Psychol 1988;41:257–278. In Morris SB. Organ Res Methods
/// 2008;11:364–386 it is d_ppc1.
pub fn difference_of_changes(
    groups: &TwoPaired,
    small_sample: SmallSample,
) -> Result<Effect, EffectError> {
    let first = standardised_by_before(&groups.first, small_sample)?;
    let second = standardised_by_before(&groups.second, small_sample)?;
    Effect::new(
        first.estimate - second.estimate,
        first.variance.get() + second.variance.get(),
    )
}

/// Returns Morris's d_ppc2: the difference of the two mean changes in units of the pooled standard
/// deviation before, times J(n₁ + n₂ − 2).
///
/// Its variance is J² a [m/(m − 2)](1 + g²/a) − g², with m = n₁ + n₂ − 2 and
/// a = 2(1 − r)(1/n₁ + 1/n₂): that of a non-central t on m degrees of freedom, scaled. One correlation
/// is taken to hold in both groups; two that differ are averaged by their degrees of freedom.
///
/// Morris uses the approximate J; that is [`SmallSample::Approximate`] here.
///
/// # Errors
/// As [`Effect::new`] when a number overflows.
///
/// # References
/// Morris SB. Organ Res Methods 2008;11:364–386.
pub fn pooled_before_change(
    groups: &TwoPaired,
    small_sample: SmallSample,
) -> Result<Effect, EffectError> {
    let (n1, n2) = (groups.first.n() as f64, groups.second.n() as f64);
    let m = n1 + n2 - 2.0;
    let factor = small_sample.factor(m)?;
    let difference = groups.first.change() - groups.second.change();
    let g = factor * difference / groups.before_sd();
    let a = 2.0 * (1.0 - groups.correlation()) * (1.0 / n1 + 1.0 / n2);
    let scale = factor * factor * m / (m - 2.0);
    Effect::new(g, scale * a + (scale - 1.0) * g * g)
}
