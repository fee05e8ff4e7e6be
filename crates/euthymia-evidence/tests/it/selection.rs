//! What a selection answers, what it leaves out, and that it says why.

use crate::small::{Cell, Small};
use euthymia_clinical::outcome::Outcome;
use euthymia_clinical::treatment::ReportGroup;
use euthymia_evidence::EvidenceBase;
use euthymia_evidence::arm::Arm;
use euthymia_evidence::mark::{Admitted, Verification};
use euthymia_evidence::outcome_row::OutcomeRow;
use euthymia_evidence::select::{
    Reason, Selected, Selection, TimeWindow, asked_for, select, select_arms,
};
use euthymia_evidence::study::FailedTrials;
use std::collections::BTreeSet;

fn response() -> Selection {
    Selection::of(Outcome::response(), Vec::new())
}

/// The answers as `study/arm:day`, `study/arm:-` without a day.
fn answers(selected: &Selected<'_>) -> Vec<String> {
    let day = |row: &OutcomeRow| row.time_days.map_or("-".to_owned(), |day| day.to_string());
    (selected.answers.iter())
        .map(|a| format!("{}/{}:{}", a.study.id, a.arm.id, day(a.row)))
        .collect()
}

/// The exclusions as `study/arm` and the reason.
fn exclusions(selected: &Selected<'_>) -> Vec<(String, Reason)> {
    (selected.exclusions.iter())
        .map(|e| (format!("{}/{}", e.study.id, e.arm.id), e.reason.clone()))
        .collect()
}

