//! Writing EndNote XML.

use super::{NAME, kind, parse};
use crate::format::carried::{field_line, other_line, same_others};
use crate::format::loss::{Loss, Written};
use crate::format::numbers::is_canonical;
use crate::format::packed::differences;
use crate::format::xml::text::push_escaped;
use crate::{Identifier, Kind, Other, Piece, PieceKind, Record, Role, Scheme};

/// Elements of one value that a value of this format is written into again.
const PLAIN: &[&str] = &[
    "auth-address",
    "auth-affiliaton",
    "call-num",
    "caption",
    "custom1",
    "custom2",
    "custom3",
    "custom4",
    "custom5",
    "custom6",
    "custom7",
    "label",
    "num-vols",
    "orig-pub",
    "remote-database-name",
    "remote-database-provider",
    "reprint-edition",
    "reviewed-item",
    "section",
];

/// What stands before the first record, and behind the last.
pub(in crate::format) const BEGIN: &str =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<xml><records>\n";
pub(in crate::format) const END: &str = "</records></xml>\n";

/// Writes a file.
pub(super) fn write(records: &[Record]) -> Written {
    let mut written = part(records);
    written.text.insert_str(0, BEGIN);
    written.text.push_str(END);
    written
}

/// Writes records without what stands around them.
pub(in crate::format) fn part(records: &[Record]) -> Written {
    let mut written = Written::default();
    for (position, record) in records.iter().enumerate() {
        let (text, fields) = complete(record);
        written.text.push_str(&text);
        if !fields.is_empty() {
            let record = position;
            written.losses.push(Loss { record, fields });
        }
    }
    written
}

/// One record, first in EndNote's own fields, then with lines for what did not read back.
fn complete(record: &Record) -> (String, Vec<&'static str>) {
    let (own, foreign): (Vec<&Other>, Vec<&Other>) = record
        .others
        .iter()
        .partition(|other| plain(other).is_some());
    let mut own = own;
    let mut lines: Vec<String> = foreign.into_iter().map(other_line).collect();
    let mut text = element(record, &own, &lines);
    let mut back = read_back(&text);
    if !same_others(record, &back) {
        own.clear();
        lines = record.others.iter().map(other_line).collect();
        text = element(record, &own, &lines);
        back = read_back(&text);
    }
    let missing = differences(record, &back);
    if !missing.is_empty() {
        lines.extend(missing.iter().map(|name| field_line(record, name)));
        text = element(record, &own, &lines);
        back = read_back(&text);
    }
    let mut lost = differences(record, &back);
    if !same_others(record, &back) {
        lost.push("others");
    }
    (text, lost)
}

fn read_back(text: &str) -> Record {
    let piece = Piece {
        kind: PieceKind::Record,
        offset: 0,
        line: 1,
        text: text.to_owned(),
    };
    parse::parse(&piece).record.unwrap_or_default()
}

/// The element that a value of this format came from.
fn plain(other: &Other) -> Option<&str> {
    let tag = other.tag.strip_prefix(NAME)?.strip_prefix(':')?;
    PLAIN.contains(&tag).then_some(tag)
}

fn element(record: &Record, own: &[&Other], lines: &[String]) -> String {
    let mut xml = Xml(String::from("<record>"));
    let word = record.kind_words.first().map(String::as_str);
    let (number, name) = kind::number_and_name(record.kind, word);
    xml.0
        .push_str(&format!("<ref-type name=\"{name}\">{number}</ref-type>"));
    people(&mut xml, record);
    titles(&mut xml, record);
    let singles = [
        ("pages", &record.pages),
        ("volume", &record.volume),
        ("number", &record.issue),
        ("edition", &record.edition),
        ("publisher", &record.publisher),
        ("pub-location", &record.place),
        ("abstract", &record.abstract_text),
    ];
    for (tag, text) in singles {
        xml.maybe(tag, text.as_deref());
    }
    xml.list(
        "keywords",
        "keyword",
        record.keywords.iter().map(String::as_str),
    );
    dates(&mut xml, record);
    numbers(&mut xml, record);
    let types = record.kind_words.get(1..).unwrap_or_default().join("\n");
    xml.maybe(
        "work-type",
        Some(types.as_str()).filter(|text| !text.is_empty()),
    );
    for note in &record.notes {
        xml.styled("notes", note);
    }
    for language in &record.languages {
        xml.styled("language", language);
    }
    for other in own {
        xml.maybe(plain(other).unwrap_or_default(), Some(&other.value));
    }
    xml.maybe(
        "research-notes",
        Some(lines.join("\n").as_str()).filter(|text| !text.is_empty()),
    );
    if !record.urls.is_empty() {
        xml.0.push_str("<urls>");
        xml.list(
            "related-urls",
            "url",
            record.urls.iter().map(String::as_str),
        );
        xml.0.push_str("</urls>");
    }
    xml.0.push_str("</record>\n");
    xml.0
}

