//! Two copies of a review put together.

use std::collections::HashSet;
use std::fs::{self, File};
use std::path::Path;

use super::import::{ORIGINAL, TEXT, Temporary, copy, name};
use super::{Folder, FolderError, PROTOCOL, at, disk, places};
use crate::ImportId;
use crate::log::{Entry, Event, merged};

/// What putting two copies together did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MergeReport {
    /// Entries that were new.
    pub entries: usize,
    /// Imported files that were new.
    pub imports: Vec<ImportId>,
    /// Full texts that were new.
    pub full_texts: usize,
    /// What became of `review.toml`.
    pub protocol: ProtocolMerge,
}

/// What became of `review.toml`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum ProtocolMerge {
    /// Both copies had the same, or the other had an earlier version of this one.
    #[default]
    Kept,
    /// This copy had an earlier version of the other one, which was taken.
    Taken,
    /// Both were changed. The other text is in the file of this name, for people to compare; the
    /// decision is made when that file is deleted.
    Undecided(String),
}

impl Folder {
    /// Adds to this copy of a review what another copy has: imported files, then entries. What
    /// contradicts itself afterwards is in [`State::conflicts`](crate::State::conflicts). Merging
    /// again adds nothing.
    ///
    /// # Errors
    /// The other is another review; something cannot be read or written. What was added until then
    /// stays, and merging again goes on from there.
    pub fn merge(&mut self, other: &Self) -> Result<MergeReport, FolderError> {
        self.log.refresh()?;
        let before: HashSet<_> = self.log.entries().iter().map(|entry| entry.id).collect();
        merged(self.log.entries(), other.log.entries())?;
        let mut imports = Vec::new();
        let mut full_texts = 0;
        let entries = other.log.entries().iter();
        for entry in entries.filter(|entry| !before.contains(&entry.id)) {
            for event in &entry.events {
                match event {
                    Event::Imported(own) if self.take_import(other, own.import, &own.sha256)? => {
                        imports.push(own.import);
                    }
                    Event::FullTextAttached(own) => {
                        full_texts += usize::from(self.take_full_text(other, &own.sha256)?);
                    }
                    _ => {}
                }
            }
        }
        let protocol = self.merge_protocol(other)?;
        Ok(MergeReport {
            entries: self.log.take_from(&other.log)?,
            imports,
            full_texts,
            protocol,
        })
    }

    /// Names of versions of `review.toml` that wait for a decision.
    ///
    /// # Errors
    /// The folder cannot be read.
    pub fn undecided_protocols(&self) -> Result<Vec<String>, FolderError> {
        let mut names = Vec::new();
        for item in fs::read_dir(self.path()).map_err(|error| at(self.path(), error))? {
            let item = item.map_err(|error| at(self.path(), error))?;
            let name = item.file_name().to_string_lossy().into_owned();
            if name.starts_with(THEIRS) {
                names.push(name);
            }
        }
        names.sort();
        Ok(names)
    }

    /// Copies an imported file; returns whether it was new.
    fn take_import(
        &self,
        other: &Self,
        import: ImportId,
        sha256: &str,
    ) -> Result<bool, FolderError> {
        let to = self.import_path(import);
        if to.exists() {
            let state = self.state();
            let known = state.imports.iter().map(|import| &import.imported);
            let mut alike = known.filter(|known| known.import == import);
            return match alike.any(|known| known.sha256 != sha256) {
                true => Err(FolderError::NameTaken(import)),
                false => Ok(false),
            };
        }
        let from = other.import_path(import);
        let mut temporary = Temporary::new(&self.path().join(super::IMPORTS))?;
        for file in [ORIGINAL, TEXT, places::FILE] {
            let (from, to) = (from.join(file), temporary.path().join(file));
            if file == TEXT && !from.exists() {
                continue;
            }
            let opened = File::open(&from).map_err(|error| at(&from, error))?;
            let hash = copy(&mut { opened }, &to).map_err(|error| at(&to, error))?;
            if file == ORIGINAL && disk::hex(&hash) != sha256 {
                return Err(FolderError::Changed(from));
            }
        }
        temporary.settle(&to).map_err(|error| at(&to, error))?;
        Ok(true)
    }

    fn merge_protocol(&self, other: &Self) -> Result<ProtocolMerge, FolderError> {
        let (ours, theirs) = (self.protocol_text()?, other.protocol_text()?);
        if ours == theirs {
            return Ok(ProtocolMerge::Kept);
        }
        let theirs_is_known = versions(self.log.entries()).any(|text| text == theirs);
        let ours_is_known = versions(other.log.entries()).any(|text| text == ours);
        match (theirs_is_known, ours_is_known) {
            (true, false) => Ok(ProtocolMerge::Kept),
            (false, true) => {
                self.replace_protocol(&theirs)?;
                Ok(ProtocolMerge::Taken)
            }
            _ => {
                let name = format!("{THEIRS}{}.toml", name(&disk::sha256(theirs.as_bytes())));
                let path = self.path().join(&name);
                if !path.exists() {
                    let written = disk::write_new(&path, theirs.as_bytes());
                    written.map_err(|error| at(&path, error))?;
                }
                Ok(ProtocolMerge::Undecided(name))
            }
        }
    }

    /// Written beside and renamed, so that the old text or the new one is there.
    fn replace_protocol(&self, text: &str) -> Result<(), FolderError> {
        let (beside, path) = (self.path().join(".review.toml"), self.path().join(PROTOCOL));
        remove_if_there(&beside)?;
        disk::write_new(&beside, text.as_bytes()).map_err(|error| at(&beside, error))?;
        fs::rename(&beside, &path).map_err(|error| at(&path, error))?;
        disk::sync_folder(self.path()).map_err(|error| at(&path, error))
    }
}

/// What the names of undecided versions begin with.
const THEIRS: &str = "review.theirs-";

fn remove_if_there(path: &Path) -> Result<(), FolderError> {
    match path.exists() {
        true => fs::remove_file(path).map_err(|error| at(path, error)),
        false => Ok(()),
    }
}

/// The texts of `review.toml` that a log knows.
fn versions(entries: &[Entry]) -> impl Iterator<Item = &str> {
    let events = entries.iter().flat_map(|entry| &entry.events);
    events.filter_map(|event| match event {
        Event::ReviewCreated(created) => Some(created.protocol.as_str()),
        Event::ProtocolChanged(changed) => Some(changed.protocol.as_str()),
        _ => None,
    })
}
