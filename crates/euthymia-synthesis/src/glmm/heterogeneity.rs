//! Do the studies differ by more than chance? Tests and shares, as metafor defines them for
//! generalised linear mixed models.

use super::arm::Arm;
use super::climb::climb;
use super::data::Data;
use super::grid::Grid;
use super::layout::{Item, Layout, OWN_EFFECTS};
use super::marginal::{Mode, marginal};
use super::total::Total;
use euthymia_numerics::chi_squared;
use euthymia_numerics::sum::compensated;

/// A χ² test that all studies share one effect.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct QTest {
    /// The statistic, never negative.
    pub statistic: f64,
    /// Degrees of freedom, k − 1.
    pub df: f64,
    /// Upper tail.
    pub p_value: f64,
}

/// What is said about heterogeneity.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Heterogeneity {
    /// Likelihood ratio of a model with an effect for each study to that with a common effect.
    pub likelihood_ratio: QTest,
    /// Wald test that the effects of that model are equal.
    ///
    /// A study whose own effect is infinite (a zero cell) has no weight in it.
    pub wald: QTest,
    /// τ²/(τ² + s²), with s² the variance of a typical study; in [0, 1].
    pub i2: f64,
    /// (τ² + s²)/s².
    pub h2: f64,
    /// s², by Higgins and Thompson's formula from inverse-variance weights (½ added to zero cells).
    pub typical_variance: f64,
}

/// Random study levels in the control group as the model with a common effect has them, and a grid on
/// which its integrals settle.
pub(crate) struct Settled<'a> {
    pub(crate) mean: f64,
    pub(crate) sd: f64,
    pub(crate) grid: &'a Grid,
}

impl QTest {
    fn new(statistic: f64, k: usize) -> Self {
        let (statistic, df) = (statistic.max(0.0), (k - 1) as f64);
        Self {
            statistic,
            df,
            p_value: chi_squared::sf(statistic, df),
        }
    }
}

/// Forms both tests and shares for at least two studies. `common` is the log-likelihood with a common
/// effect; `level` says where random study levels are, where the model has them.
pub(crate) fn heterogeneity(
    data: &Data,
    common: f64,
    tau2: f64,
    level: Option<Settled>,
) -> Option<Heterogeneity> {
    let k = data.k();
    if k < 2 {
        return None;
    }
    let (saturated, wald) = match level {
        Some(level) => own_effects(data, &level),
        None => (saturated(&data.items), wald(&data.items)),
    };
    let typical = typical_variance(data)?;
    Some(Heterogeneity {
        likelihood_ratio: QTest::new(2.0 * (saturated - common), k),
        wald: QTest::new(wald, k),
        i2: tau2 / (tau2 + typical),
        h2: 1.0 + tau2 / typical,
        typical_variance: typical,
    })
}

fn saturated(items: &[Item]) -> f64 {
    compensated(items.iter().map(|item| {
        let best: f64 = item.arms().map(Arm::saturated).sum();
        item.copies * best
    }))
}

/// Σ w(y − ȳ)² over the studies whose own effect is finite.
fn wald(items: &[Item]) -> f64 {
    let finite = items.iter().filter_map(|item| {
        let (mut effect, mut variance) = (0.0, 0.0);
        for (sign, arm) in [1.0, -1.0].into_iter().zip(item.arms()) {
            let (eta, information) = arm.best()?;
            effect += sign * eta;
            variance += 1.0 / information;
        }
        Some((effect, item.copies / variance))
    });
    let pairs: Vec<(f64, f64)> = finite.collect();
    let weight = compensated(pairs.iter().map(|(_, w)| *w));
    let mean = compensated(pairs.iter().map(|(y, w)| y * w)) / weight;
    compensated(pairs.iter().map(|(y, w)| w * (y - mean).powi(2)))
}

/// s² = (k − 1) / (Σw − Σw²/Σw); `None` when it has no double.
pub(crate) fn typical_variance(data: &Data) -> Option<f64> {
    let sums = |power: i32| {
        compensated(
            data.weighted_rough()
                .map(|(_, v, copies)| copies / v.powi(power)),
        )
    };
    let (one, two) = (sums(1), sums(2));
    let typical = (data.k() - 1) as f64 / (one - two / one);
    (typical.is_finite() && typical > 0.0).then_some(typical)
}

/// The model with an effect for each study beside random study levels: its log-likelihood, and the
/// Wald statistic of equal effects.
///
/// With A the information about mean and standard deviation of levels, D that about the effects and B
/// between them, M = D − B A⁻¹ B′ is the information about the effects b, and the statistic
/// b′Mb − (1′Mb)²/1′M1.
fn own_effects(data: &Data, level: &Settled) -> (f64, f64) {
    let grid = level.grid;
    let mut total = Total::new(&data.items, OWN_EFFECTS);
    let start = [level.mean, level.sd, 0.0];
    for (mode, item) in total.modes_mut().iter_mut().zip(&data.items) {
        mode.own = item.first.rough() - level.mean;
    }
    let found = climb(|at| total.at(at, grid), start, [true, true, false]);
    let modes = total.modes().to_vec();
    let wald = own_effects_wald(&data.items, &OWN_EFFECTS, &found.at, &modes, grid);
    (found.slope.value, wald)
}

fn own_effects_wald(
    items: &[Item],
    layout: &Layout<3>,
    theta: &[f64; 3],
    modes: &[Mode],
    grid: &Grid,
) -> f64 {
    // A: 2 × 2. For x′My with x, y among {b, 1}: Σ dxy − (Bx)′ A⁻¹ (By).
    let mut a = [[0.0; 2]; 2];
    let (mut bb, mut bo, mut oo) = (0.0, 0.0, 0.0);
    let (mut cross_b, mut cross_o) = ([0.0; 2], [0.0; 2]);
    for (item, mode) in items.iter().zip(modes) {
        let mut at = *theta;
        at[2] = mode.own;
        let full = marginal(item, layout, &at, grid, &mut mode.clone());
        let n = item.copies;
        for (p, row) in a.iter_mut().enumerate() {
            for (q, entry) in row.iter_mut().enumerate() {
                *entry -= n * full.hessian[p][q];
            }
        }
        let (lower, upper) = item.first.ends();
        if lower || upper {
            continue;
        }
        let (own, d) = (mode.own, -full.hessian[2][2] * n);
        bb += d * own * own;
        bo += d * own;
        oo += d;
        for p in 0..2 {
            let b = -full.hessian[p][2] * n;
            cross_b[p] += b * own;
            cross_o[p] += b;
        }
    }
    let determinant = a[0][0] * a[1][1] - a[0][1] * a[1][0];
    let product = |x: [f64; 2], y: [f64; 2]| {
        let solved = [
            (a[1][1] * y[0] - a[0][1] * y[1]) / determinant,
            (a[0][0] * y[1] - a[1][0] * y[0]) / determinant,
        ];
        x[0] * solved[0] + x[1] * solved[1]
    };
    let m_bb = bb - product(cross_b, cross_b);
    let m_bo = bo - product(cross_b, cross_o);
    let m_oo = oo - product(cross_o, cross_o);
    m_bb - m_bo * m_bo / m_oo
}
