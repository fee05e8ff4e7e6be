//! Any double at all: no panic, no long search, and an answer that is a probability or NaN.
//!
//! NaN in or a parameter outside its range gives NaN out, quickly. Nothing else gives NaN, but for
//! shapes and degrees of freedom outside [`SHAPES`].

use euthymia_numerics::{
    Probability, beta, binomial, chi_squared, f, gamma, hypergeometric::Urn, incomplete, normal,
    quadratic_form, root, stirling, student_t,
};
use proptest::prelude::*;
use std::time::{Duration, Instant};

const AWKWARD: [f64; 25] = [
    f64::NAN,
    f64::INFINITY,
    f64::NEG_INFINITY,
    f64::MAX,
    f64::MIN,
    f64::MIN_POSITIVE,
    5e-324,
    -5e-324,
    -0.0,
    0.0,
    1.0,
    -1.0,
    0.5,
    1e-300,
    1e-16,
    0.999_999_999_999_999_9,
    1.000_000_000_000_000_2,
    2.0,
    15.0,
    1e5,
    1e9,
    9_007_199_254_740_993.0,
    1e18,
    1e154,
    1e300,
];

/// A guard against a search that never ends, far above what any call takes on a busy machine.
const LONGEST: Duration = Duration::from_secs(20);

/// Shapes outside this are no data: near the mean of larger ones the continued fraction is given
/// up, and the ratio of much smaller ones to larger ones overflows.
const SHAPES: std::ops::RangeInclusive<f64> = 1e-100..=1e10;

fn is_shape(value: f64) -> bool {
    SHAPES.contains(&value)
}

fn timed(what: &str, call: impl FnOnce() -> f64) -> f64 {
    let start = Instant::now();
    let value = call();
    let took = start.elapsed();
    assert!(took < LONGEST, "{what} took {took:?}");
    value
}

fn probability_or_nan(what: &str, in_range: bool, call: impl FnOnce() -> f64) {
    let value = timed(what, call);
    if in_range {
        assert!((0.0..=1.0).contains(&value), "{what} = {value}");
    } else {
        assert!(
            value.is_nan() || (0.0..=1.0).contains(&value),
            "{what} = {value}"
        );
    }
}

fn check_one(x: f64) {
    let known = !x.is_nan();
    probability_or_nan(&format!("normal::sf({x})"), known, || normal::sf(x));
    probability_or_nan(&format!("normal::cdf({x})"), known, || normal::cdf(x));
    probability_or_nan("two sided", known, || normal::two_sided_p(x));
    timed("ln_gamma", || gamma::ln_gamma(x));
    timed("half step", || gamma::ln_gamma_half_step(x));
    timed("stirling", || stirling::stirling_error(x));
    timed("log ratio", || stirling::log_ratio_minus_excess(x, x - 1.0));
    if let Ok(p) = Probability::new(x) {
        assert!(!normal::upper_quantile(p).is_nan(), "quantile of {x}");
    } else {
        assert!(!(0.0..=1.0).contains(&x));
    }
}

fn check_two(x: f64, df: f64) {
    let known = !x.is_nan() && is_shape(df);
    let said = format!("({x:e}, {df:e})");
    probability_or_nan(&format!("t sf{said}"), known, || student_t::sf(x, df));
    probability_or_nan(&format!("t cdf{said}"), known, || student_t::cdf(x, df));
    probability_or_nan(&format!("t p{said}"), known, || {
        student_t::two_sided_p(x, df)
    });
    probability_or_nan(&format!("chi sf{said}"), known, || chi_squared::sf(x, df));
    probability_or_nan(&format!("chi cdf{said}"), known, || chi_squared::cdf(x, df));
    if let Ok(p) = Probability::new(x) {
        let t = timed(&format!("t quantile{said}"), || {
            student_t::upper_quantile(p, df)
        });
        let chi = timed(&format!("chi quantile{said}"), || {
            chi_squared::upper_quantile(p, df)
        });
        if known {
            assert!(!t.is_nan() && chi >= 0.0, "quantiles{said}: {t} {chi}");
        }
    }
}

fn check_three(x: f64, a: f64, b: f64) {
    let known = !x.is_nan() && is_shape(a) && is_shape(b);
    let said = format!("({x:e}, {a:e}, {b:e})");
    probability_or_nan(&format!("beta cdf{said}"), known, || beta::cdf(x, a, b));
    probability_or_nan(&format!("beta sf{said}"), known, || beta::sf(x, a, b));
    if let Ok(p) = Probability::new(x) {
        let at = timed(&format!("beta quantile{said}"), || beta::quantile(p, a, b));
        assert!(!known || (0.0..=1.0).contains(&at), "quantile{said} = {at}");
    }
}

