//! The conditional odds ratio against exact integers and 50 digits.

use crate::strategies::table;
use euthymia_numerics::Probability;
use euthymia_synthesis::effect::two_by_two::TwoByTwo;
use euthymia_synthesis::stratified::Stratum;
use euthymia_synthesis::stratified::exact::{Tail, odds_ratio};
use euthymia_testkit::Comparison;
use euthymia_testkit::reference::csv;

fn dataset(name: &str) -> Vec<Stratum<TwoByTwo>> {
    let data = csv(&format!("datasets/{name}.csv"));
    let row = |row: euthymia_testkit::reference::Row| {
        let number = |column: &str| row.parse(column);
        let table = TwoByTwo::new(
            number("events_treatment"),
            number("n_treatment"),
            number("events_control"),
            number("n_control"),
        );
        Stratum::new(row.cell("study"), table.unwrap())
    };
    data.rows().map(row).collect()
}

fn case(name: &str) -> Vec<Stratum<TwoByTwo>> {
    let given = |tables: [[u64; 4]; 2]| tables.map(|t| Stratum::new("", table(t))).to_vec();
    match name {
        "li2007_below_3000" => {
            let mut strata = dataset("li2007");
            strata.retain(|stratum| {
                let cells = stratum.table.cells();
                cells.a + cells.b + cells.c + cells.d < 3000.0
            });
            strata
        }
        "all_in_treatment" => given([[4, 6, 0, 10], [3, 9, 0, 8]]),
        "none_in_treatment" => given([[0, 6, 2, 10], [0, 9, 3, 8]]),
        _ => dataset(name),
    }
}

#[test]
fn every_case() {
    let table = csv("expected/mpmath/exact_odds_ratio.csv");
    let mut all = Comparison::new("mpmath, conditional odds ratio");
    for row in table.rows() {
        let tail = match row.cell("tail") {
            "exact" => Tail::Exact,
            _ => Tail::MidP,
        };
        let level = Probability::new(row.parse("level")).unwrap();
        let name = row.cell("case");
        let found = odds_ratio(&case(name), tail, level).unwrap();
        assert!(found.converged, "{found:?}");
        let quantity = row.cell("quantity");
        let (value, tolerance) = match quantity {
            "estimate" => (found.estimate, "root"),
            "lower" => (Some(found.lower), "root"),
            "upper" => (found.upper, "root"),
            "p_greater" => (Some(found.p_greater), "quantile"),
            "p_less" => (Some(found.p_less), "quantile"),
            _ => (Some(found.p_likelihood), "quantile"),
        };
        let context = format!("{name} {tail:?} {}", level.get());
        all.compare(
            quantity,
            value.unwrap(),
            row.number("value"),
            tolerance,
            &context,
        );
    }
    all.finish(150);
}

/// With every event in one group the odds ratio has no end on that side.
#[test]
fn all_events_in_one_group() {
    let level = Probability::NINETY_FIVE;
    let all = odds_ratio(&case("all_in_treatment"), Tail::Exact, level).unwrap();
    assert_eq!((all.estimate, all.upper), (None, None));
    assert!(all.lower > 1.0);
    let none = odds_ratio(&case("none_in_treatment"), Tail::Exact, level).unwrap();
    assert_eq!((none.estimate, none.lower), (Some(0.0), 0.0));
    assert!(none.upper.is_some());
}
