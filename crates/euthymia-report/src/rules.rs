//! The named rules as tables: outcome definitions, definitions of treatment resistance, crosswalks.

use euthymia_clinical::checklist;
use euthymia_clinical::crosswalk::chain::{Chain, chains};
use euthymia_clinical::crosswalk::convert::convert;
use euthymia_clinical::crosswalk::defects::defects;
use euthymia_clinical::crosswalk::{self, Correction, Crosswalk, Quantity, TableKind};
use euthymia_clinical::drug::DoseTable;
use euthymia_clinical::instrument::bundled;
use euthymia_clinical::outcome_rule;
use euthymia_clinical::staging;
use euthymia_clinical::suicidality;
use euthymia_clinical::trd;
use euthymia_table::{ColumnSpec, TableView, Value};

fn view(name: &str, title: &str, columns: Vec<ColumnSpec>) -> TableView {
    TableView {
        schema: format!("euthymia.rules.{name}.v1"),
        title: title.to_owned(),
        columns,
        ..TableView::default()
    }
}

fn remark(note: Option<&String>) -> Value {
    note.map_or(Value::Missing, |note| {
        Value::text(note.trim().replace('\n', " "))
    })
}

/// Outcome definitions.
#[must_use]
pub fn outcomes_view() -> TableView {
    let mut table = view(
        "outcomes",
        "Outcome definitions",
        vec![
            ColumnSpec::text("id", "id"),
            ColumnSpec::text("outcome", "outcome"),
            ColumnSpec::text("rule", "rule"),
            ColumnSpec::text("source", "source"),
            ColumnSpec::text("status", "status"),
            ColumnSpec::text("version", "version"),
            ColumnSpec::text("note", "note"),
        ],
    );
    for rule in outcome_rule::all() {
        table.rows.push(vec![
            Value::text(rule.id.clone()),
            Value::text(rule.outcome.to_string()),
            Value::text(rule.name.clone()),
            Value::text(rule.source.clone()),
            Value::text(rule.status.id()),
            Value::text(rule.version.clone()),
            remark(rule.note.as_ref()),
        ]);
    }
    table
}

/// Definitions of treatment resistance.
#[must_use]
pub fn trd_view() -> TableView {
    let mut table = view(
        "trd",
        "Definitions of treatment resistance and its neighbours",
        vec![
            ColumnSpec::text("id", "id"),
            ColumnSpec::text("defines", "defines"),
            ColumnSpec::text("name", "name"),
            ColumnSpec::text("criteria", "criteria, from the source"),
            ColumnSpec::text("source", "source"),
            ColumnSpec::text("status", "status"),
            ColumnSpec::text("version", "version"),
            ColumnSpec::text("note", "note"),
        ],
    );
    for definition in trd::definitions() {
        let criteria: Vec<&str> = definition
            .criteria
            .iter()
            .map(|one| one.source.as_str())
            .collect();
        table.rows.push(vec![
            Value::text(definition.id.clone()),
            Value::text(definition.concept.to_string()),
            Value::text(definition.name.clone()),
            Value::text(criteria.join("; ")),
            Value::text(definition.source.clone()),
            Value::text(definition.status.id()),
            Value::text(definition.version.clone()),
            remark(definition.note.as_ref()),
        ]);
    }
    table
}

/// Minimum adequate doses of a table.
#[must_use]
pub fn doses_view(doses: &DoseTable) -> TableView {
    let mut table = view(
        "doses",
        &doses.name,
        vec![
            ColumnSpec::text("drug", "medicine"),
            ColumnSpec::text("form", "form"),
            ColumnSpec::number("minimum_mg_per_day", "minimum").in_unit("mg/day"),
            ColumnSpec::text("adjunct", "use"),
            ColumnSpec::text("status", "status"),
            ColumnSpec::text("source", "source").for_machines(),
            ColumnSpec::text("note", "note"),
        ],
    );
    for line in &doses.doses {
        let source = doses.source_of(line);
        table.rows.push(vec![
            Value::text(line.drug.replace('_', " ")),
            line.formulation
                .map_or(Value::Missing, |form| Value::text(form.to_string())),
            Value::number(line.minimum_mg_per_day, 1),
            if line.adjunct {
                Value::text("as an addition")
            } else {
                Value::Missing
            },
            Value::text(source.status.id()),
            Value::text(source.text.clone()),
            remark(line.note.as_ref()),
        ]);
    }
    table.notes.extend(
        doses
            .note
            .as_ref()
            .map(|note| note.trim().replace('\n', " ")),
    );
    table.notes.push(format!("Source: {}.", doses.source));
    table
}

