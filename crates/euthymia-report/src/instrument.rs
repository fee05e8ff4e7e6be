//! Rating scales, and scored answer sheets, as tables.

use euthymia_clinical::answer::Answer;
use euthymia_clinical::instrument::pack::{Condition, Cutoff, Item, Pack, Rule, Total};
use euthymia_clinical::instrument::score::{Answers, Score, SuicideFlag, Totalled};
use euthymia_clinical::source::{Source, Status};
use euthymia_clinical::suicidality::{Triage, rules};
use euthymia_table::{ColumnSpec, TableView, Value};

fn view(name: &str, title: String, columns: Vec<ColumnSpec>) -> TableView {
    TableView {
        schema: format!("euthymia.instrument.{name}.v1"),
        title,
        columns,
        ..TableView::default()
    }
}

fn optional(text: Option<impl Into<String>>) -> Value {
    text.map_or(Value::Missing, Value::text)
}

/// One row per instrument.
#[must_use]
pub fn list_view<'p>(packs: impl IntoIterator<Item = &'p Pack>) -> TableView {
    let mut table = view(
        "list",
        "Instruments".to_owned(),
        vec![
            ColumnSpec::text("id", "id"),
            ColumnSpec::text("name", "name"),
            ColumnSpec::text("title", "title").for_machines(),
            ColumnSpec::text("measures", "measures"),
            ColumnSpec::text("rater", "rater"),
            ColumnSpec::number("items", "items"),
            ColumnSpec::text("total", "total"),
            ColumnSpec::text("suicide_item", "suicide item"),
            ColumnSpec::text("wording", "wording"),
            ColumnSpec::text("licence", "licence").for_machines(),
            ColumnSpec::text("structure", "structure").for_machines(),
        ],
    );
    table.notes.push(
        "Wording is included only where it is free; a site that holds a licence can load its own. \
         euthymia instrument show ID has formula, bands by source, licence and how sure each fact is."
            .to_owned(),
    );
    for pack in packs {
        let total = pack.primary_total();
        let scored = pack.items.iter().filter(|item| item.scored).count();
        table.rows.push(vec![
            Value::text(pack.id.clone()),
            Value::text(pack.name.clone()),
            Value::text(pack.title.clone()),
            Value::text(pack.domain.to_string()),
            Value::text(pack.rater.to_string()),
            Value::Count(u64::try_from(scored).unwrap_or(u64::MAX)),
            optional(total.map(|total| format!("{} to {}", total.minimum, total.maximum))),
            optional(pack.suicide.as_ref().map(|suicide| suicide.item.clone())),
            Value::text(pack.licence.wording.to_string()),
            Value::text(pack.licence.terms.to_string()),
            Value::text(pack.structure.status.id()),
        ]);
    }
    table
}

/// An instrument in full: items, totals, thresholds, licence.
#[must_use]
pub fn show_views(pack: &Pack) -> Vec<TableView> {
    vec![
        facts_view(pack),
        items_view(pack),
        totals_view(pack),
        thresholds_view(pack),
    ]
}

fn facts_view(pack: &Pack) -> TableView {
    let mut table = view(
        "facts",
        format!("{}: {}", pack.name, pack.title),
        vec![
            ColumnSpec::text("fact", "fact"),
            ColumnSpec::text("value", "value"),
            ColumnSpec::text("source", "source"),
            ColumnSpec::text("status", "status"),
        ],
    );
    let mut row = |fact: &str, value: String, source: Option<Source>| {
        let (text, status) = match source {
            Some(source) => (
                Value::text(source.text.clone()),
                Value::text(source.status.id()),
            ),
            None => (Value::Missing, Value::Missing),
        };
        table
            .rows
            .push(vec![Value::text(fact), Value::text(value), text, status]);
    };
    row("measures", pack.domain.to_string(), None);
    row("rater", pack.rater.to_string(), None);
    row(
        "items",
        pack.items.len().to_string(),
        Some(pack.structure.source()),
    );
    if let Some(recall) = &pack.recall {
        row("recall period", recall.words.clone(), Some(recall.source()));
    }
    row("wording", pack.licence.wording.to_string(), None);
    let licence = Source {
        text: pack.licence.basis.clone(),
        status: pack.licence.status,
    };
    row("licence", pack.licence.terms.to_string(), Some(licence));
    if let Some(suicide) = &pack.suicide {
        let from = suicide.alert_at_least.map_or(
            "no sourced threshold: any answer above the lowest is shown".to_owned(),
            |least| format!("flagged from {least} on"),
        );
        row(
            "suicide item",
            format!("{}; {from}", suicide.item),
            Some(suicide.source()),
        );
    }
    row("version of this file", pack.version.clone(), None);
    table.notes.extend(pack.note.clone());
    table.notes.extend(pack.licence.notice.clone());
    table
}

