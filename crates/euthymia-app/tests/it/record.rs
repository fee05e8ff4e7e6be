//! What a patient's record must not say, and how that is told.

use euthymia_app::AppError;
use euthymia_app::assess::{Asked, assess, choices, following};
use euthymia_app::record::{Record, Site, read_text};
use euthymia_clinical::trial::Time;
use euthymia_report::assessment::{
    Letter, checklist_view, definitions_view, letter, reasoning_view, signs_view, staging_view,
    trials_view,
};
use jiff::civil::{Date, date};
use proptest::prelude::*;

const HEAD: &str =
    "schema = \"euthymia.patient.v1\"\n[patient]\nid = \"P\"\nassessed = 2026-06-30\n";

fn today() -> Option<Date> {
    Some(date(2026, 7, 1))
}

fn read(rest: &str) -> Result<Record, AppError> {
    read_text(&format!("{HEAD}{rest}"), "p.toml", today())
}

/// The findings as lines; the record must be refused as bad input.
#[track_caller]
fn refused(rest: &str) -> Vec<String> {
    match read(rest) {
        Err(error @ AppError::Input(_)) => {
            assert_eq!(error.exit_status(), 2);
            error.to_string().lines().map(str::to_owned).collect()
        }
        other => panic!("not refused: {other:?}"),
    }
}

#[track_caller]
fn one(rest: &str, expected: &str) {
    let found = refused(rest);
    assert_eq!(found, [expected], "{rest}");
}

#[test]
fn the_examples_read() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/patients");
    let mut count = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        let name = path.display().to_string();
        read_text(&text, &name, Some(date(2026, 11, 21))).unwrap_or_else(|e| panic!("{e}"));
        count += 1;
    }
    assert_eq!(count, 4);
}

#[test]
fn a_dose_without_unit_is_refused_and_not_taken_for_milligrams() {
    one(
        "[[trial]]\ndrug = \"sertraline\"\ndose = \"100\"\nweeks = 8\n",
        "p.toml, line 7, \"dose\": \"100\" has no unit; write the daily dose as \"100 mg\".",
    );
    one(
        "[[trial]]\ndrug = \"sertraline\"\ndose = 100\nweeks = 8\n",
        "p.toml, line 7, \"dose\": found \"100\", expected a dose with its unit in \
         quotation marks, such as \"100 mg\".",
    );
    let by_weight = refused("[[trial]]\ndrug = \"sertraline\"\ndose = \"0.5 mg/kg\"\nweeks = 8\n");
    assert!(
        by_weight[0].contains("\"mg/kg\" is not a daily amount"),
        "{by_weight:?}"
    );
}

#[test]
fn an_unknown_medicine_is_named_with_the_nearest() {
    one(
        "[[trial]]\ndrug = \"sertralin\"\n",
        "p.toml, line 6, \"drug\": found \"sertralin\", this is not known here. Did you mean \"sertraline\"?",
    );
}

#[test]
fn trials_that_overlap_must_say_why() {
    let two = |extra: &str| {
        format!(
            "[[trial]]\ndrug = \"sertraline\"\nstart = 2026-01-01\nstop = 2026-03-01\n\
             [[trial]]\ndrug = \"bupropion\"\nstart = 2026-02-15\nstop = 2026-05-01\n{extra}"
        )
    };
    let found = refused(&two(""));
    assert_eq!(
        found,
        [
            "p.toml, line 11, \"start\": trial 1 (sertraline) and trial 2 (bupropion) overlap from \
          2026-02-15 to 2026-03-01. If one was added to the other, say augments = \"…\" with its id; if \
          one was tapered while the other began, say cross_taper = true; otherwise correct the dates."
        ]
    );
    assert!(read(&two("augments = \"1\"\n")).is_ok());
    assert!(read(&two("cross_taper = true\n")).is_ok());
    let touching = two("").replace("2026-02-15", "2026-03-01");
    assert!(
        read(&touching).is_ok(),
        "the last day of one may be the first of the next"
    );
}

