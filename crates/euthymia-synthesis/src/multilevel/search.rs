//! The search for the best parameters of the random part.
//!
//! The search goes over numbers without bounds: the square root of a variance, an angle whose sine is
//! a correlation, the logarithm of a range, the Cholesky factor of an unstructured matrix. A boundary
//! (σ² = 0, ρ = ±1) is then an ordinary point, so that it can be reached and is not crept up to.

use super::likelihood::Likelihood;
use super::parameter::Kind;
use super::term::pair;
use super::{MultilevelError, Term};
use crate::estimation::Method;
use euthymia_numerics::linear::Vector;
use euthymia_numerics::linear::{Cholesky, Matrix, eigen};
use euthymia_numerics::minimum::{Outcome, hessian, minimise};

/// The best parameters and how they were found.
#[derive(Clone, Debug, PartialEq)]
pub struct Search {
    /// Why the search ended; `None` where every parameter was fixed, so that there was none.
    pub outcome: Option<Outcome>,
    /// Evaluations of the likelihood.
    pub evaluations: u32,
    /// Every accepted step, the start first.
    pub trace: Vec<Step>,
}

/// One accepted step.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// The parameters of the random part.
    pub parameters: Vec<f64>,
    /// The log-likelihood that is maximised.
    pub log_likelihood: f64,
    /// The largest derivative on the scale of the search, in absolute terms.
    pub slope: f64,
}

impl Search {
    /// False when the search did not settle; the fit must then be shown as not converged.
    #[must_use]
    pub fn converged(&self) -> bool {
        self.outcome.is_none_or(|o| o == Outcome::Converged)
    }
}

/// What the search works on.
enum Segment {
    One {
        parameter: usize,
        kind: Kind,
    },
    /// An unstructured matrix of m levels, its variances from `first` on.
    Matrix {
        first: usize,
        m: usize,
    },
}

/// From the numbers of the search to the parameters and back.
pub(super) struct Map {
    /// The fixed values in place.
    base: Vec<f64>,
    segments: Vec<Segment>,
    /// Unstructured matrices searched parameter by parameter: whether they are covariances.
    watched: Vec<(usize, usize)>,
    /// The scale of an effect: a variance of 1 in the search is its square.
    scale: f64,
    /// The scale of distances.
    range: f64,
}

impl Map {
    pub(super) fn new(likelihood: &Likelihood, fixed: &[Option<f64>]) -> Self {
        let data = likelihood.data;
        let (mut segments, mut watched) = (Vec::new(), Vec::new());
        for (place, term) in data.terms().iter().enumerate() {
            let range = data.parameters_of_term(place);
            let free = fixed[range.clone()].iter().all(Option::is_none);
            if let Some(m) = term.unstructured().filter(|m| *m > 2) {
                if free {
                    let first = range.start;
                    segments.push(Segment::Matrix { first, m });
                    continue;
                }
                watched.push((range.start, m));
            }
            for parameter in range.filter(|p| fixed[*p].is_none()) {
                let kind = data.parameters()[parameter].kind;
                segments.push(Segment::One { parameter, kind });
            }
        }
        let n = data.rows() as f64;
        let squares: f64 = likelihood.residuals().map(|r| r * r).sum();
        let typical = data.known().variances().iter().sum::<f64>() / n;
        Self {
            base: fixed.iter().map(|f| f.unwrap_or(0.0)).collect(),
            segments,
            watched,
            scale: (squares / n).max(1e-3 * typical).sqrt(),
            range: typical_distance(data.terms()),
        }
    }

    /// The variance that 1 stands for.
    pub(super) fn unit(&self) -> f64 {
        self.scale * self.scale
    }

    fn is_empty(&self) -> bool {
        self.segments.is_empty()
    }

    /// The parameters that can be moved alone; of an unstructured matrix the variances.
    fn axes(&self) -> Vec<(usize, Kind)> {
        let axes = |segment: &Segment| match segment {
            Segment::One { parameter, kind } => vec![(*parameter, *kind)],
            Segment::Matrix { first, m } => {
                (*first..first + m).map(|p| (p, Kind::Variance)).collect()
            }
        };
        self.segments.iter().flat_map(axes).collect()
    }

    /// True where the correlations that are searched one by one make a matrix.
    fn holds(&self, theta: &[f64]) -> bool {
        self.watched
            .iter()
            .all(|(first, m)| is_correlation(&theta[first + m..], *m))
    }

    /// The parameters; `None` where they are none.
    pub(super) fn parameters(&self, x: &[f64]) -> Option<Vec<f64>> {
        let mut theta = self.base.clone();
        let mut at = 0;
        for segment in &self.segments {
            match segment {
                Segment::One { parameter, kind } => {
                    theta[*parameter] = self.one(*kind, x[at])?;
                    at += 1;
                }
                Segment::Matrix { first, m } => {
                    let size = m * (m + 1) / 2;
                    self.matrix(&x[at..at + size], *m, &mut theta[*first..*first + size]);
                    at += size;
                }
            }
        }
        self.holds(&theta).then_some(theta)
    }

