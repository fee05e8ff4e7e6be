//! Appraisals as judgements that pictures draw.

use super::evidence::Counted;
use crate::appraise::{Drawn, Judged};
use crate::review::session::Session;
use euthymia_appraisal::{Basis, Tool, bundled};
use euthymia_review::appraise::{Appraisals, Case, Opinion};

/// Judgements of a review to be drawn.
#[derive(Clone, Debug)]
pub struct JudgedStudies {
    /// Judgements that count, in the words of their tools; of a checklist the answers.
    pub judged: Vec<Judged>,
    /// What is not among them, and why.
    pub left_out: Vec<String>,
}

/// Every judgement of the review that counts, and every answer of a checklist whose domains are not
/// judged. What is open has no row.
#[must_use]
pub fn judged_studies(session: &Session) -> JudgedStudies {
    let seen = Appraisals::of(session.folder.log().entries(), bundled);
    let Counted { opinions, left_out } = Counted::of(&seen);
    let rows = opinions.into_iter();
    let rows = rows.flat_map(|(tool, case, opinion)| {
        let words = judgements(opinion).chain(answers(tool, opinion));
        let row = |(domain, word)| judged(tool, case, domain, word);
        words.filter_map(row).collect::<Vec<Judged>>()
    });
    JudgedStudies {
        judged: rows.collect(),
        left_out,
    }
}

fn judgements(opinion: &Opinion) -> impl Iterator<Item = (&str, &str)> {
    let judgements = opinion.judgements();
    judgements.filter_map(|own| Some((own.id.as_str(), own.counts()?)))
}

/// Answers to the questions of domains without a judgement.
fn answers<'o>(tool: &Tool, opinion: &'o Opinion) -> impl Iterator<Item = (&'o str, &'o str)> {
    let asked = opinion.seen.iter().flat_map(|seen| &seen.asked);
    let unjudged = |id: &str| {
        let domains = tool.domains.iter().filter(|own| own.basis == Basis::None);
        let mut questions = domains.flat_map(|own| &own.questions);
        questions.any(|own| own.id == id)
    };
    asked.filter_map(move |(id, answer)| {
        let answer = answer.as_deref().filter(|_| unjudged(id))?;
        Some((id.as_str(), answer))
    })
}

fn judged(tool: &Tool, case: &Case, domain: &str, word: &str) -> Option<Judged> {
    Some(Judged {
        study: case.study.clone(),
        outcome: case.outcome.clone(),
        tool: Some(tool.id.clone()),
        domain: domain.to_owned(),
        judgement: Drawn::of(word)?,
        weight: None,
    })
}
