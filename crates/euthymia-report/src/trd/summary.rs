//! The summary in plain language: the first thing a reader sees.

use super::analysis::{Analysis, StrandAnalyses};
use super::{CAUTION, Context, head_to_head, network};
use crate::document::Section;
use crate::pooled::Pooled;
use crate::words;
use euthymia_clinical::instrument;
use euthymia_table::fmt;

pub(super) fn sentences(context: &Context<'_>) -> Vec<String> {
    let mut sentences: Vec<String> = context
        .strands
        .iter()
        .filter_map(|a| strand(context, a))
        .collect();
    sentences.extend(nothing(context));
    sentences.extend(network::summary(context));
    sentences.extend(cohort(context));
    sentences
}

pub(super) fn section(context: &Context<'_>, sentences: &[String]) -> Option<Section> {
    let mut section = Section::new("summary", "In plain language");
    section.say(format!(
        "The evidence base holds {} with {}. Only numbers that someone read in a source are \
         analysed, or that follow from such numbers; the rest is listed and left out. For each \
         treatment this is what remains within twelve weeks of its start.",
        words::counted(context.base.studies.len(), "study", "studies"),
        words::counted(context.base.arms.len(), "arm", "arms"),
    ));
    section.list(sentences.iter().cloned());
    section.heading("words", "What the words mean");
    section.list(WORDS.map(str::to_owned));
    section.caution(CAUTION);
    section.say(
        "Not every study is in treatment-resistant patients; where some are not, it is said, and the \
         sections below show the rates with and without them. The comparison with each trial's own control is the one that speaks about the treatment. \
         Even there, patients can often tell ketamine, a psychedelic or a sham coil from the real \
         thing, and hope itself relieves depression for a while. Where no controlled trial is \
         listed, none with usable numbers is in the evidence base.",
    );
    Some(section)
}

/// The words of the summary, for readers who do not use them every day.
const WORDS: [&str; 6] = [
    "Response: the depression score fell by at least half, in most studies. Remission: (almost) no \
     symptoms are left, by a cut-off that differs between studies. Both are counted at one time, \
     from the first day to the twelfth week; nothing here says how long they last.",
    "Response and remission of one treatment can come from different studies, so that more patients \
     may seem to be in remission than responded.",
    "95 % CI: the range of averages that the studies are compatible with. Prediction interval: the \
     range in which the rate of a new, similar study is likely to lie.",
    "Control: placebo, sham stimulation, a drug without lasting effect, a very low dose, or a waiting \
     list, depending on the trial.",
    "Treatment-resistant: usually two or more antidepressants of adequate dose and duration have \
     failed; the exact rule differs between studies.",
    "Harms are in the section on adverse events. What is not listed there was not reported with a \
     usable number.",
];

fn strand(context: &Context<'_>, analyses: &StrandAnalyses) -> Option<String> {
    let parts: Vec<String> = [
        rate(context, &analyses.response, "responded"),
        rate(context, &analyses.remission, "were in remission"),
    ]
    .into_iter()
    .flatten()
    .collect();
    if parts.is_empty() {
        return None;
    }
    let mut text = format!(
        "{}: {}. {}",
        analyses.strand.name,
        parts.join("; "),
        against_control(context, analyses)
    );
    text.push_str(&differences_only(context, analyses));
    Some(text)
}

/// A rate in words. Two studies are told one by one: their mean describes neither.
fn rate(context: &Context<'_>, analysis: &Analysis, verb: &str) -> Option<String> {
    let pooled = analysis.pooled.as_ref()?;
    let of_100 = |proportion: f64| fmt::number(100.0 * proportion, 0);
    let resistant = context.resistant(pooled);
    let population = match resistant {
        all if all == pooled.summary.k => String::new(),
        0 => ", not stated to be treatment-resistant".to_owned(),
        some => format!(", {some} in treatment-resistant patients"),
    };
    let basis = format!(
        "{}{population}, {} patients",
        words::counted(pooled.summary.k, "study", "studies"),
        pooled.patients()
    );
    if let [first, second] = pooled.rows.as_slice() {
        let (a, b) = (of_100(first.shown.estimate), of_100(second.shown.estimate));
        return Some(format!("{a} and {b} of 100 {verb} ({basis})"));
    }
    let shown = pooled.headline();
    Some(format!(
        "{} of 100 {verb} (95 % CI {} to {}; {basis})",
        of_100(shown.estimate),
        of_100(shown.bounds.lower),
        of_100(shown.bounds.upper),
    ))
}

