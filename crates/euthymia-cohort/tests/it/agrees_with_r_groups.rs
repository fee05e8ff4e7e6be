//! Comparisons of groups against base R, sandwich and coin.

use euthymia_cohort::ancova::{Ancova, Design, Slopes, ancova};
use euthymia_cohort::anova::anova;
use euthymia_cohort::kruskal_wallis::kruskal_wallis;
use euthymia_cohort::least_squares::{Column, Estimate, StandardErrors};
use euthymia_cohort::rank_sum::shift::{self, shift};
use euthymia_cohort::rank_sum::test::{Method, rank_sum};
use euthymia_cohort::two_sample::{Denominator, Variances, standardise, two_sample_t};
use euthymia_numerics::Probability;
use euthymia_testkit::Comparison;
use euthymia_testkit::reference::{Json, json};

const FILE: &str = "expected/r/cohort_groups.json";
const LEVEL: Probability = Probability::NINETY_FIVE;

fn values(file: &Json, place: &str) -> Vec<f64> {
    file.numbers(place)
        .into_iter()
        .map(|v| v.unwrap().value)
        .collect()
}

fn names(file: &Json, place: &str) -> Vec<String> {
    let object = file.get(place).unwrap().as_object().unwrap();
    object.keys().cloned().collect()
}

#[test]
fn t_tests_and_standardised_differences() {
    let file = json(FILE);
    let mut all = Comparison::new("t tests");
    for case in names(&file, "two") {
        let at = |what: &str| format!("two.{case}.{what}");
        let (first, second) = (values(&file, &at("first")), values(&file, &at("second")));
        for (variances, name) in [(Variances::Equal, "student"), (Variances::Unequal, "welch")] {
            let test = two_sample_t(&first, &second, variances, LEVEL).unwrap();
            for (what, found) in [
                ("t", test.t),
                ("df", test.df),
                ("p", test.p_two_sided),
                ("se", test.standard_error),
                ("lower", test.interval.lower),
                ("upper", test.interval.upper),
            ] {
                let expected = file.number(&at(&format!("{name}.{what}")));
                all.compare(what, found, expected, "algebra", &case);
            }
        }
        let test = two_sample_t(&first, &second, Variances::Equal, LEVEL).unwrap();
        let pooled = standardise(&test, Denominator::Pooled, LEVEL)
            .unwrap()
            .unwrap();
        let glass = standardise(&test, Denominator::Second, LEVEL)
            .unwrap()
            .unwrap();
        let around_g = pooled.interval_g_large_sample.unwrap();
        let around_glass = glass.interval_g_large_sample.unwrap();
        for (what, found) in [
            ("d", pooled.d),
            ("g", pooled.g.unwrap()),
            ("delta", glass.d),
            ("g_delta", glass.g.unwrap()),
            ("d_ci.0", pooled.interval_large_sample.lower),
            ("d_ci.1", pooled.interval_large_sample.upper),
            ("g_ci.0", around_g.lower),
            ("g_ci.1", around_g.upper),
            ("g_delta_ci.0", around_glass.lower),
            ("g_delta_ci.1", around_glass.upper),
        ] {
            all.compare(
                "standardised",
                found,
                file.number(&at(what)),
                "algebra",
                &case,
            );
        }
    }
    all.finish(150);
}

#[test]
fn rank_sums() {
    let file = json(FILE);
    let mut all = Comparison::new("rank sums");
    for case in names(&file, "two") {
        let at = |what: &str| format!("two.{case}.{what}");
        let (first, second) = (values(&file, &at("first")), values(&file, &at("second")));
        for (method, name) in [
            (Method::Normal, "p_normal"),
            (Method::NormalContinuity, "p_corrected"),
            (Method::ExactByDistance, "p_distance"),
            (Method::ExactDoubled, "p_exact"),
        ] {
            let test = rank_sum(&first, &second, method).unwrap();
            all.compare("W", test.u, file.number(&at("w")), "exact", &case);
            if let Some(expected) = file.number_if_any(&at(name)) {
                all.compare(name, test.p_two_sided, expected, "algebra", &case);
            }
        }
        let found = shift(&first, &second, shift::Method::Exact, LEVEL).unwrap();
        all.compare(
            "shift",
            found.estimate,
            file.number(&at("shift")),
            "algebra",
            &case,
        );
        if let Some(lower) = file.number_if_any(&at("shift_ci.0")) {
            let interval = found.interval.unwrap();
            all.compare("shift limits", interval.lower, lower, "algebra", &case);
            let upper = file.number(&at("shift_ci.1"));
            all.compare("shift limits", interval.upper, upper, "algebra", &case);
        }
    }
    all.finish(60);
}

#[test]
fn several_groups() {
    let file = json(FILE);
    let mut all = Comparison::new("several groups");
    for case in names(&file, "several") {
        let at = |what: &str| format!("several.{case}.{what}");
        let count = file.get(&at("groups")).unwrap().as_array().unwrap().len();
        let groups: Vec<Vec<f64>> = (0..count)
            .map(|i| values(&file, &at(&format!("groups.{i}"))))
            .collect();
        let slices: Vec<&[f64]> = groups.iter().map(Vec::as_slice).collect();
        let equal = anova(&slices, Variances::Equal).unwrap();
        let unequal = anova(&slices, Variances::Unequal).unwrap();
        let ranks = kruskal_wallis(&slices).unwrap();
        for (what, found) in [
            ("f", equal.f),
            ("p", equal.p),
            ("df1", equal.df1),
            ("df2", equal.df2),
            ("eta2", equal.eta_squared),
            ("omega2", equal.omega_squared),
            ("welch_f", unequal.f),
            ("welch_df2", unequal.df2),
            ("welch_p", unequal.p),
            ("h", ranks.h),
            ("kw_df", ranks.df),
            ("kw_p", ranks.p_chi_squared),
            ("epsilon2", ranks.epsilon_squared),
        ] {
            all.compare(what, found, file.number(&at(what)), "algebra", &case);
        }
    }
    all.finish(60);
}