    fn one(&self, kind: Kind, x: f64) -> Option<f64> {
        match kind {
            Kind::Variance => Some((self.scale * x).powi(2)),
            Kind::Correlation { lowest, highest } => {
                Some(lowest + (highest - lowest) * 0.5 * (1.0 + x.sin()))
            }
            // Eleven orders of magnitude: beyond, a correlation is 0 or 1 at every distance.
            Kind::Range => (x.abs() < 12.5).then(|| self.range * x.exp()),
        }
    }

    /// G = scale² LL′ as variances and correlations.
    fn matrix(&self, l: &[f64], m: usize, theta: &mut [f64]) {
        let row = |i: usize| &l[i * (i + 1) / 2..=i * (i + 1) / 2 + i];
        let product =
            |i: usize, j: usize| row(i).iter().zip(row(j)).map(|(a, b)| a * b).sum::<f64>();
        for i in 0..m {
            theta[i] = self.unit() * product(i, i);
            for j in 0..i {
                let size = (product(i, i) * product(j, j)).sqrt();
                let correlation = if size > 0.0 {
                    product(i, j) / size
                } else {
                    0.0
                };
                theta[m + pair(m, i, j)] = correlation.clamp(-1.0, 1.0);
            }
        }
    }

    /// Where the search stands at given parameters, moved inside where they are at a boundary.
    pub(super) fn position(&self, theta: &[f64]) -> Vec<f64> {
        let mut x = Vec::new();
        for segment in &self.segments {
            match segment {
                Segment::One { parameter, kind } => x.push(self.inverse(*kind, theta[*parameter])),
                Segment::Matrix { first, m } => self.factor(&theta[*first..], *m, &mut x),
            }
        }
        x
    }

    fn inverse(&self, kind: Kind, value: f64) -> f64 {
        match kind {
            Kind::Variance => (value / self.unit()).sqrt().max(1e-3),
            Kind::Correlation { lowest, highest } => {
                let share = (value - lowest) / (highest - lowest);
                (2.0 * share - 1.0).clamp(-0.9999, 0.9999).asin()
            }
            Kind::Range => (value / self.range).ln().clamp(-12.0, 12.0),
        }
    }

    fn factor(&self, theta: &[f64], m: usize, x: &mut Vec<f64>) {
        let deviation = |i: usize| (theta[i] / self.unit()).sqrt().max(1e-3);
        let entry = |i: usize, j: usize| match i == j {
            true => deviation(i).powi(2),
            false => 0.999 * theta[m + pair(m, i, j)] * deviation(i) * deviation(j),
        };
        let lower = match Cholesky::new(Matrix::from_fn(m, m, entry)) {
            Ok(factor) => factor.lower(),
            Err(_) => Matrix::from_fn(m, m, |i, j| if i == j { deviation(i) } else { 0.0 }),
        };
        for i in 0..m {
            x.extend((0..=i).map(|j| lower[(i, j)]));
        }
    }
}

/// True when correlations by pair make a matrix without negative eigenvalues.
fn is_correlation(rho: &[f64], m: usize) -> bool {
    let entry = |i: usize, j: usize| if i == j { 1.0 } else { rho[pair(m, i, j)] };
    let smallest = eigen(Matrix::from_fn(m, m, entry)).values.first().copied();
    smallest.is_some_and(|s| s > -1e-10)
}

/// A third of the longest distance within a group, the scale on which a range is searched.
fn typical_distance(terms: &[Term]) -> f64 {
    let mut longest: f64 = 0.0;
    for term in terms {
        let Term::Distances {
            metric,
            positions,
            outer,
            ..
        } = term
        else {
            continue;
        };
        for rows in outer.rows_by_level() {
            let Some(first) = rows.first() else { continue };
            let from = |row: &usize| metric.distance(&positions[*first], &positions[*row]);
            longest = rows.iter().map(from).fold(longest, f64::max);
        }
    }
    if longest > 0.0 { longest / 3.0 } else { 1.0 }
}

/// The best parameters with their log-likelihood.
pub(super) struct Found {
    pub(super) theta: Vec<f64>,
    pub(super) log_likelihood: f64,
    pub(super) search: Search,
}

