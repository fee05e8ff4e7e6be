//! Appraisals as tables.

use super::agree::agreement_notes;
use super::enter::{judged, led};
use crate::review::session::Session;
use euthymia_appraisal::{Assessed, Assessment, Basis, Led, Tool, bundled, bundled_all};
use euthymia_report::words::counted;
use euthymia_review::appraise::{Appraisals, Case, Standing};
use euthymia_table::{ColumnSpec, TableView, Value};

/// What was judged of each study: a row for each study, outcome and tool, and where people differ.
#[must_use]
pub fn appraisals_views(session: &Session) -> Vec<TableView> {
    let seen = Appraisals::of(session.folder.log().entries(), bundled);
    let mut views = vec![cases_view(&seen)];
    let differing = differences_view(&seen);
    if !differing.rows.is_empty() {
        views.push(differing);
    }
    views
}

fn cases_view(seen: &Appraisals) -> TableView {
    let mut notes: Vec<String> = seen.findings.iter().map(ToString::to_string).collect();
    let unconfirmed = seen.cases.iter().filter_map(|case| bundled(&case.tool));
    let mut told: Vec<String> = unconfirmed.filter_map(unconfirmed_note).collect();
    told.sort();
    told.dedup();
    notes.extend(told);
    notes.extend(agreement_notes(&seen.cases));
    TableView {
        schema: "euthymia.review.appraisals.v1".to_owned(),
        title: counted(seen.cases.len(), "appraisal", "appraisals"),
        columns: vec![
            ColumnSpec::text("study", "Study"),
            ColumnSpec::text("outcome", "Outcome"),
            ColumnSpec::text("tool", "Tool"),
            ColumnSpec::text("by", "By"),
            ColumnSpec::text("stands", "Stands"),
            ColumnSpec::text("overall", "Overall"),
            ColumnSpec::text("domains", "Domains"),
        ],
        rows: seen.cases.iter().map(case_row).collect(),
        notes,
    }
}

fn case_row(case: &Case) -> Vec<Value> {
    let by: Vec<&str> = case
        .opinions
        .iter()
        .map(|own| own.author.as_str())
        .collect();
    let standing = case.standing();
    let stands = match standing {
        Standing::Agreed(_) => "agreed",
        Standing::Single(_) => "one person",
        Standing::Alike(_) => "judged alike",
        Standing::Differ => "differs",
    };
    let tool = bundled(&case.tool);
    let words = |id: &str| {
        let word = tool.and_then(|tool| tool.judgement(id));
        word.map_or(id, |own| own.words.as_str()).to_owned()
    };
    let opinion = standing.opinion();
    let domain = |own: &Assessed| {
        let words = own.counts().map_or_else(|| "open".to_owned(), words);
        format!("{} {words}{}", own.id, if own.departs() { "*" } else { "" })
    };
    let domains: Option<String> = opinion.map(|own| {
        let seen = own.seen.iter().flat_map(|seen| &seen.domains);
        seen.map(domain).collect::<Vec<_>>().join("; ")
    });
    let overall = opinion.and_then(|own| own.judgement(Tool::OVERALL));
    let optional = |text: Option<String>| text.map_or(Value::Missing, Value::text);
    vec![
        Value::text(&case.study),
        optional(case.outcome.clone()),
        Value::text(&case.tool),
        Value::text(by.join(", ")),
        Value::text(stands),
        optional(overall.map(words)),
        optional(domains),
    ]
}

fn unconfirmed_note(tool: &Tool) -> Option<String> {
    let domains = tool.domains.iter().filter(|own| own.basis != Basis::Person);
    let doubtful: Vec<&str> = domains
        .filter(|own| own.basis != Basis::None && !own.confirmed)
        .map(|own| own.id.as_str())
        .collect();
    (!doubtful.is_empty()).then(|| {
        format!(
            "{}: what is proposed for domain {} was not confirmed against a published algorithm.",
            tool.name,
            doubtful.join(", ")
        )
    })
}

