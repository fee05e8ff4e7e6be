//! Nothing panics, whatever the texts and decisions.

use euthymia_screening::text::{Corpus, Matrix, for_each_word};
use euthymia_screening::{
    Discovery, Known, Model, Plan, Ranker, Settings, Strategy, replay, replay_from,
};
use proptest::collection::vec;
use proptest::prelude::{ProptestConfig, any, prop_assert, prop_assert_eq, proptest};
use proptest::strategy::Strategy as Drawn;

fn model() -> impl Drawn<Value = Model> {
    (0..Model::ALL.len()).prop_map(|place| Model::ALL[place])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_input_is_put_in_order(
        texts in vec(".{0,30}", 0..12),
        decisions in vec(any::<Option<bool>>(), 0..15),
        known in vec((".{0,20}", any::<bool>()), 0..3),
        (model, seed, share) in (model(), any::<u64>(), any::<f64>()),
    ) {
        let known: Vec<Known> = known
            .into_iter()
            .map(|(text, is_in)| Known { text, is_in })
            .collect();
        for strategy in [Strategy::Likeliest, Strategy::Uncertain, Strategy::Mixed(share)] {
            let settings = Settings { model, strategy, seed };
            let mut ranker = Ranker::new(&texts, &known, settings);
            let mut order = ranker.retrain(&decisions);
            order.sort_unstable();
            let open: Vec<usize> = (0..texts.len())
                .filter(|&place| decisions.get(place).copied().flatten().is_none())
                .collect();
            prop_assert_eq!(order, open);
            for place in 0..texts.len() + 1 {
                let _ = ranker.explain(place);
            }
        }
    }

    #[test]
    fn any_input_is_read_again(
        texts in vec("[a-d ]{0,12}", 0..14),
        labels in vec(any::<bool>(), 0..14),
        (model, seed) in (model(), any::<u64>()),
        (known_in, known_out, batch) in (0_usize..4, 0_usize..4, 0_usize..5),
        known in vec(0_usize..20, 0..4),
    ) {
        let plan = Plan { model, strategy: Strategy::Likeliest, known_in, known_out, batch };
        let matrix = Matrix::of(&Corpus::of(&texts), &model.weighting());
        for replay in [
            replay(&matrix, &labels, &plan, seed),
            replay_from(&matrix, &labels, &plan, seed, &known),
        ]
        .into_iter()
        .flatten()
        {
            let found = replay.discovery.ranks().len();
            let known = replay.known.iter().filter(|&&row| labels[row]).count();
            prop_assert_eq!(found + known, labels.iter().filter(|own| **own).count());
        }
    }

    #[test]
    fn any_input_is_cut_into_words(text in any::<String>()) {
        for_each_word(&text, |word| assert!(word.chars().count() > 1));
    }

    #[test]
    fn any_input_of_ranks_is_measured(texts in 0_usize..30, ranks in vec(0_usize..35, 0..10), share in any::<f64>()) {
        if let Some(found) = Discovery::of(texts, ranks) {
            let _ = (found.read_for(share), found.recall_after(share), found.work_saved(share));
            prop_assert!((0.0..=1.0).contains(&found.recall_after(0.5)));
            prop_assert!(found.loss().is_none_or(|loss| (0.0..=1.0).contains(&loss)));
        }
    }
}
