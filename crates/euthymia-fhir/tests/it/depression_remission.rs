//! Every published test patient of CMS159 is counted as the published report says.

use euthymia_clinical::twelve_months::{AgeGroup, CMS159, Exclusion, Populations};
use euthymia_fhir::bundle::{self, Facts};
use euthymia_fhir::depression_measure::{CodeLists, course};
use euthymia_fhir::moment::Moment;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

struct Case {
    file: String,
    json: Value,
    facts: Facts,
    problems: Vec<String>,
    populations: Populations,
}

/// Counts of the report: initial population, denominator, exclusion, numerator.
type Counts = [u64; 4];

fn files() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../reference/fhir/cms159");
    let paths = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap());
    let mut files: Vec<PathBuf> = paths
        .map(|file| file.path())
        .filter(|path| path.extension().is_some_and(|kind| kind == "json"))
        .collect();
    files.sort();
    files
}

fn cases() -> Vec<Case> {
    files().iter().map(|path| case(path)).collect()
}

fn case(path: &Path) -> Case {
    let text = std::fs::read_to_string(path).unwrap();
    let facts = bundle::read(&text).unwrap();
    let json: Value = serde_json::from_str(&text).unwrap();
    let start = report(&json)["period"]["start"].as_str().unwrap();
    let start = Moment::parse(start).unwrap().date;
    let reading = course(&facts, &CodeLists::of_test_patients());
    Case {
        file: path.file_name().unwrap().to_string_lossy().into_owned(),
        facts,
        problems: reading.problems.iter().map(ToString::to_string).collect(),
        populations: CMS159.populations(start, &reading.course).unwrap(),
        json,
    }
}

/// The report beside the patient, not the copy within the bundle that the bundle holds.
fn report(json: &Value) -> &Value {
    let entries = json["entry"].as_array().unwrap();
    let mut resources = entries.iter().map(|entry| &entry["resource"]);
    resources
        .find(|resource| resource["resourceType"] == "MeasureReport")
        .unwrap()
}

fn expected(json: &Value) -> Counts {
    let groups = report(json)["group"].as_array().unwrap();
    assert_eq!(groups.len(), 1);
    let count = |wanted: &str| {
        let populations = groups[0]["population"].as_array().unwrap();
        let found = populations
            .iter()
            .find(|population| population["code"]["coding"][0]["code"] == wanted);
        found.unwrap()["count"].as_u64().unwrap()
    };
    [
        count("initial-population"),
        count("denominator"),
        count("denominator-exclusion"),
        count("numerator"),
    ]
}

fn counted(populations: &Populations) -> Counts {
    [
        u64::from(populations.initial_population),
        u64::from(populations.denominator),
        u64::from(!populations.denominator_exclusions.is_empty()),
        u64::from(populations.numerator),
    ]
}

#[test]
fn every_expected_population_is_reproduced() {
    let mut sums = [0; 4];
    let mut patients = 0;
    for case in cases() {
        let expected = expected(&case.json);
        assert_eq!(counted(&case.populations), expected, "{}", case.file);
        for (sum, count) in sums.iter_mut().zip(expected) {
            *sum += count;
        }
        patients += 1;
    }
    assert_eq!(patients, 67);
    assert_eq!(sums, [60, 60, 29, 12]);
}

#[test]
fn every_kind_of_exclusion_occurs() {
    let mut found = BTreeMap::new();
    for case in cases() {
        for kind in case.populations.denominator_exclusions {
            *found.entry(kind).or_insert(0) += 1;
        }
    }
    let expected = [
        (Exclusion::Died, 2),
        (Exclusion::BipolarDisorder, 2),
        (Exclusion::EmotionallyLabilePersonality, 3),
        (Exclusion::PsychoticDisorder, 3),
        (Exclusion::PervasiveDevelopmentalDisorder, 1),
        (Exclusion::HospiceCare, 11),
        (Exclusion::PalliativeCare, 8),
    ];
    assert_eq!(found, BTreeMap::from(expected));
}

#[test]
fn the_strata_are_those_of_the_patients_names() {
    // The reports have no strata; most patients are named after theirs. Two names contradict the
    // dates of birth (12 and 17 years at the index, both named after the stratum of adults), and
    // one ("Strat12") names both.
    let contradicted = ["d04323b4", "8467758b", "b120a966"];
    let mut agreeing = 0;
    for case in cases() {
        let stratum = match case.populations.age_group {
            None => continue,
            Some(AgeGroup::Adolescent) => "Strat1",
            Some(AgeGroup::Adult) => "Strat2",
        };
        let named = family_name(&case.json).contains(stratum);
        let excepted = contradicted
            .iter()
            .any(|id| case.facts.patient.starts_with(id));
        assert_eq!(named, !excepted, "{}", case.file);
        agreeing += u32::from(named);
    }
    assert_eq!(agreeing, 57);
}

fn family_name(json: &Value) -> String {
    let entries = json["entry"].as_array().unwrap();
    let mut resources = entries.iter().map(|entry| &entry["resource"]);
    let patient = resources.find(|resource| resource["resourceType"] == "Patient");
    let name = &patient.unwrap()["name"][0]["family"];
    name.as_str().unwrap().to_owned()
}

#[test]
fn the_bad_values_are_reported_and_nothing_else_is() {
    let mut found = BTreeMap::new();
    for problem in cases().into_iter().flat_map(|case| case.problems) {
        let (resource, message) = problem.split_once(": ").unwrap();
        let kind = resource.split('/').next().unwrap().to_owned();
        let words: Vec<&str> = message.split(' ').take(4).collect();
        *found.entry((kind, words.join(" "))).or_insert(0) += 1;
    }
    let entry = |kind: &str, words: &str, count: i32| ((kind.to_owned(), words.to_owned()), count);
    let expected = [
        // A total of 300 in two patients.
        entry("Observation", "300 is not a", 2),
        // A follow-up of unknown status in two patients.
        entry("Observation", "a PHQ-9 total with", 2),
        // Three orders name a patient of another server.
        entry(
            "ServiceRequest",
            "its subject is http://GoodHealthcare.com/fhir/Patient/46464646,",
            3,
        ),
    ];
    assert_eq!(found, BTreeMap::from(expected));
}

#[test]
fn what_is_not_read_is_counted() {
    let mut unused: BTreeMap<String, usize> = BTreeMap::new();
    for case in cases() {
        for (kind, count) in case.facts.unused {
            *unused.entry(kind).or_default() += count;
        }
    }
    let expected = [("Coverage", 4), ("MeasureReport", 67), ("Organization", 1)];
    assert_eq!(
        unused,
        BTreeMap::from(expected.map(|(kind, count)| (kind.to_owned(), count)))
    );
}
