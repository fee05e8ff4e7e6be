//! No input makes a network panic, and what is wrong is said.

use crate::network_cases::{contrast, network};
use euthymia_numerics::Probability;
use euthymia_numerics::linear::Matrix;
use euthymia_synthesis::effect::means::Group;
use euthymia_synthesis::effect::proportion::Count;
use euthymia_synthesis::effect::zero_cells::{Scope, ZeroCells};
use euthymia_synthesis::network::component::{
    ComponentError, Components, Criterion, fit_components, select_interactions,
};
use euthymia_synthesis::network::contribution::{ContributionMethod, contributions};
use euthymia_synthesis::network::{
    ADDS_UP_WITHIN, Arm, Better, Contrast, CountMeasure, Draws, FitError, MeanMeasure, Model,
    Network, NetworkError, Options, Tau2Method, TrialEstimates, decompose, fit, flows, from_counts,
    from_means, leave_one_out, net_heat, p_scores, rank, rank_estimates, splits,
};
use euthymia_synthesis::pairwise::GivenTau2;
use euthymia_testkit::assert_close;
use proptest::prelude::*;

fn error(contrasts: &[Contrast]) -> NetworkError {
    Network::from_contrasts(contrasts, ADDS_UP_WITHIN).unwrap_err()
}

#[test]
fn bad_contrasts_are_named() {
    let good = |study: &str, a: &str, b: &str| contrast(study, a, b, 1.0, 1.0);
    assert_eq!(error(&[]), NetworkError::Empty);
    assert!(matches!(
        error(&[good("1", "A", "A")]),
        NetworkError::SelfComparison { .. }
    ));
    assert!(matches!(
        error(&[good("", "A", "B")]),
        NetworkError::NoName("study")
    ));
    assert!(matches!(
        error(&[good("1", "A", " ")]),
        NetworkError::NoName("treatment")
    ));
    let twice = [good("1", "A", "B"), good("1", "B", "A")];
    assert!(matches!(
        error(&twice),
        NetworkError::DuplicateContrast { .. }
    ));
    let open = [good("1", "A", "B"), good("1", "B", "C")];
    let message = error(&open).to_string();
    assert!(
        message.contains("\"A\" with \"C\"") && message.contains("all 3"),
        "{message}"
    );
    let askew = [
        good("1", "A", "B"),
        good("1", "B", "C"),
        good("1", "A", "C"),
    ];
    let message = error(&askew).to_string();
    assert!(
        message.contains("do not add up") && message.contains("0.001"),
        "{message}"
    );
    for estimate in [f64::NAN, f64::INFINITY] {
        let bad = contrast("1", "A", "B", estimate, 1.0);
        assert!(matches!(error(&[bad]), NetworkError::Estimate { .. }));
    }
    for se in [0.0, -1.0, f64::NAN, 1e200, 1e-200] {
        let bad = contrast("1", "A", "B", 1.0, se);
        assert!(
            matches!(error(&[bad]), NetworkError::StandardError { .. }),
            "{se}"
        );
    }
    // Standard errors of 1, 1 and 5: no three arms are like that.
    let wide = [
        contrast("1", "A", "B", 1.0, 1.0),
        contrast("1", "B", "C", 1.0, 1.0),
        contrast("1", "A", "C", 2.0, 5.0),
    ];
    assert_eq!(error(&wide), NetworkError::NotPositiveDefinite("1".into()));
    let tolerance = Network::from_contrasts(&[good("1", "A", "B")], f64::NAN);
    assert!(matches!(tolerance, Err(NetworkError::Tolerance(_))));
}

#[test]
fn rounded_contrasts_add_up_within_the_tolerance() {
    let rounded = [
        contrast("1", "A", "B", 0.333, 1.0),
        contrast("1", "B", "C", 0.333, 1.0),
        contrast("1", "A", "C", 0.667, 1.0),
    ];
    let network = network(&rounded);
    let values = network.trials()[0].values();
    // Means of the differences of each arm: (0.333 + 0.667)/3 and (0.333 − 0.333)/3 for A and B.
    assert_close!(values[0] - values[1], 1.0 / 3.0, "paper_3_digits", "A − B");
    assert_close!(values[0] - values[2], 2.0 / 3.0, "paper_3_digits", "A − C");
}

