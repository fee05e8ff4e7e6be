//! The tables of an assessment.

use super::{source_cells, status_words};
use euthymia_clinical::answer::Answer;
use euthymia_clinical::assessment::Assessment;
use euthymia_clinical::expectation::{challenges, star_d};
use euthymia_clinical::patient::{Diagnosis, Patient};
use euthymia_clinical::staging::failure;
use euthymia_clinical::trd::Choices;
use euthymia_clinical::trial::adequacy::Adequacy;
use euthymia_clinical::trial::failure::described;
use euthymia_clinical::trial::{Time, Trial};
use euthymia_table::{ColumnSpec, TableView, Value};

fn view(name: &str, title: &str, columns: Vec<ColumnSpec>) -> TableView {
    TableView {
        schema: format!("euthymia.assess.{name}.v1"),
        title: title.to_owned(),
        columns,
        ..TableView::default()
    }
}

/// Each definition with its answer.
#[must_use]
pub fn definitions_view(patient: &Patient, assessment: &Assessment) -> TableView {
    let mut table = view(
        "definitions",
        "Definitions, each with its own answer",
        vec![
            ColumnSpec::text("id", "id").for_machines(),
            ColumnSpec::text("concept", "concept").for_machines(),
            ColumnSpec::text("definition", "definition"),
            ColumnSpec::text("answer", "answer"),
            ColumnSpec::text("because", "because"),
            ColumnSpec::text("missing", "missing").for_machines(),
            ColumnSpec::text("mark", "mark").for_people(),
            ColumnSpec::text("source", "source").for_machines(),
            ColumnSpec::text("status", "status").for_machines(),
            ColumnSpec::text("version", "version").for_machines(),
        ],
    );
    for verdict in &assessment.verdicts {
        let finding = &verdict.finding;
        // What decides: the criteria that are not met, or all of them where all are.
        let decides = |answer: Answer| finding.answer == Answer::Yes || answer == finding.answer;
        let because: Vec<String> = finding
            .because
            .iter()
            .filter(|reason| decides(reason.answer))
            .map(|reason| reason.statement.clone())
            .collect();
        let [source, status] = source_cells(finding.source.as_ref());
        table.rows.push(vec![
            Value::text(verdict.definition.id.clone()),
            Value::text(verdict.definition.concept.id()),
            Value::text(verdict.definition.name.clone()),
            Value::text(finding.answer.to_string()),
            Value::text(because.join("; ")),
            Value::text(finding.missing_fields().join("; ")),
            Value::text(status_words(verdict.definition.status)),
            source,
            status,
            Value::text(verdict.definition.version.clone()),
        ]);
    }
    table.notes.extend(about_diagnosis(patient));
    table.notes.push(
        "The definitions disagree with each other, and none is preferred here. A person decides."
            .to_owned(),
    );
    table
}

/// A warning where the depression is, or may be, no unipolar major depression: most definitions are
/// about it without saying so, and only some look.
#[must_use]
pub fn about_diagnosis(patient: &Patient) -> Option<String> {
    let found = match (patient.bipolar, patient.diagnosis) {
        (Some(true), _) | (_, Some(Diagnosis::BipolarDepression)) => "bipolar depression",
        (_, Some(Diagnosis::Other)) => "a diagnosis other than major depression",
        (_, None) => "no diagnosis",
        _ => return None,
    };
    Some(format!(
        "The record has {found}. Only the definitions that name the diagnosis among their reasons look \
         at it; the others answer as if it were unipolar major depression."
    ))
}

/// Each trial of the record with its judgement.
#[must_use]
pub fn trials_view(patient: &Patient, assessment: &Assessment, choices: &Choices) -> TableView {
    let mut table = view(
        "trials",
        "Antidepressant trials",
        vec![
            ColumnSpec::text("trial", "trial"),
            ColumnSpec::text("dose", "highest dose"),
            ColumnSpec::text("time", "time"),
            ColumnSpec::text("improvement", "improvement"),
            ColumnSpec::text("ended", "ended"),
            ColumnSpec::text("verdict", "judged"),
            ColumnSpec::text("reasons", "reasons").for_machines(),
            ColumnSpec::text("missing", "missing"),
        ],
    );
    for (trial, judged) in patient.trials.iter().zip(&assessment.trials) {
        table.rows.push(trial_row(trial, judged.as_ref()));
    }
    table.notes.push(format!(
        "Judged under {} and a minimum of {} weeks ({}). A definition that gives its own duration uses that.",
        choices.table.name, choices.minimum.weeks, choices.minimum.source
    ));
    if patient.history_complete != Some(true) {
        table.notes.push(
            "The list is not said to be complete (history_complete = true), so what it does not show \
             cannot be ruled out."
                .to_owned(),
        );
    }
    table
}

