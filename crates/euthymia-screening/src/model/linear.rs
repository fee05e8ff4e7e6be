//! Linear models: a support vector machine and a logistic regression, fitted one text at a time.

use super::balance::weights;
use super::gram::Gram;
use crate::text::Matrix;

/// What a wrong answer costs, as a function of the margin m = y·f.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Loss {
    /// max(0, 1 − m)²: a support vector machine.
    SquaredHinge,
    /// ln(1 + e⁻ᵐ): logistic regression.
    Logistic,
}

impl Loss {
    /// The cost at a margin.
    #[must_use]
    pub fn at(self, margin: f64) -> f64 {
        match self {
            Self::SquaredHinge => (1.0 - margin).max(0.0).powi(2),
            Self::Logistic if margin > 0.0 => (-margin).exp().ln_1p(),
            Self::Logistic => margin.exp().ln_1p() - margin,
        }
    }
}

/// A linear model f(x) = w·x + b and the texts it is fitted to.
///
/// It minimises ½(‖w‖² + b²) + C Σ sᵢ loss(yᵢ f(xᵢ)), where s are the [`weights`] of the two kinds.
/// The search goes over the dual variables, one text at a time, forwards and backwards by turns, from
/// where the last fit ended.
///
/// # References
/// Hsieh CJ, Chang KW, Lin CJ, Keerthi SS, Sundararajan S. A dual coordinate descent method for
/// large-scale linear SVM. ICML 2008:408–415. Yu HF, Huang FL, Lin CJ. Dual coordinate descent
/// methods for logistic regression and maximum entropy models. Mach Learn 2011;85:41–75.
#[derive(Debug, Clone)]
pub struct Linear {
    loss: Loss,
    cost: f64,
    ratio: f64,
    tolerance: f64,
    taught: Vec<Taught>,
    counts: (usize, usize),
    weights: Vec<f64>,
    intercept: f64,
    is_forward: bool,
    /// Products of the texts, where the model learns again after every one of them.
    gram: Option<Gram>,
}

/// A text that the model was fitted to.
#[derive(Debug, Clone, Copy)]
struct Taught {
    row: usize,
    is_in: bool,
    /// x·x, with 1 for the intercept.
    squares: f64,
    /// Dual variable; for the logistic loss its logit as a share of what it may be.
    dual: f64,
    /// yα: what it adds to w of its own row.
    coefficient: f64,
}

impl Taught {
    fn sign(&self) -> f64 {
        if self.is_in { 1.0 } else { -1.0 }
    }
}

/// Products of more texts than this are not kept.
const KEPT: usize = 1000;
/// What single precision can tell from 0.
const SINGLE: f64 = 1e-4;
/// A fit is given up after so many rounds.
const ROUNDS: usize = 1000;

impl Linear {
    /// A model that was fitted to nothing. `cost` is C, `ratio` how much more all included texts
    /// count than all excluded ones; the fit ends when no derivative of the dual is further from 0
    /// than `tolerance`.
    #[must_use]
    pub fn new(loss: Loss, cost: f64, ratio: f64, tolerance: f64) -> Self {
        Self {
            loss,
            cost,
            ratio,
            tolerance,
            taught: Vec::new(),
            counts: (0, 0),
            weights: Vec::new(),
            intercept: 0.0,
            is_forward: true,
            gram: None,
        }
    }

    /// The same model, prepared to be fitted again after every text: it keeps the products of the
    /// first thousand with each other.
    #[must_use]
    pub fn stepwise(mut self) -> Self {
        if self.loss == Loss::SquaredHinge && self.tolerance >= SINGLE {
            self.gram = Some(Gram::default());
        }
        self
    }

    /// Adds a text that was decided on; it counts from the next [`Linear::fit`] on.
    pub fn add(&mut self, matrix: &Matrix, row: usize, is_in: bool) {
        self.weights.resize(matrix.columns(), 0.0);
        match is_in {
            true => self.counts.0 += 1,
            false => self.counts.1 += 1,
        }
        self.taught.push(Taught {
            row,
            is_in,
            squares: matrix.row(row).squares() + matrix.own(row).squares + 1.0,
            dual: 0.0,
            coefficient: 0.0,
        });
        if self.taught.len() > KEPT {
            self.gram = None;
        }
        if let Some(gram) = &mut self.gram {
            gram.push(matrix, self.taught.iter().map(|taught| taught.row), row);
        }
    }

    /// Fits the model. `false` when the search was given up.
    pub fn fit(&mut self, matrix: &Matrix) -> bool {
        let (one, zero) = weights(self.counts, self.ratio);
        let costs = (self.cost * one, self.cost * zero);
        if self.loss == Loss::Logistic {
            self.restart(matrix, costs);
        }
        if self.solve(matrix, costs) {
            return true;
        }
        (0..ROUNDS).any(|_| self.round(matrix, costs) <= self.tolerance)
    }

    /// The weights w, by column.
    #[must_use]
    pub fn weights(&self) -> &[f64] {
        &self.weights
    }

    /// The intercept b.
    #[must_use]
    pub fn intercept(&self) -> f64 {
        self.intercept
    }

    /// f(x) of a text that the model was not fitted to.
    #[must_use]
    pub fn score(&self, matrix: &Matrix, row: usize) -> f64 {
        matrix.row(row).dot(&self.weights) + self.intercept
    }

    /// What the words that stand in this text only add to f(x): 0 unless the model was fitted to it.
    #[must_use]
    pub fn of_own(&self, matrix: &Matrix, row: usize) -> f64 {
        let taught = self.taught.iter().filter(|taught| taught.row == row);
        let coefficient: f64 = taught.map(|taught| taught.coefficient).sum();
        coefficient * matrix.own(row).squares
    }

