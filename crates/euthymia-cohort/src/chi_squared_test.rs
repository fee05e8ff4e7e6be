//! Pearson's chi-squared test of independence in a table of counts.

use euthymia_numerics::chi_squared;
use euthymia_numerics::sum::compensated;

use crate::contingency::Table;

/// Whether the distances between observed and expected counts are shortened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Continuity {
    /// Pearson's statistic.
    None,
    /// Yates's correction: each distance is shortened by ½, but not below 0. For two rows and two
    /// columns.
    Yates,
}

/// A chi-squared test of independence.
#[derive(Debug, Clone, PartialEq)]
pub struct ChiSquaredTest {
    /// The statistic.
    pub chi_squared: f64,
    /// (rows − 1)(columns − 1).
    pub df: f64,
    /// P(χ² ≥ statistic).
    pub p: f64,
    /// Which correction was made; [`Continuity::None`] in tables larger than 2 × 2.
    pub continuity: Continuity,
    /// Counts expected under independence, by row.
    pub expected: Vec<Vec<f64>>,
    /// The smallest expected count. Below 5 the distribution is a poor approximation; prefer an
    /// exact test.
    pub smallest_expected: f64,
    /// How many cells expect fewer than 5 patients.
    pub cells_below_five: usize,
    /// Cramér's V, √(χ²/(N (m − 1))) with m the smaller of rows and columns, from the uncorrected
    /// statistic; 0 to 1, biased upward in small samples.
    pub cramers_v: f64,
}

/// Tests whether rows and columns are independent.
///
/// χ² = Σ (|O − E| − c)² / E with E = row total × column total / N; c = 0, or for Yates's correction
/// the smaller of ½ and |O − E|, as R's `chisq.test`.
///
/// # References
/// Pearson 1900, Philosophical Magazine 50, 157–175; Yates 1934, Supplement to the Journal of the
/// Royal Statistical Society 1, 217–235; Cramér 1946, Mathematical Methods of Statistics, § 21.9;
/// Cochran 1954, Biometrics 10, 417–451 (expected counts below 5).
///
/// # Example
/// ```
/// use euthymia_cohort::chi_squared_test::{Continuity, chi_squared_test};
/// use euthymia_cohort::contingency::Table;
/// // Expected 2 in each cell: χ² = 4 · 1/2 = 2; with correction 4 · (1/2)²/2 = 1/2.
/// let table = Table::new(&[vec![3, 1], vec![1, 3]])?;
/// assert_eq!(chi_squared_test(&table, Continuity::None).chi_squared, 2.0);
/// assert_eq!(chi_squared_test(&table, Continuity::Yates).chi_squared, 0.5);
/// assert_eq!(chi_squared_test(&table, Continuity::Yates).cramers_v, 0.5);
/// # Ok::<(), euthymia_cohort::GroupError>(())
/// ```
#[must_use]
pub fn chi_squared_test(table: &Table, continuity: Continuity) -> ChiSquaredTest {
    let total = table.total() as f64;
    let (rows, columns) = (table.row_totals(), table.column_totals());
    let is_two_by_two = rows.len() == 2 && columns.len() == 2;
    let continuity = if is_two_by_two {
        continuity
    } else {
        Continuity::None
    };
    let of_row = |row: &u64| {
        columns
            .iter()
            .map(|c| *row as f64 * (*c as f64 / total))
            .collect()
    };
    let expected: Vec<Vec<f64>> = rows.iter().map(of_row).collect();
    let pairs: Vec<(f64, f64)> = table
        .cells()
        .zip(expected.iter().flatten())
        .map(|(observed, expected)| (observed as f64, *expected))
        .collect();
    // In a 2 × 2 table all distances are equal; the smallest stands for what rounding leaves.
    let distance = pairs.iter().map(|(o, e)| (o - e).abs()).fold(0.5, f64::min);
    let shortened = match continuity {
        Continuity::None => 0.0,
        Continuity::Yates => distance,
    };
    let statistic =
        |by: f64| compensated(pairs.iter().map(|(o, e)| ((o - e).abs() - by).powi(2) / e));
    let df = ((rows.len() - 1) * (columns.len() - 1)) as f64;
    let chi_squared = statistic(shortened);
    let smaller = rows.len().min(columns.len()) as f64;
    ChiSquaredTest {
        chi_squared,
        df,
        p: chi_squared::sf(chi_squared, df),
        continuity,
        smallest_expected: pairs.iter().map(|(_, e)| *e).fold(f64::INFINITY, f64::min),
        cells_below_five: pairs.iter().filter(|(_, e)| *e < 5.0).count(),
        cramers_v: (statistic(0.0) / (total * (smaller - 1.0))).sqrt().min(1.0),
        expected,
    }
}
