//! A table of counts with rows and columns.

use crate::group_error::GroupError;

/// Counts of patients by row (group) and column (category): at least two of each, none of them
/// empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    rows: Vec<Vec<u64>>,
    row_totals: Vec<u64>,
    column_totals: Vec<u64>,
    total: u64,
}

impl Table {
    /// Checks the shape.
    ///
    /// # Errors
    /// [`GroupError::NotATable`] for fewer than two rows or columns, rows of different length, an
    /// empty row or column, or a total beyond 2⁵³.
    ///
    /// # Example
    /// ```
    /// use euthymia_cohort::contingency::Table;
    /// let table = Table::new(&[vec![3, 1], vec![1, 3]])?;
    /// assert_eq!((table.total(), table.row_totals()), (8, &[4, 4][..]));
    /// assert!(Table::new(&[vec![3, 0], vec![1, 0]]).is_err());
    /// # Ok::<(), euthymia_cohort::GroupError>(())
    /// ```
    pub fn new(rows: &[Vec<u64>]) -> Result<Self, GroupError> {
        let width = rows.first().map_or(0, Vec::len);
        if rows.len() < 2 || width < 2 || rows.iter().any(|row| row.len() != width) {
            return Err(GroupError::NotATable);
        }
        let totals = |of: Vec<Option<u64>>| {
            let known = of.into_iter().map(|total| total.filter(|t| *t > 0));
            known
                .collect::<Option<Vec<u64>>>()
                .ok_or(GroupError::NotATable)
        };
        let row_totals = totals(
            rows.iter()
                .map(|r| checked_sum(r.iter().copied()))
                .collect(),
        )?;
        let column = |j: usize| checked_sum(rows.iter().filter_map(|row| row.get(j).copied()));
        let column_totals = totals((0..width).map(column).collect())?;
        let total = checked_sum(row_totals.iter().copied()).ok_or(GroupError::NotATable)?;
        Ok(Self {
            rows: rows.to_vec(),
            row_totals,
            column_totals,
            total,
        })
    }

    /// The counts by row.
    #[must_use]
    pub fn rows(&self) -> &[Vec<u64>] {
        &self.rows
    }

    /// Patients of each row.
    #[must_use]
    pub fn row_totals(&self) -> &[u64] {
        &self.row_totals
    }

    /// Patients of each column.
    #[must_use]
    pub fn column_totals(&self) -> &[u64] {
        &self.column_totals
    }

    /// All patients.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.total
    }

    /// All counts.
    pub(crate) fn cells(&self) -> impl Iterator<Item = u64> {
        self.rows.iter().flatten().copied()
    }

    /// The table that arises when the patients of the rows, in order, get these columns.
    pub(crate) fn dealt(&self, columns: &[usize]) -> Vec<Vec<u64>> {
        let mut cells = vec![vec![0; self.column_totals.len()]; self.row_totals.len()];
        let mut rest = columns;
        for (row, total) in cells.iter_mut().zip(&self.row_totals) {
            let (of_row, others) = rest.split_at((*total as usize).min(rest.len()));
            for column in of_row {
                if let Some(cell) = row.get_mut(*column) {
                    *cell += 1;
                }
            }
            rest = others;
        }
        cells
    }
}

/// The sum of counts; `None` when it is not below 2⁵³.
fn checked_sum(mut counts: impl Iterator<Item = u64>) -> Option<u64> {
    counts.try_fold(0_u64, |sum, count| {
        sum.checked_add(count).filter(|sum| *sum < 1 << 53)
    })
}
