//! The treatment history: antidepressant trials and additions.

use super::doc::Node;
use super::patient::known_pack;
use euthymia_clinical::dose::MgPerDay;
use euthymia_clinical::drug::{self, Drug, Formulation};
use euthymia_clinical::trial::{
    Adherence, DoseStep, Effect, Episode, Improvement, Scores, StopReason, Time, Trial,
};
use jiff::civil::Date;

/// Longest trial, weeks: what is longer is a slip of the pen.
const WEEKS_MAX: f64 = 1000.0;

/// The trials; `None` when one of them cannot be read. Every finding is reported.
pub(super) fn trials(root: &Node<'_, '_>, assessed: Option<Date>) -> Option<Vec<Trial>> {
    let nodes = root.tables("trial");
    let names: Vec<String> = nodes
        .iter()
        .enumerate()
        .map(|(at, node)| {
            let own = node.text("id").map(str::to_owned);
            own.unwrap_or_else(|| (at + 1).to_string())
        })
        .collect();
    let mut read = Vec::with_capacity(nodes.len());
    for (at, node) in nodes.into_iter().enumerate() {
        if names.iter().take(at).any(|name| *name == names[at]) {
            node.report(
                node.error("id", "two trials have this id")
                    .with_found(names[at].as_str()),
            );
        }
        read.push(trial(node, at, &names, assessed));
    }
    read.into_iter().collect()
}

fn trial(node: Node<'_, '_>, at: usize, names: &[String], assessed: Option<Date>) -> Option<Trial> {
    let drug = medicine(&node);
    let formulation = node.word("formulation", Formulation::ALL, Formulation::id);
    let time = time(&node, assessed);
    let doses = doses(&node, time);
    let adherence = node.word("adherence", Adherence::ALL, Adherence::id);
    let stop_reason = node.word("stop_reason", StopReason::ALL, StopReason::id);
    if stop_reason.is_some() && matches!(time, Time::Since { .. }) {
        node.report(
            node.error(
                "stop_reason",
                "the trial is ongoing and yet has a reason why it ended",
            )
            .with_help("Give stop, or leave stop_reason out."),
        );
    }
    let effect = effect(&node);
    let scored = effect.scores.as_ref().and_then(|scores| {
        let (before, end) = (scores.before?, scores.end?);
        Some(before > 0.0 && 2.0 * (before - end) >= before)
    });
    let responded = effect.improvement == Some(Improvement::Response)
        || effect
            .improvement_percent
            .is_some_and(|percent| percent >= 50.0)
        || scored == Some(true);
    if stop_reason == Some(StopReason::NoResponse) && responded {
        node.report(
            node.error(
                "stop_reason",
                "it ended for lack of response, and the improvement is at least half",
            )
            .with_help("One of the two must be wrong."),
        );
    }
    let augments = augments(&node, at, names);
    let trial = drug.map(|drug| Trial {
        label: label(at, names, drug, augments),
        drug,
        formulation,
        doses,
        time,
        adherence,
        stop_reason,
        effect,
        clear_non_response: node.flag("clear_non_response"),
        episode: node.word("episode", Episode::ALL, Episode::id),
        augments,
    });
    // Read by the check of overlaps; known here so that it is no unknown key.
    node.flag("cross_taper");
    node.flag("clear_non_response");
    node.text("id");
    node.finish();
    trial
}

fn label(at: usize, names: &[String], drug: &Drug, augments: Option<usize>) -> String {
    let name = names.get(at).map_or_else(String::new, Clone::clone);
    let added = augments.and_then(|base| names.get(base));
    match added {
        Some(base) => format!("trial {name} ({}, added to trial {base})", drug.name),
        None => format!("trial {name} ({})", drug.name),
    }
}

fn medicine(node: &Node<'_, '_>) -> Option<&'static Drug> {
    if !node.has("drug") {
        node.report(
            node.error("drug", "the medicine is not named")
                .with_help("Write its generic name, such as drug = \"sertraline\"."),
        );
        return None;
    }
    let name = node.text("drug")?;
    let found = drug::find(name);
    if found.is_none() {
        let known: Vec<&str> = drug::drugs()
            .iter()
            .map(|drug| drug.name.as_str())
            .collect();
        node.report(node.unknown("drug", name, &known));
    }
    found
}

fn time(node: &Node<'_, '_>, assessed: Option<Date>) -> Time {
    let (start, stop) = (node.date("start"), node.date("stop"));
    let ongoing = node.flag("ongoing").unwrap_or(false);
    let weeks = node.number("weeks");
    if let Some(found) = weeks
        && !(found > 0.0 && found <= WEEKS_MAX)
    {
        node.report(
            node.error("weeks", "expected weeks above 0 and at most 1000")
                .with_found(found.to_string()),
        );
    }
    let ends = [stop.is_some(), ongoing, weeks.is_some()];
    if ends.iter().filter(|given| **given).count() > 1 {
        node.report(
            node.error(
                "start",
                "stop, ongoing and weeks say the same in different ways",
            )
            .with_help("Give one of them."),
        );
    }
    if let (Some(start), Some(stop)) = (start, stop)
        && stop < start
    {
        node.report(node.error(
            "stop",
            format!("it ends {stop}, before it begins on {start}"),
        ));
    }
    if (stop.is_some() || ongoing) && start.is_none() {
        node.report(
            node.error("start", "the end is given and the beginning is not")
                .with_help("Give start, or weeks = how long it was taken."),
        );
    }
    match (start, stop, ongoing, weeks) {
        (Some(start), Some(stop), ..) => Time::Between { start, stop },
        (Some(start), None, true, _) => Time::Since {
            start,
            until: assessed.unwrap_or(start),
        },
        (start, _, _, Some(weeks)) => Time::Weeks { weeks, start },
        (start, ..) => Time::Unknown { start },
    }
}

