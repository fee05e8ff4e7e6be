//! What must hold inside a pack, checked once when it is read.

use super::pack::{Bands, Condition, Cutoff, Pack, Rule, Terms, Total, WordingState};
use crate::instrument::plan::Plan;
use std::collections::BTreeSet;

/// The text is not a pack, or the pack contradicts itself.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{what}: {}", problems.join("; "))]
pub struct PackError {
    /// Which pack, by the name it was read under.
    pub what: String,
    /// Everything that is wrong with it.
    pub problems: Vec<String>,
}

/// The file format that [`Pack::parse`] reads.
pub const SCHEMA: &str = "euthymia.instrument.v1";

impl Pack {
    /// Reads a pack and checks that it does not contradict itself.
    ///
    /// `name` says which text it was in messages.
    ///
    /// # Errors
    /// [`PackError`]: not TOML, unknown or missing keys, or every contradiction found.
    ///
    /// # Example
    /// ```
    /// use euthymia_clinical::instrument::Pack;
    /// let error = Pack::parse("schema = 'x'", "mine.toml").unwrap_err();
    /// assert!(error.to_string().starts_with("mine.toml: "));
    /// ```
    pub fn parse(text: &str, name: &str) -> Result<Self, PackError> {
        let fail = |problems: Vec<String>| PackError {
            what: name.to_owned(),
            problems,
        };
        let pack: Self = toml::from_str(text)
            .map_err(|error| fail(vec![error.to_string().trim_end().to_owned()]))?;
        let problems = problems(&pack);
        if problems.is_empty() {
            Ok(pack)
        } else {
            Err(fail(problems))
        }
    }
}

fn problems(pack: &Pack) -> Vec<String> {
    let mut found = Vec::new();
    if pack.schema != SCHEMA {
        found.push(format!(
            "schema is \"{}\", expected \"{SCHEMA}\"",
            pack.schema
        ));
    }
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    if pack.id.is_empty() || !pack.id.chars().all(plain) {
        found.push(format!(
            "id \"{}\" is not lower-case letters, digits and underscores",
            pack.id
        ));
    }
    if pack.items.is_empty() {
        found.push("there are no items".to_owned());
    }
    unique("item", pack.items.iter().map(|item| &item.id), &mut found);
    unique(
        "total",
        pack.totals.iter().map(|total| &total.id),
        &mut found,
    );
    unique(
        "bands",
        pack.bands.iter().map(|bands| &bands.id),
        &mut found,
    );
    unique(
        "cut-off",
        pack.cutoffs.iter().map(|one| &one.id),
        &mut found,
    );
    unique("change", pack.changes.iter().map(|one| &one.id), &mut found);
    unique("rule", pack.rules.iter().map(|one| &one.id), &mut found);
    items(pack, &mut found);
    let primary = pack.totals.iter().filter(|total| total.primary).count();
    if !pack.totals.is_empty() && primary != 1 {
        found.push(format!("{primary} totals are primary, expected one"));
    }
    for total in &pack.totals {
        check_total(pack, total, &mut found);
    }
    for bands in &pack.bands {
        check_bands(pack, bands, &mut found);
    }
    for cutoff in &pack.cutoffs {
        check_cutoff(pack, cutoff, &mut found);
    }
    for rule in &pack.rules {
        check_rule(pack, rule, &mut found);
    }
    references(pack, &mut found);
    found
}

fn unique<'a>(what: &str, ids: impl Iterator<Item = &'a String>, found: &mut Vec<String>) {
    let mut seen = BTreeSet::new();
    for id in ids {
        if !seen.insert(id) {
            found.push(format!("{what} \"{id}\" occurs twice"));
        }
    }
}

fn items(pack: &Pack, found: &mut Vec<String>) {
    let absent = pack.licence.wording == WordingState::Absent;
    if !absent && !matches!(pack.licence.terms, Terms::Free | Terms::PublicDomain) {
        found.push("wording is shipped although the terms do not allow it".to_owned());
    }
    for item in &pack.items {
        if item.minimum >= item.maximum {
            found.push(format!("item {}: minimum is not below maximum", item.id));
        }
        if absent && item.label != format!("Item {}", item.id) {
            found.push(format!(
                "item {}: the label \"{}\" is not neutral, and the wording may not be shipped",
                item.id, item.label
            ));
        }
        if absent && (item.text.is_some() || !item.options.is_empty()) {
            found.push(format!(
                "item {}: carries wording, which may not be shipped",
                item.id
            ));
        }
        for option in &item.options {
            if !(item.minimum..=item.maximum).contains(&option.value) {
                found.push(format!(
                    "item {}: option {} is out of range",
                    item.id, option.value
                ));
            }
        }
    }
}

