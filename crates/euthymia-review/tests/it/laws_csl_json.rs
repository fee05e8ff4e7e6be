//! What is written as CSL-JSON is read back.

use euthymia_review::format::csl_json;
use euthymia_review::{Context, Format, Record, parse, split};
use proptest::prelude::*;

use super::records::{by_tag, record};

fn read(text: &str) -> Vec<Record> {
    split(Format::CslJson, text.as_bytes())
        .map(|piece| {
            let reading = parse(Format::CslJson, &piece.unwrap(), &Context::default());
            reading.record.unwrap_or_default()
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn laws_a_record_comes_back_whole(records in proptest::collection::vec(record(), 1..4)) {
        let written = csl_json::write(&records);
        prop_assert_eq!(&written.losses, &Vec::new());
        let found: Vec<_> = read(&written.text).into_iter().map(by_tag).collect();
        let expected: Vec<_> = records.into_iter().map(by_tag).collect();
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn laws_writing_twice_gives_the_same_text(records in proptest::collection::vec(record(), 1..3)) {
        let once = csl_json::write(&records).text;
        prop_assert_eq!(csl_json::write(&read(&once)).text, once);
    }
}