#[test]
fn analyses_of_covariance() {
    let file = json(FILE);
    let mut all = Comparison::new("analyses of covariance");
    for case in names(&file, "ancova") {
        let at = |what: &str| format!("ancova.{case}.{what}");
        let covariates: Vec<Column> = names(&file, &at("covariates"))
            .into_iter()
            .map(|name| Column::new(&name, values(&file, &at(&format!("covariates.{name}")))))
            .collect();
        let group: Vec<usize> = values(&file, &at("g"))
            .into_iter()
            .map(|g| g as usize)
            .collect();
        let levels = file.get(&at("group_names")).unwrap().as_array().unwrap();
        let group_names: Vec<String> = levels
            .iter()
            .map(|l| l.as_str().unwrap().to_owned())
            .collect();
        let outcome = values(&file, &at("y"));
        let design = Design {
            outcome: &outcome,
            group: &group,
            group_names: &group_names,
            covariates: &covariates,
        };
        let fitted = |slopes, errors| ancova(&design, slopes, errors, LEVEL).unwrap();
        let classical = fitted(Slopes::Common, StandardErrors::Classical);
        let robust = fitted(Slopes::Common, StandardErrors::Hc3);
        let by_group = fitted(Slopes::ByGroup, StandardErrors::Classical);
        for (what, found) in [
            ("group_f", classical.group_test.unwrap().f),
            ("group_p", classical.group_test.unwrap().p),
            ("group_f_hc3", robust.group_test.unwrap().f),
            ("eta2", classical.partial_eta_squared.unwrap()),
            ("inter_f", by_group.interaction_test.unwrap().f),
            ("inter_p", by_group.interaction_test.unwrap().p),
            (
                "inter_eta2",
                by_group.interaction_partial_eta_squared.unwrap(),
            ),
        ] {
            all.compare(what, found, file.number(&at(what)), "likelihood", &case);
        }
        for (slopes, name) in [(Slopes::Common, "common"), (Slopes::ByGroup, "by_group")] {
            let place = at(name);
            coefficients(&file, &place, slopes, &fitted, &mut all);
        }
    }
    all.finish(400);
}

fn coefficients(
    file: &Json,
    place: &str,
    slopes: Slopes,
    fitted: &dyn Fn(Slopes, StandardErrors) -> Ancova,
    all: &mut Comparison,
) {
    let names: Vec<String> = serde_json::from_value(
        file.value
            .pointer(&format!("/{}/names", place.replace('.', "/")))
            .unwrap()
            .clone(),
    )
    .unwrap();
    // R orders products by covariate and then by group, and calls a group g followed by its level.
    let found = fitted(slopes, StandardErrors::Classical);
    let known = |estimate: &Estimate| {
        let name = estimate.name.split(':').collect::<Vec<_>>();
        names.iter().position(|r| match name.as_slice() {
            [one] => r == one || *r == format!("g{one}"),
            [covariate, group] => *r == format!("g{group}:{covariate}"),
            _ => false,
        })
    };
    for estimate in &found.coefficients {
        let j = known(estimate).unwrap();
        for (what, value) in [
            ("coef", estimate.value),
            ("se", estimate.standard_error),
            ("t", estimate.t.unwrap()),
            ("p", estimate.p.unwrap()),
            ("lower", estimate.interval.lower),
            ("upper", estimate.interval.upper),
        ] {
            let expected = file.number(&format!("{place}.{what}.{j}"));
            all.compare(what, value, expected, "likelihood", &estimate.name);
        }
    }
    for (kind, name) in [
        (StandardErrors::Hc0, "HC0"),
        (StandardErrors::Hc1, "HC1"),
        (StandardErrors::Hc2, "HC2"),
        (StandardErrors::Hc3, "HC3"),
        (StandardErrors::Hc4, "HC4"),
    ] {
        for estimate in &fitted(slopes, kind).coefficients {
            let j = known(estimate).unwrap();
            let expected = file.number(&format!("{place}.hc.{name}.{j}"));
            all.compare(
                name,
                estimate.standard_error,
                expected,
                "likelihood",
                &estimate.name,
            );
        }
    }
    let robust = fitted(slopes, StandardErrors::Hc3);
    for (means, name) in [(&found, "means"), (&robust, "means_hc3")] {
        for (g, mean) in means.adjusted_means.iter().enumerate() {
            let value = file.number(&format!("{place}.{name}.mean.{g}"));
            all.compare("adjusted mean", mean.value, value, "likelihood", place);
            let se = file.number(&format!("{place}.{name}.se.{g}"));
            all.compare("its SE", mean.standard_error, se, "likelihood", place);
        }
    }
    all.compare(
        "sigma",
        found.sigma,
        file.number(&format!("{place}.sigma")),
        "algebra",
        place,
    );
    all.compare(
        "df",
        found.df,
        file.number(&format!("{place}.df")),
        "exact",
        place,
    );
}
