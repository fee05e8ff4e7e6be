//! The sampler on densities whose moments are known, and on one that it must complain about.
//!
//! Means of draws are held to five of their own standard errors: with the seeds fixed, a failure is a
//! change of the sampler and not chance.

use euthymia_numerics::chains::{Chains, Worth};
use euthymia_numerics::nuts::{Chain, Density, Settings, draw};
use euthymia_numerics::random::Random;

/// A function of a point.
type Of = dyn Fn(&[f64]) -> f64;

const SETTINGS: Settings = Settings {
    chains: 4,
    warm_up: 500,
    kept: 1000,
    seed: 7,
    threads: 2,
    acceptance: 0.8,
    doublings_max: 10,
};

/// Draws of one function of the point, by chain.
fn of(chains: &[Chain], what: impl Fn(&[f64]) -> f64) -> Vec<Vec<f64>> {
    let each = |chain: &Chain| chain.draws.iter().map(|q| what(q)).collect();
    chains.iter().map(each).collect()
}

/// The mean of a function in standard errors from what it should be, and what the draws are worth.
fn away(chains: &[Chain], what: impl Fn(&[f64]) -> f64, expected: f64) -> (f64, Worth) {
    let draws = of(chains, what);
    let all = draws.concat();
    let mean = all.iter().sum::<f64>() / all.len() as f64;
    let worth = Chains::new(draws).unwrap().worth().unwrap();
    ((mean - expected) / worth.mcse_mean, worth)
}

/// Normal with standard deviations 0.01, 1 and 100, the last two with correlation 0.9.
struct Correlated;

impl Density for Correlated {
    fn dimensions(&self) -> usize {
        3
    }

    fn log_density(&self, at: &[f64], gradient: &mut [f64]) -> f64 {
        let (x, y, z) = (at[0] / 0.01 - 3.0, at[1], at[2] / 100.0);
        // The inverse of (1, ρ; ρ, 1) is (1, −ρ; −ρ, 1)/(1 − ρ²).
        let (rho, rest) = (0.9, 1.0 - 0.81);
        gradient[0] = -x / 0.01;
        gradient[1] = -(y - rho * z) / rest;
        gradient[2] = -(z - rho * y) / rest / 100.0;
        -0.5 * (x * x + (y * y - 2.0 * rho * y * z + z * z) / rest)
    }

    fn start(&self, random: &mut Random) -> Vec<f64> {
        let [a, b] = random.normal_pair();
        vec![a, b, random.normal_pair()[0]]
    }
}

#[test]
fn moments_of_a_normal_density_come_out() {
    let chains = draw(&Correlated, &SETTINGS).unwrap();
    let expected: [(&Of, f64); 6] = [
        (&|q| q[0], 0.03),
        (&|q| (q[0] - 0.03).powi(2), 1e-4),
        (&|q| q[1], 0.0),
        (&|q| q[1] * q[1], 1.0),
        (&|q| q[2] * q[2], 1e4),
        (&|q| q[1] * q[2], 90.0),
    ];
    for (i, (what, value)) in expected.into_iter().enumerate() {
        let (away, worth) = away(&chains, what, value);
        assert!(away.abs() < 5.0, "{i}: {away} standard errors");
        assert!(worth.r_hat < 1.02 && worth.bulk > 400.0, "{i}: {worth:?}");
    }
    for chain in &chains {
        assert_eq!((chain.divergences, chain.longest_paths), (0, 0));
        assert!(chain.energy_fraction().unwrap() > 0.3);
        assert!(
            (0.65..0.98).contains(&chain.acceptance),
            "{}",
            chain.acceptance
        );
    }
}

/// The logarithm of a gamma variable with shape 3: mean ψ(3), variance ψ′(3).
struct LogGamma;

impl Density for LogGamma {
    fn dimensions(&self) -> usize {
        1
    }

    fn log_density(&self, at: &[f64], gradient: &mut [f64]) -> f64 {
        gradient[0] = 3.0 - at[0].exp();
        3.0 * at[0] - at[0].exp()
    }

