//! The true effect of each study, as the model sees it: between its estimate and the pooled one.

use super::fit::Fit;
use super::{Bounds, Model};
use crate::studies::StudySet;
use euthymia_numerics::{Probability, normal, student_t};

/// The predicted true effect of one study.
///
/// Also known as: BLUP, empirical Bayes estimate, shrunken estimate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TrueEffect {
    /// λy + (1 − λ)μ̂.
    pub estimate: f64,
    /// √(λv + (1 − λ)²se²), with se that of the pooled estimate.
    pub standard_error: f64,
    /// Interval for the true effect, from the same distribution as that of the pooled estimate.
    pub bounds: Bounds,
    /// λ = τ²/(τ² + v), the share of its own estimate, in [0, 1].
    pub own_share: f64,
}

/// Returns the best linear unbiased prediction of each study's true effect μ + uᵢ, in the order of
/// the set; `None` for a common effect, where there is one true effect, and for a single study.
///
/// τ² is taken as known, as usual: the standard error counts what the estimates say about uᵢ and how
/// well μ is known.
///
/// # References
/// Raudenbush SW, Bryk AS. J Educ Stat 1985;10:75–98. Morris CN. J Am Stat Assoc 1983;78:47–55.
///
/// # Example
/// ```
/// use euthymia_numerics::Probability;
/// use euthymia_synthesis::{effect::Effect, studies::{Study, StudySet}};
/// use euthymia_synthesis::pairwise::{fit, true_effects::true_effects, Options};
/// let set = StudySet::new(vec![
///     Study::new("A", Effect::new(0.0, 1.0)?),
///     Study::new("B", Effect::new(4.0, 1.0)?),
/// ])?;
/// // τ² = (4² − 2)/2 = 7: each keeps 7/8 of its distance of 2 from the mean.
/// let found = true_effects(&set, &fit(&set, &Options::default())?).unwrap();
/// assert!((found[0].estimate - 0.25).abs() < 1e-12);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn true_effects(set: &StudySet, fit: &Fit) -> Option<Vec<TrueEffect>> {
    if fit.options.model == Model::CommonEffect {
        return None;
    }
    let tau2 = fit.tau2?.value;
    let quantile = quantile(fit.inference.df, fit.options.level);
    let variance = fit.inference.standard_error.powi(2);
    let effects = set.pairs().map(|(y, v)| {
        let own_share = tau2 / (tau2 + v);
        // v/(τ² + v) rather than one minus the share: neither end loses digits.
        let rest = v / (tau2 + v);
        let estimate = fit.estimate + own_share * (y - fit.estimate);
        let standard_error = (own_share * v + rest * rest * variance).sqrt();
        let width = quantile * standard_error;
        TrueEffect {
            estimate,
            standard_error,
            bounds: Bounds {
                lower: estimate - width,
                upper: estimate + width,
            },
            own_share,
        }
    });
    Some(effects.collect())
}

fn quantile(df: Option<f64>, level: Probability) -> f64 {
    let tail = level.complement().half();
    df.map_or_else(
        || normal::upper_quantile(tail),
        |df| student_t::upper_quantile(tail, df),
    )
}
