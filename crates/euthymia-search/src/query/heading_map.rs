//! Headings of one thesaurus that stand for those of another.

use super::Vocabulary;
use std::collections::BTreeMap;

/// A table of headings that mean the same, as a searcher keeps it.
///
/// # Example
/// ```
/// use euthymia_search::query::{HeadingMap, Vocabulary};
///
/// let mut map = HeadingMap::default();
/// map.add((Vocabulary::Mesh, "Ketamine"), (Vocabulary::Emtree, "ketamine"));
/// assert_eq!(map.names(Vocabulary::Mesh, "ketamine", Vocabulary::Emtree), ["ketamine"]);
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HeadingMap {
    rows: BTreeMap<(Vocabulary, String, Vocabulary), Vec<String>>,
}

impl HeadingMap {
    /// Adds that the first heading is said by the second; several may be added for one.
    pub fn add(&mut self, from: (Vocabulary, &str), to: (Vocabulary, &str)) {
        let key = (from.0, from.1.to_lowercase(), to.0);
        self.rows.entry(key).or_default().push(to.1.to_owned());
    }

    /// The headings of `to` that say this one; empty when none is known. Case does not matter.
    #[must_use]
    pub fn names(&self, from: Vocabulary, name: &str, to: Vocabulary) -> &[String] {
        let key = (from, name.to_lowercase(), to);
        self.rows.get(&key).map_or(&[], Vec::as_slice)
    }
}
