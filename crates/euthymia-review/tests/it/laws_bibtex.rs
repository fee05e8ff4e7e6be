//! What BibTeX writes, it reads back.

use euthymia_review::format::bibtex;
use euthymia_review::{Context, Format, PieceKind, Record, parse, split};
use proptest::prelude::*;

use super::records::{by_tag, record};

fn read(text: &str) -> Vec<Record> {
    let pieces: Vec<_> = split(Format::Bibtex, text.as_bytes())
        .collect::<Result<_, _>>()
        .unwrap();
    pieces
        .iter()
        .filter(|piece| piece.kind == PieceKind::Record)
        .map(|piece| {
            parse(Format::Bibtex, piece, &Context::default())
                .record
                .unwrap()
        })
        .collect()
}

/// A key made by the writer is none of the record's own.
fn without_key(mut record: Record) -> Record {
    record.others.retain(|other| other.tag != "bibtex:key");
    by_tag(record)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn laws_a_record_comes_back_whole(records in proptest::collection::vec(record(), 1..4)) {
        let written = bibtex::write(&records);
        prop_assert_eq!(&written.losses, &Vec::new());
        let found: Vec<_> = read(&written.text).into_iter().map(without_key).collect();
        let expected: Vec<_> = records.into_iter().map(without_key).collect();
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn laws_writing_twice_gives_the_same_text(records in proptest::collection::vec(record(), 1..3)) {
        let once = bibtex::write(&records).text;
        prop_assert_eq!(bibtex::write(&read(&once)).text, once);
    }

    #[test]
    fn any_input_is_cut_and_read_without_loss_of_text(
        parts in proptest::collection::vec(
            prop_oneof![
                Just("@article{k,".to_owned()), Just("@".to_owned()), Just("}".to_owned()),
                Just("{".to_owned()), Just("\"".to_owned()), Just("a = ".to_owned()),
                Just("\n".to_owned()), Just("\\'".to_owned()), Just("$".to_owned()),
                Just("@string{x = ".to_owned()), Just("#".to_owned()), Just("month = x".to_owned()),
                Just("author = {".to_owned()), Just(" and ".to_owned()), Just("(".to_owned()),
                "\\PC{0,6}",
            ], 0..40)
    ) {
        let text = parts.concat();
        let mut kept = String::new();
        let mut context = Context::default();
        for item in split(Format::Bibtex, text.as_bytes()) {
            match item {
                Ok(piece) => {
                    let _ = parse(Format::Bibtex, &piece, &context);
                    kept.push_str(&piece.text);
                    if piece.kind == PieceKind::Context {
                        context.texts.push(piece.text);
                    }
                }
                Err(broken) => kept.push_str(&broken.text),
            }
        }
        let bare = |text: &str| -> String { text.chars().filter(|c| !c.is_whitespace() && *c != '\u{feff}').collect() };
        let is_commented = text.lines().any(|line| line.contains('%'));
        prop_assert!(is_commented || bare(&kept) == bare(&text), "{kept:?}");
    }
}
