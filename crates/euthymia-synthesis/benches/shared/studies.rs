use super::sequence::sequence;
use euthymia_synthesis::effect::{Effect, EffectError};
use euthymia_synthesis::studies::{Study, StudySet};

/// Estimates that differ by more than chance, with variances over two orders of magnitude.
pub(crate) fn studies(k: usize) -> StudySet {
    let numbers: Vec<f64> = sequence().take(4 * k).collect();
    let study = |i: usize| {
        let [a, b, c, d] = [0, 1, 2, 3].map(|j| numbers[4 * i + j]);
        let variance = 0.01 * 100.0_f64.powf(d);
        // Three uniform numbers make a roughly normal one of variance 1/4.
        let normal = (a + b + c - 1.5) * 2.0;
        let effect = Effect::new(0.3 + normal * (0.2 + variance).sqrt(), variance);
        effect.map(|effect| Study::new(format!("study {i}"), effect))
    };
    let studies: Result<Vec<Study>, EffectError> = (0..k).map(study).collect();
    match studies.map(StudySet::new) {
        Ok(Ok(set)) => set,
        other => unreachable!("the sequence makes studies: {other:?}"),
    }
}
