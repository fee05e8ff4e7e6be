//! Results in words, each with its numbers.

use crate::case_series::analysis::Analysis;
use crate::case_series::choices::AnalysisSet;
use crate::case_series::outcomes::{DefinitionResult, Share};
use crate::words;
use euthymia_table::fmt;

/// Number of patients, main scale, endpoint.
pub(super) fn subtitle(analysis: &Analysis) -> String {
    let series = &analysis.series;
    format!(
        "A case series of {}, rated on the {} to {}.",
        words::counted(series.patients.len(), "patient", "patients"),
        scale(analysis),
        endpoint(analysis)
    )
}

fn scale(analysis: &Analysis) -> &str {
    analysis
        .series
        .main_measure()
        .map_or("", |m| m.name.as_str())
}

fn endpoint(analysis: &Analysis) -> &str {
    let series = &analysis.series;
    series
        .planned
        .get(series.endpoint)
        .map_or("the end", |v| v.label.as_str())
}

/// The main results: who, how much, how many.
pub(super) fn main_results(analysis: &Analysis) -> Vec<String> {
    let mut sentences = vec![patients(analysis)];
    sentences.extend(outcomes(analysis));
    sentences.push(safety(analysis));
    sentences
}

/// Who was there.
pub(super) fn patients(analysis: &Analysis) -> String {
    let flow = &analysis.flow;
    let completed = match flow.completed {
        Some(completed) => format!(
            " {completed} ({}) completed the treatment as planned.",
            share(completed, flow.started)
        ),
        None => " Who completed the treatment is not recorded.".to_owned(),
    };
    let without = match flow.without_baseline {
        0 => String::new(),
        n => format!(
            " {} no baseline score.",
            words::counted(n, "patient has", "patients have")
        ),
    };
    format!(
        "Of {}, {} had a baseline score.{without}{completed} {} ({}) had a score at {}; {} ({}) did not.",
        words::counted(flow.read, "patient", "patients"),
        flow.started,
        flow.analysed,
        share(flow.analysed, flow.started),
        endpoint(analysis),
        flow.missing_at_endpoint,
        share(flow.missing_at_endpoint, flow.started),
    )
}

fn share(count: usize, of: usize) -> String {
    match of {
        0 => fmt::MISSING.to_owned(),
        of => fmt::percent(count as f64 / of as f64, 1),
    }
}

/// How much and how many.
pub(super) fn outcomes(analysis: &Analysis) -> Vec<String> {
    let mut sentences = vec![change(analysis)];
    let chosen = analysis.definitions.iter().filter(|one| one.is_chosen);
    sentences.extend(chosen.map(|one| rate(analysis, one)));
    sentences
}

fn change(analysis: &Analysis) -> String {
    let level = words::level(analysis.choices.level);
    let Some(Ok(change)) = analysis.changes.first() else {
        return format!(
            "No patient has a score both at baseline and at {}.",
            endpoint(analysis)
        );
    };
    let (before, after) = change.means;
    let means = format!(
        "The mean {} was {} at baseline and {} at {} in {} with both scores",
        scale(analysis),
        fmt::number(before, 1),
        fmt::number(after, 1),
        endpoint(analysis),
        words::counted(change.scores.before.len(), "patient", "patients"),
    );
    match &change.change {
        Ok(t) => {
            let s = &t.summary;
            let improvement = change
                .percent
                .mean_of_percentages
                .map_or(String::new(), |mean| {
                    format!(
                        " The patients' improvement was {} % on average; the mean fell by {} %.",
                        fmt::number(mean, 1),
                        change
                            .percent
                            .percentage_of_means
                            .map_or(fmt::MISSING.to_owned(), |p| fmt::number(p, 1))
                    )
                });
            format!(
                "{means}: a decrease of {} points ({level} CI; t({}) = {}, p {}).{improvement}",
                fmt::interval(s.mean_difference, t.interval.lower, t.interval.upper, 1),
                fmt::number(t.df, 0),
                fmt::number(t.t, 2),
                words::p_value(t.p_two_sided)
            )
        }
        Err(error) => format!("{means}. There is no test of the change: {error}."),
    }
}

