//! The cited ways to a place, from `rules/tms/targets.toml`.

use super::beam_f3::{self, Place};
use super::head::Head;
use crate::bundled::bundled;
use crate::source::{Status, sourced};
use crate::words;
use serde::Deserialize;
use std::sync::LazyLock;

words! {
    /// By which formula a method computes.
    Formula {
        /// The calculator of Beam F3.
        Calculator = "calculator", "calculator";
        /// Shares of the circumference and of the mean length over the vertex.
        Shares = "shares", "shares of the head's lengths";
        /// What the derivation of Beam F3 intends.
        Geometry = "geometry", "geometry of the derivation";
        /// As printed on PubMed Central.
        Pubmed = "pubmed", "as printed on PubMed Central";
        /// As printed in the journal.
        Published = "published", "as printed in the journal";
    }
}

words! {
    /// What a method may be used for.
    Use {
        /// To place a coil.
        Aim = "aim", "to place the coil";
        /// To check another method.
        Check = "check", "check of Beam F3";
        /// To see what it gives, and why not to use it.
        Refused = "refused", "REFUSED";
    }
}

words! {
    /// Half of the head.
    Side {
        /// Left.
        Left = "left", "left";
        /// Right.
        Right = "right", "right";
    }
}

words! {
    /// How a rule of one length goes.
    Way {
        /// From the motor hotspot of the hand forwards, parallel to the midline.
        HotspotForwards = "hotspot_forwards", "from the hotspot of the hand forwards";
        /// From the nasion along the midline towards the inion.
        NasionBackwards = "nasion_backwards", "from the nasion along the midline";
    }
}

/// A way to a place.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Method {
    /// Identifier.
    pub id: String,
    /// Name in print.
    pub name: String,
    /// Version of this entry.
    pub version: String,
    /// What is aimed at.
    pub target: String,
    /// On which side X is measured.
    pub side: Side,
    /// By which formula.
    pub formula: Formula,
    /// Share of the circumference that X is.
    #[serde(default)]
    pub x_share: Option<f64>,
    /// Share of the mean length over the vertex that Y is.
    #[serde(default)]
    pub y_share: Option<f64>,
    /// What is added to Y, in centimetres.
    #[serde(default)]
    pub y_added: f64,
    /// What it may be used for.
    #[serde(rename = "use")]
    pub usage: Use,
    /// Where it comes from.
    pub source: String,
    /// Whether it was read there.
    pub status: Status,
    /// How accurate it is, or why it is refused.
    #[serde(default)]
    pub note: Option<String>,
}

/// A rule that is one length from a landmark.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LengthRule {
    /// Identifier.
    pub id: String,
    /// Name in print.
    pub name: String,
    /// Version of this entry.
    pub version: String,
    /// What is aimed at.
    pub target: String,
    /// On which side; `None` on the midline.
    #[serde(default)]
    pub side: Option<Side>,
    /// Which way it goes.
    pub way: Way,
    /// From where, and which way, in words.
    pub from: String,
    /// The length itself.
    #[serde(default)]
    pub centimetres: Option<f64>,
    /// The share of the length from nasion to inion that it is.
    #[serde(default)]
    pub share_of_nasion_inion: Option<f64>,
    /// Where it comes from.
    pub source: String,
    /// Whether it was read there.
    pub status: Status,
    /// A remark.
    #[serde(default)]
    pub note: Option<String>,
}

sourced!(Method, LengthRule);

/// What is plausible, in centimetres from low to high.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plausible {
    /// Where the ranges come from.
    pub note: String,
    /// From tragus to tragus.
    pub tragus: [f64; 2],
    /// From nasion to inion.
    pub nasion_inion: [f64; 2],
    /// Around the head.
    pub circumference: [f64; 2],
    /// X of Beam F3.
    pub x: [f64; 2],
    /// Y of Beam F3.
    pub y: [f64; 2],
    /// The share of the circumference that X of F3 is, to which other shares are in proportion.
    pub x_share: f64,
    /// The share of the mean length over the vertex that Y of F3 is.
    pub y_share: f64,
}

