//! How values were taken from reports and how studies were judged, in words.

use super::counted;
use super::reading::PrismaReading;
use crate::review::appraise::{agreement_notes, appraisals_views};
use euthymia_appraisal::bundled;
use euthymia_report::document::Section;
use euthymia_review::appraise::{Appraisals, Case};
use euthymia_review::extract::{Extraction, FormState};
use std::collections::BTreeSet;

/// The section of what was judged.
pub(super) const APPRAISALS: &str = "appraisals";

/// With which form, from how many studies and by how many people values were taken.
pub(super) fn values(reading: &PrismaReading<'_>) -> Option<String> {
    let extraction = Extraction::of(reading.session.folder.log().entries());
    let said: Vec<String> = extraction
        .forms()
        .iter()
        .filter_map(|form| of_form(&extraction, form))
        .collect();
    (!said.is_empty()).then(|| said.join(" "))
}

fn of_form(extraction: &Extraction, form: &FormState) -> Option<String> {
    let (mut alone, mut several, mut settled) = (0, 0, 0);
    for study in extraction.studies() {
        let taken = extraction.taken(&study.name, &form.name).into_iter();
        let people: BTreeSet<&str> = taken.map(|taken| taken.by.as_str()).collect();
        match people.len() {
            0 => {}
            1 => alone += 1,
            _ => several += 1,
        }
        settled += extraction.settled(&study.name, &form.name).len() as u64;
    }
    if alone + several == 0 {
        return None;
    }
    let mut said = format!(
        "Values were taken with the form \"{}\" from {}: from {several} by several people, none of \
         whom saw what another had taken, and from {alone} by one.",
        form.name,
        counted(alone + several, "study", "studies"),
    );
    if settled > 0 {
        said += &format!(" {} settled.", counted(settled, "value was", "values were"));
    }
    Some(said)
}

/// With which tools studies were judged, by how many people, and how far these agreed.
pub(super) fn judgements(reading: &PrismaReading<'_>) -> Option<String> {
    let seen = Appraisals::of(reading.session.folder.log().entries(), bundled);
    let tools: BTreeSet<&str> = seen.cases.iter().map(|case| case.tool.as_str()).collect();
    let mut said: Vec<String> = tools
        .into_iter()
        .map(|tool| of_tool(&seen.cases, tool))
        .collect();
    said.extend(agreement_notes(&seen.cases));
    (!said.is_empty()).then(|| said.join(" "))
}

fn of_tool(cases: &[Case], id: &str) -> String {
    let own = cases.iter().filter(|case| case.tool == id);
    let alone = own.clone().filter(|case| case.opinions.len() < 2).count();
    let all = own.clone().count();
    let studies: BTreeSet<&str> = own.map(|case| case.study.as_str()).collect();
    let name = bundled(id).map_or_else(
        || id.to_owned(),
        |tool| format!("{} ({})", tool.name, tool.citation),
    );
    format!(
        "{} of {} made with {name}: {} by several people, each by themselves, and {alone} by one.",
        counted(all as u64, "appraisal", "appraisals"),
        counted(studies.len() as u64, "study was", "studies were"),
        all - alone,
    )
}

/// That every study is judged: said only where each that was named has a judgement that counts.
pub(super) fn all_judged(reading: &PrismaReading<'_>) -> Option<String> {
    let entries = reading.session.folder.log().entries();
    let extraction = Extraction::of(entries);
    let seen = Appraisals::of(entries, bundled);
    let counts = |name: &str| {
        let mut own = seen.cases.iter().filter(|case| case.study == name);
        own.any(|case| case.standing().opinion().is_some())
    };
    let studies = extraction.studies();
    let all = !studies.is_empty() && studies.iter().all(|study| counts(&study.name));
    all.then(|| {
        format!(
            "The judgements of {} are listed.",
            counted(studies.len() as u64, "study", "studies")
        )
    })
}

/// What was judged, where something was.
pub(super) fn section(reading: &PrismaReading<'_>) -> Option<Section> {
    let mut section = Section::new(APPRAISALS, "Appraisals");
    judgements(reading)?;
    for view in appraisals_views(reading.session) {
        section.table(view);
    }
    Some(section)
}
