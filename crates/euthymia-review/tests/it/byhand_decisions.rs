//! Decisions on a few records, each case small enough to be followed on paper.

use euthymia_review::{Conflict, Event, Folder, How, Link, RecordId, Target, deciding};

use crate::workplace::{Workplace, import, record, review, stamp};

struct Case {
    _place: Workplace,
    folder: Folder,
    records: [RecordId; 4],
    minute: u32,
}

impl Case {
    /// A review with the records a, b, c, d.
    fn new() -> Self {
        let place = Workplace::new();
        let mut folder = review(&place);
        let id = import(&mut folder, &["A", "B", "C", "D"], None);
        Self {
            _place: place,
            folder,
            records: [1, 2, 3, 4].map(|number| record(id, number)),
            minute: 2,
        }
    }

    fn enter(&mut self, events: Vec<Event>) -> Target {
        self.minute += 1;
        let entry = self
            .folder
            .append(&stamp("kd", self.minute), events)
            .unwrap();
        Target { entry, place: None }
    }

    fn groups(&self) -> Vec<Vec<u32>> {
        let merged = self.folder.state().merged;
        let numbers = |records: Vec<RecordId>| records.iter().map(|id| id.number).collect();
        merged
            .into_iter()
            .map(|group| numbers(group.records))
            .collect()
    }
}

fn merge(records: &[RecordId]) -> Event {
    Event::RecordsMerged {
        records: records.to_vec(),
        how: How::ByPerson,
    }
}

#[test]
fn merges_chain_into_groups_and_are_undone_together() {
    let mut case = Case::new();
    let [a, b, c, d] = case.records;
    let both = case.enter(vec![merge(&[c, a]), merge(&[d, c])]);
    assert_eq!(case.groups(), [[1, 3, 4]]);
    assert_eq!(case.folder.state().duplicates(), 2);
    case.enter(vec![merge(&[a, b])]);
    assert_eq!(case.groups(), [[1, 2, 3, 4]]);
    let undo = case.enter(vec![Event::Undone { target: both }]);
    assert_eq!(case.groups(), [[1, 2]]);
    let second = Target {
        place: Some(2),
        ..both
    };
    case.enter(vec![
        Event::Undone { target: undo },
        Event::Undone { target: second },
    ]);
    assert_eq!(case.groups(), [[1, 2, 3]]);
}

#[test]
fn records_kept_apart_are_not_joined_by_way_of_a_third() {
    let mut case = Case::new();
    let [a, b, c, _] = case.records;
    case.enter(vec![Event::KeptApart { a, b }, merge(&[a, c])]);
    case.enter(vec![merge(&[c, b])]);
    assert_eq!(case.groups(), [[1, 3]]);
    match &case.folder.state().conflicts[..] {
        [Conflict::MergedAndKeptApart { records, .. }] => assert_eq!(*records, (c, b)),
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_a_person_merged_comes_before_what_a_rule_merged() {
    let mut case = Case::new();
    let [a, b, c, _] = case.records;
    let automatic = Event::RecordsMerged {
        records: vec![a, c],
        how: How::automatic(0.999, "rule 1"),
    };
    case.enter(vec![automatic, Event::KeptApart { a, b }]);
    case.enter(vec![merge(&[b, c])]);
    assert_eq!(case.groups(), [[2, 3]]);
    assert_eq!(case.folder.state().conflicts.len(), 1);
}

#[test]
fn a_decision_takes_the_place_of_those_that_say_otherwise() {
    let mut case = Case::new();
    let [a, b, c, _] = case.records;
    case.enter(vec![merge(&[a, b, c])]);
    let apart = deciding(case.folder.log().entries(), Event::KeptApart { a, b });
    assert_eq!(
        apart.len(),
        3,
        "an undoing, the rest of the group, the decision"
    );
    case.enter(apart);
    assert_eq!(case.groups(), [[1, 3]]);
    let again = deciding(case.folder.log().entries(), merge(&[a, b]));
    case.enter(again);
    assert_eq!(case.groups(), [[1, 2, 3]]);
    let link = Link::CommentOn;
    let linked = deciding(case.folder.log().entries(), Event::Linked { a, b, link });
    case.enter(linked);
    assert_eq!(case.groups(), [[1, 3]]);
    assert_eq!(case.folder.state().links.len(), 1);
    let again = deciding(case.folder.log().entries(), merge(&[a, b]));
    case.enter(again);
    assert_eq!(case.groups(), [[1, 2, 3]]);
    assert!(case.folder.state().links.is_empty());
    assert!(case.folder.state().conflicts.is_empty());
}

#[test]
fn a_field_amended_in_two_ways_reads_as_imported_until_somebody_decides() {
    let mut case = Case::new();
    let [record, ..] = case.records;
    let amend = |value: &str| Event::FieldAmended {
        record,
        field: "title".to_owned(),
        value: Some(value.to_owned()),
    };
    case.enter(vec![amend("x")]);
    case.enter(vec![amend("y")]);
    let state = case.folder.state();
    assert!(state.amended.is_empty());
    assert!(matches!(
        state.conflicts[..],
        [Conflict::AmendedTwice { .. }]
    ));
    let decided = deciding(case.folder.log().entries(), amend("z"));
    assert_eq!(decided.len(), 3);
    case.enter(decided);
    let state = case.folder.state();
    let at = (record, "title".to_owned());
    assert_eq!(state.amended.get(&at), Some(&Some("z".to_owned())));
    assert!(state.conflicts.is_empty());
}

#[test]
fn reports_that_are_linked_are_not_copies() {
    let mut case = Case::new();
    let [a, b, ..] = case.records;
    let link = Link::AbstractOf;
    case.enter(vec![Event::Linked { a, b, link }]);
    let state = case.folder.state();
    assert_eq!((state.links.len(), state.duplicates()), (1, 0));
    case.enter(vec![merge(&[a, b])]);
    let conflicts = case.folder.state().conflicts;
    assert!(matches!(conflicts[..], [Conflict::MergedAndLinked { .. }]));
}

#[test]
fn a_withdrawn_file_counts_for_nothing_and_its_copies_neither() {
    let mut case = Case::new();
    let [a, ..] = case.records;
    let other = import(&mut case.folder, &["A again"], None);
    case.enter(vec![merge(&[a, record(other, 1)])]);
    assert_eq!(case.folder.state().records(), 5);
    assert_eq!(case.folder.state().duplicates(), 1);
    let withdrawn = case.enter(vec![Event::ImportWithdrawn {
        import: other,
        reason: "the wrong search".to_owned(),
    }]);
    assert_eq!(case.folder.state().records(), 4);
    assert_eq!(case.folder.state().duplicates(), 0);
    case.enter(vec![Event::Undone { target: withdrawn }]);
    assert_eq!(case.folder.state().duplicates(), 1);
}

#[test]
fn what_names_nothing_is_told() {
    let mut case = Case::new();
    let [a, ..] = case.records;
    let none = record(a.import, 9);
    case.enter(vec![merge(&[a, none])]);
    let beginning = case.folder.log().beginning().unwrap();
    let target = Target {
        entry: beginning,
        place: None,
    };
    case.enter(vec![Event::Undone { target }]);
    let state = case.folder.state();
    assert_eq!(state.unplaced.len(), 2);
    assert_eq!(state.title.as_deref(), Some("Ketamine"));
    assert!(state.merged.is_empty());
}
