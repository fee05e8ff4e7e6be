//! Populations: reproducible, the right spread, and refused where nothing was published.

use crate::support::{course, dose, person};
use euthymia_pharmacokinetics::{Administration, Person, Plan, PopulationError, bundled, simulate};
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