fn rate(analysis: &Analysis, one: &DefinitionResult) -> String {
    let level = words::level(analysis.choices.level);
    let shown = |share: &Option<Share>| {
        share.as_ref().map(|share| {
            format!(
                "{} [{} to {}]",
                share.shown(),
                fmt::percent(share.wilson.lower, 1),
                fmt::percent(share.wilson.upper, 1)
            )
        })
    };
    let [observed, all, last] = &one.shares;
    let parts: Vec<String> = [(observed, 0), (all, 1), (last, 2)]
        .into_iter()
        .filter_map(|(share, at)| {
            let set = AnalysisSet::ALL.get(at)?;
            Some(format!("{} ({})", shown(share)?, set.name()))
        })
        .collect();
    let outcome = &one.outcome;
    let first = outcome
        .chars()
        .next()
        .map_or(String::new(), |c| c.to_uppercase().to_string());
    let rest: String = outcome.chars().skip(1).collect();
    if parts.is_empty() {
        return format!("{first}{rest} ({}) cannot be said of anybody.", one.name);
    }
    format!(
        "{first}{rest} ({}; {level} Wilson intervals): {}.",
        one.name,
        parts.join("; ")
    )
}

/// Adverse events.
pub(super) fn safety(analysis: &Analysis) -> String {
    let Some(adverse) = &analysis.adverse else {
        return "Adverse events were not recorded in the files; that none are shown does not mean that none \
                occurred."
            .to_owned();
    };
    let unseen = adverse.unseen.map_or(String::new(), |unseen| {
        format!(
            " An event that was seen in nobody can still occur in up to {} of such patients (one-sided exact \
             {} limit; rule of three: {}).",
            fmt::percent(unseen.exact, 1),
            words::level(unseen.confidence),
            fmt::percent(unseen.rule_of_three, 1)
        )
    });
    let counted = |share: &Option<Share>| {
        share.as_ref().map_or(fmt::MISSING.to_owned(), |share| {
            format!(
                "{} [exact {} to {}]",
                share.shown(),
                fmt::percent(share.exact.lower, 1),
                fmt::percent(share.exact.upper, 1)
            )
        })
    };
    let most = adverse.events.first().map_or(String::new(), |event| {
        format!(
            " The most frequent was {} in {}.",
            event.term,
            event.patients.shown()
        )
    });
    format!(
        "Patients with any adverse event: {}; with a serious one: {}.{most}{unseen}",
        counted(&adverse.any),
        counted(&adverse.any_serious)
    )
}

/// What the numbers cannot say.
pub(super) fn limits(analysis: &Analysis) -> Vec<String> {
    let flow = &analysis.flow;
    let mut limits = vec![
        "There is no control group: improvement includes the natural course, other treatment at the same time, \
         and attention."
            .to_owned(),
        "Regression to the mean: patients who come for treatment when they are at their worst score lower at the \
         next visit without any treatment, the more so the less reliable the scale and the higher the score at \
         which they were taken."
            .to_owned(),
        "Expectation: patients and raters knew the treatment; scores given by a hopeful rater or patient are \
         lower."
            .to_owned(),
    ];
    if flow.missing_at_endpoint > 0 {
        limits.push(format!(
            "{} of {} who started have no score at {}. The rate of those seen is not the rate of all: compare \
             the columns of the table of definitions.",
            flow.missing_at_endpoint,
            flow.started,
            endpoint(analysis)
        ));
    }
    if flow.analysed < 30 {
        limits.push(format!(
            "With {} the intervals are wide, and rare harms are not seen.",
            words::counted(flow.analysed, "patient", "patients")
        ));
    }
    if analysis
        .comparisons
        .iter()
        .any(|one| !one.results.rows.is_empty())
    {
        limits.push(
            "The groups were not formed by chance: differences between them may be differences between the \
             patients. Table 1 shows how far apart they were in what was recorded; what was not recorded is not \
             shown."
                .to_owned(),
        );
    }
    limits
}
