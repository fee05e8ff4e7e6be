//! What was decided of records, studies and forms, in words.

use euthymia_report::words::counted;
use euthymia_review::Event;
use euthymia_review::log::{Appraised, Removal, Screened, Settled};

/// An event of screening or of what follows it; nothing for others.
pub(super) fn screening(event: &Event) -> String {
    match event {
        Event::RemovedBeforeScreening {
            records,
            by,
            reason,
        } => {
            let by = match by {
                Removal::Automation => "marked by automation",
                Removal::Other => "removed before screening",
            };
            let records = counted(records.len(), "record", "records");
            format!("{records} {by}: {reason}")
        }
        Event::Screened(own) => decided(own),
        Event::Settled(own) => settled(own),
        Event::Tagged { record, tag, on } => match on {
            true => format!("tagged {record} \"{tag}\""),
            false => format!("took the tag \"{tag}\" from {record}"),
        },
        Event::RoundDrawn(own) => format!(
            "drew {} for {}, {} (seed {})",
            counted(own.records.len(), "record", "records"),
            own.name,
            own.stage.words(),
            own.seed
        ),
        Event::Ranked(own) => format!(
            "order of records, {}: {} (seed {})",
            own.stage.words(),
            own.model,
            own.seed
        ),
        Event::ScreeningStopped(own) => format!(
            "ended screening, {}: {}. {}",
            own.stage.words(),
            own.rule,
            own.statement
        ),
        other => collecting(other),
    }
}

fn collecting(event: &Event) -> String {
    match event {
        Event::FullTextAttached(own) => {
            format!("full text of {}: {}", own.record, own.file_name)
        }
        Event::FullTextRequested { record, from } => {
            format!("asked for the full text of {record}: {from}")
        }
        Event::FullTextNotRetrieved { record, reason } => {
            format!("no full text of {record}: {reason}")
        }
        Event::StudyNamed { study, records } => {
            let records: Vec<String> = records.iter().map(ToString::to_string).collect();
            format!("study {study}: {}", records.join(", "))
        }
        Event::FormEntered { form, .. } => format!("form {form} entered"),
        Event::Extracted(own) => format!(
            "took {} from {} ({})",
            counted(own.cells.len(), "value", "values"),
            own.study,
            own.form
        ),
        Event::Adjudicated(own) => format!(
            "settled {} of {} ({})",
            counted(own.cells.len(), "value", "values"),
            own.study,
            own.form
        ),
        Event::Appraised(own) => format!("appraised {}", appraised(own)),
        Event::AppraisalAgreed(own) => format!("agreed on the appraisal of {}", appraised(own)),
        Event::ChecklistAnswered {
            checklist,
            item,
            answer,
        } => format!("{checklist}, item {item}: {answer}"),
        _ => String::new(),
    }
}

fn appraised(own: &Appraised) -> String {
    match &own.outcome {
        Some(outcome) => format!("{}, {outcome} ({})", own.study, own.tool),
        None => format!("{} ({})", own.study, own.tool),
    }
}

fn decided(own: &Screened) -> String {
    let reasons = match own.reasons.is_empty() {
        true => String::new(),
        false => format!(" ({})", own.reasons.join(", ")),
    };
    let (verdict, stage) = (own.verdict.word(), own.stage.words());
    format!("{verdict} {}{reasons}, {stage}", own.record)
}

fn settled(own: &Settled) -> String {
    let with = match own.with.is_empty() {
        true => String::new(),
        false => format!(" with {}", own.with.join(", ")),
    };
    let reason = own.reason.as_ref().map(|reason| format!(" ({reason})"));
    format!(
        "settled{with}: {} {}{}, {}",
        own.verdict.word(),
        own.record,
        reason.unwrap_or_default(),
        own.stage.words()
    )
}
