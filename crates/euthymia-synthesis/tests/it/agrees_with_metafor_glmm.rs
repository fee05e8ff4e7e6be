//! `rma.glmm` of metafor 3.8-1 with lme4 1.1-31: every file of `reference/expected/metafor-glmm`.
//!
//! lme4 maximises without derivatives and takes standard errors from differences, so that its numbers
//! are good to some five digits; the log-likelihood, which is flat at its maximum, is good to all.
//! metafor 3.8-1 prints the log-likelihood of the counts given the random effects for fits of lme4,
//! so that the marginal one is compared, as lme4 has it. Laplace's approximation is glmmTMB's.

use crate::glmm_cases::{counts, rate_pairs, tables};
use euthymia_synthesis::effect::person_time::PersonTime;
use euthymia_synthesis::glmm::{
    Coding, Effects, GlmmFit, Model, Options, Quadrature, Test, fit_odds_ratios, fit_proportions,
    fit_rate_ratios, fit_rates,
};
use euthymia_synthesis::pairwise::Prediction;
use euthymia_testkit::Comparison;
use euthymia_testkit::reference::{Json, json, stems};

/// Every analysis: file, and what it is.
const FILES: [(&str, Kind); 23] = [
    ("bcg_OR_CMAL", Kind::Odds(Model::ConditionalApproximate)),
    ("bcg_OR_UMFS", Kind::Odds(Model::FixedStudies(Coding::Half))),
    (
        "bcg_OR_UMFS_coding0",
        Kind::Odds(Model::FixedStudies(Coding::Control)),
    ),
    (
        "bcg_OR_UMFS_coding1",
        Kind::Odds(Model::FixedStudies(Coding::Treatment)),
    ),
    ("bcg_OR_UMRS", Kind::Odds(RANDOM)),
    ("bcg_OR_UMRS_coding1", Kind::Odds(RANDOM_TREATMENT)),
    ("bcg_OR_UMRS_cor", Kind::Odds(CORRELATED)),
    ("edge_proportions_PLO", Kind::Proportions),
    ("feng2019_PLO", Kind::Proportions),
    ("miller1978_PLO", Kind::Proportions),
    (
        "nielweise2007_OR_CMAL",
        Kind::Odds(Model::ConditionalApproximate),
    ),
    ("nielweise2007_OR_CMEL", Kind::Odds(Model::Conditional)),
    (
        "nielweise2007_OR_UMFS",
        Kind::Odds(Model::FixedStudies(Coding::Half)),
    ),
    (
        "nielweise2007_OR_UMFS_coding0",
        Kind::Odds(Model::FixedStudies(Coding::Control)),
    ),
    (
        "nielweise2007_OR_UMFS_coding1",
        Kind::Odds(Model::FixedStudies(Coding::Treatment)),
    ),
    ("nielweise2007_OR_UMRS", Kind::Odds(RANDOM)),
    (
        "nielweise2007_OR_UMRS_coding1",
        Kind::Odds(RANDOM_TREATMENT),
    ),
    ("nielweise2007_OR_UMRS_cor", Kind::Odds(CORRELATED)),
    ("nielweise2008_IRLN_control", Kind::Rates),
    (
        "nielweise2008_IRR_CMEL",
        Kind::RateRatios(Model::Conditional),
    ),
    (
        "nielweise2008_IRR_UMFS",
        Kind::RateRatios(Model::FixedStudies(Coding::Half)),
    ),
    ("nielweise2008_IRR_UMRS", Kind::RateRatios(RANDOM)),
    ("pritz1997_PLO", Kind::Proportions),
];

const RANDOM: Model = Model::RandomStudies {
    coding: Coding::Half,
    correlated: false,
};
const RANDOM_TREATMENT: Model = Model::RandomStudies {
    coding: Coding::Treatment,
    correlated: false,
};
const CORRELATED: Model = Model::RandomStudies {
    coding: Coding::Half,
    correlated: true,
};

#[derive(Clone, Copy)]
enum Kind {
    Proportions,
    Odds(Model),
    Rates,
    RateRatios(Model),
}

fn fit(file: &Json, kind: Kind, options: &Options) -> GlmmFit {
    let dataset = file.get("input.dataset").unwrap().as_str().unwrap();
    let dataset = dataset.trim_end_matches(".csv");
    match kind {
        Kind::Proportions => fit_proportions(&counts(dataset), options),
        Kind::Odds(model) => fit_odds_ratios(&tables(dataset), model, options),
        Kind::Rates => {
            let control: Vec<PersonTime> = rate_pairs(dataset).iter().map(|pair| pair[1]).collect();
            fit_rates(&control, options)
        }
        Kind::RateRatios(model) => fit_rate_ratios(&rate_pairs(dataset), model, options),
    }
    .unwrap()
}

#[test]
fn every_analysis() {
    let mut all = Comparison::new("metafor 3.8-1, rma.glmm");
    for (name, kind) in FILES {
        let file = json(&format!("expected/metafor-glmm/{name}.json"));
        for label in [
            "EE",
            "ML_Laplace",
            "ML_nAGQ7",
            "ML_nAGQ25",
            "ML_integrate",
            "ML_t",
        ] {
            if file.get(&format!("models.{label}")).is_some()
                && !(name.contains("UMFS") && ["ML_Laplace", "ML_nAGQ7"].contains(&label))
            {
                one(&mut all, &file, kind, (name, label));
            }
        }
    }
    all.finish(700);
}

