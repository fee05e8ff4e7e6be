//! A group beside what was published: words, tables and figure.

use euthymia_cohort::proportion::Proportion;
use euthymia_numerics::Probability;
use euthymia_report::against::{
    Against, Published, Question, against, figure, limits, sensitivity_view, view,
};
use euthymia_synthesis::effect::proportion::Count;
use euthymia_synthesis::map_prior::MapOptions;

fn held(events: u64, n: u64, published: Published) -> Against {
    against(Question {
        name: "Our clinic".to_owned(),
        title: "Our clinic beside a paper".to_owned(),
        clinic: Proportion::new(events, n).expect("a count"),
        published,
        options: MapOptions::default(),
        vague: Probability::new(0.2).expect("a weight"),
        level: Probability::NINETY_FIVE,
    })
    .expect("a comparison")
}

fn count(events: u64, n: u64) -> Published {
    Published::Count(Count::new(events, n).expect("a count"))
}

#[test]
fn a_conflict_is_said_and_agreement_is_not() {
    let conflict = view(&held(0, 40, count(30, 60)), None).notes.join("\n");
    assert!(conflict.contains("are in conflict") && conflict.contains("fewer than"));
    let agreement = view(&held(20, 40, count(30, 60)), None).notes.join("\n");
    assert!(!agreement.contains("are in conflict") && agreement.contains("within"));
}

#[test]
fn the_table_of_weights_runs_from_trust_to_none() {
    let table = sensitivity_view(&held(4, 21, count(30, 60))).expect("a prior");
    assert_eq!(table.rows.len(), 5);
    assert!(sensitivity_view(&held(4, 21, Published::Rate(0.5))).is_none());
}

#[test]
fn the_limits_are_always_named() {
    let text = limits(&held(4, 21, Published::Rate(0.5)), None).join("\n");
    for limit in ["Regression to the mean", "Expectation", "Exchangeability"] {
        assert!(text.contains(limit), "{limit}");
    }
}

#[test]
fn the_figure_says_the_counts() {
    let text = figure(&held(4, 21, count(30, 60)))
        .to_scene()
        .text_alternative()
        .to_owned();
    assert!(text.contains("4/21") && text.contains("30/60"), "{text}");
}
