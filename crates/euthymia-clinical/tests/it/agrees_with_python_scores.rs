//! Totals, rules and severity bands of the rating scales against a second implementation.

use euthymia_clinical::answer::Answer;
use euthymia_clinical::instrument::pack::Bands;
use euthymia_clinical::instrument::score::Totalled;
use euthymia_clinical::instrument::{Answers, Pack, Score, bundled, bundled_all, score};
use euthymia_testkit::reference::{Json, json};
use euthymia_testkit::{Comparison, Expected};
use serde_json::Value;
use std::collections::BTreeSet;

const FILE: &str = "expected/python/clinical_scores.json";

/// Totals that the second implementation calls by another name: instrument, its name, ours.
const RENAMED: [(&str, &str, &str); 2] = [("edi", "mean", "total"), ("whodas12", "total", "sum")];

/// Which of a pack's band sets the second implementation has.
const BANDS: [(&str, &str); 5] = [
    ("madrs", "snaith"),
    ("phq9", "kroenke_2001"),
    ("qids_sr16", "rush_2003"),
    ("gad7", "spitzer_2006"),
    ("bdi2", "beck_1996"),
];

/// Totals of the packs without a second implementation. The list only shrinks.
const UNCHECKED: [&str; 25] = [
    "ceq.total",
    "cgi_i.total",
    "cgi_s.total",
    "hamd17.hamd6",
    "hamd21.hamd17",
    "hamd21.total",
    "hamd24.hamd17",
    "hamd24.total",
    "madrs_24h.total",
    "meq30.percent",
    "meq30.total",
    "moaas.total",
    "whodas12.percent",
    "whodas12.sum_1_to_5",
    "whodas36.cognition",
    "whodas36.getting_along",
    "whodas36.household",
    "whodas36.mobility",
    "whodas36.participation",
    "whodas36.percent36",
    "whodas36.self_care",
    "whodas36.sum32",
    "whodas36.sum36",
    "whodas36.sum36_1_to_5",
    "whodas36.work",
];

fn our_name<'a>(instrument: &str, theirs: &'a str) -> &'a str {
    let renamed = RENAMED
        .iter()
        .find(|(of, name, _)| *of == instrument && *name == theirs);
    renamed.map_or(theirs, |(_, _, ours)| ours)
}

fn cases(file: &Json) -> &[Value] {
    file.get("cases").and_then(Value::as_array).unwrap()
}

fn instrument(case: &Value) -> &'static Pack {
    bundled(case["instrument"].as_str().unwrap()).unwrap()
}

/// The answers of a case in the order of the pack; every one of them has its place.
fn sheet(case: &Value) -> Answers<'static> {
    let pack = instrument(case);
    let given = case["answers"].as_object().unwrap();
    let values: Vec<Option<f64>> = pack
        .items
        .iter()
        .map(|item| given.get(&item.id).map(|value| value.as_f64().unwrap()))
        .collect();
    assert_eq!(values.iter().flatten().count(), given.len(), "{}", pack.id);
    Answers::new(pack, values).unwrap()
}

fn totalled<'a, 'b>(scored: &'b Score<'a>, id: &str) -> &'b Totalled<'a> {
    scored.totals.iter().find(|one| one.total.id == id).unwrap()
}

fn level(bands: &Bands, name: &str) -> usize {
    bands
        .band
        .iter()
        .position(|band| band.name == name)
        .unwrap()
}

