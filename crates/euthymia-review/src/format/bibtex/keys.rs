//! Keys of entries: unique, and the same whenever the same records are written.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use unicode_normalization::UnicodeNormalization;

use crate::Record;

/// The keys of one file, which may be written in parts.
#[derive(Debug, Default)]
pub(in crate::format) struct Keys {
    /// In small letters; true for one that a record came with and that was not given out yet.
    taken: BTreeMap<String, bool>,
    /// Letters tried, by family and year.
    counts: BTreeMap<String, u32>,
}

impl Keys {
    /// Keeps the keys that records came with, so that no key made for another is the same.
    pub(in crate::format) fn look(&mut self, records: &[Record]) {
        for key in records.iter().filter_map(own) {
            self.taken.insert(key.to_lowercase(), true);
        }
    }

    /// The key of the next record: the one it came with, or family, year and a letter.
    pub(super) fn next(&mut self, record: &Record) -> String {
        if let Some(key) = own(record) {
            let is_free = self.taken.get_mut(&key.to_lowercase());
            if is_free.is_some_and(std::mem::take) {
                return key;
            }
        }
        let base = base(record);
        let count = self.counts.entry(base.to_lowercase()).or_default();
        loop {
            let key = format!("{base}{}", letters(*count));
            *count = count.saturating_add(1);
            if let Entry::Vacant(place) = self.taken.entry(key.to_lowercase()) {
                place.insert(false);
                return key;
            }
        }
    }
}

/// The key that the record had in a file of BibTeX, when it can be written.
fn own(record: &Record) -> Option<String> {
    let found = record
        .others
        .iter()
        .find(|other| other.tag == super::KEY_TAG)?;
    let is_fit = !found.value.is_empty()
        && found.value.trim() == found.value
        && !found.value.contains(|c: char| {
            c.is_control() || c.is_whitespace() || "{}(),\"#%=@\\~".contains(c)
        });
    is_fit.then(|| found.value.clone())
}

fn base(record: &Record) -> String {
    let family = record.contributors.first().map(|who| match &who.person {
        crate::Person::Named { family, .. } => family.clone(),
        crate::Person::Whole(name) => name.clone(),
    });
    let plain: String = family
        .unwrap_or_default()
        .nfd()
        .filter(char::is_ascii_alphanumeric)
        .take(40)
        .collect();
    let year = record.date.as_ref().and_then(|date| date.year);
    let year = year.map_or_else(|| "nd".to_owned(), |year| year.to_string());
    if plain.is_empty() {
        format!("anon{year}")
    } else {
        format!("{plain}{year}")
    }
}

/// Nothing, then `b`, `c` … `z`, `ba` …
fn letters(count: u32) -> String {
    let mut rest = count;
    let mut out = String::new();
    while rest > 0 {
        let digit = u8::try_from(rest % 26).unwrap_or_default();
        out.insert(0, char::from(b'a' + digit));
        rest /= 26;
    }
    out
}
