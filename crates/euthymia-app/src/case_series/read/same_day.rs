//! One score a day and patient: what two of them mean.

use euthymia_table::Diagnostic;
use std::collections::BTreeMap;

/// Two scores of a patient on a day that differ.
pub(super) enum Clash<S> {
    /// The settings say that this one does not count.
    Unused(S),
    /// The settings do not say which counts.
    Twice {
        /// The later row.
        score: S,
        /// The earlier row.
        first: S,
    },
}

/// Why a score is not used.
pub(super) const UNUSED: &str = "another score of that day is used";

/// The score of each day. `same_day`: `first` or `last`, which of several counts.
pub(super) fn one_a_day<D: Ord + Copy, S: Copy>(
    scores: impl IntoIterator<Item = (D, S)>,
    total: impl Fn(S) -> Option<f64>,
    same_day: Option<&str>,
    mut tell: impl FnMut(Clash<S>),
) -> BTreeMap<D, S> {
    let mut by_day: BTreeMap<D, S> = BTreeMap::new();
    for (day, score) in scores {
        let Some(first) = by_day.get(&day).copied() else {
            by_day.insert(day, score);
            continue;
        };
        // A baseline that is repeated in every row is one baseline, and a gap takes nothing away.
        if total(first) == total(score) || total(score).is_none() {
            continue;
        }
        if total(first).is_none() {
            by_day.insert(day, score);
            continue;
        }
        match same_day {
            Some("first") => tell(Clash::Unused(score)),
            Some("last") => {
                tell(Clash::Unused(first));
                by_day.insert(day, score);
            }
            _ => tell(Clash::Twice { score, first }),
        }
    }
    by_day
}

/// The finding about a second score, at its place.
pub(super) fn twice(place: impl FnOnce(String) -> Diagnostic, first_row: usize) -> Diagnostic {
    place(format!(
        "this patient has another score at that time, in row {first_row}"
    ))
    .with_help(
        "Correct one of the rows, or say which counts in the settings: same_day = \"first\" or \
         \"last\".",
    )
}
