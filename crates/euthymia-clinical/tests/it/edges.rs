//! Edges where a plausible mistake would go unseen.

use crate::records::{
    EPISODE, START, choices, days_from, hamd17, judged, meets, mg, missing, patient, trial,
    trial_with, two_failures,
};
use euthymia_clinical::answer::Answer::{self, No, Yes};
use euthymia_clinical::dose::MgPerDay;
use euthymia_clinical::instrument::{Answers, Pack, bundled, score};
use euthymia_clinical::trial::adequacy::adequacy;
use euthymia_clinical::trial::{DoseStep, Time, Trial};

#[test]
fn items_of_different_ranges_are_not_prorated() {
    let pack = bundled("hamd17").unwrap();
    let four = |maximum: u16| (maximum == 4).then_some(4.0);
    let sheet = pack.items.iter().map(|item| four(item.maximum)).collect();
    let scored = score(&Answers::new(pack, sheet).unwrap(), Some(9));
    assert_eq!(scored.totals[0].computed, None);
}

#[test]
fn weeks_below_the_least_dose_are_not_weeks_at_it() {
    let titrated = Trial {
        doses: vec![
            DoseStep {
                from: None,
                dose: mg(25.0),
            },
            DoseStep {
                from: None,
                dose: mg(50.0),
            },
        ],
        time: Time::Weeks {
            weeks: 6.0,
            start: None,
        },
        ..trial("sertraline")
    };
    let found = adequacy(&titrated, &choices().table, &choices().minimum);
    assert_ne!(found.verdict, Yes, "{found:#?}");
}

#[test]
fn dated_steps_in_a_trial_told_in_weeks() {
    let titrated = Trial {
        doses: vec![
            DoseStep {
                from: Some(START),
                dose: mg(25.0),
            },
            DoseStep {
                from: Some(days_from(START, 28)),
                dose: mg(50.0),
            },
        ],
        time: Time::Weeks {
            weeks: 6.0,
            start: Some(START),
        },
        ..trial("sertraline")
    };
    let found = adequacy(&titrated, &choices().table, &choices().minimum);
    assert_eq!(found.verdict, No, "{:?}", found.days_at_dose);
}

#[test]
fn a_thousands_comma_is_not_a_decimal_one() {
    for text in ["1,200 mg", "1,000 mg"] {
        assert!(
            MgPerDay::parse(text).is_err(),
            "{:?}",
            MgPerDay::parse(text)
        );
    }
}

#[test]
fn a_step_after_the_end_adds_no_days() {
    let odd = Trial {
        doses: vec![
            DoseStep {
                from: None,
                dose: mg(50.0),
            },
            DoseStep {
                from: Some(days_from(START, 60)),
                dose: mg(25.0),
            },
        ],
        time: crate::records::lasting(28),
        ..trial("sertraline")
    };
    let found = adequacy(&odd, &choices().table, &choices().minimum);
    assert_eq!(found.days_at_dose, Some(28));
}

#[test]
fn weeks_that_ended_before_the_episode_are_before_it() {
    let mut p = two_failures();
    p.trials[1].time = Time::Weeks {
        weeks: 8.0,
        start: Some(days_from(EPISODE, -400)),
    };
    assert_eq!(meets(&p, "fda_esketamine"), No);
}

#[test]
fn at_most_any_count_does_not_overflow() {
    assert_eq!(Answer::at_most(usize::MAX, [Yes]), Yes);
}

#[test]
fn words_do_not_contradict_the_answer() {
    let p = patient(vec![
        trial_with("sertraline", hamd17(57.0, 43.0)),
        trial_with("venlafaxine", hamd17(57.0, 43.0)),
    ]);
    let verdict = judged(&p, "delphi2022");
    assert_eq!(verdict.finding.answer, Yes);
    let lines = verdict.finding.lines();
    let line = lines
        .iter()
        .find(|(_, f)| f.statement.contains("below 25 % counts"))
        .unwrap();
    assert!(
        !line.1.statement.starts_with("improvement 25 %"),
        "{}",
        line.1.statement
    );
}

#[test]
fn two_calendar_years_are_two_years() {
    let mut p = two_failures();
    p.assessed = jiff::civil::date(2026, 1, 1);
    p.episode_start = Some(jiff::civil::date(2024, 1, 1));
    assert_eq!(meets(&p, "comp006"), Yes);
}

#[test]
fn six_calendar_months_are_six_months() {
    let mut p = two_failures();
    p.assessed = jiff::civil::date(2025, 7, 1);
    for t in &mut p.trials {
        t.episode = Some(euthymia_clinical::trial::Episode::Current);
    }
    assert_eq!(meets(&p, "comp006"), Yes);
}

fn refused(find: &str, replace: &str) {
    let text = crate::files::text("instruments/phq9.toml");
    assert!(text.contains(find));
    assert!(
        Pack::parse(&text.replacen(find, replace, 1), "x").is_err(),
        "{replace}"
    );
}

#[test]
fn cutoffs_with_one_id_are_refused() {
    refused(
        "id = \"screen_positive_arroll_2010\"",
        "id = \"screen_positive\"",
    );
}
#[test]
fn changes_with_one_id_are_refused() {
    refused("id = \"individual_trd\"", "id = \"individual\"");
}
#[test]
fn a_band_upside_down_is_refused() {
    refused(
        "from = 5, to = 9 },\n  { name = \"moderate\", from = 10",
        "from = 5, to = 2 },\n  { name = \"moderate\", from = 3",
    );
}
#[test]
fn an_alert_that_no_answer_reaches_is_refused() {
    refused("alert_at_least = 1", "alert_at_least = 9");
}
#[test]
fn a_skip_on_an_impossible_answer_is_refused() {
    let text = crate::files::text("instruments/cssrs_screener.toml");
    let text = text.replacen("equals = 1", "equals = 7", 1);
    assert!(Pack::parse(&text, "x").is_err());
}
#[test]
fn clear_non_response_settles_an_unknown_duration() {
    let mut p = two_failures();
    p.trials[1].time = Time::Unknown { start: None };
    p.trials[1].clear_non_response = Some(true);
    assert_eq!(
        meets(&p, "delphi2022"),
        Yes,
        "{:?}",
        missing(&p, "delphi2022")
    );
}
#[test]
fn karolinska_same_medicine_twice() {
    let p = patient(vec![trial("sertraline"), trial("sertraline")]);
    assert_eq!(meets(&p, "karolinska"), No);
}
