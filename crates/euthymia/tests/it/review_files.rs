//! Files that are taken into a review, in every format, encoding and packing.

use crate::library::{TWO, begun, import, review, rows};
use crate::packed::{gzip, zip};

/// A file of each format with one invented work: its name, its format, its content.
const FILES: [(&str, &str, &str); 14] = [
    ("a.ris", "ris", "TY  - JOUR\nTI  - The work a\nER  - \n"),
    (
        "b.nbib",
        "nbib",
        "PMID- 99999901\nTI  - The work b\nAU  - Maier A\nDP  - 2001\n",
    ),
    (
        "c.txt",
        "ovid",
        "<1>\nUnique Identifier\n  99999902\nTitle\n  The work c.\nAuthors\n  Maier A.\n\
         Source\n  Annals of Nowhere. 3(1):1-2, 2001.\n",
    ),
    (
        "d.enw",
        "enw",
        "%0 Journal Article\n%A Maier, Anna\n%T The work d\n%J Annals of Nowhere\n%D 2001\n",
    ),
    (
        "e.txt",
        "isi",
        "FN Clarivate Analytics Web of Science\nVR 1.0\nPT J\nAU Maier, A\nTI The work e\nPY 2001\nER\n\nEF\n",
    ),
    (
        "f.txt",
        "refworks",
        "RT Journal Article\nSR Print(0)\nID 1\nA1 Maier,Anna\nT1 The work f\nYR 2001\n",
    ),
    (
        "g.bib",
        "bibtex",
        "@article{maier2001,\n  author = {Maier, Anna},\n  title = {The work g},\n  year = 2001\n}\n",
    ),
    (
        "h.json",
        "csl-json",
        r#"[{"id": "h", "type": "article-journal", "title": "The work h"}]"#,
    ),
    (
        "i.xml",
        "endnote-xml",
        "<?xml version=\"1.0\"?><xml><records><record><ref-type name=\"Journal Article\">17</ref-type>\
         <titles><title><style>The work i</style></title></titles></record></records></xml>",
    ),
    (
        "j.xml",
        "pubmed-xml",
        "<?xml version=\"1.0\"?><PubmedArticleSet><PubmedArticle><MedlineCitation>\
         <PMID Version=\"1\">99999903</PMID><Article><ArticleTitle>The work j</ArticleTitle></Article>\
         </MedlineCitation></PubmedArticle></PubmedArticleSet>",
    ),
    (
        "k.csv",
        "csv",
        "Title,Authors,Year,DOI\nThe work k,\"Maier, Anna\",2001,10.5555/k\n",
    ),
    (
        "l.json",
        "ctgov-json",
        r#"{"studies": [{"protocolSection": {"identificationModule":
            {"nctId": "NCT99999904", "briefTitle": "The work l"}}}]}"#,
    ),
    (
        "m.xml",
        "ctgov-xml",
        "<?xml version=\"1.0\"?><clinical_study><id_info><nct_id>NCT99999905</nct_id></id_info>\
         <brief_title>The work m</brief_title></clinical_study>",
    ),
    (
        "n.xml",
        "ictrp-xml",
        "<?xml version=\"1.0\"?><Trials_downloaded_from_ICTRP><Trial><TrialID>INV99999906</TrialID>\
         <Public_title>The work n</Public_title></Trial></Trials_downloaded_from_ICTRP>",
    ),
];

#[test]
fn example_a_file_of_every_format_is_recognised_and_read() {
    let folder = begun();
    for (name, _, text) in FILES {
        folder.write(name, text);
    }
    let names: Vec<&str> = FILES.iter().map(|(name, ..)| *name).collect();
    let taken = import(&folder, &names);
    for ((name, format, _), row) in FILES.iter().zip(&taken) {
        assert_eq!(row[1..5], [name, *format, "1", "0"], "{row:?}");
        let shown = review(&folder, &["show", &format!("{}-1", row[0])]).fine();
        let letter = name.split('.').next().expect("a letter");
        assert!(
            shown.out.contains(&format!("The work {letter}")),
            "{}",
            shown.out
        );
    }
    assert_eq!(taken.len(), FILES.len());
}

/// What `show` says of the first record of an import, whatever it was packed in.
fn shown(folder: &crate::run::Folder, import: &str) -> String {
    let run = review(folder, &["show", &format!("{import}-1")]).fine();
    run.out.replace(import, "IMPORT")
}

fn encodings(folder: &crate::run::Folder) -> Vec<String> {
    let log = folder.text("review/log.jsonl");
    let lines = log.lines().map(|line| {
        serde_json::from_str::<serde_json::Value>(line).expect("JSON")["events"][0]["imported"]
            ["encoding"]
            .as_str()
            .map(str::to_owned)
    });
    lines.flatten().collect()
}

