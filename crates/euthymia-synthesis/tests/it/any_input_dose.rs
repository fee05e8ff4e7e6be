//! No doses make a curve panic, and what is wrong is said.

use crate::dose_cases::doses_of;
use crate::network_cases::{contrast, network};
use euthymia_numerics::Probability;
use euthymia_numerics::linear::Matrix;
use euthymia_synthesis::effect::proportion::Count;
use euthymia_synthesis::effect::zero_cells::ZeroCells;
use euthymia_synthesis::network::dose::{
    Curve, Curves, DoseArm, DoseError, DoseNetwork, DoseOptions, Ed50, KnotDoses, Knots,
    TreatmentDose, compare_curves, fit_doses, labelled,
};
use euthymia_synthesis::network::{
    CountMeasure, FitError, Model, Network, Tau2Method, TrialEstimates, from_counts,
};
use euthymia_synthesis::pairwise::GivenTau2;
use proptest::prelude::*;

const COMMON: DoseOptions = DoseOptions {
    model: Model::CommonEffect,
    level: Probability::NINETY_FIVE,
};

fn two_doses() -> DoseNetwork {
    doses_of(&[("A 1", "none", 1.0, 1.0), ("A 2", "none", 3.0, 1.0)])
}

fn error(doses: &DoseNetwork, curve: Curve) -> DoseError {
    fit_doses(doses, &Curves::all(curve), &COMMON).unwrap_err()
}

#[test]
fn bad_arms_are_named() {
    let arm = |agent: &str, dose| DoseArm {
        study: "1".into(),
        agent: agent.into(),
        dose,
        result: (),
    };
    for dose in [-1.0, f64::NAN, f64::INFINITY] {
        let found = labelled(&[arm("A", dose)], "none").unwrap_err();
        assert!(matches!(found, DoseError::Dose { .. }), "{found}");
    }
    assert_eq!(
        labelled(&[arm(" ", 1.0)], "none").unwrap_err(),
        DoseError::NoName
    );
    assert_eq!(
        labelled(&[arm("A", 1.0)], "").unwrap_err(),
        DoseError::NoName
    );
    let found = labelled(&[arm("A", 1.0)], "A 1").unwrap_err();
    assert_eq!(found, DoseError::IsReference("A 1".into()));
}

#[test]
fn bad_doses_are_named() {
    let made = || network(&[contrast("1", "x", "y", 1.0, 1.0)]);
    let dose = |treatment: &str, agent: &str, dose| TreatmentDose {
        treatment: treatment.into(),
        agent: agent.into(),
        dose,
    };
    let error = |doses: &[TreatmentDose]| DoseNetwork::new(made(), doses).unwrap_err();
    assert_eq!(error(&[dose("x", "A", 1.0)]), DoseError::NoDose("y".into()));
    let twice = [dose("x", "A", 1.0), dose("x", "A", 2.0)];
    assert_eq!(error(&twice), DoseError::TwoDoses("x".into()));
    for same in [
        [dose("x", "A", 1.0), dose("y", "A", 1.0)],
        [dose("x", "A", 0.0), dose("y", "B", 0.0)],
    ] {
        let found = error(&same);
        assert!(matches!(found, DoseError::SameDose { .. }), "{found}");
    }
    let found = error(&[dose("x", "A", f64::NAN), dose("y", "A", 0.0)]);
    assert!(matches!(found, DoseError::Dose { .. }), "{found}");
    let found = error(&[dose("x", "", 1.0), dose("y", "A", 0.0)]);
    assert_eq!(found, DoseError::NoName);
}

#[test]
fn bad_curves_are_named() {
    let doses = two_doses();
    for value in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        for curve in [
            Curve::LogLinear { shift: value },
            Curve::Emax(Ed50::Given(value)),
        ] {
            let found = error(&doses, curve);
            assert!(matches!(found, DoseError::Constant { .. }), "{found}");
        }
    }
    for knots in [
        vec![],
        vec![0.0, 1.0],
        vec![0.0, 1.0, 1.0],
        vec![-1.0, 1.0, 2.0],
        vec![0.0, 1.0, f64::NAN],
    ] {
        let found = error(&doses, Curve::Spline(Knots::At(knots)));
        assert!(matches!(found, DoseError::Knots { .. }), "{found}");
    }
    let one = doses_of(&[("A 1", "none", 1.0, 1.0)]);
    for curve in [Curve::Quadratic, Curve::Emax(Ed50::Estimated)] {
        let found = error(&one, curve);
        assert!(
            found
                .to_string()
                .contains("tried at 1 dose(s) above zero, but this curve needs 2"),
            "{found}"
        );
    }
    let curves = Curves {
        all: Curve::Linear,
        own: vec![("C".into(), Curve::Linear)],
    };
    let found = fit_doses(&doses, &curves, &COMMON).unwrap_err();
    assert_eq!(found, DoseError::UnknownAgent("C".into()));
    let level = DoseOptions {
        level: Probability::ZERO,
        ..COMMON
    };
    let found = fit_doses(&doses, &Curves::all(Curve::Linear), &level).unwrap_err();
    assert_eq!(found, DoseError::Fit(FitError::Level(0.0)));
}

#[test]
fn curves_that_no_contrast_determines_are_said() {
    // One contrast of two doses says one thing; a parabola asks two.
    let doses = doses_of(&[("A 1", "A 2", 1.0, 1.0)]);
    assert!(fit_doses(&doses, &Curves::all(Curve::Linear), &COMMON).is_ok());
    let found = error(&doses, Curve::Quadratic);
    assert!(matches!(found, DoseError::NotDetermined(_)), "{found}");
    // A and B always differ by the same: nothing is known of either.
    let doses = doses_of(&[("A 1", "B 1", 1.0, 1.0), ("A 2", "B 2", 1.0, 1.0)]);
    let found = error(&doses, Curve::Linear);
    assert!(found.to_string().contains("A dose, B dose"), "{found}");
}

