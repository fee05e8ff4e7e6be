//! One record of RIS.

use std::borrow::Cow;

use super::line::{is_tight, tagged};
use super::tags;
use crate::format::draft::{At, Draft, Slot};
use crate::format::fields::{Field, fields};
use crate::format::numbers;
use crate::format::texts::{bracketed, heading_text};
use crate::identifier::doi;
use crate::{Date, Identifier, Kind, Piece, Reading, Role, Scheme};

/// Reads one record.
pub(crate) fn parse(piece: &Piece) -> Reading {
    let tight = is_tight(&piece.text);
    let fields = fields(piece, |line| tagged(line, tight));
    let mut reader = Reader::new(&fields);
    for field in &fields {
        reader.take(field);
    }
    reader.finish(piece.line)
}

struct Reader<'a> {
    draft: Draft,
    kind: Kind,
    /// Tag from which the abstract was taken.
    abstract_tag: Option<&'a str>,
    /// Names of what contains the work, each with its rank.
    containers: Vec<(u8, At<'a>, String)>,
    /// Values of `DA`.
    dates: Vec<(At<'a>, String)>,
}

impl<'a> Reader<'a> {
    fn new(fields: &[Field<'a>]) -> Self {
        let is_type = |field: &&Field<'_>| field.tag.eq_ignore_ascii_case("TY");
        let code = fields.iter().find(is_type).map(|field| field.first);
        Self {
            draft: Draft::new("ris"),
            kind: tags::kind(&code.unwrap_or_default().to_ascii_uppercase()),
            abstract_tag: None,
            containers: Vec::new(),
            dates: Vec::new(),
        }
    }

    fn take(&mut self, field: &Field<'a>) {
        let at = At {
            tag: field.tag,
            line: field.line,
        };
        let name: Cow<'_, str> = if field.tag.bytes().any(|byte| byte.is_ascii_lowercase()) {
            field.tag.to_ascii_uppercase().into()
        } else {
            field.tag.into()
        };
        let Some(slot) = tags::slot(&name) else {
            return self.draft.put_unknown(at, &field.lines());
        };
        match &*name {
            "TI" | "T1" | "CT" | "OP" | "ST" | "TT" => self.draft.put(slot, at, &field.joined()),
            "AB" | "N2" => self.take_abstract(at, field),
            "N1" => self.take_note(at, &field.lines()),
            "PY" | "Y1" => self.take_date(at, &field.joined()),
            "DA" => self.dates.push((at, field.joined())),
            "T2" | "JF" | "JO" | "BT" | "C3" => self.take_container(&name, at, field.joined()),
            "ET" => self.take_edition(at, &field.joined()),
            "ER" => self.take_end(at, field),
            _ => {
                for (line, value) in field.values() {
                    self.take_value(&name, slot, At { line, ..at }, value);
                }
            }
        }
    }

    /// Values of a tag that may have one on each line.
    fn take_value(&mut self, name: &str, slot: Slot, at: At<'a>, value: &str) {
        match name {
            "KW" => self.take_keywords(at, value),
            "A4" if !matches!(self.kind, Kind::Book | Kind::BookSection) => {
                self.draft.put(Slot::Person(Role::Other), at, value);
            }
            "UR" | "LK" => self.take_links(at, value),
            "AN" => {
                self.take_trial(value);
                self.draft.put(slot, at, value);
            }
            "M3" => match doi_alone(value) {
                Some(value) => self.identify(Scheme::Doi, value),
                None => self.take_kind_word(value),
            },
            "L1" | "L2" | "L3" | "L4" => self.take_link(at, value),
            "C1" | "C2" | "C4" | "C5" | "C6" | "C8" | "ID" | "U1" | "U2" | "U3" | "U4" | "U5" => {
                self.take_number(at, value);
            }
            "C7" if self.draft.record.pages.is_none() => {
                self.draft.put(Slot::Pages, at, value);
            }
            _ if matches!(slot, Slot::Person(_)) => self.take_person(slot, at, value),
            _ => self.draft.put(slot, at, value),
        }
    }

    /// A comma at the end marks a group.
    fn take_person(&mut self, slot: Slot, at: At<'a>, value: &str) {
        match value.strip_suffix(',') {
            Some(name) if !name.contains(',') && slot == Slot::Person(Role::Author) => {
                self.draft
                    .put(Slot::Person(Role::Group), at, name.trim_end());
            }
            _ => self.draft.put(slot, at, value),
        }
    }

    fn take_kind_word(&mut self, words: &str) {
        if let Some(kind) = tags::kind_of_words(words) {
            self.kind = kind;
        }
        self.draft.record.kind_words.push(words.to_owned());
    }

    /// Repeated under the same tag it goes on; another abstract is kept under its tag.
    fn take_abstract(&mut self, at: At<'a>, field: &Field<'a>) {
        let text = field.paragraphs();
        if text.is_empty() && self.abstract_tag != Some(at.tag) {
            return;
        }
        match (&mut self.draft.record.abstract_text, self.abstract_tag) {
            (Some(there), Some(tag)) if tag == at.tag => {
                there.push('\n');
                there.push_str(&text);
            }
            _ => {
                if self.abstract_tag.is_none() {
                    self.abstract_tag = Some(at.tag);
                }
                self.draft.put(Slot::Abstract, at, &text);
            }
        }
    }

    /// A note that is a DOI and nothing else is a DOI.
    fn take_note(&mut self, at: At<'a>, note: &str) {
        if note.is_empty() || self.draft.put_carried(note) {
            return;
        }
        if let Some(value) = doi_alone(note) {
            return self.identify(Scheme::Doi, value);
        }
        if let Some(rest) = note.strip_prefix("Accession Number: ") {
            let number = rest.split([';', '\n']).next().unwrap_or_default().trim();
            if let Some(place @ None) = self.draft.single(Slot::Accession) {
                *place = Some(number.to_owned());
            }
        }
        let start = note.get(..24).unwrap_or(note).to_lowercase();
        if start.contains("trial") || start.starts_with("nct") {
            self.take_trial(note);
        }
        self.draft.put(Slot::Note, at, note);
    }

    /// `2013/02/15/received` is a date with a name.
    fn take_date(&mut self, at: At<'a>, value: &str) {
        let mut parts = value.splitn(4, '/');
        let information = parts.nth(3).map(|last| last.trim_matches(['/', ' ']));
        match information.filter(|name| !name.is_empty()) {
            Some(name) => {
                let end = value.len() - value.rsplit('/').next().map_or(0, str::len);
                let date = value.get(..end).unwrap_or(value).trim_end_matches('/');
                self.draft.put_other_date(name, at, date);
            }
            None => self.draft.put(Slot::Date, at, value),
        }
    }

    fn take_container(&mut self, name: &str, at: At<'a>, value: String) {
        let is_book = self.kind == Kind::Book;
        match name {
            "T2" if is_book => self.draft.put(Slot::Series, at, &value),
            "BT" if is_book => self.draft.put(Slot::Title, at, &value),
            _ if value.is_empty() => {}
            _ => {
                let rank = match name {
                    "JF" => 0,
                    "T2" => 1,
                    "BT" => 2,
                    "JO" => 3,
                    _ => 4,
                };
                self.containers.push((rank, at, value));
            }
        }
    }

    /// For an article this is the date of its electronic publication.
    fn take_edition(&mut self, at: At<'a>, value: &str) {
        let is_date = Date::parse(value).month.is_some();
        let slot = match self.kind {
            Kind::JournalArticle if is_date => Slot::OtherDate("epub"),
            _ => Slot::Edition,
        };
        self.draft.put(slot, at, value);
    }

    /// Behind the end stand the links of Ovid.
    fn take_end(&mut self, at: At<'a>, field: &Field<'a>) {
        for (line, text) in field.values() {
            let at = At { line, ..at };
            match text.find("http") {
                Some(start) if text.starts_with("Link to the ") => {
                    let link = text.get(start..).unwrap_or_default();
                    let end = link.find("Link to the ").unwrap_or(link.len());
                    self.draft
                        .put(Slot::Url, at, link.get(..end).unwrap_or(link));
                    let rest = link.get(end..).unwrap_or_default();
                    self.draft.put(Slot::Other, at, rest);
                }
                _ => self.draft.put(Slot::Other, at, text),
            }
        }
    }

    /// Some write several in a line: `a; b`, `a-- b--`.
    fn take_keywords(&mut self, at: At<'a>, value: &str) {
        let mark = if value.ends_with("--") { "--" } else { ";" };
        for word in value.split(mark) {
            self.draft.put(Slot::Keyword, at, word.trim());
        }
    }

    fn take_links(&mut self, at: At<'a>, value: &str) {
        let is_link = |text: &str| text.trim_start().starts_with("http");
        let are_several = value.contains(';') && value.split(';').all(is_link);
        let mark = if are_several { ';' } else { '\n' };
        for link in value.split(mark).map(str::trim) {
            if link.contains("clinicaltrials.gov") || link.contains("trialsearch.who.int") {
                self.take_trial(&link.replace(['/', '='], " "));
            }
            self.draft.put(Slot::Url, at, link);
        }
    }

    fn take_link(&mut self, at: At<'a>, value: &str) {
        if value.starts_with("http") || value.starts_with("www.") {
            self.draft.put(Slot::Url, at, value);
        } else if doi_alone(value).is_some() {
            self.draft.put(Slot::Doi, at, value);
        } else {
            self.draft.put_other(at.tag, value);
        }
    }

    /// `26957754[pmid]`, `PMC4756000`, a registered trial; anything else stays under its tag.
    fn take_number(&mut self, at: At<'a>, value: &str) {
        if let Some(identifier) = bracketed(value) {
            return self.draft.identify(identifier);
        }
        if let Some(number) = numbers::pmcid(value) {
            return self.identify(Scheme::Pmcid, number);
        }
        self.take_trial(value);
        self.draft.put_other(at.tag, value);
    }

    fn take_trial(&mut self, text: &str) {
        if let Some(found) = numbers::trial(text) {
            self.draft.identify(found);
        }
    }

    fn identify(&mut self, scheme: Scheme, value: String) {
        self.draft.identify(Identifier { scheme, value });
    }

    fn finish(mut self, line: u64) -> Reading {
        self.draft.record.kind = self.kind;
        self.drop_heading_keywords();
        self.containers.sort_by_key(|&(rank, ..)| rank);
        for (rank, at, value) in std::mem::take(&mut self.containers) {
            let record = &self.draft.record;
            let has_other = record.container.as_ref().is_some_and(|full| *full != value);
            let is_short = rank == 3 && has_other && record.container_abbreviation.is_none();
            let slot = if is_short {
                Slot::Abbreviation
            } else {
                Slot::Container
            };
            self.draft.put(slot, at, &value);
        }
        for (at, value) in std::mem::take(&mut self.dates) {
            self.draft.put_day(at, &value);
        }
        self.draft.finish(line, "AN")
    }

    /// A heading carried by a note also stands among the keywords, for other programs.
    fn drop_heading_keywords(&mut self) {
        let record = &mut self.draft.record;
        for heading in &record.headings {
            let text = heading_text(heading);
            if let Some(at) = record.keywords.iter().rposition(|word| *word == text) {
                record.keywords.remove(at);
            }
        }
    }
}

/// The DOI of a text that is one, with or without such a word or a resolver before it.
fn doi_alone(text: &str) -> Option<String> {
    let text = text.trim();
    let lower = text.get(..4).unwrap_or_default().to_ascii_lowercase();
    let is_start = lower.starts_with("10.") || lower == "doi:" || lower == "http";
    let is_alone = is_start && text.split_whitespace().take(3).count() <= 2;
    is_alone.then(|| doi(text)).flatten()
}
