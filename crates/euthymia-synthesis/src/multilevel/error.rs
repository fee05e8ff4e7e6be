//! Why data or a model cannot be used.

/// Why nothing could be fitted.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum MultilevelError {
    /// There is no row.
    #[error("there are no estimates: give at least one row")]
    Empty,
    /// A column has another number of rows than the estimates.
    #[error(
        "{what} has {found} entries, and {expected} are needed: give one per estimate, or per column"
    )]
    Length {
        /// Which column.
        what: String,
        /// Its entries.
        found: usize,
        /// Entries wanted.
        expected: usize,
    },
    /// A number is not finite.
    #[error("{what}, row {row}: the value is not a finite number")]
    NotFinite {
        /// Which column.
        what: String,
        /// Row, counted from 1.
        row: usize,
    },
    /// A correlation is outside its range.
    #[error("{what} is {value}: a correlation lies between -1 and 1")]
    Correlation {
        /// Which correlation.
        what: String,
        /// The value found.
        value: f64,
    },
    /// A matrix of known covariances has the wrong shape, or is not symmetric.
    #[error("{0}: a square, symmetric matrix with one row and one column per member is needed")]
    Shape(String),
    /// Rows of two blocks overlap, or a row does not exist.
    #[error("row {row} is in two blocks of known covariances, or there is no such row")]
    Overlap {
        /// Row, counted from 1.
        row: usize,
    },
    /// Known sampling covariances contradict each other.
    #[error(
        "the sampling covariances of the rows {rows} are not positive definite: a correlation is too \
         high for these variances, or one estimate is listed twice"
    )]
    KnownNotPositiveDefinite {
        /// The rows, counted from 1, separated by commas.
        rows: String,
    },
    /// Members of one cluster name different shared variances.
    #[error(
        "row {row}: a shared variance must be positive or zero and below the row's own variance"
    )]
    SharedVariance {
        /// Row, counted from 1.
        row: usize,
    },
    /// A value of a parameter is outside its range, or there are too many or too few.
    #[error("{name} = {value} is outside its range, from {lowest} to {highest}")]
    Parameter {
        /// Its name.
        name: String,
        /// The value found.
        value: f64,
        /// Lowest permitted.
        lowest: f64,
        /// Highest permitted.
        highest: f64,
    },
    /// Not one value per parameter.
    #[error("{found} values for {expected} parameters of the random part")]
    Parameters {
        /// Values given.
        found: usize,
        /// Parameters of the model.
        expected: usize,
    },
    /// There is no such parameter, or its value was given.
    #[error("parameter {0} of the random part does not exist or was fixed: it has no interval")]
    NoSuchParameter(usize),
    /// A level of 0 or 1 has no interval.
    #[error("a confidence level of {0} has no interval: choose one between 0 and 1, such as 0.95")]
    Level(f64),
    /// There are as many coefficients as estimates.
    #[error(
        "{rows} estimates and {coefficients} coefficients leave nothing to estimate variances from: \
         leave out a coefficient, or add estimates"
    )]
    NoResidual {
        /// Rows.
        rows: usize,
        /// Coefficients.
        coefficients: usize,
    },
    /// A sum or a product of these numbers is beyond every double.
    #[error(
        "the estimates or variances are too large, too small or too far apart to be fitted \
         as numbers: check their units"
    )]
    OutOfRange,
    /// One set of dependent rows is too large for a full matrix.
    #[error(
        "{rows} rows depend on each other, more than {most}: this quantity needs the matrix of one \
         such set, so split the data or leave out a crossed factor"
    )]
    TooLarge {
        /// Rows of the set.
        rows: usize,
        /// The most that is allowed.
        most: usize,
    },
    /// A clustering cuts through dependent rows.
    #[error(
        "rows {first} and {second} depend on each other but are in different clusters: cluster by a \
         factor that contains every random effect and every known covariance"
    )]
    ClusterCutsBlock {
        /// A row, counted from 1.
        first: usize,
        /// Another row, counted from 1.
        second: usize,
    },
    /// Two fits cannot be compared by their likelihoods.
    #[error("these fits cannot be compared by their likelihoods: {0}")]
    NotComparable(&'static str),
    /// A coordinate of a new row or a level that the model does not have.
    #[error("{0}")]
    NoSuchLevel(String),
}
