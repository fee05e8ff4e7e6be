//! What the files say about the models, and what people and doses they refuse.

use crate::support::{course, dose, person};
use euthymia_pharmacokinetics::model::{Mark, not_offered};
use euthymia_pharmacokinetics::quantity::{
    Dose, Hours, Kilograms, Milligrams, NanogramsPerMillilitre, QuantityError, Years,
};
use euthymia_pharmacokinetics::{
    Individual, Model, Person, PersonError, RouteError, bundled, bundled_all,
};
use euthymia_testkit::assert_close;

#[test]
fn every_model_says_where_it_comes_from_and_what_it_does_not_cover() {
    let mut count = 0;
    for model in bundled_all() {
        count += 1;
        for text in [
            &model.citation,
            &model.identifier,
            &model.read_in,
            &model.measured,
            &model.substance,
        ] {
            assert!(!text.trim().is_empty(), "{}", model.id);
        }
        assert!(!model.not_covered.is_empty(), "{}", model.id);
        assert!(model.output("plasma").is_some(), "{}", model.id);
        let mirror = model.share_of_racemate.is_some();
        assert_eq!(
            mirror,
            !model.measured.contains("both mirror forms"),
            "{}",
            model.id
        );
    }
    assert_eq!(count, 5);
    assert!(
        not_offered()
            .iter()
            .any(|model| model.name.contains("Simons 2022"))
    );
}

/// No implementation's assumption about the effect site is passed off as an estimate.
#[test]
fn effect_sites_are_unverified() {
    for id in ["kamp", "domino"] {
        let model = bundled(id).unwrap();
        assert_eq!(model.parameter("ke0").unwrap().mark, Mark::Unverified);
        let effect = &model.outputs[model.output("effect").unwrap()];
        assert!(model.is_unverified(effect));
        assert!(!model.is_unverified(&model.outputs[model.output("plasma").unwrap()]));
    }
}

/// Kamp and Domino are linear in weight: by weight, nobody differs.
#[test]
fn a_dose_by_weight_gives_everybody_the_same_where_all_is_linear_in_weight() {
    for id in ["kamp", "domino", "clements"] {
        let at = |weight: f64| {
            let mg = Dose::parse("0.5mg/kg")
                .unwrap()
                .at(Kilograms::new(weight).unwrap())
                .unwrap();
            course(
                id,
                &person(weight),
                "intravenous",
                &[dose(mg.value(), 0.0, Some(1.0))],
            )
        };
        assert_close!(
            at(50.0).concentration(0.5, 0).unwrap(),
            at(110.0).concentration(0.5, 0).unwrap(),
            "algebra",
            "{id}"
        );
    }
}

/// Blood flow falls by 2.19 L/h for each year above 60, and not before.
#[test]
fn age_counts_above_sixty() {
    let model = bundled("perez_ruixo").unwrap();
    let flow = |age: f64| {
        let aged = Person {
            age: Some(Years::new(age).unwrap()),
            ..person(70.0)
        };
        Individual::typical(model, &aged)
            .unwrap()
            .value("qh")
            .unwrap()
    };
    assert_close!(flow(30.0), 151.0, "exact", "30 years");
    assert_close!(flow(60.0), 151.0, "exact", "60 years");
    assert_close!(flow(70.0), 151.0 - 21.9, "algebra", "70 years");
}

#[test]
fn groups_change_what_the_paper_says() {
    let model = bundled("perez_ruixo").unwrap();
    assert_eq!(model.groups(), ["asian", "japanese"]);
    let of = |groups: &[&str]| {
        let groups = groups.iter().map(|group| (*group).to_owned()).collect();
        Individual::typical(
            model,
            &Person {
                groups,
                ..person(70.0)
            },
        )
        .unwrap()
    };
    let (asian, both) = (of(&["asian"]), of(&["asian", "japanese"]));
    assert_close!(asian.value("kel").unwrap(), 1.11 * 0.36, "algebra", "kel");
    assert_close!(asian.value("cln").unwrap(), 38.0 * 0.81, "algebra", "cln");
    assert_close!(asian.value("frn").unwrap(), 0.54, "exact", "frn");
    assert_close!(both.value("frn").unwrap(), 0.54 * 1.34, "algebra", "frn");
}

