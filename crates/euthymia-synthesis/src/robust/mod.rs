//! Cluster-robust variance: standard errors that stay right when estimates of one cluster (a study, a
//! laboratory) depend on each other in a way that the model does not describe.
//!
//! # Model
//! y = Xβ + e, with clusters g = 1…G that are independent of each other. β̂ = M X′Wy with
//! M = (X′WX)⁻¹, residuals e = y − Xβ̂, and a *working* covariance Φ of y that need only be roughly
//! right. The sandwich is V = M [Σ_g X_g′W_gA_g e_ge_g′A_g′W_gX_g] M.
//!
//! | symbol | meaning |
//! |---|---|
//! | X_g | design rows of cluster g, n_g × p |
//! | e_g | residuals of the fitted model, in the unit of the estimate |
//! | Φ_g | working covariance of the estimates of the cluster, positive definite |
//! | W_g | weights of the fit; Φ_g⁻¹ unless said otherwise |
//! | A_g | small-sample adjustment, see [`Kind`] |
//! | G, N, p | numbers of clusters, of rows, of coefficients |
//!
//! # Names
//! | here | clubSandwich | metafor | adjustment |
//! |---|---|---|---|
//! | [`Kind::Cr0`] | CR0 | `robust(adjust = FALSE)` | none |
//! | [`Kind::Cr1`] | CR1 | `robust(adjust = "Stata2")` | G/(G−1) |
//! | [`Kind::Cr1p`] | CR1p | `robust()`, printed as CR1 | G/(G−p) |
//! | [`Kind::Cr1S`] | CR1S | `robust(adjust = "Stata1")` | G(N−1)/((G−1)(N−p)) |
//! | [`Kind::Cr2`] | CR2 | `robust(clubSandwich = TRUE)` | unbiased under the working covariance |
//! | [`Kind::Cr3`] | CR3 | `robust(clubSandwich = TRUE, vcov = "CR3")` | leaves out a cluster, roughly |
//!
//! # References
//! Liang KY, Zeger SL. Biometrika 1986;73:13–22 (CR0). Bell RM, McCaffrey DF. Surv Methodol
//! 2002;28:169–181 (CR2, degrees of freedom). Hedges LV, Tipton E, Johnson MC. Res Synth Methods
//! 2010;1:39–65 (meta-analysis). Tipton E. Psychol Methods 2015;20:375–393 (few degrees of freedom).
//! Pustejovsky JE, Tipton E. J Bus Econ Stat 2018;36:672–683 (CR2 for weighted fits, the F test).
//!
//! Reading order: [`cluster`] (the input), [`variance()`], then [`inference`] (tests and intervals);
//! [`pairwise`] starts from a set of studies.

mod adjustment;
mod basis;
pub mod cluster;
mod degrees;
pub mod inference;
pub mod pairwise;
pub mod variance;

pub use cluster::{Cluster, Working};
pub use inference::{CoefficientTest, Degrees, WaldTest};
pub use pairwise::{RobustFit, of_pairwise, of_regression};
pub use variance::{Caution, RobustVariance, variance};