fn check_total(pack: &Pack, total: &Total, found: &mut Vec<String>) {
    match Plan::new(pack, total) {
        Err(problem) => found.push(format!("total \"{}\": {problem}", total.id)),
        Ok(plan) => {
            let range = plan.range(pack);
            if !close(range.0, total.minimum) || !close(range.1, total.maximum) {
                found.push(format!(
                    "total \"{}\": the items give {} to {}, the file says {} to {}",
                    total.id, range.0, range.1, total.minimum, total.maximum
                ));
            }
        }
    }
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9
}

fn check_bands(pack: &Pack, bands: &Bands, found: &mut Vec<String>) {
    let Some(total) = pack.total(&bands.total) else {
        found.push(format!(
            "bands \"{}\": there is no total \"{}\"",
            bands.id, bands.total
        ));
        return;
    };
    let first = bands.band.first().map(|band| band.from);
    let last = bands.band.last().map(|band| band.to);
    if first != Some(total.minimum) || last != Some(total.maximum) {
        found.push(format!(
            "bands \"{}\" do not span the total's range",
            bands.id
        ));
    }
    for band in bands.band.iter().filter(|band| band.from > band.to) {
        found.push(format!(
            "bands \"{}\": \"{}\" ends before it begins",
            bands.id, band.name
        ));
    }
    for pair in bands.band.windows(2) {
        if !close(pair[1].from, pair[0].to + 1.0) {
            found.push(format!(
                "bands \"{}\": \"{}\" does not begin where \"{}\" ends",
                bands.id, pair[1].name, pair[0].name
            ));
        }
    }
}

fn check_cutoff(pack: &Pack, cutoff: &Cutoff, found: &mut Vec<String>) {
    let sides = [cutoff.at_least, cutoff.at_most, cutoff.above, cutoff.below];
    if sides.iter().flatten().count() != 1 {
        found.push(format!(
            "cut-off \"{}\" has not exactly one bound",
            cutoff.id
        ));
    }
    if pack.total(&cutoff.total).is_none() {
        found.push(format!(
            "cut-off \"{}\": there is no total \"{}\"",
            cutoff.id, cutoff.total
        ));
    }
}

fn check_rule(pack: &Pack, rule: &Rule, found: &mut Vec<String>) {
    if rule.all.is_empty() == rule.any.is_empty() {
        found.push(format!("rule \"{}\" needs either `all` or `any`", rule.id));
    }
    for condition in rule.all.iter().chain(&rule.any) {
        if let Condition::Total { total, .. } = condition
            && pack.total(total).is_none()
        {
            found.push(format!(
                "rule \"{}\": there is no total \"{total}\"",
                rule.id
            ));
        }
    }
}

fn references(pack: &Pack, found: &mut Vec<String>) {
    let known = |id: &str| pack.item_index(id).is_some();
    let allows = |id: &str, answer: u16| {
        let item = pack.item_index(id).and_then(|at| pack.items.get(at));
        item.is_none_or(|item| (item.minimum..=item.maximum).contains(&answer))
    };
    for item in &pack.items {
        if let Some(ask) = item
            .ask_if
            .as_ref()
            .filter(|ask| !allows(&ask.item, ask.equals))
        {
            found.push(format!(
                "item {}: item {} is never {}",
                item.id, ask.item, ask.equals
            ));
        }
    }
    if let Some(suicide) = &pack.suicide
        && let Some(least) = suicide
            .alert_at_least
            .filter(|least| !allows(&suicide.item, *least))
    {
        found.push(format!("suicide: item {} is never {least}", suicide.item));
    }
    for item in &pack.items {
        if let Some(ask) = &item.ask_if
            && !known(&ask.item)
        {
            found.push(format!(
                "item {}: there is no item \"{}\"",
                item.id, ask.item
            ));
        }
    }
    if let Some(suicide) = &pack.suicide
        && !known(&suicide.item)
    {
        found.push(format!("suicide: there is no item \"{}\"", suicide.item));
    }
    for id in pack.states.iter().flat_map(|state| &state.items) {
        if !known(id) {
            found.push(format!("state: there is no item \"{id}\""));
        }
    }
    for change in &pack.changes {
        if pack.total(&change.total).is_none() {
            found.push(format!(
                "change \"{}\": there is no total \"{}\"",
                change.id, change.total
            ));
        }
        if change.points.is_some() == change.percent.is_some() {
            found.push(format!("change \"{}\" needs points or percent", change.id));
        }
    }
}
