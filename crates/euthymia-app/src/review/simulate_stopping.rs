//! Rules of stopping, tried on reviews that are done: how often would each have stopped too soon?

use super::simulate::Simulated;
use super::stopping::assumption;
use crate::error::AppError;
use euthymia_screening::Replay;
use euthymia_screening::stopping::consecutive::Run;
use euthymia_screening::stopping::safe::SafeSettings;
use euthymia_screening::stopping::{
    Assumption, Labelled, NotScreened, Performance, StoppingRule, simulate_stopping,
};
use euthymia_table::{ColumnSpec, TableView, Value, fmt};
use std::collections::BTreeSet;

/// With which settings rules are tried.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StoppingTrial {
    /// Recall that should be reached, between 0 and 1; a rule that stops below it has failed.
    pub target: f64,
    /// How sure that should be, between 0 and 1.
    pub confidence: f64,
    /// Irrelevant records in a row that are enough.
    pub run: u64,
    /// The same as a share of all.
    pub run_share: f64,
}

/// A rule that looks at all orders so far is asked after so many records.
const EVERY: u64 = 10;

/// How often each rule stops before the target is reached, recall where it stops, and what it
/// saves, over the orders of [`simulate_files`](super::simulate_files): one table for each file,
/// and one for all where there are several.
///
/// # Errors
/// [`AppError::Usage`] for a target, confidence or share that is not between 0 and 1.
pub fn stopping_simulation_views(
    simulated: &[Simulated],
    trial: &StoppingTrial,
) -> Result<Vec<TableView>, AppError> {
    if !(trial.run_share > 0.0 && trial.run_share < 1.0) {
        return Err(AppError::Usage(format!(
            "--run-share: a share lies between 0 and 1; found {}",
            trial.run_share
        )));
    }
    let rules = rules(trial);
    let plain: Vec<StoppingRule> = rules.iter().map(|(.., rule)| *rule).collect();
    let usage = |error: NotScreened| AppError::Usage(error.to_string());
    let tried = |orders: &[Labelled]| simulate_stopping(orders, &plain, trial.target);
    let mut all = Vec::new();
    let mut views = Vec::new();
    for own in simulated {
        let orders: Vec<Labelled> = own.replays.iter().map(labelled).collect();
        let tried = tried(&orders).map_err(usage)?;
        views.push(view(&own.file, &rules, &tried, trial));
        all.extend(orders);
    }
    if simulated.len() > 1 {
        let name = format!("all {} files", simulated.len());
        views.push(view(&name, &rules, &tried(&all).map_err(usage)?, trial));
    }
    Ok(views)
}

/// A rule: its word, what it is in words, and itself.
type Named = (&'static str, String, StoppingRule);

fn rules(trial: &StoppingTrial) -> Vec<Named> {
    let StoppingTrial {
        target,
        confidence,
        run,
        run_share,
    } = *trial;
    let safe = SafeSettings {
        run,
        ..SafeSettings::default()
    };
    let aim = format!(
        "recall of {}, confidence {}",
        fmt::percent(target, 1),
        fmt::percent(confidence, 1)
    );
    vec![
        (
            "run",
            format!("{run} irrelevant in a row"),
            StoppingRule::Consecutive(Run::Count(run)),
        ),
        (
            "share",
            format!("{} of all irrelevant in a row", fmt::percent(run_share, 1)),
            StoppingRule::Consecutive(Run::Share(run_share)),
        ),
        (
            "safe",
            "SAFE procedure, as far as one order shows it".to_owned(),
            StoppingRule::Safe(safe),
        ),
        (
            "recall",
            format!("the order looked at backwards after every {EVERY}, {aim}"),
            StoppingRule::Ranked {
                target,
                confidence,
                every: EVERY,
            },
        ),
        (
            "sample",
            format!("after {run} in a row, random sample of the rest, {aim}"),
            StoppingRule::Sampled {
                after: Run::Count(run),
                target,
                confidence,
            },
        ),
    ]
}

/// All labels in the order of a replay, those known before the start left out.
fn labelled(replay: &Replay) -> Labelled {
    let mut labels = vec![false; replay.discovery.texts()];
    for rank in replay.discovery.ranks() {
        let own = rank.checked_sub(1).and_then(|at| labels.get_mut(at));
        if let Some(own) = own {
            *own = true;
        }
    }
    Labelled {
        labels,
        seed: replay.seed,
    }
}

fn view(name: &str, rules: &[Named], tried: &[Performance], trial: &StoppingTrial) -> TableView {
    let rows = rules.iter().zip(tried).map(|((word, text, rule), own)| {
        let ids: Vec<&str> = rule.assumptions().iter().map(|own| own.id()).collect();
        vec![
            Value::text(name),
            Value::text(*word),
            Value::text(text.as_str()),
            Value::Count(own.orders),
            Value::Count(own.stopped),
            Value::Count(own.failed),
            Value::percent(own.mean_recall, 1),
            Value::percent(own.lowest_recall, 1),
            Value::percent(own.mean_saved, 1),
            Value::text(ids.join(" ")),
        ]
    });
    let target = fmt::percent(trial.target, 1);
    TableView {
        schema: "euthymia.review.simulation.stopping.v1".to_owned(),
        title: format!("{name}: where each rule would have stopped"),
        columns: vec![
            ColumnSpec::text("file", "File").for_machines(),
            ColumnSpec::text("rule", "Rule"),
            ColumnSpec::text("words", "In words"),
            ColumnSpec::number("orders", "Orders"),
            ColumnSpec::number("stopped", "Stopped early"),
            ColumnSpec::number("failed", format!("Below {target}")),
            ColumnSpec::number("mean_recall", "Mean recall"),
            ColumnSpec::number("lowest_recall", "Lowest recall"),
            ColumnSpec::number("mean_saved", "Work saved"),
            ColumnSpec::text("assumptions", "Assumes").for_machines(),
        ],
        rows: rows.collect(),
        notes: notes(rules, &target),
    }
}

fn notes(rules: &[Named], target: &str) -> Vec<String> {
    let all = rules.iter().flat_map(|(.., rule)| rule.assumptions());
    let all: BTreeSet<Assumption> = all.copied().collect();
    let mut notes = vec![
        format!(
            "Recall is that of what was to be found after the known records, where the rule stops; \
             below {target} it has failed. Work saved: share of the records that were not read."
        ),
        "Orders of one file are one review seen several times: counts over seeds are no sample of \
         reviews."
            .to_owned(),
    ];
    notes.extend(all.into_iter().map(|own| {
        let who = rules
            .iter()
            .filter(|(.., rule)| rule.assumptions().contains(&own));
        let who: Vec<&str> = who.map(|(word, ..)| *word).collect();
        format!("Assumed ({}): {}.", who.join(", "), assumption(own))
    }));
    notes
}
