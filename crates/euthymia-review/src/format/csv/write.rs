//! Writing a table.

use std::collections::{BTreeMap, BTreeSet};

use super::super::loss::{Loss, Written};
use super::super::packed;
use super::cells::push_row;
use super::parse;
use crate::{Context, Contributor, Date, Kind, Piece, PieceKind, Record, Role, Scheme};

/// A column that other programs know, and the cell of a record in it.
type Usual = (&'static str, fn(&Record) -> Option<String>);

const USUAL: [Usual; 24] = [
    ("type", |record| {
        (record.kind != Kind::Other).then(|| record.kind.word().to_owned())
    }),
    ("title", |record| record.title.clone()),
    ("authors", |record| {
        people(&record.contributors, Role::Author)
    }),
    ("editors", |record| {
        people(&record.contributors, Role::Editor)
    }),
    ("date", |record| {
        record.date.as_ref().map(|date: &Date| date.text.clone())
    }),
    ("journal", |record| record.container.clone()),
    ("journal abbreviation", |record| {
        record.container_abbreviation.clone()
    }),
    ("volume", |record| record.volume.clone()),
    ("issue", |record| record.issue.clone()),
    ("pages", |record| record.pages.clone()),
    ("abstract", |record| record.abstract_text.clone()),
    ("keywords", |record| list(&record.keywords)),
    ("doi", |record| number(record, &Scheme::Doi)),
    ("pmid", |record| number(record, &Scheme::Pmid)),
    ("pmcid", |record| number(record, &Scheme::Pmcid)),
    ("issn", |record| number(record, &Scheme::Issn)),
    ("isbn", |record| number(record, &Scheme::Isbn)),
    ("language", |record| list(&record.languages)),
    ("publisher", |record| record.publisher.clone()),
    ("place", |record| record.place.clone()),
    ("series", |record| record.series.clone()),
    ("edition", |record| record.edition.clone()),
    ("url", |record| record.urls.first().cloned()),
    ("notes", |record| record.notes.first().cloned()),
];

fn people(contributors: &[Contributor], role: Role) -> Option<String> {
    let names: Vec<String> = contributors
        .iter()
        .filter(|who| who.role == role || (who.role == Role::Group && role == Role::Author))
        .map(|who| who.person.inverted())
        .collect();
    list(&names)
}

fn list(words: &[String]) -> Option<String> {
    (!words.is_empty()).then(|| words.join("; "))
}

fn number(record: &Record, scheme: &Scheme) -> Option<String> {
    let found = record
        .identifiers
        .iter()
        .filter(|identifier| identifier.scheme == *scheme);
    let values: Vec<String> = found.map(|identifier| identifier.value.clone()).collect();
    match scheme {
        Scheme::Doi | Scheme::Pmid | Scheme::Pmcid => values.into_iter().next(),
        _ => list(&values),
    }
}

/// One row before it is known which columns the table has.
struct Row {
    usual: Vec<String>,
    /// Packed columns by name.
    packed: BTreeMap<String, String>,
}

/// The columns of one table, which may be written in parts: the usual ones, and behind them the
/// packed ones in the order of their names.
#[derive(Debug, Default)]
pub(in crate::format) struct Columns {
    packed: BTreeSet<String>,
}

impl Columns {
    /// Adds the columns that records need.
    pub(in crate::format) fn look(&mut self, records: &[Record]) {
        records.iter().for_each(|record| self.add(&row(record)));
    }

    fn add(&mut self, row: &Row) {
        for name in row.packed.keys() {
            if !self.packed.contains(name) {
                self.packed.insert(name.clone());
            }
        }
    }

    /// The first row.
    pub(in crate::format) fn header(&self) -> String {
        let mut text = String::new();
        let usual = USUAL.iter().map(|(name, _)| *name);
        let packed = self.packed.iter().map(String::as_str);
        push_row(
            &mut text,
            std::iter::once(super::NUMBER).chain(usual).chain(packed),
        );
        text
    }

    /// Rows, of which `before` are written already.
    pub(in crate::format) fn part(&self, records: &[Record], before: usize) -> Written {
        let rows = records.iter().map(|record| (row(record), record));
        self.rows(rows, before)
    }

    fn rows<'r>(&self, rows: impl Iterator<Item = (Row, &'r Record)>, before: usize) -> Written {
        let context = Context {
            texts: vec![self.header()],
            ..Context::default()
        };
        let mut written = Written::default();
        for (at, (row, record)) in rows.enumerate() {
            let start = written.text.len();
            let number = (before + at + 1).to_string();
            let packed = self.packed.iter();
            let packed = packed.map(|name| row.packed.get(name).map_or("", String::as_str));
            let usual = row.usual.iter().map(String::as_str);
            push_row(
                &mut written.text,
                std::iter::once(number.as_str()).chain(usual).chain(packed),
            );
            let line = written.text.get(start..).unwrap_or_default();
            let fields = losses(record, &read_back(line, &context));
            if !fields.is_empty() {
                written.losses.push(Loss { record: at, fields });
            }
        }
        written
    }
}

/// Writes all records.
pub(super) fn write(records: &[Record]) -> Written {
    let rows: Vec<Row> = records.iter().map(row).collect();
    let mut columns = Columns::default();
    rows.iter().for_each(|row| columns.add(row));
    let mut written = columns.rows(rows.into_iter().zip(records), 0);
    written.text.insert_str(0, &columns.header());
    written
}

fn row(record: &Record) -> Row {
    let mut usual: Vec<String> = USUAL
        .iter()
        .map(|(_, cell)| cell(record).unwrap_or_default())
        .collect();
    let context = Context {
        texts: vec![Columns::default().header()],
        ..Context::default()
    };
    let found = read_back(&line(&usual), &context);
    // A cell that is no such value comes back under its column: it goes into the packed field only.
    for ((name, _), cell) in USUAL.iter().zip(&mut usual) {
        let tag = format!("csv:{name}");
        if found.others.iter().any(|other| other.tag == tag) {
            cell.clear();
        }
    }
    let found = read_back(&line(&usual), &context);
    let mut packed: BTreeMap<String, String> = others(record);
    for name in packed::differences(record, &found) {
        let value = packed::pack(record, name).unwrap_or_default();
        packed.insert(format!("{}{name}", packed::PREFIX), value);
    }
    Row { usual, packed }
}

fn line(usual: &[String]) -> String {
    let mut line = String::new();
    push_row(
        &mut line,
        std::iter::once("1").chain(usual.iter().map(String::as_str)),
    );
    line
}

fn read_back(line: &str, context: &Context) -> Record {
    let piece = Piece {
        kind: PieceKind::Record,
        offset: 0,
        line: 1,
        text: line.to_owned(),
    };
    parse::parse(&piece, context).record.unwrap_or_default()
}

fn losses(record: &Record, found: &Record) -> Vec<&'static str> {
    let mut lost = packed::differences(record, found);
    if !packed::hold_the_same(record.others.iter(), found.others.iter()) {
        lost.push("others");
    }
    lost
}

/// Values without a field, those of one tag in one cell.
fn others(record: &Record) -> BTreeMap<String, String> {
    let mut values: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for other in &record.others {
        values.entry(&other.tag).or_default().push(&other.value);
    }
    let column = |tag: &str| {
        if tag.contains(':') && !tag.starts_with([':', ' ']) && !tag.starts_with(packed::PREFIX) {
            tag.to_owned()
        } else {
            format!(":{tag}")
        }
    };
    values
        .into_iter()
        .map(|(tag, list)| (column(tag), packed::join_texts(list)))
        .collect()
}
