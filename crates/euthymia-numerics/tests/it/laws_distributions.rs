//! Identities 35 to 41 of `reference/properties.md` on random arguments.

use euthymia_numerics::{
    Probability, beta, binomial, chi_squared, gamma, incomplete, normal, student_t,
};
use proptest::prelude::*;
use std::f64::consts::PI;

/// A quantile inverts its tail to this part of the tail: the tolerance `quantile` on the tail,
/// since what is solved for is the tail.
fn inverts(tail: f64, p: f64) -> bool {
    let quantile = euthymia_testkit::tolerance::named("quantile").value;
    (tail / p - 1.0).abs() <= 10.0 * quantile
}

fn near(a: f64, b: f64, relative: f64) -> bool {
    (a - b).abs() <= relative * b.abs()
}

/// A probability from 1e-300 to just below one half, evenly in its logarithm.
fn small_probability() -> impl Strategy<Value = f64> {
    (-300.0..-0.302_f64).prop_map(|exponent| 10.0_f64.powf(exponent))
}

/// Degrees of freedom from 1 to a million, evenly in their logarithm.
fn df() -> impl Strategy<Value = f64> {
    (0.0..6.0_f64).prop_map(|exponent| 10.0_f64.powf(exponent))
}

fn shape() -> impl Strategy<Value = f64> {
    (-1.0..5.0_f64).prop_map(|exponent| 10.0_f64.powf(exponent))
}

