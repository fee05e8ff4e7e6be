//! One share with every usual interval, because papers print one and readers know another.

use super::outcomes::{DefinitionResult, Share};
use crate::words;
use euthymia_cohort::proportion::{
    Proportion, agresti_coull, clopper_pearson, jeffreys, mid_p, wilson, wilson_continuity,
};
use euthymia_cohort::{CohortError, Interval};
use euthymia_numerics::Probability;
use euthymia_table::{ColumnSpec, TableView, Value, fmt};

type Method = fn(Proportion, Probability) -> Result<Interval, CohortError>;

const METHODS: [(&str, Method); 6] = [
    ("Wilson", wilson),
    ("exact (Clopper–Pearson)", clopper_pearson),
    ("mid-p", mid_p),
    ("Jeffreys", jeffreys),
    ("Wilson, continuity correction", wilson_continuity),
    ("Agresti–Coull", agresti_coull),
];

/// The chosen rates, observed and of all who started, with each interval.
#[must_use]
pub fn intervals_view(results: &[DefinitionResult], level: Probability) -> TableView {
    let mut columns = vec![
        ColumnSpec::text("outcome", "Outcome"),
        ColumnSpec::text("set", "Patients"),
        ColumnSpec::number("share", "Rate").for_people(),
        ColumnSpec::number("events", "events").for_machines(),
        ColumnSpec::number("n", "n").for_machines(),
        ColumnSpec::text("method", "Interval"),
        ColumnSpec::number("limits", format!("{} limits", words::level(level))).for_people(),
    ];
    columns.push(ColumnSpec::number("low", "low").for_machines());
    columns.push(ColumnSpec::number("high", "high").for_machines());
    let mut rows = Vec::new();
    for result in results.iter().filter(|result| result.is_chosen) {
        let [observed, all, _] = &result.shares;
        for (set, share) in [("observed", observed), ("all who started", all)] {
            if let Some(share) = share {
                rows.extend(of_share(&result.outcome, set, share, level));
            }
        }
    }
    TableView {
        schema: "euthymia.case_series.intervals.v1".to_owned(),
        title: "The chosen rates with every usual interval".to_owned(),
        columns,
        rows,
        notes: vec![
            "Exact limits never cover too little and are wide; mid-p, Wilson and Jeffreys cover the stated level \
             on average."
                .to_owned(),
        ],
    }
}

fn of_share(outcome: &str, set: &str, share: &Share, level: Probability) -> Vec<Vec<Value>> {
    let found = METHODS.iter().filter_map(|(name, method)| {
        let interval = method(share.proportion, level).ok()?;
        Some(vec![
            Value::text(outcome),
            Value::text(set),
            Value::text(share.shown()),
            Value::Count(share.proportion.events()),
            Value::Count(share.proportion.n()),
            Value::text(*name),
            Value::text(format!(
                "{} to {}",
                fmt::percent(interval.lower, 1),
                fmt::percent(interval.upper, 1)
            )),
            Value::number(interval.lower, 6),
            Value::number(interval.upper, 6),
        ])
    });
    found.collect()
}
