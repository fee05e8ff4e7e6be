//! The flow of a small review, counted by hand.

use euthymia_review::log::{Removal, Screened, Stage, Stopped, Verdict};
use euthymia_review::prisma::{Flow, Point, Previous, Seen, Totals, until};
use euthymia_review::screen::{Reason, Rules, Screening};
use euthymia_review::{Entry, Event, Folder, How, ImportId, Link, RecordId, Source, State};

use crate::workplace::{Workplace, import, record, review, stamp};

fn rules() -> Rules {
    let reason = |id: &str, text: &str| Reason {
        id: id.to_owned(),
        text: text.to_owned(),
    };
    let mut rules = Rules {
        reasons: vec![
            reason("design", "Wrong design"),
            reason("population", "Wrong population"),
        ],
        ..Rules::default()
    };
    rules.title_abstract.reviewers = 1;
    rules.full_text.reviewers = 1;
    rules
}

fn flow(entries: &[Entry], before: Option<&[Entry]>, previous: Previous) -> Flow {
    let read = |entries: &[Entry]| {
        let state = State::of(entries);
        let screening = Screening::of(entries, &state, rules(), &[]);
        (state, screening)
    };
    fn seen<'a>(entries: &'a [Entry], read: &'a (State, Screening)) -> Seen<'a> {
        Seen {
            entries,
            state: &read.0,
            screening: &read.1,
        }
    }
    let now = read(entries);
    match before {
        None => Flow::of(&seen(entries, &now), previous),
        Some(earlier) => {
            let then = read(earlier);
            Flow::since(&seen(entries, &now), &seen(earlier, &then), previous)
        }
    }
}

fn source(name: &str, database: &str) -> Event {
    Event::SourceAdded(Box::new(Source {
        name: name.to_owned(),
        database: database.to_owned(),
        kind: None,
        platform: None,
        searched_on: None,
        strategy: None,
        searched_by: None,
        limits: None,
        hits_reported: None,
    }))
}

fn decided(record: RecordId, stage: Stage, reason: Option<&str>) -> Event {
    let verdict = match reason {
        None => Verdict::Include,
        Some(_) => Verdict::Exclude,
    };
    Event::Screened(Box::new(Screened {
        record,
        stage,
        verdict,
        reasons: reason.into_iter().map(str::to_owned).collect(),
        seconds: None,
    }))
}

fn included(record: RecordId) -> [Event; 2] {
    [
        decided(record, Stage::TitleAbstract, None),
        decided(record, Stage::FullText, None),
    ]
}

fn enter(folder: &mut Folder, minute: u32, events: Vec<Event>) {
    folder.append(&stamp("kd", minute), events).unwrap();
}

/// Eight records of a database, three of a register, three of reference lists.
fn found(folder: &mut Folder) -> [ImportId; 3] {
    let sources = vec![
        source("medline", "MEDLINE"),
        source("registry", "ClinicalTrials.gov"),
        source("lists", "Reference lists"),
    ];
    enter(folder, 1, sources);
    let titles = ["A", "B", "C", "D", "E", "F", "G", "H"];
    [
        import(folder, &titles, Some("medline")),
        import(folder, &["A trial", "I", "J"], Some("registry")),
        import(folder, &["A again", "K", "L"], Some("lists")),
    ]
}

fn screened(folder: &mut Folder) -> [ImportId; 3] {
    let [medline, registry, lists] = found(folder);
    let copies = Event::RecordsMerged {
        records: vec![record(medline, 1), record(lists, 1)],
        how: How::ByPerson,
    };
    let same = Event::Linked {
        a: record(registry, 1),
        b: record(medline, 1),
        link: Link::RegistrationOf,
    };
    let removed = Event::RemovedBeforeScreening {
        records: vec![record(medline, 8)],
        by: Removal::Automation,
        reason: "Not in English or German".to_owned(),
    };
    enter(folder, 2, vec![copies, same, removed]);
    let title = Stage::TitleAbstract;
    let mut events = Vec::new();
    events.extend(included(record(medline, 1)));
    events.extend(included(record(registry, 1)));
    events.extend(included(record(lists, 2)));
    events.push(decided(record(medline, 2), title, Some("design")));
    for number in [3, 4, 5] {
        events.push(decided(record(medline, number), title, None));
    }
    let full = Stage::FullText;
    events.push(decided(record(medline, 3), full, Some("population")));
    events.push(decided(record(medline, 4), full, Some("gone")));
    events.push(Event::FullTextNotRetrieved {
        record: record(medline, 5),
        reason: "No answer of the library".to_owned(),
    });
    events.push(decided(record(lists, 3), title, None));
    enter(folder, 3, events);
    [medline, registry, lists]
}