fn differences_view(seen: &Appraisals) -> TableView {
    let mut rows = Vec::new();
    let open = seen.cases.iter();
    for case in open.filter(|case| matches!(case.standing(), Standing::Differ)) {
        for own in case.differences() {
            let said = own.said.iter().map(|(author, word)| {
                format!("{author}: {}", word.as_deref().unwrap_or("nothing"))
            });
            rows.push(vec![
                Value::text(&case.study),
                case.outcome.clone().map_or(Value::Missing, Value::text),
                Value::text(&case.tool),
                Value::text(match own.is_judgement {
                    true => "judgement",
                    false => "answer",
                }),
                Value::text(&own.of),
                Value::text(said.collect::<Vec<_>>().join("; ")),
            ]);
        }
    }
    TableView {
        schema: "euthymia.review.appraisal_differences.v1".to_owned(),
        title: "Where people differ".to_owned(),
        columns: vec![
            ColumnSpec::text("study", "Study"),
            ColumnSpec::text("outcome", "Outcome"),
            ColumnSpec::text("tool", "Tool"),
            ColumnSpec::text("kind", "Kind"),
            ColumnSpec::text("of", "Of"),
            ColumnSpec::text("said", "Said"),
        ],
        rows,
        notes: vec!["review appraise --agree settles them.".to_owned()],
    }
}

/// What answers lead to: each judgement with the rules that led there.
#[must_use]
pub fn assessment_views(tool: &Tool, seen: &Assessment) -> Vec<TableView> {
    let row = |own: &Assessed| {
        let domain = tool.domain(&own.id);
        let words = own.counts().and_then(|id| tool.judgement(id));
        let by = match &own.led {
            Led::To { by, .. } => by.join("; "),
            _ => String::new(),
        };
        let optional = |text: String| match text.is_empty() {
            true => Value::Missing,
            false => Value::text(text),
        };
        vec![
            Value::text(&own.id),
            Value::text(domain.map_or("Overall", |own| own.name.as_str())),
            words.map_or(Value::Missing, |own| Value::text(&own.words)),
            Value::text(led(tool, &own.led)),
            optional(by),
            Value::text(basis(tool, &own.id)),
            optional(own.unanswered.join(", ")),
        ]
    };
    let mut notes: Vec<String> = judged(seen)
        .filter(|own| own.departs())
        .map(|own| {
            format!(
                "{}: a person judges otherwise than the answers lead to.",
                own.id
            )
        })
        .collect();
    notes.extend(seen.notices.iter().map(ToString::to_string));
    vec![TableView {
        schema: "euthymia.review.assessment.v1".to_owned(),
        title: tool.name.clone(),
        columns: vec![
            ColumnSpec::text("domain", "Domain"),
            ColumnSpec::text("name", "Name"),
            ColumnSpec::text("judgement", "Judgement"),
            ColumnSpec::text("led_to", "Answers lead to"),
            ColumnSpec::text("because", "Because"),
            ColumnSpec::text("basis", "Basis"),
            ColumnSpec::text("unanswered", "No answer to"),
        ],
        rows: judged(seen).map(row).collect(),
        notes,
    }]
}

/// What a judgement rests on.
fn basis(tool: &Tool, id: &str) -> &'static str {
    let of_domain = tool.domain(id).map(|own| (own.basis, own.confirmed));
    let of_all = tool.overall.as_ref().map(|own| (own.basis, own.confirmed));
    match of_domain.or(of_all) {
        Some((Basis::Algorithm, true)) => "published algorithm",
        Some((Basis::Algorithm, false)) => "algorithm, not confirmed",
        Some((Basis::Guidance, true)) => "published guidance, read as rules",
        Some((Basis::Guidance, false)) => "our reading of the guidance, not confirmed",
        Some((Basis::Person | Basis::None, _)) | None => "a person's judgement",
    }
}

/// The tools there are.
#[must_use]
pub fn tools_view() -> TableView {
    let row = |tool: &Tool| {
        vec![
            Value::text(&tool.id),
            Value::text(&tool.name),
            Value::text(&tool.about),
            Value::text(&tool.version),
            Value::text(&tool.citation),
        ]
    };
    TableView {
        schema: "euthymia.review.appraisal_tools.v1".to_owned(),
        title: "Tools for judging studies".to_owned(),
        columns: vec![
            ColumnSpec::text("tool", "Tool"),
            ColumnSpec::text("name", "Name"),
            ColumnSpec::text("about", "About"),
            ColumnSpec::text("version", "Version"),
            ColumnSpec::text("citation", "Published").for_machines(),
        ],
        rows: bundled_all().map(row).collect(),
        notes: bundled_all().filter_map(unconfirmed_note).collect(),
    }
}
