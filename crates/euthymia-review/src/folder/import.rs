//! Taking a file in: into a temporary folder, then renamed, then entered into the log.

use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use euthymia_table::Diagnostic;

use super::{Folder, FolderError, IMPORTS, at, disk, places};
use crate::log::{EntryId, Event, Imported, Stamp};
use crate::{Broken, ImportId, Piece, PieceKind};

/// Name of the bytes as received, in the folder of an import.
pub(crate) const ORIGINAL: &str = "original";

/// Name of their text, where it differs from them.
pub(crate) const TEXT: &str = "text";

/// What the names of temporary folders begin with.
const TEMPORARY: &str = ".importing-";

/// Name of the file in a temporary folder that its importer holds locked.
const LOCK: &str = "lock";

/// What was received, in words that only its receiver knows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Received {
    /// Short name of its source, if it was said.
    pub source: Option<String>,
    /// Name of the file.
    pub file_name: String,
    /// Format, by its word.
    pub format: String,
    /// Encoding of the file.
    pub encoding: String,
    /// What was said about the columns of a table.
    pub columns: Option<String>,
}

/// A file that is being taken in. Dropped before its end, it leaves nothing.
///
/// The steps: [`Folder::receive`], [`Importing::keep_text`] where the file is not UTF-8 itself,
/// [`Importing::add`] for each piece, [`Folder::finish`].
#[derive(Debug)]
pub struct Importing {
    /// The temporary folder, removed when this is dropped.
    temporary: Temporary,
    import: ImportId,
    sha256: String,
    pieces: BufWriter<File>,
    /// The text once more, to hold the pieces against it.
    check: Option<Check>,
    records: u32,
    broken: u32,
}

/// The text, read beside the pieces.
#[derive(Debug)]
struct Check {
    text: BufReader<File>,
    at: u64,
    bytes: Vec<u8>,
}

/// A folder that is removed unless it was renamed.
#[derive(Debug)]
pub(crate) struct Temporary {
    path: PathBuf,
    lock: Option<File>,
}

impl Drop for Temporary {
    fn drop(&mut self) {
        self.lock = None;
        if self.path.exists() {
            // Should this fail, the next opening removes it and says so.
            let _ = fs::remove_dir_all(&self.path);
        }
    }
}

impl Folder {
    /// Copies the bytes of a file into the review, where they wait until the import is finished.
    ///
    /// # Errors
    /// The same file was imported before, or something cannot be read or written.
    pub fn receive(&self, mut original: impl Read) -> Result<Importing, FolderError> {
        let temporary = Temporary::new(&self.path().join(IMPORTS))?;
        let path = temporary.path.join(ORIGINAL);
        let sha256 = copy(&mut original, &path).map_err(|error| at(&path, error))?;
        let import = name(&sha256);
        let hex = disk::hex(&sha256);
        self.check_new(import, &hex)?;
        let path = temporary.path.join(places::FILE);
        let file = File::create_new(&path).map_err(|error| at(&path, error))?;
        let mut pieces = BufWriter::new(file);
        places::write_header(&mut pieces).map_err(|error| at(&path, error))?;
        Ok(Importing {
            temporary,
            import,
            sha256: hex,
            pieces,
            check: None,
            records: 0,
            broken: 0,
        })
    }

    /// Ends an import: everything is on the disk, then in its place, then in the log.
    /// `problems` is the number of things in records that were not understood.
    ///
    /// # Errors
    /// Something cannot be written, or the same file was imported meanwhile.
    pub fn finish(
        &mut self,
        mut importing: Importing,
        received: Received,
        problems: u64,
        stamp: &Stamp,
    ) -> Result<(ImportId, EntryId), FolderError> {
        let import = importing.import;
        let temporary = &mut importing.temporary;
        let flushed = importing.pieces.flush();
        let synced = flushed.and_then(|()| importing.pieces.get_ref().sync_all());
        synced.map_err(|error| at(&temporary.path, error))?;
        self.log.refresh()?;
        self.check_new(import, &importing.sha256)?;
        let path = self.import_path(import);
        temporary.settle(&path).map_err(|error| at(&path, error))?;
        let event = Event::Imported(Box::new(Imported {
            import,
            source: received.source,
            file_name: received.file_name,
            format: received.format,
            encoding: received.encoding,
            columns: received.columns,
            records: importing.records,
            broken: importing.broken,
            problems,
            sha256: importing.sha256.clone(),
        }));
        let entry = self.append(stamp, vec![event])?;
        Ok((import, entry))
    }

    /// Whether a file is new to the review.
    fn check_new(&self, import: ImportId, sha256: &str) -> Result<(), FolderError> {
        let state = self.state();
        let known = state
            .imports
            .iter()
            .map(|import| &import.imported)
            .find(|known| known.import == import);
        match known {
            None => Ok(()),
            Some(known) if known.sha256 == sha256 => Err(FolderError::AlreadyImported {
                import,
                file_name: known.file_name.clone(),
            }),
            Some(_) => Err(FolderError::NameTaken(import)),
        }
    }
}

impl Importing {
    /// The name that the file will have.
    pub fn import(&self) -> ImportId {
        self.import
    }

    /// Keeps the text of the file, for a file that is not UTF-8 itself: decoded, unpacked.
    ///
    /// # Errors
    /// It cannot be read or written.
    pub fn keep_text(&mut self, mut text: impl Read) -> Result<(), FolderError> {
        let path = self.temporary.path.join(TEXT);
        copy(&mut text, &path)
            .map(drop)
            .map_err(|error| at(&path, error))
    }

