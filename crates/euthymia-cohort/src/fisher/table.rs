//! Fisher's exact test of a table of any size (Freeman and Halton), by enumeration or by chance.

use euthymia_numerics::gamma::ln_gamma;
use euthymia_numerics::random::Random;
use euthymia_numerics::sum::{Compensated, compensated};

use crate::contingency::Table;
use crate::group_error::GroupError;
use crate::two_sided::EQUALLY_LIKELY;

/// The most cells that an enumeration may fill: about a second.
pub const STEPS_MAX: u64 = 50_000_000;

/// How the p-value of a table was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Every table with the same margins was visited.
    Enumeration {
        /// How many there are.
        tables: u64,
    },
    /// Tables with the same margins were drawn at random.
    MonteCarlo {
        /// How many were drawn.
        draws: u64,
        /// The seed.
        seed: u64,
    },
}

/// Fisher's exact test of independence in a table with r rows and c columns.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FisherTable {
    /// The probability of all tables that are no more likely than the one observed, with a relative
    /// slack of 1e-7.
    pub p: f64,
    /// How it was found.
    pub method: Method,
    /// The standard error of a p-value found by chance; `None` for an enumeration.
    pub standard_error: Option<f64>,
}

/// Visits every table with the same margins.
///
/// A table has probability Πᵢ rᵢ! Πⱼ cⱼ! / (N! Πᵢⱼ `n_ij`!); p is the sum over all that are no more
/// likely than the one observed.
///
/// # Errors
/// [`GroupError::TooLarge`] after [`STEPS_MAX`] cells: choose [`by_monte_carlo`].
///
/// # References
/// Freeman GH, Halton JH. Note on an exact treatment of contingency, goodness of fit and other
/// problems of significance. Biometrika 1951;38:141–149. R: `fisher.test`.
///
/// # Example
/// ```
/// use euthymia_cohort::{contingency::Table, fisher::table::exact};
/// // Three groups of one patient, one of them with the event: three tables, all equally likely.
/// let table = Table::new(&[vec![1, 0], vec![0, 1], vec![0, 1]])?;
/// assert!((exact(&table)?.p - 1.0).abs() < 1e-14);
/// # Ok::<(), euthymia_cohort::GroupError>(())
/// ```
pub fn exact(table: &Table) -> Result<FisherTable, GroupError> {
    // The walk goes as deep as there are cells, and the logarithms are as many as patients.
    let needed = (table.cells().count() as f64 * 1e4).max(table.total() as f64);
    if needed > STEPS_MAX as f64 {
        return Err(GroupError::TooLarge {
            needed,
            limit: STEPS_MAX as f64,
        });
    }
    let logs = LogFactorials::new(table.total());
    let mut search = Enumeration {
        bound: logs.sum(table.cells()) - EQUALLY_LIKELY.ln(),
        fixed: logs.margins(table),
        logs,
        rows: table.row_totals().to_vec(),
        columns: table.column_totals().to_vec(),
        steps: 0,
        tables: 0,
        p: Compensated::default(),
    };
    let first = search.columns.first().copied().unwrap_or(0);
    search.fill(0, 0, first, 0.0)?;
    Ok(FisherTable {
        p: search.p.value().min(1.0),
        method: Method::Enumeration {
            tables: search.tables,
        },
        standard_error: None,
    })
}

