//! Nothing panics on any bytes, and nothing is read from a damaged line.

use euthymia_review::{Log, Protocol, Target, Time};
use proptest::prelude::*;

use crate::workplace::{Workplace, note, review, stamp};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_log_of_any_bytes_is_opened_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let place = Workplace::new();
        let path = place.join("log.jsonl");
        std::fs::write(&path, &bytes).unwrap();
        prop_assert!(Log::open(&path).is_err());
    }

    #[test]
    fn a_changed_byte_changes_no_entry(at in any::<prop::sample::Index>(), by in 1_u8..) {
        let place = Workplace::new();
        let mut folder = review(&place);
        folder.append(&stamp("kd", 1), vec![note("one"), note("zwei — ä")]).unwrap();
        folder.append(&stamp("mb", 2), vec![note("three")]).unwrap();
        let path = folder.path().join("log.jsonl");
        let mut bytes = std::fs::read(&path).unwrap();
        let at = at.index(bytes.len());
        bytes[at] ^= by;
        std::fs::write(&path, &bytes).unwrap();
        if let Ok(log) = Log::open(&path) {
            let known = folder.log().entries();
            prop_assert!(known.starts_with(log.entries()));
            let is_whole = log.entries().len() == known.len();
            prop_assert!(is_whole || !log.told().is_empty());
        }
    }

    #[test]
    fn any_text_is_a_name_or_none(text in any::<String>()) {
        if let Ok(target) = text.parse::<Target>() {
            prop_assert_eq!(target.to_string().parse(), Ok(target));
        }
        if let Ok(time) = text.parse::<Time>() {
            prop_assert_eq!(time.to_string(), text.clone());
        }
        let _ = Protocol::read(&text);
    }

    #[test]
    fn a_template_can_be_read_with_any_title(title in any::<String>(), reviewer in "[a-z{}\"]{1,9}") {
        let protocol = Protocol::read(&Protocol::template(&title, &reviewer)).unwrap();
        prop_assert_eq!(protocol.title, Some(title));
        prop_assert_eq!(&protocol.reviewers[0].id, &reviewer);
    }
}
