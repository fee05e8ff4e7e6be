//! Whatever is given, nothing panics.

use euthymia_review::Record;
use euthymia_search::engine::{free_text, highlights, snippet};
use euthymia_search::mesh::{Descriptor, Mesh, read};
use euthymia_search::query::{Expr, Field, Part, Term, Wildcard, Word};
use euthymia_search::suggest::{Suggesting, suggest};
use proptest::prelude::*;

use crate::shared::{found, library};

/// Text with what is special here: separators of the index, accents, Greek, wide letters.
fn text() -> impl Strategy<Value = String> {
    let letters = "[ -~\u{1}\u{2}\u{1f}\u{b5}éßİαΩ½ﬁ字漢\u{301}\u{5b0}\u{ad}‑’😀]{0,30}";
    prop_oneof![letters, any::<String>()]
}

fn word() -> impl Strategy<Value = Option<Word>> {
    let part = prop_oneof![
        text().prop_map(Part::Text),
        any::<u8>().prop_map(|most| Part::Wildcard(Wildcard::UpTo(most))),
        Just(Part::Wildcard(Wildcard::Any)),
        Just(Part::Wildcard(Wildcard::One)),
        Just(Part::Wildcard(Wildcard::ZeroOrOne)),
    ];
    prop::collection::vec(part, 0..5).prop_map(Word::new)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_file_of_headings_is_read_or_refused(bytes in any::<Vec<u8>>(), text in text()) {
        let xml = format!("<?xml version=\"1.0\"?><a><DescriptorRecord>{text}</DescriptorRecord></a>");
        let lines = format!("*NEWRECORD\nMH = {text}\nENTRY = |{text}\nMN = {text}\n");
        for file in [bytes.as_slice(), xml.as_bytes(), lines.as_bytes(), text.as_bytes()] {
            if let Ok(mesh) = read(file) {
                for one in mesh.descriptors() {
                    prop_assert!(!mesh.narrower(one).is_empty());
                }
                let mut cache = Vec::new();
                mesh.write_cache(&mut cache).unwrap();
                prop_assert!(read(cache.as_slice()).is_ok());
                mesh.suggest(&text, 3);
            }
        }
    }

    #[test]
    fn a_cache_keeps_plain_headings(names in prop::collection::vec("[A-Z][a-z, -]{0,9}[a-z]", 1..9)) {
        let one = |name: &String| Descriptor {
            ui: format!("D{}", name.len()),
            name: name.clone(),
            trees: vec![format!("A{:02}.{}", name.len(), name.len())],
            entry_terms: vec![format!("{name} too")],
        };
        let mesh = Mesh::new(names.iter().map(one).collect());
        let mut cache = Vec::new();
        mesh.write_cache(&mut cache).unwrap();
        let again = read(cache.as_slice()).unwrap();
        prop_assert_eq!(again.descriptors(), mesh.descriptors());
    }

    #[test]
    fn any_words_are_marked_inside_of_any_text(words in prop::collection::vec(word(), 1..4), text in text()) {
        let words: Vec<Word> = words.into_iter().flatten().collect();
        if let Some(term) = Term::of(words) {
            let expr = Expr::Term(term.within(&[Field::Title]));
            let ranges = highlights(&expr, Field::Title, &text);
            for range in &ranges {
                prop_assert!(text.get(range.clone()).is_some());
            }
            for length in [0, 7, usize::MAX] {
                prop_assert!(text.get(snippet(&text, &ranges, length)).is_some());
            }
        }
    }

    #[test]
    fn any_record_is_suggested_from(text in text(), longest in any::<usize>(), prior in any::<f64>()) {
        let record = Record {
            title: Some(text.clone()),
            keywords: vec![text.clone(), text],
            ..Record::default()
        };
        let suggesting = Suggesting { least: 0, longest, most: 9, prior };
        let relevant = std::slice::from_ref(&record);
        suggest(relevant, &[], [record.clone()], &suggesting);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn what_is_marked_is_what_is_found(
        texts in prop::collection::vec(text(), 1..20),
        words in prop::collection::vec(prop::collection::vec(word(), 1..3), 8),
        free in text(),
    ) {
        let index = library(texts.iter().map(|text| Record {
            title: Some(text.clone()),
            ..Record::default()
        }));
        for words in words {
            let Some(term) = Term::of(words.into_iter().flatten().collect()) else {
                continue;
            };
            let expr = Expr::Term(term.within(&[Field::Title]));
            let marked: Vec<u32> = (1..)
                .zip(&texts)
                .filter(|(_, text)| !highlights(&expr, Field::Title, text).is_empty())
                .map(|(number, _)| number)
                .collect();
            prop_assert_eq!(found(&index, &expr), marked);
        }
        if let Some(expr) = free_text(&free) {
            found(&index, &expr);
        }
    }
}
