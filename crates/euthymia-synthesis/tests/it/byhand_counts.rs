//! Models of the counts of a network on cases that a person can check.

use crate::count_cases::counts;
use euthymia_numerics::Probability;
use euthymia_synthesis::network::Relative;
use euthymia_synthesis::network::counts::{
    CountError, LeftOut, Likelihood, SaysNothing, fit, fit_penalised, log_likelihood,
    mantel_haenszel,
};
use euthymia_testkit::assert_close;

const LEVEL: Probability = Probability::NINETY_FIVE;

#[test]
fn three_arms_of_two_have_ways_to_divide_three_events() {
    // Odds ψ = 1, 2, 3. Ways to divide 3 events over arms of 2: one each has C(2,1)³ · 1·2·3 = 48. A two and
    // a one: 2 (ψ_i² ψ_j), summed over ordered pairs: 2·(1·2 + 1·3 + 4·1 + 4·3 + 9·1 + 9·2) = 96.
    let one_each = counts(&[("1", "A", 1, 2), ("1", "B", 1, 2), ("1", "C", 1, 2)]);
    let values = [0.0, 2.0_f64.ln(), 3.0_f64.ln()];
    let found = log_likelihood(&one_each, Likelihood::Conditional, &values).unwrap();
    assert_close!(found, (48.0_f64 / 144.0).ln(), "algebra", "one each");
    // Two of C and one of B: 2 · 9 · 2 = 36.
    let other = counts(&[("1", "A", 0, 2), ("1", "B", 1, 2), ("1", "C", 2, 2)]);
    let found = log_likelihood(&other, Likelihood::Conditional, &values).unwrap();
    assert_close!(found, (36.0_f64 / 144.0).ln(), "algebra", "two and one");
    // As a multinomial with chances 1/6, 2/6, 3/6: 3!/(1!1!1!) · 6/216, and 3!/(1!2!) · 18/216.
    let found = log_likelihood(&one_each, Likelihood::ConditionalApproximate, &values).unwrap();
    assert_close!(found, (1.0_f64 / 6.0).ln(), "algebra", "multinomial");
    let found = log_likelihood(&other, Likelihood::ConditionalApproximate, &values).unwrap();
    assert_close!(found, (1.0_f64 / 4.0).ln(), "algebra", "multinomial");
}

#[test]
fn two_arms_of_two_at_the_best_level() {
    // Odds ratio 1 and one event in each of two arms of 2: the level is one half, (2/4)(2/4).
    let even = counts(&[("1", "A", 1, 2), ("1", "B", 1, 2)]);
    let found = log_likelihood(&even, Likelihood::Binomial, &[0.0, 0.0]).unwrap();
    assert_close!(found, 0.25_f64.ln(), "algebra", "binomial");
}

#[test]
fn a_trial_that_says_nothing_adds_nothing() {
    let with = counts(&[
        ("1", "A", 1, 5),
        ("1", "B", 2, 5),
        ("2", "A", 0, 9),
        ("2", "B", 0, 9),
    ]);
    let without = counts(&[("1", "A", 1, 5), ("1", "B", 2, 5)]);
    for likelihood in [
        Likelihood::Conditional,
        Likelihood::ConditionalApproximate,
        Likelihood::Binomial,
    ] {
        let [a, b] = [&with, &without].map(|c| log_likelihood(c, likelihood, &[0.0, 0.7]).unwrap());
        assert_eq!(a, b);
        assert_eq!(fit(&with, likelihood, LEVEL).unwrap().uninformative, ["2"]);
    }
}

#[test]
fn one_trial_is_fitted_as_it_is() {
    // Odds 4, 1/4 and 1; var logit = 1/8 + 1/2 for A and B, 1/5 + 1/5 for C.
    let one = counts(&[("1", "A", 8, 10), ("1", "B", 2, 10), ("1", "C", 5, 10)]);
    let found = fit(&one, Likelihood::Binomial, LEVEL).unwrap();
    assert!(found.converged());
    let a_less_b = found.estimates.compare(0, 1).unwrap();
    assert_close!(a_less_b.estimate, 16.0_f64.ln(), "algebra", "A less B");
    assert_close!(
        a_less_b.standard_error,
        1.25_f64.sqrt(),
        "algebra",
        "A less B"
    );
    let a_less_c = found.estimates.compare(0, 2).unwrap();
    assert_close!(
        a_less_c.standard_error,
        1.025_f64.sqrt(),
        "algebra",
        "A less C"
    );
    // The multinomial compares rates: 8 against 2 events of 10 each, variance 1/8 + 1/2.
    let found = fit(&one, Likelihood::ConditionalApproximate, LEVEL).unwrap();
    let a_less_b = found.estimates.compare(0, 1).unwrap();
    assert_close!(a_less_b.estimate, 4.0_f64.ln(), "algebra", "rates");
    assert_close!(
        a_less_b.standard_error,
        0.625_f64.sqrt(),
        "algebra",
        "rates"
    );
    // Mantel–Haenszel: the places are means over pairs, here of odds that agree.
    let found = mantel_haenszel(&one, LEVEL).unwrap();
    let a_less_b = found.fit.compare(0, 1).unwrap();
    assert_close!(a_less_b.estimate, 16.0_f64.ln(), "algebra", "MH");
}

