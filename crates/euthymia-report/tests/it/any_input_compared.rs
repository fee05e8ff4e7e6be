//! Tables and figures of any network: no panic, and every table whole.

use crate::compared_cases::{arms, assert_sound, contrasts, options, whole};
use euthymia_plot::SvgOptions;
use euthymia_report::compared::tables::{Which, tables};
use euthymia_report::compared::{
    CompareOptions, Compared, FurtherModel, ModelOptions, NetworkMeasure, NodeChoice, Prior,
    against_reference_view, compared, figures,
};
use euthymia_synthesis::bayes::TauPrior;
use proptest::prelude::*;

fn assert_presentable(compared: &Compared) {
    assert_sound(&against_reference_view(compared));
    let all: Vec<Which> = Which::ALL.into_iter().chain(Which::LONG).collect();
    for view in tables(compared, &all) {
        assert_sound(&view);
    }
    let drawn = figures(compared);
    assert!(drawn.iter().any(|figure| figure.id == "network"));
    for figure in &drawn {
        assert!(!figure.title.is_empty());
        let svg = figure.scene.to_svg(&SvgOptions::default());
        assert!(!svg.contains("NaN"), "{}", figure.id);
    }
    let ids: std::collections::BTreeSet<&str> = drawn.iter().map(|f| f.id.as_str()).collect();
    assert_eq!(ids.len(), drawn.len());
}

#[test]
fn small_and_broken_networks() {
    let or = options(NetworkMeasure::OddsRatio);
    let cases = [
        arms(&[("1", "a", 10, 20), ("1", "placebo", 5, 20)]),
        arms(&[("1", "a", 0, 20), ("1", "placebo", 5, 20)]),
        arms(&[
            ("1", "a", 10, 20),
            ("1", "p", 5, 20),
            ("2", "b", 10, 20),
            ("2", "p", 5, 20),
            ("3", "c", 10, 20),
            ("3", "p", 5, 20),
        ]),
        arms(&[
            ("1", "a", 10, 20),
            ("1", "p", 5, 20),
            ("2", "b", 10, 20),
            ("2", "c", 5, 20),
            ("3", "c", 0, 20),
            ("3", "d", 0, 20),
        ]),
    ];
    for data in cases {
        assert_presentable(&whole(&data, &or));
        let reml = CompareOptions::of(NetworkMeasure::OddsRatio, or.better);
        let reml = CompareOptions {
            draws: or.draws,
            important: Some(1.25),
            baseline: Some(0.2),
            ..reml
        };
        assert_presentable(&whole(&data, &reml));
    }
    let apart = contrasts(&[("1", "A", "B+C", 1.0), ("2", "C", "D", 2.0)]);
    assert_presentable(&whole(&apart, &options(NetworkMeasure::Generic)));
    assert_presentable(&whole(&apart, &options(NetworkMeasure::HazardRatio)));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn any_input_is_presented(
        rows in prop::collection::vec((0_usize..5, 0_usize..5, 0_u64..21, 1_u64..21), 2..16),
        measure in 0_usize..3,
        important in prop::option::of(-1.0_f64..3.0),
        baseline in prop::option::of(-0.5_f64..1.5),
    ) {
        const TRIALS: [&str; 5] = ["1", "2", "3", "4", "5"];
        const NODES: [&str; 5] = ["a", "b", "a+b", "c_d", "placebo"];
        let rows: Vec<(&str, &str, u64, u64)> = rows
            .into_iter()
            .map(|(trial, node, events, n)| (TRIALS[trial], NODES[node], events.min(n), n))
            .collect();
        // All but those that draw for seconds.
        let models = FurtherModel::ALL.into_iter();
        let further = ModelOptions {
            models: models.filter(|model| *model != FurtherModel::BayesBinomial).collect(),
            prior: Some(Prior {
                tau: TauPrior::HalfNormal { scale: 0.5 },
                words: "half-normal:0.5".to_owned(),
                caution: None,
            }),
            ..ModelOptions::default()
        };
        let options = CompareOptions {
            important,
            baseline,
            further,
            ..options(NetworkMeasure::ALL[measure])
        };
        let found = compared(&arms(&rows), &NodeChoice::named("any"), &options);
        if let Ok(found) = found {
            assert_presentable(&found);
        }
    }
}
