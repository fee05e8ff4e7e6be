//! The screener in a real pseudo-terminal, ended by its key and by a kill.

use crate::library::{TWO, begun, import};
use crate::run::{Folder, repository};
use crate::tools::{find, skip};
use std::process::{Command, Output};

/// Runs the screener as `kd` and presses keys; `None` without Python.
fn press(folder: &Folder, end: &str, steps: &[&str]) -> Option<Output> {
    let Some(python) = find(&["python3"]) else {
        skip("python3", 1);
        return None;
    };
    let script = repository("crates/euthymia/tests/it/review_screen.py");
    let output = Command::new(python)
        .arg(script)
        .args(["100", "30", end])
        .args(steps)
        .args(["--", env!("CARGO_BIN_EXE_euthymia")])
        .args(["review", "screen", "--by", "kd", "--review"])
        .arg(folder.path("review"))
        .env("TERM", "xterm-256color")
        .env_remove("NO_COLOR")
        .output();
    Some(output.expect("python runs"))
}

fn verdicts(folder: &Folder) -> Vec<String> {
    let log = folder.text("review/log.jsonl");
    let after = log.split("\"verdict\":\"").skip(1);
    after
        .map(|rest| rest.split('"').next().unwrap_or_default().to_owned())
        .collect()
}

#[test]
fn spec_what_was_decided_survives_a_kill() {
    let folder = begun();
    folder.write("two.ris", TWO);
    import(&folder, &["two.ris"]);
    // The second key is sent as soon as the first decision is told; then the program is killed.
    let steps = ["Slow infusions=i", "Included=t"];
    let Some(output) = press(&folder, "kill", &steps) else {
        return;
    };
    assert!(output.status.success(), "{output:?}");
    assert_eq!(verdicts(&folder), ["include"]);
    // It goes on where it was; what is undone and decided again is two entries more.
    let steps = [
        "Letters from=e",
        "Excluded=u",
        "Took back=2",
        "Nothing waits=q",
    ];
    let output = press(&folder, "wait", &steps).expect("found before");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{said}");
    assert!(
        said.contains("Decided 1 now, 2 in all: 1 included"),
        "{said}"
    );
    assert!(
        said.contains("\u{1b}[?1049l"),
        "the terminal is as before: {said}"
    );
    assert_eq!(verdicts(&folder), ["include", "exclude", "exclude"]);
    assert_eq!(
        folder
            .text("review/log.jsonl")
            .matches("\"undone\"")
            .count(),
        1
    );
}

#[test]
fn spec_the_order_is_learnt_while_one_decides() {
    let folder = begun();
    let titles = [
        "Lanterns of calm lakes",
        "Foxes in the hills",
        "Foxes of dry hills",
        "Hills and old foxes",
        "Many lanterns on lakes",
    ];
    let ris = titles.map(|title| format!("TY  - JOUR\nTI  - {title}\nER  - \n\n"));
    folder.write("works.ris", ris.concat());
    import(&folder, &["works.ris"]);
    let steps = [
        "Lanterns of calm=i",
        "Foxes in the hills=e",
        "learnt from 1 included, 1 excluded=w",
        "has the score=x",
        "Foxes of dry hills=e",
        "Many lanterns=i",
        "learnt from 2 included, 2 excluded=q",
    ];
    let Some(output) = press(&folder, "wait", &steps) else {
        return;
    };
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{said}{output:?}");
    assert!(said.contains("Decided 4 now"), "{said}");
    assert_eq!(
        verdicts(&folder),
        ["include", "exclude", "exclude", "include"]
    );
    let log = folder.text("review/log.jsonl");
    assert_eq!(log.matches("\"ranked\"").count(), 1, "{log}");
}

#[test]
fn spec_without_a_terminal_it_says_what_to_do() {
    let folder = begun();
    let run = folder.run(&["review", "screen", "--by", "kd", "--review", "review"]);
    run.refused(2, &["terminal", "review decide"]);
}
