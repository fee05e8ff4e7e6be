//! What is known about a series that a reporting checklist may ask for.

use std::collections::BTreeMap;

/// Something a checklist asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fact {
    /// The report says it.
    Said {
        /// Identifier of the section where it is said.
        section: String,
        /// In one sentence, what is said; "not consecutive" is an answer, too.
        text: String,
    },
    /// It does not arise in this series.
    NotApplicable {
        /// Why.
        why: String,
    },
}

impl Fact {
    /// Something the report says in a section, in one sentence.
    pub fn said(section: impl Into<String>, text: impl Into<String>) -> Option<Self> {
        Some(Self::Said {
            section: section.into(),
            text: text.into(),
        })
    }

    /// Something that does not arise, with the reason.
    pub fn not_applicable(why: impl Into<String>) -> Option<Self> {
        Some(Self::NotApplicable { why: why.into() })
    }
}

/// Facts that a checklist can ask for by their names.
pub trait Known {
    /// A fact; `None` where it is not known or there is no such fact.
    fn fact(&self, name: &str) -> Option<&Fact>;
}

impl Known for Facts {
    fn fact(&self, name: &str) -> Option<&Fact> {
        self.get(name)
    }
}

impl Known for BTreeMap<String, Fact> {
    fn fact(&self, name: &str) -> Option<&Fact> {
        self.get(name)
    }
}

macro_rules! facts {
    ($($(#[doc = $doc:literal])+ $name:ident,)+) => {
        /// What is known about a series; `None` where nobody has said it.
        ///
        /// A spreadsheet fills the counts and results; the rest is what the authors have written.
        ///
        /// # Example
        /// ```
        /// use euthymia_report::checklist::{Fact, Facts};
        /// let facts = Facts {
        ///     started: Fact::said("flow", "21 patients began treatment."),
        ///     subgroups: Fact::not_applicable("There is one group."),
        ///     ..Facts::default()
        /// };
        /// assert!(facts.get("started").is_some() && facts.get("funding").is_none());
        /// ```
        #[derive(Clone, Debug, Default, PartialEq, Eq)]
        pub struct Facts {
            $($(#[doc = $doc])+ pub $name: Option<Fact>,)+
        }

        impl Facts {
            /// The names of all facts, as checklists use them.
            pub const NAMES: &[&str] = &[$(stringify!($name)),+];

            /// A fact by its name; `None` where it is not known or there is no such fact.
            #[must_use]
            pub fn get(&self, name: &str) -> Option<&Fact> {
                match name {
                    $(stringify!($name) => self.$name.as_ref(),)+
                    _ => None,
                }
            }

            /// Sets a fact by its name; false where there is no such fact.
            pub fn set(&mut self, name: &str, fact: Option<Fact>) -> bool {
                match name {
                    $(stringify!($name) => self.$name = fact,)+
                    _ => return false,
                }
                true
            }
        }
    };
}

facts! {
    /// The title names the design.
    design_in_title,
    /// The abstract.
    abstract_text,
    /// Key words.
    keywords,
    /// What was known before.
    background,
    /// The questions asked.
    objectives,
    /// The design.
    design,
    /// Where it was done.
    setting,
    /// The people whom the site serves.
    site_demographics,
    /// First and last date of inclusion.
    recruitment,
    /// When visits were planned, and until when.
    follow_up_plan,
    /// Who could be included.
    eligibility,
    /// How patients were found.
    selection,
    /// Whether patients were taken one after another.
    consecutive,
    /// Whether all who qualified are in.
    complete_inclusion,
    /// On what patients were matched.
    matching,
    /// Diagnostic criteria.
    diagnosis,
    /// How the diagnosis was made.
    diagnosis_method,
    /// The treatment.
    treatment,
    /// What was changed during treatment, deviations included.
    treatment_changes,
    /// Other treatments that went on.
    concomitant,
    /// The outcomes with their definitions.
    outcome_definitions,
    /// The instruments with their ranges.
    instruments,
    /// Who rated, and what they knew.
    raters,
    /// What was done about bias.
    bias,
    /// Why this number of patients.
    study_size,
    /// Which visit is the baseline and which the end, and how quantities were grouped.
    quantities,
    /// The statistical methods.
    statistics,
    /// How subgroups were compared.
    subgroups,
    /// What was done with missing values.
    missing_handling,
    /// What was done with patients who left.
    loss_handling,
    /// Sensitivity analyses.
    sensitivity,
    /// How many were looked at and eligible.
    screened,
    /// How many began treatment.
    started,
    /// How many finished treatment.
    completed,
    /// How many are in each analysis.
    analysed,
    /// Why patients did not go on.
    reasons_out,
    /// The flow of patients, as a table or diagram.
    flow,
    /// Age, sex, social features.
    demographics,
    /// Clinical features.
    clinical,
    /// History and earlier treatments.
    history,
    /// Findings of the examination.
    findings,
    /// The course over time.
    timeline,
    /// Missing values of each variable, counted.
    missing_counts,
    /// How long patients were followed, with the median.
    follow_up_time,
    /// Outcomes at each time.
    outcomes,
    /// Estimates with intervals.
    estimates,
    /// Limits of categories.
    cut_offs,
    /// Absolute risks beside relative ones.
    absolute_risk,
    /// Adverse events.
    adverse_events,
    /// Sessions attended.
    adherence,
    /// The main finding.
    key_results,
    /// Limits of the series.
    limitations,
    /// What the results mean.
    interpretation,
    /// For whom they may hold.
    generalisability,
    /// What patients say.
    patient_perspective,
    /// Consent to publication.
    consent,
    /// Funders.
    funding,
    /// Approval by an ethics committee.
    ethics,
    /// Conflicts of interest.
    conflicts,
    /// Who can have data and code.
    data_availability,
    /// Register and number of the protocol.
    registration,
}
