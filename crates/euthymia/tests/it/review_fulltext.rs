//! Full texts taken in, matched, asked for, searched and shown.

use crate::run::{Folder, Run};
use std::fs;

const LIBRARY: &str = "TY  - JOUR\nTI  - Ketamine by slow infusion for stubborn low mood\n\
    AU  - Amsel, Ada\nPY  - 2019\nDO  - 10.5555/inf.1\nJO  - Journal of Moods\nER  - \n\n\
    TY  - JOUR\nTI  - Magnetic pulses in rats that do not swim\n\
    AU  - Buche, Bo\nPY  - 2018\nDO  - 10.5555/rat.2\nER  - \n\n\
    TY  - JOUR\nTI  - A spray of esketamine against sad evenings\n\
    AU  - Cedar, Cy\nPY  - 2020\nER  - \n\n";

/// A PDF of one page with these lines.
fn pdf(lines: &[&str]) -> Vec<u8> {
    let mut content = "BT /F1 12 Tf 14 TL 72 720 Td\n".to_owned();
    for line in lines {
        content += &format!("({line}) Tj T*\n");
    }
    content += "ET";
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 612 792] >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /Resources << /Font << /F1 4 0 R >> >> /Contents 5 0 R >>"
            .to_owned(),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
            .to_owned(),
        format!(
            "<< /Length {} >>\nstream\n{content}\nendstream",
            content.len()
        ),
    ];
    let mut out = b"%PDF-1.4\n".to_vec();
    let mut places = Vec::new();
    for (number, object) in (1..).zip(&objects) {
        places.push(out.len());
        out.extend(format!("{number} 0 obj\n{object}\nendobj\n").into_bytes());
    }
    let start = out.len();
    out.extend(b"xref\n0 6\n0000000000 65535 f \n");
    for place in places {
        out.extend(format!("{place:010} 00000 n \n").into_bytes());
    }
    let end = format!("trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n");
    out.extend(end.into_bytes());
    out
}

struct Review {
    folder: Folder,
    import: String,
}

impl Review {
    /// A review of three invented works; its one reviewer includes each by title.
    fn new() -> Self {
        let folder = Folder::new();
        folder.write("works.ris", LIBRARY);
        folder.run(&["review", "init", "trd", "--by", "ab"]).fine();
        let protocol = folder
            .text("trd/review.toml")
            .replace("reviewers = 2", "reviewers = 1");
        folder.write("trd/review.toml", protocol);
        let import = [
            "review",
            "import",
            "works.ris",
            "--review",
            "trd",
            "--format",
            "csv",
        ];
        let taken = folder.run(&import).fine();
        let import = taken
            .out
            .lines()
            .nth(1)
            .and_then(|row| row.split(',').next());
        let import = import.expect("a row").to_owned();
        let review = Self { folder, import };
        for number in 1..=3 {
            review
                .run(&["decide", &review.record(number), "include"])
                .fine();
        }
        review
    }

    fn record(&self, number: u32) -> String {
        format!("{}-{number}", self.import)
    }

    fn run(&self, arguments: &[&str]) -> Run {
        let all = ["review"]
            .iter()
            .chain(arguments)
            .chain(&["--review", "trd"]);
        self.folder.run(&all.copied().collect::<Vec<_>>())
    }

    fn csv(&self, arguments: &[&str]) -> String {
        let all: Vec<&str> = arguments
            .iter()
            .chain(&["--format", "csv"])
            .copied()
            .collect();
        self.run(&all).fine().out
    }
}

#[test]
fn a_folder_of_files_is_given_to_its_records_and_searched() {
    let review = Review::new();
    let folder = &review.folder;
    fs::create_dir_all(folder.path("pdfs/more")).expect("a folder");
    let by_doi = pdf(&[
        "Infusion",
        "doi:10.5555/INF.1.",
        "Patients were random-",
        "ised.",
    ]);
    folder.write("pdfs/scan17.pdf", by_doi);
    folder.write("pdfs/10.5555_rat.2.pdf", pdf(&["nothing that helps"]));
    let by_title = pdf(&["A Spray of Esketamine against", "sad evenings", "Cy Cedar"]);
    folder.write("pdfs/more/cedar.PDF", by_title);
    folder.write("pdfs/stranger.pdf", pdf(&["Something else altogether"]));
    folder.write("pdfs/note.pdf", "only words");
    let before = folder.text("trd/log.jsonl");
    let dry = review.csv(&["fulltext", "match", "pdfs", "--dry-run"]);
    assert_eq!(
        folder.text("trd/log.jsonl"),
        before,
        "a dry run enters nothing"
    );
    let row = |text: &str, file: &str| {
        let found = text.lines().find(|line| line.starts_with(file));
        found.unwrap_or_else(|| panic!("{file}: {text}")).to_owned()
    };
    assert!(
        row(&dry, "scan17.pdf").contains(&format!("{},by number", review.record(1))),
        "{dry}"
    );
    assert!(row(&dry, "10.5555_rat.2.pdf").contains(&format!("{},by file name", review.record(2))));
    let cedar = row(&dry, "more/cedar.PDF");
    assert!(
        cedar.contains(&format!("{},by title", review.record(3))),
        "{cedar}"
    );
    assert!(row(&dry, "stranger.pdf").contains("no record found"));
    assert!(row(&dry, "note.pdf").contains("no PDF"));
    assert_eq!(review.csv(&["fulltext", "missing"]).lines().count(), 4);
    review.run(&["fulltext", "match", "pdfs"]).fine();
    assert_eq!(review.csv(&["fulltext", "missing"]).lines().count(), 1);
    let again = review.csv(&["fulltext", "match", "pdfs"]);
    assert!(
        row(&again, "scan17.pdf").contains("has it already"),
        "{again}"
    );
    let found = review.csv(&["fulltext", "search", "RANDOMISED patients"]);
    assert!(
        found.contains(&format!("{},scan17.pdf,1,", review.record(1))),
        "{found}"
    );
    assert_eq!(found.lines().count(), 2);
    let page = review
        .run(&["fulltext", "show", &review.record(3), "--page", "1"])
        .fine();
    assert!(page.out.contains("sad evenings"), "{}", page.out);
    review
        .run(&["fulltext", "show", &review.record(3), "--page", "2"])
        .refused(2, &["there is no page 2"]);
}

