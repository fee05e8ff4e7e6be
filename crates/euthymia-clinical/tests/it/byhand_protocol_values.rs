//! Values of protocols against what a person can work out.

use euthymia_clinical::protocol::file::SessionKind;
use euthymia_clinical::protocol::lengths::held_against;
use euthymia_clinical::protocol::reading::Reading;
use euthymia_clinical::protocol::stimulation::{pulses, rests_on, sessions};
use euthymia_clinical::protocol::value::{Amount, What, last_digit_seconds};
use euthymia_clinical::protocol::{Library, bundled};
use euthymia_clinical::source::Status;
use euthymia_clinical::tms::session::{Convention, Session};

fn session(id: &str) -> Session {
    let phase = bundled(id).unwrap().treatment().unwrap();
    sessions(&Reading::all(&phase.sessions[0])[0]).unwrap()[0]
}

#[test]
fn a_printed_length_is_that_of_the_convention_that_gives_it() {
    use Convention::{FirstToLastPulse, FullCycles, NoLastPause};
    for (id, printed, fitting) in [
        // 75 · 30 s = 37:30; the others are 37:04 and 36:56.5.
        ("tms_10hz_left", "37.5 min", vec![FullCycles]),
        // 18:45, 18:34 and 18:26.5; a vendor prints 18:26.
        ("tms_10hz_left_fast", "1106 s", vec![FirstToLastPulse]),
        // 3:20, 3:12 and 3:08.8; papers print 3:09.
        ("tms_itbs", "189 s", vec![FirstToLastPulse]),
        ("tms_itbs", "3.2 min", vec![NoLastPause]),
        // All three round to 15 min, and none to 14 or 16.
        (
            "tms_20hz_b70",
            "15 min",
            vec![FullCycles, NoLastPause, FirstToLastPulse],
        ),
        ("tms_20hz_b70", "14 min", vec![]),
        ("tms_20hz_b70", "16 min", vec![]),
    ] {
        let held = held_against(printed, &session(id)).unwrap();
        assert_eq!(held.fitting, fitting, "{id} {printed}");
    }
    let far = held_against("30 min", &session("tms_20hz_b70")).unwrap();
    assert_eq!(far.nearest, FullCycles);
    assert_eq!(held_against("long", &session("tms_itbs")), None);
}

#[test]
fn the_last_digit_says_how_exact_a_length_was_printed() {
    for (text, seconds) in [
        ("37.5 min", 6.0),
        ("20 min", 60.0),
        ("1106 s", 1.0),
        ("0,25 h", 36.0),
    ] {
        let step = last_digit_seconds(text).unwrap();
        assert!((step - seconds).abs() < 1e-9, "{text}: {step}");
    }
    assert_eq!(last_digit_seconds("20"), None);
}

#[test]
fn pulses_are_counted_from_trains_or_as_printed() {
    let count = |id: &str, part: usize| {
        let phase = bundled(id).unwrap().treatment().unwrap();
        let counted = pulses(&Reading::all(&phase.sessions[part])[0]).unwrap();
        (counted.low, counted.high, counted.is_printed)
    };
    assert_eq!(count("tms_10hz_left", 0), (3000, 3000, false));
    assert_eq!(count("tms_1hz_right", 0), (360, 1200, false));
    assert_eq!(count("tms_bilateral", 0), (600, 600, false));
    assert_eq!(count("tms_bilateral", 1), (1500, 1500, true));
}

#[test]
fn what_is_computed_rests_on_every_value_of_the_trains() {
    let rest = |id: &str| {
        let phase = bundled(id).unwrap().treatment().unwrap();
        let reading = Reading::all(&phase.sessions[0])[0];
        Status::worst(rests_on(&reading).iter().map(|entry| entry.status))
    };
    assert_eq!(rest("tms_20hz_b70"), Some(Status::Confirmed));
    assert_eq!(rest("tms_1hz_right"), Some(Status::Unverified));
    assert_eq!(rest("tms_ketamine_ctk"), Some(Status::Contested));
}

#[test]
fn a_time_has_its_unit_and_is_plausible() {
    let infusion = |text: &str| Amount::parse_in(Some(SessionKind::Infusion), What::Duration, text);
    for (text, seconds) in [("1 min", 60.0), ("60 min", 3_600.0), ("8 h", 28_800.0)] {
        assert_eq!(infusion(text).unwrap().unwrap().exact(), Some(seconds));
    }
    for (text, says) in [
        ("60", "\"60\" has no unit"),
        ("60", "ms, s, min or h"),
        ("60", "from 1 to 480 min"),
        ("40-60", "has no unit"),
        ("0 min", "from 1 to 480 min is plausible"),
        ("59 s", "the length of an infusion"),
        ("481 min", "no clinical limit"),
        ("60 kg", "is not a unit of a time"),
    ] {
        let error = infusion(text).unwrap_err().to_string();
        assert!(error.contains(says), "{text}: {error}");
    }
    for (what, text, says) in [
        (What::Frequency, "20", "Hz, /s or /min"),
        (What::Intensity, "120", "from 20 to 200 %"),
        (What::Train, "5", "from 10 ms to 1 h"),
        (What::Pause, "25", "from 0.1 s to 10 min"),
        (What::Pause, "25 min", "from 0.1 s to 10 min"),
        (What::Length, "15 h", "from 10 s to 4 h"),
        (What::Observation, "2", "from 1 min to 24 h"),
        (What::Dose, "25", "mg, g or µg"),
    ] {
        let error = Amount::parse(what, text).unwrap_err().to_string();
        assert!(error.contains(says), "{what} {text}: {error}");
    }
}

#[test]
fn doses_are_published_by_drug_and_route() {
    let range = |id: &str| {
        let phase = bundled(id).unwrap().treatment().unwrap();
        let last = phase.sessions.last().unwrap();
        let doses = Library::bundled().doses(What::DoseByWeight, &Reading::all(last)[0]);
        let low = doses.iter().map(|dose| dose.amount.low());
        let high = doses.iter().map(|dose| dose.amount.high());
        (
            low.fold(f64::INFINITY, f64::min),
            high.fold(0.0_f64, f64::max),
        )
    };
    // 0.5 mg/kg in the trials, 0.2 to 4.7 in the report of the combination.
    assert_eq!(range("ketamine_iv_40min"), (0.2, 4.7));
    assert_eq!(range("ketamine_oral"), (2.0, 2.5));
    assert_eq!(range("psilocybin_raison"), (f64::INFINITY, 0.0));
}
