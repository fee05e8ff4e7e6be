//! Definitions of treatment resistance held against small patients, one sentence of a definition
//! at a time. Each answer follows from the sentence by counting.

use crate::records::{
    EPISODE, days_from, definition, hamd17, improved, judged, lasting, meets, mg, missing, patient,
    trial, trial_with, two_failures,
};
use euthymia_clinical::answer::Answer::{self, CannotSay, No, Yes};
use euthymia_clinical::drug::Formulation;
use euthymia_clinical::patient::{Diagnosis, Patient, Procedure, ProcedureKind, Severity};
use euthymia_clinical::trd::definitions;
use euthymia_clinical::trial::failure::{FailureRule, failed};
use euthymia_clinical::trial::{
    DoseStep, Effect, Episode, Improvement, Scores, StopReason, Time, Trial,
};

/// Two trials of different medicines with this effect, ended for another reason.
fn with_effect(effect: &Effect) -> Patient {
    patient(vec![
        trial_with("sertraline", effect.clone()),
        trial_with("venlafaxine", effect.clone()),
    ])
}

/// Two trials of different medicines that lasted so many days.
fn of_days(days: i64) -> Patient {
    let short = |drug| Trial {
        time: lasting(days),
        ..trial(drug)
    };
    patient(vec![short("sertraline"), short("venlafaxine")])
}

fn failures(count: usize) -> Patient {
    let drugs = [
        "sertraline",
        "venlafaxine",
        "mirtazapine",
        "bupropion",
        "duloxetine",
    ];
    patient(drugs[..count].iter().map(|drug| trial(drug)).collect())
}

fn procedure(kind: ProcedureKind) -> Procedure {
    Procedure {
        kind,
        start: None,
        stop: None,
        sessions: None,
    }
}

#[test]
fn two_plain_failures_meet_every_definition_but_partial_response() {
    let patient = two_failures();
    assert_eq!(definitions().len(), 17);
    for definition in definitions() {
        // Nine weeks each: enough for all but the longest duration asked for.
        let expected = Answer::of(!["prd", "comp006_10wk"].contains(&definition.id.as_str()));
        assert_eq!(
            meets(&patient, &definition.id),
            expected,
            "{}",
            definition.id
        );
    }
}

#[test]
fn one_failure_meets_no_definition_that_counts_failures() {
    let patient = failures(1);
    for definition in definitions().iter().filter(|one| one.id != "dtd") {
        assert_eq!(meets(&patient, &definition.id), No, "{}", definition.id);
    }
}

// Usual definition and the sources' own sentence.

#[test]
fn the_usual_definition_takes_the_record_at_its_word() {
    // "Lack of satisfactory response" without a number: under a quarter is a failure, half is not.
    assert_eq!(meets(&with_effect(&improved(24.9)), "classic2"), Yes);
    assert_eq!(meets(&with_effect(&improved(50.0)), "classic2"), No);
    let between = with_effect(&improved(30.0));
    assert_eq!(meets(&between, "classic2"), CannotSay);
    assert_eq!(
        missing(&between, "classic2"),
        [
            "stop_reason = \"no_response\" says so",
            "stop_reason = \"no_response\" says so"
        ]
    );
}

#[test]
fn the_sources_sentence_asks_for_major_depression() {
    let mut other = two_failures();
    other.diagnosis = Some(Diagnosis::Other);
    assert_eq!(
        (meets(&other, "source_sentence"), meets(&other, "classic2")),
        (No, Yes)
    );
    other.diagnosis = None;
    assert_eq!(meets(&other, "source_sentence"), CannotSay);
    assert_eq!(missing(&other, "source_sentence"), ["diagnosis"]);
}

// EMA: two different antidepressants.

