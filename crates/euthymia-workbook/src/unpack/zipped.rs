//! The members of a zip archive, each a stream of its own.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;

use euthymia_table::{Diagnostic, cannot_read};
use flate2::Crc;
use flate2::read::DeflateDecoder;
use zip::{CompressionMethod, ZipArchive};

use super::limits::{self, Bounded, Total};
use super::{Member, UnpackOptions, whole_workbook};

/// Most members that are looked at.
const MEMBERS_MAX: usize = 10_000;

/// Where a member stands.
struct Place {
    name: String,
    start: u64,
    packed: u64,
    method: CompressionMethod,
    crc: u32,
}

pub(super) fn members(
    path: &Path,
    file: File,
    name: &str,
    options: &UnpackOptions,
) -> Result<Vec<Member>, Diagnostic> {
    let mut archive = ZipArchive::new(file).map_err(|error| damaged(name, &error.to_string()))?;
    if is_office(&archive) {
        let mut file = archive.into_inner();
        file.seek(SeekFrom::Start(0))
            .map_err(|error| cannot_read(name, &error))?;
        return whole_workbook(file, name, options);
    }
    let places = places(&mut archive, name)?;
    let total = Total::new(options.bytes_max);
    places
        .into_iter()
        .map(|place| member(path, place, name, options, &total))
        .collect()
}

fn damaged(name: &str, why: &str) -> Diagnostic {
    Diagnostic::error(name, format!("the zip archive cannot be read ({why})"))
        .with_help("Copy it again, or unpack it and name the files in it.")
}

/// Whether the archive is a document of an office program.
fn is_office(archive: &ZipArchive<File>) -> bool {
    let marks = [
        "xl/workbook.xml",
        "xl/workbook.bin",
        "word/document.xml",
        "ppt/presentation.xml",
        "META-INF/manifest.xml",
    ];
    archive
        .file_names()
        .flatten()
        .any(|name| marks.contains(&name.as_ref()))
}

fn places(archive: &mut ZipArchive<File>, name: &str) -> Result<Vec<Place>, Diagnostic> {
    let count = archive.len();
    if count > MEMBERS_MAX {
        let message = format!("the zip archive has {count} members");
        return Err(Diagnostic::error(name, message)
            .with_help("Unpack it and name the files of citations in it."));
    }
    let mut places = Vec::new();
    for position in 0..count {
        let entry = archive
            .by_index_raw(position)
            .map_err(|error| damaged(name, &error.to_string()))?;
        let inner = entry
            .name()
            .map_err(|error| damaged(name, &error.to_string()))?;
        let inner = inner.into_owned();
        if entry.is_dir() || is_clutter(&inner) {
            continue;
        }
        let method = entry.compression();
        if entry.encrypted() {
            let message = format!("\"{inner}\" in the zip archive is locked with a password");
            return Err(
                Diagnostic::error(name, message).with_help("Unpack it and name the files in it.")
            );
        }
        if !matches!(
            method,
            CompressionMethod::Stored | CompressionMethod::Deflated
        ) {
            let message =
                format!("\"{inner}\" in the zip archive is packed by {method}, which is not read");
            return Err(
                Diagnostic::error(name, message).with_help("Unpack it and name the files in it.")
            );
        }
        let start = entry
            .data_start()
            .ok_or_else(|| damaged(name, "a member has no place"))?;
        places.push(Place {
            name: format!("{name}, {inner}"),
            start,
            packed: entry.compressed_size(),
            method,
            crc: entry.crc32(),
        });
    }
    if places.is_empty() {
        return Err(Diagnostic::error(name, "the zip archive is empty")
            .with_help("Is this the right file?"));
    }
    Ok(places)
}

/// What programs add to archives on their own.
fn is_clutter(name: &str) -> bool {
    let last = name.rsplit('/').next().unwrap_or(name);
    name.starts_with("__MACOSX/") || matches!(last, ".DS_Store" | "Thumbs.db" | "desktop.ini")
}

fn member(
    path: &Path,
    place: Place,
    name: &str,
    options: &UnpackOptions,
    total: &Total,
) -> Result<Member, Diagnostic> {
    let unreadable = |error: io::Error| cannot_read(name, &error);
    let mut file = File::open(path).map_err(unreadable)?;
    file.seek(SeekFrom::Start(place.start))
        .map_err(unreadable)?;
    let (counted, taken) = limits::counted(file.take(place.packed));
    let text: Box<dyn Read + Send> = match place.method {
        CompressionMethod::Stored => Box::new(counted),
        _ => Box::new(DeflateDecoder::new(counted)),
    };
    let bounded = Bounded::new(text, taken, options.ratio_max, total);
    let checked = Checked {
        source: bounded,
        sum: Crc::new(),
        expected: place.crc,
    };
    Ok(Member {
        reader: opened(checked, options, total).map_err(unreadable)?,
        name: place.name,
        packed_bytes: place.packed,
    })
}

/// A member that is gzip itself is unpacked, too.
fn opened(
    mut member: impl Read + Send + 'static,
    options: &UnpackOptions,
    total: &Total,
) -> io::Result<Box<dyn Read + Send>> {
    let mut head = Vec::new();
    (&mut member).take(2).read_to_end(&mut head)?;
    let is_gzip = head == b"\x1F\x8B";
    let whole = io::Cursor::new(head).chain(member);
    Ok(if is_gzip {
        Box::new(super::gunzipped(whole, options, total))
    } else {
        Box::new(whole)
    })
}

/// Compares the sum of what was unpacked with the one that the archive names.
struct Checked<R> {
    source: R,
    sum: Crc,
    expected: u32,
}

impl<R: Read> Read for Checked<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let read = self.source.read(out)?;
        self.sum.update(out.get(..read).unwrap_or_default());
        if read == 0 && !out.is_empty() && self.sum.sum() != self.expected {
            let message = "the member of the zip archive is damaged: its checksum is another";
            return Err(io::Error::new(io::ErrorKind::InvalidData, message));
        }
        Ok(read)
    }
}
