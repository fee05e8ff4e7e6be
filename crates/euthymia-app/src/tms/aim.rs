//! What a coil is placed by: a place, or a length from a landmark.

use super::target::Placed;
use euthymia_clinical::source::{Source, Status};
use euthymia_clinical::tms::target::head::Head;
use euthymia_clinical::tms::target::method::{LengthRule, Side, Way};
use euthymia_plot::HeadWay;

/// What steps and figure are for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Aim<'a> {
    /// A place.
    Place(&'a Placed),
    /// One length from a landmark.
    Rule(&'static LengthRule),
}

impl Aim<'_> {
    pub(super) fn name(&self) -> &str {
        match self {
            Self::Place(placed) => &placed.method.name,
            Self::Rule(rule) => &rule.name,
        }
    }

    /// Its name and what is aimed at, unless that is the name.
    pub(super) fn title(&self) -> String {
        let target = match self {
            Self::Place(placed) => &placed.method.target,
            Self::Rule(rule) => &rule.target,
        };
        match target.eq_ignore_ascii_case(self.name()) {
            true => self.name().to_owned(),
            false => format!("{}: {target}", self.name()),
        }
    }

    pub(super) fn source(&self) -> Source {
        match self {
            Self::Place(placed) => placed.method.source(),
            Self::Rule(rule) => rule.source(),
        }
    }

    pub(super) fn side(&self) -> Side {
        match self {
            Self::Place(placed) => placed.method.side,
            Self::Rule(rule) => rule.side.unwrap_or(Side::Left),
        }
    }

    pub(super) fn way(&self, head: Head) -> HeadWay {
        match self {
            Self::Place(placed) => HeadWay::Tape {
                x: placed.place.x,
                y: placed.place.y,
            },
            Self::Rule(rule) => {
                let length = rule.length(head).unwrap_or(0.0);
                match rule.way {
                    Way::HotspotForwards => HeadWay::Forwards { length },
                    Way::NasionBackwards => HeadWay::Midline { length },
                }
            }
        }
    }

    /// What is to be known before a coil is placed by it.
    pub(super) fn caution(&self) -> Option<String> {
        let is_unverified = self.source().status == Status::Unverified;
        is_unverified.then(|| {
            format!(
                "Unverified: nobody has read this in a source ({}).",
                self.source().text
            )
        })
    }
}
