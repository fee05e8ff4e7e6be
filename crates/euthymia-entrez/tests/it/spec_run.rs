//! A search from the first request to the file.

use euthymia_entrez::{EntrezError, Event, Slice};
use serde_json::Value;

use crate::bench::{Heard, pmids, records, run};
use crate::stand_in::{Act, StandIn};

#[test]
fn pages_become_one_file_with_its_provenance() {
    let server = StandIn::start(records(7), |_| Act::Answer);
    let folder = tempfile::tempdir().unwrap();
    let mut heard = Heard::default();
    let provenance = run(&server.url, folder.path(), 3, &mut heard).unwrap();
    assert_eq!(
        (provenance.count, provenance.records, provenance.distinct),
        (7, 7, 7)
    );
    assert_eq!(provenance.pages, 3);
    assert_eq!(provenance.slices, [(Slice::Whole, 7)]);
    assert_eq!(
        provenance.translation.as_deref(),
        Some("\"ketamine\"[MeSH Terms]")
    );
    assert_eq!(provenance.warnings, ["left out: the"]);
    assert_eq!(pmids(&provenance.file), [1, 2, 3, 4, 5, 6, 7]);
    let fetched: Vec<u64> = heard
        .events
        .iter()
        .filter_map(|event| match event {
            Event::Fetched { records, of: 7, .. } => Some(*records),
            _ => None,
        })
        .collect();
    assert_eq!(fetched, [3, 6, 7]);
    let text = std::fs::read_to_string(folder.path().join("provenance.json")).unwrap();
    let json: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(json["term"], "ketamine AND depression");
    assert_eq!(json["runs"], serde_json::json!(["2026-03-01 10:00"]));
    assert_eq!(
        (&json["complete"], &json["file"]),
        (&true.into(), &"pubmed.xml".into())
    );
    let mut left: Vec<_> = std::fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    left.sort();
    assert_eq!(left, ["provenance.json", "pubmed.xml"]);
}

#[test]
fn every_request_says_who_asks_and_the_key_is_in_no_file() {
    let server = StandIn::start(records(3), |_| Act::Answer);
    let folder = tempfile::tempdir().unwrap();
    run(&server.url, folder.path(), 2, &mut Heard::default()).unwrap();
    for asked in server.asked() {
        assert_eq!(asked.form["db"], "pubmed");
        assert_eq!(asked.form["tool"], "euthymia");
        assert_eq!(asked.form["email"], "librarian@example.org");
        assert_eq!(asked.form["api_key"], "secret0key");
    }
    assert_eq!(
        (server.count("esearch.fcgi"), server.count("efetch.fcgi")),
        (1, 2)
    );
    for entry in std::fs::read_dir(folder.path()).unwrap() {
        let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        assert!(!text.contains("secret0key"));
    }
}

#[test]
fn a_search_without_a_record_is_an_empty_file() {
    let server = StandIn::start(Vec::new(), |_| Act::Answer);
    let folder = tempfile::tempdir().unwrap();
    let provenance = run(&server.url, folder.path(), 3, &mut Heard::default()).unwrap();
    assert_eq!((provenance.count, provenance.pages), (0, 0));
    assert!(pmids(&provenance.file).is_empty());
}

#[test]
fn more_than_pubmed_gives_out_is_fetched_in_slices_of_days() {
    let server = StandIn::start(records(25_000), |_| Act::Answer);
    let folder = tempfile::tempdir().unwrap();
    let mut heard = Heard::default();
    let provenance = run(&server.url, folder.path(), 5_000, &mut heard).unwrap();
    let mut found = pmids(&provenance.file);
    found.sort_unstable();
    assert!(found.into_iter().eq(1..=25_000));
    assert_eq!(provenance.slices.len(), 4, "four days of 6250 records");
    assert!(provenance.notes[0].contains("25000 records are more than the 9999"));
    let asked = server.asked();
    let dated = asked
        .iter()
        .filter(|asked| asked.form.contains_key("mindate"));
    assert!(dated.clone().count() > 4);
    assert!(
        dated
            .into_iter()
            .all(|asked| asked.form["datetype"] == "edat")
    );
}

#[test]
fn one_day_with_too_many_records_is_cut_by_pmid() {
    let all = (1..=12_000).map(|pmid| (40_000_000 + pmid, "2024/01/01"));
    let server = StandIn::start(all.collect(), |_| Act::Answer);
    let folder = tempfile::tempdir().unwrap();
    let provenance = run(&server.url, folder.path(), 9_999, &mut Heard::default()).unwrap();
    assert_eq!((provenance.records, provenance.distinct), (12_000, 12_000));
    let by_pmid = |(slice, _): &(Slice, u64)| matches!(slice, Slice::Pmids { .. });
    assert!(provenance.slices.iter().all(by_pmid));
}

#[test]
fn slices_that_do_not_add_up_are_an_error() {
    // The first count and the last say 20,003; the slices have 20,000.
    let server = StandIn::start(records(20_000), |asked| {
        let whole = asked.path == "esearch.fcgi" && !asked.form.contains_key("mindate");
        if whole { Act::Wrong(3) } else { Act::Answer }
    });
    let folder = tempfile::tempdir().unwrap();
    let error = run(&server.url, folder.path(), 9_999, &mut Heard::default()).unwrap_err();
    let EntrezError::Incomplete {
        count,
        records,
        file,
        ..
    } = error
    else {
        panic!("{error}");
    };
    assert_eq!((count, records), (20_003, 20_000));
    assert_eq!(pmids(&file).len(), 20_000, "what came is there");
}

#[test]
fn a_count_that_changes_while_slices_are_fetched_is_told() {
    let server = StandIn::start(records(20_000), |asked| {
        if asked.number == 0 {
            Act::Wrong(3)
        } else {
            Act::Answer
        }
    });
    let folder = tempfile::tempdir().unwrap();
    let provenance = run(&server.url, folder.path(), 9_999, &mut Heard::default()).unwrap();
    assert_eq!((provenance.count, provenance.records), (20_000, 20_000));
    let last = provenance.notes.last().unwrap();
    assert!(last.contains("20003 records at first, now 20000"), "{last}");
}

#[test]
fn a_finished_folder_and_one_of_another_search_are_refused() {
    let server = StandIn::start(records(3), |_| Act::Answer);
    let folder = tempfile::tempdir().unwrap();
    run(&server.url, folder.path(), 2, &mut Heard::default()).unwrap();
    let error = run(&server.url, folder.path(), 2, &mut Heard::default()).unwrap_err();
    assert!(matches!(error, EntrezError::AlreadyDone { .. }));
    let own = tempfile::tempdir().unwrap();
    std::fs::write(own.path().join("pubmed.xml"), "an export of my own").unwrap();
    let error = run(&server.url, own.path(), 2, &mut Heard::default()).unwrap_err();
    assert!(matches!(error, EntrezError::AlreadyDone { .. }));
    let other = tempfile::tempdir().unwrap();
    let kept = euthymia_entrez::Progress::new("lithium", 2).to_json();
    std::fs::write(other.path().join("progress.json"), kept.to_string()).unwrap();
    let error = run(&server.url, other.path(), 2, &mut Heard::default()).unwrap_err();
    assert!(
        error.to_string().contains("another search (\"lithium\")"),
        "{error}"
    );
    std::fs::write(other.path().join("progress.json"), "{\"schema\":").unwrap();
    let error = run(&server.url, other.path(), 2, &mut Heard::default()).unwrap_err();
    assert!(error.to_string().contains("delete the folder"), "{error}");
}
