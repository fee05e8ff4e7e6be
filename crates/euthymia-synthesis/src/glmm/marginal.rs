//! One study's likelihood, integrated over its random effects.
//!
//! With g(z) = Σⱼ ℓⱼ(ηⱼ(z; θ)), the marginal log-likelihood is ln ∫ φ(z) e^{g(z)} dz. Its
//! derivatives are moments under the density that is proportional to φ e^g (Louis 1982):
//! gradient E[∂g], Hessian E[∂²g + ∂g ∂g′] − E[∂g] E[∂g]′. They come from the same nodes as the
//! value.
//!
//! # References
//! Louis TA. J R Stat Soc B 1982;44:226–233. Pinheiro JC, Bates DM. J Comput Graph Stat
//! 1995;4:12–35 (adaptive quadrature).

use super::arm::Curve;
use super::grid::Grid;
use super::layout::{Item, Layout};
use euthymia_numerics::gauss_hermite::GaussHermite;

/// A log-likelihood with its first and second derivatives.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Slope<const P: usize> {
    pub(crate) value: f64,
    pub(crate) gradient: [f64; P],
    pub(crate) hessian: [[f64; P]; P],
}

impl<const P: usize> Slope<P> {
    pub(crate) const ZERO: Self = Self {
        value: 0.0,
        gradient: [0.0; P],
        hessian: [[0.0; P]; P],
    };

    pub(crate) fn add(&mut self, other: &Self, copies: f64) {
        self.value += copies * other.value;
        for p in 0..P {
            self.gradient[p] += copies * other.gradient[p];
            for q in 0..P {
                self.hessian[p][q] += copies * other.hessian[p][q];
            }
        }
    }
}

/// Where the integrand of a study is highest, kept from one call to the next.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Mode {
    pub(crate) z: [f64; 2],
    /// The study's own parameter, where it has one.
    pub(crate) own: f64,
    /// The curvature of the integrand there, negated: entries (1,1), (1,2), (2,2).
    pub(crate) bend: [f64; 3],
}

/// The integrand's height, slope and curvature (negated) at one z.
#[derive(Clone, Copy)]
struct Height {
    value: f64,
    slope: [f64; 2],
    bend: [f64; 3],
}

/// The integrand of one study at given parameters.
struct Integrand<'a> {
    item: &'a Item,
    predictors: [(f64, [f64; 2]); 2],
}

const MODE_STEPS_MAX: usize = 100;

impl Integrand<'_> {
    #[inline]
    fn eta(&self, group: usize, z: [f64; 2]) -> f64 {
        let (base, spread) = self.predictors[group];
        base + spread[0] * z[0] + spread[1] * z[1]
    }

    fn height(&self, z: [f64; 2]) -> Height {
        let mut height = Height {
            value: -0.5 * (z[0] * z[0] + z[1] * z[1]),
            slope: [-z[0], -z[1]],
            bend: [1.0, 0.0, 1.0],
        };
        for (group, arm) in self.item.arms().enumerate() {
            let (_, [s, t]) = self.predictors[group];
            let curve = arm.curve(self.eta(group, z));
            height.value += curve.value;
            height.slope[0] += curve.slope * s;
            height.slope[1] += curve.slope * t;
            height.bend[0] += curve.bend * s * s;
            height.bend[1] += curve.bend * s * t;
            height.bend[2] += curve.bend * t * t;
        }
        height
    }

    /// Climbs to the mode: the integrand is log-concave, so that damped Newton steps arrive.
    fn mode(&self, start: [f64; 2]) -> ([f64; 2], Height) {
        let (mut z, mut here) = (start, self.height(start));
        if !here.value.is_finite() {
            (z, here) = ([0.0; 2], self.height([0.0; 2]));
        }
        for _ in 0..MODE_STEPS_MAX {
            let mut step = solve(here.bend, here.slope);
            let length = step[0].abs().max(step[1].abs());
            if !length.is_finite() {
                break;
            }
            if length <= 1e-9 {
                // The last step squares what is left: Laplace's approximation and differences of it
                // need the mode to the last digit.
                z = [z[0] + step[0], z[1] + step[1]];
                here = self.height(z);
                break;
            }
            let mut moved = false;
            for _ in 0..40 {
                let next = [z[0] + step[0], z[1] + step[1]];
                let there = self.height(next);
                // Near the top the gain is lost in rounding.
                if there.value >= here.value - 1e-13 * here.value.abs().max(1.0) {
                    (z, here, moved) = (next, there, true);
                    break;
                }
                step = step.map(|s| 0.5 * s);
            }
            if !moved {
                break;
            }
        }
        (z, here)
    }
}

