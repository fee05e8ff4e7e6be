//! Models beside those of inverse variances, by hand.

use crate::compared_cases::{arms, assert_sound, contrasts, options, whole};
use euthymia_report::compared::figures::{figures, models_figure};
use euthymia_report::compared::tables::{
    model_effects_view, model_ranks_views, models_view, models_views, tables,
};
use euthymia_report::compared::{
    CompareOptions, Compared, FurtherModel, ModelName, ModelOptions, ModelResult, NetworkMeasure,
    Prior, TrialData, Which, all_models,
};
use euthymia_synthesis::bayes::TauPrior;
use euthymia_synthesis::network::Better;
use euthymia_table::Value;

const OF_COUNTS: [FurtherModel; 7] = [
    FurtherModel::MantelHaenszel,
    FurtherModel::ConditionalApproximate,
    FurtherModel::Conditional,
    FurtherModel::Binomial,
    FurtherModel::Penalised,
    FurtherModel::PenalisedAll,
    FurtherModel::BinomialNormal,
];

fn asked(measure: NetworkMeasure, reference: &str, models: &[FurtherModel]) -> CompareOptions {
    CompareOptions {
        reference: Some(reference.to_owned()),
        further: ModelOptions {
            models: models.to_vec(),
            prior: Some(Prior {
                tau: TauPrior::HalfNormal { scale: 0.5 },
                words: "half-normal:0.5".to_owned(),
                caution: None,
            }),
            ..ModelOptions::default()
        },
        ..options(measure)
    }
}

fn of(data: &TrialData, reference: &str, models: &[FurtherModel]) -> Compared {
    whole(data, &asked(NetworkMeasure::OddsRatio, reference, models))
}

/// What came of a model in a part.
fn outcome(compared: &Compared, at: usize, model: FurtherModel) -> Result<ModelResult, String> {
    let all = all_models(compared, at).into_iter();
    let mut found = all.filter(|(name, _)| *name == ModelName::Further(model));
    found.next().expect("the model").1
}

#[track_caller]
fn estimate(compared: &Compared, at: usize, model: FurtherModel, treatment: &str) -> f64 {
    let place = compared.parts[at].network().treatment(treatment);
    let result = outcome(compared, at, model).expect("a result");
    let effect = result.effect(place.expect("the treatment"));
    effect.expect("an effect").estimate
}

/// Odds of 1 and 1/4, and of 3 and 1/3: odds ratios of 4 and 9 in two trials that share B.
fn chain() -> TrialData {
    arms(&[
        ("2", "C", 3, 12),
        ("2", "B", 9, 12),
        ("1", "B", 2, 10),
        ("1", "A", 8, 16),
    ])
}

#[test]
fn a_chain_of_two_trials_multiplies_their_odds_ratios_under_every_model_without_penalty() {
    let found = of(&chain(), "C", &OF_COUNTS);
    for model in [FurtherModel::MantelHaenszel, FurtherModel::Binomial] {
        assert!((estimate(&found, 0, model, "A") - 36.0_f64.ln()).abs() < 1e-9);
        assert!((estimate(&found, 0, model, "B") - 9.0_f64.ln()).abs() < 1e-9);
    }
    // A multinomial of two arms: events per patient, 1/2 to 1/5 and 3/4 to 1/4.
    let breslow = estimate(&found, 0, FurtherModel::ConditionalApproximate, "A");
    assert!((breslow - (2.5_f64 * 3.0).ln()).abs() < 1e-9);
    // Two trials on two comparisons leave nothing for τ, and half a patient in each cell is Firth's.
    let half = (8.5 * 8.5 / (8.5 * 2.5)) * (9.5 * 9.5 / (3.5 * 3.5));
    let firth = estimate(&found, 0, FurtherModel::Penalised, "A");
    assert!((firth - f64::ln(half)).abs() < 1e-9, "{firth}");
    assert!(found.further_settled());
}

#[test]
fn the_reference_decides_the_sign_and_the_better_end_the_rank() {
    let one = of(&chain(), "A", &[FurtherModel::MantelHaenszel]);
    assert!((estimate(&one, 0, FurtherModel::MantelHaenszel, "C") + 36.0_f64.ln()).abs() < 1e-9);
    let score = |better| {
        let options = CompareOptions {
            better,
            ..asked(NetworkMeasure::OddsRatio, "A", &[FurtherModel::Binomial])
        };
        let found = whole(&chain(), &options);
        let place = found.parts[0].network().treatment("A").expect("A");
        let result = outcome(&found, 0, FurtherModel::Binomial).expect("a result");
        result.rank(place).expect("a rank").clone()
    };
    let (larger, smaller) = (score(Better::Larger), score(Better::Smaller));
    assert!(larger.score > 0.9 && larger.expected < 1.5, "{larger:?}");
    assert!((larger.score + smaller.score - 1.0).abs() < 1e-12);
}

