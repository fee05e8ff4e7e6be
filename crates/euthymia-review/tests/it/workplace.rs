//! A folder for one test, and short ways to say what tests say often.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use euthymia_review::{Event, Folder, Format, ImportId, Received, RecordId, Stamp, split};

/// A folder that is removed at the end of a test.
pub(crate) struct Workplace(PathBuf);

static NEXT: AtomicU32 = AtomicU32::new(0);

impl Workplace {
    pub(crate) fn new() -> Self {
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("euthymia-review-{}-{number}", std::process::id());
        let path = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    pub(crate) fn join(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for Workplace {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.0).ok();
    }
}

/// An entry at a minute of one hour.
pub(crate) fn stamp(author: &str, minute: u32) -> Stamp {
    Stamp {
        time: format!("2026-03-01T09:{minute:02}:00Z").parse().unwrap(),
        author: author.to_owned(),
    }
}

/// A review that has just begun.
pub(crate) fn review(place: &Workplace) -> Folder {
    Folder::create(&place.join("review"), "Ketamine", "", &stamp("kd", 0)).unwrap()
}

/// Takes in a RIS file with records of these titles.
pub(crate) fn import(folder: &mut Folder, titles: &[&str], source: Option<&str>) -> ImportId {
    let text: String = titles
        .iter()
        .map(|title| format!("TY  - JOUR\nTI  - {title}\nER  - \n\n"))
        .collect();
    import_text(folder, &text, source)
}

pub(crate) fn import_text(folder: &mut Folder, text: &str, source: Option<&str>) -> ImportId {
    let mut importing = folder.receive(text.as_bytes()).unwrap();
    for piece in split(Format::Ris, importing.text().unwrap()) {
        importing.add(&piece).unwrap();
    }
    let received = Received {
        source: source.map(str::to_owned),
        file_name: "export.ris".to_owned(),
        format: Format::Ris.word().to_owned(),
        encoding: "UTF-8".to_owned(),
        columns: None,
    };
    let finished = folder.finish(importing, received, 0, &stamp("kd", 1));
    finished.unwrap().0
}

/// A remark about nothing in particular.
pub(crate) fn note(text: &str) -> Event {
    Event::Note {
        record: None,
        text: text.to_owned(),
    }
}

/// A record of an import.
pub(crate) fn record(import: ImportId, number: u32) -> RecordId {
    RecordId { import, number }
}
