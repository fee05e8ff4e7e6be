//! The text of a file, whatever it is packed in and however it is encoded.

use crate::error::AppError;
use euthymia_review::Format;
use euthymia_table::{Diagnostic, Intake, cannot_read};
use euthymia_workbook::{Member, UnpackOptions, unpack};
use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::path::Path;

/// How a file is to be opened, where it does not say it itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Opening {
    /// Encoding, by any name of the Encoding Standard.
    pub encoding: Option<String>,
    /// Sheet of a workbook.
    pub sheet: Option<String>,
}

/// The files of text in a file: itself, what it packs, or the members of an archive.
///
/// # Errors
/// It cannot be read, is a document of another kind, or a damaged archive.
pub(super) fn members(path: &Path, opening: &Opening) -> Result<Vec<Member>, AppError> {
    let options = UnpackOptions {
        sheet: opening.sheet.clone(),
        ..UnpackOptions::default()
    };
    Ok(unpack(path, &options)?)
}

/// Whether a file has to be unpacked: gzip, zip, a workbook.
pub(super) fn is_packed(path: &Path) -> io::Result<bool> {
    let mut head = Vec::new();
    File::open(path)?.take(4).read_to_end(&mut head)?;
    let starts: [&[u8]; 4] = [
        b"\x1F\x8B",
        b"PK\x03\x04",
        b"PK\x05\x06",
        b"\xD0\xCF\x11\xE0",
    ];
    Ok(starts.iter().any(|start| head.starts_with(start)))
}

/// The name of a member of an archive, after the name of the archive: `search.zip/pubmed.nbib`.
pub(super) fn member_name(path: &Path, member: &Member) -> String {
    let archive = file_name(path);
    let inner = member
        .name
        .strip_prefix(&path.display().to_string())
        .and_then(|rest| rest.strip_prefix(", "));
    inner.map_or(archive.clone(), |inner| format!("{archive}/{inner}"))
}

pub(super) fn file_name(path: &Path) -> String {
    path.file_name()
        .map_or_else(String::new, |name| name.to_string_lossy().into_owned())
}

/// A stream that ends at the first error, as if its file ended there, and keeps the error.
pub(super) struct UntilError<R> {
    source: R,
    /// Bytes that were read.
    pub(super) bytes: u64,
    error: Option<io::Error>,
}

impl<R: Read> UntilError<R> {
    pub(super) fn new(source: R) -> Self {
        Self {
            source,
            bytes: 0,
            error: None,
        }
    }

    /// Why the stream ended early, in words for people; `None` when it was read whole.
    ///
    /// # Errors
    /// Nothing could be read, or the file grows without end when it is unpacked: it is not used.
    pub(super) fn ended_early(&self, file: &str) -> Result<Option<String>, AppError> {
        let Some(error) = &self.error else {
            return Ok(None);
        };
        if error.kind() == ErrorKind::FileTooLarge {
            return Err(Diagnostic::error(file.to_owned(), error.to_string())
                .with_help("Look where it came from. Unpack it by hand if it is what it should be.")
                .into());
        }
        if self.bytes == 0 {
            return Err(cannot_read(file, error).into());
        }
        Ok(Some(format!(
            "The file could not be read further: {error}. Copy or export it again; what stands \
             before was read."
        )))
    }
}

impl<R: Read> Read for UntilError<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if self.error.is_some() {
            return Ok(0);
        }
        loop {
            match self.source.read(out) {
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => {
                    self.error = Some(error);
                    return Ok(0);
                }
                Ok(length) => {
                    self.bytes += length as u64;
                    return Ok(length);
                }
            }
        }
    }
}

/// A stream that is watched while it is copied: whether its bytes are UTF-8 without a byte order
/// mark, so that they are the text themselves.
pub(super) struct Watched<R, F> {
    source: R,
    bytes: u64,
    /// The beginning of a character that the last read cut.
    rest: Vec<u8>,
    is_text: bool,
    progress: F,
}

impl<R: Read, F: FnMut(u64)> Watched<R, F> {
    /// `progress` is given the bytes read.
    pub(super) fn new(source: R, progress: F) -> Self {
        Self {
            source,
            bytes: 0,
            rest: Vec::new(),
            is_text: true,
            progress,
        }
    }

    /// After the end: whether the bytes are the text.
    pub(super) fn is_text(&self) -> bool {
        self.is_text && self.rest.is_empty()
    }

    fn look(&mut self, bytes: &[u8]) {
        if self.bytes == 0 && bytes.starts_with(b"\xEF\xBB\xBF") {
            self.is_text = false;
        }
        if !self.is_text {
            return;
        }
        let mut bytes = bytes;
        while let (false, Some((first, rest))) = (self.rest.is_empty(), bytes.split_first()) {
            self.rest.push(*first);
            bytes = rest;
            match std::str::from_utf8(&self.rest) {
                Ok(_) => self.rest.clear(),
                Err(error) if error.error_len().is_none() => {}
                Err(_) => return self.is_text = false,
            }
        }
        if let Err(error) = std::str::from_utf8(bytes) {
            self.is_text = error.error_len().is_none();
            let cut = bytes.get(error.valid_up_to()..).unwrap_or_default();
            self.rest.extend_from_slice(cut);
        }
    }
}

impl<R: Read, F: FnMut(u64)> Read for Watched<R, F> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let length = self.source.read(out)?;
        let bytes = out.get(..length).unwrap_or_default();
        self.look(bytes);
        self.bytes += length as u64;
        (self.progress)(self.bytes);
        Ok(length)
    }
}

/// Decodes a stream.
///
/// # Errors
/// [`AppError::Usage`] for an encoding that is not known; the stream cannot be read.
pub(super) fn decoded<R: Read>(
    source: R,
    encoding: Option<&str>,
    file: &str,
) -> Result<Intake<R>, AppError> {
    Intake::open(source, encoding).map_err(|error| match error.kind() {
        ErrorKind::InvalidInput => AppError::Usage(format!("--encoding: {error}")),
        _ => cannot_read(file, &error).into(),
    })
}

/// What is said of lines that are not in the encoding of their file.
pub(super) fn odd_lines<R: Read>(text: &Intake<R>) -> Option<String> {
    let first: Vec<String> = text
        .odd_lines()
        .iter()
        .take(5)
        .map(u64::to_string)
        .collect();
    if text.odd_count() == 0 {
        return None;
    }
    let more = text.odd_count() - first.len() as u64;
    let more = if more > 0 {
        format!(" and {more} more")
    } else {
        String::new()
    };
    Some(format!(
        "not everything is in the encoding {} of the file (line {}{more}). If letters look wrong \
         there, name another with --encoding, or export the file again.",
        text.encoding(),
        first.join(", ")
    ))
}

/// The format of a text, by its beginning.
///
/// # Errors
/// It is something else; the message says what.
pub(super) fn identified(head: &[u8], file: &str) -> Result<Format, AppError> {
    Format::identify(&String::from_utf8_lossy(head)).map_err(|error| {
        let text = error.to_string();
        Diagnostic::error(file.to_owned(), text.trim_end_matches('.')).into()
    })
}
