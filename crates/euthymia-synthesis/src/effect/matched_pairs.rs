//! Matched pairs with a yes-or-no outcome: the two measurements of a pair cross-classified.
//!
//! Symbols: of n pairs, a had the event both times, b only the first, c only the second, d neither.

use super::zero_cells::ZeroCells;
use super::{Effect, EffectError};

/// Pairs by what happened at the first and at the second measurement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pairs {
    both: u64,
    first_only: u64,
    second_only: u64,
    neither: u64,
}

/// The four cells, after any correction.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PairCells {
    /// Event at both measurements.
    pub a: f64,
    /// Event at the first only.
    pub b: f64,
    /// Event at the second only.
    pub c: f64,
    /// Event at neither.
    pub d: f64,
    /// What was added to each cell; 0 when nothing was.
    pub added: f64,
}

/// Which measure a correction is for; it decides which tables are undefined without one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PairMeasure {
    /// From the discordant pairs alone, both kinds needed: the conditional odds ratio.
    Conditional,
    /// From the discordant pairs alone, one kind needed: difference and Peto's odds ratio.
    Discordant,
    /// From the margins: risk ratio and marginal odds ratio.
    Marginal,
}

impl Pairs {
    /// Checks that there is a pair.
    ///
    /// # Errors
    /// [`EffectError::EmptyGroup`].
    pub fn new(
        both: u64,
        first_only: u64,
        second_only: u64,
        neither: u64,
    ) -> Result<Self, EffectError> {
        if [both, first_only, second_only, neither] == [0; 4] {
            return Err(EffectError::EmptyGroup);
        }
        Ok(Self {
            both,
            first_only,
            second_only,
            neither,
        })
    }

    /// The cells as counted.
    #[must_use]
    pub fn cells(&self) -> PairCells {
        self.cells_plus(0.0)
    }

    /// True when at least one cell is empty.
    #[must_use]
    pub fn has_zero(&self) -> bool {
        [self.both, self.first_only, self.second_only, self.neither].contains(&0)
    }

    /// The cells under a zero-cell rule; `set_has_zero` says whether any table of the set has an
    /// empty cell. Nothing is left out: a table without discordant pairs is reported as undefined.
    #[must_use]
    pub fn corrected(
        &self,
        measure: PairMeasure,
        rule: &ZeroCells,
        set_has_zero: bool,
    ) -> PairCells {
        let no_discordant = self.first_only == 0 && self.second_only == 0;
        let margin_empty = |one, other| one == 0 && other == 0;
        let undefined = match measure {
            PairMeasure::Conditional => self.first_only == 0 || self.second_only == 0,
            PairMeasure::Discordant => no_discordant,
            PairMeasure::Marginal => {
                no_discordant
                    || margin_empty(self.both, self.first_only)
                    || margin_empty(self.both, self.second_only)
                    || margin_empty(self.neither, self.first_only)
                    || margin_empty(self.neither, self.second_only)
            }
        };
        self.cells_plus(rule.addition(self.has_zero(), undefined, set_has_zero))
    }

    fn cells_plus(&self, added: f64) -> PairCells {
        PairCells {
            a: self.both as f64 + added,
            b: self.first_only as f64 + added,
            c: self.second_only as f64 + added,
            d: self.neither as f64 + added,
            added,
        }
    }
}

/// Returns the marginal log risk ratio ln[(a + b)/(a + c)] with variance
/// (b + c)/[(a + b)(a + c)].
///
/// # Errors
/// [`EffectError::NotFinite`] when a margin is empty, [`EffectError::Variance`] without discordant
/// pairs.
///
/// # References
/// Zou GY. One relative risk versus two odds ratios. Clin Trials 2007;4:25–31.
///
/// # Example
/// ```
/// use euthymia_synthesis::effect::matched_pairs::{Pairs, matched_log_risk_ratio};
/// // 32 first, 25 second; 12 + 5 discordant.
/// let effect = matched_log_risk_ratio(&Pairs::new(20, 12, 5, 63)?.cells())?;
/// assert!((effect.estimate - (32.0_f64 / 25.0).ln()).abs() < 1e-15);
/// assert!((effect.variance.get() - 17.0 / 800.0).abs() < 1e-16);
/// # Ok::<(), euthymia_synthesis::effect::EffectError>(())
/// ```
pub fn matched_log_risk_ratio(cells: &PairCells) -> Result<Effect, EffectError> {
    let PairCells { a, b, c, .. } = *cells;
    let (first, second) = (a + b, a + c);
    Effect::new((first / second).ln(), (b + c) / first / second)
}

/// Returns the marginal log odds ratio ln[(a + b)(b + d)/((c + d)(a + c))] with variance
/// 1/(a + b) + 1/(c + d) + 1/(a + c) + 1/(b + d) − 2n(ad − bc)/[(a + b)(c + d)(a + c)(b + d)].
///
/// # Errors
/// [`EffectError::NotFinite`] when a margin is empty; [`EffectError::Variance`] without discordant
/// pairs.
///
/// # References
/// Zou GY. One relative risk versus two odds ratios. Clin Trials 2007;4:25–31.
pub fn matched_log_odds_ratio(cells: &PairCells) -> Result<Effect, EffectError> {
    let PairCells { a, b, c, d, .. } = *cells;
    let n = a + b + c + d;
    let (first, first_not, second, second_not) = (a + b, c + d, a + c, b + d);
    let shared =
        n / first / second * (a / first_not * (d / second_not) - b / first_not * (c / second_not));
    let variance = 1.0 / first + 1.0 / first_not + 1.0 / second + 1.0 / second_not - 2.0 * shared;
    Effect::new(
        (first / first_not).ln() - (second / second_not).ln(),
        variance,
    )
}

/// Returns the difference of the two proportions, (b − c)/n, with variance
/// (b + c)/n² − (b − c)²/n³.
///
/// # Errors
/// [`EffectError::Variance`] when all pairs are of one kind.
///
/// # References
/// Fleiss JL, Levin B, Paik MC. Statistical Methods for Rates and Proportions. 3rd ed. 2003, ch. 13.
pub fn matched_risk_difference(cells: &PairCells) -> Result<Effect, EffectError> {
    let PairCells { a, b, c, d, .. } = *cells;
    let n = a + b + c + d;
    // (b + c)n − (b − c)² = (b + c)(a + d) + 4bc, without the cancellation.
    let spread = ((b + c) / n) * ((a + d) / n) + 4.0 * (b / n) * (c / n);
    Effect::new((b - c) / n, spread / n)
}

/// Returns the conditional log odds ratio ln(b/c) with variance 1/b + 1/c.
///
/// # Errors
/// [`EffectError::NotFinite`] when one kind of discordant pair is missing.
///
/// # References
/// Breslow NE, Day NE. Statistical Methods in Cancer Research I. IARC 1980.
pub fn matched_conditional_log_odds_ratio(cells: &PairCells) -> Result<Effect, EffectError> {
    let PairCells { b, c, .. } = *cells;
    Effect::new((b / c).ln(), 1.0 / b + 1.0 / c)
}

/// Returns the conditional log odds ratio by Peto's method, 2(b − c)/(b + c), with variance
/// 4/(b + c).
///
/// # Errors
/// [`EffectError::NotFinite`] without discordant pairs.
///
/// # References
/// Curtin F, Elbourne D, Altman DG. Stat Med 2002;21:2145–2159.
pub fn matched_peto_log_odds_ratio(cells: &PairCells) -> Result<Effect, EffectError> {
    let PairCells { b, c, .. } = *cells;
    Effect::new(2.0 * (b - c) / (b + c), 4.0 / (b + c))
}
