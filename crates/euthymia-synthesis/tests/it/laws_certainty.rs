//! What must hold between judgements of certainty, whatever the numbers.

use crate::network_cases::any_network;
use euthymia_synthesis::network::certainty::{
    Appraisal, Basis, CertaintyRules, Concern, Domain, DomainJudgement, Downgrading, Equivalence,
    Judgement, Level, LevelShares, Related, WeighingRule, assess, direct_trials, heterogeneity,
    imprecision, rate, small_study, trial_shares, weigh,
};
use euthymia_synthesis::network::contribution::ContributionMethod;
use euthymia_synthesis::network::{Evidence, Network, Options, fit, splits};
use euthymia_synthesis::pairwise::Bounds;
use euthymia_testkit::assert_close;
use proptest::prelude::*;

fn around(estimate: f64, half: f64) -> Bounds {
    Bounds {
        lower: estimate - half,
        upper: estimate + half,
    }
}

fn concern(judgement: &DomainJudgement) -> Concern {
    let (mild, grave) = judgement.judgement().bounds().unwrap();
    assert_eq!(mild, grave);
    mild
}

fn any_concern() -> impl Strategy<Value = Judgement> {
    let all = [Concern::No, Concern::Some, Concern::Major];
    prop_oneof![
        proptest::sample::select(all.to_vec()).prop_map(Judgement::Settled),
        Just(Judgement::NotAssessed),
        Just(Judgement::Between {
            at_least: Concern::No,
            at_most: Concern::Major
        }),
    ]
}

fn any_level() -> impl Strategy<Value = Option<Level>> {
    proptest::sample::select(vec![
        Some(Level::Low),
        Some(Level::Moderate),
        Some(Level::High),
        None,
    ])
}

fn domains(judgements: &[Judgement]) -> Vec<DomainJudgement> {
    let pairs = Domain::ALL.into_iter().zip(judgements);
    let make = |(domain, by_rule): (Domain, &Judgement)| DomainJudgement {
        domain,
        by_rule: *by_rule,
        basis: Basis::Nothing,
        reason: "given",
        manual: None,
    };
    pairs.map(make).collect()
}

