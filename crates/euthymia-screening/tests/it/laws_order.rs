//! What must hold of every order.

use euthymia_numerics::random::Random;
use euthymia_screening::text::{Corpus, Matrix};
use euthymia_screening::{Known, Model, Plan, Ranker, Settings, Strategy, simulate};

/// Invented texts of two kinds, each from its own words and common ones.
fn texts(count: usize, seed: u64) -> (Vec<String>, Vec<bool>) {
    let mut random = Random::new(seed, 0);
    let labels: Vec<bool> = (0..count).map(|_| random.below(6) == 0).collect();
    let text = |is_in: &bool| {
        let words = (0..30).map(|_| match random.below(4) {
            0 if *is_in => format!("in{}", random.below(40)),
            0 => format!("out{}", random.below(60)),
            _ => format!("word{}", random.below(300)),
        });
        words.collect::<Vec<_>>().join(" ")
    };
    (labels.iter().map(text).collect(), labels)
}

fn settings(model: Model) -> Settings {
    Settings {
        model,
        seed: 7,
        ..Settings::default()
    }
}

#[test]
fn the_words_of_an_explanation_add_up_to_the_score() {
    let (texts, labels) = texts(80, 1);
    let decisions: Vec<Option<bool>> = labels.iter().take(50).map(|own| Some(*own)).collect();
    for model in Model::ALL {
        let mut ranker = Ranker::new(&texts, &[], settings(model));
        assert_eq!(ranker.explain(60), None);
        ranker.retrain(&decisions);
        for place in [0, 20, 55, 79] {
            let why = ranker.explain(place).unwrap();
            let sum: f64 = why.words.iter().map(|(_, part)| part).sum();
            let sum = why.intercept + sum + why.own;
            assert!((sum - why.score).abs() < 1e-9, "{model:?} {place}");
        }
        assert_eq!(ranker.explain(80), None);
    }
}

#[test]
fn an_order_does_not_depend_on_earlier_orders() {
    let (texts, labels) = texts(120, 2);
    for model in Model::ALL {
        for strategy in [Strategy::Likeliest, Strategy::Mixed(0.3)] {
            let settings = Settings {
                strategy,
                ..settings(model)
            };
            let decisions: Vec<_> = labels.iter().take(60).map(|own| Some(*own)).collect();
            let mut fresh = Ranker::new(&texts, &[], settings);
            let mut used = fresh.clone();
            used.retrain(&decisions[..20]);
            used.retrain(&decisions[..41]);
            let order = fresh.retrain(&decisions);
            assert_eq!(order, used.retrain(&decisions));
            let mut sorted = order;
            sorted.sort_unstable();
            assert_eq!(sorted, (60..120).collect::<Vec<_>>());
        }
    }
}

#[test]
fn texts_that_come_later_are_read_as_if_they_had_been_there() {
    let (texts, labels) = texts(100, 3);
    let decisions: Vec<_> = labels.iter().take(40).map(|own| Some(*own)).collect();
    let mut at_once = Ranker::new(&texts, &[], settings(Model::Svm));
    let mut later = Ranker::new(&texts[..70], &[], settings(Model::Svm));
    later.add(&texts[70..]);
    assert_eq!(at_once.retrain(&decisions), later.retrain(&decisions));
}

#[test]
fn many_texts_are_counted_as_few_are() {
    let (texts, _) = texts(1500, 4);
    let parallel = Corpus::of(&texts);
    let mut one_by_one = Corpus::default();
    texts.iter().for_each(|text| one_by_one.add(&[text]));
    assert_eq!(parallel.terms(), one_by_one.terms());
    for text in [0, 749, 750, 1499] {
        let ours: Vec<_> = parallel.counts(text).collect();
        assert_eq!(ours, one_by_one.counts(text).collect::<Vec<_>>());
    }
    for term in 0..parallel.terms() as u32 {
        assert_eq!(parallel.term(term), one_by_one.term(term));
    }
}

#[test]
fn criteria_in_words_put_texts_alike_to_them_first() {
    let texts = [
        "diet of rats",
        "sleep of rats",
        "infusion of ketamine in depression",
    ];
    let criteria = Known {
        text: "Trials of ketamine for depression".to_owned(),
        is_in: true,
    };
    let mut ranker = Ranker::new(&texts, &[criteria], Settings::default());
    assert_eq!(ranker.retrain(&[]).first(), Some(&2));
    let order = ranker.retrain(&[Some(false)]);
    assert_eq!(order, [2, 1]);
}

#[test]
fn a_model_finds_the_included_texts_sooner_than_chance() {
    let (texts, labels) = texts(400, 5);
    for model in Model::ALL {
        let plan = Plan {
            model,
            batch: if model == Model::Forest { 40 } else { 5 },
            ..Plan::default()
        };
        let matrix = Matrix::of(&Corpus::of(&texts), &model.weighting());
        let replays = simulate(&matrix, &labels, &plan, &[1, 2, 3], &mut |_| ()).unwrap();
        assert_eq!(replays.len(), 3);
        for replay in &replays {
            let half = replay.discovery.read_for(0.5) as f64;
            assert!(half < 0.35 * 400.0, "{model:?}: half after {half}");
        }
        let again = simulate(&matrix, &labels, &plan, &[3], &mut |_| ()).unwrap();
        assert_eq!(again.first(), replays.last());
    }
}

#[test]
fn scoring_lazily_changes_no_order() {
    let (texts, labels) = texts(300, 6);
    let matrix = Matrix::of(&Corpus::of(&texts), &Model::Svm.weighting());
    let lazy = Plan::default();
    // Nothing is drawn, but all texts are scored.
    let full = Plan {
        strategy: Strategy::Mixed(0.0),
        ..lazy
    };
    for seed in 1..=5 {
        let ranks = |plan: &Plan| {
            let replays = simulate(&matrix, &labels, plan, &[seed], &mut |_| ()).unwrap();
            replays.first().unwrap().discovery.clone()
        };
        assert_eq!(ranks(&lazy), ranks(&full));
    }
}
