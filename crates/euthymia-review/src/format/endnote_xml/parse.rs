//! Reading records of EndNote XML.

use super::{NAME, kind};
use crate::format::carried;
use crate::format::maker::{Field, Maker};
use crate::format::numbers::{isbn, issn, pmcid, pmid};
use crate::format::xml::{Element, Tree};
use crate::{Contributor, Date, Kind, Person, Piece, Reading, Role, Scheme};

/// Elements of one value and the fields they fill.
const SINGLE: &[(&str, Field)] = &[
    ("pages", |r| &mut r.pages),
    ("volume", |r| &mut r.volume),
    ("number", |r| &mut r.issue),
    ("edition", |r| &mut r.edition),
    ("publisher", |r| &mut r.publisher),
    ("pub-location", |r| &mut r.place),
    ("abstract", |r| &mut r.abstract_text),
];

/// Reads one record.
pub(super) fn parse(piece: &Piece) -> Reading {
    let tree = Tree::read(&piece.text);
    let mut maker = Maker::new(NAME, piece);
    maker.flaws(&tree);
    let mut research_notes = None;
    if let Some(root) = &tree.root {
        for element in root.elements() {
            match element.name {
                "research-notes" => research_notes = value(element),
                _ => field(&mut maker, root, element),
            }
        }
    }
    carried::take_notes(&mut maker.record);
    if let Some(text) = research_notes {
        let rest = carried::take_lines(&mut maker.record, &text);
        maker.maybe_other("research-notes", rest);
    }
    maker.finish()
}

/// Text of an element with its line breaks as `\n`.
fn value(element: &Element<'_>) -> Option<String> {
    let text = element.text()?;
    Some(match text.contains('\r') {
        true => text.replace("\r\n", "\n").replace('\r', "\n"),
        false => text,
    })
}

fn field(maker: &mut Maker<'_>, root: &Element<'_>, element: &Element<'_>) {
    if let Some((tag, place)) = SINGLE.iter().find(|(tag, _)| *tag == element.name) {
        maker.fill(*place, tag, value(element));
        return;
    }
    match element.name {
        "ref-type" => ref_type(maker, element),
        "contributors" => contributors(maker, element),
        "titles" => titles(maker, element),
        "periodical" | "alt-periodical" => periodical(maker, element),
        "keywords" => {
            let lists = element.elements().filter_map(value);
            let words = lists.flat_map(|list| lines(&list));
            maker.record.keywords.extend(words);
        }
        "dates" => dates(maker, element),
        "notes" => maker.record.notes.extend(value(element)),
        "language" => maker.record.languages.extend(value(element)),
        "work-type" => {
            let words = value(element).map(|text| lines(&text)).unwrap_or_default();
            maker.record.kind_words.extend(words);
        }
        "isbn" => serials(maker, element),
        "electronic-resource-num" => {
            if let Some(text) = value(element) {
                maker.doi(element.offset, element.name, &text);
            }
        }
        "accession-num" => accession(maker, root, element),
        // The name goes without saying where it only tells what the number is.
        "remote-database-name" if is_pubmed(root, element) => {}
        "access-date" => {
            if let Some(text) = value(element) {
                let date = Date::parse(&text);
                maker.record.other_dates.push(("accessed".to_owned(), date));
            }
        }
        "urls" => urls(maker, element),
        "custom2" => custom_2(maker, element),
        _ => leaves(maker, element),
    }
}

fn lines(text: &str) -> Vec<String> {
    let lines = text.split('\n').map(str::trim);
    let lines = lines.filter(|line| !line.is_empty());
    lines.map(str::to_owned).collect()
}

/// A path that leaves out the runs of style and how they look.
fn leaves(maker: &mut Maker<'_>, element: &Element<'_>) {
    let has_parts = element.elements().any(|part| part.name != "style");
    if has_parts {
        maker.leaves(element);
    } else {
        maker.attributes(element);
        maker.maybe_other(element.name, value(element));
    }
}

fn ref_type(maker: &mut Maker<'_>, element: &Element<'_>) {
    let (name, number) = (element.attribute("name"), element.text());
    maker.record.kind = kind::kind(name.as_deref(), number.as_deref());
    maker.record.kind_words.splice(0..0, name.or(number));
}

fn contributors(maker: &mut Maker<'_>, element: &Element<'_>) {
    for list in element.elements() {
        let role = match list.name {
            "authors" => Role::Author,
            "secondary-authors" => Role::Editor,
            "tertiary-authors" => Role::SeriesEditor,
            "subsidiary-authors" | "translated-authors" => Role::Translator,
            _ => {
                maker.leaves(list);
                continue;
            }
        };
        let names = list.elements().filter_map(value);
        let people = names
            .flat_map(|name| lines(&name))
            .map(|name| person(role, &name));
        maker.record.contributors.extend(people);
    }
}

/// A name with a comma at its end is that of a group.
fn person(role: Role, name: &str) -> Contributor {
    match name.strip_suffix(',') {
        Some(group) if role == Role::Author && !group.is_empty() => {
            Contributor::new(Role::Group, Person::Whole(group.trim().to_owned()))
        }
        _ => Contributor::new(role, Person::from_inverted(name)),
    }
}

