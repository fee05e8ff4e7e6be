//! Rows of appraisals into one judgement for each study and respect.

use euthymia_clinical::outcome::Outcome;
use euthymia_evidence::EvidenceBase;
use euthymia_evidence::appraisal::{INDIRECTNESS, Judgement, OVERALL};
use std::collections::BTreeMap;

/// One judgement of one study, before it is settled which counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JudgementRow {
    /// The label of the study in the analysis.
    pub study: String,
    /// True where it is about the outcome of the analysis, false where it is about every outcome.
    pub of_outcome: bool,
    /// The tool, where it is said.
    pub tool: Option<String>,
    /// The domain: `overall`, `indirectness`, or one of the tool's.
    pub domain: String,
    /// The judgement.
    pub judgement: Judgement,
}

/// A domain of a tool.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AppraisedDomain {
    /// The tool, where it is said.
    pub tool: Option<String>,
    /// What rows of the file call it.
    pub id: String,
    /// Its name for people.
    pub name: String,
}

/// What was judged of one study.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StudyJudgements {
    /// Risk of bias as a whole.
    pub overall: Option<Judgement>,
    /// How indirectly it answers the question.
    pub indirectness: Option<Judgement>,
    /// Risk of bias by the place of a domain in [`Appraised::domains`].
    pub domains: BTreeMap<usize, Judgement>,
}

/// In which respect studies were judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Respect {
    /// Risk of bias as a whole.
    Overall,
    /// Indirectness.
    Indirectness,
    /// The domain at this place in [`Appraised::domains`].
    Domain(usize),
}

/// What was judged of studies, by their labels.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Appraised {
    /// Domains other than `overall` and `indirectness`, in the order in which they are met.
    pub domains: Vec<AppraisedDomain>,
    /// The studies.
    pub studies: BTreeMap<String, StudyJudgements>,
}

/// Why judgements do not make one for each study.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AppraisedError {
    /// Two rows say different things of one study.
    #[error(
        "{study}, {domain}: judged {one} and {other}; keep the judgement that was agreed, or name the \
         tool that counts"
    )]
    Differs {
        /// The study.
        study: String,
        /// The domain.
        domain: String,
        /// The first judgement.
        one: Judgement,
        /// The other.
        other: Judgement,
    },
    /// No judgement is by the tool that was asked for.
    #[error("no judgement is by the tool \"{wanted}\"; there are {found}")]
    NoSuchTool {
        /// Asked for.
        wanted: String,
        /// The tools of the rows.
        found: String,
    },
}

impl Appraised {
    /// Settles what counts: a judgement of the outcome goes before one of every outcome.
    ///
    /// With a `tool`, only its rows count, and those about indirectness, which no tool for risk of bias
    /// judges. Without one, studies may be judged by different tools.
    ///
    /// # Errors
    /// [`AppraisedError`].
    ///
    /// # Example
    /// ```
    /// use euthymia_evidence::appraisal::Judgement;
    /// use euthymia_report::appraised::{Appraised, JudgementRow, Respect};
    /// let row = |of_outcome, judgement| JudgementRow { study: "A".into(), of_outcome, tool: None,
    ///     domain: "overall".into(), judgement };
    /// let found = Appraised::gather(&[row(true, Judgement::High), row(false, Judgement::Low)], None)?;
    /// assert_eq!(found.of("A", Respect::Overall), Some(Judgement::High));
    /// assert_eq!(found.of("B", Respect::Overall), None);
    /// # Ok::<(), euthymia_report::appraised::AppraisedError>(())
    /// ```
    pub fn gather(rows: &[JudgementRow], tool: Option<&str>) -> Result<Self, AppraisedError> {
        let counts = |row: &&JudgementRow| match (tool, &row.tool) {
            _ if is(&row.domain, INDIRECTNESS) => true,
            (None, _) => true,
            (Some(wanted), Some(own)) => plain(wanted) == plain(own),
            (Some(_), None) => false,
        };
        let kept: Vec<&JudgementRow> = rows.iter().filter(counts).collect();
        if let (Some(wanted), true) = (tool, kept.is_empty() && !rows.is_empty()) {
            return Err(AppraisedError::NoSuchTool {
                wanted: wanted.to_owned(),
                found: tools(rows),
            });
        }
        let mut all = Self::default();
        // Judgements of every outcome come first, those of the outcome itself replace them.
        for of_outcome in [false, true] {
            let mut first: BTreeMap<(String, String), Judgement> = BTreeMap::new();
            for row in kept.iter().filter(|row| row.of_outcome == of_outcome) {
                let key = (row.study.clone(), all.key(row));
                let before = *first.entry(key).or_insert(row.judgement);
                if before != row.judgement {
                    return Err(AppraisedError::Differs {
                        study: row.study.clone(),
                        domain: row.domain.clone(),
                        one: before,
                        other: row.judgement,
                    });
                }
                all.put(row);
            }
        }
        Ok(all)
    }

