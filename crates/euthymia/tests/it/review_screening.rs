//! Titles and full texts screened by two people, from decisions to what is next.

use crate::run::{Folder, Run};

const LIBRARY: &str = "TY  - JOUR\nTI  - Ketamine by slow infusion for stubborn low mood\n\
    AU  - Amsel, Ada\nPY  - 2019\nDO  - 10.5555/inf.1\nER  - \n\n\
    TY  - JOUR\nTI  - Magnetic pulses in rats that do not swim\n\
    AU  - Buche, Bo\nPY  - 2018\nDO  - 10.5555/rat.2\nER  - \n\n\
    TY  - JOUR\nTI  - A spray of esketamine against sad evenings\n\
    AU  - Cedar, Cy\nPY  - 2020\nAN  - 31000003\nER  - \n\n\
    TY  - JOUR\nTI  - Lamps and light for winter mood\n\
    AU  - Distel, Di\nPY  - 2020\nER  - \n\n";

/// A review of four invented works with the reviewers ab and cd.
struct Review {
    folder: Folder,
    import: String,
}

impl Review {
    fn new() -> Self {
        let folder = Folder::new();
        folder.write("works.ris", LIBRARY);
        folder.run(&["review", "init", "trd", "--by", "ab"]).fine();
        let protocol = folder.text("trd/review.toml");
        let second = "[[reviewers]]\nid = \"cd\"\n\n";
        let at = protocol.find("# Probabilities").expect("a place");
        let (before, behind) = protocol.split_at(at);
        folder.write("trd/review.toml", format!("{before}{second}{behind}"));
        let taken = folder
            .run(&[
                "review",
                "import",
                "works.ris",
                "--review",
                "trd",
                "--by",
                "ab",
                "--format",
                "csv",
            ])
            .fine();
        let import = taken
            .out
            .lines()
            .nth(1)
            .and_then(|row| row.split(',').next());
        let import = import.expect("a row").to_owned();
        Self { folder, import }
    }

    fn record(&self, number: u32) -> String {
        format!("{}-{number}", self.import)
    }

    /// Runs `euthymia review …` as a reviewer.
    fn by(&self, who: &str, arguments: &[&str]) -> Run {
        let all = ["review"].iter().chain(arguments);
        let all = all.chain(&["--review", "trd", "--by", who]);
        self.folder.run(&all.copied().collect::<Vec<_>>())
    }

    fn read(&self, arguments: &[&str]) -> String {
        let all = ["review"].iter().chain(arguments);
        let all = all.chain(&["--review", "trd", "--format", "csv"]);
        self.folder
            .run(&all.copied().collect::<Vec<_>>())
            .fine()
            .out
    }

    fn decide(&self, who: &str, number: u32, verdict: &str, rest: &[&str]) -> Run {
        let record = self.record(number);
        let all = ["decide", &record, verdict];
        let all: Vec<&str> = all.iter().chain(rest).copied().collect();
        self.by(who, &all)
    }

    /// The rows of the stages: reports, undecided, partial, conflicts, included, excluded, aside.
    fn stages(&self) -> Vec<String> {
        let text = self.read(&["screening"]);
        let is_row = |line: &&str| line.starts_with("title,") || line.starts_with("full,");
        let rows = text.lines().filter(is_row).take(2);
        rows.map(str::to_owned).collect()
    }
}

