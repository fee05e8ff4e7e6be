//! Rouder et al. 2009, Psychonomic Bulletin & Review 16, 225–237: the worked example with two
//! experiments of 80 observations and the unit scale, factors in favour of the null hypothesis.
//! Values second hand, page not verified.

use euthymia_cohort::bayes_t::{Alternative, Design, UNIT_SCALE, bayes_t};
use euthymia_numerics::Probability;
use euthymia_testkit::assert_close;

fn bf01(t: f64) -> f64 {
    let design = Design::OneSample { n: 80 };
    let level = Probability::NINETY_FIVE;
    let found = bayes_t(t, design, UNIT_SCALE, Alternative::TwoSided, level).unwrap();
    found.bf01()
}

/// t(79) = 2.24: 1.02; t(79) = 2.03: 1.56. Both have p below 0.05.
#[test]
fn two_significant_experiments_that_favour_no_effect() {
    assert_close!(bf01(2.24), 1.02, "paper_2_digits", "Experiment 1");
    assert_close!(bf01(2.03), 1.56, "paper_2_digits", "Experiment 2");
}
