//! Nothing panics, and every answer is a number, whatever a network holds.

use crate::network_cases::contrast;
use euthymia_synthesis::bayes::TauPrior;
use euthymia_synthesis::effect::proportion::Count;
use euthymia_synthesis::network::bayes::{
    ArmData, EffectPrior, Options, SampleOptions, integrate, sample,
};
use euthymia_synthesis::network::{ADDS_UP_WITHIN, Arm, Better, Network};
use proptest::prelude::*;

fn prior() -> impl Strategy<Value = TauPrior> {
    let scale = (-8.0..8.0_f64).prop_map(f64::exp);
    prop_oneof![
        scale
            .clone()
            .prop_map(|scale| TauPrior::HalfNormal { scale }),
        scale
            .clone()
            .prop_map(|scale| TauPrior::HalfCauchy { scale }),
        scale.clone().prop_map(|upper| TauPrior::Uniform { upper }),
        scale
            .clone()
            .prop_map(|upper| TauPrior::UniformVariance { upper }),
        (-8.0..4.0, 0.2..3.0_f64).prop_map(|(mean, sd)| TauPrior::LogNormalVariance { mean, sd }),
        Just(TauPrior::UniformImproper),
        Just(TauPrior::HalfNormal { scale: f64::NAN }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_contrasts(
        rows in prop::collection::vec((0..4_usize, 0..4_usize, -1e3..1e3, 1e-3..1e3_f64), 1..7),
        tau_prior in prior(),
        sd in prop_oneof![Just(None), (1e-3..1e3_f64).prop_map(Some)],
        reference in 0..5_usize,
    ) {
        let labels = ["A", "B", "C", "D"];
        let contrasts: Vec<_> = rows.iter().enumerate()
            .map(|(i, (a, b, y, se))| contrast(&i.to_string(), labels[*a], labels[*b], *y, *se))
            .collect();
        let effect_prior = sd.map_or(EffectPrior::Flat, |sd| EffectPrior::Normal { sd, reference });
        let options = Options { effect_prior, ..Options::new(tau_prior) };
        let Ok(network) = Network::from_contrasts(&contrasts, ADDS_UP_WITHIN) else { return Ok(()); };
        if let Ok(found) = integrate(&network, &options) {
            for (_, compared) in found.league() {
                prop_assert!(compared.effect.median.is_finite());
                prop_assert!(compared.effect.interval.lower <= compared.effect.interval.upper);
            }
            let ranking = found.rank(Better::Smaller, 50, 1);
            prop_assert!(ranking.is_err() || ranking.is_ok_and(|r| r.draws == 50));
            let _ = found.as_if_normal();
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn any_counts(
        rows in prop::collection::vec((0..3_usize, 0..3_usize, 0..30_u64, 0..30_u64), 2..7),
        tau_prior in prop_oneof![Just(None), prior().prop_map(Some)],
        sd in prop_oneof![Just(0.0), 0.1..100.0_f64],
    ) {
        let arms: Vec<Arm<Count>> = rows.iter().filter_map(|(study, treatment, events, others)| Some(Arm {
            study: study.to_string(), treatment: treatment.to_string(),
            result: Count::new(*events, events + others).ok()?,
        })).collect();
        let Ok(data) = ArmData::of_counts(&arms) else { return Ok(()); };
        let options = SampleOptions { chains: 2, warm_up: 100, kept: 100, effect_sd: sd,
            baseline_sd: 10.0, ..SampleOptions::new(tau_prior, 1) };
        if let Ok(found) = sample(&data, &options) {
            for (_, drawn) in found.league() {
                prop_assert!(drawn.mean.is_finite() && drawn.sd.is_finite());
            }
            prop_assert!(found.deviance.residual.is_finite());
            for reason in &found.quality.reasons {
                prop_assert!(!reason.to_string().is_empty());
            }
        }
    }
}