#[test]
fn the_same_medicine_twice_at_once_is_one_trial() {
    let found = refused(
        "[[trial]]\ndrug = \"sertraline\"\nstart = 2026-01-01\nstop = 2026-03-01\n\
         [[trial]]\ndrug = \"sertraline\"\nstart = 2026-02-15\nstop = 2026-05-01\ncross_taper = true\n",
    );
    assert!(
        found[0].contains("It is the same medicine: make one trial of them"),
        "{found:?}"
    );
}

#[test]
fn nothing_lies_in_the_future() {
    one(
        "[[trial]]\ndrug = \"sertraline\"\nstart = 2026-05-01\nstop = 2026-07-02\n",
        "p.toml, line 8, \"stop\": 2026-07-02 is after the assessment on 2026-06-30. A record ends with \
         the day of assessment.",
    );
    let text = HEAD.replace("2026-06-30", "2026-08-01");
    let error = read_text(&text, "p.toml", today()).unwrap_err().to_string();
    assert_eq!(
        error,
        "p.toml, line 4, \"assessed\": 2026-08-01 is in the future."
    );
    assert!(read_text(&text, "p.toml", None).is_ok());
    let late = refused("[[score]]\ndate = 2026-07-01\ninstrument = \"madrs\"\ntotal = 30\n");
    assert!(
        late[0].contains("2026-07-01 is after the assessment"),
        "{late:?}"
    );
    let session = refused("[course]\nsessions = [2026-07-01]\n");
    assert!(
        session[0].contains("2026-07-01 is after the assessment"),
        "{session:?}"
    );
}

#[test]
fn dates_that_contradict_each_other_are_refused() {
    one(
        "[[trial]]\ndrug = \"sertraline\"\nstart = 2026-05-01\nstop = 2026-04-01\n",
        "p.toml, line 8, \"stop\": it ends 2026-04-01, before it begins on 2026-05-01.",
    );
    let doses = refused(
        "[[trial]]\ndrug = \"sertraline\"\nstart = 2026-03-01\nstop = 2026-05-01\n\
         doses = [{ from = 2026-02-01, dose = \"50 mg\" }, { from = 2026-01-01, dose = \"100 mg\" }]\n",
    );
    assert_eq!(doses.len(), 3, "{doses:?}");
    let ended = refused(
        "[[trial]]\ndrug = \"sertraline\"\nstart = 2026-03-01\nongoing = true\nstop_reason = \"no_response\"\n",
    );
    assert!(
        ended[0].contains("ongoing and yet has a reason why it ended"),
        "{ended:?}"
    );
    let text = format!("{HEAD}episode_start = 2026-07-01\n");
    let error = read_text(&text, "p.toml", None).unwrap_err().to_string();
    assert!(
        error.contains("the episode begins 2026-07-01, after the assessment"),
        "{error}"
    );
}

#[test]
fn scores_and_answers_are_checked() {
    let score = |rest: &str| format!("[[score]]\ndate = 2026-06-01\n{rest}\n");
    one(
        &score("instrument = \"madrs\"\ntotal = 61"),
        "p.toml, line 8, \"total\": found \"61\", expected a MADRS total from 0 to 60. Correct it, or \
         leave it out where it is missing.",
    );
    let ten = refused(&score(
        "instrument = \"phq9\"\nanswers = \"1,1,1,1,1,1,1,1,1,1\"",
    ));
    assert!(
        ten[0].contains("10 answers, but the PHQ-9 scores 9"),
        "{ten:?}"
    );
    let range = refused(&score(
        "instrument = \"phq9\"\nanswers = \"1,1,1,4,1,1,1,1,5\"",
    ));
    assert_eq!(range.len(), 2, "{range:?}");
    let unknown = refused(&score("instrument = \"mardrs\"\ntotal = 20"));
    assert!(
        unknown[0].contains("Did you mean \"madrs\"?"),
        "{unknown:?}"
    );
    let twice = refused(
        &(score("instrument = \"madrs\"\ntotal = 20")
            + &score("instrument = \"madrs\"\ntotal = 21")),
    );
    assert!(
        twice[0].contains("a second madrs on 2026-06-01"),
        "{twice:?}"
    );
}

