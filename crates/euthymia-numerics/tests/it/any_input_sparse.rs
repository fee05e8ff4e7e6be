//! Any entries make a factor that solves, or none.

use euthymia_numerics::gauss_legendre::unit_interval;
use euthymia_numerics::sparse::Pattern;
use proptest::prelude::*;

proptest! {
    #[test]
    fn a_diagonally_heavy_matrix_is_solved(
        n in 0..12_usize,
        entries in proptest::collection::vec((0..14_usize, 0..14_usize, -1.0..1.0_f64), 0..40),
        right in proptest::collection::vec(-5.0..5.0_f64, 12),
    ) {
        let pattern = Pattern::new(n, entries.iter().map(|(i, j, _)| (*i, *j)));
        let mut matrix = pattern.zeros();
        for i in 0..n {
            matrix.add(i, i, 50.0);
        }
        for (i, j, value) in &entries {
            matrix.add(*i, *j, *value);
        }
        let factor = matrix.clone().cholesky().unwrap();
        let mut x = right[..n].to_vec();
        factor.solve(&mut x);
        for (i, wanted) in right[..n].iter().enumerate() {
            let found: f64 = (0..n).map(|j| matrix.get(i, j) * x[j]).sum();
            prop_assert!((found - wanted).abs() < 1e-12);
        }
        let selected = factor.inverse_on_pattern();
        let inverse = factor.inverse();
        for (i, j, _) in entries.iter().filter(|(i, j, _)| *i < n && *j < n) {
            prop_assert!((selected.get(*i, *j) - inverse[(*i, *j)]).abs() < 1e-15);
        }
    }

    #[test]
    fn any_entries_do_no_harm(
        n in 0..6_usize,
        entries in proptest::collection::vec((0..8_usize, 0..8_usize, proptest::num::f64::ANY), 0..20),
        width in 0..4_usize,
    ) {
        let pattern = Pattern::new(n, entries.iter().map(|(i, j, _)| (*i, *j)));
        let mut matrix = pattern.zeros();
        for (i, j, value) in &entries {
            matrix.add(*i, *j, *value);
        }
        if let Ok(factor) = matrix.cholesky() {
            factor.solve(&mut vec![1.0; width]);
            let _ = (factor.correlate(vec![1.0; 6], width), factor.ln_determinant());
            let _ = (factor.inverse(), factor.inverse_on_pattern());
        }
        prop_assert_eq!(unit_interval(n).len(), n);
    }
}
