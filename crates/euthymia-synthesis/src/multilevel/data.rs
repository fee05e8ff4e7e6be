//! Estimates, their known covariances, the fixed and the random part: checked together, once.

use super::known::{finite, same_length};
use super::parameter::Parameter;
use super::sets::DisjointSets;
use super::{Grouping, KnownBlock, KnownCovariance, LevelPattern, MultilevelError, Term};
use crate::design::Design;
use euthymia_numerics::linear::{Cholesky, Matrix};
use std::ops::Range;

/// Data and model of a multilevel or multivariate meta-analysis.
#[derive(Clone, Debug)]
pub struct Data {
    estimates: Vec<f64>,
    known: KnownCovariance,
    design: Design,
    terms: Vec<Term>,
    parameters: Vec<Parameter>,
    /// The parameters of each term.
    ranges: Vec<Range<usize>>,
    blocks: Vec<Vec<usize>>,
    block_of_row: Vec<usize>,
    /// The known covariances of each block, by their places.
    known_of_block: Vec<Vec<usize>>,
}

/// Something in the data that leaves a parameter without information of its own. The fit exists, but
/// the parameter should not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Warning {
    /// A factor with one level: its variance is that of a single effect.
    OneLevel {
        /// The term.
        term: String,
    },
    /// Two terms group the rows alike: only the sum of their variances matters.
    SameGrouping {
        /// One term.
        first: String,
        /// The other.
        second: String,
    },
    /// No group has two inner levels: nothing is known about a correlation.
    NoPairs {
        /// The term.
        term: String,
    },
    /// Two inner levels never occur in one group: nothing is known about their correlation.
    PairNeverSeen {
        /// The term.
        term: String,
        /// One level.
        first: String,
        /// The other.
        second: String,
    },
    /// Fewer levels than coefficients plus two.
    FewLevels {
        /// The term.
        term: String,
        /// Its levels.
        levels: usize,
    },
}

