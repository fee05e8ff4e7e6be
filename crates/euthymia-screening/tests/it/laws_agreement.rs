//! What holds for every table of agreement.

use euthymia_numerics::Probability;
use euthymia_screening::agreement::{
    Ratings, Square, Weights, brennan_prediger, cohen, gwet, krippendorff, percent,
};
use euthymia_testkit::assert_close;
use proptest::prelude::*;

const LEVEL: Probability = Probability::NINETY_FIVE;

fn two() -> impl Strategy<Value = [u64; 4]> {
    [0_u64..60, 0_u64..60, 0_u64..60, 0_u64..60]
        .prop_filter("both answers on both sides", |[a, b, c, d]| {
            a + b > 0 && a + c > 0 && b + d > 0 && c + d > 0
        })
}

fn square([a, b, c, d]: [u64; 4]) -> Square {
    Square::from_counts(&[&[a, b], &[c, d]]).unwrap()
}

proptest! {
    #[test]
    fn who_is_first_does_not_matter([a, b, c, d] in two()) {
        let (one, other) = (square([a, b, c, d]), square([a, c, b, d]));
        for weights in [Weights::Nominal, Weights::Quadratic] {
            let (one, other) = (cohen(&one, weights, LEVEL), cohen(&other, weights, LEVEL));
            assert_close!(one.unwrap().value, other.unwrap().value, "algebra", "kappa");
        }
        let (one, other) = (gwet(&one, Weights::Nominal, LEVEL), gwet(&other, Weights::Nominal, LEVEL));
        assert_close!(one.unwrap().value, other.unwrap().value, "algebra", "AC1");
    }

    #[test]
    fn pabak_is_twice_the_agreement_less_one(counts in two()) {
        let table = square(counts);
        let found = brennan_prediger(&table, Weights::Nominal, LEVEL).unwrap();
        assert_close!(found.value, 2.0 * percent(&table) - 1.0, "algebra", "PABAK");
    }

    #[test]
    fn nothing_is_above_one_and_intervals_hold_their_value(counts in two()) {
        let table = square(counts);
        for found in [
            cohen(&table, Weights::Nominal, LEVEL),
            gwet(&table, Weights::Nominal, LEVEL),
            brennan_prediger(&table, Weights::Linear, LEVEL),
        ] {
            let found = found.unwrap();
            prop_assert!((-1.0 - 1e-12..=1.0).contains(&found.value), "{found:?}");
            if let Some(own) = found.precision {
                prop_assert!(own.lower <= found.value && found.value <= own.upper + 1e-12);
            }
        }
    }

    /// α of two reviewers without gaps is Scott's π moved towards 1 by 1/(2n).
    #[test]
    fn alpha_of_a_pair_is_scotts_pi_corrected(counts in two()) {
        let [a, b, c, d] = counts;
        let table = square(counts);
        let n = table.pairs() as f64;
        let share = (2 * a + b + c) as f64 / (2.0 * n);
        let chance = share * share + (1.0 - share) * (1.0 - share);
        let pi = (percent(&table) - chance) / (1.0 - chance);
        let rows = [(a, [0, 0]), (b, [0, 1]), (c, [1, 0]), (d, [1, 1])];
        let things = rows.iter().flat_map(|(times, row)| {
            std::iter::repeat_n(row.to_vec(), usize::try_from(*times).unwrap())
        });
        let alpha = krippendorff(&Ratings::new(things, 2).unwrap()).unwrap();
        assert_close!(alpha, 1.0 - (1.0 - pi) * (1.0 - 1.0 / (2.0 * n)), "algebra", "alpha");
    }
}
