//! Reading what was imported: all records in order, or one by its name.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use euthymia_table::Diagnostic;

use super::import::open_text;
use super::places::{self, Place, Places, Stretch};
use super::{FolderError, at};
use crate::{Context, ImportId, Piece, PieceKind, RecordId};

/// An imported file. In memory: 24 bytes for each record, and the context.
#[derive(Debug)]
pub struct Stored {
    import: ImportId,
    path: PathBuf,
    text: BufReader<File>,
    places: Places,
    context: Context,
}

/// The records of an imported file, in its order. In memory: one record.
#[derive(Debug)]
pub struct Records<'a> {
    stored: &'a mut Stored,
    next: u32,
    /// Bytes of text already read.
    at: u64,
}

impl Stored {
    pub(crate) fn open(path: &Path, import: ImportId) -> Result<Self, FolderError> {
        let list = path.join(places::FILE);
        let read = File::open(&list).and_then(|file| places::read(BufReader::new(file)));
        let places = read
            .map_err(|error| at(&list, error))?
            .map_err(|line| FolderError::Damaged(Box::new(damaged(&list, line))))?;
        let mut stored = Self {
            import,
            path: path.to_owned(),
            text: open_text(path)?,
            places,
            context: Context::default(),
        };
        for place in stored.places.contexts.clone() {
            let text = stored.seek(place);
            let text = text.map_err(|error| at(path, error))?;
            stored.context.texts.push(text);
        }
        Ok(stored)
    }

    /// Number of its records.
    pub fn len(&self) -> u32 {
        u32::try_from(self.places.records.len()).unwrap_or(u32::MAX)
    }

    /// Whether it has no record.
    pub fn is_empty(&self) -> bool {
        self.places.records.is_empty()
    }

    /// What its records need to be read.
    pub fn context(&self) -> &Context {
        &self.context
    }

    /// Stretches that are no record.
    pub fn broken(&self) -> &[Stretch] {
        &self.places.broken
    }

    /// One record.
    ///
    /// # Errors
    /// It is not there, or its text cannot be read.
    pub fn piece(&mut self, record: RecordId) -> Result<Piece, FolderError> {
        let place = self.place(record.number);
        let is_here = record.import == self.import;
        let place = place.filter(|_| is_here);
        let place = place.ok_or(FolderError::NoRecord(record))?;
        let text = self.seek(place).map_err(|error| at(&self.path, error))?;
        Ok(piece(place, text))
    }

    /// All records, in order.
    ///
    /// # Errors
    /// The text cannot be read.
    pub fn records(&mut self) -> Result<Records<'_>, FolderError> {
        let start = self.text.seek(SeekFrom::Start(0));
        start.map_err(|error| at(&self.path, error))?;
        Ok(Records {
            stored: self,
            next: 1,
            at: 0,
        })
    }

    fn place(&self, number: u32) -> Option<Place> {
        let index = usize::try_from(number).ok()?.checked_sub(1)?;
        self.places.records.get(index).copied()
    }

    fn seek(&mut self, place: Place) -> io::Result<String> {
        self.text.seek(SeekFrom::Start(place.offset))?;
        self.read(place)
    }

    fn read(&mut self, place: Place) -> io::Result<String> {
        let mut text = String::with_capacity(place.length.min(1 << 20) as usize);
        let length = u64::from(place.length);
        let read = (&mut self.text).take(length).read_to_string(&mut text)?;
        match read == place.length as usize {
            true => Ok(text),
            false => Err(io::ErrorKind::UnexpectedEof.into()),
        }
    }
}

impl Iterator for Records<'_> {
    type Item = Result<(RecordId, Piece), FolderError>;

    fn next(&mut self) -> Option<Self::Item> {
        let place = self.stored.place(self.next)?;
        let id = RecordId {
            import: self.stored.import,
            number: self.next,
        };
        self.next += 1;
        let forward = place.offset as i64 - self.at as i64;
        let moved = self.stored.text.seek_relative(forward);
        let text = moved.and_then(|()| self.stored.read(place));
        self.at = place.offset + u64::from(place.length);
        Some(match text {
            Ok(text) => Ok((id, piece(place, text))),
            Err(error) => {
                self.next = u32::MAX;
                Err(at(&self.stored.path, error))
            }
        })
    }
}

fn piece(place: Place, text: String) -> Piece {
    Piece {
        kind: PieceKind::Record,
        offset: place.offset,
        line: place.line,
        text,
    }
}

fn damaged(list: &Path, line: usize) -> Diagnostic {
    Diagnostic::error(
        list.display().to_string(),
        "the line is not as it was written",
    )
    .at_row(line)
    .with_help("Take the folder of the import from another copy or a backup.")
}
