//! `reference/byhand/clopper_pearson.md`: exact limits of a proportion in closed form.

use euthymia_numerics::{Probability, beta};
use euthymia_testkit::assert_close;

/// Lower and upper limit, each a quantile of a beta distribution.
fn limits(x: u64, n: u64) -> (f64, f64) {
    let tail = Probability::new(0.025).unwrap();
    let (events, others) = (x as f64, (n - x) as f64);
    let lower = if x == 0 {
        0.0
    } else {
        beta::quantile(tail, events, others + 1.0)
    };
    let upper = if x == n {
        1.0
    } else {
        1.0 - beta::quantile(tail, others, events + 1.0)
    };
    (lower, upper)
}

#[test]
fn no_event_leaves_one_minus_a_root() {
    for n in [1_u64, 5, 21] {
        let (lower, upper) = limits(0, n);
        assert_eq!(lower, 0.0);
        let expected = 1.0 - 0.025_f64.powf(1.0 / n as f64);
        assert_close!(upper, expected, "quantile", "0/{n}");
    }
    assert_close!(limits(0, 1).1, 0.975, "quantile", "0/1");
    assert_close!(limits(0, 5).1, 0.521_823_750_104_981_51, "quantile", "0/5");
    assert_close!(
        limits(0, 21).1,
        0.161_097_615_219_079_62,
        "quantile",
        "0/21"
    );
}

#[test]
fn all_events_are_the_mirror_image() {
    for n in [1_u64, 5, 21] {
        let (lower, upper) = limits(n, n);
        assert_eq!(upper, 1.0);
        assert_close!(lower, 0.025_f64.powf(1.0 / n as f64), "quantile", "{n}/{n}");
    }
}

#[test]
fn one_of_two_is_a_quadratic() {
    let (lower, upper) = limits(1, 2);
    assert_close!(lower, 0.012_579_117_093_425_049, "quantile", "1 − √0.975");
    assert_close!(upper, 0.975_f64.sqrt(), "quantile", "√0.975");
}

#[test]
fn without_closed_form() {
    for (x, lower, upper) in [
        (2, 0.011_749_317_884_445_804, 0.303_774_406_913_924_17),
        (4, 0.054_463_568_178_406_8, 0.419_066_041_183_527_99),
        (12, 0.340_206_309_280_274_58, 0.781_803_143_114_786_81),
    ] {
        let found = limits(x, 21);
        assert_close!(found.0, lower, "quantile", "{x}/21 lower");
        assert_close!(found.1, upper, "quantile", "{x}/21 upper");
    }
}
