//! Which rows belong together, and how: columns of a file made into a model.

use super::LevelsError;
use super::rows::Rows;
use euthymia_numerics::linear::Matrix;
use euthymia_synthesis::design::Design;
use euthymia_synthesis::multilevel::{
    CorrelationPattern, Data, Decay, Grouping, KnownBlock, KnownCovariance, LevelPattern, Metric,
    Term,
};
use euthymia_synthesis::variance::Variance;
use std::cmp::Ordering;

/// A column of labels.
#[derive(Clone, Debug, PartialEq)]
pub struct Factor {
    /// The column.
    pub name: String,
    /// A label for each row.
    pub labels: Vec<String>,
}

/// A column of numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct Numbers {
    /// The column.
    pub name: String,
    /// A number for each row.
    pub values: Vec<f64>,
}

/// One choice of random effects.
#[derive(Clone, Debug, PartialEq)]
pub enum Random {
    /// Random intercepts, each factor inside the one before it.
    Nested(Vec<Factor>),
    /// A random intercept that is not nested in the others.
    Crossed(Factor),
    /// `inner | outer` with a pattern.
    Levels {
        /// The field's abbreviation of the pattern.
        code: &'static str,
        /// The pattern.
        pattern: LevelPattern,
        /// What differs within a group.
        inner: Factor,
        /// The group.
        outer: Factor,
    },
    /// `coordinates | outer` with a correlation that falls with distance.
    Distances {
        /// The field's abbreviation of the decay.
        code: &'static str,
        /// The decay.
        decay: Decay,
        /// A time, or coordinates.
        coordinates: Vec<Numbers>,
        /// The group.
        outer: Factor,
    },
}

/// How sampling errors within one cluster are related.
#[derive(Clone, Debug, PartialEq)]
pub enum Dependence {
    /// One correlation, assumed.
    Correlation {
        /// Its value.
        correlation: f64,
        /// The cluster.
        cluster: Factor,
    },
    /// Columns with each row's covariances with the first, second … row of its cluster.
    Columns {
        /// The columns.
        columns: Vec<Numbers>,
        /// The cluster.
        cluster: Factor,
    },
}

/// A multilevel or multivariate model of some rows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Model {
    /// The random part.
    pub random: Vec<Random>,
    /// How sampling errors are related; `None`: they are independent.
    pub dependence: Option<Dependence>,
    /// A mean for each level of a column; `None`: one mean.
    pub by: Option<Factor>,
    /// The clusters of a robust variance.
    pub cluster: Option<Factor>,
}

impl Numbers {
    /// The number of a row; not-a-number, which every model refuses, where there is none.
    fn at(&self, row: usize) -> f64 {
        self.values.get(row).copied().unwrap_or(f64::NAN)
    }
}

impl Factor {
    fn keep(&mut self, places: &[usize]) {
        self.labels = kept(&self.labels, places);
    }

    /// The rows by their labels.
    #[must_use]
    pub fn grouping(&self) -> Grouping {
        Grouping::new(self.name.as_str(), &self.labels)
    }
}

fn kept<T: Clone>(all: &[T], places: &[usize]) -> Vec<T> {
    places.iter().filter_map(|i| all.get(*i).cloned()).collect()
}

impl Random {
    fn factors(&mut self) -> Vec<&mut Factor> {
        match self {
            Self::Nested(chain) => chain.iter_mut().collect(),
            Self::Crossed(factor) => vec![factor],
            Self::Levels { inner, outer, .. } => vec![inner, outer],
            Self::Distances { outer, .. } => vec![outer],
        }
    }

    fn keep(&mut self, places: &[usize]) {
        for factor in self.factors() {
            factor.keep(places);
        }
        if let Self::Distances { coordinates, .. } = self {
            for numbers in coordinates {
                numbers.values = kept(&numbers.values, places);
            }
        }
    }

    /// The terms of the model, with a check of what cannot be told apart.
    fn terms(&self, rows: usize) -> Result<Vec<Term>, LevelsError> {
        match self {
            Self::Nested(chain) => nested(chain, rows),
            Self::Crossed(factor) => Ok(vec![Term::Intercept(several(factor)?)]),
            Self::Levels {
                pattern,
                inner,
                outer,
                ..
            } => Ok(vec![Term::Levels {
                pattern: *pattern,
                inner: several(inner)?,
                outer: outer.grouping(),
            }]),
            Self::Distances {
                decay,
                coordinates,
                outer,
                ..
            } => {
                let position = |row: usize| coordinates.iter().map(|c| c.at(row)).collect();
                Ok(vec![Term::Distances {
                    decay: *decay,
                    metric: Metric::Euclidean,
                    positions: (0..rows).map(position).collect(),
                    outer: outer.grouping(),
                }])
            }
        }
    }
}

