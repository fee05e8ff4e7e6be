//! A heading of a search as the values that the index has for it.

use super::note::{Note, why_not_exploded};
use super::part::{MAJOR, QUALIFIED};
use super::pattern::{Pattern, exactly};
use crate::mesh::Mesh;
use crate::query::{Heading, Vocabulary};

/// Values of which a record must have one.
pub(crate) fn terms(heading: &Heading, mesh: Option<&Mesh>, notes: &mut Vec<Note>) -> Vec<Pattern> {
    let names = names(heading, mesh, notes);
    let major = if heading.major {
        MAJOR.to_string()
    } else {
        String::new()
    };
    let qualified = |name: &String| -> Vec<String> {
        if heading.qualifiers.is_empty() {
            return vec![format!("{name}{major}")];
        }
        let pair =
            |qualifier: &String| format!("{}{QUALIFIED}{}{major}", name.trim(), qualifier.trim());
        heading.qualifiers.iter().map(pair).collect()
    };
    names
        .iter()
        .flat_map(qualified)
        .map(|value| exactly(&value))
        .collect()
}

fn names(heading: &Heading, mesh: Option<&Mesh>, notes: &mut Vec<Note>) -> Vec<String> {
    let (name, span) = (heading.name.clone(), heading.span);
    let mesh = mesh.filter(|_| heading.vocabulary == Vocabulary::Mesh);
    let Some(mesh) = mesh else {
        if heading.explode {
            let why = why_not_exploded(heading.vocabulary);
            notes.push(Note::NotExploded {
                name: name.clone(),
                why,
                span,
            });
        }
        return vec![name];
    };
    let Some(descriptor) = mesh.descriptor(&name) else {
        let suggestions = mesh.suggest(&name, 3);
        notes.push(Note::UnknownHeading {
            name: name.clone(),
            suggestions: suggestions
                .into_iter()
                .map(|one| one.name.clone())
                .collect(),
            span,
        });
        return vec![name];
    };
    if !mesh.is_name(descriptor, &name) {
        notes.push(Note::EntryTerm {
            name,
            descriptor: descriptor.name.clone(),
            span,
        });
    }
    if !heading.explode {
        return vec![descriptor.name.clone()];
    }
    mesh.narrower(descriptor)
        .into_iter()
        .map(|one| one.name.clone())
        .collect()
}
