//! Judgements that a person can check: `reference/byhand/certainty.md`.

use crate::network_cases::{contrast, fitted, network, triangle};
use euthymia_numerics::Probability;
use euthymia_numerics::linear::Matrix;
use euthymia_synthesis::network::certainty::{
    Appraisal, Basis, Certainty, CertaintyError, CertaintyRules, Concern, Confidence, Domain,
    DomainJudgement, Downgrading, Equivalence, IncoherenceBasis, IncoherenceRule, Judgement, Level,
    LevelShares, Manual, ManualJudgement, ManualRating, Related, Reporting, Sources, Tau2Reference,
    WeighingRule, assess, heterogeneity, imprecision, incoherence, rate, small_study, trial_shares,
    weigh,
};
use euthymia_synthesis::network::contribution::ContributionMethod;
use euthymia_synthesis::network::{
    Difference, Evidence, Model, Network, QTest, Split, Tau2Method, TrialEstimates,
};
use euthymia_synthesis::pairwise::Bounds;
use euthymia_testkit::assert_close;

const NO: Judgement = Judgement::Settled(Concern::No);
const SOME: Judgement = Judgement::Settled(Concern::Some);
const MAJOR: Judgement = Judgement::Settled(Concern::Major);

fn range() -> Option<Equivalence> {
    Some(Equivalence::of_difference(0.2).unwrap())
}

fn bounds(lower: f64, upper: f64) -> Bounds {
    Bounds { lower, upper }
}

fn imprecise(estimate: f64, lower: f64, upper: f64) -> Judgement {
    let found = imprecision(estimate, bounds(lower, upper), range()).unwrap();
    found.by_rule
}

#[test]
fn imprecision_counts_two_borders() {
    let rows = [
        (0.5, 0.1, 0.9, NO),
        (0.5, -0.1, 1.1, SOME),
        (0.5, 0.0, 1.0, SOME),
        (0.5, -0.2, 1.2, MAJOR),
        (0.5, -0.3, 1.3, MAJOR),
        (0.05, -0.1, 0.19, NO),
        (0.05, -0.1, 0.2, SOME),
        (0.0, -0.3, 0.3, MAJOR),
        (0.0, -0.1, 0.1, NO),
    ];
    for (estimate, lower, upper, expected) in rows {
        assert_eq!(
            imprecise(estimate, lower, upper),
            expected,
            "{estimate} {lower} {upper}"
        );
        assert_eq!(
            imprecise(-estimate, -upper, -lower),
            expected,
            "turned {estimate} {lower}"
        );
    }
    let nothing = imprecision(0.5, bounds(0.1, 0.9), None).unwrap();
    assert_eq!(nothing.by_rule, Judgement::NotAssessed);
    assert_eq!(nothing.basis, Basis::Nothing);
}

#[test]
fn heterogeneity_counts_the_borders_that_prediction_adds() {
    let within = bounds(-0.1, 0.15);
    let rows = [
        (0.5, bounds(0.1, 0.9), bounds(0.05, 0.95), NO),
        (0.5, bounds(0.1, 0.9), bounds(-0.1, 1.1), SOME),
        (0.5, bounds(0.1, 0.9), bounds(-0.3, 1.3), MAJOR),
        (0.5, bounds(-0.1, 1.1), bounds(-0.15, 1.2), NO),
        (0.5, bounds(-0.1, 1.1), bounds(-0.3, 1.3), SOME),
        (0.5, bounds(-0.3, 1.3), bounds(-0.9, 1.9), NO),
        (0.05, within, bounds(-0.15, 0.19), NO),
        (0.05, within, bounds(-0.19, 0.3), SOME),
        (0.05, within, bounds(-0.3, 0.4), MAJOR),
    ];
    for (estimate, confidence, prediction, expected) in rows {
        let turned = |b: Bounds| bounds(-b.upper, -b.lower);
        let found = heterogeneity(estimate, confidence, Some(prediction), range(), None).unwrap();
        assert_eq!(
            found.by_rule, expected,
            "{estimate} {confidence:?} {prediction:?}"
        );
        let other = turned(prediction);
        let found =
            heterogeneity(-estimate, turned(confidence), Some(other), range(), None).unwrap();
        assert_eq!(found.by_rule, expected, "turned {estimate} {confidence:?}");
    }
    let without = heterogeneity(0.5, bounds(0.1, 0.9), None, range(), None).unwrap();
    assert_eq!(without.by_rule, Judgement::NotAssessed);
    assert!(without.reason.contains("prediction"));
    let prediction = Some(bounds(0.0, 1.0));
    let without = heterogeneity(0.5, bounds(0.1, 0.9), prediction, None, None).unwrap();
    assert!(without.reason.contains("smallest important"));
}

