//! The words of judgements that pictures know: their order, their letter and their sign.

use euthymia_plot::{Verdict, VerdictLevel};

/// A word and how it is drawn.
struct Word {
    id: &'static str,
    name: &'static str,
    letter: char,
    verdict: Verdict,
}

const fn word(id: &'static str, name: &'static str, letter: char, verdict: Verdict) -> Word {
    Word {
        id,
        name,
        letter,
        verdict,
    }
}

/// From best to worst; what says nothing comes last.
const WORDS: [Word; 35] = [
    word("yes", "Yes", 'Y', Verdict::Good),
    word("probably_yes", "Probably yes", 'y', Verdict::Good),
    word("met", "Met", 'Y', Verdict::Good),
    word("two_stars", "Two stars", '2', Verdict::Good),
    word("star", "One star", '1', Verdict::Good),
    word("good", "Good", 'G', Verdict::Good),
    word("include", "Include", 'I', Verdict::Good),
    word("high_confidence", "High confidence", 'H', Verdict::Good),
    word("low", "Low", 'L', Verdict::Good),
    word("partial_yes", "Partial yes", 'P', Verdict::Fair),
    word("partly", "Partly met", 'P', Verdict::Fair),
    word("some_concerns", "Some concerns", 'S', Verdict::Fair),
    word("fair", "Fair", 'F', Verdict::Fair),
    word(
        "moderate_confidence",
        "Moderate confidence",
        'M',
        Verdict::Fair,
    ),
    word("moderate", "Moderate", 'M', Verdict::Fair),
    word("probably_no", "Probably no", 'n', Verdict::Poor),
    word("no", "No", 'N', Verdict::Poor),
    word("weakness", "Weakness", 'W', Verdict::Poor),
    word("none", "No star", '0', Verdict::Poor),
    word("poor", "Poor", 'P', Verdict::Poor),
    word("exclude", "Exclude", 'E', Verdict::Poor),
    word("low_confidence", "Low confidence", 'L', Verdict::Poor),
    word("high", "High", 'H', Verdict::Poor),
    word("at_risk", "At risk of bias", 'R', Verdict::Poor),
    word("serious", "Serious", 'S', Verdict::Poor),
    word(
        "critical_weakness",
        "Critical weakness",
        'X',
        Verdict::Worst,
    ),
    word(
        "critically_low_confidence",
        "Critically low confidence",
        'C',
        Verdict::Worst,
    ),
    word("critical", "Critical", 'C', Verdict::Worst),
    word("seek", "Seek further information", '?', Verdict::Unknown),
    word("unclear", "Unclear", '?', Verdict::Unknown),
    word("no_information", "No information", '?', Verdict::Unknown),
    word("cannot_say", "Cannot say", '?', Verdict::Unknown),
    word(
        "not_applicable",
        "Not applicable",
        '–',
        Verdict::NotApplicable,
    ),
    word(
        "does_not_apply",
        "Not applicable",
        '–',
        Verdict::NotApplicable,
    ),
    word("na", "Not applicable", '–', Verdict::NotApplicable),
];

/// A judgement as a picture draws it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Drawn(usize);

impl Drawn {
    /// The judgement of this word, with blanks or underlines, in any case.
    ///
    /// # Example
    /// ```
    /// use euthymia_app::appraise::Drawn;
    /// assert_eq!(Drawn::of("Some concerns"), Drawn::of("some_concerns"));
    /// assert!(Drawn::of("low") < Drawn::of("critical"));
    /// assert_eq!(Drawn::of("so so"), None);
    /// ```
    #[must_use]
    pub fn of(text: &str) -> Option<Self> {
        let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
        let id = words.join("_");
        WORDS.iter().position(|word| word.id == id).map(Self)
    }

    /// Every word that is known.
    pub fn known() -> impl Iterator<Item = &'static str> {
        WORDS.iter().map(|word| word.id)
    }

    /// Its word in files.
    #[must_use]
    pub fn id(self) -> &'static str {
        WORDS.get(self.0).map_or("", |word| word.id)
    }

    /// Its name, letter and sign.
    #[must_use]
    pub fn level(self) -> VerdictLevel {
        match WORDS.get(self.0) {
            Some(word) => VerdictLevel::new(word.name, word.letter, word.verdict),
            None => VerdictLevel::new("", '?', Verdict::Unknown),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_word_of_every_tool_can_be_drawn() {
        for tool in euthymia_appraisal::bundled_all() {
            let judgements = tool.judgements.iter().map(|own| &own.id);
            let answers = tool.answers.iter().map(|own| &own.id);
            for id in judgements.chain(answers) {
                assert!(Drawn::of(id).is_some(), "{}: {id}", tool.id);
            }
        }
    }

    /// Letters tell the judgements of one tool apart, and so do those of its answers.
    #[test]
    fn letters_of_a_tool_differ() {
        for tool in euthymia_appraisal::bundled_all() {
            let judgements: Vec<&str> = tool.judgements.iter().map(|own| own.id.as_str()).collect();
            let answers: Vec<&str> = tool.answers.iter().map(|own| own.id.as_str()).collect();
            for ids in [judgements, answers] {
                let letters = ids.iter().map(|id| Drawn::of(id).unwrap().level().letter);
                let different: BTreeSet<char> = letters.collect();
                assert_eq!(different.len(), ids.len(), "{}: {ids:?}", tool.id);
            }
        }
    }

    #[test]
    fn no_word_stands_twice() {
        let different: BTreeSet<&str> = Drawn::known().collect();
        assert_eq!(different.len(), WORDS.len());
    }
}
