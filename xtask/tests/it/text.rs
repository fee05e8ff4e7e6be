//! What no text file of the repository may contain: places and talk that belong to whoever wrote it.

use crate::require_none;
use crate::tree::{self, TextFile};

/// Paths of somebody's machine; put together here so that the rule does not find itself.
const PLACES: [&str; 4] = [
    concat!("/wo", "rk/"),
    concat!("/ro", "ot/"),
    concat!("/home", "/"),
    concat!("bash_", "jobs"),
];
/// Temporary folders, which code may use through the standard library but no document should name.
const TEMPORARY: &str = concat!("/tm", "p/");
/// Words of a conversation about the work instead of the work.
const TALK: [&str; 5] = [
    concat!("language ", "model"),
    concat!("sub", "agent"),
    concat!("as ", "requested"),
    concat!("as you ", "asked"),
    concat!("chat", "gpt"),
];

fn violations(file: &TextFile) -> Vec<String> {
    let mut violations = Vec::new();
    for (at, line) in file.text.lines().enumerate() {
        let is_document = [".md", ".toml", ".json", ".csv", ".cff"]
            .iter()
            .any(|e| file.path.ends_with(e));
        let place = PLACES.iter().find(|place| stands_alone(line, place));
        let temporary = (is_document && stands_alone(line, TEMPORARY)).then_some(&TEMPORARY);
        let lower = line.to_lowercase();
        let talk = TALK.iter().find(|talk| lower.contains(**talk));
        let found = place.or(temporary).or(talk);
        violations.extend(found.map(|what| format!("{}:{}: {what}", file.path, at + 1)));
    }
    violations
}

/// True when a place begins where no word precedes it: part of a URL is not a place.
fn stands_alone(line: &str, place: &str) -> bool {
    line.match_indices(place)
        .any(|(at, _)| !line[..at].ends_with(|c: char| c.is_alphanumeric() || "/.-_~*".contains(c)))
}

#[test]
fn no_file_names_a_machine_or_a_conversation() {
    let found: Vec<String> = tree::texts(".").iter().flat_map(violations).collect();
    require_none(
        "A text names a place on somebody's machine, or talks about its making.",
        &found,
    );
}

#[test]
fn a_place_is_found_and_a_url_is_not() {
    let file = |text: &str| TextFile {
        path: "a.md".to_owned(),
        text: text.to_owned(),
    };
    let place = concat!("see (/wo", "rk/main)");
    assert_eq!(violations(&file(place)).len(), 1);
    assert!(violations(&file(concat!("https://example.org/wo", "rk/1"))).is_empty());
}
