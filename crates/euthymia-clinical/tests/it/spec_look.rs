//! When a person must look at a session: every reason, and nothing beside them.

use euthymia_clinical::answer::Answer;
use euthymia_clinical::safety::check::check;
use euthymia_clinical::safety::hypertension::rises;
use euthymia_clinical::safety::look::{Why, look, unusual, unusual_during};
use euthymia_clinical::safety::quantity::Quantity::{
    self, Diastolic, Moaas, Pulse, Spo2, Systolic,
};
use euthymia_clinical::safety::rules::{RuleSet, find};
use euthymia_clinical::safety::session::{Asked, Happened, Moment, Reading, Session};
use euthymia_clinical::safety::site::Site;
use euthymia_clinical::source::Status;

fn at(minute: f64, values: &[(Quantity, f64)]) -> Reading {
    Reading {
        moment: Moment::At(minute),
        values: values.to_vec(),
    }
}

fn pressure(minute: f64, systolic: f64, diastolic: f64) -> Reading {
    at(minute, &[(Systolic, systolic), (Diastolic, diastolic)])
}

/// An infusion of 40 minutes in which suicidality was answered with a no.
fn infusion(readings: Vec<Reading>) -> Session {
    Session {
        dose_end: Some(40.0),
        readings,
        suicidality: vec![Asked {
            answer: Answer::No,
            words: String::new(),
            source: None,
        }],
        ..Session::default()
    }
}

fn why(session: &Session, set: &RuleSet) -> Vec<Why> {
    let found = look(session, set, &check(session, set, None));
    found.iter().map(|one| one.why).collect()
}

fn of_ketamine(session: &Session) -> Vec<Why> {
    why(session, find("ketamine_iv").unwrap())
}

#[test]
fn a_quiet_infusion_asks_for_nobody() {
    let quiet = infusion(vec![
        pressure(5.0, 118.0, 72.0),
        pressure(20.0, 150.0, 92.0),
        pressure(55.0, 119.0, 74.0),
        at(60.0, &[(Spo2, 97.0), (Moaas, 5.0), (Pulse, 70.0)]),
    ]);
    assert_eq!(of_ketamine(&quiet), []);
    let left = Session {
        discharge: Some(100.0),
        ..quiet
    };
    assert_eq!(of_ketamine(&left), []);
}

#[test]
fn suicidality_asks_unless_it_is_a_clear_no() {
    for answer in [Answer::Yes, Answer::CannotSay] {
        let mut session = infusion(Vec::new());
        session.suicidality[0].answer = answer;
        assert_eq!(of_ketamine(&session), [Why::Suicidality]);
    }
    let mut session = infusion(Vec::new());
    session.suicidality.clear();
    assert_eq!(of_ketamine(&session), [Why::Suicidality]);
}

#[test]
fn grade_3_and_a_rise_that_was_not_seen_to_pass() {
    let passed = infusion(vec![
        pressure(30.0, 165.0, 95.0),
        pressure(50.0, 118.0, 75.0),
    ]);
    assert_eq!(of_ketamine(&passed), [Why::Grade]);
    let stays = infusion(vec![pressure(30.0, 145.0, 85.0)]);
    assert_eq!(of_ketamine(&stays), [Why::NotPassed]);
    let both = infusion(vec![pressure(30.0, 165.0, 95.0)]);
    assert_eq!(of_ketamine(&both), [Why::Grade, Why::NotPassed]);
    // A lower measurement after the patient left was not seen by anybody there.
    let late = Session {
        discharge: Some(45.0),
        ..infusion(vec![
            pressure(30.0, 145.0, 85.0),
            pressure(50.0, 118.0, 75.0),
        ])
    };
    assert_eq!(of_ketamine(&late), [Why::NotPassed]);
}

#[test]
fn a_raised_number_passes_only_when_it_is_measured_again() {
    // 130/95: the diastolic number is raised; systolic pressure alone says nothing about it.
    let half = infusion(vec![
        pressure(20.0, 130.0, 95.0),
        at(50.0, &[(Systolic, 115.0)]),
    ]);
    assert_eq!(of_ketamine(&half), [Why::NotPassed]);
    let whole = infusion(vec![
        pressure(20.0, 130.0, 95.0),
        at(50.0, &[(Diastolic, 75.0)]),
    ]);
    assert_eq!(of_ketamine(&whole), []);
}