/// Published between-arm differences of trials whose arms have no usable numbers.
fn differences_only(context: &Context<'_>, analyses: &StrandAnalyses) -> String {
    let base = context.base;
    let pooled = [&analyses.change_g, &analyses.score_g, &analyses.response_rr];
    let counted = |label: &str| {
        pooled
            .iter()
            .filter_map(|analysis| analysis.pooled.as_ref())
            .any(|p| p.rows.iter().any(|row| row.candidate.label == label))
    };
    let lines: Vec<String> = base
        .contrasts
        .iter()
        .filter(|contrast| contrast.measure == "MD")
        .filter_map(|contrast| {
            let study = base.study(&contrast.study_id)?;
            let arm = base.arm(&contrast.study_id, &contrast.arm_id)?;
            let (value, low, high) = (contrast.value?, contrast.ci_low?, contrast.ci_high?);
            let scale = contrast.instrument.as_deref().and_then(instrument::find)?;
            let fits = analyses.strand.includes(base, arm) && !counted(&study.label);
            fits.then(|| {
                format!(
                    "{}: {} {} against control (95 % CI {} to {})",
                    study.label,
                    fmt::number(value, 1),
                    scale.name,
                    fmt::number(low, 1),
                    fmt::number(high, 1)
                )
            })
        })
        .collect();
    if lines.is_empty() {
        return String::new();
    }
    format!(
        " Known by their difference only, and in no pooled number: {}.",
        lines.join("; ")
    )
}

/// The treatments that the evidence base knows and has no usable rate of.
fn nothing(context: &Context<'_>) -> Option<String> {
    let names: Vec<&str> = context
        .strands
        .iter()
        .filter(|a| a.response.pooled.is_none() && a.remission.pooled.is_none())
        .map(|a| a.strand.name)
        .collect();
    (!names.is_empty()).then(|| {
        format!(
            "No rate of response or remission that can be used: {}.",
            names.join("; ")
        )
    })
}

/// The controlled comparison in a sentence: response if there is one, else remission.
fn against_control(context: &Context<'_>, analyses: &StrandAnalyses) -> String {
    let of = |ratio: &Analysis, difference: &Analysis, outcome: &str| {
        Some(comparison(
            ratio.pooled.as_ref()?,
            difference.pooled.as_ref()?,
            outcome,
        ))
    };
    of(&analyses.response_rr, &analyses.response_rd, "response")
        .or_else(|| of(&analyses.remission_rr, &analyses.remission_rd, "remission"))
        .unwrap_or_else(|| {
            let also = if head_to_head::names(context, analyses) {
                " There is a trial against another treatment, below."
            } else {
                ""
            };
            format!("No comparison with a control condition that has usable numbers.{also}")
        })
}

/// Fewer trials than this are told as they are, without a number needed to treat.
const TRIALS_MIN: usize = 3;

fn comparison(ratio: &Pooled, difference: &Pooled, outcome: &str) -> String {
    let b = ratio.shown.bounds;
    let head = format!(
        "Against control, {outcome} was {} times as likely (95 % CI {} to {}; {}, {} patients)",
        fmt::number(ratio.shown.estimate, 1),
        fmt::number(b.lower, 2),
        fmt::number(b.upper, 2),
        words::counted(ratio.summary.k, "trial", "trials"),
        ratio.patients()
    );
    if ratio.summary.k < TRIALS_MIN {
        return format!("{head}: too few trials to lean on.");
    }
    let rd = difference.shown;
    let treated = fmt::number((1.0 / rd.estimate.abs()).ceil(), 0);
    let say = match (b.lower > 1.0, rd.bounds.lower > 0.0) {
        (true, true) => format!("about {treated} patients treated for one more {outcome}"),
        (false, true) => {
            format!("about {treated} patients treated for one more {outcome}, or none at all")
        }
        (true, false) => "how many more patients that is remains open".to_owned(),
        (false, false) => "it may make no difference".to_owned(),
    };
    format!("{head}: {say}.")
}

fn cohort(context: &Context<'_>) -> Option<String> {
    let cohort = context.cohort?;
    let part = |outcome: &str, verb: &str| {
        cohort.chosen(outcome).map(|rate| {
            format!(
                "{} of {} {verb} ({})",
                rate.proportion.events(),
                rate.proportion.n(),
                rate.definition
            )
        })
    };
    let parts: Vec<String> = [
        part("response", "responded"),
        part("remission", "were in remission"),
    ]
    .into_iter()
    .flatten()
    .collect();
    Some(format!("{}: {}.", cohort.scores.name, parts.join("; ")))
}
