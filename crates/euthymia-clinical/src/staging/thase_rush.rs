//! The Thase–Rush stages. Their content is from general knowledge and unverified.

use crate::drug::DrugClass;

/// The stage for the classes of failed adequate trials: I one class; II a second, distinctly
/// different class; III and a tricyclic; IV and an MAO inhibitor; V and bilateral ECT.
///
/// Unverified: the original text was not read. Each stage needs the one before.
///
/// # Example
/// ```
/// use euthymia_clinical::drug::DrugClass::{Maoi, Snri, Ssri, Tca};
/// use euthymia_clinical::staging::thase_rush::stage;
/// assert_eq!(stage(&[], false), 0);
/// assert_eq!(stage(&[Ssri, Ssri], false), 1);
/// assert_eq!(stage(&[Ssri, Snri], false), 2);
/// assert_eq!(stage(&[Ssri, Snri, Tca], false), 3);
/// assert_eq!(stage(&[Ssri, Tca, Maoi], true), 5);
/// ```
#[must_use]
pub fn stage(failed_classes: &[DrugClass], bilateral_ect_failed: bool) -> u8 {
    let mut classes = failed_classes.to_vec();
    classes.sort_unstable();
    classes.dedup();
    let has = |class: DrugClass| classes.contains(&class);
    let stages = [
        !classes.is_empty(),
        classes.len() >= 2,
        has(DrugClass::Tca),
        has(DrugClass::Maoi),
        bilateral_ect_failed,
    ];
    #[allow(clippy::cast_possible_truncation)]
    let reached = stages.iter().take_while(|reached| **reached).count() as u8;
    reached
}