#[test]
fn doses_that_a_way_in_cannot_be_are_refused() {
    let model = bundled("perez_ruixo").unwrap();
    let individual = Individual::typical(model, &person(70.0)).unwrap();
    let refused = |route, mg, over| {
        individual
            .inputs(route, &[dose(mg, 0.0, over)])
            .unwrap_err()
    };
    assert!(matches!(
        refused("nasal", 50.0, None),
        RouteError::Devices { .. }
    ));
    assert!(matches!(
        refused("nasal", 28.0 * 40.0, None),
        RouteError::TooManyDevices { .. }
    ));
    // The label and the study end at three devices: 84 mg.
    assert!(individual.inputs("nasal", &[dose(84.0, 0.0, None)]).is_ok());
    let four = refused("nasal", 112.0, None).to_string();
    assert!(
        four.contains("112 mg are 4 devices") && four.contains("1 to 3"),
        "{four}"
    );
    let twice = [dose(56.0, 1.0, None), dose(56.0, 1.0, None)];
    assert!(matches!(
        individual.inputs("nasal", &twice),
        Err(RouteError::Together(_))
    ));
    assert!(matches!(
        refused("nasal", 28.0, Some(1.0)),
        RouteError::NotTimed(_)
    ));
    let unknown = refused("rectal", 28.0, None);
    assert!(
        unknown.to_string().contains("nasal, oral, intravenous"),
        "{unknown}"
    );
    assert!(matches!(
        refused("intravenous", 28.0, Some(0.0)),
        RouteError::Input(_)
    ));
}

#[test]
fn values_that_cannot_be_right_are_refused_with_the_range() {
    let message = |error: QuantityError| error.to_string();
    for weight in [-70.0, 0.0, f64::INFINITY, f64::NAN] {
        assert!(message(Kilograms::new(weight).unwrap_err()).contains("above 0"));
    }
    assert!(
        message(Milligrams::parse("70,5mg").unwrap_err()).contains("write decimals with a point")
    );
    let dose = |text| message(Dose::parse(text).unwrap_err());
    assert!(dose("35").contains("has no unit"));
    assert!(dose("35ml").contains("no unit of a dose"));
    assert!(dose("50mg/kg").contains("plausible are 0.001 to 20 mg/kg"));
    assert!(dose("0mg").contains("cannot be right"));
    assert!(dose("nanmg").contains("no number"));
    assert!(message(Hours::parse("40").unwrap_err()).contains("40min"));
    assert!(
        message(Hours::parse("-40min").unwrap_err()).contains("a time of -40min cannot be right")
    );
    assert!(message(Years::parse("450").unwrap_err()).contains("18 to 110"));
    assert!(NanogramsPerMillilitre::parse("35mg").is_err());
}

#[test]
fn other_units_of_the_same_thing_are_converted() {
    assert_close!(
        Milligrams::parse("0.035 g").unwrap().value(),
        35.0,
        "algebra",
        "grams"
    );
    assert_close!(
        Milligrams::parse("500 µg").unwrap().value(),
        0.5,
        "algebra",
        "micrograms"
    );
    assert_close!(
        Hours::parse("40 min").unwrap().value(),
        40.0 / 60.0,
        "algebra",
        "minutes"
    );
    assert_close!(Hours::parse("3d").unwrap().value(), 72.0, "exact", "days");
    assert_close!(
        NanogramsPerMillilitre::parse("0.1mg/L").unwrap().value(),
        100.0,
        "exact",
        "mg/L"
    );
}

/// A file that contradicts itself says where.
#[test]
fn contradictions_are_told() {
    let text = include_str!("../../../../pharmacokinetics/perez_ruixo.toml");
    let broken = |from: &str, to: &str| {
        assert!(text.contains(from), "{from}");
        Model::parse(&text.replacen(from, to, 1))
            .unwrap_err()
            .to_string()
    };
    assert!(broken("clearance = \"q1\"", "clearance = \"q9\"").contains("no parameter \"q9\""));
    assert!(broken("to = \"liver\"", "to = \"lever\"").contains("no compartment \"lever\""));
    assert!(
        broken("covariance = [[0.501]]", "covariance = [[-0.5]]").contains("not positive definite")
    );
    assert!(broken("value = 0.54", "value = -0.54").contains("fraction of a spray"));
    assert!(
        broken(
            "euthymia.pharmacokinetics.v1",
            "euthymia.pharmacokinetics.v9"
        )
        .contains("schema")
    );
    assert!(
        broken("group = \"asian\"", "group = \"asian\"\nabove_years = 60.0").contains("covariate")
    );
    assert!(
        broken("rate = \"ka_n\"", "rate = \"ka_n\"\nclearance = \"q1\"").contains("name a rate")
    );
}

/// With a blood flow that ends with age, somebody older than the model reaches is refused.
#[test]
fn a_person_beyond_the_model_is_refused() {
    let text = include_str!("../../../../pharmacokinetics/perez_ruixo.toml");
    let steep = Model::parse(&text.replacen("value = -2.19", "value = -21.9", 1)).unwrap();
    let old = Person {
        age: Some(Years::new(75.0).unwrap()),
        ..person(70.0)
    };
    let refused = Individual::typical(&steep, &old).unwrap_err();
    assert!(matches!(refused, PersonError::Parameter { .. }));
}
