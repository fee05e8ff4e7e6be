//! What people judged in the place of a rule.

use super::domain::{Aspect, Domain};
use euthymia_synthesis::network::certainty::Confidence;

/// What a person chose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// So many levels in one respect.
    Steps(Aspect, u8),
    /// The certainty itself.
    Overall(Confidence),
}

/// A person's judgement with its reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GradeJudged {
    /// What was chosen.
    pub verdict: Verdict,
    /// Why; never empty.
    pub reason: String,
}

/// Why words are no judgement.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum JudgedWord {
    /// The domain is none.
    #[error("\"{0}\" is no domain; use {1}, or overall")]
    Domain(String, String),
    /// The level is none of this domain.
    #[error("\"{found}\" is no judgement of {domain}; use {words}")]
    Level {
        /// What was given.
        found: String,
        /// The domain.
        domain: &'static str,
        /// What there is.
        words: &'static str,
    },
    /// There is no reason.
    #[error("the judgement of {0} has no reason: write why")]
    Reason(String),
}

const STEPS: &str = "not_serious, serious, very_serious (imprecision: extremely_serious)";
const PUBLICATION: &str = "undetected, suspected or strongly_suspected";
const RAISES: &str = "none, +1 or +2 (+2 for a large effect alone)";
const OVERALL: &str = "high, moderate, low or very_low";

impl GradeJudged {
    /// Reads a domain, a level and a reason.
    ///
    /// # Errors
    /// [`JudgedWord`].
    ///
    /// # Example
    /// ```
    /// use euthymia_report::grade::{Aspect, Domain, GradeJudged, Verdict};
    /// let found = GradeJudged::read("imprecision", "very serious", "one event")?;
    /// assert_eq!(found.verdict, Verdict::Steps(Aspect::Down(Domain::Imprecision), 2));
    /// assert!(GradeJudged::read("imprecision", "serious", " ").is_err());
    /// # Ok::<(), euthymia_report::grade::JudgedWord>(())
    /// ```
    pub fn read(domain: &str, level: &str, reason: &str) -> Result<Self, JudgedWord> {
        if reason.trim().is_empty() {
            return Err(JudgedWord::Reason(domain.trim().to_owned()));
        }
        Ok(Self {
            verdict: verdict(domain, level)?,
            reason: reason.trim().to_owned(),
        })
    }
}

fn verdict(domain: &str, level: &str) -> Result<Verdict, JudgedWord> {
    let (wanted, word) = (plain(domain), plain(level));
    let wrong = |domain, words| JudgedWord::Level {
        found: level.trim().to_owned(),
        domain,
        words,
    };
    if wanted == "overall" {
        let found = match word.as_str() {
            "high" => Some(Confidence::High),
            "moderate" => Some(Confidence::Moderate),
            "low" => Some(Confidence::Low),
            "very_low" => Some(Confidence::VeryLow),
            _ => None,
        };
        return found
            .map(Verdict::Overall)
            .ok_or_else(|| wrong("overall", OVERALL));
    }
    let aspect = Aspect::ALL
        .into_iter()
        .find(|own| plain(own.name()) == wanted);
    let Some(aspect) = aspect else {
        let names = Aspect::ALL.map(|own| plain(own.name()));
        return Err(JudgedWord::Domain(
            domain.trim().to_owned(),
            names.join(", "),
        ));
    };
    let (steps, words) = match aspect {
        Aspect::Down(Domain::PublicationBias) => (suspected(&word), PUBLICATION),
        Aspect::Down(_) => (serious(&word), STEPS),
        Aspect::Up(_) => (raised(&word), RAISES),
    };
    steps
        .filter(|steps| *steps <= aspect.most())
        .map(|steps| Verdict::Steps(aspect, steps))
        .ok_or_else(|| wrong(aspect.name(), words))
}

fn serious(word: &str) -> Option<u8> {
    match word {
        "not_serious" | "none" | "no" | "0" => Some(0),
        "serious" | "1" => Some(1),
        "very_serious" | "2" => Some(2),
        "extremely_serious" | "3" => Some(3),
        _ => None,
    }
}

fn suspected(word: &str) -> Option<u8> {
    match word {
        "undetected" => Some(0),
        "suspected" | "strongly_suspected" => Some(1),
        other => serious(other),
    }
}

fn raised(word: &str) -> Option<u8> {
    match word {
        "none" | "no" | "0" => Some(0),
        "+1" | "1" | "large" | "yes" => Some(1),
        "+2" | "2" | "very_large" => Some(2),
        _ => None,
    }
}

/// Small letters, words joined by one line.
fn plain(word: &str) -> String {
    let words = word.split([' ', '_', '-']).filter(|word| !word.is_empty());
    let words: Vec<String> = words.map(str::to_lowercase).collect();
    words.join("_")
}
