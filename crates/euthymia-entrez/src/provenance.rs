//! Where a file of records comes from, for the methods section and the flow diagram.

use std::path::PathBuf;

use serde_json::{Value, json};

use crate::progress::slice_json;
use crate::{Progress, Slice};

const SCHEMA: &str = "euthymia.entrez.v1";

/// What was searched, how PubMed understood it, and what came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Provenance {
    /// The search, as it was sent.
    pub term: String,
    /// The search, as PubMed ran it.
    pub translation: Option<String>,
    /// Where the requests went.
    pub address: String,
    /// Date and time of each run, as the caller gave them; the first is that of the search.
    pub runs: Vec<String>,
    /// Records that PubMed counts.
    pub count: u64,
    /// Records in the file.
    pub records: u64,
    /// Different PMIDs in the file.
    pub distinct: u64,
    /// The slices that were fetched, and the records PubMed counts in each.
    pub slices: Vec<(Slice, u64)>,
    /// Pages that were joined.
    pub pages: u64,
    /// What PubMed could not find or left out.
    pub warnings: Vec<String>,
    /// What happened on the way.
    pub notes: Vec<String>,
    /// The file.
    pub file: PathBuf,
}

impl Provenance {
    pub(crate) fn new(progress: &Progress, address: &str, distinct: u64, file: PathBuf) -> Self {
        let whole = progress.whole.as_ref();
        let counted = |part: &crate::Part| (part.slice, part.count);
        Self {
            term: progress.term.clone(),
            translation: whole.and_then(|whole| whole.translation.clone()),
            address: address.to_owned(),
            runs: progress.runs.clone(),
            count: whole.map(|whole| whole.count).unwrap_or_default(),
            records: progress.records(),
            distinct,
            slices: progress.parts.iter().map(counted).collect(),
            pages: progress.pages().count() as u64,
            warnings: whole
                .map(|whole| whole.warnings.clone())
                .unwrap_or_default(),
            notes: progress.notes.clone(),
            file,
        }
    }

    /// True when the file holds what PubMed counts, each record once.
    pub fn is_complete(&self) -> bool {
        self.count == self.records && self.records == self.distinct
    }

    /// As JSON; the file by its name, without its folder.
    pub fn to_json(&self) -> Value {
        let slice = |&(slice, count): &(Slice, u64)| {
            let mut members = slice_json(slice);
            members.insert("count".to_owned(), json!(count));
            Value::Object(members)
        };
        let name = self.file.file_name().map(|name| name.to_string_lossy());
        json!({
            "schema": SCHEMA,
            "database": "PubMed",
            "address": self.address,
            "term": self.term,
            "translation": self.translation,
            "runs": self.runs,
            "count": self.count,
            "records": self.records,
            "distinct": self.distinct,
            "complete": self.is_complete(),
            "slices": self.slices.iter().map(slice).collect::<Vec<_>>(),
            "pages": self.pages,
            "warnings": self.warnings,
            "notes": self.notes,
            "file": name,
        })
    }
}