fn trial_row(trial: &Trial, judged: Option<&Adequacy>) -> Vec<Value> {
    let (verdict, reasons, missing) = match judged {
        None => (
            "not an antidepressant trial".to_owned(),
            String::new(),
            String::new(),
        ),
        Some(judged) => {
            let ids: Vec<&str> = judged.reasons.iter().map(|reason| reason.id()).collect();
            let short = |field: &String| field.rsplit(": ").next().unwrap_or(field).to_owned();
            let missing: Vec<String> = judged.missing.iter().map(short).collect();
            (
                judged_words(trial, judged),
                ids.join("; "),
                missing.join("; "),
            )
        }
    };
    let text = |text: String| {
        if text.is_empty() {
            Value::Missing
        } else {
            Value::text(text)
        }
    };
    vec![
        Value::text(trial.label.clone()),
        trial
            .highest_dose()
            .map_or(Value::Missing, |dose| Value::text(dose.to_string())),
        Value::text(time_words(trial)),
        Value::text(described(&trial.effect)),
        trial
            .stop_reason
            .map_or(Value::Missing, |reason| Value::text(reason.to_string())),
        Value::text(verdict),
        Value::text(reasons),
        text(missing),
    ]
}

fn judged_words(trial: &Trial, judged: &Adequacy) -> String {
    let prefix = format!("{}: ", trial.label);
    let statement = &judged.finding.statement;
    statement
        .strip_prefix(&prefix)
        .unwrap_or(statement)
        .to_owned()
}

fn time_words(trial: &Trial) -> String {
    match trial.time {
        Time::Between { start, stop } => format!("{start} to {stop}"),
        Time::Since { start, .. } => format!("since {start}"),
        Time::Weeks { weeks, .. } => format!("{weeks} weeks"),
        Time::Unknown { start: Some(start) } => format!("from {start}, end not recorded"),
        Time::Unknown { start: None } => "not recorded".to_owned(),
    }
}

/// Each staging model with its result.
#[must_use]
pub fn staging_view(assessment: &Assessment) -> TableView {
    let mut table = view(
        "staging",
        "Staging",
        vec![
            ColumnSpec::text("id", "id").for_machines(),
            ColumnSpec::text("model", "model"),
            ColumnSpec::text("result", "result"),
            ColumnSpec::number("low", "low").for_machines(),
            ColumnSpec::number("high", "high").for_machines(),
            ColumnSpec::text("parts", "points"),
            ColumnSpec::text("resistant", "called resistant"),
            ColumnSpec::text("missing", "missing").for_machines(),
            ColumnSpec::text("mark", "mark").for_people(),
            ColumnSpec::text("source", "source").for_machines(),
            ColumnSpec::text("status", "status").for_machines(),
        ],
    );
    for staged in &assessment.stagings {
        let parts: Vec<String> = staged
            .parts
            .iter()
            .map(|part| format!("{} ({})", part.fact, part.points))
            .collect();
        let resistant = staged.resistant.as_ref().map_or(Value::Missing, |finding| {
            let from = staged.model.trd_at_least.unwrap_or_default();
            Value::text(format!("{} (from {from})", finding.answer))
        });
        let source = staged.model.source();
        table.rows.push(vec![
            Value::text(staged.model.id.clone()),
            Value::text(staged.model.name.clone()),
            Value::text(staged.words.clone()),
            Value::number(staged.result.map(|range| range.low), 1),
            Value::number(staged.result.and_then(|range| range.high), 1),
            Value::text(parts.join("; ")),
            resistant,
            Value::text(staged.missing.join("; ")),
            Value::text(status_words(source.status)),
            Value::text(source.text.clone()),
            Value::text(source.status.id()),
        ]);
    }
    let failure = failure();
    table.notes.push(format!(
        "Failures are antidepressants of the current episode, adequate, that ended for lack of \
         response or show less than {} % improvement, running ones included ({}).",
        failure.below_percent, failure.source
    ));
    table
        .notes
        .push("An optimisation is a raise from a dose that was already adequate.".to_owned());
    for staged in &assessment.stagings {
        if let Some(finding) = &staged.resistant {
            let source = staged.model.trd_source();
            table.notes.push(format!(
                "{}: {} ({source}).",
                staged.model.name, finding.statement
            ));
        }
    }
    table
}

