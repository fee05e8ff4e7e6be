//! The rules of GRADE on numbers that a person can check.

use euthymia_numerics::Probability;
use euthymia_report::grade::rules::{
    Scatter, Shifted, Size, imprecision, inconsistency, indirectness, large_effect,
    publication_bias, risk_of_bias,
};
use euthymia_report::grade::{
    Aspect, Domain, GradeJudged, Overall, Person, Proposal, Rated, Start, Steps, Thresholds,
    Upgrade, Verdict, optimal_size,
};
use euthymia_synthesis::measure::Measure;
use euthymia_synthesis::network::absolute::Baseline;
use euthymia_synthesis::network::certainty::{Confidence, LevelShares};
use euthymia_synthesis::pairwise::Bounds;

fn shares(low: f64, moderate: f64, high: f64) -> LevelShares {
    LevelShares {
        low,
        moderate,
        high,
        unknown: 1.0 - low - moderate - high,
    }
}

fn limits(lower: f64, upper: f64) -> Bounds {
    Bounds { lower, upper }
}

#[test]
fn risk_of_bias_follows_where_most_of_the_weight_comes_from() {
    for (of, expected) in [
        (shares(0.51, 0.49, 0.0), Steps::Settled(0)),
        // Exactly half is not most.
        (shares(0.5, 0.5, 0.0), Steps::Settled(1)),
        (shares(0.2, 0.3, 0.5), Steps::Settled(1)),
        (shares(0.2, 0.2, 0.6), Steps::Settled(2)),
        // 0.3 unknown: low would make 0.7, high would make 0.6.
        (shares(0.4, 0.0, 0.3), Steps::Between { least: 0, most: 2 }),
        // 0.2 unknown: low makes 0.8, anything else leaves 0.6.
        (shares(0.6, 0.2, 0.0), Steps::Settled(0)),
        (shares(0.0, 0.0, 0.0), Steps::Undecided),
    ] {
        assert_eq!(risk_of_bias(of, Shifted::Unknown).steps, expected, "{of:?}");
        assert_eq!(indirectness(of).steps, expected, "{of:?}");
    }
}

#[test]
fn what_is_mostly_low_but_hangs_on_high_risk_costs_a_level() {
    let of = shares(0.7, 0.0, 0.3);
    assert_eq!(risk_of_bias(of, Shifted::No).steps, Steps::Settled(0));
    assert_eq!(risk_of_bias(of, Shifted::Yes).steps, Steps::Settled(1));
    let worse = shares(0.3, 0.0, 0.7);
    assert_eq!(risk_of_bias(worse, Shifted::Yes).steps, Steps::Settled(2));
    let nothing = shares(0.0, 0.0, 0.0);
    assert_eq!(risk_of_bias(nothing, Shifted::Yes).steps, Steps::Undecided);
}

#[test]
fn a_confidence_interval_costs_a_level_for_each_threshold_it_crosses() {
    let size = Size {
        patients: None,
        optimal: None,
        risk_ratio: Some(0.9),
    };
    let two = Thresholds::important(1.25, Measure::RiskRatio).expect("thresholds");
    let six = [0.5, 0.7, 0.9, 1.1, 1.4, 2.0];
    let six = Thresholds::new(&six, Measure::RiskRatio).expect("thresholds");
    for (of, bounds, expected) in [
        (&two, limits(0.85, 1.2), 0),
        (&two, limits(0.75, 1.2), 1),
        (&two, limits(0.75, 1.3), 2),
        // A limit on a threshold does not cross it.
        (&two, limits(0.8, 1.25), 0),
        (&six, limits(0.6, 1.2), 3),
        (&six, limits(0.1, 9.0), 3),
    ] {
        let found = imprecision(bounds, Some(of), &size);
        assert_eq!(found.steps, Steps::Settled(expected), "{bounds:?}");
    }
    assert_eq!(
        imprecision(limits(0.1, 9.0), None, &size).steps,
        Steps::Undecided
    );
}

