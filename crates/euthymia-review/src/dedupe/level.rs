//! How two records compare, field by field.

use super::candidate::{Candidate, Text};
use super::title::{self, Match as TitleMatch};
use super::{journal, names, place};

/// A field of the comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Field {
    /// Title, the better of titles and translated titles.
    Title,
    /// Authors in any order.
    Authors,
    /// Year.
    Year,
    /// Journal or other container, in full or abbreviated.
    Journal,
    /// Volume.
    Volume,
    /// Issue.
    Issue,
    /// Pages or article number.
    Pages,
    /// DOI.
    Doi,
    /// PubMed number, or the number of a database.
    Number,
    /// Words of the abstract.
    Abstract,
}

impl Field {
    /// All fields in the order in which they are shown.
    pub const ALL: [Self; 10] = [
        Self::Title,
        Self::Authors,
        Self::Year,
        Self::Journal,
        Self::Volume,
        Self::Issue,
        Self::Pages,
        Self::Doi,
        Self::Number,
        Self::Abstract,
    ];

    /// The word for people and in CSV.
    pub fn word(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Authors => "authors",
            Self::Year => "year",
            Self::Journal => "journal",
            Self::Volume => "volume",
            Self::Issue => "issue",
            Self::Pages => "pages",
            Self::Doi => "doi",
            Self::Number => "number",
            Self::Abstract => "abstract",
        }
    }
}

/// How the values of one field compare. Which levels a field has: [`weights`](super::weights).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Level {
    /// Equal after all that databases spell differently.
    Same,
    /// Equal but for misspelt words, the last page, or names that only one list has.
    Close,
    /// One is part of the other, or most agree.
    Part,
    /// Alike; a title that is reworded, or in another language on the same pages.
    Alike,
    /// Hardly alike.
    Weak,
    /// Different.
    Different,
    /// One of the records, or both, do not say.
    Missing,
    /// Titles equal but for a number: parts, editions, years.
    Numbered,
    /// Numbers of two versions of one work: `.pub2` and `.pub3`.
    Version,
}

impl Level {
    /// The word for people and in CSV.
    pub fn word(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Close => "close",
            Self::Part => "part",
            Self::Alike => "alike",
            Self::Weak => "weak",
            Self::Different => "different",
            Self::Missing => "missing",
            Self::Numbered => "numbered",
            Self::Version => "version",
        }
    }
}

/// The levels of all fields of two records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Levels(pub(crate) [Level; 10]);

impl Levels {
    /// Level of a field.
    pub fn of(&self, field: Field) -> Level {
        self.0
            .get(field as usize)
            .copied()
            .unwrap_or(Level::Missing)
    }

    /// Whether a field is the same in both.
    pub(crate) fn same(&self, field: Field) -> bool {
        self.of(field) == Level::Same
    }

    /// Whether a field is one of these.
    pub(crate) fn is(&self, field: Field, levels: &[Level]) -> bool {
        levels.contains(&self.of(field))
    }
}

/// Compares two records field by field; the order of the two does not matter.
pub fn compare(a: &Candidate, b: &Candidate) -> Levels {
    let (volume, issue) = volume_and_issue(a, b);
    let mut levels = Levels([
        titles(a, b),
        authors(a, b),
        years(a, b),
        journals(a, b),
        volume,
        issue,
        pages(a, b),
        dois(a, b),
        numbers(a, b),
        abstracts(a, b),
    ]);
    if is_translated(a, b, &levels)
        && let Some(title) = levels.0.first_mut()
    {
        *title = Level::Alike;
    }
    levels
}

/// Pages of an article, neither those of an abstract nor of a whole supplement.
const ARTICLE: std::ops::RangeInclusive<u32> = 2..=60;

/// Whether titles in two languages stand on the same pages, under the same authors.
fn is_translated(a: &Candidate, b: &Candidate, levels: &Levels) -> bool {
    let is_pinned = [Field::Volume, Field::Pages, Field::Year]
        .iter()
        .all(|field| levels.same(*field))
        && levels.is(Field::Authors, &[Level::Same, Level::Close])
        && levels.is(Field::Title, &[Level::Weak, Level::Different]);
    let first = a.text(Text::FirstPage).and_then(super::plain::number);
    let length = a
        .last_page
        .zip(first)
        .and_then(|(last, first)| last.checked_sub(first));
    is_pinned
        && length.is_some_and(|length| ARTICLE.contains(&length))
        && a.title()
            .zip(b.title())
            .is_some_and(|(x, y)| title::are_in_two_languages(x, y))
}

fn both<'a>(a: &'a Candidate, b: &'a Candidate, text: Text) -> Option<(&'a str, &'a str)> {
    a.text(text).zip(b.text(text))
}

