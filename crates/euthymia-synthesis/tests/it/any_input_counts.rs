//! Models of the counts of a network on any input: an answer or a typed error.

use crate::count_cases::{any_arms, arm, counts};
use euthymia_numerics::Probability;
use euthymia_synthesis::effect::proportion::Count;
use euthymia_synthesis::network::counts::{
    CountError, Counts, Likelihood, RandomOptions, SaysNothing, fit, fit_penalised, fit_random,
    log_likelihood, mantel_haenszel,
};
use euthymia_synthesis::network::{Arm, NetworkError};
use proptest::prelude::*;

const LEVEL: Probability = Probability::NINETY_FIVE;

fn everything(counts: &Counts, values: &[f64]) {
    for likelihood in [
        Likelihood::Binomial,
        Likelihood::Conditional,
        Likelihood::ConditionalApproximate,
    ] {
        if let Ok(found) = log_likelihood(counts, likelihood, values) {
            assert!(found <= 1e-9, "{likelihood} {found}");
        }
        if let Ok(found) = fit(counts, likelihood, LEVEL) {
            // What passed the check for separation has a maximum.
            assert!(found.converged(), "{likelihood} {counts:?}");
            assert!(found.log_likelihood <= 1e-9);
        }
    }
    for rule in [SaysNothing::Kept, SaysNothing::LeftOut] {
        if let Ok(found) = fit_penalised(counts, rule, LEVEL) {
            assert!(found.log_likelihood.is_finite());
        }
    }
    if let Ok(found) = mantel_haenszel(counts, LEVEL) {
        assert_eq!(found.trials.len(), found.fit.network.trials().len());
    }
}

/// Found by chance: the value of the likelihood is rounded more coarsely than the last steps rise.
#[test]
fn counts_of_millions_settle() {
    let arms = [("A", 5, 3_751_119), ("B", 329_539, 5_251_553)].map(|(treatment, events, n)| Arm {
        study: "1".into(),
        treatment: treatment.into(),
        result: Count::new(events, n).unwrap(),
    });
    everything(&Counts::new(&arms).unwrap(), &[0.0, 1.0]);
}

fn any_number() -> impl Strategy<Value = u64> {
    prop_oneof![any::<u64>(), 0..9_u64, 0..20_000_000_u64]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn sparse_counts(arms in any_arms(3, 0), values in proptest::collection::vec(-800.0..800.0_f64, 0..6)) {
        everything(&Counts::new(&arms).unwrap(), &values);
    }

    #[test]
    fn large_counts(arms in any_arms(3000, 0)) {
        let counts = Counts::new(&arms).unwrap();
        let values = vec![0.3; counts.treatments().len()];
        for likelihood in [Likelihood::Binomial, Likelihood::ConditionalApproximate] {
            prop_assert!(log_likelihood(&counts, likelihood, &values).is_ok());
        }
    }

    #[test]
    fn any_count(x in any_number(), n in any_number(), y in any_number(), m in any_number()) {
        let made = (Count::new(x, n), Count::new(y, m));
        if let (Ok(first), Ok(second)) = made {
            let arms = [("A", first), ("B", second)].map(|(treatment, result)| Arm {
                study: "1".into(), treatment: treatment.into(), result });
            everything(&Counts::new(&arms).unwrap(), &[0.0, 1.0]);
        }
    }

    #[test]
    fn any_labels(rows in proptest::collection::vec((0..3_u8, 0..3_u8), 0..6)) {
        let arms: Vec<_> = rows.iter().map(|(study, treatment)| {
            let name = |at: &u8| if *at == 0 { String::new() } else { at.to_string() };
            arm(&name(study), &name(treatment), 1, 3)
        }).collect();
        if let Ok(counts) = Counts::new(&arms) {
            everything(&counts, &[0.0, 1.0]);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn sparse_counts_with_random_effects(arms in any_arms(3, 0)) {
        let options = RandomOptions { points: 3, ..RandomOptions::default() };
        if let Ok(found) = fit_random(&Counts::new(&arms).unwrap(), &options) {
            prop_assert!(found.log_likelihood >= found.log_likelihood_common && found.tau >= 0.0);
        }
    }
}

#[test]
fn bad_input_is_named() {
    assert_eq!(Counts::new(&[]).unwrap_err(), NetworkError::Empty);
    let one = Counts::new(&[arm("1", "A", 1, 2)]).unwrap_err();
    assert!(matches!(one, NetworkError::OneArm { .. }));
    let twice = Counts::new(&[arm("1", "A", 1, 2), arm("1", "A", 1, 2)]).unwrap_err();
    assert!(matches!(twice, NetworkError::DuplicateArm { .. }));
    let two = counts(&[("1", "A", 1, 9), ("1", "B", 2, 9)]);
    let short = log_likelihood(&two, Likelihood::Binomial, &[0.0]).unwrap_err();
    assert_eq!(
        short,
        CountError::Values {
            found: 1,
            needed: 2
        }
    );
    let none = Probability::new(0.0).unwrap();
    assert_eq!(
        fit(&two, Likelihood::Binomial, none).unwrap_err(),
        CountError::Level(0.0)
    );
    let large = counts(&[("big", "A", 1, 900_000), ("big", "B", 2, 900_000)]);
    let found = fit(&large, Likelihood::Conditional, LEVEL).unwrap_err();
    assert!(
        found
            .to_string()
            .contains("trial \"big\" has 1800000 patients"),
        "{found}"
    );
}
