//! Known sampling variances and covariances of the estimates.

use super::{Grouping, MultilevelError};
use crate::variance::Variance;
use euthymia_numerics::linear::{Cholesky, Matrix};

/// The known covariance matrix V of the estimates: positive definite, kept as a diagonal and the
/// blocks of rows that are correlated.
#[derive(Clone, Debug, PartialEq)]
pub struct KnownCovariance {
    variances: Vec<f64>,
    blocks: Vec<KnownBlock>,
}

/// Rows with correlated sampling errors, and their covariance matrix.
#[derive(Clone, Debug, PartialEq)]
pub struct KnownBlock {
    /// The rows, counted from 0.
    pub rows: Vec<usize>,
    /// Their covariance matrix, in that order.
    pub matrix: Matrix<f64>,
}

/// How sampling errors within one cluster are correlated: r = r₀ φ^|t − t′|, with r₀ one of two
/// correlations.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CorrelationPattern<'a> {
    /// Rows of different clusters are independent.
    pub cluster: &'a Grouping,
    /// r₀ of two rows of one kind, or of any two rows where no kind is given.
    pub correlation: f64,
    /// A kind for each row, such as its outcome, and r₀ of two rows of different kinds.
    pub kind: Option<(&'a Grouping, f64)>,
    /// A time for each row, and φ, the correlation at a distance of one.
    pub time: Option<(&'a [f64], f64)>,
}

impl KnownCovariance {
    /// Independent estimates.
    #[must_use]
    pub fn independent(variances: &[Variance]) -> Self {
        Self {
            variances: variances.iter().map(|v| v.get()).collect(),
            blocks: Vec::new(),
        }
    }

    /// Covariances given as blocks; rows in no block are independent, with the variance given.
    ///
    /// The diagonals of the blocks replace the variances of their rows.
    ///
    /// # Errors
    /// [`MultilevelError::Shape`], [`MultilevelError::Overlap`],
    /// [`MultilevelError::KnownNotPositiveDefinite`].
    ///
    /// # Example
    /// ```
    /// use euthymia_numerics::linear::Matrix;
    /// use euthymia_synthesis::multilevel::{KnownBlock, KnownCovariance};
    /// use euthymia_synthesis::variance::Variance;
    /// let one = Variance::new(1.0)?;
    /// let block = |r: f64| KnownBlock { rows: vec![0, 1],
    ///     matrix: Matrix::from_row_slice(2, 2, &[1.0, r, r, 1.0]) };
    /// assert!(KnownCovariance::blocks(&[one; 3], vec![block(0.5)]).is_ok());
    /// assert!(KnownCovariance::blocks(&[one; 3], vec![block(1.5)]).is_err());
    /// # Ok::<(), euthymia_synthesis::variance::VarianceError>(())
    /// ```
    pub fn blocks(
        variances: &[Variance],
        blocks: Vec<KnownBlock>,
    ) -> Result<Self, MultilevelError> {
        let mut variances: Vec<f64> = variances.iter().map(|v| v.get()).collect();
        let mut taken = vec![false; variances.len()];
        for block in &blocks {
            check_shape(block)?;
            for (at, row) in block.rows.iter().enumerate() {
                match taken.get_mut(*row) {
                    Some(seen @ false) => *seen = true,
                    _ => return Err(MultilevelError::Overlap { row: row + 1 }),
                }
                variances[*row] = block.matrix[(at, at)];
            }
            if Cholesky::new(block.matrix.clone()).is_err() {
                return Err(not_positive_definite(&block.rows));
            }
        }
        Ok(Self { variances, blocks })
    }

    /// A full covariance matrix, cut into its blocks.
    ///
    /// # Errors
    /// As [`Self::blocks`].
    pub fn full(matrix: &Matrix<f64>) -> Result<Self, MultilevelError> {
        let n = matrix.nrows();
        let whole = KnownBlock {
            rows: (0..n).collect(),
            matrix: matrix.clone(),
        };
        check_shape(&whole)?;
        let mut sets = super::sets::DisjointSets::new(n);
        for j in 0..n {
            for i in j + 1..n {
                if matrix[(i, j)] != 0.0 {
                    sets.join(i, j);
                }
            }
        }
        let variance = |i: usize| Variance::new(matrix[(i, i)]);
        let variances: Result<Vec<Variance>, _> = (0..n).map(variance).collect();
        let Ok(variances) = variances else {
            let bad = (0..n).filter(|i| variance(*i).is_err());
            return Err(not_positive_definite(&bad.collect::<Vec<_>>()));
        };
        let blocks = sets.members().into_iter().filter(|rows| rows.len() > 1);
        let cut = |rows: Vec<usize>| KnownBlock {
            matrix: matrix.select_rows(&rows).select_columns(&rows),
            rows,
        };
        Self::blocks(&variances, blocks.map(cut).collect())
    }

    /// Covariances from assumed correlations within clusters.
    ///
    /// # Errors
    /// [`MultilevelError::Length`], [`MultilevelError::Correlation`],
    /// [`MultilevelError::NotFinite`], [`MultilevelError::KnownNotPositiveDefinite`].
    ///
    /// # Example
    /// ```
    /// use euthymia_synthesis::multilevel::{CorrelationPattern, Grouping, KnownCovariance};
    /// use euthymia_synthesis::variance::Variance;
    /// let study = Grouping::new("study", &["A", "A", "B"]);
    /// let variances = [Variance::new(4.0)?, Variance::new(9.0)?, Variance::new(1.0)?];
    /// let pattern = CorrelationPattern { cluster: &study, correlation: 0.5, kind: None, time: None };
    /// let known = KnownCovariance::with_correlations(&variances, &pattern)?;
    /// // 1/2 · 2 · 3
    /// assert_eq!(known.covariance(0, 1), 3.0);
    /// assert_eq!(known.covariance(0, 2), 0.0);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn with_correlations(
        variances: &[Variance],
        pattern: &CorrelationPattern,
    ) -> Result<Self, MultilevelError> {
        check_pattern(variances.len(), pattern)?;
        let covariance = |i: usize, j: usize| {
            let base = match pattern.kind {
                Some((kind, between)) if kind.level_of_row()[i] != kind.level_of_row()[j] => {
                    between
                }
                _ => pattern.correlation,
            };
            let decay = pattern
                .time
                .map_or(1.0, |(times, phi)| phi.powf((times[i] - times[j]).abs()));
            base * decay * (variances[i].get() * variances[j].get()).sqrt()
        };
        Self::within(variances, pattern.cluster, covariance)
    }

    /// Covariances of estimates that share one group, such as several treated groups held against
    /// one control group: within a cluster every covariance is what the shared group adds to the
    /// variance of each.
    ///
    /// `shared`: for each row the part of its variance that comes from the shared group. The
    /// covariance of two rows is the geometric mean of their parts, which are equal for measures
    /// whose variance is a sum over groups.
    ///
    /// # Errors
    /// [`MultilevelError::Length`], [`MultilevelError::SharedVariance`],
    /// [`MultilevelError::KnownNotPositiveDefinite`].
    ///
    /// # Example
    /// ```
    /// use euthymia_synthesis::multilevel::{Grouping, KnownCovariance};
    /// use euthymia_synthesis::variance::Variance;
    /// // Mean differences of two groups (variances 2 and 3) from one control group (variance 1).
    /// let trial = Grouping::new("trial", &["A", "A"]);
    /// let variances = [Variance::new(3.0)?, Variance::new(4.0)?];
    /// let known = KnownCovariance::with_shared_group(&variances, &trial, &[1.0, 1.0])?;
    /// assert_eq!(known.covariance(1, 0), 1.0);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn with_shared_group(
        variances: &[Variance],
        cluster: &Grouping,
        shared: &[f64],
    ) -> Result<Self, MultilevelError> {
        let n = variances.len();
        same_length("the cluster", cluster.level_of_row().len(), n)?;
        same_length("the shared variance", shared.len(), n)?;
        for (row, (part, whole)) in shared.iter().zip(variances).enumerate() {
            if !(*part >= 0.0 && *part < whole.get()) {
                return Err(MultilevelError::SharedVariance { row: row + 1 });
            }
        }
        let covariance = |i: usize, j: usize| (shared[i] * shared[j]).sqrt();
        Self::within(variances, cluster, covariance)
    }

    fn within(
        variances: &[Variance],
        cluster: &Grouping,
        covariance: impl Fn(usize, usize) -> f64,
    ) -> Result<Self, MultilevelError> {
        let clusters = cluster.rows_by_level().into_iter();
        let block = |rows: Vec<usize>| {
            let entry = |a: usize, b: usize| match (rows[a], rows[b]) {
                (i, j) if i == j => variances[i].get(),
                (i, j) => covariance(i, j),
            };
            KnownBlock {
                matrix: Matrix::from_fn(rows.len(), rows.len(), entry),
                rows,
            }
        };
        let several = clusters.filter(|rows| rows.len() > 1);
        Self::blocks(variances, several.map(block).collect())
    }

    /// Number of rows.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.variances.len()
    }

    /// The sampling variances.
    #[must_use]
    pub fn variances(&self) -> &[f64] {
        &self.variances
    }

    /// The blocks of correlated rows.
    #[must_use]
    pub fn correlated(&self) -> &[KnownBlock] {
        &self.blocks
    }

    /// The covariance of two rows, counted from 0; zero where either does not exist.
    #[must_use]
    pub fn covariance(&self, i: usize, j: usize) -> f64 {
        if i == j {
            return self.variances.get(i).copied().unwrap_or(0.0);
        }
        let find = |block: &KnownBlock| {
            let place = |row| block.rows.iter().position(|r| *r == row);
            Some(block.matrix[(place(i)?, place(j)?)])
        };
        self.blocks.iter().find_map(find).unwrap_or(0.0)
    }
}

