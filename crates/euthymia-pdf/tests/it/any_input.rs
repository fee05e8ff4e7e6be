//! No bytes make reading panic.

use euthymia_pdf::{flowing, read};
use proptest::prelude::*;

use crate::written::pages;

fn sample() -> Vec<u8> {
    pages(&[
        &["Ketamine by infusion", "for depression"],
        &["A second page"],
    ])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn any_input_is_a_document_or_an_error(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = read(&bytes);
        let marked = [b"%PDF-1.7\n".to_vec(), bytes].concat();
        let _ = read(&marked);
    }

    #[test]
    fn any_input_cut_short_is_a_document_or_an_error(share in 0.0..1.0_f64) {
        let file = sample();
        let end = (file.len() as f64 * share) as usize;
        let _ = read(&file[..end]);
    }

    #[test]
    fn any_input_with_changed_bytes_is_a_document_or_an_error(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..24)
    ) {
        let mut file = sample();
        for (at, byte) in changes {
            let at = at.index(file.len());
            file[at] = byte;
        }
        let _ = read(&file);
    }

    #[test]
    fn any_input_flows_in_one_line(text in "\\PC*(\n\\PC*){0,4}") {
        prop_assert!(!flowing(&text).contains('\n'));
    }
}
