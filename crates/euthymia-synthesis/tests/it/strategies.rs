//! Random study sets, tables and groups for the laws.

use euthymia_synthesis::effect::Effect;
use euthymia_synthesis::effect::means::Group;
use euthymia_synthesis::effect::two_by_two::TwoByTwo;
use euthymia_synthesis::pairwise::Tau2Method;
use euthymia_synthesis::studies::{Study, StudySet};
use proptest::prelude::*;

pub(crate) const METHODS: [Tau2Method; 3] = [
    Tau2Method::DerSimonianLaird,
    Tau2Method::PauleMandel,
    Tau2Method::Reml,
];

/// Makes a set of numbered studies.
pub(crate) fn set(pairs: &[(f64, f64)]) -> StudySet {
    let studies = pairs.iter().enumerate().map(|(i, (y, v))| {
        let effect = Effect::new(*y, *v).unwrap();
        Study::new(format!("study {i}"), effect)
    });
    StudySet::new(studies.collect()).unwrap()
}

/// Estimates within ±5 and variances from 1e-3 to 10, as in practice, of `k` studies.
pub(crate) fn pairs(
    k: impl Into<proptest::collection::SizeRange>,
) -> impl Strategy<Value = Vec<(f64, f64)>> {
    let variance = (-3.0..1.0_f64).prop_map(|exponent| 10.0_f64.powf(exponent));
    prop::collection::vec((-5.0..5.0_f64, variance), k)
}

/// Estimates and variances over many orders of magnitude, with outliers.
pub(crate) fn wild_pairs() -> impl Strategy<Value = Vec<(f64, f64)>> {
    let variance = (-8.0..8.0_f64).prop_map(|exponent| 10.0_f64.powf(exponent));
    let estimate = (-1e3..1e3_f64, -4.0..0.0_f64).prop_map(|(y, e)| y * 10.0_f64.powf(e));
    prop::collection::vec((estimate, variance), 2..12)
}

/// A table without an empty cell.
pub(crate) fn full_table() -> impl Strategy<Value = [u64; 4]> {
    [1..500_u64, 1..500_u64, 1..500_u64, 1..500_u64]
}

/// A table from its cells a, b, c, d.
pub(crate) fn table([a, b, c, d]: [u64; 4]) -> TwoByTwo {
    TwoByTwo::new(a, a + b, c, c + d).unwrap()
}

pub(crate) fn group() -> impl Strategy<Value = Group> {
    (-50.0..50.0_f64, 0.1..20.0_f64, 2..500_u64)
        .prop_map(|(mean, sd, n)| Group::new(mean, sd, n).unwrap())
}

/// |a − b| within `part` of the larger of them and of `size`.
pub(crate) fn near(a: f64, b: f64, part: f64, size: f64) -> bool {
    (a - b).abs() <= part * a.abs().max(b.abs()).max(size)
}
