//! A record that is being read from tagged lines.

use super::accession::accession;
use super::names::whole_or_inverted;
use super::packed::PREFIX;
use super::texts::{heading, history, related};
use super::{carried, numbers};
use crate::identifier::doi;
use crate::{
    Contributor, Date, Identifier, Kind, Other, Problem, Reading, Record, Relation, Role, Scheme,
};

/// Where the value of a tag goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Slot {
    /// A type of work.
    KindWord,
    Title,
    OriginalTitle,
    ShortTitle,
    /// A person, `Family, Given`.
    Person(Role),
    Date,
    /// Another date, by this name.
    OtherDate(&'static str),
    Container,
    Abbreviation,
    Series,
    Volume,
    Issue,
    /// Whole pages, or the first.
    Pages,
    LastPage,
    Publisher,
    Place,
    Edition,
    Conference,
    Abstract,
    Keyword,
    /// A heading with stroke and star: `Humans`, `Brain/*drug effects`.
    Heading,
    Language,
    Doi,
    Pmid,
    Pmcid,
    /// ISSN or ISBN.
    Serial,
    /// Accession number of the database named in the record.
    Accession,
    /// Name of that database.
    Database,
    Url,
    Note,
    Related(Relation),
    /// No field of a record: kept under the tag.
    Other,
    /// Nothing that is said: the end of a record.
    Nothing,
}

/// Where a value was found.
#[derive(Debug, Clone, Copy)]
pub(crate) struct At<'a> {
    /// Tag as the file spells it.
    pub(crate) tag: &'a str,
    /// Line of the file.
    pub(crate) line: u64,
}

/// A record in the making. A field that holds one value keeps the first; a different one after it
/// is kept under its tag.
#[derive(Debug)]
pub(crate) struct Draft {
    format: &'static str,
    pub(crate) record: Record,
    pub(crate) problems: Vec<Problem>,
    last_page: Option<String>,
    accession: Option<String>,
    database: Option<String>,
    /// Fields that were carried whole; they win over everything else.
    exact: Vec<(String, String)>,
}

impl Draft {
    pub(crate) fn new(format: &'static str) -> Self {
        Self {
            format,
            record: Record::default(),
            problems: Vec::new(),
            last_page: None,
            accession: None,
            database: None,
            exact: Vec::new(),
        }
    }

    /// Puts one value into its place. An empty value says nothing.
    pub(crate) fn put(&mut self, slot: Slot, at: At<'_>, value: &str) {
        if value.is_empty() {
            return;
        }
        let record = &mut self.record;
        match slot {
            Slot::KindWord => record.kind_words.push(value.to_owned()),
            Slot::Person(role) => self.put_person(role, value),
            Slot::Date => self.put_date(at, value),
            Slot::OtherDate(name) => self.put_other_date(name, at, value),
            Slot::Keyword => record.keywords.push(value.to_owned()),
            Slot::Heading => record.headings.push(heading(value)),
            Slot::Language => record.languages.push(value.to_owned()),
            Slot::Doi | Slot::Pmid | Slot::Pmcid => self.put_number(slot, at, value),
            Slot::Serial => self.put_serials(at, value),
            Slot::Url => record.urls.push(value.to_owned()),
            Slot::Note => record.notes.push(value.to_owned()),
            Slot::Related(relation) => record.related.push(related(relation, value)),
            Slot::Other => self.put_other(at.tag, value),
            Slot::Database => {
                self.put_other(at.tag, value);
                self.database.get_or_insert_with(|| value.to_owned());
            }
            Slot::Nothing => {}
            _ => self.put_single(slot, at, value),
        }
    }

    fn put_single(&mut self, slot: Slot, at: At<'_>, value: &str) {
        let is_dropped = match self.single(slot) {
            Some(place @ None) => {
                *place = Some(value.to_owned());
                true
            }
            Some(Some(there)) => there == value,
            None => false,
        };
        if !is_dropped {
            self.put_other(at.tag, value);
        }
    }

