//! How long does a network take, at three sizes, and what is asked of it?
//!
//! `cargo bench -p euthymia-synthesis --bench how_long_is_a_network`.

#[path = "shared/sequence.rs"]
mod sequence;

use euthymia_numerics::Probability;
use euthymia_synthesis::effect::proportion::Count;
use euthymia_synthesis::network::counts::{self, Counts, Likelihood};
use euthymia_synthesis::network::{
    self, Arm, Better, Draws, Fit, Model, Network, Options, Tau2Method, TrialEstimates,
};
use sequence::sequence;

fn main() {
    divan::main();
}

/// `nodes` treatments and `trials` trials, every tenth of three arms; each treatment is tried against
/// one before it, so that the network is connected, and most against one of the first few.
fn network(nodes: usize, trials: usize) -> Network {
    let mut numbers = sequence();
    let mut next = || numbers.next().unwrap_or(0.5);
    let trial = |at: usize| {
        let first = if at + 1 < nodes {
            at + 1
        } else {
            1 + (next() * (nodes - 1) as f64) as usize
        };
        let other = (next() * next() * first as f64) as usize;
        let mut arms = vec![other, first];
        let third = (next() * nodes as f64) as usize;
        if at.is_multiple_of(10) && !arms.contains(&third) {
            arms.push(third);
        }
        let base = 0.02 + 0.1 * next();
        let contrasts = arms.len() - 1;
        let own: Vec<f64> = (0..contrasts).map(|_| 0.02 + 0.1 * next()).collect();
        TrialEstimates {
            study: at.to_string(),
            treatments: arms.iter().map(|arm| format!("T{arm}")).collect(),
            estimates: (0..contrasts).map(|_| 2.0 * next() - 1.0).collect(),
            covariance: euthymia_numerics::linear::Matrix::from_fn(contrasts, contrasts, |i, j| {
                base + if i == j { own[i] } else { 0.0 }
            }),
        }
    };
    let Ok(network) = Network::from_trials((0..trials).map(trial).collect()) else {
        unreachable!("the sequence makes a network");
    };
    network
}

fn fitted(network: &Network, method: Tau2Method) -> Fit {
    let options = Options {
        model: Model::RandomEffects(method),
        ..Options::default()
    };
    let Ok(fit) = network::fit(network, &options) else {
        unreachable!("the network is connected");
    };
    fit
}

/// Twenty-one treatments and 500 trials; 100 and 2,000; 1,000 and 3,000.
const SIZES: [(usize, usize); 3] = [(21, 500), (100, 2_000), (1_000, 3_000)];

#[divan::bench(args = SIZES, sample_count = 5)]
fn moments(bencher: divan::Bencher, (nodes, trials): (usize, usize)) {
    let network = network(nodes, trials);
    bencher.bench_local(|| fitted(&network, Tau2Method::DerSimonianLaird));
}

#[divan::bench(args = SIZES, sample_count = 3)]
fn reml(bencher: divan::Bencher, (nodes, trials): (usize, usize)) {
    let network = network(nodes, trials);
    bencher.bench_local(|| fitted(&network, Tau2Method::Reml));
}

#[divan::bench(args = &SIZES[..2], sample_count = 3)]
fn ranks_of_100_000_draws(bencher: divan::Bencher, (nodes, trials): (usize, usize)) {
    let fit = fitted(&network(nodes, trials), Tau2Method::DerSimonianLaird);
    let draws = Draws {
        count: 100_000,
        seed: 1,
        threads: 2,
    };
    bencher.bench_local(|| network::rank(&fit, Better::Larger, &draws));
}

/// The fit by REML, league table, P-scores, ranks, all splits and the decomposition of Q.
#[divan::bench(args = &SIZES[..2], sample_count = 3)]
fn everything(bencher: divan::Bencher, (nodes, trials): (usize, usize)) {
    let network = network(nodes, trials);
    let draws = Draws {
        count: 100_000,
        seed: 1,
        threads: 2,
    };
    bencher.bench_local(|| {
        let fit = fitted(&network, Tau2Method::Reml);
        (
            fit.league().count(),
            network::p_scores(&fit, Better::Larger, 0.0),
            network::rank(&fit, Better::Larger, &draws),
            network::splits(&fit),
            network::decompose(&network),
        )
    });
}

#[divan::bench(args = &SIZES[..2], sample_count = 3)]
fn decomposition(bencher: divan::Bencher, (nodes, trials): (usize, usize)) {
    let network = network(nodes, trials);
    bencher.bench_local(|| network::decompose(&network));
}

#[divan::bench(args = &SIZES[..1], sample_count = 3)]
fn without_each_trial(bencher: divan::Bencher, (nodes, trials): (usize, usize)) {
    let network = network(nodes, trials);
    let options = Options {
        model: Model::RandomEffects(Tau2Method::DerSimonianLaird),
        ..Options::default()
    };
    bencher.bench_local(|| network::leave_one_out(&network, &options, 0, 2));
}

/// A network of the same trials, with 50 to 250 patients and 2 to 8 % of events in each arm.
fn counted(nodes: usize, trials: usize) -> Counts {
    let network = network(nodes, trials);
    let mut numbers = sequence();
    let mut next = || numbers.next().unwrap_or(0.5);
    let mut arms = Vec::new();
    for trial in network.trials() {
        for arm in trial.arms() {
            let n = 50.0 + 200.0 * next();
            let events = n * (0.02 + 0.06 * next());
            let Ok(result) = Count::new(events as u64, n as u64) else {
                unreachable!("there are fewer events than patients");
            };
            arms.push(Arm {
                study: trial.label().to_owned(),
                treatment: network.treatments()[*arm].clone(),
                result,
            });
        }
    }
    let Ok(counts) = Counts::new(&arms) else {
        unreachable!("the arms make trials");
    };
    counts
}

#[divan::bench(args = &SIZES[..1], sample_count = 5)]
fn mantel_haenszel(bencher: divan::Bencher, (nodes, trials): (usize, usize)) {
    let counts = counted(nodes, trials);
    bencher.bench_local(|| counts::mantel_haenszel(&counts, Probability::NINETY_FIVE));
}

#[divan::bench(args = [Likelihood::Conditional, Likelihood::ConditionalApproximate, Likelihood::Binomial],
    sample_count = 5)]
fn counts_by_likelihood(bencher: divan::Bencher, likelihood: Likelihood) {
    let counts = counted(21, 500);
    bencher.bench_local(|| counts::fit(&counts, likelihood, Probability::NINETY_FIVE));
}

#[divan::bench(sample_count = 3)]
fn random_effects_of_counts(bencher: divan::Bencher) {
    let counts = counted(21, 500);
    bencher.bench_local(|| counts::fit_random(&counts, &counts::RandomOptions::default()));
}
