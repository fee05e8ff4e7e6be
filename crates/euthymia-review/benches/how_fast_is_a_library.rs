//! How fast a library is cut, read, taken into a review, and searched for duplicates.
//! `cargo bench -p euthymia-review --bench how_fast_is_a_library`
#![allow(
    missing_docs,
    unreachable_pub,
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    clippy::expect_used
)]

mod synthetic;

use std::path::PathBuf;

use divan::Bencher;
use divan::counter::ItemsCount;
use euthymia_review::dedupe::{Candidate, Settings, dedupe};
use euthymia_review::{Context, Folder, Format, ImportId, Piece, RecordId, Stamp, parse, split};

fn main() {
    divan::main();
}

const RECORDS: [u32; 3] = [1_000, 10_000, 100_000];

fn library(records: u32) -> String {
    let mut library = synthetic::Library::new(1);
    (0..records).map(|_| library.next_ris()).collect()
}

fn pieces(text: &str) -> impl Iterator<Item = Piece> {
    split(Format::Ris, text.as_bytes()).map(|piece| piece.expect("a record"))
}

#[divan::bench(args = RECORDS, sample_count = 5)]
fn records_are_cut(bencher: Bencher<'_, '_>, records: u32) {
    let text = library(records);
    bencher
        .counter(ItemsCount::new(records))
        .bench_local(|| pieces(&text).count());
}

#[divan::bench(args = RECORDS, sample_count = 5)]
fn records_are_read(bencher: Bencher<'_, '_>, records: u32) {
    let text = library(records);
    let pieces: Vec<Piece> = pieces(&text).collect();
    let context = Context::default();
    bencher.counter(ItemsCount::new(records)).bench_local(|| {
        let readings = pieces
            .iter()
            .map(|piece| parse(Format::Ris, piece, &context));
        readings.filter(|reading| reading.record.is_some()).count()
    });
}

#[divan::bench(args = RECORDS, sample_count = 5)]
fn a_file_is_received_and_its_pieces_held_against_it(bencher: Bencher<'_, '_>, records: u32) {
    let text = library(records);
    let path = begun(records);
    let folder = Folder::open(&path).expect("a review");
    bencher.counter(ItemsCount::new(records)).bench_local(|| {
        let mut importing = folder.receive(text.as_bytes()).expect("received");
        for piece in split(Format::Ris, importing.text().expect("its text")) {
            importing.add(&piece).expect("added");
        }
        importing.import()
    });
    std::fs::remove_dir_all(path).expect("removed");
}

/// An empty review in a temporary folder.
fn begun(records: u32) -> PathBuf {
    let name = format!("euthymia-library-{records}-{}", std::process::id());
    let path = std::env::temp_dir().join(name);
    let stamp = Stamp {
        time: "2026-03-01T09:30:00Z".parse().expect("a time"),
        author: "kd".to_owned(),
    };
    Folder::create(&path, "A long review", "", &stamp).expect("a review");
    path
}

#[divan::bench(args = RECORDS, sample_count = 3, sample_size = 1)]
fn duplicates_are_found(bencher: Bencher<'_, '_>, records: u32) {
    let text = library(records);
    let context = Context::default();
    let candidates: Vec<Candidate> = pieces(&text)
        .zip(1..)
        .filter_map(|(piece, number)| {
            let id = RecordId {
                import: ImportId(1),
                number,
            };
            let record = parse(Format::Ris, &piece, &context).record?;
            Some(Candidate::of(id, &record))
        })
        .collect();
    let settings = Settings::default();
    bencher
        .counter(ItemsCount::new(records))
        .bench_local(|| dedupe(&candidates, &settings).groups.len());
}
