//! Is the odds ratio the same in every stratum? Breslow and Day's test with Tarone's adjustment.

use crate::effect::two_by_two::Cells;
use euthymia_numerics::chi_squared;
use euthymia_numerics::sum::Compensated;

/// A test of a common odds ratio.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Homogeneity {
    /// Strata with both events and others, the only ones that speak here.
    pub k: usize,
    /// Their number less one.
    pub df: f64,
    /// Breslow and Day's statistic.
    pub breslow_day: f64,
    /// Its p-value.
    pub breslow_day_p: f64,
    /// The statistic with Tarone's adjustment: the right one beside a Mantel–Haenszel odds ratio,
    /// which is not the most efficient estimate.
    pub tarone: f64,
    /// Its p-value.
    pub tarone_p: f64,
}

/// Tests whether the odds ratios of the strata are all equal to `odds_ratio`, the Mantel–Haenszel
/// estimate on the ratio scale, > 0.
///
/// With Aᵢ the events expected in the treatment group of stratum i if its odds ratio were ψ and its
/// margins as they are, and Vᵢ = 1/(1/Aᵢ + 1/Bᵢ + 1/Cᵢ + 1/Dᵢ) over the four expected cells:
/// X² = Σ(aᵢ − Aᵢ)²/Vᵢ, and by Tarone X² − (Σ(aᵢ − Aᵢ))²/ΣVᵢ, on one degree of freedom less than there
/// are informative strata.
///
/// `None` with fewer than two informative strata, or when the odds ratio is not positive and finite.
///
/// # References
/// Breslow NE, Day NE. Statistical Methods in Cancer Research I. IARC 1980, § 4.4. Tarone RE.
/// Biometrika 1985;72:91–95.
///
/// # Checked against
/// by hand: `tests/it/byhand_stratified.rs` · metafor 3.8-1 and 5.1-12:
/// `tests/it/agrees_with_metafor_stratified.rs`.
///
/// # Example
/// ```
/// use euthymia_synthesis::effect::two_by_two::TwoByTwo;
/// use euthymia_synthesis::stratified::homogeneity::homogeneity;
/// // Odds ratios 9 and 1/9: at a common one of 1, two cells of 2 are expected where 3 and 1 were seen.
/// let cells = [TwoByTwo::new(3, 4, 1, 4)?.cells(), TwoByTwo::new(1, 4, 3, 4)?.cells()];
/// let test = homogeneity(&cells, 1.0).unwrap();
/// assert!((test.breslow_day - 4.0).abs() < 1e-14 && (test.tarone - 4.0).abs() < 1e-14);
/// # Ok::<(), euthymia_synthesis::effect::EffectError>(())
/// ```
#[must_use]
pub fn homogeneity(cells: &[Cells], odds_ratio: f64) -> Option<Homogeneity> {
    if !(odds_ratio > 0.0 && odds_ratio.is_finite()) {
        return None;
    }
    let [mut squares, mut excess, mut variance] = [Compensated::default(); 3];
    let mut k = 0_usize;
    for cells in cells {
        let Cells { a, b, c, d, .. } = cells;
        if a + c <= 0.0 || b + d <= 0.0 {
            continue;
        }
        let (expected, v) = expected(cells, odds_ratio);
        k += 1;
        squares.add((a - expected) / v * (a - expected));
        excess.add(a - expected);
        variance.add(v);
    }
    if k < 2 {
        return None;
    }
    let breslow_day = squares.value();
    let tarone = (breslow_day - excess.value() / variance.value() * excess.value()).max(0.0);
    let df = (k - 1) as f64;
    let both = breslow_day.is_finite() && tarone.is_finite();
    both.then(|| Homogeneity {
        k,
        df,
        breslow_day,
        breslow_day_p: chi_squared::sf(breslow_day, df),
        tarone,
        tarone_p: chi_squared::sf(tarone, df),
    })
}

/// The events expected in the treatment group, and their variance, at an odds ratio ψ.
fn expected(cells: &Cells, odds_ratio: f64) -> (f64, f64) {
    let Cells { a, b, c, d, .. } = cells;
    let (n1, n2, events, others) = (a + b, c + d, a + c, b + d);
    // Each of the four by the same formula, so that a small one is no difference of large ones.
    let inverse = 1.0 / odds_ratio;
    let four = [
        cell(odds_ratio, [n1, events, n2, others]),
        cell(inverse, [n1, others, n2, events]),
        cell(inverse, [n2, events, n1, others]),
        cell(odds_ratio, [n2, others, n1, events]),
    ];
    let v = 1.0 / four.iter().map(|cell| 1.0 / cell).sum::<f64>();
    (four[0], v)
}

/// The cell x of a table with the margins `own` row and column, `other` row and column, whose odds
/// ratio x·(other row − own column + x)/((row − x)(column − x)) is ψ.
///
/// It is a root of (ψ − 1)x² − Ax + ψ·row·column = 0, A = ψ(row + column) + other row − column; the
/// root is taken in the form that does not cancel, and so is the discriminant.
fn cell(odds_ratio: f64, [row, column, other_row, other_column]: [f64; 4]) -> f64 {
    let a = odds_ratio * (row + column) + (other_row - column);
    let root = (odds_ratio * odds_ratio * (row - column).powi(2)
        + (other_row - column).powi(2)
        + 2.0 * odds_ratio * (row * other_row + column * other_column))
        .sqrt();
    if a > 0.0 {
        2.0 * odds_ratio * row * column / (a + root)
    } else {
        (root - a) / (2.0 * (1.0 - odds_ratio))
    }
}
