//! A bundle with one patient, read into facts.

use crate::json::{Reader, codings, name, text};
use crate::{Problem, clinical, moment::Moment};
use euthymia_clinical::twelve_months::Days;
use jiff::civil::Date;
use serde_json::Value;
use std::collections::{BTreeMap, HashMap};

/// A code with the system that defines it, both as written.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Coding {
    /// Address of the code system, for example `http://loinc.org`; empty when not given.
    pub system: String,
    /// The code.
    pub code: String,
}

/// The value of an observation.
#[derive(Clone, Debug, PartialEq)]
pub enum Measured {
    /// `valueInteger`, or `valueQuantity` without a comparator, whatever its unit.
    Number(f64),
    /// `valueString`.
    Text(String),
    /// `valueCodeableConcept`.
    Concept(Vec<Coding>),
    /// Another form of value, or a quantity with a comparator, by its name.
    Other(String),
    /// There is none.
    Absent,
}

/// A resource of the patient: what the rules ask of every type.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// Type and id, for example `Encounter/17`.
    pub name: String,
    /// Its codes: `type` of an encounter, `code` of the others.
    pub codes: Vec<Coding>,
    /// Its `status`; empty when not given, and for conditions, which have none.
    pub status: String,
    /// When it held: the period of an encounter, onset to abatement of a condition, `effective`,
    /// `performed` or `authoredOn` of the others. An end that is not given is open; `None` when it
    /// cannot be read, which has been reported.
    pub days: Option<Days>,
    /// What only this type has.
    pub details: Details,
}

/// What only one type of resource has.
#[derive(Clone, Debug, PartialEq)]
pub enum Details {
    /// `Condition`.
    Condition {
        /// `verificationStatus` is confirmed.
        confirmed: bool,
        /// `clinicalStatus` is active, recurrence or relapse.
        active: bool,
    },
    /// `Encounter`.
    Encounter {
        /// Codes of `hospitalization.dischargeDisposition`.
        discharge: Vec<Coding>,
    },
    /// `Observation`.
    Observation {
        /// Its value.
        value: Measured,
        /// When it was taken, or began.
        taken: Option<Moment>,
    },
    /// `Procedure`.
    Procedure,
    /// `ServiceRequest`.
    Order {
        /// Its `intent`.
        intent: String,
        /// It asks that something be *not* done.
        do_not_perform: bool,
    },
}

/// What a bundle says of its patient.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Facts {
    /// The patient's id.
    pub patient: String,
    /// Birth, complete to the day.
    pub birth: Option<Date>,
    /// Death, complete to the day.
    pub death: Option<Date>,
    /// Conditions, encounters, observations, procedures and orders, in the order of the bundle.
    pub events: Vec<Event>,
    /// Resources of types that are not read, by type.
    pub unused: BTreeMap<String, usize>,
    /// What could not be read.
    pub problems: Vec<Problem>,
}

/// The text is not a bundle with one patient.
#[derive(Debug, thiserror::Error)]
pub enum BundleError {
    /// It is not JSON.
    #[error("this is not JSON: {0}")]
    Json(#[from] serde_json::Error),
    /// It is JSON, but not a bundle.
    #[error("this is not a FHIR bundle: its resourceType is {0}")]
    NotABundle(String),
    /// It has no patient or several.
    #[error("a bundle of one patient is needed; this one has {0}")]
    Patients(usize),
}

/// Reads a bundle. Bundles within it are read too, and a resource that is there twice counts once.
///
/// # Errors
/// [`BundleError`] when it is not a bundle with one patient. Values that cannot be read are no error:
/// they are in [`Facts::problems`].
pub fn read(json: &str) -> Result<Facts, BundleError> {
    let bundle: Value = serde_json::from_str(json)?;
    if bundle["resourceType"] != "Bundle" {
        return Err(BundleError::NotABundle(bundle["resourceType"].to_string()));
    }
    let mut facts = Facts::default();
    let mut entries = Vec::new();
    flatten(&bundle, &mut entries, &mut facts.problems);
    let entries = without_repeats(entries, &mut facts.problems);
    let is_patient = |entry: &&Entry| entry.resource["resourceType"] == "Patient";
    let patients: Vec<Entry> = entries.iter().filter(is_patient).copied().collect();
    let &[patient] = patients.as_slice() else {
        return Err(BundleError::Patients(patients.len()));
    };
    read_patient(patient, &mut facts);
    for entry in entries {
        read_entry(entry, patient, &mut facts);
    }
    Ok(facts)
}

#[derive(Clone, Copy)]
struct Entry<'a> {
    full_url: &'a str,
    resource: &'a Value,
}

