//! The cohort beside the published arms.

use super::Context;
use crate::cohort;
use crate::document::Section;
use euthymia_table::Audience;

pub(super) fn section(context: &Context<'_>) -> Option<Section> {
    let results = context.cohort?;
    let mut section = Section::new("cohort", format!("The cohort: {}", results.scores.name));
    section.say(
        "Scores before and after treatment. The cohort's rates stand on the same axes as the \
         published arms above and are no part of the pooled numbers. Without a control \
         group, a change also holds what would have happened anyway: regression to the mean, hope, \
         time.",
    );
    if let Some(note) = &results.scores.note {
        section.caution(note);
    }
    section.table(cohort::change_view(results, Audience::People));
    section.table(cohort::rates_view(results));
    section.say(format!(
        "Where these numbers come from: {} of the file {}, {} left out because a score is missing.",
        crate::words::counted(results.scores.before.len(), "row", "rows"),
        results.scores.file,
        results.scores.missing
    ));
    section.figure(
        "cohort-before-after",
        cohort::figure(results).to_scene(),
        format!(
            "{} before and after, a line per row of the file.{}",
            results.scores.instrument,
            results
                .scores
                .note
                .as_ref()
                .map_or(String::new(), |note| format!(" {note}"))
        ),
    );
    Some(section)
}
