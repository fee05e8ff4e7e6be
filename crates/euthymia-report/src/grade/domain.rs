//! What certainty is judged by.

/// A reason to lower certainty.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Domain {
    /// Flaws of the studies themselves. Also known as: study limitations.
    RiskOfBias,
    /// Results that differ between studies. Also known as: heterogeneity.
    Inconsistency,
    /// Studies that ask another question.
    Indirectness,
    /// Too little information for a decision.
    Imprecision,
    /// Results that are missing because of what they say.
    PublicationBias,
}

/// A reason to raise certainty.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Upgrade {
    /// An effect so large that bias alone hardly makes it.
    LargeEffect,
    /// More of the treatment, more of the effect.
    DoseResponse,
    /// What could confound would have hidden the effect, not made it.
    Confounding,
}

/// A domain or a reason to raise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Aspect {
    /// Lowers.
    Down(Domain),
    /// Raises.
    Up(Upgrade),
}

impl Aspect {
    /// All, in their usual order.
    pub const ALL: [Self; 8] = [
        Self::Down(Domain::RiskOfBias),
        Self::Down(Domain::Inconsistency),
        Self::Down(Domain::Indirectness),
        Self::Down(Domain::Imprecision),
        Self::Down(Domain::PublicationBias),
        Self::Up(Upgrade::LargeEffect),
        Self::Up(Upgrade::DoseResponse),
        Self::Up(Upgrade::Confounding),
    ];

    /// For people.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Down(Domain::RiskOfBias) => "risk of bias",
            Self::Down(Domain::Inconsistency) => "inconsistency",
            Self::Down(Domain::Indirectness) => "indirectness",
            Self::Down(Domain::Imprecision) => "imprecision",
            Self::Down(Domain::PublicationBias) => "publication bias",
            Self::Up(Upgrade::LargeEffect) => "large effect",
            Self::Up(Upgrade::DoseResponse) => "dose response",
            Self::Up(Upgrade::Confounding) => "opposing confounding",
        }
    }

    /// The most levels that it lowers or raises by.
    #[must_use]
    pub fn most(self) -> u8 {
        match self {
            Self::Down(Domain::Imprecision) => 3,
            Self::Up(Upgrade::DoseResponse | Upgrade::Confounding) => 1,
            _ => 2,
        }
    }
}

/// Where certainty starts, by the design of the studies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    /// Randomised trials: high.
    Randomised,
    /// Studies without randomisation: low.
    NonRandomised,
    /// The same, judged with ROBINS-I, which counts what they lack as bias: high.
    RobinsI,
    /// A risk in one group, asked as prognosis and not as an effect: high.
    Prognosis,
}

impl Start {
    /// All.
    pub const ALL: [Self; 4] = [
        Self::Randomised,
        Self::NonRandomised,
        Self::RobinsI,
        Self::Prognosis,
    ];

    /// The word that names it.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Randomised => "randomised",
            Self::NonRandomised => "non-randomised",
            Self::RobinsI => "robins-i",
            Self::Prognosis => "prognosis",
        }
    }

    /// For people.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Randomised => "randomised trials",
            Self::NonRandomised => "non-randomised studies",
            Self::RobinsI => "non-randomised studies judged with ROBINS-I",
            Self::Prognosis => "the risk of one group, as prognosis",
        }
    }

    /// True where it starts at high.
    #[must_use]
    pub fn is_high(self) -> bool {
        self != Self::NonRandomised
    }
}
