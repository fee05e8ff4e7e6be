//! Sessions that a person can check by hand.

use euthymia_clinical::answer::Answer;
use euthymia_clinical::safety::check::{Checked, Verdict, check};
use euthymia_clinical::safety::hypertension::{grade, rises};
use euthymia_clinical::safety::quantity::Quantity::{
    self, Diastolic, Pulse, Spo2, Systolic, Temperature,
};
use euthymia_clinical::safety::rules::{RuleSet, find};
use euthymia_clinical::safety::session::{Asked, Convention, Moment, Reading, Session};
use euthymia_clinical::safety::site::Site;

fn pressure(moment: Moment, systolic: f64, diastolic: f64) -> Reading {
    Reading {
        moment,
        values: vec![(Systolic, systolic), (Diastolic, diastolic)],
    }
}

fn at(minute: f64, systolic: f64, diastolic: f64) -> Reading {
    pressure(Moment::At(minute), systolic, diastolic)
}

fn label() -> &'static RuleSet {
    find("esketamine_in").unwrap()
}

#[track_caller]
fn verdict(checked: &Checked<'_>, rule: &str) -> Verdict {
    let found: Vec<Verdict> = checked
        .judged
        .iter()
        .filter(|one| one.rule.id == rule)
        .map(|one| one.verdict)
        .collect();
    assert_eq!(found.len(), 1, "{rule}: {found:?}");
    found[0]
}

#[test]
fn the_label_draws_its_line_above_140_and_above_90() {
    for (systolic, diastolic, high, low) in [
        (140.0, 90.0, Verdict::Met, Verdict::Met),
        (141.0, 90.0, Verdict::Breached, Verdict::Met),
        (140.0, 91.0, Verdict::Met, Verdict::Breached),
    ] {
        let session = Session {
            readings: vec![pressure(Moment::Before(Some(5.0)), systolic, diastolic)],
            ..Session::default()
        };
        let checked = check(&session, label(), None);
        assert_eq!(verdict(&checked, "systolic_before"), high);
        assert_eq!(verdict(&checked, "diastolic_before"), low);
    }
}

#[test]
fn an_empty_record_breaches_nothing_and_meets_nothing() {
    let checked = check(&Session::default(), label(), None);
    assert_eq!(checked.count(Verdict::Breached), 0);
    assert_eq!(checked.count(Verdict::Met), 0);
    assert!(checked.count(Verdict::CannotSay) > 5);
    assert_eq!(Session::default().suicidal(), Answer::CannotSay);
}

#[test]
fn two_hours_depend_on_the_device_they_are_counted_from() {
    // Devices at 0, 5 and 10; left at 125: 125 from the first, 115 from the last.
    let session = Session {
        devices: vec![0.0, 5.0, 10.0],
        discharge: Some(125.0),
        ..Session::default()
    };
    let said = |convention| verdict(&check(&session, label(), convention), "observed");
    assert_eq!(said(None), Verdict::CannotSay);
    assert_eq!(said(Some(Convention::FirstDevice)), Verdict::Met);
    assert_eq!(said(Some(Convention::LastDevice)), Verdict::Breached);
    let own = Session {
        convention: Some(Convention::FirstDevice),
        ..session.clone()
    };
    let checked = check(&own, label(), Some(Convention::LastDevice));
    assert_eq!(verdict(&checked, "observed"), Verdict::Met);
    // Where both agree, the convention does not matter.
    let long = Session {
        discharge: Some(130.0),
        ..session
    };
    assert_eq!(
        verdict(&check(&long, label(), None), "observed"),
        Verdict::Met
    );
}

#[test]
fn devices_are_five_minutes_apart() {
    let apart = |devices: &[f64]| {
        let session = Session {
            devices: devices.to_vec(),
            ..Session::default()
        };
        verdict(&check(&session, label(), None), "between_devices")
    };
    assert_eq!(apart(&[0.0, 5.0]), Verdict::Met);
    assert_eq!(apart(&[0.0, 4.0]), Verdict::Breached);
    assert_eq!(apart(&[]), Verdict::CannotSay);
}

