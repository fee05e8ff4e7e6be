//! Whether a text holds a patient's identifier.

use super::super::read::Loaded;
use super::super::settings::Role;
use std::collections::HashSet;

/// The identifiers that can be told from ordinary numbers, as words of small letters.
pub(super) struct Identifiers {
    known: HashSet<Vec<String>>,
    longest: usize,
}

impl Identifiers {
    /// As the files have them: the patients themselves may have been numbered on the way.
    pub(super) fn of(loaded: &Loaded) -> Self {
        let tables = loaded.settings.table.iter().zip(&loaded.tables);
        let ids = tables.flat_map(|(settings, table)| {
            let columns = settings.column.iter();
            let named = columns.filter(|(_, column)| column.role == Role::Patient);
            let found = named.filter_map(|(name, _)| table.column(&[name]).ok());
            found.flat_map(|column| column.texts()).flatten()
        });
        Self::from_ids(ids)
    }

    fn from_ids<'i>(ids: impl Iterator<Item = &'i str>) -> Self {
        let known: HashSet<Vec<String>> = ids
            .filter(|id| is_telling(id))
            .map(words)
            .filter(|words| !words.is_empty())
            .collect();
        Self {
            longest: known.iter().map(Vec::len).max().unwrap_or(0),
            known,
        }
    }

    /// Whether one of them stands in a line of the text, as words of its own in any case.
    pub(super) fn stand_in(&self, text: &str) -> bool {
        text.lines().any(|line| {
            let words = words(line);
            (1..=self.longest).any(|length| {
                words
                    .windows(length)
                    .any(|window| self.known.contains(window))
            })
        })
    }
}

/// A letter and three signs at least, or eight digits: a code of fewer would be found in any table.
fn is_telling(id: &str) -> bool {
    let length = id.chars().count();
    let digits = id.chars().filter(char::is_ascii_digit).count();
    // Rows without an identifier are called by their line.
    let is_row = id.starts_with("row ");
    (length >= 3 && id.chars().any(char::is_alphabetic) && !is_row) || digits >= 8
}

fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_are_found_as_words() {
        let ids = ["C01", "Lee, Ann", "7", "1001", "row 12", "123-456-78"];
        let identifiers = Identifiers::from_ids(ids.into_iter());
        for text in ["fell like c01, see note", "x\nby Lee Ann.", "123 456 78"] {
            assert!(identifiers.stand_in(text), "{text}");
        }
        for text in ["c011 and xc01", "Ann Lee", "7,1001", "row 12", ""] {
            assert!(!identifiers.stand_in(text), "{text}");
        }
    }
}
