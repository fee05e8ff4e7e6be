//! Which trials count, once or twice, and what a gap in the record does to an answer.

use crate::records::{
    EPISODE, START, choices, days_from, definition, field, improved, lasting, meets, mg, missing,
    patient, trial, trial_with, two_failures,
};
use euthymia_clinical::answer::Answer::{self, CannotSay, No, Yes};
use euthymia_clinical::patient::{Patient, Procedure, ProcedureKind};
use euthymia_clinical::staging::record::stage_all;
use euthymia_clinical::trd::count::{Augmentation, Optimisation};
use euthymia_clinical::trd::{Choices, judge};
use euthymia_clinical::trial::adequacy::{MinimumWeeks, adequacy};
use euthymia_clinical::trial::{Adherence, DoseStep, Effect, Episode, StopReason, Time, Trial};

fn meets_under(patient: &Patient, id: &str, choices: &Choices) -> Answer {
    judge(patient, definition(id), choices).finding.answer
}

fn six_weeks() -> MinimumWeeks {
    choices().minimum
}

/// Quetiapine at its least dose as an addition, added to the first trial.
fn with_addition() -> Patient {
    let addition = Trial {
        doses: vec![DoseStep {
            from: None,
            dose: mg(150.0),
        }],
        augments: Some(0),
        ..trial("quetiapine")
    };
    patient(vec![trial("sertraline"), addition])
}

#[test]
fn the_same_medicine_twice_counts_once() {
    let twice = patient(vec![trial("sertraline"), trial("sertraline")]);
    assert_eq!(meets(&twice, "delphi2022"), No);
    let separate = Choices {
        optimisation: Optimisation::Separate,
        ..choices()
    };
    assert_eq!(meets_under(&twice, "delphi2022", &separate), Yes);
}

#[test]
fn of_two_courses_of_one_medicine_the_more_certain_one_stands_for_both() {
    let mut courses = patient(vec![
        trial("sertraline"),
        trial("sertraline"),
        trial("venlafaxine"),
    ]);
    courses.trials[0].doses.clear();
    assert_eq!(meets(&courses, "delphi2022"), Yes);
}

#[test]
fn an_addition_is_a_trial_of_its_own_or_part_of_another_by_choice() {
    let added = with_addition();
    assert_eq!(meets_under(&added, "delphi2022", &choices()), Yes);
    let same = Choices {
        augmentation: Augmentation::SameTrial,
        ..choices()
    };
    assert_eq!(meets_under(&added, "delphi2022", &same), No);
}

#[test]
fn an_augmenting_agent_that_was_added_to_nothing_is_no_trial() {
    let mut alone = with_addition();
    alone.trials[1].augments = None;
    assert_eq!(meets(&alone, "delphi2022"), No);
}

#[test]
fn ketamine_is_not_an_antidepressant_trial() {
    let mut treated = two_failures();
    treated.trials[1] = trial("ketamine");
    treated.trials[1].doses = vec![DoseStep {
        from: None,
        dose: mg(40.0),
    }];
    assert_eq!(meets(&treated, "classic2"), No);
}

#[test]
fn an_unknown_dose_cannot_be_said_and_names_the_field() {
    let mut unknown = two_failures();
    unknown.trials[1].doses.clear();
    for id in [
        "classic2",
        "ema",
        "fda_esketamine",
        "delphi2022",
        "panel2021_6wk",
        "comp006",
    ] {
        assert_eq!(meets(&unknown, id), CannotSay, "{id}");
        assert_eq!(missing(&unknown, id), ["venlafaxine: dose"], "{id}");
    }
}

#[test]
fn an_unknown_dose_does_not_matter_where_two_others_failed() {
    let mut three = patient(vec![
        trial("sertraline"),
        trial("venlafaxine"),
        trial("mirtazapine"),
    ]);
    three.trials[2].doses.clear();
    assert_eq!(meets(&three, "delphi2022"), Yes);
}

