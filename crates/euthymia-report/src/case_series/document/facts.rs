//! What the reporting checklists ask for, as far as the analysis and the authors say it.

use super::{Extras, results};
use crate::case_series::analysis::Analysis;
use crate::case_series::data::TimeScale;
use crate::checklist::{Fact, Facts};

/// A name under which no checklist asks for anything.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("\"{name}\" is nothing that a reporting checklist asks for; the names are: {known}")]
pub struct UnknownFact {
    /// The name.
    pub name: String,
    /// The names there are.
    pub known: String,
}

pub(super) fn facts(analysis: &Analysis, extras: &Extras) -> Result<Facts, UnknownFact> {
    let mut facts = known(analysis);
    for (name, text) in &extras.said {
        let section = match name.as_str() {
            "setting" | "recruitment" | "eligibility" | "diagnosis" | "treatment" => "methods",
            "limitations" => "limits",
            _ => "statements",
        };
        if !facts.set(name, Fact::said(section, text.clone())) {
            return Err(UnknownFact {
                name: name.clone(),
                known: Facts::NAMES.join(", "),
            });
        }
    }
    Ok(facts)
}

fn known(analysis: &Analysis) -> Facts {
    let (series, flow) = (&analysis.series, &analysis.flow);
    let patients = results::patients(analysis);
    let has_times = series.time != TimeScale::Order;
    let where_true =
        |holds: bool, section: &str, text: &str| holds.then(|| Fact::said(section, text)).flatten();
    let has_reasons = flow
        .stopped
        .as_ref()
        .is_some_and(|reasons| !reasons.is_empty());
    Facts {
        subgroups: match analysis.comparisons.is_empty() {
            false => Fact::said("groups", "Groups are compared in a section of their own."),
            true => Fact::not_applicable("One group is described."),
        },
        started: Fact::said("patients", patients.clone()),
        completed: where_true(flow.completed.is_some(), "patients", &patients),
        analysed: Fact::said("patients", patients),
        reasons_out: where_true(has_reasons, "patients", "Reasons for stopping are counted."),
        demographics: where_true(
            !series.characteristics.is_empty(),
            "patients",
            "A table describes the patients at the start.",
        ),
        timeline: where_true(
            has_times,
            "treatment",
            "Courses are drawn patient by patient.",
        ),
        follow_up_time: where_true(has_times, "outcomes", "Each visit is given with its time."),
        adverse_events: where_true(
            analysis.adverse.is_some(),
            "safety",
            "Patients with each event are counted, with exact intervals.",
        ),
        adherence: where_true(
            analysis.sessions.is_some(),
            "treatment",
            "Sessions, doses and deviations are counted.",
        ),
        ..always()
    }
}

/// What every such report says.
fn always() -> Facts {
    Facts {
        abstract_text: Fact::said("summary", "A summary stands at the start."),
        instruments: Fact::said("methods", "The scales are named with their ranges."),
        outcome_definitions: Fact::said("methods", "Outcomes are defined, with their sources."),
        statistics: Fact::said(
            "methods",
            "Every test and interval is named with its variant.",
        ),
        matching: Fact::not_applicable("No patients were matched."),
        follow_up_plan: Fact::said("methods", "The planned visits are named."),
        quantities: Fact::said("methods", "Baseline, end and cut-offs are stated."),
        missing_handling: Fact::said(
            "methods",
            "A missing score counts as not met, or the last one is carried forward; nothing else is imputed.",
        ),
        loss_handling: Fact::said(
            "outcomes",
            "All who started stand beside those seen at the end.",
        ),
        sensitivity: Fact::said("definitions", "Every rate is shown by definition and set."),
        flow: Fact::said("patients", "A flow diagram is given."),
        clinical: Fact::said(
            "patients",
            "Scores at baseline are in the table of patients.",
        ),
        missing_counts: Fact::said("patients", "Missing values are counted by characteristic."),
        outcomes: Fact::said("outcomes", "Outcome numbers are given at each visit."),
        estimates: Fact::said("change", "Estimates are given with intervals."),
        cut_offs: Fact::said("definitions", "The cut-offs are named with their sources."),
        absolute_risk: Fact::said("definitions", "Rates are absolute."),
        key_results: Fact::said("summary", "The main results are summarised."),
        ..Facts::default()
    }
}
