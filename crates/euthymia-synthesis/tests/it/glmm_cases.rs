//! The counts of the generalised linear mixed models' reference files.

use euthymia_synthesis::effect::person_time::PersonTime;
use euthymia_synthesis::effect::proportion::Count;
use euthymia_synthesis::effect::two_by_two::TwoByTwo;
use euthymia_testkit::reference::csv;

pub(crate) fn counts(dataset: &str) -> Vec<Count> {
    let rows = csv(&format!("datasets/{dataset}.csv"));
    let count = |row: euthymia_testkit::reference::Row| {
        Count::new(row.parse("events"), row.parse("n")).unwrap()
    };
    rows.rows().map(count).collect()
}

pub(crate) fn tables(dataset: &str) -> Vec<TwoByTwo> {
    let rows = csv(&format!("datasets/{dataset}.csv"));
    let table = |row: euthymia_testkit::reference::Row| {
        TwoByTwo::new(
            row.parse("events_treatment"),
            row.parse("n_treatment"),
            row.parse("events_control"),
            row.parse("n_control"),
        )
        .unwrap()
    };
    rows.rows().map(table).collect()
}

pub(crate) fn rate_pairs(dataset: &str) -> Vec<[PersonTime; 2]> {
    let rows = csv(&format!("datasets/{dataset}.csv"));
    let pair = |row: euthymia_testkit::reference::Row| {
        ["treatment", "control"].map(|group| {
            let events = row.parse(&format!("events_{group}"));
            PersonTime::new(events, row.parse(&format!("time_{group}"))).unwrap()
        })
    };
    rows.rows().map(pair).collect()
}
