//! How long is a clinic's file of visits from its text to every table, and its summary in pieces, and does
//! the time grow with the rows and no faster?
//!
//! `cargo bench -p euthymia-app --bench how_fast_is_a_case_series`. The files lie in a temporary folder
//! and in the system's cache.

use divan::Bencher;
use divan::counter::ItemsCount;
use euthymia_app::AppError;
use euthymia_app::case_series::choices::choices;
use euthymia_app::case_series::guess::guess;
use euthymia_app::case_series::read::summary::{
    PIECE_BYTES, Summary, SummaryOptions, load_head, summarise,
};
use euthymia_app::case_series::read::{SeriesRequest, load, series_of};
use euthymia_numerics::Probability;
use euthymia_report::case_series::Analysis;
use euthymia_table::ReadOptions;

const ROWS: [usize; 3] = [1_000, 10_000, 100_000];
const VISITS: usize = 20;

fn main() {
    divan::main();
}

/// Patients with twenty weekly visits; one score in twenty is missing.
fn text(rows: usize) -> String {
    let mut text = "patient_id,week,madrs,phq9,sex\n".to_owned();
    let mut state = 1_u64;
    let mut draw = |below: u64| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    for row in 0..rows {
        let (patient, week) = (row / VISITS, row % VISITS);
        let sex = ["F", "M"][patient % 2];
        let madrs = match draw(20) {
            0 if week > 0 => String::new(),
            _ => (draw(30) + 30 / (1 + week as u64)).to_string(),
        };
        text.push_str(&format!(
            "P{patient:06},{week},{madrs},{},{sex}\n",
            draw(28)
        ));
    }
    text
}

/// A file with so many rows, for as long as the folder lives.
fn file(rows: usize) -> Option<(tempfile::TempDir, SeriesRequest)> {
    let folder = tempfile::tempdir().ok()?;
    let path = folder.path().join("visits.csv");
    std::fs::write(&path, text(rows)).ok()?;
    let request = SeriesRequest {
        files: vec![path],
        ..SeriesRequest::default()
    };
    Some((folder, request))
}

#[divan::bench(args = ROWS, sample_count = 5)]
fn guessing_what_the_columns_are(bencher: Bencher<'_, '_>, rows: usize) {
    let Ok(table) = euthymia_table::read(text(rows).as_bytes(), "a.csv", &ReadOptions::default())
    else {
        return;
    };
    bencher
        .counter(ItemsCount::new(rows))
        .bench(|| guess(&table));
}

#[divan::bench(args = ROWS, sample_count = 5)]
fn reading(bencher: Bencher<'_, '_>, rows: usize) {
    let Some((_folder, request)) = file(rows) else {
        return;
    };
    let read = || series_of(&load(&request)?, &request);
    bencher.counter(ItemsCount::new(rows)).bench(read);
}

#[divan::bench(args = ROWS, sample_count = 5, sample_size = 1)]
fn every_table(bencher: Bencher<'_, '_>, rows: usize) {
    let Some((_folder, request)) = file(rows) else {
        return;
    };
    let analysed = || -> Result<Analysis, AppError> {
        let loaded = load(&request)?;
        let series = series_of(&loaded, &request)?;
        let outcome = &loaded.settings.outcome;
        let choices = choices(&series, outcome, Probability::NINETY_FIVE, 1)?;
        Analysis::of(series, choices).map_err(|error| AppError::Analysis(error.to_string()))
    };
    bencher.counter(ItemsCount::new(rows)).bench(analysed);
}

#[divan::bench(args = [10_000, 100_000, 1_000_000], sample_count = 5)]
fn summary_in_pieces(bencher: Bencher<'_, '_>, rows: usize) {
    let Some((_folder, request)) = file(rows) else {
        return;
    };
    let options = SummaryOptions {
        level: Probability::NINETY_FIVE,
        threads: 2,
        piece_bytes: PIECE_BYTES,
    };
    let summarised = || -> Result<Summary, AppError> {
        summarise(&load_head(&request)?, &request, options, &mut |_| ())
    };
    bencher.counter(ItemsCount::new(rows)).bench(summarised);
}
