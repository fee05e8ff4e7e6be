//! A body weight is read in one way, wherever it is asked for.

use euthymia_app::pharmacokinetics::{self, Request};
use euthymia_app::protocol::{check, find};
use proptest::prelude::*;

/// What a course of concentrations says of a weight; `None` where it takes it.
fn by_pharmacokinetics(weight: &str) -> Option<String> {
    let request = Request {
        dose: Some("35mg".to_owned()),
        infuse: Some("40min".to_owned()),
        weight: Some(weight.to_owned()),
        ..Request::default()
    };
    let run = pharmacokinetics::run(&request);
    run.err().map(|error| error.to_string())
}

/// What the check of a protocol says of it.
fn by_protocol(weight: &str) -> Option<String> {
    let protocol = find("ketamine_iv_40min").expect("a bundled protocol");
    let asked = check::Asked {
        weight: Some(weight.to_owned()),
        ..check::Asked::default()
    };
    let checked = check::check(&protocol, &asked, None);
    checked.err().map(|error| error.to_string())
}

#[test]
fn byhand_the_range_of_a_weight_and_its_message_are_one() {
    for text in ["25 kg", "350kg", "154 lb", "70,5 kg"] {
        assert_eq!((by_pharmacokinetics(text), by_protocol(text)), (None, None));
    }
    for text in ["24.9 kg", "351 kg", "-70kg", "700 kg"] {
        let said = by_protocol(text).expect("refused");
        assert!(said.contains("--weight: "), "{said}");
        assert!(said.contains("from 25 to 350 kg is plausible"), "{said}");
        assert_eq!(by_pharmacokinetics(text), Some(said));
    }
    // A number alone is in kilograms for a course, and not enough for a dose.
    assert_eq!(by_pharmacokinetics("70"), None);
    assert_eq!(by_pharmacokinetics("24.9"), by_protocol("24.9 kg"));
    assert!(by_protocol("70").is_some());
}

proptest! {
    #[test]
    fn any_weight_with_a_unit_is_taken_by_both_or_by_none(text in "[-+]?[0-9.,]{1,6} ?(kg|lb|lbs|g|mg|stone|%|kgé)") {
        prop_assert_eq!(by_pharmacokinetics(&text), by_protocol(&text));
    }
}