/// Staging models with their thresholds.
#[must_use]
pub fn staging_rules_view() -> TableView {
    let mut table = view(
        "staging",
        "Staging models",
        vec![
            ColumnSpec::text("id", "id"),
            ColumnSpec::text("model", "model"),
            ColumnSpec::number("weeks_min", "least trial").in_unit("weeks"),
            ColumnSpec::text("resistant", "called resistant from"),
            ColumnSpec::text("note", "note"),
            ColumnSpec::text("source", "source"),
            ColumnSpec::text("status", "status"),
        ],
    );
    for model in staging::models() {
        let counts = model.trd_counts.as_deref().unwrap_or("points");
        let resistant = model.trd_at_least.map(|least| format!("{least} {counts}"));
        table.rows.push(vec![
            Value::text(model.id.clone()),
            Value::text(model.name.clone()),
            Value::number(model.weeks_min, 0),
            resistant.map_or(Value::Missing, Value::text),
            remark(model.note.as_ref()),
            Value::text(model.source.clone()),
            Value::text(model.status.id()),
        ]);
    }
    let failure = staging::failure();
    table.notes.push(format!(
        "A trial has failed when it ended for lack of response or with less than {} % improvement: {}.",
        failure.below_percent, failure.source
    ));
    table
}

/// The triage of the Columbia screener.
#[must_use]
pub fn triage_view() -> TableView {
    let mut table = view(
        "triage",
        "Triage of the Columbia screener, the most urgent first",
        vec![
            ColumnSpec::text("level", "level"),
            ColumnSpec::text("any", "a yes to any of"),
            ColumnSpec::text("meaning", "meaning"),
            ColumnSpec::text("source", "source"),
            ColumnSpec::text("status", "status"),
        ],
    );
    let rules = suicidality::rules();
    for level in &rules.levels {
        table.rows.push(vec![
            Value::text(level.level.id()),
            Value::text(level.any.join(", ")),
            Value::text(level.meaning.clone()),
            Value::text(rules.source.clone()),
            Value::text(rules.status.id()),
        ]);
    }
    table.notes.push(format!("None: {}.", rules.none));
    table
}

/// Gene–drug pairs with a recommendation.
#[must_use]
pub fn genes_view() -> TableView {
    let mut table = view(
        "genes",
        "Gene–drug pairs with a recommendation",
        vec![
            ColumnSpec::text("drug", "medicine"),
            ColumnSpec::text("genes", "genes"),
            ColumnSpec::text("note", "note"),
            ColumnSpec::text("source", "source"),
            ColumnSpec::text("status", "status"),
        ],
    );
    for pair in checklist::gene_drug_pairs() {
        table.rows.push(vec![
            Value::text(pair.drug.replace('_', " ")),
            Value::text(pair.genes.join(", ")),
            remark(pair.note.as_ref()),
            Value::text(pair.source.clone()),
            Value::text(pair.status.id()),
        ]);
    }
    for one in checklist::genes_without_recommendation() {
        table.notes.push(format!(
            "No recommendation from {}: {}.",
            one.gene, one.source
        ));
    }
    table
}

/// The points of the pseudo-resistance checklist.
#[must_use]
pub fn checklist_rules_view() -> TableView {
    let mut table = view(
        "checklist",
        "Before calling it resistant: what to look into",
        vec![
            ColumnSpec::text("id", "id"),
            ColumnSpec::text("group", "group"),
            ColumnSpec::text("point", "point"),
            ColumnSpec::text("ask", "what to ask"),
            ColumnSpec::text("tools", "tools"),
            ColumnSpec::text("source", "source"),
            ColumnSpec::text("status", "status"),
        ],
    );
    for point in checklist::points() {
        let tools = point
            .tools
            .iter()
            .map(|tool| format!("{} [{}]", tool.text, tool.status.id()));
        let tools: Vec<String> = tools.collect();
        table.rows.push(vec![
            Value::text(point.id.clone()),
            Value::text(point.group.clone()),
            Value::text(point.name.clone()),
            Value::text(point.ask.clone()),
            Value::text(tools.join("; ")),
            Value::text(point.source.clone()),
            Value::text(point.status.id()),
        ]);
    }
    table
}

/// The tables from one scale to another, with the defects that a check of order finds.
#[must_use]
pub fn crosswalks_view() -> TableView {
    let mut table = view(
        "crosswalks",
        "Crosswalks between scales: for groups, never for a person",
        vec![
            ColumnSpec::text("id", "id").for_machines(),
            ColumnSpec::text("from", "from"),
            ColumnSpec::text("to", "to"),
            ColumnSpec::text("converts", "converts"),
            ColumnSpec::text("method", "method"),
            ColumnSpec::text("individual_use", "individual use").for_machines(),
            ColumnSpec::text("defects", "found by the check of order"),
            ColumnSpec::text("corrections", "corrected"),
            ColumnSpec::text("source", "source").for_machines(),
            ColumnSpec::text("status", "status"),
        ],
    );
    for one in crosswalk::all() {
        let found: Vec<String> = defects(&one.rows).iter().map(ToString::to_string).collect();
        let corrected: Vec<String> = one
            .corrections
            .iter()
            .map(|fix| {
                format!(
                    "{}: printed {}, read as {}–{}",
                    fix.from, fix.printed, fix.low, fix.high
                )
            })
            .collect();
        table.rows.push(vec![
            Value::text(one.id.clone()),
            Value::text(scale_name(&one.from)),
            Value::text(scale_name(&one.to)),
            Value::text(one.quantity.to_string()),
            Value::text(one.method.clone()),
            Value::text(if one.individual_use { "yes" } else { "no" }),
            Value::text(shortened(&found)),
            if corrected.is_empty() {
                Value::Missing
            } else {
                Value::text(corrected.join("; "))
            },
            Value::text(one.source.clone()),
            Value::text(one.status.id()),
        ]);
        table.notes.push(format!(
            "{} to {} ({}): {}.",
            scale_name(&one.from),
            scale_name(&one.to),
            one.quantity,
            one.source
        ));
    }
    table
}

