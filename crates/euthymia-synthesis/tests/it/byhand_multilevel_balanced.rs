//! `reference/byhand/multilevel_balanced.md`: balanced data have closed forms.

use euthymia_numerics::linear::Matrix;
use euthymia_synthesis::design::Design;
use euthymia_synthesis::multilevel::search::Search;
use euthymia_synthesis::multilevel::{
    Data, Grouping, KnownBlock, KnownCovariance, LevelPattern, Method, MultilevelFit, Options,
    Term, fit, i2, log_likelihood, random_effects,
};
use euthymia_synthesis::variance::Variance;
use euthymia_testkit::assert_close;

fn groups(with_rows: bool) -> Data {
    let group = Grouping::new("group", &["a", "a", "b", "b", "c", "c"]);
    let row = Grouping::new("row", &["1", "2", "3", "4", "5", "6"]);
    let mut terms = vec![Term::Intercept(group)];
    if with_rows {
        terms.push(Term::Intercept(row));
    }
    let known = KnownCovariance::independent(&[Variance::new(1.0).unwrap(); 6]);
    let estimates = vec![0.0, 2.0, 4.0, 6.0, 2.0, 10.0];
    Data::new(estimates, known, Design::intercept(6), terms).unwrap()
}

fn fitted(data: &Data, method: Method) -> MultilevelFit {
    let options = Options {
        method,
        ..Options::default()
    };
    let found = fit(data, &options).unwrap();
    let Search { outcome, .. } = &found.search;
    assert!(found.converged(), "{outcome:?}");
    found
}

#[test]
fn one_factor() {
    let data = groups(false);
    let reml = fitted(&data, Method::Reml);
    assert_close!(reml.components[0].value, 13.0 / 2.0, "optimum", "REML σ²");
    assert_close!(reml.coefficients[0].estimate, 4.0, "algebra", "mean");
    assert_close!(
        reml.covariance[(0, 0)],
        7.0 / 3.0,
        "estimate",
        "its variance"
    );
    let q = reml.heterogeneity.unwrap();
    assert_close!(q.q, 64.0, "algebra", "Q");
    assert_close!(q.df, 5.0, "exact", "df");
    let ml = fitted(&data, Method::Ml);
    assert_close!(ml.components[0].value, 25.0 / 6.0, "optimum", "ML σ²");
}

#[test]
fn likelihood_of_one_factor() {
    let data = groups(false);
    let at = |method| log_likelihood(&data, method, &[13.0 / 2.0]).unwrap();
    let tau = std::f64::consts::TAU.ln();
    let ml = -3.0 * tau - 1.5 * 14.0_f64.ln() - 19.0;
    assert_close!(at(Method::Ml), ml, "algebra", "ML");
    let constants = 0.5 * 6.0_f64.ln() - 0.5 * (3.0_f64 / 7.0).ln();
    assert_close!(
        at(Method::Reml),
        ml + 0.5 * tau + constants,
        "algebra",
        "REML"
    );
}

#[test]
fn predicted_effects_shrink() {
    let data = groups(false);
    let options = Options {
        fixed: vec![Some(13.0 / 2.0)],
        ..Options::default()
    };
    let found = random_effects(&data, &fit(&data, &options).unwrap()).unwrap();
    for (effect, deviation) in found[0].effects.iter().zip([-3.0, 1.0, 2.0]) {
        let expected = 13.0 / 14.0 * deviation;
        assert_close!(effect.value, expected, "algebra", "{}", effect.label);
    }
}

#[test]
fn two_nested_factors() {
    let data = groups(true);
    let found = fitted(&data, Method::Reml);
    assert_close!(found.components[0].value, 1.0, "optimum", "σ² of groups");
    assert_close!(found.components[1].value, 11.0, "optimum", "σ² of rows");
    let shares = i2(&data, &found).unwrap().unwrap();
    assert_close!(shares.typical_variance, 1.0, "algebra", "typical variance");
    assert_close!(shares.total, 12.0 / 13.0, "optimum", "I²");
    assert_close!(shares.by_term[0], 1.0 / 13.0, "optimum", "I² of groups");
}

#[test]
fn two_outcomes() {
    let trial = Grouping::new("trial", &["a", "a", "b", "b", "c", "c"]);
    let outcome = Grouping::new("outcome", &["x", "y", "x", "y", "x", "y"]);
    let v = Matrix::from_row_slice(2, 2, &[0.5, 0.25, 0.25, 1.0]);
    let block = |at: usize| KnownBlock {
        rows: vec![at, at + 1],
        matrix: v.clone(),
    };
    let variances = [Variance::new(1.0).unwrap(); 6];
    let known = KnownCovariance::blocks(&variances, [0, 2, 4].map(block).to_vec()).unwrap();
    let is = |i: usize, j: usize| f64::from(u8::from(i % 2 == j));
    let names = vec!["x".to_owned(), "y".to_owned()];
    let design = Design::new(names, Matrix::from_fn(6, 2, is)).unwrap();
    let term = Term::Levels {
        pattern: LevelPattern::Unstructured,
        inner: outcome,
        outer: trial,
    };
    let estimates = vec![0.0, 0.0, 2.0, 1.0, 1.0, 5.0];
    let data = Data::new(estimates, known, design, vec![term]).unwrap();
    let found = fitted(&data, Method::Reml);
    assert_close!(found.components[0].value, 0.5, "optimum", "τ² of x");
    assert_close!(found.components[1].value, 6.0, "optimum", "τ² of y");
    let rho = 0.25 / 3.0_f64.sqrt();
    assert_close!(found.components[2].value, rho, "optimum", "ρ");
    assert_close!(found.coefficients[1].estimate, 2.0, "algebra", "mean of y");
}