proptest! {
    #[test]
    fn wider_intervals_are_never_of_less_concern(
        estimate in -2.0..2.0_f64,
        important in 0.01..1.0_f64,
        half in 0.0..2.0_f64,
        wider in 0.0..2.0_f64,
        widest in 0.0..2.0_f64,
    ) {
        let range = Some(Equivalence::of_difference(important).unwrap());
        let [a, b, c] = [half, half + wider, half + wider + widest].map(|h| around(estimate, h));
        let judge = |bounds| concern(&imprecision(estimate, bounds, range).unwrap());
        prop_assert!(judge(a) <= judge(b));
        let judge = |p| concern(&heterogeneity(estimate, a, Some(p), range, None).unwrap());
        prop_assert!(judge(b) <= judge(c));
        prop_assert_eq!(judge(a), Concern::No);
        // Imprecision and heterogeneity together are what imprecision of the prediction would be,
        // unless the confidence interval lies within the range.
        if !(a.lower > -important && a.upper < important) {
            let steps = |c: Concern| c as u32;
            let whole = steps(concern(&imprecision(estimate, b, range).unwrap()));
            let apart = steps(concern(&imprecision(estimate, a, range).unwrap())) + steps(judge(b));
            prop_assert_eq!(whole, apart);
        }
    }

    #[test]
    fn turning_treatments_round_changes_no_concern(
        estimate in -2.0..2.0_f64,
        low in 0.01..1.0_f64,
        high in 0.01..1.0_f64,
        half in 0.0..2.0_f64,
        more in 0.0..2.0_f64,
    ) {
        let range = Some(Equivalence::new(-low, high).unwrap());
        let turned = Some(Equivalence::new(-high, low).unwrap());
        let (a, b) = (around(estimate, half), around(estimate, half + more));
        let (c, d) = (around(-estimate, half), around(-estimate, half + more));
        let one = imprecision(estimate, a, range).unwrap().by_rule;
        prop_assert_eq!(one, imprecision(-estimate, c, turned).unwrap().by_rule);
        let one = heterogeneity(estimate, a, Some(b), range, None).unwrap().by_rule;
        let other = heterogeneity(-estimate, c, Some(d), turned, None).unwrap().by_rule;
        prop_assert_eq!(one, other);
    }

    #[test]
    fn what_is_unknown_never_settles_beyond_what_is_known(
        parts in proptest::array::uniform4(0.0..1.0_f64),
    ) {
        let sum: f64 = parts.iter().sum();
        prop_assume!(sum > 0.1);
        let [low, moderate, high, unknown] = parts.map(|part| part / sum);
        let shares = LevelShares { low, moderate, high, unknown };
        for rule in [WeighingRule::Average, WeighingRule::Majority, WeighingRule::Worst] {
            let (least, most) = weigh(shares, rule).0.bounds().unwrap();
            for known in [
                LevelShares { low: low + unknown, unknown: 0.0, ..shares },
                LevelShares { moderate: moderate + unknown, unknown: 0.0, ..shares },
                LevelShares { high: high + unknown, unknown: 0.0, ..shares },
            ] {
                let (one, other) = weigh(known, rule).0.bounds().unwrap();
                prop_assert_eq!(one, other);
                prop_assert!(least <= one && one <= most);
            }
        }
    }

    #[test]
    fn more_concern_never_raises_a_rating(
        judgements in proptest::collection::vec(any_concern(), 6),
        at in 0..6_usize,
        once in any::<bool>(),
    ) {
        let related = if once { Related::WorstOfThree } else { Related::OneByOne };
        let downgrading = Downgrading { related, ..Downgrading::default() };
        let before = rate(&domains(&judgements), downgrading, None);
        prop_assert!(before.at_worst <= before.at_best);
        let mut worse = judgements.clone();
        worse[at] = Judgement::Settled(Concern::Major);
        let after = rate(&domains(&worse), downgrading, None);
        prop_assert!(after.at_best <= before.at_best);
        prop_assert!(after.at_worst <= before.at_worst);
        let apart = Downgrading { related: Related::OneByOne, ..downgrading };
        prop_assert!(rate(&domains(&judgements), apart, None).at_best <= before.at_best);
    }

    #[test]
    fn a_shift_of_all_small_trials_moves_the_limit_alone(
        rows in proptest::collection::vec((-2.0..2.0_f64, 0.1..2.0_f64), 3..20),
        shift in -3.0..3.0_f64,
    ) {
        let trials = |by: f64| -> Vec<Evidence> {
            let make = |(y, se): &(f64, f64)| Evidence { estimate: y + by, standard_error: *se };
            rows.iter().map(make).collect()
        };
        if let (Some(one), Some(other)) = (small_study(&trials(0.0), 3), small_study(&trials(shift), 3)) {
            prop_assume!(one.standard_error < 1e3);
            assert_close!(other.limit - one.limit, shift, "optimum", "limit");
            assert_close!(other.slope, one.slope, "optimum", "slope");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn shares_of_trials_sum_to_one_and_every_pair_is_judged(
        trials in any_network(),
        levels in proptest::collection::vec(any_level(), 1..20),
    ) {
        let network = Network::from_trials(trials).unwrap();
        let fit = fit(&network, &Options::default()).unwrap();
        let shares = trial_shares(&fit, ContributionMethod::RandomWalk).unwrap();
        for split in splits(&fit) {
            let (one, other) = split.treatments;
            let found = shares.of(one, other).unwrap();
            prop_assert_eq!(found.len(), network.trials().len());
            prop_assert!(found.iter().all(|share| (0.0..=1.0 + 1e-9).contains(share)));
            assert_close!(found.iter().sum::<f64>(), 1.0, "algebra", "{one} {other}");
            prop_assert_eq!(direct_trials(&network, one, other).len(), split.trials);
        }
        let of_trials = (0..network.trials().len()).map(|i| levels[i % levels.len()]);
        let appraisal = Appraisal {
            within_study_bias: of_trials.collect(),
            equivalence: Some(Equivalence::of_difference(0.3).unwrap()),
            ..Appraisal::default()
        };
        let found = assess(&fit, &appraisal, &CertaintyRules::default()).unwrap();
        let n = network.treatments().len();
        prop_assert_eq!(found.len(), n * (n - 1) / 2);
        for certainty in &found {
            let order: Vec<Domain> = certainty.domains.iter().map(|d| d.domain).collect();
            prop_assert_eq!(order.as_slice(), Domain::ALL.as_slice());
            prop_assert!(certainty.domains.iter().all(|d| !d.reason.is_empty()));
        }
    }
}
