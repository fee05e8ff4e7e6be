//! From an entry to a record.

use super::super::carried::take_notes;
use super::super::packed;
use super::super::slot::{self, Parts, Slot};
use super::entry::{self, Field};
use super::{fields, latex, names, tags};
use crate::{Context, Contributor, Date, Other, Piece, Problem, Reading, Record, Role};

/// Reads one entry.
pub(super) fn parse(piece: &Piece, context: &Context) -> Reading {
    let entry = entry::read(&piece.text, piece.line, context);
    let mut filling = Filling {
        record: Record {
            kind: fields::kind(&entry.kind),
            kind_words: vec![entry.kind.clone()],
            ..Record::default()
        },
        parts: Parts::default(),
        problems: entry.problems,
        exact: Vec::new(),
    };
    if let Some(key) = entry.key {
        filling.other("bibtex:key", key);
    }
    // A publisher goes before the institution that stands for one.
    let (first, last): (Vec<Field>, Vec<Field>) = entry
        .fields
        .into_iter()
        .partition(|field| !is_institution(field));
    for field in first.into_iter().chain(last) {
        filling.field(field);
    }
    filling.finish(piece.line)
}

fn is_institution(field: &Field) -> bool {
    let names = ["institution", "organization", "school"];
    let name = field.name.as_deref().unwrap_or_default();
    names.iter().any(|known| known.eq_ignore_ascii_case(name))
}

struct Filling {
    record: Record,
    parts: Parts,
    problems: Vec<Problem>,
    /// Packed fields, which win over everything else.
    exact: Vec<Field>,
}

impl Filling {
    fn other(&mut self, tag: &str, value: String) {
        self.record.others.push(Other {
            tag: tag.to_owned(),
            value,
        });
    }

    fn tell(&mut self, field: &Field, found: &str, message: &str) {
        self.problems.push(Problem {
            line: field.line,
            field: field.name.clone(),
            found: Some(found.to_owned()),
            message: message.to_owned(),
        });
    }

    fn field(&mut self, field: Field) {
        let Some(name) = field.name.clone() else {
            self.other("bibtex:", latex::decode(&field.value));
            return;
        };
        if name.starts_with(packed::PREFIX) {
            self.exact.push(field);
            return;
        }
        if name.contains(':') {
            let texts: Vec<String> = packed::split_texts(&field.value).collect();
            let tag = tags::decoded(&name);
            if tag == super::KEY_TAG {
                self.record
                    .others
                    .retain(|other| other.tag != super::KEY_TAG);
            }
            texts.into_iter().for_each(|text| self.other(&tag, text));
            return;
        }
        let lower = name.to_ascii_lowercase();
        match fields::slot(&lower) {
            Slot::Names(role) => self.names(&field, &lower, role),
            slot @ (Slot::Doi | Slot::Urls) => {
                self.put(slot, &field, &lower, verbatim(&field.value))
            }
            slot @ Slot::Pages => {
                let pages = latex::decode(&field.value).replace(['–', '—'], "-");
                self.put(slot, &field, &lower, pages);
            }
            slot => {
                if lower == "crossref" || lower == "xdata" {
                    let message = "fields of the entry named here belong to this one too; they are not taken over";
                    self.tell(&field, &field.value, message);
                }
                let is_file = matches!(lower.as_str(), "file" | "pdf" | "eprint" | "crossref");
                let value = if is_file {
                    verbatim(&field.value)
                } else {
                    latex::decode(&field.value)
                };
                self.put(slot, &field, &name, value);
            }
        }
    }

    fn put(&mut self, slot: Slot, field: &Field, name: &str, value: String) {
        if value.is_empty() {
            return;
        }
        if slot::put(&mut self.record, &mut self.parts, slot, &value) {
            return;
        }
        match slot {
            Slot::Other => {}
            Slot::OtherDate(_) => {
                self.tell(
                    field,
                    &value,
                    "no year could be read from this date; it is kept as text",
                );
                return;
            }
            Slot::Doi | Slot::Pmid | Slot::Pmcid | Slot::Issn | Slot::Isbn => {
                self.tell(
                    field,
                    &value,
                    "this does not look like such a number; it is kept as it stands",
                );
            }
            _ => self.tell(
                field,
                &value,
                "another field says this already; both are kept",
            ),
        }
        self.other(&format!("bibtex:{name}"), value);
    }

    fn names(&mut self, field: &Field, name: &str, role: Role) {
        if names::is_by_semicolon(&field.value) {
            self.tell(
                field,
                &field.value,
                "the names are divided by semicolons, not by \"and\"",
            );
        }
        for word in names::split(&field.value) {
            if word.eq_ignore_ascii_case("others") {
                self.other(&format!("bibtex:{name}:others"), word.to_owned());
            } else {
                let person = names::person(word);
                self.record
                    .contributors
                    .push(Contributor::new(role, person));
            }
        }
    }

    fn finish(mut self, line: u64) -> Reading {
        for (slot, value) in std::mem::take(&mut self.parts).settle(&mut self.record) {
            let name = match slot {
                Slot::Year => "year",
                Slot::Month => "month",
                _ => "day",
            };
            self.other(&format!("bibtex:{name}"), value);
        }
        take_notes(&mut self.record);
        for field in std::mem::take(&mut self.exact) {
            let name = field
                .name
                .as_deref()
                .and_then(|name| name.strip_prefix(packed::PREFIX));
            let is_set =
                name.is_some_and(|name| packed::unpack(&mut self.record, name, &field.value));
            if !is_set {
                self.tell(
                    &field,
                    &field.value,
                    "this is no field of ours; it is kept as it stands",
                );
                self.other(&field.name.unwrap_or_default(), field.value);
            }
        }
        if let Some(date) = self.record.date.as_ref().filter(|date| date.year.is_none()) {
            self.problems.push(unread_date(date, line));
        }
        self.problems.sort_by_key(|problem| problem.line);
        Reading {
            record: Some(self.record),
            problems: self.problems,
        }
    }
}

fn unread_date(date: &Date, line: u64) -> Problem {
    Problem {
        line,
        field: Some("year".to_owned()),
        found: Some(date.text.clone()),
        message: "no year could be read from this date; it is kept as text".to_owned(),
    }
}

/// A value in which LaTeX has no say: addresses and numbers; escaped signs lose their backslash.
fn verbatim(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let inside = text.trim();
    let braced = inside
        .strip_prefix('{')
        .and_then(|rest| rest.strip_suffix('}'));
    let mut chars = braced.unwrap_or(inside).chars().peekable();
    while let Some(c) = chars.next() {
        let is_escape = c == '\\' && chars.peek().is_some_and(|next| "&%$#_{}~".contains(*next));
        if !is_escape {
            out.push(c);
        }
    }
    out
}
