//! Integrals of smooth functions by Gauss–Kronrod panels, which are kept for further use.

/// Points of one panel.
pub const POINTS: usize = 15;

/// The abscissae of the 15-point Kronrod rule on [0, 1], largest first; the other seven mirror them.
const ABSCISSAE: [f64; 8] = [
    0.991_455_371_120_812_6,
    0.949_107_912_342_758_5,
    0.864_864_423_359_769_1,
    0.741_531_185_599_394_4,
    0.586_087_235_467_691_1,
    0.405_845_151_377_397_2,
    0.207_784_955_007_898_47,
    0.0,
];

/// Their weights, which sum to two with the mirrored ones.
const WEIGHTS: [f64; 8] = [
    0.022_935_322_010_529_224,
    0.063_092_092_629_978_56,
    0.104_790_010_322_250_18,
    0.140_653_259_715_525_92,
    0.169_004_726_639_267_9,
    0.190_350_578_064_785_4,
    0.204_432_940_075_298_9,
    0.209_482_141_084_727_82,
];

/// The weights of the embedded seven-point Gauss rule: every second abscissa.
const GAUSS: [f64; 4] = [
    0.129_484_966_168_869_7,
    0.279_705_391_489_276_64,
    0.381_830_050_505_118_9,
    0.417_959_183_673_469_4,
];

/// The abscissa of point `i` of a panel, from −1 to 1 in rising order.
fn abscissa(i: usize) -> f64 {
    if i < 8 {
        -ABSCISSAE[i]
    } else {
        ABSCISSAE[POINTS - 1 - i]
    }
}

/// Its weight.
fn weight(i: usize) -> f64 {
    WEIGHTS[i.min(POINTS - 1 - i)]
}

/// One evaluation of the integrand.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sample<T> {
    /// Where.
    pub at: f64,
    /// The integrand there.
    pub value: f64,
    /// Weight of the rule: the integral over the panel is Σ weight · value.
    pub weight: f64,
    /// What else was computed there.
    pub extra: T,
}

/// A part of the range with the evaluations in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Panel<T> {
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// The evaluations in rising order.
    pub samples: [Sample<T>; POINTS],
    /// The integral over the panel.
    pub integral: f64,
    /// How wrong it may be.
    pub error: f64,
}

impl<T> Panel<T> {
    fn new(f: &mut impl FnMut(f64) -> (f64, T), low: f64, high: f64) -> Self {
        let (centre, half) = (0.5 * low + 0.5 * high, 0.5 * (high - low));
        let samples = std::array::from_fn(|i| {
            let at = centre + half * abscissa(i);
            let (value, extra) = f(at);
            Sample {
                at,
                value,
                weight: half * weight(i),
                extra,
            }
        });
        let (integral, error) = estimate(&samples, half);
        Self {
            low,
            high,
            samples,
            integral,
            error,
        }
    }
}

/// The Kronrod estimate of a panel and its error as QUADPACK judges it: the difference d from the
/// Gauss rule, scaled to s (200 d / s)^1.5, where s is the mean absolute deviation from the mean value.
fn estimate<T>(samples: &[Sample<T>; POINTS], half: f64) -> (f64, f64) {
    let integral: f64 = samples.iter().map(|s| s.weight * s.value).sum();
    let odd = samples.iter().skip(1).step_by(2).zip(0..7_usize);
    let gauss: f64 = odd.map(|(s, j)| half * GAUSS[j.min(6 - j)] * s.value).sum();
    let mean = integral / (2.0 * half);
    let spread: f64 = samples
        .iter()
        .map(|s| s.weight * (s.value - mean).abs())
        .sum();
    let difference = (integral - gauss).abs();
    if spread == 0.0 || difference == 0.0 {
        return (integral, difference);
    }
    let scaled = spread * (200.0 * difference / spread).powf(1.5).min(1.0);
    (integral, scaled)
}

/// An integral with the panels that it was formed from.
#[derive(Clone, Debug, PartialEq)]
pub struct Integral<T> {
    /// The panels in rising order.
    pub panels: Vec<Panel<T>>,
    /// The integral.
    pub value: f64,
    /// How wrong it may be, from the difference between two rules; an estimate, not a bound.
    pub error: f64,
    /// Evaluations of the integrand.
    pub evaluations: usize,
    /// Whether the error came below the tolerance before the bound on panels was reached.
    pub converged: bool,
}