pub(crate) fn shortened(found: &[String]) -> String {
    match found {
        [] => "nothing".to_owned(),
        [a, b, c, rest @ ..] if !rest.is_empty() => {
            format!("{a}; {b}; {c}; and {} more", rest.len())
        }
        all => all.join("; "),
    }
}

/// The name of a scale, or of the common metric.
pub(crate) fn scale_name(id: &str) -> String {
    if id == "depression_t" {
        return "depression metric T".to_owned();
    }
    bundled(id).map_or_else(|| id.to_owned(), |pack| pack.name.clone())
}

/// Every way to convert a total from one scale to another: each table and each chain of tables.
#[must_use]
pub fn converted_view(from: &str, score: f64, to: Option<&str>) -> TableView {
    let mut table = view(
        "converted",
        &format!(
            "{} {score} on other scales: for groups, never for a person",
            scale_name(from)
        ),
        vec![
            ColumnSpec::text("to", "scale"),
            ColumnSpec::number("low", "lowest").for_machines(),
            ColumnSpec::number("high", "highest").for_machines(),
            ColumnSpec::number("value", "score").for_people(),
            ColumnSpec::number("se", "SE"),
            ColumnSpec::text("method", "method"),
            ColumnSpec::text("individual_use", "individual use"),
            ColumnSpec::text("id", "table").for_machines(),
            ColumnSpec::text("source", "source").for_machines(),
            ColumnSpec::text("status", "status"),
        ],
    );
    let wanted = |scale: &str| to.is_none_or(|to| to == scale);
    let tables = crosswalk::all()
        .iter()
        .filter(|one| one.from == from && wanted(&one.to) && one.quantity == Quantity::Score);
    for one in tables {
        by_table(one, score, &mut table);
    }
    // Anchors are read either way.
    let anchors = crosswalk::all().iter().filter(|one| {
        one.to == from
            && wanted(&one.from)
            && one.quantity == Quantity::Score
            && one.kind == TableKind::Anchors
            && one.from != "bdi1"
    });
    for one in anchors {
        by_table(&one.backwards(), score, &mut table);
    }
    for chain in chains() {
        if chain.from() == Some(from) && chain.to().is_some_and(wanted) {
            by_chain(chain, score, &mut table);
        }
    }
    table
}

fn by_table(one: &Crosswalk, score: f64, table: &mut TableView) {
    let found = match convert(one, score) {
        Ok(found) => found,
        Err(error) => {
            table.notes.push(format!("{}: {error}.", one.id));
            return;
        }
    };
    let method = if found.interpolated {
        format!("{}, on the line between two rows", one.method)
    } else {
        one.method.clone()
    };
    table.rows.push(vec![
        Value::text(scale_name(&one.to)),
        Value::number(found.low, 2),
        Value::number(found.high, 2),
        Value::text(ends(found.low, found.high)),
        Value::number(found.se, 2),
        Value::text(method),
        Value::text("no"),
        Value::text(one.id.clone()),
        Value::text(one.source.clone()),
        Value::text(one.status.id()),
    ]);
    let same = |fix: &&Correction| fix.from.total_cmp(&score).is_eq();
    if let Some(fix) = one.corrections.iter().find(same) {
        table.notes.push(format!(
            "{}: the table prints {} for {score}, read as {}–{}. {}",
            scale_name(&one.to),
            fix.printed,
            fix.low,
            fix.high,
            fix.reason.trim()
        ));
    }
    let to = scale_name(&one.to);
    let note = format!("{to} by {}: {}.", one.method, one.source);
    table.notes.push(note);
}

fn by_chain(chain: &Chain, score: f64, table: &mut TableView) {
    let steps = chain.walk(score).unwrap_or_default();
    let Some(last) = steps.last() else {
        return;
    };
    let held = if steps.iter().any(|step| step.clamped) {
        "; beyond the end of a table, held there"
    } else {
        ""
    };
    table.rows.push(vec![
        Value::text(scale_name(last.scale)),
        Value::number(last.value, 2),
        Value::number(last.value, 2),
        Value::text(format!("{:.1}", last.value)),
        Value::Missing,
        Value::text(format!(
            "{} tables in a row, lines between rows; error not known{held}",
            chain.steps.len()
        )),
        Value::text("no"),
        Value::text(chain.id.clone()),
        Value::text(chain.source.clone()),
        Value::text(chain.status.id()),
    ]);
    table.notes.push(format!(
        "{} by way of {}: {}.",
        scale_name(last.scale),
        chain.steps.join(", "),
        chain.source
    ));
}

fn ends(low: f64, high: f64) -> String {
    if low.total_cmp(&high).is_eq() {
        format!("{low}")
    } else {
        format!("{low}–{high}")
    }
}
