//! What must hold for every cluster-robust variance.

use crate::strategies::{near, pairs, set, wild_pairs};
use euthymia_numerics::Probability;
use euthymia_numerics::linear::{Matrix, Vector};
use euthymia_synthesis::robust::{
    Cluster, Degrees, Kind, RobustError, RobustVariance, Working, of_pairwise, variance,
};
use proptest::prelude::*;

/// Rows of a cluster: covariate, residual, variance.
type Rows = Vec<(f64, f64, f64)>;

/// Between four and eight clusters of one to four rows.
fn clusters() -> impl Strategy<Value = Vec<Rows>> {
    let row = (-3.0..3.0_f64, -2.0..2.0_f64, 0.05..5.0_f64);
    prop::collection::vec(prop::collection::vec(row, 1..5), 4..9)
}

fn kinds() -> impl Strategy<Value = Kind> {
    prop::sample::select(Kind::ALL.to_vec())
}

/// A factor on the residuals and one on the covariances.
#[derive(Clone, Copy)]
struct Scale {
    residual: f64,
    covariance: f64,
}

const PLAIN: Scale = Scale {
    residual: 1.0,
    covariance: 1.0,
};

/// An intercept and a covariate; rows of a cluster correlate by `rho`.
fn made(clusters: &[Rows], rho: f64, scale: Scale) -> Vec<Cluster> {
    let each = clusters.iter().map(|rows| {
        let n = rows.len();
        let design = Matrix::from_fn(n, 2, |i, j| if j == 0 { 1.0 } else { rows[i].0 });
        let residuals = Vector::from_fn(n, |i, _| rows[i].1 * scale.residual);
        let covariance = Matrix::from_fn(n, n, |i, j| {
            let product = (rows[i].2 * rows[j].2).sqrt() * scale.covariance;
            product * if i == j { 1.0 } else { rho }
        });
        Cluster::new(design, residuals, Working::Dense(covariance)).unwrap()
    });
    each.collect()
}

fn diagonal(clusters: &[Rows]) -> Vec<Cluster> {
    let each = clusters.iter().map(|rows| {
        let design = Matrix::from_fn(rows.len(), 2, |i, j| if j == 0 { 1.0 } else { rows[i].0 });
        let residuals = Vector::from_fn(rows.len(), |i, _| rows[i].1);
        let variances = rows.iter().map(|row| row.2).collect();
        Cluster::new(design, residuals, Working::Diagonal(variances)).unwrap()
    });
    each.collect()
}

/// The same variance, up to a factor, and the same degrees of freedom.
fn same(a: &RobustVariance, b: &RobustVariance, factor: f64) -> bool {
    let size = a.covariance.amax() * factor;
    let matrices = a.covariance.iter().zip(b.covariance.iter());
    let degrees = a.degrees.iter().zip(&b.degrees);
    matrices
        .into_iter()
        .all(|(x, y)| near(x * factor, *y, 1e-8, size))
        && degrees.into_iter().all(|(x, y)| match (x, y) {
            (Some(x), Some(y)) => near(*x, *y, 1e-8, 1.0),
            (None, None) => true,
            _ => false,
        })
}

/// Columns that nearly depend make every law a question of rounding.
fn well_posed(clusters: &[Rows]) -> bool {
    let spread = clusters.iter().filter(|rows| rows[0].0.abs() > 0.3).count();
    let at = |sign: f64| {
        clusters
            .iter()
            .any(|rows| rows.iter().all(|row| row.0 * sign > 0.3))
    };
    spread >= 3 && at(1.0) && at(-1.0)
}

