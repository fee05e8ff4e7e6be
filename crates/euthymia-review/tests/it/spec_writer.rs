//! A file written in parts is the file written at once.

use euthymia_review::format::{Writer, Written, bibtex, csl_json, csv, endnote_xml, nbib, ris};
use euthymia_review::{Format, Record, split};
use proptest::prelude::*;

use super::records::record;

/// A format and its writer of whole files.
type Whole = (Format, fn(&[Record]) -> Written);

/// Each format that can be written.
const WHOLE: [Whole; 6] = [
    (Format::Ris, ris::write),
    (Format::Nbib, nbib::write),
    (Format::Bibtex, bibtex::write),
    (Format::CslJson, csl_json::write),
    (Format::EndnoteXml, endnote_xml::write),
    (Format::Csv, csv::write),
];

fn in_parts(format: Format, records: &[Record], size: usize) -> (String, usize) {
    let mut writer = Writer::new(format).unwrap();
    for batch in records.chunks(size) {
        writer.look(batch);
    }
    let mut text = writer.begin();
    let mut losses = 0;
    for batch in records.chunks(size) {
        let written = writer.part(batch);
        assert!(written.losses.iter().all(|loss| loss.record < batch.len()));
        losses += written.losses.len();
        text += &written.text;
    }
    (text + writer.end(), losses)
}

#[test]
fn spec_every_format_that_can_be_written_is_listed() {
    let listed: Vec<Format> = WHOLE.iter().map(|(format, _)| *format).collect();
    assert_eq!(Writer::FORMATS, listed);
    for format in Format::ALL {
        assert_eq!(Writer::new(*format).is_some(), listed.contains(format));
    }
}

#[test]
fn byhand_keys_are_unique_over_the_parts() {
    let with_key = |key: &str| Record {
        others: vec![euthymia_review::Other {
            tag: "bibtex:key".to_owned(),
            value: key.to_owned(),
        }],
        ..Record::default()
    };
    // The second record came with the key that would be made for the first; the third shares it.
    let records = [Record::default(), with_key("anonnd"), with_key("anonnd")];
    let (text, _) = in_parts(Format::Bibtex, &records, 1);
    let keys: Vec<&str> = text
        .lines()
        .filter_map(|line| line.strip_prefix("@misc{"))
        .map(|rest| rest.trim_end_matches(','))
        .collect();
    assert_eq!(keys, ["anonndb", "anonnd", "anonndc"]);
}

#[test]
fn byhand_no_records_make_a_file_without_records() {
    for (format, _) in WHOLE {
        let (text, _) = in_parts(format, &[], 1);
        let records = split(format, text.as_bytes())
            .filter(|piece| piece.as_ref().unwrap().kind == euthymia_review::PieceKind::Record);
        assert_eq!(records.count(), 0, "{format:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn laws_parts_make_the_whole(
        records in proptest::collection::vec(record(), 1..6),
        size in 1_usize..4,
    ) {
        for (format, whole) in WHOLE {
            let whole = whole(&records);
            let (text, losses) = in_parts(format, &records, size);
            prop_assert_eq!(text, whole.text);
            prop_assert_eq!(losses, whole.losses.len());
        }
    }
}
