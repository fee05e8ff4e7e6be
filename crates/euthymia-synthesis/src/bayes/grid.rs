//! The integral over τ, with everything that was evaluated on the way.

use super::fit::{BayesError, Integration};
use super::likelihood::OverTau;
use super::prior::TauPrior;
use euthymia_numerics::gauss_kronrod::{Interpolation, Panel, integrate, panel};

/// What lies this far below the largest log-density is left out: e⁻⁷⁵ is 3e-33.
const DEPTH: f64 = 75.0;
/// ln of the largest τ, 1e150, whose square is still a number.
const LAST: f64 = 345.0;
/// Relative error at which the integration stops.
const TOLERANCE: f64 = 1e-12;
const PANELS_MAX: usize = 600;
/// Share of a moment that may lie beyond the last τ.
const NEGLIGIBLE: f64 = 1e-13;
/// Share of the posterior that may lie beyond the last τ; it is added to the stated error.
const BEYOND_MAX: f64 = 1e-9;

/// The posterior of t = ln τ in panels, and that of τ near zero in one piece.
#[derive(Clone, Debug)]
pub(crate) struct Grid {
    /// Panels in t: shares of the posterior, with the log-likelihood beside them.
    pub(crate) panels: Vec<Panel<f64>>,
    /// Share of the posterior below each panel.
    below: Vec<f64>,
    /// Share above each panel.
    above: Vec<f64>,
    /// Share of the posterior below the first panel, where the likelihood is that of τ = 0.
    pub(crate) atom: f64,
    /// The log-likelihood of τ = 0.
    pub(crate) at_zero: f64,
    /// ln of the integral of prior times likelihood.
    pub(crate) log_evidence: f64,
    /// Existing moments of τ, 0 to 2.
    pub(crate) moments: u8,
    /// How the integration went.
    pub(crate) integration: Integration,
    interpolation: Interpolation,
    prior: TauPrior,
}

/// The log-density of t, tried over the whole range.
struct Scan {
    points: Vec<(f64, f64)>,
    evaluations: usize,
}

impl Scan {
    fn best(&self) -> (f64, f64) {
        let points = self.points.iter().copied();
        points.fold((0.0, f64::NEG_INFINITY), |best, p| {
            if p.1 > best.1 { p } else { best }
        })
    }
}

impl Grid {
    pub(crate) fn new(likelihood: &dyn OverTau, prior: &TauPrior) -> Result<Self, BayesError> {
        let moments = moments(likelihood, prior);
        let at_zero = likelihood.log_likelihood(0.0);
        let height = |t: f64| prior.log_density_of_ln(t) + likelihood.log_likelihood(t.exp());
        let (first, tried) = first_point(likelihood, prior, at_zero);
        let mut scan = scan(likelihood, prior, first, moments, height);
        scan.evaluations += tried;
        let edges = edges(&mut scan, moments, height);
        let top = scan.best().1;
        if !top.is_finite() {
            return Err(BayesError::OutOfRange);
        }
        let density = |t: f64| {
            let likelihood = likelihood.log_likelihood(t.exp());
            let log = prior.log_density_of_ln(t) + likelihood;
            ((log - top).exp(), likelihood)
        };
        let integral = integrate(density, &edges, TOLERANCE, PANELS_MAX);
        let start = integral.panels.first().map_or(first, |p| p.low);
        let near_zero = if start <= first {
            (at_zero - top).exp() * prior.tails(first.exp()).0
        } else {
            0.0
        };
        let total = integral.value + near_zero;
        if !(total > 0.0 && total.is_finite()) {
            return Err(BayesError::OutOfRange);
        }
        let mut grid = Self {
            below: Vec::new(),
            above: Vec::new(),
            atom: near_zero / total,
            at_zero,
            log_evidence: top + total.ln(),
            moments,
            integration: Integration {
                relative_error: integral.error / total,
                panels: integral.panels.len(),
                evaluations: scan.evaluations + integral.evaluations,
                converged: integral.converged,
            },
            panels: integral.panels,
            interpolation: Interpolation::default(),
            prior: *prior,
        };
        grid.scale(total);
        grid.judge_tail(likelihood)?;
        Ok(grid)
    }

    /// Turns values into shares of the whole and adds them up from both ends.
    fn scale(&mut self, total: f64) {
        for panel in &mut self.panels {
            panel.integral /= total;
            for sample in &mut panel.samples {
                sample.value /= total;
            }
        }
        let mut share = self.atom;
        for panel in &self.panels {
            self.below.push(share);
            share += panel.integral;
        }
        share = 0.0;
        for panel in self.panels.iter().rev() {
            self.above.push(share);
            share += panel.integral;
        }
        self.above.reverse();
    }

