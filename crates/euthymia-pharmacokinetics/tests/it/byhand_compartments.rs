//! Closed forms of small systems, worked out in `reference/byhand/compartments.md`.

use crate::support::one;
use euthymia_pharmacokinetics::{Course, CourseError, Flow, Input, Output, System, SystemError};
use euthymia_testkit::assert_close;

const TIMES: [f64; 6] = [0.1, 0.5, 1.0, 1.5, 4.0, 20.0];

/// 30 mg over 1.5 h into 20 L that empty at k: dose/(T k V) (1 − e^(−kt)), and e^(−k(t−T)) after.
#[test]
fn one_compartment_under_an_infusion() {
    let k = 0.7_f64;
    let infusion = Input::infusion(0, 30.0, 0.0, 1.5).unwrap();
    let course = Course::of(&one(k), &[infusion]).unwrap();
    for t in TIMES {
        let level = |t: f64| 30.0 / 1.5 / (k * 20.0) * -(-k * t).exp_m1();
        let expected = match t <= 1.5 {
            true => level(t),
            false => level(1.5) * (-k * (t - 1.5)).exp(),
        };
        let found = course.concentration(t, 0).unwrap();
        assert_close!(found, 1000.0 * expected, "algebra", "at {t} h");
    }
    let peak = course.peak(0, 24.0).unwrap();
    assert_close!(
        peak.at_h,
        1.5,
        "exact",
        "the peak is at the end of the infusion"
    );
    assert_close!(
        course.area_to_infinity(0).unwrap(),
        1000.0 * 30.0 / (k * 20.0),
        "algebra",
        "dose over clearance"
    );
}

/// A bolus into two compartments: A e^(−αt) + B e^(−βt) with αβ = k10 k21, α + β = k10 + k12 + k21.
#[test]
fn two_compartments_after_a_bolus() {
    let (k10, k12, k21, volume_l) = (0.9_f64, 1.3_f64, 0.4_f64, 12.0);
    let flows = [
        Flow::Out { from: 0, rate: k10 },
        Flow::Between {
            from: 0,
            to: 1,
            rate: k12,
        },
        Flow::Between {
            from: 1,
            to: 0,
            rate: k21,
        },
    ];
    let output = Output {
        compartment: 0,
        volume_l,
    };
    let system = System::new(2, &flows, vec![output]).unwrap();
    let course = Course::of(&system, &[Input::bolus(0, 6.0, 0.0).unwrap()]).unwrap();
    let sum = k10 + k12 + k21;
    let root = (sum * sum - 4.0 * k10 * k21).sqrt();
    let (alpha, beta) = ((sum + root) / 2.0, (sum - root) / 2.0);
    let (a, b) = (
        (alpha - k21) / (alpha - beta),
        (k21 - beta) / (alpha - beta),
    );
    for t in TIMES {
        let expected = 1000.0 * 6.0 / volume_l * (a * (-alpha * t).exp() + b * (-beta * t).exp());
        assert_close!(
            course.concentration(t, 0).unwrap(),
            expected,
            "algebra",
            "at {t} h"
        );
    }
    assert_close!(
        system.half_life_h(0).unwrap(),
        2.0_f64.ln() / beta,
        "algebra",
        "half-life"
    );
    let area = 1000.0 * 6.0 / volume_l
        * (a * -(-alpha * 4.0).exp_m1() / alpha + b * -(-beta * 4.0).exp_m1() / beta);
    assert_close!(course.area(4.0, 0).unwrap(), area, "algebra", "area to 4 h");
}

