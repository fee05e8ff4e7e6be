//! Reading entries of registries from XML.

use super::date;
use super::slot::Slot;
use crate::format::maker::Maker;
use crate::format::numbers::is_trial;
use crate::format::xml::{Element, Tree};
use crate::{Contributor, Heading, Kind, Person, Piece, Reading, Related, Relation, Role, Scheme};

/// Reads one entry by a table of paths.
pub(super) fn parse(
    format: &'static str,
    table: &'static [(&'static str, Slot)],
    piece: &Piece,
) -> Reading {
    let tree = Tree::read(&piece.text);
    let mut maker = Maker::new(format, piece);
    maker.flaws(&tree);
    if let Some(root) = &tree.root {
        maker.record.kind = Kind::TrialRegistration;
        maker.attributes(root);
        for element in root.elements() {
            walk(&mut maker, table, element, element.name);
        }
    }
    settle_title(&mut maker);
    maker.finish()
}

/// The public title alone is the title.
pub(super) fn settle_title(maker: &mut Maker<'_>) {
    if maker.record.title.is_none() {
        maker.record.title = maker.record.short_title.take();
    }
}

fn walk(
    maker: &mut Maker<'_>,
    table: &'static [(&'static str, Slot)],
    element: &Element<'_>,
    path: &str,
) {
    match element.name {
        "overall_official" => return official(maker, element),
        "reference" | "results_reference" if element.first("citation").is_some() => {
            return reference(maker, element);
        }
        _ => {}
    }
    for (name, value) in element.attributes() {
        maker.other(&format!("{path}@{name}"), value);
    }
    if let Some(text) = element.own_text() {
        let lower = path.to_lowercase();
        match table.iter().find(|(known, _)| *known == lower) {
            Some((_, slot)) => put(maker, *slot, element.offset, path, text),
            None => maker.other(path, text),
        }
    }
    for part in element.elements() {
        walk(maker, table, part, &format!("{path}/{}", part.name));
    }
}

/// Puts one text into its place.
pub(super) fn put(maker: &mut Maker<'_>, slot: Slot, offset: usize, path: &str, text: String) {
    match slot {
        Slot::Public => maker.fill(|r| &mut r.short_title, path, Some(text)),
        Slot::Official => maker.fill(|r| &mut r.title, path, Some(text)),
        Slot::Number => maker.identifier(Scheme::Trial, text),
        Slot::Secondary(name) => {
            let parts = text.split([';', ',']).map(str::trim);
            for part in parts.filter(|part| !part.is_empty()) {
                let scheme = match is_trial(part) {
                    true => Scheme::Trial,
                    false => Scheme::Other(name.to_owned()),
                };
                maker.identifier(scheme, part);
            }
        }
        Slot::Date => posted(maker, offset, path, &text, true),
        Slot::LesserDate => posted(maker, offset, path, &text, false),
        Slot::OtherDate(name) => {
            let found = date::read(&text);
            if found.year.is_none() {
                maker.problem(offset, path, &text, "no year was found in this date");
            }
            maker.record.other_dates.push((name.to_owned(), found));
        }
        Slot::Sponsor => maker.fill(|r| &mut r.publisher, path, Some(text)),
        Slot::Summary => maker.fill(|r| &mut r.abstract_text, path, Some(text)),
        Slot::StudyType => maker.record.kind_words.push(text),
        Slot::Keywords => {
            let text = text.replace("<br>", ";");
            let words = text.split([';', '|']).map(str::trim);
            let words = words.filter(|word| !word.is_empty());
            maker.record.keywords.extend(words.map(str::to_owned));
        }
        Slot::Heading => maker.record.headings.push(Heading {
            descriptor: text,
            qualifiers: Vec::new(),
            is_major: false,
        }),
        Slot::Url => maker.record.urls.push(text),
    }
}

/// The date of posting goes before that of submission, which is kept beside it.
fn posted(maker: &mut Maker<'_>, offset: usize, path: &str, text: &str, is_better: bool) {
    let found = date::read(text);
    if found.year.is_none() {
        maker.problem(offset, path, text, "no year was found in this date");
    }
    match maker.record.date.take() {
        Some(held) if is_better => {
            maker
                .record
                .other_dates
                .push(("registered".to_owned(), held));
            maker.record.date = Some(found);
        }
        Some(held) => {
            maker.record.date = Some(held);
            maker
                .record
                .other_dates
                .push(("registered".to_owned(), found));
        }
        None => maker.record.date = Some(found),
    }
}

fn official(maker: &mut Maker<'_>, element: &Element<'_>) {
    let Some(name) = element.first_text("last_name") else {
        return maker.leaves(element);
    };
    let mut contributor = Contributor::new(Role::Investigator, Person::Whole(name.clone()));
    for part in element.elements() {
        match (part.name, part.text()) {
            ("last_name", _) | (_, None) => {}
            ("affiliation", Some(text)) => contributor.affiliations.push(text),
            (tag, Some(text)) => maker.other(
                &format!("overall_official/{tag}"),
                format!("{name}: {text}"),
            ),
        }
    }
    maker.record.contributors.push(contributor);
}

fn reference(maker: &mut Maker<'_>, element: &Element<'_>) {
    let pmid = element.first_text("PMID");
    let number = pmid.as_deref().and_then(|text| text.parse().ok());
    if let (Some(text), None) = (pmid, number) {
        maker.problem(element.offset, "PMID", &text, "this is no PubMed number");
        maker.other("reference/PMID", text);
    }
    let citation = element.first_text("citation").unwrap_or_default();
    maker.record.related.push(Related {
        relation: Relation::Other,
        text: format!("{}: {citation}", element.name),
        pmid: number,
    });
}
