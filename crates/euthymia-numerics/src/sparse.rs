//! Sparse symmetric systems: a factor that fills in as little as it can, and the inverse where the
//! factor has entries.
//!
//! Rows are eliminated in the order of minimum degree. The order and the pattern of the factor are
//! found once, for as many matrices of that pattern as are wanted.

use crate::linear::NotPositiveDefinite;

/// Which entries a symmetric matrix and its Cholesky factor have, and in which order rows are
/// eliminated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    /// The place of each row in the order of elimination.
    place: Vec<usize>,
    /// Where the entries of each column of the factor start, one end more than columns.
    starts: Vec<usize>,
    /// Places of the entries below the diagonal, ascending within a column.
    rows: Vec<usize>,
}

/// A symmetric matrix of a given pattern.
#[derive(Clone, Debug, PartialEq)]
pub struct Symmetric<'a> {
    pattern: &'a Pattern,
    diagonal: Vec<f64>,
    below: Vec<f64>,
}

/// The Cholesky factor of a sparse symmetric positive definite matrix.
#[derive(Clone, Debug, PartialEq)]
pub struct SparseCholesky<'a> {
    factor: Symmetric<'a>,
}

impl Pattern {
    /// Finds the order and the pattern for a matrix of `n` rows whose entries off the diagonal are at
    /// `pairs`, in any order and direction; pairs outside the matrix are passed over.
    ///
    /// # References
    /// Rose DJ. A graph-theoretic study of the numerical solution of sparse positive definite systems
    /// of linear equations. In: Graph theory and computing. 1972. p. 183–217 (minimum degree).
    #[must_use]
    pub fn new(n: usize, pairs: impl IntoIterator<Item = (usize, usize)>) -> Self {
        let mut near: Vec<Vec<usize>> = vec![Vec::new(); n];
        for (i, j) in pairs {
            if i != j && i < n && j < n {
                near[i].push(j);
                near[j].push(i);
            }
        }
        for list in &mut near {
            list.sort_unstable();
            list.dedup();
        }
        let (order, columns) = eliminate(near);
        let mut place = vec![0; n];
        for (at, row) in order.iter().enumerate() {
            place[*row] = at;
        }
        let (mut starts, mut rows) = (vec![0], Vec::new());
        for column in columns {
            let from = rows.len();
            rows.extend(column.into_iter().map(|row| place[row]));
            rows[from..].sort_unstable();
            starts.push(rows.len());
        }
        Self {
            place,
            starts,
            rows,
        }
    }

    /// Number of rows.
    #[must_use]
    pub fn n(&self) -> usize {
        self.place.len()
    }

    /// Number of entries of the factor below its diagonal.
    #[must_use]
    pub fn filled(&self) -> usize {
        self.rows.len()
    }

    /// A matrix of zeros.
    #[must_use]
    pub fn zeros(&self) -> Symmetric<'_> {
        Symmetric {
            pattern: self,
            diagonal: vec![0.0; self.n()],
            below: vec![0.0; self.filled()],
        }
    }

    fn column(&self, j: usize) -> std::ops::Range<usize> {
        self.starts[j]..self.starts[j + 1]
    }

    /// Where the entry of two places is kept.
    fn find(&self, a: usize, b: usize) -> Option<usize> {
        let (column, row) = (a.min(b), a.max(b));
        let range = self.column(column);
        let within = self.rows[range.clone()].binary_search(&row).ok()?;
        Some(range.start + within)
    }
}

/// Eliminates rows in the order of minimum degree; returns them with the rows that each still touched.
fn eliminate(mut near: Vec<Vec<usize>>) -> (Vec<usize>, Vec<Vec<usize>>) {
    let n = near.len();
    let mut left: std::collections::BTreeSet<(usize, usize)> =
        (0..n).map(|i| (near[i].len(), i)).collect();
    let (mut order, mut columns) = (Vec::with_capacity(n), Vec::with_capacity(n));
    while let Some((degree, row)) = left.pop_first() {
        if degree == left.len() {
            // Everything left touches everything else, so that any order will do.
            let rest: Vec<usize> = std::iter::once(row)
                .chain(left.iter().map(|(_, other)| *other))
                .collect();
            for (at, one) in rest.iter().enumerate() {
                order.push(*one);
                columns.push(rest[at + 1..].to_vec());
            }
            break;
        }
        let touched = std::mem::take(&mut near[row]);
        for other in &touched {
            let before = near[*other].len();
            let mut merged = union(&near[*other], &touched);
            merged.retain(|x| x != other && *x != row);
            left.remove(&(before, *other));
            left.insert((merged.len(), *other));
            near[*other] = merged;
        }
        order.push(row);
        columns.push(touched);
    }
    (order, columns)
}