/// Solves the symmetric two-by-two system with entries (a, b; b, c).
fn solve([a, b, c]: [f64; 3], r: [f64; 2]) -> [f64; 2] {
    let determinant = a * c - b * b;
    [
        (c * r[0] - b * r[1]) / determinant,
        (a * r[1] - b * r[0]) / determinant,
    ]
}

/// Products of two of (1, z₁, z₂): where each lies in the sums of [`Moments`].
const PRODUCTS: [[usize; 3]; 3] = [[0, 1, 2], [1, 3, 4], [2, 4, 5]];

/// Sums over the nodes, each weight relative to the mode.
///
/// Linear predictors are linear in (1, z₁, z₂), and so are their derivatives by θ. It is enough to sum
/// the slopes of the groups times these, and the products of slopes times their products; what they
/// mean for θ is worked out once, at the end.
#[derive(Default)]
struct Moments {
    weight: f64,
    /// For each group, its slope times (1, z₁, z₂).
    first: [[f64; 3]; 2],
    /// Second derivatives of each group, and the slopes of both, times the six products.
    second: [[f64; 6]; 3],
}

impl Moments {
    /// Adds the node at `z`, whose share in the rule is exp(`log_weight`), and returns its height
    /// relative to the mode's, `top`, on the log scale.
    #[inline]
    fn gather(&mut self, integrand: &Integrand<'_>, z: [f64; 2], log_weight: f64, top: f64) -> f64 {
        let first = integrand.item.first.curve(integrand.eta(0, z));
        let mut value = -top - 0.5 * (z[0] * z[0] + z[1] * z[1]) + first.value;
        let mut second = Curve::LEVEL;
        if let Some(arm) = &integrand.item.second {
            second = arm.curve(integrand.eta(1, z));
            value += second.value;
        }
        let weight = (value + log_weight).exp();
        if weight == 0.0 || !value.is_finite() {
            // So far out that a slope may have no double: nothing times anything is nothing here.
            return f64::NEG_INFINITY;
        }
        self.weight += weight;
        let [x, y] = z.map(|z| weight * z);
        let products = [weight, x, y, x * z[0], x * z[1], y * z[1]];
        let pairs = [
            first.slope * first.slope - first.bend,
            second.slope * second.slope - second.bend,
            first.slope * second.slope,
        ];
        for (sums, slope) in self.first.iter_mut().zip([first.slope, second.slope]) {
            for (sum, product) in sums.iter_mut().zip(&products) {
                *sum += slope * product;
            }
        }
        for (sums, pair) in self.second.iter_mut().zip(pairs) {
            for (sum, product) in sums.iter_mut().zip(&products) {
                *sum += pair * product;
            }
        }
        value
    }

    /// Takes z₂, which was zero at every node, as standard normal: of its moments only the second is
    /// not zero, but one.
    fn with_a_normal_second(&mut self) {
        for sums in &mut self.second {
            sums[PRODUCTS[2][2]] = sums[PRODUCTS[0][0]];
        }
    }

    /// The log-likelihood and its derivatives by θ.
    fn slope<const P: usize>(&self, layout: &Layout<P>, groups: usize, top: f64) -> Slope<P> {
        let mut gradient = [0.0; P];
        let mut hessian = [[0.0; P]; P];
        let unit = 1.0 / self.weight;
        for g in 0..groups {
            for (sum, by) in self.first[g].iter().zip(layout.rows(g)) {
                for p in 0..P {
                    gradient[p] += by[p] * (sum * unit);
                }
            }
        }
        for g in 0..groups {
            for h in 0..groups {
                let sums = &self.second[if g == h { g } else { 2 }];
                for (i, left) in layout.rows(g).iter().enumerate() {
                    for (j, right) in layout.rows(h).iter().enumerate() {
                        add_outer(&mut hessian, left, right, sums[PRODUCTS[i][j]] * unit);
                    }
                }
            }
        }
        for p in 0..P {
            for q in 0..=p {
                hessian[p][q] -= gradient[p] * gradient[q];
                hessian[q][p] = hessian[p][q];
            }
        }
        Slope {
            value: top + self.weight.ln(),
            gradient,
            hessian,
        }
    }
}

