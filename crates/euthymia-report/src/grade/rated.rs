//! Judgements of all respects into one certainty.

use super::domain::{Aspect, Domain, Start};
use super::steps::{Proposal, Steps};
use super::thresholds::Thresholds;
use euthymia_synthesis::network::certainty::Confidence;

/// What a person put in the place of a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person<T> {
    /// What was chosen.
    pub value: T,
    /// Why.
    pub reason: String,
}

/// One respect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rated {
    /// Which.
    pub aspect: Aspect,
    /// What the rule proposes.
    pub proposal: Proposal,
    /// What a person put in its place.
    pub person: Option<Person<u8>>,
}

impl Rated {
    /// The levels that count: a person's before the rule's.
    #[must_use]
    pub fn steps(&self) -> Steps {
        let person = self.person.as_ref();
        person.map_or(self.proposal.steps, |own| Steps::Settled(own.value))
    }

    /// The reason that counts.
    #[must_use]
    pub fn because(&self) -> &str {
        let person = self.person.as_ref();
        person.map_or(self.proposal.because.as_str(), |own| own.reason.as_str())
    }

    /// In words: `serious`, `not serious to very serious`, `not decided`.
    #[must_use]
    pub fn words(&self) -> String {
        let word = |steps| word(self.aspect, steps);
        match self.steps() {
            Steps::Settled(steps) => word(steps).to_owned(),
            Steps::Between { least, most } => format!("{} to {}", word(least), word(most)),
            Steps::Undecided => "not decided".to_owned(),
        }
    }
}

fn word(aspect: Aspect, steps: u8) -> &'static str {
    match (aspect, steps) {
        (Aspect::Down(Domain::PublicationBias), 0) => "undetected",
        (Aspect::Down(Domain::PublicationBias), _) => "strongly suspected",
        (Aspect::Down(_), 0) => "not serious",
        (Aspect::Down(_), 1) => "serious",
        (Aspect::Down(_), 2) => "very serious",
        (Aspect::Down(_), _) => "extremely serious",
        (Aspect::Up(_), 0) => "none",
        (Aspect::Up(_), 1) => "+1",
        (Aspect::Up(_), _) => "+2",
    }
}

/// The certainty of an estimate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overall {
    /// If everything that is open turned out well; what is not decided costs nothing.
    pub at_best: Confidence,
    /// If everything that is open turned out badly; what is not decided costs nothing.
    pub at_worst: Confidence,
    /// Domains that nothing and nobody decided: with them certainty could only be lower.
    pub undecided: Vec<Domain>,
    /// What a person put in its place.
    pub person: Option<Person<Confidence>>,
}

impl Overall {
    /// Adds up levels from the start: every domain lowers, every reason raises; never above high nor
    /// below very low.
    #[must_use]
    pub fn of(start: Start, rated: &[Rated], person: Option<Person<Confidence>>) -> Self {
        let begin = if start.is_high() { 4 } else { 2 };
        let (mut best, mut worst) = (begin, begin);
        let mut undecided = Vec::new();
        for own in rated {
            match (own.aspect, own.steps().bounds()) {
                (Aspect::Down(_), Some((least, most))) => {
                    best -= i32::from(least);
                    worst -= i32::from(most);
                }
                (Aspect::Up(_), Some((least, most))) => {
                    best += i32::from(most);
                    worst += i32::from(least);
                }
                (Aspect::Down(domain), None) => undecided.push(domain),
                (Aspect::Up(_), None) => {}
            }
        }
        Self {
            at_best: level(best),
            at_worst: level(worst),
            undecided,
            person,
        }
    }

    /// The certainty where there is one: a person's, or that on which best and worst agree. It stands
    /// without the domains in [`Overall::undecided`].
    #[must_use]
    pub fn settled(&self) -> Option<Confidence> {
        let computed = (self.at_best == self.at_worst).then_some(self.at_best);
        self.person.as_ref().map(|own| own.value).or(computed)
    }

    /// For people: `moderate`, `at most low`, `low to moderate`.
    #[must_use]
    pub fn name(&self) -> String {
        if let Some(person) = &self.person {
            return person.value.name().to_owned();
        }
        let (best, worst) = (self.at_best.name(), self.at_worst.name());
        match (best == worst, self.undecided.is_empty()) {
            (true, true) => best.to_owned(),
            // Nothing is lower.
            (true, false) if self.at_best == Confidence::VeryLow => best.to_owned(),
            (true, false) => format!("at most {best}"),
            (false, true) => format!("{worst} to {best}"),
            (false, false) => format!("at most {worst} to {best}"),
        }
    }
}

fn level(points: i32) -> Confidence {
    match points {
        ..=1 => Confidence::VeryLow,
        2 => Confidence::Low,
        3 => Confidence::Moderate,
        4.. => Confidence::High,
    }
}

/// A pooled estimate with its certainty.
#[derive(Clone, Debug, PartialEq)]
pub struct Graded {
    /// Where certainty started.
    pub start: Start,
    /// The thresholds, where they were given.
    pub thresholds: Option<Thresholds>,
    /// All respects, in their usual order.
    pub rated: Vec<Rated>,
    /// What they add up to.
    pub overall: Overall,
    /// What must be said about the numbers.
    pub remarks: Vec<String>,
}
