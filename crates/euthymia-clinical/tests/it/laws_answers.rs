//! Laws of answers in three values, and that no text makes a reader panic.

use euthymia_clinical::answer::Answer::{self, CannotSay, No, Yes};
use euthymia_clinical::dose::MgPerDay;
use euthymia_clinical::instrument::wording::Wording;
use euthymia_clinical::instrument::{Answers, Pack, bundled, score};
use proptest::prelude::*;

fn answer() -> impl Strategy<Value = Answer> {
    prop_oneof![Just(Yes), Just(No), Just(CannotSay)]
}

fn answers() -> impl Strategy<Value = Vec<Answer>> {
    proptest::collection::vec(answer(), 0..8)
}

/// Every way to fill the gaps with yes and no.
fn completions(answers: &[Answer]) -> Vec<Vec<Answer>> {
    answers.iter().fold(vec![Vec::new()], |so_far, next| {
        let choices = if *next == CannotSay {
            vec![Yes, No]
        } else {
            vec![*next]
        };
        let extended = so_far.iter().flat_map(|begun| {
            choices
                .iter()
                .map(move |choice| [begun.as_slice(), &[*choice]].concat())
        });
        extended.collect()
    })
}

/// What a question answered in two values says over all completions.
fn over_completions(answers: &[Answer], question: impl Fn(&[Answer]) -> bool) -> Answer {
    let found: Vec<bool> = completions(answers)
        .iter()
        .map(|full| question(full))
        .collect();
    match (found.iter().all(|yes| *yes), found.iter().any(|yes| *yes)) {
        (true, _) => Yes,
        (_, false) => No,
        _ => CannotSay,
    }
}

fn yeses(answers: &[Answer]) -> usize {
    answers.iter().filter(|answer| **answer == Yes).count()
}

proptest! {
    #[test]
    fn a_conjunction_denied_is_the_disjunction_of_the_denied(given in answers()) {
        let denied = || given.iter().map(|answer| answer.not());
        prop_assert_eq!(Answer::all(given.clone()).not(), Answer::any(denied()));
        prop_assert_eq!(Answer::any(given.clone()).not(), Answer::all(denied()));
    }

    #[test]
    fn connectives_say_what_all_completions_agree_on(given in answers()) {
        let all = over_completions(&given, |full| yeses(full) == full.len());
        let any = over_completions(&given, |full| yeses(full) > 0);
        prop_assert_eq!(Answer::all(given.clone()), all);
        prop_assert_eq!(Answer::any(given.clone()), any);
    }

    #[test]
    fn counts_say_what_all_completions_agree_on(given in answers(), count in 0_usize..10) {
        let at_least = over_completions(&given, |full| yeses(full) >= count);
        let at_most = over_completions(&given, |full| yeses(full) <= count);
        prop_assert_eq!(Answer::at_least(count, given.clone()), at_least);
        prop_assert_eq!(Answer::at_most(count, given.clone()), at_most);
        let found: Vec<usize> = completions(&given).iter().map(|full| yeses(full)).collect();
        let ends = (*found.iter().min().unwrap(), *found.iter().max().unwrap());
        prop_assert_eq!(Answer::range(given.clone()), ends);
    }

    #[test]
    fn the_order_of_answers_does_not_matter(
        (given, shuffled) in answers().prop_flat_map(|given| {
            (Just(given.clone()), Just(given).prop_shuffle())
        }),
        count in 0_usize..10,
    ) {
        prop_assert_eq!(Answer::all(given.clone()), Answer::all(shuffled.clone()));
        prop_assert_eq!(Answer::at_least(count, given), Answer::at_least(count, shuffled));
    }

    #[test]
    fn denying_twice_changes_nothing(given in answer()) {
        prop_assert_eq!(given.not().not(), given);
        prop_assert_eq!(Answer::all([given]), given);
        prop_assert_eq!(Answer::any([given]), given);
    }

    #[test]
    fn no_text_makes_a_dose_that_is_not_above_zero(text in any_dose()) {
        if let Ok(dose) = MgPerDay::parse(&text) {
            prop_assert!(dose.value() > 0.0 && dose.value().is_finite());
        }
    }

    #[test]
    fn a_dose_that_was_printed_is_read_back(milligrams in 1e-3_f64..1e6) {
        let dose = MgPerDay::new(milligrams).unwrap();
        prop_assert_eq!(MgPerDay::parse(&dose.to_string()), Ok(dose));
        prop_assert_eq!(MgPerDay::parse(&format!("{milligrams} mg")), Ok(dose));
    }

    #[test]
    fn an_amount_without_a_unit_is_never_a_dose(milligrams in 1_u32..10_000) {
        for text in [milligrams.to_string(), format!("{milligrams} mg/kg")] {
            prop_assert!(MgPerDay::parse(&text).is_err());
        }
    }

    #[test]
    fn no_text_makes_the_pack_reader_panic(text in any_text()) {
        prop_assert!(Pack::parse(&text, "any").is_err());
    }

    #[test]
    fn no_text_makes_the_wording_reader_panic(text in any_text()) {
        prop_assert!(Wording::parse(&text, "any").is_err());
    }

    #[test]
    fn a_damaged_pack_is_refused_or_can_be_scored(text in damaged(phq9())) {
        if let Ok(pack) = Pack::parse(&text, "damaged") {
            let lowest = pack.items.iter().map(|item| Some(f64::from(item.minimum))).collect();
            let answers = Answers::new(&pack, lowest).unwrap();
            let none = vec![None; pack.items.len()];
            for answers in [answers, Answers::new(&pack, none).unwrap()] {
                prop_assert_eq!(score(&answers, Some(0)).totals.len(), pack.totals.len());
            }
        }
    }

    #[test]
    fn a_damaged_wording_is_refused_or_fits_or_says_why_not(text in damaged(wording())) {
        if let Ok(wording) = Wording::parse(&text, "damaged")
            && let Err(error) = wording.applied_to(bundled("moaas").unwrap())
        {
            prop_assert!(!error.problems.is_empty());
        }
    }
}

