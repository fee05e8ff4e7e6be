//! Values of three invented trials: taken by two people, settled, and pooled.

use std::io::Write;
use std::process::Stdio;

use crate::library::{begun, import, review};
use crate::run::{Folder, csv_rows};

const THREE: &str = "TY  - JOUR
AU  - Roe, Ada
TI  - An invented infusion and an invented placebo
PY  - 2019
T2  - Journal of Invented Trials
DO  - 10.5555/roe.2019
ER  - 

TY  - JOUR
AU  - Poe, Ben
TI  - The same infusion, elsewhere
PY  - 2020
T2  - Annals of Nowhere
ER  - 

TY  - JOUR
AU  - Loe, Cy
TI  - A third time
PY  - 2021
T2  - Annals of Nowhere
ER  - 
";

/// What a person writes for a trial: responders among 20 people in each arm.
pub(crate) fn filled(label: &str, year: u32, [drug, placebo]: [u32; 2]) -> String {
    let arm = |key: &str, treatment: &str, role: &str, events: u32| {
        format!(
            "[arms.{key}]\ntreatment = \"{treatment}\"\nrole = \"{role}\"\n\
             n_randomised = {{ value = 20, at = \"Figure 1\" }}\n\
             [arms.{key}.outcomes.response]\noutcome = \"response\"\ninstrument = \"madrs\"\n\
             definition = \"madrs_decrease>=50pct\"\n\
             time_days = {{ value = 1, unit = \"weeks\", at = \"p. 2\" }}\n\
             n = {{ value = 20, at = \"Table 2\" }}\n\
             events = {{ value = {events}, at = \"Table 2\" }}\n"
        )
    };
    format!(
        "label = \"{label}\"\nyear = {{ value = {year}, at = \"p. 1\" }}\ndesign = \"parallel_rct\"\n\
         trd = \"yes\"\nfailed_trials_min = {{ value = 2, at = \"p. 2\" }}\n\
         trd_definition = \">=2 oral antidepressants without response\"\n{}{}",
        arm("ketamine", "ketamine_iv", "experimental", drug),
        arm("saline", "saline", "control", placebo)
    )
}

/// A review with three named studies and two reviewers.
pub(crate) fn named() -> Folder {
    let folder = begun();
    let protocol = folder.text("review/review.toml");
    let second = protocol.replace(
        "[[reviewers]]",
        "[[reviewers]]\nid = \"ml\"\n\n[[reviewers]]",
    );
    folder.write("review/review.toml", second);
    folder.write("three.ris", THREE);
    let import = import(&folder, &["three.ris", "--by", "kd"])
        .remove(0)
        .remove(0);
    for (number, study) in [(1, "roe2019"), (2, "poe2020"), (3, "loe2021")] {
        let record = format!("{import}-{number}");
        review(&folder, &["study", study, &record, "--by", "kd"]).fine();
    }
    folder
}

fn take(folder: &Folder, study: &str, by: &str, file: &str) -> String {
    folder.write("filled.toml", file);
    let run = review(folder, &["extract", study, "filled.toml", "--by", by]).fine();
    run.out
}

pub(crate) fn both_take(folder: &Folder, study: &str, file: &str) {
    for by in ["kd", "ml"] {
        take(folder, study, by, file);
    }
}

/// The row of a study in the first table of `review extraction`.
fn state(folder: &Folder, study: &str) -> Vec<String> {
    let run = review(folder, &["extraction", "--format", "csv"]).fine();
    let first = run.out.split("\n\n").next().expect("a table");
    let mut all = csv_rows(first).into_iter();
    all.find(|row| row[0] == study).expect("the study")
}