#[test]
fn an_unknown_dose_does_not_matter_where_the_trial_worked() {
    let mut worked = two_failures();
    worked.trials[1] = trial_with("venlafaxine", improved(80.0));
    worked.trials[1].doses.clear();
    assert_eq!(meets(&worked, "delphi2022"), No);
}

#[test]
fn an_unknown_duration_and_an_unknown_effect_name_their_fields() {
    let mut unknown = two_failures();
    unknown.trials[0].time = Time::Unknown { start: Some(START) };
    unknown.trials[1].effect = Effect::default();
    assert_eq!(meets(&unknown, "delphi2022"), CannotSay);
    assert_eq!(
        missing(&unknown, "delphi2022"),
        [
            "sertraline: duration",
            "venlafaxine: improvement in percent, or scores before and at the end"
        ]
    );
}

#[test]
fn a_medicine_without_a_line_in_the_table_is_unknown_and_not_adequate() {
    let mut table = choices();
    table.table.doses.retain(|line| line.drug != "venlafaxine");
    assert_eq!(
        meets_under(&two_failures(), "delphi2022", &table),
        CannotSay
    );
}

#[test]
fn an_incomplete_history_turns_a_no_into_cannot_say_and_leaves_a_yes() {
    let mut one = patient(vec![trial("sertraline")]);
    one.history_complete = Some(false);
    let mut two = two_failures();
    two.history_complete = Some(false);
    for id in ["classic2", "delphi2022", "panel2021_4wk", "karolinska"] {
        assert_eq!((meets(&one, id), meets(&two, id)), (CannotSay, Yes), "{id}");
    }
    assert_eq!(missing(&one, "delphi2022"), ["history_complete"]);
    assert_eq!(missing(&one, "karolinska"), ["history_complete"]);
}

#[test]
fn a_history_that_is_not_said_to_be_complete_gives_no_no() {
    let mut one = patient(vec![trial("sertraline")]);
    one.history_complete = None;
    assert_eq!(meets(&one, "delphi2022"), CannotSay);
    let staged = stage_all(&one, &choices());
    let words: Vec<&str> = staged.iter().map(|one| one.words.as_str()).collect();
    // 374 days 2, moderate 3, one failure 1 or more of them, augmentation and ECT open.
    assert_eq!(words[0], "6 to 12, mild to severe");
    assert_eq!(words[1], "1 or more");
    assert!(words[2].starts_with("none to TRD5"), "{words:?}");
    assert_eq!(words[3], "I to V");
}

#[test]
fn a_trial_that_began_before_the_episode_and_reaches_into_it_cannot_be_placed() {
    let mut overlapping = two_failures();
    let before = days_from(EPISODE, -90);
    let placed = |patient: &Patient| meets(patient, "fda_esketamine");
    for (stop, expected) in [
        (days_from(EPISODE, 40), CannotSay),
        (EPISODE, CannotSay),
        (days_from(EPISODE, -1), No),
    ] {
        overlapping.trials[1].time = Time::Between {
            start: before,
            stop,
        };
        assert_eq!(placed(&overlapping), expected, "until {stop}");
    }
    overlapping.trials[1].time = Time::Since {
        start: before,
        until: overlapping.assessed,
    };
    assert_eq!(placed(&overlapping), CannotSay);
    assert_eq!(
        missing(&overlapping, "fda_esketamine"),
        ["venlafaxine: episode"]
    );
    overlapping.trials[1].episode = Some(Episode::Current);
    assert_eq!(placed(&overlapping), Yes);
    overlapping.trials[1].episode = Some(Episode::Earlier);
    assert_eq!(placed(&overlapping), No);
}

#[test]
fn a_trial_from_the_first_day_of_the_episode_belongs_to_it() {
    let mut first_day = two_failures();
    first_day.trials[1].time = Time::Between {
        start: EPISODE,
        stop: days_from(EPISODE, 55),
    };
    assert_eq!(meets(&first_day, "fda_esketamine"), Yes);
}

