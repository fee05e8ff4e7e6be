//! What was judged of one study with one tool, by whom, and what counts.

use crate::log::{Appraised, EventId};
use euthymia_appraisal::{Assessed, Assessment, Tool};
use std::collections::BTreeSet;

/// A study, or one outcome of it, with one tool.
#[derive(Debug, Clone)]
pub struct Case {
    /// Short name of the study.
    pub study: String,
    /// The outcome, where one is judged.
    pub outcome: Option<String>,
    /// The tool by its word.
    pub tool: String,
    /// The last opinion of each person, in the order in which they first judged.
    pub opinions: Vec<Opinion>,
    /// What they agreed on.
    pub agreed: Option<Opinion>,
}

/// What one person judged, or several together.
#[derive(Debug, Clone)]
pub struct Opinion {
    /// The event.
    pub event: EventId,
    /// Who entered it.
    pub author: String,
    /// What was entered.
    pub appraised: Appraised,
    /// What it leads to; `None` for a tool that is not here.
    pub seen: Option<Assessment>,
}

/// What counts of a case.
#[derive(Debug, Clone, Copy)]
pub enum Standing<'c> {
    /// What was agreed on.
    Agreed(&'c Opinion),
    /// The opinion of the only person who judged.
    Single(&'c Opinion),
    /// Every person judges every domain alike, and the whole.
    Alike(&'c Opinion),
    /// Opinions differ: it waits for an agreement.
    Differ,
}

/// Where opinions differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// A domain, [`Tool::OVERALL`], or a question.
    pub of: String,
    /// Whether it is a judgement, which has to be settled; otherwise it is an answer.
    pub is_judgement: bool,
    /// Each person with what they said; `None` for nothing.
    pub said: Vec<(String, Option<String>)>,
}

impl Opinion {
    /// Every judgement: domains in order, then the overall one.
    pub fn judgements(&self) -> impl Iterator<Item = &Assessed> {
        self.seen
            .iter()
            .flat_map(|seen| seen.domains.iter().chain(&seen.overall))
    }

    /// The judgement of a domain that counts.
    pub fn judgement(&self, domain: &str) -> Option<&str> {
        self.judgements().find(|own| own.id == domain)?.counts()
    }
}

impl Case {
    /// What counts.
    pub fn standing(&self) -> Standing<'_> {
        if let Some(agreed) = &self.agreed {
            return Standing::Agreed(agreed);
        }
        match self.opinions.as_slice() {
            [only] => Standing::Single(only),
            [first, ..] if !self.differences().iter().any(|own| own.is_judgement) => {
                Standing::Alike(first)
            }
            _ => Standing::Differ,
        }
    }

    /// Where opinions differ: judgements in the order of the tool, then answers.
    pub fn differences(&self) -> Vec<Difference> {
        let mut judged: Vec<&str> = Vec::new();
        for own in self.opinions.iter().flat_map(Opinion::judgements) {
            if !judged.contains(&own.id.as_str()) {
                judged.push(&own.id);
            }
        }
        let answers = self.opinions.iter().map(|own| &own.appraised.answers);
        let asked: BTreeSet<&str> = answers
            .flat_map(|own| own.keys().map(String::as_str))
            .collect();
        let of_judgement = judged
            .into_iter()
            .filter_map(|id| self.difference(id, true, |own| own.judgement(id).map(str::to_owned)));
        let of_answer = asked.into_iter().filter_map(|id| {
            let said = |own: &Opinion| Some(own.appraised.answers.get(id)?.answer.clone());
            self.difference(id, false, said)
        });
        of_judgement.chain(of_answer).collect()
    }

    /// The judgements of two people of every domain that both judged, for statistics of agreement.
    /// `None` unless exactly two people judged.
    pub fn pairs(&self) -> Option<Vec<(&str, &str, &str)>> {
        let [first, second] = self.opinions.as_slice() else {
            return None;
        };
        let both = first.judgements().filter_map(|own| {
            let id = own.id.as_str();
            Some((id, own.counts()?, second.judgement(id)?))
        });
        Some(both.collect())
    }

    fn difference(
        &self,
        of: &str,
        is_judgement: bool,
        said: impl Fn(&Opinion) -> Option<String>,
    ) -> Option<Difference> {
        let said: Vec<(String, Option<String>)> = self
            .opinions
            .iter()
            .map(|own| (own.author.clone(), said(own)))
            .collect();
        let (_, first) = said.first()?;
        let differs = said.iter().any(|(_, other)| other != first);
        differs.then(|| Difference {
            of: of.to_owned(),
            is_judgement,
            said,
        })
    }
}

impl<'c> Standing<'c> {
    /// The opinion that counts; `None` where it waits for an agreement.
    pub fn opinion(self) -> Option<&'c Opinion> {
        match self {
            Self::Agreed(own) | Self::Single(own) | Self::Alike(own) => Some(own),
            Self::Differ => None,
        }
    }
}

/// What a tool makes of what was entered.
pub(super) fn assess(tool: &Tool, appraised: &Appraised) -> Assessment {
    let words = |own: &std::collections::BTreeMap<String, crate::log::Answer>| {
        let pairs = own.iter();
        pairs
            .map(|(id, answer)| (id.clone(), answer.answer.clone()))
            .collect()
    };
    tool.assess(&euthymia_appraisal::Given {
        answers: words(&appraised.answers),
        judgements: words(&appraised.judgements),
    })
}
