//! The rules as tables.

use super::ruling::{StoppingRequest, Told, told};
use super::words;
use crate::error::AppError;
use crate::review::order::ReadingOrder;
use crate::review::session::Session;
use euthymia_review::log::Ranked;
use euthymia_screening::stopping::Assumption;
use euthymia_screening::stopping::safe::{SafeItem, State};
use euthymia_table::{ColumnSpec, TableView, Value};
use std::collections::BTreeSet;

/// What every rule says, and the list of SAFE.
///
/// # Errors
/// [`AppError::Usage`] for a target or a confidence that is none.
pub fn stopping_views(
    session: &Session,
    request: &StoppingRequest,
) -> Result<Vec<TableView>, AppError> {
    let told = told(session, request)?;
    Ok(vec![rules(&told, request), list_of_safe(&told)])
}

fn rules(told: &Told, request: &StoppingRequest) -> TableView {
    let so_far = &told.order.so_far;
    let rows = told.rulings.iter().map(|own| {
        let ids: Vec<&str> = own.assumptions.iter().map(|own| own.id()).collect();
        let (lower, upper) = own.limits.unzip();
        vec![
            Value::text(own.word),
            Value::text(&own.rule),
            Value::text(words::says(own.says)),
            Value::text(&own.shows),
            Value::number(own.p, 4),
            Value::percent(own.recall_at_least, 1),
            Value::number(own.missing, 1),
            Value::number(lower, 1),
            Value::number(upper, 1),
            Value::text(ids.join(" ")),
        ]
    });
    TableView {
        schema: "euthymia.review.stopping.v1".to_owned(),
        title: format!(
            "{}: {} of {} screened, {} relevant",
            request.stage.words(),
            so_far.seen(),
            so_far.total(),
            so_far.relevant()
        ),
        columns: vec![
            ColumnSpec::text("word", "Rule"),
            ColumnSpec::text("rule", "In words"),
            ColumnSpec::text("says", "Says"),
            ColumnSpec::text("shows", "Shows"),
            ColumnSpec::number("p", "p").for_machines(),
            ColumnSpec::number("recall_at_least", "Recall at least").for_machines(),
            ColumnSpec::number("missing", "Missing").for_machines(),
            ColumnSpec::number("missing_lower", "Missing, lower").for_machines(),
            ColumnSpec::number("missing_upper", "Missing, upper").for_machines(),
            ColumnSpec::text("assumptions", "Assumes").for_machines(),
        ],
        rows: rows.collect(),
        notes: notes(told),
    }
}

/// What each rule assumes, once each, with the rules that do.
fn notes(told: &Told) -> Vec<String> {
    let all = told.rulings.iter().flat_map(|own| own.assumptions);
    let all: BTreeSet<Assumption> = all.copied().collect();
    let mut notes: Vec<String> = all
        .into_iter()
        .map(|assumption| {
            let rules = told.rulings.iter();
            let who = rules.filter(|own| own.assumptions.contains(&assumption));
            let who: Vec<&str> = who.map(|own| own.word).collect();
            format!(
                "Assumed ({}): {}.",
                who.join(", "),
                words::assumption(assumption)
            )
        })
        .collect();
    notes.extend(reading(told));
    notes.push(
        "No rule decides: review stop --rule RULE ends screening and keeps what the rule claimed \
         and assumed."
            .to_owned(),
    );
    notes
}

/// In which order reports were read, as far as the log tells.
fn reading(told: &Told) -> Vec<String> {
    let reading = &told.order.reading;
    let order = |ranked: &Ranked| {
        ReadingOrder::of(ranked).map_or_else(|| format!("\"{}\"", ranked.model), |own| own.said())
    };
    let lines = reading.iter().map(|(by, (ranked, since))| {
        let since = match since {
            0 => "from the first report on".to_owned(),
            _ => format!("since {since} reports had been decided on"),
        };
        format!("Order in which {by} reads: {}, {since}.", order(ranked))
    });
    let mut lines: Vec<String> = lines.collect();
    let is_learnt = |ranked: &Ranked| ReadingOrder::of(ranked).is_none_or(|own| own.is_learnt());
    if !reading.values().any(|(ranked, _)| is_learnt(ranked)) {
        lines.push(
            "The log tells of no order that was learnt: what run, share and safe take for granted, \
             that relevant reports come early, is not so in the order of the imports or at random."
                .to_owned(),
        );
    }
    lines
}

fn list_of_safe(told: &Told) -> TableView {
    let row = |item: &SafeItem| {
        let state = match item.state {
            State::Met => "holds",
            State::NotMet => "does not hold",
            State::Unknown => "not known",
        };
        vec![
            Value::Count(item.check.phase().into()),
            Value::text(words::check(item.check)),
            Value::number(item.reached, 0),
            Value::number(item.needed.map(f64::ceil), 0),
            Value::text(state),
            Value::text(words::read(item.check.read())),
        ]
    };
    TableView {
        schema: "euthymia.review.safe.v1".to_owned(),
        title: "SAFE procedure".to_owned(),
        columns: vec![
            ColumnSpec::number("phase", "Phase"),
            ColumnSpec::text("condition", "Condition"),
            ColumnSpec::number("reached", "Reached"),
            ColumnSpec::number("needed", "Asked for"),
            ColumnSpec::text("state", "State"),
            ColumnSpec::text("read", "Condition read"),
        ],
        rows: told.safe.items.iter().map(row).collect(),
        notes: vec![
            "Boetje & van de Schoot 2024, Systematic Reviews 13, 81: its abstract and the names of \
             its phases were read, the conditions were not seen in the paper itself."
                .to_owned(),
        ],
    }
}
