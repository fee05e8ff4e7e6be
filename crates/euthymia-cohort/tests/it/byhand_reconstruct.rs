//! Printed summaries that a person can refute, or solve, with a pencil.

use euthymia_cohort::reconstruct::{
    About, Answer, Arithmetic, Budget, Change, Check, Count, Frame, How, Moments, OneSample,
    PairedSamples, Printed, Verdict, one_sample, paired_samples,
};

pub(crate) const BUDGET: Budget = Budget {
    draws: 1000,
    starts: 20,
    steps: 5000,
    seed: 1,
};

pub(crate) fn printed(text: &str) -> Printed {
    text.parse().unwrap()
}

pub(crate) fn sample(
    (n, lowest, highest): (u32, i64, i64),
    mean: &str,
    sd: Option<&str>,
    rules: &[&str],
) -> OneSample {
    OneSample {
        frame: Frame::new(n, lowest, highest).unwrap(),
        moments: Moments {
            sd: sd.map(printed),
            ..Moments::of_mean(printed(mean))
        },
        rules: rules.iter().map(|rule| rule.parse().unwrap()).collect(),
    }
}

fn answer(sample: &OneSample) -> Answer {
    one_sample(sample, &BUDGET).unwrap()
}

/// The only check that fails.
#[track_caller]
fn refuted_by(answer: &Answer) -> &Check {
    assert_eq!(answer.verdict(), Verdict::NoneExists);
    let failing: Vec<&Check> = answer.checks.iter().filter(|c| !c.holds).collect();
    assert_eq!(failing.len(), 1, "{failing:?}");
    failing[0]
}

#[test]
fn a_mean_that_no_whole_sum_has() {
    // 10 patients, mean 3.45: 34.45 to 34.55 holds no whole number (GRIM).
    let answer = answer(&sample((10, 1, 7), "3.45", None, &[]));
    let check = refuted_by(&answer);
    assert!(matches!(
        check.arithmetic,
        Arithmetic::Sum { sums: None, .. }
    ));
    assert_eq!(answer.how, How::Refuted);
}

#[test]
fn trailing_zeros_count() {
    // 3.5 with one decimal is 35/10; as 3.50 with 11 patients it is 38.445 to 38.555.
    let count = |n, mean| answer(&sample((n, 1, 7), mean, None, &[])).verdict();
    assert_eq!(count(10, "3.50"), Verdict::Found);
    assert_eq!(count(11, "3.5"), Verdict::Found);
    assert_eq!(count(11, "3.50"), Verdict::NoneExists);
}

#[test]
fn both_ends_of_the_rounding_interval_are_allowed() {
    // 1/8 = 0.125 prints as 0.13 (half away from zero) or 0.12 (half to even).
    for mean in ["0.12", "0.13"] {
        let answer = answer(&sample((8, 0, 1), mean, None, &[]));
        assert_eq!(answer.how, How::Counted(Count::Exactly(1)), "{mean}");
    }
    assert_eq!(
        answer(&sample((8, 0, 1), "0.14", None, &[])).verdict(),
        Verdict::NoneExists
    );
}

#[test]
fn a_standard_deviation_of_the_wrong_parity() {
    // n = 18, mean 3.44: S = 62. SD 2.47: Q = 17 s² + 62²/18 for s from 2.465 to 2.475 is 316.85 to
    // 317.69; 317 is odd, but 62 is even (GRIMMER).
    let answer = answer(&sample((18, 0, 20), "3.44", Some("2.47"), &[]));
    let Arithmetic::Squares { at, .. } = &refuted_by(&answer).arithmetic else {
        panic!("{:?}", answer.checks);
    };
    assert_eq!((at.len(), at[0].sum, at[0].fitting), (1, 62, None));
    let (lower, upper) = (at[0].asked.0.unwrap(), at[0].asked.1.unwrap());
    let expected = |s: f64| 17.0 * s * s + 62.0 * 62.0 / 18.0;
    assert!((lower - expected(2.465)).abs() < 1e-9 && (upper - expected(2.475)).abs() < 1e-9);
}

#[test]
fn a_standard_deviation_beyond_the_range() {
    // Half at 1 and half at 5 is the widest: variance 4 · 10/9, SD 2.11.
    let with = |sd| answer(&sample((10, 1, 5), "3.00", Some(sd), &[]));
    assert_eq!(with("2.11").how, How::Counted(Count::Exactly(1)));
    assert_eq!(
        with("2.11").solutions[0].values,
        [1, 1, 1, 1, 1, 5, 5, 5, 5, 5]
    );
    let with = with("2.30");
    assert!(matches!(
        refuted_by(&with).arithmetic,
        Arithmetic::Squares { .. }
    ));
}

#[test]
fn values_of_nought_and_one_have_one_standard_deviation() {
    // 7 of 20: mean 0.35, V = 20·7 − 49 = 91, SD √(91/380) = 0.489 (DEBIT).
    let count = |sd| answer(&sample((20, 0, 1), "0.35", Some(sd), &[])).verdict();
    assert_eq!(count("0.49"), Verdict::Found);
    assert_eq!(count("0.48"), Verdict::NoneExists);
    assert_eq!(count("0.50"), Verdict::NoneExists);
}

