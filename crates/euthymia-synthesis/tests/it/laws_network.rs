//! What holds for every network.

use crate::network_cases::{any_network, contrast, fitted, network};
use euthymia_numerics::Probability;
use euthymia_numerics::linear::Matrix;
use euthymia_synthesis::effect::Effect;
use euthymia_synthesis::network::component::{Components, additivity, fit_components};
use euthymia_synthesis::network::contribution::{ContributionMethod, contribution};
use euthymia_synthesis::network::{
    Better, Contrast, Draws, Estimates, EvidenceFlow, Flows, Model, Network, Options, Tau2Method,
    TrialEstimates, comparison_adjusted, decompose, flows, leave_one_out, net_heat, p_scores, rank,
    rank_estimates, splits,
};
use euthymia_synthesis::pairwise::{self, GivenTau2};
use euthymia_synthesis::studies::{Study, StudySet};
use euthymia_testkit::assert_close;
use proptest::prelude::*;

const METHODS: [Model; 4] = [
    Model::CommonEffect,
    Model::RandomEffects(Tau2Method::DerSimonianLaird),
    Model::RandomEffects(Tau2Method::MaximumLikelihood),
    Model::RandomEffects(Tau2Method::Reml),
];

fn pairwise_model(model: Model) -> pairwise::Model {
    use pairwise::Tau2Method as Pairwise;
    match model {
        Model::RandomEffects(Tau2Method::DerSimonianLaird) => {
            pairwise::Model::RandomEffects(Pairwise::DerSimonianLaird)
        }
        Model::RandomEffects(Tau2Method::MaximumLikelihood) => {
            pairwise::Model::RandomEffects(Pairwise::MaximumLikelihood)
        }
        Model::RandomEffects(Tau2Method::Reml) => pairwise::Model::RandomEffects(Pairwise::Reml),
        _ => pairwise::Model::CommonEffect,
    }
}

/// The same trials with their arms turned about and in another order.
fn turned(trials: &[TrialEstimates]) -> Vec<TrialEstimates> {
    let turn = |trial: &TrialEstimates| {
        let arms = trial.treatments.len();
        let order: Vec<usize> = (0..arms).rev().collect();
        let value = |arm: usize| {
            if arm == 0 {
                0.0
            } else {
                trial.estimates[arm - 1]
            }
        };
        let entry = |i: usize, j: usize| match (i, j) {
            (0, _) | (_, 0) => 0.0,
            _ => trial.covariance[(i - 1, j - 1)],
        };
        let base = order[0];
        TrialEstimates {
            study: trial.study.clone(),
            treatments: order.iter().map(|i| trial.treatments[*i].clone()).collect(),
            estimates: order[1..].iter().map(|i| value(*i) - value(base)).collect(),
            covariance: Matrix::from_fn(arms - 1, arms - 1, |i, j| {
                let (i, j) = (order[i + 1], order[j + 1]);
                entry(i, j) - entry(i, base) - entry(base, j) + entry(base, base)
            }),
        }
    };
    trials.iter().rev().map(turn).collect()
}

