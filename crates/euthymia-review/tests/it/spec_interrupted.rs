//! A log whose writing was interrupted: by a cut at any byte, by killing the writer.

use std::collections::HashSet;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use euthymia_review::{EntryId, Folder, Log};

use crate::workplace::{Workplace, note, review, stamp};

/// Set for the process that is to be killed: the folder in which it appends.
const VICTIM: &str = "EUTHYMIA_REVIEW_VICTIM";

const KILLS: usize = 120;

/// Events of the batches of the writer, in turn; the last is written in many pages.
const BATCHES: [usize; 7] = [1, 3, 1, 3, 1, 3, 10_000];

#[test]
fn a_log_cut_at_any_byte_keeps_every_whole_entry() {
    let place = Workplace::new();
    let mut folder = review(&place);
    folder
        .append(&stamp("kd", 1), vec![note("one"), note("two")])
        .unwrap();
    folder
        .append(&stamp("mb", 2), vec![note("— three")])
        .unwrap();
    let whole = std::fs::read(folder.path().join("log.jsonl")).unwrap();
    let entries = folder.log().entries().to_vec();
    let ends: Vec<usize> = (0..whole.len()).filter(|&at| whole[at] == b'\n').collect();
    for cut in ends[0]..=whole.len() {
        let inside = place.join(&format!("cut-{cut}"));
        std::fs::create_dir(&inside).unwrap();
        let path = inside.join("log.jsonl");
        std::fs::write(&path, &whole[..cut]).unwrap();
        let mut log = Log::open(&path).unwrap();
        let kept = ends.iter().filter(|&&end| end <= cut).count();
        assert_eq!(log.entries(), &entries[..kept], "cut at {cut}");
        let is_clean = ends.iter().any(|&end| cut == end || cut == end + 1);
        assert_eq!(log.told().is_empty(), is_clean, "cut at {cut}");
        let aside = std::fs::read(inside.join("log.torn-1")).unwrap_or_default();
        let rest = ends[kept - 1] + 1;
        assert_eq!(
            aside,
            whole.get(rest..cut).unwrap_or_default(),
            "nothing is lost"
        );
        log.append(&stamp("kd", 3), vec![note("it goes on")])
            .unwrap();
        let again = Log::open(&path).unwrap();
        assert_eq!(again.entries().len(), kept + 1);
        assert!(again.told().is_empty());
    }
}

/// Run as a test it does nothing; run by the test below it appends until it is killed.
#[test]
fn the_writer_that_is_killed() {
    let Ok(path) = std::env::var(VICTIM) else {
        return;
    };
    let mut folder = Folder::open(Path::new(&path)).unwrap();
    let text = "x".repeat(60);
    for size in BATCHES.iter().cycle() {
        let events = vec![note(&text); *size];
        let id = folder.append(&stamp("kd", 1), events).unwrap();
        println!("\nentered {id}");
    }
}

#[test]
fn a_killed_writer_loses_nothing_that_it_had_entered() {
    let started = Instant::now();
    let (mut acknowledged, mut torn) = (0, 0);
    let mut wait_us = 1_u64;
    for round in 0..KILLS.div_ceil(4) {
        let place = Workplace::new();
        let path = review(&place).path().to_owned();
        let mut entered = HashSet::new();
        for turn in 0..4 {
            wait_us = (wait_us * 7919 + 104_729) % 9000;
            let moment = match turn {
                3 => Moment::WhileWriting,
                _ => Moment::After(Duration::from_micros(wait_us)),
            };
            entered.extend(kill_at(&path, moment));
            let mut folder = Folder::open(&path).unwrap();
            torn += folder.told().count();
            let entries = folder.log().entries();
            let there: HashSet<EntryId> = entries.iter().map(|entry| entry.id).collect();
            assert!(entered.is_subset(&there), "round {round}");
            for entry in entries {
                assert!(BATCHES.contains(&entry.events.len()), "half a batch");
            }
            folder
                .append(&stamp("mb", 2), vec![note("after it")])
                .unwrap();
        }
        acknowledged += entered.len();
    }
    let time = started.elapsed();
    println!("{KILLS} kills, {acknowledged} entries entered, {torn} torn ends, {time:.1?}");
    assert!(acknowledged >= KILLS);
}

/// When a writer is killed, once it has entered something.
enum Moment {
    After(Duration),
    /// When the file has begun to grow by a large batch.
    WhileWriting,
}

/// Starts a writer, kills it, and returns what it had entered.
fn kill_at(path: &Path, moment: Moment) -> Vec<EntryId> {
    let mut writer = Command::new(std::env::current_exe().unwrap())
        .args([
            "spec_interrupted::the_writer_that_is_killed",
            "--exact",
            "--nocapture",
        ])
        .env(VICTIM, path)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let said = BufReader::new(writer.stdout.take().unwrap());
    let mut entered = said.lines().filter_map(|line| {
        let line = line.unwrap();
        line.strip_prefix("entered ").and_then(|id| id.parse().ok())
    });
    let first = entered.next();
    match moment {
        Moment::After(time) => std::thread::sleep(time),
        Moment::WhileWriting => wait_for_growth(&path.join("log.jsonl")),
    }
    writer.kill().unwrap();
    let ids = first.into_iter().chain(entered).collect();
    writer.wait().unwrap();
    ids
}

/// Waits until a file is longer by more than a small entry, or a second has passed.
fn wait_for_growth(path: &Path) {
    let length = || std::fs::metadata(path).unwrap().len();
    let (before, started) = (length(), Instant::now());
    while length() < before + 4096 && started.elapsed() < Duration::from_secs(1) {
        std::hint::spin_loop();
    }
}