    /// What is minimised, at the present w and b.
    #[must_use]
    pub fn objective(&self, matrix: &Matrix) -> f64 {
        let (one, zero) = weights(self.counts, self.ratio);
        let shared: f64 = self.weights.iter().map(|weight| weight * weight).sum();
        let mut sum = 0.5 * (shared + self.intercept * self.intercept);
        for taught in &self.taught {
            let own = taught.coefficient * matrix.own(taught.row).squares;
            let f = self.score(matrix, taught.row) + own;
            let weight = if taught.is_in { one } else { zero };
            sum += 0.5 * taught.coefficient * own;
            sum += self.cost * weight * self.loss.at(taught.sign() * f);
        }
        sum
    }

    /// The fit from the products of the texts; `false` where they are not kept or it was given up.
    fn solve(&mut self, matrix: &Matrix, (one, zero): (f64, f64)) -> bool {
        let Some(gram) = &self.gram else { return false };
        let cost = |taught: &Taught| if taught.is_in { one } else { zero };
        let texts = &self.taught;
        let signs: Vec<f32> = texts.iter().map(|own| own.sign() as f32).collect();
        let diagonal = |own| (1.0 / (2.0 * cost(own))) as f32;
        let diagonal: Vec<f32> = texts.iter().map(diagonal).collect();
        let start = texts.iter().map(|own| own.coefficient as f32).collect();
        let Some(beta) = gram.solve(&signs, &diagonal, start, self.tolerance as f32) else {
            return false;
        };
        for (taught, beta) in self.taught.iter_mut().zip(beta) {
            let coefficient = taught.sign() * (taught.sign() * f64::from(beta)).max(0.0);
            let change = coefficient - taught.coefficient;
            if change != 0.0 {
                taught.coefficient = coefficient;
                taught.dual = coefficient.abs();
                self.intercept += change;
                matrix.row(taught.row).add_to(&mut self.weights, change);
            }
        }
        true
    }

    /// One round over all texts; returns the largest derivative that was met.
    fn round(&mut self, matrix: &Matrix, (one, zero): (f64, f64)) -> f64 {
        let mut largest = 0.0_f64;
        let count = self.taught.len();
        for step in 0..count {
            let place = match self.is_forward {
                true => step,
                false => count - 1 - step,
            };
            let Some(taught) = self.taught.get_mut(place) else {
                continue;
            };
            let row = matrix.row(taught.row);
            let own = taught.coefficient * matrix.own(taught.row).squares;
            let margin = taught.sign() * (row.dot(&self.weights) + self.intercept + own);
            let cost = if taught.is_in { one } else { zero };
            let (derivative, dual, alpha) = match self.loss {
                Loss::SquaredHinge => hinge_step(taught, margin, cost),
                Loss::Logistic => logistic_step(taught, margin, cost),
            };
            largest = largest.max(derivative.abs());
            taught.dual = dual;
            let change = taught.sign() * alpha - taught.coefficient;
            if change != 0.0 {
                taught.coefficient += change;
                self.intercept += change;
                row.add_to(&mut self.weights, change);
            }
        }
        self.is_forward = !self.is_forward;
        largest
    }

    /// Dual variables have a new upper limit: w and b are added up again from the same shares of it.
    fn restart(&mut self, matrix: &Matrix, (one, zero): (f64, f64)) {
        self.weights.fill(0.0);
        self.intercept = 0.0;
        for taught in &mut self.taught {
            let cost = if taught.is_in { one } else { zero };
            taught.coefficient = taught.sign() * cost * share(taught.dual);
            self.intercept += taught.coefficient;
            let row = matrix.row(taught.row);
            row.add_to(&mut self.weights, taught.coefficient);
        }
    }
}

/// The minimum of the dual along one variable, which must not be negative: derivative before, the
/// new variable twice.
fn hinge_step(taught: &Taught, margin: f64, cost: f64) -> (f64, f64, f64) {
    let diagonal = 1.0 / (2.0 * cost);
    let slope = margin - 1.0 + diagonal * taught.dual;
    if taught.dual == 0.0 && slope >= 0.0 {
        return (0.0, 0.0, 0.0);
    }
    let dual = (taught.dual - slope / (taught.squares + diagonal)).max(0.0);
    (slope, dual, dual)
}

/// The same for the logistic loss, where the variable is a share of `cost`: the root of
/// q(cost·share(t) − α) + margin + t, which rises in t.
fn logistic_step(taught: &Taught, margin: f64, cost: f64) -> (f64, f64, f64) {
    let before = cost * share(taught.dual);
    let (mut low, mut high) = (
        -margin - taught.squares * (cost - before),
        -margin + taught.squares * before,
    );
    let mut t = taught.dual.clamp(low, high);
    for _ in 0..60 {
        let part = share(t);
        let value = taught.squares * (cost * part - before) + margin + t;
        match value > 0.0 {
            true => high = t,
            false => low = t,
        }
        let slope = 1.0 + taught.squares * cost * part * (1.0 - part);
        let mut next = t - value / slope;
        if !(low..=high).contains(&next) {
            next = 0.5 * (low + high);
        }
        let step = (next - t).abs();
        t = next;
        if step <= 1e-14 * (1.0 + t.abs()) {
            break;
        }
    }
    (margin + taught.dual, t, cost * share(t))
}

/// 1 / (1 + e⁻ᵗ).
fn share(t: f64) -> f64 {
    1.0 / (1.0 + (-t).exp())
}
