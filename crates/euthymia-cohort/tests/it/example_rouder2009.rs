//! Rouder et al. 2009, Table 1: t values at which the unit-scale JZS factor B₀₁ is 10, 3, 1, 1/3 and
//! so on for one sample; printed with two decimals of t.

use euthymia_cohort::bayes_t::{Alternative, Design, UNIT_SCALE, bayes_t};
use euthymia_numerics::Probability;
use euthymia_testkit::assert_close;

fn ln_bf01(t: f64, n: usize) -> f64 {
    let design = Design::OneSample { n };
    let level = Probability::NINETY_FIVE;
    -bayes_t(t, design, UNIT_SCALE, Alternative::TwoSided, level)
        .unwrap()
        .ln_bf10
}

/// The t at which B₀₁ has the given value.
fn critical_t(n: usize, bf01: f64) -> f64 {
    euthymia_numerics::root::find(|t| ln_bf01(t, n) - bf01.ln(), 0.0, 20.0, 1e-9).at
}

/// Page 233: t = 2.03 with 80 subjects (Grider & Malmberg, Experiment 2, N = 40 with t = 2.03).
#[test]
fn the_worked_examples() {
    // Experiment 1 of Grider and Malmberg: t(79) = 2.24 gives JZS BF 1.02 in favour of the null;
    // Experiment 2: t(79) = 2.03 gives 1.56.
    assert_close!(
        ln_bf01(2.24, 80).exp(),
        1.02,
        "paper_2_digits",
        "Experiment 1"
    );
    assert_close!(
        ln_bf01(2.03, 80).exp(),
        1.56,
        "paper_2_digits",
        "Experiment 2"
    );
    assert!(critical_t(80, 1.0) > 2.24);
}
