//! A review as a folder that people can read, copy and keep under version control.
//!
//! ```text
//! review.toml        the question, criteria, reviewers; written once, then edited by people
//! log.jsonl          the decision log
//! forms/trials.toml  what is taken from reports; edited by people
//! imports/3f9a2c1b/  original, text (where it differs), pieces.tsv; never changed
//! full_texts/        full texts, each under the SHA-256 of its bytes
//! .gitattributes     tells git to merge the log by keeping the lines of both sides
//! .gitignore         tells git to leave out what can be made again: the full-text index
//! ```
//!
//! # Example
//! ```
//! use euthymia_review::{Folder, Format, Protocol, Received, Stamp, split};
//!
//! let path = std::env::temp_dir().join(format!("euthymia-example-{}", std::process::id()));
//! let stamp = Stamp { time: "2026-03-01T09:30:00Z".parse().unwrap(), author: "kd".to_owned() };
//! let protocol = Protocol::template("Ketamine", "kd");
//! let mut folder = Folder::create(&path, "Ketamine", &protocol, &stamp).unwrap();
//!
//! let file = "TY  - JOUR\nTI  - Ketamine by infusion\nER  - \n";
//! let mut importing = folder.receive(file.as_bytes()).unwrap();
//! for piece in split(Format::Ris, importing.text().unwrap()) {
//!     importing.add(&piece).unwrap();
//! }
//! let (import, _) = folder.finish(importing, Received::default(), 0, &stamp).unwrap();
//!
//! let folder = Folder::open(&path).unwrap();
//! assert_eq!(folder.state().records(), 1);
//! let mut stored = folder.stored(import).unwrap();
//! let (id, piece) = stored.records().unwrap().next().unwrap().unwrap();
//! assert_eq!((id.number, piece.text.as_str()), (1, file));
//! # std::fs::remove_dir_all(&path).unwrap();
//! ```

pub(crate) mod disk;
mod forms;
mod full_text;
mod import;
mod merge;
mod places;
mod protocol;
mod status;
mod stored;

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use euthymia_table::Diagnostic;

use crate::log::{Created, EntryId, Event, Imported, Log, LogError, Stamp, State};
use crate::{ImportId, RecordId};

pub use forms::FormFile;
pub use full_text::Kept;
pub use import::{Importing, Received};
pub use merge::{MergeReport, ProtocolMerge};
pub use places::Stretch;
pub(crate) use protocol::line;
pub use protocol::{Criteria, Protocol, Question, Reviewer, Thresholds};
pub use status::{Next, SourceLine, Status, status};
pub use stored::{Records, Stored};

/// Name of the log in the folder.
const LOG: &str = "log.jsonl";

/// Name of the protocol in the folder.
const PROTOCOL: &str = "review.toml";

/// Name of the folder of imported files.
const IMPORTS: &str = "imports";

/// Name of the folder of full texts.
const FULL_TEXTS: &str = "full_texts";

/// What git is told: to keep the lines of both sides of the log, and to change no line end.
const GIT_ATTRIBUTES: &str = "log.jsonl merge=union -text\nimports/** -text\nfull_texts/** -text\n";

/// What git does not keep.
const GIT_IGNORE: &str = "/imports/.importing-*\n/full_texts/.adding-*\n/index/\n";

/// A review that is open.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    log: Log,
    told: Vec<Diagnostic>,
}

/// Why a review could not be opened or changed.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// A file or folder could not be read or written.
    #[error("{}: {error}", path.display())]
    Io {
        /// Which.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// A review is not begun where something is.
    #[error("{}: the folder is not empty. Choose a new name.", .0.display())]
    NotEmpty(PathBuf),
    /// The log.
    #[error(transparent)]
    Log(#[from] LogError),
    /// The same file was imported before.
    #[error(
        "this file was imported before, as {import} from \"{file_name}\": its bytes are the same"
    )]
    AlreadyImported {
        /// Its name in the review.
        import: ImportId,
        /// Its name as received then.
        file_name: String,
    },
    /// Two different files whose SHA-256 begins alike.
    #[error("another file has the name {0} in this review; add a line to this one and try again")]
    NameTaken(ImportId),
    /// A piece is not what stands in the text at its place.
    #[error(
        "line {line}: the record is not what stands in the file there; hand over the text as UTF-8"
    )]
    PieceDiffers {
        /// Line on which it starts.
        line: u64,
    },
    /// More records than can be numbered.
    #[error("the file has more than {} records", u32::MAX)]
    TooMany,
    /// The bytes of an imported file are not those that were received.
    #[error("{}: the file is not as it was imported: its SHA-256 is another one", .0.display())]
    Changed(PathBuf),
    /// A text that is no SHA-256.
    #[error("\"{0}\" is not the SHA-256 of a file: 64 hexadecimal digits")]
    NotAName(String),
    /// A record that is not there.
    #[error("there is no record {0}")]
    NoRecord(RecordId),
    /// A file of the folder is not as it was written.
    #[error("{0}")]
    Damaged(Box<Diagnostic>),
}