/// Every path of a flow with its probability, one after the other.
fn shares_by_paths(flows: &Flows<'_>, flow: &EvidenceFlow) -> Vec<f64> {
    let edges: Vec<((usize, usize), f64)> = flows
        .comparisons()
        .zip(flow.along.iter().copied())
        .collect();
    let leaving = |u: usize| {
        let out = edges
            .iter()
            .enumerate()
            .filter_map(move |(at, ((a, b), along))| {
                if *along > 0.0 && *a == u {
                    Some((at, *b, *along))
                } else if *along < 0.0 && *b == u {
                    Some((at, *a, -along))
                } else {
                    None
                }
            });
        out.collect::<Vec<_>>()
    };
    let mut shares = vec![0.0; edges.len()];
    let mut open = vec![(flow.treatments.0, 1.0, Vec::new())];
    while let Some((u, probability, path)) = open.pop() {
        if u == flow.treatments.1 {
            for at in &path {
                shares[*at] += probability / path.len() as f64;
            }
            continue;
        }
        let out = leaving(u);
        let total: f64 = out.iter().map(|(_, _, along)| along).sum();
        for (at, v, along) in out {
            let mut longer = path.clone();
            longer.push(at);
            open.push((v, probability * along / total, longer));
        }
    }
    shares
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn nothing_depends_on_the_base_arm_or_the_order(trials in any_network()) {
        let one = Network::from_trials(trials.clone()).unwrap();
        let other = Network::from_trials(turned(&trials)).unwrap();
        for model in METHODS {
            let (a, b) = (fitted(&one, model), fitted(&other, model));
            let tolerance = if matches!(model, Model::CommonEffect) { "estimate" } else { "from_optimum" };
            for ((i, j), found) in a.league() {
                let place = |at: usize| other.treatment(&one.treatments()[at]).unwrap();
                let again = b.compare(place(i), place(j)).unwrap();
                assert_close!(found.estimate, again.estimate, tolerance, "{model:?}");
                assert_close!(found.standard_error, again.standard_error, tolerance, "{model:?}");
            }
        }
    }

    #[test]
    fn the_hat_matrix_has_trace_n_less_one(trials in any_network()) {
        let network = Network::from_trials(trials).unwrap();
        for model in METHODS {
            let fit = fitted(&network, model);
            let trace: f64 = fit.leverages.iter().sum();
            assert_close!(trace, network.treatments().len() as f64 - 1.0, "estimate", "{model:?}");
        }
    }

    #[test]
    fn two_treatments_are_a_pairwise_analysis(
        rows in proptest::collection::vec((-3.0..3.0_f64, 0.1..2.0_f64), 2..12)
    ) {
        let study = |i: usize| format!("{i}");
        let contrasts: Vec<Contrast> = rows.iter().enumerate()
            .map(|(i, (y, se))| contrast(&study(i), "A", "B", *y, *se)).collect();
        let studies = rows.iter().enumerate()
            .map(|(i, (y, se))| Study::new(study(i), Effect::new(*y, se * se).unwrap()));
        let set = StudySet::new(studies.collect()).unwrap();
        for model in METHODS {
            let options = pairwise::Options {
                model: pairwise_model(model),
                interval: pairwise::Interval::Wald,
                ..pairwise::Options::default()
            };
            let expected = pairwise::fit(&set, &options).unwrap();
            let fit = fitted(&network(&contrasts), model);
            let found = fit.compare(0, 1).unwrap();
            assert_close!(found.estimate, expected.estimate, "from_optimum", "{model:?}");
            assert_close!(found.standard_error, expected.inference.standard_error, "from_optimum", "{model:?}");
            let tau2 = expected.tau2.map_or(0.0, |t| t.value);
            assert_close!(fit.tau2_used(), tau2, "from_optimum", "{model:?} tau2");
            let (own, other) = (fit.heterogeneity.unwrap(), expected.heterogeneity.unwrap());
            assert_close!(own.q, other.q, "estimate", "Q");
            // The profile looks from 0 upwards; pairwise from below it.
            if let Some(bounds) = own.tau2_bounds {
                assert_close!(bounds.upper, other.profile.tau2.upper, "from_optimum", "Q-profile");
            }
        }
    }

    #[test]
    fn shares_sum_to_one_and_are_those_of_all_paths(trials in any_network()) {
        let network = Network::from_trials(trials).unwrap();
        let fit = fitted(&network, METHODS[1]);
        let flows = flows(&fit).unwrap();
        for ((i, j), _) in fit.league() {
            let flow = flows.between(i, j).unwrap();
            let walk = contribution(&flows, i, j, ContributionMethod::RandomWalk).unwrap();
            for (found, expected) in walk.iter().zip(shares_by_paths(&flows, &flow)) {
                assert_close!(*found, expected, "estimate", "{i} {j}");
            }
            let path = contribution(&flows, i, j, ContributionMethod::ShortestPath).unwrap();
            assert_close!(walk.iter().sum::<f64>(), 1.0, "estimate", "walk");
            assert_close!(path.iter().sum::<f64>(), 1.0, "estimate", "path");
        }
    }

    #[test]
    fn q_is_within_and_between(trials in any_network()) {
        let network = Network::from_trials(trials).unwrap();
        let parts = decompose(&network).unwrap();
        assert_close!(parts.within.q + parts.between.q, parts.total.q, "estimate", "Q");
        prop_assert_eq!(parts.within.df + parts.between.df, parts.total.df);
        let heat = net_heat(&network, GivenTau2::new(0.0).unwrap()).unwrap();
        assert_close!(heat.between.q, parts.between.q, "estimate", "Q between");
        for (d, detached) in heat.detached.iter().enumerate() {
            // Taken out of the network, a design has effects of its own.
            let keep = |trial: &euthymia_synthesis::network::Trial| {
                let mut arms = trial.arms().to_vec();
                arms.sort_unstable();
                arms != detached.design.treatments
            };
            let rest = network.restricted(keep);
            let parts = rest.map_or_else(Vec::new, |rest| rest.each_part());
            let q: f64 = parts.iter().map(|part| decompose(part).unwrap().between.q).sum();
            assert_close!(detached.without.q, q, "estimate", "without design {d}");
            let df: usize = parts.iter().map(|part| decompose(part).unwrap().between.df).sum();
            prop_assert_eq!(detached.without.df, df);
        }
    }

    #[test]
    fn direct_and_indirect_evidence_make_the_network(trials in any_network()) {
        let network = Network::from_trials(trials).unwrap();
        for split in splits(&fitted(&network, METHODS[1])) {
            prop_assert!((0.0..=1.0).contains(&split.proportion_direct));
            if let (Some(direct), Some(indirect)) = (split.direct, split.indirect) {
                let share = split.proportion_direct;
                let mean = share * direct.estimate + (1.0 - share) * indirect.estimate;
                assert_close!(mean, split.network.estimate, "estimate", "{:?}", split.treatments);
            }
        }
    }

    #[test]
    fn components_of_their_own_are_the_network(trials in any_network()) {
        let network = Network::from_trials(trials).unwrap();
        for model in METHODS {
            let fit = fitted(&network, model);
            let own = Components::from_labels(&network, "+", Some("T0")).unwrap();
            let found = fit_components(&network, own, model, Probability::NINETY_FIVE).unwrap();
            prop_assert!(found.aliases.is_empty());
            for ((i, j), expected) in fit.league() {
                let again = found.compare(i, j).unwrap();
                assert_close!(again.estimate, expected.estimate, "from_optimum", "{i} {j}");
                assert_close!(again.standard_error, expected.standard_error, "from_optimum", "{i} {j}");
            }
            prop_assert_eq!(additivity(&network, &found).unwrap().df, 0);
        }
    }

    #[test]
    fn without_a_trial_is_the_network_of_the_others(trials in any_network()) {
        let network = Network::from_trials(trials).unwrap();
        let options = Options { model: METHODS[1], ..Options::default() };
        let all = leave_one_out(&network, &options, 0, 2).unwrap();
        prop_assert_eq!(&all, &leave_one_out(&network, &options, 0, 1).unwrap());
        for without in &all {
            let label = network.trials()[without.trial].label();
            let Some(rest) = network.restricted(|trial| trial.label() != label) else { continue };
            if rest.parts().len() > 1 || rest.treatment(&network.treatments()[0]).is_none() {
                continue;
            }
            let fit = fitted(&rest, METHODS[1]);
            let base = rest.treatment(&network.treatments()[0]).unwrap();
            for (at, found) in without.against_reference.iter().enumerate() {
                let expected = rest.treatment(&network.treatments()[at])
                    .and_then(|place| fit.compare(place, base));
                prop_assert_eq!(found, &expected);
            }
        }
    }
}

