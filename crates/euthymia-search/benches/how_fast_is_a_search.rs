//! How long does it take to index a library, and to answer a search in it, as the library grows?
//!
//! `cargo bench -p euthymia-search`. Records are made from a seed: a title of 12 words and an
//! abstract of 200, with words as unequal as in a language.

use divan::Bencher;
use divan::counter::ItemsCount;
use euthymia_review::{ImportId, Record, RecordId};
use euthymia_search::engine::{Building, Index, Lookup};
use euthymia_search::query::{Expr, Field, Part, Term, Wildcard, Word};
use euthymia_search::suggest::{Suggesting, suggest};

const RECORDS: [u32; 3] = [1_000, 10_000, 100_000];

fn main() {
    divan::main();
}

/// A word of a made-up language of 50,000: the first ones are common.
fn next_word(state: &mut u64) -> String {
    *state = state
        .wrapping_mul(6_364_136_223_846_793_005)
        .wrapping_add(1_442_695_040_888_963_407);
    let drawn = (*state >> 11) as f64 / (1_u64 << 53) as f64;
    let number = 50_000_f64.powf(drawn) as u64;
    let letters = b"aeioubdklmnprst";
    let mut word = String::from("w");
    let mut rest = number;
    while rest > 0 {
        word.push(char::from(letters[(rest % 15) as usize]));
        rest /= 15;
    }
    word
}

fn words(count: usize, state: &mut u64) -> String {
    let words: Vec<String> = (0..count).map(|_| next_word(state)).collect();
    words.join(" ")
}

fn records(count: u32) -> impl Iterator<Item = (RecordId, Record)> {
    let mut state = 1_u64;
    (1..=count).map(move |number| {
        let id = RecordId {
            import: ImportId(1),
            number,
        };
        let record = Record {
            title: Some(words(12, &mut state)),
            abstract_text: Some(words(200, &mut state)),
            ..Record::default()
        };
        (id, record)
    })
}

fn term(text: &str, is_truncated: bool) -> Option<Expr> {
    let end = is_truncated.then_some(Part::Wildcard(Wildcard::Any));
    let word = Word::new([Part::Text(text.to_owned())].into_iter().chain(end))?;
    Some(Expr::Term(
        Term::of(vec![word])?.within(&Field::TITLE_ABSTRACT),
    ))
}

fn phrase(text: &str) -> Option<Expr> {
    Some(Expr::Term(Term::text(text)?.within(&Field::TITLE_ABSTRACT)))
}

fn near(operands: [Option<Expr>; 2]) -> Option<Expr> {
    Some(Expr::Near {
        operands: operands.into_iter().collect::<Option<_>>()?,
        words_between: 3,
        ordered: false,
    })
}

fn timed(bencher: Bencher<'_, '_>, count: u32, expr: Option<Expr>) {
    let (Ok(index), Some(expr)) = (Index::in_memory(records(count)), expr) else {
        return;
    };
    bencher.bench_local(|| {
        index
            .search(&expr, &Lookup::default())
            .map(|found| found.hits.count())
    });
}

#[divan::bench(args = RECORDS, sample_count = 3, sample_size = 1)]
fn build(bencher: Bencher<'_, '_>, count: u32) {
    let Ok(folder) = tempfile::tempdir() else {
        return;
    };
    bencher.counter(ItemsCount::new(count)).bench_local(|| {
        Index::build(folder.path(), "", Building::default(), records(count))
            .map(|index| index.len())
    });
}

#[divan::bench(args = RECORDS, sample_count = 20)]
fn two_common_words(bencher: Bencher<'_, '_>, count: u32) {
    let and = term("we", false).and_then(|one| Some(one.and(term("wi", false)?)));
    timed(bencher, count, and);
}

#[divan::bench(args = RECORDS, sample_count = 20)]
fn a_truncated_word(bencher: Bencher<'_, '_>, count: u32) {
    timed(bencher, count, term("wal", true));
}

#[divan::bench(args = RECORDS, sample_count = 20)]
fn a_phrase_of_common_words(bencher: Bencher<'_, '_>, count: u32) {
    timed(bencher, count, phrase("we wi"));
}

#[divan::bench(args = RECORDS, sample_count = 20)]
fn near_of_a_rare_and_a_truncated_word(bencher: Bencher<'_, '_>, count: u32) {
    timed(
        bencher,
        count,
        near([term("wape", false), term("wal", true)]),
    );
}

#[divan::bench(args = RECORDS, sample_count = 10)]
fn near_of_common_words(bencher: Bencher<'_, '_>, count: u32) {
    timed(bencher, count, near([term("we", false), term("wi", false)]));
}

#[divan::bench(args = RECORDS, sample_count = 1, sample_size = 1)]
fn suggestions_from_a_hundred(bencher: Bencher<'_, '_>, count: u32) {
    let relevant: Vec<Record> = records(100).map(|(_, record)| record).collect();
    bencher.bench_local(|| {
        let others = records(count).map(|(_, record)| record);
        suggest(&relevant, &[], others, &Suggesting::default()).len()
    });
}
