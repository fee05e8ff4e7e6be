//! How far a search has come, as it is kept on disk.

use jiff::civil::Date;
use serde_json::{Map, Value, json};

use crate::{Found, History, Slice};

const SCHEMA: &str = "euthymia.entrez-progress.v1";

/// A page on disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredPage {
    /// Number of its file.
    pub number: u64,
    /// Records that were asked for.
    pub asked: u64,
    /// Records that are in it.
    pub records: u64,
    /// Length of the file.
    pub bytes: u64,
}

/// A slice that is fetched page by page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Which records.
    pub slice: Slice,
    /// How many.
    pub count: u64,
    /// Where the server keeps them.
    pub history: History,
    /// Pages in their order; they cover the records from the first on without a gap.
    pub pages: Vec<StoredPage>,
}

/// Everything that is needed to go on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// The search.
    pub term: String,
    /// Records per page.
    pub page_size: u32,
    /// Date and time of each run.
    pub runs: Vec<String>,
    /// The whole search as first counted; a later change of the count is entered here.
    pub whole: Option<Found>,
    /// Slices still to be counted, the next one last; with the count they had before the history
    /// server forgot them.
    pub queue: Vec<(Slice, Option<u64>)>,
    /// Slices that were counted and are or will be fetched.
    pub parts: Vec<Part>,
    /// Number of the next page file.
    pub next_page: u64,
    /// The count of the whole search after the last slice, when the slices did not add up.
    pub recount: Option<u64>,
    /// What a person should know.
    pub notes: Vec<String>,
}

impl Part {
    /// Records that its pages cover.
    pub fn covered(&self) -> u64 {
        self.pages.iter().map(|page| page.asked).sum()
    }
}

impl Progress {
    /// A search that has not begun.
    pub fn new(term: &str, page_size: u32) -> Self {
        Self {
            term: term.to_owned(),
            page_size,
            runs: Vec::new(),
            whole: None,
            queue: vec![(Slice::Whole, None)],
            parts: Vec::new(),
            next_page: 1,
            recount: None,
            notes: Vec::new(),
        }
    }

    /// All pages on disk, slice after slice.
    pub fn pages(&self) -> impl Iterator<Item = &StoredPage> {
        self.parts.iter().flat_map(|part| &part.pages)
    }

    /// The records of all pages.
    pub fn records(&self) -> u64 {
        self.pages().map(|page| page.records).sum()
    }

    /// As JSON. It holds no key and no address of a person.
    pub fn to_json(&self) -> Value {
        let queue = self.queue.iter().map(|(slice, before)| {
            let mut entry = slice_json(*slice);
            entry.insert("before".to_owned(), json!(before));
            Value::Object(entry)
        });
        json!({
            "schema": SCHEMA,
            "term": self.term,
            "page_size": self.page_size,
            "runs": self.runs,
            "whole": self.whole.as_ref().map(found_json),
            "queue": queue.collect::<Vec<_>>(),
            "parts": self.parts.iter().map(part_json).collect::<Vec<_>>(),
            "next_page": self.next_page,
            "recount": self.recount,
            "notes": self.notes,
        })
    }

    /// From JSON; `None` when it is not ours.
    pub fn from_json(value: &Value) -> Option<Self> {
        if value.get("schema")?.as_str()? != SCHEMA {
            return None;
        }
        let queued = |value: &Value| Some((slice(value)?, maybe(value, "before", Value::as_u64)?));
        Some(Self {
            term: string(value, "term")?,
            page_size: u32::try_from(number(value, "page_size")?)
                .ok()
                .filter(|&size| size > 0)?,
            runs: list(value, "runs", text)?,
            whole: maybe(value, "whole", found)?,
            queue: list(value, "queue", queued)?,
            parts: list(value, "parts", part)?,
            next_page: number(value, "next_page")?,
            recount: maybe(value, "recount", Value::as_u64)?,
            notes: list(value, "notes", text)?,
        })
    }
}

/// The members that say which slice it is.
pub(crate) fn slice_json(slice: Slice) -> Map<String, Value> {
    let value = match slice {
        Slice::Whole => json!({}),
        Slice::Days { first, last } => {
            json!({"first_day": first.to_string(), "last_day": last.to_string()})
        }
        Slice::Pmids { day, first, last } => {
            json!({"day": day.to_string(), "first_pmid": first, "last_pmid": last})
        }
    };
    match value {
        Value::Object(members) => members,
        _ => Map::new(),
    }
}

fn slice(value: &Value) -> Option<Slice> {
    let day = |name: &str| string(value, name)?.parse::<Date>().ok();
    let pmid = |name: &str| u32::try_from(number(value, name)?).ok();
    if value.get("first_day").is_some() {
        let (first, last) = (day("first_day")?, day("last_day")?);
        return Some(Slice::Days { first, last });
    }
    if value.get("day").is_some() {
        return Some(Slice::Pmids {
            day: day("day")?,
            first: pmid("first_pmid")?,
            last: pmid("last_pmid")?,
        });
    }
    Some(Slice::Whole)
}

fn found_json(found: &Found) -> Value {
    json!({
        "count": found.count,
        "translation": found.translation,
        "warnings": found.warnings,
    })
}

fn found(value: &Value) -> Option<Found> {
    Some(Found {
        count: number(value, "count")?,
        history: None,
        translation: maybe(value, "translation", text)?,
        warnings: list(value, "warnings", text)?,
    })
}

fn part_json(part: &Part) -> Value {
    let page = |page: &StoredPage| json!([page.number, page.asked, page.records, page.bytes]);
    let mut members = slice_json(part.slice);
    members.insert("count".to_owned(), json!(part.count));
    members.insert("web_env".to_owned(), json!(part.history.web_env));
    members.insert("query_key".to_owned(), json!(part.history.query_key));
    let pages: Vec<Value> = part.pages.iter().map(page).collect();
    members.insert("pages".to_owned(), Value::Array(pages));
    Value::Object(members)
}

fn part(value: &Value) -> Option<Part> {
    let page = |value: &Value| {
        let [number, asked, records, bytes] = value.as_array()?.as_slice() else {
            return None;
        };
        Some(StoredPage {
            number: number.as_u64()?,
            asked: asked.as_u64().filter(|&asked| asked > 0)?,
            records: records.as_u64()?,
            bytes: bytes.as_u64()?,
        })
    };
    Some(Part {
        slice: slice(value)?,
        count: number(value, "count")?,
        history: History {
            web_env: string(value, "web_env")?,
            query_key: string(value, "query_key")?,
        },
        pages: list(value, "pages", page)?,
    })
}

fn text(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}

fn string(value: &Value, name: &str) -> Option<String> {
    text(value.get(name)?)
}

fn number(value: &Value, name: &str) -> Option<u64> {
    value.get(name)?.as_u64()
}

/// A list of which every entry can be read.
fn list<T>(value: &Value, name: &str, read: impl Fn(&Value) -> Option<T>) -> Option<Vec<T>> {
    value.get(name)?.as_array()?.iter().map(read).collect()
}

/// A member that may be null: the outer `None` is one that cannot be read.
fn maybe<T>(value: &Value, name: &str, read: impl Fn(&Value) -> Option<T>) -> Option<Option<T>> {
    match value.get(name)? {
        Value::Null => Some(None),
        other => read(other).map(Some),
    }
}