#[test]
fn two_people_decide_disagree_and_settle() {
    let review = Review::new();
    assert_eq!(
        review.stages(),
        ["title,4,4,0,0,0,0,0", "full,0,0,0,0,0,0,0"]
    );
    let one = review.decide("ab", 1, "include", &[]).fine();
    assert!(
        one.out.contains("waits for another reviewer"),
        "{}",
        one.out
    );
    let two = review.decide("cd", 1, "maybe", &[]).fine();
    assert!(two.out.contains("included"), "{}", two.out);
    review
        .decide("ab", 2, "exclude", &["--reason", "population"])
        .fine();
    let against = review.decide("cd", 2, "include", &[]).fine();
    assert!(against.out.contains("conflict"), "{}", against.out);
    review
        .decide("ab", 3, "exclude", &["--reason", "outcome", "design"])
        .fine();
    review
        .decide("cd", 3, "exclude", &["--reason", "design"])
        .fine();
    assert_eq!(
        review.stages(),
        ["title,4,1,0,1,1,1,0", "full,1,1,0,0,0,0,0"]
    );
    let conflicts = review.read(&["conflicts"]);
    assert!(
        conflicts.contains("ab: exclude (population); cd: include"),
        "{conflicts}"
    );
    let record = review.record(2);
    let settled = review
        .by(
            "ab",
            &[
                "settle",
                &record,
                "exclude",
                "--reason",
                "population",
                "--with",
                "cd",
            ],
        )
        .fine();
    assert!(
        settled.out.contains("excluded (population)"),
        "{}",
        settled.out
    );
    assert_eq!(
        review.stages(),
        ["title,4,1,0,0,1,2,0", "full,1,1,0,0,0,0,0"]
    );
    // Where two reasons were given, the first of the list in review.toml is the one reported.
    let table = review.read(&["screening"]);
    assert!(
        table.contains("title,design,Wrong study design,1"),
        "{table}"
    );
    assert!(
        table.contains("title,population,Wrong population,1"),
        "{table}"
    );
    let next = review.read(&["todo", "--by", "ab"]);
    assert!(
        next.contains("Lamps and light") && !next.contains("Magnetic"),
        "{next}"
    );
    let status = review
        .folder
        .run(&["review", "status", "--review", "trd"])
        .fine();
    assert!(
        status.out.contains("Screen 1 title and abstract"),
        "{}",
        status.out
    );
    let last = review.read(&["log", "--most", "1"]);
    let entry = last
        .lines()
        .nth(1)
        .and_then(|row| row.split(',').next())
        .expect("a row");
    review.by("ab", &["undo", entry]).fine();
    assert_eq!(review.stages()[0], "title,4,1,0,1,1,1,0");
}

#[test]
fn what_may_not_be_decided_is_refused_with_the_way_out() {
    let review = Review::new();
    review
        .decide("ab", 9, "include", &[])
        .refused(2, &["there is no record", "-9"]);
    review
        .decide("ab", 1, "exclude", &["--reason", "colour"])
        .refused(2, &["\"colour\" is not among the reasons", "population"]);
    review
        .decide("ab", 1, "include", &["--reason", "design"])
        .refused(2, &["a reason is given for an exclusion only"]);
    review
        .decide("ab", 1, "include", &["--stage", "full"])
        .refused(2, &["title and abstract", "undecided"]);
    review
        .decide("ab", 1, "yes", &[])
        .refused(2, &["include, maybe, exclude"]);
    let record = review.record(1);
    review
        .by("ab", &["settle", &record, "include"])
        .refused(2, &["nothing to settle", "undecided"]);
    review.decide("ab", 1, "include", &[]).fine();
    review
        .decide("ab", 1, "include", &[])
        .refused(2, &["has decided so"]);
    review.decide("cd", 1, "include", &[]).fine();
    review
        .decide("ab", 1, "exclude", &["--stage", "full"])
        .refused(2, &["excluded for a reason", "design"]);
    review
        .decide("ab", 1, "maybe", &["--stage", "full"])
        .refused(2, &["\"maybe\" is for titles"]);
    review
        .by("ab", &["remove", &record, "--reason", "too old"])
        .refused(2, &["was decided on"]);
    assert_eq!(
        review.stages()[0],
        "title,4,3,0,0,1,0,0",
        "nothing else was entered"
    );
}

#[test]
fn records_are_removed_before_screening_and_tagged() {
    let review = Review::new();
    let (one, two) = (review.record(3), review.record(4));
    let removed = [
        "remove",
        &one,
        &two,
        "--marked-by",
        "automation",
        "--reason",
        "not a trial",
    ];
    review.by("ab", &removed).fine();
    assert_eq!(review.stages()[0], "title,2,2,0,0,0,0,0");
    review
        .decide("ab", 3, "include", &[])
        .refused(2, &["was removed", "not a trial"]);
    review
        .by("ab", &["tag", "for later", &review.record(1)])
        .fine();
    let log = review.read(&["log"]);
    assert!(
        log.contains("2 records marked by automation: not a trial"),
        "{log}"
    );
    assert!(log.contains("tagged"), "{log}");
}