#[test]
fn the_ema_definition_wants_different_antidepressants() {
    let twice = patient(vec![trial("sertraline"), trial("sertraline")]);
    assert_eq!(meets(&twice, "ema"), No);
    let mut with_addition = patient(vec![trial("sertraline"), trial("quetiapine")]);
    with_addition.trials[1].augments = Some(0);
    with_addition.trials[1].doses = trial("venlafaxine").doses; // 150 mg, the least as an addition
    assert_eq!(
        (
            meets(&with_addition, "ema"),
            meets(&with_addition, "delphi2022")
        ),
        (No, Yes)
    );
}

// Esketamine trials: at most 25 % over at least 6 weeks, oral, current episode.

#[test]
fn a_quarter_exactly_fails_in_the_esketamine_trials_and_not_under_delphi() {
    let quarter = with_effect(&hamd17(20.0, 15.0));
    assert_eq!(
        (
            meets(&quarter, "fda_esketamine"),
            meets(&quarter, "delphi2022")
        ),
        (Yes, No)
    );
    let told = with_effect(&improved(25.0));
    assert_eq!(
        (meets(&told, "fda_esketamine"), meets(&told, "delphi2022")),
        (Yes, No)
    );
    assert_eq!(meets(&with_effect(&improved(25.1)), "fda_esketamine"), No);
}

#[test]
fn the_esketamine_trials_want_six_weeks_to_the_day() {
    assert_eq!(meets(&of_days(42), "fda_esketamine"), Yes);
    assert_eq!(meets(&of_days(41), "fda_esketamine"), No);
}

#[test]
fn the_esketamine_trials_want_the_current_episode() {
    let mut earlier = two_failures();
    earlier.trials[0].time = Time::Between {
        start: days_from(EPISODE, -400),
        stop: days_from(EPISODE, -300),
    };
    assert_eq!(
        (
            meets(&earlier, "fda_esketamine"),
            meets(&earlier, "delphi2022")
        ),
        (No, Yes)
    );
}

#[test]
fn a_patch_is_not_taken_by_mouth() {
    let mut patch = two_failures();
    patch.trials[1] = Trial {
        formulation: Some(Formulation::Patch),
        doses: vec![DoseStep {
            from: None,
            dose: mg(6.0),
        }],
        ..trial("selegiline")
    };
    assert_eq!(
        (meets(&patch, "fda_esketamine"), meets(&patch, "delphi2022")),
        (No, Yes)
    );
}

// Delphi consensus 2022.

#[test]
fn stopping_before_the_end_of_week_4_without_clear_evidence_is_no_failure() {
    assert_eq!(meets(&of_days(27), "delphi2022"), No);
    assert_eq!(meets(&of_days(28), "delphi2022"), Yes);
}

#[test]
fn stopping_before_the_end_of_week_4_with_clear_evidence_is_a_failure() {
    let mut short = of_days(20);
    for trial in &mut short.trials {
        trial.clear_non_response = Some(true);
    }
    assert_eq!(meets(&short, "delphi2022"), Yes);
    // Other definitions know no such exception.
    assert_eq!(meets(&short, "panel2021_4wk"), No);
}

#[test]
fn clear_evidence_does_not_make_up_for_a_dose_that_was_too_low() {
    let mut low = of_days(20);
    for trial in &mut low.trials {
        trial.clear_non_response = Some(true);
        trial.doses[0].dose = mg(1.0);
    }
    assert_eq!(meets(&low, "delphi2022"), No);
}

#[test]
fn bipolar_depression_is_excluded_by_delphi_and_not_by_the_usual_definition() {
    let mut bipolar = two_failures();
    bipolar.bipolar = Some(true);
    assert_eq!(
        (meets(&bipolar, "delphi2022"), meets(&bipolar, "classic2")),
        (No, Yes)
    );
    // The diagnosis says it too, even beside a "not bipolar" that contradicts it.
    bipolar.bipolar = Some(false);
    bipolar.diagnosis = Some(Diagnosis::BipolarDepression);
    assert_eq!(meets(&bipolar, "delphi2022"), No);
}