#[test]
fn about_forty_minutes_is_exact_until_a_clinic_says_how_far_off() {
    let session = |minute: f64| Session {
        devices: vec![0.0],
        readings: vec![at(minute, 130.0, 80.0)],
        ..Session::default()
    };
    let said = |minute| verdict(&check(&session(minute), label(), None), "pressure_at_40");
    assert_eq!(said(40.0), Verdict::Met);
    assert_eq!(said(42.0), Verdict::CannotSay);
    let text = "schema = \"euthymia.session_site.v1\"\n[[set]]\nsource = \"us\"\n\
                rule = \"esketamine_nasal.pressure_at_40\"\ntolerance_minutes = 5\n";
    let set = Site::parse(text).unwrap().overlay(label()).unwrap();
    let said = |minute| verdict(&check(&session(minute), &set, None), "pressure_at_40");
    assert_eq!(said(45.0), Verdict::Met);
    assert_eq!(said(46.0), Verdict::CannotSay);
}

#[test]
fn what_nobody_set_decides_nothing_until_the_clinic_does() {
    let infusion = find("ketamine_iv").unwrap();
    let session = Session {
        dose_end: Some(40.0),
        readings: vec![at(20.0, 220.0, 130.0)],
        ..Session::default()
    };
    assert!(check(&session, infusion, None).judged.is_empty());
    let text = "schema = \"euthymia.session_site.v1\"\n[[set]]\nsource = \"us\"\n\
                rule = \"ketamine_iv.systolic_during\"\nat_most = 180\n";
    let set = Site::parse(text).unwrap().overlay(infusion).unwrap();
    let checked = check(&session, &set, None);
    assert_eq!(verdict(&checked, "systolic_during"), Verdict::Breached);
    // The same value after the dose is not during it; without an end it cannot be said.
    let after = Session {
        dose_end: Some(10.0),
        ..session.clone()
    };
    assert_eq!(
        verdict(&check(&after, &set, None), "systolic_during"),
        Verdict::CannotSay
    );
    let open = Session {
        dose_end: None,
        ..session
    };
    assert_eq!(
        verdict(&check(&open, &set, None), "systolic_during"),
        Verdict::CannotSay
    );
}

#[test]
fn a_limit_of_the_clinic_stands_beside_that_of_the_label() {
    let text = "schema = \"euthymia.session_site.v1\"\n[[set]]\nsource = \"us\"\n\
                rule = \"esketamine_nasal.systolic_before\"\nat_most = 130\n";
    let set = Site::parse(text).unwrap().overlay(label()).unwrap();
    let session = Session {
        readings: vec![pressure(Moment::Before(None), 135.0, 80.0)],
        ..Session::default()
    };
    let checked = check(&session, &set, None);
    let found: Vec<(Verdict, String)> = checked
        .judged
        .iter()
        .filter(|one| one.rule.id == "systolic_before")
        .map(|one| (one.verdict, one.rule.source.to_string()))
        .collect();
    assert_eq!(found.len(), 2);
    assert!(found.contains(&(Verdict::Breached, "us [set by the clinic]".to_owned())));
    assert!(found.iter().any(|(verdict, _)| *verdict == Verdict::Met));
}

#[test]
fn a_site_that_does_not_fit_is_refused() {
    let site = |body: &str| {
        Site::parse(&format!("schema = \"euthymia.session_site.v1\"\n{body}"))
            .unwrap_err()
            .problem
    };
    let set = |body: &str| site(&format!("[[set]]\nsource = \"us\"\n{body}"));
    assert!(set("rule = \"nothing.here\"\nat_most = 1").contains("is not a rule"));
    assert!(set("rule = \"ketamine_iv.observed\"\nat_most = 1").contains("give minutes"));
    assert!(set("rule = \"ketamine_iv.escort\"\nrequired = false").contains("required = true"));
    assert!(
        set("rule = \"ketamine_iv.systolic_during\"\nat_most = 1\nat_least = 1")
            .contains("one limit only")
    );
    assert!(set("rule = \"ketamine_iv.observed\"\nminutes = -1").contains("not a time"));
    assert!(site("observation_from = \"door\"").contains("first_device"));
}

