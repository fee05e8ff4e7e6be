//! Judging studies: questions on the terminal, answers from files, two people, rows for analyses.

use crate::library::{begun, review, rows};
use crate::run::Folder;
use std::io::Write;
use std::process::Stdio;

/// RoB 2 with every domain at low risk; one answer can be another.
pub(crate) fn answers(concealed: &str) -> String {
    let words = [
        ("1.1", "Y"),
        ("1.2", concealed),
        ("1.3", "N"),
        ("2.1", "N"),
        ("2.2", "PN"),
        ("2.6", "Y"),
        ("3.1", "Y"),
        ("4.1", "N"),
        ("4.2", "N"),
        ("4.3", "N"),
        ("5.1", "PY"),
        ("5.2", "N"),
        ("5.3", "N"),
    ];
    let line = |(id, word): &(&str, &str)| format!("{id},{word},\"page 3, \"\"Methods\"\"\"\n");
    let lines: String = words.iter().map(line).collect();
    format!("question,answer,support\n{lines}")
}

const CASE: [&str; 6] = [
    "appraise",
    "adams2031",
    "--tool",
    "rob2",
    "--outcome",
    "response",
];

fn with<'a>(rest: &[&'a str]) -> Vec<&'a str> {
    CASE.iter().copied().chain(rest.iter().copied()).collect()
}

#[test]
fn answers_from_a_file_are_judged_entered_and_written_for_the_evidence_base() {
    let folder = begun();
    folder.write("good.csv", answers("Y"));
    let shown = review(
        &folder,
        &with(&["--answers", "good.csv", "--format", "csv"]),
    );
    let judged: Vec<(String, String)> = rows(&shown)
        .into_iter()
        .map(|row| (row[0].clone(), row[2].clone()))
        .collect();
    let expected =
        ["1", "2", "3", "4", "5", "overall"].map(|id| (id.to_owned(), "low risk".to_owned()));
    assert_eq!(judged, expected);
    let listed = rows(&review(&folder, &["appraisals", "--format", "csv"]).fine());
    assert_eq!(
        listed[0][..6],
        [
            "adams2031",
            "response",
            "rob2",
            "kd",
            "one person",
            "low risk"
        ]
    );
    review(&folder, &["appraisals", "--to", "appraisals.csv"]).fine();
    let text = folder.text("appraisals.csv");
    let mut lines = text.lines();
    assert_eq!(
        lines.next(),
        Some("study_id,outcome,tool,domain,judgement,appraiser,source,note")
    );
    assert_eq!(lines.next(), Some("adams2031,response,RoB 2,1,low,kd,,"));
    assert_eq!(
        lines.last(),
        Some("adams2031,response,RoB 2,overall,low,kd,,")
    );
}

/// Of ten domains nine are judged alike: eight low, one high. One calls 9 low, the other 8, so that
/// chance gives 0.9 × 0.8 + 0.1 × 0.2 = 0.74, and κ = (0.90 − 0.74) / 0.26 = 0.615.
#[test]
fn two_people_are_compared_and_what_they_agree_on_is_drawn() {
    let folder = begun();
    let protocol = folder.text("review/review.toml");
    let both = "id = \"kd\"\n\n[[reviewers]]\nid = \"mb\"\n";
    folder.write(
        "review/review.toml",
        protocol.replace("id = \"kd\"\n", both),
    );
    folder.write("good.csv", answers("Y"));
    folder.write("bad.csv", answers("N"));
    for (study, by, file) in [
        ("adams2031", "kd", "good.csv"),
        ("adams2031", "mb", "bad.csv"),
        ("baker2032", "kd", "bad.csv"),
        ("baker2032", "mb", "bad.csv"),
    ] {
        let of = [study, "--tool", "rob2", "--outcome", "response"];
        review(
            &folder,
            &[&["appraise"], &of[..], &["--by", by, "--answers", file]].concat(),
        )
        .fine();
    }
    let arguments = ["--figure", "lights.svg", "--summary", "bars.svg"];
    let shown = review(&folder, &[&["appraisals"], &arguments[..]].concat());
    assert_eq!(shown.status, Some(0));
    for part in ["9 of 10 domains alike", "Cohen's κ 0.62 ["] {
        assert!(shown.out.contains(part), "{part} in {}", shown.out);
    }
    let left_out = "Not drawn: adams2031, response, rob2: people differ and have not agreed.\n";
    assert_eq!(shown.err, left_out);
    let lights = folder.text("lights.svg");
    assert!(lights.contains("baker2032") && !lights.contains("adams2031"));
    assert!(folder.text("bars.svg").contains("High"));
}

