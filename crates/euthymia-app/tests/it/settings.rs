//! Words into choices, and what is said about words that are none.

use euthymia_app::{AppError, settings};
use euthymia_report::pooled::Model as PooledModel;
use euthymia_synthesis::effect::zero_cells::{Scope, ZeroCells};
use euthymia_synthesis::measure::Measure;
use euthymia_synthesis::pairwise::{GivenTau2, Interval, Model, Prediction, Tau2Method};
use proptest::prelude::*;

/// The message of a refusal: bad usage, in a sentence that quotes the word and offers others.
#[track_caller]
fn refusal<T: std::fmt::Debug>(result: Result<T, AppError>, word: &str) -> String {
    let error = result.expect_err(word);
    assert!(matches!(error, AppError::Usage(_)), "{error:?}");
    assert_eq!(error.exit_status(), 2);
    let message = error.to_string();
    assert!(
        message.contains(word),
        "\"{word}\" is not quoted: {message}"
    );
    assert!(
        message.contains("use") || message.contains("write"),
        "no advice: {message}"
    );
    message
}

#[test]
fn every_measure_by_its_abbreviation() {
    for measure in Measure::ALL {
        assert_eq!(settings::measure(measure.code()).ok(), Some(measure));
        assert_eq!(
            settings::measure(&measure.code().to_lowercase()).ok(),
            Some(measure)
        );
    }
    assert_eq!(settings::measure("g").ok(), Some(Measure::HedgesG));
    let message = refusal(settings::measure("XYZ"), "XYZ");
    for measure in Measure::ALL {
        assert!(message.contains(measure.code()), "{message}");
    }
    refusal(settings::measure(""), "\"\"");
}

#[test]
fn every_model() {
    for (word, model) in [
        ("common", PooledModel::InverseVariance),
        ("FE", PooledModel::InverseVariance),
        ("random", PooledModel::InverseVariance),
        ("MH", PooledModel::MantelHaenszel),
        ("peto", PooledModel::Peto),
        ("glmm", PooledModel::GLMM),
        ("beta-binomial", PooledModel::BetaBinomial),
    ] {
        let read = settings::model(word, Tau2Method::DerSimonianLaird);
        assert_eq!(read.ok().map(|(pooled, _)| pooled), Some(model), "{word}");
    }
    let effects = |word| {
        settings::model(word, Tau2Method::DerSimonianLaird)
            .ok()
            .map(|m| m.1)
    };
    assert_eq!(effects("common"), Some(Model::CommonEffect));
    let random = Model::RandomEffects(Tau2Method::DerSimonianLaird);
    assert_eq!(effects("random"), Some(random));
    let message = refusal(settings::model("mixed", Tau2Method::Reml), "mixed");
    for word in [
        "common",
        "random",
        "mh",
        "peto",
        "glmm-cm-el",
        "beta-binomial",
        "bayes",
    ] {
        assert!(message.contains(word), "{message}");
    }
    let message = refusal(settings::model("PM", Tau2Method::Reml), "PM");
    assert!(message.contains("--model random --tau2 pm"), "{message}");
}

#[test]
fn every_estimator_of_tau2() {
    for (word, method) in [
        ("reml", Tau2Method::Reml),
        ("REML", Tau2Method::Reml),
        ("dl", Tau2Method::DerSimonianLaird),
        ("pm", Tau2Method::PauleMandel),
        ("DL2", Tau2Method::TwoStepDerSimonianLaird),
        ("HSk", Tau2Method::HunterSchmidtCorrected),
        (
            "0.25",
            Tau2Method::Given(GivenTau2::new(0.25).expect("a variance")),
        ),
    ] {
        assert_eq!(settings::tau2(word).ok(), Some(method), "{word}");
    }
    let message = refusal(settings::tau2("moments"), "moments");
    for word in ["reml", "dl", "pm"] {
        assert!(message.contains(word), "{message}");
    }
}

#[test]
fn every_interval_and_prediction_interval() {
    for (word, interval) in [
        ("wald", Interval::Wald),
        ("z", Interval::Wald),
        ("hk", Interval::HartungKnapp),
        ("knha", Interval::HartungKnapp),
        ("hk-floor", Interval::HartungKnappFloor),
        ("adhoc", Interval::HartungKnappFloor),
    ] {
        assert_eq!(settings::test(word).ok(), Some(interval), "{word}");
    }
    refusal(settings::test("exact"), "exact");
    for (word, prediction) in [
        ("z", Prediction::Normal),
        ("t1", Prediction::StudentKMinus1),
        ("T2", Prediction::StudentKMinus2),
    ] {
        assert_eq!(settings::prediction(word).ok(), Some(prediction), "{word}");
    }
    refusal(settings::prediction("t3"), "t3");
}