/// Which small-sample adjustment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// None: biased low when clusters are few.
    Cr0,
    /// The variance times G/(G−1).
    Cr1,
    /// The variance times G/(G−p).
    Cr1p,
    /// The variance times G(N−1)/((G−1)(N−p)).
    Cr1S,
    /// A_g = Φ_g # B_g⁻¹, the matrix with A_gB_gA_g = Φ_g, where B_g is the covariance that the
    /// residuals of the cluster have under the working model: unbiased if that model holds.
    ///
    /// Where B_g is singular, as when one cluster alone carries a coefficient, the pseudo-inverse.
    Cr2,
    /// A_g = (I − H_gg)⁻¹ with the hat matrix H = XMX′W: close to leaving out one cluster at a time,
    /// and biased high.
    Cr3,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 6] = [
        Self::Cr0,
        Self::Cr1,
        Self::Cr1p,
        Self::Cr1S,
        Self::Cr2,
        Self::Cr3,
    ];

    /// The field's abbreviation, as in clubSandwich.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Cr0 => "CR0",
            Self::Cr1 => "CR1",
            Self::Cr1p => "CR1p",
            Self::Cr1S => "CR1S",
            Self::Cr2 => "CR2",
            Self::Cr3 => "CR3",
        }
    }

    /// The number by which the whole variance is multiplied.
    fn factor(self, clusters: f64, rows: f64, coefficients: f64) -> f64 {
        match self {
            Self::Cr0 | Self::Cr2 | Self::Cr3 => 1.0,
            Self::Cr1 => clusters / (clusters - 1.0),
            Self::Cr1p => clusters / (clusters - coefficients),
            Self::Cr1S => clusters * (rows - 1.0) / ((clusters - 1.0) * (rows - coefficients)),
        }
    }
}

/// Why there is no robust variance.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum RobustError {
    /// More coefficients than independent pieces of information.
    #[error(
        "{coefficients} coefficients need more than {coefficients} clusters, and there are \
         {clusters}: leave out coefficients, or define clusters more finely"
    )]
    TooFewClusters {
        /// Clusters.
        clusters: usize,
        /// Coefficients.
        coefficients: usize,
    },
    /// A part of a cluster has another size than its design.
    #[error("a cluster with {rows} design rows came with {what} for {found} rows")]
    Shape {
        /// Which part.
        what: &'static str,
        /// Rows of the design.
        rows: usize,
        /// Rows of the part.
        found: usize,
    },
    /// A cluster without rows or without columns.
    #[error("a cluster of {rows} rows and {columns} coefficients is empty: leave it out")]
    Empty {
        /// Rows.
        rows: usize,
        /// Columns.
        columns: usize,
    },
    /// Clusters disagree on how many coefficients there are.
    #[error("cluster {cluster} has {found} design columns where the first has {columns}")]
    Columns {
        /// Which cluster, counted from 1.
        cluster: usize,
        /// Its columns.
        found: usize,
        /// The first cluster's.
        columns: usize,
    },
    /// An entry is not a finite number.
    #[error("the {what} hold a value that is not a finite number")]
    NotFinite {
        /// Which part.
        what: &'static str,
    },
    /// A working covariance that no data can have.
    #[error(
        "the working covariance of a cluster is not positive definite: check its variances and \
         correlations"
    )]
    NotPositiveDefinite,
    /// Coefficients that the data cannot tell apart.
    #[error(
        "the weighted columns of the design are linearly dependent: leave out one of them, and check \
         that no weight is negative"
    )]
    Dependent,
    /// A list of another length than the studies.
    #[error("{found} {what} for {studies} studies: one for each study is needed")]
    PerStudy {
        /// What the list holds.
        what: &'static str,
        /// Its length.
        found: usize,
        /// Studies.
        studies: usize,
    },
    /// A between-study variance that is none.
    #[error("{0} is no between-study variance: a finite number of at least 0 is needed")]
    Tau2(f64),
    /// A list or matrix of another length than the coefficients.
    #[error("{found} {what} for {coefficients} coefficients")]
    PerCoefficient {
        /// What was given.
        what: &'static str,
        /// How many.
        found: usize,
        /// Coefficients.
        coefficients: usize,
    },
    /// Constraints that repeat each other or have no variance.
    #[error(
        "the constraints of the test are dependent or have no variance: test fewer at once, each on \
         coefficients that several clusters inform"
    )]
    NoTest,
    /// A level of 0 or 1 has no interval.
    #[error("a confidence level of {0} has no interval: choose one between 0 and 1, such as 0.95")]
    Level(f64),
    /// A sum or a product is beyond every double.
    #[error(
        "the residuals, variances or design values are too large, too small or too far apart to \
         compute with: check their units"
    )]
    OutOfRange,
}