fn items_view(pack: &Pack) -> TableView {
    let mut table = view(
        "items",
        format!("{}: items", pack.name),
        vec![
            ColumnSpec::text("item", "item"),
            ColumnSpec::text("label", "label"),
            ColumnSpec::text("text", "wording"),
            ColumnSpec::number("minimum", "minimum"),
            ColumnSpec::number("maximum", "maximum"),
            ColumnSpec::text("answer", "answer"),
            ColumnSpec::text("remark", "remark"),
            ColumnSpec::text("loinc", "LOINC"),
        ],
    );
    for item in &pack.items {
        table.rows.push(vec![
            Value::text(item.id.clone()),
            Value::text(item.label.clone()),
            optional(item.text.clone()),
            Value::Count(u64::from(item.minimum)),
            Value::Count(u64::from(item.maximum)),
            Value::text(item.answer.to_string()),
            optional(remark(pack, item)),
            optional(item.loinc.clone()),
        ]);
    }
    table
}

fn remark(pack: &Pack, item: &Item) -> Option<String> {
    let mut remarks = Vec::new();
    if !item.scored {
        remarks.push("not scored".to_owned());
    }
    if pack
        .suicide
        .as_ref()
        .is_some_and(|suicide| suicide.item == item.id)
    {
        remarks.push("suicide item".to_owned());
    }
    if let Some(ask) = &item.ask_if {
        remarks.push(format!("asked if item {} is {}", ask.item, ask.equals));
    }
    (!remarks.is_empty()).then(|| remarks.join("; "))
}

fn totals_view(pack: &Pack) -> TableView {
    let mut table = view(
        "totals",
        format!("{}: totals", pack.name),
        vec![
            ColumnSpec::text("total", "total"),
            ColumnSpec::text("formula", "formula"),
            ColumnSpec::number("minimum", "minimum"),
            ColumnSpec::number("maximum", "maximum"),
            ColumnSpec::text("direction", "direction"),
            ColumnSpec::text("missing", "missing answers"),
            ColumnSpec::text("source", "source"),
            ColumnSpec::text("status", "status"),
        ],
    );
    for total in &pack.totals {
        let missing = total
            .missing
            .as_ref()
            .map_or("every item is needed".to_owned(), |rule| {
                let applied = match rule.status {
                    Status::Confirmed | Status::Site => "",
                    Status::Unverified | Status::Contested => "; unverified, only when asked for",
                };
                format!(
                    "at least {} answered; {}{applied}",
                    rule.answered_min, rule.action
                )
            });
        table.rows.push(vec![
            Value::text(total.name.clone()),
            Value::text(formula(pack, total)),
            Value::number(total.minimum, 0),
            Value::number(total.maximum, 0),
            Value::text(total.direction.to_string()),
            Value::text(missing),
            Value::text(total.source.clone()),
            Value::text(total.status.id()),
        ]);
    }
    table
}

