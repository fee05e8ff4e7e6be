//! One door to all models.

use super::bayes::Bayes;
use super::forest::{Forest, Planting};
use super::linear::{Linear, Loss};
use crate::text::{Matrix, Weighting};

/// Which model learns.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Model {
    /// A support vector machine on words and pairs of words.
    #[default]
    Svm,
    /// Logistic regression on words and pairs of words.
    Logistic,
    /// Naive Bayes on words.
    NaiveBayes,
    /// A random forest on words.
    Forest,
}

impl Model {
    /// All models, the default first.
    pub const ALL: [Self; 4] = [Self::Svm, Self::Logistic, Self::NaiveBayes, Self::Forest];

    /// Its word on the command line and in the log.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Svm => "svm",
            Self::Logistic => "logistic",
            Self::NaiveBayes => "nb",
            Self::Forest => "forest",
        }
    }

    /// The model of a word; `None` for another word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|model| model.word() == word)
    }

    /// Its settings in words, so that an order can be made again.
    #[must_use]
    pub fn settings(self) -> &'static str {
        match self {
            Self::Svm => "tf-idf of words and pairs; squared hinge, C 0.11, ratio 9.8",
            Self::Logistic => "tf-idf of words and pairs; logistic, C 1, ratio 9.8",
            Self::NaiveBayes => "tf-idf of words; multinomial, alpha 3.822, ratio 1.2",
            Self::Forest => "words; 100 trees, ratio 5",
        }
    }

    /// Which terms it reads, and how they are weighted.
    #[must_use]
    pub fn weighting(self) -> Weighting {
        let pairs = matches!(self, Self::Svm | Self::Logistic);
        Weighting {
            pairs,
            sublinear: pairs,
            ..Weighting::default()
        }
    }

    /// The score at which a text is as likely included as not.
    pub(crate) fn even(self) -> f64 {
        match self {
            Self::Forest => 0.5,
            Self::Svm | Self::Logistic | Self::NaiveBayes => 0.0,
        }
    }
}

/// A model and what it was taught.
#[derive(Debug, Clone)]
pub struct Learner {
    kind: Kind,
    included: usize,
    excluded: usize,
}

#[derive(Debug, Clone)]
enum Kind {
    Linear(Linear),
    Bayes(Bayes),
    Forest(Forest),
}

/// What moved the score of a text: score = intercept + Σ columns + own.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Contributions {
    /// The score before any word is read.
    pub intercept: f64,
    /// What each column added.
    pub columns: Vec<(u32, f64)>,
    /// What the words added that stand in no other text.
    pub own: f64,
}

/// Derivatives of the dual below this are 0.
const TOLERANCE: f64 = 1e-3;

impl Learner {
    /// A model that was taught nothing. The seed matters to [`Model::Forest`] only.
    #[must_use]
    pub fn new(model: Model, seed: u64) -> Self {
        let kind = match model {
            Model::Svm => Kind::Linear(Linear::new(Loss::SquaredHinge, 0.11, 9.8, TOLERANCE)),
            Model::Logistic => Kind::Linear(Linear::new(Loss::Logistic, 1.0, 9.8, TOLERANCE)),
            Model::NaiveBayes => Kind::Bayes(Bayes::new(3.822, 1.2)),
            Model::Forest => Kind::Forest(Forest::new(Planting {
                seed,
                ..Planting::default()
            })),
        };
        Self {
            kind,
            included: 0,
            excluded: 0,
        }
    }

    /// The same model, prepared to be fitted again after every text.
    #[must_use]
    pub fn stepwise(self) -> Self {
        let kind = match self.kind {
            Kind::Linear(linear) => Kind::Linear(linear.stepwise()),
            other => other,
        };
        Self { kind, ..self }
    }

    /// Adds a text that was decided on, once; it counts from the next [`Learner::fit`] on.
    pub fn add(&mut self, matrix: &Matrix, row: usize, is_in: bool) {
        match is_in {
            true => self.included += 1,
            false => self.excluded += 1,
        }
        match &mut self.kind {
            Kind::Linear(linear) => linear.add(matrix, row, is_in),
            Kind::Bayes(bayes) => bayes.add(matrix, row, is_in),
            Kind::Forest(forest) => forest.add(row, is_in),
        }
    }

    /// Whether it was taught texts of both kinds, without which there is nothing to learn.
    #[must_use]
    pub fn can_fit(&self) -> bool {
        self.included > 0 && self.excluded > 0
    }

    /// Fits the model to what was added.
    pub fn fit(&mut self, matrix: &Matrix) {
        match &mut self.kind {
            // A search that was given up ends near enough for an order.
            Kind::Linear(linear) => {
                let _ = linear.fit(matrix);
            }
            Kind::Bayes(bayes) => bayes.fit(matrix),
            Kind::Forest(forest) => forest.fit(matrix),
        }
    }

    /// The score of a text that was not added; higher is likelier included.
    #[must_use]
    pub fn score(&self, matrix: &Matrix, row: usize) -> f64 {
        match &self.kind {
            Kind::Linear(linear) => linear.score(matrix, row),
            Kind::Bayes(bayes) => bayes.score(matrix, row),
            Kind::Forest(forest) => forest.score(matrix, row),
        }
    }

    /// The score of any text, which for one that was added also rests on the words that only it has.
    #[must_use]
    pub fn whole_score(&self, matrix: &Matrix, row: usize) -> f64 {
        let own = self.linear().map(|linear| linear.of_own(matrix, row));
        self.score(matrix, row) + own.unwrap_or(0.0)
    }

    /// The weights and the intercept, where the model is linear.
    pub(crate) fn linear(&self) -> Option<&Linear> {
        match &self.kind {
            Kind::Linear(linear) => Some(linear),
            Kind::Bayes(_) | Kind::Forest(_) => None,
        }
    }

    /// What moved the score of a text.
    #[must_use]
    pub fn contributions(&self, matrix: &Matrix, row: usize) -> Contributions {
        let with = |weight: &dyn Fn(u32) -> f64| {
            let own = matrix.row(row);
            let pairs = own.columns.iter().zip(own.values);
            pairs
                .map(|(&column, &value)| (column, f64::from(value) * weight(column)))
                .collect()
        };
        match &self.kind {
            Kind::Linear(linear) => Contributions {
                intercept: linear.intercept(),
                columns: with(&|column| {
                    let weight = linear.weights().get(column as usize);
                    weight.copied().unwrap_or(0.0)
                }),
                own: linear.of_own(matrix, row),
            },
            Kind::Bayes(bayes) => Contributions {
                intercept: bayes.intercept(),
                columns: with(&|column| bayes.weight(column)),
                own: bayes.of_own(matrix, row),
            },
            Kind::Forest(forest) => {
                let (intercept, columns) = forest.moves(matrix, row);
                Contributions {
                    intercept,
                    columns,
                    own: 0.0,
                }
            }
        }
    }
}
