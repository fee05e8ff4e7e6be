//! Authors, editors and investigators in PubMed XML.

use crate::format::maker::Maker;
use crate::format::numbers::orcid;
use crate::format::xml::Element;
use crate::{Contributor, Person, Role};

/// Adds the persons of an `AuthorList` or `InvestigatorList`.
pub(super) fn list(maker: &mut Maker<'_>, list: &Element<'_>) {
    let role = match (list.name, list.attribute("Type").as_deref()) {
        ("InvestigatorList", _) => Role::Investigator,
        (_, Some("editors")) => Role::Editor,
        _ => Role::Author,
    };
    if list.attribute("CompleteYN").as_deref() == Some("N") {
        maker.other(&format!("{}@CompleteYN", list.name), "N");
    }
    for element in list.elements() {
        match contributor(maker, element, role) {
            Some(contributor) => maker.record.contributors.push(contributor),
            None => maker.leaves(element),
        }
    }
}

fn contributor(maker: &mut Maker<'_>, element: &Element<'_>, role: Role) -> Option<Contributor> {
    let mut contributor = match (
        element.first_text("LastName"),
        element.first_text("CollectiveName"),
    ) {
        (Some(family), _) => Contributor::new(role, named(maker, element, family)),
        (None, Some(group)) => {
            let role = if role == Role::Author {
                Role::Group
            } else {
                role
            };
            Contributor::new(role, Person::Whole(group))
        }
        (None, None) => Contributor::new(role, Person::Whole(element.first_text("ForeName")?)),
    };
    for child in element.elements() {
        match child.name {
            "LastName" | "CollectiveName" | "ForeName" | "Initials" | "Suffix" => {}
            "Identifier" => identifier(maker, &mut contributor, child),
            "Affiliation" => contributor.affiliations.extend(child.text()),
            "AffiliationInfo" => {
                for part in child.elements() {
                    match part.name {
                        "Affiliation" => contributor.affiliations.extend(part.text()),
                        _ => maker.leaves(part),
                    }
                }
            }
            _ => maker.leaves(child),
        }
    }
    for (name, value) in element.attributes() {
        if value != "Y" || name != "ValidYN" {
            let who = contributor.person.inverted();
            maker.other(
                &format!("{}@{name}", element.name),
                format!("{who}: {value}"),
            );
        }
    }
    Some(contributor)
}

fn named(maker: &mut Maker<'_>, element: &Element<'_>, family: String) -> Person {
    let fore = element
        .first_text("ForeName")
        .or(element.first_text("FirstName"));
    let initials = element.first_text("Initials");
    if let (Some(fore), Some(initials)) = (&fore, &initials)
        && initials_of(fore) != *initials
    {
        maker.other("Initials", format!("{family}, {fore}: {initials}"));
    }
    Person::Named {
        family,
        given: fore.or(initials),
        suffix: element.first_text("Suffix"),
    }
}

/// First letters of the words of a name.
fn initials_of(given: &str) -> String {
    given
        .split([' ', '-'])
        .filter_map(|word| word.chars().find(|c| c.is_alphabetic()))
        .flat_map(char::to_uppercase)
        .collect()
}

fn identifier(maker: &mut Maker<'_>, contributor: &mut Contributor, element: &Element<'_>) {
    let Some(text) = element.text() else { return };
    let source = element.attribute("Source");
    match orcid(&text) {
        Some(orcid) if source.as_deref() == Some("ORCID") && contributor.orcid.is_none() => {
            contributor.orcid = Some(orcid);
        }
        _ => {
            let who = contributor.person.inverted();
            let source = source.unwrap_or_default();
            maker.other("Identifier", format!("{who}: {source} {text}"));
        }
    }
}
