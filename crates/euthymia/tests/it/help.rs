//! What `--help` and the README promise.

use crate::options::{GENERAL, Options};
use crate::review_options::REVIEW;
use crate::run::{Folder, repository};

fn all() -> impl Iterator<Item = &'static Options> {
    GENERAL.iter().chain(REVIEW)
}

fn help(command: &[&str], flag: &str) -> String {
    let mut arguments = command.to_vec();
    arguments.push(flag);
    Folder::new().run(&arguments).fine().out
}

#[test]
fn every_option_is_explained_and_every_one_explained_is_listed_here() {
    for (command, options) in all() {
        let text = help(command, "--help");
        let mut found: Vec<&str> = text
            .lines()
            .filter_map(|line| line.trim_start().split([' ', ',']).find(|w| !w.is_empty()))
            .filter(|word| word.starts_with("--") || word.starts_with(['<', '[']))
            .filter(|word| !word.starts_with("[default"))
            .collect();
        let mut expected = options.to_vec();
        found.sort_unstable();
        expected.sort_unstable();
        assert_eq!(found, expected, "{command:?}");
        for line in text.lines() {
            assert!(line.chars().count() <= 100, "{command:?}: {line}");
        }
    }
}

#[test]
fn short_help_is_shorter_and_says_where_there_is_more() {
    for command in [&["pool"][..], &["cohort"], &["evidence", "check"]] {
        let (short, long) = (help(command, "-h"), help(command, "--help"));
        // Columns are lined up with spaces in the short one.
        let words = |text: &str| text.split_whitespace().map(str::len).sum::<usize>();
        assert!(words(&short) < words(&long), "{command:?}");
    }
    assert!(help(&[], "--help").contains("Exit status: 0 fine; 1 findings"));
}

#[test]
fn the_version_is_that_of_the_package() {
    let expected = format!("euthymia {}\n", env!("CARGO_PKG_VERSION"));
    assert_eq!(Folder::new().run(&["--version"]).fine().out, expected);
}

#[test]
fn no_command_or_a_wrong_one_is_bad_usage() {
    let run = Folder::new().run(&[]);
    assert_eq!(run.status, Some(2));
    assert!(run.err.contains("Usage: euthymia <COMMAND>"), "{}", run.err);
    Folder::new()
        .run(&["cohrt"])
        .refused(2, &["unrecognized subcommand 'cohrt'", "cohort"]);
    Folder::new()
        .run(&["pool", "--forrest", "x.svg"])
        .refused(2, &["--forest"]);
}

/// The words of a command line, quotes taken off as a shell does.
fn words(line: &str) -> Vec<String> {
    let (mut words, mut word, mut quote) = (Vec::new(), String::new(), None);
    for c in line.chars() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (None, '\'' | '"') => quote = Some(c),
            (None, ' ') => words.extend(Some(std::mem::take(&mut word)).filter(|w| !w.is_empty())),
            _ => word.push(c),
        }
    }
    assert_eq!(quote, None, "an open quotation: {line}");
    words.extend(Some(word).filter(|w| !w.is_empty()));
    words
}

/// The commands among the lines of a text, what stands beside them after a gap taken off.
fn commands(text: &str) -> Vec<Vec<String>> {
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    // A line that ends in a backslash goes on in the next, as in a shell.
    let joined = lines.join("\n").replace("\\\n", "");
    joined
        .lines()
        .filter(|line| line.starts_with("euthymia "))
        .map(|line| words(line.split("   ").next().unwrap_or(line)))
        .collect()
}

