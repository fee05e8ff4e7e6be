//! Full texts: kept under the SHA-256 of their bytes, so that the same file is there once.

use std::fs::{self, File};
use std::io::{self, Read, Seek};
use std::path::{Path, PathBuf};

use super::{FULL_TEXTS, Folder, FolderError, at, disk};

/// What the names of files begin with that are being copied.
const TEMPORARY: &str = ".adding-";

/// A file that was kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// SHA-256 of its bytes, 64 hexadecimal digits.
    pub sha256: String,
    /// Its length in bytes.
    pub bytes: u64,
}

impl Folder {
    /// Copies a full text into the review: beside its place, then renamed. It counts for nothing
    /// until an event names it.
    ///
    /// # Errors
    /// Something cannot be read or written.
    pub fn keep_full_text(&self, mut original: impl Read) -> Result<Kept, FolderError> {
        let folder = self.path().join(FULL_TEXTS);
        fs::create_dir_all(&folder).map_err(|error| at(&folder, error))?;
        remove_abandoned(&folder).map_err(|error| at(&folder, error))?;
        let beside = folder.join(format!("{TEMPORARY}{}-", std::process::id()));
        let (file, name) =
            disk::new_numbered(&beside, &file_name(&beside)).map_err(|error| at(&beside, error))?;
        let temporary = folder.join(name);
        let kept = self.settle(file, &mut original, &temporary);
        if kept.is_err() {
            // Should this fail, the next full text removes it.
            let _ = fs::remove_file(&temporary);
        }
        kept
    }

    fn settle(
        &self,
        mut file: File,
        original: &mut impl Read,
        temporary: &Path,
    ) -> Result<Kept, FolderError> {
        let copied = file
            .lock()
            .and_then(|()| disk::copy_hashed(original, &mut file))
            .and_then(|hash| file.sync_all().map(|()| hash))
            .and_then(|hash| Ok((hash, file.stream_position()?)));
        let (hash, bytes) = copied.map_err(|error| at(temporary, error))?;
        let sha256 = disk::hex(&hash);
        let path = self.full_text_path(&sha256)?;
        let renamed = fs::rename(temporary, &path).and_then(|()| disk::sync_folder_of(&path));
        renamed.map_err(|error| at(&path, error))?;
        Ok(Kept { sha256, bytes })
    }

    /// Where a full text is, by the SHA-256 of its bytes.
    ///
    /// # Errors
    /// That is no SHA-256.
    pub fn full_text_path(&self, sha256: &str) -> Result<PathBuf, FolderError> {
        let is_hex = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
        match sha256.len() == 64 && sha256.bytes().all(is_hex) {
            true => Ok(self.path().join(FULL_TEXTS).join(format!("{sha256}.pdf"))),
            false => Err(FolderError::NotAName(sha256.to_owned())),
        }
    }

    /// Reads a full text and holds it against its SHA-256.
    ///
    /// # Errors
    /// It is not there, or not as it was taken in.
    pub fn full_text(&self, sha256: &str) -> Result<Vec<u8>, FolderError> {
        let path = self.full_text_path(sha256)?;
        let bytes = fs::read(&path).map_err(|error| at(&path, error))?;
        match disk::hex(&disk::sha256(&bytes)) == sha256 {
            true => Ok(bytes),
            false => Err(FolderError::Changed(path)),
        }
    }

    /// Copies a full text of another copy of the review; returns whether it was new. One that the
    /// other copy does not have is left out: people may keep full texts to themselves.
    pub(super) fn take_full_text(&self, other: &Self, sha256: &str) -> Result<bool, FolderError> {
        let paths = (other.full_text_path(sha256), self.full_text_path(sha256));
        let (Ok(from), Ok(to)) = paths else {
            return Ok(false);
        };
        if to.exists() || !from.exists() {
            return Ok(false);
        }
        let bytes = other.full_text(sha256)?;
        self.keep_full_text(bytes.as_slice()).map(|_| true)
    }
}

fn file_name(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default();
    name.to_string_lossy().into_owned()
}

/// Removes files that were being copied when their program ended.
fn remove_abandoned(folder: &Path) -> io::Result<()> {
    for item in fs::read_dir(folder)? {
        let path = item?.path();
        if !file_name(&path).starts_with(TEMPORARY) {
            continue;
        }
        let is_held = File::open(&path).is_ok_and(|file| file.try_lock().is_err());
        // Another program may be about to lock it, or has just renamed it.
        if !is_held && is_old(&path) {
            fs::remove_file(&path)?;
        }
    }
    Ok(())
}

fn is_old(path: &Path) -> bool {
    let changed = fs::metadata(path).and_then(|about| about.modified());
    let age = changed.map(|changed| changed.elapsed().unwrap_or_default());
    age.is_ok_and(|age| age.as_secs() > 60)
}
