//! The decision log of a review: a file to which entries are only ever added.
//!
//! A line is an [`Entry`]: what one author did at one moment, one or more [`Event`]s that count
//! together or not at all. It begins with its own checksum, which is also its name, so that the
//! same entry has the same name on every copy:
//!
//! ```text
//! {"id":"…","schema":"euthymia.review.log.v1","clock":7,"time":"2026-03-01T09:30:00Z",
//!  "author":"kd","events":[{"kept_apart":{"a":"3f9a2c1b-1","b":"3f9a2c1b-9"}}]}
//! ```
//!
//! The order of lines in the file means nothing: entries are ordered by clock, time and name. What
//! is known about the review, [`State`], is a fold over them, so that two copies with the same
//! entries say the same. Nothing is ever changed; what is wrong is undone by another entry, which
//! can be undone itself.

mod clusters;
mod collecting;
mod conflict;
mod decide;
mod entry;
mod event;
mod file;
mod line;
mod names;
mod newer;
mod quick;
mod scan;
mod screening;
mod source_kind;
mod standing;
mod state;
mod time;

pub use collecting::{Answer, Appraised, Cell, Extracted, FullText};
pub use conflict::Conflict;
pub use decide::deciding;
pub use entry::{Entry, EntryId, EventId, NotATarget, Stamp, Target};
pub use event::{Created, Event, How, Imported, Link, NotAllowed, ProtocolText, Source, Unknown};
pub use file::{Log, LogError, merged};
pub use line::LineError;
pub use screening::{Purpose, Ranked, Removal, Round, Screened, Settled, Stage, Stopped, Verdict};
pub use source_kind::{NotASourceKind, SourceKind};
pub use standing::standing;
pub use state::{ImportState, LinkState, Merged, SourceCount, State, Unplaced};
pub use time::{NotATime, Time};