/// One study with one arm and one response row with these cells.
fn one_row(cells: &[Cell<'_>]) -> EvidenceBase {
    Small::new()
        .study("a", &[])
        .arm("a", "x", &[])
        .outcome("a", "x", cells)
        .load()
}

/// The reason for which the only row of a base is left out; `None` when it answers.
#[track_caller]
fn reason(base: &EvidenceBase, selection: &Selection) -> Option<Reason> {
    let selected = select(base, selection);
    assert_eq!(selected.answers.len() + selected.exclusions.len(), 1);
    selected.exclusions.first().map(|e| e.reason.clone())
}

/// An arm that stands as a control of its study.
fn is_control(arm: &Arm) -> bool {
    arm.role == euthymia_evidence::arm::Role::Control
}

#[test]
fn only_what_was_read_answers_unless_asked_otherwise() {
    use Verification::{Computed, ComputedNNotSeen, Recalled, Seen};
    let with = |n_not_seen, recalled| Admitted {
        n_not_seen,
        recalled,
    };
    let choices = [
        (with(false, false), vec![Seen, Computed]),
        (with(true, false), vec![Seen, Computed, ComputedNNotSeen]),
        (with(false, true), vec![Seen, Computed, Recalled]),
        (
            with(true, true),
            vec![Seen, Computed, ComputedNNotSeen, Recalled],
        ),
    ];
    for mark in Verification::ALL.iter().copied() {
        let provenance = if mark == Recalled {
            "unverified"
        } else {
            "abstract"
        };
        let base = one_row(&[("verification", mark.id()), ("provenance", provenance)]);
        let strict = (!matches!(mark, Seen | Computed)).then_some(Reason::Mark(mark));
        assert_eq!(reason(&base, &response()), strict, "{mark}");
        for (admitted, marks) in &choices {
            let selection = Selection {
                admitted: *admitted,
                ..response()
            };
            let expected = (!marks.contains(&mark)).then_some(Reason::Mark(mark));
            assert_eq!(reason(&base, &selection), expected, "{mark} {admitted:?}");
        }
    }
}

#[test]
fn a_window_holds_both_its_ends() {
    let window = |from, to, unstated| Selection {
        window: Some(TimeWindow { from, to, unstated }),
        ..response()
    };
    let base = one_row(&[("time_days", "28")]);
    for (from, to) in [(28.0, 28.0), (1.0, 28.0), (28.0, 84.0), (1.0, 84.0)] {
        assert_eq!(reason(&base, &window(from, to, false)), None, "{from} {to}");
    }
    for (from, to) in [(1.0, 27.9), (28.1, 84.0), (84.0, 1.0)] {
        let outside = Some(Reason::Time(Some(28.0)));
        assert_eq!(
            reason(&base, &window(from, to, true)),
            outside,
            "{from} {to}"
        );
    }
    assert_eq!(reason(&base, &response()), None);
}

#[test]
fn a_day_that_is_not_stated_is_in_a_window_only_after_the_course_and_only_when_asked() {
    let window = |unstated| Selection {
        window: Some(TimeWindow {
            from: 1.0,
            to: 84.0,
            unstated,
        }),
        ..response()
    };
    for (time_point, after_course) in [
        ("end_of_course", true),
        ("post_course_unstated", true),
        ("follow_up", false),
        ("any_time", false),
        ("", false),
    ] {
        let base = one_row(&[("time_days", ""), ("time_point", time_point)]);
        let unknown = Some(Reason::Time(None));
        assert_eq!(reason(&base, &window(false)), unknown, "{time_point}");
        let expected = if after_course { None } else { unknown };
        assert_eq!(reason(&base, &window(true)), expected, "{time_point}");
        assert_eq!(reason(&base, &response()), None, "any time: {time_point}");
    }
}

#[test]
fn a_crossover_answers_only_when_admitted() {
    let base = Small::new()
        .study("a", &[])
        .arm("a", "x", &[("allocation", "randomised_crossover")])
        .outcome("a", "x", &[])
        .load();
    assert_eq!(reason(&base, &response()), Some(Reason::Crossover));
    let admitted = Selection {
        crossover: true,
        ..response()
    };
    assert_eq!(reason(&base, &admitted), None);
}

#[test]
fn a_randomised_withdrawal_answers_about_relapse_only() {
    let relapse = [("outcome", "relapse"), ("definition", "")];
    let base = Small::new()
        .study("a", &[])
        .arm("a", "x", &[("allocation", "randomised_withdrawal")])
        .outcome("a", "x", &relapse)
        .outcome("a", "x", &[])
        .load();
    let selected = select(&base, &response());
    assert_eq!(
        exclusions(&selected),
        [("a/x".to_owned(), Reason::Withdrawal)]
    );
    let relapse = Selection::of(Outcome::parse("relapse").unwrap(), Vec::new());
    assert_eq!(answers(&select(&base, &relapse)), ["a/x:28"]);
}

#[test]
fn treatment_resistance_must_be_stated_by_the_study() {
    for (trd, counts) in [
        ("yes", true),
        ("mixed", false),
        ("no", false),
        ("not_stated", false),
    ] {
        let base = Small::new()
            .study("a", &[("trd", trd)])
            .arm("a", "x", &[])
            .outcome("a", "x", &[])
            .load();
        let trd_only = Selection {
            trd_only: true,
            ..response()
        };
        let expected = (!counts).then_some(Reason::NotTrd);
        assert_eq!(reason(&base, &trd_only), expected, "{trd}");
        assert_eq!(reason(&base, &response()), None, "{trd}");
    }
}

/// A base of one study with these numbers of failed trials in its entry criterion.
fn criterion(min: &str, max: &str, cells: &[Cell<'_>]) -> EvidenceBase {
    let numbers = [
        ("trd_definition", "1, 2 or 4 failed"),
        ("failed_trials_min", min),
        ("failed_trials_max", max),
    ];
    Small::new()
        .study("a", &[&numbers[..], cells].concat())
        .arm("a", "x", &[])
        .outcome("a", "x", &[])
        .load()
}

fn with_failures(n: u64) -> Selection {
    Selection {
        failures: Some(n),
        ..response()
    }
}

#[test]
fn an_entry_criterion_admits_the_numbers_from_its_smallest_to_its_largest() {
    for (min, max, admitted) in [
        ("1", "", vec![1, 2, 3, 4, 5, 99]),
        ("2", "", vec![2, 3, 4, 5, 99]),
        ("1", "4", vec![1, 2, 3, 4]),
        ("2", "4", vec![2, 3, 4]),
        ("2", "2", vec![2]),
    ] {
        let base = criterion(min, max, &[]);
        assert_eq!(reason(&base, &response()), None, "nothing is asked");
        let stated = FailedTrials {
            min: min.parse().unwrap(),
            max: max.parse().ok(),
        };
        for n in [0, 1, 2, 3, 4, 5, 99] {
            let expected = (!admitted.contains(&n)).then_some(Reason::Failures(Some(stated)));
            assert_eq!(
                reason(&base, &with_failures(n)),
                expected,
                "{min}-{max} {n}"
            );
        }
    }
}

#[test]
fn a_study_without_a_number_of_failed_trials_admits_none() {
    let base = criterion("", "", &[]);
    assert_eq!(reason(&base, &response()), None);
    for n in [0, 1, 2, 99] {
        let unstated = Some(Reason::Failures(None));
        assert_eq!(reason(&base, &with_failures(n)), unstated, "{n}");
    }
}

#[test]
fn the_number_of_failed_trials_is_asked_last() {
    let selection = Selection {
        trd_only: true,
        instrument: Some("hamd17".to_owned()),
        ..with_failures(1)
    };
    let other = |cells: &[Cell<'_>]| reason(&criterion("2", "", cells), &selection);
    assert_eq!(other(&[("trd", "no")]), Some(Reason::NotTrd));
    assert_eq!(other(&[]), Some(Reason::Definition));
}

#[test]
fn a_criterion_is_said_in_words() {
    let words = |min, max| Reason::Failures(Some(FailedTrials { min, max })).to_string();
    for (min, max, says) in [
        (1, None, "asks for at least 1 failed trial"),
        (2, None, "asks for at least 2 failed trials"),
        (1, Some(4), "asks for 1 to 4 failed trials"),
        (1, Some(1), "asks for exactly 1 failed trial"),
    ] {
        assert_eq!(words(min, max), format!("the entry criterion {says}"));
    }
    let unstated = Reason::Failures(None).to_string();
    assert!(unstated.contains("no plain number"), "{unstated}");
}

#[test]
fn scale_and_definition_are_compared_by_meaning() {
    let base = one_row(&[("definition", "madrs<=10&madrs_decrease>=50pct")]);
    let asks = |instrument: Option<&str>, definition: Option<&str>| Selection {
        instrument: instrument.map(str::to_owned),
        definition: definition.map(str::to_owned),
        ..response()
    };
    let both = "madrs<=10&madrs_decrease>=50pct";
    for fits in [
        asks(Some("madrs"), None),
        asks(None, Some(both)),
        asks(Some("madrs"), Some("madrs<=10.0 & madrs_decrease>=50.0pct")),
    ] {
        assert_eq!(reason(&base, &fits), None, "{fits:?}");
    }
    for other in [
        asks(Some("hamd17"), None),
        asks(None, Some("madrs<=10")),
        asks(None, Some("madrs<10&madrs_decrease>=50pct")),
        asks(None, Some("no definition at all")),
    ] {
        assert_eq!(reason(&base, &other), Some(Reason::Definition), "{other:?}");
    }
}

#[test]
fn a_definition_that_is_not_given_is_no_answer_to_one_that_is_asked_for() {
    let unscaled = [
        ("outcome", "ae_headache"),
        ("instrument", ""),
        ("definition", ""),
    ];
    let base = one_row(&unscaled);
    let headache = Outcome::parse("ae_headache").unwrap();
    let mut selection = Selection::of(headache, Vec::new());
    assert_eq!(reason(&base, &selection), None);
    selection.instrument = Some("madrs".to_owned());
    assert_eq!(reason(&base, &selection), Some(Reason::Definition));
}

#[test]
fn numbers_that_cannot_be_weighted_are_named() {
    let because = |cells: &[Cell<'_>], outcome: &str| {
        let selection = Selection::of(Outcome::parse(outcome).unwrap(), Vec::new());
        match reason(&one_row(cells), &selection) {
            Some(Reason::Unusable(what)) => what,
            other => panic!("{other:?}"),
        }
    };
    let percent = [("events", ""), ("percent_reported", "50")];
    assert!(because(&percent, "response").contains("without a count"));
    let percent_only = [("n", ""), ("events", ""), ("percent_reported", "50")];
    assert!(because(&percent_only, "response").contains("without a count"));
    let score = [
        ("outcome", "score"),
        ("definition", ""),
        ("events", ""),
        ("mean", "15"),
    ];
    let no_n = [&score[..], &[("n", ""), ("sd", "5")]].concat();
    assert!(because(&no_n, "score").contains("without a number of patients"));
    assert!(because(&score, "score").contains("without a standard deviation"));
    let whole = [&score[..], &[("sd", "5")]].concat();
    let selection = Selection::of(Outcome::parse("score").unwrap(), Vec::new());
    assert_eq!(reason(&one_row(&whole), &selection), None);
}

#[test]
fn an_arm_without_the_outcome_is_listed() {
    let base = Small::new()
        .study("a", &[])
        .arm("a", "x", &[])
        .arm("a", "y", &[])
        .outcome("a", "x", &[])
        .load();
    let selected = select(&base, &response());
    assert_eq!(answers(&selected), ["a/x:28"]);
    assert_eq!(
        exclusions(&selected),
        [("a/y".to_owned(), Reason::NotReported)]
    );
    assert!(selected.exclusions[0].row.is_none());
}

/// An arm with rows at these days; the last number says which is main.
fn days(main: Option<&str>, days: &[&str]) -> EvidenceBase {
    let mut small = Small::new().study("a", &[]).arm("a", "x", &[]);
    for day in days {
        let is_main = if main == Some(day) { "yes" } else { "no" };
        small = small.outcome("a", "x", &[("time_days", day), ("main", is_main)]);
    }
    small.load()
}

#[test]
fn the_main_row_answers_before_later_ones_and_the_latest_before_the_rest() {
    let base = days(Some("28"), &["14", "28", "84"]);
    let selected = select(&base, &response());
    assert_eq!(answers(&selected), ["a/x:28"]);
    let other = ("a/x".to_owned(), Reason::OtherRow);
    assert_eq!(exclusions(&selected), [other.clone(), other]);
    // Without its main row in the window the latest one in it stands for the arm.
    let mut selection = response();
    selection.window = Some(TimeWindow {
        from: 1.0,
        to: 27.0,
        unstated: false,
    });
    let base = days(Some("28"), &["14", "7", "28", "84"]);
    assert_eq!(answers(&select(&base, &selection)), ["a/x:14"]);
    assert_eq!(
        answers(&select(&days(None, &["84", "14"]), &response())),
        ["a/x:84"]
    );
    // Hours are told apart; of two rows at one time the lower one in the file answers.
    assert_eq!(
        answers(&select(&days(None, &["0.5", "0.25"]), &response())),
        ["a/x:0.5"]
    );
    let base = days(None, &["14", "14"]);
    assert_eq!(select(&base, &response()).answers[0].row.line, 3);
}

/// Low and high doses, and both together.
fn union(low: bool, high: bool) -> EvidenceBase {
    let mut small = Small::new()
        .study("a", &[])
        .arm("a", "both", &[("combines_arms", "low;high")])
        .arm("a", "low", &[])
        .arm("a", "high", &[])
        .outcome("a", "both", &[("n", "40")]);
    if low {
        small = small.outcome("a", "low", &[]);
    }
    if high {
        small = small.outcome("a", "high", &[]);
    }
    small.load()
}

#[test]
fn a_union_answers_only_when_none_of_its_parts_does() {
    let base = union(true, true);
    let selected = select(&base, &response());
    assert_eq!(answers(&selected), ["a/low:28", "a/high:28"]);
    assert_eq!(
        exclusions(&selected),
        [("a/both".to_owned(), Reason::Union)]
    );
    let base = union(false, true);
    let selected = select(&base, &response());
    assert_eq!(answers(&selected), ["a/high:28"]);
    let expected = [
        ("a/low".to_owned(), Reason::NotReported),
        ("a/both".to_owned(), Reason::Union),
    ];
    assert_eq!(exclusions(&selected), expected);
    assert_eq!(
        answers(&select(&union(false, false), &response())),
        ["a/both:28"]
    );
}

#[test]
fn an_arm_of_the_same_name_in_another_study_is_no_part() {
    let base = Small::new()
        .study("a", &[])
        .study("b", &[])
        .arm("a", "both", &[("combines_arms", "low")])
        .arm("a", "low", &[])
        .arm("b", "low", &[])
        .outcome("a", "both", &[])
        .outcome("b", "low", &[])
        .load();
    assert_eq!(
        answers(&select(&base, &response())),
        ["a/both:28", "b/low:28"]
    );
}

/// Studies with one arm each: identifier, n, overlaps.
fn overlapping(studies: &[(&str, &str, &str)]) -> EvidenceBase {
    let mut small = Small::new();
    for (id, n, overlaps) in studies {
        small = small
            .study(id, &[("overlaps_with", overlaps)])
            .arm(id, "x", &[])
            .outcome(id, "x", &[("n", n)]);
    }
    small.load()
}

#[test]
fn of_overlapping_studies_the_larger_one_answers() {
    let base = overlapping(&[("a", "20", "b"), ("b", "30", "a"), ("c", "10", "")]);
    let selected = select(&base, &response());
    assert_eq!(answers(&selected), ["b/x:28", "c/x:28"]);
    let because = Reason::Overlap("b".to_owned());
    assert_eq!(
        because.to_string(),
        "patients overlap with b, which is used instead"
    );
    assert_eq!(exclusions(&selected), [("a/x".to_owned(), because)]);
}

#[test]
fn of_equally_large_ones_the_first_in_the_alphabet_answers() {
    for order in [["a", "b"], ["b", "a"]] {
        let [one, other] = order;
        let base = overlapping(&[(one, "20", other), (other, "20", one)]);
        let selected = select(&base, &response());
        assert_eq!(answers(&selected), ["a/x:28"]);
        let expected = [("b/x".to_owned(), Reason::Overlap("a".to_owned()))];
        assert_eq!(exclusions(&selected), expected);
    }
}

#[test]
fn a_study_is_left_out_only_for_one_that_answers() {
    // The middle one overlaps with both others, which have no patients in common.
    let chain = [("a", "30", "b"), ("b", "20", "a;c"), ("c", "10", "b")];
    let base = overlapping(&chain);
    let selected = select(&base, &response());
    assert_eq!(answers(&selected), ["a/x:28", "c/x:28"]);
    assert_eq!(
        exclusions(&selected),
        [("b/x".to_owned(), Reason::Overlap("a".to_owned()))]
    );
    // A larger study without the outcome keeps nobody out.
    let base = Small::new()
        .study("a", &[("overlaps_with", "b")])
        .study("b", &[("overlaps_with", "a")])
        .arm("a", "x", &[("n_randomised", "500")])
        .arm("b", "x", &[])
        .outcome("b", "x", &[])
        .load();
    assert_eq!(answers(&select(&base, &response())), ["b/x:28"]);
}

#[test]
fn size_is_that_of_all_answering_arms() {
    let base = Small::new()
        .study("a", &[("overlaps_with", "b")])
        .study("b", &[("overlaps_with", "a")])
        .arm("a", "x", &[])
        .arm("a", "y", &[])
        .arm("b", "x", &[])
        .outcome("a", "x", &[("n", "20")])
        .outcome("a", "y", &[("n", "20")])
        .outcome("b", "x", &[("n", "30")])
        .load();
    let selected = select(&base, &response());
    assert_eq!(answers(&selected), ["a/x:28", "a/y:28"]);
}

#[test]
fn arms_are_asked_for_by_treatment_group_or_class() {
    let base = Small::new()
        .study("a", &[])
        .arm("a", "ket", &[])
        .arm("a", "itbs", &[("treatment", "itbs"), ("class", "tms")])
        .arm(
            "a",
            "saline",
            &[
                ("treatment", "saline"),
                ("class", "control"),
                ("role", "control"),
            ],
        )
        .outcome("a", "ket", &[])
        .outcome("a", "itbs", &[])
        .outcome("a", "saline", &[])
        .load();
    let asked = |words: &[&str]| {
        let words = words.iter().map(|&w| w.to_owned()).collect();
        answers(&select(&base, &Selection::of(Outcome::response(), words)))
    };
    assert_eq!(asked(&["ketamine_iv"]), ["a/ket:28"]);
    assert_eq!(asked(&["ketamine"]), ["a/ket:28"]);
    assert_eq!(asked(&["tms_itbs"]), ["a/itbs:28"]);
    assert_eq!(asked(&["tms", "control"]), ["a/itbs:28", "a/saline:28"]);
    assert_eq!(asked(&[]), ["a/ket:28", "a/itbs:28", "a/saline:28"]);
    assert_eq!(asked(&["psilocybin"]), Vec::<String>::new());
    let controls = select_arms(&base, &response(), is_control);
    assert_eq!(answers(&controls), ["a/saline:28"]);
}

#[test]
fn every_reason_reads_as_words() {
    let reasons = [
        (Reason::Mark(Verification::Recalled), "unverified"),
        (Reason::Mark(Verification::ComputedNNotSeen), "denominator"),
        (Reason::Time(Some(365.0)), "day 365 is outside"),
        (Reason::Time(None), "the day is not stated"),
        (Reason::NotReported, "does not report"),
        (Reason::Union, "counted themselves"),
    ];
    for (reason, words) in reasons {
        assert!(reason.to_string().contains(words), "{reason}");
    }
}

/// Nothing is dropped silently: of the arms asked for, each answers once or is left out with a
/// reason, and each of their rows on the outcome is used or left out exactly once.
#[track_caller]
fn nothing_is_dropped(base: &EvidenceBase, selection: &Selection, wanted: impl Fn(&Arm) -> bool) {
    let selected = select_arms(base, selection, &wanted);
    let mut seen = BTreeSet::new();
    for answer in &selected.answers {
        assert!(wanted(answer.arm));
        assert_eq!(answer.row.outcome, selection.outcome);
        assert_eq!(
            (&answer.row.study_id, &answer.row.arm_id),
            (&answer.arm.study_id, &answer.arm.id)
        );
        assert!(
            seen.insert(answer.arm.line),
            "{} answers twice",
            answer.arm.label
        );
    }
    let mut rows: Vec<usize> = selected.answers.iter().map(|a| a.row.line).collect();
    rows.extend(
        selected
            .exclusions
            .iter()
            .filter_map(|e| e.row)
            .map(|row| row.line),
    );
    rows.sort_unstable();
    let mut expected = Vec::new();
    for arm in base.arms.iter().filter(|arm| wanted(arm)) {
        let of_arm = base
            .outcomes_of(arm)
            .filter(|row| row.outcome == selection.outcome);
        expected.extend(of_arm.map(|row| row.line));
        let excluded = selected.exclusions.iter().any(|e| std::ptr::eq(e.arm, arm));
        assert!(
            seen.contains(&arm.line) || excluded,
            "{} {}",
            arm.study_id,
            arm.id
        );
    }
    expected.sort_unstable();
    assert_eq!(rows, expected, "{selection:?}");
    for exclusion in &selected.exclusions {
        assert_eq!(
            exclusion.row.is_none(),
            exclusion.reason == Reason::NotReported
        );
        assert!(!exclusion.reason.to_string().is_empty());
    }
    let in_order = selected
        .answers
        .windows(2)
        .all(|pair| pair[0].arm.line < pair[1].arm.line);
    assert!(in_order, "answers in file order");
}

#[test]
fn nothing_in_the_bundled_base_is_dropped_silently() {
    let base = EvidenceBase::bundled().unwrap();
    let outcomes: BTreeSet<Outcome> = base.outcomes.iter().map(|r| r.outcome.clone()).collect();
    let window = TimeWindow {
        from: 1.0,
        to: 84.0,
        unstated: true,
    };
    for outcome in outcomes {
        for group in ReportGroup::ALL {
            let strict = Selection::of(outcome.clone(), vec![group.id().to_owned()]);
            let everything = Selection {
                admitted: Admitted {
                    n_not_seen: true,
                    recalled: true,
                },
                crossover: true,
                ..strict.clone()
            };
            let narrow = Selection {
                window: Some(window),
                trd_only: true,
                ..strict.clone()
            };
            for selection in [strict, everything, narrow] {
                nothing_is_dropped(&base, &selection, |arm| {
                    asked_for(&base, arm, &selection.treatments)
                });
            }
        }
        nothing_is_dropped(&base, &Selection::of(outcome, Vec::new()), |_| true);
    }
}

#[test]
fn no_arm_is_dropped_silently_for_its_entry_criterion() {
    let base = EvidenceBase::bundled().unwrap();
    for n in 0..8 {
        nothing_is_dropped(&base, &with_failures(n), |_| true);
    }
}

#[test]
fn what_is_admitted_only_grows_with_the_flags() {
    let base = EvidenceBase::bundled().unwrap();
    for outcome in [Outcome::response(), Outcome::remission()] {
        let strict = Selection::of(outcome, Vec::new());
        let mut wide = strict.clone();
        wide.admitted = Admitted {
            n_not_seen: true,
            recalled: true,
        };
        let (few, many) = (select(&base, &strict), select(&base, &wide));
        assert!(few.answers.len() < many.answers.len());
        let marks = |selected: &Selected<'_>, mark| {
            selected
                .answers
                .iter()
                .filter(|a| a.row.verification == mark)
                .count()
        };
        assert_eq!(marks(&few, Verification::ComputedNNotSeen), 0);
        assert_eq!(marks(&few, Verification::Recalled), 0);
        assert!(marks(&many, Verification::ComputedNNotSeen) > 0);
    }
}

#[test]
fn dissociation_in_transform_1_is_answered_by_the_union_and_response_by_its_parts() {
    let base = EvidenceBase::bundled().unwrap();
    let of_transform = |outcome: &str| {
        let selection = Selection::of(Outcome::parse(outcome).unwrap(), Vec::new());
        let wanted = |arm: &Arm| arm.study_id == "transform-1" && !is_control(arm);
        let selected = select_arms(&base, &selection, wanted);
        selected
            .answers
            .iter()
            .map(|a| a.arm.id.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(of_transform("ae_dissociation"), ["esketamine-all"]);
    assert_eq!(of_transform("response"), ["esk-56", "esk-84"]);
}
