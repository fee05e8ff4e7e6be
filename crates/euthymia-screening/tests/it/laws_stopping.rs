//! What holds for every order and every sample.

use euthymia_numerics::hypergeometric::Urn;
use euthymia_screening::stopping::consecutive::{Run, consecutive};
use euthymia_screening::stopping::recall::{Sampled, least_missed, ranked, sampled};
use euthymia_screening::stopping::sample::{bound, needed};
use euthymia_screening::stopping::{Labelled, Says, Screened, StoppingRule, stops_at};
use euthymia_testkit::assert_close;
use proptest::prelude::*;

fn labels() -> impl Strategy<Value = Vec<bool>> {
    prop::collection::vec(prop::bool::weighted(0.15), 0..80)
}

proptest! {
    /// Only stretches that begin after a relevant one are looked at; all of them give no less.
    #[test]
    fn no_stretch_speaks_more_against_it(labels in labels(), rest in 0_u64..60, target in 0.3..0.99_f64) {
        let total = labels.len() as u64 + rest;
        let so_far = Screened::new(labels.clone(), total).unwrap();
        let found = ranked(&so_far, target, 0.95).unwrap();
        let least = least_missed(so_far.relevant(), target);
        let mut smallest = 1.0_f64;
        for start in 0..=labels.len() {
            let before = labels[..start].iter().filter(|own| **own).count() as u64;
            let inside = so_far.relevant() - before;
            let (all, drawn) = (total - start as u64, (labels.len() - start) as u64);
            let marked = least - before;
            let p = match all.checked_sub(marked).and_then(|other| Urn::new(marked, other, drawn)) {
                Some(urn) => urn.at_most(inside),
                None => 0.0,
            };
            smallest = smallest.min(p);
        }
        assert_close!(found.p, smallest, "algebra", "p");
    }

    /// The bound of what was missed and the test of recall are two sides of one thing.
    #[test]
    fn the_bound_and_the_test_say_the_same(
        before in 0_u64..50, rest in 1_u64..120, drawn in 0_u64..120, relevant in 0_u64..10,
        target in 0.5..0.99_f64, confidence in 0.5..0.99_f64,
    ) {
        let drawn = drawn.min(rest);
        let sample = Sampled { before, rest, drawn, drawn_relevant: relevant.min(drawn) };
        let (bound, tested) = (bound(sample, target, confidence).unwrap(), sampled(sample, target, confidence).unwrap());
        prop_assert_eq!(bound.verdict.says, tested.verdict.says);
        prop_assert!(bound.missed_at_most <= rest - drawn);
    }

    /// So many draws without a relevant one are enough, and one fewer is not.
    #[test]
    fn the_size_of_a_sample_is_the_smallest(before in 0_u64..60, rest in 1_u64..200, target in 0.5..0.99_f64) {
        let size = needed(before, rest, target, 0.95).unwrap();
        let says = |drawn| {
            let sample = Sampled { before, rest, drawn, drawn_relevant: 0 };
            sampled(sample, target, 0.95).unwrap().verdict.says
        };
        prop_assert_eq!(says(size), Says::Stop);
        if size > 0 {
            prop_assert_eq!(says(size - 1), Says::GoOn);
        }
    }

    /// A rule tried on an order stops where it first says so.
    #[test]
    fn the_run_stops_where_the_rule_first_says_so(labels in labels(), run in 1_u64..20) {
        let all = labels.len();
        let says = |read: usize| {
            let so_far = Screened::new(labels[..read].to_vec(), all as u64).unwrap();
            consecutive(&so_far, Run::Count(run)).verdict.says
        };
        let first = (0..=all).find(|read| says(*read) == Says::Stop).unwrap_or(all);
        let order = Labelled { labels: labels.clone(), seed: 1 };
        let (read, _) = stops_at(StoppingRule::Consecutive(Run::Count(run)), &order).unwrap();
        prop_assert_eq!(read as usize, first);
    }
}
