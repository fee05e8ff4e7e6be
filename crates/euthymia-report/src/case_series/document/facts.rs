//! What the reporting checklists ask for, as far as the analysis and the authors say it.

use super::{Extras, methods, results};
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
    let has_groups = !analysis.comparisons.is_empty();
    let patients = results::patients(analysis);
    let mut methods = methods::paragraphs(analysis).into_iter();
    let (measurement, outcome) = (methods.next(), methods.next());
    let statistics = methods.next();
    let described = !series.characteristics.is_empty();
    Facts {
        abstract_text: Fact::said("summary", "A summary stands at the start."),
        instruments: measurement.and_then(|text| Fact::said("methods", text)),
        outcome_definitions: outcome.and_then(|text| Fact::said("methods", text)),
        statistics: statistics.and_then(|text| Fact::said("methods", text)),
        subgroups: match has_groups {
            true => Fact::said("groups", "Groups are compared in a section of their own."),
            false => Fact::not_applicable("One group is described."),
        },
        matching: Fact::not_applicable("No patients were matched."),
        missing_handling: Fact::said(
            "methods",
            "Three analysis sets are shown; nothing was imputed.",
        ),
        loss_handling: Fact::said(
            "outcomes",
            "All who started are shown beside those with a score at the end.",
        ),
        sensitivity: Fact::said(
            "definitions",
            "Every rate is shown under several definitions and sets.",
        ),
        started: Fact::said("patients", patients.clone()),
        completed: flow
            .completed
            .and_then(|_| Fact::said("patients", patients.clone())),
        analysed: Fact::said("patients", patients),
        reasons_out: flow
            .stopped
            .as_ref()
            .filter(|reasons| !reasons.is_empty())
            .and_then(|_| Fact::said("patients", "Reasons for stopping are counted in the flow.")),
        flow: Fact::said("patients", "A flow diagram is given."),
        demographics: described
            .then(|| Fact::said("patients", "Table 1 describes the patients at the start."))
            .flatten(),
        clinical: Fact::said("patients", "Scores at baseline are in Table 1."),
        missing_counts: Fact::said(
            "patients",
            "Missing values are counted for each characteristic.",
        ),
        timeline: match series.time {
            TimeScale::Order => None,
            _ => Fact::said("treatment", "Courses are drawn patient by patient."),
        },
        follow_up_time: match series.time {
            TimeScale::Order => None,
            _ => Fact::said(
                "outcomes",
                "Numbers are given at each visit, with the time.",
            ),
        },
        outcomes: Fact::said("outcomes", "Outcome numbers are given at each visit."),
        estimates: Fact::said("change", "Estimates are given with intervals."),
        cut_offs: Fact::said("definitions", "The cut-offs are named with their sources."),
        absolute_risk: Fact::said("definitions", "Rates are absolute."),
        adverse_events: analysis
            .adverse
            .as_ref()
            .and_then(|_| Fact::said("safety", results::safety(analysis))),
        adherence: analysis
            .sessions
            .as_ref()
            .and_then(|_| Fact::said("treatment", "Sessions, doses and deviations are counted.")),
        key_results: Fact::said("summary", "The main results are summarised."),
        ..Facts::default()
    }
}
