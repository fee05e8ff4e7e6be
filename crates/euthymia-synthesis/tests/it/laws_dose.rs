//! What holds for curves over dose whatever the data.

use crate::dose_cases::{fitted_doses, synthetic};
use crate::network_cases::{any_network, fitted};
use euthymia_synthesis::network::dose::{
    Bend, Curve, Curves, DoseNetwork, Ed50, Knots, TreatmentDose,
};
use euthymia_synthesis::network::{Model, Network, Tau2Method, TrialEstimates};
use euthymia_testkit::assert_close;
use proptest::prelude::*;

/// T0 is the reference, T1 to T3 are doses 1, 2, 3 of A, and the others doses 1, 2, 3 of B, each times
/// `unit`.
fn doses(trials: &[TrialEstimates], unit: f64) -> DoseNetwork {
    let network = Network::from_trials(trials.to_vec()).unwrap();
    let meaning = |label: &String| {
        let number: u8 = label.trim_start_matches('T').parse().unwrap();
        let (agent, dose) = if number > 3 {
            ("B", number - 3)
        } else {
            ("A", number)
        };
        TreatmentDose {
            treatment: label.clone(),
            agent: agent.into(),
            dose: f64::from(dose) * unit,
        }
    };
    let meanings: Vec<_> = network.treatments().iter().map(meaning).collect();
    DoseNetwork::new(network, &meanings).unwrap()
}

const REML: Model = Model::RandomEffects(Tau2Method::Reml);

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn categories_are_the_ordinary_network(trials in any_network()) {
        let doses = doses(&trials, 1.0);
        let fit = fitted_doses(&doses, &Curves::all(Curve::Categories), REML);
        let network = fitted(doses.network(), REML);
        prop_assert_eq!(fit.q.df, network.heterogeneity.map_or(0, |h| h.df));
        if let (Some(found), Some(expected)) = (fit.tau2, network.tau2) {
            assert_close!(found.value, expected.value, "estimate", "tau2");
        }
        let reference = doses.network().treatment("T0").unwrap();
        for (agent, own) in doses.agents().iter().enumerate() {
            for dose in &own.doses {
                let label = format!("T{}", dose + if own.name == "B" { 3.0 } else { 0.0 });
                let place = doses.network().treatment(&label).unwrap();
                let expected = network.compare(place, reference).unwrap();
                let found = fit.effect(agent, *dose).unwrap();
                assert_close!(found.estimate, expected.estimate, "estimate", "{label}");
                assert_close!(found.standard_error, expected.standard_error, "estimate", "{label}");
            }
        }
        let test = fit.shape_test().unwrap();
        assert_close!(test.common.q, 0.0, "estimate", "nothing is missed");
        prop_assert_eq!(test.common.df, 0);
    }

    #[test]
    fn a_curve_never_fits_better_than_categories(trials in any_network()) {
        let doses = doses(&trials, 1.0);
        for curve in [Curve::Linear, Curve::LogLinear { shift: 1.0 }, Curve::Emax(Ed50::Given(2.0))] {
            let fit = fitted_doses(&doses, &Curves::all(curve), REML);
            let test = fit.shape_test().unwrap();
            let saved = doses.network().treatments().len() - 1 - doses.agents().len();
            prop_assert_eq!(test.common.df, saved);
            let p_value = test.random.map_or(Some(1.0), |t| t.p_value);
            prop_assert!(p_value.is_none_or(|p| (0.0..=1.0).contains(&p)));
        }
    }

    #[test]
    fn the_unit_of_dose_does_not_matter(trials in any_network(), unit in 1e-3..1e3_f64) {
        let (plain, scaled) = (doses(&trials, 1.0), doses(&trials, unit));
        let knots = |unit: f64| Curve::Spline(Knots::At([0.0, 1.0, 3.0].map(|t| t * unit).to_vec()));
        let some = |curve: fn(f64) -> Curve, unit| Curves::all(curve(unit));
        let curves = |unit| [
            some(|_| Curve::Linear, unit),
            Curves { all: Curve::Linear, own: vec![("A".into(), knots(unit))] },
            some(|unit| Curve::LogLinear { shift: unit }, unit),
            some(|unit| Curve::Emax(Ed50::Given(unit)), unit),
        ];
        for (one, other) in curves(1.0).iter().zip(&curves(unit)) {
            if plain.agents().iter().any(|a| a.name == "A" && a.doses.len() < 2) {
                continue;
            }
            let one = fitted_doses(&plain, one, Model::CommonEffect);
            let other = fitted_doses(&scaled, other, Model::CommonEffect);
            assert_close!(other.q.q, one.q.q, "estimate", "Q");
            let (a, b) = (one.effect(0, 1.5).unwrap(), other.effect(0, 1.5 * unit).unwrap());
            assert_close!(b.estimate, a.estimate, "estimate", "effect");
            assert_close!(b.standard_error, a.standard_error, "estimate", "error");
        }
    }

    #[test]
    fn no_ed50_fits_better_than_the_one_found(trials in any_network(), at in -4.0..5.0_f64) {
        let doses = doses(&trials, 1.0);
        if doses.agents().iter().any(|agent| agent.doses.len() < 2) {
            return Ok(());
        }
        let emax = Curves::all(Curve::Emax(Ed50::Estimated));
        let fit = fitted_doses(&doses, &emax, Model::CommonEffect);
        let halves = fit.half_doses();
        let given = |at: f64| Curves {
            all: Curve::Emax(Ed50::Given(at)),
            own: halves.iter().skip(1).map(|half| {
                let name = doses.agents()[half.agent].name.clone();
                (name, Curve::Emax(Ed50::Given(half.ed50)))
            }).collect(),
        };
        let q = |at: f64| {
            let found = fitted_doses(&doses, &given(at), Model::CommonEffect);
            (found.q.q, found.effect(0, 1.0).unwrap().estimate)
        };
        let (best, effect) = q(halves[0].ed50);
        let smallest = if fit.q.df > 0 { fit.q.q } else { best };
        assert_close!(best, smallest, "estimate", "Q at the ED50 found");
        assert_close!(fit.effect(0, 1.0).unwrap().estimate, effect, "from_optimum", "effect");
        let inside = at.exp().clamp(0.01 * doses.agents()[0].doses[0], 100.0);
        prop_assert!(q(inside).0 >= best - 1e-9 * best.max(1.0), "{inside}: {:?} < {best}", q(inside));
    }
}

