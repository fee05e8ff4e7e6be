//! The likelihood of one group's count as a function of its linear predictor.

use super::hypergeometric::Hypergeometric;
use euthymia_numerics::gamma::ln_gamma;
use euthymia_numerics::stirling::stirling_error;

/// A log-likelihood at one value of its linear predictor η.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Curve {
    /// ℓ(η), with every constant.
    pub(crate) value: f64,
    /// dℓ/dη.
    pub(crate) slope: f64,
    /// −d²ℓ/dη², never negative: the families are log-concave.
    pub(crate) bend: f64,
}

impl Curve {
    /// Of a group that is not there.
    pub(crate) const LEVEL: Self = Self {
        value: 0.0,
        slope: 0.0,
        bend: 0.0,
    };
}

/// One group, or one study conditional on its total.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Arm {
    /// x of n with logit p = η + offset.
    Binomial {
        events: f64,
        n: f64,
        offset: f64,
        constant: f64,
    },
    /// x events with log mean η + offset.
    Poisson {
        events: f64,
        offset: f64,
        constant: f64,
    },
    /// Events of the first group given the margins, with log odds ratio η.
    Hypergeometric(Hypergeometric),
}

impl Arm {
    pub(crate) fn binomial(events: u64, n: u64, offset: f64) -> Self {
        let (events, n) = (events as f64, n as f64);
        Self::Binomial {
            events,
            n,
            offset,
            constant: ln_choose(n, events),
        }
    }

    pub(crate) fn poisson(events: u64, time: f64) -> Self {
        let events = events as f64;
        Self::Poisson {
            events,
            offset: time.ln(),
            constant: -ln_gamma(events + 1.0),
        }
    }

    /// The log-likelihood and its first two derivatives.
    #[inline]
    pub(crate) fn curve(&self, eta: f64) -> Curve {
        match self {
            Self::Binomial {
                events,
                n,
                offset,
                constant,
            } => binomial_curve(*events, *n, eta + offset, *constant),
            Self::Poisson {
                events,
                offset,
                constant,
            } => {
                let eta = eta + offset;
                let mean = eta.exp();
                Curve {
                    value: events * eta - mean + constant,
                    slope: events - mean,
                    bend: mean,
                }
            }
            Self::Hypergeometric(table) => table.curve(eta),
        }
    }

    /// The log-likelihood with a linear predictor of its own, its largest possible value.
    pub(crate) fn saturated(&self) -> f64 {
        match self {
            Self::Binomial {
                events,
                n,
                constant,
                ..
            } => constant + x_ln(*events, *n) + x_ln(n - events, *n),
            Self::Poisson {
                events, constant, ..
            } => constant + x_ln(*events, 1.0) - events,
            Self::Hypergeometric(table) => table.saturated(),
        }
    }

    /// The linear predictor that fits the count best, and the information about it there; `None` at
    /// an end of the range, where it is infinite.
    pub(crate) fn best(&self) -> Option<(f64, f64)> {
        match self {
            Self::Binomial {
                events, n, offset, ..
            } => {
                let others = n - events;
                let inside = *events > 0.0 && others > 0.0;
                inside.then(|| ((events / others).ln() - offset, events * others / n))
            }
            Self::Poisson { events, offset, .. } => {
                (*events > 0.0).then(|| (events.ln() - offset, *events))
            }
            Self::Hypergeometric(table) => table.best(),
        }
    }

    /// A linear predictor near the best one that is finite whatever the count: ½ is added.
    pub(crate) fn rough(&self) -> f64 {
        match self {
            Self::Binomial {
                events, n, offset, ..
            } => ((events + 0.5) / (n - events + 0.5)).ln() - offset,
            Self::Poisson { events, offset, .. } => (events + 0.5).ln() - offset,
            Self::Hypergeometric(table) => table.rough(),
        }
    }

    /// Whether the count lies at the lower and at the upper end of what was possible.
    pub(crate) fn ends(&self) -> (bool, bool) {
        match self {
            Self::Binomial { events, n, .. } => (*events == 0.0, events == n),
            Self::Poisson { events, .. } => (*events == 0.0, false),
            Self::Hypergeometric(table) => table.ends(),
        }
    }
}