#[test]
fn what_is_missing_is_asked_for_or_cannot_be_had() {
    let review = Review::new();
    let (one, two) = (review.record(1), review.record(2));
    review
        .run(&["fulltext", "request", &one, "--from", "the library"])
        .fine();
    review
        .run(&["fulltext", "unavailable", &two, "--reason", "out of print"])
        .fine();
    let missing = review.csv(&["fulltext", "missing"]);
    let row = missing
        .lines()
        .find(|line| line.starts_with(&one))
        .expect("a row");
    assert!(
        row.contains("Amsel, Ada") && row.contains("10.5555/inf.1"),
        "{row}"
    );
    assert!(row.ends_with(",the library"), "{row}");
    assert!(!missing.contains(&two), "{missing}");
    let rest = review
        .run(&["fulltext", "request", "--from", "the authors"])
        .fine();
    assert!(rest.out.contains("Asked for: 1."), "{}", rest.out);
    review
        .run(&["fulltext", "request", "--from", "anybody"])
        .refused(2, &["nobody has asked"]);
    review
        .run(&[
            "decide", &two, "exclude", "--stage", "full", "--reason", "design",
        ])
        .refused(2, &["not to be had", "out of print"]);
    review.folder.write("late.pdf", pdf(&["It came after all"]));
    review.run(&["fulltext", "add", &two, "late.pdf"]).fine();
    review
        .run(&["decide", &two, "include", "--stage", "full"])
        .fine();
}

#[test]
fn files_that_are_no_full_texts_and_changed_ones_are_told() {
    let review = Review::new();
    let (one, two) = (review.record(1), review.record(2));
    review.folder.write("words.pdf", "only words");
    review
        .run(&["fulltext", "add", &one, "words.pdf"])
        .refused(2, &["words.pdf", "no PDF"]);
    review
        .run(&["fulltext", "add", &one, "absent.pdf"])
        .refused(2, &["absent.pdf"]);
    review.folder.write("scan.pdf", pdf(&[]));
    let scan = review.run(&["fulltext", "add", &one, "scan.pdf"]).fine();
    assert!(scan.out.contains("no text layer"), "{}", scan.out);
    review
        .run(&["fulltext", "add", &one, "scan.pdf"])
        .refused(2, &["has this file already"]);
    let shared = review.run(&["fulltext", "add", &two, "scan.pdf"]).fine();
    assert!(shared.out.contains("is the full text of"), "{}", shared.out);
    review.folder.write("cut.pdf", "%PDF-1.4\nand no more");
    let cut = review.run(&["fulltext", "add", &two, "cut.pdf"]).fine();
    assert!(cut.out.contains("cannot be read"), "{}", cut.out);
    let files = fs::read_dir(review.folder.path("trd/full_texts")).expect("full texts");
    let files: Vec<_> = files.map(|file| file.expect("a file").path()).collect();
    assert_eq!(files.len(), 2, "the same file is kept once: {files:?}");
    // A file that somebody changed is not taken for the one that was received.
    for file in &files {
        fs::write(file, pdf(&["forged words"])).expect("changed");
    }
    fs::remove_dir_all(review.folder.path("trd/index")).ok();
    let found = review.run(&["fulltext", "search", "forged"]).fine();
    assert!(
        found.out.contains("not as it was imported"),
        "{}",
        found.out
    );
    assert!(!found.out.contains("page has it"), "{}", found.out);
}

#[test]
fn full_texts_travel_with_the_copies_of_a_review() {
    let review = Review::new();
    let one = review.record(1);
    review.folder.write("one.pdf", pdf(&["ketamine once more"]));
    let copied = fs::create_dir_all(review.folder.path("copy/imports"));
    copied.expect("a folder");
    for file in ["log.jsonl", "review.toml"] {
        let (from, to) = (format!("trd/{file}"), format!("copy/{file}"));
        fs::copy(review.folder.path(&from), review.folder.path(&to)).expect("copied");
    }
    review.run(&["fulltext", "add", &one, "one.pdf"]).fine();
    let merge = ["review", "merge", "trd", "--review", "copy", "--by", "ab"];
    review.folder.run(&merge).fine();
    let search = ["review", "fulltext", "search", "once", "--review", "copy"];
    let found = review.folder.run(&search).fine();
    assert!(found.out.contains("one.pdf"), "{}", found.out);
}