#[test]
fn a_large_effect_is_held_against_the_optimal_information_size() {
    let thresholds = Thresholds::new(&[1.0], Measure::RiskRatio).expect("thresholds");
    let steps = |patients, optimal, risk_ratio| {
        let size = Size {
            patients,
            optimal,
            risk_ratio,
        };
        imprecision(limits(0.2, 0.9), Some(&thresholds), &size).steps
    };
    for (patients, expected) in [(1806, 0), (1805, 1), (903, 1), (902, 2), (0, 2)] {
        let found = steps(Some(patients), Some(1806), Some(0.5));
        assert_eq!(found, Steps::Settled(expected), "{patients}");
    }
    // 0.75 is 25 % fewer, which is not large.
    assert_eq!(steps(Some(10), Some(1806), Some(0.75)), Steps::Settled(0));
    let open = Steps::Between { least: 0, most: 2 };
    assert_eq!(steps(None, Some(1806), Some(0.5)), open);
    assert_eq!(steps(Some(10), None, Some(0.5)), open);
}

#[test]
fn the_optimal_information_size_is_that_of_two_proportions() {
    // z: 1.959964 + 0.841621 = 2.801585, squared 7.848879.
    // 0.5 against 0.25: (0.25 + 0.1875)/0.0625 = 7; 54.94 in each group.
    assert_eq!(optimal_size(0.5, 0.5), Some(110));
    // 0.1 against 0.075: (0.09 + 0.069375)/0.000625 = 255; 2001.46 in each group.
    assert_eq!(optimal_size(0.1, 0.25), Some(4004));
    for (risk, reduction) in [
        (0.0, 0.25),
        (1.0, 0.25),
        (0.5, 0.0),
        (0.5, 1.0),
        (f64::NAN, 0.5),
    ] {
        assert_eq!(optimal_size(risk, reduction), None);
    }
}

#[test]
fn inconsistency_is_what_the_prediction_interval_crosses_beyond_the_confidence_interval() {
    let thresholds = Thresholds::important(0.2, Measure::HedgesG).expect("thresholds");
    let steps = |k, prediction, with: bool| {
        let scatter = Scatter {
            k,
            bounds: limits(0.25, 0.6),
            prediction,
            tau2: Some(0.04),
            i2: Some(0.9),
        };
        inconsistency(&scatter, with.then_some(&thresholds)).steps
    };
    assert_eq!(steps(5, Some(limits(0.21, 0.9)), true), Steps::Settled(0));
    assert_eq!(steps(5, Some(limits(0.0, 0.9)), true), Steps::Settled(1));
    assert_eq!(steps(5, Some(limits(-0.3, 0.9)), true), Steps::Settled(2));
    assert_eq!(steps(5, None, true), Steps::Undecided);
    // I² of 90 % alone decides nothing.
    assert_eq!(steps(5, Some(limits(-0.3, 0.9)), false), Steps::Undecided);
    assert_eq!(steps(1, None, false), Steps::Settled(0));
}

#[test]
fn publication_bias_needs_ten_studies_to_be_tested() {
    assert_eq!(publication_bias(9, Some(0.001)).steps, Steps::Undecided);
    assert_eq!(publication_bias(10, Some(0.1)).steps, Steps::Settled(1));
    assert_eq!(publication_bias(10, Some(0.11)).steps, Steps::Settled(0));
    assert_eq!(publication_bias(10, None).steps, Steps::Undecided);
}

#[test]
fn effects_are_large_beyond_two_and_five_in_either_direction() {
    for (ratio, expected) in [
        (1.9, 0),
        (2.0, 0),
        (2.1, 1),
        (0.45, 1),
        (5.1, 2),
        (0.15, 2),
        (0.5, 0),
    ] {
        let found = large_effect(Some(ratio), true, false).steps;
        assert_eq!(found, Steps::Settled(expected), "{ratio}");
        assert_eq!(
            large_effect(Some(ratio), true, true).steps,
            Steps::Settled(0)
        );
        assert_eq!(
            large_effect(Some(ratio), false, false).steps,
            Steps::Settled(0)
        );
    }
    assert_eq!(large_effect(None, true, false).steps, Steps::Settled(0));
}

