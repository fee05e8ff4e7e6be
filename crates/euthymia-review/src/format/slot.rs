//! Where a named field of BibTeX or a named column goes in a record.

use super::numbers;
use crate::identifier::doi;
use crate::{Contributor, Date, Identifier, Person, Record, Role, Scheme};

/// A place in a record for one text of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Slot {
    Title,
    /// Appended to the title after a colon.
    Subtitle,
    OriginalTitle,
    ShortTitle,
    Container,
    Abbreviation,
    Series,
    Volume,
    Issue,
    Pages,
    FirstPage,
    LastPage,
    Publisher,
    Place,
    Edition,
    Conference,
    Abstract,
    Keywords,
    Languages,
    Urls,
    Notes,
    Kind,
    /// Names in the order of the file.
    Names(Role),
    /// Authors in full, which take the place of [`Slot::Names`] of authors.
    FullNames,
    /// Full date; beats year, month and day.
    Date,
    Year,
    Month,
    Day,
    /// Another date under this name.
    OtherDate(&'static str),
    Doi,
    Pmid,
    Pmcid,
    Issn,
    Isbn,
    Trial,
    Accession(&'static str),
    /// Kept under the tag of the file.
    Other,
}

/// Parts of a date and of a range of pages until all fields of a record are known.
#[derive(Debug, Default)]
pub(crate) struct Parts {
    date: Option<String>,
    year: Option<String>,
    month: Option<String>,
    day: Option<String>,
    first_page: Option<String>,
    last_page: Option<String>,
    subtitle: Option<String>,
}

/// Puts one text into its place. False when the place is taken or the text is no such value: the
/// caller keeps it under its tag.
pub(crate) fn put(record: &mut Record, parts: &mut Parts, slot: Slot, text: &str) -> bool {
    match slot {
        Slot::Keywords => push_all(&mut record.keywords, text),
        Slot::Languages => push_all(&mut record.languages, text),
        Slot::Urls => record.urls.push(text.to_owned()),
        Slot::Notes => record.notes.push(text.to_owned()),
        Slot::Kind => record.kind_words.push(text.to_owned()),
        Slot::OtherDate(name) => {
            let date = Date::parse(text);
            let is_read = date.year.is_some();
            record.other_dates.push((name.to_owned(), date));
            return is_read;
        }
        Slot::Names(role) => {
            let person = Person::from_inverted(text);
            record.contributors.push(Contributor::new(role, person));
        }
        Slot::Other => return false,
        Slot::Doi
        | Slot::Pmid
        | Slot::Pmcid
        | Slot::Issn
        | Slot::Isbn
        | Slot::Trial
        | Slot::Accession(_) => return identify(record, slot, text),
        single => return fill(place(record, parts, single), text),
    }
    true
}

fn fill(place: Option<&mut Option<String>>, text: &str) -> bool {
    match place {
        Some(place) if place.is_none() => {
            *place = Some(text.to_owned());
            true
        }
        Some(place) => place.as_deref() == Some(text),
        None => false,
    }
}

fn place<'r>(
    record: &'r mut Record,
    parts: &'r mut Parts,
    slot: Slot,
) -> Option<&'r mut Option<String>> {
    Some(match slot {
        Slot::Title => &mut record.title,
        Slot::Subtitle => &mut parts.subtitle,
        Slot::OriginalTitle => &mut record.original_title,
        Slot::ShortTitle => &mut record.short_title,
        Slot::Container => &mut record.container,
        Slot::Abbreviation => &mut record.container_abbreviation,
        Slot::Series => &mut record.series,
        Slot::Volume => &mut record.volume,
        Slot::Issue => &mut record.issue,
        Slot::Pages => &mut record.pages,
        Slot::FirstPage => &mut parts.first_page,
        Slot::LastPage => &mut parts.last_page,
        Slot::Publisher => &mut record.publisher,
        Slot::Place => &mut record.place,
        Slot::Edition => &mut record.edition,
        Slot::Conference => &mut record.conference,
        Slot::Abstract => &mut record.abstract_text,
        Slot::Date => &mut parts.date,
        Slot::Year => &mut parts.year,
        Slot::Month => &mut parts.month,
        Slot::Day => &mut parts.day,
        _ => return None,
    })
}

