//! Values that cannot be read are reported, never dropped in silence.

use euthymia_clinical::twelve_months::{CMS159, Course, Populations};
use euthymia_fhir::bundle::{self, BundleError};
use euthymia_fhir::depression_measure::{CodeLists, course};
use jiff::civil::date;
use serde_json::{Value, json};

fn bundle(resources: &[Value]) -> String {
    let entries: Vec<Value> = resources.iter().map(|r| json!({ "resource": r })).collect();
    json!({ "resourceType": "Bundle", "type": "collection", "entry": entries }).to_string()
}

fn patient() -> Value {
    json!({ "resourceType": "Patient", "id": "p", "birthDate": "1980-06-01" })
}

fn phq9(id: &str, effective: &str, value: (&str, Value)) -> Value {
    let mut observation = json!({
        "resourceType": "Observation", "id": id, "status": "final",
        "subject": { "reference": "Patient/p" },
        "code": { "coding": [{ "system": "http://loinc.org", "code": "44261-6" }] },
        "effectiveDateTime": effective,
    });
    observation[value.0] = value.1;
    observation
}

fn visit() -> Value {
    json!({
        "resourceType": "Encounter", "id": "v", "status": "finished",
        "type": [{ "coding": [{ "system": "http://www.ama-assn.org/go/cpt", "code": "90791" }] }],
        "period": { "start": "2025-02-25T14:30:00+00:00", "end": "2025-02-25T14:50:00+00:00" },
    })
}

fn condition(system: &str, code: &str, onset: (&str, Value)) -> Value {
    let status = |list: &str, code: &str| {
        let system = format!("http://terminology.hl7.org/CodeSystem/{list}");
        json!({ "coding": [{ "system": system, "code": code }] })
    };
    let mut condition = json!({
        "resourceType": "Condition", "id": code,
        "clinicalStatus": status("condition-clinical", "active"),
        "verificationStatus": status("condition-ver-status", "confirmed"),
        "code": { "coding": [{ "system": system, "code": code }] },
    });
    condition[onset.0] = onset.1;
    condition
}

fn depressed() -> Value {
    let icd = "http://hl7.org/fhir/sid/icd-10-cm";
    condition(icd, "F32.9", ("onsetDateTime", json!("2025-01-10")))
}

fn read(resources: &[Value]) -> (Course, Vec<String>) {
    let facts = bundle::read(&bundle(resources)).unwrap();
    let reading = course(&facts, &CodeLists::of_test_patients());
    let problems = reading.problems.iter().map(ToString::to_string).collect();
    (reading.course, problems)
}

fn populations(resources: &[Value]) -> (Populations, Vec<String>) {
    let (course, problems) = read(resources);
    let counted = CMS159.populations(date(2026, 1, 1), &course).unwrap();
    (counted, problems)
}

#[test]
fn a_total_is_read_from_an_integer_a_quantity_or_a_text() {
    for value in [
        ("valueInteger", json!(10)),
        ("valueQuantity", json!({ "value": 10.0, "unit": "{score}" })),
        ("valueString", json!(" 10 ")),
    ] {
        let (course, problems) = read(&[patient(), phq9("a", "2025-02-25", value.clone())]);
        assert_eq!(course.assessments[0].total, Some(10), "{value:?}");
        assert_eq!(problems, Vec::<String>::new(), "{value:?}");
    }
}

#[test]
fn a_total_that_is_none_is_reported_and_the_assessment_kept() {
    for value in [
        ("valueInteger", json!(28)),
        ("valueInteger", json!(-1)),
        ("valueInteger", json!("10")),
        ("valueQuantity", json!({ "value": 9.5 })),
        ("valueQuantity", json!({ "value": 4, "comparator": "<" })),
        ("valueString", json!("mild")),
        ("valueString", json!("NaN")),
        ("valueCodeableConcept", json!({ "text": "ten" })),
        ("valueBoolean", json!(true)),
        ("note", json!([])),
    ] {
        let (course, problems) = read(&[patient(), phq9("a", "2025-02-25", value.clone())]);
        assert_eq!(course.assessments[0].total, None, "{value:?}");
        assert_eq!(problems.len(), 1, "{value:?} {problems:?}");
        assert!(problems[0].contains("is not a PHQ-9 total"), "{problems:?}");
    }
}

#[test]
fn of_two_totals_on_one_day_the_later_counts() {
    let later = |id, time: &str, total| {
        phq9(
            id,
            &format!("2026-02-20T{time}"),
            ("valueInteger", json!(total)),
        )
    };
    let index = phq9("i", "2025-02-25", ("valueInteger", json!(15)));
    let resources = |order: [Value; 2]| {
        let [a, b] = order;
        [patient(), visit(), depressed(), index.clone(), a, b]
    };
    // 09:00 at -04:00 is 13:00 in Greenwich, after 12:00.
    let (noon, after) = (later("n", "12:00:00Z", 12), later("l", "09:00:00-04:00", 4));
    for order in [[noon.clone(), after.clone()], [after, noon]] {
        let (counted, problems) = populations(&resources(order));
        assert!(counted.numerator);
        assert!(problems.is_empty(), "{problems:?}");
    }
}

