//! What holds for any record held against any protocol.

use crate::records::patient;
use euthymia_clinical::answer::Answer;
use euthymia_clinical::patient::{CheckState, Patient};
use euthymia_clinical::protocol::bundled_all;
use euthymia_clinical::protocol::cautions::{Background, flags};
use euthymia_clinical::protocol::record_key::{conditions, medicines};
use proptest::prelude::*;
use std::collections::BTreeMap;

/// Present, excluded, unknown or not there, for every key.
fn states(keys: usize) -> impl Strategy<Value = Vec<Option<CheckState>>> {
    let state = prop::option::of(prop::sample::select(CheckState::ALL.to_vec()));
    prop::collection::vec(state, keys)
}

fn background(states: (Vec<Option<CheckState>>, Vec<Option<CheckState>>)) -> Background {
    let table = |keys: Vec<&String>, states: Vec<Option<CheckState>>| -> BTreeMap<_, _> {
        let pairs = keys.into_iter().zip(states);
        pairs
            .filter_map(|(key, state)| Some((key.clone(), state?)))
            .collect()
    };
    Background {
        conditions: table(conditions().iter().map(|key| &key.id).collect(), states.0),
        medicines: table(medicines().iter().map(|key| &key.id).collect(), states.1),
    }
}

fn backgrounds() -> impl Strategy<Value = Background> {
    (states(conditions().len()), states(medicines().len())).prop_map(background)
}

fn record(is_complete: Option<bool>) -> Patient {
    Patient {
        history_complete: is_complete,
        ..patient(Vec::new())
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_is_present_is_a_yes_and_a_gap_names_its_key(
        background in backgrounds(), complete in prop::option::of(any::<bool>()),
    ) {
        for protocol in bundled_all() {
            for flag in flags(protocol, &record(complete), &background) {
                let (table, key) = flag.key.split_once(' ').unwrap();
                let states = if table == "[conditions]" { &background.conditions } else { &background.medicines };
                let finding = &flag.finding;
                if states.get(key) == Some(&CheckState::Present) {
                    prop_assert_eq!(finding.answer, Answer::Yes, "{:?}", flag);
                }
                if finding.answer == Answer::CannotSay {
                    prop_assert!(finding.missing_fields().contains(&flag.key), "{:?}", flag);
                    prop_assert_ne!(states.get(key), Some(&CheckState::Excluded));
                }
            }
        }
    }

    #[test]
    fn what_is_found_too_never_undoes_a_yes(background in backgrounds(), at in any::<prop::sample::Index>()) {
        let mut more = background.clone();
        let key = &conditions()[at.index(conditions().len())];
        more.conditions.insert(key.id.clone(), CheckState::Present);
        for protocol in bundled_all() {
            let before = flags(protocol, &record(None), &background);
            let after = flags(protocol, &record(None), &more);
            for (before, after) in before.iter().zip(&after) {
                if before.finding.answer == Answer::Yes {
                    prop_assert_eq!(after.finding.answer, Answer::Yes, "{} {:?}", key.id, after);
                }
            }
        }
    }
}