#[test]
fn a_label_rule_that_cannot_be_said_asks_once_the_patient_has_left() {
    let label = find("esketamine_in").unwrap();
    let there = infusion(Vec::new());
    assert_eq!(why(&there, label), []);
    let left = Session {
        discharge: Some(170.0),
        ..there
    };
    // Food, liquid, nasal medicine, pressure before, its two limits, devices, 40 minutes, oximetry and
    // driving are not recorded; the two hours are: 170 - 40 = 130.
    assert_eq!(why(&left, label), [Why::CannotSay; 10]);
}

#[test]
fn readings_that_anybody_would_look_at_where_no_limit_is_set() {
    for (quantity, fine, odd) in [(Spo2, 93.0, 92.0), (Moaas, 2.0, 1.0), (Pulse, 150.0, 151.0)] {
        assert_eq!(
            of_ketamine(&infusion(vec![at(20.0, &[(quantity, fine)])])),
            []
        );
        assert_eq!(
            of_ketamine(&infusion(vec![at(20.0, &[(quantity, odd)])])),
            [Why::Reading],
            "{quantity}"
        );
    }
    // Twice the same is one row, with the furthest.
    let twice = infusion(vec![at(20.0, &[(Spo2, 80.0)]), at(30.0, &[(Spo2, 90.0)])]);
    let set = find("ketamine_iv").unwrap();
    let found = look(&twice, set, &check(&twice, set, None));
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].minute, Some(20.0));
    assert_eq!(found[0].source.status, Status::Unverified);
    assert!(
        unusual()
            .iter()
            .all(|one| one.source.status == Status::Unverified)
    );
}

#[test]
fn a_limit_of_the_clinic_takes_the_place_of_what_anybody_would_look_at() {
    let text = "schema = \"euthymia.session_site.v1\"\n[[set]]\nsource = \"us\"\n\
                rule = \"ketamine_iv.spo2_during\"\nat_least = 88\n";
    let set = Site::parse(text).unwrap();
    let set = set.overlay(find("ketamine_iv").unwrap()).unwrap();
    let during = |value| infusion(vec![at(20.0, &[(Spo2, value)])]);
    assert_eq!(why(&during(90.0), &set), []);
    assert_eq!(why(&during(87.0), &set), [Why::Breached]);
    // After the infusion the clinic has said nothing.
    let after = infusion(vec![at(50.0, &[(Spo2, 90.0)])]);
    assert_eq!(why(&after, &set), [Why::Reading]);
}

#[test]
fn less_than_alert_asks_when_the_patient_has_left() {
    let drowsy = infusion(vec![at(50.0, &[(Moaas, 4.0)])]);
    assert_eq!(of_ketamine(&drowsy), []);
    let left = Session {
        discharge: Some(60.0),
        ..drowsy
    };
    assert_eq!(of_ketamine(&left), [Why::Reading]);
}

#[test]
fn an_event_of_grade_3_and_devices_of_another_dose() {
    let event = |grade| Session {
        events: Some(vec![Happened {
            moment: None,
            name: "headache".to_owned(),
            grade,
        }]),
        ..infusion(Vec::new())
    };
    assert_eq!(of_ketamine(&event(Some(2))), []);
    assert_eq!(of_ketamine(&event(None)), []);
    assert_eq!(of_ketamine(&event(Some(3))), [Why::Event]);
    let devices = |minutes: &[f64], dose| Session {
        devices: minutes.to_vec(),
        dose_end: None,
        dose_mg: dose,
        ..infusion(Vec::new())
    };
    let label = find("esketamine_in").unwrap();
    // 2 devices of 28 mg are 56 mg.
    assert_eq!(why(&devices(&[0.0, 5.0], Some(56.0)), label), []);
    assert_eq!(
        why(&devices(&[0.0, 5.0, 10.0], Some(56.0)), label),
        [Why::Dose]
    );
    assert_eq!(why(&devices(&[0.0, 5.0, 10.0], None), label), []);
    assert_eq!(why(&devices(&[], Some(56.0)), label), []);
}

#[test]
fn readings_of_the_time_of_a_rise_are_seen() {
    let rise = |odd: Reading| {
        let mut readings = vec![
            pressure(5.0, 118.0, 72.0),
            pressure(20.0, 165.0, 95.0),
            odd,
            pressure(60.0, 118.0, 72.0),
            at(90.0, &[(Spo2, 97.0)]),
        ];
        readings.sort_by(|a, b| a.moment.order().total_cmp(&b.moment.order()));
        let session = infusion(readings);
        let found = rises(&session);
        assert_eq!(found.len(), 1);
        unusual_during(&session, &found[0])
    };
    assert!(!rise(at(30.0, &[(Spo2, 97.0)])));
    assert!(rise(at(30.0, &[(Spo2, 70.0)])));
    assert!(!rise(at(80.0, &[(Spo2, 70.0)])));
}