#[test]
fn without_dates_a_trial_belongs_to_no_known_episode() {
    let mut undated = two_failures();
    undated.trials[1].time = Time::Weeks {
        weeks: 8.0,
        start: None,
    };
    assert_eq!(meets(&undated, "delphi2022"), Yes);
    assert_eq!(meets(&undated, "fda_esketamine"), CannotSay);
    assert_eq!(
        missing(&undated, "fda_esketamine"),
        ["venlafaxine: episode"]
    );
}

// Adequacy beyond the grid: doses that change, intolerance, adherence.

/// Sertraline, least dose 50 mg, from the first day and then from so many days on.
fn titrated(steps: &[(i64, f64)], days: i64) -> Trial {
    let step = |(from, dose): &(i64, f64)| DoseStep {
        from: Some(days_from(START, *from)),
        dose: mg(*dose),
    };
    Trial {
        doses: steps.iter().map(step).collect(),
        time: lasting(days),
        ..trial("sertraline")
    }
}

#[test]
fn only_the_days_in_a_row_at_the_least_dose_count() {
    let table = choices().table;
    for (steps, days, expected) in [
        // Two weeks of 25 mg come first.
        (vec![(0, 25.0), (14, 50.0)], 56, 42),
        (vec![(0, 25.0), (14, 50.0)], 55, 41),
        // Raising within the range does not interrupt.
        (vec![(0, 50.0), (20, 100.0)], 56, 56),
        // A week below in between does: 20, then 56 − 27 days.
        (vec![(0, 50.0), (20, 25.0), (27, 50.0)], 56, 29),
        // The first stretch is the longest.
        (vec![(0, 50.0), (45, 25.0), (50, 50.0)], 56, 45),
    ] {
        let found = adequacy(&titrated(&steps, days), &table, &six_weeks());
        assert_eq!(found.days_at_dose, Some(expected), "{steps:?}");
        assert_eq!(found.verdict, Answer::of(expected >= 42), "{steps:?}");
    }
}

#[test]
fn inadequate_adherence_alone_refutes_and_unrecorded_adherence_does_not() {
    let table = choices().table;
    for (adherence, expected) in [
        (Some(Adherence::Inadequate), No),
        (Some(Adherence::Adequate), Yes),
        (None, Yes),
    ] {
        let told = Trial {
            adherence,
            ..trial("sertraline")
        };
        assert_eq!(adequacy(&told, &table, &six_weeks()).verdict, expected);
    }
}

#[test]
fn intolerance_makes_only_a_short_trial_inadequate() {
    let table = choices().table;
    let stopped = |days| Trial {
        stop_reason: Some(StopReason::Intolerance),
        time: lasting(days),
        ..trial("sertraline")
    };
    assert_eq!(adequacy(&stopped(42), &table, &six_weeks()).verdict, Yes);
    let short = adequacy(&stopped(41), &table, &six_weeks());
    assert_eq!(short.verdict, No);
    let lines = short.finding.lines();
    assert!(
        lines
            .iter()
            .any(|(_, one)| one.statement.contains("stopped early for intolerance"))
    );
}

// Staging of a record.

#[test]
fn a_record_is_staged_as_its_facts_are() {
    let patient = two_failures(); // 374 days 2, moderate 3, two failures 1
    let staged = stage_all(&patient, &choices());
    let words: Vec<(&str, &str)> = staged
        .iter()
        .map(|one| (one.model.id.as_str(), one.words.as_str()))
        .collect();
    assert_eq!(words[0], ("maudsley", "6, mild"));
    assert_eq!(words[1], ("mgh", "2"));
    assert!(
        words[2]
            .1
            .starts_with("TRD1; printed for TRD1: 12 to 16 weeks"),
        "{words:?}"
    );
    assert_eq!(words[3], ("thase_rush", "II"));
}

