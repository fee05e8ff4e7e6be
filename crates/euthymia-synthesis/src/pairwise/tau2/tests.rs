//! By hand, and where the numbers are far apart.

use super::*;
use crate::effect::Effect;
use crate::studies::Study;

fn set(pairs: &[(f64, f64)]) -> StudySet {
    let studies = pairs
        .iter()
        .enumerate()
        .map(|(i, (y, v))| Study::new(format!("study {i}"), Effect::new(*y, *v).unwrap()));
    StudySet::new(studies.collect()).unwrap()
}

const ALL: [Tau2Method; 3] = [
    Tau2Method::Reml,
    Tau2Method::DerSimonianLaird,
    Tau2Method::PauleMandel,
];

/// `reference/byhand/two_study_tau2.md`: ((2)² − 0.3 − 0.9)/2 = 1.4.
#[test]
fn two_studies_leave_one_contrast() {
    for method in ALL {
        let found = tau2(&set(&[(0.0, 0.3), (2.0, 0.9)]), method).unwrap();
        assert!((found.value - 1.4).abs() < 1e-12, "{found:?}");
    }
}

/// `reference/byhand/equal_variance_tau2.md`: s² of 0, 1, 4, 2.5 is 3.0625; less 0.5.
#[test]
fn equal_variances_leave_the_sample_variance() {
    let studies = set(&[(0.0, 0.5), (1.0, 0.5), (4.0, 0.5), (2.5, 0.5)]);
    for method in ALL {
        let found = tau2(&studies, method).unwrap();
        assert!((found.value - 2.5625).abs() < 1e-12, "{found:?}");
    }
}

#[test]
fn equal_estimates_give_zero_and_say_what_was_cut() {
    let studies = set(&[(1.0, 0.5), (1.0, 0.25), (1.0, 1.0)]);
    for method in ALL {
        assert_eq!(tau2(&studies, method).unwrap().value, 0.0);
    }
    assert!(dersimonian_laird(&studies).raw.unwrap() < 0.0);
    assert_eq!(reml(&studies).search, Search::AtZero);
}

#[test]
fn one_study_has_no_between_study_variance() {
    assert_eq!(tau2(&set(&[(1.0, 1.0)]), Tau2Method::Reml), None);
}

#[test]
fn the_score_is_the_slope_of_the_likelihood() {
    let studies = set(&[(0.1, 0.2), (1.5, 0.4), (-0.7, 0.1), (0.9, 1.2)]);
    for at in [0.05, 0.4, 2.0] {
        let h = 1e-5;
        let slope = (restricted_log_likelihood(&studies, at + h)
            - restricted_log_likelihood(&studies, at - h))
            / (2.0 * h);
        let score = reml_score(&studies, at).0;
        assert!(
            (score - slope).abs() < 1e-6 * score.abs().max(1.0),
            "{score} {slope}"
        );
    }
}

#[test]
fn variances_over_ten_orders_of_magnitude_converge() {
    let studies = set(&[
        (0.0, 1e-6),
        (1.0, 1e4),
        (0.5, 1.0),
        (-2.0, 1e-2),
        (3.0, 1e-5),
    ]);
    for method in ALL {
        let found = tau2(&studies, method).unwrap();
        assert!(
            !matches!(found.search, Search::NotConverged { .. }),
            "{found:?}"
        );
    }
    let best = reml(&studies).value;
    assert!(reml_score(&studies, best).0.abs() < 1e-9);
}