pub(super) fn same_length(
    what: &str,
    found: usize,
    expected: usize,
) -> Result<(), MultilevelError> {
    if found == expected {
        return Ok(());
    }
    Err(MultilevelError::Length {
        what: what.to_owned(),
        found,
        expected,
    })
}

/// Checks that numbers are finite.
pub(super) fn finite(what: &str, numbers: &[f64]) -> Result<(), MultilevelError> {
    match numbers.iter().position(|x| !x.is_finite()) {
        None => Ok(()),
        Some(at) => Err(MultilevelError::NotFinite {
            what: what.to_owned(),
            row: at + 1,
        }),
    }
}

fn check_pattern(n: usize, pattern: &CorrelationPattern) -> Result<(), MultilevelError> {
    same_length("the cluster", pattern.cluster.level_of_row().len(), n)?;
    let mut correlations = vec![("the correlation", pattern.correlation)];
    if let Some((kind, between)) = pattern.kind {
        same_length("the kind", kind.level_of_row().len(), n)?;
        correlations.push(("the correlation between kinds", between));
    }
    if let Some((times, phi)) = pattern.time {
        same_length("the time", times.len(), n)?;
        finite("the time", times)?;
        if !(0.0..=1.0).contains(&phi) {
            return Err(MultilevelError::Parameter {
                name: "the correlation at a distance of one".to_owned(),
                value: phi,
                lowest: 0.0,
                highest: 1.0,
            });
        }
    }
    for (what, value) in correlations {
        if !(-1.0..=1.0).contains(&value) {
            return Err(MultilevelError::Correlation {
                what: what.to_owned(),
                value,
            });
        }
    }
    Ok(())
}

fn check_shape(block: &KnownBlock) -> Result<(), MultilevelError> {
    let n = block.rows.len();
    let matrix = &block.matrix;
    if matrix.shape() != (n, n) || n == 0 {
        return Err(MultilevelError::Shape("known covariances".to_owned()));
    }
    let largest = matrix.amax();
    let symmetric =
        (0..n).all(|j| (0..j).all(|i| (matrix[(i, j)] - matrix[(j, i)]).abs() <= 1e-12 * largest));
    if symmetric && matrix.iter().all(|x| x.is_finite()) {
        Ok(())
    } else {
        Err(MultilevelError::Shape("known covariances".to_owned()))
    }
}

fn not_positive_definite(rows: &[usize]) -> MultilevelError {
    let named: Vec<String> = rows.iter().map(|row| (row + 1).to_string()).collect();
    MultilevelError::KnownNotPositiveDefinite {
        rows: named.join(", "),
    }
}
