//! The file in which every pulse is kept as it is given. It is only added to, so that a search goes on
//! after the program was stopped at any moment.

use super::responses::{HEADER, from_text, line};
use crate::error::AppError;
use euthymia_cohort::threshold::likelihood::Pulse;
use std::fs::{File, OpenOptions};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

/// A file of pulses, open for more.
#[derive(Debug)]
pub struct Book {
    path: PathBuf,
    file: File,
}

impl Book {
    /// Opens a file, or makes it, and reads the pulses in it that count.
    ///
    /// A last line that was cut off while it was written is taken away; the third value says which.
    ///
    /// # Errors
    /// [`AppError::Input`] with every other line that cannot be read; [`AppError::Write`] where the file
    /// cannot be read or written.
    pub fn open(path: &Path) -> Result<(Self, Vec<Pulse>, Option<String>), AppError> {
        let fail = |error: std::io::Error| failure(path, &error);
        let mut file = OpenOptions::new()
            .read(true)
            .append(true)
            .create(true)
            .open(path)
            .map_err(fail)?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).map_err(fail)?;
        let whole = bytes
            .iter()
            .rposition(|byte| *byte == b'\n')
            .map_or(0, |end| end + 1);
        let (kept, cut) = bytes.split_at(whole);
        let name = path.display().to_string();
        let pulses = from_text(&name, &String::from_utf8_lossy(kept))?;
        let cut = (!cut.is_empty()).then(|| String::from_utf8_lossy(cut).into_owned());
        if cut.is_some() {
            file.set_len(whole as u64).map_err(fail)?;
        }
        let mut book = Self {
            path: path.to_owned(),
            file,
        };
        if whole == 0 {
            book.write(&format!("{HEADER}\n"))?;
        }
        Ok((book, pulses, cut))
    }

    /// Keeps a pulse with its answer, on the disk when this returns.
    ///
    /// # Errors
    /// [`AppError::Write`] with the reason.
    pub fn keep(&mut self, percent: f64, responded: bool) -> Result<(), AppError> {
        self.write(&line(percent, Some(responded)))
    }

    /// Keeps that the last pulse does not count.
    ///
    /// # Errors
    /// [`AppError::Write`] with the reason.
    pub fn keep_undone(&mut self, pulse: Pulse) -> Result<(), AppError> {
        self.write(&line(100.0 * pulse.intensity(), None))
    }

    fn write(&mut self, text: &str) -> Result<(), AppError> {
        let written = self.file.write_all(text.as_bytes());
        written
            .and_then(|()| self.file.sync_data())
            .map_err(|error| failure(&self.path, &error))
    }
}

fn failure(path: &Path, error: &std::io::Error) -> AppError {
    AppError::Write {
        path: path.display().to_string(),
        reason: error.to_string(),
    }
}
