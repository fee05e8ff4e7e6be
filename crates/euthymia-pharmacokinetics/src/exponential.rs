//! The exponential of a matrix of rates, without a single subtraction.
//!
//! Off its diagonal a matrix of rates has no negative entry. With q the largest rate at which any
//! compartment empties, A + qI has none at all, and
//! exp(At) = e^(−qt) · exp((A + qI)t): a sum, products and squares of numbers that are not negative.
//! Nothing cancels, so that every entry keeps its relative accuracy, however small it is, and no
//! amount comes out negative. Eigenvalues that meet need no exception, which a decomposition into
//! eigenvectors would. Each squaring doubles the rounding before it: the relative error of an entry is
//! some 1e-15 times q·t, as an exponent carries its own rounding whole.
//!
//! # References
//! Xue J, Ye Q. Computing exponentials of essentially non-negative matrices entrywise to high
//! relative accuracy. Math Comp 2013;82:1577–1596.

/// A square matrix, row by row.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Square {
    size: usize,
    entries: Vec<f64>,
}

/// The series is summed for arguments up to this, and squared from there.
const STEP_MAX: f64 = 0.25;
/// More terms than a step of [`STEP_MAX`] can need, besides one for each row.
const TERMS_MAX: usize = 40;

impl Square {
    pub(crate) fn zero(size: usize) -> Self {
        Self {
            size,
            entries: vec![0.0; size * size],
        }
    }

    fn identity(size: usize) -> Self {
        let mut one = Self::zero(size);
        one.add_to_diagonal(1.0);
        one
    }

    pub(crate) fn size(&self) -> usize {
        self.size
    }

    pub(crate) fn entries(&self) -> &[f64] {
        &self.entries
    }

    pub(crate) fn rows(&self) -> impl Iterator<Item = &[f64]> {
        self.entries.chunks_exact(self.size.max(1))
    }

    /// The entry of a row and a column; 0 outside.
    pub(crate) fn at(&self, row: usize, column: usize) -> f64 {
        let inside = row < self.size && column < self.size;
        let place = inside.then_some(row * self.size + column);
        place
            .and_then(|place| self.entries.get(place))
            .copied()
            .unwrap_or(0.0)
    }

    /// Adds to an entry; nothing happens outside.
    pub(crate) fn add(&mut self, row: usize, column: usize, value: f64) {
        if row < self.size && column < self.size {
            let place = self.entries.get_mut(row * self.size + column);
            place.into_iter().for_each(|entry| *entry += value);
        }
    }

    fn add_to_diagonal(&mut self, value: f64) {
        let size = self.size;
        for diagonal in self.entries.iter_mut().step_by(size + 1) {
            *diagonal += value;
        }
    }

    fn scale(&mut self, factor: f64) {
        for entry in &mut self.entries {
            *entry *= factor;
        }
    }

    fn times(&self, other: &Self) -> Self {
        let mut product = Self::zero(self.size);
        let size = self.size.max(1);
        for (out, row) in product.entries.chunks_exact_mut(size).zip(self.rows()) {
            for (factor, other_row) in row.iter().zip(other.rows()) {
                if *factor != 0.0 {
                    for (entry, more) in out.iter_mut().zip(other_row) {
                        *entry += factor * more;
                    }
                }
            }
        }
        product
    }

    /// The matrix times a column.
    pub(crate) fn apply(&self, column: &[f64]) -> Vec<f64> {
        self.rows().map(|row| dot(row, column)).collect()
    }

    /// The matrix times a column, into another one of the same length.
    pub(crate) fn apply_into(&self, column: &[f64], product: &mut [f64]) {
        for (entry, row) in product.iter_mut().zip(self.rows()) {
            *entry = dot(row, column);
        }
    }

    /// A row times the matrix.
    pub(crate) fn apply_left(&self, left: &[f64]) -> Vec<f64> {
        let mut found = vec![0.0; self.size];
        for (factor, row) in left.iter().zip(self.rows()) {
            for (entry, more) in found.iter_mut().zip(row) {
                *entry += factor * more;
            }
        }
        found
    }

    /// The largest rate at which a compartment empties.
    fn emptying(&self) -> f64 {
        (0..self.size).map(|i| -self.at(i, i)).fold(0.0, f64::max)
    }

    /// The exponential of this matrix times `time`, which is not negative; entries off the diagonal
    /// are not negative either.
    pub(crate) fn exponential(&self, time: f64) -> Self {
        let emptying = self.emptying();
        let whole = emptying * time;
        let halvings = (whole / STEP_MAX).log2().ceil().clamp(0.0, 1000.0) as i32;
        let step = time * 2.0_f64.powi(-halvings);
        let mut base = self.clone();
        base.add_to_diagonal(emptying);
        base.scale(step);
        let mut power = base.series();
        power.scale((-emptying * step).exp());
        for _ in 0..halvings {
            power = power.times(&power);
        }
        power
    }

    /// I + B + B²/2 + …, until no entry grows any more. An entry that needs the longest way through
    /// all compartments appears with as many terms as there are rows.
    fn series(&self) -> Self {
        let mut sum = Self::identity(self.size);
        let mut term = Self::identity(self.size);
        for k in 1..=self.size + TERMS_MAX {
            term = self.times(&term);
            term.scale(1.0 / k as f64);
            let mut grows = false;
            for (entry, more) in sum.entries.iter_mut().zip(&term.entries) {
                grows = grows || *more > *entry * (0.25 * f64::EPSILON);
                *entry += more;
            }
            if !grows && k >= self.size {
                break;
            }
        }
        sum
    }
}

