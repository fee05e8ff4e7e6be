//! Nothing panics on any record, text or setting, and gaps never breach.

use euthymia_clinical::safety::check::{Verdict, check};
use euthymia_clinical::safety::event;
use euthymia_clinical::safety::hypertension::rises;
use euthymia_clinical::safety::look::{look, unusual_during};
use euthymia_clinical::safety::quantity::Quantity;
use euthymia_clinical::safety::rules::{RuleSet, bundled};
use euthymia_clinical::safety::session::{Moment, Reading, Session};
use euthymia_clinical::safety::site::Site;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

fn moment() -> impl Strategy<Value = Moment> {
    prop_oneof![
        option::of(any::<f64>()).prop_map(Moment::Before),
        any::<f64>().prop_map(Moment::At),
        (0.0..200.0).prop_map(Moment::At),
    ]
}

prop_compose! {
    fn session()(
        readings in vec((moment(), vec((select(Quantity::ALL), any::<f64>()), 0..4)), 0..8),
        devices in vec(any::<f64>(), 0..4),
        dose_end in option::of(any::<f64>()),
        discharge in option::of(any::<f64>()),
    ) -> Session {
        Session {
            readings: readings
                .into_iter()
                .map(|(moment, values)| Reading { moment, values })
                .collect(),
            devices,
            dose_end,
            discharge,
            ..Session::default()
        }
    }
}

proptest! {
    #[test]
    fn any_session_is_judged(session in session()) {
        for set in bundled() {
            let checked = check(&session, set, None);
            prop_assert!(checked.judged.len() + checked.open.len() >= set.rules.len());
            // Nobody was asked about suicidal thoughts.
            prop_assert!(!look(&session, set, &checked).is_empty());
        }
        for rise in rises(&session) {
            prop_assert!((1..=3).contains(&rise.grade));
            let _ = (unusual_during(&session, &rise), rise.words(), rise.at_most());
        }
    }

    #[test]
    fn taking_a_measurement_away_breaches_no_limit(session in session(), index in 0_usize..8) {
        let limits = |session: &Session| {
            let set = bundled().iter().find(|set| set.id == "esketamine_nasal").unwrap();
            let checked = check(session, set, None);
            let breached = checked.judged.iter().filter(|one| one.verdict == Verdict::Breached);
            breached.filter(|one| one.rule.id.ends_with("_before")).count()
        };
        let mut less = session.clone();
        if index < less.readings.len() {
            less.readings.remove(index);
        }
        prop_assert!(limits(&less) <= limits(&session));
    }

    #[test]
    fn any_text_is_read_or_refused(text in ".{0,40}") {
        for quantity in Quantity::ALL {
            if let Ok(value) = quantity.parse(&text) {
                let (low, high) = quantity.range();
                prop_assert!((low..=high).contains(&value));
            }
        }
        let _ = event::find(&text);
        let _ = Site::parse(&text);
        let _ = RuleSet::parse(&text, "x");
    }
}
