//! Absolute effects and certainty as a published summary of findings prints them.
//!
//! Clarke MJ et al. Compression stockings for preventing deep vein thrombosis in airline passengers.
//! Cochrane Database Syst Rev 2021, CD004002: table T1 of the EBM Guidelines, which reprints its summary
//! of findings. Symptomless thrombosis OR 0.10 (0.04 to 0.25), 10 and 30 per 1,000 without stockings, 1
//! (0 to 3) and 3 (1 to 8) with them; superficial thrombosis OR 0.45 (0.18 to 1.13), 13 per 1,000, 6 (2
//! to 15), certainty moderate.

use euthymia_numerics::Probability;
use euthymia_report::grade::rules::{Size, imprecision};
use euthymia_report::grade::{
    Aspect, Domain, Overall, Proposal, Rated, Start, Steps, Thresholds, absolute, baseline_of,
};
use euthymia_report::pooled::{Candidate, Inputs, PoolOptions, Pooled, pool};
use euthymia_synthesis::effect::two_by_two::TwoByTwo;
use euthymia_synthesis::measure::Measure;
use euthymia_synthesis::network::absolute::Baseline;
use euthymia_synthesis::pairwise::Bounds;

/// An analysis whose pooled odds ratio is the printed one.
fn printed(estimate: f64, lower: f64, upper: f64) -> Pooled {
    let table = TwoByTwo::new(10, 50, 20, 50).expect("a table");
    let study = Candidate::new("A", Inputs::TwoProportions(table));
    let mut pooled = pool(vec![study], &PoolOptions::of(Measure::OddsRatio)).expect("pooled");
    pooled.summary.estimate = f64::ln(estimate);
    pooled.summary.bounds = Bounds {
        lower: f64::ln(lower),
        upper: f64::ln(upper),
    };
    pooled
}

#[test]
fn risks_of_a_thousand_are_those_printed() {
    for (ratio, baseline, expected) in [
        ([0.10, 0.04, 0.25], 0.010, [1.0, 0.0, 3.0]),
        ([0.10, 0.04, 0.25], 0.030, [3.0, 1.0, 8.0]),
        ([0.45, 0.18, 1.13], 0.013, [6.0, 2.0, 15.0]),
    ] {
        let pooled = printed(ratio[0], ratio[1], ratio[2]);
        let risk = Probability::new(baseline).expect("a risk");
        let own = baseline_of(&pooled, Baseline::known(risk).ok()).expect("a baseline");
        let found = absolute(&pooled, own).expect("risks");
        let difference = found.difference.expect("possible");
        let per_thousand = |risk: f64| (1000.0 * risk).round();
        let seen = [
            found.risk.expect("possible"),
            baseline + difference.bounds.lower,
            baseline + difference.bounds.upper,
        ];
        assert_eq!(seen.map(per_thousand), expected, "{ratio:?}");
    }
}

#[test]
fn an_interval_that_crosses_no_effect_makes_high_moderate() {
    let thresholds = Thresholds::new(&[1.0], Measure::OddsRatio).expect("thresholds");
    let size = Size {
        patients: Some(1804),
        optimal: None,
        risk_ratio: Some(0.45),
    };
    let bounds = Bounds {
        lower: 0.18,
        upper: 1.13,
    };
    let rated = |domain, proposal| Rated {
        aspect: Aspect::Down(domain),
        proposal,
        person: None,
    };
    let fine = |domain| {
        rated(
            domain,
            Proposal {
                steps: Steps::Settled(0),
                because: "as printed".to_owned(),
            },
        )
    };
    let all = [
        fine(Domain::RiskOfBias),
        fine(Domain::Inconsistency),
        fine(Domain::Indirectness),
        rated(
            Domain::Imprecision,
            imprecision(bounds, Some(&thresholds), &size),
        ),
        fine(Domain::PublicationBias),
    ];
    assert_eq!(
        Overall::of(Start::Randomised, &all, None).name(),
        "moderate"
    );
}