/// Adds the lower half of `factor` · left right′.
fn add_outer<const P: usize>(
    sum: &mut [[f64; P]; P],
    left: &[f64; P],
    right: &[f64; P],
    factor: f64,
) {
    for p in 0..P {
        if left[p] != 0.0 {
            for q in 0..=p {
                sum[p][q] += left[p] * right[q] * factor;
            }
        }
    }
}

/// Heights this far below the mode's, on the log scale, cannot reach the last digit.
const FLOOR: f64 = -38.0;
/// A node whose share cannot reach the last digit is left out of a product rule.
const NEGLIGIBLE: f64 = 1e-20;
/// No line of a grid has more points than this on either side.
const REACH: i32 = 4000;

/// Standard coordinates about the mode: z = centre + factor · t, with factor the inverse square root
/// of the curvature.
struct Frame {
    centre: [f64; 2],
    first: f64,
    across: f64,
    second: f64,
}

impl Frame {
    fn new(centre: [f64; 2], [a, b, c]: [f64; 3]) -> Self {
        let second = 1.0 / (c - b * b / a).max(f64::MIN_POSITIVE).sqrt();
        Self {
            centre,
            first: 1.0 / a.sqrt(),
            across: -b / a * second,
            second,
        }
    }

    fn at(&self, t: f64, s: f64) -> [f64; 2] {
        [
            self.centre[0] + self.first * t + self.across * s,
            self.centre[1] + self.second * s,
        ]
    }
}

/// Integrates one study's likelihood over its random effects, on a grid that is centred on the mode and
/// scaled by its curvature. `mode` is where to look first, and where it was found.
pub(crate) fn marginal<const P: usize>(
    item: &Item,
    layout: &Layout<P>,
    theta: &[f64; P],
    grid: &Grid,
    mode: &mut Mode,
) -> Slope<P> {
    let integrand = Integrand {
        item,
        predictors: [layout.predictor(0, theta), layout.predictor(1, theta)],
    };
    let (centre, top) = integrand.mode(mode.z);
    mode.z = centre;
    mode.bend = top.bend;
    let frame = Frame::new(centre, top.bend);
    let sum = Moments::default();
    // What a unit of area counts for, in the normal densities of the random effects.
    let ln_tau = std::f64::consts::TAU.ln();
    // A second effect that no predictor holds is normal whatever the counts.
    let plane = layout.two && integrand.predictors.iter().any(|(_, [_, by])| *by != 0.0);
    let area = if plane {
        frame.first.ln() + frame.second.ln() - ln_tau
    } else {
        frame.first.ln() - 0.5 * ln_tau
    };
    let mut gathering = Gathering {
        integrand,
        frame,
        area,
        top: top.value,
        sum,
    };
    match (grid, plane) {
        (Grid::Points(rule), false) => gathering.line(rule),
        (Grid::Points(rule), true) => gathering.product(rule),
        (Grid::Step(step), false) => {
            gathering.scan(*step, step.ln(), 0.0, 0);
        }
        (Grid::Step(step), true) => gathering.plane(*step),
    }
    if layout.two && !plane {
        gathering.sum.with_a_normal_second();
    }
    let groups = if item.second.is_some() { 2 } else { 1 };
    gathering.sum.slope(layout, groups, top.value)
}

/// A walk over the grid.
struct Gathering<'a> {
    integrand: Integrand<'a>,
    frame: Frame,
    area: f64,
    top: f64,
    sum: Moments,
}

