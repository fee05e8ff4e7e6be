//! `euthymia tms`, `target`, `threshold`.

use crate::run::{Folder, Run};
use serde_json::Value;
use std::io::Write;
use std::process::Stdio;

fn tables(run: &Run) -> Vec<Value> {
    match run.json() {
        Value::Array(tables) => tables,
        one => vec![one],
    }
}

fn column<'v>(table: &'v Value, key: &str) -> Vec<&'v Value> {
    let rows = table["rows"].as_array().expect("rows");
    rows.iter().map(|row| &row[key]).collect()
}

/// Runs with these lines typed.
fn typed(folder: &Folder, arguments: &[&str], lines: &str) -> (Option<i32>, String, String) {
    let mut command = folder.command(arguments);
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().expect("the binary starts");
    let mut input = child.stdin.take().expect("standard input");
    input.write_all(lines.as_bytes()).expect("typed");
    drop(input);
    let output = child.wait_with_output().expect("the binary ends");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    (
        output.status.code(),
        text(output.stdout),
        text(output.stderr),
    )
}

#[test]
fn a_session_inside_and_one_five_times_over() {
    let folder = Folder::new();
    let base = "tms --on 4 --off 26 --trains 75 --hz 10 --intensity 120 --format json";
    let run = folder.run(&base.split(' ').collect::<Vec<_>>()).fine();
    let found = tables(&run);
    let values = column(&found[0], "value");
    assert_eq!(values[0], 40.0);
    assert_eq!(values[2], 3000.0);
    assert_eq!([values[4], values[5], values[6]], [2250.0, 2224.0, 2216.5]);
    assert_eq!(column(&found[1], "answer")[0], "yes");
    let over = "tms --on 5 --off 25 --trains 30 --hz 20 --intensity 120%";
    let run = folder.run_at_width(240, &over.split(' ').collect::<Vec<_>>());
    assert_eq!(run.status, Some(1));
    assert!(run.out.contains("5 times the"), "{}", run.out);
    assert!(run.out.contains("Rossi 2009"), "{}", run.out);
}

#[test]
fn a_day_of_bursts_has_two_lengths_and_no_limit() {
    let line = "tms --hz 5 --burst 3@50 --on 2 --off 8 --trains 60 --intensity 90 --a-day 10 --interval 50min --sessions 50 --format json";
    let found = tables(
        &Folder::new()
            .run(&line.split(' ').collect::<Vec<_>>())
            .fine(),
    );
    assert_eq!(column(&found[0], "value")[2], 1800.0);
    assert_eq!(column(&found[0], "value")[7], 90_000.0);
    assert_eq!(column(&found[1], "minutes"), [550.0, 460.0]);
    assert_eq!(column(&found[2], "answer")[0], "cannot say");
}

#[test]
fn what_cannot_be_right_is_refused_with_what_is() {
    let rows: [(&str, &[&str]); 12] = [
        ("tms --hz 0 --on 4", &["--hz", "0 Hz", "from 0.1 to 100 Hz"]),
        (
            "tms --hz 10 --on 4 --every 3 --trains 5",
            &["start every 3 s", "4 s"],
        ),
        (
            "tms --hz 10 --on -4",
            &["--on", "-4 s", "from 0 to 86400 s"],
        ),
        ("tms --hz 1,500 --on 4", &["two ways"]),
        (
            "tms --hz 10 --on 4 --intensity 1.2",
            &["--intensity", "is written 120"],
        ),
        ("tms --hz 10 --on 4 --trains 3", &["without a pause"]),
        (
            "target --tragus 14.2 --nasion-inion 15 --circumference 23.6",
            &["30 to 45 cm", "looks like inches", "36.1 cm"],
        ),
        ("threshold --responses 45", &["\"45\" is not a pulse"]),
        ("threshold --responses 145+", &["at most 100 %"]),
        ("threshold --start 1,234", &["two ways"]),
        (
            "tms --hz 10 --on 4 --trains 75.5",
            &["75.5", "a whole number is needed"],
        ),
        (
            "target --tragus 30 --nasion-inion 30 --circumference 66 --method beam-f3",
            &["Y of 7.9", "8.00 and 12.00 cm"],
        ),
    ];
    for (line, says) in rows {
        let words: Vec<&str> = line.split(' ').collect();
        Folder::new().run(&words).refused(2, says);
    }
}

