//! Numbers and decisions in words.

use euthymia_app::review::screener::{Given, Ordered, Progress};
use euthymia_app::review::{Disagreement, Explanation, RecordId};

/// `exclude (Wrong population; Wrong design)`.
pub(super) fn given(given: &Given) -> String {
    let word = given.verdict.word();
    match given.reasons.is_empty() {
        true => word.to_owned(),
        false => format!("{word} ({})", given.reasons.join("; ")),
    }
}

pub(super) fn disagreement(disagreement: Disagreement) -> &'static str {
    match disagreement {
        Disagreement::Verdicts => "One includes, another excludes.",
        Disagreement::Reasons => "Excluded for different reasons.",
        Disagreement::Copies => "Copies of it were decided on differently.",
    }
}

/// `40 s`, `12 min`, `3 h`.
pub(super) fn duration(seconds: u64) -> String {
    match seconds {
        0..=99 => format!("{seconds} s"),
        100..=5_999 => format!("{} min", seconds.div_ceil(60)),
        _ => format!("{} h", seconds.div_ceil(3600)),
    }
}

/// How far somebody has come, the most important first.
pub(super) fn progress(progress: &Progress, settles: bool) -> Vec<String> {
    let mut parts = vec![match settles {
        true => format!("{} settled", progress.settled),
        false => format!("{} decided", progress.decided()),
    }];
    parts.push(format!("{} left", progress.left));
    if !settles {
        parts.push(format!("{} included", progress.included + progress.maybe));
    }
    if progress.conflicts > 0 && !settles {
        parts.push(match progress.conflicts {
            1 => "1 conflict".to_owned(),
            many => format!("{many} conflicts"),
        });
    }
    if let Some(seconds) = progress.median_seconds.filter(|_| !settles) {
        parts.push(format!("median {}", duration(u64::from(seconds))));
    }
    if let Some(pace) = progress.per_hour {
        parts.push(format!("{pace} an hour"));
    }
    if let Some(seconds) = progress.seconds_left.filter(|left| *left > 0 && !settles) {
        parts.push(format!("about {} to go", duration(seconds)));
    }
    parts
}

/// In which order reports are shown and which rules say stop: a line, and shorter ones for less
/// room.
pub(super) fn ordered(ordered: &Ordered, advice: &[&str]) -> Vec<String> {
    let order = match ordered {
        Ordered::Queue => "Order: as taken in".to_owned(),
        Ordered::Random => "Order: at random".to_owned(),
        Ordered::NotYet { is_learning: true } => "Order: as taken in, learning …".to_owned(),
        Ordered::NotYet { is_learning: false } => {
            "Order: as taken in until one is included and one excluded".to_owned()
        }
        Ordered::Learnt { included, excluded } => {
            format!("Order: learnt from {included} included, {excluded} excluded")
        }
        Ordered::Failed(why) => format!("Order: cannot be learnt: {why}"),
    };
    if advice.is_empty() {
        return vec![order];
    }
    let rules = advice.join(", ");
    let says = if advice.len() == 1 { "says" } else { "say" };
    vec![
        format!("{order} · {rules} {says} stop, by your decisions: see review stopping"),
        format!("{order} · {rules} {says} stop"),
        format!("{rules} {says} stop: review stopping"),
        order,
    ]
}

/// Words that moved a report up and down.
const MOVED: usize = 8;

/// What put a report where it is, line by line, and whether that is upwards.
pub(super) fn why(
    record: RecordId,
    explanation: Option<&Explanation>,
) -> Vec<(String, Option<bool>)> {
    let Some(why) = explanation else {
        return vec![(format!("Nothing is known of {record} in this order."), None)];
    };
    let score = format!(
        "{record} has the score {:.3}: {:.3} before any word is read, and",
        why.score, why.intercept
    );
    let mut lines = vec![(score, None)];
    for is_up in [true, false] {
        let words = why.words.iter().filter(|(_, by)| (*by > 0.0) == is_up);
        let words: Vec<String> = words
            .take(MOVED)
            .map(|(word, by)| format!("{word} {by:+.3}"))
            .collect();
        let way = if is_up { "up" } else { "down" };
        if !words.is_empty() {
            lines.push((format!("{way}: {}", words.join(" · ")), Some(is_up)));
        }
    }
    if why.own != 0.0 {
        lines.push((format!("words of no other record {:+.3}", why.own), None));
    }
    lines
}

/// What is said at the end.
pub(super) fn summary(now: &Progress, before: &Progress, settles: bool) -> String {
    let done = match settles {
        true => now.settled.saturating_sub(before.settled),
        false => now.decided().saturating_sub(before.decided()),
    };
    let verb = if settles { "Settled" } else { "Decided" };
    let all = match settles {
        true => format!("{} in all", now.settled),
        false => format!(
            "{} in all: {} included, {} maybe, {} excluded",
            now.decided(),
            now.included,
            now.maybe,
            now.excluded
        ),
    };
    let mut said = format!("{verb} {done} now, {all}. {} wait for you.", now.left);
    if now.conflicts > 0 && !settles {
        said += &format!(
            " Reviewers disagree on {}: euthymia review screen --conflicts.",
            now.conflicts
        );
    }
    said + "\n"
}