fn random_levels(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Odds(Model::RandomStudies { .. }) | Kind::RateRatios(Model::RandomStudies { .. })
    )
}

fn options_of(kind: Kind, (name, label): (&str, &str)) -> Options {
    let quadrature = match label {
        "ML_Laplace" => Quadrature::Points(1),
        "EE" | "ML_t" if random_levels(kind) => Quadrature::Points(1),
        "ML_nAGQ7" => Quadrature::Points(7),
        // 25 points have settled for all but these proportions, whose log odds spread over ±10.
        "ML_nAGQ25" | "ML_t" if name.starts_with("edge") => Quadrature::Points(25),
        _ => Quadrature::Settled,
    };
    let (effects, test, prediction) = match label {
        "EE" => (Effects::Common, Test::Normal, Prediction::Normal),
        "ML_t" => (
            Effects::Random,
            Test::StudentKMinus1,
            Prediction::StudentKMinus1,
        ),
        _ => (Effects::Random, Test::Normal, Prediction::Normal),
    };
    Options {
        effects,
        test,
        prediction,
        quadrature,
        ..Options::default()
    }
}

/// What is compared: its place in the file, its value, and the tolerance.
type Line = (&'static str, Option<f64>, &'static str);

fn one(all: &mut Comparison, file: &Json, kind: Kind, (name, label): (&str, &str)) {
    let found = fit(file, kind, &options_of(kind, (name, label)));
    let context = format!("{name} {label}");
    let number = |place: &str| file.number_if_any(&format!("models.{label}.{place}"));
    let at_zero = found.tau2.is_some_and(|tau2| tau2.at_zero);
    if at_zero {
        let theirs = number("tau2").unwrap().value;
        all.require(theirs < 1e-6, || format!("{context}: τ² is {theirs} there"));
    }
    let mut lines = estimates(&found);
    lines.extend(tests(&found, name, random_levels(kind)));
    if !at_zero {
        lines.extend(spread(&found));
    }
    for (place, value, tolerance) in lines {
        if let (Some(value), Some(expected)) = (value, number(place)) {
            all.compare(place, value, expected, tolerance, &context);
        }
    }
}

fn estimates(found: &GlmmFit) -> Vec<Line> {
    vec![
        ("estimate", Some(found.estimate), "glmm_optimum"),
        ("se", Some(found.standard_error), "glmm_difference"),
        ("statistic", Some(found.statistic), "glmm_difference"),
        ("lower", Some(found.bounds.lower), "glmm_difference"),
        ("upper", Some(found.bounds.upper), "glmm_difference"),
        (
            "prediction_lower",
            found.prediction.map(|b| b.lower),
            "glmm_difference",
        ),
        (
            "prediction_upper",
            found.prediction.map(|b| b.upper),
            "glmm_difference",
        ),
        ("k", Some(found.k as f64), "exact"),
        ("parms", Some(found.parameters as f64), "exact"),
        (
            "loglik_marginal",
            Some(found.log_likelihood),
            "glmm_likelihood",
        ),
        (
            "sigma2",
            found.levels.map(|levels| levels.variance),
            "glmm_optimum",
        ),
        (
            "rho",
            found.levels.and_then(|levels| levels.correlation),
            "glmm_optimum",
        ),
    ]
}

fn spread(found: &GlmmFit) -> Vec<Line> {
    let heterogeneity = found.heterogeneity.unwrap();
    vec![
        ("tau2", found.tau2.map(|tau2| tau2.value), "glmm_optimum"),
        (
            "se_tau2",
            found.tau2.and_then(|tau2| tau2.standard_error),
            "glmm_difference",
        ),
        ("I2_percent", Some(100.0 * heterogeneity.i2), "glmm_optimum"),
        ("H2", Some(heterogeneity.h2), "glmm_optimum"),
    ]
}

/// metafor's Wald test rests on a fit whose effects run off where a cell is empty, so that it depends
/// there on when that fit was stopped; with random studies both of its tests are Laplace's.
fn tests(found: &GlmmFit, name: &str, random_levels: bool) -> Vec<Line> {
    let heterogeneity = found.heterogeneity.unwrap();
    let empty_cells = name.starts_with("nielweise2007") || name.starts_with("edge");
    let (wald, ratio) = match (random_levels, empty_cells) {
        (true, _) => ("laplace", "laplace"),
        (false, true) => ("laplace", "glmm_likelihood"),
        (false, false) => ("glmm_difference", "glmm_likelihood"),
    };
    vec![
        ("vt", Some(heterogeneity.typical_variance), "algebra"),
        ("QE_Wld", Some(heterogeneity.wald.statistic), wald),
        (
            "QE_LRT",
            Some(heterogeneity.likelihood_ratio.statistic),
            ratio,
        ),
        ("QE_df", Some(heterogeneity.wald.df), "exact"),
    ]
}

#[test]
fn every_file_is_listed_and_every_listed_file_is_there() {
    let names: Vec<&str> = FILES.iter().map(|(name, _)| *name).collect();
    assert_eq!(names, stems("expected/metafor-glmm", "json"));
}