#[test]
fn heterogeneity_is_looked_up_in_a_distribution() {
    let normal = Tau2Reference::LogNormal {
        mean: -2.0,
        sd: 1.0,
    };
    let e = std::f64::consts::E;
    // One standard deviation above the median: 1 − Φ(1).
    assert_close!(
        normal.larger(1.0 / e).unwrap(),
        0.15865525393145705,
        "special",
        "1 sd"
    );
    assert_eq!(normal.larger(0.0).unwrap(), 1.0);
    // t with one degree of freedom: a quarter lies beyond 1.
    let cauchy = Tau2Reference::LogT {
        df: 1.0,
        location: 0.0,
        scale: 2.0,
    };
    assert_close!(cauchy.larger(e * e).unwrap(), 0.25, "special", "Cauchy");
    let quarter = Probability::new(0.25).unwrap();
    assert_close!(
        cauchy.upper_quantile(quarter).unwrap(),
        e * e,
        "quantile",
        "back"
    );
    let prediction = Some(bounds(0.05, 0.95));
    let tau2 = Some((1.0 / e, normal));
    let found = heterogeneity(0.5, bounds(0.1, 0.9), prediction, range(), tau2).unwrap();
    let Basis::Heterogeneity(basis) = found.basis else {
        panic!("another basis");
    };
    assert_close!(
        basis.more_heterogeneous.unwrap(),
        0.15865525393145705,
        "special",
        "shown"
    );
    assert_eq!(found.by_rule, NO);
}

/// Direct and indirect evidence with limits that are `half` on either side at 95 %.
fn split(direct: Option<(f64, f64)>, indirect: Option<(f64, f64)>, p_value: f64) -> Split {
    let z = 1.959963984540054;
    let evidence = |(lower, upper): (f64, f64)| Evidence {
        estimate: (lower + upper) / 2.0,
        standard_error: (upper - lower) / (2.0 * z),
    };
    let difference = Difference {
        estimate: 0.0,
        standard_error: 1.0,
        statistic: 0.0,
        p_value,
    };
    Split {
        treatments: (0, 1),
        trials: usize::from(direct.is_some()),
        network: Evidence {
            estimate: 0.0,
            standard_error: 1.0,
        },
        direct: direct.map(evidence),
        indirect: indirect.map(evidence),
        proportion_direct: 0.5,
        difference: (direct.is_some() && indirect.is_some()).then_some(difference),
    }
}

fn judged(split: &Split, p_global: Option<f64>) -> DomainJudgement {
    let global = QTest {
        q: 0.0,
        df: usize::from(p_global.is_some()),
        p_value: p_global,
    };
    let (level, rule) = (Probability::NINETY_FIVE, IncoherenceRule::default());
    incoherence(split, level, global, range(), rule).unwrap()
}

fn basis(found: &DomainJudgement) -> &IncoherenceBasis {
    match &found.basis {
        Basis::Incoherence(basis) => basis,
        other => panic!("{other:?}"),
    }
}