proptest! {
    #[test]
    fn units_go_through(data in clusters(), kind in kinds()) {
        prop_assume!(well_posed(&data));
        let plain = variance(&made(&data, 0.4, PLAIN), kind).unwrap();
        let residual = variance(&made(&data, 0.4, Scale { residual: 1e3, ..PLAIN }), kind).unwrap();
        prop_assert!(same(&plain, &residual, 1e6));
        let covariance = variance(&made(&data, 0.4, Scale { covariance: 1e-5, ..PLAIN }), kind).unwrap();
        prop_assert!(same(&plain, &covariance, 1.0));
    }

    #[test]
    fn a_dense_diagonal_is_a_diagonal(data in clusters(), kind in kinds()) {
        prop_assume!(well_posed(&data));
        let dense = variance(&made(&data, 0.0, PLAIN), kind).unwrap();
        let short = variance(&diagonal(&data), kind).unwrap();
        prop_assert!(same(&dense, &short, 1.0));
    }

    #[test]
    fn inverse_weights_said_or_unsaid_are_the_same(data in clusters(), kind in kinds()) {
        prop_assume!(well_posed(&data));
        let silent = diagonal(&data);
        let weighted = silent.iter().cloned().zip(&data).map(|(cluster, rows)| {
            let weights = rows.iter().map(|row| 1.0 / row.2).collect();
            cluster.with_weights(Working::Diagonal(weights)).unwrap()
        });
        let said = variance(&weighted.collect::<Vec<_>>(), kind).unwrap();
        prop_assert!(same(&variance(&silent, kind).unwrap(), &said, 1.0));
    }

    #[test]
    fn the_order_of_clusters_does_not_matter(data in clusters(), kind in kinds()) {
        prop_assume!(well_posed(&data));
        let forwards = made(&data, 0.4, PLAIN);
        let backwards: Vec<Cluster> = forwards.iter().rev().cloned().collect();
        let found = (variance(&forwards, kind).unwrap(), variance(&backwards, kind).unwrap());
        prop_assert!(same(&found.0, &found.1, 1.0));
    }

    #[test]
    fn degrees_of_freedom_are_no_more_than_clusters_less_one(data in clusters(), kind in kinds()) {
        prop_assume!(well_posed(&data));
        let found = variance(&made(&data, 0.4, PLAIN), kind).unwrap();
        for df in found.degrees.iter().flatten() {
            prop_assert!(*df > 0.0 && *df <= data.len() as f64 - 1.0 + 1e-6, "{df}");
        }
        for test in found.tests(&[0.3, -0.2], Degrees::Satterthwaite, Probability::NINETY_FIVE).unwrap().into_iter().flatten() {
            prop_assert!(test.bounds.lower <= test.estimate && test.estimate <= test.bounds.upper);
            prop_assert!((0.0..=1.0).contains(&test.p_value));
        }
    }

    #[test]
    fn the_test_of_one_coefficient_is_its_t_test(data in clusters()) {
        prop_assume!(well_posed(&data));
        let found = variance(&made(&data, 0.4, PLAIN), Kind::Cr2).unwrap();
        let estimates = [0.3, -0.2];
        let tests = found.tests(&estimates, Degrees::Satterthwaite, Probability::NINETY_FIVE).unwrap();
        let slope = Matrix::from_row_slice(1, 2, &[0.0, 1.0]);
        if let (Some(t), Ok(f)) = (tests[1], found.wald(&estimates, &slope, Degrees::Satterthwaite)) {
            prop_assert!(near(f.statistic, t.statistic * t.statistic, 1e-10, 1e-12));
            prop_assert!(near(f.df_denominator, t.df, 1e-10, 1.0));
            prop_assert!(near(f.p_value.unwrap(), t.p_value, 1e-9, 1e-12));
        }
    }

    #[test]
    fn studies_in_clusters_of_one_with_equal_variances_are_a_sample(y in prop::collection::vec(-5.0..5.0_f64, 3..12)) {
        let rows: Vec<(f64, f64)> = y.iter().map(|y| (*y, 0.3)).collect();
        let labels: Vec<usize> = (0..y.len()).collect();
        let found = of_pairwise(&set(&rows), 0.1, &labels, Kind::Cr2).unwrap();
        let n = y.len() as f64;
        let mean = y.iter().sum::<f64>() / n;
        let s2 = y.iter().map(|y| (y - mean).powi(2)).sum::<f64>() / (n - 1.0);
        prop_assert!(near(found.estimates[0], mean, 1e-12, 1.0));
        prop_assert!(near(found.variance.covariance[(0, 0)], s2 / n, 1e-10, 1e-12));
        prop_assert!(near(found.variance.degrees[0].unwrap(), n - 1.0, 1e-9, 1.0));
    }

    #[test]
    fn any_studies_and_labels(rows in wild_pairs(), labels in prop::collection::vec(0..4_u8, 2..12), tau2 in any::<f64>(), kind in kinds()) {
        match of_pairwise(&set(&rows), tau2, &labels, kind) {
            Ok(found) => {
                prop_assert!(found.estimates.iter().all(|b| b.is_finite()));
                prop_assert!(found.variance.covariance.iter().all(|v| v.is_finite()));
                prop_assert!(found.variance.degrees.iter().flatten().all(|df| *df > 0.0));
            }
            Err(error) => prop_assert!(!error.to_string().is_empty()),
        }
    }

    #[test]
    fn any_numbers_in_clusters(
        entries in prop::collection::vec(any::<[f64; 4]>(), 3..9),
        correlation in any::<f64>(),
        kind in kinds(),
        own in any::<bool>(),
    ) {
        let cluster = |e: &[f64; 4]| {
            let covariance = Working::Dense(Matrix::from_row_slice(2, 2, &[e[2], 0.0, correlation, e[3]]));
            let made = Cluster::new(Matrix::repeat(2, 1, e[0]), Vector::repeat(2, e[1]), covariance)?;
            if own { made.with_weights(Working::Diagonal(vec![e[3], e[2]])) } else { Ok(made) }
        };
        let made: Result<Vec<Cluster>, RobustError> = entries.iter().map(cluster).collect();
        if let Ok(found) = made.and_then(|made| variance(&made, kind)) {
            prop_assert!(found.covariance.iter().all(|v| v.is_finite()));
            let _ = found.tests(&[entries[0][0]], Degrees::Satterthwaite, Probability::NINETY_FIVE);
            let _ = found.wald(&[entries[0][0]], &Matrix::repeat(1, 1, entries[1][0]), Degrees::Satterthwaite);
        }
    }

    #[test]
    fn the_mean_of_many_rows_is_the_weighted_one(rows in pairs(4..10)) {
        let labels: Vec<usize> = (0..rows.len()).map(|i| i / 2).collect();
        if let Ok(found) = of_pairwise(&set(&rows), 0.2, &labels, Kind::Cr1) {
            let weight = |v: f64| 1.0 / (v + 0.2);
            let total: f64 = rows.iter().map(|(_, v)| weight(*v)).sum();
            let mean = rows.iter().map(|(y, v)| y * weight(*v)).sum::<f64>() / total;
            prop_assert!(near(found.estimates[0], mean, 1e-11, 1.0));
        }
    }
}

