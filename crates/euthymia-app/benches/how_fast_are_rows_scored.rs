//! How many rows of answers are scored in a second, with and without writing them, and does the time
//! grow with the rows and no faster?
//!
//! `cargo bench -p euthymia-app`. The files lie in a temporary folder and in the system's cache.

use divan::Bencher;
use divan::counter::{BytesCount, ItemsCount};
use euthymia_app::score_file::{ScoreFileRequest, score_file};
use euthymia_clinical::instrument::bundled;
use euthymia_table::ReadOptions;
use std::path::Path;

const ROWS: [usize; 3] = [10_000, 100_000, 1_000_000];

fn main() {
    divan::main();
}

/// PHQ-9 sheets with two columns that pass; one answer in fifty is missing.
fn text(rows: usize, quote: &str) -> String {
    let mut text = "id,visit,".to_owned();
    let items: Vec<String> = (1..=9).map(|item| format!("phq9_{item}")).collect();
    text.push_str(&items.join(","));
    text.push('\n');
    let mut state = 1_u64;
    for row in 0..rows {
        text.push_str(&format!(
            "{quote}P{row:07}{quote},2024-01-{:02}",
            row % 28 + 1
        ));
        for _ in 0..9 {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            let drawn = (state >> 33) % 100;
            match drawn {
                0 => text.push(','),
                1 => text.push_str(",NA"),
                _ => text.push_str([",0", ",1", ",2", ",3"][(drawn % 4) as usize]),
            }
        }
        text.push('\n');
    }
    text
}

fn scored(bencher: Bencher<'_, '_>, rows: usize, text: &str, threads: usize, is_written: bool) {
    let (Ok(folder), Some(pack)) = (tempfile::tempdir(), bundled("phq9")) else {
        return;
    };
    let (input, output) = (folder.path().join("in.csv"), folder.path().join("out.csv"));
    if std::fs::write(&input, text).is_err() {
        return;
    }
    let request = ScoreFileRequest {
        pack,
        input: &input,
        read: ReadOptions::default(),
        output: is_written.then_some(Path::new(&output)),
        answered_min: None,
        threads,
        problems_max: 20,
    };
    bencher
        .counter(ItemsCount::new(rows))
        .counter(BytesCount::new(text.len()))
        .bench(|| score_file(&request, &mut |_| ()));
}

#[divan::bench(args = ROWS, sample_count = 10)]
fn one_thread_counting(bencher: Bencher<'_, '_>, rows: usize) {
    scored(bencher, rows, &text(rows, ""), 1, false);
}

#[divan::bench(args = ROWS, sample_count = 10)]
fn two_threads_counting(bencher: Bencher<'_, '_>, rows: usize) {
    scored(bencher, rows, &text(rows, ""), 2, false);
}

#[divan::bench(args = ROWS, sample_count = 10)]
fn two_threads_writing(bencher: Bencher<'_, '_>, rows: usize) {
    scored(bencher, rows, &text(rows, ""), 2, true);
}

#[divan::bench(args = ROWS, sample_count = 10)]
fn two_threads_writing_with_quoted_names(bencher: Bencher<'_, '_>, rows: usize) {
    scored(bencher, rows, &text(rows, "\""), 2, true);
}
