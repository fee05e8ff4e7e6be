//! Laws of the flow of records: whatever happens to a review, what comes into a box goes out.

use euthymia_review::log::{
    Created, Purpose, Removal, Round, Screened, Settled, SourceKind, Stage, Stopped, Verdict,
};
use euthymia_review::prisma::{Flow, Point, Previous, Seen, until};
use euthymia_review::screen::{Reason, Rules, Screening};
use euthymia_review::{
    Entry, EntryId, Event, How, ImportId, Imported, Link, RecordId, Source, State, Target,
};
use proptest::prelude::*;

fn imported(import: u32, records: u32) -> Event {
    Event::Imported(Box::new(Imported {
        import: ImportId(import),
        source: (import > 1).then(|| format!("source {import}")),
        file_name: "export.ris".to_owned(),
        format: "ris".to_owned(),
        encoding: "UTF-8".to_owned(),
        columns: None,
        records,
        broken: 0,
        problems: 0,
        sha256: format!("{import:02}").repeat(32),
    }))
}

fn source(import: u32, kind: SourceKind) -> Event {
    Event::SourceAdded(Box::new(Source {
        name: format!("source {import}"),
        database: "Somewhere".to_owned(),
        kind: Some(kind),
        platform: None,
        searched_on: None,
        strategy: None,
        searched_by: None,
        limits: None,
        hits_reported: None,
    }))
}

fn entry(id: u128, author: &str, events: Vec<Event>) -> Entry {
    Entry {
        id: EntryId(id),
        clock: id as u64,
        time: format!("2026-03-01T09:{:02}:00Z", id % 60).parse().unwrap(),
        author: author.to_owned(),
        events,
    }
}

fn record() -> impl Strategy<Value = RecordId> {
    (1..6_u32, 1..7_u32).prop_map(|(import, number)| RecordId {
        import: ImportId(import),
        number,
    })
}

fn records() -> impl Strategy<Value = Vec<RecordId>> {
    prop::collection::vec(record(), 1..5)
}

fn stage() -> impl Strategy<Value = Stage> {
    prop_oneof![Just(Stage::TitleAbstract), Just(Stage::FullText)]
}

fn verdict() -> impl Strategy<Value = Verdict> {
    prop_oneof![
        3 => Just(Verdict::Include),
        1 => Just(Verdict::Maybe),
        2 => Just(Verdict::Exclude),
    ]
}

fn deciding() -> impl Strategy<Value = Event> {
    let reasons = prop::collection::vec("[abc]", 0..2);
    prop_oneof![
        8 => (record(), stage(), verdict(), reasons).prop_map(|(record, stage, verdict, reasons)| {
            Event::Screened(Box::new(Screened { record, stage, verdict, reasons, seconds: None }))
        }),
        3 => (record(), stage(), verdict(), prop::option::of("[abc]")).prop_map(
            |(record, stage, verdict, reason)| {
                Event::Settled(Box::new(Settled { record, stage, verdict, reason, with: Vec::new() }))
            }
        ),
        1 => stage().prop_map(|stage| Event::ScreeningStopped(Box::new(Stopped {
            stage,
            rule: "a rule".to_owned(),
            statement: "a claim".to_owned(),
        }))),
        1 => (records(), any::<bool>(), "[xy]").prop_map(|(records, by, reason)| {
            let by = if by { Removal::Automation } else { Removal::Other };
            Event::RemovedBeforeScreening { records, by, reason }
        }),
        1 => (record(), "[xy]").prop_map(|(record, reason)| Event::FullTextNotRetrieved {
            record,
            reason,
        }),
        1 => (stage(), records()).prop_map(|(stage, records)| Event::RoundDrawn(Box::new(Round {
            name: "pilot".to_owned(),
            stage,
            purpose: Purpose::Pilot,
            records,
            seed: 1,
        }))),
    ]
}

fn collecting() -> impl Strategy<Value = Event> {
    prop_oneof![
        ("[st]", records()).prop_map(|(study, records)| Event::StudyNamed { study, records }),
        (record(), record(), any::<bool>()).prop_map(|(a, b, same)| Event::Linked {
            a,
            b,
            link: if same {
                Link::SameStudy
            } else {
                Link::CommentOn
            },
        }),
        (record(), record()).prop_map(|(a, b)| Event::RecordsMerged {
            records: vec![a, b],
            how: How::ByPerson,
        }),
        (record(), record()).prop_map(|(a, b)| Event::KeptApart { a, b }),
        (1..6_u32, 1..7_u32).prop_map(|(import, records)| imported(import, records)),
        (1..6_u32, any::<prop::sample::Index>())
            .prop_map(|(import, kind)| { source(import, *kind.get(&SourceKind::ALL)) }),
        (1..6_u32).prop_map(|import| Event::ImportWithdrawn {
            import: ImportId(import),
            reason: "twice".to_owned(),
        }),
        (0..40_u128, prop::option::of(1..3_u32)).prop_map(|(id, place)| Event::Undone {
            target: Target {
                entry: EntryId(id),
                place
            },
        }),
    ]
}