#[test]
fn what_two_people_take_is_settled_pooled_and_reported() {
    let folder = named();
    both_take(&folder, "roe2019", &filled("Roe 2019", 2019, [12, 4]));
    both_take(&folder, "poe2020", &filled("Poe 2020", 2020, [10, 5]));
    take(&folder, "loe2021", "kd", &filled("Loe 2021", 2021, [11, 3]));
    assert_eq!(state(&folder, "loe2021")[7], "values are being taken");
    take(&folder, "loe2021", "ml", &filled("Loe 2021", 2021, [13, 3]));
    assert_eq!(state(&folder, "loe2021")[5], "1", "one difference");
    assert_eq!(state(&folder, "roe2019")[7], "complete");

    let run = review(
        &folder,
        &[
            "adjudicate",
            "loe2021",
            "--template",
            "open.toml",
            "--by",
            "kd",
        ],
    );
    run.fine();
    let open = folder.text("open.toml");
    assert!(
        open.contains("# kd: 11 (Table 2)\n# ml: 13 (Table 2)"),
        "{open}"
    );
    let settled = open.replace(
        "value = \"\", at = \"\"",
        "value = 13, at = \"Table 2, p. 5\"",
    );
    folder.write("open.toml", settled);
    review(
        &folder,
        &["adjudicate", "loe2021", "open.toml", "--by", "kd"],
    )
    .fine();
    assert_eq!(state(&folder, "loe2021")[7], "complete");

    let run = review(&folder, &["evidence", "base"]).fine();
    assert!(
        run.out.contains("3 studies, 6 arms, 6 outcomes; 0 values"),
        "{}",
        run.out
    );
    let outcomes = csv_rows(&folder.text("base/outcomes.csv"));
    let column = |name: &str| outcomes[0].iter().position(|own| own == name).unwrap();
    let loe = outcomes
        .iter()
        .find(|row| row[0] == "loe2021" && row[1] == "ketamine")
        .unwrap();
    assert_eq!(loe[column("events")], "13");
    assert_eq!(loe[column("time_days")], "7");
    assert_eq!(loe[column("locator")], "Table 2; Table 2, p. 5");
    assert_eq!(loe[column("provenance")], "full_text");
    assert_eq!(loe[column("verification")], "seen");

    folder
        .run(&["evidence", "check", "--evidence", "base"])
        .fine();
    let pooled = folder.run(&[
        "pool",
        "--evidence",
        "base",
        "--treatment",
        "ketamine_iv",
        "--outcome",
        "response",
        "--measure",
        "RR",
        "--format",
        "json",
    ]);
    assert_eq!(pooled.status, Some(0), "{}", pooled.err);
    assert!(pooled.out.contains("Loe 2021"), "{}", pooled.out);
    let report = folder.run(&["report", "--evidence", "base", "--out", "page"]);
    assert_eq!(report.status, Some(0), "{}", report.err);
    assert!(folder.text("page/index.html").contains("Loe 2021"));
}

#[test]
fn a_number_that_one_person_took_is_unverified_and_an_open_difference_is_left_out() {
    let folder = named();
    take(&folder, "roe2019", "kd", &filled("Roe 2019", 2019, [12, 4]));
    take(&folder, "poe2020", "kd", &filled("Poe 2020", 2020, [10, 5]));
    take(&folder, "poe2020", "ml", &filled("Poe 2020", 2020, [11, 5]));
    let run = review(&folder, &["evidence", "base"]);
    assert_eq!(run.status, Some(0), "{}", run.err);
    assert!(
        run.err
            .contains("poe2020, arms/ketamine/outcomes/response/events"),
        "{}",
        run.err
    );
    let outcomes = csv_rows(&folder.text("base/outcomes.csv"));
    let column = |name: &str| outcomes[0].iter().position(|own| own == name).unwrap();
    let marks = |study: &str| -> Vec<&str> {
        let own = outcomes.iter().filter(|row| row[0] == study);
        own.map(|row| row[column("verification")].as_str())
            .collect()
    };
    assert_eq!(marks("roe2019"), ["recalled", "recalled"]);
    assert!(
        outcomes[1][column("note")].contains("by kd alone"),
        "{:?}",
        outcomes[1]
    );
    // The rules may ask for one person: then it counts.
    let protocol = folder
        .text("review/review.toml")
        .replace("people = 2", "people = 1");
    folder.write("review/review.toml", protocol);
    review(&folder, &["evidence", "base"]);
    let outcomes = csv_rows(&folder.text("base/outcomes.csv"));
    assert_eq!(outcomes[1][column("verification")], "seen");
    assert!(outcomes[1][column("note")].contains("Taken by one person"));
}