fn any_number() -> impl Strategy<Value = f64> {
    prop_oneof![4 => -5.0..5.0_f64, 1 => proptest::num::f64::ANY]
}

fn any_dose() -> impl Strategy<Value = f64> {
    prop_oneof![
        2 => Just(0.0),
        6 => (1..5_u8).prop_map(f64::from),
        1 => proptest::num::f64::POSITIVE,
    ]
}

fn any_curve() -> impl Strategy<Value = Curve> {
    prop_oneof![
        1 => Just(Curve::Linear),
        1 => Just(Curve::Quadratic),
        1 => Just(Curve::Categories),
        1 => any_number().prop_map(|shift| Curve::LogLinear { shift }),
        3 => Just(Curve::Emax(Ed50::Estimated)),
        1 => any_number().prop_map(|at| Curve::Emax(Ed50::Given(at))),
        1 => proptest::collection::vec(any_number(), 0..5).prop_map(|t| Curve::Spline(Knots::At(t))),
        1 => Just(Curve::Spline(Knots::Quantiles {
            of: vec![Probability::ZERO, Probability::NINETY_FIVE.half(), Probability::NINETY_FIVE],
            over: KnotDoses::WithZero,
        })),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(80))]

    #[test]
    fn any_estimates(
        rows in proptest::collection::vec(
            (any_dose(), any_dose(), any_dose(), any_number(), any_number(), 1e-3..1e3_f64), 1..7),
        (all, own) in (any_curve(), any_curve()),
        (tau2, share) in (any_number(), any_number()),
    ) {
        let label = |agent: &str, dose: f64| {
            if dose == 0.0 { "none".into() } else { format!("{agent} {dose}") }
        };
        let mut meanings = Vec::new();
        let mut trials = Vec::new();
        for (i, (a, b, c, y, z, v)) in rows.iter().enumerate() {
            let arms = [("A", *a), ("B", *b), ("A", *c)];
            for (agent, dose) in arms {
                meanings.push(TreatmentDose { treatment: label(agent, dose), agent: agent.into(), dose });
            }
            trials.push(TrialEstimates {
                study: i.to_string(),
                treatments: arms.iter().map(|(agent, dose)| label(agent, *dose)).collect(),
                estimates: vec![*y, *z],
                covariance: Matrix::from_row_slice(2, 2, &[2.0 * v, *v, *v, 3.0 * v]),
            });
        }
        let network = trials.into_iter().filter_map(|t| Network::from_trials(vec![t.clone()]).ok().map(|_| t));
        if let Ok(network) = Network::from_trials(network.collect())
            && let Ok(doses) = DoseNetwork::new(network, &meanings)
        {
            everything(&doses, &Curves { all, own: vec![("A".into(), own)] }, tau2, share);
        }
    }

    #[test]
    fn any_counts(
        rows in proptest::collection::vec((0..4_u8, 0..2_u8, 0..4_u8, 0..9_u64, 9..12_u64), 2..14),
        all in any_curve(),
    ) {
        let arms: Vec<DoseArm<Count>> = rows.iter().filter_map(|(study, agent, dose, events, n)| Some(DoseArm {
            study: study.to_string(),
            agent: format!("agent {agent}"),
            dose: f64::from(*dose),
            result: Count::new(*events, *n).ok()?,
        })).collect();
        let made = labelled(&arms, "none").unwrap();
        if let Ok(network) = from_counts(&made.arms, CountMeasure::OddsRatio, &ZeroCells::RATIO)
            && let Ok(doses) = DoseNetwork::new(network.network, &made.doses)
        {
            everything(&doses, &Curves::all(all), 0.1, 0.5);
        }
    }
}

/// Asks everything; answers are finite or absent.
fn everything(doses: &DoseNetwork, curves: &Curves, tau2: f64, share: f64) {
    let given = GivenTau2::new(tau2)
        .or_else(|_| GivenTau2::new(0.0))
        .unwrap();
    let _ = compare_curves(
        doses,
        std::slice::from_ref(curves),
        true,
        Probability::NINETY_FIVE,
    );
    for method in [
        Tau2Method::DerSimonianLaird,
        Tau2Method::Reml,
        Tau2Method::Given(given),
    ] {
        let options = DoseOptions {
            model: Model::RandomEffects(method),
            ..COMMON
        };
        let Ok(fit) = fit_doses(doses, curves, &options) else {
            continue;
        };
        let _ = (fit.estimates(), fit.shape_test(), fit.converged());
        let _ = fit.estimates_at(&[("A", tau2), ("B", 2.0)], "A 2");
        for coefficient in fit.coefficients() {
            assert!(coefficient.estimate.estimate.is_finite());
        }
        for half in fit.half_doses() {
            assert!(half.ed50 > 0.0 && half.ed50.is_finite());
        }
        for agent in 0..3 {
            for dose in [0.0, 1.0, 2.5, tau2] {
                let found = fit.effect(agent, dose);
                assert!(found.is_none_or(|e| e.estimate.is_finite() && e.standard_error >= 0.0));
            }
            let _ = fit.compare((agent, 1.0), (0, tau2));
            let _ = fit.target_dose(agent, share);
            let _ = fit.target_dose(agent, 0.5);
        }
    }
    let fit = fit_doses(doses, curves, &COMMON);
    if let Ok(fit) = fit {
        for agent in 0..3 {
            let _ = fit.profile_ed50(agent);
        }
    }
}
