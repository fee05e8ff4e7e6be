//! What `tms`, `target` and `threshold` promise: a place that cannot be right is refused, every rule has
//! its source, and numbers are read in one way.

use euthymia_app::AppError;
use euthymia_app::threshold::hunt::{Hunt, Settings, intensity, percent};
use euthymia_app::threshold::responses::{from_text, typed};
use euthymia_app::threshold::view::{counted, threshold_views};
use euthymia_app::tms::{Target, TargetRequest, TmsRequest, target, tms};
use euthymia_table::TableView;

fn head(lengths: [&str; 3], method: Option<&str>) -> Result<Target, AppError> {
    let [tragus, nasion_inion, circumference] = lengths.map(str::to_owned);
    target(&TargetRequest {
        tragus,
        nasion_inion,
        circumference,
        unit: None,
        method: method.map(str::to_owned),
    })
}

/// The cells of a column for people.
fn column(view: &TableView, key: &str) -> Vec<String> {
    let place = view
        .columns
        .iter()
        .position(|own| own.key == key)
        .expect("a column");
    view.rows
        .iter()
        .map(|row| row[place].for_people())
        .collect()
}

#[test]
fn spec_a_place_outside_of_the_guard_is_refused() {
    let small = ["30", "30", "66"];
    for method in ["beam-f3", "adjusted", "left-anterior", "right-posterior"] {
        let why = head(small, Some(method)).unwrap_err();
        assert_eq!(why.exit_status(), 2);
        let why = why.to_string();
        assert!(
            why.contains("Y of") && why.contains("is not between"),
            "{why}"
        );
    }
    let all = head(small, None).unwrap();
    assert!(all.is_flagged() && all.aim().is_none() && all.figure().is_err());
    let views = all.views();
    assert_eq!(column(&views[0], "use")[0], "REFUSED");
    assert!(!views.iter().any(|view| view.schema.contains("steps")));
    assert!(!head(["36", "38", "60"], None).unwrap().is_flagged());
    // The guard of F3 does not forbid targets further back, nor large heads.
    assert!(head(["45", "45", "66"], Some("left-anterior")).is_ok());
    assert!(head(["36", "38", "60"], Some("right-posterior")).is_ok());
}

#[test]
fn spec_every_method_and_rule_prints_its_source_and_mark() {
    let all = head(["36", "38", "60"], None).unwrap().views();
    let hunt = Hunt::new(Settings::default(), typed("50+ 45-").unwrap()).unwrap();
    let threshold = threshold_views(&hunt).unwrap();
    for view in all.iter().take(2).chain(&threshold) {
        for key in ["source", "status"] {
            let cells = column(view, key);
            assert!(
                !cells.is_empty() && cells.iter().all(|cell| !cell.is_empty()),
                "{key}"
            );
        }
    }
    assert_eq!(column(&threshold[0], "status")[2], "unverified");
    let notes = threshold[0].notes.join("\n");
    assert!(
        notes.contains("50 µV") && notes.contains("confirmed"),
        "{notes}"
    );
}

#[test]
fn example_the_rule_of_5_5_cm_has_steps_and_a_drawing() {
    for word in [
        "5.5",
        "5,5",
        "5.5cm",
        "5.5 cm rule",
        "five-and-a-half",
        "five_and_a_half",
    ] {
        let found = head(["36", "38", "60"], Some(word)).unwrap();
        let steps = column(found.views().last().unwrap(), "text");
        assert_eq!(steps.len(), 4, "{word}");
        assert!(steps[3].contains("5.5 cm forwards"));
        let words = found.figure().unwrap().text_alternative();
        assert!(words.contains("5.5 cm in front of the hotspot"), "{words}");
    }
    let unverified = head(["36", "38", "60"], Some("dmpfc")).unwrap();
    let words = unverified.figure().unwrap().text_alternative();
    assert!(
        words.contains("Unverified") && words.contains("9.8 cm from the nasion"),
        "{words}"
    );
    let known = head(["36", "38", "60"], Some("f4"))
        .unwrap_err()
        .to_string();
    assert!(
        known.contains("five-and-a-half") && known.contains("dmpfc"),
        "{known}"
    );
}

fn session(words: &[(&str, &str)]) -> TmsRequest {
    let get = |name: &str| {
        let found = words.iter().find(|(own, _)| *own == name);
        found.map(|(_, value)| (*value).to_owned())
    };
    TmsRequest {
        hz: get("hz").expect("a rate"),
        on: get("on").expect("a length"),
        off: get("off"),
        burst: get("burst"),
        intensity: get("intensity"),
        trains: get("trains").map(|text| text.parse().expect("a number")),
        sessions: get("sessions").map(|text| text.parse().expect("a number")),
        ..TmsRequest::default()
    }
}

