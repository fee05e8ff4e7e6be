//! An invented review that is screened by tests.

use euthymia_app::review::screener::{Action, Moment, Screener, Setting, Told};
use euthymia_app::review::{
    ImportRequest, RecordId, Session, Stage, Who, create, import, open, open_to_read,
};
use euthymia_review::{Event, Stamp};
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tempfile::TempDir;

/// `review.toml` of two who are blind to each other.
pub(crate) const BLIND: &str = r#"
title = "Invented"
[[reviewers]]
id = "ab"
[[reviewers]]
id = "cd"
[[reviewers]]
id = "ef"
[screening]
include_words = ["invent"]
exclude_words = ["rats"]
[screening.title_abstract]
reviewers = 2
blinded = true
[screening.full_text]
reviewers = 1
blinded = false
[[exclusion_reasons]]
id = "design"
text = "Wrong study design"
[[exclusion_reasons]]
id = "population"
text = "Wrong population"
"#;

/// A review in a folder of its own.
pub(crate) struct Review {
    _folder: TempDir,
    pub(crate) path: PathBuf,
}

impl Review {
    /// A review with works of these titles, each with an abstract.
    pub(crate) fn of(protocol: &str, titles: &[&str]) -> Self {
        let mut text = String::new();
        for title in titles {
            write!(
                text,
                "TY  - JOUR\nAU  - Maier, Anna\nTI  - {title}\nPY  - 2020\n\
                 AB  - BACKGROUND: Mood was low. METHODS: Nobody was asked.\n\
                 DO  - 10.5555/{}\nER  - \n\n",
                title.replace(' ', "-")
            )
            .expect("written");
        }
        Self::with(protocol, &text)
    }

    /// A review with a file taken in.
    pub(crate) fn with(protocol: &str, ris: &str) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("review");
        create(&path, "Invented", &who("ab")).expect("begun");
        std::fs::write(path.join("review.toml"), protocol).expect("written");
        let file = folder.path().join("export.ris");
        std::fs::write(&file, ris).expect("written");
        let mut session = open(&path, &who("ab")).expect("opened");
        let request = ImportRequest {
            file,
            ..ImportRequest::default()
        };
        import(&mut session, &request, &mut |_| ()).expect("taken in");
        Self {
            _folder: folder,
            path,
        }
    }

    pub(crate) fn session(&self, by: &str) -> Session {
        open(&self.path, &who(by)).expect("opened")
    }

    pub(crate) fn screener(&self, by: &str) -> Screener {
        self.at(by, Stage::TitleAbstract, false)
    }

    pub(crate) fn at(&self, by: &str, stage: Stage, settles: bool) -> Screener {
        let with = Vec::new();
        Screener::open(
            self.session(by),
            Setting {
                stage,
                settles,
                with,
            },
        )
        .expect("opened")
    }

    /// All events of the log.
    pub(crate) fn events(&self) -> Vec<(String, Event)> {
        let session = open_to_read(&self.path).expect("opened");
        let entries = session.folder.log().entries().iter();
        let events = entries.flat_map(|entry| {
            let by = entry.author.clone();
            entry
                .events
                .iter()
                .map(move |event| (by.clone(), event.clone()))
        });
        events.collect()
    }

    /// Enters events as somebody.
    pub(crate) fn enter(&self, by: &str, events: Vec<Event>) {
        let mut session = self.session(by);
        let stamp = Stamp {
            time: NOW.parse().expect("a time"),
            author: by.to_owned(),
        };
        session.folder.append(&stamp, events).expect("entered");
    }

    /// The record of a number.
    pub(crate) fn record(&self, number: u32) -> RecordId {
        let session = open_to_read(&self.path).expect("opened");
        let import = session.state().imports[0].imported.import;
        RecordId { import, number }
    }
}

pub(crate) const NOW: &str = "2026-03-01T09:30:00Z";

pub(crate) fn who(by: &str) -> Who {
    Who {
        by: Some(by.to_owned()),
        now: NOW.to_owned(),
    }
}

/// Does something so many seconds after the screener was opened.
pub(crate) fn act(screener: &mut Screener, action: Action, seconds: u64) -> Told {
    let since = Duration::from_secs(seconds);
    let moment = Moment { now: NOW, since };
    screener.act(action, moment).expect("carried out")
}

/// The title that is shown.
pub(crate) fn title(screener: &mut Screener) -> Option<String> {
    screener.shown()?.text.title.clone()
}

/// The size of a log in bytes.
pub(crate) fn log_size(path: &Path) -> u64 {
    let log = std::fs::metadata(path.join("log.jsonl"));
    log.expect("a log").len()
}
