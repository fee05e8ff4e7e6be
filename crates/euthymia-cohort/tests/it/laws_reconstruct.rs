//! Identities of reconstruction on random data.

use crate::byhand_reconstruct::sample;
use euthymia_cohort::descriptive::{mean, sd};
use euthymia_cohort::reconstruct::{Budget, Count, How, Verdict, one_sample};
use proptest::prelude::*;

const BUDGET: Budget = Budget {
    draws: 40,
    starts: 4,
    steps: 4000,
    seed: 3,
};

fn doubles(values: &[i64]) -> Vec<f64> {
    values.iter().map(|v| *v as f64).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn data_have_their_own_summary(values in proptest::collection::vec(0_i64..=12, 2..9)) {
        let n = u32::try_from(values.len()).unwrap();
        let (mean, sd) = (mean(&doubles(&values)).unwrap(), sd(&doubles(&values)).unwrap());
        let asked = sample((n, 0, 12), &format!("{mean:.3}"), Some(&format!("{sd:.3}")), &[]);
        prop_assert!(asked.fits(&values));
        let answer = one_sample(&asked, &BUDGET).unwrap();
        prop_assert_eq!(answer.verdict(), Verdict::Found);
        prop_assert!(answer.solutions.iter().all(|s| asked.fits(&s.values)));
    }

    #[test]
    fn mirrored_data_have_as_many_solutions(values in proptest::collection::vec(0_i64..=9, 2..8)) {
        let n = u32::try_from(values.len()).unwrap();
        let sd = format!("{:.1}", sd(&doubles(&values)).unwrap());
        let count = |mean: f64, rule: &str| {
            let asked = sample((n, 0, 9), &format!("{mean:.2}"), Some(&sd), &[rule]);
            one_sample(&asked, &BUDGET).unwrap().how
        };
        let at = mean(&doubles(&values)).unwrap();
        let below = values.iter().filter(|v| **v < 4).count();
        let one = count(at, &format!("<4: {below}"));
        // 9 − x is above 5 where x is below 4; printed means mirror when neither is a tie.
        let halves = (at * 200.0).round();
        prop_assume!((at * 200.0 - halves).abs() > 1e-6 || halves % 2.0 == 0.0);
        prop_assert_eq!(one, count(9.0 - at, &format!(">5: {below}")));
    }

    #[test]
    fn counts_under_a_threshold_add_up(n in 2_u32..7, total in 0_i64..40) {
        let mean = format!("{:.3}", total as f64 / f64::from(n));
        let count = |rules: &[&str]| {
            match one_sample(&sample((n, 0, 8), &mean, None, rules), &BUDGET).unwrap().how {
                How::Counted(Count::Exactly(count)) => count,
                _ => 0,
            }
        };
        let parts = (0..=n).map(|below| count(&[&format!("<3: {below}")]));
        prop_assert_eq!(parts.sum::<u128>(), count(&[]));
    }
}

#[test]
fn draws_are_even() {
    // Three numbers from 0 to 4 with sum 6 have five solutions; draws of one, over many seeds, take
    // each about as often: χ² with 4 degrees of freedom is below 23.5 in 9999 of 10000 cases.
    let asked = sample((3, 0, 4), "2.00", None, &[]);
    let mut times = std::collections::BTreeMap::new();
    for seed in 0..2000 {
        let budget = Budget {
            draws: 1,
            seed,
            ..BUDGET
        };
        let answer = one_sample(&asked, &budget).unwrap();
        assert_eq!(answer.solutions.len(), 1);
        *times
            .entry(answer.solutions[0].values.clone())
            .or_insert(0_u32) += 1;
    }
    assert_eq!(times.len(), 5);
    let chi: f64 = times
        .values()
        .map(|t| (f64::from(*t) - 400.0).powi(2) / 400.0)
        .sum();
    assert!(chi < 23.5, "{times:?}");
}

#[test]
fn the_same_seed_gives_the_same_solutions() {
    let asked = sample((21, 0, 60), "27.6", Some("6.4"), &["<20: 2"]);
    let drawn = |seed| {
        one_sample(&asked, &Budget { seed, ..BUDGET })
            .unwrap()
            .solutions
    };
    assert_eq!(drawn(5), drawn(5));
    assert_ne!(drawn(5), drawn(6));
}

#[test]
fn a_sample_too_large_to_count_is_searched() {
    let asked = sample((300, 0, 60), "27.64", Some("8.41"), &["<10: 5", ">=40: 20"]);
    let answer = one_sample(&asked, &BUDGET).unwrap();
    assert!(matches!(answer.how, How::Searched { .. }));
    assert_eq!(answer.verdict(), Verdict::Found);
    assert!(answer.solutions.iter().all(|s| asked.fits(&s.values)));
}