    /// The field behind a slot of one value.
    pub(crate) fn single(&mut self, slot: Slot) -> Option<&mut Option<String>> {
        let record = &mut self.record;
        Some(match slot {
            Slot::Title => &mut record.title,
            Slot::OriginalTitle => &mut record.original_title,
            Slot::ShortTitle => &mut record.short_title,
            Slot::Container => &mut record.container,
            Slot::Abbreviation => &mut record.container_abbreviation,
            Slot::Series => &mut record.series,
            Slot::Volume => &mut record.volume,
            Slot::Issue => &mut record.issue,
            Slot::Pages => &mut record.pages,
            Slot::LastPage => &mut self.last_page,
            Slot::Publisher => &mut record.publisher,
            Slot::Place => &mut record.place,
            Slot::Edition => &mut record.edition,
            Slot::Conference => &mut record.conference,
            Slot::Abstract => &mut record.abstract_text,
            Slot::Accession => &mut self.accession,
            _ => return None,
        })
    }

    fn put_person(&mut self, role: Role, value: &str) {
        let person = whole_or_inverted(role, value);
        let people = &mut self.record.contributors;
        people.push(Contributor::new(role, person));
    }

    /// The date of publication. Of two with the same year the fuller one is kept.
    fn put_date(&mut self, at: At<'_>, value: &str) {
        let new = Date::parse(value);
        let Some(old) = &mut self.record.date else {
            if new.year.is_none() {
                self.problem(at, value, "no year was found in the date");
            }
            self.record.date = Some(new);
            return;
        };
        let is_implied = |less: &Date, more: &Date| {
            less.year.is_some()
                && less.year == more.year
                && less.month.is_none()
                && less.text.trim_end_matches('/').len() == 4
        };
        if is_implied(old, &new) {
            *old = new;
        } else if old.year.is_none() && new.year.is_some() {
            let text = std::mem::replace(old, new).text;
            self.put_other(at.tag, &text);
        } else if *old != new && !is_implied(&new, old) {
            self.put_other_date(at.tag, at, value);
        }
    }

    /// A date by its name; without a year it is no date, and kept under its tag.
    pub(crate) fn put_other_date(&mut self, name: &str, at: At<'_>, value: &str) {
        let date = Date::parse(value);
        if date.year.is_none() {
            self.problem(at, value, "no year was found in the date");
            return self.put_other(at.tag, value);
        }
        self.record.other_dates.push((name.to_owned(), date));
    }

    fn put_number(&mut self, slot: Slot, at: At<'_>, value: &str) {
        let found = match slot {
            Slot::Doi => doi(value).map(|value| (Scheme::Doi, value)),
            Slot::Pmid => numbers::pmid(value).map(|value| (Scheme::Pmid, value)),
            _ => numbers::pmcid(value).map(|value| (Scheme::Pmcid, value)),
        };
        if let Some((scheme, value)) = found {
            return self.identify(Identifier { scheme, value });
        }
        let message = match slot {
            Slot::Doi => "no DOI was found",
            Slot::Pmid => "a PubMed number has digits only",
            _ => "a PubMed Central number is PMC and digits",
        };
        self.problem(at, value, message);
        self.put_other(at.tag, value);
    }

    fn put_serials(&mut self, at: At<'_>, value: &str) {
        let found = numbers::serials(value);
        if found.is_empty() {
            self.problem(at, value, "no ISSN or ISBN was found");
            self.put_other(at.tag, value);
        }
        for identifier in found {
            self.identify(identifier);
        }
    }

    /// Adds an identifier unless it is there.
    pub(crate) fn identify(&mut self, identifier: Identifier) {
        if !self.record.identifiers.contains(&identifier) {
            self.record.identifiers.push(identifier);
        }
    }

    /// Month and day, which belong to the year of the date that was read before.
    pub(crate) fn put_day(&mut self, at: At<'_>, day: &str) {
        let year = self.record.date.as_ref().and_then(|date| date.year);
        let whole = match year {
            Some(year) if Date::parse(day).year.is_none() => format!("{year} {day}"),
            _ => day.to_owned(),
        };
        let is_read = Date::parse(&whole).month.is_some();
        match year {
            Some(_) if !is_read && Date::parse(day).year.is_none() => {
                self.put(Slot::Other, at, day);
            }
            _ => self.put(Slot::Date, at, &whole),
        }
    }

