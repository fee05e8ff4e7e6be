//! From a row to a record.

use super::super::carried::take_notes;
use super::super::exact;
use super::super::packed;
use super::super::slot::{self, Parts, Slot};
use super::header::{Column, Header, Place, header};
use super::{authors, columns};
use crate::{Context, Contributor, Kind, Other, Piece, Problem, Reading, Record, Role};

/// Reads one row; nothing when all its cells are empty.
pub(super) fn parse(piece: &Piece, context: &Context) -> Reading {
    let header = header(context);
    let cells = header.dialect.cells(&piece.text);
    let mut filling = Filling {
        record: Record::default(),
        parts: Parts::default(),
        problems: Vec::new(),
        line: piece.line,
        has_full_names: header.has_full_names,
    };
    if cells.iter().all(|cell| cell.trim_ascii().is_empty()) {
        return Reading::default();
    }
    if cells.len() != header.columns.len() {
        let message = format!(
            "the row has {} cells and the header {}",
            cells.len(),
            header.columns.len()
        );
        filling.tell(None, None, &message);
    }
    let mut packed = Vec::new();
    for (position, cell) in cells.into_iter().enumerate() {
        match header.columns.get(position) {
            _ if cell.trim_ascii().is_empty() => {}
            Some(Column {
                place: Place::Number,
                ..
            }) => {}
            Some(Column {
                place: Place::Packed,
                name,
            }) => packed.push((name, cell)),
            Some(Column {
                place: Place::Slot(slot),
                name,
            }) => filling.put(*slot, name, cell),
            None => filling.other("", cell),
        }
    }
    filling.settle(&header);
    take_notes(&mut filling.record);
    for (name, cell) in packed {
        filling.unpack(name, &cell);
    }
    Reading {
        record: Some(filling.record),
        problems: filling.problems,
    }
}

struct Filling {
    record: Record,
    parts: Parts,
    problems: Vec<Problem>,
    line: u64,
    has_full_names: bool,
}

impl Filling {
    fn other(&mut self, name: &str, value: String) {
        self.record.others.push(Other {
            tag: format!("csv:{name}"),
            value,
        });
    }

    fn tell(&mut self, field: Option<&str>, found: Option<&str>, message: &str) {
        self.problems.push(Problem {
            line: self.line,
            field: field.map(str::to_owned),
            found: found.map(str::to_owned),
            message: message.to_owned(),
        });
    }

    fn put(&mut self, slot: Slot, name: &str, cell: String) {
        match slot {
            Slot::Names(Role::Author) if self.has_full_names => self.other(name, cell),
            Slot::Names(role) => self.names(role, name, &cell),
            Slot::FullNames => self.full_names(name, cell),
            Slot::Other => self.other(name, cell),
            Slot::Kind => {
                let kind = kind(&cell);
                if self.record.kind == Kind::Other {
                    self.record.kind = kind;
                }
                self.record.kind_words.push(cell);
            }
            slot => {
                if slot::put(&mut self.record, &mut self.parts, slot, &cell) {
                    return;
                }
                match slot {
                    Slot::OtherDate(_) => {
                        self.tell(
                            Some(name),
                            Some(&cell),
                            "no year could be read from this date; it is kept as text",
                        );
                        return;
                    }
                    Slot::Doi | Slot::Pmid | Slot::Pmcid | Slot::Issn | Slot::Isbn => {
                        self.tell(
                            Some(name),
                            Some(&cell),
                            "this does not look like such a number; it is kept as it stands",
                        );
                    }
                    _ => {}
                }
                self.other(name, cell);
            }
        }
    }

    fn names(&mut self, role: Role, name: &str, cell: &str) {
        let (people, is_ambiguous) = authors::names(cell);
        if is_ambiguous {
            self.tell(
                Some(name),
                Some(cell),
                "commas may divide names or stand inside them; divide the names with semicolons",
            );
            self.other(name, cell.to_owned());
        }
        let people = people
            .into_iter()
            .map(|person| Contributor::new(role, person));
        self.record.contributors.extend(people);
    }

    /// Names in full; Scopus adds its number of the author in brackets.
    fn full_names(&mut self, name: &str, cell: String) {
        let bare: Vec<&str> = cell.split(';').map(without_number).collect();
        let bare = bare.join("; ");
        self.names(Role::Author, name, &bare);
        if bare != cell {
            self.other(name, cell);
        }
    }

    fn settle(&mut self, header: &Header) {
        let left = std::mem::take(&mut self.parts).settle(&mut self.record);
        for (slot, value) in left {
            let place = Place::Slot(slot);
            let column = header.columns.iter().find(|column| column.place == place);
            let name = column.map(|column| column.name.clone()).unwrap_or_default();
            self.other(&name, value);
        }
        let date = self.record.date.as_ref().filter(|date| date.year.is_none());
        if let Some(found) = date.map(|date| date.text.clone()) {
            self.tell(
                None,
                Some(&found),
                "no year could be read from this date; it is kept as text",
            );
        }
    }

    fn unpack(&mut self, name: &str, cell: &str) {
        if let Some(field) = name.strip_prefix(packed::PREFIX) {
            if !packed::unpack(&mut self.record, field, cell) {
                self.tell(
                    Some(name),
                    Some(cell),
                    "this is no field of ours; it is kept as it stands",
                );
                self.record.others.push(Other {
                    tag: name.to_owned(),
                    value: cell.to_owned(),
                });
            }
            return;
        }
        let tag = name.strip_prefix(':').unwrap_or(name);
        let values = packed::split_texts(cell).map(|value| Other {
            tag: tag.to_owned(),
            value,
        });
        self.record.others.extend(values);
    }
}

fn without_number(name: &str) -> &str {
    let name = name.trim();
    let cut = name
        .strip_suffix(')')
        .and_then(|rest| rest.rsplit_once('('));
    match cut {
        Some((bare, number)) if number.bytes().all(|byte| byte.is_ascii_digit()) => bare.trim_end(),
        _ => name,
    }
}

/// What a type says in words of many programs.
fn kind(words: &str) -> Kind {
    const KNOWN: [(&str, Kind); 21] = [
        ("preprint", Kind::Preprint),
        ("bookchapter", Kind::BookSection),
        ("booksection", Kind::BookSection),
        ("chap", Kind::BookSection),
        ("incollection", Kind::BookSection),
        ("inbook", Kind::BookSection),
        ("conf", Kind::ConferencePaper),
        ("proceedings", Kind::ConferencePaper),
        ("meetingabstract", Kind::ConferencePaper),
        ("cpaper", Kind::ConferencePaper),
        ("thes", Kind::Thesis),
        ("dissertation", Kind::Thesis),
        ("report", Kind::Report),
        ("rprt", Kind::Report),
        ("web", Kind::WebPage),
        ("trialregist", Kind::TrialRegistration),
        ("book", Kind::Book),
        ("jour", Kind::JournalArticle),
        ("article", Kind::JournalArticle),
        ("review", Kind::JournalArticle),
        ("randomized", Kind::JournalArticle),
    ];
    if let Some(kind) = exact::kind_of(words) {
        return kind;
    }
    let folded = columns::folded(words);
    if folded == "j" {
        return Kind::JournalArticle;
    }
    let found = KNOWN.iter().find(|(word, _)| folded.contains(word));
    found.map_or(Kind::Other, |(_, kind)| *kind)
}
