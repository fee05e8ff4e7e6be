//! A MeSH file of the user's own, read quickly after the first time.

use super::super::session::Session;
use super::index::derived;
use crate::error::AppError;
use crate::output::WholeFile;
use euthymia_search::mesh::{Mesh, read};
use euthymia_table::{Diagnostic, cannot_read};
use euthymia_workbook::{UnpackOptions, unpack};
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{self, BufReader, Write};
use std::path::{Path, PathBuf};

/// Medical Subject Headings by which headings are exploded.
#[derive(Debug)]
pub struct Thesaurus(Mesh);

impl Thesaurus {
    /// Reads `desc2026.xml`, packed or not, or `d2026.bin`. A short form is kept in the review and
    /// read the next time, as long as the file has the same name, size and time.
    ///
    /// # Errors
    /// [`AppError::Input`] when the file cannot be read or has no heading.
    pub fn read(session: &Session, path: &Path) -> Result<Self, AppError> {
        let kept = kept(session, path)?;
        if let Ok(file) = File::open(&kept)
            && let Ok(mesh) = read(BufReader::new(file))
        {
            return Ok(Self(mesh));
        }
        let name = path.display().to_string();
        let members = unpack(path, &UnpackOptions::default())?;
        let [member] = <[_; 1]>::try_from(members).map_err(|members: Vec<_>| {
            let message = format!("{} files are in it, and one is read", members.len());
            Diagnostic::error(name.as_str(), message)
                .with_help("Unpack it, and name the file of headings.")
        })?;
        let mesh = read(BufReader::new(member.reader))
            .map_err(|error| Diagnostic::error(name.as_str(), error.to_string()))?;
        let mut file = WholeFile::create(&kept)?;
        let written = mesh.write_cache(Pieces(&mut file));
        written.map_err(|error| AppError::Write {
            path: kept.display().to_string(),
            reason: error.to_string(),
        })?;
        file.finish()?;
        Ok(Self(mesh))
    }

    pub(super) fn mesh(&self) -> &Mesh {
        &self.0
    }
}

/// Where the short form of a file is kept.
fn kept(session: &Session, path: &Path) -> Result<PathBuf, AppError> {
    let name = path.display().to_string();
    let about = std::fs::metadata(path).map_err(|error| cannot_read(&name, &error))?;
    let changed = about.modified().ok();
    let hash = Sha256::digest(format!("{name} {} {changed:?}", about.len()));
    let hash: String = hash.iter().take(8).map(|b| format!("{b:02x}")).collect();
    Ok(derived(session).join(format!("mesh-{hash}.tsv")))
}

/// A whole file as what can be written to.
struct Pieces<'f>(&'f mut WholeFile);

impl Write for Pieces<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.0.write(bytes);
        written.map_err(|error| io::Error::other(error.to_string()))?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
