//! What holds of screening, whatever was decided in whatever order.

use euthymia_review::log::{Purpose, Removal, Round, Screened, Settled, Stage, Stopped, Verdict};
use euthymia_review::screen::{Outcome, Rules};
use euthymia_review::{
    Entry, EntryId, Event, FullTexts, How, ImportId, Imported, RecordId, Screening, State, Target,
};
use proptest::prelude::*;

/// Records of the one file.
const RECORDS: u32 = 6;

fn id(number: u32) -> RecordId {
    RecordId {
        import: ImportId(7),
        number,
    }
}

fn imported() -> Event {
    Event::Imported(Box::new(Imported {
        import: ImportId(7),
        source: None,
        file_name: "a.ris".to_owned(),
        format: "ris".to_owned(),
        encoding: "UTF-8".to_owned(),
        columns: None,
        records: RECORDS,
        broken: 0,
        problems: 0,
        sha256: "7".repeat(64),
    }))
}

fn entry(place: usize, author: &str, events: Vec<Event>) -> Entry {
    Entry {
        id: EntryId(place as u128 + 1),
        clock: place as u64 + 1,
        time: "2026-03-01T09:30:00Z".parse().unwrap(),
        author: author.to_owned(),
        events,
    }
}

/// Numbers beyond the last record are of no record.
fn records() -> impl Strategy<Value = RecordId> {
    (1..RECORDS + 2).prop_map(id)
}

fn stages() -> impl Strategy<Value = Stage> {
    prop_oneof![3 => Just(Stage::TitleAbstract), 1 => Just(Stage::FullText)]
}

fn verdicts() -> impl Strategy<Value = Verdict> {
    prop_oneof![
        Just(Verdict::Include),
        Just(Verdict::Maybe),
        Just(Verdict::Exclude)
    ]
}

fn reasons() -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec("[ab]", 0..3)
}

fn events() -> impl Strategy<Value = Event> {
    let decided = (records(), stages(), verdicts(), reasons()).prop_map(
        |(record, stage, verdict, reasons)| {
            Event::Screened(Box::new(Screened {
                record,
                stage,
                verdict,
                reasons,
                seconds: None,
            }))
        },
    );
    let settled = (records(), stages(), verdicts()).prop_map(|(record, stage, verdict)| {
        Event::Settled(Box::new(Settled {
            record,
            stage,
            verdict,
            reason: None,
            with: Vec::new(),
        }))
    });
    let drawn = (prop::collection::vec(records(), 1..4), stages(), "[pq]").prop_map(
        |(records, stage, name)| {
            Event::RoundDrawn(Box::new(Round {
                name,
                stage,
                purpose: Purpose::Pilot,
                records,
                seed: 1,
            }))
        },
    );
    let removed = records().prop_map(|record| Event::RemovedBeforeScreening {
        records: vec![record],
        by: Removal::Other,
        reason: "x".to_owned(),
    });
    let stopped = stages().prop_map(|stage| {
        Event::ScreeningStopped(Box::new(Stopped {
            stage,
            rule: "r".to_owned(),
            statement: "s".to_owned(),
        }))
    });
    let lost = records().prop_map(|record| Event::FullTextNotRetrieved {
        record,
        reason: "x".to_owned(),
    });
    let merged = (records(), records()).prop_map(|(a, b)| Event::RecordsMerged {
        records: vec![a, b],
        how: How::ByPerson,
    });
    let undone = (2..40_u128).prop_map(|entry| Event::Undone {
        target: Target {
            entry: EntryId(entry),
            place: None,
        },
    });
    prop_oneof![
        12 => decided, 2 => settled, 1 => drawn, 1 => removed, 1 => stopped, 1 => lost, 1 => merged,
        1 => undone
    ]
}

fn logs() -> impl Strategy<Value = Vec<Entry>> {
    let authors = prop_oneof![Just("kd"), Just("ml"), Just("guest")];
    prop::collection::vec((authors, events()), 0..40).prop_map(|written| {
        let first = entry(0, "kd", vec![imported()]);
        let rest = written.into_iter().enumerate();
        let rest = rest.map(|(at, (author, event))| entry(at + 1, author, vec![event]));
        std::iter::once(first).chain(rest).collect()
    })
}

