//! The file of the log: opened, recovered after an interruption, appended to.

use std::fs::{File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use euthymia_table::Diagnostic;

use super::line::{self, LineError};
use super::newer::Newer;
use super::scan::{LINE_BYTES_MAX, Reached, ScanError, scan};
use super::{Entry, EntryId, Event, NotAllowed, Stamp};
use crate::folder::disk;

/// The log of a review, as it was when it was last read.
///
/// Several processes may have it open: each locks the file while it reads or writes.
#[derive(Debug)]
pub struct Log {
    path: PathBuf,
    /// In order, each once.
    entries: Vec<Entry>,
    reached: Reached,
    told: Vec<Diagnostic>,
}

/// Why a log could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum LogError {
    /// The file could not be read or written.
    #[error("{}: {error}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// A line in the middle is not what was written.
    #[error("{0}")]
    Damaged(Box<Diagnostic>),
    /// No event says that a review began, so that this is no log.
    #[error("{}: no entry says that a review began. Is this the folder of a review?", .0.display())]
    NoBeginning(PathBuf),
    /// Entries of different reviews.
    #[error("these are different reviews: they began as {0} and {1}")]
    DifferentReviews(EntryId, EntryId),
    /// An event that may not be entered.
    #[error("event {place}: {error}")]
    NotAllowed {
        /// Place in what was to be entered, counted from 1.
        place: usize,
        /// What is wrong.
        error: NotAllowed,
    },
    /// Nothing was to be entered.
    #[error("there is nothing to enter")]
    Nothing,
    /// More than fits in an entry.
    #[error("an entry of {0} bytes is too long: enter it in several parts")]
    TooLong(usize),
    /// The entry could not be put in words.
    #[error("the entry cannot be written: {0}")]
    Json(#[from] serde_json::Error),
}

impl Log {
    /// Writes a log with its first entry. The file must not be there yet.
    ///
    /// # Errors
    /// The file is there or cannot be written, or the entry is none.
    pub(crate) fn create(path: &Path, stamp: &Stamp, first: Event) -> Result<Self, LogError> {
        let (_, line) = line::write(1, stamp, vec![first])?;
        disk::write_new(path, &line).map_err(|error| at(path, error))?;
        Self::open(path)
    }

    /// Reads a log. A last line that was not written to its end is set aside in a file
    /// `log.torn-1` beside it, and [`Log::told`] says so.
    ///
    /// # Errors
    /// The file cannot be read; a line before the last is damaged; no review or several began.
    pub fn open(path: &Path) -> Result<Self, LogError> {
        let mut log = Self {
            path: path.to_owned(),
            entries: Vec::new(),
            reached: Reached::default(),
            told: Vec::new(),
        };
        log.refresh()?;
        Ok(log)
    }

    /// The entries in their order, each once.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// What people should know about the file: a torn end, entries of a newer version.
    pub fn told(&self) -> &[Diagnostic] {
        &self.told
    }

    /// The entry with which the review began: the name of the review.
    pub fn beginning(&self) -> Option<EntryId> {
        beginnings(&self.entries).next()
    }

    /// Reads what others have written since.
    ///
    /// # Errors
    /// As [`Log::open`].
    pub fn refresh(&mut self) -> Result<(), LogError> {
        self.locked().map(drop)
    }

    /// Enters events, together or not at all, and returns the name of the entry once it is on the
    /// disk.
    ///
    /// # Errors
    /// An event may not be entered; the file cannot be read or written. Then nothing is entered.
    pub fn append(&mut self, stamp: &Stamp, events: Vec<Event>) -> Result<EntryId, LogError> {
        check(&events)?;
        let file = self.locked()?;
        let seen = self.entries.last().map_or(0, |entry| entry.clock);
        let (entry, text) = line::write(seen.saturating_add(1), stamp, events)?;
        if text.len() > LINE_BYTES_MAX {
            return Err(LogError::TooLong(text.len()));
        }
        let id = entry.id;
        self.write(file, &text)?;
        self.reached.last = Some((self.reached.bytes, id));
        self.reached.bytes += text.len() as u64;
        self.reached.lines += 1;
        self.entries.push(entry);
        self.put_in_order();
        Ok(id)
    }

    /// Adds the lines of another copy that are not here, as they stand; returns how many.
    ///
    /// # Errors
    /// The other is another review; a file cannot be read or written.
    pub fn take_from(&mut self, other: &Self) -> Result<usize, LogError> {
        same_review(&self.entries, &other.entries)?;
        let file = self.locked()?;
        let known: std::collections::HashSet<EntryId> =
            self.entries.iter().map(|entry| entry.id).collect();
        let text = std::fs::read(&other.path).map_err(|error| at(&other.path, error))?;
        let mut added = Vec::new();
        let mut count = 0;
        for text in text.split(|&byte| byte == b'\n') {
            let text = text.trim_ascii_end();
            if let Ok((id, _)) = line::checked(text)
                && !known.contains(&id)
            {
                added.extend_from_slice(text);
                added.push(b'\n');
                count += 1;
            }
        }
        if count > 0 {
            self.write(file, &added)?;
            self.refresh()?;
        }
        Ok(count)
    }

    /// Locks the file, reads what is new in it, and leaves it at its good end.
    fn locked(&mut self) -> Result<File, LogError> {
        let path = self.path.clone();
        let file = self.lock_and_read().map_err(|error| match error {
            ScanError::Io(error) => at(&path, error),
            ScanError::Damaged(line, error) => LogError::Damaged(Box::new(damaged(line, &error))),
        })?;
        let mut beginnings = beginnings(&self.entries);
        match (beginnings.next(), beginnings.next()) {
            (Some(_), None) => Ok(file),
            (None, _) => Err(LogError::NoBeginning(path)),
            (Some(a), Some(b)) => Err(LogError::DifferentReviews(a, b)),
        }
    }

    fn lock_and_read(&mut self) -> Result<File, ScanError> {
        let mut file = OpenOptions::new().read(true).write(true).open(&self.path)?;
        file.lock()?;
        if !self.is_continued(&mut file)? {
            self.entries.clear();
            self.reached = Reached::default();
        }
        file.seek(SeekFrom::Start(self.reached.bytes))?;
        let found = scan(&mut file, self.reached)?;
        self.reached = found.reached;
        self.entries.extend(found.entries);
        self.put_in_order();
        self.told.extend(newer_told(&found.newer));
        if let Some(error) = found.torn {
            let finding = self.set_aside(&mut file, &error)?;
            self.told.push(finding);
        } else if found.is_unended {
            file.seek(SeekFrom::Start(self.reached.bytes))?;
            file.write_all(b"\n")?;
            file.sync_all()?;
            self.reached.bytes += 1;
        }
        Ok(file)
    }

    /// Whether the file begins with what was read of it, told by the last line of that.
    fn is_continued(&self, file: &mut File) -> io::Result<bool> {
        let Some((start, id)) = self.reached.last else {
            return Ok(self.reached.bytes == 0);
        };
        if file.metadata()?.len() < self.reached.bytes {
            return Ok(false);
        }
        file.seek(SeekFrom::Start(start))?;
        let mut text = Vec::new();
        let length = self.reached.bytes.saturating_sub(start);
        Read::take(&mut *file, length).read_to_end(&mut text)?;
        let found = line::checked(text.trim_ascii_end());
        Ok(found.is_ok_and(|(found, _)| found == id))
    }

    /// Moves what follows the last good line into a file of its own.
    fn set_aside(&self, file: &mut File, error: &LineError) -> io::Result<Diagnostic> {
        file.seek(SeekFrom::Start(self.reached.bytes))?;
        let (mut aside, name) = disk::new_numbered(&self.path, "log.torn-")?;
        let length = io::copy(file, &mut aside)?;
        aside.sync_all()?;
        disk::sync_folder_of(&self.path)?;
        file.set_len(self.reached.bytes)?;
        file.sync_all()?;
        let line = self.reached.lines + 1;
        let message = format!("the last entry was not written to its end ({error})");
        Ok(Diagnostic::warning(LOG_NAME, message)
            .at_row(usize::try_from(line).unwrap_or(usize::MAX))
            .with_help(format!(
                "Its {length} bytes were moved to {name} and count for nothing. What it recorded \
                 has to be done again."
            )))
    }

    /// Writes at the good end. What fails half-way is taken back.
    fn write(&self, mut file: File, text: &[u8]) -> Result<(), LogError> {
        let end = self.reached.bytes;
        let written = file
            .seek(SeekFrom::Start(end))
            .and_then(|_| file.write_all(text))
            .and_then(|()| file.sync_all());
        written.map_err(|error| {
            // Should this fail too, the next opening finds a torn end and says so.
            let _ = file.set_len(end);
            at(&self.path, error)
        })
    }

    /// Puts what was read last into order; what is there twice is kept once.
    fn put_in_order(&mut self) {
        in_order(&mut self.entries);
    }
}

/// What the log is called in messages.
const LOG_NAME: &str = "log.jsonl";

/// All entries of two copies of a review, in order.
///
/// # Errors
/// They are different reviews.
pub fn merged(a: &[Entry], b: &[Entry]) -> Result<Vec<Entry>, LogError> {
    same_review(a, b)?;
    let mut entries = [a, b].concat();
    in_order(&mut entries);
    Ok(entries)
}

fn in_order(entries: &mut Vec<Entry>) {
    if !entries.is_sorted_by(|a, b| a.order() < b.order()) {
        entries.sort_by_key(Entry::order);
        entries.dedup_by_key(|entry| entry.id);
    }
}

fn same_review(a: &[Entry], b: &[Entry]) -> Result<(), LogError> {
    match (beginnings(a).next(), beginnings(b).next()) {
        (Some(a), Some(b)) if a != b => Err(LogError::DifferentReviews(a, b)),
        _ => Ok(()),
    }
}

/// Entries that say that a review began.
fn beginnings(entries: &[Entry]) -> impl Iterator<Item = EntryId> {
    let is_beginning = |event: &Event| matches!(event, Event::ReviewCreated(_));
    entries
        .iter()
        .filter(move |entry| entry.events.iter().any(is_beginning))
        .map(|entry| entry.id)
}

fn check(events: &[Event]) -> Result<(), LogError> {
    if events.is_empty() {
        return Err(LogError::Nothing);
    }
    for (place, event) in (1..).zip(events) {
        let checked = match event {
            Event::ReviewCreated(_) => Err(NotAllowed::SecondBeginning),
            other => other.check(),
        };
        checked.map_err(|error| LogError::NotAllowed { place, error })?;
    }
    Ok(())
}

fn at(path: &Path, error: io::Error) -> LogError {
    LogError::Io {
        path: path.to_owned(),
        error,
    }
}

fn damaged(line: u64, error: &LineError) -> Diagnostic {
    Diagnostic::error(LOG_NAME, error.to_string())
        .at_row(usize::try_from(line).unwrap_or(usize::MAX))
        .with_help(
            "Entries follow it, so this is no interrupted writing: the line was changed, or the \
             file was merged with markers left in it. Take the line from another copy or a \
             backup; nothing is read until then.",
        )
}

fn newer_told(newer: &[(u64, Newer)]) -> Option<Diagnostic> {
    let (line, first) = newer.first()?;
    let mut words: Vec<String> = first.schema.iter().cloned().collect();
    words.extend(first.kinds.iter().map(|kind| format!("event \"{kind}\"")));
    words.extend(first.fields.iter().map(|field| format!("field {field}")));
    let message = format!(
        "{} of the lines read say what this version does not know: {}",
        newer.len(),
        words.join(", ")
    );
    Some(
        Diagnostic::warning(LOG_NAME, message)
            .at_row(usize::try_from(*line).unwrap_or(usize::MAX))
            .with_help("It is kept but not counted here. Use a newer version of the program."),
    )
}