#[test]
fn what_cannot_be_answered_is_said() {
    let one = |n| Matrix::repeat(n, 1, 1.0);
    let zero = Vector::zeros;
    let unit = |n| Working::Diagonal(vec![1.0; n]);
    let new = |x, e, v| Cluster::new(x, e, v).unwrap_err();
    let empty = new(one(0), zero(0), unit(0));
    assert!(matches!(empty, RobustError::Empty { .. }));
    assert!(matches!(
        new(one(2), zero(1), unit(2)),
        RobustError::Shape { found: 1, .. }
    ));
    let oblong = Working::Dense(Matrix::zeros(3, 2));
    assert!(matches!(
        new(one(3), zero(3), oblong),
        RobustError::Shape { found: 2, .. }
    ));
    let negative = Working::Diagonal(vec![1.0, -1.0]);
    assert_eq!(
        new(one(2), zero(2), negative),
        RobustError::NotPositiveDefinite
    );
    let cluster =
        |columns| Cluster::new(Matrix::repeat(1, columns, 1.0), zero(1), unit(1)).unwrap();
    let few = variance(&[cluster(1)], Kind::Cr2).unwrap_err();
    assert_eq!(
        few,
        RobustError::TooFewClusters {
            clusters: 1,
            coefficients: 1
        }
    );
    assert!(variance(&[], Kind::Cr2).is_err());
    let twice = vec![cluster(2), cluster(2), cluster(2)];
    assert_eq!(
        variance(&twice, Kind::Cr2).unwrap_err(),
        RobustError::Dependent
    );
    let mixed = variance(&[cluster(1), cluster(2)], Kind::Cr2).unwrap_err();
    assert_eq!(
        mixed,
        RobustError::Columns {
            cluster: 2,
            found: 2,
            columns: 1
        }
    );
    let found = variance(&[cluster(1), cluster(1)], Kind::Cr2).unwrap();
    let level = Probability::NINETY_FIVE;
    let tests = found.tests(&[f64::NAN], Degrees::Satterthwaite, level);
    assert_eq!(tests, Err(RobustError::NotFinite { what: "estimates" }));
    let labels = of_pairwise(&set(&[(0.0, 1.0), (1.0, 1.0)]), 0.0, &["a"], Kind::Cr2).unwrap_err();
    assert!(matches!(
        labels,
        RobustError::PerStudy {
            found: 1,
            studies: 2,
            ..
        }
    ));
}
