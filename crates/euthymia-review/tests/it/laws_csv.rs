//! What a table of ours holds, it gives back.

use euthymia_review::format::csv;
use euthymia_review::{Context, Format, PieceKind, Record, parse, split};
use proptest::prelude::*;

use super::records::{by_tag, record};

fn read(text: &str) -> Vec<Record> {
    let mut context = Context::default();
    let mut found = Vec::new();
    for piece in split(Format::Csv, text.as_bytes()) {
        let piece = piece.unwrap();
        match piece.kind {
            PieceKind::Context => context.texts.push(piece.text),
            PieceKind::Record => found.push(parse(Format::Csv, &piece, &context).record.unwrap()),
        }
    }
    found
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn laws_a_record_comes_back_whole(records in proptest::collection::vec(record(), 1..4)) {
        let written = csv::write(&records);
        prop_assert_eq!(&written.losses, &Vec::new());
        let found: Vec<_> = read(&written.text).into_iter().map(by_tag).collect();
        let expected: Vec<_> = records.into_iter().map(by_tag).collect();
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn laws_writing_twice_gives_the_same_text(records in proptest::collection::vec(record(), 1..3)) {
        let once = csv::write(&records).text;
        prop_assert_eq!(csv::write(&read(&once)).text, once);
    }

    #[test]
    fn any_input_is_cut_and_read_without_loss_of_text(
        parts in proptest::collection::vec(
            prop_oneof![
                Just(",".to_owned()), Just("\"".to_owned()), Just("\n".to_owned()), Just("\r".to_owned()),
                Just("title".to_owned()), Just("authors".to_owned()), Just(";".to_owned()),
                Just("\t".to_owned()), Just("sep=;".to_owned()), Just("euthymia:row".to_owned()),
                Just("ris:M3".to_owned()), "\\PC{0,6}",
            ], 0..40)
    ) {
        let text = parts.concat();
        let mut kept = String::new();
        let mut context = Context::default();
        for item in split(Format::Csv, text.as_bytes()) {
            match item {
                Ok(piece) => {
                    let _ = parse(Format::Csv, &piece, &context);
                    kept.push_str(&piece.text);
                    if piece.kind == PieceKind::Context {
                        context.texts.push(piece.text);
                    }
                }
                Err(broken) => kept.push_str(&broken.text),
            }
        }
        let bare = |text: &str| -> String {
            text.chars().filter(|c| !c.is_whitespace() && *c != '\u{feff}').collect()
        };
        prop_assert_eq!(bare(&kept), bare(&text));
    }
}
