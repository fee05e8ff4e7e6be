//! Works to change: labelled sets without their duplicates, and tables of screened citations.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use euthymia_review::dedupe::{Candidate, Settings, Verdict, dedupe};
use euthymia_review::{ImportId, Record, RecordId};

use crate::numbers::Numbers;
use crate::read::{self, Set};

type Failure = Box<dyn std::error::Error>;

/// Journals that works without one are given.
const JOURNALS: [&str; 16] = [
    "The American journal of psychiatry",
    "Journal of affective disorders",
    "The New England journal of medicine",
    "Cephalalgia : an international journal of headache",
    "Journal of the American Academy of Child and Adolescent Psychiatry",
    "Headache",
    "Neurology",
    "British Journal of Psychiatry",
    "Acta neurologica Scandinavica",
    "Archives of General Psychiatry",
    "European Journal of Neurology",
    "Journal of Inherited Metabolic Disease",
    "Liver International",
    "Biological psychiatry",
    "Journal of child and adolescent psychopharmacology",
    "Movement disorders",
];

/// One record of each work: those that labels or our own search hold for copies are left out.
pub(crate) fn works(sets: &[Set], screened: Option<&Path>) -> Result<Vec<Record>, Failure> {
    let mut works: Vec<Record> = Vec::new();
    for set in sets {
        let copies: Vec<RecordId> = set
            .groups
            .iter()
            .flat_map(|group| group.iter().skip(1))
            .copied()
            .collect();
        let kept = set.records.iter().filter(|(id, _)| !copies.contains(id));
        works.extend(kept.map(|(_, record)| record.clone()));
    }
    for path in screened.map(tables).transpose()?.unwrap_or_default() {
        works.extend(table(&path, true)?);
    }
    works.retain(is_usual);
    let candidates = candidates(&works);
    let found = dedupe(&candidates, &Settings::default());
    let mut gone: Vec<u32> = found
        .decisions
        .iter()
        .filter(|d| matches!(d.verdict, Verdict::Same | Verdict::Unsure))
        .map(|d| d.b.number)
        .chain(
            candidates
                .iter()
                .filter(|one| one.notice.is_some())
                .map(|one| one.id.number),
        )
        .collect();
    gone.sort_unstable();
    let mut number = 0;
    works.retain(|_| {
        number += 1;
        gone.binary_search(&number).is_err()
    });
    Ok(works)
}

/// Candidates numbered from 1.
pub(crate) fn candidates(records: &[Record]) -> Vec<Candidate> {
    let id = |number| RecordId {
        import: ImportId(1),
        number,
    };
    (1..)
        .zip(records)
        .map(|(number, record)| Candidate::of(id(number), record))
        .collect()
}

fn is_usual(record: &Record) -> bool {
    let words = record
        .title
        .as_deref()
        .map_or(0, |title| title.split(' ').count());
    words > 4 && !record.contributors.is_empty() && record.date.is_some()
}

/// Tables of citations in a folder: those with a column of titles.
pub(crate) fn tables(dir: &Path) -> Result<Vec<PathBuf>, Failure> {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(dir)?
        .filter_map(Result::ok)
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|end| end == "csv"))
        .collect();
    paths.sort();
    paths.retain(|path| {
        read::rows(path).is_ok_and(|rows| rows.iter().any(|row| row.contains_key("title")))
    });
    Ok(paths)
}

/// Records of a table of screened citations; with a place in a journal made up where the table has
/// none, if so wished.
pub(crate) fn table(path: &Path, placed: bool) -> Result<Vec<Record>, Failure> {
    let rows = read::rows(path)?;
    Ok((0..)
        .zip(rows)
        .map(|(at, row)| record(row, at, placed))
        .collect())
}

fn record(mut cells: BTreeMap<String, String>, at: u64, placed: bool) -> Record {
    if let Some(authors) = cells.remove("authors") {
        cells.insert("author".into(), authors);
    }
    if placed {
        let mut numbers = Numbers::new(at);
        let first = 1 + numbers.below(900);
        let names = [
            "Meyer, A. B.",
            "Rossi, Carla",
            "de Vries, J.",
            "Li, Wei",
            "Okafor, N.",
            "Smith, John P.",
        ];
        let pick = |numbers: &mut Numbers| numbers.one(&names).map_or("", |name| name);
        let authors = format!("{} and {}", pick(&mut numbers), pick(&mut numbers));
        let invented = [
            ("author", authors),
            ("year", (1985 + numbers.below(35)).to_string()),
            (
                "journal",
                numbers.one(&JOURNALS).map_or("", |name| name).to_owned(),
            ),
            ("volume", (1 + numbers.below(90)).to_string()),
            ("number", (1 + numbers.below(12)).to_string()),
            ("pages", format!("{first}-{}", first + 4 + numbers.below(9))),
            ("ENTRYTYPE", "article".to_owned()),
        ];
        for (name, value) in invented {
            cells.entry(name.into()).or_insert(value);
        }
    }
    read::record(&cells)
}
