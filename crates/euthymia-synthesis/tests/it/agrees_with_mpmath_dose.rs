//! `reference/expected/mpmath/dose.csv`: Emax curves found with 30 digits.

use crate::dose_cases::{fitted_doses, synthetic};
use euthymia_synthesis::network::dose::{Curve, Curves, DoseFit, Ed50, ProfileEnd};
use euthymia_synthesis::network::{Model, Tau2Method};
use euthymia_synthesis::pairwise::GivenTau2;
use euthymia_testkit::Comparison;
use euthymia_testkit::reference::csv;

fn method(analysis: &str) -> Tau2Method {
    match analysis {
        "DL" => Tau2Method::DerSimonianLaird,
        "ML" => Tau2Method::MaximumLikelihood,
        "REML" => Tau2Method::Reml,
        fixed => {
            let value = fixed.split(' ').next_back().unwrap().parse().unwrap();
            Tau2Method::Given(GivenTau2::new(value).unwrap())
        }
    }
}

fn found(fit: &DoseFit, quantity: &str) -> (f64, &'static str) {
    let (error, what) = match quantity.strip_prefix("se.") {
        Some(rest) => (true, rest),
        None => (false, quantity),
    };
    let parts: Vec<&str> = what.split('.').collect();
    let agent = |at: usize| fit.doses.agent(parts[at]).unwrap();
    let of = |estimate: euthymia_synthesis::network::component::Estimate| {
        let value = if error {
            estimate.standard_error
        } else {
            estimate.estimate
        };
        (value, "root")
    };
    match parts[0] {
        "tau2" => (fit.tau2_used(), "root"),
        "loglik" => (fit.log_likelihood, "likelihood"),
        "emax" => of(fit.coefficients()[agent(1)].estimate),
        "ln_ed50" => {
            let half = fit.half_doses()[agent(1)];
            let value = if error {
                half.ln_standard_error.unwrap()
            } else {
                half.ed50.ln()
            };
            (value, "root")
        }
        "effect" => of(fit.effect(agent(1), parts[2].parse().unwrap()).unwrap()),
        "difference" => of(fit.compare((0, 10.0), (1, 2.0)).unwrap()),
        "profile" => {
            let ends = fit.profile_ed50(agent(2)).unwrap().unwrap();
            let ProfileEnd::At(dose) = ends[usize::from(parts[3] == "upper")] else {
                panic!("{quantity} is open");
            };
            (dose.ln(), "root")
        }
        _ => panic!("no quantity {quantity}"),
    }
}

#[test]
fn emax_curves() {
    let mut table = Comparison::new("mpmath, 30 digits");
    let expected = csv("expected/mpmath/dose.csv");
    let doses = synthetic();
    assert_eq!(doses.agents()[0].name, "A");
    for analysis in ["fixed 0", "fixed 0.7", "fixed 3", "DL", "ML", "REML"] {
        let fit = fitted_doses(
            &doses,
            &Curves::all(Curve::Emax(Ed50::Estimated)),
            Model::RandomEffects(method(analysis)),
        );
        assert!(fit.converged(), "{analysis}");
        for row in expected
            .rows()
            .filter(|row| row.cell("analysis") == analysis)
        {
            let quantity = row.cell("quantity");
            if quantity == "q" {
                // Ours is that of the common effect: the first analysis.
                let of_first = csv("expected/mpmath/dose.csv");
                let first = of_first
                    .rows()
                    .find(|row| row.cell("quantity") == "q")
                    .unwrap();
                table.compare("q", fit.q.q, first.number("value"), "likelihood", analysis);
                continue;
            }
            let (value, tolerance) = found(&fit, quantity);
            table.compare(quantity, value, row.number("value"), tolerance, analysis);
        }
    }
    table.finish(100);
}
