//! Jacobson & Truax 1991: the worked example. Values second hand, pages not verified.

use euthymia_cohort::reliable_change::{
    Better, Change, Criterion, Population, criterion_c, reliable_change,
};
use euthymia_testkit::assert_close;

/// Functional mean 60, dysfunctional 40, both SD 7.5: c = 50. With r = 0.80 the standard
/// error of measurement is 3.35 and of the difference 4.74; from 32.5 to 47.5 the index is 3.16:
/// reliable, although short of the cut-off.
#[test]
fn the_worked_example() {
    let ill = Population {
        mean: 40.0,
        sd: 7.5,
    };
    let well = Population {
        mean: 60.0,
        sd: 7.5,
    };
    assert_close!(criterion_c(ill, well).unwrap(), 50.0, "algebra", "c");
    let rule = reliable_change(7.5, 0.80, Criterion::Printed196, Better::Higher).unwrap();
    assert_close!(
        rule.sem,
        3.35,
        "paper_2_digits",
        "standard error of measurement"
    );
    assert_close!(
        rule.s_diff,
        4.74,
        "paper_2_digits",
        "standard error of the difference"
    );
    assert_close!(-rule.index(32.5, 47.5), 3.16, "paper_2_digits", "index");
    assert_eq!(rule.classify(32.5, 47.5), Change::Improved);
}

/// With SDs 5 and 10 the cut-off is 140/3, 4/3 standard deviations from either mean.
#[test]
fn the_cut_off_is_equally_far_in_standard_deviations() {
    let ill = Population {
        mean: 40.0,
        sd: 5.0,
    };
    let well = Population {
        mean: 60.0,
        sd: 10.0,
    };
    // (5 · 60 + 10 · 40) / 15 = 140/3.
    let c = criterion_c(ill, well).unwrap();
    assert_close!(c, 140.0 / 3.0, "algebra", "c");
    assert_close!(
        (c - ill.mean) / ill.sd,
        (well.mean - c) / well.sd,
        "algebra",
        "distance"
    );
}
