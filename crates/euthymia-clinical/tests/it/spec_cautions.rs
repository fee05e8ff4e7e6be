//! What a record answers of the conditions and medicines of a protocol: cases that a person can settle
//! by reading.

use crate::records::patient;
use euthymia_clinical::answer::Answer::{self, CannotSay, No, Yes};
use euthymia_clinical::drug::find;
use euthymia_clinical::patient::{
    CheckState::{self, Excluded, Present},
    DatedScore, Diagnosis, Patient, Procedure, ProcedureKind, Severity,
};
use euthymia_clinical::protocol::bundled;
use euthymia_clinical::protocol::cautions::{Background, Flag, flags, remarkable};
use euthymia_clinical::protocol::record_key::{condition, conditions};
use euthymia_clinical::trial::{Time, Trial};
use jiff::civil::{Date, date};

const COMP: &str = "psilocybin_comp001";

/// All of it unknown but the day of assessment, 10 January 2026.
fn unknown() -> Patient {
    Patient {
        diagnosis: None,
        bipolar: None,
        episode_start: None,
        first_episode: None,
        severity: None,
        history_complete: None,
        scores: Vec::new(),
        ..patient(Vec::new())
    }
}

fn with(keys: &[(&str, CheckState)]) -> Background {
    Background {
        conditions: keys
            .iter()
            .map(|(key, state)| ((*key).to_owned(), *state))
            .collect(),
        ..Background::default()
    }
}

fn nothing() -> Background {
    Background::default()
}

/// The points of a protocol about one key.
fn about(protocol: &str, key: &str, patient: &Patient, background: &Background) -> Vec<Flag> {
    let mut found = flags(bundled(protocol).unwrap(), patient, background);
    found.retain(|flag| flag.key.ends_with(&format!(" {key}")));
    assert!(!found.is_empty(), "{protocol} does not ask about {key}");
    found
}

fn one(protocol: &str, key: &str, patient: &Patient, background: &Background) -> Flag {
    about(protocol, key, patient, background).remove(0)
}

fn answer(protocol: &str, key: &str, patient: &Patient, background: &Background) -> Answer {
    one(protocol, key, patient, background).finding.answer
}

fn given(kind: ProcedureKind, start: Option<Date>, stop: Option<Date>) -> Procedure {
    Procedure {
        kind,
        start,
        stop,
        sessions: None,
    }
}

#[test]
fn ect_before_the_episode_is_not_ect_in_it() {
    let ect = |start, stop| vec![given(ProcedureKind::Ect, start, stop)];
    let mut record = unknown();
    record.episode_start = Some(date(2025, 6, 1));
    let of = |record: &Patient| {
        let found = one(COMP, "ect_this_episode", record, &nothing());
        (found.finding.answer, found.finding.missing_fields())
    };
    record.procedures = ect(Some(date(2020, 3, 2)), Some(date(2020, 4, 10)));
    // Another course may be missing from the list.
    let (found, missing) = of(&record);
    assert_eq!(found, CannotSay);
    assert!(
        missing.contains(&"[patient] history_complete".to_owned()),
        "{missing:?}"
    );
    record.history_complete = Some(true);
    assert_eq!(of(&record).0, No);
    // Its last day is the first of the episode.
    record.procedures = ect(None, Some(date(2025, 6, 1)));
    assert_eq!(of(&record).0, Yes);
    record.procedures = ect(None, Some(date(2025, 5, 31)));
    assert_eq!(of(&record).0, No);
    // It began in the episode, so it ended in it.
    record.procedures = ect(Some(date(2025, 7, 1)), None);
    assert_eq!(of(&record).0, Yes);
    // It began before the episode and nobody wrote down its end.
    record.procedures = ect(Some(date(2025, 5, 1)), None);
    let (found, missing) = of(&record);
    assert_eq!(found, CannotSay);
    assert!(
        missing.contains(&"[[treatment]] stop".to_owned()),
        "{missing:?}"
    );
    record.procedures = ect(None, Some(date(2025, 7, 1)));
    record.episode_start = None;
    let (found, missing) = of(&record);
    assert_eq!(found, CannotSay);
    assert!(
        missing.contains(&"[patient] episode_start".to_owned()),
        "{missing:?}"
    );
    record.procedures.clear();
    assert_eq!(of(&record).0, No);
    record.history_complete = None;
    assert_eq!(of(&record).0, CannotSay);
}

