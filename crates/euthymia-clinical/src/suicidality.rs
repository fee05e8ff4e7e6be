//! Suicidality: the published triage of the Columbia screener, and the suicide items of the other
//! scales.

use crate::answer::Answer;
use crate::bundled::bundled;
use crate::instrument::score::SuicideFlag;
use crate::instrument::{Answers, Pack, bundled};
use crate::source::{Source, Status};
use serde::Deserialize;
use std::sync::LazyLock;

crate::words! {
    /// A level of the triage, from the least to the most urgent.
    Level {
        /// No item answered yes; the published triage has no name for it.
        None = "none", "no item answered yes";
        /// Low.
        Low = "low", "low";
        /// Moderate.
        Moderate = "moderate", "moderate";
        /// High.
        High = "high", "high";
    }
}

/// The triage of `rules/triage.toml`.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TriageRules {
    /// Name and version of the file format.
    pub schema: String,
    /// Which scale.
    pub instrument: String,
    /// Where it comes from.
    pub source: String,
    /// Whether it was read there.
    pub status: Status,
    /// What it means that no item was answered yes.
    pub none: String,
    /// The levels, the most urgent first.
    #[serde(rename = "level")]
    pub levels: Vec<TriageLevel>,
}

/// The items that lead to a level.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TriageLevel {
    /// Which level.
    pub level: Level,
    /// A yes to any of these leads to it.
    pub any: Vec<String>,
    /// What that means.
    pub meaning: String,
}

/// The result of a screener.
#[derive(Clone, Debug, PartialEq)]
pub struct Triage {
    /// The level that is certain: no completion of the gaps makes it lower.
    pub at_least: Level,
    /// The level that cannot be ruled out.
    pub at_most: Level,
    /// The highest of items 1 to 5 answered yes; 0 where none is.
    pub highest_ideation: u8,
    /// True where an ideation item above that one was not answered.
    pub ideation_open: bool,
    /// Suicidal behaviour in the past 3 months.
    pub behaviour_recent: Answer,
    /// Suicidal behaviour ever.
    pub behaviour_ever: Answer,
    /// Items that should have been answered and were not.
    pub missing: Vec<String>,
    /// Answers that contradict each other; counted as they stand.
    pub contradictions: Vec<String>,
}

/// The bundled triage.
#[must_use]
pub fn rules() -> &'static TriageRules {
    static READ: LazyLock<TriageRules> = bundled!("rules/triage.toml");
    &READ
}

impl TriageRules {
    /// The lowest and highest level over every way to fill in what is not known.
    ///
    /// `answer` gives the answer to an item. No item depends on another here: see [`triage`].
    #[must_use]
    pub fn range(&self, answer: impl Fn(&str) -> Answer) -> (Level, Level) {
        let reached = |wanted: &[Answer]| {
            let leads =
                |level: &&TriageLevel| level.any.iter().any(|item| wanted.contains(&answer(item)));
            let found = self.levels.iter().find(leads);
            found.map_or(Level::None, |level| level.level)
        };
        (
            reached(&[Answer::Yes]),
            reached(&[Answer::Yes, Answer::CannotSay]),
        )
    }
}

/// Triage of a Columbia screener.
///
/// Questions that the form says to skip count as no: 3 to 5 after a no to 2, the past 3 months
/// after a no to 6. A yes to one of them counts all the same, and is reported as a contradiction.
/// What was asked and not answered leaves the level open upwards.
///
/// # Example
/// ```
/// use euthymia_clinical::instrument::{Answers, bundled};
/// use euthymia_clinical::suicidality::{Level, triage};
/// let screener = bundled("cssrs_screener").unwrap();
/// let answers = [1, 1, 0, 1, 0, 0].map(|a| Some(f64::from(a)));
/// let answers: Vec<_> = answers.into_iter().chain([None]).collect();
/// let triage = triage(&Answers::new(screener, answers).unwrap()).unwrap();
/// assert_eq!(triage.at_least, Level::High); // intent, item 4
/// assert_eq!(triage.highest_ideation, 4);
/// ```
#[must_use]
pub fn triage(answers: &Answers<'_>) -> Option<Triage> {
    let rules = rules();
    if answers.pack().id != rules.instrument {
        return None;
    }
    let raw = |item: &str| Answer::of_known(answers.of(item).map(|value| value >= 1.0));
    let counted = |item: &str| {
        let given = raw(item);
        if given == Answer::CannotSay && answers.is_skipped(item) {
            Answer::No
        } else {
            given
        }
    };
    let (at_least, at_most) = rules.range(counted);
    let ids: Vec<&str> = answers
        .pack()
        .items
        .iter()
        .map(|item| item.id.as_str())
        .collect();
    let missing = ids.iter().filter(|id| counted(id) == Answer::CannotSay);
    let highest_ideation = (1..=5)
        .rev()
        .find(|n: &u8| raw(&n.to_string()) == Answer::Yes)
        .unwrap_or(0);
    let is_open = |n: u8| counted(&n.to_string()) == Answer::CannotSay;
    Some(Triage {
        at_least,
        at_most,
        highest_ideation,
        ideation_open: (highest_ideation + 1..=5).any(is_open),
        behaviour_recent: counted("6_recent"),
        behaviour_ever: Answer::any([counted("6"), counted("6_recent")]),
        missing: missing.map(|id| (*id).to_owned()).collect(),
        contradictions: answers.contradictions(),
    })
}

