//! The tagged format of Web of Science (ISI, `.ciw`): `PT J`, two letters and a space, further
//! lines indented by three spaces, `ER` at the end of a record and `EF` at the end of the file.

use std::io::BufRead;

use super::Pieces;
use super::cut::{Before, Place, cut};
use super::draft::{At, Draft, Slot};
use super::fields::{Field, fields};
use super::numbers;
use crate::{Kind, Person, Piece, Reading, Role};

/// Whether a text looks like it.
pub(crate) fn is(head: &str) -> bool {
    let mut lines = head.lines().map(|line| line.trim_matches('\u{feff}'));
    let Some(first) = lines.find(|line| !line.trim().is_empty()) else {
        return false;
    };
    let has = |tag: &str| head.lines().any(|line| line.starts_with(tag));
    first.starts_with("FN ") && has("PT ") || first.starts_with("PT ") && has("ER")
}

/// Cuts before `PT` and behind `ER`. The name and version of the file and its end are the frame; an
/// end without a record is told.
pub(crate) fn split<'a>(text: impl BufRead + 'a) -> Pieces<'a> {
    cut(text, place)
}

fn place(line: &str, before: Before) -> Place {
    let is_open = before.is_open && !before.has_ended;
    match tagged(line) {
        Some(("FN", _) | ("EF", "")) => Place::Frame,
        Some(("VR", number)) if is_version(number) => Place::Frame,
        Some(("PT", _)) => Place::Begins,
        Some(("ER", _)) if is_open => Place::Ends,
        Some(("ER" | "EF" | "VR", _)) if !is_open => Place::Stray,
        Some(_) if !is_open => Place::Begins,
        None if !is_open => Place::Stray,
        _ => Place::Inside,
    }
}

/// `1.0`
fn is_version(text: &str) -> bool {
    let is_sign = |byte: u8| byte.is_ascii_digit() || byte == b'.';
    !text.is_empty() && text.bytes().all(is_sign)
}

/// Tag and value of a line.
fn tagged(line: &str) -> Option<(&str, &str)> {
    let line = line.trim_start_matches('\u{feff}');
    let (tag, rest) = line.split_at_checked(2)?;
    let &[first, second] = tag.as_bytes() else {
        return None;
    };
    let is_tag =
        first.is_ascii_uppercase() && (second.is_ascii_uppercase() || second.is_ascii_digit());
    let is_apart = rest.is_empty() || rest.starts_with([' ', '\t', '\r', '\n']);
    (is_tag && is_apart).then(|| (tag, rest.trim()))
}

/// Reads one record.
pub(crate) fn parse(piece: &Piece) -> Reading {
    let mut reader = Reader {
        draft: Draft::new("isi"),
        full_names: Vec::new(),
        day: None,
    };
    for field in fields(piece, tagged) {
        reader.take(&field);
    }
    reader.finish(piece.line)
}

struct Reader {
    draft: Draft,
    /// Names of `AF`, which are those of `AU` in full.
    full_names: Vec<String>,
    /// Month and day of publication, with the line on which they stand.
    day: Option<(u64, String)>,
}

impl Reader {
    fn take(&mut self, field: &Field<'_>) {
        let at = At {
            tag: field.tag,
            line: field.line,
        };
        let Some(slot) = slot(field.tag) else {
            self.draft.put_unknown(at, &field.joined());
            return;
        };
        match field.tag {
            "AF" => self.full_names = names(field),
            "PD" => self.day = Some((field.line, field.joined())),
            "AB" => self.draft.add_abstract(&field.joined()),
            "PT" => self.take_type(at, field.first),
            "DE" | "ID" => {
                for word in field.joined().split(';').map(str::trim) {
                    self.draft.put(slot, at, word);
                }
            }
            "OI" => self.take_orcids(at, &field.joined()),
            "C1" | "CR" => {
                for (line, value) in field.values() {
                    self.take_line(At { line, ..at }, value);
                }
            }
            _ if matches!(slot, Slot::Person(_)) => {
                for name in names(field) {
                    self.draft.put(slot, at, &name);
                }
            }
            _ => self.draft.put(slot, at, &field.joined()),
        }
    }

    fn take_type(&mut self, at: At<'_>, value: &str) {
        let kind = match value {
            "J" => Kind::JournalArticle,
            "B" => Kind::Book,
            "C" => Kind::ConferencePaper,
            _ => Kind::Other,
        };
        self.draft.set_kind(kind);
        self.draft.put(Slot::KindWord, at, value);
    }

    /// `[Smith, J; Doe, A] Univ Somewhere`: an address of the persons named.
    fn take_line(&mut self, at: At<'_>, value: &str) {
        let parts = value
            .strip_prefix('[')
            .and_then(|rest| rest.split_once("] "));
        let Some((names, address)) = parts.filter(|_| at.tag == "C1") else {
            return self.draft.put_other(at.tag, value);
        };
        let full = &self.full_names;
        let mut are_all_found = true;
        for name in names.split(';').map(str::trim) {
            let place = full.iter().position(|known| known == name);
            let authors = &mut self.draft.record.contributors;
            let by_full = place.and_then(|at| {
                let mut people = authors.iter().enumerate();
                people
                    .by_ref()
                    .filter(|(_, person)| person.role == Role::Author)
                    .nth(at)
                    .map(|(at, _)| at)
            });
            let by_name = || authors.iter().position(|who| who.person.inverted() == name);
            match by_full.or_else(by_name).and_then(|at| authors.get_mut(at)) {
                Some(person) => person.affiliations.push(address.to_owned()),
                None => are_all_found = false,
            }
        }
        if !are_all_found {
            self.draft.put_other(at.tag, value);
        }
    }