/// Maximises the likelihood over the parameters that are not fixed, from `start` or, where there is
/// none, from the best of several guesses.
pub(super) fn maximise(
    likelihood: &Likelihood,
    method: Method,
    fixed: &[Option<f64>],
    start: Option<&[f64]>,
) -> Result<Found, MultilevelError> {
    let map = Map::new(likelihood, fixed);
    let mut evaluations = 0;
    let mut value = |theta: &[f64]| {
        evaluations += 1;
        let solved = likelihood.solve(theta);
        solved.map_or(f64::NAN, |s| likelihood.log_likelihood(&s, method))
    };
    if map.is_empty() {
        let theta = map.base.clone();
        let log_likelihood = value(&theta);
        if !log_likelihood.is_finite() {
            return Err(MultilevelError::OutOfRange);
        }
        return Ok(Found {
            theta,
            log_likelihood,
            search: Search {
                outcome: None,
                evaluations,
                trace: Vec::new(),
            },
        });
    }
    let first = match start {
        Some(theta) => map.position(theta),
        None => best_guess(&map, likelihood.data.terms(), &mut value),
    };
    let mut found = climb(&map, &first, &mut value).ok_or(MultilevelError::OutOfRange)?;
    // A likelihood can have several maxima: one is left if another place along an axis is higher.
    let probes = if start.is_none() { WIDE } else { NARROW };
    for _ in 0..5 {
        snap(&map, likelihood, &mut found, &mut value);
        let Some(higher) = higher_along_an_axis(&map, &found, probes, &mut value) else {
            break;
        };
        let Some(other) = climb(&map, &map.position(&higher), &mut value) else {
            break;
        };
        if other.log_likelihood <= found.log_likelihood {
            break;
        }
        found = other;
    }
    found.search.evaluations = evaluations;
    Ok(found)
}

fn climb(map: &Map, start: &[f64], value: &mut impl FnMut(&[f64]) -> f64) -> Option<Found> {
    let mut objective = |x: &[f64]| map.parameters(x).map_or(f64::NAN, |theta| -value(&theta));
    let mut found = minimise(&mut objective, start);
    if found.outcome == Outcome::NotFinite {
        return None;
    }
    if found.outcome == Outcome::Converged {
        (found.at, found.value) = refine(&mut objective, found.at, found.value);
    }
    let step = |step: &euthymia_numerics::minimum::Iteration| {
        Some(Step {
            parameters: map.parameters(&step.at)?,
            log_likelihood: -step.value,
            slope: step.slope,
        })
    };
    Some(Found {
        theta: map.parameters(&found.at)?,
        log_likelihood: -found.value,
        search: Search {
            outcome: Some(found.outcome),
            evaluations: found.evaluations,
            trace: found.trace.iter().filter_map(step).collect(),
        },
    })
}

/// Takes a minimum from half the digits of the argument to nearly all.
///
/// A search that watches the function cannot see steps that change it by less than its rounding. The
/// derivative can: with a fourth-order difference over ±2h its error is of the order h⁴ and ε/h, and
/// Newton's step from it is taken where the function does not rise beyond rounding.
fn refine(f: &mut impl FnMut(&[f64]) -> f64, at: Vec<f64>, value: f64) -> (Vec<f64>, f64) {
    let Ok(factor) = Cholesky::new(hessian(&mut *f, &at)) else {
        return (at, value);
    };
    let rounding = 1e-13 * value.abs().max(1.0);
    let (mut at, mut value, mut last) = (at, value, f64::INFINITY);
    for _ in 0..4 {
        let step = factor.solve_vector(&slope(&mut *f, &at));
        let size = step.amax();
        // Newton's steps shrink; one that does not is made of rounding.
        if !(size < 1e-3 && size < 0.5 * last) {
            break;
        }
        let next: Vec<f64> = at.iter().zip(step.iter()).map(|(x, s)| x - s).collect();
        let there = f(&next);
        if there.is_nan() || there > value + rounding {
            break;
        }
        (at, value, last) = (next, there.min(value), size);
        if size < 1e-10 {
            break;
        }
    }
    (at, value)
}

fn slope(f: &mut impl FnMut(&[f64]) -> f64, at: &[f64]) -> Vector<f64> {
    let mut x = at.to_vec();
    Vector::from_fn(at.len(), |i, _| {
        let h = 1e-3 * at[i].abs().clamp(0.1, 1.0);
        let mut moved = |steps: f64| {
            x[i] = at[i] + steps * h;
            f(&x)
        };
        let difference = 8.0 * (moved(1.0) - moved(-1.0)) - (moved(2.0) - moved(-2.0));
        x[i] = at[i];
        difference / (12.0 * h)
    })
}