proptest! {
    #[test]
    fn tails_sum_to_one(x in -40.0..40.0_f64, df in df(), share in 0.0..=1.0_f64, a in shape(), b in shape()) {
        prop_assert!((normal::sf(x) + normal::cdf(x) - 1.0).abs() < 1e-15);
        prop_assert!((student_t::sf(x, df) + student_t::cdf(x, df) - 1.0).abs() < 1e-15);
        let square = x * x * df;
        prop_assert!((chi_squared::sf(square, df) + chi_squared::cdf(square, df) - 1.0).abs() < 1e-15);
        prop_assert!((beta::sf(share, a, b) + beta::cdf(share, a, b) - 1.0).abs() < 1e-15);
    }

    #[test]
    fn tails_are_symmetric_about_zero(x in -40.0..40.0_f64, df in df()) {
        prop_assert_eq!(normal::sf(-x), normal::cdf(x));
        prop_assert_eq!(student_t::sf(-x, df), student_t::cdf(x, df));
        prop_assert_eq!(student_t::two_sided_p(-x, df), student_t::two_sided_p(x, df));
    }

    // The slack is the rounding of a tail that hardly changes over so small a step.
    #[test]
    fn survival_never_rises(x in -30.0..30.0_f64, step in 0.0..10.0_f64, df in df()) {
        let falls = |low: f64, high: f64| low * (1.0 + 1e-12) >= high;
        prop_assert!(falls(normal::sf(x), normal::sf(x + step)));
        prop_assert!(falls(student_t::sf(x, df), student_t::sf(x + step, df)));
        let (low, high) = (x.abs() * df, (x.abs() + step) * df);
        prop_assert!(falls(chi_squared::sf(low, df), chi_squared::sf(high, df)));
    }

    #[test]
    fn normal_quantiles_invert(p in small_probability()) {
        let z = normal::upper_quantile(Probability::new(p)?);
        prop_assert!(inverts(normal::sf(z), p), "{p:e}: {z}");
    }

    #[test]
    fn student_t_quantiles_invert(p in small_probability(), df in df()) {
        let t = student_t::upper_quantile(Probability::new(p)?, df);
        // With few degrees of freedom the quantile of 1e-300 has a square beyond every double.
        prop_assume!(t < 1e150);
        // The tail of t carries the rounding of t times its condition, up to df.
        let allowed = 1e-11 + 4e-16 * df.min(t * t);
        prop_assert!(near(student_t::sf(t, df), p, allowed), "{p:e}, {df}: {t}");
    }

    #[test]
    fn chi_squared_quantiles_invert_in_both_tails(p in small_probability(), df in df()) {
        let x = chi_squared::upper_quantile(Probability::new(p)?, df);
        let allowed = 1e-11 + 4e-16 * x;
        prop_assert!(near(chi_squared::sf(x, df), p, allowed), "{p:e}, {df}: {x}");
        if p < 1e-10 {
            return Ok(());
        }
        // 1 − p is rounded, by up to 1e-16: what comes back is known to 1e-16/p.
        let low = chi_squared::upper_quantile(Probability::new(1.0 - p)?, df);
        let allowed = 1e-11 + 4e-16 * df + 2e-16 / p;
        prop_assert!(near(chi_squared::cdf(low, df), p, allowed), "{p:e}, {df}: {low}");
    }

    #[test]
    fn beta_quantiles_invert_in_both_tails(p in 1e-9..0.5_f64, a in shape(), b in shape()) {
        let low = beta::quantile(Probability::new(p)?, a, b);
        // A small first shape squeezes the quantile below the smallest double.
        if low > 1e-290 && low < 0.9 {
            let allowed = 1e-11 + 1e-15 * (a + b);
            prop_assert!(near(beta::cdf(low, a, b), p, allowed), "{p}, {a}, {b}: {low}");
        }
        prop_assert!((0.0..=1.0).contains(&low));
    }

    #[test]
    fn quantiles_fall_as_the_tail_grows(p in 1e-12..0.4_f64, more in 1e-6..0.5_f64, df in df()) {
        let (low, high) = (Probability::new(p)?, Probability::new(p + more)?);
        prop_assert!(normal::upper_quantile(low) > normal::upper_quantile(high));
        prop_assert!(student_t::upper_quantile(low, df) > student_t::upper_quantile(high, df));
        prop_assert!(chi_squared::upper_quantile(low, df) > chi_squared::upper_quantile(high, df));
    }

    #[test]
    fn one_degree_of_freedom_is_cauchy(t in 1e-3..1e12_f64) {
        prop_assert!(near(student_t::sf(t, 1.0), (1.0 / t).atan() / PI, 1e-13));
    }

    #[test]
    fn the_t_tail_is_never_thinner_than_the_normal(z in 0.0..30.0_f64, df in df()) {
        prop_assert!(student_t::sf(z, df) >= normal::sf(z) * (1.0 - 1e-10));
    }

    #[test]
    fn chi_squared_closed_forms(x in 1e-6..600.0_f64) {
        prop_assert!(near(chi_squared::sf(x, 2.0), (-x / 2.0).exp(), 1e-13));
        prop_assert!(near(chi_squared::sf(x, 1.0), normal::two_sided_p(x.sqrt()), 1e-12));
    }

    #[test]
    fn the_incomplete_beta_mirrors_itself(a in shape(), b in shape(), x in 0.0..=1.0_f64) {
        let there = incomplete::beta(a, b, x, 1.0 - x);
        let back = incomplete::beta(b, a, 1.0 - x, x);
        prop_assert!((there.lower - back.upper).abs() <= 1e-13);
        prop_assert!((there.upper - back.lower).abs() <= 1e-13);
    }

    #[test]
    fn one_shape_of_one_is_a_power(a in shape(), x in 1e-3..0.999_f64) {
        let power = a * x.ln();
        prop_assume!(power > -700.0);
        prop_assert!(near(beta::cdf(x, a, 1.0), power.exp(), 2e-13 + 1e-15 * power.abs()));
        // 1 − x is rounded before the function sees it: an error of 2⁻⁵³ in x, which the power
        // multiplies by a/x.
        let rounding = a * f64::EPSILON / x;
        prop_assert!(near(beta::sf(1.0 - x, 1.0, a), power.exp(), 2e-13 + rounding));
    }

    #[test]
    fn binomial_tails_meet(n in 1..5_000_u64, share in 0.0..1.0_f64, p in 0.0..=1.0_f64) {
        let events = (share * n as f64) as u64;
        let sum = binomial::at_most(events, n, p) + binomial::at_least(events + 1, n, p);
        prop_assert!((sum - 1.0).abs() < 1e-13, "{events}/{n}, {p}: {sum}");
    }

    #[test]
    fn the_half_steps_of_gamma_make_a_whole_step(a in 0.01..1e8_f64) {
        // Γ(a+½)/Γ(a) · Γ(a+1)/Γ(a+½) = a.
        let whole = gamma::ln_gamma_half_step(a) + gamma::ln_gamma_half_step(a + 0.5);
        prop_assert!((whole - a.ln()).abs() < 1e-13, "{a}: {whole}");
    }
}
