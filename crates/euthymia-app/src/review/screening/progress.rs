//! How far screening has come.

use super::folded;
use super::words::stage_word;
use crate::review::session::Session;
use euthymia_report::words::counted;
use euthymia_review::log::{Removal, Stage, Verdict};
use euthymia_review::screen::{Decision, Finding, StageCount};
use euthymia_review::{FullTexts, Screening};
use euthymia_table::{ColumnSpec, TableView, Value};

/// Both stages, in order.
const STAGES: [Stage; 2] = [Stage::TitleAbstract, Stage::FullText];

/// Findings that are listed.
const FINDINGS: usize = 200;

/// Progress by stage, reasons for exclusion, and reviewers; and what a person should look at.
#[must_use]
pub fn screening_views(session: &Session) -> Vec<TableView> {
    let screening = folded(session);
    let mut views = vec![
        stages_view(&screening),
        reasons_view(&screening),
        reviewers_view(&screening),
    ];
    let findings = screening.all_findings();
    if !findings.is_empty() {
        views.push(findings_view(&findings));
    }
    views
}

/// Reports by stage and what follows for them.
pub(in crate::review) fn stages_view(screening: &Screening) -> TableView {
    let row = |stage: Stage| {
        let count = screening.count(stage);
        let numbers = [
            count.total(),
            count.undecided,
            count.partial,
            count.conflict,
            count.included,
            count.excluded(),
            count.set_aside,
        ];
        let numbers = numbers.into_iter().map(Value::Count);
        let name = std::iter::once(Value::text(stage_word(stage)));
        name.chain(numbers).collect()
    };
    let removed = |by: Removal| {
        let is_by = |own: &&(Removal, String)| own.0 == by;
        let removed = screening
            .units
            .iter()
            .filter_map(|unit| unit.removed.as_ref());
        removed.filter(is_by).count()
    };
    let mut notes = Vec::new();
    let (by_automation, other) = (removed(Removal::Automation), removed(Removal::Other));
    if by_automation + other > 0 {
        notes.push(format!(
            "Removed before screening: {by_automation} by automation, {other} for other reasons."
        ));
    }
    let included = screening.units.iter();
    let lost = included.filter(|unit| unit.not_retrieved.is_some()).count();
    if lost > 0 {
        let lost = counted(lost, "report was", "reports were");
        notes.push(format!("{lost} not retrieved."));
    }
    TableView {
        schema: "euthymia.review.screening.v1".to_owned(),
        title: "Screening".to_owned(),
        columns: vec![
            ColumnSpec::text("stage", "Stage"),
            ColumnSpec::number("reports", "Reports"),
            ColumnSpec::number("undecided", "Undecided"),
            ColumnSpec::number("partial", "Wait for another"),
            ColumnSpec::number("conflicts", "Conflicts"),
            ColumnSpec::number("included", "Included"),
            ColumnSpec::number("excluded", "Excluded"),
            ColumnSpec::number("set_aside", "Set aside"),
        ],
        rows: STAGES.into_iter().map(row).collect(),
        notes,
    }
}

fn reasons_view(screening: &Screening) -> TableView {
    let rules = &screening.rules;
    let mut rows = Vec::new();
    for stage in STAGES {
        let count: StageCount = screening.count(stage);
        let mut excluded: Vec<(Option<&str>, u64)> = count
            .excluded
            .iter()
            .map(|(reason, count)| (reason.as_deref(), *count))
            .collect();
        let rank = |reason: Option<&str>| reason.and_then(|own| rules.rank(own));
        excluded.sort_by_key(|(reason, _)| (rank(*reason).unwrap_or(usize::MAX), *reason));
        for (reason, count) in excluded {
            let text = rank(reason).and_then(|rank| rules.reasons.get(rank));
            rows.push(vec![
                Value::text(stage_word(stage)),
                reason.map_or(Value::Missing, Value::text),
                text.map_or(Value::Missing, |own| Value::text(&own.text)),
                Value::Count(count),
            ]);
        }
    }
    TableView {
        schema: "euthymia.review.exclusions.v1".to_owned(),
        title: "Reasons for exclusion".to_owned(),
        columns: vec![
            ColumnSpec::text("stage", "Stage"),
            ColumnSpec::text("reason", "Reason"),
            ColumnSpec::text("text", "In words"),
            ColumnSpec::number("reports", "Reports"),
        ],
        rows,
        notes: Vec::new(),
    }
}