    fn start(&self, random: &mut Random) -> Vec<f64> {
        vec![random.normal_pair()[0]]
    }
}

#[test]
fn moments_of_a_skew_density_come_out() {
    let chains = draw(&LogGamma, &SETTINGS).unwrap();
    // ψ(3) = 3/2 − γ; the gamma variable itself has mean 3 and mean square 12.
    let mean = 1.5 - 0.577_215_664_901_532_9;
    for (what, value) in [
        (&(|q: &[f64]| q[0]) as &Of, mean),
        (&|q| q[0].exp(), 3.0),
        (&|q| (2.0 * q[0]).exp(), 12.0),
    ] {
        let (away, _) = away(&chains, what, value);
        assert!(away.abs() < 5.0, "{value}: {away} standard errors");
    }
}

/// Neal's funnel: v is normal with standard deviation 3, nine others have standard deviation e^(v/2).
struct Funnel;

impl Density for Funnel {
    fn dimensions(&self) -> usize {
        10
    }

    fn log_density(&self, at: &[f64], gradient: &mut [f64]) -> f64 {
        let (v, others) = (at[0], &at[1..]);
        let precision = (-v).exp();
        let squares: f64 = others.iter().map(|x| x * x).sum();
        gradient[0] = -v / 9.0 - 4.5 + 0.5 * precision * squares;
        for (slope, x) in gradient[1..].iter_mut().zip(others) {
            *slope = -precision * x;
        }
        -v * v / 18.0 - 4.5 * v - 0.5 * precision * squares
    }

    fn start(&self, random: &mut Random) -> Vec<f64> {
        (0..5).flat_map(|_| random.normal_pair()).collect()
    }
}

#[test]
fn the_neck_of_a_funnel_is_reported() {
    let chains = draw(&Funnel, &SETTINGS).unwrap();
    let divergences: usize = chains.iter().map(|chain| chain.divergences).sum();
    assert!(divergences > 0);
    let worth = Chains::new(of(&chains, |q| q[0])).unwrap().worth().unwrap();
    let slow = chains.iter().any(|c| c.energy_fraction().unwrap() < 0.3);
    assert!(
        slow || worth.r_hat > 1.01 || worth.bulk < 400.0,
        "{worth:?}"
    );
}

#[test]
fn threads_change_no_draw_and_seeds_change_all() {
    let few = Settings {
        kept: 50,
        warm_up: 60,
        ..SETTINGS
    };
    let one = draw(&Correlated, &Settings { threads: 1, ..few }).unwrap();
    let many = draw(&Correlated, &Settings { threads: 3, ..few }).unwrap();
    assert_eq!(one, many);
    assert_ne!(one[0].draws, one[1].draws);
    let other = draw(&Correlated, &Settings { seed: 8, ..few }).unwrap();
    assert_ne!(one[0].draws, other[0].draws);
}

/// Zero everywhere.
struct Nowhere;

impl Density for Nowhere {
    fn dimensions(&self) -> usize {
        1
    }

    fn log_density(&self, _: &[f64], _: &mut [f64]) -> f64 {
        f64::NEG_INFINITY
    }

    fn start(&self, _: &mut Random) -> Vec<f64> {
        vec![0.0]
    }
}

#[test]
fn without_a_density_there_is_no_chain() {
    assert!(draw(&Nowhere, &SETTINGS).is_err());
}

#[test]
fn chains_that_cannot_be_judged_are_refused() {
    assert!(Chains::new(vec![]).is_none());
    assert!(Chains::new(vec![vec![0.0; 7]]).is_none());
    assert!(Chains::new(vec![vec![0.0; 8], vec![0.0; 9]]).is_none());
    assert!(Chains::new(vec![vec![f64::NAN; 8]]).is_none());
    assert!(Chains::new(vec![vec![1.0; 8]]).unwrap().worth().is_none());
}