#[test]
fn incomplete_dates_are_reported_and_not_used() {
    let year = |stem: &str| (stem.to_owned(), json!("2019"));
    let (stem, onset) = year("onsetDateTime");
    let snomed = "http://snomed.info/sct";
    let bipolar = condition(snomed, "10981006", (&stem, onset));
    let born = json!({ "resourceType": "Patient", "id": "p", "birthDate": "1980-06" });
    let score = phq9("a", "2025-02", ("valueInteger", json!(12)));
    let (course, problems) = read(&[born, bipolar, score]);
    assert_eq!(course, Course::default());
    assert_eq!(problems.len(), 4, "{problems:?}");
    for (problem, start) in problems.iter().zip([
        "Patient/p: birthDate: \"1980-06\" is not",
        "Condition/10981006: onsetDateTime: \"2019\" is not",
        "Observation/a: effectiveDateTime: \"2025-02\" is not",
        "Observation/a: a PHQ-9 total without a date",
    ]) {
        assert!(problem.starts_with(start), "{problem}");
    }
}

#[test]
fn forms_and_periods_that_cannot_be_used_are_reported() {
    let snomed = "http://snomed.info/sct";
    let age = ("onsetAge", json!({ "value": 30 }));
    let mut reversed = visit();
    reversed["period"]["end"] = json!("2025-02-24");
    let mut open = visit();
    open["id"] = json!("open");
    open["period"] = json!({ "start": "2025-02-25" });
    let (course, problems) = read(&[
        patient(),
        condition(snomed, "10981006", age),
        reversed,
        open,
    ]);
    assert!(course.exclusions.is_empty() && course.visits.is_empty());
    assert_eq!(
        problems,
        [
            "Condition/10981006: onsetAge is a form of onset that is not read; not used",
            "Encounter/v: period ends before it starts; not used",
            "Encounter/open: a visit without a first or last day; not counted",
        ]
    );
}

#[test]
fn a_diagnosis_without_an_onset_holds_from_an_unknown_beginning() {
    let snomed = "http://snomed.info/sct";
    let bipolar = condition(snomed, "10981006", ("note", json!([])));
    let index = phq9("i", "2025-02-25", ("valueInteger", json!(15)));
    let (counted, problems) = populations(&[patient(), visit(), depressed(), index, bipolar]);
    assert!(problems.is_empty(), "{problems:?}");
    assert_eq!(counted.denominator_exclusions.len(), 1);
}

#[test]
fn hospice_without_a_date_is_reported() {
    let order = json!({
        "resourceType": "ServiceRequest", "id": "h", "status": "active", "intent": "order",
        "code": { "coding": [{ "system": "http://snomed.info/sct", "code": "385763009" }] },
    });
    let (course, problems) = read(&[patient(), order]);
    assert!(course.exclusions.is_empty());
    assert_eq!(
        problems,
        ["ServiceRequest/h: would exclude the patient, but has no date; not counted"]
    );
}

#[test]
fn death_without_a_date_is_reported() {
    let mut dead = patient();
    dead["deceasedBoolean"] = json!(true);
    let (course, problems) = read(&[dead]);
    assert_eq!(course.death, None);
    assert_eq!(
        problems,
        ["Patient/p: died, but no date of death: death is not counted"]
    );
}

#[test]
fn a_resource_that_is_there_twice_counts_once() {
    let once = phq9("a", "2025-02-25", ("valueInteger", json!(10)));
    let other = phq9("a", "2025-02-25", ("valueInteger", json!(11)));
    let (course, problems) = read(&[patient(), once.clone(), once.clone()]);
    assert_eq!((course.assessments.len(), problems.len()), (1, 0));
    let (course, problems) = read(&[patient(), once, other]);
    assert_eq!(course.assessments[0].total, Some(10));
    assert_eq!(
        problems,
        ["Observation/a: there twice with different contents; the first is used"]
    );
}

#[test]
fn what_is_no_bundle_of_one_patient_is_an_error() {
    assert!(matches!(bundle::read("{"), Err(BundleError::Json(_))));
    for json in ["[]", "{}", r#"{"resourceType":"Patient"}"#] {
        assert!(
            matches!(bundle::read(json), Err(BundleError::NotABundle(_))),
            "{json}"
        );
    }
    let second = json!({ "resourceType": "Patient", "id": "q" });
    for (resources, count) in [(vec![], 0), (vec![patient(), second], 2)] {
        let error = bundle::read(&bundle(&resources)).unwrap_err();
        assert!(
            matches!(error, BundleError::Patients(found) if found == count),
            "{error}"
        );
    }
}

#[test]
fn an_entry_without_a_resource_is_reported() {
    let (_, problems) = read(&[patient(), Value::Null]);
    assert_eq!(
        problems,
        ["Bundle/?: an entry without a resource; not used"]
    );
}
