//! Which moderators, how treatments share them, and where effects are stated.

use std::fmt;

/// How treatments share the interaction with a moderator. Controls have none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sharing {
    /// One for all treatments.
    #[default]
    Shared,
    /// One for each treatment.
    Independent,
    /// One for each treatment, drawn from a normal distribution.
    Exchangeable,
    /// One for each class of treatments.
    ByClass,
}

impl Sharing {
    /// All of them.
    pub const ALL: [Self; 4] = [
        Self::Shared,
        Self::Independent,
        Self::Exchangeable,
        Self::ByClass,
    ];

    /// Its word on a command line.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Shared => "shared",
            Self::Independent => "independent",
            Self::Exchangeable => "exchangeable",
            Self::ByClass => "by-class",
        }
    }
}

/// One moderator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModeratorChoice {
    /// The covariate, as [`TrialFacts::covariates`](super::super::TrialFacts::covariates) names it.
    pub name: String,
    /// How treatments share its interaction.
    pub sharing: Sharing,
}

/// `year (shared)`.
impl fmt::Display for ModeratorChoice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.name, self.sharing.word())
    }
}

/// What is asked of moderators.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Moderation {
    /// The moderators; none where nobody asked.
    pub moderators: Vec<ModeratorChoice>,
    /// Values at which effects are stated, by moderator; its mean where none is given.
    pub at: Vec<(String, f64)>,
}

impl Moderation {
    /// The settings at which effects are stated, a value for each moderator in their order: every
    /// combination of the values given, with `means` for moderators without one.
    pub(super) fn settings(&self, means: &[f64]) -> Vec<Vec<f64>> {
        let mut all = vec![Vec::new()];
        for (moderator, mean) in self.moderators.iter().zip(means) {
            let own = self.at.iter().filter(|(name, _)| *name == moderator.name);
            let mut values: Vec<f64> = own.map(|(_, value)| *value).collect();
            if values.is_empty() {
                values.push(*mean);
            }
            let longer = |before: &Vec<f64>| -> Vec<Vec<f64>> {
                let with = |value: &f64| before.iter().copied().chain([*value]).collect();
                values.iter().map(with).collect()
            };
            all = all.iter().flat_map(longer).collect();
        }
        all
    }
}
