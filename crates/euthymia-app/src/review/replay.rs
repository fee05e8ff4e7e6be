//! An archived review unpacked, every hash checked, and its flow derived again.

use super::archive::{FLOW, REVIEW, SUMS, cannot_read, cannot_write, copy_hashed, flow_json};
use super::prisma::PrismaReading;
use super::session::open_to_read;
use crate::error::AppError;
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};
use zip::ZipArchive;
use zip::read::ZipFile;

/// Bytes of a list of hashes or of a flow that are read at most.
const TEXT_MAX: u64 = 1 << 28;

/// What was replayed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Replayed {
    /// Files of the review whose hashes were checked.
    pub files: usize,
    /// Whether the flow derived here is the one in the archive.
    pub is_same_flow: bool,
}

/// Unpacks an archive into a new folder, checks the SHA-256 of every file, holds the imported files
/// against the log, and derives the flow again. Nothing is left where a check fails.
///
/// # Errors
/// [`AppError::Usage`] for a file that is no archive of a review, a file that is missing, was not
/// listed or was changed, or a folder that is not empty.
pub fn replay(archive: &Path, folder: &Path) -> Result<Replayed, AppError> {
    let is_taken = fs::read_dir(folder).is_ok_and(|mut inside| inside.next().is_some());
    if is_taken || folder.is_file() {
        let taken = format!("{}: it is not empty; name a new folder", folder.display());
        return Err(AppError::Usage(taken));
    }
    let file = File::open(archive).map_err(|error| cannot_read(archive, &error))?;
    let mut zip = ZipArchive::new(file).map_err(|error| cannot_read(archive, &error))?;
    let said = |text: String| AppError::Usage(format!("{}: {text}", archive.display()));
    let sums = text(&mut zip, SUMS).map_err(&said)?;
    let sums = read_sums(&sums).map_err(&said)?;
    let flow = text(&mut zip, FLOW).map_err(&said)?;
    let parent = match folder.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    fs::create_dir_all(parent).map_err(|error| cannot_write(parent, &error))?;
    let beside = tempfile::Builder::new()
        .prefix(".euthymia-")
        .tempdir_in(parent)
        .map_err(|error| cannot_write(parent, &error))?;
    let files = unpack(&mut zip, beside.path(), &sums).map_err(&said)?;
    let is_same_flow = check(beside.path(), &flow)?;
    if folder.exists() {
        fs::remove_dir(folder).map_err(|error| cannot_write(folder, &error))?;
    }
    fs::rename(beside.path(), folder).map_err(|error| cannot_write(folder, &error))?;
    Ok(Replayed {
        files,
        is_same_flow,
    })
}

/// Holds the imported files against the log, and the flow against the archived one.
fn check(folder: &Path, flow: &str) -> Result<bool, AppError> {
    let session = open_to_read(folder)?;
    for import in &session.state().imports {
        session.folder.verify(&import.imported)?;
    }
    let reading = PrismaReading::of(&session, None)?;
    Ok(flow_json(&reading)? == flow)
}

/// The list of hashes by name.
fn read_sums(text: &str) -> Result<BTreeMap<String, String>, String> {
    let line = |(number, line): (usize, &str)| {
        let wrong = || format!("{SUMS}, line {}: no hash and name", number + 1);
        let (hash, name) = line.split_once("  ").ok_or_else(wrong)?;
        Ok((name.to_owned(), hash.to_lowercase()))
    };
    text.lines().enumerate().map(line).collect()
}

/// Unpacks the files of the review; every file is held against the list, and the list against the
/// files.
fn unpack(
    zip: &mut ZipArchive<File>,
    folder: &Path,
    sums: &BTreeMap<String, String>,
) -> Result<usize, String> {
    let mut open: BTreeMap<&str, &str> =
        sums.iter().map(|(n, h)| (n.as_str(), h.as_str())).collect();
    let mut files = 0;
    for index in 0..zip.len() {
        let mut entry = zip.by_index(index).map_err(|error| error.to_string())?;
        let name = name_of(&entry)?;
        if name == SUMS || entry.is_dir() {
            continue;
        }
        let hash = open.remove(name.as_str());
        let hash = hash.ok_or_else(|| format!("{name} is not in {SUMS}, or is there twice"))?;
        let found = match name.strip_prefix(REVIEW) {
            Some(_) => {
                files += 1;
                unpack_one(&mut entry, folder)?
            }
            None => copy_hashed(&mut entry, &mut std::io::sink())
                .map(|(hash, _)| hash)
                .map_err(|error| format!("{name}: {error}"))?,
        };
        if found != hash {
            return Err(format!(
                "{name} is not as it was archived: its SHA-256 is another one"
            ));
        }
    }
    match open.keys().next() {
        Some(name) => Err(format!("{name} is listed in {SUMS} and is not there")),
        None => Ok(files),
    }
}

fn unpack_one(entry: &mut ZipFile<'_, File>, folder: &Path) -> Result<String, String> {
    let name = name_of(entry)?;
    let outside = || format!("{name} would be written outside the folder");
    let inside = entry.enclosed_name().ok_or_else(outside)?;
    let inside: PathBuf = inside.components().skip(1).collect();
    if entry.is_symlink() || inside.as_os_str().is_empty() {
        return Err(outside());
    }
    let path = folder.join(inside);
    let failed = |error: std::io::Error| format!("{name}: {error}");
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent).map_err(failed)?;
    }
    let mut file = File::create_new(&path).map_err(failed)?;
    let (hash, _) = copy_hashed(entry, &mut file).map_err(failed)?;
    Ok(hash)
}

fn name_of(entry: &ZipFile<'_, File>) -> Result<String, String> {
    let name = entry.name().map_err(|error| error.to_string())?;
    Ok(name.into_owned())
}

fn text(zip: &mut ZipArchive<File>, name: &str) -> Result<String, String> {
    let missing = |_| format!("it is no archive of a review: {name} is not there");
    let entry = zip.by_name(name).map_err(missing)?;
    let mut text = String::new();
    let read = entry.take(TEXT_MAX).read_to_string(&mut text);
    read.map(|_| text)
        .map_err(|error| format!("{name}: {error}"))
}
