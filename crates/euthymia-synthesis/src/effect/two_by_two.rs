//! Risk ratio, odds ratio and risk difference from a two-by-two table.
//!
//! Symbols: a of n₁ patients had the event in the treatment group, c of n₂ in the control group;
//! b = n₁ − a and d = n₂ − c did not.

use super::zero_cells::ZeroCells;
use super::{Effect, EffectError};

/// Counts of a two-group trial with a yes-or-no outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TwoByTwo {
    events_treatment: u64,
    n_treatment: u64,
    events_control: u64,
    n_control: u64,
}

/// The four cells, after any correction.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cells {
    /// Events in the treatment group.
    pub a: f64,
    /// Others in the treatment group.
    pub b: f64,
    /// Events in the control group.
    pub c: f64,
    /// Others in the control group.
    pub d: f64,
    /// What was added to each cell; 0 when nothing was.
    pub added: f64,
}

impl TwoByTwo {
    /// Checks that events do not exceed patients and that both groups have patients.
    ///
    /// # Errors
    /// [`EffectError::EmptyGroup`], [`EffectError::EventsExceedN`].
    pub fn new(
        events_treatment: u64,
        n_treatment: u64,
        events_control: u64,
        n_control: u64,
    ) -> Result<Self, EffectError> {
        for (events, n) in [(events_treatment, n_treatment), (events_control, n_control)] {
            if n == 0 {
                return Err(EffectError::EmptyGroup);
            }
            if events > n {
                return Err(EffectError::EventsExceedN { events, n });
            }
        }
        Ok(Self {
            events_treatment,
            n_treatment,
            events_control,
            n_control,
        })
    }

    /// The cells as counted.
    #[must_use]
    pub fn cells(&self) -> Cells {
        self.cells_plus(0.0)
    }

    /// Events and patients of the treatment group, then of the control group.
    #[must_use]
    pub fn counts(&self) -> [u64; 4] {
        [
            self.events_treatment,
            self.n_treatment,
            self.events_control,
            self.n_control,
        ]
    }

    fn cells_plus(&self, added: f64) -> Cells {
        Cells {
            a: self.events_treatment as f64 + added,
            b: (self.n_treatment - self.events_treatment) as f64 + added,
            c: self.events_control as f64 + added,
            d: (self.n_control - self.events_control) as f64 + added,
            added,
        }
    }

    pub(super) fn has_zero(&self) -> bool {
        let Cells { a, b, c, d, .. } = self.cells();
        [a, b, c, d].contains(&0.0)
    }

    /// True when nobody, or everybody, in both groups had the event: the ratio is then unknowable.
    #[must_use]
    pub fn is_uninformative(&self) -> bool {
        let nobody = self.events_treatment == 0 && self.events_control == 0;
        let everybody =
            self.events_treatment == self.n_treatment && self.events_control == self.n_control;
        nobody || everybody
    }

    /// The cells under a zero-cell rule, `None` when it leaves the table out; `set_has_zero` says
    /// whether any table of the set has an empty cell.
    pub(super) fn under(
        &self,
        comparison: Comparison,
        rule: &ZeroCells,
        set_has_zero: bool,
    ) -> Option<Cells> {
        if self.is_uninformative() && !rule.keep_uninformative {
            return None;
        }
        let undefined = match comparison {
            Comparison::RiskRatio => {
                self.events_treatment == 0 || self.events_control == 0 || self.is_unmixed()
            }
            Comparison::OddsRatio => self.has_zero(),
            Comparison::RiskDifference => self.is_unmixed(),
            Comparison::PetoOddsRatio => self.is_uninformative(),
            Comparison::ArcsineDifference => false,
        };
        Some(self.cells_plus(rule.addition(self.has_zero(), undefined, set_has_zero)))
    }

    /// True when each group is all events or all others, so that a risk difference has no variance.
    fn is_unmixed(&self) -> bool {
        let extreme = |events, n| events == 0 || events == n;
        extreme(self.events_treatment, self.n_treatment)
            && extreme(self.events_control, self.n_control)
    }
}

/// Which measure a correction is for; it decides which tables are undefined without one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// Risk ratio.
    RiskRatio,
    /// Odds ratio; also what is formed from it, and probits.
    OddsRatio,
    /// Risk difference; also φ.
    RiskDifference,
    /// Peto's odds ratio.
    PetoOddsRatio,
    /// Arcsine difference.
    ArcsineDifference,
}

/// Applies a zero-cell rule to a set of tables: the corrected cells of each, or `None` for a table
/// that the rule leaves out as uninformative.
#[must_use]
pub fn corrected(
    tables: &[TwoByTwo],
    comparison: Comparison,
    rule: &ZeroCells,
) -> Vec<Option<Cells>> {
    let set_has_zero = tables.iter().any(TwoByTwo::has_zero);
    tables
        .iter()
        .map(|table| table.under(comparison, rule, set_has_zero))
        .collect()
}

