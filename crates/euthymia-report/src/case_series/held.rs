//! The definitions that are held against patients on the main scale.

use super::choices::Choices;
use super::data::{CaseSeries, Measure, TimeScale};
use euthymia_clinical::course::VisitRule;
use euthymia_clinical::definition::Definition;
use euthymia_clinical::outcome_rule::{
    Kind, OutcomeRule, ReliableClass, all, reliable_change, reliable_class,
};
use euthymia_clinical::source::Source;
use euthymia_table::fmt;

/// A definition with what it asks of a patient.
pub(super) struct Held {
    pub(super) id: String,
    pub(super) outcome: String,
    pub(super) name: String,
    pub(super) source: Source,
    pub(super) is_chosen: bool,
    /// Whether it is left out where it says nothing of anybody.
    pub(super) is_optional: bool,
    /// Whether a missing score may count as not met: not of what is bad, where that would flatter.
    pub(super) counts_missing: bool,
    pub(super) test: Test,
}

/// What a definition asks.
pub(super) enum Test {
    /// Of a baseline and a later score; `None` where it cannot be said.
    Pair(Box<dyn Fn(f64, f64) -> Option<bool> + Send + Sync>),
    /// Of several visits.
    Visits(VisitRule),
}

fn pair(met: impl Fn(f64, f64) -> Option<bool> + Send + Sync + 'static) -> Test {
    Test::Pair(Box::new(met))
}

/// Every definition that applies to the main scale, the chosen ones first.
pub(super) fn held(series: &CaseSeries, choices: &Choices) -> Vec<Held> {
    let Some(measure) = series.main_measure() else {
        return Vec::new();
    };
    let mut list = chosen(choices);
    let known: Vec<String> = list.iter().map(|one| one.name.clone()).collect();
    let named = all()
        .iter()
        .filter_map(|rule| named(series, choices, measure, rule));
    list.extend(named.filter(|one| !known.contains(&one.name)));
    list.extend(worse(choices));
    list
}

fn chosen(choices: &Choices) -> Vec<Held> {
    let one = |id: &str, name: String, source: Source, test| Held {
        id: id.to_owned(),
        outcome: id.replace('_', " "),
        name,
        source,
        is_chosen: true,
        is_optional: false,
        counts_missing: true,
        test,
    };
    let (response, response_source) = choices.response.clone();
    let own = choices.clone();
    let mut list = vec![one(
        "response",
        choices.response_in_words(),
        response_source,
        pair(move |b, e| own.responded(b, e)),
    )];
    if let Some((rule, source)) = choices.remission.clone() {
        let name = format!("{rule}, and not {response}");
        let own = rule.clone();
        let test = pair(move |b, e| own.met(b, e));
        list.push(one("remission", rule.to_string(), source, test));
        let test = pair(move |b, e| Some(rule.met(b, e)? && !response.met(b, e)?));
        let source = Source::confirmed("both rules together");
        list.push(Held {
            is_chosen: false,
            ..one("remission_without_response", name, source, test)
        });
    }
    list
}

/// A rule of the list; `None` where it is not about the main scale, or needs what was not stated.
fn named(
    series: &CaseSeries,
    choices: &Choices,
    measure: &Measure,
    rule: &'static OutcomeRule,
) -> Option<Held> {
    let instrument = measure.instrument.clone();
    if !rule.is_about(&instrument) {
        return None;
    }
    let mut name = rule.name.clone();
    let test = match &rule.kind {
        Kind::Pair { rule: text } => {
            // Read once, not for every patient.
            let own = Definition::parse(&text.replace("IT", &instrument)).ok()?;
            name = own.to_string();
            pair(move |b, e| own.met(b, e))
        }
        Kind::DecreaseBetween { .. } | Kind::Points { .. } => {
            pair(move |b, e| rule.met_by_pair(&instrument, b, e))
        }
        Kind::Reliable { z } => {
            let (known, from) = choices.reliable.as_ref()?;
            let least = reliable_change(known.sd, known.r, *z)?;
            name = format!(
                "decrease of at least {} points (SD {}, reliability {}: {from})",
                fmt::number(least, 2),
                fmt::number(known.sd, 2),
                known.r
            );
            pair(move |b, e| Some(reliable_class(b, e, least, None) == ReliableClass::Improved))
        }
        Kind::Sustained { .. }
        | Kind::Consecutive { .. }
        | Kind::Rise { .. }
        | Kind::Held { .. } => {
            // Without times, days in a rule mean nothing.
            if series.time == TimeScale::Order && has_days(rule) {
                return None;
            }
            Test::Visits(VisitRule::of(
                rule,
                &instrument,
                choices.remission.is_some(),
            )?)
        }
    };
    Some(Held {
        id: rule.id.clone(),
        outcome: rule.outcome.to_string(),
        name,
        source: rule.source(),
        is_chosen: false,
        is_optional: true,
        counts_missing: !matches!(rule.kind, Kind::Rise { .. }),
        test,
    })
}

/// Whether a rule about several visits counts days.
fn has_days(rule: &OutcomeRule) -> bool {
    match &rule.kind {
        Kind::Sustained { .. } | Kind::Held { .. } => true,
        Kind::Rise { days_apart, .. } => days_apart.is_some(),
        Kind::Consecutive { .. }
        | Kind::Pair { .. }
        | Kind::DecreaseBetween { .. }
        | Kind::Points { .. }
        | Kind::Reliable { .. } => false,
    }
}

/// Worse than at the start, by any amount and reliably.
fn worse(choices: &Choices) -> Vec<Held> {
    let one = |id: &str, name: String, source: &str, test| Held {
        id: id.to_owned(),
        outcome: "worsening".to_owned(),
        name,
        source: Source::confirmed(source),
        is_chosen: false,
        is_optional: false,
        counts_missing: false,
        test,
    };
    let any = pair(|b, e| Some(e > b));
    let name = "score above the baseline".to_owned();
    let mut list = vec![one("worse", name, "arithmetic", any)];
    let reliable = choices.reliable.as_ref();
    if let Some(least) = reliable.and_then(|(known, _)| reliable_change(known.sd, known.r, 1.96)) {
        let name = format!("increase of at least {} points", fmt::number(least, 2));
        let source = "Jacobson and Truax 1991, 10.1037/0022-006X.59.1.12";
        let test = pair(move |b, e| {
            Some(reliable_class(b, e, least, None) == ReliableClass::Deteriorated)
        });
        list.push(one("reliably_worse", name, source, test));
    }
    list
}
