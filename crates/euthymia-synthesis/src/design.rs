//! The design matrix of a model: which coefficients there are, and what each row says about them.

use euthymia_numerics::linear::{Matrix, eigen};

/// A design matrix X of full column rank, with a name for each coefficient.
#[derive(Clone, Debug, PartialEq)]
pub struct Design {
    names: Vec<String>,
    matrix: Matrix<f64>,
}

/// Why a matrix is no design.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DesignError {
    /// An entry is not a finite number.
    #[error("column \"{column}\" of the design, row {row}: the value is not a finite number")]
    NotFinite {
        /// Name of the coefficient.
        column: String,
        /// Row, counted from 1.
        row: usize,
    },
    /// Names and columns do not correspond.
    #[error("{names} names for {columns} columns of the design")]
    Names {
        /// Names given.
        names: usize,
        /// Columns given.
        columns: usize,
    },
    /// More coefficients than rows.
    #[error(
        "{columns} coefficients cannot be estimated from {rows} estimates: leave some out, or add \
         studies"
    )]
    TooFewRows {
        /// Rows.
        rows: usize,
        /// Coefficients.
        columns: usize,
    },
    /// A column is a linear combination of others.
    #[error(
        "the columns of the design are linearly dependent ({0}): leave out one of them, such as one \
         level of a factor beside an intercept"
    )]
    Singular(String),
}

/// Columns whose smallest eigenvalue of the correlation-like matrix is below this are dependent.
const DEPENDENT: f64 = 1e-12;

impl Design {
    /// Checks a matrix of one row per estimate and one column per coefficient.
    ///
    /// # Errors
    /// [`DesignError`].
    ///
    /// # Example
    /// ```
    /// use euthymia_numerics::linear::Matrix;
    /// use euthymia_synthesis::design::{Design, DesignError};
    /// let year = Matrix::from_row_slice(3, 2, &[1.0, 0.0, 1.0, 5.0, 1.0, 9.0]);
    /// let design = Design::new(vec!["intercept".into(), "year".into()], year)?;
    /// assert_eq!((design.rows(), design.coefficients()), (3, 2));
    ///
    /// let twice = Matrix::from_row_slice(3, 2, &[1.0, 2.0, 1.0, 2.0, 1.0, 2.0]);
    /// let names = vec!["intercept".into(), "two".into()];
    /// assert!(matches!(Design::new(names, twice), Err(DesignError::Singular(_))));
    /// # Ok::<(), DesignError>(())
    /// ```
    pub fn new(names: Vec<String>, matrix: Matrix<f64>) -> Result<Self, DesignError> {
        let (rows, columns) = matrix.shape();
        if names.len() != columns {
            return Err(DesignError::Names {
                names: names.len(),
                columns,
            });
        }
        if let Some(at) = matrix.iter().position(|x| !x.is_finite()) {
            // Entries are stored column by column.
            return Err(DesignError::NotFinite {
                column: names[at / rows].clone(),
                row: at % rows + 1,
            });
        }
        if columns > rows {
            return Err(DesignError::TooFewRows { rows, columns });
        }
        if is_dependent(&matrix) {
            return Err(DesignError::Singular(names.join(", ")));
        }
        Ok(Self { names, matrix })
    }

    /// The design of a single pooled mean: a column of ones.
    #[must_use]
    pub fn intercept(rows: usize) -> Self {
        Self {
            names: vec!["intercept".to_owned()],
            matrix: Matrix::repeat(rows, 1, 1.0),
        }
    }

    /// Names of the coefficients.
    #[must_use]
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// X: one row per estimate, one column per coefficient.
    #[must_use]
    pub fn matrix(&self) -> &Matrix<f64> {
        &self.matrix
    }

    /// Number of rows.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.matrix.nrows()
    }

    /// Number of coefficients, p.
    #[must_use]
    pub fn coefficients(&self) -> usize {
        self.matrix.ncols()
    }

    /// True when there is only an intercept.
    #[must_use]
    pub fn is_intercept(&self) -> bool {
        self.coefficients() == 1 && self.matrix.iter().all(|x| *x == 1.0)
    }
}

/// True when columns, each scaled to length one, are dependent to within rounding.
fn is_dependent(matrix: &Matrix<f64>) -> bool {
    let mut scaled = matrix.clone();
    for mut column in scaled.column_iter_mut() {
        let length = column.norm();
        if length == 0.0 || !length.is_finite() {
            return true;
        }
        column /= length;
    }
    let products = scaled.transpose() * &scaled;
    eigen(products)
        .values
        .first()
        .is_some_and(|smallest| *smallest < DEPENDENT)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cell_that_is_no_number_is_named() {
        let matrix = Matrix::from_row_slice(2, 2, &[1.0, 3.0, 1.0, f64::NAN]);
        let error = Design::new(vec!["a".into(), "b".into()], matrix).unwrap_err();
        let expected = DesignError::NotFinite {
            column: "b".into(),
            row: 2,
        };
        assert_eq!(error, expected);
    }

    #[test]
    fn three_coefficients_need_three_rows() {
        let names = vec!["a".into(), "b".into(), "c".into()];
        let error = Design::new(names, Matrix::repeat(2, 3, 1.0)).unwrap_err();
        assert_eq!(
            error,
            DesignError::TooFewRows {
                rows: 2,
                columns: 3
            }
        );
    }

    #[test]
    fn a_year_not_centred_is_still_independent_of_the_intercept() {
        let matrix = Matrix::from_row_slice(3, 2, &[1.0, 2001.0, 1.0, 2002.0, 1.0, 2003.0]);
        assert!(Design::new(vec!["a".into(), "year".into()], matrix).is_ok());
    }
}
