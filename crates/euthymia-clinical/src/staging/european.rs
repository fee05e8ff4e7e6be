//! The European Staging Method: TRD1 to TRD5 by the number of failed trials of 6 to 8 weeks.

use super::models;
use serde::Deserialize;

/// The limits of the method, one per stage.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// Least number of failed trials of TRD1 to TRD5.
    pub failures: [u32; 5],
    /// Weeks of treatment in all that are printed for each; they overlap.
    pub weeks: [(u16, u16); 5],
    /// Resistance of more days than this is chronic.
    pub chronic_after_days: i64,
}

fn limits() -> Option<&'static Limits> {
    models().iter().find_map(|model| model.european.as_ref())
}

/// The stage for a number of failed trials of 6 to 8 weeks: 2 is TRD1, 3 is TRD2, up to 6 and more
/// which is TRD5; none below two.
///
/// # References
/// PLoS One 2020 15:e0236434, Panel 1. The weeks that it prints for the stages overlap
/// ([`weeks`]); the number of trials decides.
///
/// # Example
/// ```
/// use euthymia_clinical::staging::european::stage;
/// assert_eq!(stage(1), None);
/// assert_eq!(stage(2), Some(1));
/// assert_eq!(stage(9), Some(5));
/// ```
#[must_use]
pub fn stage(failed_trials: u32) -> Option<u8> {
    let least = &limits()?.failures;
    let reached = least.iter().filter(|least| failed_trials >= **least);
    u8::try_from(reached.count())
        .ok()
        .filter(|stage| *stage > 0)
}

/// The weeks of treatment in all that are printed for a stage, as a check: the ranges of TRD3 and
/// TRD4 overlap.
#[must_use]
pub fn weeks(stage: u8) -> Option<(u16, u16)> {
    let place = usize::from(stage).checked_sub(1)?;
    limits()?.weeks.get(place).copied()
}

/// Whether resistance of so many days is called chronic: longer than 12 months.
#[must_use]
pub fn is_chronic(days: i64) -> bool {
    limits().is_some_and(|limits| days > limits.chronic_after_days)
}
