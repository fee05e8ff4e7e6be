//! The summary in plain language: the first thing a reader sees.

use super::analysis::{Analysis, StrandAnalyses};
use super::{CAUTION, Context};
use crate::document::Section;
use crate::pooled::{Data, Pooled};
use crate::words;
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
            let shown = pooled.headline();
            let of_100 = |proportion: f64| fmt::number(100.0 * proportion, 0);
            format!(
                "{} of 100 {verb} (95 % CI {} to {}; {}, {} patients)",
                of_100(shown.estimate),
                of_100(shown.bounds.lower),
                of_100(shown.bounds.upper),
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
    Some(format!(
        "{}: {}. {}",
        analyses.strand.name,
        parts.join("; "),
        against_control(analyses)
    ))
}

/// The controlled comparison in a sentence: response if there is one, else remission.
fn against_control(analyses: &StrandAnalyses) -> String {
    let of = |ratio: &Analysis, difference: &Analysis, outcome: &str| {
        Some(comparison(
            ratio.pooled.as_ref()?,
            difference.pooled.as_ref()?,
            outcome,
        ))
    };
    of(&analyses.response_rr, &analyses.response_rd, "response")
        .or_else(|| of(&analyses.remission_rr, &analyses.remission_rd, "remission"))
        .unwrap_or_else(|| "No controlled comparison with usable numbers.".to_owned())
}

fn comparison(ratio: &Pooled, difference: &Pooled, outcome: &str) -> String {
    let b = ratio.shown.bounds;
    let mut text = format!(
        "Against control, {outcome} was {} times as likely (95 % CI {} to {}; {}): ",
        fmt::number(ratio.shown.estimate, 1),
        fmt::number(b.lower, 2),
        fmt::number(b.upper, 2),
        words::counted(ratio.fit.k, "trial", "trials"),
    );
    let rd = difference.shown;
    let treated = fmt::number((1.0 / rd.estimate.abs()).ceil(), 0);
    let apart = (b.lower > 1.0, rd.bounds.lower > 0.0);
    text.push_str(&match apart {
        (true, true) => format!("about {treated} patients treated for one more {outcome}."),
        (false, true) => format!(
            "about {treated} patients treated for one more {outcome}, though the ratio's interval \
             includes no difference."
        ),
        (true, false) => {
            "in patients rather than in proportion, no difference cannot be excluded.".to_owned()
        }
        (false, false) => "no difference cannot be excluded.".to_owned(),
    });
    text
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
