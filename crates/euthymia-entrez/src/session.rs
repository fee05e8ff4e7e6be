//! What is asked next, given what was answered. No network, no clock, no file.

use crate::slice::SLICE_MAX;
use crate::{EntrezError, Event, Found, Part, Progress, Request, Slice, StoredPage};

/// How often the history server may forget one slice.
const RESTARTS: u32 = 3;
/// From this many requests on NCBI asks for quiet hours.
const LARGE_JOB: u64 = 100;

/// A search on its way: requests come out, answers go in.
///
/// # Example
/// ```
/// use euthymia_entrez::{Found, History, Progress, Request, Session};
///
/// let mut session = Session::new(Progress::new("ketamine", 500));
/// assert!(matches!(session.next(), Some(Request::Search { .. })));
/// let history = Some(History { web_env: "MCID_1".into(), query_key: "1".into() });
/// session.found(Found { count: 2, history, translation: None, warnings: vec![] })?;
/// assert!(matches!(session.next(), Some(Request::Page { start: 0, count: 2, .. })));
/// # Ok::<(), euthymia_entrez::EntrezError>(())
/// ```
#[derive(Debug, Clone)]
pub struct Session {
    progress: Progress,
    restarts: u32,
}

impl Session {
    /// Begins, or goes on from what was kept.
    pub fn new(progress: Progress) -> Self {
        Self {
            progress,
            restarts: 0,
        }
    }

    /// How far it has come.
    pub fn progress(&self) -> &Progress {
        &self.progress
    }

    /// The next request; `None` when all is fetched.
    pub fn next(&self) -> Option<Request> {
        let search = |slice| Request::Search {
            term: self.progress.term.clone(),
            slice,
        };
        if let Some(part) = self.open_part().and_then(|at| self.progress.parts.get(at)) {
            let start = part.covered();
            let left = part.count.saturating_sub(start);
            return Some(Request::Page {
                history: part.history.clone(),
                start,
                count: left.min(u64::from(self.progress.page_size)),
            });
        }
        if let Some((slice, _)) = self.progress.queue.last() {
            return Some(search(*slice));
        }
        let open = self.progress.recount.is_none() && self.sum() != self.count();
        open.then(|| search(Slice::Whole))
    }

    /// Takes the answer of a search.
    ///
    /// # Errors
    /// [`EntrezError::Indivisible`].
    pub fn found(&mut self, found: Found) -> Result<Vec<Event>, EntrezError> {
        let Some((slice, before)) = self.progress.queue.pop() else {
            return Ok(self.recounted(found.count));
        };
        let mut events = self.counted(slice, before, &found);
        if found.count > SLICE_MAX {
            let (early, late) = slice.halves().ok_or(EntrezError::Indivisible {
                slice,
                count: found.count,
            })?;
            self.progress.queue.push((late, None));
            self.progress.queue.push((early, None));
            if slice == Slice::Whole {
                events.push(self.note(format!(
                    "{} records are more than the {SLICE_MAX} that PubMed gives out for one \
                     search: it is fetched in slices of entry dates",
                    found.count
                )));
            }
        } else if let Some(history) = found.history.filter(|_| found.count > 0) {
            self.progress.parts.push(Part {
                slice,
                count: found.count,
                history,
                pages: Vec::new(),
            });
        }
        Ok(events)
    }

    /// Takes a page that is on disk under [`Progress::next_page`].
    pub fn stored(&mut self, asked: u64, records: u64, bytes: u64) -> Vec<Event> {
        let number = self.progress.next_page;
        let Some(part) = self
            .open_part()
            .and_then(|at| self.progress.parts.get_mut(at))
        else {
            return Vec::new();
        };
        part.pages.push(StoredPage {
            number,
            asked,
            records,
            bytes,
        });
        if part.covered() >= part.count {
            self.restarts = 0;
        }
        self.progress.next_page += 1;
        let mut events = Vec::new();
        if records != asked {
            events.push(self.note(format!(
                "page {number} has {records} records instead of {asked}"
            )));
        }
        events.push(Event::Fetched {
            records: self.progress.records(),
            of: self.count(),
            bytes,
        });
        events
    }

