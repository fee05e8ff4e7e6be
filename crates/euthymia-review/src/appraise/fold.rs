//! The fold: entries into what was judged of each study.

use super::case::assess;
use super::{Case, Finding, Opinion};
use crate::log::{Entry, Event, standing};
use euthymia_appraisal::{Tool, Unit};
use std::collections::{BTreeMap, BTreeSet};

/// What was judged of each study.
#[derive(Debug, Clone, Default)]
pub struct Appraisals {
    /// By study, outcome and tool, in that order.
    pub cases: Vec<Case>,
    /// What a person should look at.
    pub findings: Vec<Finding>,
}

impl Appraisals {
    /// Reads entries in their order. `tool` gives a tool by its word.
    ///
    /// # Example
    /// ```
    /// use euthymia_review::appraise::Appraisals;
    /// let none = Appraisals::of(&[], euthymia_appraisal::bundled);
    /// assert!(none.cases.is_empty() && none.findings.is_empty());
    /// ```
    pub fn of<'t>(entries: &[Entry], tool: impl Fn(&str) -> Option<&'t Tool>) -> Self {
        let mut cases = Cases::default();
        let mut studies = BTreeSet::new();
        let mut named = Vec::new();
        for (entry, id, event) in standing(entries) {
            let (appraised, is_agreed) = match event {
                Event::StudyNamed { study, .. } => {
                    studies.insert(study.trim());
                    continue;
                }
                Event::Appraised(own) => (own, false),
                Event::AppraisalAgreed(own) => (own, true),
                _ => continue,
            };
            named.push((id, appraised.study.trim()));
            let used = tool(&appraised.tool);
            let opinion = Opinion {
                event: id,
                author: entry.author.clone(),
                appraised: (**appraised).clone(),
                seen: used.map(|tool| assess(tool, appraised)),
            };
            cases.take(opinion, is_agreed);
        }
        let mut appraisals = Self::default();
        for (case, after_agreement) in cases.0.into_values() {
            appraisals.cases.push(case);
            appraisals.findings.extend(after_agreement);
        }
        appraisals.look(tool);
        let mut told = BTreeSet::new();
        for (event, study) in named {
            if !studies.contains(study) && told.insert(study) {
                let study = study.to_owned();
                appraisals.findings.push(Finding::NoStudy { event, study });
            }
        }
        appraisals
    }

    /// A case by what it is of.
    pub fn case(&self, study: &str, outcome: Option<&str>, tool: &str) -> Option<&Case> {
        self.cases
            .iter()
            .find(|own| own.study == study && own.outcome.as_deref() == outcome && own.tool == tool)
    }

    /// What does not fit the tools, in what counts now.
    fn look<'t>(&mut self, tool: impl Fn(&str) -> Option<&'t Tool>) {
        for case in &self.cases {
            for opinion in case.opinions.iter().chain(&case.agreed) {
                match tool(&case.tool) {
                    Some(tool) => findings_of(tool, opinion, &mut self.findings),
                    None => self.findings.push(Finding::NoTool {
                        event: opinion.event,
                        study: case.study.clone(),
                        author: opinion.author.clone(),
                        tool: case.tool.clone(),
                    }),
                }
            }
        }
    }
}

/// Cases by study, outcome and tool, while entries are read.
///
/// Beside each case is what was judged again after its last agreement.
#[derive(Default)]
struct Cases(BTreeMap<Key, (Case, Vec<Finding>)>);

/// Study, outcome and tool.
type Key = (String, Option<String>, String);

impl Cases {
    fn take(&mut self, opinion: Opinion, is_agreed: bool) {
        let of = &opinion.appraised;
        let study = of.study.trim().to_owned();
        let key = (study.clone(), of.outcome.clone(), of.tool.clone());
        let (case, after_agreement) = self.0.entry(key).or_insert_with(|| {
            let case = Case {
                study,
                outcome: of.outcome.clone(),
                tool: of.tool.clone(),
                opinions: Vec::new(),
                agreed: None,
            };
            (case, Vec::new())
        });
        if is_agreed {
            case.agreed = Some(opinion);
            after_agreement.clear();
            return;
        }
        if case.agreed.is_some() {
            after_agreement.push(Finding::AfterAgreement {
                event: opinion.event,
                study: case.study.clone(),
                tool: case.tool.clone(),
                author: opinion.author.clone(),
            });
        }
        let mut own = case.opinions.iter_mut();
        match own.find(|own| own.author == opinion.author) {
            Some(earlier) => *earlier = opinion,
            None => case.opinions.push(opinion),
        }
    }
}

fn findings_of(tool: &Tool, opinion: &Opinion, findings: &mut Vec<Finding>) {
    let of = &opinion.appraised;
    let (event, author) = (opinion.event, &opinion.author);
    if of.version != tool.version {
        findings.push(Finding::OtherVersion {
            event,
            study: of.study.clone(),
            author: author.clone(),
            tool: tool.id.clone(),
            then: of.version.clone(),
            now: tool.version.clone(),
        });
    }
    if let Some((unit, said)) = other_unit(tool.unit, of.outcome.as_deref()) {
        findings.push(Finding::OtherUnit {
            event,
            study: of.study.clone(),
            tool: tool.id.clone(),
            unit,
            said,
        });
    }
    let notices = opinion.seen.iter().flat_map(|seen| &seen.notices);
    findings.extend(notices.map(|notice| Finding::DoesNotFit {
        event,
        study: of.study.clone(),
        author: author.clone(),
        tool: tool.id.clone(),
        notice: notice.clone(),
    }));
}

fn other_unit(unit: Unit, outcome: Option<&str>) -> Option<(&'static str, &'static str)> {
    match (unit, outcome) {
        (Unit::Outcome, None) => Some(("one outcome at a time", "no outcome was named")),
        (Unit::Study, Some(_)) => Some(("a study as a whole", "an outcome was named")),
        _ => None,
    }
}
