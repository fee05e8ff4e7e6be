//! Populations: reproducible, the right spread, and refused where nothing was published.

use crate::support::{course, dose, person};
use euthymia_numerics::{normal, root};
use euthymia_pharmacokinetics::population::Quantiles;
use euthymia_pharmacokinetics::{
    Administration, Model, Person, Plan, PopulationError, bundled, simulate,
};
use euthymia_testkit::assert_close;

const TIMES: [f64; 5] = [0.25, 0.5, 1.0, 2.0, 6.0];

fn plan<'a>(person: &'a Person, route: &'a str, given: &'a [Administration]) -> Plan<'a> {
    Plan {
        person,
        route,
        given,
        times_h: &TIMES,
        people: 400,
        seed: 7,
        threads: 2,
        measured: false,
    }
}

#[test]
fn threads_change_nothing_and_seeds_change_people() {
    let (who, given) = (person(70.0), [dose(56.0, 0.0, None)]);
    let (model, plan) = (bundled("perez_ruixo").unwrap(), plan(&who, "nasal", &given));
    let two = simulate(model, &plan).unwrap();
    for threads in [1, 3, 64] {
        assert_eq!(
            simulate(
                model,
                &Plan {
                    threads,
                    ..plan.clone()
                }
            )
            .unwrap(),
            two
        );
    }
    assert_ne!(simulate(model, &Plan { seed: 8, ..plan }).unwrap(), two);
}

/// The whole area is dose/CL, and ln CL is normal with the published variance: its quantiles are
/// known. Up to 100 days nothing is left.
#[test]
fn areas_spread_as_published() {
    let (who, given) = (person(70.0), [dose(17.5, 0.0, Some(1.0))]);
    let times = [1.0, 2400.0];
    let plan = Plan {
        times_h: &times,
        people: 20_000,
        ..plan(&who, "intravenous", &given)
    };
    let area = simulate(bundled("fanta").unwrap(), &plan).unwrap()[0].area;
    let typical = 17_500.0 / 95.2;
    let spread = (0.026048_f64.sqrt() * 1.644_853_626_951).exp();
    assert_close!(area.median, typical, "population_draws", "median");
    assert_close!(area.upper, typical * spread, "population_draws", "95 %");
    assert_close!(area.lower, typical / spread, "population_draws", "5 %");
}

/// One compartment of 20 L whose volume varies, measured with an error of 20 %.
fn measured_model(variance: f64) -> Model {
    let text = format!(
        r#"
schema = "euthymia.pharmacokinetics.v1"
id = "one"
name = "One"
about = "One compartment, invented."
substance = "a substance"
measured = "the substance"
citation = "Invented."
identifier = "none"
read_in = "nothing"
not_covered = []
reference_weight_kg = 70.0
compartment = [{{ id = "central", volume = "v" }}]
flow = [{{ from = "central", rate = "k" }}]
output = [{{ id = "plasma", name = "plasma", compartment = "central" }}]
route = [{{ id = "intravenous", timed = true, path = [{{ into = "central" }}] }}]
parameter = [
    {{ id = "v", name = "volume", value = 20.0, unit = "L", mark = "seen" }},
    {{ id = "k", name = "rate", value = 1.0, unit = "1/h", mark = "seen" }},
]
variability = [{{ of = ["v"], scale = "log", covariance = [[{variance}]], mark = "seen" }}]
residual = [{{ output = "plasma", proportional_sd = 0.2, mark = "seen" }}]
"#
    );
    Model::parse(&text).unwrap()
}

fn measured(variance: f64) -> (Quantiles, Quantiles) {
    let (who, given) = (person(70.0), [dose(10.0, 0.0, None)]);
    let times = [0.0, 1.0];
    let plan = Plan {
        times_h: &times,
        people: 20_000,
        measured: true,
        ..plan(&who, "intravenous", &given)
    };
    let found = simulate(&measured_model(variance), &plan).unwrap();
    (found[0].bands[0], found[0].measured.as_ref().unwrap()[0])
}

/// 10 mg in 20 L are 500 ng/mL in everybody; what is measured is normal around it with 100 ng/mL.
#[test]
fn byhand_equal_people_are_measured_with_the_normal_error() {
    let (people, measured) = measured(1e-24);
    assert_close!(people.lower, 500.0, "root", "everybody");
    assert_close!(people.upper, 500.0, "root", "everybody");
    let point = 164.485_362_695;
    assert_close!(measured.lower, 500.0 - point, "population_draws", "5 %");
    assert_close!(measured.median, 500.0, "population_draws", "median");
    assert_close!(measured.upper, 500.0 + point, "population_draws", "95 %");
}

