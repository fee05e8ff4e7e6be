//! Laws of trains, sessions, limits and places, and any text as input.

use crate::byhand_tms::{hertz, seconds, simple};
use euthymia_clinical::answer::Answer;
use euthymia_clinical::tms::quantity::{Hertz, PercentOfMotorThreshold, Seconds};
use euthymia_clinical::tms::safety::table::facts;
use euthymia_clinical::tms::safety::train_limit::check_train;
use euthymia_clinical::tms::session::{Convention, Session};
use euthymia_clinical::tms::target::head::{Head, LengthUnit};
use euthymia_clinical::tms::target::method::{method, targets};
use euthymia_clinical::tms::train::{Pattern, Train};
use proptest::prelude::*;

fn factor(rate: f64, on: f64, intensity: f64) -> Option<f64> {
    let intensity = PercentOfMotorThreshold::new(intensity).unwrap();
    check_train(&facts().train_limits, simple(rate, on), intensity).factor()
}

proptest! {
    #[test]
    fn laws_the_three_lengths_are_ordered(
        rate in 0.5..50.0_f64, on in 2.0..100.0_f64, off in 0.1..100.0_f64, trains in 1_u32..200,
    ) {
        let train = Train::new(Pattern::Simple(hertz(rate)), seconds(on)).unwrap();
        let session = Session::new(train, seconds(off), trains).unwrap();
        let length = |convention| session.length(convention).value();
        prop_assert!(length(Convention::FullCycles) > length(Convention::NoLastPause));
        // Rounding to whole pulses moves a train by at most half a pulse.
        let slack = f64::from(trains) * 0.5 / rate;
        prop_assert!(length(Convention::NoLastPause) + slack >= length(Convention::FirstToLastPulse));
        prop_assert!(session.duty_cycle() > 0.0 && session.duty_cycle() < 1.0);
    }

    #[test]
    fn laws_faster_and_stronger_is_never_better(
        rate in 1.0..25.0_f64, faster in 0.0..1.0_f64, intensity in 80.0..130.0_f64, stronger in 0.0..1.0_f64,
    ) {
        let fast = rate + faster * (25.0 - rate);
        let strong = intensity + stronger * (130.0 - intensity);
        let (base, worse) = (factor(rate, 2.0, intensity).unwrap(), factor(fast, 2.0, strong).unwrap());
        prop_assert!(worse >= base, "{base} {worse}");
    }

    /// Over the whole range that is read, in rate, length and intensity: from yes over cannot say to no,
    /// and among those over the limit, never by less.
    #[test]
    fn laws_a_harder_session_never_gets_a_milder_answer(
        rate in prop_oneof![0.5..60.0_f64, Just(1.0), Just(5.0), Just(25.0)], faster in 1.0..4.0_f64,
        on in prop_oneof![1.0..20.0_f64, 20.0..3000.0_f64], longer in 1.0..2.0_f64,
        intensity in prop_oneof![60.0..160.0_f64, Just(110.0), Just(130.0)], stronger in 1.0..1.2_f64,
        same in any::<[bool; 3]>(),
    ) {
        let by = |is_same: bool, times: f64| if is_same { 1.0 } else { times };
        let harder = [rate * by(same[0], faster), on * by(same[1], longer), intensity * by(same[2], stronger)];
        let severity = |rate: f64, on: f64, percent: f64| {
            let percent = PercentOfMotorThreshold::new(percent).unwrap();
            let limits = &facts().train_limits;
            let check = check_train(limits, simple(rate.min(100.0), on), percent);
            match check.finding(limits).answer {
                Answer::Yes => (0, 0.0),
                Answer::No => (2, check.factor().unwrap()),
                _ => (1, 0.0),
            }
        };
        let (mild, hard) = (severity(rate, on, intensity), severity(harder[0], harder[1], harder[2]));
        prop_assert!(mild <= hard, "{mild:?} {hard:?}");
    }

    #[test]
    fn laws_the_straight_line_is_never_stricter_than_what_decides(
        rate in 1.0..25.0_f64, intensity in 80.0..130.0_f64,
    ) {
        let train = simple(rate, 2.0);
        let intensity = PercentOfMotorThreshold::new(intensity).unwrap();
        let check = check_train(&facts().train_limits, train, intensity);
        let limit = check.limit.unwrap();
        prop_assert!(check.linear.is_none_or(|linear| linear.seconds >= limit.seconds - 1e-9));
    }

    #[test]
    fn laws_a_head_twice_described_has_one_place(
        tragus in 30.0..45.0_f64, nasion in 30.0..45.0_f64, around in 50.0..66.0_f64,
    ) {
        let head = Head::new(tragus, nasion, around).unwrap();
        let in_mm = [tragus, nasion, around].map(|cm| format!("{} mm", cm * 10.0));
        // A number on the border may fall outside of it by rounding.
        if let Ok(same) = Head::parse(&in_mm[0], &in_mm[1], &in_mm[2], LengthUnit::Inch) {
            for way in &targets().methods {
                let (one, two) = (way.place(head).unwrap(), way.place(same).unwrap());
                prop_assert!((one.x - two.x).abs() < 1e-9 && (one.y - two.y).abs() < 1e-9);
            }
        }
        // Near the calculator on every plausible head of usual proportions.
        if (tragus - nasion).abs() < 3.0 {
            let (beam, linear) = (method("beam_f3").unwrap(), method("linear").unwrap());
            let (exact, near) = (beam.place(head).unwrap(), linear.place(head).unwrap());
            prop_assert!((exact.x - near.x).abs() < 0.15 && (exact.y - near.y).abs() < 0.1);
        }
    }

    #[test]
    fn any_input_is_read_or_refused(text in "\\PC{0,12}", number in "[-+−]?[0-9]{0,4}[.,]?[0-9]{0,4} ?(Hz|s|%|cm|in|µ|″)?") {
        for text in [text, number] {
            let _ = Hertz::parse(&text);
            let _ = PercentOfMotorThreshold::parse(&text);
            let _ = Head::parse(&text, &text, &text, LengthUnit::Centimetre);
            if let Ok(time) = Seconds::parse(&text) {
                prop_assert!((0.0..=86_400.0).contains(&time.value()));
            }
        }
    }
}
