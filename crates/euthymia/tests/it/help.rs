//! What `--help` and the README promise.

use crate::help_folders::{library, workbench};
use crate::run::{Folder, repository};

/// Each command and its options, as a person would list them.
const OPTIONS: [(&[&str], &[&str]); 47] = [
    (
        &["report"],
        &[
            "--out",
            "--evidence",
            "--cohort",
            "--cohort-name",
            "--cohort-treatment",
            "--svg",
            "--png",
            "--pdf",
            "--format",
            "--instrument",
            "--id",
            "--before",
            "--after",
            "--response",
            "--remission",
            "--encoding",
            "--delimiter",
            "--decimal",
            "--missing",
        ],
    ),
    (&["evidence", "check"], &["--evidence", "--format"]),
    (
        &["evidence", "list"],
        &["--evidence", "--format", "--treatment"],
    ),
    (
        &["evidence", "show"],
        &["--evidence", "--format", "<STUDY>"],
    ),
    (
        &["effect"],
        &[
            "[MEASURE]",
            "[FILE|NAME=VALUE]...",
            "--list",
            "--zero-cells",
            "--keep-double-zeros",
            "--small-sample",
            "--variance",
            "--plain-ratio",
            "--assume-correlation",
            "--level",
            "--explain",
            "--format",
            "--encoding",
            "--delimiter",
            "--decimal",
            "--missing",
        ],
    ),
    (
        &["derive"],
        &[
            "[WHAT]",
            "[FILE|NAME=VALUE]...",
            "--list",
            "--method",
            "--level",
            "--quantile",
            "--explain",
            "--format",
            "--encoding",
            "--delimiter",
            "--decimal",
            "--missing",
        ],
    ),
    (
        &["compare"],
        &[
            "[FILE]",
            "--measure",
            "--better",
            "--tau2",
            "--prediction",
            "--level",
            "--reference",
            "--important",
            "--baseline",
            "--baseline-sd",
            "--draws",
            "--seed",
            "--adds-up-within",
            "--model",
            "--tau-prior",
            "--mean-prior",
            "--chains",
            "--chain-draws",
            "--warm-up",
            "--acceptance",
            "--nodes",
            "--controls",
            "--doses",
            "--merge",
            "--drop",
            "--side-by-side",
            "--against",
            "--trade",
            "--weights",
            "--enough",
            "--correlation",
            "--certainty",
            "--appraisals",
            "--within-study-bias",
            "--indirectness",
            "--reporting-bias",
            "--related",
            "--inactive",
            "--interaction",
            "--select",
            "--combination",
            "--moderator",
            "--at",
            "--dose-response",
            "--dose-shape",
            "--dose-of",
            "--body-weight",
            "--at-dose",
            "--show",
            "--figures",
            "--figure-format",
            "--report",
            "--save",
            "--r-script",
            "--format",
            "--outcome",
            "--treatment",
            "--time",
            "--instrument",
            "--definition",
            "--trd-only",
            "--failures",
            "--include-n-not-seen",
            "--include-unverified",
            "--evidence",
            "--encoding",
            "--delimiter",
            "--decimal",
            "--missing",
        ],
    ),
    (
        &["pool"],
        &[
            "[FILE]",
            "--measure",
            "--model",
            "--tau2",
            "--test",
            "--prediction",
            "--tau2-ci",
            "--weights",
            "--cluster",
            "--robust",
            "--quadrature",
            "--tau-prior",
            "--mean-prior",
            "--permute",
            "--seed",
            "--level",
            "--nested",
            "--crossed",
            "--structure",
            "--correlation",
            "--covariances",
            "--by",
            "--scale",
            "--likelihood",
            "--zero-cells",
            "--keep-double-zeros",
            "--small-sample",
            "--variance",
            "--plain-ratio",
            "--assume-correlation",
            "--forest",
            "--r-script",
            "--list-priors",
            "--explain",
            "--format",
            "--treatment",
            "--outcome",
            "--time",
            "--instrument",
            "--definition",
            "--trd-only",
            "--failures",
            "--include-n-not-seen",
            "--include-unverified",
            "--include-crossover",
            "--evidence",
            "--encoding",
            "--delimiter",
            "--decimal",
            "--missing",
        ],
    ),
    (
        &["cohort"],
        &[
            "<FILE>",
            "--name",
            "--instrument",
            "--id",
            "--before",
            "--after",
            "--response",
            "--remission",
            "--level",
            "--figure",
            "--format",
            "--encoding",
            "--delimiter",
            "--decimal",
            "--missing",
        ],
    ),
    (
        &["reconstruct"],
        &[
            "<NAME=VALUE>...",
            "--instrument",
            "--count",
            "--watch",
            "--solutions",
            "--out",
            "--draws",
            "--starts",
            "--steps",
            "--seed",
            "--format",
        ],
    ),
    (
        &["case-series"],
        &[
            "[FILES]...",
            "--settings",
            "--sheet",
            "--dictionary",
            "--columns",
            "--save-settings",
            "--name",
            "--instrument",
            "--group",
            "--endpoint",
            "--response",
            "--remission",
            "--number-patients",
            "--summary",
            "--threads",
            "--level",
            "--seed",
            "--report",
            "--figures",
            "--figure-format",
            "--against",
            "--deidentify",
            "--key",
            "--bands",
            "--least",
            "--to-evidence",
            "--about",
            "--r-script",
            "--tables",
            "--format",
            "--encoding",
            "--delimiter",
            "--decimal",
            "--missing",
        ],
    ),
    (
        &["against"],
        &[
            "--events",
            "--n",
            "--name",
            "--published",
            "--level",
            "--figure",
            "--format",
            "--tau-scale",
            "--mean-sd",
            "--vague",
            "--threshold",
            "--population-mean",
            "--population-sd",
            "--reliability",
            "--treatment",
            "--outcome",
            "--time",
            "--instrument",
            "--definition",
            "--trd-only",
            "--include-n-not-seen",
            "--include-unverified",
            "--evidence",
        ],
    ),
    (
        &["assess"],
        &[
            "<FILE>",
            "--letter",
            "--explain",
            "--format",
            "--site",
            "--weeks",
            "--doses",
            "--augmentation",
            "--optimisation",
            "--baseline",
            "--early",
            "--reliable",
            "--tolerance",
            "--every",
        ],
    ),
    (
        &["course"],
        &[
            "<FILE>",
            "--sessions",
            "--instrument",
            "--total",
            "--patient",
            "--format",
            "--site",
            "--baseline",
            "--early",
            "--reliable",
            "--tolerance",
            "--every",
            "--encoding",
            "--delimiter",
            "--decimal",
            "--missing",
        ],
    ),
    (
        &["score"],
        &[
            "<INSTRUMENT>",
            "<ANSWERS>",
            "--out",
            "--threads",
            "--encoding",
            "--delimiter",
            "--decimal",
            "--missing",
            "--answered-min",
            "--format",
            "--pack",
            "--wording",
        ],
    ),
    (&["instrument", "list"], &["--format"]),
    (
        &["instrument", "show"],
        &["<INSTRUMENT>", "--format", "--pack", "--wording"],
    ),
    (
        &["instrument", "export"],
        &["<INSTRUMENT>", "--out", "--pack", "--wording"],
    ),
    (
        &["review", "search"],
        &[
            "[QUERY]",
            "--strategy",
            "--syntax",
            "--mesh",
            "--recall",
            "--suggest",
            "--most",
            "--snippets",
            "--pubmed",
            "--email",
            "--source",
            "--page-size",
            "--base-url",
            "--review",
            "--format",
            "--by",
        ],
    ),
    (
        &["review", "translate"],
        &[
            "<FILE>",
            "--from",
            "--to",
            "--headings",
            "--out",
            "--format",
        ],
    ),
    (&["review", "check"], &["<FILE>", "--syntax", "--format"]),
    (&["rules"], &["<TOPIC>", "--format"]),
    (
        &["convert"],
        &["<INSTRUMENT>", "<SCORE>", "--to", "--format"],
    ),
    (&["review", "init"], &["<FOLDER>", "--title", "--by"]),
    (
        &["review", "source"],
        &[
            "<NAME>",
            "--database",
            "--kind",
            "--platform",
            "--searched",
            "--strategy",
            "--limits",
            "--hits",
            "--review",
            "--by",
        ],
    ),
    (
        &["review", "prisma"],
        &[
            "--figure",
            "--docx",
            "--checklist",
            "--appendix",
            "--methods",
            "--excluded",
            "--since",
            "--review",
            "--format",
        ],
    ),
    (
        &["review", "answer"],
        &["<ITEM>", "<TEXT>", "--checklist", "--review", "--by"],
    ),
    (
        &["review", "archive"],
        &["<FILE>", "--without-full-texts", "--review"],
    ),
    (&["review", "replay"], &["<ARCHIVE>", "<FOLDER>"]),
    (
        &["review", "import"],
        &[
            "<FILES>...",
            "--source",
            "--as",
            "--encoding",
            "--sheet",
            "--columns",
            "--review",
            "--by",
            "--format",
        ],
    ),
    (
        &["review", "status"],
        &["--full", "--watch", "--review", "--format"],
    ),
    (&["review", "links"], &["--review", "--format"]),
    (
        &["review", "dedupe"],
        &["--dry-run", "--explain", "--review", "--by", "--format"],
    ),
    (&["review", "queue"], &["--most", "--review", "--format"]),
    (&["review", "same"], &["<RECORD>", "--review", "--by"]),
    (
        &["review", "different"],
        &["<A>", "<B>", "--review", "--by"],
    ),
    (
        &["review", "link"],
        &["<A>", "<B>", "<KIND>", "--review", "--by"],
    ),
    (
        &["review", "amend"],
        &["<RECORD>", "<FIELD>", "[VALUE]", "--review", "--by"],
    ),
    (
        &["review", "withdraw"],
        &["<IMPORT>", "<REASON>", "--review", "--by"],
    ),
    (
        &["review", "note"],
        &["<TEXT>", "--record", "--review", "--by"],
    ),
    (&["review", "undo"], &["<ENTRY>", "--review", "--by"]),
    (
        &["review", "log"],
        &["--most", "--entry", "--review", "--format"],
    ),
    (
        &["review", "show"],
        &["<RECORD>", "--raw", "--review", "--format"],
    ),
    (
        &["review", "problems"],
        &["[IMPORT]", "--review", "--format"],
    ),
    (
        &["review", "export"],
        &["<FILE>", "--to", "--all-copies", "--review"],
    ),
    (
        &["review", "convert"],
        &[
            "<FROM>",
            "<TO>",
            "--as",
            "--encoding",
            "--sheet",
            "--columns",
            "--to",
        ],
    ),
    (&["review", "merge"], &["<OTHER>", "--review", "--by"]),
];