#[test]
fn every_solution_is_counted_once() {
    // Three numbers from 0 to 4 with sum 6: 0 2 4, 0 3 3, 1 1 4, 1 2 3, 2 2 2.
    let all = answer(&sample((3, 0, 4), "2.00", None, &[]));
    assert_eq!(all.how, How::Counted(Count::Exactly(5)));
    assert!(all.is_complete());
    let mut found: Vec<Vec<i64>> = all.solutions.into_iter().map(|s| s.values).collect();
    found.sort();
    let expected = [[0, 2, 4], [0, 3, 3], [1, 1, 4], [1, 2, 3], [2, 2, 2]];
    assert_eq!(found, expected);
    // Two of them have one value below 2 and none is 4.
    let some = answer(&sample((3, 0, 3), "2.00", None, &["<2: 1"]));
    assert_eq!(some.how, How::Counted(Count::Exactly(2)));
}

#[test]
fn a_median_between_two_middle_values() {
    // Four numbers from 0 to 3 with sum 6 and middle values adding up to 3, in order:
    // 0 0 3 3, 0 1 2 3, 1 1 2 2.
    let mut asked = sample((4, 0, 3), "1.50", None, &[]);
    asked.moments.median = Some(printed("1.5"));
    let answer = answer(&asked);
    assert_eq!(answer.how, How::Counted(Count::Exactly(3)));
    assert!(answer.solutions.iter().all(|s| asked.fits(&s.values)));
}

#[test]
fn a_percentage_that_no_count_has() {
    // 4/21 = 19.05 %, 5/21 = 23.81 %: 20.0 % is neither.
    let with = |rule| answer(&sample((21, 0, 60), "18.6", None, &[rule]));
    assert_eq!(with("<10: 9.5%").verdict(), Verdict::Found);
    let none = with("<10: 20.0%");
    let failing: Vec<&Check> = none.checks.iter().filter(|c| !c.holds).collect();
    assert_eq!(failing[0].about, About::Counts);
    assert_eq!(none.verdict(), Verdict::NoneExists);
}

fn pairs(change: Change, rules: &[&str]) -> PairedSamples {
    let side = |mean, sd| Moments {
        sd: Some(printed(sd)),
        ..Moments::of_mean(printed(mean))
    };
    PairedSamples {
        frame: Frame::new(4, 0, 20).unwrap(),
        before: side("10.50", "1.29"),
        after: side("8.00", "0.82"),
        change,
        rules: rules.iter().map(|rule| rule.parse().unwrap()).collect(),
    }
}

#[test]
fn a_t_that_fits_its_change() {
    // Before 9 10 11 12, after 8 8 9 7: differences 1 2 2 5, mean 5/2, V = 4·34 − 100 = 36,
    // t = √(3 · 100/36) = 2.887.
    let t = |t| Change {
        t: Some(printed(t)),
        df: Some(3),
        ..Change::default()
    };
    let found = paired_samples(&pairs(t("2.887"), &[]), &BUDGET).unwrap();
    assert_eq!(found.verdict(), Verdict::Found);
    assert!(pairs(t("2.887"), &[]).fits(&[9, 10, 11, 12], &[8, 8, 9, 7]));
    assert!(pairs(t("-2.887"), &[]).fits(&[9, 10, 11, 12], &[8, 8, 9, 7]));
    // t = 2.95 asks for V = 3 · 100/t² from 34.36 to 34.59 and Q = (V + 100)/4 from 33.59 to 33.65.
    let none = paired_samples(&pairs(t("2.95"), &[]), &BUDGET).unwrap();
    assert!(matches!(
        refuted_by(&none).arithmetic,
        Arithmetic::ChangeSquares { .. }
    ));
}

#[test]
fn degrees_of_freedom_of_another_test() {
    let change = Change {
        df: Some(6),
        ..Change::default()
    };
    let none = paired_samples(&pairs(change, &[]), &BUDGET).unwrap();
    assert_eq!(
        refuted_by(&none).arithmetic,
        Arithmetic::DegreesOfFreedom { n: 4, df: 6 }
    );
}

#[test]
fn a_spread_of_change_beyond_cauchy_and_schwarz() {
    // SDs 1.29 and 0.82 allow a change with an SD of at most their sum, 2.11.
    let sd = |sd| Change {
        sd: Some(printed(sd)),
        ..Change::default()
    };
    let none = paired_samples(&pairs(sd("2.38"), &[]), &BUDGET).unwrap();
    assert!(matches!(
        refuted_by(&none).arithmetic,
        Arithmetic::Products {
            example: None,
            all_tried: true,
            ..
        }
    ));
    let found = paired_samples(&pairs(sd("1.73"), &[]), &BUDGET).unwrap();
    assert_eq!(found.verdict(), Verdict::Found);
}

#[test]
fn more_patients_under_the_stricter_rule() {
    let none = paired_samples(
        &pairs(
            Change::default(),
            &["decrease>=50pct: 1", "decrease>=50pct & <10: 2"],
        ),
        &BUDGET,
    );
    assert!(matches!(
        refuted_by(&none.unwrap()).arithmetic,
        Arithmetic::Nested { .. }
    ));
}

#[test]
fn a_failed_search_is_no_proof() {
    // Nobody halves from 9 to 8 or the like, but no check looks at that: the search alone fails.
    let asked = pairs(Change::default(), &["decrease>=50pct: 4"]);
    let answer = paired_samples(&asked, &BUDGET).unwrap();
    assert_eq!(answer.verdict(), Verdict::NotFound);
    assert_eq!(
        answer.how,
        How::Searched {
            starts: 20,
            steps: 5000,
            succeeded: 0
        }
    );
}