fn flatten<'a>(bundle: &'a Value, into: &mut Vec<Entry<'a>>, problems: &mut Vec<Problem>) {
    let entries = bundle["entry"].as_array();
    for entry in entries.into_iter().flatten() {
        let resource = &entry["resource"];
        if resource["resourceType"] == "Bundle" {
            flatten(resource, into, problems);
        } else if resource["resourceType"].is_string() {
            into.push(Entry {
                full_url: entry["fullUrl"].as_str().unwrap_or_default(),
                resource,
            });
        } else {
            Reader::new(bundle, problems).report("an entry without a resource; not used");
        }
    }
}

/// Each resource once, by type and id; of two that differ under one id, the first.
fn without_repeats<'a>(entries: Vec<Entry<'a>>, problems: &mut Vec<Problem>) -> Vec<Entry<'a>> {
    let mut seen: HashMap<String, &Value> = HashMap::new();
    let mut kept = Vec::new();
    for entry in entries {
        if entry.resource["id"].is_string() {
            if let Some(first) = seen.get(&name(entry.resource)) {
                if *first != entry.resource {
                    Reader::new(entry.resource, problems)
                        .report("there twice with different contents; the first is used");
                }
                continue;
            }
            seen.insert(name(entry.resource), entry.resource);
        }
        kept.push(entry);
    }
    kept
}

fn read_patient(patient: Entry, facts: &mut Facts) {
    facts.patient = text(patient.resource, "id");
    let mut reader = Reader::new(patient.resource, &mut facts.problems);
    facts.birth = reader.date("birthDate");
    if patient.resource["birthDate"].is_null() {
        reader.report("no birthDate: the age is not known");
    }
    facts.death = reader.date("deceasedDateTime");
    if patient.resource["deceasedBoolean"] == true {
        reader.report("died, but no date of death: death is not counted");
    }
}

fn read_entry(entry: Entry, patient: Entry, facts: &mut Facts) {
    let resource = entry.resource;
    let kind = text(resource, "resourceType");
    let mut reader = Reader::new(resource, &mut facts.problems);
    let (days, details) = match kind.as_str() {
        "Patient" => return,
        "Condition" => clinical::condition(&mut reader),
        "Encounter" => clinical::encounter(&mut reader),
        "Observation" => clinical::observation(&mut reader),
        "Procedure" => clinical::procedure(&mut reader),
        "ServiceRequest" => clinical::order(&mut reader),
        _ => {
            *facts.unused.entry(kind).or_default() += 1;
            return;
        }
    };
    check_subject(&mut reader, patient);
    facts.events.push(Event {
        name: name(resource),
        codes: if kind == "Encounter" {
            let types = resource["type"].as_array();
            types.into_iter().flatten().flat_map(codings).collect()
        } else {
            codings(&resource["code"])
        },
        status: text(resource, "status"),
        days,
        details,
    });
}

/// Reports a resource that names another subject. It is still used: the bundle has one patient.
fn check_subject(reader: &mut Reader, patient: Entry) {
    let subject = text(&reader.resource["subject"], "reference");
    let id = text(patient.resource, "id");
    let unversioned = subject.split("/_history/").next().unwrap_or_default();
    let same = unversioned == patient.full_url
        || unversioned.rsplit(['/', ':']).next() == Some(id.as_str());
    if !subject.is_empty() && !same {
        reader.report(format!(
            "its subject is {subject}, not the patient of this bundle; counted as this patient's"
        ));
    }
}
