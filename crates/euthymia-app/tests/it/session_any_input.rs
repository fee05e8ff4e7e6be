//! No session's file makes the reader panic, and what it takes can be checked and drawn.

use euthymia_app::session::{Asked, check, figure, read, read_site, views};
use proptest::prelude::*;

fn toml() -> impl Strategy<Value = String> {
    let lines = proptest::sample::select(vec![
        "schema = \"euthymia.session.v1\"",
        "treatment = \"esketamine_in\"",
        "treatment = \"ketamine_iv\"",
        "start = \"23:30\"",
        "start = \"é:1\"",
        "at = \"00:10\"",
        "dose_end = 40",
        "dose_end = \"00:05\"",
        "discharge = 130.5",
        "event = []",
        "[before]",
        "food = 1e9",
        "[[device]]",
        "minute = 5",
        "minute = -5",
        "[[measured]]",
        "before = 10",
        "when = \"before\"",
        "systolic = 165",
        "diastolic = \"12 kPa\"",
        "spo2 = 0.97",
        "temperature = \"98 °F\"",
        "cadss = nan",
        "[[suicidality]]",
        "instrument = \"cssrs_screener\"",
        "answers = \"no,,é\"",
        "[checklist]",
        "escort = true",
    ]);
    proptest::collection::vec(lines, 0..14).prop_map(|lines| lines.join("\n"))
}

/// Reads a file of this text, and shows what was taken.
fn shown(name: &str, text: &str) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, text).unwrap();
    let asked = Asked {
        treatment: Some("ketamine_iv".to_owned()),
        ..Asked::default()
    };
    if let Ok(session) = read(&path, &asked) {
        let held = check(session, Default::default()).unwrap();
        assert!(!views(&held).is_empty());
        assert!(!figure(&held).text_alternative().is_empty());
    }
    let _ = read_site(Some(&path));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_lines_of_a_session(text in toml()) {
        shown("s.toml", &text);
    }

    #[test]
    fn any_text_of_a_session(text in ".{0,80}") {
        shown("s.toml", &text);
        shown("s.csv", &text);
    }

    #[test]
    fn any_measurements(rows in proptest::collection::vec("(before)?,-?[0-9]{0,3},[0-9]{0,3},[0-9.,\"]{0,4}", 0..6)) {
        shown("s.csv", &format!("phase,minute,systolic,spo2\n{}\n", rows.join("\n")));
    }
}