#[test]
fn the_place_of_the_coil_in_numbers_steps_and_a_drawing() {
    let folder = Folder::new();
    let line = "target --tragus 36 --nasion-inion 38 --circumference 60";
    let base: Vec<&str> = line.split(' ').collect();
    let run = folder
        .run(&[&base[..], &["--format", "json"]].concat())
        .fine();
    let found = tables(&run);
    assert_eq!(column(&found[0], "method")[0], "beam_f3");
    let place = |key| column(&found[0], key)[0].as_f64().expect("a number");
    assert!((place("x_cm") - 6.9549).abs() < 5e-5 && (place("y_cm") - 9.7911).abs() < 5e-5);
    let uses = column(&found[0], "use");
    assert_eq!(uses.iter().filter(|word| **word == "REFUSED").count(), 3);
    let drawn = [&base[..], &["--method", "adjusted", "--figure", "head.svg"]].concat();
    let run = folder.run(&drawn);
    assert_eq!(run.status, Some(0), "{}", run.err);
    let svg = folder.text("head.svg");
    assert!(svg.contains("Adjusted Beam F3") && svg.contains("Y 10.1 cm"));
    let rule = [&base[..], &["--method", "5.5", "--figure", "rule.svg"]].concat();
    assert_eq!(folder.run(&rule).status, Some(0));
    assert!(folder.text("rule.svg").contains("hotspot of the hand"));
    let refused = [&base[..], &["--method", "pubmed", "--figure", "head.svg"]].concat();
    folder.run(&refused).refused(2, &["no coil is placed"]);
}

/// What no stimulator gives is told with the range, and the counts of the intensity are kept in sight.
#[test]
fn an_answer_out_of_range_is_told_with_the_range() {
    let lines = "150\n0\n1,234\n50,5\ny\nq\n";
    let (status, _, err) = typed(&Folder::new(), &["threshold"], lines);
    assert_eq!(status, Some(0), "{err}");
    for words in [
        "150 % is not an intensity; use above 0 and at most 100 %",
        "0 % is not an intensity",
        "two ways",
        "response at 50.5 %",
        "after 1 pulse; 1 of 1 at 50.5 %",
    ] {
        assert!(err.contains(words), "{words}: {err}");
    }
}

#[test]
fn beyond_the_table_a_session_over_at_its_edge_is_flagged() {
    for (hz, on, intensity) in [("20", "5", "131"), ("26", "2", "120")] {
        let line = [
            "tms",
            "--hz",
            hz,
            "--on",
            on,
            "--intensity",
            intensity,
            "--format",
            "json",
        ];
        let run = Folder::new().run(&line);
        assert_eq!(run.status, Some(1), "{}", run.out);
        assert!(run.out.contains("at least"), "{}", run.out);
    }
}

#[test]
fn a_search_is_kept_pulse_by_pulse_and_goes_on_after_it_was_cut_off() {
    let folder = Folder::new();
    let arguments = [
        "threshold",
        "pulses.csv",
        "--start",
        "50",
        "--format",
        "json",
    ];
    let (status, out, err) = typed(&folder, &arguments, "y\nn\nwhat\nu\nn\n");
    assert_eq!(status, Some(0), "{err}");
    assert!(err.contains("response at 50 %? [y/n/u/q]") && err.contains("y: response"));
    let lines: Vec<String> = folder
        .text("pulses.csv")
        .lines()
        .map(str::to_owned)
        .collect();
    assert_eq!(lines[0], "intensity_percent,response");
    assert_eq!(lines[1], "50,yes");
    assert!(lines[3].ends_with(",undone") && lines[4] == lines[2] && lines.len() == 5);
    let before: Value = serde_json::from_str(&out).expect("JSON");
    // A line that a stop has cut in two.
    folder.write("pulses.csv", format!("{}47,y", folder.text("pulses.csv")));
    let (status, again, err) = typed(&folder, &arguments, "q\n");
    assert_eq!(status, Some(0), "{err}");
    assert!(
        err.contains("cut off") && err.contains("going on after 2 pulses"),
        "{err}"
    );
    assert_eq!(serde_json::from_str::<Value>(&again).expect("JSON"), before);
    // The same pulses as a file and as a list.
    let line = [
        "threshold",
        "--responses",
        "pulses.csv",
        "--start",
        "50",
        "--format",
        "json",
    ];
    assert_eq!(folder.run(&line).fine().json(), before);
}

#[test]
fn nothing_is_known_without_a_pulse() {
    let (status, out, err) = typed(&Folder::new(), &["threshold"], "u\nq\n");
    assert_eq!((status, out.as_str()), (Some(1), ""), "{err}");
    assert!(err.contains("no pulse to take back") && err.contains("no pulse yet"));
}

#[test]
fn a_damaged_file_of_pulses_is_told_by_row() {
    let folder = Folder::with(
        "pulses.csv",
        "intensity_percent,response\n45,yes\n4O,no\n140,no\n45,perhaps\n",
    );
    let line = ["threshold", "--responses", "pulses.csv"];
    let says = [
        "row 3",
        "4O,no",
        "row 4",
        "140 % is not an intensity",
        "row 5",
        "yes, no or undone",
    ];
    folder.run(&line).refused(2, &says);
}

#[test]
fn a_simulation_does_not_depend_on_threads() {
    let run = |threads: &str| {
        let line = [
            "threshold",
            "--simulate",
            "300",
            "--pulses",
            "18",
            "--threads",
            threads,
            "--format",
            "csv",
        ];
        Folder::new().run(&line).fine().csv()
    };
    let one = run("1");
    assert_eq!(one, run("2"));
    assert_eq!(one.len(), 1 + 5);
}