/// The lines inside the fenced blocks of a Markdown file.
fn fenced(text: &str) -> String {
    let mut inside = false;
    let mut kept = String::new();
    for line in text.lines() {
        if line.starts_with("```") {
            inside = !inside;
        } else if inside {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    kept
}

/// A folder with every file that an example names.
fn workbench() -> Folder {
    let folder = Folder::new();
    for example in [
        "payette2023_reconstructed.csv",
        "visits.csv",
        "sessions.csv",
        "patients/two_failures.toml",
        "clinic.toml",
        "clinic_patients.csv",
        "clinic_visits.csv",
        "clinic_sessions.csv",
        "clinic_events.csv",
        "smoking.csv",
        "appraisal/ali2024_amstar2.csv",
        "appraisal/judgements.csv",
        "session/clinic.toml",
        "session/esketamine.toml",
        "session/ketamine.toml",
        "session/vitals.csv",
    ] {
        folder.copy(&format!("examples/{example}"));
    }
    let record =
        std::fs::read(repository("examples/patients/two_failures.toml")).expect("a record");
    folder.write("patient.toml", record);
    let visits = std::fs::read_to_string(repository("examples/visits.csv")).expect("visits");
    folder.write(
        "answers.csv",
        "patient,phq9_1,phq9_2,phq9_3,phq9_4,phq9_5,phq9_6,phq9_7,phq9_8,phq9_9\nA,1,2,0,1,3,2,1,0,0\n",
    );
    folder.write("visits.csv", visits.replace("madrs", "score"));
    folder.write(
        "trials.csv",
        "study,events_treatment,n_treatment,events_control,n_control,\
         mean_treatment,sd_treatment,mean_control,sd_control\n\
         A,14,47,6,25,20.5,8,25,7.5\nB,9,31,7,30,21,8.5,24,8\nC,3,18,1,19,19,7,26,8.5\n",
    );
    folder.write(
        "appraisals.csv",
        "study,tool,domain,judgement\nA,RoB 2,overall,low\nB,RoB 2,overall,high\n",
    );
    folder.write(
        "medians.csv",
        "study,q1_treatment,median_treatment,q3_treatment,n_treatment,\
         q1_control,median_control,q3_control,n_control\n\
         A,12,18,25,60,15,21,27,58\nB,10,17,23,41,14,20,28,43\n",
    );
    folder.write(
        "estimates.csv",
        "study,lab,outcome,estimate,variance\nA1,A,pain,0.2,0.05\nA2,A,sleep,0.4,0.06\n\
         B1,B,pain,0.1,0.04\nC1,C,pain,0.5,0.09\nC2,C,sleep,0.3,0.08\nD1,D,pain,-0.1,0.05\n\
         D2,D,sleep,0.6,0.07\n",
    );
    folder.write("pulses.csv", "intensity_percent,response\n45,no\n52,yes\n");
    folder.write(
        "analysis.toml",
        "schema = \"euthymia.compare.v1\"\n[data]\nfile = \"examples/smoking.csv\"\n[model]\nmeasure = \"OR\"\n",
    );
    folder.write(
        "patients.csv",
        "patient_id,madrs_baseline,madrs_post\nA,30,8\nB,28,14\nC,33,31\n",
    );
    folder
}

/// A folder with the strategies, and the review `trd` with the exports of the examples taken in.
fn library() -> Folder {
    let folder = Folder::new();
    for name in [
        "strategies/pubmed.txt",
        "strategies/psycinfo-ovid.txt",
        "strategies/embase.txt",
        "strategies/cochrane.txt",
        "review/pubmed.nbib",
        "review/embase.ris",
        "review/psycinfo.ris",
        "review/cochrane.ris",
        "review/known.ris",
        "review/screened.csv",
    ] {
        folder.copy(&format!("examples/{name}"));
    }
    folder.write("known.ris", folder.bytes("examples/review/known.ris"));
    let finished = repository("examples/review/living/review");
    crate::example_review::copy(&finished, &folder, "finished");
    folder.run(&["review", "init", "trd", "--by", "ab"]).fine();
    let import = [
        "review",
        "import",
        "examples/review/pubmed.nbib",
        "--review",
        "trd",
    ];
    folder.run(&import).fine();
    folder
}

/// The command as a person types it, in a folder with a library.
#[track_caller]
fn runs_in_a_library(example: &[String]) {
    let folder = library();
    if example.iter().any(|word| word == "init") {
        std::fs::remove_dir_all(folder.path("trd")).expect("removed");
    }
    let arguments: Vec<&str> = example.iter().skip(1).map(String::as_str).collect();
    let run = folder.run(&arguments);
    assert_eq!(run.status, Some(0), "{example:?}\n{}", run.err);
    assert!(!run.out.is_empty(), "{example:?}");
}

fn is_review(example: &[String]) -> bool {
    example.get(1).is_some_and(|word| word == "review")
}

#[track_caller]
fn runs_as_printed(examples: &[Vec<String>], at_least: usize) {
    assert!(
        examples.len() >= at_least,
        "only {} examples: {examples:?}",
        examples.len()
    );
    for example in examples {
        if is_review(example) {
            runs_in_a_library(example);
            continue;
        }
        let folder = workbench();
        if example.iter().any(|word| word == "--save") {
            std::fs::remove_file(folder.path("analysis.toml")).expect("removed");
        }
        let before = folder.files().len();
        let arguments: Vec<&str> = example.iter().skip(1).map(String::as_str).collect();
        let run = folder.run(&arguments);
        // The infusion of the examples has a rise that a person must look at.
        let status = i32::from(run.out.contains("A person must look"));
        assert_eq!(run.status, Some(status), "{example:?}\n{}", run.err);
        assert!(!run.out.is_empty(), "{example:?}");
        let writes = [
            "report",
            "--report",
            "--forest",
            "--figure",
            "--letter",
            "--out",
            "--r-script",
            "--save",
            "--figures",
            "--risk-summary",
            "--ics",
        ];
        let written = example.iter().any(|word| writes.contains(&word.as_str()));
        assert_eq!(
            folder.files().len() > before,
            written,
            "{example:?}: {:?}",
            folder.files()
        );
    }
}

#[test]
fn the_examples_of_help_run_as_printed() {
    let mut examples = commands(&help(&[], "--help"));
    for (command, _) in all() {
        let text = help(command, "--help");
        let shown = text.split_once("Example").map_or("", |(_, rest)| rest);
        examples.extend(commands(shown));
    }
    runs_as_printed(&examples, 8);
}

#[test]
fn the_commands_of_the_readme_run_as_printed() {
    let readme = std::fs::read_to_string(repository("README.md")).expect("README.md");
    // The walk through a review is one script: example_review runs it.
    let (before, walk) = readme
        .split_once("### A systematic review")
        .expect("the section");
    let (_, after) = walk.split_once("\n### ").expect("its end");
    let others = commands(&fenced(&format!("{before}\n### {after}")));
    assert!(!others.iter().any(|example| is_review(example)));
    runs_as_printed(&others, 4);
}

#[test]
fn the_readme_names_every_command() {
    let readme = std::fs::read_to_string(repository("README.md")).expect("README.md");
    for (command, _) in all() {
        let last = command[command.len() - 1];
        assert!(
            readme.contains(&format!("`euthymia {}", command[0])),
            "{command:?}"
        );
        assert!(readme.contains(last), "{command:?}");
    }
}