fn start_of(time: Time) -> Option<Date> {
    match time {
        Time::Between { start, .. } | Time::Since { start, .. } => Some(start),
        Time::Weeks { start, .. } | Time::Unknown { start } => start,
    }
}

fn doses(node: &Node<'_, '_>, time: Time) -> Vec<DoseStep> {
    let single = node.text("dose");
    let steps = node.tables("doses");
    if single.is_some() && !steps.is_empty() {
        node.report(
            node.error("dose", "both dose and doses are given")
                .with_help(
                    "Give dose for one dose throughout, or doses = [{ from = …, dose = … }, …].",
                ),
        );
    }
    let mut read: Vec<DoseStep> = Vec::with_capacity(steps.len() + 1);
    if let Some(dose) = single.and_then(|text| dose(node, text)) {
        read.push(DoseStep { from: None, dose });
    }
    for step in steps {
        let from = step.date("from");
        let dose = step.text("dose").and_then(|text| dose(&step, text));
        for key in ["from", "dose"] {
            if !step.has(key) {
                step.report(
                    step.error(key, "this is missing")
                        .with_help("Each step is { from = 2025-01-31, dose = \"100 mg\" }."),
                );
            }
        }
        if let (Some(day), Some(before)) = (from, read.last().and_then(|last| last.from))
            && day <= before
        {
            step.report(step.error(
                "from",
                format!("the steps are not in order: {day} comes after {before}"),
            ));
        }
        if let (Some(day), Time::Between { start, stop } | Time::Since { start, until: stop }) =
            (from, time)
            && !(start..=stop).contains(&day)
        {
            step.report(step.error(
                "from",
                format!("{day} is outside the trial, {start} to {stop}"),
            ));
        }
        if let (true, Some(day), Some(start)) = (read.is_empty(), from, start_of(time))
            && day > start
        {
            step.report(
                step.error(
                    "from",
                    format!("the dose from {start} to {day} is not given"),
                )
                .with_help("The first step begins with the trial."),
            );
        }
        step.finish();
        if let Some(dose) = dose {
            read.push(DoseStep { from, dose });
        }
    }
    read
}

fn dose(node: &Node<'_, '_>, text: &str) -> Option<MgPerDay> {
    match MgPerDay::parse(text) {
        Ok(dose) => Some(dose),
        Err(error) => {
            node.report(node.error("dose", error.to_string()));
            None
        }
    }
}

fn effect(node: &Node<'_, '_>) -> Effect {
    let mut effect = Effect::default();
    if let Some(text) = node.text("improvement") {
        let percent = text
            .strip_suffix('%')
            .map(|digits| digits.trim().replace(',', "."));
        let word = Improvement::ALL
            .iter()
            .copied()
            .find(|word| word.id() == text);
        match (percent.and_then(|digits| digits.parse::<f64>().ok()), word) {
            (Some(percent), _) if percent.is_finite() && percent <= 100.0 => {
                effect.improvement_percent = Some(percent);
            }
            (_, Some(word)) => effect.improvement = Some(word),
            _ => node.report(
                node.error("improvement", "expected percent of baseline or a word")
                    .with_found(text)
                    .with_help(
                        "Write \"20 %\" (negative for worsening), or \"minimal\" (less than 25 %), \
                         \"partial\" (25 % to less than 50 %) or \"response\" (at least 50 %).",
                    ),
            ),
        }
    }
    if let Some(scores) = node.table("scores") {
        if node.has("improvement") {
            node.report(
                node.error("improvement", "both improvement and scores are given")
                    .with_help("Give the scores; the improvement follows from them."),
            );
        }
        effect.scores = read_scores(scores);
    }
    effect
}

fn read_scores(node: Node<'_, '_>) -> Option<Scores> {
    let instrument = node.text("instrument");
    if !node.has("instrument") {
        node.report(
            node.error("instrument", "the scale is not named")
                .with_help("Write scores = { instrument = \"hamd17\", before = 24, end = 20 }."),
        );
    }
    let pack = instrument.and_then(|id| known_pack(&node, id));
    if let Some(other) = pack.filter(|pack| !pack.measures_depression()) {
        node.report(
            node.error(
                "instrument",
                format!(
                    "a percent decrease of the {} is no improvement of depression",
                    other.name
                ),
            )
            .with_help(
                "Give scores on a depression scale, or improvement = \"20 %\" or in a word.",
            ),
        );
    }
    let total = |key: &'static str| {
        let found = node.number(key)?;
        let range = pack?
            .primary_total()
            .map(|total| (total.minimum, total.maximum))?;
        if (range.0..=range.1).contains(&found) {
            return Some(found);
        }
        node.report(
            node.error(
                key,
                format!("expected a total from {} to {}", range.0, range.1),
            )
            .with_found(found.to_string()),
        );
        None
    };
    let (before, end) = (total("before"), total("end"));
    node.finish();
    Some(Scores {
        instrument: pack?.id.clone(),
        before,
        end,
    })
}

fn augments(node: &Node<'_, '_>, at: usize, names: &[String]) -> Option<usize> {
    let name = node.text("augments")?;
    let found = names.iter().position(|one| one == name);
    match found {
        Some(base) if base == at => {
            node.report(node.error("augments", "a trial cannot be added to itself"));
            None
        }
        None => {
            let known: Vec<&str> = names.iter().map(String::as_str).collect();
            node.report(
                node.error("augments", "there is no such trial")
                    .with_found(name)
                    .with_help(format!("The trials are: {}.", known.join(", "))),
            );
            None
        }
        found => found,
    }
}
