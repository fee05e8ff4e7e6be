//! Woods BS, Hawkins N, Scott DA. BMC Med Res Methodol 2010;10:54: deaths in trials for chronic
//! obstructive pulmonary disease, counts by arm (as in metadat's `dat.woods2010`; page not verified).

use crate::network_cases::published;
use euthymia_synthesis::effect::proportion::Count;
use euthymia_synthesis::effect::zero_cells::ZeroCells;
use euthymia_synthesis::network::{Arm, CountMeasure, from_counts};
use euthymia_testkit::assert_close;

const ARMS: [(&str, &str, u64, u64); 8] = [
    ("Boyd 1997", "Salmeterol", 1, 229),
    ("Boyd 1997", "Placebo", 1, 227),
    ("Calverly 2003", "Fluticasone", 4, 374),
    ("Calverly 2003", "Salmeterol", 3, 372),
    ("Calverly 2003", "SFC", 2, 358),
    ("Calverly 2003", "Placebo", 7, 361),
    ("Celli 2003", "Salmeterol", 1, 554),
    ("Celli 2003", "Placebo", 2, 270),
];

fn arms() -> Vec<Arm<Count>> {
    let arm = |(study, treatment, events, n): &(&str, &str, u64, u64)| Arm {
        study: (*study).into(),
        treatment: (*treatment).into(),
        result: Count::new(*events, *n).unwrap(),
    };
    ARMS.iter().map(arm).collect()
}

#[test]
fn counts_make_the_contrasts_that_were_analysed() {
    let made = from_counts(&arms(), CountMeasure::OddsRatio, &ZeroCells::RATIO).unwrap();
    let (_, printed) = published("woods2010_OR");
    assert!(made.uninformative.is_empty());
    let mut compared = 0;
    for (own, other) in made.network.trials().iter().zip(printed.trials()) {
        assert_eq!(own.label(), other.label());
        let place = |network: &euthymia_synthesis::network::Network, arm: usize| {
            network.treatments()[arm].clone()
        };
        let find = |arm: usize| {
            let name = place(&made.network, arm);
            let mut arms = other.arms().iter();
            arms.position(|a| place(&printed, *a) == name).unwrap()
        };
        let (first, second) = (find(own.arms()[0]), find(own.arms()[1]));
        let found = own.values()[1] - own.values()[0];
        let expected = other.values()[second] - other.values()[first];
        assert_close!(found, expected, "estimate", "{}", own.label());
        compared += 1;
    }
    assert_eq!(compared, 3);
}

#[test]
fn covariances_from_counts_give_the_same_fit() {
    use euthymia_synthesis::network::{Model, Tau2Method};
    let made = from_counts(&arms(), CountMeasure::OddsRatio, &ZeroCells::RATIO).unwrap();
    let fit = crate::network_cases::fitted(
        &made.network,
        Model::RandomEffects(Tau2Method::DerSimonianLaird),
    );
    let (json, _) = published("woods2010_OR");
    let names = crate::network_cases::strings(&json, "DL.trts");
    let place = |name: &String| made.network.treatment(name).unwrap();
    for (i, one) in names.iter().enumerate() {
        for (j, other) in names.iter().enumerate().filter(|(j, _)| *j != i) {
            let found = fit.compare(place(one), place(other)).unwrap();
            let expected = |key: &str| json.number(&format!("DL.{key}.{i}.{j}"));
            assert_close!(
                found.estimate,
                expected("TE_random"),
                "estimate",
                "{one} {other}"
            );
            assert_close!(
                found.standard_error,
                expected("seTE_random"),
                "estimate",
                "{one}"
            );
        }
    }
    assert_close!(
        fit.heterogeneity.unwrap().q,
        json.number("DL.Q"),
        "estimate",
        "Q"
    );
}