#[test]
fn a_template_shows_the_citation_and_ones_own_values_and_nobody_elses() {
    let folder = named();
    take(&folder, "roe2019", "kd", &filled("Roe 2019", 2019, [12, 4]));
    let template = |by: &str, name: &str| {
        let wanted = ["extract", "roe2019", "--template", name, "--by", by];
        review(&folder, &wanted).fine();
        folder.text(name)
    };
    let own = template("kd", "kd.toml");
    assert!(
        own.contains("events = { value = \"12\", at = \"Table 2\" }"),
        "{own}"
    );
    let other = template("ml", "ml.toml");
    assert!(!other.contains("\"12\""), "{other}");
    assert!(other.contains("doi = { value = \"10.5555/roe.2019\", at = \"citation\" }"));
    let table = template("kd", "kd.csv");
    assert!(
        table.contains("arms/ketamine/outcomes/response/events,"),
        "{table}"
    );
    // A file that is filled in is taken as it is.
    let again = review(&folder, &["extract", "roe2019", "kd.csv", "--by", "ml"]).fine();
    assert!(again.out.contains("0 doubts"), "{}", again.out);
    assert_eq!(state(&folder, "roe2019")[7], "complete");
}

/// Types answers on the terminal.
fn typed(folder: &Folder, arguments: &[&str], lines: &str) -> (String, String) {
    let before = ["review", arguments[0], "--review", "review"];
    let all = [&before, &arguments[1..]].concat();
    let mut command = folder.command(&all);
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().expect("the binary runs");
    let mut input = child.stdin.take().expect("an input");
    input.write_all(lines.as_bytes()).expect("typed");
    drop(input);
    let output = child.wait_with_output().expect("it ends");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert!(output.status.success(), "{}", text(&output.stderr));
    (text(&output.stdout), text(&output.stderr))
}

#[test]
fn questions_are_asked_on_a_terminal_and_what_is_doubtful_is_told_at_once() {
    let folder = named();
    let form = "[[fields]]\nid = \"n\"\ntype = \"integer\"\nask = \"People\"\n\
                [[groups]]\nid = \"arms\"\ntitle = \"Arms\"\n\
                [[groups.fields]]\nid = \"events\"\ntype = \"integer\"\n\
                [[groups.fields]]\nid = \"dose\"\ntype = \"number\"\nunits = [{ name = \"mg\" }]\n\
                [[checks]]\nkind = \"at_most\"\ngroup = \"arms\"\nfields = [\"events\", \"n\"]\n";
    folder.write("review/forms/short.toml", form);
    let wanted = ["extract", "roe2019", "--form", "short", "--by", "kd"];
    let (out, err) = typed(
        &folder,
        &wanted,
        "20 @ p. 1\na B\na\n21 @ p. 2\n0.5 mg @ p. 3\n",
    );
    assert!(err.contains("n: People"), "{err}");
    assert!(err.contains("\"B\" is no short name"), "{err}");
    assert!(err.contains("it is more than n, which is 20"), "{err}");
    assert!(out.contains("roe2019: 3 values."), "{out}");
    let wanted = ["extract", "roe2019", "--form", "short", "--by", "ml"];
    typed(&folder, &wanted, "20 @ p. 1\na\n12 @ p. 2\n-\n");
    let wanted = ["adjudicate", "roe2019", "--form", "short", "--by", "kd"];
    let (out, _) = typed(&folder, &wanted, "2\n0.7 mg @ p. 9\n");
    assert!(
        out.contains("21 (p. 2)") && out.contains("12 (p. 2)"),
        "{out}"
    );
    let views = [
        "extraction",
        "roe2019",
        "--form",
        "short",
        "--format",
        "csv",
    ];
    let shown = review(&folder, &views).fine().out;
    assert!(
        shown.contains("arms/a/events,12 (p. 2),settled by kd"),
        "{shown}"
    );
    assert!(
        shown.contains("arms/a/dose,0.7 mg (p. 9),settled by kd"),
        "{shown}"
    );
}
