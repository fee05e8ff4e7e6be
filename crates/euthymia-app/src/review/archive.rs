//! A whole review in one file that another team can replay.
//!
//! ```text
//! README.txt   what is what
//! SHA256SUMS   the SHA-256 of every other file
//! review/…     the folder of the review: log, review.toml, imports, forms, full texts
//! derived/…    what follows from it: flow.json, decisions.csv, records.csv; for people to read
//! ```

use super::export::{ExportRequest, export};
use super::prisma::{PrismaReading, decisions_view, prisma_views};
use super::session::Session;
use crate::error::AppError;
use crate::output::{WholeFile, refuse_same_file};
use euthymia_review::Format;
use euthymia_table::{Format as TableFormat, render};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// Folder of the review in an archive.
pub(super) const REVIEW: &str = "review/";
/// The flow in an archive.
pub(super) const FLOW: &str = "derived/flow.json";
/// The list of hashes in an archive.
pub(super) const SUMS: &str = "SHA256SUMS";
/// Folder of the full texts in a review.
const FULL_TEXTS: &str = "full_texts";
/// What can be made again, and is not archived.
const INDEX: &str = "index";

const README: &str = "\
A systematic review, archived by Euthymia.

review/              the folder of the review
review/log.jsonl     every decision with its author and time, one entry a line
review/review.toml   the protocol: question, criteria, reviewers, reasons for exclusion
review/imports/      the files of the databases as they were received
review/full_texts/   full texts, where they were archived
derived/flow.json    where every record went (PRISMA 2020)
derived/decisions.csv  every decision that counts
derived/records.csv  one record for each report
SHA256SUMS           check with: sha256sum -c SHA256SUMS

euthymia review replay THIS-FILE NEW-FOLDER unpacks the review, checks every hash, and derives the
flow again.
";

/// What was archived.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Archived {
    /// Files of the review.
    pub files: usize,
    /// Their bytes.
    pub bytes: u64,
    /// Full texts that were left out.
    pub left_out: usize,
}

/// Writes the whole review into one file, whole or not at all. The same review gives the same
/// bytes.
///
/// # Errors
/// [`AppError`] when a file of the review cannot be read or the archive cannot be written.
pub fn archive(session: &Session, path: &Path, full_texts: bool) -> Result<Archived, AppError> {
    let root = session.folder.path();
    let mut found = Vec::new();
    walk(root, &mut PathBuf::new(), &mut found)?;
    found.sort();
    let mut archived = Archived::default();
    let mut packing = Packing::new(path)?;
    for name in found {
        if name.starts_with(&format!("{FULL_TEXTS}/")) && !full_texts {
            archived.left_out += 1;
            continue;
        }
        let file = root.join(&name);
        // An archive inside the folder does not hold itself.
        if refuse_same_file(&file, path, "").is_err() {
            continue;
        }
        let mut opened = File::open(&file).map_err(|error| cannot_read(&file, &error))?;
        archived.bytes += packing.add(&format!("{REVIEW}{name}"), &mut opened)?;
        archived.files += 1;
    }
    for (name, bytes) in derived(session)? {
        packing.add(&name, &mut bytes.as_slice())?;
    }
    packing.add("README.txt", &mut README.as_bytes())?;
    packing.finish(path)?;
    Ok(archived)
}

/// What follows from a review, by its name in the archive.
fn derived(session: &Session) -> Result<Vec<(String, Vec<u8>)>, AppError> {
    let reading = PrismaReading::of(session, None)?;
    let decisions = rendered(&[decisions_view(&reading)], TableFormat::Csv)?;
    let folder = tempfile::tempdir().map_err(|error| cannot_write(Path::new("."), &error))?;
    let records = folder.path().join("records.csv");
    let request = ExportRequest {
        format: Format::Csv,
        all_copies: false,
    };
    export(session, &records, request, &mut |_| ())?;
    let records = fs::read(&records).map_err(|error| cannot_read(&records, &error))?;
    Ok(vec![
        ("derived/decisions.csv".to_owned(), decisions.into_bytes()),
        (FLOW.to_owned(), flow_json(&reading)?.into_bytes()),
        ("derived/records.csv".to_owned(), records),
    ])
}

/// The flow as machines read it.
pub(super) fn flow_json(reading: &PrismaReading<'_>) -> Result<String, AppError> {
    rendered(&prisma_views(reading), TableFormat::Json)
}

fn rendered(views: &[euthymia_table::TableView], format: TableFormat) -> Result<String, AppError> {
    let failed = |error: euthymia_table::ViewError| AppError::Analysis(error.to_string());
    let texts = views
        .iter()
        .map(|view| render(view, format).map_err(failed));
    Ok(texts.collect::<Result<Vec<_>, _>>()?.concat())
}

