//! Each type of resource: its days and its details.

use crate::bundle::{Details, Measured};
use crate::json::{Reader, codings, forms, text};
use euthymia_clinical::twelve_months::Days;
use serde_json::Value;

type Read = (Option<Days>, Details);

const CLINICAL_STATUS: &str = "http://terminology.hl7.org/CodeSystem/condition-clinical";
const VERIFICATION: &str = "http://terminology.hl7.org/CodeSystem/condition-ver-status";

pub(crate) fn condition(reader: &mut Reader) -> Read {
    let resource = reader.resource;
    let is_one_of = |key: &str, system: &str, wanted: &[&str]| {
        codings(&resource[key])
            .iter()
            .any(|coding| coding.system == system && wanted.contains(&coding.code.as_str()))
    };
    let details = Details::Condition {
        confirmed: is_one_of("verificationStatus", VERIFICATION, &["confirmed"]),
        active: is_one_of(
            "clinicalStatus",
            CLINICAL_STATUS,
            &["active", "recurrence", "relapse"],
        ),
    };
    (reader.onset_to_abatement(), details)
}

pub(crate) fn encounter(reader: &mut Reader) -> Read {
    let discharge = codings(&reader.resource["hospitalization"]["dischargeDisposition"]);
    (
        reader.days_of_period("period"),
        Details::Encounter { discharge },
    )
}

pub(crate) fn observation(reader: &mut Reader) -> Read {
    let effective = reader.days_of_choice("effective");
    let details = Details::Observation {
        value: measured(reader.resource),
        taken: effective.and_then(|(_, taken)| taken),
    };
    (effective.map(|(days, _)| days), details)
}

pub(crate) fn procedure(reader: &mut Reader) -> Read {
    let performed = reader.days_of_choice("performed");
    (performed.map(|(days, _)| days), Details::Procedure)
}

pub(crate) fn order(reader: &mut Reader) -> Read {
    let given = !reader.resource["authoredOn"].is_null();
    let date = reader.date("authoredOn");
    let days = match date {
        Some(date) => Some(Days::on(date)),
        None if given => None,
        None => Some(Days::default()),
    };
    let details = Details::Order {
        intent: text(reader.resource, "intent"),
        do_not_perform: reader.resource["doNotPerform"] == true,
    };
    (days, details)
}

fn measured(resource: &Value) -> Measured {
    let quantity = &resource["valueQuantity"];
    if quantity["comparator"].is_string() {
        return Measured::Other("valueQuantity with a comparator".to_owned());
    }
    let number = resource["valueInteger"]
        .as_f64()
        .or_else(|| quantity["value"].as_f64());
    if let Some(number) = number {
        return Measured::Number(number);
    }
    if let Some(text) = resource["valueString"].as_str() {
        return Measured::Text(text.to_owned());
    }
    if resource["valueCodeableConcept"].is_object() {
        return Measured::Concept(codings(&resource["valueCodeableConcept"]));
    }
    forms(resource, "value")
        .next()
        .map_or(Measured::Absent, |key| {
            Measured::Other(format!("{key} {}", resource[key]))
        })
}