#[test]
fn grades_begin_at_their_numbers() {
    // CTCAE version 5: 120/80, 140/90, 160/100, each "at least".
    for (systolic, diastolic, expected) in [
        (119.0, 79.0, 0),
        (120.0, 70.0, 1),
        (100.0, 80.0, 1),
        (139.0, 89.0, 1),
        (140.0, 70.0, 2),
        (100.0, 90.0, 2),
        (159.0, 99.0, 2),
        (160.0, 70.0, 3),
        (100.0, 100.0, 3),
        (250.0, 150.0, 3),
    ] {
        assert_eq!(grade(Some(systolic), Some(diastolic)), Some(expected));
    }
    assert_eq!(grade(Some(165.0), None), Some(3));
}

#[test]
fn a_rise_has_its_length_between_bounds() {
    // 138 at 10, 150 at 20, 165 at 30, 142 at 40, 130 at 55: at least 20 minutes, at most 45.
    let session = Session {
        dose_end: Some(40.0),
        readings: vec![
            at(10.0, 138.0, 80.0),
            at(20.0, 150.0, 85.0),
            at(30.0, 165.0, 88.0),
            at(40.0, 142.0, 82.0),
            at(55.0, 130.0, 78.0),
        ],
        ..Session::default()
    };
    // Grade 1 before it and after it, each a run of its own.
    let found = rises(&session);
    let [before, rise, after] = found.as_slice() else {
        panic!("{found:?}")
    };
    assert_eq!((before.grade, after.grade), (1, 1));
    assert!(before.went_on && !after.went_on && !after.has_passed);
    assert_eq!(before.around, (None, Some(20.0)));
    assert_eq!(rise.grade, 3);
    assert_eq!(rise.peak, (Some(165.0), Some(88.0)));
    assert_eq!(rise.at_least(), Some(20.0));
    assert_eq!(rise.at_most(), Some(45.0));
    assert!(rise.has_passed && rise.during && !rise.began_before);
    let open = Session {
        readings: vec![at(30.0, 165.0, 88.0)],
        ..session
    };
    let found = rises(&open);
    assert_eq!(found[0].at_least(), Some(0.0));
    assert_eq!(found[0].at_most(), None);
    assert!(!found[0].has_passed);
}

#[test]
fn one_positive_answer_is_enough_and_silence_is_not_a_no() {
    let asked = |answers: &[Answer]| Session {
        suicidality: answers
            .iter()
            .map(|answer| Asked {
                answer: *answer,
                words: String::new(),
                source: None,
            })
            .collect(),
        ..Session::default()
    };
    let (yes, no, open) = (Answer::Yes, Answer::No, Answer::CannotSay);
    assert_eq!(asked(&[no, no]).suicidal(), no);
    assert_eq!(asked(&[no, yes, open]).suicidal(), yes);
    assert_eq!(asked(&[no, open]).suicidal(), open);
    assert_eq!(asked(&[]).suicidal(), open);
}

#[test]
fn units_that_are_mixed_up_are_told() {
    let help = |quantity: Quantity, value: f64| quantity.take(value).unwrap_err().help;
    assert!(help(Spo2, 0.97).contains("write 97"));
    assert!(help(Temperature, 98.0).contains("36.7 °C"));
    assert!(help(Systolic, 16.0).contains("120 mmHg"));
    assert!(help(Pulse, 1.2).contains("72 a minute"));
    assert_eq!(Temperature.parse("98 F"), Ok(36.7));
    assert_eq!(Spo2.parse("97 %"), Ok(97.0));
    assert!(Spo2.parse("0.97 %").is_err());
    assert!(Pulse.parse("72 mmHg").is_err());
    assert!(Systolic.parse("12O").is_err());
}
