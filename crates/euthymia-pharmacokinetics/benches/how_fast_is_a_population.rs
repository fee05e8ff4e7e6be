//! How fast a course is followed, and how fast 100, 1,000 and 10,000 people are simulated at 240 times
//! by one and two threads: `cargo bench -p euthymia-pharmacokinetics`. Beside SciPy: `beside_scipy.py`.

// A benchmark stops where it cannot go on.
#![allow(clippy::unwrap_used)]

use divan::Bencher;
use euthymia_pharmacokinetics::quantity::{Hours, Kilograms, Milligrams};
use euthymia_pharmacokinetics::{
    Administration, Course, Individual, Person, Plan, bundled, simulate,
};

fn main() {
    divan::main();
}

/// Model, way in, dose in milligrams and length in hours.
type Case = (&'static str, &'static str, f64, Option<f64>);

const CASES: [Case; 2] = [
    ("fanta", "intravenous", 17.5, Some(2.0 / 3.0)),
    ("perez_ruixo", "nasal", 84.0, None),
];

fn given(mg: f64, over: Option<f64>) -> [Administration; 1] {
    [Administration {
        dose: Milligrams::new(mg).unwrap(),
        start: Hours::new(0.0).unwrap(),
        over: over.map(|over| Hours::new(over).unwrap()),
        between: Hours::new(0.0).unwrap(),
    }]
}

/// People; the time should grow with them and no faster.
const PEOPLE: [usize; 3] = [100, 1_000, 10_000];

#[divan::bench(args = PEOPLE, consts = [1, 2], sample_count = 3, sample_size = 1)]
fn infusions_at_240_times<const THREADS: usize>(bencher: Bencher, people: usize) {
    population(bencher, THREADS, people, CASES[0]);
}

#[divan::bench(args = PEOPLE, consts = [1, 2], sample_count = 3, sample_size = 1)]
fn nasal_doses_at_240_times<const THREADS: usize>(bencher: Bencher, people: usize) {
    population(bencher, THREADS, people, CASES[1]);
}

fn population(bencher: Bencher, threads: usize, people: usize, case: Case) {
    let (model, route, mg, over) = case;
    let person = Person::of(Kilograms::new(70.0).unwrap());
    let times_h: Vec<f64> = (0..240).map(|step| f64::from(step) / 10.0).collect();
    let given = given(mg, over);
    let plan = Plan {
        person: &person,
        route,
        given: &given,
        times_h: &times_h,
        people,
        seed: 1,
        threads,
        measured: false,
    };
    bencher.bench_local(|| simulate(bundled(model).unwrap(), &plan).unwrap());
}

#[divan::bench(args = [0, 1], sample_count = 20)]
fn one_course_with_peak_and_time_above(bencher: Bencher, case: usize) {
    let (model, route, mg, over) = CASES[case];
    let person = Person::of(Kilograms::new(70.0).unwrap());
    let individual = Individual::typical(bundled(model).unwrap(), &person).unwrap();
    let system = individual.system().unwrap();
    let inputs = individual.inputs(route, &given(mg, over)).unwrap();
    bencher.bench_local(|| {
        let course = Course::of(&system, &inputs).unwrap();
        (
            course.peak(0, 24.0),
            course.above(0, 30.0, 24.0),
            course.area_to_infinity(0),
        )
    });
}
