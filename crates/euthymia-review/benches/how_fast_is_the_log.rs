//! How fast a long log is opened, folded and appended to.
//! `cargo bench -p euthymia-review --bench how_fast_is_the_log`

#![allow(clippy::expect_used)]
use std::hint::black_box;
use std::path::PathBuf;

use divan::counter::ItemsCount;
use euthymia_review::{Event, Folder, How, ImportId, Imported, Log, RecordId, Stamp, State};
use sha2::{Digest, Sha256};

fn main() {
    divan::main();
}

const EVENTS: [u32; 3] = [10_000, 100_000, 1_000_000];

fn stamp() -> Stamp {
    Stamp {
        time: "2026-03-01T09:30:00Z".parse().expect("a time"),
        author: "kd".to_owned(),
    }
}

fn path(name: &str) -> PathBuf {
    std::env::temp_dir().join(format!("euthymia-log-{name}-{}", std::process::id()))
}

fn merge(number: u32) -> Event {
    let record = |number| RecordId {
        import: ImportId(0x3f9a_2c1b),
        number,
    };
    Event::RecordsMerged {
        records: vec![record(number), record(number + 1)],
        how: How::automatic(f64::from(number % 1000) / 1000.0, "rule 1"),
    }
}

/// The line of an entry, by the format that the module `log` describes.
fn line(number: u32) -> Vec<u8> {
    let event = serde_json::to_string(&merge(number)).expect("an event");
    let clock = u64::from(number) + 2;
    let rest = format!(
        "\"schema\":\"euthymia.review.log.v1\",\"clock\":{clock},\
         \"time\":\"2026-03-01T09:30:00Z\",\"author\":\"kd\",\"events\":[{event}]}}\n"
    );
    let digest = Sha256::digest(rest.trim_end().as_bytes());
    let id: String = digest
        .iter()
        .take(16)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    format!("{{\"id\":\"{id}\",{rest}").into_bytes()
}

/// A log of entries of one event. Written at once: a million appends would wait for the disk a
/// million times.
fn log(events: u32) -> PathBuf {
    let path = path(&format!("{events}"));
    std::fs::remove_dir_all(&path).ok();
    let mut folder = Folder::create(&path, "A long review", "", &stamp()).expect("a folder");
    let imported = Event::Imported(Box::new(Imported {
        import: ImportId(0x3f9a_2c1b),
        source: None,
        file_name: "export.ris".to_owned(),
        format: "ris".to_owned(),
        encoding: "UTF-8".to_owned(),
        columns: None,
        records: events + 1,
        broken: 0,
        problems: 0,
        sha256: "3f9a2c1b".repeat(8),
    }));
    folder.append(&stamp(), vec![imported]).expect("an entry");
    let text: Vec<u8> = (1..=events).flat_map(line).collect();
    let file = path.join("log.jsonl");
    let before = std::fs::read(&file).expect("a log");
    std::fs::write(&file, [before, text].concat()).expect("a longer log");
    file
}

#[divan::bench(args = EVENTS, sample_count = 3)]
fn open(bencher: divan::Bencher, events: u32) {
    let file = log(events);
    bencher
        .counter(ItemsCount::new(events))
        .bench_local(|| black_box(Log::open(&file).expect("a log")));
}

#[divan::bench(args = EVENTS, sample_count = 3)]
fn fold(bencher: divan::Bencher, events: u32) {
    let log = Log::open(&log(events)).expect("a log");
    bencher
        .counter(ItemsCount::new(events))
        .bench_local(|| black_box(State::of(log.entries())));
}

#[divan::bench(args = EVENTS, sample_count = 3)]
fn append_together(bencher: divan::Bencher, events: u32) {
    let path = path(&format!("append-{events}"));
    std::fs::remove_dir_all(&path).ok();
    let mut folder = Folder::create(&path, "A long review", "", &stamp()).expect("a folder");
    bencher
        .counter(ItemsCount::new(events))
        .with_inputs(|| (1..=events).map(merge).collect::<Vec<_>>())
        .bench_local_values(|events| folder.append(&stamp(), events).expect("an entry"));
}