#[test]
fn every_box_holds_what_a_person_counts() {
    let place = Workplace::new();
    let mut folder = review(&place);
    screened(&mut folder);
    let flow = flow(folder.log().entries(), None, Previous::default());
    assert_eq!(flow.check(), []);
    let own = &flow.databases;
    // A to H and the three of the register; the copy of A is on the other side.
    assert_eq!((own.records(), own.duplicates), (11, 0));
    assert_eq!(own.automation.get("Not in English or German"), Some(&1));
    // A, its registration, B, C, D, E; F, G, I, J are open.
    assert_eq!((own.screened, own.screening_open), (6, 4));
    assert_eq!((own.excluded, own.sought), (1, 5));
    assert_eq!(own.not_retrieved.values().sum::<u64>(), 1);
    assert_eq!((own.assessed, own.included), (4, 2));
    let reasons: Vec<(&str, u64)> = own
        .ineligible
        .iter()
        .map(|own| (own.text.as_str(), own.reports))
        .collect();
    assert_eq!(reasons, [("Wrong population", 1), ("gone", 1)]);
    let own = &flow.others;
    assert_eq!((own.records(), own.duplicates, own.screened), (3, 1, 2));
    assert_eq!((own.sought, own.assessment_open), (2, 1));
    // A with its registration is one study, K another.
    let total = Totals {
        studies: 2,
        reports: 3,
    };
    assert_eq!((flow.new, flow.total, flow.previous), (total, total, None));
    assert_eq!(flow.open(), 5);
}

#[test]
fn what_was_stopped_is_told_apart_from_what_people_excluded() {
    let place = Workplace::new();
    let mut folder = review(&place);
    screened(&mut folder);
    let stop = Event::ScreeningStopped(Box::new(Stopped {
        stage: Stage::TitleAbstract,
        rule: "50 in a row".to_owned(),
        statement: "Most were found.".to_owned(),
    }));
    enter(&mut folder, 4, vec![stop]);
    let flow = flow(folder.log().entries(), None, Previous::default());
    let own = &flow.databases;
    assert_eq!((own.screened, own.excluded, own.set_aside), (10, 1, 4));
    assert_eq!((own.screening_open, flow.check()), (0, vec![]));
}

#[test]
fn an_earlier_version_is_added_to_what_is_new() {
    let place = Workplace::new();
    let mut folder = review(&place);
    screened(&mut folder);
    let previous = Previous {
        studies: Some(7),
        reports: Some(9),
    };
    let flow = flow(folder.log().entries(), None, previous);
    let before = Totals {
        studies: 7,
        reports: 9,
    };
    assert_eq!(flow.previous, Some(before));
    assert_eq!((flow.total.studies, flow.total.reports), (9, 12));
}

#[test]
fn since_a_point_only_what_came_later_is_new() {
    let place = Workplace::new();
    let mut folder = review(&place);
    let [medline, ..] = screened(&mut folder);
    let point = folder.log().entries().last().unwrap().id;
    let later = import(
        &mut folder,
        &["M", "B once more", "A's follow-up"],
        Some("medline"),
    );
    let copies = Event::RecordsMerged {
        records: vec![record(medline, 2), record(later, 2)],
        how: How::ByPerson,
    };
    let same = Event::Linked {
        a: record(medline, 1),
        b: record(later, 3),
        link: Link::SameStudy,
    };
    let mut events = vec![copies, same];
    events.extend(included(record(later, 3)));
    events.push(decided(
        record(later, 1),
        Stage::TitleAbstract,
        Some("design"),
    ));
    // F was open before and is excluded now.
    events.push(decided(
        record(medline, 6),
        Stage::TitleAbstract,
        Some("design"),
    ));
    enter(&mut folder, 5, events);
    let entries = folder.log().entries();
    let before = until(entries, Point::After(point)).unwrap();
    let flow = flow(entries, Some(&before), Previous::default());
    assert_eq!(flow.check(), []);
    let own = &flow.databases;
    assert_eq!((own.records(), own.duplicates), (3, 1));
    // F, G, I, J had been open.
    assert_eq!((own.carried, own.screening_open), (4, 3));
    assert_eq!((own.screened, own.excluded, own.included), (3, 2, 1));
    assert_eq!(flow.others.carried, 1);
    let reports = |own: Totals| (own.studies, own.reports);
    assert_eq!(flow.previous.map(reports), Some((2, 3)));
    assert_eq!((reports(flow.new), reports(flow.total)), ((0, 1), (2, 4)));
}

#[test]
fn a_box_that_does_not_balance_is_named() {
    let place = Workplace::new();
    let mut folder = review(&place);
    screened(&mut folder);
    let mut flow = flow(folder.log().entries(), None, Previous::default());
    flow.databases.excluded += 1;
    let told: Vec<String> = flow.check().iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        ["databases and registers: records screened: 6 came and 7 went"]
    );
}
