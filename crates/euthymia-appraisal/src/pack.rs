//! Reading a tool from its file, and everything that must hold in it.

use crate::condition::{Condition, ConditionError};
use crate::parse::is_name;
use crate::tool::{AnswerWord, Basis, Domain, JudgementWord, Overall, Question, Rule, Tool, Unit};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// A text that is no tool, or one that contradicts itself.
#[derive(Debug, thiserror::Error)]
pub enum ToolError {
    /// It is not TOML, or a key is missing, unknown or of another kind.
    #[error("not a tool: {0}")]
    Text(#[from] toml::de::Error),
    /// A condition cannot be read.
    #[error("{place}: {error}")]
    Condition {
        /// Where it stands.
        place: String,
        /// What is wrong.
        error: ConditionError,
    },
    /// Something in it does not fit.
    #[error("{place}: {what}")]
    Contradiction {
        /// Where it stands.
        place: String,
        /// What is wrong.
        what: String,
    },
}

fn wrong(place: &str, what: impl Into<String>) -> ToolError {
    ToolError::Contradiction {
        place: place.to_owned(),
        what: what.into(),
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawTool {
    schema: String,
    id: String,
    name: String,
    about: String,
    version: String,
    citation: String,
    #[serde(default)]
    doi: Option<String>,
    licence: String,
    unit: Unit,
    #[serde(default)]
    notes: Vec<String>,
    #[serde(rename = "answer", default)]
    answers: Vec<AnswerWord>,
    #[serde(rename = "judgement", default)]
    judgements: Vec<JudgementWord>,
    #[serde(rename = "domain")]
    domains: Vec<RawDomain>,
    #[serde(default)]
    overall: Option<RawOverall>,
    /// Another tool whose words, and whose overall judgement, are taken over.
    #[serde(default)]
    base: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawDomain {
    id: String,
    /// Take a domain whole from another tool: `rob2/1`.
    #[serde(default)]
    from: Option<String>,
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    basis: Option<Basis>,
    #[serde(default)]
    source: Option<String>,
    #[serde(default)]
    confirmed: bool,
    #[serde(default = "yes")]
    counts: bool,
    #[serde(default, rename = "question")]
    questions: Vec<RawQuestion>,
    #[serde(default, rename = "rule")]
    rules: Vec<RawRule>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawQuestion {
    id: String,
    text: String,
    #[serde(default)]
    help: Option<String>,
    answers: Vec<String>,
    #[serde(default)]
    means: BTreeMap<String, String>,
    #[serde(default)]
    ask: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRule {
    when: String,
    judgement: String,
    why: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawOverall {
    basis: Basis,
    #[serde(default)]
    source: String,
    #[serde(default)]
    confirmed: bool,
    #[serde(default, rename = "rule")]
    rules: Vec<RawRule>,
}

/// A domain of another tool.
fn taken<'t>(
    id: String,
    from: &str,
    other: &impl Fn(&str) -> Option<&'t Tool>,
) -> Result<Domain, ToolError> {
    let named = from.split_once('/');
    let found = named.and_then(|(tool, domain)| other(tool)?.domain(domain));
    let place = format!("domain {id}");
    let found = found.ok_or_else(|| wrong(&place, format!("there is no \"{from}\"")))?;
    Ok(Domain {
        id,
        ..found.clone()
    })
}

fn yes() -> bool {
    true
}

/// Name and version of the file format.
const SCHEMA: &str = "euthymia.appraisal.v1";

impl Tool {
    /// Reads a tool. `other` gives the tool that this one is built on, by its identifier.
    ///
    /// # Errors
    /// [`ToolError`] with the place and what is wrong: a name that does not exist, a question that
    /// is asked depending on a later one, a rule without a known judgement.
    pub fn parse<'t>(
        text: &str,
        other: impl Fn(&str) -> Option<&'t Self>,
    ) -> Result<Self, ToolError> {
        let raw: RawTool = toml::from_str(text)?;
        if raw.schema != SCHEMA {
            return Err(wrong("schema", format!("should be \"{SCHEMA}\"")));
        }
        let base = match raw.base.as_deref() {
            None => None,
            Some(id) => Some(other(id).ok_or_else(|| wrong("base", format!("no tool \"{id}\"")))?),
        };
        let mut tool = Self {
            id: raw.id,
            name: raw.name,
            about: raw.about,
            version: raw.version,
            citation: raw.citation,
            doi: raw.doi,
            licence: raw.licence,
            unit: raw.unit,
            notes: raw.notes,
            answers: raw.answers,
            judgements: raw.judgements,
            domains: Vec::new(),
            overall: None,
        };
        if let Some(base) = base {
            tool.take_words(base);
        }
        for domain in raw.domains {
            let domain = match domain.from.clone() {
                Some(from) => taken(domain.id, &from, &other)?,
                None => tool.read_domain(domain)?,
            };
            tool.domains.push(domain);
        }
        tool.overall = match raw.overall {
            Some(overall) => Some(tool.read_overall(overall)?),
            None => base.and_then(|base| base.overall.clone()),
        };
        tool.check()?;
        Ok(tool)
    }

    fn take_words(&mut self, base: &Self) {
        if self.answers.is_empty() {
            self.answers.clone_from(&base.answers);
        }
        if self.judgements.is_empty() {
            self.judgements.clone_from(&base.judgements);
        }
    }

    fn read_domain(&self, raw: RawDomain) -> Result<Domain, ToolError> {
        let place = format!("domain {}", raw.id);
        let basis = raw.basis.ok_or_else(|| wrong(&place, "no basis"))?;
        let questions = raw.questions.into_iter();
        let rules = raw.rules.into_iter();
        Ok(Domain {
            name: raw.name.ok_or_else(|| wrong(&place, "no name"))?,
            source: raw.source.unwrap_or_default(),
            confirmed: raw.confirmed,
            counts: raw.counts && basis != Basis::None,
            questions: questions
                .map(|question| self.read_question(question))
                .collect::<Result<_, _>>()?,
            rules: rules
                .map(|rule| self.read_rule(rule, &place))
                .collect::<Result<_, _>>()?,
            id: raw.id,
            basis,
        })
    }

    fn read_question(&self, raw: RawQuestion) -> Result<Question, ToolError> {
        let place = format!("question {}", raw.id);
        let mut answers = Vec::with_capacity(raw.answers.len());
        for word in &raw.answers {
            answers.push(self.long(word, &place)?);
        }
        let mut means = Vec::with_capacity(raw.means.len());
        for (word, words) in raw.means {
            means.push((self.long(&word, &place)?, words));
        }
        Ok(Question {
            ask: match &raw.ask {
                Some(text) => self.read_condition(text, &place)?,
                None => Condition::Always,
            },
            asked_when: raw.ask,
            id: raw.id,
            text: raw.text,
            help: raw.help,
            answers,
            means,
        })
    }

    fn read_overall(&self, raw: RawOverall) -> Result<Overall, ToolError> {
        let rules = raw.rules.into_iter();
        Ok(Overall {
            basis: raw.basis,
            source: raw.source,
            confirmed: raw.confirmed,
            rules: rules
                .map(|rule| self.read_rule(rule, Self::OVERALL))
                .collect::<Result<_, _>>()?,
        })
    }

    fn read_rule(&self, raw: RawRule, place: &str) -> Result<Rule, ToolError> {
        Ok(Rule {
            when: self.read_condition(&raw.when, place)?,
            judgement: raw.judgement,
            why: raw.why,
        })
    }

    /// A condition in which every answer has its long word.
    fn read_condition(&self, text: &str, place: &str) -> Result<Condition, ToolError> {
        let read = Condition::read(text).map_err(|error| ToolError::Condition {
            place: place.to_owned(),
            error,
        })?;
        self.lengthen(read, place)
    }

    fn lengthen(&self, condition: Condition, place: &str) -> Result<Condition, ToolError> {
        let all = |words: Vec<String>| -> Result<Vec<String>, ToolError> {
            words.iter().map(|word| self.long(word, place)).collect()
        };
        let parts = |parts: Vec<Condition>| -> Result<Vec<Condition>, ToolError> {
            let own = parts.into_iter().map(|part| self.lengthen(part, place));
            own.collect()
        };
        Ok(match condition {
            Condition::Answer { question, words } => Condition::Answer {
                question,
                words: all(words)?,
            },
            Condition::Answers {
                at_least,
                of,
                words,
            } => Condition::Answers {
                at_least,
                of,
                words: all(words)?,
            },
            Condition::All(own) => Condition::All(parts(own)?),
            Condition::Any(own) => Condition::Any(parts(own)?),
            Condition::Not(own) => Condition::Not(Box::new(self.lengthen(*own, place)?)),
            other => other,
        })
    }

    fn long(&self, word: &str, place: &str) -> Result<String, ToolError> {
        let found = self.answer(word).map(|answer| answer.id.clone());
        found.ok_or_else(|| wrong(place, format!("\"{word}\" is no answer of this tool")))
    }

    fn check(&self) -> Result<(), ToolError> {
        once(
            "answer",
            self.answers.iter().map(|answer| answer.id.as_str()),
        )?;
        once(
            "answer",
            self.answers.iter().map(|answer| answer.short.as_str()),
        )?;
        once(
            "judgement",
            self.judgements.iter().map(|own| own.id.as_str()),
        )?;
        once("domain", self.domains.iter().map(|own| own.id.as_str()))?;
        once("question", self.questions().map(|own| own.id.as_str()))?;
        for domain in &self.domains {
            self.check_domain(domain)?;
        }
        if let Some(overall) = &self.overall {
            let all: BTreeSet<&str> = self.questions().map(|own| own.id.as_str()).collect();
            self.check_rules(Self::OVERALL, overall.basis, &overall.rules, &all, true)?;
        }
        Ok(())
    }

    fn check_domain(&self, domain: &Domain) -> Result<(), ToolError> {
        let place = format!("domain {}", domain.id);
        if domain.id == Self::OVERALL {
            return Err(wrong(&place, "this name is kept for the overall judgement"));
        }
        let mut earlier = BTreeSet::new();
        for question in &domain.questions {
            let place = format!("question {}", question.id);
            if question.answers.is_empty() {
                return Err(wrong(&place, "no answer is allowed"));
            }
            once(&place, question.answers.iter().map(String::as_str))?;
            check_condition(&place, &question.ask, &earlier, false)?;
            earlier.insert(question.id.as_str());
        }
        self.check_rules(&place, domain.basis, &domain.rules, &earlier, false)
    }

    fn check_rules(
        &self,
        place: &str,
        basis: Basis,
        rules: &[Rule],
        questions: &BTreeSet<&str>,
        is_overall: bool,
    ) -> Result<(), ToolError> {
        let needs_rules = matches!(basis, Basis::Algorithm | Basis::Guidance);
        if needs_rules == rules.is_empty() {
            let what = "an algorithm or guidance has rules, anything else has none";
            return Err(wrong(place, what));
        }
        for rule in rules {
            self.check_judgement(place, &rule.judgement)?;
            check_condition(place, &rule.when, questions, is_overall)?;
            let mut result = Ok(());
            rule.when.visit(&mut |part| {
                if let Err(error) = self.check_judged(place, part) {
                    result = Err(error);
                }
            });
            result?;
        }
        Ok(())
    }

    fn check_judged(&self, place: &str, part: &Condition) -> Result<(), ToolError> {
        let words = match part {
            Condition::Judged { domain, words } => {
                if self.domain(domain).is_none() {
                    return Err(wrong(place, format!("no domain \"{domain}\"")));
                }
                words
            }
            Condition::Domains { words, .. } => words,
            _ => return Ok(()),
        };
        words
            .iter()
            .try_for_each(|word| self.check_judgement(place, word))
    }

    fn check_judgement(&self, place: &str, word: &str) -> Result<(), ToolError> {
        match self.judgement(word) {
            Some(_) => Ok(()),
            None => Err(wrong(
                place,
                format!("\"{word}\" is no judgement of this tool"),
            )),
        }
    }
}

/// A condition may speak of questions that are known by then, and of domains only in the end.
fn check_condition(
    place: &str,
    condition: &Condition,
    known: &BTreeSet<&str>,
    may_judge: bool,
) -> Result<(), ToolError> {
    if let Some(unknown) = condition.questions().difference(known).next() {
        let what = format!("question {unknown} is not asked before this");
        return Err(wrong(place, what));
    }
    let mut judges = false;
    condition.visit(&mut |part| {
        judges |= matches!(part, Condition::Judged { .. } | Condition::Domains { .. });
    });
    match judges && !may_judge {
        true => Err(wrong(
            place,
            "only the overall judgement may speak of domains",
        )),
        false => Ok(()),
    }
}

/// Every name is one, and stands once.
fn once<'n>(what: &str, names: impl Iterator<Item = &'n str>) -> Result<(), ToolError> {
    let mut seen = BTreeSet::new();
    for name in names {
        if !is_name(name) {
            return Err(wrong(what, format!("\"{name}\" is no name")));
        }
        if !seen.insert(name) {
            return Err(wrong(what, format!("\"{name}\" stands twice")));
        }
    }
    Ok(())
}
