//! Answers into judgements, with the rules that led there.

use crate::condition::Condition;
use crate::tool::{Basis, Domain, Question, Rule, Tool};
use std::collections::{BTreeMap, BTreeSet};

/// What a person gave: answers, and judgements where they depart from the algorithm.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Given {
    /// Words of answers, long or short, by the number of the question.
    pub answers: BTreeMap<String, String>,
    /// Words of judgements by domain, or by [`Tool::OVERALL`].
    pub judgements: BTreeMap<String, String>,
}

/// What answers lead to.
#[derive(Clone, Debug, PartialEq)]
pub struct Assessment {
    /// Questions that are to be answered as things stand, in order: each with its answer, if it has
    /// one.
    pub asked: Vec<(String, Option<String>)>,
    /// Each domain that is judged, in order.
    pub domains: Vec<Assessed>,
    /// The judgement over all, where the tool has one.
    pub overall: Option<Assessed>,
    /// What was given and does not fit.
    pub notices: Vec<Notice>,
}

/// A domain, or all together, as it is judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assessed {
    /// Identifier of the domain, or [`Tool::OVERALL`].
    pub id: String,
    /// What the answers lead to.
    pub led: Led,
    /// What the person judges, where they said so.
    pub given: Option<String>,
    /// Questions that are asked and have no answer.
    pub unanswered: Vec<String>,
}

/// Where answers lead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Led {
    /// To a judgement.
    To {
        /// Its word.
        judgement: String,
        /// The rules that say so, in words. More than one only where an answer is missing that
        /// cannot change the judgement.
        by: Vec<String>,
    },
    /// It cannot be said yet.
    Open {
        /// The judgements that are still possible, the best first.
        possible: Vec<String>,
    },
    /// No rule of the tool says: a person judges.
    ToAPerson,
    /// No rule fits these answers.
    Nowhere,
}

/// Something that was given and does not fit.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Notice {
    /// A question that the tool does not have.
    #[error("question {0} is none of this tool: its answer is kept and counts for nothing")]
    NoQuestion(String),
    /// A word that is not allowed as an answer.
    #[error("\"{found}\" is no answer to question {question}; use one of: {choices}")]
    NoAnswer {
        /// The question.
        question: String,
        /// The word.
        found: String,
        /// The words there are.
        choices: String,
    },
    /// An answer to a question that the other answers make needless.
    #[error("question {0} is not asked after these answers: its answer counts for nothing")]
    NotAsked(String),
    /// A domain that the tool does not have, or does not judge.
    #[error("\"{0}\" is not judged with this tool: the judgement is kept and counts for nothing")]
    NoDomain(String),
    /// A word that is no judgement.
    #[error("\"{found}\" is no judgement of {domain}; use one of: {choices}")]
    NoJudgement {
        /// The domain.
        domain: String,
        /// The word.
        found: String,
        /// The words there are.
        choices: String,
    },
}

impl Assessed {
    /// The judgement that counts: the person's, otherwise what the answers lead to.
    #[must_use]
    pub fn counts(&self) -> Option<&str> {
        match (&self.given, &self.led) {
            (Some(given), _) => Some(given),
            (None, Led::To { judgement, .. }) => Some(judgement),
            (None, _) => None,
        }
    }

    /// Whether the person judges otherwise than the answers lead to.
    #[must_use]
    pub fn departs(&self) -> bool {
        match (&self.given, &self.led) {
            (Some(given), Led::To { judgement, .. }) => given != judgement,
            (Some(given), Led::Open { possible }) => !possible.contains(given),
            _ => false,
        }
    }
}

impl Assessment {
    /// A domain by its identifier.
    #[must_use]
    pub fn domain(&self, id: &str) -> Option<&Assessed> {
        self.domains.iter().find(|domain| domain.id == id)
    }

