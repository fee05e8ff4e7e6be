//! How long does each effect size and each part of a fit take, and does it grow with the number of
//! studies and no faster?
//!
//! `cargo bench -p euthymia-synthesis`. Read the medians of one row against another: ten times the
//! studies should take ten times as long.

#[path = "shared/sequence.rs"]
mod sequence;
#[path = "shared/studies.rs"]
mod studies;

use euthymia_numerics::Probability;
use euthymia_synthesis::effect::means::{Group, hedges_g, mean_difference};
use euthymia_synthesis::effect::proportion::{self, Count, double_arcsine, logit, raw};
use euthymia_synthesis::effect::two_by_two::{
    self, Cells, Comparison, TwoByTwo, log_odds_ratio, log_risk_ratio, risk_difference,
};
use euthymia_synthesis::effect::zero_cells::ZeroCells;
use euthymia_synthesis::effect::{Effect, EffectError};
use euthymia_synthesis::pairwise::heterogeneity::heterogeneity;
use euthymia_synthesis::pairwise::tau2_interval::{Tau2IntervalMethod, tau2_interval};
use euthymia_synthesis::pairwise::{
    self, Fit, FitError, Interval, Model, Options, QWeights, Tau2, Tau2Method, mean, tau2,
};
use sequence::sequence;
use studies::studies;

const SIZES: [usize; 5] = [10, 100, 1_000, 10_000, 100_000];

fn main() {
    divan::main();
}

#[divan::bench(args = SIZES)]
fn common_effect_mean(bencher: divan::Bencher, k: usize) {
    let set = studies(k);
    bencher.bench_local(|| mean::weighted(&set, 0.0));
}

fn estimate(bencher: divan::Bencher, k: usize, method: Tau2Method) {
    let set = studies(k);
    bencher.bench_local(|| -> Option<Tau2> { tau2::tau2(&set, method) });
}

#[divan::bench(args = SIZES)]
fn dersimonian_laird(bencher: divan::Bencher, k: usize) {
    estimate(bencher, k, Tau2Method::DerSimonianLaird);
}

#[divan::bench(args = SIZES)]
fn paule_mandel(bencher: divan::Bencher, k: usize) {
    estimate(bencher, k, Tau2Method::PauleMandel);
}

#[divan::bench(args = SIZES)]
fn reml(bencher: divan::Bencher, k: usize) {
    estimate(bencher, k, Tau2Method::Reml);
}

#[divan::bench(args = SIZES)]
fn maximum_likelihood(bencher: divan::Bencher, k: usize) {
    estimate(bencher, k, Tau2Method::MaximumLikelihood);
}

#[divan::bench(args = SIZES)]
fn sidik_jonkman(bencher: divan::Bencher, k: usize) {
    estimate(bencher, k, Tau2Method::SidikJonkman);
}

fn interval_for_tau2(bencher: divan::Bencher, k: usize, method: Tau2IntervalMethod) {
    let set = studies(k);
    let level = Probability::NINETY_FIVE;
    bencher.bench_local(|| tau2_interval(&set, method, None, level));
}

#[divan::bench(args = SIZES)]
fn likelihood_profile(bencher: divan::Bencher, k: usize) {
    interval_for_tau2(bencher, k, Tau2IntervalMethod::RestrictedProfileLikelihood);
}

#[divan::bench(args = [10, 100, 1_000])]
fn generalised_q_interval(bencher: divan::Bencher, k: usize) {
    let method = Tau2IntervalMethod::GeneralisedQ(QWeights::InverseStandardError);
    interval_for_tau2(bencher, k, method);
}

#[divan::bench(args = SIZES)]
fn q_profile(bencher: divan::Bencher, k: usize) {
    let set = studies(k);
    let level = Probability::NINETY_FIVE;
    bencher.bench_local(|| heterogeneity(&set, Model::CommonEffect, 0.0, level));
}

fn whole(bencher: divan::Bencher, k: usize, options: Options) {
    let set = studies(k);
    bencher.bench_local(|| -> Result<Fit, FitError> { pairwise::fit(&set, &options) });
}

#[divan::bench(args = SIZES)]
fn whole_fit_common_effect(bencher: divan::Bencher, k: usize) {
    let options = Options {
        model: Model::CommonEffect,
        interval: Interval::Wald,
        ..Options::default()
    };
    whole(bencher, k, options);
}

#[divan::bench(args = SIZES)]
fn whole_fit_reml(bencher: divan::Bencher, k: usize) {
    whole(bencher, k, Options::default());
}

fn hartung_knapp(bencher: divan::Bencher, k: usize, method: Tau2Method) {
    let options = Options {
        model: Model::RandomEffects(method),
        interval: Interval::HartungKnapp,
        ..Options::default()
    };
    whole(bencher, k, options);
}

