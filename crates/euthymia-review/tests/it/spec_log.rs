//! What the log keeps, what it refuses, and what it says about lines that are not as they were.

use euthymia_review::log::{Created, LogError, NotAllowed};
use euthymia_review::{Event, Folder, FolderError, How, Log};
use sha2::{Digest, Sha256};

use crate::workplace::{Workplace, import, note, record, review, stamp};

/// A line with a right checksum around a content of our choice.
fn line(content: &str) -> String {
    let digest = Sha256::digest(content.as_bytes());
    let id: String = digest[..16]
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    format!("{{\"id\":\"{id}\",{content}\n")
}

#[test]
fn a_line_begins_with_the_checksum_of_its_rest() {
    let place = Workplace::new();
    let mut folder = review(&place);
    let id = folder.append(&stamp("kd", 1), vec![note("ü")]).unwrap();
    let text = std::fs::read_to_string(folder.path().join("log.jsonl")).unwrap();
    let expected = line(
        "\"schema\":\"euthymia.review.log.v1\",\"clock\":2,\"time\":\"2026-03-01T09:01:00Z\",\
         \"author\":\"kd\",\"events\":[{\"note\":{\"text\":\"ü\"}}]}",
    );
    assert_eq!(format!("{}\n", text.lines().last().unwrap()), expected);
    assert!(expected.contains(&id.to_string()));
}

#[test]
fn a_damaged_line_in_the_middle_is_an_error_with_its_line() {
    let place = Workplace::new();
    let mut folder = review(&place);
    for minute in 1..4 {
        folder
            .append(&stamp("kd", minute), vec![note("as it was")])
            .unwrap();
    }
    let path = folder.path().join("log.jsonl");
    let text = std::fs::read_to_string(&path).unwrap();
    let changed = text.replacen("as it was", "as it is!", 1);
    std::fs::write(&path, &changed).unwrap();
    let error = Folder::open(folder.path()).unwrap_err();
    assert!(matches!(error, FolderError::Log(LogError::Damaged(_))));
    assert!(error.to_string().contains("row 2"), "{error}");
    assert_eq!(
        std::fs::read_to_string(&path).unwrap(),
        changed,
        "nothing was touched"
    );
}

/// A log that two threads read: in order, every line damaged on its own is told by its row, and a
/// last line that was cut off is set aside.
#[test]
fn a_long_log_is_read_in_order_and_its_damage_found() {
    const LINES: u32 = 6;
    let place = Workplace::new();
    let mut folder = review(&place);
    let text = |minute: u32| format!("{minute} {}", "long ".repeat(20_000));
    for minute in 1..=LINES {
        folder
            .append(&stamp("kd", minute), vec![note(&text(minute))])
            .unwrap();
    }
    let path = folder.path().join("log.jsonl");
    let whole = std::fs::read_to_string(&path).unwrap();
    assert!(whole.len() > 1 << 19);
    let expected: Vec<_> = (1..=LINES).map(|minute| (None, text(minute))).collect();
    assert_eq!(Folder::open(folder.path()).unwrap().state().notes, expected);
    for minute in 1..LINES {
        let changed = whole.replacen(&format!("\"{minute} long"), &format!("\"{minute} lang"), 1);
        std::fs::write(&path, changed).unwrap();
        let error = Folder::open(folder.path()).unwrap_err().to_string();
        assert!(error.contains(&format!("row {}", minute + 1)), "{error}");
    }
    std::fs::write(&path, &whole[..whole.len() - 9]).unwrap();
    let torn = Folder::open(folder.path()).unwrap();
    assert_eq!(torn.state().notes, expected[..LINES as usize - 1]);
    assert_eq!(torn.told().count(), 1);
}

#[test]
fn what_a_newer_version_wrote_is_kept_and_told() {
    let place = Workplace::new();
    let folder = review(&place);
    let path = folder.path().join("log.jsonl");
    let mut text = std::fs::read_to_string(&path).unwrap();
    text.push_str(&line(
        "\"schema\":\"euthymia.review.log.v2\",\"clock\":2,\"time\":\"2026-03-01T09:01:00Z\",\
         \"author\":\"kd\",\"mood\":\"good\",\"events\":[{\"screened\":{\"record\":\"00000001-1\"}},\
         {\"note\":{\"text\":\"known\",\"colour\":\"red\"}}]}",
    ));
    std::fs::write(&path, &text).unwrap();
    let folder = Folder::open(folder.path()).unwrap();
    let told: Vec<String> = folder.told().map(ToString::to_string).collect();
    assert_eq!(told.len(), 1);
    for word in ["log.v2", "screened", "mood", "events.1.note.colour"] {
        assert!(told[0].contains(word), "{word} in {told:?}");
    }
    assert_eq!(folder.state().notes, [(None, "known".to_owned())]);
    let entry = &folder.log().entries()[1];
    let Event::Unknown(unknown) = &entry.events[0] else {
        panic!("{entry:?}")
    };
    assert_eq!(unknown.json, "{\"screened\":{\"record\":\"00000001-1\"}}");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
}

#[test]
fn a_log_without_a_beginning_and_one_with_two_are_none() {
    let place = Workplace::new();
    let path = place.join("log.jsonl");
    std::fs::write(&path, "").unwrap();
    assert!(matches!(Log::open(&path), Err(LogError::NoBeginning(_))));
    let one = review(&place);
    let other = Folder::create(&place.join("other"), "Another", "", &stamp("kd", 0)).unwrap();
    let both = [one, other]
        .map(|folder| std::fs::read_to_string(folder.path().join("log.jsonl")).unwrap());
    std::fs::write(&path, both.concat()).unwrap();
    assert!(matches!(
        Log::open(&path),
        Err(LogError::DifferentReviews(_, _))
    ));
}

#[test]
fn what_may_not_be_entered_is_not() {
    let place = Workplace::new();
    let mut folder = review(&place);
    let id = import(&mut folder, &["One", "Two"], None);
    let (a, b) = (record(id, 1), record(id, 2));
    let merge = |records: &[_], how| Event::RecordsMerged {
        records: records.to_vec(),
        how,
    };
    let created = Event::ReviewCreated(Box::new(Created {
        title: "Again".to_owned(),
        protocol: String::new(),
    }));
    let wrong = [
        (merge(&[a], How::ByPerson), NotAllowed::TooFewRecords),
        (merge(&[a, a], How::ByPerson), NotAllowed::TooFewRecords),
        (
            merge(&[a, b], How::automatic(1.5, "r")),
            NotAllowed::NotAProbability,
        ),
        (
            merge(&[a, b], How::automatic(f64::NAN, "r")),
            NotAllowed::NotAProbability,
        ),
        (Event::KeptApart { a, b: a }, NotAllowed::SameRecord),
        (created, NotAllowed::SecondBeginning),
    ];
    let before = folder.log().entries().len();
    for (event, why) in wrong {
        match folder.append(&stamp("kd", 2), vec![note("before it"), event]) {
            Err(FolderError::Log(LogError::NotAllowed { place: 2, error })) => {
                assert_eq!(error, why);
            }
            other => panic!("{other:?}"),
        }
    }
    let empty = folder.append(&stamp("kd", 2), Vec::new());
    assert!(matches!(empty, Err(FolderError::Log(LogError::Nothing))));
    assert_eq!(folder.log().entries().len(), before);
}