#[test]
fn that_nobody_recorded_bipolarity_does_not_make_it_unipolar() {
    let mut unknown = two_failures();
    unknown.bipolar = None;
    assert_eq!(meets(&unknown, "delphi2022"), CannotSay);
    assert_eq!(missing(&unknown, "delphi2022"), ["bipolar"]);
}

#[test]
fn failed_psychotherapy_and_psychotic_symptoms_do_not_exclude_under_delphi() {
    let mut with_more = two_failures();
    with_more.procedures = vec![procedure(ProcedureKind::Psychotherapy)];
    with_more.severity = Some(Severity::SevereWithPsychosis);
    assert_eq!(meets(&with_more, "delphi2022"), Yes);
}

#[test]
fn less_than_a_quarter_fails_under_delphi_and_a_quarter_does_not() {
    assert_eq!(meets(&with_effect(&hamd17(20.0, 16.0)), "delphi2022"), Yes);
    assert_eq!(meets(&with_effect(&hamd17(20.0, 15.0)), "delphi2022"), No);
    // From 1.2 to 0.9 is a quarter on paper, and a little less in binary arithmetic.
    assert_eq!(meets(&with_effect(&hamd17(1.2, 0.9)), "delphi2022"), No);
}

// Panel 2021.

#[test]
fn an_improvement_of_30_percent_fails_under_the_panel_and_not_under_delphi() {
    let third = with_effect(&improved(30.0));
    assert_eq!(meets(&third, "panel2021_4wk"), Yes);
    assert_eq!(meets(&third, "panel2021_6wk"), Yes);
    assert_eq!(meets(&third, "delphi2022"), No);
    assert_eq!(meets(&with_effect(&improved(50.0)), "panel2021_4wk"), No);
}

#[test]
fn both_ends_of_the_panels_4_to_6_weeks_are_definitions_of_their_own() {
    let five_weeks = of_days(35);
    assert_eq!(meets(&five_weeks, "panel2021_4wk"), Yes);
    assert_eq!(meets(&five_weeks, "panel2021_6wk"), No);
    assert_eq!(meets(&of_days(27), "panel2021_4wk"), No);
}

#[test]
fn partial_response_in_words_settles_the_half_and_not_the_30_percent() {
    let words = |words| Effect {
        improvement: Some(words),
        ..Effect::default()
    };
    let partial = with_effect(&words(Improvement::Partial));
    assert_eq!(meets(&partial, "panel2021_4wk"), Yes);
    assert_eq!(meets(&partial, "delphi2022"), No);
    // 25 % exactly is partial, so "at most 25 %" stays open.
    assert_eq!(meets(&partial, "fda_esketamine"), CannotSay);
    let rule = FailureRule::ImprovementBelow { percent: 30.0 };
    assert_eq!(failed(&partial.trials[0], rule).answer, CannotSay);
    assert_eq!(
        meets(&with_effect(&words(Improvement::Minimal)), "fda_esketamine"),
        Yes
    );
    assert_eq!(
        meets(&with_effect(&words(Improvement::Response)), "panel2021_4wk"),
        No
    );
}

// COMP006.

#[test]
fn two_to_four_failures_enter_the_psilocybin_trial_and_five_exceed_it() {
    for (count, expected) in [(1, No), (2, Yes), (4, Yes), (5, No)] {
        assert_eq!(meets(&failures(count), "comp006"), expected, "{count}");
    }
}

#[test]
fn a_fifth_failure_that_may_be_one_leaves_the_psilocybin_trial_open() {
    let mut five = failures(5);
    five.trials[4].doses.clear();
    assert_eq!(meets(&five, "comp006"), CannotSay);
    assert_eq!(missing(&five, "comp006"), ["duloxetine: dose"]);
}

