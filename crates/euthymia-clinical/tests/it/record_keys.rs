//! One key for one condition or medicine over protocols, screening and session safety.

use crate::files::in_folder;
use euthymia_clinical::protocol::record_key::{RecordKey, conditions, medicines};
use euthymia_clinical::protocol::{Library, Protocol};
use euthymia_clinical::safety::rules::Intake;
use euthymia_clinical::tms::screen::screening;
use std::collections::{BTreeMap, BTreeSet};

/// Every bundled file, the shared ones too.
fn protocols() -> impl Iterator<Item = &'static Protocol> {
    let library = Library::bundled();
    library.protocols().iter().chain(library.shared())
}

/// Key and name of every condition that is asked about, in small letters.
fn asked_conditions() -> BTreeSet<(&'static str, String)> {
    let cautions = protocols().flat_map(|one| &one.cautions);
    let cautions = cautions.map(|one| (one.condition.as_str(), one.name.to_lowercase()));
    let screen = screening().items.iter();
    cautions
        .chain(screen.map(|one| (one.condition.as_str(), one.name.to_lowercase())))
        .collect()
}

fn asked_medicines() -> BTreeSet<(&'static str, String)> {
    let interactions = protocols().flat_map(|one| &one.interactions);
    interactions
        .map(|one| (one.medicine.as_str(), one.name.to_lowercase()))
        .collect()
}

fn ids(keys: &[RecordKey]) -> Vec<&str> {
    keys.iter().map(|key| key.id.as_str()).collect()
}

#[test]
fn every_key_that_a_rule_asks_about_is_declared_once_and_no_other() {
    assert_eq!(in_folder("protocols", "toml").len(), protocols().count());
    for (declared, asked) in [
        (conditions(), asked_conditions()),
        (medicines(), asked_medicines()),
    ] {
        let asked: BTreeSet<&str> = asked.iter().map(|(key, _)| *key).collect();
        // In alphabetical order and each once, as a set has them.
        assert_eq!(ids(declared), asked.into_iter().collect::<Vec<_>>());
    }
}

#[test]
fn what_is_called_alike_has_one_key() {
    for (declared, asked) in [
        (conditions(), asked_conditions()),
        (medicines(), asked_medicines()),
    ] {
        let labels = declared
            .iter()
            .map(|key| (key.id.as_str(), key.name.to_lowercase()));
        let mut by_name: BTreeMap<String, &str> = BTreeMap::new();
        for (key, name) in labels.chain(asked) {
            let first = *by_name.entry(name.clone()).or_insert(key);
            assert_eq!(first, key, "\"{name}\" has two keys");
        }
    }
}

/// What the rules of a session call a medicine is what the interactions call it.
#[test]
fn a_medicine_before_a_session_is_a_medicine_of_the_record() {
    let intake = Intake::NasalMedicine;
    let found = medicines().iter().find(|key| key.id == intake.id());
    assert_eq!(found.unwrap().name, intake.to_string());
}

/// An interaction with one medicine has the generic name as its key.
#[test]
fn a_single_medicine_is_called_by_its_generic_name() {
    for one in protocols().flat_map(|one| &one.interactions) {
        if let ([drug], []) = (one.drugs.as_slice(), one.classes.as_slice()) {
            assert_eq!(*drug, one.medicine);
        }
        let is_known = euthymia_clinical::drug::find(&one.medicine).is_some();
        assert!(
            !is_known || one.drugs.contains(&one.medicine),
            "{}",
            one.medicine
        );
    }
}

/// Pregnancy is asked for before stimulation and before a dose, under the same key.
#[test]
fn byhand_one_answer_about_pregnancy_settles_every_rule() {
    let about = |(key, name): &(&'static str, String)| name.contains("pregnan").then_some(*key);
    let keys: BTreeSet<&str> = asked_conditions().iter().filter_map(about).collect();
    assert_eq!(keys.into_iter().collect::<Vec<_>>(), ["pregnancy"]);
}
