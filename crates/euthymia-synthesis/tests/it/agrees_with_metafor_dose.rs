//! metafor 3.8-1 (`rma.mv`) with columns made in R and splines of Hmisc, and base R's `optim`, on
//! `datasets/synthetic_doses.csv`.

use crate::dose_cases::{fitted_doses, synthetic};
use crate::network_cases::strings;
use euthymia_numerics::Probability;
use euthymia_synthesis::network::dose::{
    Curve, Curves, DoseFit, DoseNetwork, Ed50, KnotDoses, Knots,
};
use euthymia_synthesis::network::{Model, Tau2Method};
use euthymia_synthesis::pairwise::GivenTau2;
use euthymia_testkit::assert_close;
use euthymia_testkit::reference::{self, Json};

fn by_agent(a: Curve, b: Curve) -> Curves {
    Curves {
        all: a,
        own: vec![("B".into(), b)],
    }
}

fn quantiles(over: KnotDoses) -> Curves {
    let of = [0.1, 0.5, 0.95]
        .map(|p| Probability::new(p).unwrap())
        .to_vec();
    Curves::all(Curve::Spline(Knots::Quantiles { of, over }))
}

fn curves(name: &str) -> Curves {
    let at = |knots: &[f64]| Curve::Spline(Knots::At(knots.to_vec()));
    let given = |ed50| Curve::Emax(Ed50::Given(ed50));
    match name {
        "linear" => Curves::all(Curve::Linear),
        "log_linear" => Curves::all(Curve::LogLinear { shift: 2.0 }),
        "quadratic" => Curves::all(Curve::Quadratic),
        "emax_given" => by_agent(given(9.0), given(1.25)),
        "spline" => by_agent(at(&[0.0, 10.0, 40.0]), at(&[0.0, 1.0, 2.5, 4.0])),
        "spline_quantiles" => quantiles(KnotDoses::AboveZero),
        "spline_quantiles_zero" => quantiles(KnotDoses::WithZero),
        "categories" => Curves::all(Curve::Categories),
        _ => panic!("no curve {name}"),
    }
}

const NAMES: [&str; 8] = [
    "linear",
    "log_linear",
    "quadratic",
    "emax_given",
    "spline",
    "spline_quantiles",
    "spline_quantiles_zero",
    "categories",
];

fn compare(json: &Json, fit: &DoseFit, curve: &str, place: &str, tolerance: &str) {
    let whole = format!("fits.{curve}.{place}");
    for (i, found) in fit.coefficients().iter().enumerate() {
        let expected = |key: &str| json.number(&format!("{whole}.{key}.{i}"));
        let found = found.estimate;
        assert_close!(found.estimate, expected("b"), tolerance, "{whole} {i}");
        assert_close!(
            found.standard_error,
            expected("se"),
            tolerance,
            "{whole} {i}"
        );
    }
    let agents = strings(json, &format!("fits.{curve}.agents"));
    for (i, agent) in agents.iter().enumerate() {
        let dose = json.number(&format!("fits.{curve}.doses.{i}")).value;
        let found = fit.effect(fit.doses.agent(agent).unwrap(), dose).unwrap();
        let expected = |key: &str| json.number(&format!("{whole}.{key}.{i}"));
        assert_close!(
            found.estimate,
            expected("effect"),
            tolerance,
            "{whole} {agent} {dose}"
        );
        let error = expected("effect_se");
        assert_close!(
            found.standard_error,
            error,
            tolerance,
            "{whole} {agent} {dose}"
        );
    }
    assert_close!(
        fit.q.q,
        json.number(&format!("{whole}.QE")),
        "estimate",
        "{whole} Q"
    );
    assert_close!(
        fit.q.df as f64,
        json.number(&format!("{whole}.df")),
        "exact",
        "{whole} df"
    );
}

fn random(doses: &DoseNetwork, name: &str, method: Tau2Method) -> DoseFit {
    fitted_doses(doses, &curves(name), Model::RandomEffects(method))
}

#[test]
fn curves_at_fixed_tau2_agree() {
    let (json, doses) = (reference::json("expected/network/doses.json"), synthetic());
    for name in NAMES {
        for at in 0..3 {
            let place = format!("fixed.{at}");
            let tau2 = json.number(&format!("fits.{name}.{place}.tau2")).value;
            let fit = random(
                &doses,
                name,
                Tau2Method::Given(GivenTau2::new(tau2).unwrap()),
            );
            compare(&json, &fit, name, &place, "estimate");
            let expected = json.number(&format!("fits.{name}.{place}.loglik"));
            assert_close!(fit.log_likelihood, expected, "likelihood", "{name} {tau2}");
        }
    }
}

#[test]
fn maxima_agree() {
    let (json, doses) = (reference::json("expected/network/doses.json"), synthetic());
    for name in NAMES {
        for (method, key) in [
            (Tau2Method::MaximumLikelihood, "best.ML"),
            (Tau2Method::Reml, "best.REML"),
        ] {
            let fit = random(&doses, name, method);
            let expected = json.number(&format!("fits.{name}.{key}.tau2"));
            assert_close!(
                fit.tau2.unwrap().value,
                expected,
                "from_optimum",
                "{name} {key}"
            );
            compare(&json, &fit, name, key, "from_optimum");
        }
    }
}

#[test]
fn emax_curves_of_optim_agree() {
    let (json, doses) = (reference::json("expected/network/doses.json"), synthetic());
    for at in 0..3 {
        let number = |key: &str| json.number(&format!("emax.{at}.{key}"));
        let tau2 = GivenTau2::new(number("tau2").value).unwrap();
        let fit = fitted_doses(
            &doses,
            &Curves::all(Curve::Emax(Ed50::Estimated)),
            Model::RandomEffects(Tau2Method::Given(tau2)),
        );
        assert_close!(fit.log_likelihood, number("loglik"), "likelihood", "{at}");
        for (agent, half) in fit.half_doses().iter().enumerate() {
            let largest = fit.coefficients()[agent].estimate.estimate;
            let key = format!("emax.{agent}");
            assert_close!(largest, number(&key), "glmm_optimum", "{key}");
            let key = format!("ln_ed50.{agent}");
            assert_close!(half.ed50.ln(), number(&key), "glmm_optimum", "{key}");
        }
    }
}
