//! What is wrong with a file costs as little as it can, and is told.

use std::io::{self, BufReader, Cursor, Read};

use euthymia_review::{Broken, Context, Format, Piece, PieceKind, Reading, parse, split};

struct Found {
    broken: Vec<Broken>,
    readings: Vec<Reading>,
}

fn found(format: Format, file: impl Read) -> Found {
    let mut context = Context::default();
    let (mut broken, mut readings) = (Vec::new(), Vec::new());
    for piece in split(format, BufReader::new(file)) {
        match piece {
            Ok(Piece {
                kind: PieceKind::Context,
                text,
                ..
            }) => context.texts.push(text),
            Ok(piece) => readings.push(parse(format, &piece, &context)),
            Err(found) => broken.push(found),
        }
    }
    Found { broken, readings }
}

fn read(format: Format, file: &str) -> Found {
    found(format, file.as_bytes())
}

fn titles(found: &Found) -> Vec<String> {
    let records = found.readings.iter().filter_map(|one| one.record.as_ref());
    records.filter_map(|record| record.title.clone()).collect()
}

const PUBMED: &str = "<PubmedArticleSet>\n<PubmedArticle><MedlineCitation><PMID>1</PMID><Article><ArticleTitle>One</ArticleTitle></Article></MedlineCitation></PubmedArticle>\n\
                      <PubmedArticle><MedlineCitation><PMID>2</PMID><Article><ArticleTitle>Two</ArticleTitle>";

/// One record per format, before and after which others stand in the tests.
const RECORDS: [(Format, &str, &str, &str); 6] = [
    (Format::Ris, "", "TY  - JOUR\nTI  - TITLE\nER  - \n", ""),
    (Format::Nbib, "", "PMID- 1\nTI  - TITLE\n\n", ""),
    (Format::Bibtex, "", "@book{a, title = {TITLE}}\n", ""),
    (Format::Csv, "title,year\n", "TITLE,2001\n", ""),
    (
        Format::PubmedXml,
        "<PubmedArticleSet>",
        "<PubmedArticle><MedlineCitation><PMID>1</PMID><Article><ArticleTitle>TITLE</ArticleTitle></Article></MedlineCitation></PubmedArticle>\n",
        "</PubmedArticleSet>",
    ),
    (
        Format::EndnoteXml,
        "<xml><records>",
        "<record><titles><title>TITLE</title></titles></record>\n",
        "</records></xml>",
    ),
];

fn file_of(format: Format, titles: &[&str]) -> String {
    let row = RECORDS.iter().find(|(known, ..)| *known == format);
    let (_, head, record, tail) = row.unwrap();
    let records: String = titles
        .iter()
        .map(|title| record.replace("TITLE", title))
        .collect();
    format!("{head}{records}{tail}")
}

#[test]
fn xml_that_is_cut_off_is_told_and_what_came_before_is_read() {
    let found = read(Format::PubmedXml, PUBMED);
    assert_eq!(titles(&found), ["One"]);
    assert_eq!((found.broken.len(), found.broken[0].line), (1, 3));
    assert!(found.broken[0].text.contains("<PMID>2</PMID>"));
    for end in 0..PUBMED.len() {
        let cut = read(Format::PubmedXml, &PUBMED[..end]);
        let told: usize = cut.broken.iter().map(|broken| broken.text.len()).sum();
        assert!(
            cut.readings.len() == 1 || told + 20 > end.saturating_sub(20),
            "{end}"
        );
    }
}

#[test]
fn a_file_that_breaks_off_is_told_and_its_records_are_read() {
    struct Breaks;
    impl Read for Breaks {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::Error::new(
                io::ErrorKind::ConnectionReset,
                "the disk went away",
            ))
        }
    }
    for (format, ..) in RECORDS {
        let whole = file_of(format, &["One", "Two"]);
        let found = found(format, Cursor::new(whole).chain(Breaks));
        assert_eq!(titles(&found), ["One", "Two"], "{format:?}");
        let told = &found.broken.last().unwrap().message;
        assert!(told.contains("the disk went away"), "{format:?}: {told}");
    }
    // What stands on the line on which it breaks off is not lost.
    let start = Cursor::new("TY  - JOUR\nTI  - One and a h");
    let half = found(Format::Ris, start.chain(Breaks));
    assert_eq!(titles(&half), ["One and a h"]);
    let start = Cursor::new("title,year\n\"One and\nmore");
    let half = found(Format::Csv, start.chain(Breaks));
    let told: Vec<&str> = half
        .broken
        .iter()
        .map(|broken| broken.text.trim())
        .collect();
    assert_eq!(
        (titles(&half), told),
        (vec!["more".to_owned()], vec!["\"One and", ""])
    );
}

/// The same line again and again, made as it is read.
struct Repeated {
    line: Vec<u8>,
    left: usize,
}

impl Read for Repeated {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let count = self.left.min(out.len()).min(self.line.len());
        out[..count].copy_from_slice(&self.line[..count]);
        self.left -= count;
        self.line.rotate_left(count);
        Ok(count)
    }
}

