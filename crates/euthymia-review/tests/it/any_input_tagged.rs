//! No text makes the tagged formats panic, and every piece stands where it says.

use euthymia_review::{Context, Format, format, parse, split};
use proptest::prelude::*;

const FORMATS: [Format; 6] = [
    Format::Enw,
    Format::Isi,
    Format::Nbib,
    Format::Ovid,
    Format::RefWorks,
    Format::Ris,
];

/// Lines that look like those of some format, and others.
fn text() -> impl Strategy<Value = String> {
    let line = prop_oneof![
        Just("TY  - JOUR".to_owned()),
        Just("ER  - ".to_owned()),
        Just("PT J".to_owned()),
        Just("ER".to_owned()),
        Just("<1>".to_owned()),
        Just("%0 Book".to_owned()),
        Just("RT Journal".to_owned()),
        Just(String::new()),
        "[A-Z]{2,4} {0,2}- .{0,12}",
        "[A-Z][A-Z0-9] .{0,12}",
        "%. .{0,8}",
        " {1,6}\\PC{0,12}",
        "\\PC{0,12}",
        ".{0,12}",
    ];
    let end = prop_oneof![Just("\n"), Just("\r\n"), Just("\r")];
    prop::collection::vec((line, end), 0..24)
        .prop_map(|lines| lines.into_iter().map(|(line, end)| line + end).collect())
}

proptest! {
    #[test]
    fn any_input_is_cut_and_read(text in text()) {
        let _ = Format::recognise(&text);
        for format in FORMATS {
            let mut end = 0;
            for piece in split(format, text.as_bytes()) {
                match piece {
                    Ok(piece) => {
                        let from = usize::try_from(piece.offset).unwrap();
                        prop_assert!(from >= end);
                        end = from + piece.text.len();
                        prop_assert_eq!(&text[from..end], piece.text.as_str());
                        let _ = parse(format, &piece, &Context::default());
                    }
                    Err(broken) => prop_assert!(!broken.text.is_empty()),
                }
            }
        }
    }

    #[test]
    fn any_input_survives_being_written(text in text()) {
        for format in FORMATS {
            let readings = split(format, text.as_bytes()).filter_map(Result::ok);
            let readings = readings.map(|piece| parse(format, &piece, &Context::default()));
            let records: Vec<_> = readings.filter_map(|reading| reading.record).collect();
            for (format, written) in [
                (Format::Ris, format::ris::write(&records)),
                (Format::Nbib, format::nbib::write(&records)),
            ] {
                let pieces: Vec<_> = split(format, written.text.as_bytes()).filter_map(Result::ok).collect();
                if written.losses.is_empty() {
                    prop_assert_eq!(pieces.len(), records.len());
                }
            }
        }
    }
}