#[test]
fn a_spline_through_as_many_doses_is_the_categories() {
    // Three doses above 0 and four knots: three coefficients pass through all of them.
    let all = synthetic();
    let network = all.network().restricted(|trial| {
        let labels = trial
            .arms()
            .iter()
            .map(|arm| &all.network().treatments()[*arm]);
        !labels
            .clone()
            .any(|label| label == "A 5" || label.starts_with('B'))
    });
    let meanings = [0.0, 10.0, 20.0, 40.0].map(|dose| TreatmentDose {
        treatment: if dose > 0.0 {
            format!("A {dose}")
        } else {
            "none".into()
        },
        agent: "A".into(),
        dose,
    });
    let doses = DoseNetwork::new(network.unwrap(), &meanings).unwrap();
    let knots = Knots::At(vec![0.0, 10.0, 20.0, 40.0]);
    let spline = fitted_doses(&doses, &Curves::all(Curve::Spline(knots)), REML);
    let free = fitted_doses(&doses, &Curves::all(Curve::Categories), REML);
    for dose in [10.0, 20.0, 40.0] {
        let (a, b) = (
            spline.effect(0, dose).unwrap(),
            free.effect(0, dose).unwrap(),
        );
        assert_close!(a.estimate, b.estimate, "estimate", "{dose}");
        assert_close!(a.standard_error, b.standard_error, "estimate", "{dose}");
    }
}

#[test]
fn a_curve_at_an_end_of_its_range_is_nearly_a_line() {
    let doses = synthetic();
    let curves = |ed50| Curves {
        all: Curve::Emax(Ed50::Given(ed50)),
        own: vec![("B".into(), Curve::Linear)],
    };
    let far = fitted_doses(&doses, &curves(1e9), Model::CommonEffect);
    let line = fitted_doses(&doses, &Curves::all(Curve::Linear), Model::CommonEffect);
    for dose in [5.0, 40.0] {
        let (a, b) = (far.effect(0, dose).unwrap(), line.effect(0, dose).unwrap());
        assert_close!(a.estimate, b.estimate, "optimum", "{dose}");
    }
    let emax = Curves::all(Curve::Emax(Ed50::Estimated));
    let fit = fitted_doses(&doses, &emax, REML);
    assert!(
        fit.half_doses()
            .iter()
            .all(|half| half.bend == Bend::Settled)
    );
}