/// Draws tables with the same margins; p = (1 + number no more likely) / (1 + draws), so that it is
/// never 0.
///
/// # Errors
/// [`GroupError::TooLarge`] when patients times draws exceed 10¹⁰, or patients 10⁷.
///
/// # References
/// Davison AC, Hinkley DV. Bootstrap Methods and their Application. 1997, eq. 4.11.
///
/// # Example
/// ```
/// use euthymia_cohort::{contingency::Table, fisher::table::by_monte_carlo};
/// let table = Table::new(&[vec![3, 1], vec![1, 3]])?;
/// // 34/70 = 0.4857, here within four standard errors.
/// let found = by_monte_carlo(&table, 2000, 1)?;
/// assert!((found.p - 34.0 / 70.0).abs() < 4.0 * found.standard_error.unwrap());
/// # Ok::<(), euthymia_cohort::GroupError>(())
/// ```
pub fn by_monte_carlo(table: &Table, draws: u64, seed: u64) -> Result<FisherTable, GroupError> {
    // Few draws of very many patients would need the memory of many.
    let needed = table.total() as f64 * draws.max(1000) as f64;
    if needed > 1e10 {
        return Err(GroupError::TooLarge {
            needed,
            limit: 1e10,
        });
    }
    let logs = LogFactorials::new(table.total());
    let bound = logs.sum(table.cells()) - EQUALLY_LIKELY.ln();
    let mut labels = Vec::new();
    for (column, total) in table.column_totals().iter().enumerate() {
        labels.extend(std::iter::repeat_n(column, *total as usize));
    }
    let mut random = Random::new(seed, 0);
    let mut extreme = 0_u64;
    for _ in 0..draws {
        random.shuffle(&mut labels);
        let cells = table.dealt(&labels);
        extreme += u64::from(logs.sum(cells.iter().flatten().copied()) >= bound);
    }
    let p = (1 + extreme) as f64 / (1 + draws) as f64;
    Ok(FisherTable {
        p,
        method: Method::MonteCarlo { draws, seed },
        standard_error: Some((p * (1.0 - p) / (1 + draws) as f64).sqrt()),
    })
}

/// ln k! for all k up to a total.
struct LogFactorials(Vec<f64>);

impl LogFactorials {
    fn new(total: u64) -> Self {
        Self((0..=total).map(|k| ln_gamma(k as f64 + 1.0)).collect())
    }

    fn of(&self, k: u64) -> f64 {
        self.0.get(k as usize).copied().unwrap_or(f64::INFINITY)
    }

    fn sum(&self, counts: impl IntoIterator<Item = u64>) -> f64 {
        compensated(counts.into_iter().map(|k| self.of(k)))
    }

    /// The logarithm of the part of a table's probability that all tables share.
    fn margins(&self, table: &Table) -> f64 {
        self.sum(table.row_totals().iter().copied())
            + self.sum(table.column_totals().iter().copied())
            - self.of(table.total())
    }
}

/// A walk through all tables, column by column.
struct Enumeration {
    /// The smallest sum of ln `n_ij`! that counts.
    bound: f64,
    fixed: f64,
    logs: LogFactorials,
    /// What is left of each row.
    rows: Vec<u64>,
    columns: Vec<u64>,
    steps: u64,
    tables: u64,
    p: Compensated,
}

impl Enumeration {
    /// Fills the cell of `row` in `column`, of which `left` patients are not yet placed.
    fn fill(&mut self, column: usize, row: usize, left: u64, sum: f64) -> Result<(), GroupError> {
        self.steps += 1;
        if self.steps > STEPS_MAX {
            return Err(GroupError::TooLarge {
                needed: self.steps as f64,
                limit: STEPS_MAX as f64,
            });
        }
        if column + 1 == self.columns.len() {
            // The last column is what is left.
            self.finish(sum + self.logs.sum(self.rows.iter().copied()));
            return Ok(());
        }
        let Some(space) = self.rows.get(row).copied() else {
            let next = self.columns.get(column + 1).copied().unwrap_or(0);
            return self.fill(column + 1, 0, next, sum);
        };
        let below: u64 = self.rows.iter().skip(row + 1).sum();
        for count in left.saturating_sub(below)..=left.min(space) {
            self.set_row(row, space - count);
            self.fill(column, row + 1, left - count, sum + self.logs.of(count))?;
        }
        self.set_row(row, space);
        Ok(())
    }

    fn set_row(&mut self, row: usize, value: u64) {
        if let Some(cell) = self.rows.get_mut(row) {
            *cell = value;
        }
    }

    fn finish(&mut self, sum: f64) {
        self.tables += 1;
        if sum >= self.bound {
            self.p.add((self.fixed - sum).exp());
        }
    }
}
