//! The marginal covariance matrix of the estimates, cluster by cluster.

use super::effects::ROWS_MAX;
use super::{Data, Grouping, MultilevelError, MultilevelFit};
use euthymia_numerics::linear::Matrix;

/// The rows of a cluster and the covariance matrix that the model gives to them.
#[derive(Clone, Debug, PartialEq)]
pub struct Cluster {
    /// Its label.
    pub label: String,
    /// Its rows, counted from 0, ascending.
    pub rows: Vec<usize>,
    /// Their marginal covariance matrix M, in that order.
    pub covariance: Matrix<f64>,
}

/// Returns the marginal covariance matrix of each cluster, in the order of the labels.
///
/// # Errors
/// [`MultilevelError::ClusterCutsBlock`] where rows of different clusters depend on each other;
/// [`MultilevelError::Length`], [`MultilevelError::TooLarge`].
///
/// # Example
/// ```
/// use euthymia_synthesis::design::Design;
/// use euthymia_synthesis::multilevel::{self, Data, Grouping, KnownCovariance, Options, Term};
/// use euthymia_synthesis::variance::Variance;
/// let study = Grouping::new("study", &["A", "A", "B"]);
/// let known = KnownCovariance::independent(&[Variance::new(1.0)?; 3]);
/// let data = Data::new(vec![0.0, 1.0, 2.0], known, Design::intercept(3),
///     vec![Term::Intercept(study.clone())])?;
/// let fit = multilevel::fit(&data, &Options { fixed: vec![Some(3.0)], ..Options::default() })?;
/// let clusters = multilevel::clusters(&data, &fit, &study)?;
/// assert_eq!(clusters[0].covariance[(0, 0)], 4.0);
/// assert_eq!(clusters[0].covariance[(0, 1)], 3.0);
/// assert!(multilevel::clusters(&data, &fit, &Grouping::new("row", &["1", "2", "3"])).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn clusters(
    data: &Data,
    fit: &MultilevelFit,
    clustering: &Grouping,
) -> Result<Vec<Cluster>, MultilevelError> {
    let theta = fit.parameters();
    data.check_values(&theta)?;
    let level = clustering.level_of_row();
    super::known::same_length("the clustering", level.len(), data.rows())?;
    for rows in data.blocks() {
        if let Some(pair) = rows
            .windows(2)
            .find(|pair| level[pair[0]] != level[pair[1]])
        {
            return Err(MultilevelError::ClusterCutsBlock {
                first: pair[0] + 1,
                second: pair[1] + 1,
            });
        }
    }
    let all = clustering
        .rows_by_level()
        .into_iter()
        .zip(clustering.labels());
    let cluster = |(rows, label): (Vec<usize>, &String)| {
        if rows.len() > ROWS_MAX {
            return Err(MultilevelError::TooLarge {
                rows: rows.len(),
                most: ROWS_MAX,
            });
        }
        Ok(Cluster {
            label: label.clone(),
            covariance: data.marginal(&theta, &rows),
            rows,
        })
    };
    all.map(cluster).collect()
}
