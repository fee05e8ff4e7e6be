//! Labelled sets as tables of the columns that BibTeX has.

use std::collections::BTreeMap;
use std::path::Path;

use euthymia_review::dedupe::Candidate;
use euthymia_review::identifier::doi;
use euthymia_review::{
    Contributor, Date, Identifier, ImportId, Kind, Person, Record, RecordId, Role, Scheme,
};

type Failure = Box<dyn std::error::Error>;

/// A labelled set.
pub(crate) struct Set {
    pub(crate) name: String,
    pub(crate) records: Vec<(RecordId, Record)>,
    /// True groups of two or more.
    pub(crate) groups: Vec<Vec<RecordId>>,
}

impl Set {
    pub(crate) fn candidates(&self) -> Vec<Candidate> {
        self.records
            .iter()
            .map(|(id, record)| Candidate::of(*id, record))
            .collect()
    }
}

/// The sets in the folders of a folder, in order of names.
pub(crate) fn sets(dir: &Path) -> Result<Vec<Set>, Failure> {
    let mut paths: Vec<_> = std::fs::read_dir(dir)?
        .filter_map(Result::ok)
        .map(|entry| entry.path())
        .collect();
    paths.sort();
    let is_set = |path: &Path| path.join("records_pre_merged.csv").is_file();
    paths
        .iter()
        .filter(|path| is_set(path))
        .map(|path| set(path))
        .collect()
}

fn set(path: &Path) -> Result<Set, Failure> {
    let mut ids = BTreeMap::new();
    let mut records = Vec::new();
    for (number, cells) in (1..).zip(rows(&path.join("records_pre_merged.csv"))?) {
        let id = RecordId {
            import: ImportId(1),
            number,
        };
        ids.insert(cells.get("ID").cloned().unwrap_or_default(), id);
        records.push((id, record(&cells)));
    }
    let truth = std::fs::read_to_string(path.join("merged_record_ids.csv"))?;
    let group = |line: &str| -> Vec<RecordId> {
        line.trim()
            .trim_matches('"')
            .split(';')
            .filter_map(|id| ids.get(id).copied())
            .collect()
    };
    let groups = truth
        .lines()
        .skip(1)
        .map(group)
        .filter(|group| group.len() > 1)
        .collect();
    let name = path
        .file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default();
    Ok(Set {
        name,
        records,
        groups,
    })
}

/// The rows of a table, by column, without empty cells. What is not Unicode is read as far as it goes.
pub(crate) fn rows(path: &Path) -> Result<Vec<BTreeMap<String, String>>, Failure> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_path(path)?;
    let text = |cell: &[u8]| String::from_utf8_lossy(cell).into_owned();
    let header: Vec<String> = reader
        .byte_headers()?
        .iter()
        .map(|cell| text(cell).trim_start_matches('\u{feff}').to_owned())
        .collect();
    let mut rows = Vec::new();
    for row in reader.byte_records() {
        let row = row?;
        let cells = header.iter().cloned().zip(row.iter().map(text));
        rows.push(
            cells
                .filter(|(_, value)| !value.trim().is_empty() && value != "UNKNOWN")
                .collect(),
        );
    }
    Ok(rows)
}

/// A record out of the fields of BibTeX.
pub(crate) fn record(cells: &BTreeMap<String, String>) -> Record {
    let get = |name: &str| cells.get(name).cloned();
    let mut identifiers = Vec::new();
    if let Some(value) = get("doi").and_then(|text| doi(&text)) {
        identifiers.push(Identifier {
            scheme: Scheme::Doi,
            value,
        });
    }
    let kind = match get("ENTRYTYPE").as_deref() {
        Some("article") => Kind::JournalArticle,
        Some("inproceedings" | "conference") => Kind::ConferencePaper,
        Some("book" | "proceedings") => Kind::Book,
        Some("inbook" | "incollection") => Kind::BookSection,
        Some("phdthesis" | "mastersthesis" | "thesis") => Kind::Thesis,
        _ => Kind::Other,
    };
    Record {
        kind,
        title: get("title"),
        contributors: get("author").map(|text| authors(&text)).unwrap_or_default(),
        date: get("year").map(|text| Date::parse(&text)),
        container: get("journal").or_else(|| get("booktitle")),
        volume: get("volume"),
        issue: get("number").or_else(|| get("issue")),
        pages: get("pages"),
        abstract_text: get("abstract"),
        identifiers,
        ..Record::default()
    }
}

fn authors(text: &str) -> Vec<Contributor> {
    let text = text.replace('\n', " and ");
    let names = text.split(" and ").flat_map(|part| part.split(';'));
    names
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .map(|name| Contributor::new(Role::Author, Person::from_inverted(name)))
        .collect()
}
