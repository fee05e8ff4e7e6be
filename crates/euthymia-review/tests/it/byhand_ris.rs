//! RIS in the dialects of its makers, with invented works.

use euthymia_review::{Format, Kind, Role};

use crate::tagged::{identifiers, names, others, read};

#[test]
fn endnote_writes_one_value_a_line_below_the_tag() {
    let read = read(
        "\u{feff}TY  - JOUR\r\nAB  - First part.\r\nSecond part.\r\nAN  - 12345678\r\nAU  - Moreau, A. B.\r\n\
         AU  - Blue Lamp Group,\r\nC2  - PMC7654321\r\nDA  - Mar 2\r\nDP  - NLM\r\nKW  - Light\r\nHumans\r\n\
         PY  - 2018\r\nSN  - 1234-567X (Print)\r\n8765-4321\r\nSP  - 11\r\nEP  - 19\r\nT2  - Journal of Lamps\r\n\
         TI  - Blue lamps\r\nER  - \r\n\r\n",
    );
    assert_eq!(read.format, Format::Ris);
    let record = &read.records[0];
    assert_eq!(record.kind, Kind::JournalArticle);
    assert_eq!(
        record.abstract_text.as_deref(),
        Some("First part.\nSecond part.")
    );
    assert_eq!(record.keywords, ["Light", "Humans"]);
    assert_eq!(record.pages.as_deref(), Some("11-19"));
    assert_eq!(record.container.as_deref(), Some("Journal of Lamps"));
    assert_eq!(names(record), ["Moreau, A. B.", "Blue Lamp Group"]);
    assert_eq!(record.contributors[1].role, Role::Group);
    let date = record.date.as_ref().unwrap();
    assert_eq!(
        (date.year, date.month, date.day),
        (Some(2018), Some(3), Some(2))
    );
    let mut found = identifiers(record);
    found.sort();
    let wanted = [
        "issn:1234-567X",
        "issn:8765-4321",
        "pmcid:PMC7654321",
        "pmid:12345678",
    ];
    assert_eq!(found, wanted);
    assert!(read.problems.is_empty(), "{:?}", read.problems);
    assert_eq!(read.pieces[0].offset, 3);
}

#[test]
fn frames_of_providers_are_no_records_and_stray_text_is_told() {
    let read = read(
        "Record #1 of 2\nProvider: Somebody\nContent: text/plain; charset=\"UTF-8\"\n1.\nTY  - JOUR\n\
         T1  - One\nER  - \n\nLink to the Ovid Full Text or citation: http://example.org/1\n\n2.\n\
         TY  - JOUR\nT1  - Two\n\nTY  - BOOK\nT1  - Three\nER  - \nThis was no record.\n",
    );
    let titles: Vec<_> = read
        .records
        .iter()
        .map(|record| record.title.as_deref())
        .collect();
    assert_eq!(titles, [Some("One"), Some("Two"), Some("Three")]);
    assert_eq!(read.records[0].urls, ["http://example.org/1"]);
    assert_eq!(read.broken.len(), 1);
    assert_eq!(
        (read.broken[0].line, read.broken[0].text.as_str()),
        (18, "This was no record.")
    );
}

#[test]
fn spaces_before_the_hyphen_may_be_fewer() {
    let one = read("TY - JOUR\nTI - One space\nAB - wrapped at\nT2-weighted images\nER -\n");
    assert_eq!(one.records[0].title.as_deref(), Some("One space"));
    let text = one.records[0].abstract_text.as_deref();
    assert_eq!(text, Some("wrapped at\nT2-weighted images"));
    let none = read("TY-JOUR\nTI-No space\nER-\n");
    assert_eq!(none.records[0].title.as_deref(), Some("No space"));
    let lower = read("TY  - JOUR\nti  - Lower case\nER  - \n");
    assert_eq!(lower.records[0].title.as_deref(), Some("Lower case"));
}

#[test]
fn journals_dates_and_numbers_are_told_apart() {
    let read = read(
        "TY  - JOUR\nT1  - A trial\nT2  - Journal of Lamps\nJF  - Journal of Lamps\nJO  - J. Lamps\n\
         Y1  - 2005/07/15\nPY  - 2005\nPY  - 2005/02/01/received\nY2  - 2019/03/28\nET  - 2005/06/30\n\
         M3  - doi: 10.1000/ABC\nN1  - doi: 10.1000/abc\nM3  - Conference Abstract\nDB  - Embase\nAN  - L700001\n\
         U1  - 23690738[pmid]\nUR  - https://clinicaltrials.gov/show/NCT01234567\nL1  - internal-pdf://a.pdf\n\
         XY  - strange\nER  - \n",
    );
    let record = &read.records[0];
    assert_eq!(record.container.as_deref(), Some("Journal of Lamps"));
    assert_eq!(record.container_abbreviation.as_deref(), Some("J. Lamps"));
    assert_eq!(record.kind, Kind::ConferencePaper);
    assert_eq!(record.kind_words, ["JOUR", "Conference Abstract"]);
    assert_eq!(record.date.as_ref().unwrap().text, "2005/07/15");
    let dates: Vec<_> = record
        .other_dates
        .iter()
        .map(|(name, date)| (name.as_str(), date.text.as_str()))
        .collect();
    let wanted = [
        ("received", "2005/02/01"),
        ("accessed", "2019/03/28"),
        ("epub", "2005/06/30"),
    ];
    assert_eq!(dates, wanted);
    let wanted = [
        "doi:10.1000/abc",
        "pmid:23690738",
        "trial:NCT01234567",
        "embase:L700001",
    ];
    assert_eq!(identifiers(record), wanted);
    assert_eq!(others(record, "ris:L1"), ["internal-pdf://a.pdf"]);
    assert_eq!(others(record, "ris:XY"), ["strange"]);
    assert_eq!((read.problems.len(), read.problems[0].line), (1, 19));
}

#[test]
fn a_record_without_a_type_and_one_that_says_nothing() {
    let read = read("JF  - Lamps\nT1  - Untyped\nVL  - 6\nER  -\nTY  - JOUR\nER  -\n");
    assert_eq!(read.records.len(), 1);
    assert_eq!(read.records[0].title.as_deref(), Some("Untyped"));
    assert_eq!(read.problems.len(), 1);
    assert_eq!(read.problems[0].line, 5);
}
