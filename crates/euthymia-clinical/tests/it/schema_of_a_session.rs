//! The schema of a session's file against the program's own words and ranges.

use crate::files::text;
use crate::schemas::Schema;
use euthymia_clinical::safety::quantity::Quantity;
use euthymia_clinical::safety::rules::{Demand, Intake};
use serde_json::Value;
use std::collections::BTreeSet;

const SCHEMA: &str = "safety/schema/session.json";

fn described() -> Value {
    serde_json::from_str(&text(SCHEMA)).unwrap()
}

/// The keys of a table.
fn keys(value: &Value, pointer: &str) -> BTreeSet<String> {
    let table = value.pointer(pointer).and_then(Value::as_object);
    table.unwrap().keys().cloned().collect()
}

/// Every key that a session's file may have, in each way in which it may be written.
const SESSION: &str = r#"
schema = "euthymia.session.v1"
treatment = "esketamine_in"
dose = "56 mg"
start = "09:30"
dose_end = "09:40"
discharge = 130
measurements = "vitals.csv"
observation_from = "last_device"
device = [{ minute = 0 }, { minute = "09:35" }]
before = { food = 2880, liquid = 45, nasal_medicine = 600 }
measured = [
  { when = "before", temperature = "98.6 F", moaas = 5 },
  { before = 10, systolic = 124, diastolic = 78, pulse = 72, spo2 = 98 },
  { at = "10:10", systolic = "16 kPa", diastolic = 80, cadss = 18, temperature = 36.6 },
  { minute = 90, systolic = 130, diastolic = 80 },
]
event = [{ minute = 15, name = "dissociation", grade = 1 }, { name = "nausea" }]
done = [{ at = "09:50", what = "ondansetron" }, { what = "a talk" }]
checklist = { escort = true, hearing_protection = false, told_not_to_drive = true }
suicidality = [
  {},
  { instrument = "cssrs_screener", answers = "no,no,,,,no," },
  { item = "thoughts of suicide since the last visit", answer = "no" },
]
"#;

#[test]
fn a_session_with_every_key_is_as_its_schema_says() {
    let session: toml::Table = SESSION.parse().unwrap();
    let session = serde_json::to_value(session).unwrap();
    assert_eq!(Schema::read(SCHEMA).problem(&session), None);
    let schema = described();
    assert_eq!(keys(&schema, "/properties"), keys(&session, ""));
}

#[test]
fn the_schema_of_a_session_knows_the_words_and_ranges_of_the_program() {
    let schema = described();
    let measured = keys(&schema, "/properties/measured/items/properties");
    for quantity in Quantity::ALL {
        assert!(measured.contains(quantity.id()), "{quantity}");
        let place = format!(
            "/properties/measured/items/properties/{}/anyOf/0",
            quantity.id()
        );
        let range = schema.pointer(&place).unwrap();
        let (low, high) = quantity.range();
        let found = [&range["minimum"], &range["maximum"]].map(Value::as_f64);
        assert_eq!(found, [Some(low), Some(high)], "{quantity}");
    }
    let rules = euthymia_clinical::safety::rules::bundled().iter();
    let items: BTreeSet<String> = rules
        .flat_map(|set| &set.rules)
        .filter_map(|rule| match &rule.demand {
            Demand::Recorded { item } => Some(item.clone()),
            _ => None,
        })
        .collect();
    assert_eq!(keys(&schema, "/properties/checklist/properties"), items);
    let intake: BTreeSet<String> = Intake::ALL.iter().map(|one| one.id().to_owned()).collect();
    assert_eq!(keys(&schema, "/properties/before/properties"), intake);
}
