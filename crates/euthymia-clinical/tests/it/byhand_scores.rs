//! What follows from a total, by hand: bands between whole numbers, cut-offs, rules with gaps,
//! profiles.

use euthymia_clinical::answer::Answer::{self, CannotSay, No, Yes};
use euthymia_clinical::instrument::pack::Cutoff;
use euthymia_clinical::instrument::{Answers, bundled, score};

#[test]
fn a_total_between_two_bands_belongs_to_the_lower_one() {
    let bands = &bundled("madrs").unwrap().bands[0];
    for (total, expected) in [
        (0.0, Some("none")),
        (6.0, Some("none")),
        (6.5, Some("none")),
        (7.0, Some("mild")),
        (19.9, Some("mild")),
        (60.0, Some("severe")),
        (60.1, None),
        (-0.1, None),
        (f64::NAN, None),
    ] {
        assert_eq!(bands.band_of(total), expected, "{total}");
    }
}

#[test]
fn the_four_bounds_of_a_cut_off_differ_at_the_bound() {
    let open = Cutoff {
        at_least: None,
        ..bundled("phq9").unwrap().cutoffs[0].clone()
    };
    let at_least = Cutoff {
        at_least: Some(10.0),
        ..open.clone()
    };
    let at_most = Cutoff {
        at_most: Some(10.0),
        ..open.clone()
    };
    let above = Cutoff {
        above: Some(10.0),
        ..open.clone()
    };
    let below = Cutoff {
        below: Some(10.0),
        ..open
    };
    let met = |cutoff: &Cutoff| [9.0, 10.0, 11.0].map(|total| cutoff.met(total));
    assert_eq!(met(&at_least), [false, true, true]);
    assert_eq!(met(&at_most), [true, true, false]);
    assert_eq!(met(&above), [false, false, true]);
    assert_eq!(met(&below), [true, false, false]);
}

/// What the rule of the ASEX says: a total of 19, or one item of 5, or three items of 4.
fn dysfunction(answers: [Option<u8>; 5]) -> Answer {
    let asex = bundled("asex").unwrap();
    let sheet = answers.map(|answer| answer.map(f64::from)).to_vec();
    score(&Answers::new(asex, sheet).unwrap(), None).rules[0].1
}

#[test]
fn a_rule_is_answered_as_soon_as_the_answers_given_settle_it() {
    assert_eq!(dysfunction([Some(5), None, None, None, None]), Yes);
    assert_eq!(dysfunction([Some(4), Some(4), Some(4), None, None]), Yes);
    assert_eq!(
        dysfunction([Some(4), Some(4), None, Some(1), Some(1)]),
        CannotSay
    );
    assert_eq!(
        dysfunction([Some(1), Some(1), Some(1), Some(1), Some(1)]),
        No
    );
}

#[test]
fn a_profile_needs_every_answer() {
    let eq5d = bundled("eq5d5l").unwrap();
    let mut sheet: Vec<Option<f64>> = [1, 1, 2, 3, 1].map(|a| Some(f64::from(a))).to_vec();
    let profile = |sheet: &[Option<f64>]| {
        let answers = Answers::new(eq5d, sheet.to_vec()).unwrap();
        score(&answers, None).states[0].1.clone()
    };
    sheet.push(Some(70.0));
    assert_eq!(profile(&sheet).as_deref(), Some("11231"));
    sheet[2] = None;
    assert_eq!(profile(&sheet), None);
}

#[test]
fn one_of_two_answers_is_enough_where_the_form_asks_for_one() {
    let ids = bundled("ids_sr30").unwrap();
    let mut sheet = vec![Some(1.0); 30];
    sheet[10] = None; // item 11, less appetite; item 12 is answered
    sheet[11] = Some(3.0);
    let total = |sheet: &[Option<f64>]| {
        let answers = Answers::new(ids, sheet.to_vec()).unwrap();
        score(&answers, None).totals[0].computed
    };
    let computed = total(&sheet).unwrap();
    assert_eq!((computed.value, computed.prorated), (27.0 + 3.0, 0));
    sheet[11] = None;
    assert_eq!(total(&sheet), None);
}

#[test]
fn items_asked_but_not_scored_may_be_left_off() {
    let phq9 = bundled("phq9").unwrap();
    for length in [9, 10] {
        assert!(
            Answers::new(phq9, vec![Some(1.0); length]).is_ok(),
            "{length}"
        );
    }
    let answers = Answers::new(phq9, vec![Some(3.0); 10]).unwrap();
    assert_eq!(
        score(&answers, None).totals[0].computed.unwrap().value,
        27.0
    );
}

#[test]
fn a_missing_answer_to_the_suicide_item_is_not_hidden_by_a_prorated_total() {
    let phq9 = bundled("phq9").unwrap();
    let mut sheet = vec![Some(3.0); 9];
    sheet[8] = None;
    let answers = Answers::new(phq9, sheet).unwrap();
    let unasked = score(&answers, None);
    assert_eq!(unasked.totals[0].computed, None, "the rule is unverified");
    let scored = score(&answers, Some(7));
    assert_eq!(scored.totals[0].computed.unwrap().value, 24.0 / 8.0 * 9.0);
    assert_eq!(scored.totals[0].missing, ["9"]);
    assert_eq!(scored.suicide.unwrap().flagged, CannotSay);
}
