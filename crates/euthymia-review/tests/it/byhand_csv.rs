//! Tables written by hand, with what a person reads in them.

use euthymia_review::format::ColumnMap;
use euthymia_review::{Context, Date, Format, Kind, PieceKind, Reading, Record, parse, split};

fn readings(text: &str, map: &str) -> Vec<Reading> {
    let mut context = Context {
        columns: map.parse::<ColumnMap>().unwrap(),
        ..Context::default()
    };
    let mut found = Vec::new();
    for piece in split(Format::Csv, text.as_bytes()) {
        let piece = piece.unwrap();
        match piece.kind {
            PieceKind::Context => context.texts.push(piece.text),
            PieceKind::Record => found.push(parse(Format::Csv, &piece, &context)),
        }
    }
    found
}

fn record(text: &str) -> Record {
    readings(text, "").remove(0).record.unwrap()
}

fn names(record: &Record) -> Vec<String> {
    let names = record.contributors.iter();
    names.map(|who| who.person.inverted()).collect()
}

#[test]
fn a_table_of_pubmed_is_read() {
    let found = record(
        "PMID,Title,Authors,Citation,Journal/Book,Publication Year,Create Date,DOI\n\
         12345678,\"Dose, and\nresponse\",\"Berg AB, van der Lind C.\",J Test. 2021,J Test,2021,2021/03/01,10.1000/X\n",
    );
    assert_eq!(found.title.as_deref(), Some("Dose, and\nresponse"));
    assert_eq!(names(&found), ["Berg, AB", "van der Lind, C"]);
    assert_eq!(found.container.as_deref(), Some("J Test"));
    assert_eq!(found.date, Some(Date::parse("2021")));
    let numbers: Vec<_> = found.identifiers.iter().map(ToString::to_string).collect();
    assert_eq!(numbers, ["pmid:12345678", "doi:10.1000/x"]);
    assert_eq!(found.others[0].tag, "csv:Citation");
    assert_eq!(
        found.other_dates,
        [("created".to_owned(), Date::parse("2021/03/01"))]
    );
}

#[test]
fn a_table_of_scopus_is_read() {
    let found = record(
        "\u{feff}\"Authors\",\"Author full names\",\"Title\",\"Year\",\"Source title\",\"Page start\",\"Page end\",\"Document Type\",\"EID\"\n\
         \"Berg A.; Lind B.\",\"Berg, Anna (5719); Lind, Bo (5720)\",\"T\",\"2020\",\"J Test\",\"10\",\"19\",\"Article\",\"2-s2.0-1\"\n",
    );
    assert_eq!(names(&found), ["Berg, Anna", "Lind, Bo"]);
    assert_eq!(found.pages.as_deref(), Some("10-19"));
    assert_eq!(found.kind, Kind::JournalArticle);
    assert_eq!(found.identifiers[0].to_string(), "scopus:2-s2.0-1");
    let tags: Vec<_> = found
        .others
        .iter()
        .map(|other| other.tag.as_str())
        .collect();
    assert_eq!(tags, ["csv:Authors", "csv:Author full names"]);
}

#[test]
fn a_table_of_web_of_science_has_no_quotation_marks() {
    let found = record(
        "PT\tAU\tTI\tSO\tPY\tVL\tBP\tEP\tDI\tUT\nJ\tBerg, A; Lind, B\t\"Good\" days\tJ TEST\t2019\t3\t1\t9\t10.1000/w\tWOS:1\n",
    );
    assert_eq!(found.title.as_deref(), Some("\"Good\" days"));
    assert_eq!(names(&found), ["Berg, A", "Lind, B"]);
    assert_eq!(found.pages.as_deref(), Some("1-9"));
}

#[test]
fn lists_of_names_with_commas_are_read_where_they_are_clear() {
    let cases: [(&str, &[&str], bool); 5] = [
        ("Berg, A., Lind, B.C.", &["Berg, A.", "Lind, B.C."], false),
        ("Berg, Anna", &["Berg, Anna"], false),
        (
            "Berg, Anna and Lind, Bo",
            &["Berg, Anna", "Lind, Bo"],
            false,
        ),
        ("Anna Berg, Bo Lind", &["Anna Berg", "Bo Lind"], true),
        ("TRD Study Group", &["TRD Study Group"], false),
    ];
    for (cell, expected, is_told) in cases {
        let reading = readings(&format!("title,authors\nT,\"{cell}\"\n"), "").remove(0);
        assert_eq!(names(&reading.record.unwrap()), expected, "{cell}");
        assert_eq!(!reading.problems.is_empty(), is_told, "{cell}");
    }
}

#[test]
fn a_map_wins_over_the_names_of_columns() {
    let text = "Wer;Title;Überschrift\nBerg, A;internal;Shown\n";
    let reading = readings(text, "Überschrift=title; wer=authors; Title=-").remove(0);
    let found = reading.record.unwrap();
    assert_eq!(found.title.as_deref(), Some("Shown"));
    assert_eq!(names(&found), ["Berg, A"]);
    assert_eq!(found.others[0].tag, "csv:Title");
    assert!("a".parse::<ColumnMap>().is_err());
}

#[test]
fn an_unclosed_quotation_mark_costs_one_row() {
    let text = "title,year\n\"open,2020\nTwo,2021\nThree,2022\n";
    let items: Vec<_> = split(Format::Csv, text.as_bytes()).collect();
    let broken: Vec<_> = items
        .iter()
        .filter_map(|item| item.as_ref().err())
        .collect();
    assert_eq!((broken.len(), broken[0].line), (1, 2));
    assert_eq!(broken[0].text, "\"open,2020\n");
    let lines: Vec<_> = items.iter().flatten().map(|piece| piece.line).collect();
    assert_eq!(lines, [1, 3, 4]);
}

#[test]
fn rows_of_another_length_are_told_and_kept() {
    let reading = readings("title,year\nOne,2020,more\n", "").remove(0);
    assert_eq!(reading.problems.len(), 1);
    let others = reading.record.unwrap().others;
    assert_eq!(
        (others[0].tag.as_str(), others[0].value.as_str()),
        ("csv:", "more")
    );
}

#[test]
fn formats_are_told_apart() {
    let cases = [
        ("PMID,Title,Authors\n1,T,A\n", Some(Format::Csv)),
        ("PT\tAU\tTI\nJ\tA\tT\n", Some(Format::Csv)),
        (
            "ID;ENTRYTYPE;title;author;year\n1;article;T;A;2020\n",
            Some(Format::Csv),
        ),
        (
            "% Encoding: UTF-8\n\n@Article{a,\n title={T}}",
            Some(Format::Bibtex),
        ),
        ("\nTY  - JOUR\nER  - \n", Some(Format::Ris)),
        (
            "Dear Anna, the title, as you know, is fine.\nMail bo@example.org\n",
            None,
        ),
        ("id,score\n1,2\n", None),
        ("", None),
    ];
    for (text, expected) in cases {
        assert_eq!(Format::recognise(text), expected, "{text:?}");
    }
    let said = |text: &str| Format::identify(text).unwrap_err().to_string();
    assert!(said(" \n").starts_with("This is an empty file."));
    assert!(said("%PDF-1.7").starts_with("This is a PDF document."));
    assert!(said("[{\"a\": 1}]").starts_with("This is JSON of something other"));
}