#[test]
fn answers_give_their_total_and_a_missing_one_gives_none() {
    let total = |answers: &str| {
        let record = read(&format!(
            "[[score]]\ndate = 2026-06-01\ninstrument = \"phq9\"\nanswers = \"{answers}\"\n"
        ));
        record.unwrap().patient.scores[0].total
    };
    assert_eq!(total("1,2,3,0,1,2,3,0,1"), Some(13.0));
    assert_eq!(total("1,2,3,,1,2,3,0,1"), None);
}

#[test]
fn keys_and_words_that_are_not_known_are_told_with_the_nearest() {
    one(
        "[[trial]]\ndrug = \"sertraline\"\nadherance = \"adequate\"\n",
        "p.toml, line 7, \"adherance\": there is no such key here. Did you mean \"adherence\"?",
    );
    let word = refused("[[trial]]\ndrug = \"sertraline\"\nstop_reason = \"intolerence\"\n");
    assert!(
        word[0].contains("Did you mean \"intolerance\"?"),
        "{word:?}"
    );
    let gene = refused("[genes]\nCYP3A4 = \"normal\"\n");
    assert!(
        gene[0].contains("no recommendation for this gene is known here"),
        "{gene:?}"
    );
    let point = refused("[checklist]\nadherence = \"maybe\"\n");
    assert!(
        point[0].contains("expected \"present\", \"excluded\" or \"unknown\""),
        "{point:?}"
    );
}

#[test]
fn every_finding_is_told_at_once_in_order_of_lines() {
    let found = refused(
        "bipolar = \"no\"\n[[trial]]\ndrug = \"sertralin\"\ndose = \"5\"\nweeks = -1\n\
         [[treatment]]\nkind = \"ecct\"\n",
    );
    let lines: Vec<&str> = found
        .iter()
        .filter_map(|line| line.split(", ").nth(1))
        .collect();
    assert_eq!(
        lines,
        ["line 5", "line 7", "line 8", "line 9", "line 11"],
        "{found:?}"
    );
}

#[test]
fn what_contradicts_itself_is_not_resolved_silently() {
    let text = format!("{HEAD}diagnosis = \"bipolar_depression\"\nbipolar = false\n");
    let error = read_text(&text, "p.toml", None).unwrap_err().to_string();
    assert!(
        error.contains("the diagnosis is bipolar depression, and bipolar is false"),
        "{error}"
    );
    let both = refused(
        "[[trial]]\ndrug = \"sertraline\"\nstop_reason = \"no_response\"\nimprovement = \"response\"\n",
    );
    assert!(both[0].contains("One of the two must be wrong"), "{both:?}");
    let double = refused(
        "[[trial]]\ndrug = \"sertraline\"\nstart = 2026-01-01\nstop = 2026-02-01\nweeks = 8\n",
    );
    assert!(double[0].contains("Give one of them"), "{double:?}");
}

#[test]
fn an_ongoing_trial_lasts_until_the_assessment() {
    let record =
        read("[[trial]]\ndrug = \"sertraline\"\nstart = 2026-05-01\nongoing = true\n").unwrap();
    let expected = Time::Since {
        start: date(2026, 5, 1),
        until: date(2026, 6, 30),
    };
    assert_eq!(record.patient.trials[0].time, expected);
}

#[test]
fn a_file_that_is_no_record_says_so() {
    let error = read_text("id = 3", "x.toml", None).unwrap_err().to_string();
    assert!(
        error.contains("Begin it with schema = \"euthymia.patient.v1\""),
        "{error}"
    );
    let error = read_text("[patient\nid = 3", "x.toml", None)
        .unwrap_err()
        .to_string();
    assert!(error.starts_with("x.toml, line 1"), "{error}");
}