#[test]
fn tms_counts_for_183_days() {
    let mut record = unknown();
    record.history_complete = Some(true);
    for (stop, expected) in [
        // 183 days before 10 January 2026 is 11 July 2025.
        (date(2025, 7, 11), Yes),
        (date(2025, 7, 10), No),
    ] {
        record.procedures = vec![given(ProcedureKind::Rtms, None, Some(stop))];
        assert_eq!(
            answer(COMP, "tms_6_months", &record, &nothing()),
            expected,
            "{stop}"
        );
    }
    record.procedures = vec![given(ProcedureKind::Rtms, Some(date(2025, 12, 1)), None)];
    assert_eq!(answer(COMP, "tms_6_months", &record, &nothing()), Yes);
}

#[test]
fn psychosis_is_found_wherever_it_stands() {
    let asked = [
        (COMP, "psychotic_disorder"),
        (COMP, "psychosis_personal_or_family"),
        ("psilocybin_raison", "psychosis_or_mania"),
        ("esketamine_adult", "psychosis"),
        ("ketamine_iv_40min", "psychosis_active"),
    ];
    let mut record = unknown();
    for (protocol, key) in asked {
        assert_eq!(
            answer(protocol, key, &record, &nothing()),
            CannotSay,
            "{key}"
        );
    }
    record.severity = Some(Severity::SevereWithPsychosis);
    for (protocol, key) in asked {
        assert_eq!(answer(protocol, key, &record, &nothing()), Yes, "{key}");
        // Somebody ticked the box the other way: the contradiction is a yes that says so.
        let found = one(protocol, key, &record, &with(&[(key, Excluded)]));
        assert_eq!(found.finding.answer, Yes, "{key}");
        assert!(
            found.finding.statement.contains("excluded"),
            "{}",
            found.finding.statement
        );
    }
    assert_eq!(
        remarkable(&record),
        ["this episode is severe with psychosis"]
    );
    // An episode without it says nothing of a disorder.
    record.severity = Some(Severity::SevereWithoutPsychosis);
    for (protocol, key) in asked {
        assert_eq!(
            answer(protocol, key, &record, &nothing()),
            CannotSay,
            "{key}"
        );
    }
    let family = with(&[("family_psychosis_or_bipolar", Present)]);
    assert_eq!(
        answer(COMP, "psychosis_personal_or_family", &record, &family),
        Yes
    );
    assert_eq!(
        answer(COMP, "psychotic_disorder", &record, &family),
        CannotSay
    );
    assert_eq!(
        answer("psilocybin_raison", "psychosis_or_mania", &record, &family),
        CannotSay
    );
}

#[test]
fn a_bipolar_disorder_is_told_where_mania_is_asked() {
    let mut record = unknown();
    record.diagnosis = Some(Diagnosis::BipolarDepression);
    assert_eq!(answer(COMP, "bipolar", &record, &nothing()), Yes);
    // A no beside the diagnosis does not undo it.
    record.bipolar = Some(false);
    assert_eq!(answer(COMP, "bipolar", &record, &nothing()), Yes);
    for (protocol, key) in [
        ("ketamine_iv_40min", "mania_active"),
        ("psilocybin_raison", "psychosis_or_mania"),
    ] {
        let found = one(protocol, key, &record, &nothing()).finding;
        assert_eq!(found.answer, CannotSay, "{key}");
        assert!(found.statement.contains("bipolar"), "{}", found.statement);
    }
    let mania = with(&[("mania_active", Present)]);
    assert_eq!(
        answer(
            "psilocybin_raison",
            "psychosis_or_mania",
            &unknown(),
            &mania
        ),
        Yes
    );
    assert_eq!(answer(COMP, "bipolar", &unknown(), &mania), Yes);
}

fn screener(day: Date, answers: [Option<u8>; 7]) -> DatedScore {
    DatedScore {
        date: day,
        instrument: "cssrs_screener".to_owned(),
        total: None,
        answers: Some(answers.map(|one| one.map(f64::from)).to_vec()),
    }
}

