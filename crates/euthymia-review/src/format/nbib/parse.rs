//! One record of PubMed.

use super::{split::tagged, tags};
use crate::format::draft::{At, Draft, Slot};
use crate::format::fields::{Field, fields};
use crate::format::texts::bracketed;
use crate::format::{names, numbers};
use crate::identifier::doi;
use crate::{Contributor, Kind, Piece, Reading, Record, Role};

/// Reads one record.
pub(crate) fn parse(piece: &Piece) -> Reading {
    let mut reader = Reader {
        draft: Draft::new("nbib"),
        book_title: None,
        awaits_short: false,
        first_addresses: Vec::new(),
    };
    for field in fields(piece, tagged) {
        reader.take(&field);
    }
    reader.finish(piece.line)
}

struct Reader {
    draft: Draft,
    book_title: Option<String>,
    /// Whether the last line was a full name, behind which the short one stands.
    awaits_short: bool,
    /// Addresses before the first author, to whom they belong: so were older records made.
    first_addresses: Vec<String>,
}

impl Reader {
    fn take(&mut self, field: &Field<'_>) {
        let at = At {
            tag: field.tag,
            line: field.line,
        };
        let value = self.folded(field);
        let Some(slot) = tags::slot(field.tag) else {
            return self.draft.put_unknown(at, &value);
        };
        match field.tag {
            "AB" => self.draft.add_abstract(&value),
            "FAU" => self.take_full(Role::Author, &value),
            "FED" => self.take_full(Role::Editor, &value),
            "FIR" => self.take_full(Role::Investigator, &value),
            "AU" => self.take_short(Role::Author, at, &value),
            "ED" => self.take_short(Role::Editor, at, &value),
            "IR" => self.take_short(Role::Investigator, at, &value),
            "AD" if self.draft.record.contributors.is_empty() => self.first_addresses.push(value),
            "AD" | "IRAD" => self.draft.put_address(at, &value),
            "AUID" => self.draft.put_orcid(at, &value),
            "AID" | "LID" => self.take_article_number(at, &value),
            "BTI" if !value.is_empty() && self.book_title.is_none() => {
                self.book_title = Some(value);
            }
            "IS" => self.take_serial(at, &value),
            "PHST" if !value.is_empty() => self.draft.put_history(at, &value),
            "SI" => self.take_databank(at, &value),
            "GN" if self.draft.put_carried(&value) => {}
            _ => self.draft.put(slot, at, &value),
        }
    }

    /// The lines as one. A further line that is not indented is no part of the value.
    fn folded(&mut self, field: &Field<'_>) -> String {
        let mut value = field.first.to_owned();
        for more in &field.more {
            if !more.is_indented && !field.tag.is_empty() {
                let line = more.line;
                self.draft.put_unknown(At { tag: "", line }, more.text);
            } else if !more.text.is_empty() {
                if !value.is_empty() {
                    value.push(' ');
                }
                value.push_str(more.text);
            }
        }
        value
    }

    fn take_full(&mut self, role: Role, value: &str) {
        if !value.is_empty() {
            let person = names::full(value);
            let people = &mut self.draft.record.contributors;
            people.push(Contributor::new(role, person));
            self.awaits_short = true;
        }
    }

    /// A short name behind a full one is the same person's; it is kept where it says something
    /// else.
    fn take_short(&mut self, role: Role, at: At<'_>, value: &str) {
        if value.is_empty() {
            return;
        }
        let awaits_short = std::mem::take(&mut self.awaits_short);
        let people = &mut self.draft.record.contributors;
        match people.last().filter(|_| awaits_short) {
            Some(full) if names::abbreviates(&full.person, value) => {}
            Some(_) => self.draft.put_other(at.tag, value),
            None => people.push(Contributor::new(role, names::person(value))),
        }
    }

    /// `10.1000/x [doi]`, `S0048-9697(17)30912-9 [pii]`.
    fn take_article_number(&mut self, at: At<'_>, value: &str) {
        match bracketed(value) {
            Some(identifier) => self.draft.identify(identifier),
            None if doi(value).is_some() => self.draft.put(Slot::Doi, at, value),
            None => self.draft.put(Slot::Other, at, value),
        }
    }

    /// What is said of an ISSN, such as `(Linking)`, is kept beside it.
    fn take_serial(&mut self, at: At<'_>, value: &str) {
        self.draft.put(Slot::Serial, at, value);
        if value.ends_with(')') && !numbers::serials(value).is_empty() {
            self.draft.put_other(at.tag, value);
        }
    }

    /// `ClinicalTrials.gov/NCT01234567`; numbers of other databanks stay under their tag.
    fn take_databank(&mut self, at: At<'_>, value: &str) {
        let number = value.rsplit('/').next().unwrap_or_default();
        match numbers::trial(number).or_else(|| numbers::trial(value)) {
            Some(found) => self.draft.identify(found),
            None => self.draft.put(Slot::Other, at, value),
        }
    }

    fn take_first_addresses(&mut self) {
        let addresses = self.first_addresses.drain(..);
        let addresses: Vec<String> = addresses.filter(|text| !text.is_empty()).collect();
        match self.draft.record.contributors.first_mut() {
            Some(first) => {
                first.affiliations.splice(..0, addresses);
            }
            None => {
                for address in &addresses {
                    self.draft.put_other("AD", address);
                }
            }
        }
    }

    fn finish(mut self, line: u64) -> Reading {
        if let Some(book) = self.book_title.take() {
            let is_part = self.draft.record.title.is_some();
            let (kind, slot) = if is_part {
                (Kind::BookSection, Slot::Container)
            } else {
                (Kind::Book, Slot::Title)
            };
            self.draft.set_kind(kind);
            self.draft.put(slot, At { tag: "BTI", line }, &book);
        }
        self.take_first_addresses();
        let kind = kind(&self.draft.record);
        self.draft.set_kind(kind);
        self.draft.finish(line, "AN")
    }
}

/// What the publication types say; whatever has a journal and no such type is an article.
pub(super) fn kind(record: &Record) -> Kind {
    const KINDS: &[(&str, Kind)] = &[
        ("Preprint", Kind::Preprint),
        ("Meeting Abstract", Kind::ConferencePaper),
        ("Congress", Kind::ConferencePaper),
        ("Conference Paper", Kind::ConferencePaper),
        ("Book Chapter", Kind::BookSection),
        ("Book", Kind::Book),
        ("Academic Dissertation", Kind::Thesis),
        ("Thesis", Kind::Thesis),
        ("Technical Report", Kind::Report),
        ("Trial Registration", Kind::TrialRegistration),
        ("Web Page", Kind::WebPage),
        ("Journal Article", Kind::JournalArticle),
    ];
    let has = |word: &str| record.kind_words.iter().any(|found| found == word);
    let found = KINDS.iter().find(|(word, _)| has(word));
    let has_journal = record.container.is_some() || record.container_abbreviation.is_some();
    match found {
        Some(&(_, kind)) => kind,
        None if has_journal && !record.kind_words.is_empty() => Kind::JournalArticle,
        None => Kind::Other,
    }
}

/// The publication type under which a kind is written.
pub(super) fn word(kind: Kind) -> Option<&'static str> {
    Some(match kind {
        Kind::JournalArticle => "Journal Article",
        Kind::ConferencePaper => "Conference Paper",
        Kind::Book => "Book",
        Kind::BookSection => "Book Chapter",
        Kind::Thesis => "Thesis",
        Kind::Report => "Technical Report",
        Kind::Preprint => "Preprint",
        Kind::TrialRegistration => "Trial Registration",
        Kind::WebPage => "Web Page",
        Kind::Other => return None,
    })
}