#[test]
fn a_treatment_without_events_has_no_result_under_a_likelihood_and_one_under_a_penalty() {
    let data = arms(&[
        ("1", "new", 0, 10),
        ("1", "old", 4, 10),
        ("2", "other", 3, 10),
        ("2", "old", 4, 10),
    ]);
    let found = of(&data, "old", &OF_COUNTS);
    for model in [
        FurtherModel::Binomial,
        FurtherModel::Conditional,
        FurtherModel::BinomialNormal,
    ] {
        let error = outcome(&found, 0, model).expect_err("no result");
        assert!(error.contains("no event in any arm of \"new\""), "{error}");
    }
    // Half a patient in every cell of a trial of its own.
    let firth = estimate(&found, 0, FurtherModel::Penalised, "new");
    let expected = (0.5_f64 * 6.5 / (10.5 * 4.5)).ln();
    assert!((firth - expected).abs() < 1e-9, "{firth}");
    let pooled = outcome(&found, 0, FurtherModel::MantelHaenszel).expect("the rest");
    let place = found.parts[0].network().treatment("new").expect("new");
    assert!(pooled.effect(place).is_none() && pooled.rank(place).is_none());
    let named = |text: &String| text.contains("treatment \"new\"");
    assert!(pooled.left_out.iter().any(named), "{:?}", pooled.left_out);
    // Said once for all models, above every table and in the figure.
    assert!(!found.further_settled());
    let said = |text: &String| text.starts_with("NO RESULT of NCH, Breslow; NCH, exact; Binomial");
    assert_eq!(found.warnings.iter().filter(|text| said(text)).count(), 1);
    assert!(models_view(&found).notes.iter().any(said));
    let figure = models_figure(&found, 0).expect("a figure");
    assert!(figure.footnotes.iter().any(said));
}

#[test]
fn parts_have_models_of_their_own_and_a_trial_without_events_joins_none() {
    let data = arms(&[
        ("1", "A", 8, 16),
        ("1", "B", 2, 10),
        ("2", "X", 9, 12),
        ("2", "Y", 3, 12),
        ("3", "B", 0, 20),
        ("3", "Y", 0, 20),
    ]);
    let found = of(&data, "B", &[FurtherModel::Binomial]);
    assert_eq!(found.parts.len(), 2);
    assert!((estimate(&found, 0, FurtherModel::Binomial, "A") - 4.0_f64.ln()).abs() < 1e-9);
    let reference = found.parts[1].reference_name().to_owned();
    let (other, sign) = if reference == "X" {
        ("Y", -1.0)
    } else {
        ("X", 1.0)
    };
    let second = estimate(&found, 1, FurtherModel::Binomial, other);
    assert!((second - sign * 9.0_f64.ln()).abs() < 1e-9);
    assert_eq!(models_view(&found).rows.len(), 6);
}

#[test]
fn equal_trials_share_a_difference_whatever_the_prior_of_tau_is() {
    // The loop misses by 1; three equal variances share it under every τ.
    let data = contrasts(&[
        ("1", "A", "B", 1.0),
        ("2", "B", "C", 1.0),
        ("3", "A", "C", 3.0),
    ]);
    let options = CompareOptions {
        important: Some(4.0 / 3.0),
        ..asked(NetworkMeasure::Generic, "B", &[FurtherModel::Bayes])
    };
    let found = whole(&data, &options);
    let result = outcome(&found, 0, FurtherModel::Bayes).expect("a posterior");
    let place = found.parts[0].network().treatment("A").expect("A");
    let effect = result.effect(place).expect("an effect");
    assert!((effect.mean.expect("a mean") - 4.0 / 3.0).abs() < 1e-9);
    assert!((effect.estimate - 4.0 / 3.0).abs() < 1e-9);
    assert!((effect.better_important.expect("a probability") - 0.5).abs() < 1e-9);
    let new = effect.new_trial.expect("a new trial");
    assert!(new.lower < effect.bounds.lower && new.upper > effect.bounds.upper);
    assert!(result.tau.expect("τ").value > 0.0);
    // Contrasts are no counts.
    let none = whole(
        &data,
        &asked(NetworkMeasure::Generic, "B", &[FurtherModel::Binomial]),
    );
    let error = outcome(&none, 0, FurtherModel::Binomial).expect_err("no counts");
    assert!(error.contains("not arms"), "{error}");
}

