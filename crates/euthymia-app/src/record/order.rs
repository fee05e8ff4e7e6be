//! What must hold between the dates of a record.

use super::Record;
use super::doc::Node;
use euthymia_clinical::date::days_after;
use euthymia_clinical::patient::Diagnosis;
use euthymia_clinical::trial::{Episode, Time, Trial};
use euthymia_table::Diagnostic;
use jiff::civil::Date;

/// Reports dates in the future, contradictions, and trials that overlap without saying why.
pub(super) fn check(
    root: &Node<'_, '_>,
    head: Option<&Node<'_, '_>>,
    record: &Record,
    today: Option<Date>,
) {
    let patient = &record.patient;
    let assessed = patient.assessed;
    if let Some(head) = head {
        diagnosis_and_episode(head, record, today);
    }
    let late = |node: &Node<'_, '_>, key: &'static str, day: Date| {
        if day > assessed {
            node.report(
                node.error(key, format!("{day} is after the assessment on {assessed}"))
                    .with_help("A record ends with the day of assessment."),
            );
        }
    };
    for node in root.tables("trial").iter().chain(&root.tables("treatment")) {
        for key in ["start", "stop"] {
            if node.has(key)
                && let Some(day) = node.date(key)
            {
                late(node, key, day);
            }
        }
        for step in node.tables("doses") {
            if let Some(day) = step.has("from").then(|| step.date("from")).flatten() {
                late(&step, "from", day);
            }
        }
    }
    scores(root, &late);
    if let Some(course) = root.table("course") {
        for day in &record.sessions {
            late(&course, "sessions", *day);
        }
        let mut days = record.sessions.clone();
        days.sort_unstable();
        if let Some(twice) = days.windows(2).find(|pair| pair[0] == pair[1]) {
            course.report(course.error("sessions", format!("{} stands twice", twice[0])));
        }
    }
    trial_ends(root, record);
    overlaps(root, &patient.trials);
}

/// What the heading says of itself: nothing in the future, nothing that excludes something else.
fn diagnosis_and_episode(head: &Node<'_, '_>, record: &Record, today: Option<Date>) {
    let patient = &record.patient;
    let assessed = patient.assessed;
    if let Some(today) = today
        && assessed > today
    {
        head.report(head.error("assessed", format!("{assessed} is in the future")));
    }
    if let Some(start) = patient.episode_start
        && start > assessed
    {
        head.report(head.error(
            "episode_start",
            format!("the episode begins {start}, after the assessment on {assessed}"),
        ));
    }
    if patient.bipolar == Some(false) && patient.diagnosis == Some(Diagnosis::BipolarDepression) {
        head.report(
            head.error(
                "bipolar",
                "the diagnosis is bipolar depression, and bipolar is false",
            )
            .with_help("One of the two must be wrong."),
        );
    }
    if patient.bipolar == Some(true) && patient.diagnosis == Some(Diagnosis::MajorDepression) {
        head.report(
            head.error(
                "bipolar",
                "the diagnosis is major depressive disorder, and bipolar is true",
            )
            .with_help("One of the two must be wrong; with a history of mania or hypomania the diagnosis is bipolar_depression."),
        );
    }
}