fn reviewers_view(screening: &Screening) -> TableView {
    let mut rows = Vec::new();
    for stage in STAGES {
        for (place, name) in screening.reviewers.iter().enumerate() {
            let own = |decision: &&Decision| usize::from(decision.reviewer) == place;
            let units = screening.units.iter();
            let decisions: Vec<&Decision> = units
                .flat_map(|unit| unit.at(stage).decisions.iter().filter(own))
                .collect();
            let left = screening.queue(name, stage).len();
            if decisions.is_empty() && left == 0 {
                continue;
            }
            let count = |verdict: Verdict| {
                let such = decisions.iter().filter(|own| own.verdict == verdict);
                Value::Count(such.count() as u64)
            };
            let seconds = decisions.iter().filter_map(|own| own.seconds).collect();
            rows.push(vec![
                Value::text(stage_word(stage)),
                Value::text(name),
                count(Verdict::Include),
                count(Verdict::Maybe),
                count(Verdict::Exclude),
                Value::Count(left as u64),
                Value::number(median(seconds), 1),
            ]);
        }
    }
    TableView {
        schema: "euthymia.review.reviewers.v1".to_owned(),
        title: "Reviewers".to_owned(),
        columns: vec![
            ColumnSpec::text("stage", "Stage"),
            ColumnSpec::text("reviewer", "Reviewer"),
            ColumnSpec::number("included", "Included"),
            ColumnSpec::number("maybe", "Maybe"),
            ColumnSpec::number("excluded", "Excluded"),
            ColumnSpec::number("left", "Left"),
            ColumnSpec::number("median_seconds", "Seconds a record"),
        ],
        rows,
        notes: vec!["Seconds: the median of the records that were timed.".to_owned()],
    }
}

/// The middle of some numbers, or the mean of the two in the middle.
fn median(mut numbers: Vec<u32>) -> Option<f64> {
    numbers.sort_unstable();
    let upper = *numbers.get(numbers.len() / 2)?;
    let lower = *numbers.get((numbers.len() - 1) / 2)?;
    Some((f64::from(upper) + f64::from(lower)) / 2.0)
}

fn findings_view(findings: &[Finding]) -> TableView {
    let is_moved = |finding: &&Finding| matches!(finding, Finding::Moved { .. });
    let moved = findings.iter().filter(is_moved).count();
    let others = findings.iter().filter(|own| !is_moved(own));
    let count = others.clone().count();
    let mut notes = Vec::new();
    if count > FINDINGS {
        notes.push(format!("{} more.", count - FINDINGS));
    }
    if moved > 0 {
        notes.push(format!(
            "{} on a copy count for its report.",
            counted(moved, "decision", "decisions")
        ));
    }
    TableView {
        schema: "euthymia.review.screening_findings.v1".to_owned(),
        title: "To look at".to_owned(),
        columns: vec![ColumnSpec::text("finding", "Finding")],
        rows: others
            .take(FINDINGS)
            .map(|finding| vec![Value::text(finding.to_string())])
            .collect(),
        notes,
    }
}

/// What can be done next, most urgent first, each with its command.
pub(in crate::review) fn next_steps(screening: &Screening, full_texts: &FullTexts) -> Vec<String> {
    let counts = STAGES.map(|stage| screening.count(stage));
    let mut steps = Vec::new();
    let conflicts: u64 = counts.iter().map(|count| count.conflict).sum();
    if conflicts > 0 {
        let disagreements = words(conflicts, "disagreement", "disagreements");
        steps.push(format!("Settle {disagreements} (review conflicts)."));
    }
    let missing = full_texts.missing(screening).len() as u64;
    let things = [
        ("Screen", "title and abstract", "titles and abstracts"),
        ("Screen", "full text", "full texts"),
    ];
    for ((count, stage), (verb, one, many)) in counts.iter().zip(STAGES).zip(things) {
        let open = count.undecided + count.partial;
        if stage == Stage::FullText && missing > 0 {
            let missing = words(missing, "full text", "full texts");
            steps.push(format!("Get {missing} (review fulltext missing)."));
        }
        if open > 0 {
            steps.push(format!(
                "{verb} {} (review todo --stage {}).",
                words(open, one, many),
                stage_word(stage)
            ));
        }
    }
    steps
}

fn words(count: u64, one: &str, many: &str) -> String {
    counted(usize::try_from(count).unwrap_or(usize::MAX), one, many)
}

#[cfg(test)]
mod tests {
    use super::median;

    #[test]
    fn byhand_the_middle_of_some_numbers() {
        assert_eq!(median(vec![]), None);
        assert_eq!(median(vec![9]), Some(9.0));
        assert_eq!(median(vec![9, 1, 4]), Some(4.0));
        assert_eq!(median(vec![9, 1, 4, 5]), Some(4.5));
    }
}
