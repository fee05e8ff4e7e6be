//! The summary in plain language: the first thing a reader sees.

use super::analysis::{Analysis, StrandAnalyses};
use super::{CAUTION, Context};
use crate::document::Section;
use crate::number_needed::{Event, number_needed};
use crate::pooled::{Data, Pooled};
use crate::words;
use euthymia_synthesis::measure::Scale;
use euthymia_table::fmt;

pub(super) fn sentences(context: &Context<'_>) -> Vec<String> {
    let mut sentences: Vec<String> = context.strands.iter().filter_map(strand).collect();
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
    section.caution(CAUTION);
    section.say(
        "The comparison with each trial's own control is the one that speaks about the treatment. \
         Even there, patients can often tell ketamine, a psychedelic or a sham coil from the real \
         thing, and hope itself relieves depression for a while. Where no controlled trial is \
         listed, none with usable numbers is in the evidence base.",
    );
    Some(section)
}

/// Patients in an analysis: all groups together.
pub(super) fn patients(pooled: &Pooled) -> u64 {
    pooled
        .rows
        .iter()
        .map(|row| match &row.candidate.data {
            Data::One(count) => count.n(),
            Data::Two(table) => {
                let c = table.cells();
                (c.a + c.b + c.c + c.d) as u64
            }
            Data::Means { treatment, control } => treatment.n() + control.n(),
        })
        .sum()
}

fn strand(analyses: &StrandAnalyses) -> Option<String> {
    let rate = |analysis: &Analysis, verb: &str| {
        analysis.pooled.as_ref().map(|pooled| {
            let b = pooled.shown.bounds;
            format!(
                "{} of 100 {verb} (95 % CI {} to {}; {}, {} patients)",
                fmt::number(100.0 * pooled.shown.estimate, 0),
                fmt::number(100.0 * b.lower, 0),
                fmt::number(100.0 * b.upper, 0),
                words::counted(pooled.fit.k, "study", "studies"),
                patients(pooled)
            )
        })
    };
    let parts: Vec<String> = [
        rate(&analyses.response, "responded"),
        rate(&analyses.remission, "were in remission"),
    ]
    .into_iter()
    .flatten()
    .collect();
    if parts.is_empty() {
        return None;
    }
    let mut text = format!("{}: {}.", analyses.strand.name, parts.join("; "));
    text.push_str(&against_control(analyses));
    Some(text)
}

fn against_control(analyses: &StrandAnalyses) -> String {
    let (Some(ratio), Some(difference)) =
        (&analyses.response_rr.pooled, &analyses.response_rd.pooled)
    else {
        return " No controlled comparison of response with usable numbers.".to_owned();
    };
    format!(
        " Against control, response was {} times as likely ({}; {}).",
        words::shown(&ratio.shown, Scale::Ratio),
        words::counted(ratio.fit.k, "trial", "trials"),
        number_needed(&difference.shown, Event::Benefit)
    )
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