impl Data {
    /// Checks that everything has one entry per estimate and can be used together.
    ///
    /// # Errors
    /// [`MultilevelError`].
    ///
    /// # Example
    /// ```
    /// use euthymia_synthesis::design::Design;
    /// use euthymia_synthesis::multilevel::{Data, Grouping, KnownCovariance, Term};
    /// use euthymia_synthesis::variance::Variance;
    /// let study = Grouping::new("study", &["A", "A", "B"]);
    /// let known = KnownCovariance::independent(&[Variance::new(0.1)?; 3]);
    /// let data = Data::new(vec![0.1, 0.3, 0.5], known, Design::intercept(3),
    ///     vec![Term::Intercept(study)])?;
    /// // Rows 0 and 1 depend on each other, row 2 on none.
    /// assert_eq!(data.blocks(), [vec![0, 1], vec![2]]);
    /// assert_eq!(data.parameters()[0].name, "sigma2(study)");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn new(
        estimates: Vec<f64>,
        known: KnownCovariance,
        design: Design,
        terms: Vec<Term>,
    ) -> Result<Self, MultilevelError> {
        let n = estimates.len();
        if n == 0 {
            return Err(MultilevelError::Empty);
        }
        finite("the estimates", &estimates)?;
        same_length("the known covariance matrix", known.rows(), n)?;
        same_length("the design", design.rows(), n)?;
        let (mut parameters, mut ranges) = (Vec::new(), Vec::new());
        for (place, term) in terms.iter().enumerate() {
            check(term, n)?;
            let first = parameters.len();
            parameters.extend(term.parameters(place));
            ranges.push(first..parameters.len());
        }
        let blocks = blocks(n, &known, &terms);
        let mut block_of_row = vec![0; n];
        for (place, rows) in blocks.iter().enumerate() {
            for row in rows {
                block_of_row[*row] = place;
            }
        }
        let mut known_of_block = vec![Vec::new(); blocks.len()];
        for (place, block) in known.correlated().iter().enumerate() {
            if let Some(first) = block.rows.first() {
                known_of_block[block_of_row[*first]].push(place);
            }
        }
        Ok(Self {
            estimates,
            known,
            design,
            terms,
            parameters,
            ranges,
            blocks,
            block_of_row,
            known_of_block,
        })
    }

    /// The estimates.
    #[must_use]
    pub fn estimates(&self) -> &[f64] {
        &self.estimates
    }

    /// Their known covariances.
    #[must_use]
    pub fn known(&self) -> &KnownCovariance {
        &self.known
    }

    /// The fixed part.
    #[must_use]
    pub fn design(&self) -> &Design {
        &self.design
    }

    /// The random part.
    #[must_use]
    pub fn terms(&self) -> &[Term] {
        &self.terms
    }

    /// Every parameter of the random part, term by term.
    #[must_use]
    pub fn parameters(&self) -> &[Parameter] {
        &self.parameters
    }

    /// Which of [`Self::parameters`] belong to a term.
    #[must_use]
    pub fn parameters_of_term(&self, term: usize) -> Range<usize> {
        self.ranges.get(term).cloned().unwrap_or(0..0)
    }

    /// The sets of rows that depend on each other through a known covariance or a random effect.
    #[must_use]
    pub fn blocks(&self) -> &[Vec<usize>] {
        &self.blocks
    }

    /// Number of rows.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.estimates.len()
    }

    /// Checks one value per parameter.
    pub(super) fn check_values(&self, theta: &[f64]) -> Result<(), MultilevelError> {
        if theta.len() != self.parameters.len() {
            return Err(MultilevelError::Parameters {
                found: theta.len(),
                expected: self.parameters.len(),
            });
        }
        let mut all = self.parameters.iter().zip(theta);
        all.try_for_each(|(parameter, value)| parameter.check(*value))
    }

    /// The known covariances inside some blocks.
    pub(super) fn known_inside(&self, blocks: &[usize]) -> impl Iterator<Item = &KnownBlock> {
        let places = blocks.iter().flat_map(|block| &self.known_of_block[*block]);
        places.filter_map(|place| self.known.correlated().get(*place))
    }

    /// The known covariance matrix of a union of blocks, its rows ascending.
    pub(super) fn known_matrix(&self, rows: &[usize]) -> Matrix<f64> {
        let mut matrix = Matrix::zeros(rows.len(), rows.len());
        for (a, row) in rows.iter().enumerate() {
            matrix[(a, a)] = self.known.variances()[*row];
        }
        let mut blocks: Vec<usize> = rows.iter().map(|row| self.block_of_row[*row]).collect();
        blocks.sort_unstable();
        blocks.dedup();
        for block in self.known_inside(&blocks) {
            let place = |row: &usize| rows.binary_search(row).ok();
            let places: Option<Vec<usize>> = block.rows.iter().map(place).collect();
            for (a, at) in places.iter().flatten().enumerate() {
                for (b, other) in places.iter().flatten().enumerate() {
                    matrix[(*at, *other)] = block.matrix[(a, b)];
                }
            }
        }
        matrix
    }

    /// The marginal covariance matrix of a union of blocks, given the parameters of the random part.
    pub(super) fn marginal(&self, theta: &[f64], rows: &[usize]) -> Matrix<f64> {
        let mut marginal = self.known_matrix(rows);
        for (term, range) in self.terms.iter().zip(&self.ranges) {
            let theta = &theta[range.clone()];
            for (a, i) in rows.iter().enumerate() {
                for (b, j) in rows[..=a].iter().enumerate() {
                    let covariance = term.covariance(theta, *i, *j);
                    marginal[(a, b)] += covariance;
                    if a != b {
                        marginal[(b, a)] += covariance;
                    }
                }
            }
        }
        marginal
    }

    /// What leaves a parameter without information.
    #[must_use]
    pub fn warnings(&self) -> Vec<Warning> {
        let mut warnings = Vec::new();
        for (place, term) in self.terms.iter().enumerate() {
            let (name, levels) = (term.name(), term.outer().levels());
            if levels == 1 && matches!(term, Term::Intercept(_) | Term::Related { .. }) {
                warnings.push(Warning::OneLevel { term: name });
            } else if levels < self.design.coefficients() + 2 {
                warnings.push(Warning::FewLevels { term: name, levels });
            }
            let same = self.terms[..place]
                .iter()
                .filter(|other| same_effects(other, term));
            warnings.extend(same.map(|other| Warning::SameGrouping {
                first: other.name(),
                second: term.name(),
            }));
            warnings.extend(missing_pairs(term));
        }
        warnings
    }
}

/// True when two random intercepts group the rows alike.
fn same_effects(a: &Term, b: &Term) -> bool {
    let (Term::Intercept(a), Term::Intercept(b)) = (a, b) else {
        return false;
    };
    let n = a.level_of_row().len();
    a.levels() == b.levels() && b.within(a).levels() == a.levels() && n > 0
}