    /// The first question that is asked and has no answer.
    #[must_use]
    pub fn next(&self) -> Option<&str> {
        let open = self.asked.iter().find(|(_, answer)| answer.is_none());
        open.map(|(question, _)| question.as_str())
    }

    /// Whether every question that is asked has its answer and everything that is judged a judgement.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        let judged = |own: &Assessed| own.counts().is_some();
        self.next().is_none() && self.domains.iter().all(judged) && self.overall.iter().all(judged)
    }
}

/// Whether something holds, as far as can be said.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Truth {
    Yes,
    No,
    Open,
}

impl Truth {
    fn of(is: bool) -> Self {
        match is {
            true => Self::Yes,
            false => Self::No,
        }
    }
}

/// What is known of a question.
enum Known<'g> {
    /// Its answer.
    Answer(&'g str),
    /// It is not asked.
    NotAsked,
    /// It is open: no answer yet, or not clear yet whether it is asked.
    Open,
}

/// The word that a question has which is not asked.
const NOT_APPLICABLE: &str = "not_applicable";

impl Tool {
    /// What these answers lead to. It never fails: what does not fit is a notice, and what is
    /// missing leaves open what depends on it.
    ///
    /// # Example
    /// ```
    /// use euthymia_appraisal::{Given, Led, bundled};
    /// let tool = bundled("rob2").unwrap();
    /// let mut given = Given::default();
    /// given.answers.insert("1.2".to_owned(), "no".to_owned());
    /// let seen = tool.assess(&given);
    /// // Allocation that was not concealed decides the domain, whatever else is answered.
    /// let first = seen.domain("1").unwrap();
    /// assert!(matches!(&first.led, Led::To { judgement, .. } if judgement == "high"));
    /// assert_eq!(first.unanswered, ["1.1", "1.3"]);
    /// ```
    #[must_use]
    pub fn assess(&self, given: &Given) -> Assessment {
        let mut notices = Vec::new();
        let mut known: BTreeMap<&str, Known<'_>> = BTreeMap::new();
        let mut asked = Vec::new();
        let answers = self.answers_of(given, &mut notices);
        for question in self.questions() {
            let answer = answers.get(question.id.as_str()).copied();
            let state = match (self.holds(&question.ask, &known, &[]), answer) {
                (Truth::Yes, Some(answer)) => Known::Answer(answer),
                (Truth::No, answer) => {
                    if answer.is_some_and(|word| word != NOT_APPLICABLE) {
                        notices.push(Notice::NotAsked(question.id.clone()));
                    }
                    Known::NotAsked
                }
                (Truth::Yes, None) | (Truth::Open, _) => Known::Open,
            };
            if self.holds(&question.ask, &known, &[]) == Truth::Yes {
                asked.push((question.id.clone(), answer.map(str::to_owned)));
            }
            known.insert(&question.id, state);
        }
        let judgements = self.judgements_of(given, &mut notices);
        let open: BTreeSet<&str> = asked
            .iter()
            .filter(|(_, answer)| answer.is_none())
            .map(|(question, _)| question.as_str())
            .collect();
        let unanswered = |questions: &[Question]| -> Vec<String> {
            let ids = questions.iter().map(|question| &question.id);
            ids.filter(|id| open.contains(id.as_str()))
                .cloned()
                .collect()
        };
        let judged = |domain: &&Domain| domain.basis != Basis::None;
        let domains: Vec<Assessed> = self
            .domains
            .iter()
            .filter(judged)
            .map(|domain| Assessed {
                id: domain.id.clone(),
                led: self.lead(domain.basis, &domain.rules, &known, &[]),
                given: judgements
                    .get(domain.id.as_str())
                    .map(|&own| own.to_owned()),
                unanswered: unanswered(&domain.questions),
            })
            .collect();
        let overall = self.overall.as_ref().map(|overall| Assessed {
            id: Self::OVERALL.to_owned(),
            led: self.lead(overall.basis, &overall.rules, &known, &domains),
            given: judgements.get(Self::OVERALL).map(|&own| own.to_owned()),
            unanswered: open.iter().map(|&id| id.to_owned()).collect(),
        });
        Assessment {
            asked,
            domains,
            overall,
            notices,
        }
    }

