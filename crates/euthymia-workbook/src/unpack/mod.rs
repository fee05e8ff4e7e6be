//! Files of text, whatever they are packed in: gzip, zip, a workbook.
//!
//! A plain file and a packed one are streams; a workbook is held in memory, and its sheet becomes
//! CSV.

mod limits;
mod zipped;

use std::fs::File;
use std::io::{self, BufReader, Cursor, Read, Seek, SeekFrom};
use std::path::Path;

use euthymia_table::{Diagnostic, cannot_read};
use flate2::read::MultiGzDecoder;

use crate::format::{FileFormat, foreign, recognise};
use crate::{guard, sheet};
use limits::Bounded;

/// How far a file is unpacked, and which sheet of a workbook is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnpackOptions {
    /// Most bytes that all members together may unpack to.
    pub bytes_max: u64,
    /// Most bytes of text from one byte of a packed file, once 16 MiB were unpacked.
    pub ratio_max: u64,
    /// The sheet of a workbook. `None`: the only visible one with content.
    pub sheet: Option<String>,
}

impl Default for UnpackOptions {
    /// 64 GiB; 200 to 1; the only sheet.
    fn default() -> Self {
        Self {
            bytes_max: 1 << 36,
            ratio_max: 200,
            sheet: None,
        }
    }
}

/// A file of text: itself, or one of those in an archive.
pub struct Member {
    /// Name of the file, in an archive with the name of the member: `search.zip, 1/pubmed.nbib`.
    pub name: String,
    /// Bytes of the packed file or member; what `reader` takes in.
    pub packed_bytes: u64,
    /// The bytes of the text.
    pub reader: Box<dyn Read + Send>,
}

/// Opens a file by its content, not its ending. Members of an archive come in its order; folders
/// and what programs add on their own (`__MACOSX/`, `.DS_Store`) are left out.
///
/// Reading ends with an [`io::Error`] of the kind `InvalidData` when a packed file is damaged, and
/// `FileTooLarge` when it unpacks to more than the options allow.
///
/// # Errors
/// The file cannot be read, is of another kind (PDF, Word, a picture), or is an archive that is
/// locked, damaged, empty, or packed by a method that is not read.
///
/// # Example
/// ```no_run
/// use std::io::Read;
/// use euthymia_workbook::{UnpackOptions, unpack};
///
/// for mut member in unpack("search.zip".as_ref(), &UnpackOptions::default()).unwrap() {
///     let mut bytes = Vec::new();
///     member.reader.read_to_end(&mut bytes).unwrap();
/// }
/// ```
pub fn unpack(path: &Path, options: &UnpackOptions) -> Result<Vec<Member>, Diagnostic> {
    let name = path.display().to_string();
    let unreadable = |error: io::Error| cannot_read(&name, &error);
    let mut file = File::open(path).map_err(unreadable)?;
    let length = file.metadata().map_err(unreadable)?.len();
    let mut head = Vec::new();
    (&mut file)
        .take(64)
        .read_to_end(&mut head)
        .map_err(unreadable)?;
    file.seek(SeekFrom::Start(0)).map_err(unreadable)?;
    if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
        return zipped::members(path, file, &name, options);
    }
    if head.starts_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") {
        return whole_workbook(file, &name, options);
    }
    let is_gzip = head.starts_with(b"\x1F\x8B");
    if let Some(found) = foreign(&head).filter(|_| !is_gzip) {
        let message = format!("this is {}", found.what);
        return Err(Diagnostic::error(name, message).with_help(found.help));
    }
    let reader: Box<dyn Read + Send> = if is_gzip {
        Box::new(gunzipped(
            file,
            options,
            &limits::Total::new(options.bytes_max),
        ))
    } else {
        Box::new(file)
    };
    Ok(vec![Member {
        name,
        packed_bytes: length,
        reader,
    }])
}

/// The text of a gzip stream, bounded.
fn gunzipped<R: Read>(
    packed: R,
    options: &UnpackOptions,
    total: &limits::Total,
) -> impl Read + use<R> {
    let (counted, taken) = limits::counted(packed);
    let decoder = MultiGzDecoder::new(BufReader::new(counted));
    Bounded::new(decoder, taken, options.ratio_max, total)
}

/// A workbook as one member of CSV.
fn whole_workbook(
    mut file: File,
    name: &str,
    options: &UnpackOptions,
) -> Result<Vec<Member>, Diagnostic> {
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes)
        .map_err(|error| cannot_read(name, &error))?;
    let format = recognise(&bytes).map_err(|found| {
        let message = format!("this is {}", found.what);
        Diagnostic::error(name, message).with_help(found.help)
    })?;
    if format == FileFormat::Text {
        return Err(
            Diagnostic::error(name, "this file is damaged").with_help("Copy or export it again.")
        );
    }
    let wanted = options.sheet.as_deref();
    let read = || sheet::as_csv(&bytes, format, name, wanted).map_err(|finding| vec![finding]);
    let (text, place) = guard::guarded(name, read).map_err(|mut findings| findings.remove(0))?;
    Ok(vec![Member {
        name: place,
        packed_bytes: bytes.len() as u64,
        reader: Box::new(Cursor::new(text.into_bytes())),
    }])
}
