//! Citations and their formats, duplicates, and the folder and decision log of a systematic review.
//!
//! A file is cut into [`Piece`]s, each the text of one record as it stands; a piece is read into a
//! [`Record`]. Both steps belong to a [`Format`]. The text is the truth: a [`Record`] is a reading
//! of it, and what no field of a [`Record`] holds is kept under its own tag in
//! [`Record::others`].
//!
//! # Example
//! ```
//! use euthymia_review::{Context, Format, PieceKind, parse, split};
//!
//! let file = "TY  - JOUR\nTI  - Ketamine by infusion\nPY  - 2021\nER  - \n";
//! let format = Format::recognise(file).unwrap();
//! let pieces: Vec<_> = split(format, file.as_bytes()).collect::<Result<_, _>>().unwrap();
//! assert_eq!(pieces.len(), 1);
//! let reading = parse(format, &pieces[0], &Context::default());
//! assert_eq!(reading.record.unwrap().title.as_deref(), Some("Ketamine by infusion"));
//! ```

pub mod appraise;
pub mod date;
pub mod dedupe;
pub mod extract;
pub mod folder;
pub mod format;
pub mod fulltext;
pub mod identifier;
pub mod kind;
pub mod log;
pub mod person;
pub mod piece;
pub mod prisma;
pub mod record;
pub mod record_id;
pub mod screen;

pub use date::Date;
pub use extract::{Extraction, Form};
pub use folder::{
    Folder, FolderError, Importing, Protocol, Received, Records, Status, Stored, status,
};
pub use format::{Context, Format, Pieces, parse, split};
pub use fulltext::FullTexts;
pub use identifier::{Identifier, Scheme};
pub use kind::Kind;
pub use log::{
    Conflict, Entry, EntryId, Event, EventId, How, Imported, Link, Log, LogError, Source, Stamp,
    State, Target, Time, deciding,
};
pub use person::{Contributor, Person, Role};
pub use piece::{Broken, Piece, PieceKind, Problem, Reading};
pub use record::{Heading, Other, Record, Related, Relation};
pub use record_id::{ImportId, RecordId};
pub use screen::Screening;
