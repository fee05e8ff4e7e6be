//! van Houwelingen et al. 2002: BCG vaccine, odds ratio. Locators in `reference/published`.

#[test]
fn bcg_common_odds_ratio() {
    let not_offered = [
        (
            "models.ML",
            "maximum likelihood is not an estimator of this program",
        ),
        (
            "models.EE.z.back_transformed.upper",
            "the file records that the printed third digit is off by one",
        ),
    ];
    crate::published::check("vanhouwelingen2002", 2, &not_offered);
}

/// The one printed digit that is off stays off by one unit, no more.
#[test]
fn the_known_difference_is_as_recorded() {
    use euthymia_synthesis::pairwise::{Interval, Model, Prediction};
    let case = crate::cases::case("bcg_OR");
    let fit = crate::cases::fit(
        &case.set(),
        Model::CommonEffect,
        Interval::Wald,
        Prediction::Normal,
    )
    .unwrap();
    let upper = fit.inference.bounds.upper.exp();
    euthymia_testkit::assert_close!(upper, 0.702, "paper_3_digits", "recorded as 0.70237");
}
