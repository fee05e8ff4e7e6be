//! A program that is killed while it takes a file in leaves no half of it.

use crate::library::{begun, review, rows};
use std::fmt::Write;
use std::thread::sleep;
use std::time::{Duration, Instant};

const RECORDS: usize = 20_000;
const KILLS: u32 = 24;

/// About 20 MB of RIS, another one for each number.
fn export(number: u32) -> String {
    let mut text = String::new();
    let filler =
        "Forty people were given an invented substance and asked how they felt. ".repeat(12);
    for record in 0..RECORDS {
        write!(
            text,
            "TY  - JOUR\nAU  - Maier, Anna\nTI  - Invented work {record} of file {number}\nPY  - 2001\n\
             AB  - {filler}\nER  - \n\n"
        )
        .expect("written");
    }
    text
}

#[test]
fn spec_a_killed_import_leaves_nothing_or_everything() {
    let folder = begun();
    folder.write("a.ris", export(0));
    let arguments = ["review", "import", "--review", "review", "a.ris"];
    let started = Instant::now();
    folder.run(&arguments).fine();
    let whole = started.elapsed();
    let log = folder.text("review/log.jsonl");
    for kill in 1..=KILLS {
        folder.write("b.ris", export(kill));
        let arguments = ["review", "import", "--review", "review", "b.ris"];
        let mut import = folder.command(&arguments);
        let mut child = import
            .stdout(std::process::Stdio::null())
            .stderr(std::process::Stdio::null())
            .spawn()
            .expect("the binary runs");
        sleep(
            whole
                .mul_f64(f64::from(kill) / f64::from(KILLS))
                .min(Duration::from_secs(5)),
        );
        // It may have ended before: then there is nothing to kill.
        let _ = child.kill();
        child.wait().expect("it ended");
    }
    let status = review(&folder, &["status", "--format", "csv"]);
    assert_eq!(status.status, Some(0), "{}", status.err);
    let now = folder.text("review/log.jsonl");
    assert!(now.starts_with(&log), "what was entered stays");
    let imports = now.matches("\"imported\"").count();
    assert_eq!(
        now.matches("\"records\":20000").count(),
        imports,
        "only whole files are entered"
    );
    let exported = review(&folder, &["problems", "--format", "csv"]);
    assert_eq!(exported.status, Some(0), "{}", exported.err);
    assert!(rows(&exported).is_empty(), "{}", exported.out);
    let left: Vec<String> = folder
        .files()
        .into_iter()
        .filter(|file| file.contains(".importing-"))
        .collect();
    assert_eq!(left, Vec::<String>::new());
    // What was interrupted can be taken in now.
    folder.write("b.ris", export(KILLS + 1));
    review(&folder, &["import", "b.ris"]).fine();
}