    /// Refuses a tail that reaches beyond every number, and moments that do.
    fn judge_tail(&mut self, likelihood: &dyn OverTau) -> Result<(), BayesError> {
        let Some((end, value)) = self.panels.last().map(|p| (p.high, p.samples[14].value)) else {
            return Err(BayesError::OutOfRange);
        };
        if self.prior.end().is_some_and(|last| end >= last.ln()) {
            return Ok(());
        }
        // Beyond its end the density of t falls as e^−rt.
        let rate = self.prior.tail_power() + likelihood.tail_power() - 1.0;
        let mass = if self.prior.is_proper() {
            let log = likelihood.log_likelihood(end.exp()) - self.log_evidence;
            self.prior.tails(end.exp()).1 * log.exp()
        } else {
            value / rate
        };
        if mass > BEYOND_MAX || mass.is_nan() {
            return Err(BayesError::HeavyTail { mass });
        }
        self.integration.relative_error += mass;
        while self.moments > 0 {
            let power = f64::from(self.moments);
            let missed = value / (rate - power) * (power * end).exp();
            if missed <= NEGLIGIBLE * self.moment(power) {
                break;
            }
            self.moments -= 1;
        }
        Ok(())
    }

    /// E τᵐ, whether or not it exists.
    pub(crate) fn moment(&self, power: f64) -> f64 {
        let of = |(share, t, _): (f64, f64, f64)| share * (power * t).exp();
        self.shares().map(of).sum()
    }

    /// Every τ > 0 that was used: its share, its logarithm, and its log-likelihood.
    pub(crate) fn shares(&self) -> impl Iterator<Item = (f64, f64, f64)> {
        let samples = self.panels.iter().flat_map(|p| p.samples.iter());
        samples.map(|s| (s.weight * s.value, s.at, s.extra))
    }

    /// The density of t inside panel `i`.
    fn density(&self, panel: &Panel<f64>, t: f64) -> f64 {
        let log = self.interpolation.at(panel, |s| s.extra, t);
        (self.prior.log_density_of_ln(t) + log - self.log_evidence).exp()
    }

    /// The last panel that begins at or below t.
    fn place(&self, t: f64) -> Option<usize> {
        self.panels.partition_point(|p| p.low <= t).checked_sub(1)
    }

    /// The probability of ln τ ≤ t.
    pub(crate) fn cdf(&self, t: f64) -> f64 {
        let Some(i) = self.place(t) else {
            return self.near_zero(t);
        };
        let p = &self.panels[i];
        self.below[i] + panel(|x| self.density(p, x), p.low, t.min(p.high))
    }

    /// The probability of ln τ > t.
    pub(crate) fn sf(&self, t: f64) -> f64 {
        let Some(i) = self.place(t) else {
            let first = self.panels.first().map_or(0.0, |p| p.integral);
            let others = self.above.first().copied().unwrap_or(0.0);
            return first + others + self.atom - self.near_zero(t);
        };
        let p = &self.panels[i];
        self.above[i] + panel(|x| self.density(p, x), t.min(p.high), p.high)
    }

    /// The probability of ln τ ≤ t below the first panel, where the posterior is a multiple of the
    /// prior.
    fn near_zero(&self, t: f64) -> f64 {
        if self.atom == 0.0 {
            return 0.0;
        }
        let log = self.at_zero - self.log_evidence;
        self.prior.tails(t.exp()).0 * log.exp()
    }

    /// The ends of the piece in which the probability below reaches `share`.
    pub(crate) fn bracket(&self, share: f64) -> (f64, f64) {
        let i = self.below.partition_point(|below| *below <= share);
        self.ends(i)
    }

    /// The ends of the piece in which the probability above reaches `share`.
    pub(crate) fn bracket_above(&self, share: f64) -> (f64, f64) {
        let i = self.above.partition_point(|above| *above > share);
        if i == 0
            && self
                .above
                .first()
                .zip(self.panels.first())
                .is_some_and(|(a, p)| a + p.integral < share)
        {
            return self.ends(0);
        }
        self.ends(i + 1)
    }

    /// Piece 0 lies below the first panel, piece i is panel i − 1.
    fn ends(&self, piece: usize) -> (f64, f64) {
        let last = self.panels.len();
        match piece.checked_sub(1) {
            None => (-700.0, self.panels.first().map_or(0.0, |p| p.low)),
            Some(i) => {
                let p = &self.panels[i.min(last - 1)];
                (p.low, p.high)
            }
        }
    }
}

/// How many moments of τ exist: the density falls as τ to the power 1 − (r + 1).
fn moments(likelihood: &dyn OverTau, prior: &TauPrior) -> u8 {
    let rate = prior.tail_power() + likelihood.tail_power() - 1.0;
    u8::from(rate > 1.0) + u8::from(rate > 2.0)
}

