//! Rules of stopping worked out in fractions: `reference/byhand/stopping.md`.

use euthymia_screening::stopping::consecutive::{Run, consecutive};
use euthymia_screening::stopping::missing::{Pair, Sources, chao, chapman};
use euthymia_screening::stopping::recall::{Sampled, ranked, sampled};
use euthymia_screening::stopping::safe::{SafeCheck, SafeInputs, SafeSettings, State, safe};
use euthymia_screening::stopping::sample::{bound, needed};
use euthymia_screening::stopping::{
    Labelled, NotScreened, Says, Screened, StoppingRule, simulate_stopping, stops_at,
};
use euthymia_testkit::assert_close;

fn so_far(relevant: usize, irrelevant: usize, total: u64) -> Screened {
    let mut labels = vec![true; relevant];
    labels.resize(relevant + irrelevant, false);
    Screened::new(labels, total).unwrap()
}

#[test]
fn a_ranked_order_of_ten() {
    let so_far = so_far(2, 6, 10);
    let half = ranked(&so_far, 0.5, 0.95).unwrap();
    assert_eq!(
        (half.p, half.hypothetical, half.verdict.says),
        (0.0, 5, Says::Stop)
    );
    let most = ranked(&so_far, 0.9, 0.7).unwrap();
    assert_close!(most.p, 0.25, "algebra", "p");
    assert_eq!((most.drawn, most.drawn_relevant), (6, 0));
    // 1/4 is below 0.3, not below 0.2.
    assert_eq!(most.verdict.says, Says::Stop);
    assert_eq!(ranked(&so_far, 0.9, 0.8).unwrap().verdict.says, Says::GoOn);
}

#[test]
fn a_sample_of_ten_of_twenty() {
    let sample = Sampled {
        before: 18,
        rest: 20,
        drawn: 10,
        drawn_relevant: 0,
    };
    for (confidence, most, recall) in [
        (0.95, 3, 18.0 / 21.0),
        (0.90, 3, 18.0 / 21.0),
        (0.85, 2, 18.0 / 20.0),
    ] {
        let found = bound(sample, 0.9, confidence).unwrap();
        assert_eq!(found.missed_at_most, most, "{confidence}");
        assert_close!(found.recall_at_least.unwrap(), recall, "algebra", "recall");
        let stops = confidence < 0.9;
        assert_eq!(found.verdict.says == Says::Stop, stops);
        let tested = sampled(sample, 0.9, confidence).unwrap();
        assert_close!(tested.p, 2.0 / 19.0, "algebra", "p");
        assert_eq!(tested.verdict.says == Says::Stop, stops);
    }
    assert_eq!(needed(18, 20, 0.9, 0.95), Ok(12));
}

/// One relevant among 20 escapes 19 draws with chance 1/20, which is not below 1 − 0.95, although
/// 1.0 - 0.95 is above 0.05 in doubles; among 40 it takes 39 draws, not 38.
#[test]
fn one_in_twenty_is_not_below_one_in_twenty() {
    let sample = Sampled {
        before: 0,
        rest: 20,
        drawn: 19,
        drawn_relevant: 0,
    };
    assert_eq!(
        sampled(sample, 0.95, 0.95).unwrap().verdict.says,
        Says::GoOn
    );
    assert_eq!(bound(sample, 0.95, 0.95).unwrap().missed_at_most, 1);
    assert_eq!(needed(0, 40, 0.95, 0.95), Ok(39));
    // 19 irrelevant in order, one left.
    let ordered = ranked(&so_far(0, 19, 20), 0.95, 0.95).unwrap();
    assert_close!(ordered.p, 0.05, "algebra", "p");
    assert_eq!(ordered.verdict.says, Says::GoOn);
}

#[test]
fn what_nobody_found() {
    let pair = Pair {
        both: 9,
        only_first: 5,
        only_second: 2,
    };
    let found = chapman(pair, 0.95, 0.95).unwrap();
    assert_eq!((found.found, found.missing), (16, 1.0));
    assert_close!(
        found.standard_error,
        (18.0_f64 / 11.0).sqrt(),
        "algebra",
        "error"
    );
    let factor = (1.959_963_984_540_054 * (29.0_f64 / 11.0).ln().sqrt()).exp();
    let (lower, upper) = found.limits.unwrap();
    assert_close!(lower, 1.0 / factor, "algebra", "lower");
    assert_close!(upper, factor, "algebra", "upper");
    assert_eq!(found.verdict.says, Says::GoOn);

    let counts = Sources {
        sources: 4,
        found: 20,
        in_one: 8,
        in_two: 6,
    };
    let found = chao(counts, 0.95, 0.95).unwrap();
    assert_close!(found.missing, 3.0, "algebra", "missing");
    assert_close!(
        found.standard_error,
        (519.0_f64 / 56.0).sqrt(),
        "algebra",
        "error"
    );
}

