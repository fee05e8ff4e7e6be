//! Limits of a clinic: there is a place for each, and what cannot be meant is refused.

use euthymia_clinical::safety::check::{Verdict, check};
use euthymia_clinical::safety::quantity::Quantity;
use euthymia_clinical::safety::rules::{When, bundled, find};
use euthymia_clinical::safety::session::{Moment, Reading, Session};
use euthymia_clinical::safety::site::{BadSite, Site};

fn site(settings: &[(&str, &str)]) -> Result<Site, BadSite> {
    let settings: String = settings
        .iter()
        .map(|(rule, number)| format!("[[set]]\nsource = \"us\"\nrule = \"{rule}\"\n{number}\n"))
        .collect();
    Site::parse(&format!(
        "schema = \"euthymia.session_site.v1\"\n{settings}"
    ))
}

#[track_caller]
fn refused(settings: &[(&str, &str)], words: &[&str]) {
    let problem = site(settings).unwrap_err().problem;
    for word in words {
        assert!(problem.contains(word), "{problem}");
    }
}

#[test]
fn every_treatment_has_a_place_for_every_vital_sign_in_every_part() {
    let signs = [
        Quantity::Systolic,
        Quantity::Diastolic,
        Quantity::Pulse,
        Quantity::Spo2,
        Quantity::Moaas,
        Quantity::Cadss,
    ];
    for set in bundled() {
        for quantity in signs {
            for when in [When::Before, When::During, When::After, When::Discharge] {
                let same = |rule: &&euthymia_clinical::safety::rules::Rule| {
                    rule.limits() == Some((when, quantity))
                };
                let found = set.rules.iter().filter(same).count();
                assert_eq!(found, 1, "{}: {quantity} {when}", set.id);
            }
        }
    }
    // Only the label's two pressures before the dose decide by themselves.
    let deciding: Vec<&str> = bundled()
        .iter()
        .flat_map(|set| &set.rules)
        .filter(|rule| rule.limits().is_some() && rule.decides())
        .map(|rule| rule.id.as_str())
        .collect();
    assert_eq!(deciding, ["systolic_before", "diastolic_before"]);
}

#[test]
fn what_was_empty_decides_when_the_clinic_fills_it() {
    let session = Session {
        devices: vec![0.0],
        readings: vec![Reading {
            moment: Moment::At(30.0),
            values: vec![(Quantity::Pulse, 140.0)],
        }],
        ..Session::default()
    };
    let label = find("esketamine_in").unwrap();
    let set = site(&[("esketamine_nasal.pulse_after", "at_most = 130")]).unwrap();
    let set = set.overlay(label).unwrap();
    let checked = check(&session, &set, None);
    let found = checked
        .judged
        .iter()
        .find(|one| one.rule.id == "pulse_after");
    assert_eq!(found.unwrap().verdict, Verdict::Breached);
}

#[test]
fn numbers_that_cannot_be_meant_are_refused_with_the_range() {
    let during = "ketamine_iv.systolic_during";
    refused(&[(during, "at_most = 1800")], &["110 to 250 mmHg"]);
    refused(
        &[(during, "at_least = 180")],
        &["60 to 110 mmHg", "at_most"],
    );
    refused(
        &[("ketamine_iv.spo2_during", "at_most = 92")],
        &["use at_least"],
    );
    refused(
        &[("ketamine_iv.spo2_during", "at_least = 0.92")],
        &["80 to 100 %"],
    );
    refused(
        &[("ketamine_iv.sedation_discharge", "at_most = 5")],
        &["use at_least"],
    );
    refused(
        &[("ketamine_iv.dissociation_after", "at_least = 4")],
        &["use at_most"],
    );
    refused(&[(during, "within_percent_of_before = 0")], &["1 to 100"]);
    refused(
        &[("ketamine_iv.observed", "minutes = 0")],
        &["asks for nothing"],
    );
    refused(
        &[("esketamine_nasal.pressure_at_40", "tolerance_minutes = 21")],
        &["0 to 20"],
    );
    assert!(site(&[("esketamine_nasal.pressure_at_40", "tolerance_minutes = 20")]).is_ok());
    refused(
        &[("esketamine_nasal.pressure_before", "tolerance_minutes = 5")],
        &["no number"],
    );
}

#[test]
fn a_lowest_value_lies_below_the_highest() {
    let pulse = "ketamine_iv.pulse_during";
    assert!(site(&[(pulse, "at_most = 150"), (pulse, "at_least = 45")]).is_ok());
    refused(
        &[(pulse, "at_most = 80"), (pulse, "at_least = 80")],
        &["at_least = 80 is not below at_most = 80"],
    );
    refused(
        &[(pulse, "at_most = 150"), (pulse, "at_most = 160")],
        &["set twice"],
    );
}

#[test]
fn an_unknown_rule_is_answered_with_those_there_are() {
    refused(
        &[("ketamine_iv.moaas_during", "at_least = 3")],
        &["not a rule", "sedation_during"],
    );
    refused(
        &[("ketamin.pulse_during", "at_most = 120")],
        &["ketamine_other"],
    );
}
