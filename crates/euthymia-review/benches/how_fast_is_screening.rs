//! How fast decisions are folded and counted, the opening of the log told apart (see
//! `how_fast_is_the_log`). `cargo bench -p euthymia-review --bench how_fast_is_screening`

#![allow(clippy::expect_used)]
use std::hint::black_box;

use divan::counter::ItemsCount;
use euthymia_review::log::{Screened, Stage, Verdict};
use euthymia_review::screen::{Reason, Rules};
use euthymia_review::{Entry, EntryId, Event, ImportId, Imported, RecordId, Screening, State};

fn main() {
    divan::main();
}

const DECISIONS: [u32; 3] = [10_000, 100_000, 1_000_000];

fn entry(number: u32, author: &str, event: Event) -> Entry {
    Entry {
        id: EntryId(u128::from(number) + 1),
        clock: u64::from(number) + 1,
        time: "2026-03-01T09:30:00Z".parse().expect("a time"),
        author: author.to_owned(),
        events: vec![event],
    }
}

fn id(number: u32) -> RecordId {
    RecordId {
        import: ImportId(7),
        number,
    }
}

/// Two reviewers who decide on half as many titles as there are decisions; one in twenty is
/// included, one in fifty is in conflict.
fn log(decisions: u32) -> Vec<Entry> {
    let records = decisions / 2;
    let imported = Event::Imported(Box::new(Imported {
        import: ImportId(7),
        source: None,
        file_name: "a.ris".to_owned(),
        format: "ris".to_owned(),
        encoding: "UTF-8".to_owned(),
        columns: None,
        records,
        broken: 0,
        problems: 0,
        sha256: "7".repeat(64),
    }));
    let mut entries = vec![entry(0, "kd", imported)];
    for number in 0..decisions {
        let (record, second) = (number / 2 + 1, number % 2 == 1);
        let includes = record % 20 == 0 || (second && record % 50 == 1);
        let verdict = match includes {
            true => Verdict::Include,
            false => Verdict::Exclude,
        };
        let reason = ["design", "population"][record as usize % 2];
        let event = Event::Screened(Box::new(Screened {
            record: id(record),
            stage: Stage::TitleAbstract,
            verdict,
            reasons: if includes {
                Vec::new()
            } else {
                vec![reason.to_owned()]
            },
            seconds: Some(record % 60),
        }));
        let author = if second { "ml" } else { "kd" };
        entries.push(entry(number + 1, author, event));
    }
    entries
}

fn rules() -> Rules {
    let reason = |id: &str| Reason {
        id: id.to_owned(),
        text: id.to_owned(),
    };
    Rules {
        reasons: vec![reason("design"), reason("population")],
        ..Rules::default()
    }
}

fn people() -> [String; 2] {
    ["kd".to_owned(), "ml".to_owned()]
}

/// What a flow diagram needs: the state, the fold and the counts of both stages.
#[divan::bench(args = DECISIONS, sample_count = 3)]
fn fold_and_count(bencher: divan::Bencher, decisions: u32) {
    let entries = log(decisions);
    bencher.counter(ItemsCount::new(decisions)).bench_local(|| {
        let state = State::of(&entries);
        let screening = Screening::of(&entries, &state, rules(), &people());
        let counts = [Stage::TitleAbstract, Stage::FullText].map(|at| screening.count(at));
        black_box(counts)
    });
}

/// One decision more.
#[divan::bench(args = DECISIONS, sample_count = 3)]
fn go_on(bencher: divan::Bencher, decisions: u32) {
    let entries = log(decisions);
    let mut screening = Screening::of(&entries, &State::of(&entries), rules(), &people());
    let last = entries.last().expect("a decision");
    bencher.bench_local(|| black_box(screening.note(last)));
}

/// The queue of one reviewer.
#[divan::bench(args = DECISIONS, sample_count = 3)]
fn queue(bencher: divan::Bencher, decisions: u32) {
    let entries = log(decisions);
    let screening = Screening::of(&entries, &State::of(&entries), rules(), &people());
    bencher.bench_local(|| black_box(screening.queue("guest", Stage::TitleAbstract).len()));
}