/// The entries of a matrix of rates with q added to its diagonal, that are not zero, row by row: what
/// carries a column over a short time, at the cost of a few terms and not of a matrix.
#[derive(Clone, Debug)]
pub(crate) struct Carrier {
    size: usize,
    emptying: f64,
    entries: Vec<(usize, usize, f64)>,
}

/// A column is carried in parts of at most this.
const PART_MAX: f64 = 1.0;
/// Beyond so many parts a matrix is quicker.
const PARTS_MAX: f64 = 32.0;

impl Carrier {
    pub(crate) fn of(rates: &Square) -> Self {
        let emptying = rates.emptying();
        let mut base = rates.clone();
        base.add_to_diagonal(emptying);
        let size = base.size.max(1);
        let all = base.entries.iter().enumerate();
        let entries = all
            .filter(|(_, entry)| **entry != 0.0)
            .map(|(place, entry)| (place / size, place % size, *entry))
            .collect();
        Self {
            size: base.size,
            emptying,
            entries,
        }
    }

    /// True where a column is carried over a time more quickly than by a matrix.
    pub(crate) fn is_quick(&self, time: f64) -> bool {
        self.emptying * time <= PARTS_MAX * PART_MAX
    }

    /// The exponential of the rates times `time`, times a column without a negative entry: like
    /// [`Square::exponential`], without a subtraction.
    pub(crate) fn carry(&self, time: f64, column: &mut [f64]) {
        let parts = (self.emptying * time / PART_MAX).ceil().max(1.0);
        let step = time / parts;
        let decay = (-self.emptying * step).exp();
        let mut term = vec![0.0; self.size];
        let mut next = vec![0.0; self.size];
        for _ in 0..parts as usize {
            term.copy_from_slice(column);
            for k in 1..=self.size + TERMS_MAX {
                self.times(step / k as f64, &term, &mut next);
                std::mem::swap(&mut term, &mut next);
                let mut grows = false;
                for (entry, more) in column.iter_mut().zip(&term) {
                    grows = grows || *more > *entry * (0.25 * f64::EPSILON);
                    *entry += more;
                }
                if !grows && k >= self.size {
                    break;
                }
            }
            column.iter_mut().for_each(|entry| *entry *= decay);
        }
    }

    fn times(&self, factor: f64, column: &[f64], product: &mut [f64]) {
        product.fill(0.0);
        for (row, from, entry) in &self.entries {
            if let (Some(out), Some(amount)) = (product.get_mut(*row), column.get(*from)) {
                *out += factor * entry * amount;
            }
        }
    }
}

pub(crate) fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn square(size: usize, entries: &[f64]) -> Square {
        Square {
            size,
            entries: entries.to_vec(),
        }
    }

    #[test]
    fn one_compartment_empties_by_the_exponential_function() {
        for time in [0.0, 1e-9, 0.3, 7.0, 600.0] {
            let found = square(1, &[-1.1]).exponential(time).at(0, 0);
            let expected = (-1.1 * time).exp();
            // An exponent carries its rounding error whole: 1e-16 of 660 halvings and more.
            let allowed = 2e-15 * (1.0 + 1.1 * time) * expected;
            assert!((found - expected).abs() <= allowed, "{time}");
        }
    }

    /// Two equal rates in a row have one eigenvector only: exp gives k t e^(−kt).
    #[test]
    fn equal_rates_in_a_row_need_no_exception() {
        let chain = square(2, &[-0.7, 0.0, 0.7, -0.7]);
        for time in [1e-6_f64, 1.0, 20.0, 200.0] {
            let found = chain.exponential(time).at(1, 0);
            let expected = 0.7 * time * (-0.7 * time).exp();
            assert!((found - expected).abs() <= 1e-12 * expected, "{time}");
        }
    }

    /// A column carried over a time is the matrix of that time, times the column.
    #[test]
    fn a_carried_column_is_that_of_the_matrix() {
        let rates = square(3, &[-30.0, 0.5, 0.0, 29.0, -2.5, 0.0, 0.0, 1.0, 0.0]);
        let carrier = Carrier::of(&rates);
        for time in [0.0, 1e-12, 0.02, 0.7, 1.0, 3.0, 50.0] {
            for start in [[1.0, 0.0, 0.0], [0.2, 3.0, 1e-9], [0.0, 0.0, 0.0]] {
                let expected = rates.exponential(time).apply(&start);
                let mut found = start;
                carrier.carry(time, &mut found);
                for (found, expected) in found.iter().zip(&expected) {
                    let allowed = 2e-15 * (1.0 + 30.0 * time) * expected;
                    assert!(
                        (found - expected).abs() <= allowed,
                        "{time}: {found}, {expected}"
                    );
                }
            }
        }
        assert!(carrier.is_quick(1.0) && !carrier.is_quick(2.0));
    }

    /// A tiny entry has all its digits: three steps in a row within a very short time give t³/6.
    #[test]
    fn a_small_entry_keeps_its_digits() {
        let mut chain = Square::zero(4);
        for i in 0..3 {
            chain.add(i, i, -1.0);
            chain.add(i + 1, i, 1.0);
        }
        let time = 1e-6_f64;
        let found = chain.exponential(time).at(3, 0);
        let expected = time.powi(3) / 6.0 * (1.0 - 0.75 * time);
        assert!((found - expected).abs() <= 1e-11 * expected, "{found}");
    }
}
