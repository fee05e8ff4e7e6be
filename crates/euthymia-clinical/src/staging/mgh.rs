//! The Massachusetts General Hospital staging: a sum without upper end.

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
    f64::from(failures)
        + f64::from(optimisations) / 2.0
        + f64::from(augmentations) / 2.0
        + if ect { 3.0 } else { 0.0 }
}