    /// The judgements of an evidence base that are about an outcome, by the labels of studies.
    ///
    /// # Errors
    /// As [`Appraised::gather`].
    pub fn of_base(
        base: &EvidenceBase,
        outcome: &Outcome,
        tool: Option<&str>,
    ) -> Result<Self, AppraisedError> {
        let rows = base.appraisals.iter().filter_map(|own| {
            let about = own.outcome.as_ref();
            about
                .is_none_or(|about| about == outcome)
                .then(|| JudgementRow {
                    study: base
                        .study(&own.study_id)
                        .map_or(own.study_id.clone(), |study| study.label.clone()),
                    of_outcome: about.is_some(),
                    tool: Some(own.tool.clone()),
                    domain: own.domain.clone(),
                    judgement: own.judgement,
                })
        });
        Self::gather(&rows.collect::<Vec<_>>(), tool)
    }

    /// What was judged of a study in one respect.
    #[must_use]
    pub fn of(&self, study: &str, respect: Respect) -> Option<Judgement> {
        let own = self.studies.get(study)?;
        match respect {
            Respect::Overall => own.overall,
            Respect::Indirectness => own.indirectness,
            Respect::Domain(at) => own.domains.get(&at).copied(),
        }
    }

    /// A respect for people.
    #[must_use]
    pub fn name(&self, respect: Respect) -> &str {
        match respect {
            Respect::Overall => "overall",
            Respect::Indirectness => "indirectness",
            Respect::Domain(at) => self.domains.get(at).map_or("", |domain| &domain.name),
        }
    }

    /// True where nothing was judged.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.studies.is_empty()
    }

    /// What two rows about one thing have in common, beside the study.
    fn key(&mut self, row: &JudgementRow) -> String {
        match self.respect(row) {
            Respect::Overall => OVERALL.to_owned(),
            Respect::Indirectness => INDIRECTNESS.to_owned(),
            Respect::Domain(at) => at.to_string(),
        }
    }

    /// The respect of a row; a domain that is new gets a place.
    fn respect(&mut self, row: &JudgementRow) -> Respect {
        if is(&row.domain, OVERALL) {
            return Respect::Overall;
        }
        if is(&row.domain, INDIRECTNESS) {
            return Respect::Indirectness;
        }
        let same = |own: &AppraisedDomain| {
            plain(&own.id) == plain(&row.domain)
                && own.tool.as_deref().map(plain) == row.tool.as_deref().map(plain)
        };
        let place = self.domains.iter().position(same);
        Respect::Domain(place.unwrap_or_else(|| {
            self.domains.push(AppraisedDomain {
                tool: row.tool.clone(),
                id: row.domain.clone(),
                name: named(&row.domain),
            });
            self.domains.len() - 1
        }))
    }

    fn put(&mut self, row: &JudgementRow) {
        let respect = self.respect(row);
        let own = self.studies.entry(row.study.clone()).or_default();
        match respect {
            Respect::Overall => own.overall = Some(row.judgement),
            Respect::Indirectness => own.indirectness = Some(row.judgement),
            Respect::Domain(at) => {
                own.domains.insert(at, row.judgement);
            }
        }
    }
}

fn plain(text: &str) -> String {
    text.trim().to_lowercase()
}

fn is(domain: &str, wanted: &str) -> bool {
    plain(domain) == wanted
}

/// A number alone says nothing.
fn named(id: &str) -> String {
    match id.starts_with(|c: char| c.is_ascii_digit()) {
        true => format!("domain {id}"),
        false => id.replace('_', " "),
    }
}

fn tools(rows: &[JudgementRow]) -> String {
    let mut names: Vec<&str> = Vec::new();
    for row in rows {
        let name = row.tool.as_deref().unwrap_or("rows without a tool");
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names.join(", ")
}
