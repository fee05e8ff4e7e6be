//! The European Staging Method: TRD1 to TRD5 by the number of failed trials of 6 to 8 weeks.

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
    match failed_trials {
        0 | 1 => None,
        2 => Some(1),
        3 => Some(2),
        4 => Some(3),
        5 => Some(4),
        _ => Some(5),
    }
}

/// The weeks of treatment in all that are printed for a stage, as a check: the ranges of TRD3 and
/// TRD4 overlap.
#[must_use]
pub fn weeks(stage: u8) -> Option<(u16, u16)> {
    [(12, 16), (18, 24), (24, 32), (30, 40), (36, 52)]
        .get(usize::from(stage).checked_sub(1)?)
        .copied()
}

/// Whether resistance of so many days is called chronic: longer than 12 months.
#[must_use]
pub fn is_chronic(days: i64) -> bool {
    days > 365
}