#[inline]
fn binomial_curve(events: f64, n: f64, eta: f64, constant: f64) -> Curve {
    // Of e^−|η|, so that nothing overflows and neither tail loses its digits.
    let small = (-eta.abs()).exp();
    let total = 1.0 + small;
    let larger = 1.0 / total;
    let smaller = small * larger;
    let (p, q) = if eta >= 0.0 {
        (larger, smaller)
    } else {
        (smaller, larger)
    };
    // ln(1 + small), with what rounding took from 1 + small given back.
    let softplus = eta.max(0.0) + (total.ln() + (small - (total - 1.0)) * larger);
    Curve {
        value: events * eta - n * softplus + constant,
        slope: events * q - (n - events) * p,
        bend: n * p * q,
    }
}

/// Returns x ln(x/n), 0 at x = 0.
fn x_ln(x: f64, n: f64) -> f64 {
    if x == 0.0 { 0.0 } else { x * (x / n).ln() }
}

/// Returns the log of the binomial coefficient, by Stirling's formula with its error so that large
/// factorials cancel on paper.
pub(crate) fn ln_choose(n: f64, x: f64) -> f64 {
    let y = n - x;
    if x == 0.0 || y == 0.0 {
        return 0.0;
    }
    let corrections = stirling_error(n) - stirling_error(x) - stirling_error(y);
    let ends = 0.5 * (n / (std::f64::consts::TAU * x * y)).ln();
    ends + corrections - x_ln(x, n) - x_ln(y, n)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_log_of_ten_over_three_is_that_of_120() {
        assert!((ln_choose(10.0, 3.0) - 120.0_f64.ln()).abs() < 1e-14);
        assert_eq!(ln_choose(7.0, 7.0), 0.0);
    }

    #[test]
    fn three_of_ten_at_one_half() {
        let curve = Arm::binomial(3, 10, 0.0).curve(0.0);
        assert!((curve.value - (120.0_f64 / 1024.0).ln()).abs() < 1e-14);
        assert_eq!((curve.slope, curve.bend), (-2.0, 2.5));
    }

    #[test]
    fn two_events_where_three_are_expected() {
        let curve = Arm::poisson(2, 3.0).curve(0.0);
        assert!((curve.value - (4.5_f64.ln() - 3.0)).abs() < 1e-14);
        assert!((curve.slope + 1.0).abs() < 1e-15 && (curve.bend - 3.0).abs() < 1e-15);
    }

    #[test]
    fn slopes_and_bends_are_those_of_the_value() {
        let table = Hypergeometric::new(4, 12, 3, 9);
        let arms = [
            Arm::binomial(2, 9, 0.3),
            Arm::poisson(4, 2.5),
            Arm::Hypergeometric(table),
        ];
        for arm in arms {
            for eta in [-2.0, 0.1, 1.7] {
                let h = 1e-4;
                let at = |eta: f64| arm.curve(eta);
                let slope = (at(eta + h).value - at(eta - h).value) / (2.0 * h);
                let bend = -(at(eta + h).slope - at(eta - h).slope) / (2.0 * h);
                assert!((at(eta).slope - slope).abs() < 1e-6, "{arm:?} {eta}");
                assert!((at(eta).bend - bend).abs() < 1e-6, "{arm:?} {eta}");
            }
        }
    }

    #[test]
    fn the_best_predictor_reaches_the_saturated_value() {
        let arms = [
            Arm::binomial(2, 9, 0.3),
            Arm::poisson(4, 2.5),
            Arm::Hypergeometric(Hypergeometric::new(4, 12, 3, 9)),
        ];
        for arm in arms {
            let (eta, information) = arm.best().unwrap();
            let curve = arm.curve(eta);
            assert!((curve.value - arm.saturated()).abs() < 1e-13);
            assert!(curve.slope.abs() < 1e-10);
            assert!((curve.bend - information).abs() < 1e-10);
        }
    }
}
