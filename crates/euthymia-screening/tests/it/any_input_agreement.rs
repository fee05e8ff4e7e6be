//! Any counts and any answers: a number, or why there is none.

use euthymia_numerics::Probability;
use euthymia_screening::agreement::{
    Ratings, Square, Weights, brennan_prediger, cohen, fleiss, gwet, krippendorff,
};
use proptest::prelude::*;

fn weights() -> impl Strategy<Value = Weights> {
    prop_oneof![
        Just(Weights::Nominal),
        Just(Weights::Linear),
        Just(Weights::Quadratic)
    ]
}

proptest! {
    #[test]
    fn any_input_counts(
        rows in prop::collection::vec(prop::collection::vec(any::<u64>(), 0..4), 0..4),
        weights in weights(),
        level in 0.0..=1.0_f64,
    ) {
        let rows: Vec<&[u64]> = rows.iter().map(Vec::as_slice).collect();
        let level = Probability::new(level).unwrap();
        if let Ok(table) = Square::from_counts(&rows) {
            for found in [
                cohen(&table, weights, level),
                gwet(&table, weights, level),
                brennan_prediger(&table, weights, level),
            ].into_iter().flatten() {
                prop_assert!(found.value.is_finite());
            }
        }
    }

    #[test]
    fn any_input_answers(
        things in prop::collection::vec(prop::collection::vec(0_usize..5, 0..5), 0..20),
        size in 0_usize..5,
    ) {
        let pairs = things.iter().filter_map(|own| Some((*own.first()?, *own.get(1)?)));
        let _ = Square::of_pairs(pairs, size);
        if let Ok(ratings) = Ratings::new(things, size) {
            for found in [krippendorff(&ratings), fleiss(&ratings)].into_iter().flatten() {
                prop_assert!(found <= 1.0);
            }
        }
    }

    #[test]
    fn any_input_sizes(size in any::<usize>()) {
        let _ = Square::of_pairs([(0, 1)], size);
    }
}