    /// The history server has forgotten the slice being fetched: its pages are dropped, and it is
    /// searched again, since its order need not be the same.
    ///
    /// # Errors
    /// [`EntrezError::HistoryLost`] when that happens again and again.
    pub fn stale(&mut self, answer: &str) -> Result<Vec<Event>, EntrezError> {
        self.restarts += 1;
        if self.restarts > RESTARTS {
            return Err(EntrezError::HistoryLost {
                times: self.restarts,
                answer: answer.to_owned(),
            });
        }
        let Some(at) = self.open_part() else {
            return Ok(Vec::new());
        };
        let part = self.progress.parts.remove(at);
        let lost: u64 = part.pages.iter().map(|page| page.records).sum();
        self.progress.queue.push((part.slice, Some(part.count)));
        Ok(vec![self.note(format!(
            "the history server no longer has {} ({answer}): searched again, {lost} records \
             fetched again",
            part.slice
        ))])
    }

    /// Forgets from each slice the first page that fails and all after it, so that they are
    /// fetched again.
    pub fn keep_pages(&mut self, is_good: impl Fn(&StoredPage) -> bool) {
        for part in &mut self.progress.parts {
            let good = part.pages.iter().take_while(|page| is_good(page)).count();
            part.pages.truncate(good);
        }
    }

    /// Enters the date and time of a run.
    pub fn begin_run(&mut self, asked_at: &str) {
        self.progress.runs.push(asked_at.to_owned());
    }

    /// What the search counts.
    pub fn count(&self) -> u64 {
        let counted = self.progress.whole.as_ref().map(|whole| whole.count);
        counted.unwrap_or_default()
    }

    fn sum(&self) -> u64 {
        self.progress.parts.iter().map(|part| part.count).sum()
    }

    fn open_part(&self) -> Option<usize> {
        let open = |part: &Part| part.covered() < part.count;
        self.progress.parts.iter().position(open)
    }

    fn note(&mut self, note: String) -> Event {
        self.progress.notes.push(note.clone());
        Event::Note(note)
    }

    fn counted(&mut self, slice: Slice, before: Option<u64>, found: &Found) -> Vec<Event> {
        let Some(whole) = &mut self.progress.whole else {
            self.progress.whole = Some(Found {
                history: None,
                ..found.clone()
            });
            let mut events = vec![Event::Counted(found.clone())];
            let requests = found.count / u64::from(self.progress.page_size.max(1));
            if requests >= LARGE_JOB {
                events.push(Event::Note(format!(
                    "about {requests} requests: NCBI asks that jobs of more than {LARGE_JOB} run \
                     at weekends or between 9 pm and 5 am US Eastern time"
                )));
            }
            return events;
        };
        let mut events = vec![Event::Sliced {
            slice,
            count: found.count,
        }];
        if let Some(before) = before.filter(|&before| before != found.count) {
            whole.count = whole
                .count
                .saturating_sub(before)
                .saturating_add(found.count);
            events.push(self.note(format!(
                "the count changed while fetching: {slice} had {before} records, now {}",
                found.count
            )));
        }
        events
    }

    /// The slices did not add up to the first count: PubMed may have changed meanwhile.
    fn recounted(&mut self, count: u64) -> Vec<Event> {
        let (first, sum) = (self.count(), self.sum());
        self.progress.recount = Some(count);
        if count == first {
            return Vec::new();
        }
        if let Some(whole) = &mut self.progress.whole {
            whole.count = count;
        }
        vec![self.note(format!(
            "the count changed while fetching: {first} records at first, now {count}; the slices \
             have {sum}"
        ))]
    }
}
