//! Identifiers of a document as bookmarks: names that Word accepts, each once.

use crate::document::{Document, Part};
use std::collections::BTreeMap;

/// Longest name that Word keeps is 40 characters; the number in front takes some.
const KEPT: usize = 28;

/// The bookmark of every identifier that links may lead to.
pub(super) struct Bookmarks {
    names: BTreeMap<String, Mark>,
}

/// A bookmark.
#[derive(Clone)]
struct Mark {
    name: String,
    number: usize,
    is_set: bool,
}

impl Bookmarks {
    /// Names the identifiers of a document. Where one is given twice, the first place has it.
    pub(super) fn of(document: &Document) -> Self {
        let mut names = BTreeMap::new();
        for id in identifiers(document).filter(|id| !id.is_empty()) {
            let number = names.len() + 1;
            names.entry(id.to_owned()).or_insert_with(|| Mark {
                name: name(number, id),
                number,
                is_set: false,
            });
        }
        Self { names }
    }

    /// The name that a link leads to; `None` where nothing has the identifier.
    pub(super) fn target(&self, id: &str) -> Option<&str> {
        self.names.get(id).map(|mark| mark.name.as_str())
    }

    /// The number and name to set a bookmark with, once.
    pub(super) fn set(&mut self, id: &str) -> Option<(String, String)> {
        let mark = self.names.get_mut(id).filter(|mark| !mark.is_set)?;
        mark.is_set = true;
        Some((mark.number.to_string(), mark.name.clone()))
    }
}

/// A letter, a number, and as much of the identifier as is allowed in a name.
fn name(number: usize, id: &str) -> String {
    let kept = id.chars().take(KEPT);
    let allowed = kept.map(|c| if c.is_ascii_alphanumeric() { c } else { '_' });
    format!("b{number}_{}", allowed.collect::<String>())
}

fn identifiers(document: &Document) -> impl Iterator<Item = &str> {
    document.sections.iter().flat_map(|section| {
        let parts = section.parts.iter().flat_map(of_part);
        std::iter::once(section.id.as_str()).chain(parts)
    })
}

fn of_part(part: &Part) -> Vec<&str> {
    match part {
        Part::Heading { id, .. } | Part::Figure { id, .. } => vec![id.as_str()],
        Part::List(items) => items.iter().filter_map(|item| item.id.as_deref()).collect(),
        Part::Paragraph(_) | Part::Caution(_) | Part::Table(_) | Part::Code(_) => Vec::new(),
    }
}