fn log() -> impl Strategy<Value = Vec<Entry>> {
    let event = prop_oneof![3 => deciding(), 1 => collecting()];
    let entry_of = (
        prop_oneof![Just("kd"), Just("mb")],
        prop::collection::vec(event, 1..4),
    );
    prop::collection::vec(entry_of, 0..40).prop_map(|entries| {
        let created = Event::ReviewCreated(Box::new(Created {
            title: "Ketamine".to_owned(),
            protocol: String::new(),
        }));
        let begin = vec![
            created,
            source(2, SourceKind::Register),
            source(3, SourceKind::Website),
            imported(1, 6),
            imported(2, 4),
            imported(3, 5),
        ];
        let first = entry(1, "kd", begin);
        let rest = (2..).zip(entries);
        let rest = rest.map(|(id, (author, events))| entry(id, author, events));
        std::iter::once(first).chain(rest).collect()
    })
}

fn rules(reviewers: u32) -> Rules {
    let reason = |id: &str| Reason {
        id: id.to_owned(),
        text: format!("Reason {id}"),
    };
    let mut rules = Rules {
        reasons: vec![reason("b"), reason("a")],
        ..Rules::default()
    };
    rules.title_abstract.reviewers = reviewers;
    rules.full_text.reviewers = reviewers;
    rules
}

struct Read {
    entries: Vec<Entry>,
    state: State,
    screening: Screening,
}

impl Read {
    fn of(entries: Vec<Entry>, reviewers: u32) -> Self {
        let state = State::of(&entries);
        let people = ["kd".to_owned()];
        let screening = Screening::of(&entries, &state, rules(reviewers), &people);
        Self {
            entries,
            state,
            screening,
        }
    }

    fn seen(&self) -> Seen<'_> {
        Seen {
            entries: &self.entries,
            state: &self.state,
            screening: &self.screening,
        }
    }
}

proptest! {
    #[test]
    fn every_box_balances(entries in log(), reviewers in 1..3_u32, point in 1..42_u128) {
        let now = Read::of(entries, reviewers);
        let whole = Flow::of(&now.seen(), Previous { studies: Some(2), reports: Some(3) });
        prop_assert_eq!(whole.check(), vec![]);
        // Every record is on one side, and every report that is left in one place.
        let [one, other] = whole.columns();
        prop_assert_eq!(one.records() + other.records(), now.state.records());
        prop_assert_eq!(one.duplicates + other.duplicates, now.state.duplicates());
        if let Some(entries) = until(&now.entries, Point::After(EntryId(point))) {
            let before = Read::of(entries, reviewers);
            let since = Flow::since(&now.seen(), &before.seen(), Previous::default());
            prop_assert_eq!(since.check(), vec![]);
            let all = Flow::of(&now.seen(), Previous::default());
            prop_assert_eq!(since.total, all.total);
        }
    }

    #[test]
    fn nothing_is_new_since_the_end(entries in log(), reviewers in 1..3_u32) {
        let now = Read::of(entries, reviewers);
        let since = Flow::since(&now.seen(), &now.seen(), Previous::default());
        let all = Flow::of(&now.seen(), Previous::default());
        prop_assert_eq!(since.new.reports, 0);
        prop_assert_eq!(since.previous, Some(all.total));
        prop_assert_eq!(since.databases.records() + since.others.records(), 0);
        prop_assert_eq!(since.open(), all.open());
    }

    #[test]
    fn everything_is_new_since_the_beginning(entries in log(), reviewers in 1..3_u32) {
        let now = Read::of(entries, reviewers);
        let nothing = Read::of(Vec::new(), reviewers);
        let since = Flow::since(&now.seen(), &nothing.seen(), Previous::default());
        let all = Flow::of(&now.seen(), Previous::default());
        prop_assert_eq!(since.columns(), all.columns());
        prop_assert_eq!((since.new, since.total), (all.new, all.total));
    }
}
