//! Where a review stands, from the beginning to the end of the library.

use euthymia_review::folder::Next;
use euthymia_review::{Event, Folder, How, Source, Status, status};

use crate::workplace::{Workplace, import, import_text, record, review, stamp};

fn now(folder: &Folder, pairs_waiting: Option<u64>) -> Status {
    status(&folder.state(), pairs_waiting, 0)
}

#[test]
fn each_step_leads_to_the_next() {
    let place = Workplace::new();
    let mut folder = review(&place);
    assert_eq!(now(&folder, None).next, [Next::AddSource, Next::Import]);
    let source = Event::SourceAdded(Box::new(Source {
        name: "embase".to_owned(),
        database: "Embase".to_owned(),
        kind: None,
        platform: Some("Ovid".to_owned()),
        searched_on: Some("2026-03-01".to_owned()),
        strategy: Some("1 exp depression/".to_owned()),
        searched_by: None,
        limits: None,
        hits_reported: Some(3),
    }));
    folder.append(&stamp("kd", 1), vec![source]).unwrap();
    assert_eq!(now(&folder, None).next, [Next::Import]);
    let first = import(&mut folder, &["A", "B", "C"], Some("embase"));
    assert_eq!(now(&folder, None).next, [Next::Deduplicate]);
    let text = "TY  - JOUR\nTI  - A\nER  - \n";
    let second = import_text(&mut folder, text, Some("by hand"));
    let waiting = now(&folder, Some(2));
    assert_eq!(
        waiting.next,
        [
            Next::DescribeSources(1),
            Next::Deduplicate,
            Next::DecidePairs(2)
        ]
    );
    let searched = Event::DuplicatesSearched {
        imports: vec![first],
        rule: "a rule".to_owned(),
    };
    folder.append(&stamp("kd", 2), vec![searched]).unwrap();
    assert_eq!(now(&folder, None).unsearched, 1);
    let searched = Event::DuplicatesSearched {
        imports: vec![first, second],
        rule: "a rule".to_owned(),
    };
    folder.append(&stamp("kd", 2), vec![searched]).unwrap();
    assert_eq!(now(&folder, None).next, [Next::DescribeSources(1)]);
    let merge = Event::RecordsMerged {
        records: vec![record(second, 1), record(first, 1)],
        how: How::ByPerson,
    };
    folder.append(&stamp("kd", 2), vec![merge]).unwrap();
    let status = now(&folder, Some(0));
    assert_eq!((status.records, status.duplicates, status.files), (4, 1, 2));
    let lines: Vec<_> = status
        .sources
        .iter()
        .map(|line| {
            (
                line.name.as_deref(),
                line.database.as_deref(),
                line.records,
                line.duplicates,
            )
        })
        .collect();
    let expected = [
        (Some("embase"), Some("Embase"), 3, 0),
        (Some("by hand"), None, 1, 1),
    ];
    assert_eq!(
        lines, expected,
        "the record of the earlier import stands for both"
    );
}
