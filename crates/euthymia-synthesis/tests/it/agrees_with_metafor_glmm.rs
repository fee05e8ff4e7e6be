//! `rma.glmm` of metafor 3.8-1 with lme4 1.1-31: every file of `reference/expected/metafor-glmm`.
//!
//! lme4 maximises without derivatives and takes standard errors from differences, so that its numbers
//! are good to some six digits; the log-likelihood, which is flat at its maximum, is good to all.
//! metafor 3.8-1 prints another log-likelihood for these fits (see `reference/README.md`), so that
//! the marginal one is compared, as lme4 has it.

use crate::glmm_cases::{counts, rate_pairs, tables};
use euthymia_synthesis::glmm::{
    Coding, Effects, GlmmFit, Model, Options, Quadrature, Rate, Test, fit_odds_ratios,
    fit_proportions, fit_rate_ratios, fit_rates,
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
    match kind {
        Kind::Proportions => fit_proportions(&counts(dataset), options),
        Kind::Odds(model) => fit_odds_ratios(&tables(dataset), model, options),
        Kind::Rates => {
            let control: Vec<Rate> = rate_pairs(dataset).iter().map(|pair| pair[1]).collect();
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
            "ML_nAGQ1",
            "ML_nAGQ7",
            "ML_nAGQ25",
            "ML_integrate",
            "ML_t",
        ] {
            if file.get(&format!("models.{label}")).is_some()
                && !(name.contains("UMFS") && ["ML_nAGQ1", "ML_nAGQ7"].contains(&label))
            {
                one(&mut all, &file, kind, (name, label));
            }
        }
    }
    println!("{}", all.summary());
    all.finish(700);
}

fn options_of(kind: Kind, label: &str) -> Options {
    let random_levels = matches!(
        kind,
        Kind::Odds(Model::RandomStudies { .. }) | Kind::RateRatios(Model::RandomStudies { .. })
    );
    let quadrature = match label {
        "ML_nAGQ1" => Quadrature::Points(1),
        "ML_nAGQ7" => Quadrature::Points(7),
        "EE" | "ML_t" if random_levels => Quadrature::Points(1),
        _ => Quadrature::Settled,
    };
    Options {
        effects: if label == "EE" {
            Effects::Common
        } else {
            Effects::Random
        },
        test: if label == "ML_t" {
            Test::StudentKMinus1
        } else {
            Test::Normal
        },
        prediction: if label == "ML_t" {
            Prediction::StudentKMinus1
        } else {
            Prediction::Normal
        },
        quadrature,
        ..Options::default()
    }
}

fn one(all: &mut Comparison, file: &Json, kind: Kind, (name, label): (&str, &str)) {
    let found = fit(file, kind, &options_of(kind, label));
    let context = format!("{name} {label}");
    let began = std::time::Instant::now();
    let _ = fit(file, kind, &options_of(kind, label));
    println!(
        "TIME {context} {:?} points {} {:?} change {:?} steps {} tau2 {:?}",
        began.elapsed(),
        found.points,
        found.outcome,
        found.quadrature_change,
        found.trace.len(),
        found.tau2
    );
    let at = |place: &str| format!("models.{label}.{place}");
    let number = |place: &str| file.number_if_any(&at(place));
    let heterogeneity = found.heterogeneity.unwrap();
    let boundary = found.tau2.is_some_and(|tau2| tau2.at_zero);
    let tau2 = found.tau2.map_or(0.0, |tau2| tau2.value);
    if boundary {
        all.require(number("tau2").unwrap().value < 1e-6, || {
            format!("{context}: not zero there")
        });
    } else {
        all.compare(
            "tau2",
            tau2,
            number("tau2").unwrap(),
            "glmm_optimum",
            &context,
        );
    }
    let pairs = [
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
        ("vt", Some(heterogeneity.typical_variance), "algebra"),
        ("I2_percent", Some(100.0 * heterogeneity.i2), "glmm_optimum"),
        ("H2", Some(heterogeneity.h2), "glmm_optimum"),
        (
            "QE_LRT",
            Some(heterogeneity.likelihood_ratio.statistic),
            "glmm_likelihood",
        ),
        ("QE_df", Some(heterogeneity.wald.df), "exact"),
        ("k", Some(found.k as f64), "exact"),
        ("parms", Some(found.parameters as f64), "exact"),
        ("loglik_lme4", Some(found.log_likelihood), "glmm_likelihood"),
        (
            "sigma2",
            found.levels.map(|levels| levels.variance),
            "glmm_optimum",
        ),
    ];
    for (place, value, tolerance) in pairs {
        let (Some(value), Some(expected)) = (value, number(place)) else {
            continue;
        };
        all.compare(place, value, expected, tolerance, &context);
    }
    wald(all, &found, file, (&context, label));
}

/// metafor's Wald test rests on a fit whose effects run off where a cell is empty; there it depends on
/// when that fit was stopped.
fn wald(all: &mut Comparison, found: &GlmmFit, file: &Json, (context, label): (&str, &str)) {
    let statistic = found.heterogeneity.unwrap().wald.statistic;
    if let Some(expected) = file.number_if_any(&format!("models.{label}.QE_Wld")) {
        all.compare("QE_Wld", statistic, expected, "glmm_difference", context);
    }
}

#[test]
fn every_file_is_listed_and_every_listed_file_is_there() {
    let names: Vec<&str> = FILES.iter().map(|(name, _)| *name).collect();
    assert_eq!(names, stems("expected/metafor-glmm", "json"));
}
