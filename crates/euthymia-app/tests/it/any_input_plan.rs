//! Choices of a plan in any words: read or refused, never a stop.

use euthymia_app::AppError;
use euthymia_app::protocol::plan::{Asked, choices, lay_out};
use euthymia_clinical::protocol::bundled;
use proptest::prelude::*;

fn asked() -> impl Strategy<Value = Asked> {
    let start = prop_oneof!["\\PC{0,12}", "(19|20|21|22)[0-9]{2}-[01][0-9]-[0-3][0-9]"];
    let weekdays = prop::option::of("(mon|tuesday|Wed|fri|sun|,|-|–| |é|x){0,8}");
    let holidays = prop::option::of("(2026-12-2[0-9]|,|\\.\\.| |é|x|/){0,6}");
    let schedules = prop::collection::vec("([0-3]|weekly|é)", 0..2);
    (start, weekdays, holidays, schedules).prop_map(|(start, weekdays, holidays, schedules)| {
        Asked {
            start,
            weekdays,
            holidays,
            schedules,
            ..Asked::default()
        }
    })
}

proptest! {
    #[test]
    fn any_input_is_a_plan_or_bad_usage(asked in asked()) {
        let course = bundled("esketamine_adult").unwrap().clone();
        match choices(&asked).and_then(|choices| lay_out(&[course], &choices)) {
            Ok(plan) => prop_assert!(!plan.visits.is_empty()),
            Err(error) => prop_assert!(matches!(error, AppError::Usage(_)), "{error}"),
        }
    }
}
