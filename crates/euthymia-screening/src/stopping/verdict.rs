//! What a rule says, and what it takes for granted.

/// Whether a rule says stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Says {
    /// It is fulfilled.
    Stop,
    /// It is not.
    GoOn,
    /// It cannot be applied to what is known.
    CannotSay,
}

/// Something that a rule takes for granted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Assumption {
    /// Relevant ones come early: the order is learnt, and goes on being good.
    RankedEarly,
    /// No number is claimed: the rule is a habit that was tried on other reviews.
    NoClaim,
    /// What is unlike anything found so far is not hidden at the end of the order.
    NothingHidden,
    /// The ranked order is at least as good as a random one, so that its last stretch may be
    /// looked at as a random draw.
    NoWorseThanRandom,
    /// Many stretches are looked at, and the most favourable one counts.
    BestOfMany,
    /// The rest was drawn from at random, and the drawn ones were decided in the order of the draw.
    RandomSample,
    /// What was decided is right: nothing relevant was excluded.
    DecisionsRight,
    /// One reviewer misses what the other misses no more often than anything else.
    Independent,
    /// Every relevant one is as easily missed as any other.
    EquallyEasy,
    /// What was included and is not relevant was taken out.
    OnlyRelevant,
    /// Key papers were named beforehand, not by what the screening found.
    KeyPapersBeforehand,
    /// How many are expected comes from a random part of all.
    ExpectedFromRandom,
}

impl Assumption {
    /// Its name in files: `ranked_early`.
    pub fn id(self) -> &'static str {
        match self {
            Self::RankedEarly => "ranked_early",
            Self::NoClaim => "no_claim",
            Self::NothingHidden => "nothing_hidden",
            Self::NoWorseThanRandom => "no_worse_than_random",
            Self::BestOfMany => "best_of_many",
            Self::RandomSample => "random_sample",
            Self::DecisionsRight => "decisions_right",
            Self::Independent => "independent",
            Self::EquallyEasy => "equally_easy",
            Self::OnlyRelevant => "only_relevant",
            Self::KeyPapersBeforehand => "key_papers_beforehand",
            Self::ExpectedFromRandom => "expected_from_random",
        }
    }
}

/// What a rule says of the screening so far. The inputs and numbers are in the result of the rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verdict {
    /// Whether to stop.
    pub says: Says,
    /// What it takes for granted.
    pub assumptions: &'static [Assumption],
}

impl Verdict {
    /// Stop where `is_met`.
    pub(super) fn when(is_met: bool, assumptions: &'static [Assumption]) -> Self {
        let says = match is_met {
            true => Says::Stop,
            false => Says::GoOn,
        };
        Self { says, assumptions }
    }

    pub(super) fn unknown(assumptions: &'static [Assumption]) -> Self {
        Self {
            says: Says::CannotSay,
            assumptions,
        }
    }
}