#[test]
fn awkward_numbers_one_and_two_at_a_time() {
    for x in AWKWARD {
        check_one(x);
        for df in AWKWARD {
            check_two(x, df);
        }
    }
}

#[test]
fn awkward_numbers_three_at_a_time() {
    for a in AWKWARD {
        for b in AWKWARD {
            // Two shapes out of range differ from each other in nothing but the time they take.
            let xs: &[f64] = if is_shape(a) || is_shape(b) {
                &AWKWARD
            } else {
                &[f64::NAN, 1e-300, 0.5]
            };
            for x in xs {
                check_three(*x, a, b);
            }
        }
    }
}

#[test]
fn awkward_pairs_for_the_root_finder() {
    for low in AWKWARD {
        for high in AWKWARD {
            for shift in AWKWARD {
                let found = root::find(|x| x - shift, low, high, 0.0);
                assert!(found.evaluations <= 400);
                let _ = root::bracket_above(|x| x - shift, low, high);
            }
        }
    }
}

proptest! {
    #[test]
    fn any_doubles(x in any::<f64>(), a in any::<f64>(), b in any::<f64>()) {
        check_one(x);
        check_two(x, a);
        check_three(x, a, b);
        check_three(x.abs().fract(), a.abs(), b.abs());
    }

    #[test]
    fn any_doubles_of_either_tails_argument(a in any::<f64>(), b in any::<f64>(), x in any::<f64>(), y in any::<f64>()) {
        let _ = incomplete::beta(a, b, x, y);
        let _ = incomplete::gamma(a, x);
    }

    #[test]
    fn any_counts(events in any::<u64>(), n in any::<u64>(), p in any::<f64>()) {
        let known = (0.0..=1.0).contains(&p) && is_shape(n as f64);
        probability_or_nan("at least", known, || binomial::at_least(events, n, p));
        probability_or_nan("at most", known, || binomial::at_most(events, n, p));
        probability_or_nan("at most n", known, || binomial::at_most(n, n, p));
        probability_or_nan("at most", known, || binomial::at_most(events.min(n), n.max(events), p));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn tails_of_a_form_are_probabilities(
        scales in prop::collection::vec(prop::sample::select(AWKWARD.to_vec()), 0..6),
        usual in prop::collection::vec(0.0..9.0_f64, 2..6),
        x in prop::sample::select(AWKWARD.to_vec()),
    ) {
        let equal = |d: &[f64]| vec![1.0 / d.len().max(1) as f64; d.len()];
        for d in [&scales, &usual] {
            let found = [
                quadratic_form::weighted_sum(x, d),
                quadratic_form::about_weighted_mean(x, d, &equal(d)),
                quadratic_form::about_weighted_mean(x, d, &scales),
            ];
            for tails in found.into_iter().flatten() {
                prop_assert!((0.0..=1.0).contains(&tails.lower), "{tails:?}");
                prop_assert!((0.0..=1.0).contains(&tails.upper), "{tails:?}");
                prop_assert!((tails.lower + tails.upper - 1.0).abs() < 1e-15);
            }
        }
    }

    // Two terms about their mean are one square, however unequal.
    #[test]
    fn a_form_of_rank_one_is_a_normal_squared(z in 0.01..8.0_f64, p in 1e-6..1.0_f64, d in 1e-6..1e6_f64) {
        let lambda = (1.0 - p) + d * p;
        let found = quadratic_form::about_weighted_mean(lambda * z * z, &[1.0, d], &[p, 1.0 - p]).unwrap();
        let upper = normal::two_sided_p(z);
        prop_assert!(found.settled() && (found.upper / upper - 1.0).abs() < 1e-8, "{found:?} {upper}");
    }
}

proptest! {
    #[test]
    fn f_and_urns_answer_any_input(x in proptest::num::f64::ANY, a in proptest::num::f64::ANY,
        b in proptest::num::f64::ANY, p in 0.0..=1.0_f64, m in any::<u64>(), n in 0..500_u64, k in 0..500_u64)
    {
        probability_or_nan("f::sf", false, || f::sf(x, a, b));
        probability_or_nan("f::cdf", false, || f::cdf(x, a, b));
        timed("f::quantile", || f::quantile(Probability::new(p).unwrap(), a, b));
        timed("f::upper_quantile", || f::upper_quantile(Probability::new(p).unwrap(), a, b));
        for marked in [m, m % 500] {
            let Some(urn) = Urn::new(marked, n, k) else { continue };
            for count in [0, k / 2, k, m] {
                probability_or_nan("pmf", true, || urn.pmf(count).min(1.0));
                probability_or_nan("at_most", true, || urn.at_most(count));
                probability_or_nan("at_least", true, || urn.at_least(count));
            }
        }
    }
}
