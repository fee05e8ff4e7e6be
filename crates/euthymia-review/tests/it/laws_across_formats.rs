//! A record goes from format to format and loses nothing on the way.

use euthymia_review::format::{bibtex, csl_json, csv, endnote_xml, nbib, ris};
use euthymia_review::{Context, Format, Heading, Other, PieceKind, Record, parse, split};
use proptest::prelude::*;

use crate::records::{lost, record};

const WRITTEN: [Format; 6] = [
    Format::Ris,
    Format::Nbib,
    Format::Bibtex,
    Format::CslJson,
    Format::EndnoteXml,
    Format::Csv,
];

/// Written in a format and read again; what the writer says it lost.
fn passed(format: Format, record: Record) -> (Record, Vec<&'static str>) {
    let records = [record];
    let written = match format {
        Format::Ris => ris::write(&records),
        Format::Nbib => nbib::write(&records),
        Format::Bibtex => bibtex::write(&records),
        Format::CslJson => csl_json::write(&records),
        Format::EndnoteXml => endnote_xml::write(&records),
        _ => csv::write(&records),
    };
    let losses = written.losses.into_iter().flat_map(|loss| loss.fields);
    let mut context = Context::default();
    let mut read = Vec::new();
    for piece in split(format, written.text.as_bytes()) {
        let piece = piece.unwrap();
        match piece.kind {
            PieceKind::Context => context.texts.push(piece.text),
            PieceKind::Record => read.extend(parse(format, &piece, &context).record),
        }
    }
    assert!(read.len() < 2, "{format:?} {}", written.text);
    (read.pop().unwrap_or_default(), losses.collect())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn laws_every_format_holds_every_record(record in record()) {
        for format in WRITTEN {
            let (there, told) = passed(format, record.clone());
            prop_assert_eq!(&told, &Vec::<&str>::new(), "{:?}", format);
            prop_assert_eq!(lost(&record, &there), told, "{:?} {:#?}", format, there);
        }
    }

    #[test]
    fn laws_two_formats_in_turn_lose_nothing(record in record()) {
        for first in WRITTEN {
            let (there, _) = passed(first, record.clone());
            for second in WRITTEN {
                let (end, told) = passed(second, there.clone());
                prop_assert_eq!(told, Vec::<&str>::new(), "{:?} {:?}", first, second);
                prop_assert_eq!(lost(&record, &end), Vec::<&str>::new(), "{:?} {:?}", first, second);
            }
        }
    }
}

/// What another program passes on of a note is read from it in every format with notes.
#[test]
fn a_note_that_carries_a_value_is_read_in_every_format() {
    let files = [
        (
            Format::Ris,
            "TY  - JOUR\nTI  - One\nN1  - [nbib:MH] Humans/*blood\nN1  - [isi:CR] Berg, 2001\nN1  - Mine\nER  - \n",
        ),
        (
            Format::Nbib,
            "PMID- 1\nTI  - One\nGN  - [nbib:MH] Humans/*blood\nGN  - [isi:CR] Berg, 2001\nGN  - Mine\n",
        ),
        (
            Format::Enw,
            "%0 Journal Article\n%T One\n%Z [nbib:MH] Humans/*blood\n%Z [isi:CR] Berg, 2001\n%Z Mine\n",
        ),
        (
            Format::Bibtex,
            "@article{a, title = {One}, note = {[nbib:MH] Humans/*blood}, note = {[isi:CR] Berg, 2001}, note = {Mine}}",
        ),
        (
            Format::CslJson,
            "[{\"type\": \"book\", \"title\": \"One\", \"note\": [\"[nbib:MH] Humans/*blood\", \"[isi:CR] Berg, 2001\", \"Mine\"]}]",
        ),
        (
            Format::EndnoteXml,
            "<xml><records><record><titles><title>One</title></titles><notes>[nbib:MH] Humans/*blood</notes><notes>[isi:CR] Berg, 2001</notes><notes>Mine</notes></record></records></xml>",
        ),
    ];
    for (format, file) in files {
        let piece = split(format, file.as_bytes()).next().unwrap().unwrap();
        let record = parse(format, &piece, &Context::default()).record.unwrap();
        let heading = Heading {
            descriptor: "Humans".to_owned(),
            qualifiers: vec![("blood".to_owned(), true)],
            is_major: false,
        };
        assert_eq!(record.headings, [heading], "{format:?}");
        assert_eq!(record.notes, ["Mine"], "{format:?}");
        let reference = Other {
            tag: "isi:CR".to_owned(),
            value: "Berg, 2001".to_owned(),
        };
        assert!(record.others.contains(&reference), "{format:?}");
    }
}