#[test]
fn decisions_made_elsewhere_are_taken_in_whole_or_not_at_all() {
    let review = Review::new();
    let folder = &review.folder;
    let batch = |who: &str, file: &str, rest: &[&str]| {
        let all = ["decide", "--batch", file];
        let all: Vec<&str> = all.iter().chain(rest).copied().collect();
        review.by(who, &all)
    };
    // As ASReview exports: by DOI or title, with 1 and 0; one row undecided.
    folder.write(
        "asreview.csv",
        "title,doi,included\nKetamine by Slow Infusion for stubborn low mood,,1\n\
         Another title,10.5555/RAT.2,0\nLamps and light for winter mood,,\n",
    );
    let taken = batch("ab", "asreview.csv", &[]).fine();
    assert!(
        taken
            .out
            .contains("2 decisions were entered; 1 row without a decision"),
        "{}",
        taken.out
    );
    let again = batch("ab", "asreview.csv", &[]).fine();
    assert!(
        again
            .out
            .contains("0 decisions were entered; 2 rows known before"),
        "{}",
        again.out
    );
    // As Rayyan exports: who decided what, and why, in the notes.
    let notes = |inclusion: &str, reason: &str| {
        format!("\"RAYYAN-INCLUSION: {{{inclusion}}} | RAYYAN-EXCLUSION-REASONS: {reason}\"")
    };
    let rows = [
        (
            "Magnetic pulses in rats that do not swim",
            notes(
                "\"\"Cyd\"\"=>\"\"Excluded\"\", \"\"Abe\"\"=>\"\"Included\"\"",
                "wrong population",
            ),
        ),
        (
            "A spray of esketamine against sad evenings",
            notes("\"\"Cyd\"\"=>\"\"Maybe\"\"", ""),
        ),
    ];
    let rows: Vec<String> = rows
        .iter()
        .map(|(title, notes)| format!("{title},{notes}\n"))
        .collect();
    folder.write("rayyan.csv", format!("title,notes\n{}", rows.concat()));
    batch("cd", "rayyan.csv", &[]).refused(2, &["several people decided: Cyd, Abe", "--person"]);
    batch("cd", "rayyan.csv", &["--person", "Cyd"]).fine();
    assert_eq!(review.stages()[0], "title,4,1,2,0,0,1,0");
    let table = review.read(&["screening"]);
    assert!(
        table.contains("title,population,Wrong population,1"),
        "{table}"
    );
    // A file for something else: every row is told, and nothing is entered.
    folder.write(
        "other.csv",
        "title,decision\nLamps and light for winter mood,include\nUnknown work,include\n",
    );
    batch("ab", "other.csv", &[]).refused(
        2,
        &[
            "other.csv, row 3",
            "no record of the review",
            "Unknown work",
        ],
    );
    assert_eq!(review.stages()[0], "title,4,1,2,0,0,1,0");
    let part = batch("ab", "other.csv", &["--skip-unmatched"]).fine();
    assert!(
        part.out
            .contains("1 decision was entered; 1 row not in the review"),
        "{}",
        part.out
    );
    folder.write("twice.csv", "title,decision\nLamps and light for winter mood,include\nLamps and light for winter mood,exclude\n");
    batch("cd", "twice.csv", &[]).refused(2, &["row 3", "decided otherwise"]);
    folder.write("no.csv", "title,size\nLamps and light for winter mood,3\n");
    batch("cd", "no.csv", &[]).refused(2, &["no column says what was decided", "--decision"]);
    batch("cd", "no.csv", &["--decision", "include"]).fine();
    folder.write("words.csv", "record,decision\nnot a record,include\n");
    batch("cd", "words.csv", &[]).refused(2, &["words.csv, row 2"]);
}
