//! One score a day and patient: what two of them mean.

use euthymia_table::Diagnostic;
use std::collections::BTreeMap;

/// Two scores of a patient on a day.
pub(super) enum Clash<S> {
    /// This one does not count, and why.
    Unused(S, &'static str),
    /// The settings do not say which counts.
    Twice {
        /// The later row.
        score: S,
        /// The earlier row.
        first: S,
    },
}

/// The score of each day. `total`: the score, and whether the file repeats it by its layout; `same_day`:
/// `first` or `last`, which of several counts.
pub(super) fn one_a_day<D: Ord + Copy, S: Copy>(
    scores: impl IntoIterator<Item = (D, S)>,
    total: impl Fn(S) -> (Option<f64>, bool),
    same_day: Option<&str>,
    mut tell: impl FnMut(Clash<S>),
) -> BTreeMap<D, S> {
    const OTHER: &str = "another score of that day is used";
    let mut by_day: BTreeMap<D, S> = BTreeMap::new();
    for (day, score) in scores {
        let Some(first) = by_day.get(&day).copied() else {
            by_day.insert(day, score);
            continue;
        };
        let ((known, is_known_repeated), (found, is_repeated)) = (total(first), total(score));
        // A gap takes nothing away.
        if found.is_none() {
            continue;
        }
        if known == found {
            if !is_repeated && !is_known_repeated {
                tell(Clash::Unused(
                    score,
                    "the same score stands twice on that day",
                ));
            }
            continue;
        }
        if known.is_none() {
            by_day.insert(day, score);
            continue;
        }
        match same_day {
            Some("first") => tell(Clash::Unused(score, OTHER)),
            Some("last") => {
                tell(Clash::Unused(first, OTHER));
                by_day.insert(day, score);
            }
            _ => tell(Clash::Twice { score, first }),
        }
    }
    by_day
}

/// The finding about a second score, at its place; `first`: where the other one stands.
pub(super) fn twice(place: impl FnOnce(String) -> Diagnostic, first: &str) -> Diagnostic {
    place(format!(
        "this patient has another score at that time, in {first}"
    ))
    .with_help(
        "Correct one of the rows, or say which counts in the settings: same_day = \"first\" or \
         \"last\".",
    )
}
