//! The words of GLOSSARY.md: each link leads to a type, and no public name uses a banned synonym.

use crate::require_none;
use crate::source::{code_only, is_test_path, is_word};
use crate::tree;

const KINDS: [&str; 8] = [
    "struct", "enum", "fn", "mod", "trait", "type", "const", "static",
];
const BANNED: &str = "<!-- never in a public name: ";

/// The links in a document: every `euthymia_crate::path::Name` between backticks.
fn links(document: &str) -> Vec<&str> {
    document
        .split('`')
        .skip(1)
        .step_by(2)
        .filter(|code| code.starts_with("euthymia_"))
        .collect()
}

/// The names of public items in source without comments and strings, those of vocabularies included.
fn public_names(code: &str) -> Vec<String> {
    let words: Vec<&str> = code
        .split(|c: char| !is_word(c) && c != '!')
        .filter(|w| !w.is_empty())
        .collect();
    let declares = |three: &&[&str]| three[0] == "pub" && KINDS.contains(&three[1]);
    let mut names: Vec<String> = words
        .windows(3)
        .filter(declares)
        .map(|three| three[2].to_owned())
        .collect();
    let constants = words
        .windows(4)
        .filter(|four| four[..3] == ["pub", "const", "fn"]);
    names.extend(constants.map(|four| four[3].to_owned()));
    let vocabularies = words
        .windows(2)
        .filter(|two| ["vocabulary!", "words!"].contains(&two[0]));
    names.extend(vocabularies.map(|two| two[1].to_owned()));
    names
}

/// True when the crate has a public item of the link's name in the link's module.
fn resolves(link: &str) -> bool {
    let parts: Vec<&str> = link.split("::").collect();
    let (krate, path) = (parts[0].replace('_', "-"), &parts[1..]);
    if path.is_empty() {
        return tree::crates().contains(&krate);
    }
    // A variant is found through its type.
    let typed = path
        .iter()
        .position(|part| part.starts_with(char::is_uppercase));
    let last = typed.unwrap_or(path.len() - 1);
    let (modules, name) = (path[..last].join("/"), path[last]);
    let source = format!("crates/{krate}/src");
    if !tree::root().join(&source).is_dir() {
        return false;
    }
    tree::texts(&source).iter().any(|file| {
        let inside = file.path[source.len() + 1..].starts_with(&modules);
        let code = code_only(&file.text);
        let variant = path[last + 1..]
            .iter()
            .all(|v| code.split(|c| !is_word(c)).any(|w| w == *v));
        inside && variant && public_names(&code).iter().any(|found| found == name)
    })
}

/// The words of a name: `ClientId` and `client_id` both hold "client".
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    for c in name.chars() {
        let starts = c == '_' || c.is_uppercase();
        if starts && words.last().is_some_and(|word| !word.is_empty()) {
            words.push(String::new());
        }
        if let (Some(word), true) = (words.last_mut(), c != '_') {
            word.extend(c.to_lowercase());
        }
    }
    words
}

#[test]
fn every_link_leads_to_a_public_item() {
    let document = tree::read("GLOSSARY.md");
    let links = links(&document);
    assert!(
        links.len() > 20,
        "only {} links found in GLOSSARY.md",
        links.len()
    );
    let dead: Vec<String> = links
        .into_iter()
        .filter(|link| !resolves(link))
        .map(str::to_owned)
        .collect();
    require_none("GLOSSARY.md links to items that are not there.", &dead);
}

#[test]
fn no_public_name_uses_a_banned_synonym() {
    let document = tree::read("GLOSSARY.md");
    let list = document
        .split_once(BANNED)
        .map(|(_, after)| after)
        .expect("the list of banned synonyms");
    let banned: Vec<&str> = list
        .split("-->")
        .next()
        .unwrap_or_default()
        .split(',')
        .map(str::trim)
        .collect();
    assert!(
        banned.contains(&"subject") && banned.contains(&"client"),
        "{banned:?}"
    );
    let mut violations = Vec::new();
    for file in tree::rust()
        .into_iter()
        .filter(|file| !is_test_path(&file.path))
    {
        for name in public_names(&code_only(&file.text)) {
            let wrong = words(&name).into_iter().find(|word| {
                banned.contains(&word.as_str()) || banned.contains(&word.trim_end_matches('s'))
            });
            violations.extend(wrong.map(|word| format!("{}: {name} says {word}", file.path)));
        }
    }
    require_none("One word, one meaning: see GLOSSARY.md.", &violations);
}

#[test]
fn names_are_found_and_taken_apart() {
    let code = "pub struct SubjectId; pub const fn f() {} vocabulary! { Mark, : } words! { Level { } } \
                struct Hidden;";
    assert_eq!(
        public_names(code),
        ["SubjectId", "fn", "f", "Mark", "Level"]
    );
    assert_eq!(words("SubjectId"), ["subject", "id"]);
    assert_eq!(words("client_list"), ["client", "list"]);
    assert!(!resolves("euthymia_numerics::NoSuchThing"));
}