#[test]
fn the_penalty_is_half_a_patient_where_every_arm_has_a_parameter() {
    let one = counts(&[("1", "A", 0, 10), ("1", "B", 4, 10), ("1", "C", 10, 10)]);
    let found = fit_penalised(&one, SaysNothing::LeftOut, LEVEL).unwrap();
    assert!(found.converged());
    let logit = |events: f64| ((events + 0.5) / (10.5 - events)).ln();
    let c_less_a = found.estimates.compare(2, 0).unwrap();
    assert_close!(
        c_less_a.estimate,
        logit(10.0) - logit(0.0),
        "estimate",
        "C less A"
    );
    let b_less_a = found.estimates.compare(1, 0).unwrap();
    assert_close!(
        b_less_a.estimate,
        logit(4.0) - logit(0.0),
        "estimate",
        "B less A"
    );
}

#[test]
fn a_treatment_without_events_is_named() {
    let rows = counts(&[
        ("1", "A", 3, 10),
        ("1", "B", 4, 10),
        ("2", "B", 2, 9),
        ("2", "C", 0, 9),
    ]);
    for likelihood in [
        Likelihood::Conditional,
        Likelihood::ConditionalApproximate,
        Likelihood::Binomial,
    ] {
        let found = fit(&rows, likelihood, LEVEL).unwrap_err();
        assert_eq!(found, CountError::NoEvent("C".into()));
    }
    let all = counts(&[
        ("1", "A", 3, 10),
        ("1", "B", 4, 10),
        ("2", "B", 2, 9),
        ("2", "C", 9, 9),
    ]);
    let found = fit(&all, Likelihood::Binomial, LEVEL).unwrap_err();
    assert_eq!(found, CountError::OnlyEvents("C".into()));
    // Mantel–Haenszel goes on with what is left.
    let found = mantel_haenszel(&rows, LEVEL).unwrap();
    assert_eq!(found.fit.network.treatments(), ["A", "B"]);
    let design = vec!["B".to_owned(), "C".to_owned()];
    assert_eq!(
        found.left_out,
        [
            LeftOut::Arm {
                design: design.clone(),
                treatment: "C".into()
            },
            LeftOut::OneArm(design),
            LeftOut::Treatment("C".into()),
        ]
    );
    // The penalty keeps it finite.
    assert!(
        fit_penalised(&rows, SaysNothing::Kept, LEVEL)
            .unwrap()
            .converged()
    );
}

#[test]
fn separation_is_recognised_before_it_runs_away() {
    // C and D have events, but none where they meet A or B.
    let rows = counts(&[
        ("1", "A", 3, 10),
        ("1", "B", 4, 10),
        ("2", "B", 2, 9),
        ("2", "C", 0, 9),
        ("3", "C", 1, 9),
        ("3", "D", 2, 9),
    ]);
    let expected = CountError::Separated {
        lower: vec!["C".into(), "D".into()],
        upper: vec!["A".into(), "B".into()],
    };
    for likelihood in [Likelihood::Conditional, Likelihood::Binomial] {
        assert_eq!(fit(&rows, likelihood, LEVEL).unwrap_err(), expected);
    }
    // One trial in which an event can move the other way joins them.
    let joined = counts(&[
        ("1", "A", 3, 10),
        ("1", "B", 4, 10),
        ("2", "B", 2, 9),
        ("2", "C", 0, 9),
        ("3", "C", 1, 9),
        ("3", "D", 2, 9),
        ("4", "D", 1, 9),
        ("4", "A", 0, 9),
    ]);
    assert!(
        fit(&joined, Likelihood::Conditional, LEVEL)
            .unwrap()
            .converged()
    );
}

#[test]
fn what_joins_a_network_only_by_nothing_does_not_join_it() {
    let rows = counts(&[
        ("1", "A", 3, 10),
        ("1", "B", 4, 10),
        ("2", "B", 0, 9),
        ("2", "C", 0, 9),
        ("3", "C", 1, 9),
        ("3", "D", 2, 9),
    ]);
    let found = fit(&rows, Likelihood::Binomial, LEVEL).unwrap_err();
    let expected = CountError::Disconnected {
        parts: 2,
        one: vec!["C".into(), "D".into()],
    };
    assert_eq!(found, expected);
    let nothing = counts(&[("1", "A", 0, 10), ("1", "B", 0, 10)]);
    let found = fit(&nothing, Likelihood::Binomial, LEVEL).unwrap_err();
    assert_eq!(found, CountError::NothingLeft(1));
    assert_eq!(
        mantel_haenszel(&nothing, LEVEL).unwrap_err(),
        CountError::NothingLeft(1)
    );
}
