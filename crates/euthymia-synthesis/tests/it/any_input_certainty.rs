//! No number makes a judgement of certainty panic.

use euthymia_synthesis::network::Evidence;
use euthymia_synthesis::network::certainty::{
    Equivalence, LevelShares, Tau2Reference, WeighingRule, heterogeneity, imprecision, small_study,
    weigh,
};
use euthymia_synthesis::pairwise::Bounds;
use proptest::prelude::*;

proptest! {
    #[test]
    fn any_numbers(numbers in proptest::array::uniform9(any::<f64>()), rows in 0..12_usize) {
        let [a, b, c, d, e, f, g, h, i] = numbers;
        let range = Equivalence::new(a, b).or_else(|_| Equivalence::of_ratio(c)).ok();
        let bounds = Bounds { lower: d, upper: e };
        let prediction = Some(Bounds { lower: g, upper: h });
        let reference = Tau2Reference::LogT { df: a, location: b, scale: c };
        let finite = imprecision(f, bounds, range).is_ok();
        prop_assert!(!finite || (d <= f && f <= e));
        let _ = heterogeneity(f, bounds, prediction, range, Some((i, reference)));
        if let Ok(share) = reference.larger(i) {
            prop_assert!((0.0..=1.0).contains(&share));
        }
        let shares = LevelShares { low: a, moderate: b, high: c, unknown: d };
        for rule in [WeighingRule::Average, WeighingRule::Majority, WeighingRule::Worst] {
            let _ = weigh(shares, rule);
        }
        let trial = |at: usize| Evidence {
            estimate: numbers[at % 9],
            standard_error: numbers[(at + 4) % 9],
        };
        let trials: Vec<Evidence> = (0..rows).map(trial).collect();
        if let Some(test) = small_study(&trials, 3) {
            prop_assert!((0.0..=1.0).contains(&test.p_value));
        }
    }
}