impl Gathering<'_> {
    #[inline]
    fn node(&mut self, t: f64, s: f64, log_weight: f64) -> f64 {
        let z = self.frame.at(t, s);
        self.sum
            .gather(&self.integrand, z, log_weight + self.area, self.top)
    }

    fn line(&mut self, rule: &GaussHermite) {
        for (t, log_ratio) in rule.nodes.iter().zip(&rule.log_ratios) {
            self.node(*t, 0.0, *log_ratio);
        }
    }

    fn product(&mut self, rule: &GaussHermite) {
        let nodes = || rule.nodes.iter().zip(&rule.log_ratios).zip(&rule.weights);
        for ((t, first), weight1) in nodes() {
            for ((s, second), weight2) in nodes() {
                if weight1 * weight2 >= NEGLIGIBLE {
                    self.node(*t, *s, first + second);
                }
            }
        }
    }

    /// Sums one line from the point `from` outwards, each way until the integrand is spent; it is
    /// log-concave, so that it does not come back. Returns the greatest height and where it was.
    fn scan(&mut self, step: f64, log_weight: f64, s: f64, from: i32) -> (f64, i32) {
        let mut best = (self.node(f64::from(from) * step, s, log_weight), from);
        for direction in [1, -1] {
            let (mut before, mut i) = (best.0.max(FLOOR), from);
            for _ in 0..REACH {
                i += direction;
                let height = self.node(f64::from(i) * step, s, log_weight);
                if height > best.0 {
                    best = (height, i);
                }
                if height < FLOOR && height <= before {
                    break;
                }
                before = height;
            }
        }
        best
    }

    /// Sums lines from the mode outwards, each scanned from where the one before was highest.
    fn plane(&mut self, step: f64) {
        let log_weight = 2.0 * step.ln();
        self.scan(step, log_weight, 0.0, 0);
        for direction in [1, -1] {
            let mut from = 0;
            for j in 1..=REACH {
                let s = f64::from(j * direction) * step;
                let (height, at) = self.scan(step, log_weight, s, from);
                if height < FLOOR {
                    break;
                }
                from = at;
            }
        }
    }
}

/// The same for a study with a parameter of its own: the value and derivatives in the others at the
/// best value of its own, by Newton steps on a log-concave function.
pub(crate) fn profiled<const P: usize>(
    item: &Item,
    layout: &Layout<P>,
    theta: &[f64; P],
    grid: &Grid,
    mode: &mut Mode,
) -> Slope<P> {
    let own = P - 1;
    let mut at = *theta;
    at[own] = mode.own;
    let mut here = marginal(item, layout, &at, grid, mode);
    for _ in 0..MODE_STEPS_MAX {
        let mut step = (here.gradient[own] / -here.hessian[own][own]).clamp(-3.0, 3.0);
        if !step.is_finite() || (here.gradient[own] * step).abs() <= 1e-13 {
            break;
        }
        let mut moved = false;
        for _ in 0..40 {
            let mut next = at;
            next[own] += step;
            let mut there_mode = *mode;
            let there = marginal(item, layout, &next, grid, &mut there_mode);
            if there.value >= here.value - 1e-13 * here.value.abs().max(1.0) {
                (at, here, *mode, moved) = (next, there, there_mode, true);
                break;
            }
            step *= 0.5;
        }
        if !moved {
            break;
        }
    }
    mode.own = at[own];
    eliminated(&here)
}

/// Removes the last parameter at its best value, to second order in what is left of its slope.
fn eliminated<const P: usize>(full: &Slope<P>) -> Slope<P> {
    let own = P - 1;
    let curvature = full.hessian[own][own];
    let mut reduced = *full;
    if curvature < 0.0 {
        let rest = full.gradient[own];
        reduced.value -= 0.5 * rest * rest / curvature;
        for p in 0..own {
            reduced.gradient[p] -= full.hessian[p][own] * rest / curvature;
            for q in 0..own {
                reduced.hessian[p][q] -= full.hessian[p][own] * full.hessian[own][q] / curvature;
            }
        }
    }
    reduced.gradient[own] = 0.0;
    for p in 0..P {
        reduced.hessian[p][own] = 0.0;
        reduced.hessian[own][p] = 0.0;
    }
    reduced
}