#[divan::bench(args = SIZES)]
fn whole_fit_hartung_knapp_dersimonian_laird(bencher: divan::Bencher, k: usize) {
    hartung_knapp(bencher, k, Tau2Method::DerSimonianLaird);
}

#[divan::bench(args = SIZES)]
fn whole_fit_hartung_knapp_maximum_likelihood(bencher: divan::Bencher, k: usize) {
    hartung_knapp(bencher, k, Tau2Method::MaximumLikelihood);
}

#[divan::bench(args = SIZES)]
fn whole_fit_hartung_knapp_reml(bencher: divan::Bencher, k: usize) {
    hartung_knapp(bencher, k, Tau2Method::Reml);
}

#[divan::bench(args = SIZES)]
fn whole_fit_hartung_knapp_paule_mandel(bencher: divan::Bencher, k: usize) {
    hartung_knapp(bencher, k, Tau2Method::PauleMandel);
}

fn tables(k: usize) -> Vec<TwoByTwo> {
    let numbers: Vec<f64> = sequence().take(2 * k).collect();
    let table = |i: usize| {
        let events = |x: f64| (x * 100.0) as u64;
        TwoByTwo::new(events(numbers[2 * i]), 100, events(numbers[2 * i + 1]), 100)
    };
    (0..k).filter_map(|i| table(i).ok()).collect()
}

type Measure = fn(&Cells) -> Result<Effect, EffectError>;

fn two_groups(bencher: divan::Bencher, k: usize, (comparison, measure): (Comparison, Measure)) {
    let tables = tables(k);
    bencher.bench_local(|| -> Vec<Option<Effect>> {
        two_by_two::corrected(&tables, comparison, &ZeroCells::METAFOR)
            .iter()
            .map(|cells| measure(&(*cells)?).ok())
            .collect()
    });
}

#[divan::bench(args = SIZES)]
fn effect_risk_ratio(bencher: divan::Bencher, k: usize) {
    two_groups(bencher, k, (Comparison::RiskRatio, log_risk_ratio));
}

#[divan::bench(args = SIZES)]
fn effect_odds_ratio(bencher: divan::Bencher, k: usize) {
    two_groups(bencher, k, (Comparison::OddsRatio, log_odds_ratio));
}

#[divan::bench(args = SIZES)]
fn effect_risk_difference(bencher: divan::Bencher, k: usize) {
    two_groups(bencher, k, (Comparison::RiskDifference, risk_difference));
}

fn groups(k: usize) -> Vec<(Group, Group)> {
    let numbers: Vec<f64> = sequence().take(2 * k).collect();
    let group = |x: f64| Group::new(-20.0 * x, 5.0 + 5.0 * x, 10 + (100.0 * x) as u64).ok();
    (0..k)
        .filter_map(|i| Some((group(numbers[2 * i])?, group(numbers[2 * i + 1])?)))
        .collect()
}

#[divan::bench(args = SIZES)]
fn effect_mean_difference(bencher: divan::Bencher, k: usize) {
    let groups = groups(k);
    bencher
        .bench_local(|| -> Vec<_> { groups.iter().map(|(a, b)| mean_difference(a, b)).collect() });
}

#[divan::bench(args = SIZES)]
fn effect_hedges_g(bencher: divan::Bencher, k: usize) {
    let groups = groups(k);
    bencher.bench_local(|| -> Vec<_> { groups.iter().map(|(a, b)| hedges_g(a, b)).collect() });
}

fn counts(k: usize) -> Vec<Count> {
    sequence()
        .take(k)
        .filter_map(|x| Count::new((x * 100.0) as u64, 100).ok())
        .collect()
}

#[divan::bench(args = SIZES)]
fn effect_proportion_raw(bencher: divan::Bencher, k: usize) {
    let counts = counts(k);
    bencher.bench_local(|| -> Vec<_> {
        let splits = proportion::corrected(&counts, &ZeroCells::PROPORTION);
        splits.iter().map(raw).collect()
    });
}

#[divan::bench(args = SIZES)]
fn effect_proportion_logit(bencher: divan::Bencher, k: usize) {
    let counts = counts(k);
    bencher.bench_local(|| -> Vec<_> {
        let splits = proportion::corrected(&counts, &ZeroCells::PROPORTION);
        splits.iter().map(logit).collect()
    });
}

#[divan::bench(args = SIZES)]
fn effect_proportion_double_arcsine(bencher: divan::Bencher, k: usize) {
    let counts = counts(k);
    bencher.bench_local(|| -> Vec<_> { counts.iter().map(double_arcsine).collect() });
}