/// ln C is normal around ln 500 with 0.2, and a measurement is C(1 + 0.2 e): its distribution function
/// is one integral over e.
#[test]
fn byhand_people_who_differ_are_measured_with_both_spreads() {
    let (people, measured) = measured(0.04);
    let spread = (0.2 * 1.644_853_626_951_f64).exp();
    assert_close!(
        people.upper,
        500.0 * spread,
        "population_draws",
        "95 % of people"
    );
    let below = |level: f64| -> f64 {
        let part = |step: i32| {
            let e = f64::from(step) / 200.0;
            let density = (-0.5 * e * e).exp() / std::f64::consts::TAU.sqrt();
            // 1 + 0.2 e is above zero for e within four and a half.
            let z = (level / 500.0 / (1.0 + 0.2 * e)).ln() / 0.2;
            density * normal::cdf(z) / 200.0
        };
        (-900..=900).map(part).sum()
    };
    for (share, found) in [
        (0.05, measured.lower),
        (0.5, measured.median),
        (0.95, measured.upper),
    ] {
        let exact = root::find(|level| below(level) - share, 100.0, 1_500.0, 1e-6).at;
        assert_close!(found, exact, "population_draws", "{share}");
    }
    assert!(measured.lower < people.lower && people.upper < measured.upper);
}

/// The error changes nobody's concentration, and is left out where none is published.
#[test]
fn measuring_changes_nobody() {
    let (who, given) = (person(70.0), [dose(17.5, 0.0, Some(1.0))]);
    let plan = plan(&who, "intravenous", &given);
    let model = bundled("fanta").unwrap();
    let with = Plan {
        measured: true,
        ..plan.clone()
    };
    let pairs = simulate(model, &plan).unwrap().into_iter();
    for (without, with) in pairs.zip(simulate(model, &with).unwrap()) {
        assert_eq!(without.measured, None);
        assert!(with.measured.is_some());
        assert_eq!(without.bands, with.bands);
        assert_eq!(without.peak, with.peak);
    }
}

/// The typical person lies inside the bands, near the median.
#[test]
fn the_typical_person_is_within_the_bands() {
    let (who, given) = (person(80.0), [dose(20.0, 0.0, Some(40.0 / 60.0))]);
    let bands = simulate(
        bundled("fanta").unwrap(),
        &plan(&who, "intravenous", &given),
    )
    .unwrap();
    let typical = course("fanta", &who, "intravenous", &given);
    for (output, simulated) in bands.iter().enumerate() {
        for (time, band) in TIMES.iter().zip(&simulated.bands) {
            let own = typical.concentration(*time, output).unwrap();
            assert!(
                band.lower < own && own < band.upper,
                "{time} h: {own} in {band:?}"
            );
            assert!(
                (own / band.median - 1.0).abs() < 0.1,
                "{time} h: {own} beside {band:?}"
            );
        }
        let peak = typical.peak(output, 6.0).unwrap().concentration;
        assert!(simulated.peak.lower < peak && peak < simulated.peak.upper);
    }
}

#[test]
fn a_model_without_published_differences_has_no_population() {
    let (who, given) = (person(70.0), [dose(35.0, 0.0, Some(1.0))]);
    let refused = simulate(bundled("kamp").unwrap(), &plan(&who, "intravenous", &given));
    assert_eq!(
        refused,
        Err(PopulationError::NoVariability("kamp".to_owned()))
    );
}

#[test]
fn impossible_populations_are_refused() {
    let (who, given) = (person(70.0), [dose(28.0, 0.0, None)]);
    let (model, plan) = (bundled("perez_ruixo").unwrap(), plan(&who, "nasal", &given));
    for people in [0, 1, 19, usize::MAX] {
        let refused = simulate(
            model,
            &Plan {
                people,
                ..plan.clone()
            },
        )
        .unwrap_err();
        assert!(matches!(refused, PopulationError::Size { .. }), "{people}");
    }
    for times in [
        &[1.0, 1.0][..],
        &[2.0, 1.0],
        &[0.0],
        &[0.0, f64::NAN],
        &[-1.0, 1.0],
    ] {
        let refused = simulate(
            model,
            &Plan {
                times_h: times,
                ..plan.clone()
            },
        )
        .unwrap_err();
        assert_eq!(refused, PopulationError::Times);
    }
    let refused = simulate(
        model,
        &Plan {
            route: "rectal",
            ..plan
        },
    )
    .unwrap_err();
    assert!(matches!(refused, PopulationError::Route(_)));
}