/// A depot of equal rate: k t e^(−kt), which has no two eigenvectors; its peak is at 1/k.
#[test]
fn a_depot_as_fast_as_elimination() {
    let k = 0.8_f64;
    let flows = [
        Flow::Between {
            from: 0,
            to: 1,
            rate: k,
        },
        Flow::Out { from: 1, rate: k },
    ];
    let system = System::new(
        2,
        &flows,
        vec![Output {
            compartment: 1,
            volume_l: 5.0,
        }],
    )
    .unwrap();
    let course = Course::of(&system, &[Input::bolus(0, 2.0, 0.0).unwrap()]).unwrap();
    for t in TIMES {
        let expected = 1000.0 * 2.0 / 5.0 * k * t * (-k * t).exp();
        assert_close!(
            course.concentration(t, 0).unwrap(),
            expected,
            "algebra",
            "at {t} h"
        );
    }
    let peak = course.peak(0, 24.0).unwrap();
    assert_close!(peak.at_h, 1.0 / k, "root", "peak");
    assert_close!(
        peak.concentration,
        400.0 / 1.0_f64.exp(),
        "algebra",
        "height"
    );
}

/// Two boluses: above the level from 0 to ln 2 / k, and again after the second.
#[test]
fn above_a_level_twice() {
    let k = 0.5_f64;
    let inputs = [
        Input::bolus(0, 10.0, 0.0).unwrap(),
        Input::bolus(0, 10.0, 10.0).unwrap(),
    ];
    let course = Course::of(&one(k), &inputs).unwrap();
    let spans = course.above(0, 250.0, 48.0).unwrap();
    assert_eq!(spans.len(), 2);
    assert_close!(spans[0].from_h, 0.0, "exact", "from the bolus");
    assert_close!(
        spans[0].length_h(),
        2.0_f64.ln() / k,
        "root",
        "one half-life"
    );
    assert_close!(spans[1].from_h, 10.0, "exact", "from the second bolus");
    // What is left of the first makes the second span longer.
    let height = 500.0 * (1.0 + (-10.0 * k).exp());
    assert_close!(
        spans[1].length_h(),
        (height / 250.0).ln() / k,
        "root",
        "second span"
    );
    assert_eq!(course.above(0, 600.0, 48.0), Some(Vec::new()));
}

/// What cannot leave has no whole area; what empties into it has one.
#[test]
fn a_trap_has_no_whole_area() {
    let flows = [
        Flow::Between {
            from: 0,
            to: 1,
            rate: 0.5,
        },
        Flow::Out { from: 0, rate: 0.5 },
    ];
    let outputs = vec![
        Output {
            compartment: 0,
            volume_l: 1.0,
        },
        Output {
            compartment: 1,
            volume_l: 1.0,
        },
    ];
    let system = System::new(2, &flows, outputs).unwrap();
    let course = Course::of(&system, &[Input::bolus(0, 3.0, 0.0).unwrap()]).unwrap();
    assert_close!(
        course.area_to_infinity(0).unwrap(),
        3000.0,
        "algebra",
        "dose over both ways out"
    );
    assert_eq!(course.area_to_infinity(1), None);
    assert_eq!(system.half_life_h(1), None);
}

#[test]
fn what_is_no_system_is_refused() {
    let between = |from, to, rate| Flow::Between { from, to, rate };
    let new = |flows: &[Flow]| System::new(3, flows, Vec::new()).unwrap_err();
    let circle = [between(0, 1, 1.0), between(1, 2, 1.0), between(2, 0, 1.0)];
    assert!(matches!(new(&circle), SystemError::Circle(..)));
    assert_eq!(new(&[between(0, 3, 1.0)]), SystemError::NoCompartment(3));
    assert_eq!(new(&[between(0, 1, -1.0)]), SystemError::Rate(-1.0));
    assert!(matches!(
        new(&[between(1, 1, 1.0)]),
        SystemError::Circle(1, 1)
    ));
    let volume = Output {
        compartment: 0,
        volume_l: 0.0,
    };
    assert_eq!(
        System::new(1, &[], vec![volume]),
        Err(SystemError::Volume(0.0))
    );
    assert_eq!(System::new(0, &[], Vec::new()), Err(SystemError::Size(0)));
    let nothing = Course::of(&one(1.0), &[]).unwrap_err();
    assert_eq!(nothing, CourseError::NoInput);
}