#[test]
fn an_incomplete_history_may_hide_a_fifth_failure() {
    let mut four = failures(4);
    four.history_complete = Some(false);
    assert_eq!(meets(&four, "comp006"), CannotSay);
    assert_eq!(missing(&four, "comp006"), ["history_complete"]);
    let mut five = failures(5);
    five.history_complete = Some(false);
    assert_eq!(meets(&five, "comp006"), No);
}

#[test]
fn the_psilocybin_trial_wants_eight_weeks_to_the_day() {
    assert_eq!(meets(&of_days(56), "comp006"), Yes);
    assert_eq!(meets(&of_days(55), "comp006"), No);
}

#[test]
fn the_psilocybin_trial_wants_a_madrs_of_at_least_20() {
    let mut with_madrs = two_failures();
    for (total, expected) in [(Some(20.0), Yes), (Some(19.0), No), (None, CannotSay)] {
        with_madrs.scores[0].total = total;
        assert_eq!(meets(&with_madrs, "comp006"), expected, "{total:?}");
    }
    assert_eq!(missing(&with_madrs, "comp006"), ["a MADRS total"]);
}

#[test]
fn the_last_madrs_counts_and_not_the_highest() {
    let mut improved = two_failures();
    let mut later = improved.scores[0].clone();
    later.total = Some(12.0);
    improved.scores[0].date = days_from(later.date, -30);
    improved.scores.push(later);
    assert_eq!(meets(&improved, "comp006"), No);
}

#[test]
fn a_score_from_before_the_episode_says_nothing_about_it() {
    let mut stale = two_failures();
    stale.scores[0].date = days_from(EPISODE, -1);
    assert_eq!(meets(&stale, "comp006"), CannotSay);
    assert_eq!(
        missing(&stale, "comp006"),
        ["a MADRS total of this episode"]
    );
}

#[test]
fn a_first_episode_must_last_6_months_to_2_years() {
    let since = |start: jiff::civil::Date, first: Option<bool>| {
        let mut patient = two_failures();
        patient.assessed = jiff::civil::date(2026, 7, 1);
        patient.scores[0].date = patient.assessed;
        patient.episode_start = Some(start);
        patient.first_episode = first;
        for trial in &mut patient.trials {
            trial.episode = Some(Episode::Current);
        }
        meets(&patient, "comp006")
    };
    // Calendar months to 1 July 2026.
    let day = jiff::civil::date;
    assert_eq!(since(day(2026, 1, 1), Some(true)), Yes);
    assert_eq!(since(day(2026, 1, 2), Some(true)), No);
    assert_eq!(since(day(2024, 7, 1), Some(true)), Yes);
    assert_eq!(since(day(2024, 6, 30), Some(true)), No);
    assert_eq!(since(day(2026, 5, 1), Some(false)), Yes);
    assert_eq!(since(day(2020, 5, 1), Some(false)), Yes);
    assert_eq!(since(day(2025, 7, 1), None), CannotSay);
}

// Nierenberg and DeCecco.

#[test]
fn a_final_hamd_of_7_fails_as_quoted_and_not_under_the_complement_of_remission() {
    let seven = with_effect(&hamd17(20.0, 7.0));
    assert_eq!(meets(&seven, "nierenberg_c_at_least_7"), Yes);
    assert_eq!(meets(&seven, "nierenberg_c_above_7"), No);
    let (six, eight) = (
        with_effect(&hamd17(20.0, 6.0)),
        with_effect(&hamd17(20.0, 8.0)),
    );
    assert_eq!(meets(&six, "nierenberg_c_at_least_7"), No);
    assert_eq!(meets(&eight, "nierenberg_c_above_7"), Yes);
}

#[test]
fn a_final_score_on_another_scale_does_not_answer_for_the_hamd() {
    let madrs = Effect {
        scores: Some(Scores {
            instrument: "madrs".to_owned(),
            before: Some(40.0),
            end: Some(30.0),
        }),
        ..Effect::default()
    };
    let patient = with_effect(&madrs);
    assert_eq!(meets(&patient, "nierenberg_c_at_least_7"), CannotSay);
    assert_eq!(
        missing(&patient, "nierenberg_c_at_least_7"),
        [
            "sertraline: HAM-D17 at the end",
            "venlafaxine: HAM-D17 at the end"
        ]
    );
}