/// A t below which neither the likelihood nor the body of the prior changes any more.
fn first_point(likelihood: &dyn OverTau, prior: &TauPrior, at_zero: f64) -> (f64, usize) {
    let typical = prior.typical().unwrap_or(f64::INFINITY);
    let mut t = (1e-9 * likelihood.smallest_variance().sqrt().min(typical)).ln();
    for tried in 1..8 {
        let difference = (likelihood.log_likelihood(t.exp()) - at_zero).abs();
        if difference <= 1e-14 * at_zero.abs().max(10.0) {
            return (t, tried);
        }
        t -= std::f64::consts::LN_10;
    }
    (t, 8)
}

/// Tries the log-density of t from the first point upwards until what follows cannot matter.
fn scan(
    likelihood: &dyn OverTau,
    prior: &TauPrior,
    first: f64,
    moments: u8,
    height: impl Fn(f64) -> f64,
) -> Scan {
    let smallest = likelihood.smallest_variance().sqrt();
    let largest = likelihood.largest_scale();
    let typical = prior.typical();
    let fine_from = (0.01 * typical.map_or(smallest, |t| t.min(smallest))).ln();
    let fine_to = (100.0 * typical.map_or(largest, |t| t.max(largest))).ln();
    let end = prior.end().map_or(LAST, |end| end.ln().min(LAST));
    let mut scan = Scan {
        points: Vec::new(),
        evaluations: 0,
    };
    let (mut t, mut best) = (first.min(end), (first, f64::NEG_INFINITY));
    loop {
        let found = height(t);
        scan.points.push((t, found));
        if found > best.1 {
            best = (t, found);
        }
        let over = t > fine_to && found + f64::from(moments) * (t - best.0) < best.1 - DEPTH;
        if over || t >= end {
            break;
        }
        let step = if t < fine_from || t > fine_to {
            2.0
        } else {
            0.5
        };
        t = (t + step).min(end);
    }
    scan.evaluations = scan.points.len();
    scan
}

/// The edges of the panels: the points of the scan that matter, every maximum between them, and a few
/// widths on either side of it where it is narrow.
fn edges(scan: &mut Scan, moments: u8, height: impl Fn(f64) -> f64) -> Vec<f64> {
    let mut maxima = Vec::new();
    for triple in scan.points.windows(3) {
        if triple[1].1 >= triple[0].1 && triple[1].1 >= triple[2].1 {
            let at = highest(triple[0].0, triple[2].0, &height);
            maxima.push((at, height(at)));
        }
    }
    scan.evaluations += 45 * maxima.len();
    scan.points.extend(&maxima);
    scan.points.sort_by(|a, b| a.0.total_cmp(&b.0));
    let best = scan.best();
    let matters = |p: &(f64, f64)| {
        let growth = f64::from(moments) * (p.0 - best.0).max(0.0);
        p.1 + growth > best.1 - DEPTH
    };
    let first = scan.points.iter().position(&matters).unwrap_or(0);
    let last = scan.points.iter().rposition(&matters).unwrap_or(0);
    let last = (last + 1).min(scan.points.len() - 1);
    let kept = &scan.points[first.saturating_sub(1)..=last];
    let mut edges: Vec<f64> = kept.iter().map(|p| p.0).collect();
    let (low, high) = (kept[0].0, kept[kept.len() - 1].0);
    for (at, top) in maxima.iter().filter(|p| matters(p)) {
        let step = 1e-4;
        let curvature = (height(at - step) - 2.0 * top + height(at + step)) / (step * step);
        let width = (-1.0 / curvature).sqrt();
        if width < 0.1 {
            let around = [-16.0, -4.0, 4.0, 16.0].map(|n| at + n * width);
            edges.extend(around.iter().filter(|t| (low..=high).contains(*t)));
        }
    }
    edges.sort_by(f64::total_cmp);
    edges.dedup_by(|b, a| *b - *a < 1e-9);
    edges
}

/// The highest point between two others by the golden section.
fn highest(mut low: f64, mut high: f64, height: impl Fn(f64) -> f64) -> f64 {
    const GOLDEN: f64 = 0.618_033_988_749_894_8;
    let (mut a, mut b) = (high - GOLDEN * (high - low), low + GOLDEN * (high - low));
    let (mut ha, mut hb) = (height(a), height(b));
    for _ in 0..42 {
        if ha >= hb {
            (high, b, hb) = (b, a, ha);
            a = high - GOLDEN * (high - low);
            ha = height(a);
        } else {
            (low, a, ha) = (a, b, hb);
            b = low + GOLDEN * (high - low);
            hb = height(b);
        }
    }
    0.5 * (low + high)
}
