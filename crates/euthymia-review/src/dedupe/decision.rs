//! What is decided of each pair, and why.

use super::candidate::{Candidate, Text};
use super::judge::{Judgement, Thresholds, Verdict, judge};
use super::level::{Field, Level, Levels};
use super::weights::weight;
use crate::RecordId;

/// How a decision came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum By {
    /// By the pair itself.
    Pair,
    /// Both belong to one group through other records.
    Group,
    /// The pair is one record by itself, but their groups contradict each other.
    Cut,
}

/// What is decided of one pair. The first record is the one with the smaller name.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Decision {
    /// One record.
    pub a: RecordId,
    /// The other record.
    pub b: RecordId,
    /// What is decided.
    pub verdict: Verdict,
    /// How it came about.
    pub by: By,
    /// Probability of being one record, by the fields alone.
    pub probability: f64,
    /// Level of every field.
    pub levels: Levels,
}

/// One field of an explanation.
#[derive(Debug, Clone, PartialEq)]
pub struct Reason {
    /// The field.
    pub field: Field,
    /// What was compared of the first record.
    pub a: Option<String>,
    /// What was compared of the second record.
    pub b: Option<String>,
    /// How they compare.
    pub level: Level,
    /// Log-odds that this adds.
    pub weight: f64,
}

/// A judgement with the values it rests on.
#[derive(Debug, Clone, PartialEq)]
pub struct Explanation {
    /// The judgement.
    pub judgement: Judgement,
    /// Every field, in the order of [`Field::ALL`].
    pub reasons: Vec<Reason>,
}

/// Why two records are one, or not. Any two can be asked for, also such as share no key.
///
/// # Example
/// ```
/// use euthymia_review::{Date, Record, dedupe::{Candidate, Field, Level, Thresholds, explain}};
/// let record = |title: &str| Record {
///     title: Some(title.into()),
///     date: Some(Date::parse("2021")),
///     ..Record::default()
/// };
/// let one = Candidate::of("3f9a2c1b-1".parse().unwrap(), &record("Ketamine by infusion: a trial"));
/// let two = Candidate::of("3f9a2c1b-2".parse().unwrap(), &record("Ketamine by Infusion"));
/// let explanation = explain(&one, &two, Thresholds::default());
/// assert_eq!(explanation.reasons[0].field, Field::Title);
/// assert_eq!(explanation.reasons[0].level, Level::Part);
/// ```
pub fn explain(a: &Candidate, b: &Candidate, thresholds: Thresholds) -> Explanation {
    let judgement = judge(a, b, thresholds);
    let reasons = Field::ALL
        .iter()
        .map(|&field| {
            let level = judgement.levels.of(field);
            Reason {
                field,
                a: value(a, field),
                b: value(b, field),
                level,
                weight: weight(field, level),
            }
        })
        .collect();
    Explanation { judgement, reasons }
}

/// What is compared of a field, as words.
fn value(candidate: &Candidate, field: Field) -> Option<String> {
    let text = |text| candidate.text(text).map(str::to_owned);
    let joined = |x: Option<String>, y: Option<String>| match (x, y) {
        (Some(x), Some(y)) => Some(format!("{x} = {y}")),
        (x, y) => x.or(y),
    };
    match field {
        Field::Title => joined(text(Text::Title), text(Text::Second)),
        Field::Authors => text(Text::Authors),
        Field::Year => {
            let years: Vec<String> = candidate.years().map(|year| year.to_string()).collect();
            (!years.is_empty()).then(|| years.join(" = "))
        }
        Field::Journal => joined(text(Text::Journal), text(Text::Abbreviation)),
        Field::Volume => text(Text::Volume),
        Field::Issue => text(Text::Issue),
        Field::Pages => candidate.pages().map(|pages| match pages.last {
            Some(last) => format!("{}-{last}", pages.first),
            None => pages.first,
        }),
        Field::Doi => text(Text::Doi),
        Field::Number => candidate
            .pmid
            .map(|pmid| format!("pmid {pmid}"))
            .or_else(|| {
                let count = candidate.numbers.len();
                (count > 0).then(|| format!("{count} of databases"))
            }),
        Field::Abstract => candidate.sketch.as_ref().map(|_| "text".to_owned()),
    }
}
