//! Why there is no multilevel analysis.

use crate::pooled::PoolError;
use euthymia_synthesis::design::DesignError;
use euthymia_synthesis::multilevel::MultilevelError;
use euthymia_synthesis::robust::RobustError;

/// Why the rows could not be analysed.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum LevelsError {
    /// A factor that does not vary.
    #[error(
        "the column \"{column}\" has one level only (\"{level}\"): a variance between levels, or a \
         difference between them, needs at least two; leave this column out"
    )]
    OneLevel {
        /// The column.
        column: String,
        /// Its level.
        level: String,
    },
    /// Nothing can be nested in single rows.
    #[error(
        "every row has a level of \"{outer}\" of its own, so that effects of \"{inner}\" within it \
         cannot be told apart from its own: leave \"{inner}\" out, or write the coarser column first \
         (--nested coarse/fine)"
    )]
    OwnLevels {
        /// The outer factor.
        outer: String,
        /// The inner one.
        inner: String,
    },
    /// As many means as rows.
    #[error(
        "every row has a level of \"{column}\" of its own: as many means as rows leave nothing to \
         estimate variances from; choose a coarser column"
    )]
    OwnMeans {
        /// The column.
        column: String,
    },
    /// A cluster has more rows than there are columns of covariances.
    #[error(
        "the cluster \"{cluster}\" has {rows} rows, and {columns} columns of covariances were named: \
         name a column for the first, second … row of the largest cluster"
    )]
    Columns {
        /// The cluster.
        cluster: String,
        /// Its rows.
        rows: usize,
        /// Columns named.
        columns: usize,
    },
    /// A variance and its place in the matrix differ.
    #[error(
        "cluster \"{cluster}\": the column \"{column}\" should repeat the row's own variance \
         {variance}, and holds {found}: the columns are in the order of the cluster's rows"
    )]
    Diagonal {
        /// The cluster.
        cluster: String,
        /// The column.
        column: String,
        /// What it holds.
        found: f64,
        /// The variance.
        variance: f64,
    },
    /// One cluster alone informs a mean.
    #[error(
        "the mean \"{name}\" has no cluster-robust variance: one cluster alone carries it; leave out \
         --cluster, or this level"
    )]
    NoRobustVariance {
        /// The mean.
        name: String,
    },
    /// The effect sizes could not be computed.
    #[error(transparent)]
    Effects(#[from] PoolError),
    /// The model could not be formed or fitted.
    #[error(transparent)]
    Model(#[from] MultilevelError),
    /// The means cannot be told apart.
    #[error(transparent)]
    Design(#[from] DesignError),
    /// The robust variance could not be formed.
    #[error(transparent)]
    Robust(#[from] RobustError),
}

impl LevelsError {
    /// True when the data are fine but have no answer; false when another choice, or another column,
    /// mends it.
    #[must_use]
    pub fn is_no_answer(&self) -> bool {
        match self {
            Self::Effects(error) => matches!(error, PoolError::Nothing(_)),
            Self::Model(error) => matches!(error, MultilevelError::OutOfRange),
            Self::Robust(error) => matches!(error, RobustError::OutOfRange),
            _ => false,
        }
    }
}