    /// A further paragraph of the abstract.
    pub(crate) fn add_abstract(&mut self, text: &str) {
        match &mut self.record.abstract_text {
            Some(there) => {
                there.push('\n');
                there.push_str(text);
            }
            none if !text.is_empty() => *none = Some(text.to_owned()),
            _ => {}
        }
    }

    /// Text under a tag that the format does not have, or before the first tag.
    pub(crate) fn put_unknown(&mut self, at: At<'_>, text: &str) {
        if text.is_empty() {
            return;
        }
        let (message, tag) = match at.tag {
            "" => ("text before the first tag", "text"),
            tag => ("the format has no such tag", tag),
        };
        self.problem(at, text, message);
        self.put_other(tag, text);
    }

    /// Keeps a value under its tag.
    pub(crate) fn put_other(&mut self, tag: &str, value: &str) {
        let tag = format!("{}:{tag}", self.format);
        let value = value.to_owned();
        self.record.others.push(Other { tag, value });
    }

    /// Takes in a value that a writer of ours put into a note as `[nbib:MH] Humans`; `false` when
    /// the note is an ordinary one.
    pub(crate) fn put_carried(&mut self, note: &str) -> bool {
        let Some((tag, text)) = carried::noted(note) else {
            return false;
        };
        if tag.starts_with(PREFIX) {
            self.exact.push((tag.to_owned(), text.to_owned()));
        } else {
            carried::take_noted(&mut self.record, tag, text, true);
        }
        true
    }

    /// A date with its name behind it: `2017/10/17 [received]`.
    pub(crate) fn put_history(&mut self, at: At<'_>, value: &str) {
        match history(value) {
            Some(date) => self.record.other_dates.push(date),
            None => self.put_other_date(at.tag, at, value),
        }
    }

    pub(crate) fn problem(&mut self, at: At<'_>, found: &str, message: &str) {
        self.problems.push(Problem {
            line: at.line,
            field: (!at.tag.is_empty()).then(|| at.tag.to_owned()),
            found: Some(found.to_owned()),
            message: message.to_owned(),
        });
    }

    /// Names the accession number by its database, joins the pages, and gives up a record that
    /// says nothing.
    pub(crate) fn finish(mut self, line: u64, accession_tag: &str) -> Reading {
        self.join_pages();
        if let Some(value) = self.accession.take() {
            let database = self.database.as_deref();
            match accession(&value, database) {
                Some(identifier) => self.identify(identifier),
                None => self.put_other(accession_tag, &value),
            }
        }
        for (tag, text) in std::mem::take(&mut self.exact) {
            carried::take_noted(&mut self.record, &tag, &text, false);
        }
        if self.record.is_empty() {
            let at = At { tag: "", line };
            self.problem(at, "", "the record says nothing but its type");
            return Reading {
                record: None,
                problems: self.problems,
            };
        }
        Reading {
            record: Some(self.record),
            problems: self.problems,
        }
    }

    fn join_pages(&mut self) {
        let Some(last) = self.last_page.take() else {
            return;
        };
        let pages = &mut self.record.pages;
        *pages = Some(match pages.take() {
            None => last,
            Some(first) if first.contains('-') && first.ends_with(last.as_str()) => first,
            Some(first) => format!("{first}-{last}"),
        });
    }

    /// Sets what the work is, unless that is known.
    pub(crate) fn set_kind(&mut self, kind: Kind) {
        if self.record.kind == Kind::Other {
            self.record.kind = kind;
        }
    }

    /// Adds an address to the person named last, or keeps it under its tag.
    pub(crate) fn put_address(&mut self, at: At<'_>, value: &str) {
        if value.is_empty() {
            return;
        }
        match self.record.contributors.last_mut() {
            Some(person) => person.affiliations.push(value.to_owned()),
            None => self.put_other(at.tag, value),
        }
    }

    /// Adds an ORCID identifier to the person named last, or keeps it under its tag.
    pub(crate) fn put_orcid(&mut self, at: At<'_>, value: &str) {
        let free = self.record.contributors.last_mut();
        let free = free.filter(|person| person.orcid.is_none());
        match (free, numbers::orcid(value)) {
            (Some(person), Some(orcid)) => person.orcid = Some(orcid),
            _ => self.put_other(at.tag, value),
        }
    }
}
