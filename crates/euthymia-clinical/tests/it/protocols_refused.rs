//! What a protocol file may not say, each with line, key, what was found and what to do.

use euthymia_clinical::protocol::faults::Fault;
use euthymia_clinical::protocol::{Library, Protocol};

const GOOD: &str = "schema = \"euthymia.protocol.v1\"
id = \"own\"
name = \"Own\"
version = \"1.0.0\"
class = \"tms\"

[[source]]
key = \"us\"
text = \"our clinic\"

[[phase]]
id = \"acute\"
name = \"Acute\"
kind = \"treatment\"
schedule = [{ per_week = [5, 5], source = \"us\", status = \"site\" }]

[[phase.session]]
id = \"s\"
name = \"Stimulation\"
kind = \"stimulation\"
values = [
  { what = \"frequency\", is = \"10 Hz\", source = \"us\", status = \"site\" },
  { what = \"train\", is = \"4 s\", source = \"us\", status = \"site\" },
  { what = \"pause\", is = \"26 s\", source = \"us\", status = \"site\" },
  { what = \"trains\", is = \"75\", source = \"us\", status = \"site\" },
]
";

fn refused(from: &str, to: &str) -> Fault {
    assert!(GOOD.contains(from), "{from}");
    let text = GOOD.replacen(from, to, 1);
    let error = Protocol::parse(&text, "own.toml").unwrap_err();
    error.faults[0].clone()
}

#[test]
fn the_unchanged_file_reads() {
    assert_eq!(Protocol::parse(GOOD, "own.toml").unwrap().id, "own");
    let with_mark = format!("\u{feff}{GOOD}");
    assert!(Protocol::parse(&with_mark, "own.toml").is_ok());
}

#[test]
fn every_fault_says_where_and_what() {
    for (from, to, line, problem) in [
        (
            "protocol.v1",
            "protocol.v9",
            1,
            "expected \"euthymia.protocol.v1\"",
        ),
        ("\"own\"", "\"Own!\"", 2, "lower-case letters"),
        (
            "class = \"tms\"",
            "class = \"tsm\"",
            5,
            "is not a treatment class",
        ),
        (
            "class = \"tms\"",
            "class = \"tms\"\ncolour = 1",
            6,
            "there is no such key here",
        ),
        (
            "status = \"site\" }]",
            "status = \"sure\" }]",
            15,
            "is not known here",
        ),
        (
            "per_week = [5, 5]",
            "per_week = [-1]",
            15,
            "expected a whole number of at least 0",
        ),
        (
            "name = \"Own\"",
            "name = 5",
            3,
            "expected a text in quotation marks",
        ),
        ("version = \"1.0.0\"\n", "", 1, "this key is missing"),
        ("\"26 s\"", "\"26\"", 24, "\"26\" has no unit"),
        ("\"10 Hz\"", "\"10\"", 22, "Hz, /s or /min"),
        (
            "per_week = [5, 5]",
            "per_week = [5], per_day = 2, interval = \"50\"",
            15,
            "from 1 min to 24 h",
        ),
        ("\"our clinic\"", "\" \"", 9, "the source is not named"),
        (
            "per_week = [5, 5]",
            "per_week = [0, 0]",
            15,
            "no week has a visit",
        ),
        ("per_week = [5, 5]", "per_week = [9]", 15, "at most 7 days"),
        (
            "per_week = [5, 5]",
            "per_week = []",
            15,
            "ends before it starts",
        ),
        ("per_week = [5, 5]", "days = [7, 0]", 15, "not in order"),
        (
            "per_week = [5, 5]",
            "per_week = [5], days = [0]",
            15,
            "weeks and days are both given",
        ),
        (
            "per_week = [5, 5]",
            "per_week = [5], per_day = 0",
            15,
            "from 1 to 48",
        ),
        (
            "\"10 Hz\"",
            "\"0 Hz\"",
            22,
            "from 0.1 to 100 Hz is plausible",
        ),
        ("\"10 Hz\"", "\"10 s\"", 22, "is not a unit"),
        ("\"10 Hz\"", "\"-10 Hz\"", 22, "plausible"),
        ("\"4 s\"", "\"\"", 23, "there is no value"),
        ("\"26 s\"", "\"30-20 s\"", 24, "not a range"),
        ("\"75\"", "\"7.5\"", 25, "whole number"),
        (
            "\"26 s\", source = \"us\"",
            "\"26 s\", source = \"them\"",
            24,
            "no source of this key",
        ),
    ] {
        let fault = refused(from, to);
        assert_eq!(fault.line, line, "{to}: {fault}");
        assert!(fault.problem.contains(problem), "{to}: {fault}");
        assert!(!fault.help.is_empty(), "{to}");
    }
    let zero = refused("\"10 Hz\"", "\"0 Hz\"");
    assert_eq!(
        zero.field.as_deref(),
        Some("phase 1, session 1, values 1, is")
    );
    assert_eq!(zero.found.as_deref(), Some("0 Hz"));
}

#[test]
fn trains_that_contradict_themselves_are_refused() {
    let none = refused("\"26 s\"", "\"0 s\"");
    assert!(none.problem.contains("pause"), "{none}");
    let short = refused("\"4 s\"", "\"10 ms\"");
    assert!(short.problem.contains("holds no pulse"), "{short}");
    // Sessions of 37:30 cannot start every 20 min.
    let schedule =
        "per_week = [5, 5], per_day = 2, interval = \"20 min\", meaning = \"onset_to_onset\"";
    let overlap = refused("per_week = [5, 5]", schedule);
    assert!(overlap.problem.contains("start every"), "{overlap}");
}

#[test]
fn a_file_without_a_course_or_with_one_too_many_is_refused() {
    let head = GOOD.split("[[phase]]").next().unwrap();
    let error = Protocol::parse(head, "own.toml").unwrap_err();
    assert!(error.to_string().contains("there is no phase"), "{error}");
    let shared = GOOD.replacen("class =", "shared = true\nclass =", 1);
    let error = Protocol::parse(&shared, "own.toml").unwrap_err();
    assert!(
        error.to_string().contains("no course of its own"),
        "{error}"
    );
}

#[test]
fn what_is_included_must_be_there_and_agree() {
    let library = Library::bundled();
    let with = |text: &str| GOOD.replacen("class =", &format!("{text}\nclass ="), 1);
    let whole = library
        .read(&with("includes = [\"shared_tms\"]"), "own.toml")
        .unwrap();
    assert!(whole.regulatory.len() > 1);
    let error = library
        .read(&with("includes = [\"shared_tsm\"]"), "own.toml")
        .unwrap_err();
    assert_eq!(
        (error.faults[0].line, error.faults[0].found.as_deref()),
        (5, Some("shared_tsm"))
    );
    let taken = with("includes = [\"shared_tms\"]").replace("\"us\"", "\"taylor\"");
    let error = library.read(&taken, "own.toml").unwrap_err();
    assert!(
        error.to_string().contains("another source of this key"),
        "{error}"
    );
}

#[test]
fn schedules_that_cannot_be_are_refused() {
    for (schedule, problem) in [
        ("per_week = [5], consecutive = true", "only days"),
        ("days = [0], after_visits = [1]", "both given"),
        ("after_visits = [1]", "no phase before it"),
        ("per_week = [5], name = \"2\"", "no name of a schedule"),
        (
            "per_week = [5], reading = \"them\"",
            "no source of this key",
        ),
    ] {
        let fault = refused("per_week = [5, 5]", schedule);
        assert!(fault.problem.contains(problem), "{schedule}: {fault}");
        assert_eq!(fault.line, 15, "{schedule}");
    }
    let phase = "\n[[phase]]\nid = \"talks\"\nname = \"Talks\"\nkind = \"integration\"\n\
                 schedule = [{ after_visits = [LIST], source = \"us\", status = \"site\" }]\n\
                 [[phase.session]]\nid = \"t\"\nname = \"Talk\"\nkind = \"conversation\"\n";
    let with = |list: &str| format!("{GOOD}{}", phase.replace("LIST", list));
    // Ten visits come before.
    assert!(Protocol::parse(&with("1, 2, 10"), "own.toml").is_ok());
    for (list, problem) in [
        ("1, 11", "fewer visits"),
        ("2, 1", "not in order"),
        ("0, 1", "not in order"),
    ] {
        let error = Protocol::parse(&with(list), "own.toml").unwrap_err();
        assert!(error.to_string().contains(problem), "{list}: {error}");
    }
    let together = refused(
        "kind = \"stimulation\"",
        "kind = \"stimulation\"\nat_the_same_time = true",
    );
    assert!(together.problem.contains("no session before"), "{together}");
    let many = refused(
        "kind = \"stimulation\"",
        "kind = \"stimulation\"\npeople = { at_least = 0, source = \"us\", status = \"site\" }",
    );
    assert!(many.problem.contains("from 1 to 20"), "{many}");
}