#[test]
fn spec_a_harder_session_is_flagged_and_theta_burst_is_not_covered() {
    let over = [("hz", "20"), ("on", "5"), ("off", "25"), ("trains", "30")];
    for intensity in ["130", "131", "180"] {
        let words = [&over[..], &[("intensity", intensity)]].concat();
        assert!(tms(&session(&words)).unwrap().is_flagged(), "{intensity}");
    }
    let faster = [("hz", "26"), ("on", "2"), ("intensity", "120")];
    assert!(tms(&session(&faster)).unwrap().is_flagged());
    let burst = [
        ("hz", "5"),
        ("burst", "3@50"),
        ("on", "2"),
        ("off", "8"),
        ("trains", "20"),
    ];
    let found = tms(&session(&burst)).unwrap();
    assert!(!found.is_flagged());
    let told = column(found.views.last().unwrap(), "statement");
    assert!(told[0].contains("theta burst is not covered"), "{told:?}");
}

#[test]
fn spec_advice_is_given_only_at_the_rate_it_was_found_at() {
    let asks = |hz: &str| {
        let words = [("hz", hz), ("on", "1"), ("intensity", "110")];
        let found = tms(&session(&words)).unwrap();
        let questions = column(found.views.last().unwrap(), "question");
        questions.iter().any(|own| own.contains("advise"))
    };
    assert!(asks("20") && !asks("1") && !asks("10") && !asks("18"));
}

#[test]
fn spec_sessions_and_trains_that_cannot_be_are_refused() {
    let none = [("hz", "10"), ("on", "4"), ("sessions", "0")];
    let why = tms(&session(&none)).unwrap_err().to_string();
    assert!(
        why.contains("--sessions") && why.contains("1 to 500"),
        "{why}"
    );
    let long = [("hz", "10"), ("on", "4h")];
    let why = tms(&session(&long)).unwrap_err().to_string();
    assert!(why.contains("2 hours"), "{why}");
    // Three pulses at 10 Hz end just when the next burst at 5 Hz begins.
    let touching = [("hz", "5"), ("burst", "3@10"), ("on", "2")];
    let why = tms(&session(&touching)).unwrap_err().to_string();
    assert!(
        why.contains("0.200 s") && why.contains("leaves no pause"),
        "{why}"
    );
}

#[test]
fn spec_percent_is_read_in_one_way() {
    for text in ["50.5", "50,5", "50,5 %", " 50.5% "] {
        assert_eq!(percent(text).unwrap(), 50.5, "{text}");
        assert_eq!(intensity(text).unwrap(), 50.5, "{text}");
    }
    let why = |text: &str| intensity(text).unwrap_err().to_string();
    for text in ["150", "0", "-5", "200"] {
        assert!(
            why(text).contains("above 0 and at most 100 %"),
            "{text}: {}",
            why(text)
        );
    }
    assert!(why("1,234").contains("two ways") && why("50 V").contains("not percent"));
    let pulses = typed("45,5+, 52- 48,25+").unwrap();
    let read: Vec<f64> = pulses.iter().map(|own| own.intensity()).collect();
    assert_eq!(read, [0.455, 0.52, 0.4825]);
    let file = from_text("pulses", "45,5,yes\n45.5;no\n").unwrap();
    assert!(file.iter().all(|own| own.intensity() == 0.455));
    let missing = typed("nofile.csv").unwrap_err().to_string();
    assert!(missing.contains("no file of this name"), "{missing}");
    assert_eq!(typed("").unwrap_err().exit_status(), 2);
}

/// Six without a response of ten leave four: too few.
#[test]
fn example_the_tally_of_five_in_ten() {
    let tally = |list: &str| {
        let hunt = Hunt::new(Settings::default(), typed(list).unwrap()).unwrap();
        hunt.tally().unwrap()
    };
    assert_eq!(tally("48+ 50+ 50-"), "1 of 2 at 50 %");
    assert_eq!(
        tally("50+ 50+ 50+ 50+ 50+"),
        "5 of 5 at 50 %: enough, 5 in 10"
    );
    assert_eq!(
        tally("48- 48- 48- 48- 48- 48-"),
        "0 of 6 at 48 %: 5 in 10 cannot be met any more"
    );
    assert_eq!(
        [counted(1, "pulse"), counted(2, "pulse")],
        ["1 pulse", "2 pulses"]
    );
}