impl Parts {
    /// Puts what was collected into the record; gives back what has no place after all, with the
    /// slot it came for.
    pub(crate) fn settle(self, record: &mut Record) -> Vec<(Slot, String)> {
        let mut left = Vec::new();
        record.date = match (self.date, self.year) {
            (Some(date), year) => {
                let date = Date::parse(&date);
                let repeated = date.year.map(|found| found.to_string());
                left.extend(
                    year.filter(|year| repeated.as_ref() != Some(year))
                        .map(|year| (Slot::Year, year)),
                );
                left.extend(self.month.map(|month| (Slot::Month, month)));
                left.extend(self.day.map(|day| (Slot::Day, day)));
                Some(date)
            }
            (None, Some(year)) => {
                let parts = [Some(year), self.month, self.day];
                Some(Date::parse(
                    &parts.into_iter().flatten().collect::<Vec<_>>().join(" "),
                ))
            }
            (None, None) => {
                left.extend(self.month.map(|month| (Slot::Month, month)));
                left.extend(self.day.map(|day| (Slot::Day, day)));
                None
            }
        };
        match (record.pages.is_some(), self.first_page, self.last_page) {
            (false, Some(first), Some(last)) if first != last => {
                record.pages = Some(format!("{first}-{last}"));
            }
            (false, Some(only), _) | (false, None, Some(only)) => record.pages = Some(only),
            (_, first, last) => {
                left.extend(first.map(|page| (Slot::FirstPage, page)));
                left.extend(last.map(|page| (Slot::LastPage, page)));
            }
        }
        match (&mut record.title, self.subtitle) {
            (Some(title), Some(subtitle)) => *title = format!("{title}: {subtitle}"),
            (title @ None, Some(subtitle)) => *title = Some(subtitle),
            (_, None) => {}
        }
        left
    }
}

/// Splits at semicolons, or at commas where there is none.
fn push_all(list: &mut Vec<String>, text: &str) {
    let separator = if text.contains(';') { ';' } else { ',' };
    let words = text.split(separator).map(str::trim);
    list.extend(words.filter(|word| !word.is_empty()).map(str::to_owned));
}

fn identify(record: &mut Record, slot: Slot, text: &str) -> bool {
    let mut found = Vec::new();
    let is_read = match slot {
        Slot::Doi => single(&mut found, Scheme::Doi, doi(text)),
        Slot::Pmid => single(&mut found, Scheme::Pmid, numbers::pmid(text)),
        Slot::Pmcid => {
            let bare = || numbers::pmcid(&format!("PMC{text}"));
            let number = numbers::pmcid(text).or_else(bare);
            single(&mut found, Scheme::Pmcid, number)
        }
        Slot::Accession(name) => {
            let scheme = Scheme::Accession(name.to_owned());
            single(&mut found, scheme, Some(text.to_owned()))
        }
        Slot::Trial => words(text)
            .map(|word| single(&mut found, Scheme::Trial, Some(word.to_owned())))
            .fold(false, |_, is_read| is_read),
        Slot::Issn | Slot::Isbn => serials(&mut found, text),
        _ => false,
    };
    if is_read {
        for identifier in found {
            if !record.identifiers.contains(&identifier) {
                record.identifiers.push(identifier);
            }
        }
    }
    is_read
}

fn single(found: &mut Vec<Identifier>, scheme: Scheme, value: Option<String>) -> bool {
    let is_read = value.is_some();
    found.extend(value.map(|value| Identifier { scheme, value }));
    is_read
}

/// Numbers of journals and books, which files put into one another's fields; words beside them,
/// such as `(Print)`, say nothing. False when another number is among them.
fn serials(found: &mut Vec<Identifier>, text: &str) -> bool {
    let mut is_read = true;
    for word in words(text) {
        let number = numbers::issn(word).map(|value| (Scheme::Issn, value));
        match number.or_else(|| numbers::isbn(word).map(|value| (Scheme::Isbn, value))) {
            Some((scheme, value)) => found.push(Identifier { scheme, value }),
            None => is_read &= !word.contains(|c: char| c.is_ascii_digit()),
        }
    }
    is_read && !found.is_empty()
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '|'))
        .filter(|word| !word.is_empty())
}
