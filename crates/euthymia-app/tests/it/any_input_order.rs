//! Any words for an order.

use euthymia_app::review::{Model, ReadingOrder, Settings, Stage, Strategy, strategy_from_word};
use euthymia_review::log::Ranked;
use proptest::prelude::*;
use proptest::strategy::Strategy as Drawn;

fn strategies() -> impl Drawn<Value = Strategy> {
    prop_oneof![
        Just(Strategy::Likeliest),
        Just(Strategy::Uncertain),
        (0.0..=1.0).prop_map(Strategy::Mixed),
    ]
}

fn orders() -> impl Drawn<Value = ReadingOrder> {
    let learnt = (
        prop::sample::select(Model::ALL.to_vec()),
        strategies(),
        any::<u64>(),
        prop::collection::vec(any::<String>(), 0..3),
    );
    prop_oneof![
        Just(ReadingOrder::Queue),
        any::<u64>().prop_map(ReadingOrder::Random),
        learnt.prop_map(|(model, strategy, seed, known)| ReadingOrder::Learnt {
            settings: Settings {
                model,
                strategy,
                seed
            },
            known,
        }),
    ]
}

proptest! {
    #[test]
    fn laws_what_the_log_keeps_of_an_order_gives_it_back(order in orders()) {
        let ranked = order.ranked(Stage::FullText);
        prop_assert_eq!(ReadingOrder::of(&ranked), Some(order));
        let text = serde_json::to_string(&ranked).unwrap();
        let read: Ranked = serde_json::from_str(&text).unwrap();
        prop_assert_eq!(read, ranked);
    }

    #[test]
    fn any_input_of_words_is_an_order_or_none(model in any::<String>(), seed in any::<u64>()) {
        let known = Vec::new();
        let stage = Stage::TitleAbstract;
        let order = ReadingOrder::of(&Ranked { stage, model: model.clone(), seed, known });
        prop_assert_eq!(order.map(|own| own.ranked(stage).model).unwrap_or(model.clone()), model.clone());
        if let Some(Strategy::Mixed(share)) = strategy_from_word(&model) {
            prop_assert!((0.0..=1.0).contains(&share));
        }
    }
}

#[test]
fn spec_an_order_without_known_texts_is_read_from_older_logs() {
    let text = r#"{"stage":"full_text","model":"random","seed":7}"#;
    let ranked: Ranked = serde_json::from_str(text).expect("an event");
    assert_eq!(ReadingOrder::of(&ranked), Some(ReadingOrder::Random(7)));
}
