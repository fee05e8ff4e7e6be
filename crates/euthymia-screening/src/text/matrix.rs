//! Terms weighted by how much they tell one text from the others.

use super::Corpus;

/// Which terms count, and how much.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Weighting {
    /// Whether pairs of words count besides single words.
    pub pairs: bool,
    /// A term that stands n times counts 1 + ln n times, not n times.
    pub sublinear: bool,
    /// A term in fewer texts does not count.
    pub least_texts: u32,
    /// A term in a larger share of the texts does not count, 0 to 1.
    pub largest_share: f64,
}

impl Default for Weighting {
    /// Words and pairs, sublinear, in at most 95 % of the texts.
    fn default() -> Self {
        Self {
            pairs: true,
            sublinear: true,
            least_texts: 1,
            largest_share: 0.95,
        }
    }
}

/// What is not a column of its own: terms that stand in one text only.
///
/// No other text has them, so that all of them together act on a linear model as one term would
/// whose square is the sum of theirs. Nothing is lost, and more than half of all terms are saved.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Own {
    /// Sum of the squares of their weights.
    pub(crate) squares: f64,
    /// Sum of their weights.
    pub(crate) total: f64,
}

/// Texts as rows of weighted terms, each row of length 1.
///
/// The weight of a term is tf · idf with tf = n or 1 + ln n and idf = ln((1 + N) / (1 + df)) + 1, for
/// a term that stands n times in the text and in df of N texts. Terms of one text only are kept as a
/// sum.
#[derive(Debug, Clone, Default)]
pub struct Matrix {
    ends: Vec<usize>,
    columns: Vec<u32>,
    values: Vec<f32>,
    own: Vec<Own>,
    /// Sum of the weights of each row, its own terms included.
    totals: Vec<f64>,
    /// The term of each column.
    terms: Vec<u32>,
    /// Terms that count, those of one text included.
    all_terms: usize,
}

/// One text: columns in rising order, and their weights.
#[derive(Debug, Clone, Copy)]
pub struct Row<'m> {
    /// Columns.
    pub columns: &'m [u32],
    /// Weights.
    pub values: &'m [f32],
}

impl Row<'_> {
    /// Σ x·w over the columns; a column without a weight counts 0.
    pub(crate) fn dot(&self, weights: &[f64]) -> f64 {
        let pairs = self.columns.iter().zip(self.values);
        pairs
            .map(|(&column, &value)| {
                let weight = weights.get(column as usize).copied().unwrap_or(0.0);
                f64::from(value) * weight
            })
            .sum()
    }

    /// Adds a multiple of the row to weights.
    pub(crate) fn add_to(&self, weights: &mut [f64], factor: f64) {
        for (&column, &value) in self.columns.iter().zip(self.values) {
            if let Some(weight) = weights.get_mut(column as usize) {
                *weight += factor * f64::from(value);
            }
        }
    }

    /// Σ x².
    pub(crate) fn squares(&self) -> f64 {
        let values = self.values.iter();
        values.map(|&value| f64::from(value).powi(2)).sum()
    }
}

/// What becomes of a term.
#[derive(Clone, Copy)]
enum Place {
    Out,
    Own,
    Column(u32),
}

impl Matrix {
    /// Weighs the terms of texts.
    ///
    /// # Example
    /// ```
    /// use euthymia_screening::text::{Corpus, Matrix, Weighting};
    /// let corpus = Corpus::of(&["ketamine trial", "ketamine cohort", "sleep trial"]);
    /// let matrix = Matrix::of(&corpus, &Weighting::default());
    /// // ketamine and trial stand in two texts each; the rest stand in one.
    /// assert_eq!(matrix.columns(), 2);
    /// assert_eq!(matrix.row(0).columns.len(), 2);
    /// ```
    #[must_use]
    pub fn of(corpus: &Corpus, weighting: &Weighting) -> Self {
        let texts = corpus.len();
        let mut matrix = Self::default();
        let mut places = Vec::with_capacity(corpus.terms());
        let mut idf = Vec::with_capacity(corpus.terms());
        let most = weighting.largest_share * texts as f64;
        for (term, &frequency) in corpus.frequencies().iter().enumerate() {
            let is_out = (!weighting.pairs && corpus.is_pair(term))
                || frequency < weighting.least_texts
                || f64::from(frequency) > most;
            places.push(match (is_out, frequency) {
                (true, _) => Place::Out,
                (false, ..=1) => Place::Own,
                (false, _) => matrix.column(term),
            });
            matrix.all_terms += usize::from(!is_out);
            idf.push(((1.0 + texts as f64) / (1.0 + f64::from(frequency))).ln() + 1.0);
        }
        for text in 0..texts {
            matrix.push(corpus, text, (&places, &idf), weighting.sublinear);
        }
        matrix
    }

    fn column(&mut self, term: usize) -> Place {
        let (Ok(column), Ok(term)) = (u32::try_from(self.terms.len()), u32::try_from(term)) else {
            return Place::Out;
        };
        self.terms.push(term);
        Place::Column(column)
    }

    fn push(
        &mut self,
        corpus: &Corpus,
        text: usize,
        (places, idf): (&[Place], &[f64]),
        sublinear: bool,
    ) {
        let start = self.columns.len();
        let (mut own, mut squares, mut total) = (Own::default(), 0.0, 0.0);
        for (term, count) in corpus.counts(text) {
            let known = places.get(term as usize).zip(idf.get(term as usize));
            let Some((place, idf)) = known else { continue };
            let tf = match (sublinear, count) {
                (true, ..=1) => 1.0,
                (true, _) => 1.0 + f64::from(count).ln(),
                (false, _) => f64::from(count),
            };
            let weight = tf * idf;
            match place {
                Place::Out => continue,
                Place::Own => {
                    own.squares += weight * weight;
                    own.total += weight;
                }
                Place::Column(column) => {
                    self.columns.push(*column);
                    self.values.push(weight as f32);
                }
            }
            squares += weight * weight;
            total += weight;
        }
        let norm = if squares > 0.0 { squares.sqrt() } else { 1.0 };
        for value in self.values.iter_mut().skip(start) {
            *value = (f64::from(*value) / norm) as f32;
        }
        self.own.push(Own {
            squares: own.squares / (norm * norm),
            total: own.total / norm,
        });
        self.totals.push(total / norm);
        self.ends.push(self.columns.len());
    }

    /// Rows.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.ends.len()
    }

    /// Columns: terms that stand in two texts or more.
    #[must_use]
    pub fn columns(&self) -> usize {
        self.terms.len()
    }

    /// Terms that count, those of one text only included.
    #[must_use]
    pub fn all_terms(&self) -> usize {
        self.all_terms
    }

    /// The term of a column, by its number in the corpus.
    #[must_use]
    pub fn term(&self, column: u32) -> Option<u32> {
        self.terms.get(column as usize).copied()
    }

    /// A row; empty for one that is not there.
    #[must_use]
    pub fn row(&self, row: usize) -> Row<'_> {
        let end = self.ends.get(row).copied().unwrap_or(0);
        let start = match row {
            0 => 0,
            _ => self.ends.get(row - 1).copied().unwrap_or(end),
        };
        Row {
            columns: self.columns.get(start..end).unwrap_or_default(),
            values: self.values.get(start..end).unwrap_or_default(),
        }
    }

    /// What of a row stands in no other.
    pub(crate) fn own(&self, row: usize) -> Own {
        self.own.get(row).copied().unwrap_or_default()
    }

    /// Sum of all weights of a row.
    pub(crate) fn total(&self, row: usize) -> f64 {
        self.totals.get(row).copied().unwrap_or(0.0)
    }
}
