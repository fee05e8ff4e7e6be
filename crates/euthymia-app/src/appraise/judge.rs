//! Answers in a file, and what a tool makes of them.

use crate::error::AppError;
use euthymia_appraisal::{Assessed, Assessment, Given, Led, Tool, bundled, bundled_ids};
use euthymia_table::{ColumnSpec, Problems, ReadOptions, TableView, Value, nearest, read_path};
use std::collections::BTreeMap;
use std::path::Path;

/// Findings listed before they are only counted.
const FINDINGS_MAX: usize = 20;

/// Answers with what supports them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answers {
    /// The answers.
    pub given: Given,
    /// What supports an answer, or why there is none, by the number of the question.
    pub because: BTreeMap<String, String>,
}

/// The bundled tool of this identifier.
///
/// # Errors
/// [`AppError::Usage`] with the nearest one, or all.
pub fn tool(id: &str) -> Result<&'static Tool, AppError> {
    bundled(id).ok_or_else(|| {
        let all: Vec<&str> = bundled_ids().collect();
        let help = match nearest(&[id], &all) {
            Some(near) => format!("did you mean {near}?"),
            None => format!("there are {}", all.join(", ")),
        };
        AppError::Usage(format!("no tool is called \"{id}\": {help}"))
    })
}

/// Reads answers: columns question, answer and, where it is there, because. An empty answer is one that
/// cannot be given.
///
/// # Errors
/// [`AppError::Input`] with every finding: a question or an answer that the tool does not have, or a
/// question that stands twice.
pub fn read_answers(tool: &Tool, path: &Path, options: &ReadOptions) -> Result<Answers, AppError> {
    let file = read_path(path, options)?;
    let mut problems = Problems::new(FINDINGS_MAX);
    let question = file.column(&["question", "item"])?;
    let answer = file.column(&["answer"])?;
    let because = file.find_column(&["because", "support", "reason"])?;
    let mut answers = Answers::default();
    let mut seen: Vec<&str> = Vec::new();
    for row in 0..file.row_count() {
        let Some(id) = problems.keep(question.cell(row).required_text()) else {
            continue;
        };
        let Some(asked) = tool.question(id) else {
            let all = tool
                .questions()
                .map(|own| own.id.as_str())
                .collect::<Vec<_>>();
            let finding = question
                .cell(row)
                .error(format!("{} has no such question", tool.name));
            problems.add(finding.with_help(format!("There are {}.", all.join(", "))));
            continue;
        };
        if seen.contains(&id) {
            let finding = question
                .cell(row)
                .error("this question stands above already");
            problems.add(finding.with_help("Keep one answer to each question."));
        }
        seen.push(id);
        let cell = answer.cell(row);
        match cell
            .text()
            .map(|text| (text, tool.answer(&text.to_lowercase())))
        {
            Some((_, Some(own))) if asked.allows(&own.id) => {
                answers.given.answers.insert(id.to_owned(), own.id.clone());
            }
            Some(_) => {
                let finding = cell.error("this is no answer to the question");
                problems.add(finding.with_help(format!(
                    "Write {}, or leave the cell empty where it cannot be said.",
                    asked.answers.join(", ")
                )));
            }
            None => {}
        }
        if let Some(text) = because.and_then(|column| column.cell(row).text()) {
            answers.because.insert(id.to_owned(), text.to_owned());
        }
    }
    problems.into_result(answers).map_err(AppError::Input)
}

/// What a tool makes of answers: every question with its answer, then every judgement with the rules
/// that led there.
#[must_use]
pub fn judged_views(tool: &Tool, answers: &Answers) -> [TableView; 2] {
    let seen = tool.assess(&answers.given);
    [
        answers_view(tool, answers, &seen),
        judgements_view(tool, &seen),
    ]
}

fn answers_view(tool: &Tool, answers: &Answers, seen: &Assessment) -> TableView {
    let row = |(id, answer): &(String, Option<String>)| {
        let text = tool.question(id).map_or("", |own| own.text.as_str());
        let word = answer.as_deref().and_then(|id| tool.answer(id));
        vec![
            Value::text(id.clone()),
            Value::text(text),
            Value::text(word.map_or("cannot say", |own| own.words.as_str())),
            answers.because.get(id).map_or(Value::Missing, Value::text),
        ]
    };
    TableView {
        schema: "euthymia.appraisal_answers.v1".to_owned(),
        title: format!("{}: answers", tool.name),
        columns: vec![
            ColumnSpec::text("question", "Question"),
            ColumnSpec::text("asks", "In our words"),
            ColumnSpec::text("answer", "Answer"),
            ColumnSpec::text("because", "Because"),
        ],
        rows: seen.asked.iter().map(row).collect(),
        notes: seen.notices.iter().map(ToString::to_string).collect(),
    }
}

fn judgements_view(tool: &Tool, seen: &Assessment) -> TableView {
    let row = |own: &Assessed| {
        let name = tool
            .domain(&own.id)
            .map_or("Overall", |domain| domain.name.as_str());
        let words = |id: &str| {
            tool.judgement(id)
                .map_or_else(|| id.to_owned(), |own| own.words.clone())
        };
        let open = |possible: &[String]| {
            let possible: Vec<String> = possible.iter().map(|id| words(id)).collect();
            format!("open: {}", possible.join(" or "))
        };
        let (judgement, path) = match &own.led {
            _ if own.given.is_some() => (own.given.as_deref().map(words), None),
            Led::To { judgement, by } => (Some(words(judgement)), Some(by.join("; or "))),
            Led::Open { possible } => (None, Some(open(possible))),
            Led::ToAPerson => (
                None,
                Some("no rule of the tool says: a person judges".to_owned()),
            ),
            Led::Nowhere => (None, Some("no rule fits these answers".to_owned())),
        };
        vec![
            Value::text(own.id.clone()),
            Value::text(name),
            Value::text(judgement.unwrap_or_else(|| "cannot say".to_owned())),
            path.map_or(Value::Missing, Value::text),
        ]
    };
    let mut notes = vec![format!("{} {}", tool.citation, tool.licence)];
    notes.extend(tool.notes.iter().cloned());
    TableView {
        schema: "euthymia.appraisal_judgements.v1".to_owned(),
        title: format!("{}: judgements (version {})", tool.name, tool.version),
        columns: vec![
            ColumnSpec::text("domain", "Domain"),
            ColumnSpec::text("name", "Name"),
            ColumnSpec::text("judgement", "Judgement"),
            ColumnSpec::text("path", "What led there"),
        ],
        rows: seen.domains.iter().chain(&seen.overall).map(row).collect(),
        notes,
    }
}

/// The bundled tools.
#[must_use]
pub fn tools_view() -> TableView {
    let row = |tool: &'static Tool| {
        vec![
            Value::text(tool.id.clone()),
            Value::text(tool.name.clone()),
            Value::Count(tool.questions().count() as u64),
            Value::text(tool.about.clone()),
            tool.doi.as_ref().map_or(Value::Missing, Value::text),
        ]
    };
    TableView {
        schema: "euthymia.appraisal_tools.v1".to_owned(),
        title: "Tools for judging studies".to_owned(),
        columns: vec![
            ColumnSpec::text("tool", "Tool"),
            ColumnSpec::text("name", "Name"),
            ColumnSpec::number("questions", "Questions"),
            ColumnSpec::text("about", "What it judges"),
            ColumnSpec::text("doi", "DOI"),
        ],
        rows: euthymia_appraisal::bundled_all().map(row).collect(),
        notes: vec![
            "Questions are in our own words; read the published ones before you judge.".to_owned(),
        ],
    }
}