#[test]
fn byhand_packing_and_encoding_make_no_difference() {
    let folder = begun();
    folder.write("plain.ris", TWO);
    folder.write("packed.ris.gz", gzip(TWO.as_bytes()));
    folder.write("marked.ris", [b"\xEF\xBB\xBF", TWO.as_bytes()].concat());
    let wide: Vec<u8> = TWO.encode_utf16().flat_map(u16::to_le_bytes).collect();
    folder.write("wide.ris", [&b"\xFF\xFE"[..], &wide].concat());
    let western: Vec<u8> = TWO
        .chars()
        .map(|c| u8::try_from(c).expect("western"))
        .collect();
    folder.write("western.ris", &western);
    folder.write("said.ris", [&western[..], b"\n"].concat());
    folder.write("one.zip", zip(&[("inner.ris", TWO.as_bytes())]));
    let first = import(
        &folder,
        &["plain.ris", "packed.ris.gz", "marked.ris", "wide.ris"],
    );
    let western = import(&folder, &["western.ris"]);
    let said = import(&folder, &["--encoding", "windows-1252", "said.ris"]);
    let zipped = import(&folder, &["one.zip"]);
    let all = [first, western, said, zipped].concat();
    let expected = shown(&folder, &all[0][0]);
    assert!(expected.contains("Ödegård"), "{expected}");
    for row in &all {
        assert_eq!(row[3], "2", "{row:?}");
        let own = shown(&folder, &row[0]).replace(&row[1], "plain.ris");
        assert_eq!(own, expected.replace(&all[0][1], "plain.ris"), "{row:?}");
    }
    assert_eq!(
        encodings(&folder),
        [
            "UTF-8",
            "UTF-8",
            "UTF-8",
            "UTF-16LE",
            "UTF-8 and windows-1252",
            "windows-1252",
            "UTF-8"
        ]
    );
    let kept = folder.bytes(&format!("review/imports/{}/original", all[1][0]));
    assert_eq!(kept, gzip(TWO.as_bytes()));
}

#[test]
fn byhand_an_archive_is_taken_in_file_by_file() {
    let folder = begun();
    let (one, other) = TWO.split_at(TWO.find("TY  - JOUR\nAU  - L").expect("there"));
    let members = [
        ("medline/a.ris", one.as_bytes()),
        ("readme.txt", b"How this search was run."),
        ("b.ris", other.as_bytes()),
    ];
    folder.write("search.zip", zip(&members));
    let run = review(&folder, &["import", "--format", "csv", "search.zip"]);
    assert_eq!(
        run.status,
        Some(1),
        "what was left out is told by the status"
    );
    let first = rows(&run);
    let names: Vec<&str> = first.iter().map(|row| row[1].as_str()).collect();
    assert_eq!(
        names,
        [
            "search.zip/medline/a.ris",
            "search.zip/readme.txt",
            "search.zip/b.ris"
        ]
    );
    assert_eq!([&first[0][3], &first[1][3], &first[2][3]], ["1", "0", "1"]);
    let again = review(&folder, &["import", "search.zip"]);
    assert_eq!(
        again
            .out
            .matches("the same bytes were imported before")
            .count(),
        2,
        "{}",
        again.out
    );
    assert!(
        again.out.contains("left out: search.zip, readme.txt"),
        "{}",
        again.out
    );
    folder.write("b.ris", other);
    let known = review(&folder, &["import", "b.ris"]).fine();
    assert!(known.out.contains("search.zip/b.ris"), "{}", known.out);
}

#[test]
fn byhand_columns_of_a_table_are_as_they_were_said() {
    let folder = begun();
    folder.write(
        "t.csv",
        "Überschrift,Wer,Jahr\nEine erfundene Studie,\"Maier, Anna\",2001\n",
    );
    let map = "Überschrift=title; Wer=authors; Jahr=year";
    review(&folder, &["import", "t.csv"]).refused(2, &["t.csv", "no format of citations"]);
    let taken = import(&folder, &["t.csv", "--columns", map]);
    let id = format!("{}-1", taken[0][0]);
    let shown = review(&folder, &["show", &id, "--format", "csv"]).fine();
    let values = rows(&shown);
    for wanted in ["Eine erfundene Studie", "Maier, Anna", "2001"] {
        assert!(
            values
                .iter()
                .any(|row| row.iter().any(|cell| cell == wanted)),
            "{values:?}"
        );
    }
    // Every later reading of the file uses the map.
    review(&folder, &["export", "out.ris"]).fine();
    assert!(
        folder
            .text("out.ris")
            .contains("TI  - Eine erfundene Studie\n")
    );
    assert!(folder.text("review/log.jsonl").contains(map));
    review(&folder, &["import", "t.csv", "--columns", "Wer=wo"])
        .refused(2, &["--columns", "\"wo\""]);
}