#[test]
fn a_departure_needs_a_reason_and_is_shown() {
    let folder = begun();
    let without = format!("{}domain 1,high,\n", answers("Y"));
    folder.write("without.csv", without);
    review(&folder, &with(&["--answers", "without.csv"])).refused(2, &["domain 1", "say why"]);
    let reasoned = format!(
        "{}domain 1,high,the registry says otherwise\n",
        answers("Y")
    );
    folder.write("why.csv", reasoned);
    let run = review(&folder, &with(&["--answers", "why.csv"])).fine();
    assert!(
        run.out.contains("otherwise than the answers lead to"),
        "{}",
        run.out
    );
    review(&folder, &["appraisals", "--to", "out.csv"]).fine();
    assert!(
        folder
            .text("out.csv")
            .contains("1,high,kd,,the registry says otherwise")
    );
}

#[test]
fn a_template_is_a_file_of_no_answers() {
    let folder = begun();
    for tool in ["rob2", "rob2_cluster", "robins_i_adhering"] {
        let text = review(&folder, &["appraise", "--template", tool])
            .fine()
            .out;
        folder.write("empty.toml", text);
        let run = review(
            &folder,
            &[
                "appraise",
                "adams2031",
                "--tool",
                tool,
                "--outcome",
                "response",
                "--answers",
                "empty.toml",
            ],
        );
        assert!(
            run.err.contains("no answer yet to 1"),
            "{}{}",
            run.out,
            run.err
        );
    }
    review(&folder, &with(&["--answers", "empty.toml"])).refused(2, &["another tool"]);
    let tools = review(&folder, &["appraise", "--tools", "--format", "csv"]).fine();
    assert!(rows(&tools).iter().any(|row| row[0] == "rob2_crossover"));
}

#[test]
fn bad_words_are_refused_and_nothing_is_entered() {
    let folder = begun();
    folder.write("bad.csv", "question,answer\n1.1,perhaps\n7.7,Y\n");
    review(&folder, &with(&["--answers", "bad.csv"])).refused(2, &["perhaps", "7.7"]);
    folder.write("good.csv", answers("Y"));
    review(
        &folder,
        &["appraise", "a", "--tool", "rob2", "--answers", "good.csv"],
    )
    .refused(2, &["--outcome"]);
    review(
        &folder,
        &["appraise", "a", "--tool", "rob3", "--answers", "good.csv"],
    )
    .refused(2, &["rob3", "rob2"]);
    assert!(rows(&review(&folder, &["appraisals", "--format", "csv"])).is_empty());
}

/// Runs the questions with these lines typed.
fn typed(folder: &Folder, lines: &[&str]) -> String {
    let case = with(&["--review", "review"]);
    let arguments: Vec<&str> = ["review"].into_iter().chain(case).collect();
    let mut running = folder
        .command(&arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the questions run");
    let text = format!("{}\n", lines.join("\n"));
    running
        .stdin
        .take()
        .expect("the questions run")
        .write_all(text.as_bytes())
        .expect("the questions run");
    let done = running.wait_with_output().expect("the questions run");
    assert!(
        done.status.success(),
        "{}",
        String::from_utf8_lossy(&done.stderr)
    );
    String::from_utf8(done.stdout).expect("the questions run")
}

#[test]
fn questions_are_asked_as_the_answers_lead_to_them() {
    let folder = begun();
    let lines = [
        "Y",
        "a computer made it", // 1.1
        "maybe",              // none of the answers: 1.2 is asked again
        "Y",
        "", // 1.2
        "Y",
        "",
        "<",
        "N",
        "", // 1.3, taken back, answered again
        "N",
        "",
        "N",
        "",
        "Y",
        "", // 2.1, 2.2, 2.6
        "Y",
        "", // 3.1
        "N",
        "",
        "N",
        "",
        "N",
        "", // 4.1 to 4.3
        "", // 5.1 stays open
        "N",
        "",
        "N",
        "", // 5.2, 5.3
        "y",
    ];
    let out = typed(&folder, &lines);
    assert!(out.contains("none of the answers"), "{out}");
    assert!(!out.contains("\n2.3 "), "nobody knew the treatment: {out}");
    assert!(out.contains("Entered as"), "{out}");
    let listed = rows(&review(&folder, &["appraisals", "--format", "csv"]));
    assert_eq!(
        listed[0][6],
        "1 low risk; 2 low risk; 3 low risk; 4 low risk; 5 open"
    );
}

#[test]
fn leaving_the_questions_enters_nothing() {
    let folder = begun();
    typed(&folder, &["Y", "", "q"]);
    assert!(rows(&review(&folder, &["appraisals", "--format", "csv"])).is_empty());
}