/// A grouping of at least two levels.
fn several(factor: &Factor) -> Result<Grouping, LevelsError> {
    let grouping = factor.grouping();
    if grouping.levels() < 2 {
        return Err(LevelsError::OneLevel {
            column: factor.name.clone(),
            level: grouping.labels().first().cloned().unwrap_or_default(),
        });
    }
    Ok(grouping)
}

fn nested(chain: &[Factor], rows: usize) -> Result<Vec<Term>, LevelsError> {
    let mut terms = Vec::with_capacity(chain.len());
    let mut outer: Option<Grouping> = None;
    for factor in chain {
        let own = several(factor)?;
        let grouping = match &outer {
            None => own,
            Some(outer) if outer.levels() == rows => {
                return Err(LevelsError::OwnLevels {
                    outer: outer.name().to_owned(),
                    inner: factor.name.clone(),
                });
            }
            Some(outer) => own.within(outer),
        };
        terms.push(Term::Intercept(grouping.clone()));
        outer = Some(grouping);
    }
    Ok(terms)
}

impl Model {
    /// Keeps the rows at these places of the file.
    pub(super) fn keep(&mut self, places: &[usize]) {
        for random in &mut self.random {
            random.keep(places);
        }
        match &mut self.dependence {
            Some(Dependence::Correlation { cluster, .. }) => cluster.keep(places),
            Some(Dependence::Columns { columns, cluster }) => {
                cluster.keep(places);
                for numbers in columns {
                    numbers.values = kept(&numbers.values, places);
                }
            }
            None => {}
        }
        for factor in [&mut self.by, &mut self.cluster].into_iter().flatten() {
            factor.keep(places);
        }
    }

    /// The checked data of the model.
    pub(super) fn data(&self, rows: &Rows) -> Result<Data, LevelsError> {
        let mut terms: Vec<Term> = Vec::new();
        for random in &self.random {
            for term in random.terms(rows.len())? {
                // `a/b` and `a/c` have the effects of `a` in common.
                if !terms.contains(&term) {
                    terms.push(term);
                }
            }
        }
        let known = self.known(&rows.variances())?;
        Ok(Data::new(
            rows.estimates(),
            known,
            self.design(rows)?,
            terms,
        )?)
    }

    fn design(&self, rows: &Rows) -> Result<Design, LevelsError> {
        let Some(by) = &self.by else {
            return Ok(Design::intercept(rows.len()));
        };
        let grouping = several(by)?;
        if grouping.levels() >= rows.len() {
            return Err(LevelsError::OwnMeans {
                column: by.name.clone(),
            });
        }
        let level = grouping.level_of_row();
        let matrix = Matrix::from_fn(rows.len(), grouping.levels(), |row, column| {
            f64::from(u8::from(level.get(row) == Some(&column)))
        });
        Ok(Design::new(grouping.labels().to_vec(), matrix)?)
    }

    fn known(&self, variances: &[Variance]) -> Result<KnownCovariance, LevelsError> {
        match &self.dependence {
            None => Ok(KnownCovariance::independent(variances)),
            Some(Dependence::Correlation {
                correlation,
                cluster,
            }) => {
                let cluster = cluster.grouping();
                let pattern = CorrelationPattern {
                    cluster: &cluster,
                    correlation: *correlation,
                    kind: None,
                    time: None,
                };
                Ok(KnownCovariance::with_correlations(variances, &pattern)?)
            }
            Some(Dependence::Columns { columns, cluster }) => {
                let blocks = blocks(columns, cluster, variances)?;
                Ok(KnownCovariance::blocks(variances, blocks)?)
            }
        }
    }
}

/// The covariance matrix of each cluster of several rows, from its columns.
fn blocks(
    columns: &[Numbers],
    cluster: &Factor,
    variances: &[Variance],
) -> Result<Vec<KnownBlock>, LevelsError> {
    let grouping = cluster.grouping();
    let mut members = vec![Vec::new(); grouping.levels()];
    for (row, level) in grouping.level_of_row().iter().enumerate() {
        members[*level].push(row);
    }
    let mut blocks = Vec::new();
    for (rows, label) in members.into_iter().zip(grouping.labels()) {
        if rows.len() > columns.len() {
            return Err(LevelsError::Columns {
                cluster: label.clone(),
                rows: rows.len(),
                columns: columns.len(),
            });
        }
        for (row, numbers) in rows.iter().zip(columns) {
            let variance = variances.get(*row).map_or(f64::NAN, |v| v.get());
            let found = numbers.at(*row);
            // Printed to a few digits, the same number; another row's is farther off.
            if (found - variance).abs().partial_cmp(&(1e-3 * variance)) != Some(Ordering::Less) {
                return Err(LevelsError::Diagonal {
                    cluster: label.clone(),
                    column: numbers.name.clone(),
                    found,
                    variance,
                });
            }
        }
        if rows.len() > 1 {
            let matrix = Matrix::from_fn(rows.len(), rows.len(), |i, j| columns[j].at(rows[i]));
            blocks.push(KnownBlock { rows, matrix });
        }
    }
    Ok(blocks)
}
