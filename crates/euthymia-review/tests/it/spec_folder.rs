//! What is in the folder of a review, and what comes out of it again.

use euthymia_review::{Context, Event, Folder, FolderError, Format, RecordId, parse};

use crate::workplace::{Workplace, import, review, stamp};

#[test]
fn what_is_imported_is_read_again_in_order_and_by_name() {
    let place = Workplace::new();
    let mut folder = review(&place);
    let id = import(&mut folder, &["One", "Zwei — ä", "Three"], None);
    let folder = Folder::open(folder.path()).unwrap();
    let mut stored = folder.stored(id).unwrap();
    let titles: Vec<(u32, String)> = stored
        .records()
        .unwrap()
        .map(|item| {
            let (id, piece) = item.unwrap();
            let record = parse(Format::Ris, &piece, &Context::default()).record;
            (id.number, record.unwrap().title.unwrap())
        })
        .collect();
    let expected = [(1, "One"), (2, "Zwei — ä"), (3, "Three")];
    assert_eq!(titles, expected.map(|(n, title)| (n, title.to_owned())));
    let second = RecordId {
        import: id,
        number: 2,
    };
    assert!(stored.piece(second).unwrap().text.contains("Zwei"));
    let none = RecordId {
        import: id,
        number: 4,
    };
    assert!(matches!(stored.piece(none), Err(FolderError::NoRecord(_))));
    assert_eq!(folder.state().records(), 3);
}

#[test]
fn the_same_file_is_taken_in_once() {
    let place = Workplace::new();
    let mut folder = review(&place);
    let id = import(&mut folder, &["One"], None);
    let again = folder.receive("TY  - JOUR\nTI  - One\nER  - \n\n".as_bytes());
    match again {
        Err(FolderError::AlreadyImported { import, file_name }) => {
            assert_eq!((import, file_name.as_str()), (id, "export.ris"));
        }
        other => panic!("{other:?}"),
    }
    let left: Vec<_> = std::fs::read_dir(folder.path().join("imports"))
        .unwrap()
        .map(|item| item.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(left, [id.to_string()]);
}

#[test]
fn an_interrupted_import_is_removed_and_told() {
    let place = Workplace::new();
    let folder = review(&place);
    let left = folder.path().join("imports/.importing-1-1");
    std::fs::create_dir(&left).unwrap();
    std::fs::write(left.join("original"), "TY  - JOUR").unwrap();
    let held = folder.receive("TY  - BOOK".as_bytes()).unwrap();
    let again = Folder::open(folder.path()).unwrap();
    assert_eq!(again.told().count(), 1);
    assert!(!left.exists());
    let held_text = std::io::read_to_string(held.text().unwrap()).unwrap();
    assert_eq!(
        held_text, "TY  - BOOK",
        "an import that goes on is left alone"
    );
}

#[test]
fn a_review_is_not_begun_where_something_is() {
    let place = Workplace::new();
    std::fs::write(place.join("letter.txt"), "").unwrap();
    let begun = Folder::create(place.path(), "Ketamine", "", &stamp("kd", 0));
    assert!(matches!(begun, Err(FolderError::NotEmpty(_))));
}

#[test]
fn two_open_folders_see_what_the_other_entered() {
    let place = Workplace::new();
    let mut one = review(&place);
    let mut other = Folder::open(one.path()).unwrap();
    let note = |text: &str| Event::Note {
        record: None,
        text: text.to_owned(),
    };
    one.append(&stamp("kd", 1), vec![note("first")]).unwrap();
    other.append(&stamp("mb", 2), vec![note("second")]).unwrap();
    one.append(&stamp("kd", 3), vec![note("third")]).unwrap();
    let texts: Vec<String> = one
        .state()
        .notes
        .into_iter()
        .map(|(_, text)| text)
        .collect();
    assert_eq!(texts, ["first", "second", "third"]);
    let clocks: Vec<u64> = one
        .log()
        .entries()
        .iter()
        .map(|entry| entry.clock)
        .collect();
    assert_eq!(clocks, [1, 2, 3, 4]);
}
