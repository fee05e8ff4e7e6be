//! The tagged formats of Web of Science, EndNote, Ovid and RefWorks, with invented works.

use euthymia_review::{Format, Kind};

use crate::tagged::{identifiers, names, others, read};

#[test]
fn web_of_science() {
    let read = read(
        "\u{feff}FN Somebody's Web of Science\nVR 1.0\nPT J\nAU Moreau, A\n   Oak, J\nAF Moreau, Anne\n   Oak, Jan\n\
         TI Lamps at\n   night\nSO JOURNAL OF LAMPS\nJI J. Lamps\nDT Article\nDE light; dark\nAB Dark.\n   Light.\n\
         C1 [Moreau, Anne] Lamp Inst, Nowhere.\nOI Oak, Jan/0000-0001-2345-678X\nPD DEC 16\nPY 2020\nVL 6\nBP 11\n\
         EP 19\nDI 10.1000/lamp.2\nSN 1234-5678\nEI 8765-4321\nUT WOS:000123\nER\n\nEF\n",
    );
    assert_eq!(read.format, Format::Isi);
    let record = &read.records[0];
    assert_eq!(names(record), ["Moreau, Anne", "Oak, Jan"]);
    assert_eq!(record.contributors[0].affiliations, ["Lamp Inst, Nowhere."]);
    assert_eq!(
        record.contributors[1].orcid.as_deref(),
        Some("0000-0001-2345-678X")
    );
    assert_eq!(record.title.as_deref(), Some("Lamps at night"));
    assert_eq!(record.keywords, ["light", "dark"]);
    assert_eq!(record.pages.as_deref(), Some("11-19"));
    let date = record.date.as_ref().unwrap();
    assert_eq!(
        (date.year, date.month, date.day),
        (Some(2020), Some(12), Some(16))
    );
    let wanted = [
        "doi:10.1000/lamp.2",
        "issn:1234-5678",
        "issn:8765-4321",
        "wos:WOS:000123",
    ];
    assert_eq!(identifiers(record), wanted);
    assert!(read.problems.is_empty() && read.broken.is_empty());
}

#[test]
fn endnote() {
    let read = read(
        "%0 Book Section\n%A Moreau, Anne and Oak, Jan\n%E Elm, Eve\n%T Lamps\n%B Book of lamps\n%D 2017\n\
         %8 April 15\n%P 1-9\n%@ 978-3-16-148410-0\n%K light\ndark\n%X First.\n%X Second.\n%R doi:10.1000/lamp.3\n\
         %1 mine\n\n%0 Thesis\n%T Two\n",
    );
    assert_eq!((read.format, read.records.len()), (Format::Enw, 2));
    let record = &read.records[0];
    assert_eq!(record.kind, Kind::BookSection);
    assert_eq!(names(record), ["Moreau, Anne", "Oak, Jan", "Elm, Eve"]);
    assert_eq!(record.container.as_deref(), Some("Book of lamps"));
    assert_eq!(record.date.as_ref().unwrap().day, Some(15));
    assert_eq!(record.keywords, ["light", "dark"]);
    assert_eq!(record.abstract_text.as_deref(), Some("First.\nSecond."));
    assert_eq!(
        identifiers(record),
        ["isbn:9783161484100", "doi:10.1000/lamp.3"]
    );
    assert_eq!(others(record, "enw:%1"), ["mine"]);
    assert_eq!(read.records[1].kind, Kind::Thesis);
}

#[test]
fn ovid() {
    let read = read(
        "<1>\nAccession Number\n  00001-1.\nAuthor\n  Moreau, Anne MD 1;  Oak, Jan 2\nTitle\n  Lamps at night.[Review]\n\
         Source\n  Journal of Lamps.   28(2):103-106, April 2015.\nAbstract\n  Dark.\nAuthor Keywords\n  light;  dark.\n\
         DOI Number\n  10.1000/lamp.4\nFavourite Colour\n  Blue\n\n<2>\nTitle\n  Two\nSource\n  Somewhere else\n",
    );
    assert_eq!((read.format, read.records.len()), (Format::Ovid, 2));
    let record = &read.records[0];
    assert_eq!(names(record), ["Moreau, Anne", "Oak, Jan"]);
    assert_eq!(record.title.as_deref(), Some("Lamps at night."));
    assert_eq!(record.kind_words, ["Review"]);
    assert_eq!(record.container.as_deref(), Some("Journal of Lamps"));
    let place = (
        record.volume.as_deref(),
        record.issue.as_deref(),
        record.pages.as_deref(),
    );
    assert_eq!(place, (Some("28"), Some("2"), Some("103-106")));
    let date = record.date.as_ref().unwrap();
    assert_eq!((date.year, date.month), (Some(2015), Some(4)));
    assert_eq!(record.keywords, ["light", "dark"]);
    assert_eq!(others(record, "ovid:Favourite Colour"), ["Blue"]);
    assert_eq!(others(&read.records[1], "ovid:Source"), ["Somewhere else"]);
}

#[test]
fn ovid_with_two_letters() {
    let read = read(
        "<1>\nVN  - Ovid Technologies\nDB  - Embase\nAN  - 2001\nTI  - Lamps\nAU  - Moreau A\nYR  - 2015\n",
    );
    assert_eq!(read.format, Format::Ovid);
    let record = &read.records[0];
    assert_eq!(record.contributors[0].person.family(), Some("Moreau"));
    assert_eq!(identifiers(record), ["embase:2001"]);
}

#[test]
fn refworks() {
    let read = read(
        "RT Journal Article\nSR Electronic(1)\nID 7\nA1 Moreau, Anne;Oak, Jan\nT1 Lamps\nJF Journal of Lamps\n\
         YR 2015\nFD May 3\nVO 6\nIS 2\nSP 11\nOP 19\nK1 light\nAB Dark.\nDO 10.1000/lamp.5\nSN 1234-5678\n\n\
         RT Book, Whole\nSR Print(0)\nT1 Two\n",
    );
    assert_eq!((read.format, read.records.len()), (Format::RefWorks, 2));
    let record = &read.records[0];
    assert_eq!(names(record), ["Moreau, Anne", "Oak, Jan"]);
    assert_eq!(record.pages.as_deref(), Some("11-19"));
    assert_eq!(record.date.as_ref().unwrap().month, Some(5));
    assert_eq!(
        identifiers(record),
        ["doi:10.1000/lamp.5", "issn:1234-5678"]
    );
    assert_eq!(others(record, "refworks:ID"), ["7"]);
    assert_eq!(read.records[1].kind, Kind::Book);
}
