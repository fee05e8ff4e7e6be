//! A file of citations being written, batch by batch.

use crate::error::AppError;
use crate::output::WholeFile;
use euthymia_review::format::Writer;
use euthymia_review::{Format, Record};
use std::collections::BTreeMap;
use std::path::Path;

/// What was written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Exported {
    /// Records.
    pub records: usize,
    /// Fields that the format could not hold, and in how many records.
    pub losses: BTreeMap<&'static str, usize>,
}

impl Exported {
    /// What was written and lost, as lines.
    #[must_use]
    pub fn said(&self, path: &Path) -> String {
        let mut said = format!("{} records in {}.\n", self.records, path.display());
        for (field, records) in &self.losses {
            said += &format!("{field} could not be held whole in {records} of them.\n");
        }
        said
    }
}

/// Records written at once.
const BATCH: usize = 1024;

/// A file of citations that appears whole or not at all.
pub(super) struct Writing {
    writer: Writer,
    file: WholeFile,
    batch: Vec<Record>,
    exported: Exported,
}

impl Writing {
    /// # Errors
    /// The format is only read, or the file cannot be written.
    pub(super) fn new(format: Format, path: &Path) -> Result<Self, AppError> {
        let only_read =
            || AppError::Usage(format!("--to: {} is read but not written", format.word()));
        Ok(Self {
            writer: Writer::new(format).ok_or_else(only_read)?,
            file: WholeFile::create(path)?,
            batch: Vec::with_capacity(BATCH),
            exported: Exported::default(),
        })
    }

    /// Whether every record has to be looked at before [`Writing::begin`].
    pub(super) fn looks_first(&self) -> bool {
        self.writer.looks_first()
    }

    pub(super) fn look(&mut self, record: Record) {
        self.batch.push(record);
        if self.batch.len() >= BATCH {
            self.writer.look(&self.batch);
            self.batch.clear();
        }
    }

    pub(super) fn begin(&mut self) -> Result<(), AppError> {
        self.writer.look(&self.batch);
        self.batch.clear();
        self.file.write(self.writer.begin().as_bytes())
    }

    pub(super) fn add(&mut self, record: Record) -> Result<(), AppError> {
        self.batch.push(record);
        match self.batch.len() >= BATCH {
            true => self.flush(),
            false => Ok(()),
        }
    }

    fn flush(&mut self) -> Result<(), AppError> {
        let written = self.writer.part(&self.batch);
        self.exported.records += self.batch.len();
        for field in written.losses.iter().flat_map(|loss| &loss.fields) {
            *self.exported.losses.entry(field).or_default() += 1;
        }
        self.batch.clear();
        self.file.write(written.text.as_bytes())
    }

    /// Writes what is left and gives the file its name.
    pub(super) fn finish(mut self) -> Result<Exported, AppError> {
        self.flush()?;
        self.file.write(self.writer.end().as_bytes())?;
        self.file.finish()?;
        Ok(self.exported)
    }
}