/// The union of two ascending lists.
fn union(a: &[usize], b: &[usize]) -> Vec<usize> {
    let mut all = Vec::with_capacity(a.len() + b.len());
    let (mut i, mut j) = (0, 0);
    while i < a.len() && j < b.len() {
        let (x, y) = (a[i], b[j]);
        all.push(x.min(y));
        i += usize::from(x <= y);
        j += usize::from(y <= x);
    }
    all.extend_from_slice(&a[i..]);
    all.extend_from_slice(&b[j..]);
    all
}

impl<'a> Symmetric<'a> {
    /// Adds to an entry, and so to its mirror image; entries that the pattern does not have are
    /// passed over.
    pub fn add(&mut self, i: usize, j: usize, value: f64) {
        let place = &self.pattern.place;
        let (Some(a), Some(b)) = (place.get(i), place.get(j)) else {
            return;
        };
        if a == b {
            self.diagonal[*a] += value;
        } else if let Some(at) = self.pattern.find(*a, *b) {
            self.below[at] += value;
        }
    }

    /// Returns an entry; zero where the pattern has none.
    #[must_use]
    pub fn get(&self, i: usize, j: usize) -> f64 {
        let place = &self.pattern.place;
        match (place.get(i), place.get(j)) {
            (Some(a), Some(b)) if a == b => self.diagonal[*a],
            (Some(a), Some(b)) => self.pattern.find(*a, *b).map_or(0.0, |at| self.below[at]),
            _ => 0.0,
        }
    }

    /// Factors the matrix.
    ///
    /// # Errors
    /// [`NotPositiveDefinite`], also where an entry is not finite.
    ///
    /// # Example
    /// ```
    /// use euthymia_numerics::sparse::Pattern;
    /// let pattern = Pattern::new(3, [(0, 1), (1, 2)]);
    /// let mut matrix = pattern.zeros();
    /// for (i, j, value) in [(0, 0, 2.0), (1, 1, 2.0), (2, 2, 1.0), (0, 1, -1.0), (1, 2, -1.0)] {
    ///     matrix.add(i, j, value);
    /// }
    /// // A chain of three unit resistors: potentials 1, 2, 3 at a unit current into the last node.
    /// let factor = matrix.cholesky()?;
    /// let mut x = vec![0.0, 0.0, 1.0];
    /// factor.solve(&mut x);
    /// for (found, exact) in x.iter().zip([1.0, 2.0, 3.0]) {
    ///     assert!((found - exact).abs() < 1e-14);
    /// }
    /// # Ok::<(), euthymia_numerics::linear::NotPositiveDefinite>(())
    /// ```
    pub fn cholesky(mut self) -> Result<SparseCholesky<'a>, NotPositiveDefinite> {
        let n = self.pattern.n();
        // For each row the columns that reach it next, with how far they have been read.
        let mut waiting: Vec<Vec<(usize, usize)>> = vec![Vec::new(); n];
        let mut work = vec![0.0; n];
        for j in 0..n {
            let range = self.pattern.column(j);
            for at in range.clone() {
                work[self.pattern.rows[at]] = self.below[at];
            }
            for (k, from) in std::mem::take(&mut waiting[j]) {
                let end = self.pattern.starts[k + 1];
                let factor = self.below[from];
                self.diagonal[j] -= factor * factor;
                let (rows, values) = (
                    &self.pattern.rows[from + 1..end],
                    &self.below[from + 1..end],
                );
                for (row, value) in rows.iter().zip(values) {
                    work[*row] -= factor * value;
                }
                if let Some(next) = rows.first() {
                    waiting[*next].push((k, from + 1));
                }
            }
            let pivot = self.diagonal[j].sqrt();
            if !(pivot > 0.0 && pivot.is_finite()) {
                return Err(NotPositiveDefinite);
            }
            self.diagonal[j] = pivot;
            for at in range.clone() {
                self.below[at] = work[self.pattern.rows[at]] / pivot;
            }
            if let Some(next) = self.pattern.rows[range.clone()].first() {
                waiting[*next].push((j, range.start));
            }
        }
        Ok(SparseCholesky { factor: self })
    }
}

