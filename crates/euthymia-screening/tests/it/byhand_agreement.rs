//! Agreement worked out in fractions: `reference/byhand/agreement.md`.

use euthymia_numerics::Probability;
use euthymia_screening::agreement::{
    Ratings, Square, Undefined, Weights, brennan_prediger, cohen, fleiss, gwet, krippendorff,
    percent,
};
use euthymia_testkit::assert_close;

const LEVEL: Probability = Probability::NINETY_FIVE;

fn fifty() -> Square {
    Square::from_counts(&[&[20, 5], &[10, 15]]).unwrap()
}

/// Each pair of a table as two answers.
fn answers(rows: &[&[usize]]) -> Vec<Vec<usize>> {
    let mut all = Vec::new();
    for (row, counts) in rows.iter().enumerate() {
        for (column, count) in counts.iter().enumerate() {
            all.extend(std::iter::repeat_n(vec![row, column], *count));
        }
    }
    all
}

#[test]
fn cohen_of_fifty_reports() {
    let kappa = cohen(&fifty(), Weights::Nominal, LEVEL).unwrap();
    assert_close!(kappa.value, 2.0 / 5.0, "algebra", "kappa");
    let error = 6.0 * 7.0_f64.sqrt() / 125.0;
    let precision = kappa.precision.unwrap();
    assert_close!(precision.standard_error, error, "algebra", "its error");
    let z = 1.959_963_984_540_054;
    assert_close!(precision.lower, 0.4 - z * error, "algebra", "lower");
    assert_close!(precision.upper, 0.4 + z * error, "algebra", "upper");
    assert_close!(percent(&fifty()), 0.7, "algebra", "percent");
}

#[test]
fn gwet_and_pabak_of_fifty_reports() {
    let ac1 = gwet(&fifty(), Weights::Nominal, LEVEL).unwrap();
    assert_close!(ac1.value, 41.0 / 101.0, "algebra", "AC1");
    let error = 1_762_728.0_f64.sqrt() / 10_201.0;
    assert_close!(
        ac1.precision.unwrap().standard_error,
        error,
        "algebra",
        "its error"
    );
    let pabak = brennan_prediger(&fifty(), Weights::Nominal, LEVEL).unwrap();
    assert_close!(pabak.value, 0.4, "algebra", "PABAK");
    let error = 2.0 * (0.21_f64 / 50.0).sqrt();
    assert_close!(
        pabak.precision.unwrap().standard_error,
        error,
        "algebra",
        "its error"
    );
}

#[test]
fn krippendorff_of_fifty_reports() {
    let ratings = Ratings::new(answers(&[&[20, 5], &[10, 15]]), 2).unwrap();
    assert_close!(krippendorff(&ratings).unwrap(), 0.4, "algebra", "alpha");
    assert_eq!(ratings.shared(), 50);
}

#[test]
fn weights_of_three_ordered_answers() {
    let table = Square::from_counts(&[&[10, 0, 0], &[0, 10, 10], &[0, 0, 10]]).unwrap();
    let linear = cohen(&table, Weights::Linear, LEVEL).unwrap();
    assert_close!(linear.value, 5.0 / 7.0, "algebra", "linear");
    let nominal = cohen(&table, Weights::Nominal, LEVEL).unwrap();
    assert_close!(nominal.value, 7.0 / 11.0, "algebra", "nominal");
    assert_close!(Weights::Quadratic.of(0, 1, 3), 0.75, "algebra", "weight");
}

#[test]
fn fleiss_of_two_reports() {
    let ratings = Ratings::new([vec![0, 0, 0], vec![1, 0, 1], vec![1, 1]], 2).unwrap();
    // The report that two judged is left out.
    assert_close!(fleiss(&ratings).unwrap(), 0.25, "algebra", "Fleiss");
}

#[test]
fn one_answer_throughout_is_undefined() {
    let same = Square::from_counts(&[&[0, 0], &[0, 30]]).unwrap();
    let kappa = cohen(&same, Weights::Nominal, LEVEL);
    assert_eq!(kappa, Err(Undefined::ByChanceAlone));
    let ac1 = gwet(&same, Weights::Nominal, LEVEL).unwrap();
    assert_eq!((ac1.value, ac1.precision), (1.0, None));
    let ratings = Ratings::new(vec![vec![1, 1, 1]; 9], 2).unwrap();
    assert_eq!(krippendorff(&ratings), Err(Undefined::ByChanceAlone));
    assert_eq!(fleiss(&ratings), Err(Undefined::ByChanceAlone));
    assert_eq!(Square::of_pairs([], 2), Err(Undefined::NoPairs));
    let empty = Ratings::new([vec![0], vec![]], 2).unwrap();
    assert_eq!(krippendorff(&empty), Err(Undefined::NoPairs));
}

#[test]
fn agreement_on_everything_claims_no_error() {
    let table = Square::from_counts(&[&[4, 0], &[0, 90]]).unwrap();
    for found in [
        cohen(&table, Weights::Nominal, LEVEL),
        gwet(&table, Weights::Nominal, LEVEL),
        brennan_prediger(&table, Weights::Nominal, LEVEL),
    ] {
        let found = found.unwrap();
        assert_eq!((found.value, found.precision), (1.0, None));
    }
}
