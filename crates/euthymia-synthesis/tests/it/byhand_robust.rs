//! `reference/byhand/robust_balanced.md`: balanced clusters have closed forms.

use euthymia_numerics::Probability;
use euthymia_numerics::linear::{Matrix, Vector};
use euthymia_synthesis::robust::{Caution, Cluster, Degrees, Kind, Working, variance};
use euthymia_testkit::assert_close;

/// Uncorrelated, and equally correlated.
fn workings(n: usize) -> [Working; 3] {
    let correlated = Matrix::from_fn(n, n, |i, j| if i == j { 0.7 } else { 0.3 });
    let uncorrelated = Matrix::identity(n, n) * 0.7;
    [
        Working::Diagonal(vec![0.7; n]),
        Working::Dense(correlated),
        Working::Dense(uncorrelated),
    ]
}

/// Three estimates around a cluster mean that lies `deviation` from the fitted one.
fn triple(design: &[f64], deviation: f64, working: Working) -> Cluster {
    let rows = Matrix::from_fn(3, design.len(), |_, j| design[j]);
    let spread = [-0.4, 0.1, 0.3].map(|step| deviation + step);
    Cluster::new(rows, Vector::from_column_slice(&spread), working).unwrap()
}

#[test]
fn the_variance_of_four_cluster_means() {
    for working in workings(3) {
        let clusters: Vec<Cluster> = [-2.0, -1.0, 0.0, 3.0]
            .map(|d| triple(&[1.0], d, working.clone()))
            .to_vec();
        for (kind, expected) in [
            (Kind::Cr0, 7.0 / 8.0),
            (Kind::Cr1, 7.0 / 6.0),
            (Kind::Cr1p, 7.0 / 6.0),
            (Kind::Cr1S, 7.0 / 6.0),
            (Kind::Cr2, 7.0 / 6.0),
            (Kind::Cr3, 14.0 / 9.0),
        ] {
            let found = variance(&clusters, kind).unwrap();
            assert_close!(found.covariance[(0, 0)], expected, "algebra", "{kind:?}");
            assert_close!(found.degrees[0].unwrap(), 3.0, "algebra", "{kind:?}");
            assert_eq!((found.clusters, found.rows), (4, 12));
        }
    }
}

#[test]
fn two_groups_have_welchs_degrees_of_freedom() {
    for working in workings(3) {
        let (a, b) = ([1.0, 0.0], [0.0, 1.0]);
        let clusters: Vec<Cluster> = [(a, -1.0), (a, 1.0), (b, -3.0), (b, 0.0), (b, 3.0)]
            .map(|(design, d)| triple(&design, d, working.clone()))
            .to_vec();
        let found = variance(&clusters, Kind::Cr2).unwrap();
        let v = &found.covariance;
        assert_close!(v[(0, 0)], 1.0, "algebra", "group a");
        assert_close!(v[(1, 1)], 3.0, "algebra", "group b");
        assert_close!(v[(0, 1)], 0.0, "zero_residue", "no shared data");
        assert_close!(found.degrees[0].unwrap(), 1.0, "algebra", "group a");
        assert_close!(found.degrees[1].unwrap(), 2.0, "algebra", "group b");
        assert_eq!(found.cautions().len(), 2);

        let difference = Matrix::from_row_slice(1, 2, &[-1.0, 1.0]);
        let test = found
            .wald(&[2.0, 3.0], &difference, Degrees::Satterthwaite)
            .unwrap();
        assert_close!(test.statistic, 0.25, "algebra", "t² of the difference");
        assert_close!(test.df_denominator, 25.0 / 11.0, "algebra", "Welch");
    }
}

/// The same as two columns: an intercept and the difference.
#[test]
fn coding_does_not_change_the_difference() {
    let (a, b) = ([1.0, 0.0], [1.0, 1.0]);
    let working = Working::Diagonal(vec![0.7; 3]);
    let clusters: Vec<Cluster> = [(a, -1.0), (a, 1.0), (b, -3.0), (b, 0.0), (b, 3.0)]
        .map(|(design, d)| triple(&design, d, working.clone()))
        .to_vec();
    let found = variance(&clusters, Kind::Cr2).unwrap();
    let tests = found
        .tests(
            &[2.0, 1.0],
            Degrees::Satterthwaite,
            Probability::NINETY_FIVE,
        )
        .unwrap();
    let slope = tests[1].unwrap();
    assert_close!(slope.standard_error, 2.0, "algebra", "√4");
    assert_close!(slope.statistic, 0.5, "algebra", "1/2");
    assert_close!(slope.df, 25.0 / 11.0, "algebra", "Welch");
}

/// One cluster alone carries the second coefficient: its residuals sum to zero, and nothing is known
/// of how it would vary.
#[test]
fn a_coefficient_of_one_cluster_has_no_variance() {
    let working = Working::Diagonal(vec![0.7; 3]);
    let clusters: Vec<Cluster> = [
        ([1.0, 0.0], -1.0),
        ([1.0, 0.0], 0.0),
        ([1.0, 0.0], 1.0),
        ([0.0, 1.0], 0.0),
    ]
    .map(|(design, d)| triple(&design, d, working.clone()))
    .to_vec();
    for kind in [Kind::Cr2, Kind::Cr3] {
        let found = variance(&clusters, kind).unwrap();
        assert_close!(found.covariance[(1, 1)], 0.0, "zero_residue", "{kind:?}");
        let caution = Caution::NoVariance { coefficient: 1 };
        assert!(found.cautions().contains(&caution), "{found:?}");
        let level = Probability::NINETY_FIVE;
        let tests = found
            .tests(&[1.0, 1.0], Degrees::Satterthwaite, level)
            .unwrap();
        assert!(tests[0].is_some() && tests[1].is_none());
    }
}