/// Integrates a function of one sign over the panels between `edges`, halving the panel with the
/// largest error until the sum of errors is below `tolerance` times the integral.
///
/// # Input
/// `f` returns the integrand and anything else worth keeping. `edges` in strictly rising order, at
/// least two; fewer, or ends that are not finite, give an empty integral that has not converged.
/// Peaks much narrower than the panels should be at an edge, or they may be missed.
///
/// # Convergence
/// At most `panels_max` panels; `converged` says which rule ended it.
///
/// # References
/// Piessens R, de Doncker-Kapenga E, Überhuber CW, Kahaner DK. QUADPACK. Springer 1983 (the rule of
/// 15 points, the global strategy, the estimate of the error).
///
/// # Example
/// ```
/// use euthymia_numerics::gauss_kronrod::integrate;
/// let integral = integrate(|x| (x.exp(), ()), &[0.0, 1.0], 1e-13, 50);
/// assert!(integral.converged);
/// assert!((integral.value - (1.0_f64.exp() - 1.0)).abs() < 1e-15);
/// ```
pub fn integrate<T>(
    mut f: impl FnMut(f64) -> (f64, T),
    edges: &[f64],
    tolerance: f64,
    panels_max: usize,
) -> Integral<T> {
    let rising = |pair: &&[f64]| pair[0] < pair[1] && (pair[1] - pair[0]).is_finite();
    let pairs = edges.windows(2).filter(rising);
    let mut panels: Vec<Panel<T>> = pairs.map(|p| Panel::new(&mut f, p[0], p[1])).collect();
    let mut evaluations = panels.len() * POINTS;
    let converged = loop {
        let value: f64 = panels.iter().map(|p| p.integral).sum();
        let error: f64 = panels.iter().map(|p| p.error).sum();
        if panels.is_empty() || !error.is_finite() {
            break false;
        }
        if error <= tolerance * value.abs() {
            break true;
        }
        let by_error = |a: &usize, b: &usize| panels[*a].error.total_cmp(&panels[*b].error);
        let worst = (0..panels.len()).max_by(by_error).unwrap_or(0);
        let (low, high) = (panels[worst].low, panels[worst].high);
        let middle = 0.5 * low + 0.5 * high;
        if panels.len() >= panels_max || !(low < middle && middle < high) {
            break false;
        }
        panels[worst] = Panel::new(&mut f, low, middle);
        panels.push(Panel::new(&mut f, middle, high));
        evaluations += 2 * POINTS;
    };
    panels.sort_by(|a, b| a.low.total_cmp(&b.low));
    Integral {
        value: panels.iter().map(|p| p.integral).sum(),
        error: panels.iter().map(|p| p.error).sum(),
        panels,
        evaluations,
        converged,
    }
}

/// Integrates `f` over one panel with the 15-point rule, without an estimate of the error.
///
/// For parts of a panel that [`integrate`] has already found smooth.
pub fn panel(mut f: impl FnMut(f64) -> f64, low: f64, high: f64) -> f64 {
    let (centre, half) = (0.5 * low + 0.5 * high, 0.5 * (high - low));
    let terms = (0..POINTS).map(|i| weight(i) * f(centre + half * abscissa(i)));
    half * terms.sum::<f64>()
}

/// Interpolates through the points of a panel.
///
/// Barycentric form of Lagrange's polynomial of degree 14: exact at the points, and as accurate
/// between them as the rule itself on a smooth function.
///
/// # References
/// Berrut JP, Trefethen LN. Barycentric Lagrange interpolation. SIAM Rev 2004;46:501–517, eq. 4.2.
#[derive(Clone, Debug)]
pub struct Interpolation {
    weights: [f64; POINTS],
}

impl Default for Interpolation {
    fn default() -> Self {
        let product = |i: usize| -> f64 {
            let others = (0..POINTS).filter(|j| *j != i);
            // The factor two keeps the weights near one.
            others.map(|j| 2.0 * (abscissa(i) - abscissa(j))).product()
        };
        Self {
            weights: std::array::from_fn(|i| 1.0 / product(i)),
        }
    }
}

impl Interpolation {
    /// Returns what `of` gives at the points of a panel, interpolated at `at` between its ends.
    #[must_use]
    pub fn at<T>(&self, panel: &Panel<T>, of: impl Fn(&Sample<T>) -> f64, at: f64) -> f64 {
        let (mut above, mut below) = (0.0, 0.0);
        for (sample, weight) in panel.samples.iter().zip(self.weights) {
            let distance = at - sample.at;
            if distance == 0.0 {
                return of(sample);
            }
            let share = weight / distance;
            above += share * of(sample);
            below += share;
        }
        above / below
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn polynomials_up_to_degree_22_are_exact() {
        for power in 0..=22 {
            let found = panel(|x| x.powi(power), -1.0, 1.0);
            let exact = if power % 2 == 0 {
                2.0 / f64::from(power + 1)
            } else {
                0.0
            };
            assert!((found - exact).abs() < 1e-15, "{power}: {found}");
        }
        let missed = panel(|x| x.powi(24), -1.0, 1.0) - 2.0 / 25.0;
        assert!(
            missed.abs() > 1e-12,
            "the next even degree is not: {missed:e}"
        );
    }

    #[test]
    fn the_embedded_rule_is_exact_up_to_degree_13() {
        for power in [0, 2, 12] {
            let sample = |i| Sample {
                at: abscissa(i),
                value: abscissa(i).powi(power),
                weight: weight(i),
                extra: (),
            };
            let (_, error) = estimate(&std::array::from_fn(sample), 1.0);
            assert!(error < 1e-15, "{power}: {error:e}");
        }
    }

    #[test]
    fn a_narrow_peak_at_an_edge_is_resolved() {
        let integral = integrate(
            |x: f64| ((-0.5 * (x / 3e-3).powi(2)).exp(), ()),
            &[-1.0, 0.0, 1.0],
            1e-12,
            200,
        );
        let exact = 3e-3 * std::f64::consts::TAU.sqrt();
        assert!(integral.converged);
        assert!((integral.value / exact - 1.0).abs() < 1e-13);
    }

    #[test]
    fn what_cannot_be_integrated_is_said() {
        let pole = integrate(|x: f64| (1.0 / x, ()), &[0.0, 1.0], 1e-10, 30);
        assert!(!pole.converged);
        assert!(!integrate(|_| (1.0, ()), &[1.0], 1e-10, 30).converged);
        assert!(!integrate(|_| (f64::NAN, ()), &[0.0, 1.0], 1e-10, 30).converged);
    }

    #[test]
    fn interpolation_follows_an_exponential() {
        let integral = integrate(|x: f64| (x.exp(), ()), &[0.0, 1.0], 1e-10, 30);
        let interpolation = Interpolation::default();
        for at in [0.0_f64, 0.017, 0.5, 0.99, 1.0] {
            let found = interpolation.at(&integral.panels[0], |s| s.value, at);
            assert!((found - at.exp()).abs() < 1e-14, "{at}: {found}");
        }
    }
}
