//! What papers print about conversions, to the digits that they print.

use euthymia_numerics::Probability;
use euthymia_numerics::linear::Matrix;
use euthymia_synthesis::conversion::combine::composite;
use euthymia_synthesis::conversion::five_numbers::{
    expected_normal_range, sd_from_quartiles, sd_from_quartiles_by_handbook,
};
use euthymia_synthesis::conversion::number_needed::{Needed, number_needed};
use euthymia_synthesis::conversion::risk::RiskEffect::Difference;
use euthymia_synthesis::conversion::spread::{Quantile, sd_from_interval};
use euthymia_synthesis::conversion::standardised::{Latent, d_from_r, log_odds_from_d};
use euthymia_synthesis::effect::Effect;
use euthymia_testkit::assert_close;

/// Expected range of n normal values in standard deviations: Tippett LHC. Biometrika
/// 1925;17:364–387, as reprinted in tables of control charts (d₂).
#[test]
fn tippett_1925_expected_ranges() {
    for (n, printed) in [
        (2.0, 1.128),
        (3.0, 1.693),
        (5.0, 2.326),
        (10.0, 3.078),
        (20.0, 3.735),
        (25.0, 3.931),
    ] {
        assert_close!(
            expected_normal_range(n),
            printed,
            "paper_3_digits",
            "n = {n}"
        );
    }
}

/// Cochrane Handbook 6.5.2.5: in large groups the interquartile range is about 1.35 SDs.
#[test]
fn handbook_interquartile_range() {
    let sd = sd_from_quartiles(0.0, 1.35, 1_000_000).unwrap().value;
    let by_handbook = sd_from_quartiles_by_handbook(0.0, 1.35).unwrap().value;
    assert_close!(sd, by_handbook, "paper_2_digits", "IQR/1.35");
}

/// Cochrane Handbook 6.5.2.2: n = 25, 95 % interval 30.0 to 34.2.
#[test]
fn handbook_interval_of_a_mean() {
    let level = Probability::NINETY_FIVE;
    let sd = sd_from_interval(30.0, 34.2, level, 25, Quantile::StudentT);
    assert_close!(sd.unwrap().value, 5.09, "paper_2_digits", "SD");
}

/// Borenstein et al. 2009, ch. 7 (page not verified).
#[test]
fn borenstein_2009_conversions() {
    let d = Effect::new(0.5, 0.0205).unwrap();
    let odds = log_odds_from_d(&d, Latent::Logistic).unwrap().value;
    assert_close!(odds.estimate, 0.9069, "paper_4_digits", "log odds ratio");
    let r = Effect::new(0.5, 0.0058).unwrap();
    let d = d_from_r(&r, 50, 50).unwrap().value;
    assert_close!(d.estimate, 1.1547, "paper_4_digits", "d");
    assert_close!(d.variance.get(), 0.0550, "paper_4_digits", "variance of d");
}

/// Borenstein et al. 2009, ch. 24: two outcomes of one study (page not verified).
#[test]
fn borenstein_2009_composite() {
    let effects = [Effect::new(0.3, 0.05), Effect::new(0.1, 0.05)].map(Result::unwrap);
    let r = Matrix::from_row_slice(2, 2, &[1.0, 0.5, 0.5, 1.0]);
    let found = composite(&effects, &r).unwrap().value;
    assert_close!(found.estimate, 0.2, "paper_4_digits", "mean");
    assert_close!(found.variance.get(), 0.0375, "paper_4_digits", "variance");
}

/// Altman 1998: a reduction of 10 % with interval −5 % to 25 % is a number needed of 10, from 4 to
/// infinity and on to 20 in the other direction.
#[test]
fn altman_1998_interval_through_infinity() {
    let effects = [Difference(-0.10), Difference(-0.25), Difference(0.05)];
    let found = number_needed(effects, Probability::new(0.5).unwrap())
        .unwrap()
        .value;
    assert_eq!(found.estimate, Needed::OneLess(10.0));
    assert_eq!(found.at_lower, Needed::OneLess(4.0));
    assert_eq!(found.at_upper, Needed::OneMore(20.0));
    assert!(found.through_infinity);
}