#[test]
fn levels_in_percent() {
    for (percent, expected) in [(95.0, 0.95), (50.0, 0.5), (99.99, 0.9999), (90.0, 0.9)] {
        let level = settings::level(percent).expect("a level");
        assert!((level.get() - expected).abs() < 1e-15, "{percent}");
    }
    for percent in [0.95, 100.0, 0.0, -95.0, 49.99, f64::NAN, f64::INFINITY] {
        let message = refusal(settings::level(percent), "confidence level");
        assert!(message.contains("95"), "{message}");
    }
}

#[test]
fn every_rule_for_zero_cells_with_and_without_an_amount() {
    for default in [
        ZeroCells::RATIO,
        ZeroCells::DIFFERENCE,
        ZeroCells::PROPORTION,
    ] {
        assert_eq!(settings::zero_cells("default", default).ok(), Some(default));
        for (word, scope) in [
            ("only0", Scope::AnyZero),
            ("needed", Scope::Undefined),
            ("if0all", Scope::AllIfAny),
            ("all", Scope::All),
            ("none", Scope::Never),
            ("default", default.scope),
        ] {
            for (text, amount) in [(word.to_owned(), 0.5), (format!("{word}:0.25"), 0.25)] {
                let rule = settings::zero_cells(&text, default).expect("a rule");
                assert_eq!((rule.scope, rule.amount), (scope, amount), "{text}");
                assert_eq!(
                    rule.keep_uninformative, default.keep_uninformative,
                    "{text}"
                );
            }
        }
    }
    for word in [
        "some", "all:", "all:x", "all:0", "all:-1", "all:11", "all:NaN", "all:inf", ":",
    ] {
        let message = refusal(settings::zero_cells(word, ZeroCells::RATIO), word);
        assert!(
            message.contains("only0") && message.contains("if0all"),
            "{message}"
        );
    }
}

#[test]
fn windows_of_days() {
    let infinite = f64::INFINITY;
    for (text, expected) in [
        ("1..28", (1.0, 28.0, false)),
        ("..84", (0.0, 84.0, false)),
        ("28..", (28.0, infinite, false)),
        ("..", (0.0, infinite, false)),
        ("28", (28.0, 28.0, false)),
        ("0.5..1.5", (0.5, 1.5, false)),
        (" 1 .. 28 ", (1.0, 28.0, false)),
        ("1..28,unstated", (1.0, 28.0, true)),
        ("..,unstated", (0.0, infinite, true)),
    ] {
        let window = settings::window(text).unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!(
            (window.from, window.to, window.unstated),
            expected,
            "{text}"
        );
    }
    for text in [
        "28..1",
        "a..b",
        "",
        ",unstated",
        "-1..5",
        "1...5",
        "1..inf",
        "NaN",
        "1-28",
    ] {
        let message = refusal(settings::window(text), "is not a time window");
        assert!(message.contains("1..28"), "{message}");
    }
}

#[test]
fn outcomes() {
    for word in [
        "response",
        "remission",
        "change",
        "score",
        "serious_ae",
        "dropout",
        "ae_nausea",
    ] {
        assert_eq!(settings::outcome(word).expect(word).id(), word);
    }
    let message = refusal(settings::outcome("cure"), "cure");
    assert!(
        message.contains("response") && message.contains("ae_"),
        "{message}"
    );
}

proptest! {
    #[test]
    fn no_word_is_too_odd(word in any::<String>(), percent in any::<f64>()) {
        let _ = settings::measure(&word);
        let _ = settings::model(&word, Tau2Method::Reml);
        let _ = settings::test(&word);
        let _ = settings::prediction(&word);
        let _ = settings::outcome(&word);
        let _ = settings::level(percent);
        if let Ok(rule) = settings::zero_cells(&word, ZeroCells::RATIO) {
            prop_assert!(rule.amount > 0.0 && rule.amount.is_finite());
        }
        if let Ok(window) = settings::window(&word) {
            prop_assert!(window.from <= window.to);
        }
    }

    #[test]
    fn a_window_is_read_as_it_is_written(from in 0.0..1000.0_f64, length in 0.0..1000.0_f64) {
        let window = settings::window(&format!("{from}..{}", from + length))?;
        prop_assert_eq!((window.from, window.to), (from, from + length));
    }
}
