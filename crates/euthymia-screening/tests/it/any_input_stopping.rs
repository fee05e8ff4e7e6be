//! Any order and any numbers: an answer or what is wrong.

use euthymia_screening::stopping::consecutive::{Run, consecutive};
use euthymia_screening::stopping::missing::{Pair, Sources, chao, chapman};
use euthymia_screening::stopping::recall::{Sampled, ranked, sampled};
use euthymia_screening::stopping::safe::{SafeInputs, SafeSettings, safe};
use euthymia_screening::stopping::sample::{bound, needed};
use euthymia_screening::stopping::{Labelled, Screened, StoppingRule, simulate_stopping};
use proptest::prelude::*;

proptest! {
    #[test]
    fn any_input_order(
        labels in prop::collection::vec(any::<bool>(), 0..60),
        total in any::<u64>(),
        run in any::<u64>(),
        share in any::<f64>(),
        target in any::<f64>(),
        confidence in any::<f64>(),
        random in any::<Option<(u64, u64)>>(),
        seed in any::<u64>(),
    ) {
        if let Ok(so_far) = Screened::new(labels.clone(), total) {
            consecutive(&so_far, Run::Count(run));
            consecutive(&so_far, Run::Share(share));
            if let Ok(found) = ranked(&so_far, target, confidence) {
                prop_assert!((0.0..=1.0).contains(&found.p));
            }
            let inputs = SafeInputs { random, ..SafeInputs::default() };
            prop_assert_eq!(safe(&so_far, inputs, SafeSettings::default()).items.len(), 8);
        }
        let settings = SafeSettings { random_share: share, least_share: share, run, times_expected: target };
        let rules = [
            StoppingRule::Consecutive(Run::Share(share)),
            StoppingRule::Safe(settings),
            StoppingRule::Ranked { target, confidence, every: run },
            StoppingRule::Sampled { after: Run::Count(run), target, confidence },
        ];
        for rule in rules {
            if let Ok(tried) = simulate_stopping(&[Labelled { labels: labels.clone(), seed }], &[rule], 0.95) {
                prop_assert!((0.0..=1.0).contains(&tried[0].mean_recall));
            }
        }
    }

    #[test]
    fn any_input_counts(a in any::<u64>(), b in any::<u64>(), c in any::<u64>(), d in any::<u64>(), target in 0.01..0.99_f64) {
        let _ = chapman(Pair { both: a, only_first: b, only_second: c }, target, 0.95);
        let _ = chao(Sources { sources: a, found: b, in_one: c, in_two: d }, target, 0.95);
        let sample = Sampled { before: a, rest: b % 5000, drawn: c % 5000, drawn_relevant: d % 50 };
        let _ = bound(sample, target, 0.95);
        let _ = sampled(sample, target, 0.95);
        let _ = needed(a, b % 5000, target, 0.95);
    }
}