#[test]
fn histories_that_cannot_be_are_refused() {
    let long = refused("[[trial]]\ndrug = \"sertraline\"\nstart = 2020-01-01\nweeks = 1e9\n");
    assert!(
        long[0].contains("expected weeks above 0 and at most 1000"),
        "{long:?}"
    );
    let later = refused("[[trial]]\ndrug = \"sertraline\"\nstart = 2026-06-01\nweeks = 8\n");
    assert!(
        later[0].contains("it would last to 2026-07-26, after the assessment"),
        "{later:?}"
    );
    let episode = "episode_start = 2026-01-01\n[[trial]]\ndrug = \"sertraline\"\nepisode = \"current\"\n\
                   start = 2020-01-01\nstop = 2020-03-01\n";
    let early = refused(episode);
    assert!(
        early[0].contains("before the episode began on 2026-01-01"),
        "{early:?}"
    );
    let apart = refused(
        "[[trial]]\ndrug = \"sertraline\"\nstart = 2025-01-01\nstop = 2025-03-01\n\
         [[trial]]\ndrug = \"lithium\"\naugments = \"1\"\nstart = 2025-06-01\nstop = 2025-08-01\n",
    );
    assert!(
        apart[0].contains("An addition is taken together with"),
        "{apart:?}"
    );
    let gap = refused(
        "[[trial]]\ndrug = \"sertraline\"\nstart = 2025-01-01\nstop = 2025-03-15\n\
         doses = [{ from = 2025-02-15, dose = \"100 mg\" }]\n",
    );
    assert!(
        gap[0].contains("the dose from 2025-01-01 to 2025-02-15 is not given"),
        "{gap:?}"
    );
    let text = format!("{HEAD}diagnosis = \"major_depression\"\nbipolar = true\n");
    let error = read_text(&text, "p.toml", None).unwrap_err().to_string();
    assert!(
        error.contains("major depressive disorder, and bipolar is true"),
        "{error}"
    );
    let scale = refused(
        "[[trial]]\ndrug = \"sertraline\"\n\
         scores = { instrument = \"qlesq_sf\", before = 20, end = 60 }\n",
    );
    assert!(
        scale[0].contains("is no improvement of depression"),
        "{scale:?}"
    );
}

/// Everything that is made of a record.
fn assessed(record: &Record) -> usize {
    let (asked, site) = (Asked::default(), Site::default());
    let (choices, following) = (
        choices(&asked, &site).expect("choices"),
        following(&asked, &site).expect("rules"),
    );
    let assessment = assess(record, &choices, &following);
    let views = [
        definitions_view(&record.patient, &assessment),
        trials_view(&record.patient, &assessment, &choices),
        staging_view(&assessment),
        reasoning_view(&assessment),
        checklist_view(&assessment),
        signs_view(&assessment),
    ];
    let page = letter(&Letter {
        patient: &record.patient,
        assessment: &assessment,
        choices: &choices,
        sessions: &record.sessions,
        clinic: None,
        published: &[],
        program: "test",
    });
    views.iter().map(|view| view.rows.len()).sum::<usize>() + page.len()
}

proptest! {
    #[test]
    fn no_text_panics(text in any::<String>()) {
        let _ = read_text(&text, "x.toml", today());
        let _ = read(&text);
    }

    #[test]
    fn no_record_with_odd_values_panics(
        key in prop::sample::select(vec!["drug", "dose", "doses", "start", "stop", "weeks", "scores", "augments", "improvement", "episode"]),
        other in prop::sample::select(vec!["start", "stop", "weeks", "dose", "improvement", "ongoing"]),
        value in prop::sample::select(vec!["1", "1000", "1e9", "-1", "1e400", "nan", "\"\"", "\"100 mg\"", "[]", "[1]", "{}", "2026-01-01", "9999-12-31", "2026-01-01T00:00:00Z", "true", "\"x\""]),
    ) {
        for text in [
            format!("[[trial]]\n{key} = {value}\n"),
            format!("[[trial]]\ndrug = \"sertraline\"\n{key} = {value}\n{other} = {value}\n"),
            format!("[[score]]\n{key} = {value}\n"),
            format!("{key} = {value}\n"),
        ] {
            if let Ok(record) = read(&text) {
                prop_assert!(assessed(&record) > 1000);
            }
        }
    }
}