#[test]
fn suicidality_is_read_from_the_screeners_of_the_past_month() {
    let raison = |record: &Patient| one("psilocybin_raison", "suicidal_intent", record, &nothing());
    let comp = |record: &Patient| one(COMP, "suicide_risk", record, &nothing());
    let mut record = unknown();
    assert_eq!(raison(&record).finding.answer, CannotSay);
    // Yes to items 1, 2 and 4: intent, the most urgent level.
    let intent = [Some(1), Some(1), Some(0), Some(1), Some(0), Some(0), None];
    record.scores = vec![screener(date(2026, 1, 9), intent)];
    assert_eq!(raison(&record).finding.answer, Yes);
    assert_eq!(comp(&record).finding.answer, Yes);
    // A later sheet without it does not undo one of this month.
    let silent = [Some(0), Some(0), None, None, None, Some(0), None];
    record.scores.push(screener(date(2026, 1, 10), silent));
    assert_eq!(raison(&record).finding.answer, Yes);
    // Two months ago: told, and no answer for today.
    record.scores = vec![screener(date(2025, 11, 9), intent)];
    let old = raison(&record).finding;
    assert_eq!(old.answer, CannotSay);
    assert!(old.statement.contains("2025-11-09"), "{}", old.statement);
    // Thoughts without intent.
    let thoughts = [Some(1), Some(1), Some(0), Some(0), Some(0), Some(0), None];
    record.scores = vec![screener(date(2026, 1, 9), thoughts)];
    assert_eq!(raison(&record).finding.answer, CannotSay);
    assert!(raison(&record).finding.statement.contains("C-SSRS"));
    assert_eq!(comp(&record).finding.answer, CannotSay);
    // A screener without a yes is no statement about risk.
    record.scores = vec![screener(date(2026, 1, 9), silent)];
    assert_eq!(comp(&record).finding.answer, CannotSay);
    assert!(remarkable(&record).is_empty());
}

#[test]
fn the_suicide_item_of_another_scale_is_told() {
    let mut record = unknown();
    let answers = [3, 3, 2, 3, 2, 3, 2, 1, 1].map(|one| Some(f64::from(one)));
    record.scores = vec![DatedScore {
        date: date(2026, 1, 2),
        instrument: "phq9".to_owned(),
        total: None,
        answers: Some(answers.to_vec()),
    }];
    let found = one(COMP, "suicide_risk", &record, &nothing()).finding;
    assert_eq!(found.answer, CannotSay);
    assert!(
        found.statement.contains("PHQ-9 item 9: answered 1"),
        "{}",
        found.statement
    );
    // It is told where the point is settled, too, and beside protocols that do not ask.
    let settled = with(&[("suicide_risk", Excluded)]);
    let found = one(COMP, "suicide_risk", &record, &settled).finding;
    assert_eq!(found.answer, No);
    assert!(
        found.statement.contains("PHQ-9 item 9"),
        "{}",
        found.statement
    );
    assert_eq!(remarkable(&record).len(), 1);
}

#[test]
fn one_fact_answers_every_point_about_it() {
    let record = unknown();
    let tms = "tms_10hz_left";
    for (present, asked) in [
        ("pregnancy", "pregnancy"),
        ("cochlear_implant", "cochlear_implant"),
        ("cochlear_implant", "metal"),
        ("cochlear_implant", "hearing"),
        ("pacemaker", "cardiac"),
        ("deep_brain_stimulator", "neurostimulator"),
        ("deep_brain_stimulator", "metal"),
        ("seizures_admission", "seizure_ever"),
        ("epilepsy", "seizure_ever"),
        ("tms_adverse_event", "tms_problem"),
    ] {
        let background = with(&[(present, Present)]);
        for flag in about(tms, asked, &record, &background) {
            assert_eq!(flag.finding.answer, Yes, "{present} → {asked}");
        }
    }
    // Both points about pregnancy, and both about the implant, are answered by a no, too.
    let none = with(&[("pregnancy", Excluded), ("cochlear_implant", Excluded)]);
    for key in ["pregnancy", "cochlear_implant"] {
        let found = about(tms, key, &record, &none);
        assert_eq!(found.len(), 2, "{key}");
        assert!(found.iter().all(|flag| flag.finding.answer == No), "{key}");
    }
    // The wider one does not imply the narrower: it is told.
    for (present, protocol, asked) in [
        ("cardiac", tms, "pacemaker"),
        ("seizure_ever", COMP, "epilepsy"),
        ("substance_use", COMP, "substance_use_12_months"),
        (
            "myocardial_infarction",
            "ketamine_iv_40min",
            "unstable_angina_or_recent_infarction",
        ),
    ] {
        let found = one(protocol, asked, &record, &with(&[(present, Present)])).finding;
        assert_eq!(found.answer, CannotSay, "{present} → {asked}");
        assert!(found.statement.contains(present), "{}", found.statement);
    }
}

