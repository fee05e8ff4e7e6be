//! Every bundled model against SciPy, which has its rate matrices from the printed parameters and not
//! from our files.

use crate::support::{course, dose, person};
use euthymia_pharmacokinetics::quantity::{Hours, Years};
use euthymia_pharmacokinetics::{Administration, Person};
use euthymia_testkit::Comparison;
use euthymia_testkit::reference::{Json, json};

const FILE: &str = "expected/scipy/pharmacokinetics.json";

fn count(file: &Json, place: &str) -> usize {
    file.get(place)
        .and_then(|list| list.as_array())
        .unwrap()
        .len()
}

fn values(file: &Json, place: &str) -> Vec<f64> {
    let all = file.numbers(place).into_iter();
    all.map(|value| value.unwrap().value).collect()
}

#[test]
fn infusions_of_every_intravenous_model() {
    let file = json(FILE);
    let mut all = Comparison::new("infusions");
    for case in 0..count(&file, "infusions") {
        let at = |what: &str| format!("infusions.{case}.{what}");
        let number = |what: &str| file.number(&at(what));
        let named = file
            .get(&at("model"))
            .and_then(|name| name.as_str())
            .unwrap();
        let (model, weight) = match named.split_once('_') {
            Some((model, weight)) => (model, weight.parse().unwrap()),
            None => (named, 70.0),
        };
        let given = dose(
            number("dose_mg").value,
            0.0,
            Some(number("infusion_min").value / 60.0),
        );
        let found = course(model, &person(weight), "intravenous", &[given]);
        let output = number("output").value as usize;
        for (place, minutes) in values(&file, &at("minutes")).into_iter().enumerate() {
            let concentration = found.concentration(minutes / 60.0, output).unwrap();
            let expected = number(&format!("ng_ml.{place}"));
            all.compare(
                "concentration",
                concentration,
                expected,
                "scipy_expm",
                named,
            );
        }
        let (area, whole) = (found.area(24.0, output), found.area_to_infinity(output));
        all.compare(
            "area",
            area.unwrap(),
            number("auc_24h"),
            "scipy_expm",
            named,
        );
        all.compare(
            "whole area",
            whole.unwrap(),
            number("auc_infinity"),
            "scipy_expm",
            named,
        );
        let solved = found.concentration(2.0, output).unwrap();
        all.compare(
            "solver",
            solved,
            number("by_solver_at_120"),
            "estimate",
            named,
        );
        if let Some(tmax) = file.number_if_any(&at("tmax_h")) {
            let peak = found.peak(output, 24.0).unwrap();
            all.compare("tmax", peak.at_h, tmax, "root", named);
            all.compare(
                "cmax",
                peak.concentration,
                number("cmax"),
                "scipy_expm",
                named,
            );
        }
    }
    all.finish(200);
}

#[test]
fn time_above_a_level() {
    let file = json(FILE);
    let found = course(
        "kamp",
        &person(70.0),
        "intravenous",
        &[dose(35.0, 0.0, Some(40.0 / 60.0))],
    );
    let spans = found.above(0, 100.0, 24.0).unwrap();
    assert_eq!(spans.len(), 1);
    let mut all = Comparison::new("above 100 ng/mL");
    all.compare(
        "from",
        spans[0].from_h,
        file.number("kamp_40_above_100.from_h"),
        "root",
        "Kamp",
    );
    all.compare(
        "to",
        spans[0].to_h,
        file.number("kamp_40_above_100.to_h"),
        "root",
        "Kamp",
    );
    all.finish(2);
}

#[test]
fn a_bolus_and_two_infusions_with_pauses() {
    let file = json(FILE);
    let given = [
        dose(5.0, 0.0, None),
        dose(10.0, 0.25, Some(0.25)),
        dose(20.0, 0.75, Some(0.5)),
    ];
    let found = course("kamp", &person(70.0), "intravenous", &given);
    let mut all = Comparison::new("bolus and infusions");
    let place = |what: &str| format!("kamp_bolus_and_two_infusions.{what}");
    for (nth, hours) in values(&file, &place("hours")).into_iter().enumerate() {
        let expected = file.number(&place(&format!("ng_ml.{nth}")));
        let concentration = found.concentration(hours, 0).unwrap();
        all.compare(
            "concentration",
            concentration,
            expected,
            "scipy_expm",
            &hours.to_string(),
        );
    }
    all.finish(10);
}

#[test]
fn devices_by_age_and_origin() {
    let file = json(FILE);
    let mut all = Comparison::new("devices");
    for case in 0..count(&file, "nasal") {
        let at = |what: &str| format!("nasal.{case}.{what}");
        let is = |group: &str| file.get(&at(group)).and_then(|own| own.as_bool()).unwrap();
        let groups = ["asian", "japanese"].into_iter().filter(|group| is(group));
        let person = Person {
            age: Some(Years::new(file.number(&at("age")).value).unwrap()),
            groups: groups.map(str::to_owned).collect(),
            ..person(70.0)
        };
        let devices = file.number(&at("devices")).value;
        let found = course(
            "perez_ruixo",
            &person,
            "nasal",
            &[dose(28.0 * devices, 0.0, None)],
        );
        for (output, of) in [(0, ""), (1, "metabolite.")] {
            let number = |what: &str| file.number(&at(&format!("{of}{what}")));
            let peak = found.peak(output, 24.0).unwrap();
            let context = format!("case {case}, output {output}");
            all.compare("tmax", peak.at_h, number("tmax_h"), "root", &context);
            all.compare(
                "cmax",
                peak.concentration,
                number("cmax"),
                "scipy_expm",
                &context,
            );
            let area = found.area(24.0, output).unwrap();
            all.compare("area", area, number("auc_24h"), "scipy_expm", &context);
        }
    }
    all.finish(90);
}

#[test]
fn devices_five_minutes_apart() {
    let file = json(FILE);
    let given = Administration {
        between: Hours::parse("5min").unwrap(),
        ..dose(84.0, 0.0, None)
    };
    let found = course("perez_ruixo", &person(70.0), "nasal", &[given]);
    let peak = found.peak(0, 24.0).unwrap();
    let number = |what: &str| file.number(&format!("nasal_three_devices_5_min_apart.{what}"));
    let mut all = Comparison::new("three devices, five minutes apart");
    all.compare("tmax", peak.at_h, number("tmax_h"), "root", "84 mg");
    all.compare(
        "cmax",
        peak.concentration,
        number("cmax"),
        "scipy_expm",
        "84 mg",
    );
    all.compare(
        "area",
        found.area(24.0, 0).unwrap(),
        number("auc_24h"),
        "scipy_expm",
        "84 mg",
    );
    all.finish(3);
}