impl Folder {
    /// Begins a review in a new folder, or in one that is empty. `protocol` is the text of its
    /// `review.toml`.
    ///
    /// # Errors
    /// Something is there already, or the folder cannot be written.
    pub fn create(
        path: &Path,
        title: &str,
        protocol: &str,
        stamp: &Stamp,
    ) -> Result<Self, FolderError> {
        fs::create_dir_all(path).map_err(|error| at(path, error))?;
        let mut inside = fs::read_dir(path).map_err(|error| at(path, error))?;
        if inside.next().is_some() {
            return Err(FolderError::NotEmpty(path.to_owned()));
        }
        let imports = path.join(IMPORTS);
        fs::create_dir(&imports).map_err(|error| at(&imports, error))?;
        let files = [
            (PROTOCOL, protocol),
            (".gitattributes", GIT_ATTRIBUTES),
            (".gitignore", GIT_IGNORE),
        ];
        for (name, text) in files {
            let file = path.join(name);
            disk::write_new(&file, text.as_bytes()).map_err(|error| at(&file, error))?;
        }
        let created = Event::ReviewCreated(Box::new(Created {
            title: title.to_owned(),
            protocol: protocol.to_owned(),
        }));
        let log = Log::create(&path.join(LOG), stamp, created)?;
        disk::sync_folder_of(path).map_err(|error| at(path, error))?;
        Ok(Self {
            path: path.to_owned(),
            log,
            told: Vec::new(),
        })
    }

    /// Opens a review: reads its log and removes what an interrupted import left behind.
    ///
    /// # Errors
    /// The folder is no review, or its log is damaged.
    pub fn open(path: &Path) -> Result<Self, FolderError> {
        let log = Log::open(&path.join(LOG))?;
        let told = import::remove_abandoned(&path.join(IMPORTS))?;
        Ok(Self {
            path: path.to_owned(),
            log,
            told,
        })
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Its log.
    pub fn log(&self) -> &Log {
        &self.log
    }

    /// What is known about the review now.
    pub fn state(&self) -> State {
        State::of(self.log.entries())
    }

    /// What people should know: a torn log, an import that was interrupted.
    pub fn told(&self) -> impl Iterator<Item = &Diagnostic> {
        self.log.told().iter().chain(&self.told)
    }

    /// Enters events, together or not at all.
    ///
    /// # Errors
    /// See [`Log::append`].
    pub fn append(&mut self, stamp: &Stamp, events: Vec<Event>) -> Result<EntryId, FolderError> {
        Ok(self.log.append(stamp, events)?)
    }

    /// Opens an imported file for reading its records.
    ///
    /// # Errors
    /// It is not there, or its list of pieces is damaged.
    pub fn stored(&self, import: ImportId) -> Result<Stored, FolderError> {
        Stored::open(&self.import_path(import), import)
    }

    /// Reads an imported file as it was received and holds it against its SHA-256.
    ///
    /// # Errors
    /// It is not there or not as it was imported.
    pub fn verify(&self, imported: &Imported) -> Result<(), FolderError> {
        let path = self.import_path(imported.import).join(import::ORIGINAL);
        let hash = File::open(&path).and_then(|mut file| disk::copy_hashed(&mut file, io::sink()));
        let hash = hash.map_err(|error| at(&path, error))?;
        match disk::hex(&hash) == imported.sha256 {
            true => Ok(()),
            false => Err(FolderError::Changed(path)),
        }
    }

    /// Where an import is.
    fn import_path(&self, import: ImportId) -> PathBuf {
        self.path.join(IMPORTS).join(import.to_string())
    }
}

pub(crate) fn at(path: &Path, error: io::Error) -> FolderError {
    FolderError::Io {
        path: path.to_owned(),
        error,
    }
}
