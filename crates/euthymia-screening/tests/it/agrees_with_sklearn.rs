//! Term weights and models against scikit-learn on invented texts.

use euthymia_screening::model::{Bayes, Linear, Loss, weights};
use euthymia_screening::text::{Corpus, Matrix, Weighting};
use euthymia_testkit::reference::json;
use serde_json::Value;

/// Weights are kept in single precision.
const SINGLE: f64 = 1e-6;

fn part(key: &str) -> Value {
    let file = json("expected/sklearn/screening.json");
    file.get(key).cloned().unwrap()
}

fn texts() -> (Vec<String>, Vec<bool>) {
    let (texts, labels) = (part("texts"), part("labels"));
    let (texts, labels) = (texts.as_array().unwrap(), labels.as_array().unwrap());
    (
        texts
            .iter()
            .map(|own| own.as_str().unwrap().to_owned())
            .collect(),
        labels.iter().map(|own| own.as_i64() == Some(1)).collect(),
    )
}

fn numbers(value: &Value) -> Vec<f64> {
    let list = value.as_array().unwrap();
    list.iter().map(|own| own.as_f64().unwrap()).collect()
}

#[test]
fn words_and_pairs_have_the_weights_of_sklearn() {
    let (texts, _) = texts();
    let corpus = Corpus::of(&texts);
    let matrix = Matrix::of(&corpus, &Weighting::default());
    let expected = part("weights");
    let expected = expected.as_array().unwrap();
    assert_eq!(matrix.all_terms(), expected.len());
    let mut shared = 0;
    for term in expected {
        let values = numbers(&term["values"]);
        if values.iter().filter(|value| **value > 0.0).count() < 2 {
            continue;
        }
        shared += 1;
        let name = term["term"].as_str().unwrap();
        let column = (0..matrix.columns() as u32)
            .find(|&column| corpus.term(matrix.term(column).unwrap()).as_deref() == Some(name))
            .unwrap_or_else(|| panic!("no column {name}"));
        for (row, value) in values.iter().enumerate() {
            let own = matrix.row(row);
            let place = own.columns.iter().position(|&other| other == column);
            let ours = place.map_or(0.0, |place| f64::from(own.values[place]));
            assert!(
                (ours - value).abs() < SINGLE,
                "{name} in {row}: {ours} {value}"
            );
        }
    }
    assert_eq!(matrix.columns(), shared);
    assert!(shared > 20, "{shared}");
}

fn linear(loss: Loss, cost: f64, key: &str) {
    let (texts, labels) = texts();
    let matrix = Matrix::of(&Corpus::of(&texts), &Weighting::default());
    let mut model = Linear::new(loss, cost, 9.8, 1e-10);
    for (row, &is_in) in labels.iter().enumerate() {
        model.add(&matrix, row, is_in);
    }
    assert!(model.fit(&matrix));
    let fitted = part(key);
    let intercept = fitted["intercept"].as_f64().unwrap();
    assert!((model.intercept() - intercept).abs() < SINGLE);
    for (row, score) in numbers(&fitted["scores"]).iter().enumerate() {
        let ours = model.score(&matrix, row) + model.of_own(&matrix, row);
        assert!((ours - score).abs() < SINGLE, "{row}: {ours} {score}");
    }
    // Found anew, and after each text instead of at once.
    let mut stepwise = Linear::new(loss, cost, 9.8, 1e-4).stepwise();
    for (row, &is_in) in labels.iter().enumerate() {
        stepwise.add(&matrix, row, is_in);
        assert!(stepwise.fit(&matrix));
    }
    assert!((stepwise.intercept() - intercept).abs() < 1e-3);
    assert!(stepwise.objective(&matrix) - model.objective(&matrix) < 1e-6);
}

#[test]
fn a_support_vector_machine_has_the_scores_of_sklearn() {
    linear(Loss::SquaredHinge, 0.11, "svm");
}

#[test]
fn a_logistic_regression_has_the_scores_of_sklearn() {
    linear(Loss::Logistic, 1.0, "logistic");
}

/// For texts that the model has learnt from, their own words count as unseen here.
#[test]
fn naive_bayes_has_the_scores_of_sklearn_for_texts_not_seen() {
    let (texts, labels) = texts();
    let weighting = Weighting {
        pairs: false,
        sublinear: false,
        ..Weighting::default()
    };
    let matrix = Matrix::of(&Corpus::of(&texts), &weighting);
    let mut model = Bayes::new(3.822, 1.2);
    for (row, &is_in) in labels.iter().enumerate() {
        model.add(&matrix, row, is_in);
    }
    model.fit(&matrix);
    let scores = numbers(&part("nb")["scores"]);
    for (row, score) in scores.iter().enumerate().skip(labels.len()) {
        let ours = model.score(&matrix, row);
        assert!((ours - score).abs() < SINGLE, "{row}: {ours} {score}");
    }
}

#[test]
fn the_weights_of_the_kinds_are_balanced() {
    let (one, zero) = weights((3, 5), 9.8);
    assert!((3.0 * one - 9.8 * 5.0 * zero).abs() < 1e-12);
    assert!((3.0 * one + 5.0 * zero - 8.0).abs() < 1e-12);
}