/// The checklist.
#[must_use]
pub fn checklist_view(assessment: &Assessment) -> TableView {
    let mut table = view(
        "checklist",
        "Before calling it resistant",
        vec![
            ColumnSpec::text("id", "id").for_machines(),
            ColumnSpec::text("group", "group"),
            ColumnSpec::text("point", "point"),
            ColumnSpec::text("state", "known"),
            ColumnSpec::text("record", "in the record"),
            ColumnSpec::text("ask", "what to ask"),
            ColumnSpec::text("tools", "tools").for_machines(),
            ColumnSpec::text("source", "source").for_machines(),
            ColumnSpec::text("status", "status").for_machines(),
        ],
    );
    for checked in &assessment.checklist {
        let open = checked.is_open();
        let tools: Vec<String> = checked
            .point
            .tools
            .iter()
            .map(|tool| format!("{} [{}]", tool.text, tool.status.id()))
            .collect();
        table.rows.push(vec![
            Value::text(checked.point.id.clone()),
            Value::text(checked.point.group.clone()),
            Value::text(checked.point.name.clone()),
            Value::text(checked.state_words()),
            if checked.words.is_empty() {
                Value::Missing
            } else {
                Value::text(checked.words.join("; "))
            },
            if open {
                Value::text(checked.point.ask.clone())
            } else {
                Value::Missing
            },
            Value::text(tools.join("; ")),
            Value::text(checked.point.source.clone()),
            Value::text(checked.point.status.id()),
        ]);
    }
    table.notes.push(
        "Nothing here is a diagnosis: it shows what the record knows and what to ask.".to_owned(),
    );
    table
}

/// What was reported for the next treatment step, with what disputes it.
#[must_use]
pub fn expectation_view(assessment: &Assessment) -> Option<TableView> {
    let series = star_d()?;
    let (least, most) = assessment.failures;
    // Of an incomplete list any later step may be the next.
    let last = most.unwrap_or(series.remission_percent.len());
    let mut table = view(
        "expectation",
        "Remission by treatment step, as reported and disputed",
        vec![
            ColumnSpec::number("step", "step"),
            ColumnSpec::number("remission_percent", "remission").in_unit("%"),
            ColumnSpec::number("cumulative_percent", "cumulative, theoretical").in_unit("%"),
            ColumnSpec::text("here", "this record"),
        ],
    );
    let cumulative = series.cumulative();
    for (at, (percent, total)) in series.remission_percent.iter().zip(&cumulative).enumerate() {
        let next = (least..=last).contains(&at);
        table.rows.push(vec![
            Value::Count(u64::try_from(at + 1).unwrap_or(u64::MAX)),
            Value::number(*percent, 1),
            Value::number(*total, 2),
            match (next, least == last) {
                (true, true) => Value::text("next step"),
                (true, false) => Value::text("may be next"),
                (false, _) => Value::Missing,
            },
        ]);
    }
    if most.is_some_and(|most| most >= series.remission_percent.len()) {
        table.notes.push(format!(
            "No step was studied after {} failed ones.",
            series.remission_percent.len()
        ));
    }
    table.notes.push(format!(
        "{}; {} patients in the first step, {} in the last. {} Source: {}.",
        series.name,
        series.n_first_step,
        series.n_last_step,
        series.note,
        series.source()
    ));
    if most.is_none() {
        table.notes.push(format!(
            "The record shows {least} failed for certain; its list is not said to be complete, so any later \
             step may be the next."
        ));
    }
    table.notes.push(
        "The step follows from the failed adequate antidepressants of the current episode alone: \
         augmentations, and trials stopped for intolerance, are no steps here."
            .to_owned(),
    );
    for challenge in challenges(&series.id) {
        let note = challenge
            .note
            .as_ref()
            .map_or(String::new(), |note| format!(" {note}"));
        table.notes.push(format!(
            "Contested: {}.{note} Source: {}.",
            challenge.claim,
            challenge.source()
        ));
    }
    Some(table)
}

