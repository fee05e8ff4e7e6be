//! 40 against 60 minutes, as a section of the report.

use super::{Cases, LABEL, Request, figure, run, views};
use crate::error::AppError;
use euthymia_report::document::Section;
use euthymia_table::fmt;

/// Identifier of the section.
const ID: &str = "infusion-time";

/// What the length of a ketamine infusion changes: all models of intravenous doses as a table, the
/// first as a figure.
///
/// # Errors
/// [`AppError`] where a bundled model has no answer, which a test rules out.
pub(crate) fn section() -> Result<Section, AppError> {
    let request = Request {
        dose: Some("0.5mg/kg".to_owned()),
        weight: Some("70".to_owned()),
        compare: vec!["40min".to_owned(), "60min".to_owned()],
        above: Some("100".to_owned()),
        ..Request::default()
    };
    let all = run(&Request {
        all: true,
        substance: Some("racemate".to_owned()),
        ..request.clone()
    })?;
    let drawn = run(&Request {
        until: Some("4h".to_owned()),
        ..request
    })?;
    let mut section = Section::new(ID, "A ketamine infusion over 40 or over 60 minutes");
    section.caution(LABEL);
    section.say(
        "Most trials infuse 0.5 mg/kg over 40 minutes; the case series of ketamine after TMS (Payette \
         2023) infused it over 60. By linear pharmacokinetics the area under the concentration is the \
         same and the peak is lower.",
    );
    section.list(all.cases.iter().filter_map(|case| sentence(&all, case)));
    section.figure(
        "infusion-time-curves",
        figure(&drawn).to_scene(),
        "Racemic ketamine in plasma, 0.5 mg/kg at 70 kg over 40 and over 60 minutes.",
    );
    for view in views(&all) {
        section.table(view);
    }
    Ok(section)
}

/// How much lower a peak is than under the first schedule.
fn sentence(cases: &Cases, case: &super::Case) -> Option<String> {
    let plasma = case.outputs.first()?;
    let first = cases.first_of(case, plasma)?;
    let (peak, before) = (plasma.peak.concentration, first.peak.concentration);
    Some(format!(
        "{}: {} ng/mL instead of {} ng/mL, {} lower.",
        case.model.name,
        fmt::number(peak, 1),
        fmt::number(before, 1),
        fmt::percent(1.0 - peak / before, 1)
    ))
}