#[test]
fn the_quarter_implies_the_half_and_the_final_score_implies_neither() {
    let quarter = with_effect(&hamd17(20.0, 18.0));
    let third = with_effect(&hamd17(30.0, 20.0));
    let two_thirds = with_effect(&hamd17(30.0, 10.0));
    let met = |patient| {
        ["nierenberg_a", "nierenberg_b", "nierenberg_c_above_7"].map(|id| meets(patient, id))
    };
    assert_eq!(met(&quarter), [Yes, Yes, Yes]);
    assert_eq!(met(&third), [No, Yes, Yes]);
    assert_eq!(met(&two_thirds), [No, No, Yes]);
}

// Karolinska, partial response, difficult to treat.

#[test]
fn the_karolinska_model_counts_treatments_of_28_days_whatever_their_effect() {
    let mut treated = with_effect(&improved(80.0));
    assert_eq!(meets(&treated, "karolinska"), Yes);
    treated.trials[1].time = lasting(27);
    assert_eq!(meets(&treated, "karolinska"), No);
    treated.trials[1].time = lasting(28);
    assert_eq!(meets(&treated, "karolinska"), Yes);
}

#[test]
fn ect_and_rtms_count_as_treatments_in_the_karolinska_model_and_psychotherapy_does_not() {
    for (kind, expected) in [
        (ProcedureKind::Ect, Yes),
        (ProcedureKind::Rtms, Yes),
        (ProcedureKind::Psychotherapy, No),
    ] {
        let mut treated = failures(1);
        treated.procedures = vec![procedure(kind)];
        assert_eq!(meets(&treated, "karolinska"), expected, "{kind}");
    }
}

#[test]
fn partial_response_runs_from_a_quarter_to_less_than_half() {
    for (percent, expected) in [(24.9, No), (25.0, Yes), (49.9, Yes), (50.0, No)] {
        assert_eq!(
            meets(&with_effect(&improved(percent)), "prd"),
            expected,
            "{percent}"
        );
    }
}

#[test]
fn difficult_to_treat_is_a_clinicians_judgement_and_no_count() {
    let mut untreated = patient(Vec::new());
    assert_eq!(meets(&untreated, "dtd"), Yes);
    untreated.burden_despite_treatment = None;
    assert_eq!(meets(&untreated, "dtd"), CannotSay);
    assert_eq!(missing(&untreated, "dtd"), ["burden_despite_treatment"]);
    untreated.burden_despite_treatment = Some(false);
    assert_eq!(meets(&untreated, "dtd"), No);
}

#[test]
fn response_ends_a_trial_that_did_not_fail() {
    let mut responded = with_effect(&hamd17(20.0, 8.0));
    responded.trials[0].stop_reason = Some(StopReason::Completed);
    for id in [
        "classic2",
        "ema",
        "fda_esketamine",
        "delphi2022",
        "panel2021_4wk",
        "comp006",
    ] {
        assert_eq!(meets(&responded, id), No, "{id}");
    }
}

#[test]
fn a_verdict_names_the_source_of_its_definition_and_of_each_criterion() {
    for definition in definitions() {
        let verdict = judged(&two_failures(), &definition.id);
        assert_eq!(verdict.finding.source, Some(definition.source()));
        assert_eq!(verdict.finding.because.len(), definition.criteria.len());
        for (finding, criterion) in verdict.finding.because.iter().zip(&definition.criteria) {
            assert_eq!(
                finding.source,
                Some(criterion.source()),
                "{}",
                definition.id
            );
        }
    }
    assert!(!definition("delphi2022").criteria.is_empty());
}