#[test]
fn a_star_is_its_direct_comparisons() {
    let star = network(&[
        contrast("1", "A", "hub", 1.0, 0.5),
        contrast("2", "A", "hub", 2.0, 0.7),
        contrast("3", "B", "hub", -1.0, 0.4),
        contrast("4", "C", "hub", 0.3, 0.9),
    ]);
    let fit = fitted(&star, METHODS[1]);
    let hub = star.treatment("hub").unwrap();
    let found = splits(&fit);
    for split in &found {
        let touches = split.treatments.0 == hub || split.treatments.1 == hub;
        assert_eq!(
            (split.direct.is_some(), split.indirect.is_some()),
            (touches, !touches)
        );
        if let Some(direct) = split.direct {
            assert_close!(direct.estimate, split.network.estimate, "algebra", "star");
            assert_close!(
                direct.standard_error,
                split.network.standard_error,
                "algebra",
                "star"
            );
        }
    }
}

#[test]
fn ranks_do_not_depend_on_threads_and_agree_with_scores() {
    let (_, network) = crate::network_cases::published("linde2015_resp_OR");
    let fit = fitted(&network, METHODS[3]);
    let draws = |threads| Draws {
        count: 100_000,
        seed: 7,
        threads,
    };
    let ranking = rank(&fit, Better::Larger, &draws(1)).unwrap();
    for threads in [0, 2, 3] {
        assert_eq!(
            rank(&fit, Better::Larger, &draws(threads)).unwrap(),
            ranking
        );
    }
    let n = network.treatments().len();
    let sum: f64 = ranking.expected_ranks().iter().sum();
    assert_close!(sum, (n * (n + 1)) as f64 / 2.0, "estimate", "sum of ranks");
    let scores = p_scores(&fit, Better::Larger, 0.0).unwrap();
    for (sucra, score) in ranking.sucra().iter().zip(&scores) {
        // The P-score is the expectation of the SUCRA of draws.
        assert_close!(*sucra, *score, "paper_2_digits", "SUCRA");
    }
    for (row, (low, high)) in ranking
        .rankograms()
        .iter()
        .zip(ranking.rank_intervals(0.025))
    {
        assert_close!(row.iter().sum::<f64>(), 1.0, "algebra", "rankogram");
        let inside: f64 = row[low - 1..high].iter().sum();
        assert!(low <= high && inside >= 0.95, "{low} {high} {inside}");
    }
}

