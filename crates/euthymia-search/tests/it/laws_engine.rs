//! Searches on random small documents, held against a matcher that tries everything.

use euthymia_review::Record;
use euthymia_search::engine::{Building, Index, Lookup};
use euthymia_search::query::Expr;
use proptest::prelude::*;

use crate::shared::{found, id, library, title, titled};

/// A search on titles, with how to try it by hand.
#[derive(Debug, Clone)]
enum Tried {
    Words(Vec<&'static str>),
    Or(Vec<Tried>),
    And(Vec<Tried>),
    Not(Box<Tried>, Box<Tried>),
    Near(Vec<Tried>, u32, bool),
}

const WORDS: [&str; 6] = ["a", "b", "ab", "abb", "ba", "c"];
const SOUGHT: [&str; 10] = ["a", "b", "ab", "c", "a*", "*b", "a?", "#b", "a$1", "*"];

fn fits(pattern: &str, word: &str) -> bool {
    match pattern {
        "a*" => word.starts_with('a'),
        "*b" => word.ends_with('b'),
        "a?" => word.starts_with('a') && word.len() <= 2,
        "#b" => word.len() == 2 && word.ends_with('b'),
        "a$1" => word.starts_with('a') && word.len() <= 2,
        plain => plain == word,
    }
}

impl Tried {
    fn expr(&self) -> Expr {
        let all = |of: &[Self]| of.iter().map(Self::expr).collect();
        match self {
            Self::Words(words) => title(&words.join(" ")),
            Self::Or(of) => Expr::Or(all(of)),
            Self::And(of) => Expr::And(all(of)),
            Self::Not(left, right) => left.expr().not(right.expr()),
            Self::Near(of, words_between, ordered) => Expr::Near {
                operands: all(of),
                words_between: *words_between,
                ordered: *ordered,
            },
        }
    }

    fn is_in(&self, words: &[&str]) -> bool {
        match self {
            Self::Or(of) => of.iter().any(|one| one.is_in(words)),
            Self::And(of) => of.iter().all(|one| one.is_in(words)),
            Self::Not(left, right) => left.is_in(words) && !right.is_in(words),
            _ => !self.stretches(words).is_empty(),
        }
    }

    /// First and last word of all stretches, by trying every choice.
    fn stretches(&self, words: &[&str]) -> Vec<(usize, usize)> {
        match self {
            Self::Words(sought) => words
                .windows(sought.len())
                .enumerate()
                .filter(|(_, window)| window.iter().zip(sought).all(|(word, one)| fits(one, word)))
                .map(|(at, _)| (at, at + sought.len() - 1))
                .collect(),
            Self::Or(of) => of.iter().flat_map(|one| one.stretches(words)).collect(),
            Self::Near(of, most, ordered) => {
                let mut choices: Vec<Vec<(usize, usize)>> = vec![Vec::new()];
                for one in of {
                    let stretches = one.stretches(words);
                    choices = choices
                        .iter()
                        .flat_map(|before| {
                            stretches
                                .iter()
                                .map(move |&one| [before.as_slice(), &[one]].concat())
                        })
                        .collect();
                }
                choices
                    .into_iter()
                    .filter_map(|choice| whole_stretch(&choice, *most as usize, *ordered))
                    .collect()
            }
            Self::And(_) | Self::Not(..) => unreachable!("not inside of NEAR"),
        }
    }
}

fn whole_stretch(choice: &[(usize, usize)], most: usize, ordered: bool) -> Option<(usize, usize)> {
    let mut sorted = choice.to_vec();
    sorted.sort_unstable();
    let is_apart = sorted.windows(2).all(|pair| pair[0].1 < pair[1].0);
    let start = sorted.first()?.0;
    let end = sorted.last()?.1;
    let covered: usize = sorted.iter().map(|(from, to)| to - from + 1).sum();
    let is_near = is_apart && end + 1 - start - covered <= most;
    (is_near && (!ordered || sorted == choice)).then_some((start, end))
}

fn words() -> impl Strategy<Value = Tried> {
    let word = prop::sample::select(&SOUGHT[..9]);
    prop::collection::vec(word, 1..3).prop_map(Tried::Words)
}

fn in_text() -> impl Strategy<Value = Tried> {
    words().prop_recursive(2, 8, 3, |inner| {
        let some = prop::collection::vec(inner, 2..4);
        prop_oneof![
            some.clone().prop_map(Tried::Or),
            (some, 0_u32..4, any::<bool>())
                .prop_map(|(of, most, ordered)| { Tried::Near(of, most, ordered) }),
        ]
    })
}

fn search() -> impl Strategy<Value = Tried> {
    in_text().prop_recursive(2, 6, 3, |inner| {
        let some = prop::collection::vec(inner.clone(), 2..4);
        prop_oneof![
            some.clone().prop_map(Tried::Or),
            some.prop_map(Tried::And),
            (inner.clone(), inner).prop_map(|(a, b)| Tried::Not(Box::new(a), Box::new(b))),
        ]
    })
}

fn documents() -> impl Strategy<Value = Vec<Vec<&'static str>>> {
    let text = prop::collection::vec(prop::sample::select(&WORDS[..]), 0..9);
    prop::collection::vec(text, 20..40)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn the_index_finds_what_trying_everything_finds(
        documents in documents(),
        searches in prop::collection::vec(search(), 20),
    ) {
        let index = library(documents.iter().map(|words| titled(&words.join(" "))));
        for search in searches {
            let expected: Vec<u32> = (1..)
                .zip(&documents)
                .filter(|(_, words)| search.is_in(words))
                .map(|(number, _)| number)
                .collect();
            prop_assert_eq!(found(&index, &search.expr()), expected, "{:?}", search);
        }
    }

    #[test]
    fn any_text_is_indexed_and_found_by_its_own_words(text in "\\PC{0,40}", other in "\\PC{0,40}") {
        let index = library([
            titled(&text),
            Record { abstract_text: Some(other.clone()), keywords: vec![other], ..Record::default() },
        ]);
        let has_word = text.chars().any(char::is_alphanumeric);
        let term = euthymia_search::query::Term::text(&text);
        if let (true, Some(term)) = (has_word, term) {
            let term = term.within(&[euthymia_search::query::Field::Title]);
            prop_assert_eq!(found(&index, &Expr::Term(term)), vec![1]);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(6))]

    #[test]
    fn neither_threads_nor_the_order_of_records_change_an_answer(
        documents in documents(),
        searches in prop::collection::vec(search(), 6),
    ) {
        let records: Vec<_> = (1..)
            .map(id)
            .zip(documents.iter().map(|words| titled(&words.join(" "))))
            .collect();
        let folder = tempfile::tempdir().unwrap();
        let building = Building { threads: 2, memory: 30_000_000 };
        let turned = records.iter().rev().cloned();
        let one = Index::in_memory(records.clone()).unwrap();
        let two = Index::build(folder.path(), "", building, turned).unwrap();
        for search in searches {
            let expr = search.expr();
            let (left, right) = (
                one.search(&expr, &Lookup::default()).unwrap(),
                two.search(&expr, &Lookup::default()).unwrap(),
            );
            prop_assert_eq!(one.ids(&left.hits), two.ids(&right.hits));
            prop_assert_eq!(
                one.ranked(&left.hits, &expr, 10).unwrap(),
                two.ranked(&right.hits, &expr, 10).unwrap()
            );
        }
    }
}