#[test]
fn what_a_record_does_not_say_stays_a_range_of_stages() {
    let mut gaps = two_failures();
    gaps.severity = None; // 1 to 5
    gaps.episode_start = None; // 1 to 3
    for trial in &mut gaps.trials {
        trial.episode = Some(Episode::Current);
    }
    let maudsley = &stage_all(&gaps, &choices())[0];
    let range = maudsley.result.unwrap();
    assert_eq!(
        (range.low, range.high),
        (1.0 + 1.0 + 1.0, Some(3.0 + 5.0 + 1.0))
    );
    let fields: Vec<String> = maudsley.missing.iter().map(|gap| field(gap)).collect();
    assert_eq!(fields, ["episode_start", "severity"]);
}

#[test]
fn a_failure_that_is_not_certain_widens_every_stage() {
    let mut three = patient(vec![
        trial("sertraline"),
        trial("venlafaxine"),
        trial("mirtazapine"),
    ]);
    three.trials[2].doses.clear(); // two failures for certain, three at most
    let staged = stage_all(&three, &choices());
    let range = |at: usize| {
        staged[at]
            .result
            .map(|range| (range.low, range.high))
            .unwrap()
    };
    assert_eq!(range(0), (2.0 + 3.0 + 1.0, Some(2.0 + 3.0 + 2.0)));
    assert_eq!(range(1), (2.0, Some(3.0)));
    assert_eq!(range(2), (1.0, Some(2.0)));
    assert!(
        staged
            .iter()
            .take(3)
            .all(|one| one.missing == ["mirtazapine: dose"])
    );
}

#[test]
fn optimisation_addition_and_ect_have_points_of_their_own() {
    let mut treated = with_addition();
    treated.trials.push(trial("venlafaxine"));
    treated.trials[0].doses.push(DoseStep {
        from: Some(days_from(START, 14)),
        dose: mg(100.0),
    });
    treated.procedures = vec![Procedure {
        kind: ProcedureKind::Ect,
        start: None,
        stop: None,
        sessions: None,
    }];
    let staged = stage_all(&treated, &choices());
    let low = |at: usize| staged[at].result.map(|range| range.low);
    // 374 days 2, moderate 3, two failures 1, augmentation 1, ECT 1.
    assert_eq!(low(0), Some(2.0 + 3.0 + 1.0 + 1.0 + 1.0));
    assert_eq!(low(1), Some(2.0 + 0.5 + 0.5 + 3.0));
}

#[test]
fn a_record_without_a_failure_has_no_maudsley_score() {
    let none = patient(vec![trial_with("sertraline", improved(80.0))]);
    let maudsley = &stage_all(&none, &choices())[0];
    assert_eq!(maudsley.result, None);
    assert!(maudsley.words.contains("undefined"));
}

#[test]
fn ect_and_additions_of_an_earlier_episode_add_no_points_to_this_one() {
    let mut patient = patient(vec![trial("sertraline"), trial("lithium")]);
    patient.trials[1].augments = Some(0);
    let words = |patient: &Patient| -> Vec<String> {
        let staged = stage_all(patient, &choices());
        staged.into_iter().take(2).map(|one| one.words).collect()
    };
    let with_ect = |start: jiff::civil::Date| Procedure {
        kind: ProcedureKind::Ect,
        start: Some(start),
        stop: None,
        sessions: None,
    };
    patient.procedures = vec![with_ect(days_from(EPISODE, 10))];
    // 374 days 2, moderate 3, one failure 1, augmentation 1, ECT 1; 1 + ½ + 3.
    assert_eq!(words(&patient), ["8, moderate", "4.5"]);
    patient.procedures = vec![with_ect(days_from(EPISODE, -10))];
    patient.trials[1].episode = Some(Episode::Earlier);
    assert_eq!(words(&patient), ["6, mild", "1"]);
}

#[test]
fn a_short_trial_may_have_failed_clearly_where_nobody_recorded_it() {
    let mut short = two_failures();
    short.trials[1].time = crate::records::lasting(20);
    let met = |clear: Option<bool>| {
        let mut patient = short.clone();
        patient.trials[1].clear_non_response = clear;
        meets(&patient, "delphi2022")
    };
    assert_eq!(
        (met(Some(true)), met(Some(false)), met(None)),
        (Yes, No, CannotSay)
    );
}