fn help(command: &[&str], flag: &str) -> String {
    let mut arguments = command.to_vec();
    arguments.push(flag);
    Folder::new().run(&arguments).fine().out
}

#[test]
fn every_option_is_explained_and_every_one_explained_is_listed_here() {
    for (command, options) in OPTIONS {
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
        assert_eq!(run.status, Some(0), "{example:?}\n{}", run.err);
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
    for (command, _) in OPTIONS {
        let text = help(command, "--help");
        let shown = text.split_once("Example").map_or("", |(_, rest)| rest);
        examples.extend(commands(shown));
    }
    runs_as_printed(&examples, 8);
}

#[test]
fn the_commands_of_the_readme_run_as_printed() {
    let readme = std::fs::read_to_string(repository("README.md")).expect("README.md");
    let (review, others): (Vec<_>, Vec<_>) = commands(&fenced(&readme))
        .into_iter()
        .partition(|example| is_review(example));
    runs_as_printed(&others, 4);
    // Those of a review follow each other, all but the first inside of its folder.
    let folder = library();
    std::fs::remove_dir_all(folder.path("trd")).expect("removed");
    for (number, example) in review.iter().enumerate() {
        let arguments: Vec<&str> = example.iter().skip(1).map(String::as_str).collect();
        let mut command = folder.command(&arguments);
        if number > 0 {
            command.current_dir(folder.path("trd"));
        }
        let output = command.output().expect("the binary runs");
        let told = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(0), "{example:?}\n{told}");
    }
}

#[test]
fn the_readme_names_every_command() {
    let readme = std::fs::read_to_string(repository("README.md")).expect("README.md");
    for (command, _) in OPTIONS {
        let last = command[command.len() - 1];
        assert!(
            readme.contains(&format!("`euthymia {}", command[0])),
            "{command:?}"
        );
        assert!(readme.contains(last), "{command:?}");
    }
}
