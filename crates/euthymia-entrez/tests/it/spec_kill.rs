//! A run that is stopped or killed at any moment goes on and ends with the same file.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use euthymia_entrez::EntrezError;

use crate::bench::{Heard, pmids, records, run};
use crate::stand_in::{Act, StandIn};

const URL: &str = "EUTHYMIA_KILL_TEST_URL";
const FOLDER: &str = "EUTHYMIA_KILL_TEST_FOLDER";

#[test]
fn a_run_stopped_after_any_event_goes_on() {
    for stop in 0..8 {
        let server = StandIn::start(records(9), |_| Act::Answer);
        let folder = tempfile::tempdir().unwrap();
        let mut heard = Heard {
            stop_after: Some(stop),
            ..Heard::default()
        };
        let first = run(&server.url, folder.path(), 2, &mut heard);
        if stop <= 5 {
            assert!(matches!(first, Err(EntrezError::Cancelled)), "{stop}");
            let pages = stop.saturating_sub(1);
            assert_eq!(server.count("efetch.fcgi"), pages, "{stop}");
            let done = run(&server.url, folder.path(), 2, &mut Heard::default()).unwrap();
            assert_eq!(done.runs.len(), 2);
        }
        let found = pmids(&folder.path().join("pubmed.xml"));
        assert!(found.into_iter().eq(1..=9));
        assert_eq!(server.count("efetch.fcgi"), 5, "nothing is fetched twice");
    }
}

#[test]
fn pages_that_were_lost_or_shortened_are_fetched_again() {
    let server = StandIn::start(records(9), |_| Act::Answer);
    let folder = tempfile::tempdir().unwrap();
    let mut heard = Heard {
        stop_after: Some(4),
        ..Heard::default()
    };
    run(&server.url, folder.path(), 2, &mut heard).unwrap_err();
    std::fs::write(folder.path().join("page-000002.xml"), "<Pub").unwrap();
    let done = run(&server.url, folder.path(), 2, &mut Heard::default()).unwrap();
    assert!(pmids(&done.file).into_iter().eq(1..=9));
    assert_eq!(server.count("efetch.fcgi"), 7);
}

/// Not a test of its own: the process that the test below kills.
#[test]
fn run_for_the_kill_test() {
    let (Ok(url), Ok(folder)) = (std::env::var(URL), std::env::var(FOLDER)) else {
        return;
    };
    run(&url, Path::new(&folder), 50, &mut Heard::default()).unwrap();
}

#[test]
fn a_process_killed_again_and_again_ends_with_every_record() {
    let server = StandIn::start(records(2_000), |asked| match asked.number % 3 {
        0 => Act::Slow(Duration::from_millis(5)),
        _ => Act::Answer,
    });
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("pubmed.xml");
    let start = || {
        Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "spec_kill::run_for_the_kill_test"])
            .env(URL, &server.url)
            .env(FOLDER, folder.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap()
    };
    let is_done = || file.exists() && !folder.path().join("progress.json").exists();
    let mut kills = 0;
    for life in 1..=40 {
        let mut child = start();
        std::thread::sleep(Duration::from_millis(10 * life));
        kills += u32::from(child.try_wait().unwrap().is_none());
        let _ = child.kill();
        child.wait().unwrap();
        if is_done() {
            break;
        }
    }
    assert!(kills > 0, "it was killed at least once");
    if !is_done() {
        run(&server.url, folder.path(), 50, &mut Heard::default()).unwrap();
    }
    assert!(pmids(&file).into_iter().eq(1..=2_000));
}
