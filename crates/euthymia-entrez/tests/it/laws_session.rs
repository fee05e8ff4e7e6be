//! Laws of slices and of what is kept.

use euthymia_entrez::{Found, History, Progress, Request, Session, Slice};
use jiff::civil::Date;
use proptest::prelude::*;

/// The days and PMIDs of a slice as one span on a line of both.
fn span(slice: Slice) -> ((Date, u32), (Date, u32)) {
    match slice {
        Slice::Whole => ((Date::MIN, 0), (Date::MAX, u32::MAX)),
        Slice::Days { first, last } => ((first, 1), (last, 999_999_999)),
        Slice::Pmids { day, first, last } => ((day, first), (day, last)),
    }
}

/// True when the second begins right after the first ends.
fn touch(end: (Date, u32), start: (Date, u32)) -> bool {
    let next_day = end.0.tomorrow().is_ok_and(|day| start == (day, 1)) && end.1 == 999_999_999;
    next_day || (end.0 == start.0 && end.1 + 1 == start.1)
}

fn history(number: u64) -> Option<History> {
    Some(History {
        web_env: format!("MCID_{number}"),
        query_key: "1".to_owned(),
    })
}

/// Answers everything a session asks: each search by the number of entries in its slice.
fn driven(entries: &[(Date, u32)], page_size: u32, stop: usize) -> Session {
    let mut session = Session::new(Progress::new("x", page_size));
    for step in 0..stop {
        match session.next() {
            None => break,
            Some(Request::Search { slice, .. }) => {
                let (first, last) = span(slice);
                let inside = |entry: &&(Date, u32)| (first..=last).contains(*entry);
                let count = entries.iter().filter(inside).count() as u64 * 5_000;
                let found = Found {
                    count,
                    history: history(step as u64),
                    translation: Some("t".to_owned()),
                    warnings: vec!["w".to_owned()],
                };
                session.found(found).unwrap();
            }
            Some(Request::Page { count, .. }) => {
                session.stored(count, count, 9);
            }
        }
    }
    session
}

fn entries() -> impl Strategy<Value = Vec<(Date, u32)>> {
    let day = (1780_i16..2060, 1_i8..=12, 1_i8..=28)
        .prop_map(|(year, month, day)| Date::new(year, month, day).unwrap());
    let entry = (day, 1_u32..50_000_000);
    prop::collection::btree_set(entry, 0..40).prop_map(|set| set.into_iter().collect())
}

proptest! {
    #[test]
    fn halves_share_nothing_and_leave_nothing_out(path in prop::collection::vec(any::<bool>(), 0..60)) {
        let mut slice = Slice::Whole;
        for early in path {
            let Some((low, high)) = slice.halves() else { break };
            let ((low_first, low_last), (high_first, high_last)) = (span(low), span(high));
            prop_assert!(low_first <= low_last && high_first <= high_last);
            prop_assert!(touch(low_last, high_first), "{low} | {high}");
            if slice != Slice::Whole {
                prop_assert_eq!((low_first, high_last), span(slice));
            }
            slice = if early { low } else { high };
        }
    }

    #[test]
    fn halving_ends(path in prop::collection::vec(any::<bool>(), 60)) {
        let mut slice = Some(Slice::Whole);
        for early in path {
            slice = slice.and_then(Slice::halves).map(|(low, high)| if early { low } else { high });
        }
        prop_assert_eq!(slice, None);
    }

    #[test]
    fn every_record_is_in_one_slice_and_on_one_page(entries in entries(), size in 900_u32..=9_999) {
        let session = driven(&entries, size, usize::MAX);
        let progress = session.progress();
        let total = entries.len() as u64 * 5_000;
        prop_assert_eq!(session.count(), total);
        prop_assert_eq!(progress.records(), total);
        prop_assert!(progress.parts.iter().all(|part| part.covered() == part.count));
        for entry in &entries {
            let holds = |slice: Slice| (span(slice).0..=span(slice).1).contains(entry);
            prop_assert_eq!(progress.parts.iter().filter(|part| holds(part.slice)).count(), 1);
        }
    }

    #[test]
    fn what_is_kept_reads_back_at_every_step(entries in entries(), stop in 0_usize..60) {
        let session = driven(&entries, 2_000, stop);
        let mut kept = session.progress().clone();
        kept.recount = (stop % 2 == 0).then_some(7);
        kept.runs = vec!["2026-03-01".to_owned()];
        let text = kept.to_json().to_string();
        let back = Progress::from_json(&serde_json::from_str(&text).unwrap());
        prop_assert_eq!(back, Some(kept));
    }
}
