//! A library from its first file to its export, and back.

use crate::library::{TWO, begun, import, review, rows};
use crate::run::Folder;

/// The lines of a RIS file, sorted within each record, without what a format makes up by itself.
fn records(text: &str) -> Vec<Vec<&str>> {
    let made = |line: &&str| !line.contains("[bibtex:key]") && !line.contains("[csl:id]");
    let mut records: Vec<Vec<&str>> = text
        .split("ER  - \n")
        .map(|record| {
            record
                .lines()
                .filter(made)
                .filter(|line| !line.is_empty())
                .collect()
        })
        .collect();
    records.iter_mut().for_each(|record| record.sort_unstable());
    records
}

#[test]
fn laws_an_export_taken_in_again_is_the_same_library() {
    let folder = begun();
    folder.write("two.ris", TWO);
    import(&folder, &["two.ris"]);
    review(&folder, &["export", "out.ris"]).fine();
    let expected = folder.text("out.ris");
    assert_eq!(records(&expected).len(), 3, "two records and the end");
    assert!(expected.contains("[ris:XX] a line of its own") || expected.contains("XX  - a line"));
    for name in [
        "out.ris", "out.nbib", "out.bib", "out.json", "out.xml", "out.csv",
    ] {
        let said = review(&folder, &["export", name]).fine().out;
        assert_eq!(said, format!("2 records in {name}.\n"), "nothing is lost");
        let second = begun();
        second.write(name, folder.bytes(name));
        import(&second, &[name]);
        review(&second, &["export", "back.ris"]).fine();
        let back = second.text("back.ris");
        let own = |line: &&str| !(name == "out.nbib" && line.starts_with("M3  - "));
        let back: Vec<Vec<&str>> = records(&back)
            .into_iter()
            .map(|record| record.into_iter().filter(own).collect())
            .collect();
        assert_eq!(back, records(&expected), "{name}");
        // Without a review it is the same.
        folder
            .run(&["review", "convert", name, "converted.ris"])
            .fine();
        assert_eq!(
            folder.text("converted.ris"),
            second.text("back.ris"),
            "{name}"
        );
    }
    review(&folder, &["export", "out.odt"]).refused(2, &["out.odt", "csl-json"]);
    review(&folder, &["export", "list", "--to", "endnote-xml"]).fine();
    assert_eq!(folder.bytes("list"), folder.bytes("out.xml"));
}

fn begun_with_copies() -> (Folder, Vec<String>) {
    let folder = begun();
    folder.write("medline.ris", TWO);
    folder.write(
        "embase.ris",
        TWO.replace("SP  - 11", "SP  - 11\nUR  - https://example.org/1"),
    );
    let source = ["source", "medline", "--database", "MEDLINE"];
    review(&folder, &source).fine();
    let first = import(&folder, &["medline.ris", "--source", "medline"]);
    let second = import(&folder, &["embase.ris"]);
    let ids = [&first[0][0], &second[0][0]];
    let ids = ids
        .iter()
        .flat_map(|id| [format!("{id}-1"), format!("{id}-2")]);
    (folder, ids.collect())
}

#[test]
fn example_a_library_from_its_files_to_its_export() {
    let (folder, ids) = begun_with_copies();
    review(&folder, &["dedupe"]).fine();
    let explained = review(&folder, &["dedupe", "--explain", &ids[0], &ids[2]]).fine();
    assert!(
        explained.out.contains("doi") || explained.out.contains("DOI"),
        "{}",
        explained.out
    );
    let exported = |name: &str, more: &[&str]| {
        review(&folder, &[&["export", name], more].concat())
            .fine()
            .out
    };
    assert_eq!(exported("one.ris", &[]), "2 records in one.ris.\n");
    assert_eq!(
        exported("all.ris", &["--all-copies"]),
        "4 records in all.ris.\n"
    );
    assert!(
        folder.text("one.ris").contains("https://example.org/1"),
        "kept of the copy"
    );
    review(&folder, &["different", &ids[0], &ids[2]]).fine();
    assert_eq!(exported("one.csv", &[]), "3 records in one.csv.\n");
    let log = review(&folder, &["log", "--most", "1", "--format", "csv"]).fine();
    let entry = rows(&log)[0][0].clone();
    review(&folder, &["undo", &entry]).fine();
    assert_eq!(exported("one.json", &[]), "2 records in one.json.\n");
    review(&folder, &["same", &ids[0], &ids[1]]).fine();
    assert_eq!(exported("one.nbib", &[]), "1 records in one.nbib.\n");
    let raw = review(&folder, &["show", &ids[1], "--raw"]).fine().out;
    assert!(TWO.contains(raw.trim_end()) && raw.starts_with("TY  - JOUR\nAU  - Lindqvist"));
    let status = review(&folder, &["status"]).fine().out;
    assert!(
        status.contains("medline") && status.contains("MEDLINE"),
        "{status}"
    );
}