/// A sign of suicidality in a record.
#[derive(Clone, Debug, PartialEq)]
pub struct Sign {
    /// Identifier of the scale.
    pub instrument: String,
    /// What was found, in words with numbers.
    pub words: String,
    /// Flagged, not flagged, or not answered.
    pub flagged: Answer,
    /// Where the threshold comes from.
    pub source: Source,
}

/// The sign that an answer sheet gives: the triage of the screener, or the scale's suicide item;
/// `None` for scales without one.
#[must_use]
pub fn sign(answers: &Answers<'_>) -> Option<Sign> {
    let pack = answers.pack();
    if let Some(triage) = triage(answers) {
        return Some(Sign {
            instrument: pack.id.clone(),
            words: format!("{}: {}", pack.name, triage_words(&triage)),
            flagged: match (triage.at_least, triage.at_most) {
                (Level::None, Level::None) => Answer::No,
                (Level::None, _) => Answer::CannotSay,
                _ => Answer::Yes,
            },
            source: rules().source(),
        });
    }
    let flag = crate::instrument::score(answers, None).suicide?;
    Some(item_sign(pack, &flag))
}

/// Level, highest yes, recency, gaps and contradictions.
fn triage_words(triage: &Triage) -> String {
    let level = match (triage.at_least, triage.at_most) {
        (Level::None, Level::None) => "no item answered yes".to_owned(),
        (Level::None, most) => format!("no item answered yes, but gaps leave {most} open"),
        (least, most) if least == most => format!("triage level {least}"),
        (least, most) => format!("triage level {least}, gaps leave {most} open"),
    };
    let highest = match (triage.highest_ideation, triage.ideation_open) {
        (0, false) => "no ideation item answered yes".to_owned(),
        (0, true) => "no ideation item answered yes, not all answered".to_owned(),
        (item, false) => format!("highest ideation item answered yes: {item}"),
        (item, true) => format!("highest ideation item answered yes: at least {item}"),
    };
    let behaviour = match (triage.behaviour_recent, triage.behaviour_ever) {
        (Answer::Yes, _) => "behaviour in the past 3 months",
        (Answer::No, Answer::Yes) => "behaviour longer ago than 3 months",
        (Answer::CannotSay, Answer::Yes) => "behaviour, when is not answered",
        (_, Answer::No) => "no behaviour",
        (_, Answer::CannotSay) => "behaviour not answered",
    };
    let mut words = format!("{level}; {highest}; {behaviour}");
    if !triage.missing.is_empty() {
        words.push_str(&format!(
            "; not answered: item {}",
            triage.missing.join(", ")
        ));
    }
    for contradiction in &triage.contradictions {
        words.push_str(&format!("; {contradiction}"));
    }
    words
}

fn item_sign(pack: &Pack, flag: &SuicideFlag<'_>) -> Sign {
    let found = flag.value.map_or("not answered".to_owned(), |value| {
        format!("answered {value}")
    });
    let rule = if flag.any_answer {
        format!(
            "any answer from {} on is shown, for want of a sourced threshold",
            flag.alert_at_least
        )
    } else {
        format!("flagged from {} on", flag.alert_at_least)
    };
    Sign {
        instrument: pack.id.clone(),
        words: format!("{} item {}: {found}; {rule}", pack.name, flag.item),
        flagged: flag.flagged,
        source: pack
            .suicide
            .as_ref()
            .map_or_else(|| Source::site("no source"), |suicide| suicide.source()),
    }
}

/// The Columbia screener.
#[must_use]
pub fn screener() -> Option<&'static Pack> {
    bundled(&rules().instrument)
}

crate::source::sourced!(TriageRules);