/// The best of several guesses: every term alike at three sizes, each term in turn the largest, and
/// weak and strong correlations.
fn best_guess(map: &Map, terms: &[Term], value: &mut impl FnMut(&[f64]) -> f64) -> Vec<f64> {
    let count = terms.len().max(1) as f64;
    let mut guesses: Vec<Vec<f64>> = [1.0, 0.2, 0.02]
        .map(|total| vec![total / count; terms.len()])
        .to_vec();
    for largest in 0..terms.len() {
        if terms.len() > 1 {
            let share = |term| if term == largest { 0.6 } else { 0.1 / count };
            guesses.push((0..terms.len()).map(share).collect());
        }
    }
    let mut best = (f64::NEG_INFINITY, Vec::new());
    let mut consider = |shares: &[f64], correlation: f64| {
        let x = guess(map, terms, shares, correlation);
        let found = map.parameters(&x).map_or(f64::NAN, |theta| value(&theta));
        if found > best.0 || best.1.is_empty() {
            best = (found, x);
            return true;
        }
        false
    };
    let mut shares = guesses.first().cloned().unwrap_or_default();
    for other in guesses {
        if consider(&other, 0.5) {
            shares = other;
        }
    }
    let correlated = |segment: &Segment| {
        !matches!(
            segment,
            Segment::One {
                kind: Kind::Variance,
                ..
            }
        )
    };
    if map.segments.iter().any(correlated) {
        consider(&shares, 0.1);
        consider(&shares, 0.9);
    }
    best.1
}

fn guess(map: &Map, terms: &[Term], shares: &[f64], correlation: f64) -> Vec<f64> {
    let mut theta = map.base.clone();
    let mut at = 0;
    for (place, term) in terms.iter().enumerate() {
        for parameter in term.parameters(place) {
            theta[at] = match parameter.kind {
                Kind::Variance => map.unit() * shares[place],
                Kind::Correlation { lowest, highest } => correlation.clamp(lowest, highest),
                Kind::Range => map.range * correlation * 2.0,
            };
            at += 1;
        }
    }
    map.position(&theta)
}

/// Puts variances and correlations that are a hair from a boundary on it, where that is no worse.
fn snap(
    map: &Map,
    likelihood: &Likelihood,
    found: &mut Found,
    value: &mut impl FnMut(&[f64]) -> f64,
) {
    for segment in &map.segments {
        let Segment::One { parameter, kind } = segment else {
            continue;
        };
        let (lowest, highest) = kind.limits();
        let near = if *kind == Kind::Variance {
            1e-8 * map.unit()
        } else {
            1e-7
        };
        let now = found.theta[*parameter];
        let edge = match kind {
            Kind::Range => continue,
            _ if now - lowest < near => lowest,
            _ if highest - now < near => highest,
            _ => continue,
        };
        let mut theta = found.theta.clone();
        theta[*parameter] = edge;
        let there = value(&theta);
        let slack = 1e-12 * likelihood.data.rows() as f64;
        if there >= found.log_likelihood - slack {
            (found.theta, found.log_likelihood) = (theta, there);
        }
    }
}

/// Where along its axis a parameter is probed: a variance in shares of the spread of the residuals, a
/// correlation from its lowest to its highest, a range in shares of the typical distance.
#[derive(Clone, Copy)]
struct Probes {
    /// Variances that are zero are always probed here; others where `all` is set.
    variances: &'static [f64],
    correlations: &'static [f64],
    ranges: &'static [f64],
    all: bool,
}

const WIDE: Probes = Probes {
    variances: &[0.0, 1e-3, 4e-3, 0.016, 0.05, 0.12, 0.25, 0.5, 1.0, 2.0, 5.0],
    correlations: &[0.05, 0.25, 0.5, 0.75, 0.95],
    ranges: &[0.1, 0.4, 1.5, 6.0],
    all: true,
};

/// For a search that starts beside a known maximum: a variance of zero is left again if the
/// likelihood rises beside it.
const NARROW: Probes = Probes {
    variances: &[1e-3, 0.05],
    correlations: &[],
    ranges: &[],
    all: false,
};

/// The highest place that differs from what was found in one parameter, where it is higher.
fn higher_along_an_axis(
    map: &Map,
    found: &Found,
    probes: Probes,
    value: &mut impl FnMut(&[f64]) -> f64,
) -> Option<Vec<f64>> {
    let mut highest = found.log_likelihood + 1e-9 * found.log_likelihood.abs().max(1.0);
    let mut place = None;
    for (parameter, kind) in map.axes() {
        let now = found.theta[parameter];
        let at: Vec<f64> = match kind {
            Kind::Variance if probes.all || now <= 0.0 => probes
                .variances
                .iter()
                .map(|share| share * map.unit())
                .collect(),
            Kind::Variance => continue,
            Kind::Correlation { lowest, highest } => {
                let inside = |share| lowest + share * (highest - lowest);
                probes.correlations.iter().map(inside).collect()
            }
            Kind::Range => probes
                .ranges
                .iter()
                .map(|share| share * map.range)
                .collect(),
        };
        for moved in at {
            let mut theta = found.theta.clone();
            theta[parameter] = moved;
            if !map.holds(&theta) {
                continue;
            }
            let there = value(&theta);
            if there > highest {
                (highest, place) = (there, Some(theta));
            }
        }
    }
    place
}
