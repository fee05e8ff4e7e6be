//! What warm-up learns: the length of a step, and the scale of every coordinate.

/// Dual averaging of the logarithm of the step length (Hoffman & Gelman 2014, section 3.2.1).
#[derive(Debug)]
pub(super) struct StepLength {
    wanted: f64,
    centre: f64,
    error: f64,
    log: f64,
    averaged: f64,
    count: f64,
}

/// How strongly steps are drawn to their centre, how early steps are damped, and how fast the average
/// forgets: the values of the paper.
const SHRINKAGE: f64 = 0.05;
const DAMPING: f64 = 10.0;
const FORGETTING: f64 = 0.75;

impl StepLength {
    pub(super) fn new(wanted: f64) -> Self {
        Self {
            wanted: wanted.clamp(0.01, 0.999),
            centre: 0.0,
            error: 0.0,
            log: 0.0,
            averaged: 0.0,
            count: 0.0,
        }
    }

    /// Starts again from a step length.
    pub(super) fn restart(&mut self, step: f64) {
        self.centre = (10.0 * step).ln();
        self.log = step.ln();
        self.averaged = step.ln();
        self.error = 0.0;
        self.count = 0.0;
    }

    /// The step length to try next.
    pub(super) fn next(&self) -> f64 {
        self.log.exp()
    }

    /// Takes note of how well the last one did.
    pub(super) fn learn(&mut self, acceptance: f64) {
        self.count += 1.0;
        let weight = 1.0 / (self.count + DAMPING);
        self.error += weight * (self.wanted - acceptance - self.error);
        self.log = self.centre - self.count.sqrt() / SHRINKAGE * self.error;
        self.log = self.log.clamp(-50.0, 50.0);
        let memory = self.count.powf(-FORGETTING);
        self.averaged += memory * (self.log - self.averaged);
    }

    /// The average, with later lengths weighing more.
    pub(super) fn averaged(&self) -> f64 {
        self.averaged.exp()
    }
}

/// The windows of warm-up: a beginning and an end in which only the step length is learnt, and between
/// them windows that double, after each of which the variances of its draws become the scales.
#[derive(Debug)]
pub(super) struct Windows {
    first: usize,
    last: usize,
    width: usize,
    end: usize,
    count: f64,
    means: Vec<f64>,
    squares: Vec<f64>,
}

impl Windows {
    pub(super) fn new(warm_up: usize, dimensions: usize) -> Self {
        // 75, 25 and 50 of 1,000 draws; shares of fewer.
        let (begin, width, end) = if warm_up >= 150 {
            (75, 25, 50)
        } else {
            (warm_up * 15 / 100, warm_up * 75 / 100, warm_up / 10)
        };
        let mut windows = Self {
            first: begin,
            last: warm_up.saturating_sub(end),
            width,
            end: begin + width,
            count: 0.0,
            means: vec![0.0; dimensions],
            squares: vec![0.0; dimensions],
        };
        windows.stretch();
        windows
    }

    /// A window that would leave less than twice its width behind it takes the rest.
    fn stretch(&mut self) {
        if self.end + 2 * self.width > self.last {
            self.end = self.last;
        }
    }

    /// Takes note of draw `i` of warm-up; at the end of a window the variances of its draws, drawn a
    /// little towards 0.001 as if by five more draws.
    pub(super) fn learn(&mut self, i: usize, draw: &[f64]) -> Option<Vec<f64>> {
        if i < self.first || i >= self.last {
            return None;
        }
        self.count += 1.0;
        let moments = self.means.iter_mut().zip(&mut self.squares);
        for ((mean, square), x) in moments.zip(draw) {
            let away = x - *mean;
            *mean += away / self.count;
            *square += away * (x - *mean);
        }
        if i + 1 < self.end || self.count < 2.0 {
            return None;
        }
        let shrunk = |square: &f64| {
            let variance = square / (self.count - 1.0);
            (self.count * variance + 5.0 * 1e-3) / (self.count + 5.0)
        };
        let variances = self.squares.iter().map(shrunk).collect();
        self.count = 0.0;
        self.means.fill(0.0);
        self.squares.fill(0.0);
        self.width *= 2;
        self.end += self.width;
        self.stretch();
        Some(variances)
    }
}