impl SparseCholesky<'_> {
    /// Returns ln |A|.
    #[must_use]
    pub fn ln_determinant(&self) -> f64 {
        2.0 * crate::sum::compensated(self.factor.diagonal.iter().map(|d| d.ln()))
    }

    /// Replaces b by A⁻¹b; a vector of another length is left as it is.
    pub fn solve(&self, b: &mut [f64]) {
        let Symmetric {
            pattern,
            diagonal,
            below,
        } = &self.factor;
        let n = pattern.n();
        if b.len() != n {
            return;
        }
        let mut x = vec![0.0; n];
        for (place, value) in pattern.place.iter().zip(&*b) {
            x[*place] = *value;
        }
        for j in 0..n {
            x[j] /= diagonal[j];
            for at in pattern.column(j) {
                x[pattern.rows[at]] -= below[at] * x[j];
            }
        }
        self.back(&mut x, 1);
        for (place, value) in pattern.place.iter().zip(b) {
            *value = x[*place];
        }
    }

    /// Solves L′x = b for `width` right-hand sides side by side, rows in the order of elimination.
    fn back(&self, x: &mut [f64], width: usize) {
        let Symmetric {
            pattern,
            diagonal,
            below,
        } = &self.factor;
        for j in (0..pattern.n()).rev() {
            let (head, tail) = x.split_at_mut((j + 1) * width);
            let own = &mut head[j * width..];
            for at in pattern.column(j) {
                let from = (pattern.rows[at] - j - 1) * width;
                for (value, other) in own.iter_mut().zip(&tail[from..from + width]) {
                    *value -= below[at] * other;
                }
            }
            for value in own {
                *value /= diagonal[j];
            }
        }
    }

    /// Turns independent standard normal numbers into numbers with covariance A⁻¹, `width` draws side
    /// by side: number d of row i is at i · width + d. Returns them in the order of the rows of A.
    ///
    /// A slice of another length than n · width is returned as it is.
    #[must_use]
    pub fn correlate(&self, mut standard: Vec<f64>, width: usize) -> Vec<f64> {
        let pattern = self.factor.pattern;
        if width == 0 || standard.len() != pattern.n() * width {
            return standard;
        }
        self.back(&mut standard, width);
        let mut rows = Vec::with_capacity(standard.len());
        for place in &pattern.place {
            rows.extend_from_slice(&standard[place * width..(place + 1) * width]);
        }
        rows
    }

    /// Returns A⁻¹ in full, column by column.
    #[must_use]
    pub fn inverse(&self) -> crate::linear::Matrix<f64> {
        let n = self.factor.pattern.n();
        let mut inverse = crate::linear::Matrix::identity(n, n);
        for column in inverse.as_mut_slice().chunks_mut(n.max(1)) {
            self.solve(column);
        }
        inverse
    }

    /// Returns A⁻¹ where the factor has entries, which includes every entry of A.
    ///
    /// # References
    /// Takahashi K, Fagan J, Chin MS. Formation of a sparse bus impedance matrix and its application
    /// to short circuit study. 8th PICA Conference Proceedings. 1973. p. 63–69.
    #[must_use]
    pub fn inverse_on_pattern(&self) -> Symmetric<'_> {
        let Symmetric {
            pattern,
            diagonal,
            below,
        } = &self.factor;
        let n = pattern.n();
        let mut inverse = pattern.zeros();
        let (mut scaled, mut sums) = (vec![0.0; n], vec![0.0; n]);
        for j in (0..n).rev() {
            let range = pattern.column(j);
            let rows = &pattern.rows[range.clone()];
            for (row, value) in rows.iter().zip(&below[range.clone()]) {
                scaled[*row] = value / diagonal[j];
                sums[*row] = 0.0;
            }
            for k in rows {
                let mut own = scaled[*k] * inverse.diagonal[*k];
                for at in pattern.column(*k) {
                    let i = pattern.rows[at];
                    // Zero where column j has no entry.
                    own += scaled[i] * inverse.below[at];
                    sums[i] += scaled[*k] * inverse.below[at];
                }
                sums[*k] += own;
            }
            let mut corner = 1.0 / (diagonal[j] * diagonal[j]);
            for at in range.clone() {
                let row = pattern.rows[at];
                inverse.below[at] = -sums[row];
                corner += scaled[row] * sums[row];
            }
            inverse.diagonal[j] = corner;
            for row in rows {
                scaled[*row] = 0.0;
            }
        }
        inverse
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::linear::{Cholesky, Matrix};

    /// A ring with a few chords, made positive definite by its diagonal.
    fn ring(n: usize) -> (Pattern, Vec<(usize, usize, f64)>) {
        let mut entries: Vec<(usize, usize, f64)> = (0..n).map(|i| (i, i, 4.0)).collect();
        entries.extend((0..n).map(|i| (i, (i + 1) % n, -1.0 - 0.01 * i as f64)));
        entries.extend((0..n / 3).map(|i| (i, (i + n / 2) % n, 0.3)));
        let pairs = entries.iter().map(|(i, j, _)| (*i, *j));
        (Pattern::new(n, pairs), entries)
    }

    #[test]
    fn a_ring_is_solved_and_inverted_as_a_dense_matrix_is() {
        let n = 23;
        let (pattern, entries) = ring(n);
        let (mut sparse, mut dense) = (pattern.zeros(), Matrix::zeros(n, n));
        for (i, j, value) in &entries {
            sparse.add(*i, *j, *value);
            dense[(*i, *j)] += value;
            if i != j {
                dense[(*j, *i)] += value;
            }
        }
        let factor = sparse.clone().cholesky().unwrap();
        let exact = Cholesky::new(dense.clone()).unwrap();
        assert!((factor.ln_determinant() - exact.ln_determinant()).abs() < 1e-12);
        assert!((factor.inverse() - exact.inverse()).amax() < 1e-14);
        let selected = factor.inverse_on_pattern();
        for (i, j, _) in &entries {
            assert!((selected.get(*i, *j) - exact.inverse()[(*i, *j)]).abs() < 1e-14);
            assert_eq!(sparse.get(*i, *j), dense[(*j, *i)]);
        }
        assert!(pattern.filled() < n * (n - 1) / 2);
    }

    #[test]
    fn unit_vectors_are_turned_into_a_root_of_the_inverse() {
        let n = 9;
        let (pattern, entries) = ring(n);
        let mut sparse = pattern.zeros();
        for (i, j, value) in &entries {
            sparse.add(*i, *j, *value);
        }
        let factor = sparse.cholesky().unwrap();
        let root = Matrix::from_row_slice(
            n,
            n,
            &factor.correlate(Matrix::<f64>::identity(n, n).as_slice().to_vec(), n),
        );
        assert!((&root * root.transpose() - factor.inverse()).amax() < 1e-14);
        assert_eq!(factor.correlate(vec![1.0], 3), [1.0]);
    }

    #[test]
    fn a_star_does_not_fill_in() {
        let pattern = Pattern::new(1000, (1..1000).map(|leaf| (0, leaf)));
        assert_eq!(pattern.filled(), 999);
    }

    #[test]
    fn a_singular_matrix_has_no_factor() {
        let pattern = Pattern::new(2, [(0, 1), (1, 0), (1, 1), (7, 9)]);
        let mut matrix = pattern.zeros();
        for (i, j, value) in [(0, 0, 1.0), (1, 1, 1.0), (0, 1, -1.0), (5, 5, 1.0)] {
            matrix.add(i, j, value);
        }
        assert_eq!(matrix.get(5, 0), 0.0);
        assert_eq!(matrix.cholesky(), Err(NotPositiveDefinite));
    }

    #[test]
    fn nothing_is_solved_to_nothing() {
        let pattern = Pattern::new(0, []);
        let factor = pattern.zeros().cholesky().unwrap();
        assert_eq!(factor.inverse().len(), 0);
        assert_eq!(factor.ln_determinant(), 0.0);
    }
}