/// Returns the log risk ratio ln[(a/n₁)/(c/n₂)] with variance 1/a − 1/n₁ + 1/c − 1/n₂.
///
/// # Errors
/// [`EffectError::NotFinite`] or [`EffectError::Variance`] on an uncorrected zero.
///
/// # References
/// Katz D et al. Biometrics 1978;34:469–474. Also known as: relative risk.
///
/// # Example
/// ```
/// use euthymia_synthesis::effect::two_by_two::{log_risk_ratio, TwoByTwo};
/// let effect = log_risk_ratio(&TwoByTwo::new(8, 16, 2, 16)?.cells())?;
/// assert!((effect.estimate - 4.0_f64.ln()).abs() < 1e-15);
/// // 1/8 − 1/16 + 1/2 − 1/16 = 1/2.
/// assert!((effect.variance.get() - 0.5).abs() < 1e-15);
/// # Ok::<(), euthymia_synthesis::effect::EffectError>(())
/// ```
pub fn log_risk_ratio(cells: &Cells) -> Result<Effect, EffectError> {
    let Cells { a, b, c, d, .. } = *cells;
    let (n1, n2) = (a + b, c + d);
    Effect::new(
        (a / n1).ln() - (c / n2).ln(),
        1.0 / a - 1.0 / n1 + 1.0 / c - 1.0 / n2,
    )
}

/// Returns the log odds ratio ln(ad/bc) with variance 1/a + 1/b + 1/c + 1/d.
///
/// # Errors
/// [`EffectError::NotFinite`] on an uncorrected zero.
///
/// # References
/// Woolf B. Ann Hum Genet 1955;19:251–253.
pub fn log_odds_ratio(cells: &Cells) -> Result<Effect, EffectError> {
    let Cells { a, b, c, d, .. } = *cells;
    Effect::new(
        (a / b).ln() - (c / d).ln(),
        1.0 / a + 1.0 / b + 1.0 / c + 1.0 / d,
    )
}

/// Returns the risk difference a/n₁ − c/n₂ with variance ab/n₁³ + cd/n₂³.
///
/// # Errors
/// [`EffectError::Variance`] when each group is all events or all others.
///
/// # References
/// Fleiss JL, Levin B, Paik MC. Statistical Methods for Rates and Proportions. 3rd ed. 2003, ch. 4.
pub fn risk_difference(cells: &Cells) -> Result<Effect, EffectError> {
    let Cells { a, b, c, d, .. } = *cells;
    let (n1, n2) = (a + b, c + d);
    Effect::new(a / n1 - c / n2, a * b / n1.powi(3) + c * d / n2.powi(3))
}

/// Returns the risk difference with the unbiased variance
/// ab/[n₁²(n₁ − 1)] + cd/[n₂²(n₂ − 1)].
///
/// # Errors
/// [`EffectError::Variance`] when each group is all events or all others, or a group is of one.
///
/// # References
/// As [`risk_difference`]; metafor's `vtype = "UB"`.
pub fn risk_difference_unbiased(cells: &Cells) -> Result<Effect, EffectError> {
    let Cells { a, b, c, d, .. } = *cells;
    let (n1, n2) = (a + b, c + d);
    let part = |events: f64, others: f64, n: f64| events / n * (others / n) / (n - 1.0);
    Effect::new(a / n1 - c / n2, part(a, b, n1) + part(c, d, n2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_odds_ratio_of_eight_in_ten_against_two_in_ten_is_sixteen() {
        let effect = log_odds_ratio(&TwoByTwo::new(8, 10, 2, 10).unwrap().cells()).unwrap();
        assert!((effect.estimate - 16.0_f64.ln()).abs() < 1e-15);
        assert!((effect.variance.get() - 1.25).abs() < 1e-15);
    }

    #[test]
    fn the_risk_difference_of_a_half_and_a_quarter() {
        // 1/2 − 1/4 = 1/4; (5·5)/1000 + (2·6)/512 = 0.025 + 0.0234375.
        let effect = risk_difference(&TwoByTwo::new(5, 10, 2, 8).unwrap().cells()).unwrap();
        assert!((effect.estimate - 0.25).abs() < 1e-16);
        assert!((effect.variance.get() - 0.0484375).abs() < 1e-16);
    }

    #[test]
    fn an_uncorrected_zero_has_no_ratio() {
        let table = TwoByTwo::new(0, 10, 2, 10).unwrap();
        assert!(matches!(
            log_risk_ratio(&table.cells()),
            Err(EffectError::NotFinite(_))
        ));
    }

    #[test]
    fn a_table_without_events_is_left_out_of_ratios_and_kept_in_differences() {
        let tables = [TwoByTwo::new(0, 10, 0, 10).unwrap()];
        assert_eq!(
            corrected(&tables, Comparison::RiskRatio, &ZeroCells::RATIO),
            vec![None]
        );
        let kept = corrected(&tables, Comparison::RiskDifference, &ZeroCells::DIFFERENCE);
        assert_eq!(kept[0].map(|cells| cells.added), Some(0.5));
    }

    #[test]
    fn one_empty_cell_does_not_correct_a_risk_difference() {
        let tables = [TwoByTwo::new(0, 10, 3, 10).unwrap()];
        let kept = corrected(&tables, Comparison::RiskDifference, &ZeroCells::DIFFERENCE);
        assert_eq!(kept[0].map(|cells| cells.added), Some(0.0));
    }

    #[test]
    fn more_events_than_patients_are_refused() {
        assert_eq!(
            TwoByTwo::new(11, 10, 0, 10),
            Err(EffectError::EventsExceedN { events: 11, n: 10 })
        );
    }
}