#[test]
fn estimates_of_any_model_are_compared_and_ranked_as_a_fit_is() {
    let (_, network) = crate::network_cases::published("linde2015_resp_OR");
    let fit = fitted(&network, METHODS[3]);
    let estimates = Estimates::from(&fit);
    for (((i, j), own), (pair, other)) in estimates.league().zip(fit.league()) {
        assert_eq!((i, j), pair);
        assert_eq!((own.estimate, own.bounds), (other.estimate, other.bounds));
    }
    assert_eq!(
        p_scores(&estimates, Better::Larger, 0.1),
        p_scores(&fit, Better::Larger, 0.1)
    );
    let draws = |threads| Draws {
        count: 100_000,
        seed: 7,
        threads,
    };
    let ranking = rank_estimates(&estimates, Better::Larger, &draws(1)).unwrap();
    let again = rank_estimates(&estimates, Better::Larger, &draws(2)).unwrap();
    assert_eq!(ranking, again);
    let scores = p_scores(&fit, Better::Larger, 0.0).unwrap();
    for (sucra, score) in ranking.sucra().iter().zip(&scores) {
        // Standard error of a mean of 100,000 draws within [0, 1]: 0.0016 at most.
        assert_close!(*sucra, *score, "paper_2_digits", "SUCRA");
    }
}

#[test]
fn centred_contrasts_sum_to_nothing_within_a_comparison() {
    let (_, network) = crate::network_cases::published("senn2013");
    let fit = fitted(&network, METHODS[1]);
    let order: Vec<usize> = (0..network.treatments().len()).rev().collect();
    let points = comparison_adjusted(&fit, &order).unwrap();
    assert_eq!(points.len(), 28);
    let tau2 = fit.tau2_used();
    for (one, other) in network.comparisons().keys() {
        let own = points.iter().filter(|p| p.treatments == (*other, *one));
        let sum: f64 = own
            .map(|p| p.centred / (p.standard_error.powi(2) + tau2))
            .sum();
        assert_close!(sum, 0.0, "estimate", "{one} {other}");
    }
    assert_eq!(comparison_adjusted(&fit, &order[1..]), None);
    assert_eq!(comparison_adjusted(&fit, &[0; 10]), None);
}
