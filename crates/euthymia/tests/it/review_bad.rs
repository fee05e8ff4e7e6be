//! What goes wrong around a review is told, and leaves nothing behind.

use crate::library::{TWO, begun, import, review};
use crate::packed::{bomb, gzip, zip};
use crate::run::Folder;

/// Nothing of a refused file is in the review.
fn untouched(folder: &Folder) {
    let files: Vec<String> = folder.files();
    assert!(
        !files.iter().any(|file| file.contains("imports/")),
        "{files:?}"
    );
    assert!(!folder.text("review/log.jsonl").contains("imported"));
}

#[test]
fn byhand_files_that_are_something_else_are_refused() {
    let html = "<!DOCTYPE html><html><body>Sign in</body></html>";
    let files: [(&str, &[u8], &str); 8] = [
        ("a.pdf", b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n1 0 obj", "PDF"),
        ("a.html", html.as_bytes(), "web page"),
        ("a.ris", b"", "empty"),
        ("a.txt", b"Nothing to see here.\n", "no format of citations"),
        ("a.zip", b"PK\x03\x04 this is no archive", "zip"),
        (
            "b.zip",
            &zip(&[("readme.txt", b"Nothing."), ("b.txt", b"Nothing.")]),
            "readme.txt",
        ),
        ("a.ris.gz", &gzip(TWO.as_bytes())[..12], "a.ris.gz"),
        ("bomb.gz", &bomb(), "200 to 1"),
    ];
    let folder = begun();
    for (name, bytes, says) in files {
        folder.write(name, bytes);
        let says = if name == "b.zip" { "b.txt" } else { says };
        review(&folder, &["import", name]).refused(2, &[name, says]);
        let run = folder.run(&["review", "convert", name, "out.ris"]);
        assert_eq!(run.status, Some(2), "{name}: {}", run.err);
        assert!(!folder.path("out.ris").exists(), "{name}");
    }
    review(&folder, &["import", "absent.ris"]).refused(2, &["absent.ris", "no such file"]);
    folder.write("two.ris", TWO);
    let as_csv = ["import", "two.ris", "--as", "pdf"];
    review(&folder, &as_csv).refused(2, &["--as", "\"pdf\""]);
    let encoding = ["import", "two.ris", "--encoding", "klingon"];
    review(&folder, &encoding).refused(2, &["--encoding", "klingon"]);
    let source = folder.run(&["review", "convert", "two.ris", "two.ris"]);
    source.refused(2, &["two.ris", "is the file that is read"]);
    untouched(&folder);
}

#[test]
fn byhand_what_stands_before_the_end_of_a_cut_file_is_read() {
    let xml = "<?xml version=\"1.0\"?><xml><records><record><ref-type name=\"Journal Article\">17\
               </ref-type><titles><title>Whole</title></titles></record>\n<record><titles><title>Cut";
    let packed = gzip(TWO.as_bytes());
    let folder = begun();
    folder.write("cut.xml", xml);
    folder.write("cut.ris.gz", &packed[..packed.len() - 60]);
    for (name, records) in [("cut.xml", "1"), ("cut.ris.gz", "2")] {
        let run = review(&folder, &["import", "--format", "csv", name]);
        assert_eq!(run.status, Some(1), "{}{}", run.out, run.err);
        let row = &run.csv()[1];
        assert_eq!((row[3].as_str(), row[4] != "0"), (records, true), "{row:?}");
        let converted = folder.run(&["review", "convert", name, "out.ris"]);
        assert_eq!(converted.status, Some(1), "{}", converted.err);
        assert!(
            converted.err.contains(&format!("{name}, line ")),
            "{}",
            converted.err
        );
    }
    let problems = review(&folder, &["problems", "--format", "csv"]).fine();
    assert!(
        problems.out.contains("could not be read further"),
        "{}",
        problems.out
    );
}

#[test]
fn byhand_a_review_that_is_none_and_names_that_nobody_knows() {
    let folder = begun();
    folder.write("two.ris", TWO);
    folder
        .run(&["review", "status", "--review", "elsewhere"])
        .refused(2, &["no review is here"]);
    folder
        .run(&["review", "import", "two.ris", "--review", "elsewhere"])
        .refused(2, &["no review is here"]);
    review(&folder, &["import", "two.ris", "--by", "nobody"]).refused(2, &["--by", "nobody", "kd"]);
    untouched(&folder);
    let import = import(&folder, &["two.ris"]).remove(0).remove(0);
    let absent = format!("{import}-3");
    review(&folder, &["show", &absent]).refused(2, &["there is no record", &absent]);
    review(&folder, &["show", "zebra"]).refused(2, &["zebra"]);
    review(&folder, &["same", &format!("{import}-1"), "00000000-1"])
        .refused(2, &["there is no record 00000000-1"]);
    let again = review(&folder, &["import", "two.ris"]).fine();
    assert!(again.out.contains("nothing was added"), "{}", again.out);
    let log = folder.text("review/log.jsonl");
    assert_eq!(log.matches("\"imported\"").count(), 1);
}