fn scores(root: &Node<'_, '_>, late: &impl Fn(&Node<'_, '_>, &'static str, Date)) {
    let mut seen: Vec<(Date, &str)> = Vec::new();
    for node in root.tables("score") {
        let Some(day) = node.has("date").then(|| node.date("date")).flatten() else {
            continue;
        };
        late(&node, "date", day);
        let Some(instrument) = node.text("instrument") else {
            continue;
        };
        if seen.contains(&(day, instrument)) {
            node.report(
                node.error("date", format!("a second {instrument} on {day}"))
                    .with_help("One score per scale and day; remove one of them."),
            );
        }
        seen.push((day, instrument));
    }
}

fn span(trial: &Trial) -> Option<(Date, Date)> {
    match trial.time {
        Time::Between { start, stop } => Some((start, stop)),
        Time::Since { start, until } => Some((start, until)),
        Time::Weeks {
            weeks,
            start: Some(start),
        } => {
            #[allow(clippy::cast_possible_truncation)]
            let days = (weeks * 7.0).ceil() as i64 - 1;
            Some((start, days_after(start, days.max(0))?))
        }
        Time::Weeks { start: None, .. } | Time::Unknown { .. } => None,
    }
}

/// A trial told by its first day and weeks must end by the assessment, and a trial said to belong to
/// the current episode must reach into it.
fn trial_ends(root: &Node<'_, '_>, record: &Record) {
    let patient = &record.patient;
    for (trial, node) in patient.trials.iter().zip(&root.tables("trial")) {
        let Some((start, stop)) = span(trial) else {
            continue;
        };
        if matches!(trial.time, Time::Weeks { .. }) && stop > patient.assessed {
            node.report(
                node.error(
                    "weeks",
                    format!(
                        "from {start} it would last to {stop}, after the assessment on {}",
                        patient.assessed
                    ),
                )
                .with_help("For a medicine still taken, write ongoing = true in place of weeks."),
            );
        }
        let before = patient.episode_start.filter(|episode| stop < *episode);
        if let (Some(Episode::Current), Some(episode)) = (trial.episode, before) {
            node.report(
                node.error(
                    "episode",
                    format!("it ended {stop}, before the episode began on {episode}"),
                )
                .with_help("Correct the dates, or write episode = \"earlier\"."),
            );
        }
        let base = trial.augments.and_then(|base| patient.trials.get(base));
        if let Some((base, (begun, ended))) = base.and_then(|base| Some((base, span(base)?)))
            && (ended < start || stop < begun)
        {
            node.report(
                node.error(
                    "augments",
                    format!(
                        "{} was taken from {begun} to {ended}, at another time",
                        base.label
                    ),
                )
                .with_help("An addition is taken together with what it is added to."),
            );
        }
    }
}

/// Two trials at once are an addition, a change-over or a mistake: the record must say which.
fn overlaps(root: &Node<'_, '_>, trials: &[Trial]) {
    let nodes = root.tables("trial");
    for (at, later) in trials.iter().enumerate() {
        for (before, earlier) in trials.iter().enumerate().take(at) {
            let (Some(a), Some(b)) = (span(earlier), span(later)) else {
                continue;
            };
            let together = later.augments == Some(before)
                || earlier.augments == Some(at)
                || (later.augments.is_some() && later.augments == earlier.augments);
            let tapers = |at: usize| {
                nodes.get(at).is_some_and(|node| {
                    node.has("cross_taper") && node.flag("cross_taper") == Some(true)
                })
            };
            let same = later.drug == earlier.drug && later.formulation == earlier.formulation;
            // The last day of one may be the first of the next.
            let at_once = a.0 < b.1 && b.0 < a.1;
            if !at_once || (!same && (together || tapers(at) || tapers(before))) {
                continue;
            }
            let Some(node) = nodes.get(at) else { continue };
            node.report(overlap(node, earlier, later, (a.0.max(b.0), a.1.min(b.1))));
        }
    }
}

fn overlap(
    node: &Node<'_, '_>,
    earlier: &Trial,
    later: &Trial,
    (from, to): (Date, Date),
) -> Diagnostic {
    let message = format!(
        "{} and {} overlap from {from} to {to}",
        earlier.label, later.label
    );
    let help = if later.drug == earlier.drug && later.formulation == earlier.formulation {
        "It is the same medicine: make one trial of them, with doses = [{ from = …, dose = … }, …]."
    } else {
        "If one was added to the other, say augments = \"…\" with its id; if one was tapered while the \
         other began, say cross_taper = true; otherwise correct the dates."
    };
    node.error("start", message).with_help(help)
}
