//! The series beside the published arms of its treatment.

use crate::against::{AgainstAnswer, AgainstRequest, Literature, run, vague_weight};
use crate::error::AppError;
use euthymia_clinical::outcome::Outcome;
use euthymia_evidence::select::Selection;
use euthymia_report::against::{figure, sensitivity_view, view};
use euthymia_report::case_series::Analysis;
use euthymia_report::document::Section;
use euthymia_report::words::capital;
use euthymia_synthesis::map_prior::MapOptions;
use euthymia_table::TableView;

/// How much of the prior is vague, unless `euthymia against` is asked otherwise.
const VAGUE: f64 = 0.2;

/// The chosen rates of all who started beside the published arms of a treatment: response, and
/// remission where it has a rule.
///
/// # Errors
/// [`AppError::Usage`] for a treatment that the evidence base does not have; [`AppError::Analysis`] when
/// no published arm is left for either outcome.
pub fn beside(
    analysis: &Analysis,
    treatment: &str,
) -> Result<Vec<(Outcome, AgainstAnswer)>, AppError> {
    let mut found = Vec::new();
    let mut refused = Vec::new();
    for (id, outcome) in [
        ("response", Outcome::response()),
        ("remission", Outcome::remission()),
    ] {
        let chosen = analysis.definitions.iter().find(|one| one.id == id);
        let Some(share) = chosen.and_then(|one| one.shares.get(1)?.as_ref()) else {
            continue;
        };
        let request = AgainstRequest {
            name: analysis.series.name.clone(),
            events: share.proportion.events(),
            n: share.proportion.n(),
            literature: Literature::Evidence {
                folder: None,
                selection: Box::new(Selection::of(outcome.clone(), vec![treatment.to_owned()])),
            },
            options: MapOptions::default(),
            vague: vague_weight(VAGUE)?,
            level: analysis.choices.level,
            first_scores: None,
        };
        match run(&request) {
            Ok(answer) => found.push((outcome, answer)),
            Err(AppError::Analysis(message)) => refused.push(message),
            Err(other) => return Err(other),
        }
    }
    match found.is_empty() {
        true => Err(AppError::Analysis(format!(
            "no published arm of \"{treatment}\" can be compared: {}",
            refused.join("; ")
        ))),
        false => Ok(found),
    }
}

/// The comparison as tables.
#[must_use]
pub fn views(found: &[(Outcome, AgainstAnswer)]) -> Vec<TableView> {
    let tables = found.iter().flat_map(|(_, answer)| {
        let main = view(&answer.against, answer.regression.as_deref());
        std::iter::once(main).chain(sensitivity_view(&answer.against))
    });
    tables.collect()
}

/// The comparison as a section of the report.
#[must_use]
pub fn section(found: &[(Outcome, AgainstAnswer)]) -> Section {
    let mut section = Section::new("literature", "Beside the literature");
    section.say(
        "All who started, with a missing score counted as not met, beside single arms of the evidence base. The \
         comparison says how far these patients are from those, never why.",
    );
    for (outcome, answer) in found {
        section.heading(
            format!("literature-{outcome}"),
            capital(&outcome.to_string()),
        );
        section.table(view(&answer.against, answer.regression.as_deref()));
        if let Some(table) = sensitivity_view(&answer.against) {
            section.table(table);
        }
        section.figure(
            format!("beside-{outcome}"),
            figure(&answer.against).to_scene(),
            "The published arms, pooled, what a new study may show, and this series.",
        );
    }
    section
}
