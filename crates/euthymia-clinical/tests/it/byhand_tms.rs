//! Trains, sessions and days of magnetic stimulation that can be worked out on paper.

use euthymia_clinical::tms::day::{DayError, IntervalMeaning, SessionDay};
use euthymia_clinical::tms::quantity::{Hertz, Seconds};
use euthymia_clinical::tms::session::{Convention, Session, SessionError};
use euthymia_clinical::tms::train::{Pattern, ThetaBurst, Train, TrainError};
use euthymia_testkit::assert_close;

pub(crate) fn hertz(value: f64) -> Hertz {
    Hertz::new(value).unwrap()
}

pub(crate) fn seconds(value: f64) -> Seconds {
    Seconds::new(value).unwrap()
}

pub(crate) fn simple(rate: f64, on: f64) -> Train {
    Train::new(Pattern::Simple(hertz(rate)), seconds(on)).unwrap()
}

fn triplets(on: f64) -> Train {
    let burst = ThetaBurst::new(3, hertz(50.0), hertz(5.0)).unwrap();
    Train::new(Pattern::ThetaBurst(burst), seconds(on)).unwrap()
}

fn clocks(session: Session) -> [String; 3] {
    [
        Convention::FullCycles,
        Convention::NoLastPause,
        Convention::FirstToLastPulse,
    ]
    .map(|convention| session.length(convention).clock())
}

#[test]
fn sessions_of_the_catalogue() {
    type Row = (f64, f64, f64, u32, u64, [&'static str; 3], f64);
    let rows: [Row; 4] = [
        (
            10.0,
            4.0,
            26.0,
            75,
            3000,
            ["37:30", "37:04", "36:56.5"],
            4.0 / 30.0,
        ),
        (
            10.0,
            4.0,
            11.0,
            75,
            3000,
            ["18:45", "18:34", "18:26.5"],
            4.0 / 15.0,
        ),
        (
            20.0,
            5.0,
            25.0,
            30,
            3000,
            ["15:00", "14:35", "14:33.5"],
            5.0 / 30.0,
        ),
        // 55 (35/18) + 54 · 20 = 1186.94 s.
        (
            18.0,
            2.0,
            20.0,
            55,
            1980,
            ["20:10", "19:50", "19:46.9"],
            2.0 / 22.0,
        ),
    ];
    for (rate, on, off, trains, pulses, lengths, duty) in rows {
        let session = Session::new(simple(rate, on), seconds(off), trains).unwrap();
        assert_eq!(session.pulses().count(), pulses, "{rate} Hz");
        assert_eq!(clocks(session), lengths, "{rate} Hz {on}/{off}");
        assert_close!(
            session.duty_cycle(),
            duty,
            "algebra",
            "duty cycle of {rate} Hz"
        );
        let every = Session::every(simple(rate, on), seconds(on + off), trains).unwrap();
        assert_eq!(every, session);
        let by_total = Session::of_pulses(simple(rate, on), seconds(off), pulses).unwrap();
        assert_eq!(by_total, session);
    }
}

#[test]
fn theta_bursts() {
    let itbs = Session::new(triplets(2.0), seconds(8.0), 20).unwrap();
    assert_eq!(itbs.train().pulses().count(), 30);
    assert_eq!(itbs.pulses().count(), 600);
    // The last of ten bursts starts at 1.8 s, and its last pulse is 0.04 s later: 20 · 1.84 + 19 · 8.
    assert_eq!(clocks(itbs), ["3:20", "3:12", "3:08.8"]);
    let long = Session::new(triplets(2.0), seconds(8.0), 60).unwrap();
    assert_eq!(long.pulses().count(), 1800);
    assert_eq!(long.length(Convention::FullCycles).value(), 600.0);
    assert_eq!(long.length(Convention::NoLastPause).value(), 592.0);
    let ctbs = Session::continuous(triplets(40.0)).unwrap();
    assert_eq!(ctbs.pulses().count(), 600);
    assert_eq!(ctbs.length(Convention::FullCycles).value(), 40.0);
    assert_eq!(ctbs.duty_cycle(), 1.0);
}

#[test]
fn the_day_of_ten_sessions_has_two_lengths() {
    let minutes = |value: f64| seconds(value * 60.0);
    let day = |meaning| SessionDay::new(10, minutes(10.0), minutes(50.0), meaning).unwrap();
    assert_eq!(day(IntervalMeaning::Gap).length(), minutes(550.0));
    assert_eq!(day(IntervalMeaning::OnsetToOnset).length(), minutes(460.0));
    let overlap = SessionDay::new(
        2,
        minutes(60.0),
        minutes(50.0),
        IntervalMeaning::OnsetToOnset,
    );
    assert!(matches!(
        overlap,
        Err(DayError::IntervalShorterThanSession { .. })
    ));
}

#[test]
fn what_cannot_be_is_refused_with_its_reason() {
    let train = simple(10.0, 4.0);
    let short = Session::every(train, seconds(3.0), 75).unwrap_err();
    assert_eq!(
        short.to_string(),
        "trains that start every 3 s are shorter apart than the 4 s that one takes"
    );
    let packed = Session::new(train, Seconds::ZERO, 2);
    assert_eq!(packed, Err(SessionError::NoPause(2)));
    assert_eq!(
        Session::new(train, seconds(1.0), 0),
        Err(SessionError::Trains(0))
    );
    let days = Session::new(train, seconds(86_400.0), 3).unwrap_err();
    assert!(matches!(days, SessionError::TooLong(_)));
    let uneven = Session::of_pulses(train, seconds(26.0), 3010).unwrap_err();
    assert!(matches!(uneven, SessionError::NotWholeTrains { .. }));
    let empty = Train::new(Pattern::Simple(hertz(10.0)), Seconds::ZERO).unwrap_err();
    assert!(matches!(empty, TrainError::NoPulse { .. }));
    assert_eq!(
        ThetaBurst::new(1, hertz(50.0), hertz(5.0)),
        Err(TrainError::Burst(1))
    );
    let slow = ThetaBurst::new(3, hertz(10.0), hertz(5.0)).unwrap_err();
    assert!(matches!(slow, TrainError::BurstTooLong { .. }));
    assert!(!simple(10.0, 4.05).is_whole() && train.is_whole());
}