#[test]
fn a_record_of_more_than_64_mib_is_left_out_and_told_whatever_cuts_it() {
    let wanted = [Format::Bibtex, Format::Csv, Format::PubmedXml];
    for (format, head, record, tail) in RECORDS {
        if !wanted.contains(&format) {
            continue;
        }
        let (before, after) = record.split_once("TITLE").unwrap();
        let next = record.replace("TITLE", "Next");
        let quote = if format == Format::Csv { "\"" } else { "" };
        let start = format!("{head}{before}{quote}");
        let end = format!("{quote}{after}{next}{tail}");
        let long = Repeated {
            line: format!("{}\n", "x".repeat((1 << 13) - 1)).into_bytes(),
            left: 68 << 20,
        };
        let file = Cursor::new(start).chain(long).chain(Cursor::new(end));
        let found = found(format, file);
        let last = titles(&found).pop();
        assert_eq!(last.as_deref(), Some("Next"), "{format:?}");
        assert!(!found.broken.is_empty(), "{format:?}");
        let lengths = found.broken.iter().map(|broken| broken.text.len());
        assert!(lengths.max() <= Some(4096), "{format:?}");
    }
}

#[test]
fn three_thousand_authors_are_read_in_order() {
    let names: Vec<String> = (0..3000).map(|at| format!("Family{at}, Given")).collect();
    let each = |before: &str, after: &str| -> String {
        names
            .iter()
            .map(|name| format!("{before}{name}{after}"))
            .collect()
    };
    let files = [
        (
            Format::Ris,
            format!("TY  - JOUR\nTI  - A\n{}ER  - \n", each("AU  - ", "\n")),
        ),
        (
            Format::Nbib,
            format!("PMID- 1\nTI  - A\n{}", each("FAU - ", "\n")),
        ),
        (
            Format::Bibtex,
            format!(
                "@book{{a, title = {{A}}, author = {{{}}}}}",
                names.join(" and ")
            ),
        ),
        (
            Format::Csv,
            format!("title,authors\nA,\"{}\"\n", names.join("; ")),
        ),
        (
            Format::EndnoteXml,
            format!(
                "<xml><records><record><titles><title>A</title></titles><contributors><authors>{}</authors></contributors></record></records></xml>",
                each("<author>", "</author>")
            ),
        ),
    ];
    for (format, file) in files {
        let found = read(format, &file);
        let record = found.readings[0].record.as_ref().unwrap();
        let read: Vec<String> = record
            .contributors
            .iter()
            .map(|who| who.person.inverted())
            .collect();
        assert_eq!(read, names, "{format:?}");
        assert_eq!(found.readings[0].problems, [], "{format:?}");
    }
}

#[test]
fn text_of_any_script_and_markup_of_pages_stay_as_they_are() {
    let titles_in = [
        "دراسة الاكتئاب المقاوم للعلاج (تجربة)",
        "\u{202b}דיכאון\u{202c} עמיד",
        "難治性うつ病の治療",
        "Dose &lt; 5",
    ];
    for (format, ..) in RECORDS {
        let found = read(format, &file_of(format, &titles_in[..3]));
        assert_eq!(titles(&found), &titles_in[..3], "{format:?}");
    }
    let html = "<p>Background: <i>n</i> &lt; 5 &amp; more.</p>";
    let ris = format!("TY  - JOUR\nTI  - A\nAB  - {html}\nER  - \n");
    let record = read(Format::Ris, &ris).readings.remove(0).record.unwrap();
    assert_eq!(record.abstract_text.as_deref(), Some(html));
    let csv = format!("title,abstract\nA,{html}\n");
    let record = read(Format::Csv, &csv).readings.remove(0).record.unwrap();
    assert_eq!(record.abstract_text.as_deref(), Some(html));
}

#[test]
fn missing_titles_wrong_dates_and_unknown_tags_are_told_and_kept() {
    let ris = "TY  - JOUR\nAU  - Berg, A\nPY  - soon\nQQ  - strange\nDO  - none\nER  - \n";
    let found = read(Format::Ris, ris);
    let reading = &found.readings[0];
    let record = reading.record.as_ref().unwrap();
    let date = record.date.as_ref().unwrap();
    assert_eq!((date.year, date.text.as_str()), (None, "soon"));
    let told: Vec<(u64, Option<&str>)> = reading
        .problems
        .iter()
        .map(|problem| (problem.line, problem.field.as_deref()))
        .collect();
    assert_eq!(told, [(3, Some("PY")), (4, Some("QQ")), (5, Some("DO"))]);
    let kept: Vec<&str> = record
        .others
        .iter()
        .map(|other| other.value.as_str())
        .collect();
    assert_eq!(kept, ["strange", "none"]);
}

#[test]
fn entities_that_grow_are_not_expanded() {
    let mut bomb =
        "<?xml version=\"1.0\"?>\n<!DOCTYPE xml [<!ENTITY a \"aaaaaaaaaa\">\n".to_owned();
    for (one, two) in ('a'..'j').zip('b'..='j') {
        bomb += &format!("<!ENTITY {two} \"{}\">\n", format!("&{one};").repeat(10));
    }
    bomb += "]>\n<xml><records><record><titles><title>&j; One</title></titles></record></records></xml>";
    let found = read(Format::EndnoteXml, &bomb);
    assert_eq!(titles(&found), ["&j; One"]);
    assert_eq!(found.broken.len(), 1);
    assert!(
        found.readings[0]
            .problems
            .iter()
            .any(|problem| problem.found.as_deref() == Some("&j;"))
    );
}