/// A total's formula in words.
#[must_use]
pub fn formula(pack: &Pack, total: &Total) -> String {
    let terms = match (&total.terms, &total.items) {
        (Some(terms), _) => terms
            .iter()
            .map(|term| match term.as_slice() {
                [only] => only.clone(),
                several => format!("max({})", several.join(", ")),
            })
            .collect::<Vec<_>>()
            .join(" + "),
        (None, Some(items)) => format!("items {}", items.join(", ")),
        (None, None) => {
            let scored = pack.items.iter().filter(|item| item.scored).count();
            format!("all {scored} items")
        }
    };
    let mut words = format!("{} of {terms}", total.rule);
    if !total.recode.is_empty() {
        let pairs: Vec<String> = total
            .recode
            .iter()
            .map(|(a, b)| format!("{a}→{b}"))
            .collect();
        words.push_str(&format!(", answers counted as {}", pairs.join(" ")));
    }
    if let Some(rescale) = total.rescale {
        words.push_str(&format!(
            ", rescaled from {}–{} to {}–{}",
            rescale.from.0, rescale.from.1, rescale.to.0, rescale.to.1
        ));
    }
    words
}

fn thresholds_view(pack: &Pack) -> TableView {
    let mut table = view(
        "thresholds",
        format!("{}: thresholds, each with its source", pack.name),
        vec![
            ColumnSpec::text("kind", "kind"),
            ColumnSpec::text("threshold", "threshold"),
            ColumnSpec::text("meaning", "meaning"),
            ColumnSpec::text("source", "source"),
            ColumnSpec::text("status", "status"),
        ],
    );
    let mut row = |kind: &str, threshold: String, meaning: String, source: Source| {
        table.rows.push(vec![
            Value::text(kind),
            Value::text(threshold),
            Value::text(meaning),
            Value::text(source.text.clone()),
            Value::text(source.status.id()),
        ]);
    };
    for bands in &pack.bands {
        let words: Vec<String> = bands
            .band
            .iter()
            .map(|band| format!("{}–{} {}", band.from, band.to, band.name))
            .collect();
        row(
            "severity bands",
            words.join(", "),
            bands.note.clone().unwrap_or_default(),
            bands.source(),
        );
    }
    for cutoff in &pack.cutoffs {
        row(
            "cut-off",
            cutoff_words(cutoff),
            cutoff.meaning.clone(),
            cutoff.source(),
        );
    }
    for rule in &pack.rules {
        row(
            "rule",
            rule_words(rule),
            rule.meaning.clone(),
            rule.source(),
        );
    }
    for change in &pack.changes {
        let least = match (change.points, change.percent) {
            (Some(points), _) => format!("better by at least {points} points"),
            (None, Some(percent)) => format!("better by at least {percent} %"),
            (None, None) => String::new(),
        };
        let anchor = change
            .anchor
            .as_ref()
            .map_or(String::new(), |anchor| format!(", anchored on {anchor}"));
        row(
            "meaningful change",
            least,
            format!("{}{anchor}", change.scope),
            change.source(),
        );
    }
    table
}

fn cutoff_words(cutoff: &Cutoff) -> String {
    let sides = [
        ("≥", cutoff.at_least),
        ("≤", cutoff.at_most),
        (">", cutoff.above),
        ("<", cutoff.below),
    ];
    let words = sides
        .iter()
        .filter_map(|(sign, bound)| bound.map(|bound| format!("{} {sign} {bound}", cutoff.total)));
    words.collect::<Vec<_>>().join(", ")
}

fn rule_words(rule: &Rule) -> String {
    let condition = |condition: &Condition| match condition {
        Condition::Total { total, at_least } => format!("{total} ≥ {at_least}"),
        Condition::Items {
            items_at_least,
            count,
        } => {
            format!(
                "at least {count} item{} ≥ {items_at_least}",
                if *count == 1 { "" } else { "s" }
            )
        }
    };
    let (list, joint) = if rule.any.is_empty() {
        (&rule.all, " and ")
    } else {
        (&rule.any, " or ")
    };
    list.iter().map(condition).collect::<Vec<_>>().join(joint)
}