#[test]
fn units_of_a_dose_are_powers_of_ten() {
    let read = |text| MgPerDay::parse(text).map(MgPerDay::value);
    assert_eq!(read("0.15 g"), Ok(150.0));
    assert_eq!(read("1g/day"), Ok(1000.0));
    assert_eq!(read("62,5 mg daily"), Ok(62.5));
    assert_eq!(read("6 mg/24 h"), Ok(6.0));
    for text in ["500 µg", "500 mcg/d", "500 ug per day"] {
        assert_eq!(read(text), Ok(0.5), "{text}");
    }
    for text in [
        "50 mg twice daily",
        "5 ml",
        "50 mg/week",
        "-50 mg",
        "1e3 mg",
        "mg",
        "",
    ] {
        assert!(MgPerDay::parse(text).is_err(), "{text}");
    }
}

/// Any text, and text of the signs that TOML is made of.
fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![".*", "[\\[\\]=\"'{}a-z0-9.,#\n ]{0,60}"]
}

/// Any text, and text that is nearly a dose.
fn any_dose() -> impl Strategy<Value = String> {
    prop_oneof![
        ".*",
        "[0-9.,]{0,6} ?(mg|g|µg|mcg|µ)?(/d|/day|/24h| daily|/kg)?",
        "[-+0-9eE.,infNa]{0,8} mg",
    ]
}

fn phq9() -> String {
    crate::files::text("instruments/phq9.toml")
}

fn wording() -> String {
    "schema = \"euthymia.wording.v1\"\ninstrument = \"moaas\"\nlanguage = \"en\"\n\
     permission = \"a licence\"\n[[item]]\nid = \"1\"\ntext = \"text\"\n\
     options = [{ value = 0, text = \"none\" }]\n"
        .to_owned()
}

/// A file with a line left out, doubled, or cut off, or a number in it changed.
fn damaged(text: String) -> impl Strategy<Value = String> {
    let lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let count = lines.len();
    (
        0..count,
        0..5_usize,
        any::<prop::sample::Index>(),
        0_u32..200,
    )
        .prop_map(move |(at, how, cut, number)| {
            let mut lines = lines.clone();
            let line = lines[at].clone();
            match how {
                0 => drop(lines.remove(at)),
                1 => lines.insert(at, line),
                2 => {
                    lines[at] = line
                        .chars()
                        .take(cut.index(line.chars().count() + 1))
                        .collect()
                }
                3 => lines[at] = line.replace(|c: char| c.is_ascii_digit(), &number.to_string()),
                _ => lines.truncate(at),
            }
            lines.join("\n")
        })
}
