//! Laws of the log: merging is a union, order in the file means nothing, undoing is undone.

use euthymia_review::log::{Created, merged};
use euthymia_review::{
    Entry, EntryId, Event, EventId, How, ImportId, Imported, Link, RecordId, State, Target,
};
use proptest::prelude::*;

const IMPORT: ImportId = ImportId(7);

fn record(number: u32) -> RecordId {
    RecordId {
        import: IMPORT,
        number,
    }
}

fn imported() -> Event {
    Event::Imported(Box::new(Imported {
        import: IMPORT,
        source: None,
        file_name: "export.ris".to_owned(),
        format: "ris".to_owned(),
        encoding: "UTF-8".to_owned(),
        columns: None,
        records: 6,
        broken: 0,
        problems: 0,
        sha256: "07".repeat(32),
    }))
}

fn beginning() -> Entry {
    let created = Event::ReviewCreated(Box::new(Created {
        title: "Ketamine".to_owned(),
        protocol: String::new(),
    }));
    entry(1, 1, vec![created, imported()])
}

fn entry(id: u128, clock: u64, events: Vec<Event>) -> Entry {
    Entry {
        id: EntryId(id),
        clock,
        time: "2026-03-01T09:00:00Z".parse().unwrap(),
        author: "kd".to_owned(),
        events,
    }
}

fn event() -> impl Strategy<Value = Event> {
    let pair = (1..8_u32, 1..8_u32).prop_filter("two", |(a, b)| a != b);
    let pair = pair.prop_map(|(a, b)| (record(a), record(b)));
    let target = (0..12_u128, prop::option::of(1..4_u32));
    prop_oneof![
        (pair.clone(), 0..=1_000_000_u32).prop_map(|((a, b), millionths)| Event::RecordsMerged {
            records: vec![a, b],
            how: How::automatic(f64::from(millionths) / 1e6, "rule 1"),
        }),
        prop::collection::vec(1..8_u32, 2..5).prop_map(|numbers| Event::RecordsMerged {
            records: numbers.into_iter().map(record).collect(),
            how: How::ByPerson,
        }),
        pair.clone().prop_map(|(a, b)| Event::KeptApart { a, b }),
        pair.prop_map(|(a, b)| Event::Linked {
            a,
            b,
            link: Link::SameStudy
        }),
        target.prop_map(|(id, place)| Event::Undone {
            target: Target {
                entry: EntryId(id),
                place
            }
        }),
        (1..8_u32, prop::option::of("[ab]")).prop_map(|(number, value)| Event::FieldAmended {
            record: record(number),
            field: "title".to_owned(),
            value,
        }),
        Just(Event::ImportWithdrawn {
            import: IMPORT,
            reason: "wrong file".to_owned()
        }),
        "[a-z]{0,5}".prop_map(|text| Event::Note { record: None, text }),
    ]
}

/// The same entries for every copy; which of them a copy has is chosen apart.
fn entries() -> impl Strategy<Value = Vec<Entry>> {
    let events = prop::collection::vec(event(), 1..4);
    prop::collection::vec((2..6_u64, events), 0..10).prop_map(|list| {
        let rest = (2..)
            .zip(list)
            .map(|(id, (clock, events))| entry(id, clock, events));
        std::iter::once(beginning()).chain(rest).collect()
    })
}

/// A copy that has the entries whose bit is set, and the beginning.
fn copy(entries: &[Entry], which: u16) -> Vec<Entry> {
    let has = |index: usize| index == 0 || which >> (index % 16) & 1 == 1;
    let kept = entries.iter().enumerate().filter(|&(index, _)| has(index));
    merged(
        &kept.map(|(_, entry)| entry.clone()).collect::<Vec<_>>(),
        &[],
    )
    .unwrap()
}

proptest! {
    #[test]
    fn merging_is_commutative_associative_and_idempotent(
        all in entries(), [x, y, z] in any::<[u16; 3]>(),
    ) {
        let (a, b, c) = (copy(&all, x), copy(&all, y), copy(&all, z));
        let join = |a: &[Entry], b: &[Entry]| merged(a, b).unwrap();
        prop_assert_eq!(join(&a, &b), join(&b, &a));
        prop_assert_eq!(join(&join(&a, &b), &c), join(&a, &join(&b, &c)));
        prop_assert_eq!(join(&a, &a), a.clone());
        prop_assert_eq!(join(&join(&a, &b), &b), join(&a, &b));
        prop_assert_eq!(copy(&all, x | y), join(&a, &b));
    }

    #[test]
    fn the_order_of_lines_means_nothing(
        (all, mixed) in entries().prop_flat_map(|all| (Just(all.clone()), Just(all).prop_shuffle())),
    ) {
        let (all, mixed) = (merged(&all, &[]).unwrap(), merged(&mixed, &[]).unwrap());
        prop_assert_eq!(State::of(&all), State::of(&mixed));
    }

    #[test]
    fn undoing_what_undid_leaves_the_state_as_it_was(
        all in entries(), which in any::<prop::sample::Index>(),
    ) {
        let all = merged(&all, &[]).unwrap();
        let undone = all[which.index(all.len())].id;
        let undo = |id, target| {
            let target = Target { entry: target, place: None };
            entry(id, 100 + id as u64, vec![Event::Undone { target }])
        };
        let last = undo(201, EntryId(200));
        let both = [all.clone(), vec![undo(200, undone), last]].concat();
        prop_assert_eq!(State::of(&both), State::of(&all));
    }

    #[test]
    fn undoing_the_last_entry_is_as_if_it_had_never_been(all in entries()) {
        let all = merged(&all, &[]).unwrap();
        let (last, before) = all.split_last().unwrap();
        prop_assume!(!before.is_empty());
        let target = Target { entry: last.id, place: None };
        let undo = entry(200, 200, vec![Event::Undone { target }]);
        let both = [all.clone(), vec![undo]].concat();
        prop_assert_eq!(State::of(&both), State::of(before));
    }

    #[test]
    fn groups_keep_apart_what_is_kept_apart_and_join_nothing_else(all in entries()) {
        let all = merged(&all, &[]).unwrap();
        let state = State::of(&all);
        let mut seen = Vec::new();
        for group in &state.merged {
            prop_assert!(group.records.len() > 1);
            for (a, b) in &state.kept_apart {
                prop_assert!(!(group.records.contains(a) && group.records.contains(b)));
            }
            for &record in &group.records {
                prop_assert!(state.counts(record));
                prop_assert!(!seen.contains(&record), "in two groups");
                seen.push(record);
            }
        }
        prop_assert_eq!(state.duplicates() as usize, seen.len() - state.merged.len());
    }

    #[test]
    fn the_words_of_an_event_read_back_as_the_event(event in event()) {
        let text = serde_json::to_string(&event).unwrap();
        prop_assert_eq!(serde_json::from_str::<Event>(&text).unwrap(), event);
    }
}

#[test]
fn another_review_is_refused() {
    let mut other = beginning();
    other.id = EntryId(99);
    assert!(merged(&[beginning()], &[other]).is_err());
}

#[test]
fn an_event_has_a_name_of_its_own() {
    let entry = beginning();
    let names: Vec<EventId> = entry.named().map(|(id, _)| id).collect();
    assert_eq!(names.iter().map(|id| id.place).collect::<Vec<_>>(), [1, 2]);
}
