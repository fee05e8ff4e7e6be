//! Inconsistency: does a new study's true effect allow decisions that the mean does not?

use crate::grade::steps::Proposal;
use crate::grade::thresholds::Thresholds;
use euthymia_synthesis::pairwise::Bounds;
use euthymia_table::fmt;

/// How far results lie apart, on the scale people read.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scatter {
    /// Studies.
    pub k: usize,
    /// Confidence limits of the mean.
    pub bounds: Bounds,
    /// Limits of the prediction interval, where there is one.
    pub prediction: Option<Bounds>,
    /// Between-study variance, where the model has one.
    pub tau2: Option<f64>,
    /// I², likewise.
    pub i2: Option<f64>,
}

/// Judges inconsistency by the thresholds that the prediction interval crosses and the confidence
/// interval does not: one level each, two at most. One study cannot disagree. Without thresholds, or
/// without a prediction interval, the rule cannot say; I² alone decides nothing.
///
/// # Example
/// ```
/// use euthymia_report::grade::{Steps, Thresholds, rules::{inconsistency, Scatter}};
/// use euthymia_synthesis::{measure::Measure, pairwise::Bounds};
/// let thresholds = Thresholds::important(1.25, Measure::RiskRatio)?;
/// // From 1.3 to 2.5 for the mean; a new study's true effect may be as low as 0.9.
/// let scatter = Scatter { k: 6, bounds: Bounds { lower: 1.3, upper: 2.5 },
///     prediction: Some(Bounds { lower: 0.9, upper: 3.6 }), tau2: Some(0.1), i2: Some(0.6) };
/// assert_eq!(inconsistency(&scatter, Some(&thresholds)).steps, Steps::Settled(1));
/// # Ok::<(), euthymia_report::grade::ThresholdsError>(())
/// ```
#[must_use]
pub fn inconsistency(scatter: &Scatter, thresholds: Option<&Thresholds>) -> Proposal {
    if scatter.k <= 1 {
        return Proposal::settled(0, "one study, which nothing disagrees with");
    }
    let seen = seen(scatter);
    let Some(thresholds) = thresholds else {
        return Proposal::undecided(format!(
            "no thresholds were given, so that nobody can say whether differences matter{seen}"
        ));
    };
    let Some(prediction) = scatter.prediction else {
        return Proposal::undecided(format!("there is no prediction interval{seen}"));
    };
    let (own, new) = (
        thresholds.crossed(scatter.bounds),
        thresholds.crossed(prediction),
    );
    let more = new.saturating_sub(own);
    let because = match more {
        0 => {
            "the prediction interval crosses no threshold beyond the confidence interval".to_owned()
        }
        1 => "the prediction interval crosses one threshold more than the confidence interval"
            .to_owned(),
        n => format!(
            "the prediction interval crosses {n} thresholds more than the confidence interval"
        ),
    };
    Proposal::settled(more.min(2), format!("{because}{seen}"))
}

fn seen(scatter: &Scatter) -> String {
    let mut parts = Vec::new();
    parts.extend(
        scatter
            .tau2
            .map(|own| format!("τ² = {}", fmt::number(own, 3))),
    );
    parts.extend(
        scatter
            .i2
            .map(|own| format!("I² = {}", fmt::percent(own, 0))),
    );
    match parts.is_empty() {
        true => String::new(),
        false => format!(" ({})", parts.join(", ")),
    }
}
