//! What is particular to SPSS files: labels, codes declared missing, long texts, byte order.

use crate::files::{bytes, column, file, notes, refusal};

/// The three compressions of one file of PSPP, whose script is beside it.
const PSPP: [&str; 3] = ["pspp_raw.sav", "pspp_coded.sav", "pspp_zlib.zsav"];

#[test]
fn agrees_with_pspp_in_every_compression() {
    let remark = format!("a{}c{}e", "b".repeat(253), "d".repeat(44));
    for name in PSPP {
        let found = file(name);
        for (wanted, cells) in [
            ("visited", ["2024-01-01", "2024-02-29", ""]),
            ("left", ["26:03:04", "", "00:00:00"]),
            ("seen", ["2024-01-01T09:30:00", "", "1582-10-15"]),
            ("score", ["27.5", "0.1", ""]),
            ("items", ["", "", "120"]),
            ("remark", [&remark, &remark, &remark]),
            ("grade", ["mild", "severe", ""]),
        ] {
            assert_eq!(column(&found.table, wanted), cells, "{name}, {wanted}");
        }
        let shown: Vec<String> = notes(&found.table);
        let wanted = [
            "column \"items\": note: cells with a code declared missing (lowest to -90, -9), read \
             as missing: 2.",
            "column \"grade\": note: cells with a code declared missing (\"unknown\"), read as \
             missing: 1.",
            "column \"items\": warning: the file counts its cases with this weight; here every row \
             counts once.",
        ];
        assert_eq!(shown, wanted.map(|note| format!("{name}, {note}")));
    }
}

#[test]
fn agrees_with_pspp_and_haven_on_labels() {
    for name in PSPP {
        let columns = file(name).columns;
        assert_eq!(
            columns[4].label.as_deref(),
            Some("Total at the first visit")
        );
        assert_eq!(columns[5].label_of("-9"), Some("refused"), "{name}");
        assert_eq!(columns[5].missing, ["lowest to -90", "-9"]);
        assert_eq!(columns[7].label_of("mild"), Some("not ill"));
    }
    for name in ["haven.sav", "haven_byte.sav", "haven.zsav"] {
        let found = file(name);
        let response = &found.columns[4];
        assert_eq!(response.label.as_deref(), Some("Fell by half"));
        assert_eq!(response.label_of("1"), Some("yes"));
        assert_eq!(response.missing, ["-9"]);
        assert_eq!(column(&found.table, "response"), ["0", "1", ""]);
        assert_eq!(
            column(&found.table, "visited"),
            ["2024-01-01", "", "1959-12-31"]
        );
        assert_eq!(
            column(&found.table, "seen_at"),
            ["2024-01-01T09:30:00", "2024-02-29", ""]
        );
    }
}

/// An SPSS file from its parts, in either byte order: head, records, cases without compression.
struct Written {
    bytes: Vec<u8>,
    big_endian: bool,
}

impl Written {
    fn new(big_endian: bool, cases: i32) -> Self {
        let mut file = Self {
            bytes: b"$FL2".to_vec(),
            big_endian,
        };
        file.text("by hand", 60);
        for whole in [2, 1, 0, 0, cases] {
            file.whole(whole);
        }
        file.number(100.0);
        file.text("", 84);
        file
    }

    fn whole(&mut self, value: i32) {
        self.bytes.extend(match self.big_endian {
            true => value.to_be_bytes(),
            false => value.to_le_bytes(),
        });
    }

    fn number(&mut self, value: f64) {
        self.bytes.extend(match self.big_endian {
            true => value.to_be_bytes(),
            false => value.to_le_bytes(),
        });
    }

    fn text(&mut self, text: &str, width: usize) {
        self.bytes.extend(format!("{text:<width$}").bytes());
    }

    fn variable(&mut self, width: i32, name: &str) {
        for whole in [2, width, 0, 0, 0x05_08_02, 0x05_08_02] {
            self.whole(whole);
        }
        self.text(name, 8);
    }

    fn end(&mut self) {
        self.whole(999);
        self.whole(0);
    }
}

#[test]
fn byhand_both_byte_orders_are_read() {
    for big_endian in [false, true] {
        let mut written = Written::new(big_endian, 2);
        written.variable(0, "SCORE");
        written.variable(5, "SITE");
        written.end();
        for (score, site) in [(27.5, "Bern"), (-f64::MAX, "Chur")] {
            written.number(score);
            written.text(site, 8);
        }
        let found = euthymia_workbook::read(&written.bytes, "a.sav", &Default::default()).unwrap();
        assert_eq!(column(&found.table, "SCORE"), ["27.5", ""]);
        assert_eq!(column(&found.table, "SITE"), ["Bern", "Chur"]);
        assert_eq!(found.table.line(1), Some(2));
    }
}

#[test]
fn byhand_missing_cases_and_bad_text_are_told() {
    let mut written = Written::new(false, 3);
    written.variable(4, "SITE");
    written.end();
    written.text("Bern", 8);
    assert_eq!(
        refusal(&written.bytes, "a.sav"),
        ["a.sav: the SPSS file is cut short: it says 3 cases, and has 1. Copy it again."]
    );
    let mut written = Written::new(false, 1);
    written.variable(4, "SITE");
    written.end();
    written.bytes.extend(b"Z\xFCri    ");
    let said = refusal(&written.bytes, "a.sav");
    assert!(
        said[0].starts_with("a.sav, row 1, column \"SITE\": the text is not valid UTF-8"),
        "{said:?}"
    );
}

#[test]
fn a_text_that_continues_in_nothing_is_refused() {
    let mut written = Written::new(false, 1);
    written.variable(200, "LONG");
    written.end();
    let said = refusal(&written.bytes, "a.sav");
    assert!(said[0].contains("cut short or damaged"), "{said:?}");
    assert!(refusal(&bytes("pspp_raw.sav")[..100], "a.sav")[0].contains("cut short"));
}
