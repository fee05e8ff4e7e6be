//! Identities of models of the counts of a network.

use crate::count_cases::{any_arms, arm};
use euthymia_numerics::Probability;
use euthymia_synthesis::effect::two_by_two::TwoByTwo;
use euthymia_synthesis::glmm::{self, Coding, Effects, Model};
use euthymia_synthesis::network::counts::{
    Counts, Likelihood, fit, log_likelihood, mantel_haenszel,
};
use euthymia_synthesis::network::{Comparison, Relative};
use euthymia_synthesis::stratified::{self, Stratum};
use euthymia_testkit::assert_close;
use proptest::prelude::*;

const LEVEL: Probability = Probability::NINETY_FIVE;

type Row = ((u64, u64), (u64, u64));

/// Two treatments: events and others of each, so that each has both somewhere.
fn pairs() -> impl Strategy<Value = Vec<Row>> {
    let cell = || (0..30_u64, 1..60_u64);
    (
        ((1..9_u64, 1..40_u64), (1..9_u64, 1..40_u64)),
        proptest::collection::vec((cell(), cell()), 1..7),
    )
        .prop_map(|(first, mut rest)| {
            rest.push(first);
            rest
        })
}

fn as_counts(rows: &[Row]) -> Counts {
    let arms: Vec<_> = rows
        .iter()
        .enumerate()
        .flat_map(|(at, ((a, b), (c, d)))| {
            let study = at.to_string();
            [arm(&study, "A", *a, a + b), arm(&study, "B", *c, c + d)]
        })
        .collect();
    Counts::new(&arms).unwrap()
}

fn as_tables(rows: &[Row]) -> Vec<TwoByTwo> {
    let table = |((a, b), (c, d)): &Row| TwoByTwo::new(*a, a + b, *c, c + d).unwrap();
    rows.iter().map(table).collect()
}

fn same(found: &Comparison, estimate: f64, standard_error: f64, tolerance: &str) {
    assert_close!(found.estimate, estimate, tolerance, "estimate");
    assert_close!(
        found.standard_error,
        standard_error,
        tolerance,
        "standard error"
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn two_treatments_are_the_stratified_odds_ratio(rows in pairs()) {
        let strata: Vec<_> = as_tables(&rows).into_iter().map(|t| Stratum::new("", t)).collect();
        let options = stratified::Options::default();
        let expected = stratified::mantel_haenszel::odds_ratio(&strata, &options).unwrap();
        let found = mantel_haenszel(&as_counts(&rows), LEVEL).unwrap().fit.compare(0, 1).unwrap();
        same(&found, expected.estimate, expected.inference.standard_error, "algebra");
    }

    #[test]
    fn two_treatments_are_the_common_effect_of_two_groups(rows in pairs()) {
        let options = glmm::Options { effects: Effects::Common, ..glmm::Options::default() };
        for (likelihood, model) in [
            (Likelihood::Binomial, Model::FixedStudies(Coding::Half)),
            (Likelihood::Conditional, Model::Conditional),
        ] {
            let expected = glmm::fit_odds_ratios(&as_tables(&rows), model, &options).unwrap();
            // The search for two groups leaves up to 3e-8 in its standard errors, seen against bisection.
            let found = fit(&as_counts(&rows), likelihood, LEVEL).unwrap();
            prop_assert!(found.converged());
            let difference = found.estimates.compare(0, 1).unwrap();
            same(&difference, expected.estimate, expected.standard_error, "from_optimum");
        }
    }

    #[test]
    fn neither_the_order_of_arms_nor_the_first_treatment_matters(
        arms in any_arms(12, 1), values in proptest::collection::vec(-2.0..2.0_f64, 5), shift in -3.0..3.0_f64,
    ) {
        let turned: Vec<_> = arms.iter().rev().cloned().collect();
        let (one, other) = (Counts::new(&arms).unwrap(), Counts::new(&turned).unwrap());
        let at = |counts: &Counts, shift: f64| -> Vec<f64> {
            let value = |name: &String| values[name[1..].parse::<usize>().unwrap()] + shift;
            counts.treatments().iter().map(value).collect()
        };
        for likelihood in [Likelihood::Binomial, Likelihood::Conditional, Likelihood::ConditionalApproximate] {
            let first = log_likelihood(&one, likelihood, &at(&one, 0.0)).unwrap();
            let second = log_likelihood(&other, likelihood, &at(&other, shift)).unwrap();
            assert_close!(first, second, "likelihood", "{likelihood}");
            let fits = [&one, &other].map(|counts| fit(counts, likelihood, LEVEL));
            let [Ok(first), Ok(second)] = fits else { continue };
            let place = |name: &str| second.estimates.treatments().iter().position(|t| t == name).unwrap();
            let names = first.estimates.treatments();
            let (a, b) = (names[0].as_str(), names[1].as_str());
            let mine = first.estimates.compare(0, 1).unwrap();
            let theirs = second.estimates.compare(place(a), place(b)).unwrap();
            same(&mine, theirs.estimate, theirs.standard_error, "estimate");
        }
        let pooled = [&one, &other].map(|counts| mantel_haenszel(counts, LEVEL));
        if let [Ok(first), Ok(second)] = pooled {
            let name = |i: usize| first.fit.network.treatments()[i].clone();
            let place = |i: usize| second.fit.network.treatment(&name(i)).unwrap();
            let mine = first.fit.compare(0, 1).unwrap();
            let theirs = second.fit.compare(place(0), place(1)).unwrap();
            same(&mine, theirs.estimate, theirs.standard_error, "estimate");
        }
    }

    #[test]
    fn chances_of_all_divisions_sum_to_one(
        sizes in proptest::collection::vec(1..5_u64, 2..=4), values in proptest::collection::vec(-3.0..3.0_f64, 4), share in 0.1..0.9_f64,
    ) {
        let total: u64 = sizes.iter().sum();
        let events = ((total as f64 * share) as u64).max(1);
        let mut sum = 0.0;
        let mut divide = vec![vec![]];
        for n in &sizes {
            divide = divide.into_iter().flat_map(|so_far: Vec<u64>| {
                (0..=*n).map(move |x| [so_far.clone(), vec![x]].concat())
            }).collect();
        }
        for division in divide.iter().filter(|d| d.iter().sum::<u64>() == events) {
            let arms: Vec<_> = division.iter().zip(&sizes).enumerate()
                .map(|(at, (x, n))| arm("1", &at.to_string(), *x, *n)).collect();
            let counts = Counts::new(&arms).unwrap();
            sum += log_likelihood(&counts, Likelihood::Conditional, &values[..sizes.len()]).unwrap().exp();
        }
        if events < total {
            assert_close!(sum, 1.0, "algebra", "{sizes:?}");
        }
    }
}