#[test]
fn every_total_and_rule_is_as_the_second_implementation_has_it() {
    let file = json(FILE);
    let mut all = Comparison::new("rating scales");
    for (at, case) in cases(&file).iter().enumerate() {
        let answers = sheet(case);
        let scored = score(&answers, None);
        let pack = answers.pack();
        for (theirs, value) in case["totals"].as_object().unwrap() {
            let context = format!("{} {theirs}, case {at}", pack.id);
            let found = totalled(&scored, our_name(&pack.id, theirs)).computed;
            let expected = file.number(&format!("cases.{at}.totals.{theirs}"));
            match found {
                Some(found) => {
                    let tolerance = if value.is_u64() { "exact" } else { "algebra" };
                    all.compare("total", found.value, expected, tolerance, &context);
                    all.require(found.prorated == 0, || format!("{context}: prorated"));
                }
                None => all.require(false, || format!("{context}: no total")),
            }
        }
        for (rule, holds) in case
            .get("rules")
            .and_then(Value::as_object)
            .into_iter()
            .flatten()
        {
            let found = scored
                .rules
                .iter()
                .find(|(one, _)| one.id == *rule)
                .unwrap()
                .1;
            all.require(found == Answer::of(holds.as_bool().unwrap()), || {
                format!("{} {rule}, case {at}: found {found}", pack.id)
            });
        }
    }
    assert!(cases(&file).len() >= 1702);
    all.finish(2 * 1702 + 180);
}

#[test]
fn every_total_falls_into_the_band_that_the_second_implementation_has() {
    let file = json(FILE);
    let rows = file.get("severity").and_then(Value::as_array).unwrap();
    let mut all = Comparison::new("severity bands");
    for (at, row) in rows.iter().enumerate() {
        let pack = instrument(row);
        let wanted = BANDS.iter().find(|(id, _)| *id == pack.id).unwrap().1;
        let bands = pack.bands.iter().find(|bands| bands.id == wanted).unwrap();
        let total = row["total"].as_f64().unwrap();
        let expected = file.number(&format!("severity.{at}.level"));
        #[allow(clippy::cast_precision_loss)]
        let found = level(bands, bands.band_of(total).unwrap()) as f64;
        all.compare(
            "level",
            found,
            expected,
            "exact",
            &format!("{} {total}", pack.id),
        );
    }
    all.finish(203);
}

#[test]
fn a_scored_sheet_carries_the_band_of_its_total() {
    let file = json(FILE);
    let severity = file.get("severity").and_then(Value::as_array).unwrap();
    let mut all = Comparison::new("bands of scored sheets");
    for case in cases(&file) {
        let Some((id, wanted)) = BANDS.iter().find(|(id, _)| case["instrument"] == **id) else {
            continue;
        };
        let answers = sheet(case);
        let scored = score(&answers, None);
        let total = &case["totals"]["total"];
        let row = severity
            .iter()
            .find(|row| row["instrument"] == **id && row["total"] == *total);
        let (bands, name) = totalled(&scored, "total")
            .bands
            .iter()
            .find(|(bands, _)| bands.id == *wanted)
            .unwrap();
        #[allow(clippy::cast_precision_loss)]
        let found = level(bands, name.unwrap()) as f64;
        let expected = Expected::new(row.unwrap()["level"].as_f64().unwrap(), FILE);
        all.compare("level", found, expected, "exact", &format!("{id} {total}"));
    }
    // 72 of the MADRS, 71 of the PHQ-9, 88 of the QIDS, 69 of the GAD-7, 83 of the BDI-II.
    all.finish(72 + 71 + 88 + 69 + 83);
}

#[test]
fn totals_without_a_second_implementation_are_listed_and_only_they() {
    let file = json(FILE);
    let checked: BTreeSet<String> = cases(&file)
        .iter()
        .flat_map(|case| {
            let id = &instrument(case).id;
            let theirs = case["totals"].as_object().unwrap().keys();
            theirs.map(move |name| format!("{id}.{}", our_name(id, name)))
        })
        .collect();
    let totals = bundled_all().flat_map(|pack| {
        pack.totals
            .iter()
            .map(|total| format!("{}.{}", pack.id, total.id))
    });
    let unchecked: BTreeSet<String> = totals.filter(|name| !checked.contains(name)).collect();
    let listed: BTreeSet<String> = UNCHECKED.iter().map(|name| (*name).to_owned()).collect();
    assert_eq!(unchecked, listed);
}
