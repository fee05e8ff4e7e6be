//! A session's files: nothing is lost without a word, and what cannot be true is refused.
#![allow(clippy::unwrap_used)]

use euthymia_app::AppError;
use euthymia_app::session::{Asked, read};
use euthymia_clinical::safety::session::Session;

fn read_as(name: &str, text: &str, asked: Asked) -> Result<Session, AppError> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, text).unwrap();
    read(&path, &asked)
}

fn infusion() -> Asked {
    Asked {
        treatment: Some("ketamine_iv".to_owned()),
        dose_end: Some(40.0),
        ..Asked::default()
    }
}

#[track_caller]
fn refused(found: Result<Session, AppError>, words: &[&str]) {
    let problem = format!("{:?}", found.unwrap_err());
    for word in words {
        assert!(problem.contains(word), "{word}: {problem}");
    }
}

#[test]
fn a_column_that_nothing_reads_is_refused_with_the_one_it_may_be() {
    for (header, near) in [
        ("systolic,diastolik", "diastolic"),
        ("systolic,systolic_mmHg", "systolic"),
        ("systolic,SpO2 %", "spo2"),
        ("systolic,dia", "diastolic"),
        ("systolic,pulsee", "pulse"),
    ] {
        let text = format!("minute,{header}\n5,120,80\n");
        refused(
            read_as("v.csv", &text, infusion()),
            &[
                "is not known",
                &format!("Did you mean \\\"{near}\\\"?"),
                "--ignore",
            ],
        );
    }
    refused(
        read_as("v.csv", "minute,pulse,patient\n5,70,x\n", infusion()),
        &["\\\"patient\\\" is not known"],
    );
}

#[test]
fn a_column_is_left_out_when_it_is_named() {
    let text = "minute,pulse,patient\n5,70,x\n";
    let ignoring = |names: &[&str]| Asked {
        ignored: names.iter().map(|name| (*name).to_owned()).collect(),
        ..infusion()
    };
    let session = read_as("v.csv", text, ignoring(&["patient"])).unwrap();
    assert_eq!(session.readings.len(), 1);
    refused(
        read_as("v.csv", text, ignoring(&["patient", "note"])),
        &["there is no column", "note"],
    );
}

#[test]
fn times_are_held_against_each_other_whichever_way_they_come() {
    let csv = |dose_end, discharge| {
        let asked = Asked {
            dose_end,
            discharge,
            ..infusion()
        };
        read_as("v.csv", "minute,pulse\n5,70\n100,72\n", asked)
    };
    assert!(csv(Some(40.0), Some(100.0)).is_ok());
    refused(csv(Some(-40.0), None), &["dose_end", "never negative"]);
    refused(csv(Some(4000.0), None), &["dose_end", "0 to 1440"]);
    refused(
        csv(Some(40.0), Some(10.0)),
        &["before the dose ended at 40"],
    );
    refused(
        csv(Some(40.0), Some(99.0)),
        &["minute 100, after the patient left at minute 99"],
    );
    let toml = |body: &str| {
        let text =
            format!("schema = \"euthymia.session.v1\"\ntreatment = \"esketamine_in\"\n{body}");
        read_as("s.toml", &text, Asked::default())
    };
    refused(
        toml("discharge = 130\n[[measured]]\nminute = 600\npulse = 70\n"),
        &["minute 600, after the patient left at minute 130"],
    );
    refused(
        toml("dose_end = 5\n[[device]]\nminute = 0\n[[device]]\nminute = 60\n"),
        &["a device at minute 60, after the dose ended at minute 5"],
    );
    refused(
        read_as(
            "s.toml",
            "schema = \"euthymia.session.v1\"\ntreatment = \"ketamine_iv\"\ndischarge = 60\n",
            Asked {
                dose_end: Some(90.0),
                ..Asked::default()
            },
        ),
        &["before the dose ended at 90"],
    );
}

#[test]
fn a_dose_has_its_unit_and_the_range_of_its_treatment() {
    let dose = |treatment: &str, dose: &str| {
        let text = format!(
            "schema = \"euthymia.session.v1\"\ntreatment = \"{treatment}\"\ndose = \"{dose}\"\n"
        );
        read_as("s.toml", &text, Asked::default())
    };
    for (treatment, text, milligrams) in [
        ("esketamine_in", "56 mg", Some(56.0)),
        ("esketamine_in", "84mg", Some(84.0)),
        ("ketamine_iv", "35 mg over 40 min", Some(35.0)),
        ("ketamine_iv", "0.5 mg/kg over 1 h", None),
        ("psilocybin", "25000 µg", Some(25.0)),
        ("saint", "18000 pulses", None),
    ] {
        assert_eq!(dose(treatment, text).unwrap().dose_mg, milligrams, "{text}");
    }
    for (treatment, text, words) in [
        (
            "esketamine_in",
            "56 g",
            &["a dose of 56 g cannot be right"][..],
        ),
        ("esketamine_in", "blah", &["no number"]),
        ("esketamine_in", "56", &["no unit"]),
        ("esketamine_in", "112 mg", &["28 to 84 mg"]),
        ("esketamine_in", "50 mg", &["whole devices of 28 mg"]),
        ("esketamine_in", "0.5 mg/kg", &["not dosed by body weight"]),
        ("ketamine_iv", "50 mg/kg", &["cannot be right"]),
        ("ketamine_iv", "35 mg over 40", &["no unit"]),
        ("ketamine_iv", "35 mg over 0 min", &["more than 0"]),
        ("psilocybin", "25 g", &["cannot be right"]),
        ("saint", "25 mg", &["pulses"]),
    ] {
        refused(dose(treatment, text), words);
    }
}