#[test]
fn incoherence_of_two_sources_compares_areas() {
    let direct = Some((0.3, 0.9));
    let rows = [
        ((-0.1, 0.1), 1, MAJOR),
        ((0.1, 0.9), 2, SOME),
        ((0.4, 1.0), 3, NO),
        ((-0.9, -0.3), 1, MAJOR),
        ((-0.9, 0.1), 0, MAJOR),
    ];
    for (indirect, areas, expected) in rows {
        let found = judged(&split(direct, Some(indirect), 0.05), Some(0.001));
        assert_eq!(basis(&found).areas_alike, Some(areas), "{indirect:?}");
        assert_eq!(basis(&found).sources, Sources::Mixed);
        assert_eq!(found.by_rule, expected, "{indirect:?}");
        // A difference that chance explains is no concern, whatever the intervals and the network say.
        let found = judged(&split(direct, Some(indirect), 0.11), Some(0.001));
        assert_eq!(found.by_rule, NO, "{indirect:?}");
    }
    let at_the_border = judged(&split(direct, Some((-0.1, 0.1)), 0.10), None);
    assert_eq!(at_the_border.by_rule, MAJOR);
    let (level, rule) = (Probability::NINETY_FIVE, IncoherenceRule::default());
    let global = QTest {
        q: 0.0,
        df: 0,
        p_value: None,
    };
    let two = split(direct, Some((0.1, 0.9)), 0.01);
    let found = incoherence(&two, level, global, None, rule).unwrap();
    assert_eq!(found.by_rule, Judgement::NotAssessed);
}

#[test]
fn incoherence_of_one_source_asks_the_network() {
    let sides = [
        (split(Some((0.3, 0.9)), None, 1.0), Sources::DirectOnly),
        (split(None, Some((0.3, 0.9)), 1.0), Sources::IndirectOnly),
    ];
    let rows = [
        (Some(0.2), NO),
        (Some(0.10), SOME),
        (Some(0.06), SOME),
        (Some(0.05), MAJOR),
        (Some(0.01), MAJOR),
        (None, MAJOR),
    ];
    for (side, sources) in &sides {
        for (p, expected) in rows {
            let found = judged(side, p);
            assert_eq!(found.by_rule, expected, "{sources:?} {p:?}");
            assert_eq!(basis(&found).sources, *sources);
        }
    }
}

#[test]
fn levels_are_weighed() {
    let shares = |low, moderate, high, unknown| LevelShares {
        low,
        moderate,
        high,
        unknown,
    };
    let rows = [
        (shares(0.5, 0.25, 0.25, 0.0), [SOME, NO, MAJOR]),
        // Halves go upwards, and of equal shares the worse counts.
        (shares(0.5, 0.5, 0.0, 0.0), [SOME, SOME, SOME]),
        (shares(0.5, 0.0, 0.5, 0.0), [SOME, MAJOR, MAJOR]),
        (shares(0.0, 0.5, 0.5, 0.0), [MAJOR, MAJOR, MAJOR]),
        (shares(0.9, 0.1, 0.0, 0.0), [NO, NO, SOME]),
        (shares(1.0, 0.0, 0.0, 0.0), [NO, NO, NO]),
        (shares(0.0, 0.0, 1.0, 0.0), [MAJOR, MAJOR, MAJOR]),
        // Unknown cannot turn 0.9 low around on average or by majority, but any of it could be high.
        (
            shares(0.9, 0.0, 0.0, 0.1),
            [NO, NO, between(Concern::No, Concern::Major)],
        ),
        // At moderate the unknown is the largest, at high it is not.
        (
            shares(0.45, 0.3, 0.0, 0.25),
            [
                between(Concern::No, Concern::Some),
                between(Concern::No, Concern::Some),
                between(Concern::Some, Concern::Major),
            ],
        ),
        (shares(0.0, 0.0, 0.0, 1.0), [Judgement::NotAssessed; 3]),
    ];
    let rules = [
        WeighingRule::Average,
        WeighingRule::Majority,
        WeighingRule::Worst,
    ];
    for (shares, expected) in rows {
        for (rule, expected) in rules.into_iter().zip(expected) {
            assert_eq!(weigh(shares, rule).0, expected, "{shares:?} {rule:?}");
        }
    }
}

