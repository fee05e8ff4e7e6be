//! Rules and what they assume, in words.

use euthymia_screening::stopping::safe::{Read, SafeCheck};
use euthymia_screening::stopping::{Assumption, Says};

/// The words of the rules on the command line, in the order in which they are listed.
#[must_use]
pub fn rule_words() -> [&'static str; 7] {
    [
        "run",
        "share",
        "safe",
        "recall",
        "sample",
        "reviewers",
        "sources",
    ]
}

pub(super) fn says(says: Says) -> &'static str {
    match says {
        Says::Stop => "stop",
        Says::GoOn => "go on",
        Says::CannotSay => "cannot say",
    }
}

/// What is assumed, as a sentence without its full stop.
pub(in crate::review) fn assumption(assumption: Assumption) -> &'static str {
    match assumption {
        Assumption::RankedEarly => "the order puts relevant reports first and goes on doing so",
        Assumption::NoClaim => "a habit, tried on other reviews: it claims no recall",
        Assumption::NothingHidden => {
            "no relevant report is so unlike the others that it stands at the end"
        }
        Assumption::NoWorseThanRandom => {
            "the last stretch of the order held relevant reports at least as densely as what is left"
        }
        Assumption::BestOfMany => {
            "the most favourable of many stretches counts, without a correction for that"
        }
        Assumption::RandomSample => {
            "the sample was drawn at random and decided on in the order of the draw"
        }
        Assumption::DecisionsRight => "no relevant report was excluded by mistake",
        Assumption::Independent => {
            "what one misses is no likelier to be missed by the other than anything else"
        }
        Assumption::EquallyEasy => "every relevant report is as easily missed as any other",
        Assumption::OnlyRelevant => "what was included is relevant",
        Assumption::KeyPapersBeforehand => "the key papers were named before screening",
        Assumption::ExpectedFromRandom => {
            "the expected number comes from reports screened at random first"
        }
    }
}

/// A condition of SAFE.
pub(super) fn check(check: SafeCheck) -> &'static str {
    match check {
        SafeCheck::RandomPart => "screened at random first (1 % of all)",
        SafeCheck::OneOfEach => "answers among what was screened (relevant and irrelevant)",
        SafeCheck::KeyPapers => "key papers found",
        SafeCheck::TimesExpected => "screened, against twice the expected number of relevant ones",
        SafeCheck::LeastShare => "screened, against 10 % of all",
        SafeCheck::Run => "irrelevant in a row",
        SafeCheck::OtherModel => "irrelevant in a row with another model",
        SafeCheck::LookedAgain => "excluded ones looked at again in a row",
    }
}

pub(super) fn read(read: Read) -> &'static str {
    match read {
        Read::SecondHand => "second hand",
        Read::Unconfirmed => "not confirmed",
    }
}
