//! Number needed to treat or to harm, from a risk difference.

use crate::words::Shown;
use euthymia_synthesis::conversion::number_needed::Needed;
use euthymia_table::fmt;

/// Whether having the event is good or bad.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// Response, remission.
    Benefit,
    /// Adverse events, drop-out.
    Harm,
}

/// Prints 1/|RD| with its limits: `NNTB 4.21 → 5 [3.1, 6.4]`.
///
/// The unrounded number is printed with the conventional whole one: rounded up for benefit and
/// down for harm, so that neither flatters the treatment. When the limits of the difference lie on
/// both sides of zero, the interval runs through infinity and is printed so:
/// `NNTB 12.00 → 12 [NNTB 5.0 … ∞ … NNTH 40.0]`.
///
/// # References
/// Altman DG. Confidence intervals for the number needed to treat. BMJ 1998;317:1309–1312.
///
/// # Example: dissociation in TRANSFORM-1, 62/231 against 4/113
/// ```
/// use euthymia_report::number_needed::{number_needed, Event};
/// use euthymia_report::words::Shown;
/// use euthymia_synthesis::pairwise::Bounds;
/// let difference = 62.0 / 231.0 - 4.0 / 113.0;
/// let shown = Shown { estimate: difference, bounds: Bounds { lower: 0.166, upper: 0.300 } };
/// assert_eq!(number_needed(&shown, Event::Harm), "NNTH 4.29 → 4 [3.3, 6.0]");
/// ```
#[must_use]
pub fn number_needed(difference: &Shown, event: Event) -> String {
    let Shown { estimate, bounds } = difference;
    if *estimate == 0.0 {
        return "no difference: infinite".to_owned();
    }
    let name = |rd: f64| match (event, rd > 0.0) {
        (Event::Benefit, true) | (Event::Harm, false) => "NNTB",
        _ => "NNTH",
    };
    // A difference of proportions cannot exceed one, although a Wald limit can.
    let needed = |rd: f64| match Needed::of(rd.clamp(-1.0, 1.0)) {
        Needed::OneLess(number) | Needed::OneMore(number) => number,
        Needed::Infinite => f64::INFINITY,
    };
    let whole = |rd: f64| {
        if name(rd) == "NNTB" {
            needed(rd).ceil()
        } else {
            needed(rd).floor().max(1.0)
        }
    };
    let head = format!(
        "{} {} → {}",
        name(*estimate),
        fmt::number(needed(*estimate), 2),
        fmt::number(whole(*estimate), 0)
    );
    if bounds.lower < 0.0 && bounds.upper > 0.0 {
        let (near, far) = if *estimate > 0.0 {
            (bounds.upper, bounds.lower)
        } else {
            (bounds.lower, bounds.upper)
        };
        return format!(
            "{head} [{} {} … ∞ … {} {}]",
            name(near),
            fmt::number(needed(near), 1),
            name(far),
            fmt::number(needed(far), 1)
        );
    }
    let end = |rd: f64| {
        if rd == 0.0 {
            "∞".to_owned()
        } else {
            fmt::number(needed(rd), 1)
        }
    };
    let (first, second) = (end(bounds.lower), end(bounds.upper));
    let ordered = bounds.lower.abs() > bounds.upper.abs();
    if ordered {
        format!("{head} [{first}, {second}]")
    } else {
        format!("{head} [{second}, {first}]")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use euthymia_synthesis::pairwise::Bounds;

    fn shown(estimate: f64, lower: f64, upper: f64) -> Shown {
        Shown {
            estimate,
            bounds: Bounds { lower, upper },
        }
    }

    #[test]
    fn benefit_is_rounded_up() {
        // 12/24 against 5/24: RD 7/24, 1/RD = 3.43.
        let text = number_needed(&shown(7.0 / 24.0, 0.034, 0.549), Event::Benefit);
        assert_eq!(text, "NNTB 3.43 → 4 [1.8, 29.4]");
    }

    #[test]
    fn an_interval_over_zero_runs_through_infinity() {
        let text = number_needed(&shown(0.1, -0.05, 0.25), Event::Benefit);
        assert_eq!(text, "NNTB 10.00 → 10 [NNTB 4.0 … ∞ … NNTH 20.0]");
    }

    #[test]
    fn fewer_adverse_events_are_a_benefit() {
        let text = number_needed(&shown(-0.2, -0.4, -0.1), Event::Harm);
        assert_eq!(text, "NNTB 5.00 → 5 [2.5, 10.0]");
    }
}