/// A scored answer sheet.
#[must_use]
pub fn score_views(
    answers: &Answers<'_>,
    score: &Score<'_>,
    triage: Option<&Triage>,
) -> Vec<TableView> {
    let mut views = Vec::new();
    if !score.totals.is_empty() {
        views.push(scored_totals(score));
    }
    views.extend(answers_view(answers));
    let mut table = view(
        "findings",
        format!("{}: what follows", score.pack.name),
        vec![
            ColumnSpec::text("finding", "finding"),
            ColumnSpec::text("answer", "answer"),
            ColumnSpec::text("words", "in words"),
            ColumnSpec::text("source", "source"),
            ColumnSpec::text("status", "status").for_machines(),
        ],
    );
    if let Some(triage) = triage {
        table.rows.extend(triage_rows(triage));
        table.notes.push(
            "The level is that of the answers, not a judgement of risk. A person asks and decides."
                .to_owned(),
        );
    }
    table.rows.extend(
        score
            .suicide
            .iter()
            .map(|flag| suicide_row(score.pack, flag)),
    );
    for totalled in &score.totals {
        table.rows.extend(totalled_rows(totalled));
    }
    for (rule, answer) in &score.rules {
        table.rows.push(finding_row(
            &rule.id.replace('_', " "),
            &answer.to_string(),
            rule_words(rule),
            &rule.source(),
        ));
    }
    for (state, profile) in &score.states {
        let answer = profile.clone().unwrap_or_else(|| "cannot say".to_owned());
        table.rows.push(vec![
            Value::text(*state),
            Value::text(answer),
            Value::text("answers side by side"),
            Value::Missing,
            Value::Missing,
        ]);
    }
    if !table.rows.is_empty() {
        views.push(table);
    }
    views
}

/// The answers that no total shows: of a scale without one, and of items that are not scored.
fn answers_view(answers: &Answers<'_>) -> Option<TableView> {
    let pack = answers.pack();
    let alone = pack.totals.is_empty();
    let rows: Vec<Vec<Value>> = pack
        .items
        .iter()
        .zip(answers.values())
        .filter(|(item, value)| alone || (!item.scored && value.is_some()))
        .map(|(item, value)| {
            vec![
                Value::text(item.id.clone()),
                Value::text(item.label.clone()),
                Value::number(
                    *value,
                    u8::from(value.is_some_and(|v| v.fract() != 0.0)) * 2,
                ),
                Value::text(format!("{} to {}", item.minimum, item.maximum)),
            ]
        })
        .collect();
    (!rows.is_empty()).then(|| TableView {
        rows,
        ..view(
            "answers",
            format!("{}: answers that enter no total", pack.name),
            vec![
                ColumnSpec::text("item", "item"),
                ColumnSpec::text("label", "label"),
                ColumnSpec::number("value", "value"),
                ColumnSpec::text("range", "range"),
            ],
        )
    })
}

fn scored_totals(score: &Score<'_>) -> TableView {
    let mut table = view(
        "score",
        format!("{}: score", score.pack.name),
        vec![
            ColumnSpec::text("id", "id").for_machines(),
            ColumnSpec::text("total", "total"),
            ColumnSpec::number("value", "value"),
            ColumnSpec::text("range", "range"),
            ColumnSpec::text("missing", "missing items"),
            ColumnSpec::number("prorated", "prorated"),
            ColumnSpec::text("status", "status"),
        ],
    );
    for totalled in &score.totals {
        let total = totalled.total;
        let value = totalled.computed.map(|computed| computed.value);
        let decimals = u8::from(value.is_some_and(|value| value.fract() != 0.0)) * 2;
        table.rows.push(vec![
            Value::text(total.id.clone()),
            Value::text(total.name.clone()),
            Value::number(value, decimals),
            Value::text(format!("{} to {}", total.minimum, total.maximum)),
            if totalled.missing.is_empty() {
                Value::Missing
            } else {
                Value::text(totalled.missing.join(", "))
            },
            match totalled.computed {
                Some(computed) if computed.prorated > 0 => {
                    Value::Count(u64::try_from(computed.prorated).unwrap_or(u64::MAX))
                }
                _ => Value::Missing,
            },
            Value::text(total.status.id()),
        ]);
    }
    let prorated = |totalled: &Totalled<'_>| totalled.computed.is_some_and(|one| one.prorated > 0);
    if score.totals.iter().any(prorated) {
        table.notes.push(
            "Prorated as asked: the mean of the answered items, or terms, for each missing one. A total \
             between two bands belongs to the lower one."
                .to_owned(),
        );
    }
    if score
        .totals
        .iter()
        .any(|totalled| totalled.computed.is_none())
    {
        table.notes.push(
            "A total with a missing answer is not computed; --answered-min N stands the mean of the answered \
             items in when at least N are answered."
                .to_owned(),
        );
    }
    table
}

