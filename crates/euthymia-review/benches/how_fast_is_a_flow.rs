//! The flow of records from a million decisions: `cargo bench -p euthymia-review --bench how_fast_is_a_flow`.
#![allow(clippy::unwrap_used)]

use divan::Bencher;
use euthymia_review::log::{Screened, Stage, Verdict};
use euthymia_review::prisma::{Flow, Previous, Seen};
use euthymia_review::screen::{Rules, Screening};
use euthymia_review::{Entry, EntryId, Event, ImportId, Imported, RecordId, State};

const RECORDS: u32 = 450_000;

fn main() {
    divan::main();
}

fn imported() -> Event {
    Event::Imported(Box::new(Imported {
        import: ImportId(7),
        source: None,
        file_name: "export.ris".to_owned(),
        format: "ris".to_owned(),
        encoding: "UTF-8".to_owned(),
        columns: None,
        records: RECORDS,
        broken: 0,
        problems: 0,
        sha256: "07".repeat(32),
    }))
}

fn decided(number: u32, stage: Stage, verdict: Verdict) -> Event {
    let is_out = verdict == Verdict::Exclude;
    Event::Screened(Box::new(Screened {
        record: RecordId {
            import: ImportId(7),
            number,
        },
        stage,
        verdict,
        reasons: is_out
            .then(|| "population".to_owned())
            .into_iter()
            .collect(),
        seconds: None,
    }))
}

/// Two people decide on every title and on every ninth full text: a million decisions.
fn million() -> Vec<Entry> {
    let mut entries = Vec::new();
    let mut add = |author: &str, event: Event| {
        let clock = entries.len() as u64 + 1;
        entries.push(Entry {
            id: EntryId(clock.into()),
            clock,
            time: "2026-03-01T09:00:00Z".parse().unwrap(),
            author: author.to_owned(),
            events: vec![event],
        });
    };
    add("kd", imported());
    for author in ["kd", "mb"] {
        for number in 1..=RECORDS {
            let verdict = match number % 9 {
                0 => Verdict::Include,
                _ => Verdict::Exclude,
            };
            add(author, decided(number, Stage::TitleAbstract, verdict));
            if verdict == Verdict::Include {
                add(author, decided(number, Stage::FullText, Verdict::Exclude));
            }
        }
    }
    entries
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn the_flow_of_a_million_decisions_from_entries(bencher: Bencher<'_, '_>) {
    let entries = million();
    bencher.bench(|| {
        let state = State::of(&entries);
        let screening = Screening::of(&entries, &state, Rules::default(), &[]);
        let seen = Seen {
            entries: &entries,
            state: &state,
            screening: &screening,
        };
        Flow::of(&seen, Previous::default())
    });
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn the_flow_of_a_million_decisions_that_were_read(bencher: Bencher<'_, '_>) {
    let entries = million();
    let state = State::of(&entries);
    let screening = Screening::of(&entries, &state, Rules::default(), &[]);
    let seen = Seen {
        entries: &entries,
        state: &state,
        screening: &screening,
    };
    bencher.bench(|| Flow::of(&seen, Previous::default()));
}