    /// The answers that fit, by their long words.
    fn answers_of<'g>(
        &'g self,
        given: &'g Given,
        notices: &mut Vec<Notice>,
    ) -> BTreeMap<&'g str, &'g str> {
        let mut answers = BTreeMap::new();
        for (id, word) in &given.answers {
            let Some(question) = self.question(id) else {
                notices.push(Notice::NoQuestion(id.clone()));
                continue;
            };
            match self.answer(word).filter(|own| question.allows(&own.id)) {
                Some(own) => {
                    answers.insert(id.as_str(), own.id.as_str());
                }
                None => notices.push(Notice::NoAnswer {
                    question: id.clone(),
                    found: word.clone(),
                    choices: question.answers.join(", "),
                }),
            }
        }
        answers
    }

    fn judgements_of<'g>(
        &'g self,
        given: &'g Given,
        notices: &mut Vec<Notice>,
    ) -> BTreeMap<&'g str, &'g str> {
        let mut judgements = BTreeMap::new();
        for (id, word) in &given.judgements {
            let is_judged = match id == Self::OVERALL {
                true => self.overall.is_some(),
                false => self.domain(id).is_some_and(|own| own.basis != Basis::None),
            };
            if !is_judged {
                notices.push(Notice::NoDomain(id.clone()));
                continue;
            }
            match self.judgement(word) {
                Some(own) => {
                    judgements.insert(id.as_str(), own.id.as_str());
                }
                None => notices.push(Notice::NoJudgement {
                    domain: id.clone(),
                    found: word.clone(),
                    choices: self.judgement_ids().join(", "),
                }),
            }
        }
        judgements
    }

    fn judgement_ids(&self) -> Vec<&str> {
        self.judgements.iter().map(|own| own.id.as_str()).collect()
    }

    fn lead(
        &self,
        basis: Basis,
        rules: &[Rule],
        known: &BTreeMap<&str, Known<'_>>,
        domains: &[Assessed],
    ) -> Led {
        if matches!(basis, Basis::Person | Basis::None) {
            return Led::ToAPerson;
        }
        let mut reached: Vec<&Rule> = Vec::new();
        let mut decided: Option<&Rule> = None;
        for rule in rules {
            let same = |own: &Rule| own.judgement == rule.judgement;
            match (self.holds(&rule.when, known, domains), decided) {
                (Truth::Yes, None) => {
                    reached.push(rule);
                    decided = Some(rule);
                }
                (Truth::Open, None) => reached.push(rule),
                // What also speaks for the judgement belongs to its reasons.
                (Truth::Yes, Some(own)) if same(own) => reached.push(rule),
                _ => {}
            }
        }
        let possible: BTreeSet<&str> = reached.iter().map(|rule| rule.judgement.as_str()).collect();
        match (possible.len(), possible.first()) {
            (_, None) => Led::Nowhere,
            // Also where no rule is sure yet: rules cover every answer, which is tested for every
            // tool, so that one of those that are left will hold.
            (1, Some(only)) => Led::To {
                judgement: (*only).to_owned(),
                by: reached.iter().map(|rule| rule.why.clone()).collect(),
            },
            _ => Led::Open {
                possible: self
                    .judgement_ids()
                    .into_iter()
                    .filter(|id| possible.contains(id))
                    .map(str::to_owned)
                    .collect(),
            },
        }
    }

    fn holds(
        &self,
        condition: &Condition,
        known: &BTreeMap<&str, Known<'_>>,
        domains: &[Assessed],
    ) -> Truth {
        match condition {
            Condition::Always => Truth::Yes,
            Condition::Answer { question, words } => is_one_of(known.get(question.as_str()), words),
            Condition::Answers {
                at_least,
                of,
                words,
            } => {
                let each = of.iter().map(|id| is_one_of(known.get(id.as_str()), words));
                at_least_of(*at_least, each)
            }
            Condition::Points { at_least, of } => self.points(*at_least, of, known),
            Condition::Judged { domain, words } => {
                let own = domains.iter().find(|own| own.id == *domain);
                own.map_or(Truth::Open, |own| self.is_judged(own, words))
            }
            Condition::Domains { at_least, words } => {
                let counting =
                    |own: &&Assessed| self.domain(&own.id).is_some_and(|domain| domain.counts);
                let each: Vec<Truth> = domains
                    .iter()
                    .filter(counting)
                    .map(|own| self.is_judged(own, words))
                    .collect();
                at_least_of(at_least.unwrap_or(each.len()), each.into_iter())
            }
            Condition::All(parts) => {
                let each = parts.iter().map(|part| self.holds(part, known, domains));
                at_least_of(parts.len(), each)
            }
            Condition::Any(parts) => {
                let each = parts.iter().map(|part| self.holds(part, known, domains));
                at_least_of(1, each)
            }
            Condition::Not(part) => match self.holds(part, known, domains) {
                Truth::Yes => Truth::No,
                Truth::No => Truth::Yes,
                Truth::Open => Truth::Open,
            },
        }
    }

    fn points(&self, at_least: usize, of: &[String], known: &BTreeMap<&str, Known<'_>>) -> Truth {
        let worth = |word: &str| self.answer(word).map_or(0, |answer| answer.points);
        let (mut sure, mut possible) = (0, 0);
        for id in of {
            match known.get(id.as_str()) {
                Some(Known::Answer(word)) => {
                    sure += worth(word);
                    possible += worth(word);
                }
                Some(Known::Open) => {
                    let allowed = self.question(id).map(|question| &question.answers);
                    let most = allowed.into_iter().flatten().map(|word| worth(word)).max();
                    possible += most.unwrap_or(0);
                }
                Some(Known::NotAsked) | None => {}
            }
        }
        match (sure >= at_least, possible >= at_least) {
            (true, _) => Truth::Yes,
            (false, true) => Truth::Open,
            (false, false) => Truth::No,
        }
    }

    fn is_judged(&self, own: &Assessed, words: &[String]) -> Truth {
        if let Some(judgement) = own.counts() {
            return Truth::of(words.iter().any(|word| word == judgement));
        }
        let all = self.judgement_ids();
        let possible: Vec<&str> = match &own.led {
            Led::Open { possible } => possible.iter().map(String::as_str).collect(),
            _ => all,
        };
        let fit = |word: &&str| words.iter().any(|own| own == word);
        match possible.iter().filter(|word| fit(word)).count() {
            0 => Truth::No,
            some if some == possible.len() => Truth::Yes,
            _ => Truth::Open,
        }
    }
}

impl Question {
    /// Whether this answer is allowed.
    #[must_use]
    pub fn allows(&self, answer: &str) -> bool {
        self.answers.iter().any(|own| own == answer)
    }
}

fn is_one_of(known: Option<&Known<'_>>, words: &[String]) -> Truth {
    let is = |answer: &str| Truth::of(words.iter().any(|word| word == answer));
    match known {
        Some(Known::Answer(answer)) => is(answer),
        Some(Known::NotAsked) => is(NOT_APPLICABLE),
        Some(Known::Open) | None => Truth::Open,
    }
}

fn at_least_of(wanted: usize, each: impl Iterator<Item = Truth>) -> Truth {
    let (mut sure, mut possible) = (0, 0);
    for truth in each {
        sure += usize::from(truth == Truth::Yes);
        possible += usize::from(truth != Truth::No);
    }
    match (sure >= wanted, possible >= wanted) {
        (true, _) => Truth::Yes,
        (false, true) => Truth::Open,
        (false, false) => Truth::No,
    }
}