fn people(xml: &mut Xml, record: &Record) {
    xml.0.push_str("<contributors>");
    let lists: [(&str, &[Role]); 4] = [
        ("authors", &[Role::Author, Role::Group]),
        ("secondary-authors", &[Role::Editor]),
        ("tertiary-authors", &[Role::SeriesEditor]),
        ("subsidiary-authors", &[Role::Translator]),
    ];
    for (tag, roles) in lists {
        let of_roles = record
            .contributors
            .iter()
            .filter(|who| roles.contains(&who.role));
        let names: Vec<String> = of_roles
            .map(|who| match who.role {
                Role::Group => format!("{},", who.person.inverted()),
                _ => who.person.inverted(),
            })
            .collect();
        xml.list(tag, "author", names.iter().map(String::as_str));
    }
    xml.0.push_str("</contributors>");
}

fn titles(xml: &mut Xml, record: &Record) {
    let (second, third) = match record.kind {
        Kind::Book => (&record.series, &None),
        _ => (&record.container, &record.series),
    };
    xml.0.push_str("<titles>");
    xml.maybe("title", record.title.as_deref());
    xml.maybe("secondary-title", second.as_deref());
    xml.maybe("tertiary-title", third.as_deref());
    xml.maybe("short-title", record.short_title.as_deref());
    xml.0.push_str("</titles>");
    if record.container_abbreviation.is_some() {
        xml.0.push_str("<periodical>");
        let full = second.as_deref().filter(|_| record.kind != Kind::Book);
        xml.maybe("full-title", full);
        xml.maybe("abbr-1", record.container_abbreviation.as_deref());
        xml.0.push_str("</periodical>");
    }
}

fn dates(xml: &mut Xml, record: &Record) {
    if let Some(date) = &record.date {
        let year = date.year.map(|year| year.to_string());
        let day = match &year {
            Some(year) => date
                .text
                .strip_prefix(year.as_str())
                .unwrap_or(&date.text)
                .trim(),
            None => date.text.as_str(),
        };
        xml.0.push_str("<dates>");
        xml.maybe("year", year.as_deref());
        if !day.is_empty() {
            xml.list("pub-dates", "date", std::iter::once(day));
        }
        xml.0.push_str("</dates>");
    }
    for (name, date) in &record.other_dates {
        if name == "accessed" {
            xml.styled("access-date", &date.text);
        }
    }
}

/// Numbers in canonical form have a place of their own.
fn numbers(xml: &mut Xml, record: &Record) {
    let canonical = record.identifiers.iter().filter(|one| is_canonical(one));
    let canonical: Vec<&Identifier> = canonical.collect();
    let first = |wanted: Scheme| {
        let found = canonical.iter().find(|number| number.scheme == wanted);
        found.map(|number| number.value.as_str())
    };
    let is_serial = |scheme: &Scheme| matches!(scheme, Scheme::Issn | Scheme::Isbn);
    let serials: Vec<&str> = canonical
        .iter()
        .filter(|number| is_serial(&number.scheme))
        .map(|number| number.value.as_str())
        .collect();
    xml.maybe(
        "isbn",
        Some(serials.join("\n").as_str()).filter(|text| !text.is_empty()),
    );
    xml.maybe("electronic-resource-num", first(Scheme::Doi));
    xml.maybe("custom2", first(Scheme::Pmcid));
    let is_named = record
        .others
        .iter()
        .any(|other| other.tag.starts_with("endnote:remote-database"));
    if let (Some(pmid), false) = (first(Scheme::Pmid), is_named) {
        xml.styled("accession-num", pmid);
        xml.styled("remote-database-name", "PubMed");
    }
}

/// XML that grows.
struct Xml(String);

impl Xml {
    /// An element with one run of text.
    fn styled(&mut self, tag: &str, text: &str) {
        self.0.push_str(&format!(
            "<{tag}><style face=\"normal\" font=\"default\" size=\"100%\">"
        ));
        push_escaped(&mut self.0, text);
        self.0.push_str(&format!("</style></{tag}>"));
    }

    fn maybe(&mut self, tag: &str, text: Option<&str>) {
        if let Some(text) = text {
            self.styled(tag, text);
        }
    }

    fn list<'t>(&mut self, tag: &str, each: &str, texts: impl Iterator<Item = &'t str>) {
        let mut texts = texts.peekable();
        if texts.peek().is_none() {
            return;
        }
        self.0.push_str(&format!("<{tag}>"));
        for text in texts {
            self.styled(each, text);
        }
        self.0.push_str(&format!("</{tag}>"));
    }
}