/// Everything in the file.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Targets {
    #[serde(rename = "schema")]
    _schema: String,
    /// What is plausible.
    pub plausible: Plausible,
    /// Ways to a place.
    #[serde(rename = "method")]
    pub methods: Vec<Method>,
    /// Lengths from a landmark.
    #[serde(rename = "rule")]
    pub rules: Vec<LengthRule>,
}

/// The methods that come with the program.
#[must_use]
pub fn targets() -> &'static Targets {
    static READ: LazyLock<Targets> = bundled!("rules/tms/targets.toml");
    &READ
}

impl Method {
    /// The place on a head.
    ///
    /// # Example
    /// ```
    /// use euthymia_clinical::tms::target::{head::Head, method::method};
    /// let head = Head::new(36.0, 38.0, 60.0)?;
    /// let place = method("left_anterior").unwrap().place(head).unwrap();
    /// assert!((place.x - 8.154).abs() < 5e-4 && (place.y - 11.718).abs() < 5e-4);
    /// # Ok::<(), euthymia_clinical::tms::target::head::HeadError>(())
    /// ```
    #[must_use]
    pub fn place(&self, head: Head) -> Option<Place> {
        let place = match self.formula {
            Formula::Shares => Place {
                x: self.x_share? * head.circumference(),
                y: self.y_share? * head.mean_over_vertex(),
            },
            other => beam_f3::by(other, head)?,
        };
        let y = place.y + self.y_added;
        let is_number = place.x.is_finite() && y.is_finite();
        is_number.then_some(Place { x: place.x, y })
    }

    /// The plausible X and Y of this method, in centimetres from low to high: those of Beam F3, of a
    /// method with other shares in their proportion, and moved by what is added.
    #[must_use]
    pub fn plausible(&self) -> ([f64; 2], [f64; 2]) {
        let f3 = &targets().plausible;
        let shares = self.x_share.zip(self.y_share);
        let (x, y) = shares.map_or((1.0, 1.0), |(x, y)| (x / f3.x_share, y / f3.y_share));
        (
            f3.x.map(|bound| bound * x),
            f3.y.map(|bound| bound * y + self.y_added),
        )
    }

    /// Why a place of this method cannot be right, in words; nothing where it can.
    #[must_use]
    pub fn oddities(&self, place: Place) -> Vec<String> {
        let (x, y) = self.plausible();
        let pairs = [("X", place.x, x), ("Y", place.y, y)];
        let odd = pairs
            .into_iter()
            .filter(|(_, value, [low, high])| value < low || value > high);
        odd.map(|(name, value, [low, high])| {
            format!("{name} of {value:.2} cm is not between {low:.2} and {high:.2} cm")
        })
        .collect()
    }
}

impl LengthRule {
    /// The length on a head, in centimetres.
    #[must_use]
    pub fn length(&self, head: Head) -> Option<f64> {
        let share = self.share_of_nasion_inion;
        self.centimetres
            .or_else(|| Some(share? * head.nasion_inion()))
    }
}

/// The rule of this identifier.
#[must_use]
pub fn rule(id: &str) -> Option<&'static LengthRule> {
    targets().rules.iter().find(|rule| rule.id == id)
}

/// The method of this identifier.
#[must_use]
pub fn method(id: &str) -> Option<&'static Method> {
    targets().methods.iter().find(|method| method.id == id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_names_every_formula_and_gives_every_share() {
        let read = targets();
        let head = Head::new(36.0, 38.0, 60.0).unwrap();
        for formula in Formula::ALL {
            assert!(read.methods.iter().any(|m| m.formula == *formula));
        }
        assert!(read.methods.iter().all(|m| m.place(head).is_some()));
        assert!(read.rules.iter().all(|rule| rule.length(head).is_some()));
    }
}
