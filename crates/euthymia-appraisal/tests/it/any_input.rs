//! Nothing panics, whatever is read.

use euthymia_appraisal::{Condition, Given, Tool, bundled_all};
use proptest::prelude::*;

proptest! {
    #[test]
    fn any_text_is_a_condition_or_an_error(text in "\\PC*") {
        let _ = Condition::read(&text);
    }

    #[test]
    fn any_words_of_the_language_are_a_condition_or_an_error(
        words in prop::collection::vec(
            prop::sample::select(vec![
                "(", ")", "[", "]", ",", "|", "not", "and", "or", "is", "are", "at", "least",
                "of", "domain", "domains", "some", "all", "points", "2", "1.1", "yes", "always",
            ]),
            0..60,
        ),
    ) {
        let _ = Condition::read(&words.join(" "));
    }

    #[test]
    fn any_text_is_a_tool_or_an_error(text in "\\PC*") {
        prop_assert!(Tool::parse(&text, |_| None).is_err());
    }

    #[test]
    fn any_answers_are_assessed(
        answers in prop::collection::btree_map("[0-9]\\.[0-9]", "\\PC{0,4}|Y|N|NI|PY|PN|NA", 0..12),
        judgements in prop::collection::btree_map("[0-9]|overall", "low|high|\\PC{0,3}", 0..4),
    ) {
        let given = Given { answers, judgements };
        for tool in bundled_all() {
            let _ = tool.assess(&given);
        }
    }
}

#[test]
fn brackets_without_end_are_an_error() {
    let text = "(".repeat(100_000);
    assert!(Condition::read(&text).is_err());
    let text = "not ".repeat(100_000);
    assert!(Condition::read(&text).is_err());
}
