//! `euthymia review search --pubmed` against a server on this machine that answers as documented.

#[allow(dead_code, clippy::unwrap_used)]
#[path = "../../../euthymia-entrez/tests/it/stand_in.rs"]
mod stand_in;

use crate::run::{Folder, Run};
use stand_in::{Act, StandIn};

/// Options of every run, but the server's address.
const ALWAYS: [&str; 8] = [
    "review",
    "search",
    "--review",
    "r",
    "--email",
    "ab@example.org",
    "--source",
    "pubmed-one",
];

fn review() -> Folder {
    let folder = Folder::new();
    folder.run(&["review", "init", "r", "--by", "ab"]).fine();
    folder
}

fn fetch(folder: &Folder, server: &StandIn, more: &[&str]) -> Run {
    let base = ["--base-url", &server.url];
    let arguments = [&ALWAYS[..], &base, more].concat();
    let mut command = folder.command(&arguments);
    command.env_remove("NCBI_API_KEY");
    let output = command.output().expect("the binary runs");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    Run {
        status: output.status.code(),
        out: text(output.stdout),
        err: text(output.stderr),
    }
}

fn records() -> Vec<stand_in::Entry> {
    (1..=5).map(|pmid| (pmid, "2024/01/01")).collect()
}

#[test]
fn spec_a_search_of_pubmed_becomes_a_source_with_its_strategy_and_its_records() {
    let folder = review();
    let server = StandIn::start(records(), |_| Act::Answer);
    let run = fetch(
        &folder,
        &server,
        &["--pubmed", "invented[ti]", "--page-size", "2"],
    );
    assert_eq!(run.status, Some(0), "{}", run.err);
    assert!(run.err.contains("PubMed finds 5 records"), "{}", run.err);
    assert_eq!(server.count("efetch.fcgi"), 3);
    assert_eq!(
        folder.text("r/sources/pubmed-one/strategy.txt"),
        "invented[ti]"
    );
    let status = ["review", "status", "--review", "r", "--format", "json"];
    let tables = folder.run(&status).fine().json();
    let source = &tables[0]["rows"][0];
    assert_eq!(source["source"], "pubmed-one");
    assert_eq!(source["database"], "PubMed");
    assert_eq!(
        (source["hits"].as_u64(), source["records"].as_u64()),
        (Some(5), Some(5))
    );
    let again = fetch(&folder, &server, &["--pubmed", "invented[ti]"]);
    again.refused(2, &["there is a source \"pubmed-one\" already"]);
    let found = [
        "review",
        "search",
        "invented[ti]",
        "--review",
        "r",
        "--format",
        "csv",
    ];
    assert_eq!(folder.run(&found).csv().len(), 6);
}

#[test]
fn a_run_that_failed_goes_on() {
    let folder = review();
    let options = ["--pubmed", "invented[ti]", "--page-size", "2"];
    let refusing = StandIn::start(records(), |asked| {
        let is_second = asked.form.get("retstart").is_some_and(|start| start == "2");
        match is_second {
            true => Act::Send(403, "", "not today".to_owned()),
            false => Act::Answer,
        }
    });
    let run = fetch(&folder, &refusing, &options);
    run.refused(2, &["refused"]);
    assert!(
        !folder
            .files()
            .iter()
            .any(|file| file.contains("imports/") && file.ends_with("tsv"))
    );
    // The same address goes on; the server answers again.
    drop(refusing);
    let server = StandIn::start(records(), |_| Act::Answer);
    let run = fetch(&folder, &server, &options);
    assert_eq!(run.status, Some(0), "{}", run.err);
    assert!(run.out.contains("pubmed-xml"), "{}", run.out);
}

#[test]
fn what_was_fetched_and_not_taken_in_is_taken_in_by_the_same_command() {
    let folder = review();
    let server = StandIn::start(records(), |_| Act::Answer);
    let options = ["--pubmed", "invented[ti]"];
    let run = fetch(&folder, &server, &options);
    assert_eq!(run.status, Some(0), "{}", run.err);
    // As if the program had been stopped before anything was entered.
    let other = review();
    for name in ["pubmed.xml", "provenance.json"] {
        let path = format!("r/sources/pubmed-one/{name}");
        other.write(&path, folder.bytes(&path));
    }
    let before = server.asked().len();
    let run = fetch(&other, &server, &options);
    assert_eq!(run.status, Some(0), "{}", run.err);
    assert_eq!(server.asked().len(), before);
    let run = fetch(
        &review(),
        &server,
        &["--pubmed", "invented[ti]", "--page-size", "0"],
    );
    run.refused(2, &["page of 0"]);
}

#[test]
fn a_whole_strategy_is_sent_as_one_search() {
    let folder = review();
    folder.write("s.txt", "#1 ketamine[ti]\n#2 rats[ti]\n#3 #1 NOT #2\n");
    let server = StandIn::start(records(), |_| Act::Answer);
    let run = fetch(&folder, &server, &["--pubmed", "--strategy", "s.txt"]);
    assert_eq!(run.status, Some(0), "{}", run.err);
    let asked = server.asked();
    assert_eq!(asked[0].form["term"], "ketamine[ti] NOT rats[ti]");
    assert_eq!(asked[0].form["email"], "ab@example.org");
}

#[test]
fn what_is_missing_is_told_before_anything_is_sent() {
    let folder = review();
    let server = StandIn::start(records(), |_| Act::Answer);
    fetch(&folder, &server, &["--pubmed"]).refused(2, &["--pubmed TERM"]);
    fetch(&folder, &server, &["--pubmed", "x", "--most", "3"]).refused(2, &["leave --most out"]);
    let plain = ["review", "search", "--review", "r", "--pubmed", "x"];
    folder.run(&plain).refused(2, &["--email"]);
    let far = [
        &plain[..],
        &["--email", "a@b.org", "--base-url", "http://example.org"],
    ]
    .concat();
    folder
        .run(&far)
        .refused(2, &["http is allowed to this machine only"]);
    assert_eq!(server.asked().len(), 0);
}
