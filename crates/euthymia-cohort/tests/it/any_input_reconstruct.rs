//! Nothing panics and nothing wrong is shown, whatever is printed.

use euthymia_cohort::reconstruct::{
    Budget, Change, Frame, Moments, OneSample, PairedSamples, Printed, Rule, disagreement,
    one_sample, paired_samples,
};
use proptest::prelude::*;

const BUDGET: Budget = Budget {
    draws: 5,
    starts: 2,
    steps: 200,
    seed: 1,
};

fn printed() -> impl Strategy<Value = Printed> {
    let units = prop_oneof![0_i64..400, -1_000_000_000_i64..=1_000_000_000];
    (units, 0_u8..=6).prop_map(|(units, decimals)| Printed::new(units, decimals).unwrap())
}

fn moments() -> impl Strategy<Value = Moments> {
    let ends = (
        proptest::option::weighted(0.2, -20_i64..70),
        proptest::option::weighted(0.2, -20_i64..70),
    );
    let medians = proptest::option::weighted(0.3, printed());
    (printed(), proptest::option::of(printed()), medians, ends).prop_map(
        |(mean, sd, median, (minimum, maximum))| Moments {
            mean,
            sd,
            median,
            minimum,
            maximum,
        },
    )
}

fn rules() -> impl Strategy<Value = Vec<Rule>> {
    let names = ["<10", ">=20", "before>5 & <9", "decrease>=50pct", "<=-3"];
    let one = (0..names.len(), proptest::option::of(0_u32..30)).prop_map(move |(at, count)| {
        let count = count.map_or(String::new(), |count| format!(": {count}"));
        format!("{}{count}", names[at]).parse().unwrap()
    });
    proptest::collection::vec(one, 0..3)
}

fn change() -> impl Strategy<Value = Change> {
    let some = || proptest::option::weighted(0.3, printed());
    (
        some(),
        some(),
        some(),
        proptest::option::weighted(0.2, 0_u32..40),
        some(),
        some(),
        some(),
    )
        .prop_map(
            |(mean, sd, t, df, correlation, percent_mean, percent_sd)| Change {
                mean,
                sd,
                t,
                df,
                correlation,
                percent_mean,
                percent_sd,
            },
        )
}

fn frames() -> impl Strategy<Value = Frame> {
    let sizes = prop_oneof![2_u32..12, 2_u32..=3000];
    let ranges = prop_oneof![
        Just((0, 10)),
        Just((0, 60)),
        Just((-5, 5)),
        Just((3, 3)),
        Just((-1000, 1000))
    ];
    (sizes, ranges).prop_map(|(n, (lowest, highest))| Frame::new(n, lowest, highest).unwrap())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn one_sample_never_panics(frame in frames(), moments in moments(), rules in rules()) {
        let sample = OneSample { frame, moments, rules };
        if let Ok(answer) = one_sample(&sample, &BUDGET) {
            prop_assert!(answer.solutions.iter().all(|s| sample.fits(&s.values)));
            let _ = disagreement(&answer.solutions, &sample.rules);
        }
    }

    #[test]
    fn paired_samples_never_panic(
        frame in frames(),
        before in moments(),
        after in moments(),
        change in change(),
        rules in rules(),
    ) {
        let pairs = PairedSamples { frame, before, after, change, rules };
        if let Ok(answer) = paired_samples(&pairs, &BUDGET) {
            prop_assert!(answer.solutions.iter().all(|s| pairs.fits(&s.values, &s.after)));
        }
    }

    #[test]
    fn texts_are_read_or_refused(text in "\\PC{0,12}") {
        if let Ok(number) = text.parse::<Printed>() {
            let again: Printed = number.to_string().parse().unwrap();
            prop_assert_eq!(again, number);
        }
        let _ = text.parse::<Rule>();
    }
}

#[test]
fn limits_are_refused_with_the_limit() {
    assert!(
        Frame::new(1, 0, 60)
            .unwrap_err()
            .to_string()
            .contains("2 to 100000")
    );
    assert!(Frame::new(2, 5, 4).is_err());
    assert!("1e5".parse::<Printed>().is_err());
    assert!("1.0000000".parse::<Printed>().is_err());
    for text in [
        "<",
        "10",
        "<10: two",
        "decrease>=50",
        "<10.5: 2",
        "<10: 9,5%",
    ] {
        assert!(text.parse::<Rule>().is_err(), "{text}");
    }
}