fn between(at_least: Concern, at_most: Concern) -> Judgement {
    Judgement::Between { at_least, at_most }
}

#[test]
fn a_trial_of_three_arms_counts_in_all_its_comparisons() {
    let trial = |study: &str, treatments: &[&str], covariance| TrialEstimates {
        study: study.to_owned(),
        treatments: treatments.iter().map(|t| (*t).to_owned()).collect(),
        estimates: vec![0.0; treatments.len() - 1],
        covariance,
    };
    let three = Matrix::from_fn(2, 2, |i, j| if i == j { 2.0 } else { 1.0 });
    let network = Network::from_trials(vec![
        trial("1", &["A", "B", "C"], three),
        trial("2", &["A", "B"], Matrix::from_fn(1, 1, |_, _| 2.0)),
    ])
    .unwrap();
    let fit = fitted(&network, Model::CommonEffect);
    for method in [
        ContributionMethod::RandomWalk,
        ContributionMethod::ShortestPath,
    ] {
        let shares = trial_shares(&fit, method).unwrap();
        for (share, exact) in shares.of(0, 1).unwrap().iter().zip([0.5, 0.5]) {
            assert_close!(*share, exact, "algebra", "{method:?}");
        }
        assert!(shares.of(0, 0).is_err() && shares.of(0, 3).is_err());
    }
}

#[test]
fn three_small_trials() {
    let trial = |estimate, standard_error| Evidence {
        estimate,
        standard_error,
    };
    let trials = [
        trial(1.0, 1.0),
        trial(1.5, 0.5),
        trial(2.0 / 3.0, 1.0 / 3.0),
    ];
    let found = small_study(&trials, 3).unwrap();
    assert_close!(found.slope, 1.0, "algebra", "slope");
    assert_close!(found.limit, 0.5, "algebra", "limit");
    assert_close!(found.standard_error.powi(2), 3.5, "algebra", "variance");
    let t = (2.0_f64 / 7.0).sqrt();
    let p = 1.0 - std::f64::consts::FRAC_2_PI * t.atan();
    assert_close!(found.p_value, p, "special", "p");
    assert_eq!(small_study(&trials, 10), None);
    let equal = [trial(1.0, 1.0), trial(2.0, 1.0), trial(4.0, 1.0)];
    assert_eq!(small_study(&equal, 3), None);
}

/// A domain that a person settled.
fn settled(domain: Domain, by_rule: Judgement) -> DomainJudgement {
    DomainJudgement {
        domain,
        by_rule,
        basis: Basis::Nothing,
        reason: "given",
        manual: None,
    }
}