/// The files below a folder by their names from there, with `/` between parts. What can be made
/// again and what an interruption left behind is passed over.
fn walk(root: &Path, below: &mut PathBuf, found: &mut Vec<String>) -> Result<(), AppError> {
    let folder = root.join(&below);
    let listed = fs::read_dir(&folder).map_err(|error| cannot_read(&folder, &error))?;
    for entry in listed {
        let entry = entry.map_err(|error| cannot_read(&folder, &error))?;
        let name = entry.file_name();
        let words = name.to_string_lossy();
        let is_top = below.as_os_str().is_empty();
        let is_passed = (is_top && (words == INDEX || words == ".git"))
            || words.starts_with(".importing-")
            || words.starts_with(".euthymia-");
        let kind = entry.file_type();
        let kind = kind.map_err(|error| cannot_read(&entry.path(), &error))?;
        if is_passed || kind.is_symlink() {
            continue;
        }
        below.push(&name);
        if kind.is_dir() {
            walk(root, below, found)?;
        } else if kind.is_file() {
            let parts = below.components();
            let parts: Vec<String> = parts
                .map(|part| part.as_os_str().to_string_lossy().into_owned())
                .collect();
            found.push(parts.join("/"));
        }
        below.pop();
    }
    Ok(())
}

/// An archive being written.
struct Packing {
    zip: ZipWriter<File>,
    path: PathBuf,
    sums: BTreeMap<String, String>,
}

impl Packing {
    fn new(path: &Path) -> Result<Self, AppError> {
        let file = tempfile::tempfile().map_err(|error| cannot_write(path, &error))?;
        Ok(Self {
            zip: ZipWriter::new(file),
            path: path.to_owned(),
            sums: BTreeMap::new(),
        })
    }

    /// Adds a file and keeps its hash; returns its length.
    fn add(&mut self, name: &str, from: &mut dyn Read) -> Result<u64, AppError> {
        let options = SimpleFileOptions::default()
            .last_modified_time(DateTime::default())
            .unix_permissions(0o644)
            .large_file(true)
            .compression_method(CompressionMethod::Deflated);
        let failed = |error: &dyn std::fmt::Display| cannot_write(&self.path, error);
        let started = self.zip.start_file(name, options);
        started.map_err(|error| failed(&error))?;
        let (hash, length) =
            copy_hashed(from, &mut self.zip).map_err(|error| cannot_write(&self.path, &error))?;
        self.sums.insert(name.to_owned(), hash);
        Ok(length)
    }

    /// Adds the list of hashes and gives the file its name.
    fn finish(mut self, path: &Path) -> Result<(), AppError> {
        let sums: String = self
            .sums
            .iter()
            .map(|(name, hash)| format!("{hash}  {name}\n"))
            .collect();
        self.add(SUMS, &mut sums.as_bytes())?;
        let failed = |error: &dyn std::fmt::Display| cannot_write(path, error);
        let mut file = self.zip.finish().map_err(|error| failed(&error))?;
        file.seek(SeekFrom::Start(0))
            .map_err(|error| failed(&error))?;
        let mut whole = WholeFile::create(path)?;
        let mut buffer = vec![0; 1 << 16];
        loop {
            let length = file.read(&mut buffer).map_err(|error| failed(&error))?;
            match buffer.get(..length) {
                Some(part) if length > 0 => whole.write(part)?,
                _ => return whole.finish(),
            }
        }
    }
}

/// Copies, and returns the SHA-256 in hexadecimal digits and the length of what was copied.
pub(super) fn copy_hashed(
    from: &mut dyn Read,
    to: &mut dyn Write,
) -> std::io::Result<(String, u64)> {
    let mut hash = Sha256::new();
    let mut length = 0;
    let mut buffer = vec![0; 1 << 16];
    loop {
        let read = from.read(&mut buffer)?;
        let part = buffer.get(..read).unwrap_or_default();
        if part.is_empty() {
            let digits = hash
                .finalize()
                .iter()
                .map(|byte| format!("{byte:02x}"))
                .collect();
            return Ok((digits, length));
        }
        hash.update(part);
        to.write_all(part)?;
        length += read as u64;
    }
}

pub(super) fn cannot_read(path: &Path, error: &dyn std::fmt::Display) -> AppError {
    AppError::Usage(format!("{}: cannot be read: {error}", path.display()))
}

pub(super) fn cannot_write(path: &Path, error: &dyn std::fmt::Display) -> AppError {
    AppError::Write {
        path: path.display().to_string(),
        reason: error.to_string(),
    }
}
