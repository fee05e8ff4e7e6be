//! Sessions, heads and pulses in any words: read or refused, never a stop.

use euthymia_app::AppError;
use euthymia_app::protocol::calendar_file::left_behind;
use euthymia_app::threshold::book::Book;
use euthymia_app::threshold::hunt::{Hunt, Settings};
use euthymia_app::threshold::responses::{from_text, typed};
use euthymia_app::threshold::view::{Simulation, simulated, threshold_views};
use euthymia_app::tms::{TargetRequest, TmsRequest, screening_view, seizure_view, target, tms};
use proptest::prelude::*;

fn number() -> impl Strategy<Value = String> {
    "[-+−]?[0-9]{0,4}[.,]?[0-9]{0,2} ?(Hz|s|min|ms|%|cm|mm|in|)|\\PC{0,6}"
}

proptest! {
    /// Files of anybody's calendar.
    #[test]
    fn any_input_leaves_entries_behind_or_none(
        earlier in "(BEGIN:VEVENT\r?\n|UID:[a-c]\r?\n|DTSTART[;=A-Z]{0,4}:?[0-9T]{0,9}\r?\n|\r\n |\\PC{0,5}|\n){0,20}",
        later in "(UID:[a-c]\n|DTSTART:[0-9]{0,3}\n|\\PC{0,5}){0,20}",
    ) {
        let entries = earlier.matches("UID:").count();
        prop_assert!(left_behind(&earlier, &later).len() <= entries);
        prop_assert!(left_behind(&earlier, &earlier).is_empty());
    }

    #[test]
    fn any_input_is_a_session_or_bad_usage(
        words in prop::collection::vec(number(), 6), burst in prop::option::of("[0-9]{0,2}@?\\PC{0,4}"),
        counts in (prop::option::of(any::<u32>()), prop::option::of(any::<u64>()), prop::option::of(0_u32..60)),
    ) {
        let some = |index: usize| words.get(index).filter(|word| !word.is_empty()).cloned();
        let request = TmsRequest {
            hz: words[0].clone(),
            burst,
            on: words[1].clone(),
            off: some(2),
            every: None,
            trains: counts.0,
            pulses: counts.1,
            intensity: some(3),
            sessions: counts.0,
            a_day: counts.2,
            interval: some(4),
        };
        if let Err(error) = tms(&request) {
            prop_assert_eq!(error.exit_status(), 2);
        }
    }

    #[test]
    fn any_input_is_a_head_or_bad_usage(words in prop::collection::vec(number(), 3), unit in prop::option::of("cm|in|mm|foot")) {
        let request = TargetRequest {
            tragus: words[0].clone(),
            nasion_inion: words[1].clone(),
            circumference: words[2].clone(),
            unit,
            method: None,
        };
        match target(&request) {
            Ok(found) => {
                let steps = usize::from(!found.is_flagged());
                prop_assert_eq!(found.views().len(), 2 + steps);
                prop_assert_eq!(found.figure().is_ok(), !found.is_flagged());
            }
            Err(error) => prop_assert_eq!(error.exit_status(), 2),
        }
    }

    #[test]
    fn any_input_is_pulses_or_told(text in "([0-9]{1,3}[+-][, ]?|\\PC){0,12}") {
        if let Ok(pulses) = typed(&text) {
            let hunt = Hunt::new(Settings::default(), pulses).expect("possible settings");
            let next = hunt.next();
            prop_assert!((1.0..=100.0).contains(&next));
        }
        if let Err(AppError::Input(findings)) = from_text("pulses.csv", &text) {
            prop_assert!(findings.iter().all(|finding| finding.row.is_some()));
        }
    }

    #[test]
    fn any_input_in_a_file_of_pulses_is_told_or_kept(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("pulses.csv");
        std::fs::write(&path, bytes).expect("written");
        if let Ok((mut book, pulses, _)) = Book::open(&path) {
            book.keep(47.5, true).expect("kept");
            let (_, again, cut) = Book::open(&path).expect("opened");
            prop_assert_eq!(again.len(), pulses.len() + 1);
            prop_assert!(cut.is_none());
        }
    }
}

#[test]
fn facts_are_shown_with_their_status() {
    assert_eq!(seizure_view().rows.len(), 5);
    let screening = screening_view();
    assert!(screening.rows.len() > 20);
    assert!(
        screening
            .columns
            .iter()
            .any(|column| column.key == "status")
    );
}

#[test]
fn what_cannot_be_simulated_is_bad_usage() {
    let asked = Simulation {
        settings: Settings::default(),
        runs: 50,
        pulses: 5,
        between: "40-60".to_owned(),
        spread: 7.0,
        seed: 1,
        threads: 0,
    };
    assert_eq!(simulated(&asked).expect("a table").rows.len(), 2);
    for between in ["60-40", "x-60", "40", "0-60", "40-160"] {
        let wrong = Simulation {
            between: between.to_owned(),
            ..asked.clone()
        };
        assert_eq!(simulated(&wrong).expect_err("refused").exit_status(), 2);
    }
    let runs = Simulation { runs: 0, ..asked };
    assert!(simulated(&runs).is_err());
    let wrong = Settings {
        level: 100.0,
        ..Settings::default()
    };
    assert!(Hunt::new(wrong, Vec::new()).is_err());
    let none = Hunt::new(Settings::default(), Vec::new()).expect("possible");
    assert_eq!(
        threshold_views(&none)
            .expect_err("nothing known")
            .exit_status(),
        1
    );
}
