//! The full-text index of a review: in its folder, brought up to date when the library is another
//! one. It is derived and may be deleted at any time.

use super::super::export::for_each_report;
use super::super::library::{Progress, for_each_of};
use super::super::session::Session;
use super::feed::fed;
use crate::error::AppError;
use euthymia_review::{ImportId, Record, RecordId, State};
use euthymia_search::engine::{Building, Index};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Name of its folder in the folder of the review.
const INDEX: &str = "index";

/// Where what is derived from the library is kept.
pub(super) fn derived(session: &Session) -> PathBuf {
    session.folder.path().join(INDEX)
}

/// The index of the library as it is now: one record for each report, under the name of the record
/// that stands for its copies.
///
/// # Errors
/// A file of the review is damaged, or the index cannot be written.
pub(super) fn library_index(
    session: &Session,
    progress: &mut dyn FnMut(Progress),
) -> Result<Index, AppError> {
    let folder = derived(session);
    let state = session.state();
    let now = Fingerprint::of(&state);
    match Index::open(&folder) {
        Ok(Some(index)) if index.imports() == now.text() => Ok(index),
        Ok(Some(index)) => match now.added_to(index.imports()) {
            Some(new) => add(session, &state, index, &now, &new),
            None => {
                drop(index);
                build(session, &folder, &now, progress)
            }
        },
        Ok(None) => build(session, &folder, &now, progress),
        Err(_) => {
            // A damaged index says nothing that the library does not.
            let failed = |error: std::io::Error| AppError::Write {
                path: folder.display().to_string(),
                reason: error.to_string(),
            };
            std::fs::remove_dir_all(&folder).map_err(failed)?;
            build(session, &folder, &now, progress)
        }
    }
}

/// What an index has while it is not whole.
const UNFINISHED: &str = "";

fn build(
    session: &Session,
    folder: &Path,
    now: &Fingerprint,
    progress: &mut dyn FnMut(Progress),
) -> Result<Index, AppError> {
    let index = fed(
        |each| for_each_report(session, false, progress, each),
        |records| {
            let building = Building::default();
            Ok(Index::build(folder, UNFINISHED, building, records)?)
        },
    )?;
    finished(index, now)
}

/// The records of further imports, when nothing else has changed.
fn add(
    session: &Session,
    state: &State,
    index: Index,
    now: &Fingerprint,
    new: &BTreeSet<ImportId>,
) -> Result<Index, AppError> {
    let added = state.counted().filter(|own| new.contains(&own.import));
    let index = fed(
        |each| {
            for imported in added {
                for_each_of(session, imported, &mut |id, reading| match reading.record {
                    Some(record) => each(id, record),
                    None => Ok(()),
                })?;
            }
            Ok(())
        },
        |records| Ok(index.add(UNFINISHED, Building::default(), records)?),
    )?;
    finished(index, now)
}

/// Says in the index that it is whole: an interrupted build is never taken for one.
fn finished(index: Index, now: &Fingerprint) -> Result<Index, AppError> {
    let none: [(RecordId, Record); 0] = [];
    Ok(index.add(&now.text(), Building::default(), none)?)
}

/// What an index was made from.
struct Fingerprint {
    /// Version of the program, and a hash of what was merged and amended.
    decided: String,
    imports: BTreeSet<ImportId>,
}

impl Fingerprint {
    fn of(state: &State) -> Self {
        let mut hash = Sha256::new();
        for merged in &state.merged {
            for record in &merged.records {
                hash.update(record.to_string());
                hash.update(" ");
            }
            hash.update("\n");
        }
        for ((record, field), value) in &state.amended {
            hash.update(format!("{record} {field} {value:?}\n"));
        }
        let hash: String = hash.finalize().iter().map(|b| format!("{b:02x}")).collect();
        Self {
            decided: format!("{} {hash}", env!("CARGO_PKG_VERSION")),
            imports: state.counted().map(|own| own.import).collect(),
        }
    }

    fn text(&self) -> String {
        let imports: Vec<String> = self.imports.iter().map(ToString::to_string).collect();
        format!("{};{}", self.decided, imports.join(","))
    }

    /// The imports that an index lacks, when that is all it lacks.
    fn added_to(&self, indexed: &str) -> Option<BTreeSet<ImportId>> {
        let (decided, imports) = indexed.split_once(';')?;
        let parsed = imports.split(',').filter(|one| !one.is_empty());
        let imports: Option<BTreeSet<ImportId>> = parsed.map(|one| one.parse().ok()).collect();
        let imports = imports?;
        let only_adds = decided == self.decided && imports.is_subset(&self.imports);
        only_adds.then(|| self.imports.difference(&imports).copied().collect())
    }
}
