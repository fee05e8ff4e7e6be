//! Bytes at random, and files damaged at random: an answer or findings, never a panic.

use euthymia_table::ReadOptions;
use euthymia_workbook::redcap::Dictionary;
use euthymia_workbook::{FileOptions, read};
use proptest::prelude::*;

use crate::files::{GOOD, bytes};

/// Beginnings that lead to each of the readers.
const STARTS: [&[u8]; 5] = [
    b"$FL2",
    b"$FL3",
    b"HEADER RECORD*******LIBRARY HEADER RECORD!!!!!!!",
    b"PAR1",
    b"PK\x03\x04xl/",
];

fn survives(bytes: &[u8]) {
    match read(bytes, "a.bin", &FileOptions::default()) {
        Ok(file) => {
            assert!(file.table.row_count() > 0);
            for row in 0..file.table.row_count() {
                assert!(file.table.raw(row, file.table.column_count() - 1).is_some());
            }
        }
        Err(findings) => {
            assert!(!findings.is_empty());
            for finding in findings {
                assert!(!finding.to_string().contains('\n'));
            }
        }
    }
}

/// Which fixture, and what is done to it: bytes replaced, and where it is cut.
fn damage() -> impl Strategy<Value = (usize, Vec<(prop::sample::Index, u8)>, prop::sample::Index)> {
    let replaced = prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6);
    (0..GOOD.len(), replaced, any::<prop::sample::Index>())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn any_input_of_bytes_is_answered(
        start in 0..STARTS.len(),
        rest in prop::collection::vec(any::<u8>(), 0..600),
    ) {
        survives(&[STARTS[start], &rest].concat());
        survives(&rest);
    }

    #[test]
    fn any_input_of_a_damaged_file_is_answered((which, replaced, cut) in damage()) {
        let mut bytes = bytes(GOOD[which]);
        for (at, byte) in replaced {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        survives(&bytes);
        survives(&bytes[..cut.index(bytes.len())]);
    }

    /// Damage near the start, where the lengths and counts of our own readers are.
    #[test]
    fn any_input_of_a_damaged_head_is_answered(
        which in 8..GOOD.len(),
        replaced in prop::collection::vec((0..1200_usize, prop::sample::select(vec![0, 1, 0x7F, 0xFF, b'9'])), 1..5),
    ) {
        let mut bytes = bytes(GOOD[which]);
        for (at, byte) in replaced {
            if let Some(slot) = bytes.get_mut(at) {
                *slot = byte;
            }
        }
        survives(&bytes);
    }

    #[test]
    fn any_input_of_a_dictionary_is_answered(text in "[a-z_|,0-9\"\n \\-]{0,200}") {
        let options = ReadOptions::default();
        let header = "field_name,field_type,select_choices_or_calculations\n";
        let dictionary = Dictionary::read(format!("{header}{text}").as_bytes(), "d.csv", &options);
        let export = euthymia_table::read(text.as_bytes(), "e.csv", &options);
        if let (Ok(dictionary), Ok(export)) = (dictionary, export) {
            let check = dictionary.check(&export, 5);
            prop_assert!(check.findings.len() <= 7);
        }
    }
}