#[test]
fn ratings_start_high_and_lose_levels() {
    let all = |judgements: [Judgement; 6]| -> Vec<DomainJudgement> {
        let pairs = Domain::ALL.into_iter().zip(judgements);
        pairs
            .map(|(domain, judgement)| settled(domain, judgement))
            .collect()
    };
    let apart = Downgrading::default();
    let once = Downgrading {
        related: Related::WorstOfThree,
        ..apart
    };
    // Bias, reporting, indirectness, imprecision, heterogeneity, incoherence.
    let rows = [
        ([NO; 6], Confidence::High, Confidence::High),
        (
            [SOME, NO, NO, NO, NO, NO],
            Confidence::Moderate,
            Confidence::Moderate,
        ),
        (
            [NO, NO, MAJOR, NO, NO, NO],
            Confidence::Low,
            Confidence::Low,
        ),
        (
            [NO, NO, NO, SOME, SOME, NO],
            Confidence::Low,
            Confidence::Moderate,
        ),
        (
            [NO, NO, NO, SOME, SOME, MAJOR],
            Confidence::VeryLow,
            Confidence::Low,
        ),
        (
            [SOME, NO, NO, SOME, SOME, NO],
            Confidence::VeryLow,
            Confidence::Low,
        ),
        ([MAJOR; 6], Confidence::VeryLow, Confidence::VeryLow),
    ];
    for (judgements, one_by_one, counted_once) in rows {
        let domains = all(judgements);
        assert_eq!(
            rate(&domains, apart, None).settled(),
            Some(one_by_one),
            "{judgements:?}"
        );
        assert_eq!(
            rate(&domains, once, None).settled(),
            Some(counted_once),
            "{judgements:?}"
        );
    }
    let open = between(Concern::No, Concern::Major);
    let mut domains = all([open, Judgement::NotAssessed, NO, SOME, NO, NO]);
    let rating = rate(&domains, apart, None);
    assert_eq!(
        (rating.at_best, rating.at_worst),
        (Confidence::Moderate, Confidence::VeryLow)
    );
    assert_eq!(rating.settled(), None);
    assert_eq!(rating.name(), "at most very low to moderate");
    assert_eq!(rating.downgraded_for, [Domain::Imprecision]);
    assert_eq!(rating.not_assessed, [Domain::ReportingBias]);
    // A person settles the first domain, and then the whole.
    domains[0].manual = Some(Manual {
        value: Concern::No,
        reason: "read it".into(),
    });
    let rating = rate(&domains, apart, None);
    assert_eq!(rating.name(), "at most moderate");
    assert_eq!(domains[0].reason(), "read it");
    let manual = Manual {
        value: Confidence::Low,
        reason: "all in all".into(),
    };
    assert_eq!(rate(&domains, apart, Some(manual)).name(), "low");
}

fn assessed(appraisal: &Appraisal) -> Vec<Certainty> {
    let fit = fitted(&triangle(), Model::CommonEffect);
    assess(&fit, appraisal, &CertaintyRules::default()).unwrap()
}

fn domain(certainty: &Certainty, domain: Domain) -> &DomainJudgement {
    let mut domains = certainty.domains.iter();
    domains.find(|d| d.domain == domain).unwrap()
}

#[test]
fn the_triangle_in_all_domains() {
    let appraisal = Appraisal {
        // A − B takes 2/3 from trial 1 and 1/6 from each of the others.
        within_study_bias: vec![Some(Level::Low), Some(Level::High), None],
        reporting: vec![((1, 0), Reporting::Suspected)],
        equivalence: range(),
        judgements: vec![ManualJudgement {
            treatments: (1, 0),
            domain: Domain::Indirectness,
            concern: Concern::No,
            reason: "the same people".into(),
        }],
        ratings: vec![ManualRating {
            treatments: (2, 0),
            rating: Confidence::VeryLow,
            reason: "one trial".into(),
        }],
        ..Appraisal::default()
    };
    let found = assessed(&appraisal);
    let [ab, ac, bc] = &found[..] else {
        panic!("three pairs");
    };
    let Basis::Shares(shares) = domain(ab, Domain::WithinStudyBias).basis else {
        panic!("shares");
    };
    let by_level = [shares.low, shares.moderate, shares.high, shares.unknown];
    for (share, exact) in by_level
        .into_iter()
        .zip([2.0 / 3.0, 0.0, 1.0 / 6.0, 1.0 / 6.0])
    {
        assert_close!(share, exact, "algebra", "level shares");
    }
    // The mean is 1 + 2/6 or, were trial 3 high, 1 + 4/6.
    let open = between(Concern::No, Concern::Some);
    assert_eq!(domain(ab, Domain::WithinStudyBias).judgement(), open);
    assert_eq!(domain(ab, Domain::ReportingBias).judgement(), SOME);
    assert_eq!(
        domain(ac, Domain::ReportingBias).judgement(),
        Judgement::NotAssessed
    );
    assert_eq!(domain(ab, Domain::Indirectness).judgement(), NO);
    assert_eq!(
        domain(ab, Domain::Indirectness).by_rule,
        Judgement::NotAssessed
    );
    // 4/3 ± 1.96 √(2/3) reaches −0.27; 8/3 stays above 1.07.
    assert_eq!(domain(ab, Domain::Imprecision).judgement(), MAJOR);
    assert_eq!(domain(ac, Domain::Imprecision).judgement(), NO);
    // A common effect predicts nothing.
    assert_eq!(
        domain(bc, Domain::Heterogeneity).judgement(),
        Judgement::NotAssessed
    );
    // z² = 1/3 for direct less indirect.
    assert_eq!(domain(ab, Domain::Incoherence).judgement(), NO);
    assert_eq!(ac.rating.settled(), Some(Confidence::VeryLow));
    assert_eq!(ab.rating.not_assessed, [Domain::Heterogeneity]);
    assert_eq!(ab.direct_trials, 1);
}

