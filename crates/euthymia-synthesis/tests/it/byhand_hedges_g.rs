//! `reference/byhand/hedges_g_small.md`: the exact correction in closed form.

use euthymia_synthesis::effect::means::{Group, hedges_g, small_sample_factor};
use euthymia_testkit::{assert_close, reference};
use std::f64::consts::PI;

#[test]
fn the_factor_of_two_to_six_degrees_of_freedom() {
    for (m, closed) in [
        (2.0, 1.0 / PI.sqrt()),
        (3.0, (PI / 6.0).sqrt()),
        (4.0, (2.0 / PI).sqrt()),
        (5.0, 3.0 * (PI / 40.0).sqrt()),
        (6.0, 8.0 / (3.0 * (3.0 * PI).sqrt())),
    ] {
        assert_close!(small_sample_factor(m), closed, "special", "J({m})");
    }
}

#[test]
fn every_factor_of_the_file() {
    for row in reference::csv("expected/mpmath/hedges_j.csv").rows() {
        let m: f64 = row.parse("m");
        assert_close!(
            small_sample_factor(m),
            row.number("exact"),
            "special",
            "J({m})"
        );
    }
}

#[test]
fn two_against_two() {
    let treatment = Group::new(3.0, 1.5, 2).unwrap();
    let control = Group::new(1.0, 0.5, 2).unwrap();
    let g = hedges_g(&treatment, &control).unwrap();
    assert_close!(g.estimate, 4.0 / (5.0 * PI).sqrt(), "algebra", "g");
    let variance = 1.0 + 2.0 / (5.0 * PI);
    assert_close!(g.variance.get(), variance, "algebra", "variance");
}
