//! R on risks at a baseline: closed ends, slopes by differences, and exact quantiles by integration.

use euthymia_numerics::Probability;
use euthymia_synthesis::effect::Effect;
use euthymia_synthesis::effect::latent::Latent;
use euthymia_synthesis::network::absolute::{
    AbsoluteRisk, Baseline, RiskFrom, RiskInterval, absolute_risk,
};
use euthymia_synthesis::network::{Better, Draws};
use euthymia_testkit::Comparison;
use euthymia_testkit::reference::{self, Json};

fn from(name: &str) -> RiskFrom {
    let event = Better::Smaller;
    match name {
        "odds_ratio" => RiskFrom::OddsRatio,
        "risk_ratio" => RiskFrom::RiskRatio,
        "risk_difference" => RiskFrom::RiskDifference,
        "hazard_ratio" => RiskFrom::HazardRatio,
        "standardised_odds" => RiskFrom::StandardisedOdds {
            latent: Latent::Logistic,
            event,
        },
        "standardised_normal" => RiskFrom::StandardisedNormal { event },
        _ => panic!("{name}"),
    }
}

fn compare(
    all: &mut Comparison,
    json: &Json,
    place: &str,
    found: &AbsoluteRisk,
    (kind, tolerance): (&str, &str),
) {
    for (name, limits) in [
        ("risk", found.risk_limits),
        ("difference", found.difference_limits),
    ] {
        for (i, limit) in [limits.lower, limits.upper].into_iter().enumerate() {
            let at = format!("{place}.{kind}.{name}.{i}");
            let value = limit.possible().unwrap();
            all.compare(kind, value, json.number(&at), tolerance, &at);
        }
    }
}

#[test]
fn risks_and_their_limits() {
    let json = reference::json("expected/network/absolute.json");
    let mut all = Comparison::new("absolute risks");
    let (logit, se) = (json.number("logit").value, json.number("logit_se").value);
    let uncertain = Baseline::estimated(&Effect::new(logit, se * se).unwrap()).unwrap();
    let known = Baseline::known(Probability::new(uncertain.risk()).unwrap()).unwrap();
    let draws = RiskInterval::Draws(Draws {
        count: 200_000,
        seed: 11,
        threads: 2,
    });
    let cases = json.get("cases").unwrap().as_array().unwrap().len();
    for case in 0..cases {
        let place = format!("cases.{case}");
        let number = |key: &str| json.number(&format!("{place}.{key}"));
        let name = json
            .get(&format!("{place}.from"))
            .unwrap()
            .as_str()
            .unwrap();
        let effect = Effect::new(number("effect").value, number("se").value.powi(2)).unwrap();
        let of = |baseline, interval| {
            absolute_risk(
                &effect,
                from(name),
                baseline,
                interval,
                Probability::NINETY_FIVE,
            )
            .unwrap()
        };
        let ends = of(&known, RiskInterval::Endpoints);
        all.compare(
            "risk",
            ends.risk.possible().unwrap(),
            number("risk"),
            "algebra",
            name,
        );
        let difference = ends.difference.possible().unwrap();
        all.compare(
            "difference",
            difference,
            number("difference"),
            "algebra",
            name,
        );
        let delta_known = of(&known, RiskInterval::Delta);
        let delta = of(&uncertain, RiskInterval::Delta);
        compare(&mut all, &json, &place, &ends, ("endpoints", "algebra"));
        compare(
            &mut all,
            &json,
            &place,
            &delta_known,
            ("delta_known", "estimate"),
        );
        compare(&mut all, &json, &place, &delta, ("delta", "estimate"));
        compare(
            &mut all,
            &json,
            &place,
            &of(&uncertain, draws),
            ("exact", "seeded_draws"),
        );
    }
    all.finish(6 * 18);
}