fn people() -> [String; 2] {
    ["kd".to_owned(), "ml".to_owned()]
}

fn fold(entries: &[Entry]) -> Screening {
    Screening::of(entries, &State::of(entries), Rules::default(), &people())
}

const BOTH: [Stage; 2] = [Stage::TitleAbstract, Stage::FullText];

proptest! {
    /// Going on entry by entry, and reading anew only where that is asked for, comes to the same.
    #[test]
    fn going_on_comes_to_the_same_as_reading_all(log in logs()) {
        let mut gone_on = fold(&log[..1]);
        for at in 1..log.len() {
            if !gone_on.note(&log[at]) {
                gone_on = fold(&log[..=at]);
            }
        }
        let all = fold(&log);
        prop_assert_eq!(&gone_on.units, &all.units);
        prop_assert_eq!(&gone_on.rounds, &all.rounds);
        prop_assert_eq!(&gone_on.ends, &all.ends);
        prop_assert_eq!(gone_on.all_findings(), all.all_findings());
        for stage in BOTH {
            prop_assert_eq!(gone_on.count(stage), all.count(stage));
        }
    }

    /// Every report stands in one place, and what comes to a full text is what titles included and
    /// could be had.
    #[test]
    fn counts_add_up(log in logs()) {
        let fold = fold(&log);
        let units = fold.units.len() as u64;
        let merged = State::of(&log).duplicates();
        prop_assert_eq!(units + merged, u64::from(RECORDS));
        let removed = fold.units.iter().filter(|unit| unit.removed.is_some()).count() as u64;
        let title = fold.count(Stage::TitleAbstract);
        prop_assert_eq!(title.total() + removed, units);
        let lost = (0..fold.units.len()).filter(|&place| {
            fold.outcome(place, Stage::TitleAbstract) == Outcome::Included
                && fold.units[place].not_retrieved.is_some()
        });
        let full = fold.count(Stage::FullText);
        prop_assert_eq!(full.total() + lost.count() as u64, title.included);
    }

    /// Whoever has to decide has not, and what waits for nobody is settled or stands in conflict.
    #[test]
    fn queues_hold_what_waits(log in logs()) {
        let fold = fold(&log);
        for stage in BOTH {
            for who in people() {
                let own = fold.reviewer(&who);
                for place in fold.queue(&who, stage) {
                    let outcome = fold.outcome(place, stage);
                    prop_assert!(matches!(outcome, Outcome::Undecided | Outcome::Partial));
                    let own = own.and_then(|own| fold.units[place].at(stage).by(own).next());
                    prop_assert!(own.is_none());
                }
            }
        }
    }

    /// Decisions of different people on different records may come in any order.
    #[test]
    fn the_order_of_what_does_not_touch_is_no_matter(
        verdicts in prop::collection::vec(verdicts(), RECORDS as usize),
        turn in 0..RECORDS as usize,
    ) {
        let decided = |number: usize| {
            let event = Event::Screened(Box::new(Screened {
                record: id(number as u32 + 1),
                stage: Stage::TitleAbstract,
                verdict: verdicts[number],
                reasons: Vec::new(),
                seconds: None,
            }));
            entry(number + 1, "kd", vec![event])
        };
        let mut log = vec![entry(0, "kd", vec![imported()])];
        log.extend((0..verdicts.len()).map(decided));
        let before = fold(&log);
        log[1..].rotate_left(turn);
        prop_assert_eq!(before.units, fold(&log).units);
    }

    /// Undoing an entry is as if it had never been, but for what was undone by it.
    #[test]
    fn undoing_the_last_entry_takes_it_back(log in logs(), event in events()) {
        prop_assume!(!matches!(event, Event::Undone { .. }));
        let before = fold(&log);
        let next = log.len();
        let mut longer = log.clone();
        longer.push(entry(next, "ml", vec![event]));
        let target = Target { entry: EntryId(next as u128 + 1), place: None };
        // What an entry of the log tried to undo before it was there is not undone by it.
        longer.push(entry(next + 1, "ml", vec![Event::Undone { target }]));
        let after = fold(&longer);
        prop_assert_eq!(before.units, after.units);
        let full = FullTexts::of(&longer, &after);
        prop_assert!(full.reports.keys().all(|place| *place < after.units.len()));
    }
}
