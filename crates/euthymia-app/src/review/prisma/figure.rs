//! The flow of records as a figure.

use super::reading::PrismaReading;
use super::view::{source_words, unfinished};
use euthymia_plot::{Exit, PrismaFlow, PrismaSide, PrismaStep, Scene};
use euthymia_review::prisma::{Column, Flow, Totals};
use std::collections::BTreeMap;

/// Lines of one box; what is beyond is summed in a last line.
const LINES_MAX: usize = 18;

/// The flow diagram, in the variant that the review needs: with other methods where records came
/// by them, and as an update where something was included before.
#[must_use]
pub fn prisma_figure(reading: &PrismaReading<'_>) -> Scene {
    let flow = &reading.flow;
    let title = reading.state.title.clone().unwrap_or_default();
    let included = match flow.previous {
        Some(_) => "New studies included in review",
        None => "Studies included in review",
    };
    let reports = match flow.previous {
        Some(_) => "Reports of new included studies, and new reports of earlier ones",
        None => "Reports of included studies",
    };
    let unfinished = unfinished(flow);
    PrismaFlow {
        title: match title.is_empty() {
            true => "Flow of records".to_owned(),
            false => format!("{title}: flow of records"),
        },
        description: format!(
            "Where the records of the review went, from {} identified to {} included.",
            flow.databases.records() + flow.others.records(),
            super::counted(flow.total.studies, "study", "studies")
        ),
        caution: (!unfinished.is_empty()).then(|| unfinished.join(" ")),
        previous: flow.previous.map(|own| {
            let words = "Studies included in the previous version of the review";
            totals(words, "Reports of them", own)
        }),
        main: PrismaSide {
            heading: "Identification of studies via databases and registers".to_owned(),
            steps: steps(&flow.databases, true),
        },
        other: (!flow.others.is_empty()).then(|| PrismaSide {
            heading: "Identification of studies via other methods".to_owned(),
            steps: steps(&flow.others, false),
        }),
        new: totals(included, reports, flow.new),
        total: flow.previous.map(|_| {
            let words = "Total studies included in review";
            totals(words, "Reports of total included studies", flow.total)
        }),
        footnotes: footnotes(flow),
    }
    .to_scene()
}

fn totals(studies: &str, reports: &str, own: Totals) -> Exit {
    Exit::new(studies, own.studies).reason(reports, own.reports)
}

fn footnotes(flow: &Flow) -> Vec<String> {
    let change = flow.change;
    let mut notes = Vec::new();
    if change.studies != 0 || change.reports != 0 {
        notes.push(format!(
            "Of what was included before, the number of studies changed by {} and of reports by {}.",
            change.studies, change.reports
        ));
    }
    notes.extend(
        flow.check()
            .iter()
            .map(|own| format!("Does not balance: {own}")),
    );
    notes
}

/// The four steps of a side. By other methods, screening by title is shown only where something
/// was left out by it or waits for it.
fn steps(column: &Column, always: bool) -> [PrismaStep; 4] {
    let removed = removed(column);
    let is_screened = column.excluded + column.set_aside + column.screening_open > 0;
    let excluded = excluded(column);
    [
        PrismaStep {
            stays: Some(identified(column)),
            leaves: (always || removed.count != Some(0)).then_some(removed),
            waits: None,
        },
        match always || is_screened {
            true => PrismaStep {
                stays: Some(Exit::new("Records screened", column.screened)),
                leaves: Some(excluded),
                waits: waits("Records not decided yet", column.screening_open),
            },
            false => PrismaStep::default(),
        },
        PrismaStep {
            stays: Some(Exit::new("Reports sought for retrieval", column.sought)),
            leaves: Some(listed("Reports not retrieved", &column.not_retrieved)),
            waits: None,
        },
        PrismaStep {
            stays: Some(Exit::new(
                "Reports assessed for eligibility",
                column.assessed,
            )),
            leaves: Some(ineligible(column)),
            waits: waits("Full texts not decided yet", column.assessment_open),
        },
    ]
}

fn waits(words: &str, count: u64) -> Option<Exit> {
    (count > 0).then(|| Exit::new(words, count))
}

/// Sources by what was searched: a search that was run again adds to the first.
fn identified(column: &Column) -> Exit {
    let mut lines: Vec<(String, u64)> = Vec::new();
    for own in &column.identified {
        let words = source_words(own.database.as_deref());
        match lines.iter_mut().find(|(known, _)| *known == words) {
            Some((_, count)) => *count += own.records,
            None => lines.push((words, own.records)),
        }
    }
    let mut identified = Exit::new("Records identified", column.records());
    identified.reasons = shortened(lines);
    if column.carried > 0 {
        let words = "besides, from before and not decided on then".to_owned();
        identified.reasons.push((words, column.carried));
    }
    identified
}

fn removed(column: &Column) -> Exit {
    let sum = |own: &BTreeMap<String, u64>| own.values().sum::<u64>();
    let all = column.duplicates + sum(&column.automation) + sum(&column.otherwise);
    let mut lines = vec![("Duplicate records".to_owned(), column.duplicates)];
    let named = |kind: &'static str| {
        move |(reason, count): (&String, &u64)| (format!("{kind}: {reason}"), *count)
    };
    lines.extend(column.automation.iter().map(named("Automation tools")));
    lines.extend(column.otherwise.iter().map(named("Other reasons")));
    let mut removed = Exit::new("Records removed before screening", all);
    removed.reasons = shortened(lines);
    removed
}

fn excluded(column: &Column) -> Exit {
    let mut excluded = Exit::new("Records excluded", column.excluded + column.set_aside);
    if column.set_aside > 0 {
        excluded = excluded
            .reason("by people", column.excluded)
            .reason("not looked at: screening was stopped", column.set_aside);
    }
    excluded
}

fn ineligible(column: &Column) -> Exit {
    let stopped = column.assessment_set_aside;
    let mut exit = Exit::new("Reports excluded", column.excluded_by_full_text() + stopped);
    let lines = column.ineligible.iter();
    exit.reasons = shortened(lines.map(|own| (own.text.clone(), own.reports)).collect());
    match stopped {
        0 => exit,
        _ => exit.reason("not assessed: screening was stopped", stopped),
    }
}

fn listed(words: &str, reasons: &BTreeMap<String, u64>) -> Exit {
    let mut exit = Exit::new(words, reasons.values().sum());
    let lines = reasons
        .iter()
        .map(|(reason, count)| (reason.clone(), *count));
    exit.reasons = shortened(lines.collect());
    exit
}

fn shortened(mut lines: Vec<(String, u64)>) -> Vec<(String, u64)> {
    if lines.len() > LINES_MAX {
        let rest = lines.split_off(LINES_MAX - 1);
        let sum = rest.iter().map(|(_, count)| count).sum();
        lines.push((format!("{} others", rest.len()), sum));
    }
    lines
}