fn finding_row(finding: &str, answer: &str, words: String, source: &Source) -> Vec<Value> {
    vec![
        Value::text(finding),
        Value::text(answer),
        Value::text(words),
        Value::text(source.to_string()),
        Value::text(source.status.id()),
    ]
}

fn totalled_rows(totalled: &Totalled<'_>) -> Vec<Vec<Value>> {
    let mut rows = Vec::new();
    for (bands, band) in &totalled.bands {
        let name = band.unwrap_or("cannot say");
        rows.push(finding_row(
            "severity",
            name,
            format!("bands \"{}\"", bands.id.replace('_', " ")),
            &bands.source(),
        ));
    }
    for (cutoff, met) in &totalled.cutoffs {
        let answer = Answer::of(*met).to_string();
        rows.push(finding_row(
            &cutoff.id.replace('_', " "),
            &answer,
            format!("{}: {}", cutoff_words(cutoff), cutoff.meaning),
            &cutoff.source(),
        ));
    }
    rows
}

fn suicide_row(pack: &Pack, flag: &SuicideFlag<'_>) -> Vec<Value> {
    let source = pack
        .suicide
        .as_ref()
        .map_or_else(|| Source::site(""), |s| s.source());
    let found = flag.value.map_or("not answered".to_owned(), |value| {
        format!("answered {value}")
    });
    let rule = if flag.any_answer {
        format!(
            "no sourced threshold; any answer from {} on is flagged",
            flag.alert_at_least
        )
    } else {
        format!("flagged from {} on", flag.alert_at_least)
    };
    finding_row(
        "suicide item",
        &flag.flagged.to_string(),
        format!("item {} {found}; {rule}", flag.item),
        &source,
    )
}

fn triage_rows(triage: &Triage) -> Vec<Vec<Value>> {
    let rules = rules();
    let source = rules.source();
    let meaning = |level| {
        let found = rules.levels.iter().find(|one| one.level == level);
        found.map_or(rules.none.clone(), |one| one.meaning.clone())
    };
    let answer = if triage.at_least == triage.at_most {
        triage.at_least.id().to_owned()
    } else {
        format!("{} to {}", triage.at_least.id(), triage.at_most.id())
    };
    let mut words = meaning(triage.at_least);
    if !triage.missing.is_empty() {
        words.push_str(&format!(
            "; not answered: item {}",
            triage.missing.join(", ")
        ));
    }
    let ideation = match (triage.highest_ideation, triage.ideation_open) {
        (0, false) => "none".to_owned(),
        (0, true) => "cannot say".to_owned(),
        (item, false) => format!("item {item}"),
        (item, true) => format!("at least item {item}"),
    };
    let mut rows = vec![
        finding_row("triage level", &answer, words, &source),
        finding_row(
            "highest ideation item",
            &ideation,
            "items 1 to 5".to_owned(),
            &source,
        ),
        finding_row(
            "behaviour in the past 3 months",
            &triage.behaviour_recent.to_string(),
            String::new(),
            &source,
        ),
        finding_row(
            "behaviour ever",
            &triage.behaviour_ever.to_string(),
            String::new(),
            &source,
        ),
    ];
    for contradiction in &triage.contradictions {
        rows.push(finding_row(
            "contradiction",
            "check the form",
            contradiction.clone(),
            &source,
        ));
    }
    rows
}
