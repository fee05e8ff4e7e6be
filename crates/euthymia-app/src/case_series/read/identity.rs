//! Whether an identifier looks like a person's name.

use super::rows::{Place, Raw};
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
    Diagnostic::error(
        place.file.clone(),
        "this identifier looks like a person's name",
    )
    .at_row(place.row)
    .in_column(place.column.clone())
    .with_help(
        "Replace names by codes before the file leaves the clinic, or have the patients numbered: \
         --number-patients.",
    )
}

/// Two words of letters, or one with a capital and at least four small letters: `Ann Lee`, `Lee, A.`,
/// `Maria`. Codes such as `P01`, `AB-12`, `siteA`, `control` are not.
pub(super) fn looks_like_a_name(id: &str) -> bool {
    let words: Vec<&str> = id
        .split(|c: char| c.is_whitespace() || c == ',')
        .map(|word| word.trim_matches(['.', '-', '\'']))
        .filter(|word| !word.is_empty())
        .collect();
    let is_letters = |word: &&str| {
        word.chars()
            .all(|c| c.is_alphabetic() || "-'’.".contains(c))
    };
    if words.is_empty() || id.contains('@') {
        return id.contains('@');
    }
    if !words.iter().all(is_letters) {
        return false;
    }
    let capital = |word: &&str| {
        let mut letters = word.chars();
        letters.next().is_some_and(char::is_uppercase)
            && letters.clone().count() >= 2
            && letters.all(|c| c.is_lowercase() || "-'’".contains(c))
    };
    match words.len() {
        1 => words
            .iter()
            .all(|word| capital(word) && word.chars().count() >= 5),
        _ => words.iter().any(capital),
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
        ] {
            assert!(looks_like_a_name(name), "{name}");
        }
        for code in [
            "P01", "101", "AB-12", "site 4", "R01", "PT1", "abc", "", "AB CD", "row 3", "Ab1",
        ] {
            assert!(!looks_like_a_name(code), "{code}");
        }
    }
}