/// Signs of suicidality in the record.
#[must_use]
pub fn signs_view(assessment: &Assessment) -> TableView {
    let mut table = view(
        "suicidality",
        "Suicidality in the record",
        vec![
            ColumnSpec::text("date", "date"),
            ColumnSpec::text("flagged", "flagged"),
            ColumnSpec::text("sign", "what was found"),
            ColumnSpec::text("source", "source"),
            ColumnSpec::text("status", "status").for_machines(),
        ],
    );
    for (date, sign) in &assessment.signs {
        table.rows.push(vec![
            Value::text(date.to_string()),
            Value::text(sign.flagged.to_string()),
            Value::text(sign.words.clone()),
            Value::text(sign.source.to_string()),
            Value::text(sign.source.status.id()),
        ]);
    }
    table.notes.push(if assessment.signs.is_empty() {
        "No answers to a suicide item or screener are in the record: it is not known, not absent."
            .to_owned()
    } else {
        "The level is that of the answers, not a judgement of risk. A person asks and decides."
            .to_owned()
    });
    table
}

/// The choices that the assessment was made under.
#[must_use]
pub fn rules_view(assessment: &Assessment, choices: &Choices) -> TableView {
    let mut table = view(
        "rules",
        "Rules chosen",
        vec![
            ColumnSpec::text("rule", "rule"),
            ColumnSpec::text("choice", "choice"),
            ColumnSpec::text("source", "source"),
        ],
    );
    let row = |rule: &str, choice: String, source: String| {
        vec![Value::text(rule), Value::text(choice), Value::text(source)]
    };
    table.rows = vec![
        row(
            "minimum doses",
            choices.table.name.clone(),
            choices.table.source.clone(),
        ),
        row(
            "minimum duration, where a definition gives none",
            format!("{} weeks", choices.minimum.weeks),
            choices.minimum.source.to_string(),
        ),
        row(
            "augmentation",
            choices.augmentation.to_string(),
            COUNTING_SOURCE.to_owned(),
        ),
        row(
            "optimisation",
            choices.optimisation.to_string(),
            COUNTING_SOURCE.to_owned(),
        ),
    ];
    if !assessment.unfollowed.is_empty() {
        table.notes.push(format!(
            "No course is followed on {}: the outcome definitions are not about it.",
            assessment.unfollowed.join(", ")
        ));
    }
    table
}

/// Where the two ways of counting come from.
const COUNTING_SOURCE: &str =
    "prompts of a COMP006 trial site (github.com/CyrusODN/Pre-Screening); instruments differ";

/// Whose record it is, and of which day.
#[must_use]
pub fn record_view(patient: &Patient, program: &str) -> TableView {
    let mut table = view(
        "record",
        "Record",
        vec![
            ColumnSpec::text("patient", "patient"),
            ColumnSpec::text("assessed", "assessed"),
            ColumnSpec::text("diagnosis", "diagnosis"),
            ColumnSpec::text("episode_start", "episode since"),
            ColumnSpec::text("severity", "severity"),
            ColumnSpec::text("program", "program").for_machines(),
        ],
    );
    let text = |known: Option<String>| known.map_or(Value::Missing, Value::text);
    table.rows.push(vec![
        Value::text(patient.id.clone()),
        Value::text(patient.assessed.to_string()),
        text(patient.diagnosis.map(|one| one.to_string())),
        text(patient.episode_start.map(|day| day.to_string())),
        text(patient.severity.map(|one| one.to_string())),
        Value::text(program),
    ]);
    table
}

/// Every field that would settle an answer which cannot be given, each once.
#[must_use]
pub fn open_questions(assessment: &Assessment) -> Vec<String> {
    let mut fields: Vec<String> = Vec::new();
    let asked = assessment
        .verdicts
        .iter()
        .flat_map(|verdict| verdict.finding.missing_fields());
    let staged = assessment
        .stagings
        .iter()
        .flat_map(|staged| staged.missing.clone());
    for field in asked.chain(staged) {
        if !fields.contains(&field) {
            fields.push(field);
        }
    }
    fields
}
