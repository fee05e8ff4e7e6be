//! What was read of the programme of a treatment, and what is recalled: against the facts that the files
//! were written from.

use euthymia_clinical::protocol::file::{Element, Topic};
use euthymia_clinical::protocol::{Protocol, bundled, bundled_all};
use euthymia_clinical::source::Status;

fn elements(id: &str, topic: Topic) -> Vec<&'static Element> {
    let found = bundled(id).unwrap().programme.iter();
    found.filter(|one| one.topic == topic).collect()
}

fn confirmed(id: &str, topic: Topic) -> String {
    let found = elements(id, topic).into_iter();
    let read = found.filter(|one| one.status == Status::Confirmed);
    let texts: Vec<&str> = read.map(|one| one.text.as_str()).collect();
    texts.join(" | ")
}

#[test]
fn what_was_read_is_there() {
    for (id, topic, words) in [
        (
            "mdma_mapp2",
            Topic::Preparation,
            "three preparatory sessions",
        ),
        (
            "mdma_mapp2",
            Topic::Integration,
            "three integrative sessions after each",
        ),
        ("mdma_mapp2", Topic::Credential, "authorised prescriber"),
        (
            "psilocybin_comp001",
            Topic::Credential,
            "authorised prescriber",
        ),
        (
            "psilocybin_comp001",
            Topic::Credential,
            "at least two monitors",
        ),
        ("psilocybin_comp001", Topic::Integration, "debriefs"),
        (
            "psilocybin_comp001",
            Topic::Integration,
            "changes of perception",
        ),
        (
            "psilocybin_comp001",
            Topic::Preparation,
            "psychoeducation of 2 h",
        ),
        ("psilocybin_comp001", Topic::Consent, "suicidal ideation"),
        (
            "esketamine_adult",
            Topic::Maintenance,
            "least often that keeps remission",
        ),
        (
            "esketamine_older",
            Topic::Maintenance,
            "least often that keeps remission",
        ),
        ("esketamine_mdsi", Topic::Credential, "certified site"),
        ("esketamine_mdsi", Topic::Consent, "boxed warning"),
        ("tms_18hz_h1", Topic::Consent, "5.56 in 1,000"),
        ("tms_18hz_h1", Topic::Maintenance, "twelve weeks"),
        ("tms_10hz_left", Topic::Maintenance, "three weeks"),
        ("tms_saint", Topic::Preparation, "functional MRI"),
        (
            "ketamine_psychotherapy_field_trip",
            Topic::Preparation,
            "preparatory",
        ),
        (
            "ketamine_psychotherapy_dore",
            Topic::Integration,
            "integrative",
        ),
    ] {
        let found = confirmed(id, topic);
        assert!(found.contains(words), "{id} {topic}: {found}");
    }
}

#[test]
fn what_was_not_read_is_not_there() {
    for (id, topic) in [
        ("mdma_mapp2", Topic::Maintenance),
        ("mdma_mapp2", Topic::Setting),
        ("psilocybin_comp001", Topic::Maintenance),
        ("tms_itbs", Topic::Maintenance),
        ("esketamine_mdsi", Topic::Maintenance),
        ("esketamine_adult", Topic::Integration),
        ("ketamine_iv_60min_six", Topic::Integration),
    ] {
        assert!(elements(id, topic).is_empty(), "{id} {topic}");
    }
    // Who may run racemic ketamine, and what is agreed to there, are headings as recalled.
    for topic in [Topic::Credential, Topic::Consent] {
        assert_eq!(confirmed("ketamine_iv_40min", topic), "", "{topic}");
    }
}

#[test]
fn of_combinations_themselves_nothing_was_read() {
    for protocol in bundled_all() {
        let is_combination = protocol.includes.contains(&"shared_combination".to_owned());
        assert_eq!(
            protocol.unread.len(),
            if is_combination { 6 } else { 0 },
            "{}",
            protocol.id
        );
    }
}

fn schedule(protocol: &Protocol, phase: &str) -> Status {
    let found = protocol.phases.iter().find(|one| one.id == phase).unwrap();
    found.schedule[0].status
}

#[test]
fn days_that_nobody_read_are_unverified() {
    for (id, phase, status) in [
        ("ketamine_subcutaneous_home", "course", Status::Unverified),
        ("ketamine_sublingual_rdt", "course", Status::Unverified),
        ("mdma_mapp2", "preparation", Status::Unverified),
        ("mdma_mapp2", "session_1", Status::Unverified),
        ("mdma_mapp2", "integration_1", Status::Unverified),
        // Monthly.
        ("mdma_mapp2", "session_2", Status::Confirmed),
        ("psilocybin_comp001", "dosing", Status::Unverified),
        ("psilocybin_raison", "dosing", Status::Unverified),
        (
            "psilocybin_carhart_harris",
            "first_dose",
            Status::Unverified,
        ),
        // Seven days after the first.
        (
            "psilocybin_carhart_harris",
            "second_dose",
            Status::Confirmed,
        ),
    ] {
        assert_eq!(
            schedule(bundled(id).unwrap(), phase),
            status,
            "{id} {phase}"
        );
    }
}

#[test]
fn facts_recalled_are_unverified() {
    for (id, words) in [
        ("tms_itbs", "47 % and 49 % responded"),
        ("tms_saint", "at most 120 % of the resting"),
        ("psilocybin_comp001", "in 77 % overall"),
        ("psilocybin_raison", "MM120"),
        ("psilocybin_raison", "SPL026"),
        ("psilocybin_raison", "COMP005"),
    ] {
        let mut evidence = bundled(id).unwrap().evidence.iter();
        let found = evidence.find(|one| one.text.contains(words)).unwrap();
        assert_eq!(found.status, Status::Unverified, "{words}");
    }
    let devices = &bundled("tms_itbs").unwrap().regulatory;
    let august = devices
        .iter()
        .find(|one| one.text.contains("August 2018"))
        .unwrap();
    assert_eq!(august.status, Status::Unverified);
    let follow_up = &bundled("ketamine_iv_40min").unwrap().monitoring;
    let screens = follow_up
        .iter()
        .find(|one| one.what.contains("urine drug screen"))
        .unwrap();
    assert_eq!(screens.status, Status::Unverified);
}