pub(super) fn titles<'a>(a: &'a Candidate, b: &'a Candidate) -> Level {
    let all = |c: &'a Candidate| [c.text(Text::Title), c.text(Text::Second)];
    let (titles_a, titles_b) = (all(a), all(b));
    let found = titles_a
        .iter()
        .flatten()
        .flat_map(|x| titles_b.iter().flatten().map(move |y| title::compare(x, y)));
    match found.min() {
        None => Level::Missing,
        Some(TitleMatch::Same) => Level::Same,
        Some(TitleMatch::Typos) => Level::Close,
        Some(TitleMatch::Extended) => Level::Part,
        Some(TitleMatch::Reworded) => Level::Alike,
        Some(TitleMatch::Alike) => Level::Weak,
        Some(TitleMatch::Different) => Level::Different,
        Some(TitleMatch::Numbered) => Level::Numbered,
    }
}

fn authors(a: &Candidate, b: &Candidate) -> Level {
    let Some((x, y)) = both(a, b, Text::Authors) else {
        return Level::Missing;
    };
    match names::compare((x, a.author_count), (y, b.author_count)) {
        names::Match::Same => Level::Same,
        names::Match::Cut => Level::Close,
        names::Match::Most => Level::Part,
        names::Match::Some => Level::Weak,
        names::Match::Different => Level::Different,
    }
}

pub(super) fn years(a: &Candidate, b: &Candidate) -> Level {
    let apart = a
        .years()
        .flat_map(|x| b.years().map(move |y| x.abs_diff(y)))
        .min();
    match apart {
        None => Level::Missing,
        Some(0) => Level::Same,
        Some(1) => Level::Close,
        Some(2) => Level::Weak,
        Some(_) => Level::Different,
    }
}

fn journals<'a>(a: &'a Candidate, b: &'a Candidate) -> Level {
    let all = |c: &'a Candidate| [c.text(Text::Journal), c.text(Text::Abbreviation)];
    let (names_a, names_b) = (all(a), all(b));
    let found = names_a.iter().flatten().flat_map(|x| {
        names_b
            .iter()
            .flatten()
            .map(move |y| journal::compare(x, y))
    });
    match found.min() {
        None => Level::Missing,
        Some(journal::Match::Same) => Level::Same,
        Some(journal::Match::Alike) => Level::Alike,
        Some(journal::Match::Different) => Level::Different,
    }
}

/// Volume and issue; a record that has them in each other's place says nothing.
pub(super) fn volume_and_issue(a: &Candidate, b: &Candidate) -> (Level, Level) {
    let level = |text| match both(a, b, text) {
        None => Level::Missing,
        Some((x, y)) if x == y => Level::Same,
        Some(_) => Level::Different,
    };
    let crossed = |x: &Candidate, y: &Candidate| {
        x.text(Text::Volume).is_some() && x.text(Text::Volume) == y.text(Text::Issue)
    };
    match (level(Text::Volume), level(Text::Issue)) {
        (Level::Different, Level::Missing | Level::Different) if crossed(a, b) || crossed(b, a) => {
            (Level::Missing, Level::Missing)
        }
        found => found,
    }
}

fn pages(a: &Candidate, b: &Candidate) -> Level {
    let Some((x, y)) = a.pages().zip(b.pages()) else {
        return Level::Missing;
    };
    match place::compare_pages(&x, &y) {
        place::Match::Same => Level::Same,
        place::Match::First => Level::Close,
        place::Match::Near => Level::Alike,
        place::Match::Different => Level::Different,
        place::Match::Unknown => Level::Missing,
    }
}

pub(super) fn dois(a: &Candidate, b: &Candidate) -> Level {
    let Some((x, y)) = both(a, b, Text::Doi) else {
        return Level::Missing;
    };
    match x == y {
        true => Level::Same,
        false if without_version(x) == without_version(y) => Level::Version,
        false => Level::Different,
    }
}

/// A DOI without `.pub2`, `.v3`, `/v1` at its end.
pub(crate) fn without_version(doi: &str) -> &str {
    let start = doi.trim_end_matches(|c: char| c.is_ascii_digit());
    [".pub", ".v", "/v", ".version"]
        .iter()
        .find_map(|mark| start.strip_suffix(mark))
        .unwrap_or(doi)
}

pub(super) fn numbers(a: &Candidate, b: &Candidate) -> Level {
    let has_common = a.numbers.iter().any(|number| b.numbers.contains(number));
    match (a.pmid.zip(b.pmid), has_common) {
        (Some((x, y)), _) if x == y => Level::Same,
        (Some(_), _) => Level::Different,
        (None, true) => Level::Same,
        (None, false) => Level::Missing,
    }
}

pub(super) fn abstracts(a: &Candidate, b: &Candidate) -> Level {
    let Some((x, y)) = a.sketch.as_ref().zip(b.sketch.as_ref()) else {
        return Level::Missing;
    };
    match x.likeness(y) {
        0.6.. => Level::Same,
        0.25.. => Level::Part,
        _ => Level::Different,
    }
}
