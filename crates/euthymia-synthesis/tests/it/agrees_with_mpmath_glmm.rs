//! Log-likelihoods at fixed parameters against 30-digit integrals.

use crate::glmm_cases::{counts, rate_pairs, tables};
use euthymia_synthesis::effect::person_time::PersonTime;
use euthymia_synthesis::glmm::{Coding, GridSize, Likelihood, Model, Parameters};
use euthymia_testkit::Comparison;
use euthymia_testkit::reference::{Row, csv};

fn random(coding: Coding, row: &Row) -> Model {
    Model::RandomStudies {
        coding,
        correlated: row.parse::<f64>("correlation") != 0.0,
    }
}

fn likelihood(row: &Row) -> Likelihood {
    let dataset = row.cell("dataset");
    let odds = |model| Likelihood::odds_ratios(&tables(dataset), model).unwrap();
    let ratios = |model| Likelihood::rate_ratios(&rate_pairs(dataset), model).unwrap();
    let few = |model| Likelihood::odds_ratios(&tables("nielweise2007")[..3], model).unwrap();
    match row.cell("model") {
        "proportions" => Likelihood::proportions(&counts(dataset)).unwrap(),
        "rates" => {
            let control: Vec<PersonTime> = rate_pairs(dataset).iter().map(|pair| pair[1]).collect();
            Likelihood::rates(&control).unwrap()
        }
        "rate_ratios_conditional" => ratios(Model::Conditional),
        "rate_ratios_fixed_half" => ratios(Model::FixedStudies(Coding::Half)),
        "odds_ratios_conditional" => odds(Model::Conditional),
        "odds_ratios_approximate" => odds(Model::ConditionalApproximate),
        "odds_ratios_fixed_half" => odds(Model::FixedStudies(Coding::Half)),
        "odds_ratios_fixed_treatment" => odds(Model::FixedStudies(Coding::Treatment)),
        "odds_ratios_fixed_control" => odds(Model::FixedStudies(Coding::Control)),
        "odds_ratios_random_half" => few(random(Coding::Half, row)),
        "odds_ratios_random_treatment" => few(random(Coding::Treatment, row)),
        other => panic!("{other} is not checked"),
    }
}

fn parameters(row: &Row) -> Parameters {
    let parse = |column: &str| {
        if row.cell(column).is_empty() {
            0.0
        } else {
            row.parse(column)
        }
    };
    Parameters {
        effect: parse("effect"),
        tau: parse("tau"),
        level: parse("level"),
        sigma: parse("sigma"),
        correlation: parse("correlation"),
    }
}

#[test]
fn every_likelihood() {
    let table = csv("expected/mpmath/glmm_likelihood.csv");
    let mut all = Comparison::new("mpmath, likelihoods of mixed models");
    for row in table.rows() {
        let expected = row.number("value");
        let context = expected.source.clone();
        let found = likelihood(&row).at(&parameters(&row), GridSize::Step(0.2));
        all.compare(row.cell("model"), found, expected, "integral", &context);
    }
    all.finish(30);
}