#[test]
fn nothing_missing_is_not_known_for_sure() {
    let pair = Pair {
        both: 30,
        only_first: 0,
        only_second: 4,
    };
    let found = chapman(pair, 0.95, 0.95).unwrap();
    assert_eq!((found.missing, found.limits), (0.0, None));
    assert_eq!(found.verdict.says, Says::CannotSay);
}

#[test]
fn irrelevant_ones_in_a_row() {
    let so_far = so_far(1, 7, 200);
    let says = |run| consecutive(&so_far, run).verdict.says;
    assert_eq!(says(Run::Count(7)), Says::Stop);
    assert_eq!(says(Run::Count(8)), Says::GoOn);
    // 7 % of 100 are 7, whatever the doubles say; 3.5 % of 200, too.
    assert_eq!(says(Run::Share(0.035)), Says::Stop);
    assert_eq!(Run::Share(0.07).needed(100), 7);
    assert_eq!(Run::Share(0.071).needed(100), 8);
}

#[test]
fn the_list_of_safe() {
    // 3 of the first 10 at random: 30 % of 200 are expected, so that 120 must be screened.
    let inputs = SafeInputs {
        random: Some((10, 3)),
        key_papers: Some((1, 2)),
        other_model: None,
        looked_again: None,
    };
    let found = safe(&so_far(5, 60, 200), inputs, SafeSettings::default());
    let states: Vec<_> = found
        .items
        .iter()
        .map(|item| (item.check, item.state))
        .collect();
    assert_eq!(
        states,
        [
            (SafeCheck::RandomPart, State::Met),
            (SafeCheck::OneOfEach, State::Met),
            (SafeCheck::KeyPapers, State::NotMet),
            (SafeCheck::TimesExpected, State::NotMet),
            (SafeCheck::LeastShare, State::Met),
            (SafeCheck::Run, State::Met),
            (SafeCheck::OtherModel, State::Unknown),
            (SafeCheck::LookedAgain, State::Unknown),
        ]
    );
    assert_eq!(found.items[3].needed, Some(120.0));
    assert_eq!(found.verdict.says, Says::GoOn);
}

fn order(places: [usize; 2], seed: u64) -> Labelled {
    Labelled {
        labels: (0..10).map(|at| places.contains(&at)).collect(),
        seed,
    }
}

#[test]
fn rules_tried_on_two_orders() {
    let orders = [order([0, 1], 1), order([0, 8], 2)];
    let run = StoppingRule::Consecutive(Run::Count(3));
    let ranked = StoppingRule::Ranked {
        target: 0.95,
        confidence: 0.95,
        every: 1,
    };
    let tried = simulate_stopping(&orders, &[run, ranked], 0.95).unwrap();
    let [run, ranked] = tried.as_slice() else {
        panic!("two rules")
    };
    assert_eq!((run.orders, run.stopped, run.failed), (2, 2, 1));
    assert_close!(run.mean_recall, 0.75, "algebra", "recall");
    assert_close!(run.mean_saved, 0.55, "algebra", "saved");
    // Ten are too few to be sure before all have been read: 1 of 9 is drawn last with chance 1/9.
    assert_eq!((ranked.stopped, ranked.failed), (0, 0));
    assert_eq!((ranked.mean_recall, ranked.mean_saved), (1.0, 0.0));
}

#[test]
fn a_sampled_end_reads_the_rest_when_it_must() {
    let rule = StoppingRule::Sampled {
        after: Run::Count(2),
        target: 0.95,
        confidence: 0.95,
    };
    // After 4 of 10, 6 are left; one among them escapes 5 draws with chance 1/6.
    assert_eq!(stops_at(rule, &order([0, 1], 7)), Ok((10, 2)));
    // At a confidence of 0.6 two draws are enough where they find nothing: 4/6 is above 0.4, 3/6,
    // 2/6 is below it.
    let rule = StoppingRule::Sampled {
        after: Run::Count(2),
        target: 0.95,
        confidence: 0.6,
    };
    assert_eq!(stops_at(rule, &order([0, 1], 7)), Ok((8, 2)));
}

#[test]
fn numbers_that_do_not_fit() {
    let more = NotScreened::MoreThanAll {
        screened: 3,
        total: 2,
    };
    assert_eq!(Screened::new(vec![false; 3], 2), Err(more));
    let sample = Sampled {
        before: 0,
        rest: 5,
        drawn: 2,
        drawn_relevant: 3,
    };
    assert!(bound(sample, 0.95, 0.95).is_err());
    let between = ranked(&so_far(1, 1, 9), 95.0, 0.95).unwrap_err();
    assert_eq!(
        between.to_string(),
        "a target recall lies between 0 and 1; found 95"
    );
}
