//! What several tests need.

use euthymia_pharmacokinetics::quantity::{Hours, Kilograms, Milligrams};
use euthymia_pharmacokinetics::{
    Administration, Course, Flow, Individual, Output, Person, System, bundled,
};

pub(crate) fn dose(mg: f64, start_h: f64, over_h: Option<f64>) -> Administration {
    Administration {
        dose: Milligrams::new(mg).unwrap(),
        start: Hours::new(start_h).unwrap(),
        over: over_h.map(|over| Hours::new(over).unwrap()),
        between: Hours::new(0.0).unwrap(),
    }
}

pub(crate) fn person(weight_kg: f64) -> Person {
    Person::of(Kilograms::new(weight_kg).unwrap())
}

/// The course of doses in a bundled model.
pub(crate) fn course(
    model: &str,
    person: &Person,
    route: &str,
    given: &[Administration],
) -> Course {
    let individual = Individual::typical(bundled(model).unwrap(), person).unwrap();
    let inputs = individual.inputs(route, given).unwrap();
    Course::of(&individual.system().unwrap(), &inputs).unwrap()
}

/// One compartment of 20 L that empties at a rate.
pub(crate) fn one(rate: f64) -> System {
    let output = Output {
        compartment: 0,
        volume_l: 20.0,
    };
    System::new(1, &[Flow::Out { from: 0, rate }], vec![output]).unwrap()
}
