//! Imprecision, and effects so large that they speak for themselves.

use crate::grade::steps::{Proposal, Steps};
use crate::grade::thresholds::Thresholds;
use euthymia_synthesis::pairwise::Bounds;

/// The information there is, and the information one adequate trial would have.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Size {
    /// Patients; `None` where the data do not say.
    pub patients: Option<u64>,
    /// The optimal information size, where it is known.
    pub optimal: Option<u64>,
    /// The risk ratio that the estimate stands for, where there is one.
    pub risk_ratio: Option<f64>,
}

/// A relative effect beyond which sizes are looked at: 30 % fewer, or as much more.
const LARGE: f64 = 0.7;

impl Size {
    /// Whether the effect is so large that its interval alone may flatter it.
    fn is_large(&self) -> bool {
        let large = |ratio: f64| !(LARGE..=1.0 / LARGE).contains(&ratio);
        self.risk_ratio.is_some_and(large)
    }
}

/// Judges imprecision by the thresholds that the confidence interval crosses: one level each, three at
/// most. Where it crosses none and the effect is large, the patients are held against the optimal
/// information size: fewer lower by one level, fewer than half by two. Without thresholds the rule
/// cannot say.
///
/// # Example
/// ```
/// use euthymia_report::grade::{Steps, Thresholds, rules::{imprecision, Size}};
/// use euthymia_synthesis::{measure::Measure, pairwise::Bounds};
/// let thresholds = Thresholds::new(&[1.0], Measure::OddsRatio)?;
/// let size = Size { patients: Some(1804), optimal: None, risk_ratio: Some(0.45) };
/// let bounds = Bounds { lower: 0.18, upper: 1.13 };
/// assert_eq!(imprecision(bounds, Some(&thresholds), &size).steps, Steps::Settled(1));
/// # Ok::<(), euthymia_report::grade::ThresholdsError>(())
/// ```
#[must_use]
pub fn imprecision(bounds: Bounds, thresholds: Option<&Thresholds>, size: &Size) -> Proposal {
    let Some(thresholds) = thresholds else {
        return Proposal::undecided(
            "no thresholds were given, so that nobody can say which effects would matter",
        );
    };
    let all = thresholds.values().len();
    match thresholds.crossed(bounds) {
        0 => enough(size),
        crossed => Proposal::settled(
            crossed.min(3),
            format!("the confidence interval crosses {crossed} of {all} thresholds"),
        ),
    }
}

fn enough(size: &Size) -> Proposal {
    const NONE: &str = "the confidence interval crosses no threshold";
    if !size.is_large() {
        return Proposal::settled(0, NONE);
    }
    let (Some(patients), Some(optimal)) = (size.patients, size.optimal) else {
        return Proposal {
            steps: Steps::between(0, 2),
            because: format!(
                "{NONE}, but the effect is large, and patients or optimal information size are unknown"
            ),
        };
    };
    let told = format!("{patients} patients, optimal information size {optimal}");
    let steps = match patients {
        enough if enough >= optimal => 0,
        half if half.saturating_mul(2) >= optimal => 1,
        _ => 2,
    };
    Proposal::settled(steps, format!("{NONE}; the effect is large: {told}"))
}

/// Judges whether an effect of studies without randomisation is so large that it raises certainty: a
/// risk ratio above 2 or below 0.5 by one level, above 5 or below 0.2 by two. Only where nothing lowers
/// certainty, and where the confidence interval leaves out no effect.
#[must_use]
pub fn large_effect(
    risk_ratio: Option<f64>,
    excludes_none: bool,
    anything_lowers: bool,
) -> Proposal {
    let Some(ratio) = risk_ratio.filter(|ratio| *ratio > 0.0) else {
        return Proposal::settled(
            0,
            "there is no risk ratio, by which effects are called large",
        );
    };
    let size = ratio.max(1.0 / ratio);
    let steps = match size {
        size if size > 5.0 => 2,
        size if size > 2.0 => 1,
        _ => 0,
    };
    match steps {
        0 => Proposal::settled(0, "the risk ratio lies between 0.5 and 2"),
        _ if !excludes_none => {
            Proposal::settled(0, "a large risk ratio, whose interval holds no effect")
        }
        _ if anything_lowers => {
            Proposal::settled(0, "a large risk ratio, but something lowers certainty")
        }
        2 => Proposal::settled(2, "the risk ratio is above 5 or below 0.2"),
        _ => Proposal::settled(1, "the risk ratio is above 2 or below 0.5"),
    }
}
