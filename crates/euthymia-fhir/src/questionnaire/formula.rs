//! How a total is made, in words.

use euthymia_clinical::instrument::Pack;
use euthymia_clinical::instrument::pack::{MissingAction, Total, TotalRule};

/// The terms of a total as lists of items; a term counts the largest answer among its items.
pub(super) fn terms<'a>(pack: &'a Pack, total: &'a Total) -> Vec<Vec<&'a str>> {
    match (&total.terms, &total.items) {
        (Some(terms), _) => {
            let ids = |term: &'a Vec<String>| term.iter().map(String::as_str).collect();
            terms.iter().map(ids).collect()
        }
        (None, Some(items)) => items.iter().map(|id| vec![id.as_str()]).collect(),
        (None, None) => {
            let scored = pack.items.iter().filter(|item| item.scored);
            scored.map(|item| vec![item.id.as_str()]).collect()
        }
    }
}

/// The formula: rule, terms, recoding, rescaling, range, direction, and what missing answers do.
pub(super) fn words(pack: &Pack, total: &Total) -> String {
    let terms = terms(pack, total);
    let rule = match total.rule {
        TotalRule::Sum => "Sum",
        TotalRule::Mean => "Mean",
    };
    let mut parts = vec![format!("{rule} of {}.", list(&terms))];
    if !total.recode.is_empty() {
        let pairs: Vec<String> = total
            .recode
            .iter()
            .map(|(from, to)| format!("{from} as {to}"))
            .collect();
        parts.push(format!("Answers are counted so: {}.", pairs.join(", ")));
    }
    if let Some(rescale) = total.rescale {
        let ((a, b), (c, d)) = (rescale.from, rescale.to);
        parts.push(format!(
            "Then rescaled from {a}–{b} to {c}–{d}: {c} + (x − {a}) × ({d} − {c}) / ({b} − {a})."
        ));
    }
    let (minimum, maximum) = (total.minimum, total.maximum);
    parts.push(format!(
        "Range {minimum} to {maximum}; {}.",
        total.direction
    ));
    parts.push(missing(total, terms.iter().map(Vec::len).sum()));
    parts.join(" ")
}

fn list(terms: &[Vec<&str>]) -> String {
    let single = |term: &Vec<&str>| term.len() == 1;
    if terms.iter().all(single) {
        let noun = if terms.len() == 1 { "item" } else { "items" };
        return format!("{noun} {}", terms.concat().join(", "));
    }
    let term = |term: &Vec<&str>| match term.as_slice() {
        [id] => format!("item {id}"),
        ids => format!("the largest of items {}", ids.join(", ")),
    };
    terms.iter().map(term).collect::<Vec<_>>().join(" + ")
}

fn missing(total: &Total, items: usize) -> String {
    let mut text = "Every item needs an answer".to_owned();
    for term in &total.either {
        text.push_str(&format!("; of items {}, one does", term.join(", ")));
    }
    if let Some(rule) = &total.missing {
        let least = rule.answered_min;
        let MissingAction::Prorate = rule.action;
        text.push_str(&format!(
            "; from {least} of {items} answers on, the mean of the answered items may stand for each \
             missing one, as an estimate"
        ));
    }
    text.push('.');
    text
}
