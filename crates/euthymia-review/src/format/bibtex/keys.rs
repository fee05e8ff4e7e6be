//! Keys of entries: unique, and the same whenever the same records are written.

use std::collections::{BTreeMap, BTreeSet};

use unicode_normalization::UnicodeNormalization;

use crate::Record;

/// One key per record: the one it came with, or family, year and a letter.
pub(super) fn keys(records: &[Record]) -> Vec<String> {
    let mut taken: BTreeSet<String> = BTreeSet::new();
    let mut keys: Vec<Option<String>> = records
        .iter()
        .map(|record| own(record).filter(|key| taken.insert(key.to_lowercase())))
        .collect();
    let mut counts: BTreeMap<String, u32> = BTreeMap::new();
    for (slot, record) in keys.iter_mut().zip(records) {
        if slot.is_none() {
            let base = base(record);
            let count = counts.entry(base.to_lowercase()).or_default();
            let first = *count;
            *slot = (first..)
                .inspect(|tried| *count = tried.saturating_add(1))
                .map(|tried| format!("{base}{}", letters(tried)))
                .find(|key| taken.insert(key.to_lowercase()));
        }
    }
    keys.into_iter().map(Option::unwrap_or_default).collect()
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