fn titles(maker: &mut Maker<'_>, element: &Element<'_>) {
    let is_book = maker.record.kind == Kind::Book;
    for title in element.elements() {
        let text = value(title);
        match title.name {
            "title" => maker.fill(|r| &mut r.title, "titles/title", text),
            "secondary-title" if is_book => {
                maker.fill(|r| &mut r.series, "titles/secondary-title", text)
            }
            "secondary-title" => maker.fill(|r| &mut r.container, "titles/secondary-title", text),
            "tertiary-title" => maker.fill(|r| &mut r.series, "titles/tertiary-title", text),
            "short-title" => maker.fill(|r| &mut r.short_title, "titles/short-title", text),
            name => maker.maybe_other(&format!("titles/{name}"), text),
        }
    }
}

fn periodical(maker: &mut Maker<'_>, element: &Element<'_>) {
    let is_book = maker.record.kind == Kind::Book;
    for title in element.elements() {
        let text = value(title);
        let tag = format!("{}/{}", element.name, title.name);
        match title.name {
            "full-title" if element.name == "periodical" && !is_book => {
                maker.fill(|r| &mut r.container, &tag, text);
            }
            "abbr-1" if element.name == "periodical" => {
                maker.fill(|r| &mut r.container_abbreviation, &tag, text);
            }
            _ => maker.maybe_other(&tag, text),
        }
    }
}

/// The year, then the day as words.
fn dates(maker: &mut Maker<'_>, element: &Element<'_>) {
    let year = element.first_text("year");
    let day = element
        .first("pub-dates")
        .and_then(|list| list.elements().next())
        .and_then(Element::text);
    let text = match (year, day) {
        (Some(year), Some(day)) if day.contains(&year) => Some(day),
        (Some(year), Some(day)) => Some(format!("{year} {day}")),
        (year, day) => year.or(day),
    };
    if let Some(text) = text {
        maker.date(element.offset, "dates", &text);
    }
    for part in element.elements() {
        match part.name {
            "year" => {}
            "pub-dates" => {
                for more in part.elements().skip(1) {
                    maker.maybe_other("dates/pub-dates/date", value(more));
                }
            }
            name => maker.maybe_other(&format!("dates/{name}"), value(part)),
        }
    }
}

/// ISSN and ISBN, one a line, each perhaps with `(Print)` behind it.
fn serials(maker: &mut Maker<'_>, element: &Element<'_>) {
    let Some(text) = value(element) else { return };
    let mut is_plain = true;
    for line in text.split(['\n', ';']).map(str::trim) {
        for word in line.split([' ', ',']).filter(|word| !word.is_empty()) {
            match (issn(word), isbn(word)) {
                (Some(value), _) => maker.identifier(Scheme::Issn, value),
                (None, Some(value)) => maker.identifier(Scheme::Isbn, value),
                (None, None) => is_plain = false,
            }
        }
    }
    if !is_plain {
        let is_told = maker
            .record
            .identifiers
            .iter()
            .any(|number| matches!(number.scheme, Scheme::Issn | Scheme::Isbn));
        if !is_told {
            maker.problem(
                element.offset,
                element.name,
                &text,
                "this is neither ISSN nor ISBN",
            );
        }
        maker.other(element.name, text);
    }
}

/// The number in a database, which the record names in another element.
fn accession(maker: &mut Maker<'_>, root: &Element<'_>, element: &Element<'_>) {
    let Some(text) = value(element) else { return };
    let name = root.first_text("remote-database-name");
    let provider = root.first_text("remote-database-provider");
    let holds = |words: &[&str]| {
        [&name, &provider].into_iter().flatten().any(|text| {
            let text = text.to_lowercase();
            words.iter().any(|word| text.contains(word))
        })
    };
    if let (Some(number), true) = (pmid(&text), holds(&["pubmed", "medline", "nlm"])) {
        maker.identifier(Scheme::Pmid, number);
    } else if text.starts_with("WOS:") || text.starts_with("ISI:") {
        maker.identifier(Scheme::Accession("wos".to_owned()), text);
    } else if let Some(name) = name {
        maker.identifier(Scheme::Accession(name.to_lowercase()), text);
    } else {
        maker.other(element.name, text);
    }
}

fn is_pubmed(root: &Element<'_>, element: &Element<'_>) -> bool {
    let number = root.first_text("accession-num");
    element.text().as_deref() == Some("PubMed") && number.is_some_and(|text| pmid(&text).is_some())
}

fn urls(maker: &mut Maker<'_>, element: &Element<'_>) {
    for list in element.elements() {
        for url in list.elements().filter_map(value) {
            match list.name {
                "related-urls" | "web-urls" => maker.record.urls.extend(lines(&url)),
                name => maker.other(&format!("urls/{name}/url"), url),
            }
        }
    }
}

/// The second custom field of an article is its number in PubMed Central.
fn custom_2(maker: &mut Maker<'_>, element: &Element<'_>) {
    let Some(text) = value(element) else { return };
    match pmcid(&text) {
        Some(value) => maker.identifier(Scheme::Pmcid, value),
        None => maker.other(element.name, text),
    }
}
