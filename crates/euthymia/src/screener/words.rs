//! Numbers and decisions in words.

use euthymia_app::review::Disagreement;
use euthymia_app::review::screener::{Given, Progress};

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
