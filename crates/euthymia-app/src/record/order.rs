//! What must hold between the dates of a record.

use super::Record;
use super::doc::Node;
use euthymia_clinical::patient::Diagnosis;
use euthymia_clinical::trial::{Time, Trial};
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
        if patient.bipolar == Some(false) && patient.diagnosis == Some(Diagnosis::BipolarDepression)
        {
            head.report(
                head.error(
                    "bipolar",
                    "the diagnosis is bipolar depression, and bipolar is false",
                )
                .with_help("One of the two must be wrong."),
            );
        }
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
    scores(root, record, &late);
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
    overlaps(root, &patient.trials);
}

fn scores(root: &Node<'_, '_>, record: &Record, late: &impl Fn(&Node<'_, '_>, &'static str, Date)) {
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
    debug_assert!(record.patient.scores.len() <= seen.len());
}

fn span(trial: &Trial) -> Option<(Date, Date)> {
    match trial.time {
        Time::Between { start, stop } => Some((start, stop)),
        Time::Since { start, until } => Some((start, until)),
        Time::Weeks { .. } | Time::Unknown { .. } => None,
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
            let explained = later.augments.is_some() || earlier.augments.is_some();
            let tapers = |at: usize| {
                nodes.get(at).is_some_and(|node| {
                    node.has("cross_taper") && node.flag("cross_taper") == Some(true)
                })
            };
            let same = later.drug == earlier.drug && later.formulation == earlier.formulation;
            // The last day of one may be the first of the next.
            let at_once = a.0 < b.1 && b.0 < a.1;
            if !at_once || (!same && (explained || tapers(at) || tapers(before))) {
                continue;
            }
            let Some(node) = nodes.get(at) else { continue };
            let message = format!(
                "{} and {} overlap from {} to {}",
                earlier.label,
                later.label,
                a.0.max(b.0),
                a.1.min(b.1)
            );
            let help = if same {
                "It is the same medicine: make one trial of them, with doses = [{ from = …, dose = … }, …]."
            } else {
                "If one was added to the other, say augments = \"…\" with its id; if one was tapered while the \
                 other began, say cross_taper = true; otherwise correct the dates."
            };
            node.report(node.error("start", message).with_help(help));
        }
    }
}
