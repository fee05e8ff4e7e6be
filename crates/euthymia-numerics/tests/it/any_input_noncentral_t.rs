//! Any double at all: no panic, no long search, and probabilities that are probabilities.

use euthymia_numerics::{Probability, noncentral_t, normal};
use proptest::prelude::*;

/// Every double, and more often those of data.
fn number() -> impl Strategy<Value = f64> {
    prop_oneof![
        any::<f64>(),
        -50.0..50.0_f64,
        prop_oneof![
            Just(0.0),
            Just(f64::NAN),
            Just(f64::INFINITY),
            Just(f64::MAX),
            Just(5e-324),
            Just(1e5),
            Just(-1e9),
        ],
    ]
}

fn df() -> impl Strategy<Value = f64> {
    prop_oneof![number(), 1.0..1e6_f64, Just(1.0)]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn tails_are_probabilities_or_unknown(t in number(), df in df(), ncp in number()) {
        for tail in [noncentral_t::sf(t, df, ncp), noncentral_t::cdf(t, df, ncp)] {
            prop_assert!(tail.is_nan() || (0.0..=1.0).contains(&tail), "{tail}");
        }
        let _ = noncentral_t::ln_density(t, df, ncp);
        let (tail, hazard) = (normal::ln_sf(t), normal::inverse_mills(t));
        prop_assert!(t.is_nan() || tail <= 0.0, "{tail}");
        prop_assert!(t.is_nan() || hazard >= 0.0 || hazard.is_nan() && t.abs() > 1e100, "{hazard}");
    }

    #[test]
    fn data_have_tails_that_sum_to_one(t in -60.0..60.0_f64, df in 1.0..5000.0_f64, ncp in -60.0..60.0_f64) {
        let sum = noncentral_t::sf(t, df, ncp) + noncentral_t::cdf(t, df, ncp);
        prop_assert!((sum - 1.0).abs() < 1e-11, "{sum}");
        prop_assert!(noncentral_t::ln_density(t, df, ncp).is_finite());
    }

    #[test]
    fn the_search_ends(p in 0.0..=1.0_f64, t in number(), df in df()) {
        let ncp = noncentral_t::ncp_with_upper(Probability::new(p).unwrap(), t, df);
        let is_data = t.abs() < 1e3 && (1.0..1e6).contains(&df) && (1e-9..=1.0 - 1e-9).contains(&p);
        prop_assert!(!is_data || ncp.is_finite(), "{ncp}");
    }
}