    /// The text that is to be cut into pieces: the kept one, or the file itself.
    ///
    /// # Errors
    /// It cannot be opened.
    pub fn text(&self) -> Result<BufReader<File>, FolderError> {
        open_text(&self.temporary.path)
    }

    /// Adds what was cut out next.
    ///
    /// # Errors
    /// A piece is not what stands in the text; something cannot be written.
    pub fn add(&mut self, next: &Result<Piece, Broken>) -> Result<(), FolderError> {
        let written = match next {
            Ok(piece) => {
                self.hold_against_text(piece)?;
                let is_record = piece.kind == PieceKind::Record;
                let records = self.records.checked_add(u32::from(is_record));
                self.records = records.ok_or(FolderError::TooMany)?;
                places::write_piece(&mut self.pieces, piece)
            }
            Err(broken) => {
                self.broken = self.broken.saturating_add(1);
                places::write_broken(&mut self.pieces, broken)
            }
        };
        written.map_err(|error| at(&self.temporary.path, error))
    }

    /// Records will be read again from the text, so that the text has to be there.
    fn hold_against_text(&mut self, piece: &Piece) -> Result<(), FolderError> {
        let check = match self.check.take() {
            Some(check) => check,
            None => Check {
                text: self.text()?,
                at: 0,
                bytes: Vec::new(),
            },
        };
        let check = self.check.insert(check);
        let is_there = check.is(piece);
        let is_there = is_there.map_err(|error| at(&self.temporary.path, error))?;
        match is_there {
            true => Ok(()),
            false => Err(FolderError::PieceDiffers { line: piece.line }),
        }
    }
}

impl Check {
    fn is(&mut self, piece: &Piece) -> io::Result<bool> {
        let forward = piece.offset as i64 - self.at as i64;
        self.text.seek_relative(forward)?;
        self.bytes.clear();
        let length = piece.text.len() as u64;
        let read = (&mut self.text).take(length).read_to_end(&mut self.bytes)?;
        self.at = piece.offset + read as u64;
        Ok(self.bytes == piece.text.as_bytes())
    }
}

impl Temporary {
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    pub(crate) fn new(imports: &Path) -> Result<Self, FolderError> {
        fs::create_dir_all(imports).map_err(|error| at(imports, error))?;
        let mut number = 1_u32;
        loop {
            let path = imports.join(format!("{TEMPORARY}{}-{number}", std::process::id()));
            match fs::create_dir(&path) {
                Ok(()) => {
                    let lock = path.join(LOCK);
                    let file = File::create_new(&lock).and_then(|file| {
                        file.lock()?;
                        Ok(file)
                    });
                    let lock = Some(file.map_err(|error| at(&lock, error))?);
                    return Ok(Self { path, lock });
                }
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => number += 1,
                Err(error) => return Err(at(&path, error)),
            }
        }
    }

    /// Gives the folder its name. What an earlier import left there without reaching the log is
    /// replaced.
    pub(crate) fn settle(&mut self, path: &Path) -> io::Result<()> {
        self.lock = None;
        fs::remove_file(self.path.join(LOCK))?;
        disk::sync_folder(&self.path)?;
        if path.exists() {
            fs::remove_dir_all(path)?;
        }
        fs::rename(&self.path, path)?;
        disk::sync_folder_of(path)
    }
}

/// Removes the temporary folders that nobody holds locked, and says so.
pub(crate) fn remove_abandoned(imports: &Path) -> Result<Vec<Diagnostic>, FolderError> {
    let Ok(inside) = fs::read_dir(imports) else {
        return Ok(Vec::new());
    };
    let mut told = Vec::new();
    for item in inside {
        let item = item.map_err(|error| at(imports, error))?;
        let name = item.file_name().to_string_lossy().into_owned();
        let lock = File::open(item.path().join(LOCK));
        let is_held = lock.is_ok_and(|lock| lock.try_lock().is_err());
        if name.starts_with(TEMPORARY) && !is_held {
            fs::remove_dir_all(item.path()).map_err(|error| at(&item.path(), error))?;
            let message = "an import that was interrupted left this behind; it was removed";
            told.push(
                Diagnostic::note(format!("{IMPORTS}/{name}"), message)
                    .with_help("Import the file again."),
            );
        }
    }
    Ok(told)
}

/// Opens the text of an import.
pub(crate) fn open_text(folder: &Path) -> Result<BufReader<File>, FolderError> {
    let text = folder.join(TEXT);
    let path = match text.exists() {
        true => text,
        false => folder.join(ORIGINAL),
    };
    let file = File::open(&path).map_err(|error| at(&path, error))?;
    Ok(BufReader::with_capacity(1 << 16, file))
}

/// Copies into a new file that is on the disk afterwards; returns the SHA-256.
pub(crate) fn copy(from: &mut impl Read, to: &Path) -> io::Result<[u8; 32]> {
    let mut file = File::create_new(to)?;
    let hash = disk::copy_hashed(from, &mut file)?;
    file.sync_all()?;
    Ok(hash)
}

/// The first eight hexadecimal digits.
pub(crate) fn name(sha256: &[u8; 32]) -> ImportId {
    let first = sha256.iter().take(4);
    ImportId(first.fold(0, |sum, &byte| sum << 8 | u32::from(byte)))
}
