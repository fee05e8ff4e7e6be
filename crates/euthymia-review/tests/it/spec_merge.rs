//! Two copies of a review put together.

use std::path::Path;

use euthymia_review::folder::ProtocolMerge;
use euthymia_review::log::LogError;
use euthymia_review::{Conflict, Event, Folder, FolderError, How};

use crate::workplace::{Workplace, import, note, record, review, stamp};

/// The same folder once more.
fn copy_of(folder: &Folder, to: &Path) -> Folder {
    copy_files(folder.path(), to);
    Folder::open(to).unwrap()
}

fn copy_files(from: &Path, to: &Path) {
    std::fs::create_dir(to).unwrap();
    for item in std::fs::read_dir(from).unwrap() {
        let item = item.unwrap();
        let to = to.join(item.file_name());
        match item.file_type().unwrap().is_dir() {
            true => copy_files(&item.path(), &to),
            false => {
                std::fs::copy(item.path(), to).unwrap();
            }
        }
    }
}

#[test]
fn copies_that_went_apart_say_the_same_after_merging_both_ways() {
    let place = Workplace::new();
    let mut one = review(&place);
    let shared = import(&mut one, &["A", "B"], None);
    let mut other = copy_of(&one, &place.join("copy"));
    import(&mut one, &["C"], Some("embase"));
    let theirs = import(&mut other, &["D", "E"], Some("medline"));
    let (a, b) = (record(shared, 1), record(shared, 2));
    let merge = Event::RecordsMerged {
        records: vec![a, b],
        how: How::ByPerson,
    };
    let merged = one.append(&stamp("kd", 5), vec![merge]).unwrap();
    let apart = other
        .append(&stamp("mb", 6), vec![Event::KeptApart { a, b }])
        .unwrap();

    let report = one.merge(&other).unwrap();
    assert_eq!((report.entries, report.imports), (2, vec![theirs]));
    other.merge(&one).unwrap();
    assert_eq!(one.log().entries(), other.log().entries());
    assert_eq!(one.state(), other.state());
    assert_eq!(one.state().records(), 5);
    assert_eq!(one.stored(theirs).unwrap().len(), 2);
    match &one.state().conflicts[..] {
        [
            Conflict::MergedAndKeptApart {
                merged: m,
                apart: k,
                ..
            },
        ] => {
            assert_eq!((m.entry, k.entry), (merged, apart));
        }
        other => panic!("{other:?}"),
    }
    let again = one.merge(&other).unwrap();
    assert_eq!((again.entries, again.imports.len()), (0, 0));
    for import in one.state().counted() {
        one.verify(import).unwrap();
    }
}

#[test]
fn lines_that_git_put_together_are_one_log() {
    let place = Workplace::new();
    let mut one = review(&place);
    let mut other = copy_of(&one, &place.join("copy"));
    one.append(&stamp("kd", 5), vec![note("one")]).unwrap();
    other.append(&stamp("mb", 4), vec![note("other")]).unwrap();
    let [first, second] = [&one, &other]
        .map(|folder| std::fs::read_to_string(folder.path().join("log.jsonl")).unwrap());
    std::fs::write(one.path().join("log.jsonl"), first + &second).unwrap();
    let put_together = Folder::open(one.path()).unwrap();
    one.append(&stamp("kd", 6), vec![note("on")]).unwrap();
    let texts = |folder: &Folder| -> Vec<String> {
        folder
            .state()
            .notes
            .into_iter()
            .map(|(_, text)| text)
            .collect()
    };
    assert_eq!(texts(&put_together), ["other", "one"]);
    assert_eq!(
        texts(&one),
        ["other", "one", "on"],
        "a changed file is read again"
    );
}

#[test]
fn another_review_is_not_merged() {
    let place = Workplace::new();
    let mut one = review(&place);
    let other = Folder::create(&place.join("other"), "Another", "", &stamp("kd", 0)).unwrap();
    let refused = one.merge(&other);
    assert!(matches!(
        refused,
        Err(FolderError::Log(LogError::DifferentReviews(_, _)))
    ));
}

#[test]
fn a_protocol_changed_on_one_side_is_taken_and_on_both_sides_put_before_people() {
    let place = Workplace::new();
    let mut one = review(&place);
    let mut other = copy_of(&one, &place.join("copy"));
    let write = |folder: &mut Folder, text: &str, minute| {
        std::fs::write(folder.path().join("review.toml"), text).unwrap();
        folder.note_protocol(&stamp("kd", minute)).unwrap();
    };
    write(&mut other, "title = \"New\"\n", 2);
    assert_eq!(one.merge(&other).unwrap().protocol, ProtocolMerge::Taken);
    assert_eq!(one.protocol_text().unwrap(), "title = \"New\"\n");
    write(&mut one, "title = \"Newer\"\n", 3);
    assert_eq!(one.merge(&other).unwrap().protocol, ProtocolMerge::Kept);
    write(&mut other, "title = \"Else\"\n", 4);
    let ProtocolMerge::Undecided(name) = one.merge(&other).unwrap().protocol else {
        panic!("both were changed")
    };
    assert_eq!(
        one.undecided_protocols().unwrap(),
        std::slice::from_ref(&name)
    );
    assert_eq!(one.protocol_text().unwrap(), "title = \"Newer\"\n");
    let theirs = std::fs::read_to_string(one.path().join(name)).unwrap();
    assert_eq!(theirs, "title = \"Else\"\n");
}
