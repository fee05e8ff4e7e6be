//! Names in CSL.

use serde_json::{Map, Value, json};

use crate::format::json::plain;
use crate::{Contributor, Person, Role};

/// Keys of lists of names, with what they did.
pub(super) const LISTS: &[(&str, Role)] = &[
    ("author", Role::Author),
    ("editor", Role::Editor),
    ("collection-editor", Role::SeriesEditor),
    ("translator", Role::Translator),
];

/// A name; `None` when it says nothing.
pub(super) fn read(value: &Value, role: Role) -> Option<Contributor> {
    if let Some(text) = plain(value) {
        return Some(Contributor::new(role, Person::from_inverted(&text)));
    }
    let get = |key: &str| value.get(key).and_then(plain);
    let group = if role == Role::Author {
        Role::Group
    } else {
        role
    };
    let particles = ["dropping-particle", "non-dropping-particle"];
    let mut contributor = match (get("family"), get("literal").or_else(|| get("name"))) {
        (Some(family), _) => {
            let parts: Vec<String> = particles
                .into_iter()
                .filter_map(get)
                .chain([family])
                .collect();
            let named = Person::Named {
                family: parts.join(" "),
                given: get("given"),
                suffix: get("suffix"),
            };
            Contributor::new(role, named)
        }
        (None, Some(whole)) => Contributor::new(group, Person::Whole(whole)),
        (None, None) => Contributor::new(role, Person::Whole(get("given")?)),
    };
    contributor.orcid = get("ORCID").map(|text| {
        let last = text.trim_end_matches('/').rsplit('/').next();
        last.unwrap_or_default().to_owned()
    });
    let places = value.get("affiliation").and_then(Value::as_array);
    for place in places.into_iter().flatten() {
        let name = plain(place).or_else(|| place.get("name").and_then(plain));
        contributor.affiliations.extend(name);
    }
    Some(contributor)
}

/// The key of the list that somebody stands in.
pub(super) fn list_of(role: Role) -> Option<&'static str> {
    let listed = if role == Role::Group {
        Role::Author
    } else {
        role
    };
    let found = LISTS.iter().find(|(_, role)| *role == listed);
    found.map(|(key, _)| *key)
}

/// A name with address and ORCID as Crossref writes them.
pub(super) fn write(contributor: &Contributor) -> Value {
    let mut map = Map::new();
    match &contributor.person {
        Person::Whole(name) => {
            map.insert("literal".to_owned(), json!(name));
        }
        Person::Named {
            family,
            given,
            suffix,
        } => {
            let parts = [
                ("family", Some(family)),
                ("given", given.as_ref()),
                ("suffix", suffix.as_ref()),
            ];
            for (key, part) in parts {
                if let Some(part) = part {
                    map.insert(key.to_owned(), json!(part));
                }
            }
        }
    }
    if let Some(orcid) = &contributor.orcid {
        map.insert("ORCID".to_owned(), json!(orcid));
    }
    if !contributor.affiliations.is_empty() {
        let places = contributor.affiliations.iter();
        let places: Vec<Value> = places.map(|name| json!({ "name": name })).collect();
        map.insert("affiliation".to_owned(), json!(places));
    }
    Value::Object(map)
}
