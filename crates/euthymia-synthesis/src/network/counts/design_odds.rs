//! The Mantel–Haenszel odds ratios of one design, with their covariances.

use crate::effect::proportion::Count;
use euthymia_numerics::linear::Matrix;
use euthymia_numerics::sum::compensated;

/// One trial: events a, others b, and patients N of the arms used.
struct Cells {
    a: Vec<f64>,
    b: Vec<f64>,
    n: f64,
}

impl Cells {
    fn new(counts: &[Count]) -> Self {
        let others = |count: &Count| (count.n() - count.events()) as f64;
        Self {
            a: counts.iter().map(|count| count.events() as f64).collect(),
            b: counts.iter().map(others).collect(),
            n: counts.iter().map(|count| count.n() as f64).sum(),
        }
    }

    /// a_x b_y / N.
    fn c(&self, x: usize, y: usize) -> f64 {
        self.a[x] / self.n * self.b[y]
    }

    /// (a_x + b_y)/N.
    fn d(&self, x: usize, y: usize) -> f64 {
        (self.a[x] + self.b[y]) / self.n
    }
}

/// A design whose arm x lies at λ_x = Σ_y L_xy / J.
#[derive(Debug)]
pub(super) struct DesignOdds {
    places: Vec<f64>,
    covariance: Matrix<f64>,
}

impl DesignOdds {
    /// Sums over trials, each with the counts of the same arms in the same order; `None` where an odds
    /// ratio is zero, infinite or beyond the range of doubles.
    pub(super) fn new(arms: usize, trials: &[Vec<Count>]) -> Option<Self> {
        let cells: Vec<Cells> = trials.iter().map(|counts| Cells::new(counts)).collect();
        let c = Matrix::from_fn(arms, arms, |x, y| {
            if x == y {
                1.0
            } else {
                compensated(cells.iter().map(|t| t.c(x, y)))
            }
        });
        if c.iter().any(|sum| !(*sum > 0.0 && sum.is_finite())) {
            return None;
        }
        let j = arms as f64;
        let log = |x: usize, y: usize| (c[(x, y)] / c[(y, x)]).ln();
        let places: Vec<f64> = (0..arms)
            .map(|x| compensated((0..arms).map(|y| log(x, y))) / j)
            .collect();
        let sums = Sums {
            cells: &cells,
            c: &c,
            arms,
        };
        let covariance = Matrix::from_fn(arms, arms, |x, y| sums.between_totals(x, y) / (j * j));
        let finite = places
            .iter()
            .chain(covariance.iter())
            .all(|value| value.is_finite());
        finite.then_some(Self { places, covariance })
    }

    /// λ_x − λ_0 for the arms after the first.
    pub(super) fn estimates(&self) -> Vec<f64> {
        self.places
            .iter()
            .skip(1)
            .map(|place| place - self.places[0])
            .collect()
    }

    /// The covariances of these.
    pub(super) fn covariance(&self) -> Matrix<f64> {
        let (s, contrasts) = (&self.covariance, self.places.len() - 1);
        Matrix::from_fn(contrasts, contrasts, |i, j| {
            let (i, j) = (i.min(j) + 1, i.max(j) + 1);
            s[(i, j)] - s[(0, i)] - s[(0, j)] + s[(0, 0)]
        })
    }
}

/// The sums that variances are made of.
struct Sums<'a> {
    cells: &'a [Cells],
    c: &'a Matrix<f64>,
    arms: usize,
}

impl Sums<'_> {
    /// var L_xy.
    fn variance(&self, x: usize, y: usize) -> f64 {
        let (cxy, cyx) = (self.c[(x, y)], self.c[(y, x)]);
        let sum = |term: fn(&Cells, usize, usize) -> f64| {
            compensated(self.cells.iter().map(|trial| term(trial, x, y)))
        };
        let same = sum(|t, x, y| t.c(x, y) * t.d(x, y)) / cxy / cxy;
        let other = sum(|t, x, y| t.c(y, x) * t.d(y, x)) / cyx / cyx;
        let mixed = sum(|t, x, y| t.c(x, y) * t.d(y, x) + t.c(y, x) * t.d(x, y)) / cxy / cyx;
        0.5 * (same + mixed + other)
    }

    /// cov(L_xy, L_xz) for three different arms.
    fn covariance(&self, x: usize, y: usize, z: usize) -> f64 {
        let sum = |term: &dyn Fn(&Cells) -> f64| {
            compensated(
                self.cells
                    .iter()
                    .map(|trial| term(trial) / trial.n / trial.n),
            )
        };
        let events = sum(&|t| t.a[x] * t.b[y] * t.b[z]) / self.c[(x, y)] / self.c[(x, z)];
        let others = sum(&|t| t.b[x] * t.a[y] * t.a[z]) / self.c[(y, x)] / self.c[(z, x)];
        let first = sum(&|t| (t.a[x] + t.b[x]) * t.b[y] * t.a[z]) / self.c[(x, y)] / self.c[(z, x)];
        let second =
            sum(&|t| (t.a[x] + t.b[x]) * t.a[y] * t.b[z]) / self.c[(y, x)] / self.c[(x, z)];
        (events + others + first + second) / 3.0
    }

    /// cov(Σ_z L_xz, Σ_w L_yw).
    fn between_totals(&self, x: usize, y: usize) -> f64 {
        let others = || (0..self.arms).filter(move |z| *z != x && *z != y);
        if x == y {
            let pairs =
                others().flat_map(|z| others().filter(move |w| *w != z).map(move |w| (z, w)));
            let variances = compensated(others().map(|z| self.variance(x, z)));
            return variances + compensated(pairs.map(|(z, w)| self.covariance(x, z, w)));
        }
        // L_xz with L_yz share z; L_xy with L_yw share y, and L_xz with L_yx share x, with opposite signs.
        let shared = others().map(|z| {
            self.covariance(z, x, y) - self.covariance(x, y, z) - self.covariance(y, x, z)
        });
        compensated(shared) - self.variance(x, y)
    }
}