#[test]
fn thresholds_of_patients_are_turned_by_hand() {
    let baseline = Baseline::known(Probability::new(0.2).expect("a risk")).expect("a baseline");
    // 0.1 and 0.3: odds 1/9 and 3/7 against 1/4.
    let found = Thresholds::per_thousand(100.0, Measure::OddsRatio, &baseline).expect("found");
    let expected = [4.0 / 9.0, 12.0 / 7.0];
    for (own, exact) in found.values().iter().zip(expected) {
        assert!((own - exact).abs() < 1e-12, "{own} {exact}");
    }
    let found = Thresholds::per_thousand(50.0, Measure::RiskDifference, &baseline).expect("found");
    for (own, exact) in found.values().iter().zip([-0.05, 0.05]) {
        assert!((own - exact).abs() < 1e-12, "{own} {exact}");
    }
    assert!(Thresholds::per_thousand(200.0, Measure::RiskRatio, &baseline).is_err());
    assert!(Thresholds::per_thousand(50.0, Measure::HedgesG, &baseline).is_err());
    assert!(Thresholds::important(1.0, Measure::RiskRatio).is_err());
    assert!(Thresholds::important(0.1, Measure::Logit).is_err());
    assert!(Thresholds::new(&[], Measure::RiskRatio).is_err());
    assert!(Thresholds::new(&[-1.0], Measure::RiskRatio).is_err());
}

fn rated(aspect: Aspect, steps: Steps) -> Rated {
    Rated {
        aspect,
        proposal: Proposal {
            steps,
            because: "by hand".to_owned(),
        },
        person: None,
    }
}

#[test]
fn levels_add_up_from_the_start() {
    use Domain::{Imprecision, RiskOfBias};
    let down = |domain, steps| rated(Aspect::Down(domain), steps);
    let large = rated(Aspect::Up(Upgrade::LargeEffect), Steps::Settled(2));
    for (start, of, expected) in [
        (Start::Randomised, vec![], "high"),
        (
            Start::Randomised,
            vec![
                down(RiskOfBias, Steps::Settled(1)),
                down(Imprecision, Steps::Settled(1)),
            ],
            "low",
        ),
        (
            Start::Randomised,
            vec![down(RiskOfBias, Steps::Between { least: 0, most: 2 })],
            "low to high",
        ),
        (
            Start::Randomised,
            vec![
                down(RiskOfBias, Steps::Settled(1)),
                down(Imprecision, Steps::Undecided),
            ],
            "at most moderate",
        ),
        (Start::NonRandomised, vec![], "low"),
        (Start::NonRandomised, vec![large], "high"),
        (
            Start::NonRandomised,
            vec![
                down(Imprecision, Steps::Settled(3)),
                down(RiskOfBias, Steps::Undecided),
            ],
            "very low",
        ),
        (Start::RobinsI, vec![], "high"),
        (Start::Prognosis, vec![], "high"),
    ] {
        assert_eq!(Overall::of(start, &of, None).name(), expected, "{of:?}");
    }
}

#[test]
fn a_persons_judgement_takes_the_place_of_a_rule() {
    let mut own = rated(Aspect::Down(Domain::Imprecision), Steps::Undecided);
    own.person = Some(Person {
        value: 1,
        reason: "few events".to_owned(),
    });
    assert_eq!(
        (own.words().as_str(), own.because()),
        ("serious", "few events")
    );
    assert_eq!(
        Overall::of(Start::Randomised, &[own], None).name(),
        "moderate"
    );
    let person = Person {
        value: Confidence::Low,
        reason: "all together".to_owned(),
    };
    let found = Overall::of(Start::Randomised, &[], Some(person));
    assert_eq!(
        (found.name().as_str(), found.settled()),
        ("low", Some(Confidence::Low))
    );
}

#[test]
fn words_of_judgements() {
    let read = |domain, level| GradeJudged::read(domain, level, "why").map(|own| own.verdict);
    let down = |domain, steps| Ok(Verdict::Steps(Aspect::Down(domain), steps));
    assert_eq!(
        read("Risk of bias", "Very serious"),
        down(Domain::RiskOfBias, 2)
    );
    assert_eq!(
        read("imprecision", "extremely-serious"),
        down(Domain::Imprecision, 3)
    );
    assert_eq!(
        read("publication_bias", "undetected"),
        down(Domain::PublicationBias, 0)
    );
    assert_eq!(
        read("large_effect", "+2"),
        Ok(Verdict::Steps(Aspect::Up(Upgrade::LargeEffect), 2))
    );
    assert_eq!(
        read("overall", "very low"),
        Ok(Verdict::Overall(Confidence::VeryLow))
    );
    for (domain, level) in [
        ("bias", "serious"),
        ("inconsistency", "extremely_serious"),
        ("dose_response", "+2"),
        ("overall", "serious"),
        ("imprecision", "low"),
    ] {
        assert!(read(domain, level).is_err(), "{domain} {level}");
    }
}
