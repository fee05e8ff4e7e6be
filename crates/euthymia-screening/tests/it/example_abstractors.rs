//! The two abstractors of a hundred women of the vignette "Calculating Chance-corrected Agreement
//! Coefficients" of R's irrCAC (Gwet, 16 September 2019), as printed there.

use euthymia_numerics::Probability;
use euthymia_screening::agreement::{Square, Weights, brennan_prediger, cohen, gwet};
use euthymia_testkit::assert_close;

#[test]
fn abstractors() {
    let table = Square::from_counts(&[&[13, 0, 0], &[0, 20, 7], &[0, 4, 56]]).unwrap();
    let level = Probability::NINETY_FIVE;
    let printed = [
        (
            "kappa",
            cohen(&table, Weights::Nominal, level),
            0.796_409_4,
            0.058_910_72,
            None,
        ),
        (
            "AC1",
            gwet(&table, Weights::Nominal, level),
            0.849_330_5,
            0.043_217_47,
            Some((0.764, 0.935)),
        ),
        (
            "Brennan-Prediger",
            brennan_prediger(&table, Weights::Nominal, level),
            0.835,
            0.046_933_46,
            Some((0.742, 0.928)),
        ),
    ];
    for (name, found, value, error, interval) in printed {
        let found = found.unwrap();
        let precision = found.precision.unwrap();
        assert_close!(found.value, value, "paper_7_digits", "{name}");
        assert_close!(
            precision.standard_error,
            error,
            "paper_7_digits",
            "{name}: error"
        );
        // The vignette has t for kappa, too; ours is the normal interval of its large-sample error.
        if let Some((lower, upper)) = interval {
            assert_close!(precision.lower, lower, "paper_3_digits", "{name}: lower");
            assert_close!(precision.upper, upper, "paper_3_digits", "{name}: upper");
        }
    }
}
