//! What the tests share: a clock that does not wait, a watch that remembers, a search in a folder.

use std::cell::{Cell, RefCell};
use std::path::Path;
use std::time::Duration;

use euthymia_entrez::{
    BaseUrl, Clock, Contact, EntrezError, Event, Https, Job, Page, Provenance, Watch, fetch,
};

/// Time passes when somebody sleeps, and not otherwise.
#[derive(Default)]
pub(crate) struct NoWait {
    pub(crate) now: Cell<Duration>,
    pub(crate) slept: RefCell<Vec<Duration>>,
}

impl Clock for NoWait {
    fn now(&self) -> Duration {
        self.now.get()
    }

    fn sleep(&self, time: Duration) {
        self.now.set(self.now.get() + time);
        self.slept.borrow_mut().push(time);
    }
}

/// Remembers what happened; stops after a number of events.
#[derive(Default)]
pub(crate) struct Heard {
    pub(crate) events: Vec<Event>,
    pub(crate) stop_after: Option<usize>,
}

impl Watch for Heard {
    fn event(&mut self, event: &Event) {
        self.events.push(event.clone());
    }

    fn cancelled(&mut self) -> bool {
        self.stop_after
            .is_some_and(|most| self.events.len() >= most)
    }
}

impl Heard {
    /// The reasons for waiting, and the pauses in seconds.
    pub(crate) fn pauses(&self) -> Vec<(String, u64)> {
        let pause = |event: &Event| match event {
            Event::Waiting { why, pause } => Some((why.clone(), pause.as_secs())),
            _ => None,
        };
        self.events.iter().filter_map(pause).collect()
    }
}

pub(crate) fn job(page_size: u32) -> Job {
    let contact = Contact::new("euthymia", "librarian@example.org", Some("secret0key")).unwrap();
    let job = Job::new("ketamine AND depression", contact, "2026-03-01 10:00").unwrap();
    job.page_size(page_size).unwrap()
}

pub(crate) fn transport(url: &str) -> Https {
    Https::with_timeout(BaseUrl::parse(url).unwrap(), Duration::from_millis(1500))
}

/// One run against a stand-in server, without waiting.
pub(crate) fn run(
    url: &str,
    folder: &Path,
    page_size: u32,
    heard: &mut Heard,
) -> Result<Provenance, EntrezError> {
    fetch(
        &job(page_size),
        folder,
        &transport(url),
        &NoWait::default(),
        heard,
    )
}

/// The PMIDs of a file.
pub(crate) fn pmids(file: &Path) -> Vec<u64> {
    let text = std::fs::read_to_string(file).unwrap();
    let pmids = Page::read(&text).unwrap().pmids;
    pmids.into_iter().map(Option::unwrap).collect()
}

/// Invented records, some on each of a few days.
pub(crate) fn records(count: u64) -> Vec<(u64, &'static str)> {
    let days = ["1975/06/01", "1999/12/31", "2012/02/29", "2024/01/01"];
    let day = |pmid: u64| days[(pmid % 4) as usize];
    (1..=count).map(|pmid| (pmid, day(pmid))).collect()
}
