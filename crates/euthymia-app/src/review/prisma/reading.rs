//! A review read for its report: entries, state, decisions and the flow.

use crate::error::AppError;
use crate::review::history::entry;
use crate::review::session::Session;
use euthymia_review::log::NotATime;
use euthymia_review::prisma::{Flow, Point, Seen, until};
use euthymia_review::{Entry, Protocol, Screening, State};

/// What a report on a review is made from.
#[derive(Debug)]
pub struct PrismaReading<'s> {
    pub(super) session: &'s Session,
    pub(super) state: State,
    pub(super) screening: Screening,
    /// Where every record went.
    pub flow: Flow,
}

impl<'s> PrismaReading<'s> {
    /// Reads a review. With `since`, the beginning of the name of an entry or a day such as
    /// `2026-03-01`, what was there by then counts as the previous version: after the entry, or
    /// before the day.
    ///
    /// # Errors
    /// [`AppError::Usage`] for a text that is neither an entry nor a day.
    pub fn of(session: &'s Session, since: Option<&str>) -> Result<Self, AppError> {
        let entries = session.folder.log().entries();
        let (state, screening) = read(entries, &session.protocol);
        let now = Seen {
            entries,
            state: &state,
            screening: &screening,
        };
        let previous = session.protocol.previous;
        let flow = match since {
            None => Flow::of(&now, previous),
            Some(text) => {
                let earlier = entries_until(session, text)?;
                let (state, screening) = read(&earlier, &session.protocol);
                let before = Seen {
                    entries: &earlier,
                    state: &state,
                    screening: &screening,
                };
                Flow::since(&now, &before, previous)
            }
        };
        Ok(Self {
            session,
            state,
            screening,
            flow,
        })
    }
}

fn read(entries: &[Entry], protocol: &Protocol) -> (State, Screening) {
    let state = State::of(entries);
    let people: Vec<String> = protocol
        .reviewers
        .iter()
        .map(|own| own.id.clone())
        .collect();
    let screening = Screening::of(entries, &state, protocol.screening.clone(), &people);
    (state, screening)
}

/// The entries up to a point: after the entry whose name begins so, or before a day.
///
/// # Errors
/// [`AppError::Usage`] for a text that is neither an entry nor a day.
pub(in crate::review) fn entries_until(
    session: &Session,
    text: &str,
) -> Result<Vec<Entry>, AppError> {
    let gone = || AppError::Usage(format!("--since: there is no entry {text}"));
    until(session.folder.log().entries(), point(session, text)?).ok_or_else(gone)
}

fn point(session: &Session, text: &str) -> Result<Point, AppError> {
    let is_day = text.len() == 10 && text.matches('-').count() == 2;
    if !is_day {
        return Ok(Point::After(entry(session, text)?.id));
    }
    let time = format!("{text}T00:00:00Z").parse();
    let wrong = |_: NotATime| AppError::Usage(format!("--since: \"{text}\" is no day"));
    Ok(Point::Before(time.map_err(wrong)?))
}