    /// `Smith, Jane/0000-0001-2345-6789; ...`
    fn take_orcids(&mut self, at: At<'_>, value: &str) {
        for entry in value.split(';').map(str::trim) {
            let found = entry
                .rsplit_once('/')
                .and_then(|(name, number)| Some((name, numbers::orcid(number)?)));
            let author = found.as_ref().and_then(|(name, _)| {
                let place = self.full_names.iter().position(|full| full == name);
                let people = &mut self.draft.record.contributors;
                let mut authors = people.iter_mut().filter(|who| who.role == Role::Author);
                authors.nth(place?).filter(|who| who.orcid.is_none())
            });
            match (author, found) {
                (Some(author), Some((_, orcid))) => author.orcid = Some(orcid),
                _ => self.draft.put(Slot::Other, at, entry),
            }
        }
    }

    /// Names in full take the place of the short ones, if there are as many.
    fn take_full_names(&mut self) {
        let people = &mut self.draft.record.contributors;
        let authors = people.iter_mut().filter(|who| who.role == Role::Author);
        let authors: Vec<_> = authors.collect();
        if authors.len() == self.full_names.len() {
            for (author, name) in authors.into_iter().zip(&self.full_names) {
                author.person = Person::from_inverted(name);
            }
        } else {
            for name in std::mem::take(&mut self.full_names) {
                self.draft.put_other("AF", &name);
            }
        }
    }

    fn finish(mut self, line: u64) -> Reading {
        self.take_full_names();
        if let Some((line, day)) = self.day.take() {
            self.draft.put_day(At { tag: "PD", line }, &day);
        }
        let record = &mut self.draft.record;
        if record.kind == Kind::Book && record.container.is_some() {
            record.kind = Kind::BookSection;
        }
        if record
            .kind_words
            .iter()
            .any(|word| word == "Meeting Abstract")
        {
            record.kind = Kind::ConferencePaper;
        }
        let article = record.others.iter().position(|other| other.tag == "isi:AR");
        if let (None, Some(at)) = (&record.pages, article) {
            record.pages = Some(record.others.remove(at).value);
        }
        self.draft.finish(line, "UT")
    }
}

/// One name a line, or several with semicolons.
fn names(field: &Field<'_>) -> Vec<String> {
    field
        .values()
        .flat_map(|(_, value)| value.split(';'))
        .map(|name| name.trim().to_owned())
        .filter(|name| !name.is_empty())
        .collect()
}

fn slot(tag: &str) -> Option<Slot> {
    Some(match tag {
        "PT" | "DT" => Slot::KindWord,
        "TI" => Slot::Title,
        "FT" => Slot::OriginalTitle,
        "AU" | "BA" => Slot::Person(Role::Author),
        "BE" | "ED" => Slot::Person(Role::Editor),
        "CA" | "GP" => Slot::Person(Role::Group),
        "PY" => Slot::Date,
        "EA" | "EY" => Slot::OtherDate("epub"),
        "DA" => Slot::OtherDate("DA"),
        "SO" => Slot::Container,
        "JI" => Slot::Abbreviation,
        "SE" => Slot::Series,
        "VL" => Slot::Volume,
        "IS" => Slot::Issue,
        "BP" | "PS" => Slot::Pages,
        "EP" => Slot::LastPage,
        "PU" => Slot::Publisher,
        "PI" => Slot::Place,
        "CT" => Slot::Conference,
        "AB" => Slot::Abstract,
        "DE" | "ID" => Slot::Keyword,
        "LA" => Slot::Language,
        "DI" | "D2" => Slot::Doi,
        "PM" => Slot::Pmid,
        "SN" | "EI" | "BN" => Slot::Serial,
        "UT" => Slot::Accession,
        "UR" => Slot::Url,
        "ER" => Slot::Nothing,
        "AF" | "PD" | "C1" | "CR" | "OI" => Slot::Other,
        "AE" | "AN" | "AR" | "BD" | "BF" | "BS" | "C3" | "CL" | "CO" | "CP" | "CY" | "DS"
        | "EC" | "EM" | "FP" | "FU" | "FX" | "GA" | "GE" | "HC" | "HO" | "HP" | "J9" | "MA"
        | "MC" | "MQ" | "NR" | "NT" | "OA" | "OR" | "PA" | "PG" | "PN" | "PV" | "RI" | "RP"
        | "SC" | "SI" | "SP" | "SS" | "ST" | "SU" | "TA" | "TC" | "TD" | "TN" | "U1" | "U2"
        | "WC" | "WE" | "X1" | "X4" | "Y1" | "Y4" | "Z1" | "Z2" | "Z3" | "Z4" | "Z8" | "Z9"
        | "ZA" | "ZB" | "ZR" | "ZS" | "ZZ" => Slot::Other,
        _ => return None,
    })
}
