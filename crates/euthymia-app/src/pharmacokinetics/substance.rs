//! What a dose is an amount of.

use crate::error::AppError;
use euthymia_pharmacokinetics::Model;

/// What the doses that were typed are amounts of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Substance {
    /// Of what each model follows, because nobody said otherwise and all follow one thing.
    Followed,
    /// Of racemic ketamine, both mirror forms together.
    Racemate,
    /// Of S-ketamine (esketamine).
    S,
}

impl Substance {
    /// Reads a word, and holds it against the models.
    pub(super) fn of(word: Option<&str>, models: &[&Model], route: &str) -> Result<Self, AppError> {
        let usage = |what: String| AppError::Usage(format!("--substance: {what}"));
        let of_both = models
            .iter()
            .find(|model| model.share_of_racemate.is_none());
        let of_one = models
            .iter()
            .find(|model| model.share_of_racemate.is_some());
        let device = models.iter().find(|model| {
            let own = model.route(route);
            own.is_some_and(|own| own.device_mg.is_some())
        });
        let word = word.map(|text| text.trim().to_lowercase());
        match (word.as_deref(), of_both, of_one, device) {
            (None, Some(both), Some(one), _) => Err(usage(format!(
                "{} follows {}, {} {}: say of what the dose is an amount, racemate or s",
                both.name, both.substance, one.name, one.substance
            ))),
            (None, ..) => Ok(Self::Followed),
            (Some("racemate" | "racemic" | "ketamine"), _, _, Some(model)) => Err(usage(format!(
                "a {route} device of {} holds {}, and no racemate",
                model.name, model.substance
            ))),
            (Some("racemate" | "racemic" | "ketamine"), ..) => Ok(Self::Racemate),
            (Some("s" | "esketamine" | "s-ketamine"), None, ..) => Ok(Self::S),
            (Some("s" | "esketamine" | "s-ketamine"), Some(model), ..) => Err(usage(format!(
                "{} follows {} only, so that it says nothing of S-ketamine given alone; choose models of S-ketamine",
                model.name, model.substance
            ))),
            (Some(other), ..) => Err(usage(format!("\"{other}\" is neither racemate nor s"))),
        }
    }

    /// The part of a dose that a model follows.
    pub(super) fn part(self, model: &Model) -> f64 {
        match self {
            Self::Racemate => model.share_of_racemate.unwrap_or(1.0),
            Self::Followed | Self::S => 1.0,
        }
    }

    /// What the doses of a model are amounts of, and how to say otherwise.
    pub(super) fn told(self, model: &Model) -> String {
        let (name, own) = (&model.name, &model.substance);
        match (self, model.share_of_racemate) {
            (_, None) => format!("{name}: the dose is of {own}, which the model follows."),
            (Self::Racemate, Some(share)) => format!(
                "{name}: the dose is of racemic ketamine; {} % of it, in the table, is {own}, which the model follows.",
                100.0 * share
            ),
            (Self::S, Some(_)) => format!("{name}: the dose is of {own}."),
            (Self::Followed, Some(share))
                if model.routes.iter().any(|own| own.device_mg.is_some()) =>
            {
                format!(
                    "{name}: the dose is taken as {own}, which the model follows; of racemic ketamine, given into a vein, {} % would be (--substance racemate).",
                    100.0 * share
                )
            }
            (Self::Followed, Some(share)) => format!(
                "{name}: the dose is taken as {own}, which the model follows; of racemic ketamine {} % would be (--substance racemate).",
                100.0 * share
            ),
        }
    }
}
