//! The shipped packs as files: no wording that may not be here, and a source for every threshold.
//! Nothing here goes through the crate's own reader, so that relaxing it does not relax these.

use crate::files::packs;
use std::collections::{BTreeMap, BTreeSet};
use toml::{Table, Value};

/// The packs that carry wording. A longer list is a decision about rights, not about code.
const SHIPPED: [&str; 3] = ["gad7", "phq2", "phq9"];

/// The keys of an item that say nothing in words.
const PLAIN_KEYS: [&str; 8] = [
    "id", "label", "minimum", "maximum", "scored", "answer", "ask_if", "loinc",
];

fn text<'a>(table: &'a Table, key: &str) -> &'a str {
    table.get(key).and_then(Value::as_str).unwrap_or("")
}

fn tables<'a>(table: &'a Table, key: &str) -> Vec<&'a Table> {
    match table.get(key) {
        None => Vec::new(),
        Some(Value::Array(list)) => list.iter().map(|one| one.as_table().unwrap()).collect(),
        Some(one) => vec![one.as_table().unwrap()],
    }
}

fn wording(pack: &Table) -> &str {
    text(pack["licence"].as_table().unwrap(), "wording")
}

/// What a pack says about its items although its wording may not be reproduced.
fn words_that_may_not_be_here(pack: &Table) -> Vec<String> {
    let mut found = Vec::new();
    if wording(pack) == "shipped" {
        return found;
    }
    for item in tables(pack, "item") {
        let id = text(item, "id");
        if text(item, "label") != format!("Item {id}") {
            found.push(format!("item {id}: label \"{}\"", text(item, "label")));
        }
        let keys = item
            .keys()
            .filter(|key| !PLAIN_KEYS.contains(&key.as_str()));
        found.extend(keys.map(|key| format!("item {id}: key {key}")));
    }
    found
}

#[test]
fn a_pack_whose_wording_is_absent_carries_no_word_of_it() {
    let packs = packs();
    assert_eq!(packs.len(), 33);
    let absent = packs
        .iter()
        .filter(|(_, pack)| wording(pack) == "absent")
        .count();
    assert_eq!(absent, packs.len() - SHIPPED.len());
    for (file, pack) in &packs {
        assert!(["shipped", "absent"].contains(&wording(pack)), "{file}");
        assert_eq!(
            words_that_may_not_be_here(pack),
            Vec::<String>::new(),
            "{file}"
        );
    }
}

#[test]
fn a_word_that_may_not_be_here_is_found() {
    let (_, madrs) = packs()
        .into_iter()
        .find(|(_, pack)| text(pack, "id") == "madrs")
        .unwrap();
    let with = |key: &str, value: Value| {
        let mut pack = madrs.clone();
        let items = pack["item"].as_array_mut().unwrap();
        items[3]
            .as_table_mut()
            .unwrap()
            .insert(key.to_owned(), value);
        words_that_may_not_be_here(&pack)
    };
    assert_eq!(with("label", "Sleep".into()), ["item 4: label \"Sleep\""]);
    assert_eq!(with("text", "a sentence".into()), ["item 4: key text"]);
    assert_eq!(
        with("options", Value::Array(Vec::new())),
        ["item 4: key options"]
    );
}

#[test]
fn wording_is_shipped_for_the_listed_packs_only_and_with_their_terms() {
    let packs = packs();
    let shipped = packs.iter().filter(|(_, pack)| wording(pack) == "shipped");
    let ids: Vec<&str> = shipped.clone().map(|(_, pack)| text(pack, "id")).collect();
    assert_eq!(ids, SHIPPED);
    for (file, pack) in shipped {
        let licence = pack["licence"].as_table().unwrap();
        assert!(
            ["free", "public_domain"].contains(&text(licence, "terms")),
            "{file}"
        );
        assert!(!text(licence, "basis").is_empty() && !text(licence, "notice").is_empty());
        assert_eq!(text(licence, "status"), "confirmed", "{file}");
    }
}

/// Facts and thresholds without a source or without a known status.
fn unsourced(pack: &Table) -> (usize, Vec<String>) {
    let mut facts: Vec<(String, &Table)> = Vec::new();
    for key in [
        "structure",
        "recall",
        "suicide",
        "total",
        "bands",
        "cutoff",
        "rule",
        "change",
        "state",
    ] {
        facts.extend(
            tables(pack, key)
                .into_iter()
                .map(|one| (format!("{key} {}", text(one, "id")), one)),
        );
    }
    for total in tables(pack, "total") {
        facts.extend(
            tables(total, "missing")
                .into_iter()
                .map(|one| ("missing".to_owned(), one)),
        );
    }
    let wrong = facts.iter().filter(|(_, fact)| {
        text(fact, "source").trim().is_empty()
            || !["confirmed", "unverified"].contains(&text(fact, "status"))
    });
    let wrong = wrong.map(|(what, _)| what.clone()).collect();
    (facts.len(), wrong)
}

#[test]
fn every_threshold_names_a_source_and_a_status() {
    let mut facts = 0;
    for (file, pack) in packs() {
        let (count, wrong) = unsourced(&pack);
        assert_eq!(wrong, Vec::<String>::new(), "{file}");
        assert!(count >= 1, "{file}");
        facts += count;
    }
    assert!(facts > 150, "{facts}");
}

#[test]
fn a_threshold_without_a_source_is_found() {
    let (_, mut pack) = packs()
        .into_iter()
        .find(|(_, pack)| text(pack, "id") == "madrs")
        .unwrap();
    let bands = pack["bands"].as_array_mut().unwrap();
    bands[0]
        .as_table_mut()
        .unwrap()
        .insert("source".to_owned(), " ".into());
    assert_eq!(unsourced(&pack).1, ["bands snaith"]);
    let structure = pack["structure"].as_table_mut().unwrap();
    structure.insert("status".to_owned(), "sure".into());
    assert_eq!(unsourced(&pack).1, ["structure ", "bands snaith"]);
}

#[test]
fn identifiers_are_unique_within_a_pack() {
    for (file, pack) in packs() {
        for key in [
            "item", "total", "bands", "cutoff", "rule", "change", "state",
        ] {
            let all = tables(&pack, key);
            let ids: BTreeSet<&str> = all.iter().map(|one| text(one, "id")).collect();
            assert!(ids.len() == all.len() && !ids.contains(""), "{file}: {key}");
        }
    }
}

/// Numbers of items and largest totals as the project's notes on scales have them.
#[test]
fn well_known_scales_have_their_well_known_sizes() {
    let sizes: BTreeMap<&str, (usize, f64)> = BTreeMap::from([
        ("bdi1", (21, 63.0)),
        ("bdi2", (21, 63.0)),
        ("cadss", (23, 92.0)),
        ("gad7", (7, 21.0)),
        ("hamd17", (17, 52.0)),
        ("hamd6", (6, 22.0)),
        ("ids_sr30", (30, 84.0)),
        ("isi", (7, 28.0)),
        ("madrs", (10, 60.0)),
        ("phq9", (10, 27.0)),
        ("qids_sr16", (16, 27.0)),
        ("ymrs", (11, 60.0)),
    ]);
    for (id, expected) in sizes {
        let pack = euthymia_clinical::instrument::bundled(id).unwrap();
        let total = pack.primary_total().unwrap();
        assert_eq!((pack.items.len(), total.maximum), expected, "{id}");
    }
}