#[test]
fn bad_arms_are_named() {
    let arm = |study: &str, treatment: &str, events, n| Arm {
        study: study.into(),
        treatment: treatment.into(),
        result: Count::new(events, n).unwrap(),
    };
    let made =
        |arms: &[Arm<Count>], rule: &ZeroCells| from_counts(arms, CountMeasure::OddsRatio, rule);
    let one = [arm("1", "A", 3, 10)];
    let found = made(&one, &ZeroCells::RATIO).unwrap_err();
    assert!(matches!(found, NetworkError::OneArm { .. }), "{found}");
    let nothing = [arm("1", "A", 0, 10)];
    let found = made(&nothing, &ZeroCells::RATIO).unwrap_err();
    assert!(matches!(found, NetworkError::OneArm { .. }), "{found}");
    let twice = [arm("1", "A", 3, 10), arm("1", "A", 4, 10)];
    let found = made(&twice, &ZeroCells::RATIO).unwrap_err();
    assert!(
        matches!(found, NetworkError::DuplicateArm { .. }),
        "{found}"
    );
    let empty = [
        arm("1", "A", 0, 10),
        arm("1", "B", 0, 10),
        arm("2", "A", 1, 9),
        arm("2", "B", 2, 9),
    ];
    let found = made(&empty, &ZeroCells::RATIO).unwrap();
    assert_eq!(
        (found.uninformative.len(), found.network.trials().len()),
        (1, 1)
    );
    assert_eq!(
        made(&empty, &ZeroCells::METAFOR)
            .unwrap()
            .network
            .trials()
            .len(),
        2
    );
    let never = ZeroCells {
        scope: Scope::Never,
        ..ZeroCells::METAFOR
    };
    let found = made(&empty, &never).unwrap_err();
    assert!(matches!(found, NetworkError::Arm { .. }), "{found}");
}

#[test]
fn standardised_differences_of_two_arms_are_hedges_g() {
    use euthymia_synthesis::effect::means::hedges_g;
    let (first, second) = (
        Group::new(5.0, 2.0, 12).unwrap(),
        Group::new(3.0, 3.0, 9).unwrap(),
    );
    let arm = |treatment: &str, result| Arm {
        study: "1".into(),
        treatment: treatment.into(),
        result,
    };
    let made = from_means(
        &[arm("A", second), arm("B", first)],
        MeanMeasure::Standardised,
    )
    .unwrap();
    let expected = hedges_g(&first, &second).unwrap();
    let trial = &made.network.trials()[0];
    assert_close!(trial.values()[1], expected.estimate, "algebra", "g");
    assert_close!(
        trial.covariance()[(0, 0)],
        expected.variance.get(),
        "algebra",
        "variance"
    );
}

#[test]
fn parts_are_found_and_not_fitted_as_one() {
    let apart = network(&[
        contrast("1", "A", "B", 1.0, 1.0),
        contrast("2", "C", "D", 1.0, 1.0),
    ]);
    let found = fit(&apart, &Options::default()).unwrap_err();
    assert_eq!(found, FitError::Disconnected { parts: 2 });
    assert_eq!(
        decompose(&apart).unwrap_err(),
        FitError::Disconnected { parts: 2 }
    );
    for part in apart.each_part() {
        assert!(fit(&part, &Options::default()).is_ok());
    }
    let labels: Vec<_> = apart
        .each_part()
        .iter()
        .map(|p| p.treatments().to_vec())
        .collect();
    assert_eq!(labels, [["A", "B"], ["C", "D"]]);
}

#[test]
fn bad_components_are_named() {
    let joined = network(&[contrast("1", "A+B", "nil", 1.0, 1.0)]);
    let read = |separator: &str, inactive: Option<&str>| {
        Components::from_labels(&joined, separator, inactive)
    };
    let unknown = read("+", Some("placebo")).unwrap_err();
    assert_eq!(unknown, ComponentError::Unknown("placebo".into()));
    assert_eq!(read("", None).unwrap().names(), ["A+B", "nil"]);
    let bad = network(&[contrast("1", "A++B", "C", 1.0, 1.0)]);
    let found = Components::from_labels(&bad, "+", None).unwrap_err();
    assert_eq!(found, ComponentError::EmptyComponent("A++B".into()));
    let interaction = read("+", Some("nil"))
        .unwrap()
        .with_interaction("A", "Z")
        .unwrap_err();
    assert_eq!(interaction, ComponentError::Unknown("Z".into()));
    let shape = Components::new(&joined, vec!["A".into()], Matrix::zeros(1, 1)).unwrap_err();
    assert!(matches!(shape, ComponentError::Shape { .. }));
    let nothing = Components::new(&joined, vec!["A".into()], Matrix::zeros(2, 1)).unwrap_err();
    assert_eq!(nothing, ComponentError::Nothing);
}

