//! Text in any encoding, through the public door.
#![allow(clippy::unwrap_used)]

use std::io::{self, Read};

use euthymia_table::Intake;
use proptest::prelude::*;

/// Hands out few bytes at a time.
struct Slow<'a>(&'a [u8], usize);

impl Read for Slow<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let count = self.1.min(out.len());
        self.0.read(&mut out[..count])
    }
}

/// The text, the encoding that was settled, and the lines that are in another.
fn text(bytes: &[u8], wanted: Option<&str>) -> (String, &'static str, Vec<u64>) {
    let mut intake = Intake::open(bytes, wanted).unwrap();
    let mut text = String::new();
    intake.read_to_string(&mut text).unwrap();
    (text, intake.encoding(), intake.odd_lines().to_vec())
}

fn utf_16(text: &str, to_bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(to_bytes).collect()
}

#[test]
fn utf_16_is_known_by_its_zeros_with_and_without_a_mark() {
    let file = "TY  - JOUR\nTI  - Étude\n";
    for (to_bytes, name) in [
        (u16::to_le_bytes as fn(u16) -> [u8; 2], "UTF-16LE"),
        (u16::to_be_bytes, "UTF-16BE"),
    ] {
        for mark in ["", "\u{feff}"] {
            let bytes = utf_16(&format!("{mark}{file}"), to_bytes);
            assert_eq!(text(&bytes, None), (file.to_owned(), name, Vec::new()));
        }
    }
}

#[test]
fn text_of_few_latin_letters_in_utf_16_needs_to_be_told() {
    let file = "難治性うつ病の治療法について";
    let bytes = utf_16(file, u16::to_le_bytes);
    assert_eq!(text(&bytes, Some("utf-16le")).0, file);
    let marked = utf_16(&format!("\u{feff}{file}"), u16::to_le_bytes);
    assert_eq!(text(&marked, None).0, file);
}

#[test]
fn a_few_zeros_make_no_utf_16() {
    let file = "TI  - One\0\nTI  - Two\n";
    assert_eq!(
        text(file.as_bytes(), None),
        (file.to_owned(), "UTF-8", Vec::new())
    );
}

#[test]
fn a_file_says_its_encoding_in_xml_and_bibtex() {
    let xml = b"<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><a>\xE9</a>";
    assert!(text(xml, None).0.ends_with("<a>é</a>"));
    let bib = b"% Encoding: windows-1251\n@book{a, title={\xC4\xE0}}\n";
    assert!(text(bib, None).0.ends_with("{Да}}\n"));
    // A file of bytes is no UTF-16, whatever it says.
    let wrong = "<?xml version=\"1.0\" encoding=\"UTF-16\"?><a>é</a>";
    let (read, name, _) = text(wrong.as_bytes(), None);
    assert_eq!((read.as_str(), name), (wrong, "UTF-8"));
}

#[test]
fn lines_in_another_encoding_are_read_and_told() {
    let bytes = b"one \xE9\ntwo \xC3\xA9\nthree \x80\n";
    let (read, name, odd) = text(bytes, None);
    assert_eq!(read, "one é\ntwo é\nthree €\n");
    assert_eq!((name, odd), ("UTF-8", vec![1, 3]));
    let gbk = b"\xC4\xE3\xBA\xC3\n";
    assert_eq!(text(gbk, Some("gbk")).0, "你好\n");
    assert!(Intake::open(&gbk[..], Some("nonsense")).is_err());
}

#[test]
fn a_line_without_an_end_is_read_whole() {
    let file = format!("TI  - {}é", "ä".repeat(3 << 20));
    assert_eq!(
        text(file.as_bytes(), None),
        (file.clone(), "UTF-8", Vec::new())
    );
}

#[test]
fn an_error_in_the_middle_is_an_error() {
    struct Breaks;
    impl Read for Breaks {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::Error::other("gone"))
        }
    }
    let start = "TI  - One\n".repeat(20_000);
    let mut intake = Intake::open(start.as_bytes().chain(Breaks), None).unwrap();
    let mut text = String::new();
    let error = intake.read_to_string(&mut text).unwrap_err();
    assert_eq!(error.to_string(), "gone");
}

proptest! {
    #[test]
    fn laws_utf_8_passes_as_it_is(text_in in "\\PC{0,80}(\n\\PC{0,20}){0,3}", step in 1_usize..9) {
        prop_assume!(!text_in.starts_with('\u{feff}') && !text_in.contains('\0'));
        prop_assume!(!text_in.starts_with("<?xml") && !text_in.contains('%'));
        let mut intake = Intake::open(Slow(text_in.as_bytes(), step), None).unwrap();
        let mut read = String::new();
        intake.read_to_string(&mut read).unwrap();
        prop_assert_eq!((read, intake.odd_count()), (text_in, 0));
    }

    #[test]
    fn laws_utf_16_reads_as_what_was_written(text_in in "[ -~]{4,60}\n[äéłЖ中ع]{0,9}") {
        prop_assert_eq!(text(&utf_16(&text_in, u16::to_le_bytes), None).0, text_in.clone());
        prop_assert_eq!(text(&utf_16(&text_in, u16::to_be_bytes), None).0, text_in);
    }

    #[test]
    fn any_input_is_text_and_lines_stay_lines(bytes in prop::collection::vec(any::<u8>(), 0..300), step in 1_usize..50) {
        let mut intake = Intake::open(Slow(&bytes, step), None).unwrap();
        let mut read = Vec::new();
        intake.read_to_end(&mut read).unwrap();
        prop_assert!(std::str::from_utf8(&read).is_ok());
        if intake.encoding() == "UTF-8" {
            let lines = |bytes: &[u8]| bytes.iter().filter(|byte| **byte == b'\n').count();
            prop_assert_eq!(lines(&read), lines(&bytes));
        }
        // What is read does not depend on how the bytes come in.
        prop_assert_eq!(text_bytes(&bytes), read);
    }
}

fn text_bytes(bytes: &[u8]) -> Vec<u8> {
    let mut read = Vec::new();
    Intake::open(bytes, None)
        .unwrap()
        .read_to_end(&mut read)
        .unwrap();
    read
}