#[test]
fn implications_are_declared_and_closed() {
    for key in conditions() {
        for implying in key.also.iter().chain(&key.perhaps) {
            assert_ne!(*implying, key.id);
            assert!(condition(implying).is_some(), "{implying} is not declared");
        }
        for implying in &key.also {
            assert!(!key.perhaps.contains(implying), "{} and {implying}", key.id);
            // What implies what implies it implies it.
            for further in &condition(implying).unwrap().also {
                assert!(
                    key.also.contains(further),
                    "{further} → {implying} → {}",
                    key.id
                );
            }
        }
    }
}

#[test]
fn a_medicine_taken_now_answers_whether_any_is() {
    let mut record = unknown();
    assert_eq!(
        answer("tms_itbs", "medicines", &record, &nothing()),
        CannotSay
    );
    record.trials = vec![since("sertraline")];
    assert_eq!(answer("tms_itbs", "medicines", &record, &nothing()), Yes);
    record.trials = vec![until("sertraline", 10)];
    assert_eq!(
        answer("tms_itbs", "medicines", &record, &nothing()),
        CannotSay
    );
}

fn since(drug: &str) -> Trial {
    Trial {
        time: Time::Since {
            start: date(2025, 1, 1),
            until: date(2026, 1, 10),
        },
        ..until(drug, 0)
    }
}

/// Last taken so many days before the assessment.
fn until(drug: &str, days: i64) -> Trial {
    let stop = crate::records::days_from(date(2026, 1, 10), -days);
    Trial {
        time: Time::Between {
            start: date(2024, 1, 1),
            stop,
        },
        drug: find(drug).unwrap(),
        label: drug.to_owned(),
        ..crate::records::trial("sertraline")
    }
}

#[test]
fn a_washout_is_counted_in_days() {
    let mut record = unknown();
    record.history_complete = Some(true);
    let maoi = |record: &Patient| one(COMP, "maoi", record, &nothing()).finding;
    // 14 days are wanted.
    for (days, expected) in [(0, Yes), (13, Yes), (14, No), (278, No)] {
        record.trials = vec![until("phenelzine", days)];
        let found = maoi(&record);
        assert_eq!(found.answer, expected, "{days}");
        let words = format!("last taken {days} days before, 14 wanted");
        assert!(found.statement.contains(&words), "{}", found.statement);
    }
    // Of two courses the nearer one counts.
    record.trials = vec![until("phenelzine", 278), until("tranylcypromine", 30)];
    assert!(
        maoi(&record)
            .statement
            .contains("last taken 30 days before")
    );
    record.trials = vec![until("phenelzine", 278), until("tranylcypromine", 3)];
    assert_eq!(maoi(&record).answer, Yes);
    record.trials = vec![since("phenelzine")];
    assert_eq!(maoi(&record).answer, Yes);
    // Not in a complete list: not given.
    record.trials.clear();
    assert_eq!(maoi(&record).answer, No);
    assert_eq!(answer(COMP, "fluoxetine", &record, &nothing()), No);
    // The list is about depression: it says nothing of triptans.
    assert_eq!(answer(COMP, "triptan", &record, &nothing()), CannotSay);
    // Not complete: it may have been given again.
    record.history_complete = None;
    record.trials = vec![until("phenelzine", 278)];
    let found = maoi(&record);
    assert_eq!(found.answer, CannotSay);
    assert_eq!(
        found.missing_fields(),
        ["[medicines] maoi", "[patient] history_complete"]
    );
}

#[test]
fn not_taken_now_does_not_say_since_when() {
    let mut record = unknown();
    let mut trial = until("phenelzine", 0);
    trial.time = Time::Weeks {
        weeks: 8.0,
        start: None,
    };
    record.trials = vec![trial];
    let mut background = nothing();
    background.medicines.insert("maoi".to_owned(), Excluded);
    let found = one(COMP, "maoi", &record, &background).finding;
    assert_eq!(
        (found.answer, found.missing_fields()),
        (CannotSay, vec!["[[trial]] stop".to_owned()])
    );
    record.trials.clear();
    assert_eq!(answer(COMP, "maoi", &record, &background), No);
    // Stopped ten days ago: a no now is no washout.
    record.trials = vec![until("phenelzine", 10)];
    assert_eq!(answer(COMP, "maoi", &record, &background), Yes);
}

#[test]
fn a_remark_of_the_file_comes_with_the_answer() {
    let found = one(COMP, "tms_6_months", &unknown(), &nothing());
    assert!(found.note.is_some_and(|note| note.contains("183 days")));
}