fn any_number() -> impl Strategy<Value = f64> {
    prop_oneof![
        4 => -5.0..5.0_f64,
        1 => proptest::num::f64::ANY,
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(120))]

    #[test]
    fn any_contrasts(
        rows in proptest::collection::vec((0..6_u8, 0..5_u8, 0..5_u8, any_number(), any_number()), 0..14),
        tau2 in any_number(),
    ) {
        let contrasts: Vec<Contrast> = rows.iter().map(|(study, a, b, y, se)| {
            contrast(&format!("s{study}"), &format!("T{a}"), &format!("T{b}"), *y, *se)
        }).collect();
        if let Ok(network) = Network::from_contrasts(&contrasts, 1e9) {
            everything(&network, tau2);
        }
    }

    #[test]
    fn any_trials(
        rows in proptest::collection::vec((0..4_u8, any_number(), any_number(), any_number(), 1e-3..1e3_f64), 1..8),
        tau2 in any_number(),
    ) {
        let trials = rows.iter().enumerate().map(|(i, (first, a, b, c, v))| TrialEstimates {
            study: i.to_string(),
            treatments: (0..3).map(|k| format!("T{}", (first + k) % 5)).collect(),
            estimates: vec![*a, *b],
            covariance: Matrix::from_row_slice(2, 2, &[*v, *c, *c, 2.0 * v]),
        }).collect();
        if let Ok(network) = Network::from_trials(trials) {
            everything(&network, tau2);
        }
    }

    #[test]
    fn any_combinations(
        rows in proptest::collection::vec((0..8_u8, 0..8_u8, any_number(), 1e-3..1e3_f64), 1..12),
    ) {
        let label = |mask: u8| {
            let parts = ["A", "B", "C"].into_iter().enumerate();
            let own: Vec<&str> = parts.filter(|(i, _)| mask & (1 << i) != 0).map(|(_, p)| p).collect();
            if own.is_empty() { "nil".to_owned() } else { own.join(" + ") }
        };
        let contrasts: Vec<Contrast> = rows.iter().enumerate()
            .map(|(i, (a, b, y, se))| contrast(&i.to_string(), &label(*a), &label(*b), *y, *se)).collect();
        let Ok(network) = Network::from_contrasts(&contrasts, ADDS_UP_WITHIN) else { return Ok(()) };
        for inactive in [None, Some("nil")] {
            if let Ok(own) = Components::from_labels(&network, "+", inactive) {
                select(&network, own, Model::CommonEffect);
            }
        }
    }

    #[test]
    fn any_counts(
        rows in proptest::collection::vec((0..5_u8, 0..4_u8, 0..4_u64, 1..6_u64), 0..12),
        measure in prop_oneof![Just(CountMeasure::OddsRatio), Just(CountMeasure::RiskRatio), Just(CountMeasure::RiskDifference)],
        scope in prop_oneof![Just(Scope::AnyZero), Just(Scope::Undefined), Just(Scope::AllIfAny), Just(Scope::Never)],
    ) {
        let arms: Vec<Arm<Count>> = rows.iter().filter_map(|(study, treatment, events, n)| Some(Arm {
            study: study.to_string(),
            treatment: treatment.to_string(),
            result: Count::new(*events, *n).ok()?,
        })).collect();
        let rule = ZeroCells { scope, ..ZeroCells::METAFOR };
        if let Ok(made) = from_counts(&arms, measure, &rule) {
            everything(&made.network, 0.1);
        }
    }
}

/// Every interaction that improves the fit at all; ranks of what is determined.
fn select(network: &Network, own: Components, model: Model) {
    let level = Probability::NINETY_FIVE;
    let _ = fit_components(network, own.clone(), model, level);
    let any = Criterion::BelowP(Probability::new(1.0).unwrap());
    let Ok(found) = select_interactions(network, own, model, level, any) else {
        return;
    };
    let mut left = f64::INFINITY;
    for step in &found.taken {
        assert!(step.improvement.df == 1 && step.left.q <= left);
        left = step.left.q;
    }
    for alias in &found.fit.aliases {
        assert!(!alias.to_string().is_empty());
    }
    let Some(estimates) = found.fit.estimates(network, 0) else {
        return;
    };
    let draws = Draws {
        count: 20,
        seed: 1,
        threads: 1,
    };
    let _ = rank_estimates(&estimates, Better::Larger, &draws);
}

/// Asks everything; answers are finite or absent.
fn everything(network: &Network, tau2: f64) {
    let given = GivenTau2::new(tau2)
        .or_else(|_| GivenTau2::new(0.0))
        .unwrap();
    let _ = decompose(network);
    let _ = net_heat(network, given);
    for method in [
        Tau2Method::DerSimonianLaird,
        Tau2Method::MaximumLikelihood,
        Tau2Method::Reml,
        Tau2Method::Given(given),
    ] {
        let model = Model::RandomEffects(method);
        if let Ok(own) = Components::from_labels(network, "+", None) {
            select(network, own, model);
        }
        let options = Options {
            model,
            ..Options::default()
        };
        let _ = leave_one_out(network, &options, 9, 1);
        let Ok(fit) = fit(network, &options) else {
            continue;
        };
        for (_, comparison) in fit.league() {
            assert!(comparison.estimate.is_finite() && comparison.standard_error >= 0.0);
        }
        let _ = splits(&fit);
        let _ = p_scores(&fit, Better::Larger, tau2);
        let draws = Draws {
            count: 20,
            seed: 1,
            threads: 2,
        };
        let _ = rank(&fit, Better::Smaller, &draws);
        if let Ok(flows) = flows(&fit) {
            let _ = contributions(&flows, ContributionMethod::RandomWalk);
            let _ = contributions(&flows, ContributionMethod::ShortestPath);
        }
    }
}
