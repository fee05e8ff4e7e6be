//! Whether an identifier looks like a person's name.

use super::raw::{Place, Raw};
use euthymia_table::{Diagnostic, Problems};

/// Refuses identifiers that look like names, without repeating them.
pub(super) fn check(raw: &Raw, is_numbered: bool, problems: &mut Problems) {
    if is_numbered {
        return;
    }
    for patient in &raw.patients {
        let Some(place) = patient
            .place
            .as_ref()
            .filter(|_| looks_like_a_name(&patient.id))
        else {
            continue;
        };
        problems.add(finding(place));
    }
}

/// The finding about an identifier that looks like a name.
pub(super) fn finding(place: &Place) -> Diagnostic {
    place
        .error("this identifier looks like a person's name")
        .with_help(
            "Replace names by codes before the file leaves the clinic, or have the patients \
             numbered: --number-patients.",
        )
}

/// Words that stand in codes, not in names.
const CODES: [&str; 10] = [
    "arm",
    "case",
    "group",
    "participant",
    "patient",
    "proband",
    "row",
    "site",
    "subject",
    "control",
];

/// Words of letters, of which one could be a name: `Ann Lee`, `Lee, A.`, `smith_john`, or a single one
/// such as `Maria` or `SMITH`. Codes such as `P01`, `AB-12`, `siteA`, `control`, `AB CD` are not.
pub(super) fn looks_like_a_name(id: &str) -> bool {
    if id.contains('@') {
        return true;
    }
    let words: Vec<&str> = id
        .split(|c: char| c.is_whitespace() || ",;._".contains(c))
        .map(|word| word.trim_matches(['-', '\'', '’', '(', ')']))
        .filter(|word| !word.is_empty())
        .collect();
    let is_letters = |word: &&str| word.chars().all(|c| c.is_alphabetic() || "-'’".contains(c));
    let is_code = |word: &&str| CODES.contains(&word.to_lowercase().as_str());
    if words.is_empty() || !words.iter().all(is_letters) || words.iter().any(is_code) {
        return false;
    }
    let length = |word: &&str| word.chars().count();
    let is_capital = |word: &&str| word.starts_with(char::is_uppercase);
    let has_small = |word: &&str| word.chars().any(char::is_lowercase);
    let named = |word: &&str| is_capital(word) && has_small(word) && length(word) >= 3;
    match words.as_slice() {
        [word] => is_capital(word) && length(word) >= if has_small(word) { 4 } else { 5 },
        _ => words.iter().any(named) || words.iter().filter(|word| length(word) >= 3).count() >= 2,
    }
}

#[cfg(test)]
mod tests {
    use super::looks_like_a_name;

    #[test]
    fn names_are_told_from_codes() {
        for name in [
            "Ann Lee",
            "Lee, A.",
            "Maria",
            "van Dyck",
            "O'Neill, Sean",
            "a@b.org",
            "Müller",
            "Anna",
            "SMITH",
            "SMITH JOHN",
            "smith, john",
            "anna.schmidt",
            "Schmidt_A",
        ] {
            assert!(looks_like_a_name(name), "{name}");
        }
        for code in [
            "P01",
            "101",
            "AB-12",
            "site 4",
            "R01",
            "PT1",
            "abc",
            "",
            "AB CD",
            "row 3",
            "Ab1",
            "patient one",
            "PT",
            "ABCD",
            "siteA",
        ] {
            assert!(!looks_like_a_name(code), "{code}");
        }
    }
}