#[test]
fn what_cannot_be_is_said() {
    let error = |appraisal: Appraisal| {
        let fit = fitted(&triangle(), Model::CommonEffect);
        assess(&fit, &appraisal, &CertaintyRules::default()).unwrap_err()
    };
    let levels = Appraisal {
        within_study_bias: vec![None; 2],
        ..Appraisal::default()
    };
    assert!(
        error(levels)
            .to_string()
            .contains("2 levels of within-study bias for 3 trials")
    );
    let pair = Appraisal {
        reporting: vec![((0, 7), Reporting::Undetected)],
        ..Appraisal::default()
    };
    assert_eq!(error(pair), CertaintyError::NoPair(0, 7));
    let silent = ManualRating {
        treatments: (0, 1),
        rating: Confidence::High,
        reason: " ".into(),
    };
    let silent = Appraisal {
        ratings: vec![silent],
        ..Appraisal::default()
    };
    assert_eq!(error(silent), CertaintyError::NoReason(0, 1));
    let reference = Some(Tau2Reference::LogNormal { mean: 0.0, sd: 0.0 });
    let flat = Appraisal {
        tau2_reference: reference,
        ..Appraisal::default()
    };
    assert!(error(flat).to_string().contains("scale"));
    for (lower, upper) in [
        (0.0, 1.0),
        (-1.0, 0.0),
        (f64::NAN, 1.0),
        (-1.0, f64::INFINITY),
    ] {
        assert!(Equivalence::new(lower, upper).is_err(), "{lower} {upper}");
    }
    for ratio in [1.0, 0.0, -2.0, f64::NAN] {
        assert!(Equivalence::of_ratio(ratio).is_err(), "{ratio}");
    }
    assert!(imprecision(1.0, bounds(2.0, 3.0), range()).is_err());
    let rule = IncoherenceRule {
        global_major: 0.2,
        ..IncoherenceRule::default()
    };
    let rules = CertaintyRules {
        incoherence: rule,
        ..CertaintyRules::default()
    };
    let fit = fitted(&triangle(), Model::CommonEffect);
    let borders = assess(&fit, &Appraisal::default(), &rules).unwrap_err();
    assert!(matches!(borders, CertaintyError::Borders { .. }));
}

#[test]
fn trials_in_a_row_cannot_be_tested() {
    let row = network(&[
        contrast("1", "A", "B", 1.0, 0.1),
        contrast("2", "B", "C", 1.0, 0.1),
    ]);
    let tau2 = Model::RandomEffects(Tau2Method::Reml);
    let appraisal = Appraisal {
        equivalence: range(),
        ..Appraisal::default()
    };
    let found = assess(&fitted(&row, tau2), &appraisal, &CertaintyRules::default()).unwrap();
    for certainty in &found {
        assert_eq!(domain(certainty, Domain::Incoherence).judgement(), MAJOR);
        assert_eq!(domain(certainty, Domain::Imprecision).judgement(), NO);
    }
}