#[test]
fn draws_that_did_not_settle_are_marked_everywhere() {
    let mut options = asked(
        NetworkMeasure::OddsRatio,
        "B",
        &[FurtherModel::BayesBinomial],
    );
    options.further.warm_up = 100;
    options.further.kept = 100;
    options.further.chains = 2;
    let found = whole(&chain(), &options);
    let result = outcome(&found, 0, FurtherModel::BayesBinomial).expect("draws");
    assert!(!result.settled(), "{:?}", result.quality);
    assert!(!found.further_settled());
    assert!(
        found
            .warnings
            .iter()
            .any(|text| text.starts_with("NOT SETTLED"))
    );
    let views = models_views(&found);
    let marked = |value: &Value| matches!(value, Value::Text(text) if text == "NOT SETTLED");
    assert!(views[0].rows.iter().flatten().any(marked));
    let headings = views[1].columns.iter();
    assert!(
        headings
            .map(|c| &c.header)
            .any(|text| text.contains("NOT SETTLED"))
    );
    assert!(
        views
            .last()
            .expect("a posterior")
            .title
            .contains("NOT SETTLED")
    );
    assert!(model_effects_view(&found).rows.iter().flatten().any(marked));
    let figure = models_figure(&found, 0).expect("a figure");
    assert!(figure.caution.expect("a caution").contains("NOT SETTLED"));
}

#[test]
fn the_same_seed_gives_the_same_draws_and_a_prior_that_decides_is_named() {
    let data = arms(&[
        ("1", "new", 0, 40),
        ("1", "old", 4, 40),
        ("2", "other", 3, 40),
        ("2", "old", 4, 40),
    ]);
    let mut options = asked(
        NetworkMeasure::OddsRatio,
        "old",
        &[FurtherModel::BayesBinomial],
    );
    options.further.warm_up = 300;
    options.further.kept = 300;
    let draw = |threads: usize| {
        let mut options = options.clone();
        options.draws.threads = threads;
        whole(&data, &options)
    };
    let (one, two) = (draw(1), draw(2));
    assert_eq!(one.further, two.further);
    let result = outcome(&one, 0, FurtherModel::BayesBinomial).expect("draws");
    let text = result.cautions.join("");
    assert!(text.contains("no event in any arm of new"), "{text}");
    assert!(text.contains("standard deviation 100"), "{text}");
    assert!(one.warnings.iter().any(|said| said.contains(&text)));
    // A prior that is believed keeps it finite: five standard deviations is a wide limit.
    options.further.effect_sd = Some(1.0);
    let narrow = whole(&data, &options);
    let value = estimate(&narrow, 0, FurtherModel::BayesBinomial, "new");
    assert!(value > -5.0 && value < 0.0, "{value}");
}

#[test]
fn empty_cells_get_a_hint_until_a_model_for_them_is_asked_for() {
    let data = arms(&[("1", "A", 0, 16), ("1", "B", 2, 10)]);
    let hint = |found: &Compared| {
        let mut said = found.warnings.iter();
        said.any(|text| text.contains("--model mh,nch-exact,firth"))
    };
    assert!(hint(&of(&data, "B", &[])));
    assert!(!hint(&of(&data, "B", &[FurtherModel::Penalised])));
    assert!(hint(&of(&data, "B", &[FurtherModel::Bayes])));
    assert!(!hint(&of(&chain(), "B", &[])));
    let ratio = whole(&data, &asked(NetworkMeasure::RiskRatio, "B", &[]));
    assert!(!hint(&ratio));
}

#[test]
fn tables_are_sound_and_only_there_when_asked_for() {
    let mut models = OF_COUNTS.to_vec();
    models.push(FurtherModel::Bayes);
    let found = of(&chain(), "C", &models);
    let views = tables(
        &found,
        &[Which::Models, Which::ModelRanks, Which::ModelEffects],
    );
    // One of models, three of effects, a posterior; three of ranks; a long form.
    assert_eq!(views.len(), 1 + 3 + 1 + 3 + 1);
    views.iter().for_each(assert_sound);
    let long = model_effects_view(&found);
    assert_eq!(long.rows.len(), 2 * (2 + models.len()));
    assert_eq!(model_ranks_views(&found).len(), 3);
    let has = |compared: &Compared| figures(compared).iter().any(|one| one.id == "models");
    assert!(has(&found));
    let plain = of(&chain(), "C", &[]);
    assert!(!has(&plain));
    let views = models_views(&plain);
    assert_eq!(views.len(), 1);
    assert!(
        views[0]
            .notes
            .iter()
            .any(|note| note.contains("--model takes mh, nch"))
    );
}
