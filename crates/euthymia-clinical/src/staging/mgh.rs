//! The Massachusetts General Hospital staging: a sum without upper end.

use super::models;
use serde::Deserialize;

/// The points of each part.
#[derive(Clone, Copy, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Weights {
    /// For each non-response to an adequate trial of at least 6 weeks.
    pub failure: f64,
    /// For each optimisation.
    pub optimisation: f64,
    /// For each augmentation or combination.
    pub augmentation: f64,
    /// For ECT.
    pub ect: f64,
}

fn weights() -> Weights {
    let found = models().iter().find_map(|model| model.mgh);
    // A test reads the file, so there always are some.
    found.unwrap_or_default()
}

/// Points: 1 for each non-response to an adequate trial of at least 6 weeks, ½ for each
/// optimisation, ½ for each augmentation or combination, 3 for ECT.
///
/// # References
/// PLoS One 2020 15:e0236434, Panel 1.
///
/// # Example
/// ```
/// use euthymia_clinical::staging::mgh::points;
/// assert_eq!(points(2, 1, 1, false), 3.0);
/// assert_eq!(points(0, 0, 0, true), 3.0);
/// ```
#[must_use]
pub fn points(failures: u32, optimisations: u32, augmentations: u32, ect: bool) -> f64 {
    let weights = weights();
    f64::from(failures) * weights.failure
        + f64::from(optimisations) * weights.optimisation
        + f64::from(augmentations) * weights.augmentation
        + if ect { weights.ect } else { 0.0 }
}
