//! Small-study effects beside metafor 3.8-1: `reference/generators/r/small_study.R`.

use euthymia_synthesis::network::Evidence;
use euthymia_synthesis::network::certainty::small_study;
use euthymia_testkit::{assert_close, reference};

#[test]
fn bcg_trials() {
    let json = reference::json("expected/network/small_study_bcg.json");
    let numbers = |place: &str| -> Vec<f64> {
        let list = json.numbers(place);
        list.iter()
            .map(|number| number.as_ref().unwrap().value)
            .collect()
    };
    let rows = numbers("yi").into_iter().zip(numbers("sei"));
    let trials: Vec<Evidence> = rows
        .map(|(estimate, standard_error)| Evidence {
            estimate,
            standard_error,
        })
        .collect();
    let found = small_study(&trials, 10).unwrap();
    assert_close!(found.slope, json.number("slope"), "estimate", "slope");
    assert_close!(found.limit, json.number("limit"), "estimate", "limit");
    assert_close!(
        found.standard_error,
        json.number("se"),
        "estimate",
        "standard error"
    );
    assert_close!(found.statistic, json.number("t"), "estimate", "t");
    assert_close!(found.df, json.number("df"), "exact", "df");
    assert_close!(found.p_value, json.number("p"), "estimate", "p");
}
