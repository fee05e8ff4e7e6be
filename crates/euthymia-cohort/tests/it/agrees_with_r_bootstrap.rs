//! Bootstrap intervals against R's boot, from the same replicates.

use std::num::NonZeroUsize;

use euthymia_cohort::bootstrap::{Jackknife, Replicates, jackknife};
use euthymia_cohort::bootstrap_interval::{BootstrapMethod, basic, bca, percentile};
use euthymia_numerics::Probability;
use euthymia_testkit::Comparison;
use euthymia_testkit::reference::{Json, json};

use crate::example_efron1993::{correlation, variance};

fn values(file: &Json, place: &str) -> Vec<f64> {
    let numbers = file.numbers(place);
    numbers.into_iter().map(|v| v.unwrap().value).collect()
}

fn of_case(file: &Json, case: &str) -> Jackknife {
    let one = NonZeroUsize::MIN;
    match case {
        "law_correlation" => {
            let lsat = values(file, &format!("cases.{case}.data.0"));
            let gpa = values(file, &format!("cases.{case}.data.1"));
            let pairs: Vec<(f64, f64)> = lsat.into_iter().zip(gpa).collect();
            jackknife(&pairs, one, correlation).unwrap()
        }
        "spatial_mean" => {
            let data = values(file, &format!("cases.{case}.data"));
            jackknife(&data, one, |x: &mut [f64]| {
                euthymia_cohort::descriptive::mean(x)
            })
            .unwrap()
        }
        _ => jackknife(&values(file, &format!("cases.{case}.data")), one, variance).unwrap(),
    }
}

#[test]
fn the_deterministic_pieces() {
    let file = json("expected/r/cohort_bootstrap.json");
    let mut all = Comparison::new("bootstrap");
    for case in file.get("cases").unwrap().as_object().unwrap().keys() {
        let number = |name: &str| file.number(&format!("cases.{case}.{name}"));
        let left_out = of_case(&file, case);
        let acceleration = left_out.acceleration;
        all.compare("a", acceleration, number("acceleration"), "algebra", case);
        all.compare(
            "jackknife",
            left_out.standard_error,
            number("jackknife_se"),
            "algebra",
            case,
        );
        let replicates = values(&file, &format!("cases.{case}.replicates"));
        let replicates = Replicates::of_values(number("estimate").value, &replicates).unwrap();
        for i in 0..3 {
            let place = format!("intervals.{i}");
            let level = Probability::new(number(&format!("{place}.level")).value).unwrap();
            let found = [
                ("percentile", percentile(&replicates, level).unwrap()),
                ("basic", basic(&replicates, level).unwrap()),
                ("bca", bca(&replicates, acceleration, level).unwrap()),
            ];
            for (name, found) in found {
                let lower = number(&format!("{place}.{name}.0"));
                let upper = number(&format!("{place}.{name}.1"));
                all.compare(name, found.interval.lower, lower, "algebra", case);
                all.compare(name, found.interval.upper, upper, "algebra", case);
                if let BootstrapMethod::Bca { bias, .. } = found.method {
                    all.compare("z0", bias, number("z0"), "algebra", case);
                }
            }
        }
    }
    all.finish(60);
}
