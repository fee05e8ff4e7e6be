//! An evidence folder in memory, written to a temporary folder to be loaded.

use euthymia_evidence::{EvidenceBase, LoadError, check, files};
use euthymia_table::{Diagnostic, Severity};
use std::collections::BTreeMap;

/// The bytes of each file by name.
#[derive(Clone)]
pub(crate) struct Folder(pub(crate) BTreeMap<&'static str, Vec<u8>>);

impl Folder {
    /// The files of the repository.
    pub(crate) fn bundled() -> Self {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../evidence/");
        let read = |name| std::fs::read(format!("{folder}{name}")).expect(name);
        let all = files::NAMES.into_iter().chain([files::APPRAISALS]);
        Self(all.map(|name| (name, read(name))).collect())
    }

    pub(crate) fn text(&self, name: &str) -> &str {
        std::str::from_utf8(&self.0[name]).expect(name)
    }

    /// Replaces a file.
    pub(crate) fn set(&mut self, name: &'static str, bytes: impl Into<Vec<u8>>) {
        self.0.insert(name, bytes.into());
    }

    /// Replaces the one occurrence of `old` in a file.
    pub(crate) fn replace(&mut self, name: &'static str, old: &str, new: &str) {
        let text = self.text(name);
        assert_eq!(text.matches(old).count(), 1, "{old} in {name}");
        let text = text.replacen(old, new, 1);
        self.set(name, text);
    }

    /// Writes one cell; `line` counts from 1 with the header as in findings, in a file without
    /// line breaks inside cells.
    pub(crate) fn set_cell(&mut self, name: &'static str, line: usize, column: &str, value: &str) {
        let mut records = records(&self.0[name]);
        let position = records[0].iter().position(|c| c == column).expect(column);
        let cell = &mut records[line - 1][position];
        assert_ne!(cell, value, "{name} {line} {column} would not change");
        value.clone_into(cell);
        self.set(name, written(&records));
    }

    /// Copies a row to the end of its file.
    pub(crate) fn repeat_row(&mut self, name: &'static str, line: usize) {
        let mut records = records(&self.0[name]);
        records.push(records[line - 1].clone());
        self.set(name, written(&records));
    }

    pub(crate) fn load(&self) -> Result<EvidenceBase, LoadError> {
        let dir = tempfile::tempdir().expect("a temporary folder");
        for (name, bytes) in &self.0 {
            std::fs::write(dir.path().join(name), bytes).expect(name);
        }
        EvidenceBase::from_dir(dir.path())
    }

    /// What loading says, or what the check says when it loads.
    ///
    /// Loading fails exactly when there is an error that it looks for, and a base that loads gives
    /// the same findings about its keys again: none.
    pub(crate) fn findings(&self) -> Vec<Diagnostic> {
        match self.load() {
            Ok(base) => check::check(&base),
            Err(LoadError(found)) => {
                assert!(found.iter().any(|f| f.severity == Severity::Error));
                found
            }
        }
    }
}

/// Every record with its cells, the header first.
pub(crate) fn records(bytes: &[u8]) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(bytes);
    let cells = |record: csv::StringRecord| record.iter().map(str::to_owned).collect();
    reader.records().map(|r| cells(r.expect("CSV"))).collect()
}

pub(crate) fn written(records: &[Vec<String>]) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new()
        .flexible(true)
        .from_writer(Vec::new());
    for record in records {
        writer.write_record(record).expect("CSV");
    }
    writer.into_inner().expect("CSV")
}

/// The last part of a finding's file name, which does not depend on the temporary folder.
pub(crate) fn file_name(finding: &Diagnostic) -> &str {
    finding.file.rsplit('/').next().unwrap_or_default()
}
