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

/// Latitude explains nearly all of τ²: two treatments are an ordinary meta-regression.
#[test]
fn bcg_by_latitude() {
    use crate::network_regression_cases::{bcg, moderator, options, regression};
    use euthymia_synthesis::network::regression::Interaction;
    use euthymia_synthesis::network::{Model, Tau2Method};
    use euthymia_testkit::reference;
    let json = reference::json("expected/network/regression_bcg.json");
    let (network, latitude) = bcg(&json);
    let all = [moderator("latitude", 0.0, &latitude, Interaction::Shared)];
    let model = Model::RandomEffects(Tau2Method::MaximumLikelihood);
    let fit = regression(&network, &all, &options("none", model));
    let coefficients = fit.coefficients();
    let of = |at: usize| coefficients[at].estimate.unwrap();
    let found = |at: &str| match at {
        "uncentred.b.0" => of(0).estimate,
        "uncentred.se.0" => of(0).standard_error,
        "uncentred.b.1" => of(1).estimate,
        "uncentred.se.1" => of(1).standard_error,
        "uncentred.tau2" => fit.tau2.unwrap().value,
        "uncentred.R2" => fit.explained.share.unwrap(),
        _ => panic!("{at} is not checked"),
    };
    let page = reference::toml("published/vanhouwelingen2002_latitude.toml");
    let values = page["value"].as_array().unwrap();
    assert_eq!(values.len(), 6);
    for value in values {
        let text = |key: &str| value[key].as_str().unwrap();
        let scale = value.get("scale").map_or(1.0, |s| s.as_float().unwrap());
        let printed = value["printed"].as_float().unwrap();
        let (found, name) = (found(text("at")), text("name"));
        euthymia_testkit::assert_close!(scale * found, printed, text("tolerance"), "{name}");
    }
}