/// Pairs of inner levels whose correlation no group can tell.
fn missing_pairs(term: &Term) -> Vec<Warning> {
    let Term::Levels {
        pattern,
        inner,
        outer,
    } = term
    else {
        return Vec::new();
    };
    let m = inner.levels();
    if m < 2 || matches!(pattern, LevelPattern::Identity | LevelPattern::Diagonal) {
        return Vec::new();
    }
    let mut seen = vec![false; m * m];
    let mut any = false;
    for rows in outer.rows_by_level() {
        let mut levels: Vec<usize> = rows.iter().map(|r| inner.level_of_row()[*r]).collect();
        levels.sort_unstable();
        levels.dedup();
        any |= levels.len() > 1;
        if *pattern == LevelPattern::Unstructured {
            for a in &levels {
                for b in &levels {
                    seen[a * m + b] = true;
                }
            }
        }
    }
    if !any {
        return vec![Warning::NoPairs { term: term.name() }];
    }
    if *pattern != LevelPattern::Unstructured {
        return Vec::new();
    }
    let pairs = (0..m).flat_map(|a| (a + 1..m).map(move |b| (a, b)));
    let unseen = pairs.filter(|(a, b)| !seen[a * m + b]);
    let warning = |(a, b): (usize, usize)| Warning::PairNeverSeen {
        term: term.name(),
        first: inner.labels()[a].clone(),
        second: inner.labels()[b].clone(),
    };
    unseen.map(warning).collect()
}

fn check(term: &Term, n: usize) -> Result<(), MultilevelError> {
    let name = term.name();
    same_length(&name, term.outer().level_of_row().len(), n)?;
    match term {
        Term::Intercept(_) => Ok(()),
        Term::Levels { inner, .. } => same_length(&name, inner.level_of_row().len(), n),
        Term::Related {
            grouping,
            correlation,
        } => check_related(grouping, correlation),
        Term::Distances { positions, .. } => {
            same_length(&name, positions.len(), n)?;
            check_rows(&name, positions, positions.first().map_or(0, Vec::len))
        }
        Term::Slopes { names, columns, .. } => {
            same_length(&name, columns.len(), n)?;
            check_rows(&name, columns, names.len())
        }
    }
}

/// Checks that every row has as many finite numbers as wanted.
fn check_rows(name: &str, rows: &[Vec<f64>], width: usize) -> Result<(), MultilevelError> {
    for (row, numbers) in rows.iter().enumerate() {
        same_length(&format!("row {} of {name}", row + 1), numbers.len(), width)?;
        if numbers.iter().any(|x| !x.is_finite()) {
            return Err(MultilevelError::NotFinite {
                what: name.to_owned(),
                row: row + 1,
            });
        }
    }
    Ok(())
}

fn check_related(grouping: &Grouping, correlation: &Matrix<f64>) -> Result<(), MultilevelError> {
    let m = grouping.levels();
    let what = || format!("the correlations of {}", grouping.name());
    if correlation.shape() != (m, m) || correlation.iter().any(|x| !x.is_finite()) {
        return Err(MultilevelError::Shape(what()));
    }
    let asymmetry = (correlation - correlation.transpose()).amax();
    if asymmetry > 1e-12 * correlation.amax() {
        return Err(MultilevelError::Shape(what()));
    }
    if Cholesky::new(correlation.clone()).is_err() {
        return Err(MultilevelError::KnownNotPositiveDefinite {
            rows: format!("of the matrix of {}", grouping.name()),
        });
    }
    Ok(())
}

fn blocks(n: usize, known: &KnownCovariance, terms: &[Term]) -> Vec<Vec<usize>> {
    let mut sets = DisjointSets::new(n);
    for block in known.correlated() {
        sets.join_all(&block.rows);
    }
    for term in terms {
        let by_level = term.outer().rows_by_level();
        for rows in &by_level {
            sets.join_all(rows);
        }
        let Term::Related { correlation, .. } = term else {
            continue;
        };
        for a in 0..by_level.len() {
            for b in 0..a {
                if let (Some(i), Some(j)) = (by_level[a].first(), by_level[b].first())
                    && correlation[(a, b)] != 0.0
                {
                    sets.join(*i, *j);
                }
            }
        }
    }
    sets.members()
}
