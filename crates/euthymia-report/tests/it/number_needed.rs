//! Laws of the number needed to treat.

use euthymia_report::number_needed::{Event, number_needed};
use euthymia_report::words::Shown;
use euthymia_synthesis::pairwise::Bounds;
use proptest::prelude::*;

fn shown(estimate: f64, lower: f64, upper: f64) -> Shown {
    Shown {
        estimate,
        bounds: Bounds { lower, upper },
    }
}

/// A printed number needed, taken apart: its name, its value, the whole number.
#[track_caller]
fn parts(text: &str) -> (&str, f64, f64) {
    let (head, _) = text.split_once(" [").unwrap_or((text, ""));
    let (left, whole) = head.split_once(" → ").unwrap_or_else(|| panic!("{text}"));
    let (name, value) = left.split_once(' ').unwrap_or_else(|| panic!("{text}"));
    let number = |part: &str| {
        let digits: String = part
            .chars()
            .filter(|c| c.is_ascii_digit() || *c == '.')
            .collect();
        digits
            .parse()
            .unwrap_or_else(|_| panic!("{part} in {text}"))
    };
    (name, number(value), number(whole))
}

#[test]
fn worked_examples() {
    // 54/112 against 33/109: difference 0.1794, 1/0.1794 = 5.57.
    let difference = 54.0 / 112.0 - 33.0 / 109.0;
    let text = number_needed(&shown(difference, 0.052, 0.307), Event::Benefit);
    let (name, value, whole) = parts(&text);
    assert_eq!((name, whole), ("NNTB", 6.0));
    assert!((value - 5.57).abs() < 0.051, "{text}");
    assert!(text.ends_with("[3.3, 19.2]"), "{text}");
}

#[test]
fn no_difference_has_no_number() {
    assert_eq!(
        number_needed(&shown(0.0, -0.1, 0.1), Event::Benefit),
        "no difference: infinite"
    );
    assert_eq!(
        number_needed(&shown(0.0, 0.0, 0.0), Event::Harm),
        "no difference: infinite"
    );
}

#[test]
fn a_limit_at_zero_is_infinite() {
    let text = number_needed(&shown(0.1, 0.0, 0.2), Event::Benefit);
    assert!(text.ends_with("[5.0, ∞]"), "{text}");
    let text = number_needed(&shown(-0.1, -0.2, 0.0), Event::Harm);
    assert!(
        text.starts_with("NNTB") && text.ends_with("[5.0, ∞]"),
        "{text}"
    );
}

#[test]
fn a_difference_of_everything_is_one() {
    for event in [Event::Benefit, Event::Harm] {
        let (_, value, whole) = parts(&number_needed(&shown(1.0, 0.9, 1.0), event));
        assert_eq!((value, whole), (1.0, 1.0));
    }
}

fn difference() -> impl Strategy<Value = (f64, f64, f64)> {
    // Wald limits may lie beyond one.
    (-1.0..1.0_f64, 0.0..0.8_f64, 0.0..0.8_f64)
        .prop_filter("a difference", |(d, _, _)| d.abs() > 1e-3)
        .prop_map(|(d, below, above)| (d, d - below, d + above))
}

proptest! {
    #[test]
    fn the_sign_and_the_event_give_the_name((d, lower, upper) in difference()) {
        let of = |event| parts(&number_needed(&shown(d, lower, upper), event)).0.to_owned();
        prop_assert_eq!(of(Event::Benefit), if d > 0.0 { "NNTB" } else { "NNTH" });
        prop_assert_eq!(of(Event::Harm), if d > 0.0 { "NNTH" } else { "NNTB" });
    }

    #[test]
    fn turning_the_difference_around_turns_the_event_around((d, lower, upper) in difference()) {
        prop_assert_eq!(
            number_needed(&shown(d, lower, upper), Event::Benefit),
            number_needed(&shown(-d, -upper, -lower), Event::Harm)
        );
    }

    #[test]
    fn never_below_one_and_rounded_against_the_treatment((d, lower, upper) in difference()) {
        for event in [Event::Benefit, Event::Harm] {
            let text = number_needed(&shown(d, lower, upper), event);
            let (name, _, whole) = parts(&text);
            let exact = 1.0 / d.abs();
            prop_assert!(whole >= 1.0, "{}", text);
            if name == "NNTB" {
                prop_assert!(whole >= exact - 1e-9 && whole < exact + 1.0, "{} of {}", text, exact);
            } else {
                prop_assert!(whole <= exact + 1e-9 && whole > exact - 1.0, "{} of {}", text, exact);
            }
        }
    }

    #[test]
    fn an_interval_over_zero_runs_through_infinity((d, lower, upper) in difference()) {
        let text = number_needed(&shown(d, lower, upper), Event::Benefit);
        let through = lower < 0.0 && upper > 0.0;
        prop_assert_eq!(text.contains("… ∞ …"), through, "{}", text);
        if through {
            let (_, limits) = text.split_once(" [").expect("limits");
            prop_assert!(limits.contains("NNTB") && limits.contains("NNTH"), "{}", text);
            // The end on the estimate's own side comes first.
            prop_assert!(limits.starts_with(parts(&text).0), "{}", text);
        } else {
            let (_, limits) = text.split_once(" [").expect("limits");
            let ends: Vec<f64> = limits
                .trim_end_matches(']')
                .split(", ")
                .map(|end| end.replace([',', '\u{a0}', '\u{202f}'], "").parse().expect("a number"))
                .collect();
            prop_assert!(ends[0] <= ends[1] && ends[0] >= 1.0, "{}", text);
        }
    }
}
