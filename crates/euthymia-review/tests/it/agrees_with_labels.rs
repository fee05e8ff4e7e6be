//! Sets of citations whose duplicates people have labelled. They stay outside the project: the
//! folder is named by `EUTHYMIA_DEDUP`.

#[path = "../../examples/dedupe_benchmark/read.rs"]
mod read;

use std::collections::BTreeSet;
use std::io::Write;
use std::path::PathBuf;

use euthymia_review::RecordId;
use euthymia_review::dedupe::{Settings, dedupe};

fn pairs(groups: &[Vec<RecordId>]) -> BTreeSet<(RecordId, RecordId)> {
    let mut all = BTreeSet::new();
    for group in groups {
        for a in group {
            all.extend(group.iter().filter(|b| a < *b).map(|b| (*a, *b)));
        }
    }
    all
}

/// Past the capture of the test harness, so that a skipped comparison is seen.
fn tell(line: &str) {
    std::io::stderr().write_all(line.as_bytes()).unwrap();
}

#[test]
fn nothing_is_merged_wrongly_and_hardly_anything_missed() {
    let Some(dir) = std::env::var_os("EUTHYMIA_DEDUP").map(PathBuf::from) else {
        tell("skipped: EUTHYMIA_DEDUP names no folder, labelled duplicates were not compared\n");
        return;
    };
    let (mut right, mut wrong, mut missed, mut compared) = (0, 0, 0, 0);
    for set in read::sets(&dir).unwrap() {
        let candidates = set.candidates();
        let found = dedupe(
            &candidates,
            &Settings {
                floor: -1.0,
                ..Settings::default()
            },
        );
        let (truth, own) = (pairs(&set.groups), pairs(&found.groups));
        right += own.intersection(&truth).count();
        wrong += own.difference(&truth).count();
        missed += truth.difference(&own).count();
        let seen: BTreeSet<_> = found.decisions.iter().map(|one| (one.a, one.b)).collect();
        compared += truth.intersection(&seen).count();
        tell(&format!("{}: {} records\n", set.name, set.records.len()));
    }
    let share = |part: usize, rest: usize| part as f64 / (part + rest).max(1) as f64;
    assert!(right > 0);
    assert!(share(right, wrong) >= 0.999, "{wrong} merged wrongly");
    assert!(share(right, missed) >= 0.99, "{missed} missed");
    assert!(
        share(compared, right + missed - compared) >= 0.999,
        "{compared} compared"
    );
}
