//! Terms and models on a few words, worked out by hand.

use euthymia_screening::model::{Bayes, Linear, Loss};
use euthymia_screening::text::{Corpus, Matrix, Weighting};
use euthymia_screening::{Plan, Strategy, replay_from};

const WORDS: Weighting = Weighting {
    pairs: false,
    sublinear: true,
    least_texts: 1,
    largest_share: 1.0,
};

/// Three texts; "aa" stands in two of them, twice in the first, and every other word in one.
#[test]
fn the_weights_of_three_texts() {
    let corpus = Corpus::of(&["aa aa bb", "aa cc", "dd"]);
    let matrix = Matrix::of(&corpus, &WORDS);
    assert_eq!((matrix.columns(), matrix.all_terms()), (1, 4));
    let (twice, once) = ((4.0_f64 / 3.0).ln() + 1.0, 2.0_f64.ln() + 1.0);
    let first = (1.0 + 2.0_f64.ln()) * twice;
    let expected = first / first.hypot(once);
    assert!((f64::from(matrix.row(0).values[0]) - expected).abs() < 1e-7);
    let expected = twice / twice.hypot(once);
    assert!((f64::from(matrix.row(1).values[0]) - expected).abs() < 1e-7);
    assert!(matrix.row(2).columns.is_empty());
}

/// A word in more than the largest share of the texts does not count.
#[test]
fn a_word_of_all_texts_is_left_out() {
    let corpus = Corpus::of(&["aa bb", "aa bb", "aa"]);
    let weighting = Weighting {
        largest_share: 0.95,
        ..WORDS
    };
    assert_eq!(Matrix::of(&corpus, &weighting).columns(), 1);
    assert_eq!(Matrix::of(&corpus, &WORDS).columns(), 2);
}

/// Two texts without a common word, C = ½ and equal weights: β = (b, −b) with
/// 2b − b + b/(2C) = 1, so b = ½, f = ±½, and the objective is ½(¼ + ¼) + ½(¼ + ¼) = ½.
#[test]
fn a_support_vector_machine_of_two_texts() {
    let matrix = Matrix::of(&Corpus::of(&["aa", "bb"]), &WORDS);
    let mut model = Linear::new(Loss::SquaredHinge, 0.5, 1.0, 1e-12);
    model.add(&matrix, 0, true);
    model.add(&matrix, 1, false);
    // Before the fit, w = 0: each text costs C · 1.
    assert!((model.objective(&matrix) - 1.0).abs() < 1e-12);
    assert!(model.fit(&matrix));
    assert!(model.intercept().abs() < 1e-10);
    assert!((model.of_own(&matrix, 0) - 0.5).abs() < 1e-10);
    assert!((model.of_own(&matrix, 1) + 0.5).abs() < 1e-10);
    assert!((model.objective(&matrix) - 0.5).abs() < 1e-10);
}

/// The same with the logistic loss: b (1 + eᵇ) = C, here C = 1 + e.
#[test]
fn a_logistic_regression_of_two_texts() {
    let matrix = Matrix::of(&Corpus::of(&["aa", "bb"]), &WORDS);
    let mut model = Linear::new(Loss::Logistic, 1.0 + 1.0_f64.exp(), 1.0, 1e-12);
    model.add(&matrix, 0, true);
    model.add(&matrix, 1, false);
    assert!(model.fit(&matrix));
    assert!((model.of_own(&matrix, 0) - 1.0).abs() < 1e-9);
    assert!(model.intercept().abs() < 1e-9);
}

/// One included text "aa", one excluded "bb", and both words once more so that they are columns.
/// α = 1, V = 2, ratio 1: θ₁(aa) = 2/3, θ₀(aa) = 1/3, so "aa" has log odds ln 2.
#[test]
fn naive_bayes_of_two_words() {
    let matrix = Matrix::of(&Corpus::of(&["aa", "bb", "aa", "bb"]), &WORDS);
    let mut model = Bayes::new(1.0, 1.0);
    model.add(&matrix, 0, true);
    model.add(&matrix, 1, false);
    model.fit(&matrix);
    assert!((model.score(&matrix, 2) - 2.0_f64.ln()).abs() < 1e-7);
    assert!((model.score(&matrix, 3) + 2.0_f64.ln()).abs() < 1e-7);
}

#[test]
fn scores_are_put_in_order() {
    let scores = vec![(0, 0.1), (1, 0.9), (2, -0.05), (3, 0.9)];
    let order = |strategy: Strategy| strategy.order(scores.clone(), 0.0, (1, 4));
    assert_eq!(order(Strategy::Likeliest), [1, 3, 0, 2]);
    assert_eq!(order(Strategy::Uncertain), [2, 0, 1, 3]);
    assert_eq!(order(Strategy::Mixed(0.0)), [1, 3, 0, 2]);
}

/// Known: a text on ketamine and one on rats. The other texts on ketamine come before those on rats.
#[test]
fn a_replay_of_two_subjects() {
    let texts = [
        "ketamine infusion",
        "rats diet",
        "diet of rats",
        "infusion of ketamine",
        "rats and diet",
        "ketamine and infusion",
    ];
    let labels = [true, false, false, true, false, true];
    let plan = Plan::default();
    let matrix = Matrix::of(&Corpus::of(&texts), &plan.model.weighting());
    let replay = replay_from(&matrix, &labels, &plan, 1, &[0, 1]).unwrap();
    assert_eq!(replay.discovery.ranks(), [1, 2]);
    assert_eq!(replay.discovery.texts(), 4);
}
