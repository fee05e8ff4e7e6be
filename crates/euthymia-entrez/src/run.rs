//! The run itself: requests sent at NCBI's pace, failures repeated, every step kept.

use std::path::Path;
use std::time::Duration;

use crate::folder::Folder;
use crate::pace::{ATTEMPTS, LONGEST_PAUSE, Pace, pause};
use crate::{
    Answer, Clock, EntrezError, Event, Failure, Job, Progress, Provenance, Request, Session,
    Transport, Watch, read,
};

/// How often a page with too few or too many records is asked for again.
const RECOUNTS: u32 = 2;
/// How long a wait goes on before anybody can stop it.
const TICK: Duration = Duration::from_millis(200);

/// Fetches a search into a folder as `pubmed.xml` with `provenance.json`, or goes on with one that
/// was begun there.
///
/// # Errors
/// [`EntrezError`]; what was fetched is kept, and the same call goes on.
pub fn fetch(
    job: &Job,
    folder: &Path,
    transport: &dyn Transport,
    clock: &dyn Clock,
    watch: &mut dyn Watch,
) -> Result<Provenance, EntrezError> {
    let place = Folder::open(folder)?;
    let progress = place.progress()?;
    if let Some(other) = progress.as_ref().filter(|kept| kept.term != job.term) {
        return Err(EntrezError::OtherSearch {
            folder: folder.to_owned(),
            found: other.term.clone(),
        });
    }
    let mut run = Run {
        job,
        transport,
        clock,
        watch,
        pace: Pace::new(job.contact.has_key()),
    };
    let fresh = || Progress::new(&job.term, job.page_size);
    let mut session = Session::new(progress.unwrap_or_else(fresh));
    session.keep_pages(|page| place.has(page));
    session.begin_run(&job.asked_at);
    place.keep(session.progress())?;
    while let Some(request) = session.next() {
        let events = run.step(&mut session, &place, &request)?;
        place.keep(session.progress())?;
        for event in &events {
            run.watch.event(event);
        }
    }
    place.finish(session.progress(), transport.address())
}

struct Run<'a> {
    job: &'a Job,
    transport: &'a dyn Transport,
    clock: &'a dyn Clock,
    watch: &'a mut dyn Watch,
    pace: Pace,
}

/// An answer, or the history server's word that it has forgotten the search.
enum Heard {
    Answer(Answer),
    Stale(String),
}

impl Run<'_> {
    /// One request and what follows from its answer.
    fn step(
        &mut self,
        session: &mut Session,
        place: &Folder,
        request: &Request,
    ) -> Result<Vec<Event>, EntrezError> {
        match (self.ask(request)?, request) {
            (Heard::Stale(said), _) => session.stale(&said),
            (Heard::Answer(Answer::Found(found)), _) => session.found(found),
            (Heard::Answer(Answer::Page { text, records }), Request::Page { count, .. }) => {
                place.keep_page(session.progress().next_page, &text)?;
                Ok(session.stored(*count, records, text.len() as u64))
            }
            (Heard::Answer(Answer::Page { .. }), Request::Search { .. }) => Ok(Vec::new()),
        }
    }

    /// Sends a request until it is answered or there is no hope.
    fn ask(&mut self, request: &Request) -> Result<Heard, EntrezError> {
        let mut failures = 0;
        loop {
            let (why, asked) = match self.send(request)? {
                Ok(answer) => match wrong_count(request, &answer) {
                    Some(why) if failures < RECOUNTS => (why, None),
                    _ => return Ok(Heard::Answer(answer)),
                },
                Err(Failure::Stale(said)) => return Ok(Heard::Stale(self.safe(&said))),
                Err(Failure::Fatal(error)) => return Err(self.safe_error(error)),
                Err(Failure::Again { why, pause }) => (self.safe(&why), pause),
            };
            failures += 1;
            if failures >= ATTEMPTS {
                return Err(EntrezError::GaveUp {
                    utility: request.utility(),
                    attempts: failures,
                    why,
                });
            }
            let pause = pause(failures, asked);
            if pause > LONGEST_PAUSE {
                let seconds = pause.as_secs();
                return Err(EntrezError::LongPause { seconds });
            }
            self.watch.event(&Event::Waiting { why, pause });
            self.wait(pause)?;
        }
    }

    /// Sends a request once, not before its time.
    fn send(&mut self, request: &Request) -> Result<Result<Answer, Failure>, EntrezError> {
        self.wait(self.pace.wait(self.clock.now()))?;
        self.pace.sent(self.clock.now());
        let form = request.form(&self.job.contact);
        let answer = match self.transport.post(request.path(), &form) {
            Ok(reply) => read(request, reply),
            Err(error) => Err(Failure::Again {
                why: error.to_string(),
                pause: None,
            }),
        };
        Ok(answer)
    }

    /// Waits in short steps, so that a person can stop it.
    fn wait(&mut self, time: Duration) -> Result<(), EntrezError> {
        let mut left = time;
        loop {
            if self.watch.cancelled() {
                return Err(EntrezError::Cancelled);
            }
            if left.is_zero() {
                return Ok(());
            }
            let step = left.min(TICK);
            self.clock.sleep(step);
            left -= step;
        }
    }

    fn safe(&self, text: &str) -> String {
        self.job.contact.without_key(text)
    }

    fn safe_error(&self, error: EntrezError) -> EntrezError {
        match error {
            EntrezError::KeyRefused { answer } => EntrezError::KeyRefused {
                answer: self.safe(&answer),
            },
            EntrezError::Refused {
                utility,
                status,
                answer,
            } => EntrezError::Refused {
                utility,
                status,
                answer: self.safe(&answer),
            },
            other => other,
        }
    }
}

/// Why a page is not the one that was asked for, if it is not.
fn wrong_count(request: &Request, answer: &Answer) -> Option<String> {
    match (request, answer) {
        (Request::Page { count, .. }, Answer::Page { records, .. }) if count != records => {
            Some(format!("a page of {count} records came with {records}"))
        }
        _ => None,
    }
}
