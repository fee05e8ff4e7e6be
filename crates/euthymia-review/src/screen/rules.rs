//! How a review is screened: what `review.toml` says of it.

use serde::Deserialize;

use crate::log::Stage;

/// How many decide, and what of each other they see.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct StageRules {
    /// Reviewers who decide on each report, at least 1.
    pub reviewers: u32,
    /// Whether a reviewer sees what another one decided only after deciding.
    pub blinded: bool,
    /// Whether reviewers who exclude a report must give the same first reason. Where not, the
    /// reason is the one that comes first in the list.
    pub reasons_must_agree: bool,
}

/// Why a report may be excluded.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reason {
    /// Its short name in the log: `population`.
    pub id: String,
    /// What it says in a flow diagram: `Not treatment-resistant depression`.
    pub text: String,
}

/// How a review is screened.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rules {
    /// By title and abstract.
    pub title_abstract: StageRules,
    /// By the full text.
    pub full_text: StageRules,
    /// Reasons for exclusion: where several apply, the first in this list is reported.
    pub reasons: Vec<Reason>,
    /// Words that speak for a report, to be shown as such.
    pub include_words: Vec<String>,
    /// Words that speak against it.
    pub exclude_words: Vec<String>,
}

impl Default for StageRules {
    /// Two reviewers, blinded, who need not give the same reason.
    fn default() -> Self {
        Self {
            reviewers: 2,
            blinded: true,
            reasons_must_agree: false,
        }
    }
}

impl Rules {
    /// The rules of a stage.
    pub fn at(&self, stage: Stage) -> &StageRules {
        match stage {
            Stage::TitleAbstract => &self.title_abstract,
            Stage::FullText => &self.full_text,
        }
    }

    /// Place of a reason in the list; `None` for one that is not in it.
    pub fn rank(&self, reason: &str) -> Option<usize> {
        self.reasons.iter().position(|own| own.id == reason)
    }
}
