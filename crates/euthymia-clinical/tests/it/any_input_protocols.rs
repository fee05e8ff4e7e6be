//! No text breaks the readers of protocols.

use crate::files::{in_folder, text};
use euthymia_clinical::protocol::body::{
    Centimetres, Kilograms, Milligrams, MilligramsPerKilogram,
};
use euthymia_clinical::protocol::value::{Amount, What};
use euthymia_clinical::protocol::{Library, Protocol};
use proptest::prelude::*;

fn what() -> impl Strategy<Value = What> {
    prop::sample::select(What::ALL)
}

proptest! {
    #[test]
    fn any_input_of_a_value(what in what(), text in any::<String>()) {
        let _ = Amount::parse(what, &text);
    }

    #[test]
    fn any_input_like_a_value(what in what(), text in "[-–0-9., ]{0,6}( or | to |-|–|%|µ|é)?[-0-9.,]{0,4} ?(mg|kg|Hz|s|min|%|é)?") {
        if let Ok(Some(amount)) = Amount::parse(what, &text) {
            prop_assert!(amount.low() >= 0.0 && amount.low() <= amount.high());
            prop_assert!(amount.high().is_finite());
        }
    }

    #[test]
    fn any_input_of_a_quantity(text in any::<String>()) {
        let _ = Kilograms::parse(&text);
        let _ = Centimetres::parse(&text);
        let _ = Milligrams::parse(&text);
        let _ = MilligramsPerKilogram::parse(&text);
    }

    #[test]
    fn any_input_of_a_file(text in any::<String>()) {
        let _ = Protocol::parse(&text, "any");
    }

    #[test]
    fn a_shipped_file_with_a_piece_changed(at in 0_usize..40, from in 0_usize..4000, with in "[ -~é\n]{0,8}") {
        let files = in_folder("protocols", "toml");
        let whole = text(&files[at % files.len()]);
        let mut cut: Vec<char> = whole.chars().collect();
        let from = from % cut.len();
        let to = (from + with.len()).min(cut.len());
        cut.splice(from..to, with.chars());
        let changed: String = cut.into_iter().collect();
        let read = Library::bundled().read(&changed, "changed");
        if let Err(error) = read {
            let lines = changed.lines().count();
            prop_assert!(error.faults.iter().all(|fault| (1..=lines.max(1)).contains(&fault.line)));
        }
    }
}
